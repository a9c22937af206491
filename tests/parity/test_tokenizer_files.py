"""The same ids as transformers: on real text, and from the files that we save."""

import csv
import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aquila2.chat.files import write_chat_files
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.render import stops_for
from aquila2.chat.templates import get_template, load_template
from aquila2.tokenizer.special_tokens import AQUILA_SPECIALS
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_tokenizer import CHATML, aquila_like, chatml_like

transformers = pytest.importorskip("transformers")

GOLDEN = {
    "There is something wrong, please query again": [4891, 397, 3337, 6689, 12, 8641, 13418, 1989],
    "请给出10个要到北京旅游的理由。": [1486, 19743, 865, 424, 50927, 2557, 3063, 32345, 278],
    "<|startofpiece|>你好<|endofpiece|></s>": [100000, 34856, 100001, 100007],
}
ODD = [
    "",
    " ",
    "\n\n  \t x",
    "a\r\nb",
    "\u200b\ufeff\u0000",
    "👩‍👩‍👧‍👦 e\u0301 é",
    "'S 'll 12345678 ３４",
    "</s>[CLS]<|endoftext|>",
]


def saved_for_transformers(tokenizer: Tokenizer, folder: Path) -> Path:
    """A folder as a checkpoint has it: the tokenizer beside a Llama config."""
    tokenizer.save(folder)
    (folder / "config.json").write_text('{"model_type": "llama"}', encoding="utf-8")
    return folder


def mixed_lines(shared: Path) -> list[str]:
    """5,000 lines: English, modern and classical Chinese, traditional and simplified, web text, code, JSON."""
    data = shared / "data"

    def lines(name: str) -> Iterator[str]:
        with gzip.open(data / name, "rt", encoding="utf-8", newline="") as file:
            yield from (line for line in file if line.strip())

    sources = [
        lines("corpus/wikitext-2/test.txt.gz"),
        lines("corpus/jargon_file/jargon.txt.gz"),
        lines("corpus/llama-factory/c4_demo.jsonl.gz"),
        (json.loads(line)["text"] for line in lines("corpus/novels_zh/honglou.jsonl.gz")),
        lines("corpus/thucnews/test.txt.gz"),
        (row[1] for row in csv.reader(lines("corpus/waimai_10k/waimai_10k.csv.gz"))),
    ]
    mixed = (line for group in itertools.zip_longest(*sources) for line in group if line is not None)
    return ODD + list(itertools.islice(mixed, 5000 - len(ODD)))


@pytest.fixture(scope="module")
def aquila_files(shared: Path) -> Path:
    return shared / "data" / "aquila-tokenizer"


@pytest.fixture(scope="module")
def aquila(aquila_files: Path) -> Tokenizer:
    return Tokenizer.load(aquila_files / "flagscale_tokenizer")


@pytest.mark.real
@pytest.mark.parametrize("variant", ["flagscale_tokenizer", "flagai_sql"])
def test_golden_ids_of_the_published_files(aquila_files: Path, variant: str):
    tokenizer = Tokenizer.load(aquila_files / variant)
    for text, ids in GOLDEN.items():
        assert tokenizer.encode(text, allow_special=True) == ids
    assert not set(tokenizer.encode("".join(GOLDEN))) & set(tokenizer.special_tokens.values())
    assert [tokenizer.special_tokens[token] for token in AQUILA_SPECIALS] == list(range(100_000, 100_008))
    assert (tokenizer.bos_id, tokenizer.eos_id, tokenizer.pad_id, tokenizer.unk_id) == (100_006, 100_007, 0, 0)


@pytest.mark.real
def test_same_ids_as_transformers_on_5000_lines(aquila: Tokenizer, aquila_files: Path, shared: Path):
    folder = aquila_files / "flagscale_tokenizer"
    vocab = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    merges = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()[1:]
    reference = transformers.GPT2Tokenizer(vocab=vocab, merges=[tuple(line.split(" ")) for line in merges])
    reference.add_special_tokens({"additional_special_tokens": list(AQUILA_SPECIALS)})
    lines = mixed_lines(shared)
    assert len(lines) == 5000
    assert aquila.encode_batch(lines, allow_special=True) == reference(lines, add_special_tokens=False)["input_ids"]
    ours = aquila.encode_batch(lines)
    assert [aquila.decode(ids) for ids in ours] == lines
    assert ours[:200] == [aquila.encode(line) for line in lines[:200]]
    num_tokens = sum(map(len, ours))
    assert 3.8 < sum(len(line.encode()) for line in lines) / num_tokens < 5.0


@pytest.mark.real
def test_bytes_a_token_on_wikitext(aquila: Tokenizer, shared: Path):
    with gzip.open(shared / "data" / "corpus" / "wikitext-2" / "test.txt.gz", "rt", encoding="utf-8") as file:
        text = file.read()
    assert len(text.encode()) / len(aquila.encode(text)) == pytest.approx(4.24, abs=0.005)


@pytest.mark.real
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back_with_the_real_vocabulary(aquila: Tokenizer, text: str):
    ids = aquila.encode(text)
    stream = aquila.stream()
    assert aquila.decode(ids) == text
    assert "".join([*(stream.push(id) for id in ids), stream.finish()]) == text


@pytest.mark.real
def test_saved_aquila_files_are_read_with_the_same_ids(aquila: Tokenizer, shared: Path, tmp_path: Path):
    theirs = transformers.AutoTokenizer.from_pretrained(saved_for_transformers(aquila, tmp_path))
    lines = mixed_lines(shared)[:1000]
    assert theirs(lines)["input_ids"] == aquila.encode_batch(lines, allow_special=True)
    assert theirs.convert_tokens_to_ids(list(AQUILA_SPECIALS)) == list(range(100_000, 100_008))
    assert len(theirs) == aquila.vocab_size


@pytest.mark.real
def test_same_ids_as_transformers_for_smollm2(smollm2_dir: Path, shared: Path):
    ours, theirs = Tokenizer.load(smollm2_dir), transformers.AutoTokenizer.from_pretrained(smollm2_dir)
    lines = [*mixed_lines(shared)[:2000], "<|im_start|>user\nhi<|im_end|>\n<|endoftext|>"]
    assert ours.encode_batch(lines, allow_special=True) == theirs(lines, add_special_tokens=False)["input_ids"]
    assert (ours.bos_id, ours.eos_id) == (1, 2)


@pytest.mark.parametrize("build", [aquila_like, chatml_like])
def test_saved_files_are_read_by_transformers(build, tmp_path: Path):
    ours = build()
    theirs = transformers.AutoTokenizer.from_pretrained(saved_for_transformers(ours, tmp_path))
    assert theirs.get_vocab() == {ours.id_to_token(id): id for id in range(ours.vocab_size)}
    for text in [*ODD, *GOLDEN, "".join(ours.special_tokens), "it ' s . n't"]:
        ids = ours.encode(text, allow_special=True)
        assert theirs(text)["input_ids"] == ids
        assert theirs.decode(ids) == ours.decode(ids, skip_special=False) == text
        assert theirs.decode(ids, skip_special_tokens=True) == ours.decode(ids)
    roles = (theirs.bos_token_id, theirs.eos_token_id, theirs.pad_token_id, theirs.unk_token_id)
    assert roles == (ours.bos_id, ours.eos_id, ours.pad_id, ours.unk_id)
    assert set(theirs.all_special_ids) >= set(filter(None, roles))


@pytest.mark.parametrize("name", ["aquila-v1", "aquila-v2", "aquila-chat", "jinja"])
def test_chat_files_are_read_by_transformers(name: str, tmp_path: Path):
    ours = chatml_like() if name == "jinja" else aquila_like()
    template = JinjaTemplate(CHATML) if name == "jinja" else get_template(name)
    folder = saved_for_transformers(ours, tmp_path)
    write_chat_files(folder, template, ours, {"eos_token_id": ours.token_to_id("!"), "temperature": 0.5})

    theirs = transformers.AutoTokenizer.from_pretrained(folder)
    assert theirs.chat_template == template.to_jinja()
    stored = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    assert stored["chat_template"] == template.to_jinja()
    assert stored["eos_token"] == ours.roles["eos_token"]

    config = transformers.GenerationConfig.from_pretrained(folder)
    assert config.eos_token_id[0] == ours.eos_id
    assert set(config.eos_token_id) == stops_for(template, ours, {"eos_token_id": ours.token_to_id("!")}).ids
    assert (config.bos_token_id, config.pad_token_id, config.temperature) == (ours.bos_id, ours.pad_id, 0.5)
    again = load_template(folder)
    assert again == template if name != "jinja" else again.to_jinja() == CHATML


def test_a_base_model_has_end_tokens_and_no_template(tmp_path: Path):
    folder = saved_for_transformers(aquila_like(), tmp_path)
    write_chat_files(folder, None, aquila_like())
    assert load_template(folder) is None
    assert transformers.GenerationConfig.from_pretrained(folder).eos_token_id == aquila_like().eos_id

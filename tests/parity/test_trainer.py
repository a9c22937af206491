"""Training gives the merges of `tokenizers`' BpeTrainer, from files of lines and from documents."""

import gzip
import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer as Backend
from tokenizers import models, pre_tokenizers, trainers

from aquila2.base.log import Progress
from aquila2.base.memory import resident_bytes
from aquila2.recipes.train_tokenizer_report import tokenizer_of
from aquila2.tokenizer.special_tokens import END_OF_TEXT
from aquila2.tokenizer.trainer import Training, train


def their_merges(entries: int, files: list[Path], documents: list[str] | None = None) -> list[list[str]]:
    backend = Backend(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=entries,
        special_tokens=[END_OF_TEXT],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    if documents is None:
        backend.train([str(path) for path in files], trainer)
    else:
        backend.train_from_iterator(documents, trainer)
    merges: list[list[str]] = json.loads(backend.to_str())["model"]["merges"]
    return merges


def our_merges(entries: int, files: list[Path], work: Path) -> list[list[str]]:
    memory = resident_bytes() + (600 << 20)
    found = train(Training(files, entries, work, memory, workers=2, threads=2), Progress).merges
    merges: list[list[str]] = json.loads(tokenizer_of(found.pairs, found.spellings).to_json())["model"]["merges"]
    return merges


def test_on_lines_of_signs_and_repeats(tmp_path: Path) -> None:
    lines = [("-" * (i % 90) + "=" * (i % 7) + " " * (i % 5) + "a" * (i % 23) + "好" * (i % 11)) for i in range(3000)]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    theirs = their_merges(3000, [tmp_path / "a.txt"])
    assert our_merges(3000, [tmp_path / "a.txt"], tmp_path / "work") == theirs
    assert 100 < len(theirs) < 3000 - 257  # until no pair was left


@pytest.mark.real
def test_on_real_text_in_two_languages(shared: Path, tmp_path: Path) -> None:
    corpus = shared / "data" / "corpus"
    with gzip.open(corpus / "novels_zh" / "sanguo.jsonl.gz", "rt", encoding="utf-8") as file:
        chapters = [json.loads(line)["text"] for line in file][:60]
    with gzip.open(corpus / "wikitext-2" / "test.txt.gz", "rt", encoding="utf-8") as file:
        articles = file.read().split("\n = ")
    documents = [text for text in chapters + articles if text]
    lines = "".join(json.dumps({"text": text}) + "\n" for text in documents)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    assert our_merges(8000, [tmp_path / "a.jsonl"], tmp_path / "work") == their_merges(8000, [], documents)

"""What is found, on real questions with labels (words alone: no weights are needed)."""

import gzip
import json
from pathlib import Path

import pytest

from aquila2.rag.adding import Cutting, add_files
from aquila2.rag.retriever import Retriever
from aquila2.rag.store import Store


@pytest.mark.real
@pytest.mark.parametrize(("language", "bar"), [("zh", 0.9), ("en", 0.92)])
def test_words_alone_find_the_paragraph_that_a_question_is_about(
    shared: Path, tmp_path: Path, language: str, bar: float
) -> None:
    with gzip.open(shared / "data" / "rag" / "xquad" / f"xquad.{language}.json.gz", "rt", encoding="utf-8") as file:
        paragraphs = [p for article in json.load(file)["data"] for p in article["paragraphs"]]
    lines = [json.dumps({"text": paragraph["context"]}) for paragraph in paragraphs]
    (tmp_path / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    store = Store(tmp_path / "base", create=True)
    add_files(store, [str(tmp_path / "texts.jsonl")], None, Cutting())
    retriever = Retriever(store)
    asked = [(qa["question"], number) for number, p in enumerate(paragraphs, 1) for qa in p["qas"]][::5]
    right = sum(retriever.search(question, 1).hits[0].passage.page == str(number) for question, number in asked)
    assert right / len(asked) >= bar

"""What a document is: lines, paragraphs, files and records, the same however a file is cut."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from aquila2.base import sources
from aquila2.base.sources import Problem
from aquila2.data import documents as module
from aquila2.data.documents import Documents, cut_documents, read_documents

TEXT = "\ufeffone\r\n  \t\ntwo\nthree 三\n\n\n\nfour\n" + "x" * 300 + "\n \nfive\n\n"
BY_KIND = {
    "line": ["one", "two", "three 三", "four", "x" * 300, "five"],
    "blank": ["one", "two\nthree 三", "four\n" + "x" * 300, "five"],
    "file": [TEXT[1:-1]],
}


def refuse(problem: Problem) -> None:
    raise AssertionError(problem)


def read_all(path: Path, kind: Any, size: int = 1 << 30, report: Any = refuse) -> list[str]:
    found = []
    for shard in cut_documents(path, size, kind):
        for batch in read_documents(shard, kind, report):
            found += [batch.data[start:stop].tobytes().decode() for start, stop in batch.bounds.tolist()]
    return found


@pytest.mark.parametrize("size", [1, 3, 10, 50, 1000])
@pytest.mark.parametrize("kind", BY_KIND)
@pytest.mark.parametrize("block", [16, 1 << 20])
def test_a_file_has_the_same_documents_however_it_is_cut(
    tmp_path: Path, kind: Documents, size: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_BLOCK", block)
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    assert read_all(path, kind, size) == BY_KIND[kind]


@pytest.mark.parametrize("kind", BY_KIND)
def test_a_compressed_file_has_the_same_documents(tmp_path: Path, kind: Documents) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert read_all(path, kind) == BY_KIND[kind]


def test_paragraphs_are_cut_anywhere(tmp_path: Path) -> None:
    texts = [f"paragraph {i}\n" * (i % 4 + 1) for i in range(40)]
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(texts))
    expected = [text.rstrip("\n") for text in texts]
    for size in range(1, 120, 7):
        assert read_all(path, "blank", size) == expected, size


def test_records_are_documents_as_they_are_but_blank_ones_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a\\n\\nb\\n"}\n{"text": " \\n"}\n{"text": ""}\n')
    for kind in BY_KIND:
        assert read_all(path, kind) == ["a\n\nb\n"]


@pytest.mark.parametrize(
    ("kind", "kept", "line"), [("line", ["good", "too", "end"], 3), ("blank", ["end"], 3), ("file", [], 3)]
)
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_no_utf8_is_told_with_its_line(
    tmp_path: Path, kind: Documents, kept: list[str], line: int, packed: bool
) -> None:
    data = b"good\ntoo\nbad \xff\xfe bytes\n\nend\n"
    path = tmp_path / ("a.txt.gz" if packed else "a.txt")
    path.write_bytes(gzip.compress(data) if packed else data)
    problems: list[Problem] = []
    assert read_all(path, kind, report=problems.append) == kept
    assert [problem.line for problem in problems] == [line]
    assert "not UTF-8" in problems[0].reason


@pytest.mark.parametrize("lines", [200, 2000])
@pytest.mark.parametrize("kind", ["blank", "file"])
def test_a_document_that_is_too_long_is_told(
    tmp_path: Path, kind: Documents, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST", 1000)
    monkeypatch.setattr(sources, "_BLOCK", 64)
    path = tmp_path / "a.txt"
    path.write_text("short\n\n" + "long line\n" * lines + "\nlast\n")
    problems: list[Problem] = []
    kept = read_all(path, kind, report=problems.append)
    assert kept == (["short", "last"] if kind == "blank" else [])
    assert len(problems) == 1
    assert "of over 1,000 bytes" in problems[0].reason
    assert problems[0].line == (3 if kind == "blank" else 1)

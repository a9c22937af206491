"""Files as streams: every form gives the same documents, cut anywhere; what is broken is told with its line."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from aquila2.base import compressed, sources
from aquila2.base.errors import UserError
from aquila2.base.sources import Problem, cut, documents, find_files, read

TEXTS = ["one\n", "two, with 中文\n", "\n", "a\rb\r\n", "x" * 5000 + "\n", "last"]


def refuse(problem: Problem) -> None:
    raise AssertionError(problem)


def write(folder: Path, name: str, texts: list[str]) -> Path:
    path = folder / name
    if ".jsonl" in name:
        data = "".join(json.dumps({"text": text, "n": 1}) + "\n" for text in texts).encode()
    else:
        data = "".join(texts).encode()
    if name.endswith(".gz"):
        data = gzip.compress(data)
    if name.endswith(".zst"):
        data = pytest.importorskip("zstandard").compress(data)
    path.write_bytes(data)
    return path


def write_parquet(folder: Path, texts: list[str | None], rows: int = 2, column: str = "text") -> Path:
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(arrow.table({column: texts}), folder / "t.parquet", row_group_size=rows)
    return folder / "t.parquet"


@pytest.mark.parametrize(
    "name", ["t.txt", "t.txt.gz", "t.txt.zst", "t.jsonl", "t.jsonl.gz", "t.jsonl.zst", "t.parquet"]
)
@pytest.mark.parametrize("size", [1, 7, 4000, 1 << 30])
def test_every_form_gives_the_documents_however_it_is_cut(
    tmp_path: Path, name: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_parquet(tmp_path, list(TEXTS)) if name.endswith("parquet") else write(tmp_path, name, TEXTS)
    monkeypatch.setattr(sources, "_BLOCK", 64)
    monkeypatch.setattr(compressed, "_BLOCK", 32)
    found, advanced = [], []
    for shard in cut(path, size):
        for batch in read(shard, refuse, advance=advanced.append):
            assert len(batch.data) >= batch.bounds.max(initial=0) + sources.PADDING
            found += [batch.data[start:stop].tobytes().decode() for start, stop in batch.bounds.tolist()]
    assert found == TEXTS
    assert sum(advanced) >= path.stat().st_size * 0.9


def test_documents_know_their_file_and_line(tmp_path: Path) -> None:
    path = write(tmp_path, "t.txt", TEXTS)
    assert [(d.text, d.file, d.line) for d in documents([path], refuse)] == [
        (text, str(path), line) for line, text in enumerate(TEXTS, 1)
    ]


@pytest.mark.parametrize("size", [1 << 30, 10])
def test_a_line_that_is_no_utf8_is_left_out_with_its_number(tmp_path: Path, size: int) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes("好\nbad \xff\n".encode("latin-1", "ignore") + b"x\xe4\n" + "ok 好\n".encode() + b"\xff")
    problems: list[Problem] = []
    kept = [
        batch.data[start:stop].tobytes()
        for shard in cut(path, size)
        for batch in read(shard, problems.append)
        for start, stop in batch.bounds.tolist()
    ]
    assert kept == [b"\n", "ok 好\n".encode()]
    assert [(p.line, p.reason) for p in problems] == [
        (2, "not UTF-8: byte 5 of the line is 0xff"),
        (3, "not UTF-8: byte 2 of the line is 0xe4"),
        (5, "not UTF-8: byte 1 of the line is 0xff"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b'{"text": 3}', "the text is a int, not a string"),
        (b'{"body": "x"}', "no field 'text' or 'content': name it with field="),
        (b'{"text": "\\ud800"}', "half a surrogate pair at character 1 of the text"),
        (b'{"text": "\xff"}', "not UTF-8: byte 11 of the line is 0xff"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_line_of_json_without_text_is_told(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"text": "a"}\n\n' + line + b'\n"b"\n{"content": "c"}\n')
    problems: list[Problem] = []
    assert [d.text for d in documents([path], problems.append)] == ["a", "b", "c"]
    assert [p.line for p in problems] == [3]
    assert problems[0].reason.startswith(reason)


@pytest.mark.parametrize("name", ["t.jsonl.gz", "t.jsonl.zst"])
@pytest.mark.parametrize("damage", ["cut", "broken"])
def test_a_damaged_archive_gives_what_is_before_the_damage(tmp_path: Path, name: str, damage: str) -> None:
    rng = np.random.default_rng(0)
    texts = ["".join(map(chr, rng.integers(97, 123, 300))) for _ in range(2000)]
    path = write(tmp_path, name, texts)
    data = path.read_bytes()
    half = len(data) // 2
    path.write_bytes(data[:half] if damage == "cut" else data[:half] + bytes(64) + data[half + 64 :])
    problems: list[Problem] = []
    found = [d.text for d in documents([path], problems.append)]
    same = sum(a == b for a, b in zip(found, texts, strict=False))
    assert 800 < same < 1100
    if damage == "cut" or name.endswith(".gz"):  # zstandard's files may lack a checksum: then it is bad JSON
        assert "compressed file is" in problems[-1].reason
    assert problems
    if damage == "cut":
        assert found == texts[:same]
        assert [p.line for p in problems] == [same + 1]


def test_a_gzip_of_several_members_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "t.txt.gz"
    path.write_bytes(gzip.compress(b"a\n") + gzip.compress(b"b\n") + bytes(5))
    assert [d.text for d in documents([path], refuse)] == ["a\n", "b\n"]


def test_a_broken_parquet_and_rows_without_text_are_told(tmp_path: Path) -> None:
    path = write_parquet(tmp_path, ["a", None, "c"])
    problems: list[Problem] = []
    assert [(d.text, d.line) for d in documents([path], problems.append)] == [("a", 1), ("c", 3)]
    assert [p.line for p in problems] == [2]
    path.write_bytes(path.read_bytes()[:-40])
    assert list(documents([path], problems.append)) == []
    assert problems[-1].reason.startswith("not Parquet")


def test_another_field_is_read_when_named(tmp_path: Path) -> None:
    path = write_parquet(tmp_path, ["a"], column="body")
    assert [d.text for d in documents([path], refuse, field="body")] == ["a"]
    problems: list[Problem] = []
    assert list(documents([path], problems.append)) == []
    assert problems[0].reason == "no column 'text' or 'content': name it with field="


def test_a_line_longer_than_allowed_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_BLOCK", 16)
    path = tmp_path / "t.txt"
    path.write_bytes(b"a\n" + b"y" * 50_000 + b"\nb\n")
    problems: list[Problem] = []
    (shard,) = cut(path, 1 << 30)
    batches = list(read(shard, problems.append, longest=10_000))
    assert b"".join(b.data[: b.bounds[-1, 1]].tobytes() for b in batches) == b"a\nb\n"
    assert [(p.line, p.reason) for p in problems] == [(2, "a line of over 10,000 bytes")]


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes(b"\xef\xbb\xbfa\n")
    assert [d.text for d in documents([path], refuse)] == ["a\n"]


def test_files_are_found_once_in_order_or_refused(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.jsonl", "sub/c.txt", "sub/d.md"):
        (tmp_path / name).write_text("x")
    found = find_files([tmp_path / "*.txt", tmp_path, tmp_path / "b.txt"])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a.jsonl", "b.txt", "sub/c.txt"]
    with pytest.raises(UserError, match="there is no such file"):
        find_files([tmp_path / "*.parquet"])
    with pytest.raises(UserError, match="cannot read this kind of file"):
        find_files([tmp_path / "sub" / "d.md"])

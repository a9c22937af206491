"""What the audit reads of training data, and that it does not matter where a file is cut."""

import gzip
import json

import numpy as np
import pytest

from aquila2.audit import documents
from aquila2.audit.documents import read_texts, text_of
from aquila2.base.sources import Shard, cut
from tests.tiny_testsets import clean_lines


def refuse(problem):
    raise AssertionError(problem)


def owned(path, size):
    """All that the shards of a file say is their own, one behind the other."""
    found, count = b"", 0
    for shard in cut(path, size):
        for some in read_texts(shard, refuse):
            found += some.data[some.owned[0] : some.owned[1]].tobytes()
            count += some.documents
    return found, count


@pytest.mark.parametrize("size", [700, 5000, 1 << 30])
@pytest.mark.parametrize("packed", [False, True])
def test_every_byte_of_plain_text_has_one_owner(tmp_path, monkeypatch, size, packed):
    monkeypatch.setattr(documents, "SEAM", 600)
    monkeypatch.setattr(documents, "_BLOCK", 2000)
    text = ("\n".join(clean_lines(300)) + "\nno line end").encode()
    path = tmp_path / ("a.txt.gz" if packed else "a.txt")
    path.write_bytes(gzip.compress(text) if packed else text)
    found, count = owned(path, size)
    assert found == text
    assert count == 301


def test_a_place_in_plain_text_is_a_line_and_a_byte(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "SEAM", 600)
    monkeypatch.setattr(documents, "_BLOCK", 2000)
    lines = clean_lines(200)
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    seen = set()
    for shard in cut(path, 3000):
        for some in read_texts(shard, refuse):
            data = some.data.tobytes()
            for number, line in enumerate(lines, 1):
                at = data.find(line.encode(), *some.owned)
                if at >= 0:
                    assert some.locate(0, at + 3) == (number, 3)
                    seen.add(number)
    assert len(seen) > 170  # the others run over a seam


def test_lines_that_are_no_text_are_told_and_left_out(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfone\n\xff\xfe two\nthree")
    told = []
    [some] = read_texts(Shard(path, 0, path.stat().st_size), told.append)
    assert some.data.tobytes()[: int(some.bounds[0, 1])].split(b"\n") == [b"   one", b" " * 6, b"three"]
    assert [(problem.line, problem.reason) for problem in told] == [(2, "not UTF-8: byte 1 of the line is 0xff")]


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"text": "a", "url": "b"}, "a"),
        ({"content": "a", "meta": {"url": "b", "n": 1}}, "a\nb"),
        ({"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "r"}]}, "human\nq\ngpt\nr"),
        (["a", ["b"]], "a\nb"),
        ("a", "a"),
    ],
)
def test_the_text_of_a_record(record, text):
    assert text_of(record) == text


def test_records_without_text_are_told(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = ['{"text": "x"}', '{"n": 1}', "{broken", '{"text": "y"}', ""]
    path.write_text("\n".join(rows), encoding="utf-8")
    told = []
    [some] = read_texts(Shard(path, 0, path.stat().st_size), told.append)
    assert [some.locate(row, 0)[0] for row in range(2)] == [1, 4]
    assert [problem.line for problem in told] == [2, 3]
    assert "there is no text in it" in told[0].reason
    told.clear()
    list(read_texts(Shard(path, 0, path.stat().st_size), told.append, field="body"))
    assert len(told) == 4


def test_lines_of_records_are_known_in_every_shard(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"number {n}"}) + "\n" for n in range(1, 400)), encoding="utf-8")
    seen = []
    for shard in cut(path, 1000):
        for some in read_texts(shard, refuse):
            for row, (start, stop) in enumerate(some.bounds.tolist()):
                assert some.data[start:stop].tobytes().decode() == f"number {some.locate(row, 0)[0]}"
                seen.append(some.locate(row, 0)[0])
    assert seen == list(range(1, 400))


def test_rows_of_parquet(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({"text": [f"row {n}" for n in range(1, 30)]}), path, row_group_size=7)
    seen = [
        some.locate(row, 0)[0]
        for shard in cut(path, 1)
        for some in read_texts(shard, refuse)
        for row in range(some.documents)
    ]
    assert seen == list(range(1, 30))
    assert np.array_equal(seen, np.arange(1, 30))

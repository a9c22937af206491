"""Records and their places, from lines and from lists; what cannot be read is told with its line."""

import gzip
from pathlib import Path

import pytest

from aquila2.base.errors import UserError
from aquila2.data.sft_files import Place, read_records


def read(path: Path) -> tuple[list[tuple[int, int | None, object]], list[str]]:
    problems: list[str] = []
    found = [
        (place.line, place.item, value)
        for place, value in read_records(path, lambda place, reason: problems.append(f"{place}: {reason}"))
    ]
    return found, problems


def test_lines_with_their_numbers_and_what_is_wrong_with_some(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\n  \n[2]\n{"a": \n"\xff"\n{"a": 3}')
    found, problems = read(path)
    assert found == [(1, None, {"a": 1}), (4, None, [2]), (7, None, {"a": 3})]
    assert [problem.removeprefix(f"{path}, ")[:16] for problem in problems] == ["line 5: not JSON", "line 6: not UTF-"]


def test_a_list_has_items_with_the_lines_where_they_begin(tmp_path: Path) -> None:
    text = '\n[\n  {"a":\n 1},\n{"a": "[,]\\n"}, 3\n , [[]]]\n\n'
    expected = [(3, 1, {"a": 1}), (5, 2, {"a": "[,]\n"}), (5, 3, 3), (6, 4, [[]])]
    for name, data in {"a.json": text.encode("utf-8-sig"), "b.json.gz": gzip.compress(text.encode())}.items():
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name) == (expected, [])
    for name, empty in {"c.json": "[]", "d.json": "", "e.json": " [ \n ] "}.items():
        (tmp_path / name).write_text(empty, encoding="utf-8")
        assert read(tmp_path / name) == ([], [])


def test_a_file_named_json_may_hold_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": 1}\n{"a": 2}\n', encoding="utf-8")
    assert [value for _, _, value in read(path)[0]] == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[\n{"a": 1},\n{"a" 2}\n]', r"line 3 \(item 2\): not JSON: Expecting ':' delimiter"),
        ('[\n{"a": 1}\n{"a": 2}\n]', r"line 3 \(item 1\): not JSON: ',' or '\]' belongs here"),
        ('[{"a": 1},\n', r"line 2 \(item 2\): not JSON: Expecting value"),
        ('[{"a": 1}\n', r"line 2 \(item 1\): not JSON: ',' or '\]' belongs here"),
        ("[1]\n[2]", r"line 2: not JSON: the list has ended before"),
        ("[" * 200_000, r"line 1 \(item 1\): not JSON: nested too deeply"),
        ("[\n" + "1" * 5000 + "]", r"line 2 \(item 1\): not JSON: Exceeds the limit"),
    ],
)
def test_a_broken_list_ends_the_reading_and_names_the_place(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=rf"a\.json, {where}.*mend the file"):
        read(path)


def test_a_list_that_cannot_be_had_whole_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(b"[" + b'{"a": 1},' * 10_000 + b"1]", mtime=0)[:-12])
    with pytest.raises(UserError, match=r"a\.json\.gz: the compressed file is cut short: get the file again"):
        read(path)
    path = tmp_path / "b.json"
    path.write_bytes(b'["a",\n"\xff"]')
    with pytest.raises(UserError, match=r"b\.json, line 2: not UTF-8 \(0xff\)"):
        read(path)


def test_a_file_of_lines_that_is_cut_short_gives_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a": 1}\n' * 10_000, mtime=0)[:-12])
    found, problems = read(path)
    assert len(found) > 1000
    assert len(problems) == 1
    assert "the compressed file is cut short" in problems[0]


def test_places_as_text() -> None:
    assert str(Place("a.json", 5, 2)) == "a.json, line 5 (item 2)"
    assert str(Place("a.jsonl", 5)) == "a.jsonl, line 5"

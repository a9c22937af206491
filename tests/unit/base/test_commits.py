"""Finished tasks: what was written down is there again, and a line that a kill cut short is none."""

from dataclasses import dataclass, field
from pathlib import Path

from aquila2.base.commits import Commits


@dataclass
class Result:
    name: str
    counts: list[int] = field(default_factory=list)


def test_results_are_read_back_in_order(tmp_path: Path) -> None:
    commits = Commits(tmp_path / "commits.jsonl", Result)
    assert commits.done == []
    for name in ("a", "b"):
        commits.add(Result(name, [1, 2]))
    assert (
        Commits(tmp_path / "commits.jsonl", Result).done == commits.done == [Result("a", [1, 2]), Result("b", [1, 2])]
    )


def test_a_line_cut_short_anywhere_is_no_result_and_spoils_none(tmp_path: Path) -> None:
    path = tmp_path / "commits.jsonl"
    Commits(path, Result).add(Result("a"))
    whole = path.read_bytes()
    for cut in range(2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        again = Commits(path, Result)
        assert again.done == []
        again.add(Result("b"))
        assert Commits(path, Result).done == [Result("b")]

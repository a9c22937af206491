"""The road to aquila2-nano, on a few poems and with a tiny model."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aquila2 import LLM
from tests.policy.repository import ROOT


def make(*words: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """examples/nano/make.sh, to its end."""
    settings = {**os.environ, "PYTHON": sys.executable, "OMP_NUM_THREADS": "1", **variables}
    return subprocess.run(
        [ROOT / "examples" / "nano" / "make.sh", *words], env=settings, capture_output=True, text=True, check=False
    )


def test_what_makes_no_sense_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    data, work = tmp_path / "data", tmp_path / "work"
    data.mkdir()
    for words, variables, says in (
        ((), {}, "give the folder of poems/ and corpus/"),
        ((data,), {}, "give a folder to work in"),
        ((data, work, "tokenise"), {}, "no stage is called tokenise"),
        ((data, work), {"REHEARSAL": "1"}, "REHEARSAL=1 needs OUT=DIR"),
    ):
        found = make(*words, **variables)
        assert found.returncode != 0
        assert says in found.stderr
    assert not list(work.iterdir())


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.real
@pytest.mark.timeout(900)
def test_the_whole_road(shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "nano"
    first = make(shared / "data", tmp_path / "work", REHEARSAL="1", OUT=str(out))
    assert first.returncode == 0, first.stderr[-2000:]
    assert LLM(out).config.num_parameters > 1_000_000
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "work").rglob("*") if path.is_file()}
    again = make(shared / "data", tmp_path / "work", REHEARSAL="1", OUT=str(out))
    assert again.returncode == 0, again.stderr[-2000:]
    assert made == {path: path.stat().st_mtime_ns for path in made}

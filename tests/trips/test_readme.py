"""The README's examples, run as they stand."""

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiny_adapter import write_tiny_adapter
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_lessons import write_conversations, write_pairs

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = re.findall(
    r"^```(sh|python) runnable\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader would stand. What lies at ./checkpoints/AquilaChat2-7B is a tiny model with Aquila's files,
    ./adapter and ./qlora-adapter were made on it."""
    folder = tmp_path_factory.mktemp("reader")
    base = write_tiny_checkpoint(folder / "checkpoints" / "AquilaChat2-7B")
    write_tiny_adapter(folder / "adapter", base)
    write_tiny_adapter(folder / "qlora-adapter", base, nf4=True)
    write_conversations(folder / "conversations.jsonl")
    write_pairs(folder / "pairs.jsonl")
    (folder / "texts").mkdir()
    rng = random.Random(0)
    words = ["a", "cat", "sat", "on", "the", "mat", "and", "saw", "北京", "的", "春天", "then", "it", "slept"]
    lines = [" ".join(rng.choices(words, k=12)) for _ in range(2000)]
    (folder / "texts" / "some.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.mark.real
@pytest.mark.parametrize(
    ("language", "code"), BLOCKS, ids=[f"{language}-{i}" for i, (language, _) in enumerate(BLOCKS)]
)
def test_an_example_runs(language: str, code: str, folder: Path, smollm2_dir: Path) -> None:
    program = ["sh", "-e", "-c", code] if language == "sh" else [sys.executable, "-c", code]
    found = subprocess.run(
        program,
        cwd=folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip()
    assert ("Paris" in found.stdout) == ("France" in code)


def test_there_are_examples() -> None:
    assert {language for language, _ in BLOCKS} == {"sh", "python"}

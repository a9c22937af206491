"""What tests of `aquila2 finetune` share: files to learn from, a run's words, what came of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from aquila2.cli import main
from aquila2.train.metrics import read_metrics
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_lessons import write_conversations, write_pairs

SETTINGS = {
    "max_seq_len": 128, "micro_batch_size": 2, "precision": "fp32", "learning_rate": 0.01, "device": "cpu",
    "tensorboard": "false", "max_steps": 8,
}  # fmt: skip


def write_place(folder: Path) -> Path:
    """`base`, a checkpoint; `talk.jsonl` and `held.jsonl`, conversations; `pairs.jsonl`."""
    write_tiny_checkpoint(folder / "base")
    write_conversations(folder / "talk.jsonl")
    write_conversations(folder / "held.jsonl", count=8, seed=7)
    write_pairs(folder / "pairs.jsonl")
    return folder


def words(place: Path, out: Path, **changes: object) -> list[str]:
    """A run's words; `data_on_error` is `data.on_error`."""
    options = {"data": place / "talk.jsonl", "model": place / "base", "out": out, **SETTINGS, **changes}
    return ["finetune", *(f"{key}={value}" for key, value in options.items() if value is not None)]


def tune(capsys: pytest.CaptureFixture[str], *given: object) -> tuple[dict[str, Any], str]:
    """The last line, and what was told."""
    capsys.readouterr()
    code = main([*map(str, given), "--json"])
    shown = capsys.readouterr()
    assert code == 0, shown.err
    found: dict[str, Any] = json.loads(shown.out.splitlines()[-1])
    return found, shown.err


def refused(capsys: pytest.CaptureFixture[str], given: list[str], code: int = 2) -> str:
    capsys.readouterr()
    assert main(given) == code
    told = capsys.readouterr().err
    assert "Traceback" not in told
    return told.splitlines()[-1]


def curve(out: Path, figure: str = "loss") -> list[Any]:
    return [record[figure] for record in read_metrics(out / "metrics.jsonl") if figure in record]

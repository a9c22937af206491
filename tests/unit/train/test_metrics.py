"""Records of steps, where they go, and what is dropped when a run goes on."""

import json
import sys
import types
from pathlib import Path

import pytest

from aquila2.base.errors import UserError
from aquila2.train.metrics import Metrics, read_metrics, shown

RECORD = {"step": 1, "loss": 2.5, "grad_norm": 0.5, "learning_rate": 1e-3, "tokens_per_second": 1000.0}
RECORD |= {"mfu": 0.5, "memory_bytes": 10**9}


def test_lines_behind_the_checkpoint_are_dropped(tmp_path: Path) -> None:
    metrics = Metrics(tmp_path, 0, tensorboard=False)
    for step in range(1, 6):
        metrics.add({**RECORD, "step": step})
    metrics.close()
    with open(tmp_path / "metrics.jsonl", "a", encoding="utf-8") as file:
        file.write('{"step": 6, "lo')  # killed while it wrote
    again = Metrics(tmp_path, 3, tensorboard=False)
    again.add({**RECORD, "step": 4})
    again.close()
    assert [record["step"] for record in read_metrics(tmp_path / "metrics.jsonl")] == [1, 2, 3, 4]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "metrics.jsonl").write_text('{"step": 1}\nnonsense\n{"step": 2}\n', encoding="utf-8")
    with pytest.raises(UserError, match=r"metrics\.jsonl, line 2"):
        read_metrics(tmp_path / "metrics.jsonl")


def test_tensorboard_files(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    metrics = Metrics(tmp_path, 0, tensorboard=True)
    metrics.add(RECORD)
    metrics.close()
    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert events.Scalars("loss")[0].value == 2.5
    assert events.Scalars("loss")[0].step == 1


def test_weights_and_biases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    fake = types.SimpleNamespace(
        init=lambda **words: calls.append(words["project"]) or fake,
        log=lambda numbers, step: calls.append((step, numbers["loss"])),
        finish=lambda: calls.append("finished"),
    )
    monkeypatch.setitem(sys.modules, "wandb", fake)
    metrics = Metrics(tmp_path, 0, tensorboard=False, wandb="mine")
    metrics.add(RECORD)
    metrics.close()
    assert calls == ["mine", (1, 2.5), "finished"]


def test_a_package_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wandb", None)
    with pytest.raises(UserError, match="wandb=mine needs a package: pip install wandb"):
        Metrics(tmp_path, 0, tensorboard=False, wandb="mine")


def test_the_console_line() -> None:
    line = shown({**RECORD, "eval_loss": 2.0})
    assert line == (
        "step 1  loss 2.5000  held out 2.0000 (perplexity 7.39)  norm 0.500  lr 1.00e-03  1,000 tokens/s  MFU 50.0 %"
        "  1.0 GB"
    )
    json.dumps(RECORD)

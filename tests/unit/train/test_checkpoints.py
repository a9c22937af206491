"""Checkpoints are whole or not there."""

import shutil
from pathlib import Path

import pytest
import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.train import checkpoints
from aquila2.train.checkpoints import CheckpointError, Checkpoints, load_checkpoint, shapes_in


def tensors(value: float) -> dict[str, dict[str, Tensor]]:
    return {
        "weights": {"a": torch.full((3, 2), float(value)), "b": torch.full((5,), float(value))},
        "first": {"a": torch.ones(3, 2)},
    }


@pytest.mark.parametrize("background", [True, False])
def test_what_is_saved_comes_back(tmp_path: Path, background: bool) -> None:
    store = Checkpoints(tmp_path / "state", background=background)
    assert store.latest() is None
    held = tensors(1.5)
    store.save(10, held, {"samples": 160})
    held["weights"]["a"].fill_(9)  # training goes on at once
    store.finish()
    assert store.latest() == 10
    found = tensors(0)
    assert Checkpoints(tmp_path / "state").load(10, found) == {"samples": 160}
    assert (found["weights"]["a"] == 1.5).all()
    assert shapes_in(tmp_path / "state" / "step-00000010")["weights.b"] == (5,)


def test_only_the_last_ones_and_milestones_stay(tmp_path: Path) -> None:
    store = Checkpoints(tmp_path, keep=2, keep_every=20)
    for step in (10, 20, 30, 40, 50):
        store.save(step, tensors(step), {})
    store.finish()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"step-{step:08d}" for step in (20, 40, 50)]


def test_a_full_disk_is_told_and_the_old_one_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Checkpoints(tmp_path)
    store.save(1, tensors(1), {})
    store.finish()

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    monkeypatch.setattr("torch.distributed.checkpoint.filesystem._write_item", full)
    with pytest.raises(CheckpointError, match=r"step 2 could not be written: .*No space left.*step 1 is whole"):
        store.save(2, tensors(2), {})
        store.finish()
    assert [path.name for path in tmp_path.iterdir()] == ["step-00000001"]
    found = tensors(0)
    store.load(1, found)
    assert (found["weights"]["b"] == 1).all()


def test_one_that_was_being_written_is_thrown_away(tmp_path: Path) -> None:
    store = Checkpoints(tmp_path)
    store.save(1, tensors(1), {})
    store.finish()
    shutil.copytree(tmp_path / "step-00000001", tmp_path / ".step-00000002")  # killed before it got its name
    assert Checkpoints(tmp_path).latest() == 1
    assert not (tmp_path / ".step-00000002").exists()


def test_broken_files_are_named(tmp_path: Path) -> None:
    store = Checkpoints(tmp_path)
    store.save(1, tensors(1), {})
    store.finish()
    path = tmp_path / "step-00000001"
    with pytest.raises(UserError, match="step-00000001 cannot be read"):
        load_checkpoint(path, {"weights": {"missing": torch.zeros(2)}})
    for file in path.glob("*.distcp"):
        file.write_bytes(file.read_bytes()[:20])
    with pytest.raises(UserError, match="step-00000001 cannot be read"):
        load_checkpoint(path, tensors(0))
    (path / "run.json").unlink()
    with pytest.raises(UserError, match=r"run\.json"):
        load_checkpoint(path, tensors(0))


def test_the_cause_is_one_line() -> None:
    assert checkpoints._cause(RuntimeError("first\nsecond")) == "first"

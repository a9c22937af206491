"""Fine-tuning on two processes gives the curve of one: what is trained, frozen, quantized, dropped or made noisy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from aquila2.train.metrics import read_metrics
from tests.distributed.finetuning import RUNS, run
from tests.distributed.processes import ROOT
from tests.trips.finetuning import write_place

# bf16: sums of gradients in another order, rounded; 8bit: every shard has scales and chances of its own
TOLERANCE = {"bf16": 2e-3, "8bit": 2e-3}


@pytest.mark.slow
def test_two_processes_give_the_curves_of_one(tmp_path: Path) -> None:
    place, alone, two = tmp_path / "place", tmp_path / "alone", tmp_path / "two"
    place.mkdir()
    write_place(place)
    run(place, alone, [*RUNS])
    shutil.copytree(alone / "lora", two / "half")
    shutil.rmtree(two / "half" / "state" / "step-00000006")
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    done = subprocess.run(
        [*torchrun, "-m", "tests.distributed.finetuning", str(place), str(two)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-6000:]
    assert done.stderr.count("going on from step 3") == 1
    for name in RUNS:
        tolerance = TOLERANCE.get(name, 1e-5)
        for figure in ("loss", "eval_loss", "grad_norm", "labels", "pairs", "learning_rate"):
            wanted, found = (figures(folder / name, figure) for folder in (alone, two))
            assert found == pytest.approx(wanted, rel=tolerance), f"{name}: {figure}"
        assert len(figures(two / name, "loss")) == 6, name
    ours, theirs = (load_file(folder / "lora" / "adapter_model.safetensors") for folder in (two, alone))
    for name, tensor in theirs.items():
        torch.testing.assert_close(ours[name], tensor, rtol=1e-3, atol=1e-5, msg=name)
    samples = "lora/samples.jsonl"
    assert (two / samples).read_text(encoding="utf-8") == (alone / samples).read_text(encoding="utf-8")


def figures(out: Path, name: str) -> list[Any]:
    return [record[name] for record in read_metrics(out / "metrics.jsonl") if name in record]

"""Fine-tuning runs through the command, one after the other: by one process alone, or by each that torchrun starts.

    torchrun --nproc-per-node 2 -m tests.distributed.finetuning FOLDER OUT [NAME ...]

Every run has the same rows a step, however many processes share them.
"""

import os
import sys
from pathlib import Path

from aquila2.base.distributed import num_processes
from aquila2.cli import main
from tests.trips.finetuning import words

FOUR = {"global_batch_size": 4, "max_steps": 6, "save_every": 3, "eval_every": 3}
RUNS: dict[str, dict[str, object]] = {
    "lora": {"lora.dropout": 0.3, "neftune_alpha": 5, "data.eval_fraction": 0.2, "samples.every": 3},
    "bf16": {"precision": "bf16", "micro_batch_size": 1},  # gradients of bf16 adapters summed over micro-batches
    "dora": {"lora.use_dora": "true", "lora.target_modules": "all-linear", "parallel.recompute": "full"},
    "qlora": {"method": "qlora", "lora.dropout": 0.3, "packing": "false"},
    "full": {"method": "full", "learning_rate": 0.002, "neftune_alpha": 5, "data.eval_fraction": 0.2},
    "8bit": {"method": "full", "learning_rate": 0.002, "moments": "8bit"},
    "dora nf4": {"lora.use_dora": "true", "method": "qlora"},
    "dpo": {"objective": "dpo", "data": "pairs.jsonl", "data.eval_fraction": 0.25},
    "tp": {"method": "full", "learning_rate": 0.002, "neftune_alpha": 5},
    "cp": {"lora.dropout": 0.3, "neftune_alpha": 5},
}
RUNS["half"] = RUNS["lora"]  # which others have begun


def run(folder: Path, out: Path, names: list[str]) -> None:
    """The runs, each into a folder of its name."""
    for number, name in enumerate(names):
        if num_processes() > 1:
            os.environ["TORCHELASTIC_RESTART_COUNT"] = str(number)  # keys of its own in torchrun's store
        options = {**FOUR, **RUNS[name]}
        if name in ("cp", "tp") and num_processes() > 1:
            options[f"parallel.{name}"] = 2
        if "data" in options:
            options["data"] = folder / str(options["data"])
        assert main(words(folder, out / name, **options)) == 0, name


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or [*RUNS])

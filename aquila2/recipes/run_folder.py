"""The folder of a training run: whose it is, and what came of it.

```
OUT/                 what loads as it is, written at the end
OUT/metrics.jsonl    a line a step
OUT/state/           job.json (what makes the run this run), tokenizer, checkpoints
```
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json_if_there, write_json


def state_folder(out: Path) -> Path:
    """Where a run keeps what it needs to go on."""
    return out / "state"


def claim(out: Path, job: dict[str, Any], overwrite: bool, first: bool, begin: Callable[[Path], None]) -> None:
    """Let a run go on with itself alone. Every process calls it.

    Args:
        job: what makes the run this run, as JSON values.
        overwrite: throw away what else stands at `out`.
        first: this is the first process, which writes.
        begin: writes what else the state folder of a new run holds.

    Raises:
        UserError: something else stands at `out`, or a run with other options.
    """
    import torch.distributed as dist

    path = state_folder(out) / "job.json"
    known = read_json_if_there(path)
    wanted = json.loads(json.dumps(job))
    if known and known != wanted and not overwrite:
        other = sorted(key for key in {*known, *wanted} if known.get(key) != wanted.get(key))
        raise UserError(
            f"out={out} holds a run with other {', '.join(other)}: choose another place, or say overwrite=true"
        )
    if not known and not _is_bare(out) and not overwrite:
        raise UserError(f"out={out} is already there and is no run: choose another, or say overwrite=true")
    if dist.is_initialized():
        dist.barrier()  # all have looked before the first one writes
    if first and known != wanted:
        if out.exists():
            shutil.rmtree(out)
        begin(state_folder(out))
        write_json(path, wanted)  # last: without it there is no run
    if dist.is_initialized():
        dist.barrier()


def _is_bare(out: Path) -> bool:
    """Whether nothing is there, or only what a run that was killed at its very beginning leaves."""
    if not out.exists():
        return True
    if not out.is_dir():
        return False
    state = out / "state"
    inside = [p.name for p in state.iterdir()] if state.is_dir() else []
    return {p.name for p in out.iterdir()} <= {"state"} and all(
        name == "tokenizer" or name.startswith(".job.json.") for name in inside
    )


def result(out: Path, record: dict[str, Any]) -> dict[str, Any]:
    """What a training command returns.

    Args:
        record: the last step's; the last line of the metrics where this process made none.
    """
    from aquila2.train.metrics import plain, read_metrics

    path = out / "metrics.jsonl"
    records = read_metrics(path) if path.exists() else []
    record = plain(record or (records[-1] if records else {}))
    steady = sorted(line["seconds"] for line in records[-20:])
    return {
        "out": str(out),
        "steps": record.get("step", 0),
        "train_loss": record.get("loss"),
        "eval_loss": record.get("eval_loss"),
        "seconds_per_step": steady[len(steady) // 2] if steady else None,
        "tokens_per_second": record.get("tokens_per_second"),
        "mfu": record.get("mfu"),
        "peak_memory_bytes": record.get("memory_bytes"),
    }

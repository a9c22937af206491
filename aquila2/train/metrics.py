"""What a run tells of itself: a line a step in metrics.jsonl, TensorBoard, W&B, the console."""

import json
import math
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file


class Metrics:
    """Where records of steps go. A record is a flat dict with `step`.

    Args:
        out: the run's folder.
        step: what the run goes on from; lines about later steps, which are done again, are dropped.
        tensorboard: write TensorBoard files too; None where the package is installed.
        wandb: the name of a Weights & Biases project to write to.

    Raises:
        UserError: a package that is asked for is not installed.
    """

    def __init__(self, out: Path, step: int, tensorboard: bool | None = None, wandb: str | None = None) -> None:
        self.path = out / "metrics.jsonl"
        out.mkdir(parents=True, exist_ok=True)
        drop_after(self.path, step)
        self._file = open(self.path, "a", encoding="utf-8")  # noqa: SIM115 (closed by close)
        self._board = _tensorboard(out / "tensorboard", step, tensorboard)
        self._wandb = _wandb(wandb, out)

    def add(self, record: dict[str, Any]) -> None:
        """Write a record."""
        self._file.write(json.dumps(plain(record)) + "\n")
        self._file.flush()
        numbers = {key: value for key, value in record.items() if isinstance(value, (int, float)) and key != "step"}
        if self._board is not None:
            for key, value in numbers.items():
                self._board.add_scalar(key, value, record["step"])
        if self._wandb is not None:
            self._wandb.log(numbers, step=record["step"])

    def close(self) -> None:
        """Write what is held back."""
        self._file.close()
        if self._board is not None:
            self._board.close()
        if self._wandb is not None:
            self._wandb.finish()


def read_metrics(path: Path) -> list[dict[str, Any]]:
    """The records of a metrics.jsonl; a last line that a kill has cut is left out.

    Raises:
        UserError: it cannot be read, or a line before the last is no record.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None
    records = []
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            record["step"] + 0
        except (ValueError, TypeError, KeyError):
            if number == len(lines):
                break
            raise UserError(f"{path}, line {number}: no record of a step") from None
        records.append(record)
    return records


def drop_after(path: Path, step: int) -> None:
    """Take the records of later steps out of a file of them, if it is there: those steps are done again."""
    if path.exists():
        kept = [line for line in read_metrics(path) if line["step"] <= step]
        with atomic_file(path) as beside:
            beside.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept), encoding="utf-8")


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """A record as JSON has it: NaN and infinity, which it lacks, become null."""
    return {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in record.items()}


def _tensorboard(folder: Path, step: int, wanted: bool | None) -> Any:
    if wanted is False:
        return None
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        if wanted:
            raise UserError("tensorboard=true needs a package: pip install 'aquila2[train]'") from None
        return None
    return SummaryWriter(str(folder), purge_step=step + 1)


def _wandb(project: str | None, out: Path) -> Any:
    if project is None:
        return None
    try:
        import wandb
    except ImportError:
        raise UserError(f"wandb={project} needs a package: pip install wandb") from None
    return wandb.init(project=project, name=out.name, dir=str(out), resume="allow", id=out.name)


def shown(record: dict[str, Any]) -> str:
    """A record as the console shows it."""
    parts = [f"step {record['step']:,}", f"loss {record['loss']:.4f}"]
    if "accuracy" in record:
        parts.append(f"accuracy {record['accuracy']:.2f}")
    if "eval_loss" in record:
        told = f"perplexity {math.exp(min(record['eval_loss'], 99)):.2f}"
        if "eval_accuracy" in record:
            told = f"accuracy {record['eval_accuracy']:.2f}"
        parts.append(f"held out {record['eval_loss']:.4f} ({told})")
    parts += [f"norm {record['grad_norm']:.3f}", f"lr {record['learning_rate']:.2e}"]
    parts.append(f"{record['tokens_per_second']:,.0f} tokens/s")
    if record.get("mfu") is not None:
        parts.append(f"MFU {100 * record['mfu']:.1f} %")
    if record["memory_bytes"]:
        parts.append(f"{record['memory_bytes'] / 1e9:.1f} GB")
    return "  ".join(parts)

"""How the learning rate and the batch change over a run: functions of the samples consumed, and of nothing else."""

import math
from dataclasses import dataclass
from typing import Literal

from aquila2.base.errors import UserError


@dataclass(frozen=True)
class LearningRate:
    """Linear warm-up over `warmup` samples, then a fall to `floor` at `total` samples."""

    peak: float
    floor: float
    warmup: int
    total: int
    decay: Literal["cosine", "linear", "constant"] = "cosine"

    def __post_init__(self) -> None:
        if not 0 <= self.floor <= self.peak:
            raise UserError(f"min_learning_rate={self.floor}: give 0 to learning_rate={self.peak}")
        if not 0 <= self.warmup <= self.total:
            raise UserError(f"warm-up of {self.warmup} samples in a run of {self.total}: give fewer, or a longer run")

    def at(self, samples: int) -> float:
        """For the step that begins when so many samples are consumed."""
        if samples < self.warmup:
            return self.peak * (samples + 1) / (self.warmup + 1)
        if self.decay == "constant":
            return self.peak
        done = min((samples - self.warmup) / max(self.total - self.warmup, 1), 1.0)
        part = 0.5 * (1 + math.cos(math.pi * done)) if self.decay == "cosine" else 1 - done
        return self.floor + (self.peak - self.floor) * part


@dataclass(frozen=True)
class BatchSize:
    """Samples of a step: `final`, or, while the first `samples` are consumed, steps from `start` by `increment`."""

    final: int
    start: int | None = None
    increment: int = 1
    samples: int = 0

    def __post_init__(self) -> None:
        if self.final < 1:
            raise UserError(f"global_batch_size={self.final}: give 1 or more")
        if self.start is not None and (
            not 1 <= self.start <= self.final or self.increment < 1 or (self.final - self.start) % self.increment
        ):
            raise UserError(
                f"rampup={self.start},{self.increment},{self.samples}: the batch must grow from 1 or more, in whole "
                f"increments, to global_batch_size={self.final}"
            )

    def at(self, consumed: int) -> int:
        """Of the step that begins when so many samples are consumed."""
        if self.start is None or consumed >= self.samples:
            return self.final
        increments = (self.final - self.start) // self.increment
        return self.start + self.increment * (consumed * increments // self.samples)

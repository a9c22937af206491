"""The loop of a run: batches in, steps, and now and then an evaluation, a checkpoint, a line on the console."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Literal

import torch
import torch.distributed as dist

from aquila2.base.errors import WorkError
from aquila2.base.log import clock, note
from aquila2.model.batch import Batch
from aquila2.parallel.parallelize import Parallel
from aquila2.train.checkpoints import Checkpoints
from aquila2.train.faults import SpikeDetector, first_bad_place
from aquila2.train.meters import Speed
from aquila2.train.metrics import Metrics, shown
from aquila2.train.objective import Objective
from aquila2.train.optim import AdamW
from aquila2.train.schedule import BatchSize, LearningRate
from aquila2.train.step import NEXT_TOKEN, Step, evaluate, train_step

Batches = Callable[[Iterator[tuple[int, int]]], Iterator[Batch]]


class BadStepError(WorkError):
    """NaN or infinity came up; the message says where first."""


@dataclass(frozen=True)
class Plan:
    """What a run is to do. Steps are counted from 1; `every` means every so many steps, 0 never."""

    samples: int
    learning_rate: LearningRate
    batch_size: BatchSize
    micro_batch_size: int
    clip: float = 1.0
    save_every: int = 0
    eval_every: int = 0
    log_every: int = 10
    on_bad: Literal["stop", "skip"] = "stop"
    spike_factor: float = 6.0
    show_every: int = 0
    patience: int = 0  # evaluations without a better one after which the run ends; 0: never
    keep_best: bool = False  # keep the checkpoint of the best evaluation


@dataclass
class Position:
    """Where a run is."""

    step: int = 0
    samples: int = 0
    skipped: int = 0
    best_step: int = 0  # of the lowest held-out loss, 0 where none was found
    best_loss: float | None = None
    waited: int = 0  # evaluations since
    losses: list[float] = field(default_factory=list)


class Trainer:
    """Trains a model by a plan.

    Args:
        parallel: the model.
        optimizer: of its parameters.
        plan: what to do.
        batches: turns (first sample, how many) of each step to come into the data rank's batches, in host memory.
        held_out: makes the batches of an evaluation, None where there are none.
        checkpoints: where checkpoints go.
        metrics: where records go; None on all processes but the first.
        about: what else a checkpoint is to say, and is compared with when a run goes on.
        place: what to add to a step's record about the samples that begin it.
        objective: the loss.
        show: called with the step every `show_every` steps and at the end, on every process.
    """

    def __init__(
        self,
        parallel: Parallel,
        optimizer: AdamW,
        plan: Plan,
        batches: Batches,
        held_out: Callable[[], list[Batch]] | None,
        checkpoints: Checkpoints,
        metrics: Metrics | None,
        speed: Speed,
        about: dict[str, Any],
        place: Callable[[int], dict[str, Any]] = lambda sample: {},
        objective: Objective = NEXT_TOKEN,
        show: Callable[[int], None] | None = None,
    ) -> None:
        self.parallel, self.optimizer, self.plan = parallel, optimizer, plan
        self.batches, self.held_out, self.place = batches, held_out, place
        self.checkpoints, self.metrics, self.speed, self.about = checkpoints, metrics, speed, about
        self.objective, self.show = objective, show
        self.position = Position()
        self.spikes = SpikeDetector(plan.spike_factor)
        self.record: dict[str, Any] = {}
        self._data_seconds = 0.0

    def resume(self) -> bool:
        """Go on from the last whole checkpoint. False where there is none."""
        step = self.checkpoints.latest()
        if step is None:
            return False
        run = self.checkpoints.load(step, self.optimizer.tensors())
        self.optimizer.masters_changed()
        self.optimizer.updates = run["updates"]
        self.position = Position(**run["position"])
        if self.plan.keep_best and not self.checkpoints.has(self.position.best_step):
            # it was not kept then: the best of those to come is
            self.position.best_step, self.position.best_loss = 0, None
        if self.plan.keep_best:
            self.checkpoints.spared = self.position.best_step
        self.spikes.losses = list(self.position.losses)
        return True

    def run(self) -> dict[str, Any]:
        """Train to the end; the last checkpoint is complete when this returns. Returns the last step's record.

        Raises:
            BadStepError: NaN or infinity, and the plan says stop. The weights are as before the step.
            CheckpointError: a checkpoint could not be written.
        """
        plan, position = self.plan, self.position
        rank, size = self.parallel.data_rank, self.parallel.data_size
        with closing(self.batches(self._requests())) as batches:  # type: ignore[type-var]
            for batch in self._waited(batches):
                lr = plan.learning_rate.at(position.samples)
                first = position.samples
                mine = first + rank * (self._size(first) // size)
                step = train_step(
                    self.parallel, self.optimizer, batch, plan.micro_batch_size, lr, plan.clip, self.objective, mine
                )
                if not step.applied:
                    self._bad(step, batch)
                position.step += 1
                position.samples += self._size(first)
                self._note(step, lr, first, batch)
                if self._due(plan.save_every) or (plan.keep_best and position.best_step == position.step):
                    self.save()
                self.checkpoints.poll()
                if self.show is not None and (self._due(plan.show_every) or self._is_last()):
                    self.show(position.step)
                    self.speed.pause()
                if self._is_last():
                    break
        if self.checkpoints.latest() != position.step:
            self.save()
        self.checkpoints.finish()
        return self.record

    def save(self) -> None:
        """Write a checkpoint of where the run is."""
        position = self.position
        position.losses = self.spikes.losses
        run = {"position": dict(vars(position)), "updates": self.optimizer.updates, **self.about}
        self.checkpoints.save(position.step, self.optimizer.tensors(), run)
        self.speed.pause()

    def _size(self, samples: int) -> int:
        return min(self.plan.batch_size.at(samples), self.plan.samples - samples)

    def _requests(self) -> Iterator[tuple[int, int]]:
        """First sample and number of samples of each step to come."""
        samples = self.position.samples
        while samples < self.plan.samples and not self._has_waited():
            size = self._size(samples)
            yield samples, size
            samples += size

    def _waited(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The batches; how long each was waited for goes into the step's record."""
        while True:
            start = time.perf_counter()
            batch = next(batches, None)
            if batch is None:
                return
            self._data_seconds = time.perf_counter() - start
            yield batch

    def _has_waited(self) -> bool:
        return 0 < self.plan.patience <= self.position.waited

    def _is_last(self) -> bool:
        return self.position.samples >= self.plan.samples or self._has_waited()

    def _due(self, every: int) -> bool:
        return every > 0 and self.position.step % every == 0

    def _note(self, step: Step, lr: float, first: int, batch: Batch) -> None:
        plan, position = self.plan, self.position
        size = position.samples - first
        last = position.samples >= plan.samples
        figures = self.speed.step(size * batch.ids_BS.shape[1])
        self.record = {
            "step": position.step,
            "samples": position.samples,
            "loss": step.loss,
            "grad_norm": step.grad_norm,
            "learning_rate": lr,
            self.objective.unit: step.count,
            "skipped": position.skipped,
            **figures,
            "data_seconds": round(self._data_seconds, 5),
            **self.place(first),
            **self.objective.figures(self.parallel.mesh),
        }
        if self.held_out is not None and (last or self._due(plan.eval_every)):
            self._evaluate(self.held_out())
        if self.metrics is None:
            return
        self.metrics.add(self.record)
        if step.applied and (warning := self.spikes.add(step.loss)):
            note(f"step {position.step:,}: {warning}")
        if self._is_last() or "eval_loss" in self.record or self._due(plan.log_every):
            rate = (self.record["tokens_per_second"] or 1.0) / batch.ids_BS.shape[1]
            left = (plan.samples - position.samples) / rate
            note(f"{shown(self.record)}  {clock(left)} left")

    def _evaluate(self, batches: list[Batch]) -> None:
        position = self.position
        loss = evaluate(self.parallel, batches, self.plan.micro_batch_size, self.objective)
        figures = self.objective.figures(self.parallel.mesh)
        self.record |= {"eval_loss": loss, **{f"eval_{name}": value for name, value in figures.items()}}
        if position.best_loss is None or loss < position.best_loss:
            position.best_loss, position.best_step, position.waited = loss, position.step, 0
            if self.plan.keep_best:
                self.checkpoints.spared = position.step
        else:
            position.waited += 1
        self.speed.pause()

    def _bad(self, step: Step, batch: Batch) -> None:
        """A step in which NaN or infinity came up: say where first; stop, or count it and go on."""
        kind, place = first_bad_place(
            self.parallel.modules,
            self.optimizer.parameters,
            lambda: self.parallel.evaluate(
                batch, self.plan.micro_batch_size, lambda part: self.objective.head(part, 1.0)
            ),
        )
        places = [(kind, place)]
        if dist.is_initialized():
            gathered: list[Any] = [None] * dist.get_world_size()
            dist.all_gather_object(gathered, (kind, place))
            places = gathered
        self.optimizer.zero_grad()
        message = (
            f"step {self.position.step + 1}: loss {step.loss}, gradient norm {step.grad_norm}; "
            f"NaN or infinity came up first in {min(places)[1]}"
        )
        if self.plan.on_bad == "stop":
            moved = " (other weights have moved in the backward pass)" if self.optimizer.in_backward else ""
            raise BadStepError(f"{message}{moved}; the last checkpoint is good, on_bad=skip leaves such steps out")
        self.position.skipped += 1
        if self.metrics is not None:
            note(f"{message}; left out, {self.position.skipped} so far")


def to_batch(rows: Any) -> Batch:
    """A batch of the arrays of `data.packing.Rows`."""
    return Batch(*(torch.from_numpy(getattr(rows, name)) for name in ("ids", "labels", "positions", "documents")))

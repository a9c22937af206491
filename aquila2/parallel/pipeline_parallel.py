"""Pipeline parallelism: the layers in stages on different processes, micro-batches one behind the other.

`Stage` is a part of a `Transformer` whose parameters keep the whole model's names, so that a checkpoint does not know
how the model was cut. Schedules are PyTorch's: 1F1B (arXiv 2104.04473, figure 3) and interleaved, where each process
holds several stages and the bubble shrinks by their number.

What is sent is one tensor, the hidden states. Everything else a micro-batch needs (positions, attention, labels) every
process of the pipeline makes for itself from the same batch: the schedule carries the micro-batch's number.

Legend: B batch, S tokens that lie here, D hidden.
"""

from collections.abc import Callable
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

from aquila2.base.errors import UserError
from aquila2.model.batch import Batch
from aquila2.model.config import AquilaConfig
from aquila2.model.layers import Linear, RMSNorm
from aquila2.model.transformer import Head, Transformer
from aquila2.parallel.config import stage_layers
from aquila2.parallel.data_parallel import Precision, set_last
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.micro_batch import MicroBatch, micro_batches


class Stage(nn.Module):
    """Consecutive layers; the first stage has the embedding before them, the last one norm and head behind them."""

    def __init__(self, model: Transformer, first: int, last: int, dtype: torch.dtype) -> None:
        super().__init__()
        self.rotary, self.dtype = model.rotary, dtype
        self.embed = model.embed if first == 0 else None
        self.layers = nn.ModuleDict({str(i): model.layers[i] for i in range(first, last)})
        ends = last == model.config.num_layers
        self.norm: RMSNorm | None = model.norm if ends else None
        self.lm_head: Linear | None = model.lm_head if ends else None

    def forward(self, x: Tensor, micro: MicroBatch) -> Tensor:
        """Hidden states [B, S, D] (of the first stage: ids [B, S]) to hidden states, or to what the head makes."""
        rotation = self.rotary.at(micro.batch.positions_BS, micro.length, self.dtype)
        if self.embed is not None:
            x = self.embed(x)
        for layer in self.layers.values():
            x = layer(x, rotation, micro.attend)
        if self.norm is None or self.lm_head is None:
            return x
        return micro.head(self.norm(x), self.lm_head)


def split_stages(model: Transformer, mesh: Mesh, precision: Precision) -> dict[int, Stage]:
    """The stages of this process, by number: `pp` rank r has r, r + pp, ..."""
    counts = stage_layers(model.config, mesh.config)
    starts = [sum(counts[:s]) for s in range(len(counts) + 1)]
    return {
        s: Stage(model, starts[s], starts[s + 1], precision.compute)
        for s in range(mesh.rank("pp"), len(counts), mesh.size("pp"))
    }


class Pipeline:
    """Runs the stages of this process, together with the others' of its pipeline."""

    def __init__(self, stages: dict[int, Stage], model: AquilaConfig, mesh: Mesh) -> None:
        self.mesh, self.model = mesh, model
        self._runs = {number: _StageRun(stage, mesh) for number, stage in stages.items()}
        self._shape: tuple[int, ...] | None = None
        self._schedule: Any = None
        # the first talk of all at once: pairs that start on their own would wait for the group's communicator
        dist.all_reduce(torch.zeros(1, device=mesh.device), group=mesh.group("pp"))

    def run(
        self, batch: Batch, micro_batch_size: int, head_for: Callable[[Batch], Head], backward: bool = True
    ) -> Tensor:
        """The sum of the micro-batches' losses, on every process of the pipeline; with `backward` also gradients.

        Raises:
            UserError: rows that do not make equal micro-batches, or too few of them for the schedule.
        """
        rows, config = len(batch.ids_BS), self.mesh.config
        count = rows // micro_batch_size
        if rows % micro_batch_size:
            raise UserError(f"pp={config.pp}: {rows} rows do not divide into micro-batches of {micro_batch_size}")
        if count < config.num_stages or (config.schedule == "interleaved" and count % config.pp):
            more = f", a multiple of pp={config.pp}" if config.schedule == "interleaved" else ""
            raise UserError(
                f"{count} micro-batches for {config.num_stages} pipeline stages: "
                f"give at least {config.num_stages}{more} (a larger batch, or a smaller micro_batch_size)"
            )
        micros = micro_batches(batch, micro_batch_size, self.mesh, head_for)
        self._prepare(count, micro_batch_size, micros[0].batch.ids_BS.shape[1])
        for run in self._runs.values():
            run.micros = micros
        number = torch.arange(count)
        first = (number,) if 0 in self._runs else ()
        last = config.num_stages - 1 in self._runs
        losses: list[Tensor] = []
        how: dict[str, Any] = {"target": number if last else None, "losses": losses if last else None, "number": number}
        if backward:
            self._schedule.step(*first, return_outputs=False, **how)
        else:
            with torch.no_grad():
                self._schedule.eval(*first, return_outputs=False, **how)
        for run in self._runs.values():
            run.micros = []
        total = torch.zeros((), device=self.mesh.device)
        for loss in losses:
            total += loss.detach()
        return self.mesh.sum(total, "pp")

    def _prepare(self, count: int, rows: int, tokens: int) -> None:
        """Schedule and buffers for so many micro-batches of this shape; made anew when they change (a ramp-up)."""
        if self._shape == (count, rows, tokens):
            return
        # half a second to import, and of use with a pipeline alone
        from torch.distributed.pipelining import PipelineStage, Schedule1F1B, ScheduleInterleaved1F1B

        config, mesh = self.mesh.config, self.mesh
        shared = mesh.size("tp") if config.sequence_parallel else 1
        dtype = next(iter(self._runs.values())).stage.dtype
        hidden = torch.empty(rows, tokens // shared, self.model.hidden_size, dtype=dtype, device="meta")
        hidden.requires_grad_()
        stages = [
            PipelineStage(
                run,
                number,
                config.num_stages,
                mesh.device,
                input_args=torch.empty(1, dtype=torch.int64, device="meta") if number == 0 else hidden,
                output_args=torch.empty((), device="meta", requires_grad=True)
                if number == config.num_stages - 1
                else hidden,
                group=mesh.group("pp"),
            )
            for number, run in self._runs.items()
        ]
        if config.schedule == "interleaved":
            self._schedule = ScheduleInterleaved1F1B([*stages], count, _already_loss, scale_grads=False)
        else:
            self._schedule = Schedule1F1B(stages[0], count, _already_loss, scale_grads=False)
        self._shape = (count, rows, tokens)


def _already_loss(output: Tensor, target: Tensor) -> Tensor:
    """The last stage's head makes the loss."""
    return output


class _StageRun(nn.Module):
    """What the schedule calls: a stage with the micro-batch of a number.

    The stage is hidden from `modules()`: a schedule that finds an FSDP module takes its hooks into its own hands and,
    whenever it sets itself up, drops the gradients. Here FSDP runs as without a pipeline.
    """

    def __init__(self, stage: Stage, mesh: Mesh) -> None:
        super().__init__()
        self._hidden, self.mesh = (stage,), mesh
        self.micros: list[MicroBatch] = []

    @property
    def stage(self) -> Stage:
        """The stage."""
        return self._hidden[0]

    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        i = int(number)
        micro, last = self.micros[i], i == len(self.micros) - 1
        out: Tensor = self.stage(micro.batch.ids_BS if self.stage.embed is not None else x, micro)
        if out.requires_grad:
            # every schedule runs a stage's backward passes in the order of the micro-batches
            out.register_hook(lambda grad: set_last(self.stage, self.mesh, last))
        return out

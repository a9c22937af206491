"""How a training step is spread: the sizes of the axes, checked, and the layers of each stage. No torch here."""

import functools
from dataclasses import dataclass, replace
from typing import Literal

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.model.config import AquilaConfig

Kept = Literal["none", "selective", "mlp", "full"]  # how a layer is recomputed
Recompute = Literal["none", "selective", "mlp", "full", "auto"]


@dataclass(frozen=True)
class ParallelConfig:
    """How a training step is spread. The defaults are one process, or plain FSDP over all there are."""

    dp: int = option(-1, "processes that share out the batch and shard the weights; -1: as many as are left")
    dp_replicate: int = option(1, "copies of the sharded weights (HSDP), each with its part of the batch")
    tp: int = option(1, "processes that share out each matrix")
    pp: int = option(1, "processes that share out the layers")
    cp: int = option(1, "processes that share out each row's tokens")
    sequence_parallel: bool = option(True, "with tp: norms and residuals are shared out by tokens")
    schedule: Literal["1f1b", "interleaved"] = option("1f1b", "with pp: the order of micro-batches")
    stages_per_rank: int = option(2, "with schedule=interleaved: parts of the model that each process holds")
    layer_split: list[int] | None = option(None, "with pp: layers of each stage, first to last; even when not given")
    reshard: bool = option(True, "with dp: free gathered weights after each layer (ZeRO-3), or keep them (ZeRO-2)")
    reduce_each: bool = option(True, "with dp: reduce gradients each micro-batch, or hold them whole to the last")
    recompute: Recompute = option("none", "activations computed again in the backward pass")
    offload: Literal["none", "inputs", "kept"] = option(
        "none", "what waits in host memory: inputs of layers recomputed in full, or all that recomputed layers keep"
    )
    compile: bool = option(False, "compile each layer with torch.compile")

    @property
    def num_stages(self) -> int:
        """Stages of the pipeline, all ranks together."""
        return self.pp * (self.stages_per_rank if self.schedule == "interleaved" and self.pp > 1 else 1)

    @property
    def world_size(self) -> int:
        """All processes, once `dp` is filled in."""
        return self.dp * self.dp_replicate * self.tp * self.pp * self.cp

    @property
    def data_size(self) -> int:
        """Processes that read different rows."""
        return self.dp * self.dp_replicate

    def resolve(self, world_size: int, model: AquilaConfig) -> "ParallelConfig":
        """The same with `dp` filled in, checked against the processes and the model.

        Raises:
            UserError: sizes that do not multiply to the world size or do not divide the model.
        """
        for name in ("dp_replicate", "tp", "pp", "cp", "stages_per_rank"):
            if getattr(self, name) < 1:
                raise UserError(f"{name}={getattr(self, name)}: it counts processes or parts, give 1 or more")
        if self.offload == "kept" and not self.compile:
            raise UserError("offload=kept goes with compile=true: only compiled layers hand over all that they keep")
        rest = self.dp_replicate * self.tp * self.pp * self.cp
        dp = self.dp
        if dp == -1:
            if world_size % rest:
                raise UserError(
                    f"dp_replicate x tp x pp x cp = {rest} does not divide {world_size} processes: change one of them"
                )
            dp = world_size // rest
        if dp < 1 or dp * rest != world_size:
            raise UserError(
                f"dp={self.dp} x dp_replicate={self.dp_replicate} x tp={self.tp} x pp={self.pp} x cp={self.cp} "
                f"must be the {world_size} processes there are; dp=-1 takes what is left"
            )
        found = replace(self, dp=dp)
        check_model(model, found)
        return found


def check_model(model: AquilaConfig, parallel: ParallelConfig) -> None:
    """Refuse a model that these sizes do not divide.

    Raises:
        UserError: names the first size that does not fit.
    """
    for name in ("num_heads", "num_kv_heads", "intermediate_size", "vocab_size"):
        if getattr(model, name) % parallel.tp:
            raise UserError(f"tp={parallel.tp} does not divide {name} {getattr(model, name)}: choose a divisor")
    stages = parallel.num_stages
    if stages > model.num_layers:
        raise UserError(
            f"{stages} pipeline stages for {model.num_layers} layers: give fewer with pp or stages_per_rank"
        )
    if parallel.pp > 1 and model.tie_embeddings:
        raise UserError(f"pp={parallel.pp}: a tied head is on the last stage, its embedding on the first; say pp=1")
    split = parallel.layer_split
    if split is not None:
        if parallel.pp == 1:
            raise UserError("layer_split is for pp above 1: leave it out")
        if len(split) != stages or sum(split) != model.num_layers or min(split) < 1:
            raise UserError(
                f"layer_split={','.join(map(str, split))}: give {stages} numbers above 0 "
                f"that sum to {model.num_layers} layers"
            )


@functools.lru_cache(maxsize=1024)
def split_layers(num_layers: int, ends: tuple[float, float], speeds: tuple[float, ...]) -> tuple[int, ...]:
    """Layers of each stage such that the slowest is as fast as can be.

    Args:
        num_layers: all of them; at least one a stage.
        ends: what the first and the last stage have besides, in layers: embedding and head.
        speeds: of each stage's device; equal numbers for equal devices.
    """
    layers = [1] * len(speeds)
    loads = [1.0] * len(speeds)
    loads[0] += ends[0]
    loads[-1] += ends[1]
    for _ in range(num_layers - len(speeds)):  # one after the other to whom it makes least late
        s = min(range(len(speeds)), key=lambda i: ((loads[i] + 1) / speeds[i], -i))
        layers[s] += 1
        loads[s] += 1
    return tuple(layers)


def stage_layers(model: AquilaConfig, config: ParallelConfig) -> list[int]:
    """Layers of each stage: as told, or even, the embedding and the head counted by their parameters."""
    if config.layer_split is not None:
        return list(config.layer_split)
    end = model.vocab_size * model.hidden_size
    layer = (model.num_parameters - end * (1 if model.tie_embeddings else 2)) / model.num_layers
    return list(split_layers(model.num_layers, (end / layer, end / layer), (1.0,) * config.num_stages))

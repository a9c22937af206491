"""Which process does what: the sizes of the parallel axes, and the groups of processes along each.

```
pp            layers in stages                       the slowest links will do: neighbours alone talk, rarely
data          different rows of the batch            dp_replicate x dp
cp            parts of the same rows
tp            parts of the same matrices             the fastest links: every layer talks, four times
```

A rank is `((pp * data_size + data) * cp_size + cp) * tp_size + tp`: neighbours in number share a machine, and tp is
innermost. Weights are sharded over dp and cp together (`shard`): both hold the same weights and sum their gradients.
"""

from dataclasses import dataclass, replace
from typing import Literal

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.model.config import AquilaConfig

Axis = Literal["pp", "data", "cp", "tp", "shard", "replicate"]
Recompute = Literal["none", "selective", "full", "auto"]


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
    compile: bool = option(False, "compile each layer with torch.compile")

    @property
    def num_stages(self) -> int:
        """Stages of the pipeline, all ranks together."""
        return self.pp * (self.stages_per_rank if self.schedule == "interleaved" and self.pp > 1 else 1)

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


class Mesh:
    """This process's place on every axis. Without a process group (one process alone) every axis has size 1."""

    def __init__(self, config: ParallelConfig, model: AquilaConfig, device: torch.device) -> None:
        alone = not dist.is_initialized()
        self.device = device
        self.config = config = config.resolve(1 if alone else dist.get_world_size(), model)
        self._tokens = self._weights = None
        if not alone:
            self._tokens = init_device_mesh(
                device.type,
                (config.pp, config.data_size, config.cp, config.tp),
                mesh_dim_names=("pp", "data", "cp", "tp"),
            )
            self._weights = init_device_mesh(
                device.type,
                (config.pp, config.dp_replicate, config.dp * config.cp, config.tp),
                mesh_dim_names=("pp", "replicate", "shard", "tp"),
            )

    def weights(self, *axes: Axis) -> DeviceMesh:
        """The device mesh of some of the axes `replicate`, `shard` and `tp`, for parameters to lie on."""
        assert self._weights is not None
        return self._weights[axes[0] if len(axes) == 1 else axes]

    def group(self, axis: Axis) -> dist.ProcessGroup | None:
        """The processes that differ from this one on `axis` alone; None where that is this one only."""
        if self._tokens is None or self._weights is None or self.size(axis) == 1:
            return None
        return (self._weights if axis in ("shard", "replicate", "tp") else self._tokens).get_group(axis)

    def size(self, axis: Axis) -> int:
        """Processes along an axis."""
        config = self.config
        sizes = {"pp": config.pp, "data": config.data_size, "cp": config.cp, "tp": config.tp}
        return (sizes | {"shard": config.dp * config.cp, "replicate": config.dp_replicate})[axis]

    def rank(self, axis: Axis) -> int:
        """This process's place along an axis."""
        group = self.group(axis)
        return 0 if group is None else dist.get_rank(group)

    def sum(self, tensor: Tensor, *axes: Axis) -> Tensor:
        """The sum of a tensor over the processes of these axes; the same on each of them."""
        tensor = tensor.clone()
        for axis in axes:
            group = self.group(axis)
            if group is not None:
                dist.all_reduce(tensor, group=group)
        return tensor

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

from typing import Literal

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh

from aquila2.model.config import AquilaConfig
from aquila2.parallel.config import ParallelConfig

Axis = Literal["pp", "data", "cp", "tp", "shard", "replicate"]


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

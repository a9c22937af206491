"""Weights for a model that is spread: the same ones in every layout.

Each parameter is made or read whole, alone, and each process keeps its part, so the memory needed beside the shards is
that of the largest parameter.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributed.tensor import DTensor

from aquila2.model.transformer import fresh_weight
from aquila2.parallel.parallelize import Parallel


@torch.no_grad()
def fill(parallel: Parallel, whole: Callable[[str, torch.Size], Tensor]) -> None:
    """Give every parameter its part of `whole(name, shape)`; one whole parameter exists at a time."""
    for name, parameter in parallel.named_parameters().items():
        target = parameter.to_local() if isinstance(parameter, DTensor) else parameter
        target.copy_(local_part(whole(name, parameter.shape), parameter))


def fill_fresh(parallel: Parallel, init_std: float, norm_init: float = 1.0, seed: int = 0) -> None:
    """`Transformer.init_weights`, the same numbers in any layout."""
    fill(parallel, lambda name, shape: fresh_weight(name, shape, init_std, norm_init, seed))


def local_part(whole: Tensor, parameter: Tensor) -> Tensor:
    """The part of the whole parameter that lies on this process. tp divides first, data parallelism what is left."""
    if not isinstance(parameter, DTensor):
        return whole
    mesh = parameter.device_mesh
    place = mesh.get_coordinate()
    assert place is not None
    for axis in reversed(range(mesh.ndim)):
        dim = getattr(parameter.placements[axis], "dim", None)
        if dim is not None:
            parts = whole.chunk(mesh.size(axis), dim)  # the last ones shorter, or missing
            whole = parts[place[axis]] if place[axis] < len(parts) else whole.narrow(dim, 0, 0)
    return whole

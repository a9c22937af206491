"""Collectives with gradients, the four that tensor and context parallelism are made of.

```
            forward          backward
copy        nothing          sum              the gradient's parts are computed apart
reduce      sum              nothing
gather      gather           sum, own part    each rank goes its own way with the whole
collect     gather           own part         all go the same way with the whole, the gradient is whole
scatter     sum, own part    gather
```

Legend: P processes of the group.
"""

from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor

Group = dist.ProcessGroup

# the names since PyTorch 2.13, where the older ones warn
_gather_into = getattr(dist, "all_gather_single", None) or dist.all_gather_into_tensor
_scatter_from = getattr(dist, "reduce_scatter_single", None) or dist.reduce_scatter_tensor


def copy(x: Tensor, group: Group) -> Tensor:
    """The same; the gradient is summed over the group."""
    out: Tensor = _Copy.apply(x, group)
    return out


def reduce(x: Tensor, group: Group) -> Tensor:
    """The sum over the group, on each of its processes."""
    out: Tensor = _Reduce.apply(x, group)
    return out


def gather(x: Tensor, dim: int, group: Group) -> Tensor:
    """The parts of all processes joined along `dim`, in order of rank; used differently by each."""
    out: Tensor = _Gather.apply(x, dim, group)
    return out


def collect(x: Tensor, dim: int, group: Group) -> Tensor:
    """As `gather`, where every process does the same with the whole."""
    out: Tensor = _Collect.apply(x, dim, group)
    return out


def scatter(x: Tensor, dim: int, group: Group) -> Tensor:
    """This process's part along `dim` of the sum over the group."""
    out: Tensor = _Scatter.apply(x, dim, group)
    return out


def _all_gather(x: Tensor, dim: int, group: Group) -> Tensor:
    out_P = x.new_empty(dist.get_world_size(group), *x.shape)
    _gather_into(out_P.flatten(0, 1), x.contiguous(), group=group)
    return out_P.movedim(0, dim).flatten(dim, dim + 1)


def _reduce_scatter(x: Tensor, dim: int, group: Group) -> Tensor:
    parts_P = x.unflatten(dim, (dist.get_world_size(group), -1)).movedim(dim, 0).contiguous()
    out = torch.empty_like(parts_P[0])
    _scatter_from(out, parts_P.flatten(0, 1), group=group)
    return out


def _all_reduce(x: Tensor, group: Group) -> Tensor:
    out = x.clone(memory_format=torch.contiguous_format)
    dist.all_reduce(out, group=group)
    return out


class _Copy(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, group: Group) -> Tensor:
        ctx.group = group
        return x.view_as(x)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None]:
        return _all_reduce(grads[0], ctx.group), None


class _Reduce(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, group: Group) -> Tensor:
        return _all_reduce(x, group)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None]:
        return grads[0], None


class _Gather(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, group: Group) -> Tensor:
        ctx.dim, ctx.group = dim % x.ndim, group
        return _all_gather(x, ctx.dim, group)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:
        return _reduce_scatter(grads[0], ctx.dim, ctx.group), None, None


class _Collect(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, group: Group) -> Tensor:
        ctx.dim, ctx.group = dim % x.ndim, group
        return _all_gather(x, ctx.dim, group)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:
        size, rank = dist.get_world_size(ctx.group), dist.get_rank(ctx.group)
        return grads[0].chunk(size, ctx.dim)[rank].contiguous(), None, None


class _Scatter(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, group: Group) -> Tensor:
        ctx.dim, ctx.group = dim % x.ndim, group
        return _reduce_scatter(x, ctx.dim, group)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None, None]:
        return _all_gather(grads[0], ctx.dim, ctx.group), None, None

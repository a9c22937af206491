"""Data parallelism with sharded weights: PyTorch's FSDP2, and HSDP, copies of the shards.

The sharded parameters are the float32 masters that the optimizer updates; computing is done on copies in the compute
dtype, gathered a layer at a time; gradients are summed in float32. They are SUMMED, not averaged: losses are already
divided by the labels of the whole step, so that every token weighs the same wherever it lies.

Each layer is a unit; the embedding, the last norm and the head are the root's. On one process nothing is sharded: the
parameters lie in the compute dtype, and whoever updates them keeps their masters.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard
from torch.distributed.tensor import DTensor

from aquila2.model.layers import Layer
from aquila2.parallel.mesh import Axis, Mesh


@dataclass(frozen=True)
class Precision:
    """Number formats of a training step: of its products, and of sums over processes."""

    compute: torch.dtype = torch.bfloat16
    reduce: torch.dtype = torch.float32


def apply_data_parallel(model: nn.Module, mesh: Mesh, precision: Precision) -> nn.Module:
    """Shard a model, or a stage, over `shard` (dp x cp), with `replicate` copies.

    Where both are 1 its parameters come into the compute dtype, and nothing else happens.
    """
    if mesh.size("shard") * mesh.size("replicate") == 1:
        return model.to(precision.compute)
    axes: tuple[Axis, ...] = ("shard",) if mesh.size("replicate") == 1 else ("replicate", "shard")
    where = mesh.weights(*axes)
    policy = MixedPrecisionPolicy(precision.compute, precision.reduce)
    for module in [*(m for m in model.modules() if isinstance(m, Layer)), model]:
        fully_shard(module, mesh=where, mp_policy=policy, reshard_after_forward=mesh.config.reshard)
        if isinstance(module, FSDPModule):
            module.set_gradient_divide_factor(1.0)
            module.set_force_sum_reduction_for_comms(True)
    return model


def set_last(model: nn.Module, mesh: Mesh, last: bool) -> None:
    """Say before a micro-batch's backward pass whether it is the step's last: then gradients are summed that were held,
    and weights are freed that were kept."""
    if isinstance(model, FSDPModule):
        model.set_is_last_backward(last)
        model.set_requires_gradient_sync(last or mesh.config.reduce_each)
        model.set_reshard_after_backward(last or mesh.config.reshard)


@torch.no_grad()
def grad_norm(parameters: Iterable[nn.Parameter], mesh: Mesh) -> Tensor:
    """The norm of the gradients, over all processes as one vector: a float32 scalar, the same everywhere; infinite or
    NaN where a gradient is.

    Every process calls it with its own parameters, each of them once.
    """
    # by what the gradient is sharded over: parts are added up, copies are counted once
    parts: dict[tuple[int, int], list[Tensor]] = {}
    for parameter in parameters:
        grad = parameter.grad
        if grad is not None:
            over = _sharded_over(grad)
            part = grad.to_local() if isinstance(grad, DTensor) else grad
            if part.numel():
                parts.setdefault((int("shard" in over), int("tp" in over)), []).append(part)
    squares = torch.zeros(2, 2, dtype=torch.float32, device=mesh.device)
    for place, held in parts.items():
        squares[place] = torch.stack(torch._foreach_norm(held, 2, torch.float32)).square().sum()
    for axis, row in (("shard", squares[1]), ("tp", squares[:, 1])):
        group = mesh.group(axis)  # type: ignore[arg-type]
        if group is not None:
            total = row.contiguous()
            dist.all_reduce(total, group=group)
            row.copy_(total)
    return mesh.sum(squares.sum(), "pp").sqrt()


@torch.no_grad()
def clip_grad_norm(parameters: Iterable[nn.Parameter], max_norm: float, mesh: Mesh) -> Tensor:
    """Scale the gradients so that their `grad_norm` is at most `max_norm`. Returns the norm before."""
    held = list(parameters)
    norm = grad_norm(held, mesh)
    scale = (max_norm / (norm + 1e-6)).clamp(max=1.0)
    for parameter in held:
        if parameter.grad is not None:
            parameter.grad.mul_(scale)
    return norm


def _sharded_over(tensor: Tensor) -> set[str]:
    if not isinstance(tensor, DTensor):
        return set()
    names = tensor.device_mesh.mesh_dim_names or ()
    return {name for name, placement in zip(names, tensor.placements, strict=True) if not placement.is_replicate()}

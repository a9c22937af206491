"""One AdamW update (arXiv 1711.05101) of a parameter, all of it in one pass over its memory."""

from typing import NamedTuple

import torch
from torch import Tensor

from aquila2.kernels.dispatch import use_triton_for_update


class Update(NamedTuple):
    """The numbers of one update.

    `scale`, a float32 scalar on the device, multiplies the gradient first (clipping); zero: all stays as it was. `step`
    is how many updates this is, from 1 (for the moments' bias).
    """

    scale: Tensor
    lr: float
    betas: tuple[float, float]
    eps: float
    weight_decay: float
    step: int


def adamw_plain(
    master: Tensor,
    grad: Tensor,
    first: Tensor,
    second: Tensor,
    weight: Tensor | None,
    how: Update,
) -> None:
    """The definition, in place, everything in float32 but `grad` and `weight`.

    Args:
        master, first, second: the float32 weights and their two moments, of one shape.
        grad: the gradient, of any float dtype.
        weight: where the new weights go in a narrower dtype as well, None where the master is what the model computes.
    """
    scale, lr, betas, eps, weight_decay, step = how
    if not scale:
        return
    beta1, beta2 = betas
    scaled = grad.float() * scale
    first.lerp_(scaled, 1 - beta1)
    second.mul_(beta2).addcmul_(scaled, scaled, value=1 - beta2)
    root = (second / (1 - beta2**step)).sqrt_().add_(eps)
    master.mul_(1 - lr * weight_decay).addcdiv_(first, root, value=-lr / (1 - beta1**step))
    if weight is not None:
        weight.copy_(master)


@torch.no_grad()
def adamw(
    master: Tensor,
    grad: Tensor,
    first: Tensor,
    second: Tensor,
    weight: Tensor | None,
    how: Update,
) -> None:
    """`adamw_plain`, as one kernel on a GPU."""
    tensors = [master, grad, first, second] + ([] if weight is None else [weight])
    if use_triton_for_update(*tensors):
        from aquila2.kernels import gpu_adamw

        gpu_adamw.adamw(master, grad, first, second, weight, how)
    else:
        adamw_plain(master, grad, first, second, weight, how)

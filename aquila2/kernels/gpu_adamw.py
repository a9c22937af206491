# mypy: disable-error-code="no-untyped-def"
"""The Triton kernel of `adamw`: 28 bytes a parameter are read and written once, which is all that takes time."""

import triton
import triton.language as tl
from torch import Tensor

from aquila2.kernels.adamw import Update
from aquila2.kernels.gpu import launch

_BLOCK = 4096


@triton.jit
def _adamw_kernel(
    master, grad, first, second, weight, scale, N, lr, beta1, beta2, eps, keep, inv1, inv2,
    NARROW: tl.constexpr, BLOCK: tl.constexpr,
):  # fmt: skip
    at = tl.program_id(0).to(tl.int64) * BLOCK + tl.arange(0, BLOCK)
    factor = tl.load(scale)
    inside = at < tl.where(factor == 0.0, 0, N)
    g = tl.load(grad + at, mask=inside, other=0.0).to(tl.float32) * factor
    m = tl.load(first + at, mask=inside, other=0.0)
    v = tl.load(second + at, mask=inside, other=0.0)
    w = tl.load(master + at, mask=inside, other=0.0)
    m += (g - m) * (1.0 - beta1)
    v = v * beta2 + g * g * (1.0 - beta2)
    w = w * keep - lr * (m * inv1) / (tl.sqrt(v * inv2) + eps)
    tl.store(first + at, m, mask=inside)
    tl.store(second + at, v, mask=inside)
    tl.store(master + at, w, mask=inside)
    if NARROW:
        tl.store(weight + at, w.to(weight.dtype.element_ty), mask=inside)


def adamw(
    master: Tensor,
    grad: Tensor,
    first: Tensor,
    second: Tensor,
    weight: Tensor | None,
    how: Update,
) -> None:
    """`adamw_plain` on contiguous tensors of one GPU."""
    scale, lr, betas, eps, weight_decay, step = how
    N = master.numel()
    launch(
        _adamw_kernel,
        (triton.cdiv(N, _BLOCK),),
        master,
        grad,
        first,
        second,
        master if weight is None else weight,
        scale,
        N,
        lr,
        betas[0],
        betas[1],
        eps,
        1.0 - lr * weight_decay,
        1.0 / (1.0 - betas[0] ** step),
        1.0 / (1.0 - betas[1] ** step),
        NARROW=weight is not None,
        BLOCK=_BLOCK,
        num_warps=8,
    )

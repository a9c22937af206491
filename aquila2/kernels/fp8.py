"""Linear layers whose three products run on 8-bit floats (arXiv 2209.05433), with one scale a tensor, made on the spot.

```
y  = x  W^T     x, W    e4m3   (3 bits of mantissa)
dx = dy W       dy      e5m2   (more range, which gradients need), W e4m3
dW = dy^T x     dy e5m2, x e4m3
```

Products are summed in float32 and rounded to the input's dtype. A tensor is scaled so that its largest number becomes
the format's largest. Weights that read the same input are one tensor here, put together while they are made narrow:
one product forward, two backward, and the input is made narrow once. The backward pass keeps the 8-bit copies, not the
inputs.

Legend: T tokens, I in, O out.
"""

import functools
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

E4M3, E5M2 = torch.float8_e4m3fn, torch.float8_e5m2
ALIGN = 16  # both sides of a product must be multiples of this


def quantize_plain(parts: Sequence[Tensor], e5m2: bool) -> tuple[Tensor, Tensor, Tensor]:
    """The definition: matrices [R, C], one above the other, in 8 bits; the same transposed; and the float32 scale that
    undoes them."""
    x = torch.cat(list(parts))
    kind = E5M2 if e5m2 else E4M3
    most = torch.finfo(kind).max
    scale = (x.abs().amax().float() / most).clamp(min=1e-12)
    narrow = (x.float() / scale).clamp(-most, most).to(kind)
    return narrow, narrow.t().contiguous(), scale


def quantize(parts: Sequence[Tensor], e5m2: bool) -> tuple[Tensor, Tensor, Tensor]:
    """`quantize_plain`. On a GPU the largest number is found by PyTorch (under torch.compile together with whatever
    made the tensor), and one kernel a part writes both copies."""
    if not parts[0].is_cuda:
        return quantize_plain(parts, e5m2)
    from aquila2.kernels import gpu_fp8

    parts = [part.contiguous() for part in parts]
    largest = functools.reduce(torch.maximum, [part.abs().amax() for part in parts])
    scale = (largest.float() / torch.finfo(E5M2 if e5m2 else E4M3).max).clamp(min=1e-12)
    narrow, turned = gpu_fp8.cast(parts, scale, e5m2)
    return narrow, turned, scale


def narrow(x: Tensor, kind: torch.dtype) -> tuple[Tensor, Tensor]:
    """`x` in 8 bits, as it lies alone, and its scale: plain operations, which the compiler puts into what made `x`, and
    does once where several products read the same one."""
    most = torch.finfo(kind).max
    scale = (x.abs().amax().float() / most).clamp(min=1e-12)
    return (x.float() / scale).clamp(-most, most).to(kind).contiguous(), scale


def fp8_linear(x: Tensor, *weights_OI: Tensor) -> tuple[Tensor, ...]:
    """`x @ weight.T` [..., O] for each weight, the products and those of the backward pass in 8-bit floats."""
    y_TO: Tensor = _Fp8Linear.apply(x.flatten(0, -2), *weights_OI)
    return y_TO.view(*x.shape[:-1], -1).split([weight.shape[0] for weight in weights_OI], -1)


class _Fp8Linear(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x_TI: Tensor, *weights_OI: Tensor) -> Tensor:
        x8_TI, x8_IT, x_scale = quantize([x_TI], False)
        w8_OI, w8_IO, w_scale = quantize(weights_OI, False)
        ctx.save_for_backward(x8_IT, x_scale, w8_IO, w_scale)
        ctx.sizes = [weight.shape[0] for weight in weights_OI]
        return product(x8_TI, w8_OI, x_scale, w_scale, x_TI.dtype, True)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        x8_IT, x_scale, w8_IO, w_scale = ctx.saved_tensors
        dtype = grads[0].dtype
        g8_TO, g8_OT, g_scale = quantize([grads[0]], True)
        grad_x_TI = product(g8_TO, w8_IO, g_scale, w_scale, dtype, False) if ctx.needs_input_grad[0] else None
        grads_OI: Sequence[Tensor | None] = [None] * len(ctx.sizes)
        if any(ctx.needs_input_grad[1:]):
            grads_OI = product(g8_OT, x8_IT, g_scale, x_scale, dtype, False).split(ctx.sizes)
        return grad_x_TI, *grads_OI


def product(
    left_RK: Tensor, right_CK: Tensor, left_scale: Tensor, right_scale: Tensor, dtype: torch.dtype, fast: bool
) -> Tensor:
    """`left @ right.T` of 8-bit tensors, with their scales, in `dtype`.

    `fast` leaves the sums in the tensor cores' own registers, which keep fewer bits than float32: enough for what goes
    forward, not for gradients (as the libraries for 8-bit training have it).
    """
    if left_RK.is_cuda:
        return torch._scaled_mm(
            left_RK, right_CK.t(), scale_a=left_scale, scale_b=right_scale, out_dtype=dtype, use_fast_accum=fast
        )
    return ((left_RK.float() @ right_CK.float().t()) * (left_scale * right_scale)).to(dtype)

"""Linear layers whose three products run on 8-bit floats (arXiv 2209.05433), with one scale a tensor, made on the spot.

```
y  = x  W^T     x, W    e4m3   (3 bits of mantissa)
dx = dy W       dy      e5m2   (more range, which gradients need), W e4m3
dW = dy^T x     dy e5m2, x e4m3
```

Products are summed in float32 and rounded to the input's dtype. A tensor is scaled so that its largest number becomes
the format's largest. The backward pass keeps the 8-bit copies, not the inputs.

Legend: T tokens, I in, O out.
"""

from typing import Any

import torch
from torch import Tensor

E4M3, E5M2 = torch.float8_e4m3fn, torch.float8_e5m2
ALIGN = 16  # both sides of a product must be multiples of this


def quantize_plain(x: Tensor, e5m2: bool) -> tuple[Tensor, Tensor, Tensor]:
    """The definition: `x` [R, C] in 8 bits, the same transposed [C, R], and the float32 scale that undoes them."""
    kind = E5M2 if e5m2 else E4M3
    most = torch.finfo(kind).max
    scale = (x.abs().amax().float() / most).clamp(min=1e-12)
    narrow = (x.float() / scale).clamp(-most, most).to(kind)
    return narrow, narrow.t().contiguous(), scale


def quantize(x: Tensor, e5m2: bool) -> tuple[Tensor, Tensor, Tensor]:
    """`quantize_plain`. On a GPU the largest number is found by PyTorch (under torch.compile together with whatever
    made `x`), and one kernel writes both copies."""
    if not x.is_cuda:
        return quantize_plain(x, e5m2)
    from aquila2.kernels import gpu_fp8

    scale = (x.abs().amax().float() / torch.finfo(E5M2 if e5m2 else E4M3).max).clamp(min=1e-12)
    narrow, turned = gpu_fp8.cast(x, scale, e5m2)
    return narrow, turned, scale


def fp8_linear(x: Tensor, weight_OI: Tensor) -> Tensor:
    """`x @ weight.T` [..., O], its products and those of the backward pass in 8-bit floats."""
    y_TO: Tensor = _Fp8Linear.apply(x.flatten(0, -2), weight_OI)
    return y_TO.view(*x.shape[:-1], -1)


class _Fp8Linear(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x_TI: Tensor, weight_OI: Tensor) -> Tensor:
        x8_TI, x8_IT, x_scale = quantize(x_TI.contiguous(), False)
        w8_OI, w8_IO, w_scale = quantize(weight_OI, False)
        ctx.save_for_backward(x8_IT, x_scale, w8_IO, w_scale)
        return _product(x8_TI, w8_OI, x_scale, w_scale, x_TI.dtype)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, Tensor | None]:
        x8_IT, x_scale, w8_IO, w_scale = ctx.saved_tensors
        grad_TO = grads[0]
        g8_TO, g8_OT, g_scale = quantize(grad_TO.contiguous(), True)
        grad_x_TI = _product(g8_TO, w8_IO, g_scale, w_scale, grad_TO.dtype) if ctx.needs_input_grad[0] else None
        grad_w_OI = _product(g8_OT, x8_IT, g_scale, x_scale, grad_TO.dtype) if ctx.needs_input_grad[1] else None
        return grad_x_TI, grad_w_OI


def _product(left_RK: Tensor, right_CK: Tensor, left_scale: Tensor, right_scale: Tensor, dtype: torch.dtype) -> Tensor:
    """`left @ right.T` of 8-bit tensors, with their scales, in `dtype`."""
    if left_RK.is_cuda:
        return torch._scaled_mm(
            left_RK, right_CK.t(), scale_a=left_scale, scale_b=right_scale, out_dtype=dtype, use_fast_accum=False
        )
    return ((left_RK.float() @ right_CK.float().t()) * (left_scale * right_scale)).to(dtype)

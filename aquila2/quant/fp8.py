"""Frozen matrices multiplied in 8-bit floats: an adapter's base, in training.

One scale a matrix, made when it is filled; inputs and gradients are scaled on the spot (`kernels/fp8.py`). Gradients of
the matrix are not wanted, so nothing of the input is kept for the backward pass. What 8 bits cost in loss is for the
user to weigh: nothing here is chosen unless it is asked for.

Legend: T tokens, I in, O out.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from aquila2.base.errors import UserError
from aquila2.kernels.fp8 import ALIGN, E4M3, E5M2, narrow, product, quantize
from aquila2.kernels.nf4 import NF4, dequantize_nf4
from aquila2.model.layers import Layer, Linear
from aquila2.quant.nf4 import Nf4Linear


class Fp8Frozen(nn.Module):
    """[..., in] -> [..., out] by a frozen matrix in e4m3, held as it lies and transposed, for 8-bit products want both
    sides along the summed dimension: as many bytes as in bf16. It holds nothing until `fill`."""

    weight: Tensor
    turned: Tensor
    scale: Tensor

    def __init__(self, in_features: int, out_features: int, dtype: torch.dtype, device: torch.device) -> None:
        super().__init__()
        self.in_features, self.out_features, self.dtype = in_features, out_features, dtype
        self.register_buffer("weight", torch.empty(out_features, in_features, dtype=E4M3, device=device))
        self.register_buffer("turned", torch.empty(in_features, out_features, dtype=E4M3, device=device))
        self.register_buffer("scale", torch.empty((), device=device))

    @torch.no_grad()
    def fill(self, weight: Tensor) -> None:
        """Round a matrix [out, in] to 8 bits; its dtype becomes `dtype`."""
        self.dtype = weight.dtype
        self.weight, self.turned, self.scale = quantize([weight.to(self.weight.device)], False)

    def dequantized(self, dtype: torch.dtype | None = None) -> Tensor:
        """The matrix [out, in] that this layer multiplies by."""
        return (self.weight.float() * self.scale).to(dtype or self.dtype)

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] -> [..., out], in x's dtype."""
        y_TO: Tensor = _Frozen.apply(x.flatten(0, -2), self.weight, self.turned, self.scale)
        return y_TO.view(*x.shape[:-1], -1)

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> "Fp8Frozen":
        return _keeping_formats(self, lambda: super(Fp8Frozen, self)._apply(fn, recurse))


class Nf4Fp8Linear(Nf4Linear):
    """An NF4 matrix whose products are in 8 bits: it is dequantized to e4m3, once as it lies and once transposed."""

    scale: Tensor

    @torch.no_grad()
    def fill(self, weight: Tensor) -> None:
        super().fill(weight)
        largest = self.dequantized(torch.float32).abs().amax()
        self.scale = (largest / torch.finfo(E4M3).max).clamp(min=1e-12)

    def forward(self, x: Tensor) -> Tensor:
        y_TO: Tensor = _FrozenNf4.apply(x.flatten(0, -2), self.scale, self.out_features, *self.quantized)
        return y_TO.view(*x.shape[:-1], -1)


def apply_frozen_fp8(model: nn.Module) -> nn.Module:
    """Turn the linears of all layers into 8-bit ones; those in NF4 stay so, and are multiplied in 8 bits. Before
    adapters are put beside them. On the meta device only the structure changes.

    Raises:
        UserError: a side of a matrix is no multiple of 16.
    """
    for layer in [module for module in model.modules() if isinstance(module, Layer)]:
        for name, module in list(layer.named_modules()):
            if type(module) not in (Linear, Nf4Linear):
                continue
            assert isinstance(module, (Linear, Nf4Linear))
            if module.in_features % ALIGN or module.out_features % ALIGN:
                raise UserError(
                    f"fp8=true: {name} is {module.out_features} x {module.in_features}, and 8-bit products need"
                    f" multiples of {ALIGN}: leave fp8 out"
                )
            device = module.weight.device
            if isinstance(module, Nf4Linear):
                module.__class__ = Nf4Fp8Linear
                module.register_buffer("scale", torch.empty((), device=device))
                continue
            frozen = Fp8Frozen(module.in_features, module.out_features, module.weight.dtype, device)
            if not module.weight.is_meta:
                frozen.fill(module.weight)
            parent, _, leaf = name.rpartition(".")
            setattr(layer.get_submodule(parent), leaf, frozen.train(module.training))
    return model


class _Frozen(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x_TI: Tensor, weight_OI: Tensor, turned_IO: Tensor, scale: Tensor) -> Tensor:
        ctx.save_for_backward(turned_IO, scale)
        x8_TI, x_scale = narrow(x_TI, E4M3)
        return product(x8_TI, weight_OI, x_scale, scale, x_TI.dtype, True)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        turned_IO, scale = ctx.saved_tensors
        g8_TO, g_scale = narrow(grads[0], E5M2)
        return product(g8_TO, turned_IO, g_scale, scale, grads[0].dtype, False), None, None, None


class _FrozenNf4(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x_TI: Tensor, scale: Tensor, out_features: int, *quantized: Tensor | None) -> Tensor:
        ctx.save_for_backward(scale, *quantized)
        ctx.sides = out_features, x_TI.shape[1]
        x8_TI, x_scale = narrow(x_TI, E4M3)
        weight_OI = torch.ops.aquila2.nf4_to_fp8(scale, *quantized, *ctx.sides, False)
        return product(x8_TI, weight_OI, x_scale, scale, x_TI.dtype, True)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        scale, *quantized = ctx.saved_tensors
        g8_TO, g_scale = narrow(grads[0], E5M2)
        turned_IO = torch.ops.aquila2.nf4_to_fp8(scale, *quantized, *ctx.sides, True)
        grad_x_TI = product(g8_TO, turned_IO, g_scale, scale, grads[0].dtype, False)
        return (grad_x_TI, *(None,) * (2 + len(quantized)))


# An operator of our own, opaque to the compiler, which would keep what it is made of in between.
@torch.library.custom_op("aquila2::nf4_to_fp8", mutates_args=())
def _nf4_to_fp8(
    scale: Tensor,
    packed: Tensor,
    absmax: Tensor,
    quant_map: Tensor,
    nested_absmax: Tensor | None,
    nested_quant_map: Tensor | None,
    nested_offset: Tensor | None,
    out_features: int,
    in_features: int,
    turned: bool,
) -> Tensor:
    quantized = NF4(packed, absmax, quant_map, nested_absmax, nested_quant_map, nested_offset)
    weight = dequantize_nf4(quantized, (out_features, in_features), torch.bfloat16)
    if weight.is_cuda:
        from aquila2.kernels import gpu_fp8

        return gpu_fp8.cast([weight], scale, False)[int(turned)]
    narrowed = (weight.float() / scale).clamp(-448, 448).to(E4M3)
    return narrowed.t().contiguous() if turned else narrowed


@_nf4_to_fp8.register_fake
def _(scale: Tensor, *rest: Any) -> Tensor:
    sides = rest[-3:-1]
    return scale.new_empty(sides[::-1] if rest[-1] else sides, dtype=E4M3)


def _keeping_formats(module: Fp8Frozen, apply: Callable[[], nn.Module]) -> Fp8Frozen:
    """`model.to(dtype)` is about what is computed in: 8-bit numbers and scales pass it as bytes."""
    for name, kind in (("weight", torch.uint8), ("turned", torch.uint8), ("scale", torch.int32)):
        module._buffers[name] = getattr(module, name).view(kind)
    apply()
    for name, kind in (("weight", E4M3), ("turned", E4M3), ("scale", torch.float32)):
        module._buffers[name] = getattr(module, name).view(kind)
    return module

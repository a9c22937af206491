"""A linear layer whose weight is NF4: frozen, dequantized for each product, forward and backward.

The buffers are what bitsandbytes keeps of a weight: `weight` its bytes, `weight_absmax` what its files call
`weight.absmax`, and so on (`kernels.nf4.NF4`).
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from aquila2.kernels.nf4 import NF4, dequantize_nf4, empty_nf4, nf4_linear, quantize_nf4


class Nf4Linear(nn.Module):
    """[..., in] -> [..., out] by a frozen NF4 matrix, without a bias. It holds nothing until `fill`.

    Args:
        in_features, out_features: the matrix is [out, in].
        double_quant: the scales quantized too.
        dtype: of the matrix that is put in, and comes back when no other is asked for.
    """

    weight: Tensor

    def __init__(
        self,
        in_features: int,
        out_features: int,
        double_quant: bool = True,
        dtype: torch.dtype = torch.bfloat16,
        device: torch.device | None = None,
    ) -> None:
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.double_quant, self.dtype = double_quant, dtype
        self.keep(empty_nf4((out_features, in_features), double_quant, device))

    @property
    def quantized(self) -> NF4:
        """The weight as it lies."""
        return NF4(self.weight, *(getattr(self, f"weight_{field}") for field in NF4._fields[1:]))

    @property
    def quantized_bytes(self) -> int:
        """Bytes of all buffers."""
        return sum(tensor.nbytes for tensor in self.quantized if tensor is not None)

    @torch.no_grad()
    def fill(self, weight: Tensor) -> None:
        """Quantize a matrix [out, in] into the buffers, on their device; its dtype becomes `dtype`."""
        self.dtype = weight.dtype
        self.keep(quantize_nf4(weight.to(self.weight.device), self.double_quant))

    def dequantized(self, dtype: torch.dtype | None = None) -> Tensor:
        """The matrix [out, in] that this layer multiplies by, in `dtype`."""
        sizes = (self.out_features, self.in_features)
        weight: Tensor = torch.ops.aquila2.nf4_dequantize(*self.quantized, *sizes, dtype or self.dtype)
        return weight

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] -> [..., out], in x's dtype."""
        y: Tensor = torch.ops.aquila2.nf4_linear(x, *self.quantized, self.out_features)
        return y

    def extra_repr(self) -> str:
        """As `nn.Linear` has it."""
        return f"in_features={self.in_features}, out_features={self.out_features}, double_quant={self.double_quant}"

    def keep(self, quantized: NF4) -> None:
        """Take what is quantized already, as it lies."""
        self.register_buffer("weight", quantized.packed)
        for field in NF4._fields[1:]:
            self.register_buffer(f"weight_{field}", getattr(quantized, field))

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> "Nf4Linear":
        # `model.to(dtype)` is about what is computed in. It would round the scales, so they pass as integers.
        for name, buffer in self._buffers.items():
            if buffer is not None and buffer.dtype == torch.float32:
                self._buffers[name] = buffer.view(torch.int32)
        super()._apply(fn, recurse)
        for name, buffer in self._buffers.items():
            if buffer is not None and buffer.dtype == torch.int32:
                self._buffers[name] = buffer.view(torch.float32)
        return self


# Operators of our own, opaque to the compiler. It looks into autograd functions: it would find the same dequantization
# twice, forward and backward, and keep the weight from the first to the second.


@torch.library.custom_op("aquila2::nf4_dequantize", mutates_args=())
def _nf4_dequantize(
    packed: Tensor,
    absmax: Tensor,
    quant_map: Tensor,
    nested_absmax: Tensor | None,
    nested_quant_map: Tensor | None,
    nested_offset: Tensor | None,
    out_features: int,
    in_features: int,
    dtype: torch.dtype,
) -> Tensor:
    quantized = NF4(packed, absmax, quant_map, nested_absmax, nested_quant_map, nested_offset)
    return dequantize_nf4(quantized, (out_features, in_features), dtype)


@_nf4_dequantize.register_fake
def _(packed: Tensor, *rest: Any) -> Tensor:
    return packed.new_empty(rest[-3:-1], dtype=rest[-1])


@torch.library.custom_op("aquila2::nf4_linear", mutates_args=())
def _nf4_linear(
    x: Tensor,
    packed: Tensor,
    absmax: Tensor,
    quant_map: Tensor,
    nested_absmax: Tensor | None,
    nested_quant_map: Tensor | None,
    nested_offset: Tensor | None,
    out_features: int,
) -> Tensor:
    quantized = NF4(packed, absmax, quant_map, nested_absmax, nested_quant_map, nested_offset)
    return nf4_linear(x, quantized, out_features)


@_nf4_linear.register_fake
def _(x: Tensor, *rest: Any) -> Tensor:
    return x.new_empty((*x.shape[:-1], rest[-1]))


@torch.library.custom_op("aquila2::nf4_linear_grad", mutates_args=())
def _nf4_linear_grad(
    grad: Tensor,
    packed: Tensor,
    absmax: Tensor,
    quant_map: Tensor,
    nested_absmax: Tensor | None,
    nested_quant_map: Tensor | None,
    nested_offset: Tensor | None,
    in_features: int,
) -> Tensor:
    quantized = NF4(packed, absmax, quant_map, nested_absmax, nested_quant_map, nested_offset)
    return grad @ dequantize_nf4(quantized, (grad.shape[-1], in_features), grad.dtype)


@_nf4_linear_grad.register_fake
def _(grad: Tensor, *rest: Any) -> Tensor:
    return grad.new_empty((*grad.shape[:-1], rest[-1]))


def _keep_weight(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
    ctx.save_for_backward(*inputs[1:-1])  # the module's own buffers
    ctx.in_features = inputs[0].shape[-1]


def _backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
    grad_x: Tensor = torch.ops.aquila2.nf4_linear_grad(grad, *ctx.saved_tensors, ctx.in_features)
    return (grad_x, *(None,) * 7)


_nf4_linear.register_autograd(_backward, setup_context=_keep_weight)

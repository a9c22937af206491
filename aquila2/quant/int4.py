"""A linear layer whose weight is 4-bit or 8-bit whole numbers in groups: frozen, unpacked as it multiplies.

GPTQ, AWQ, compressed-tensors and LLM.int8 files are all read into it (`load`), by way of `Grouped`: the matrix as
whole numbers, which every format packs in its own way.

Legend: O out, I in, G groups.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from aquila2.base.errors import UserError
from aquila2.kernels import cpu_int
from aquila2.kernels.cpu import Call
from aquila2.kernels.int4 import (
    UNIT,
    IntWeight,
    dequantize_int,
    in_given_order,
    int_linear,
    pack_codes,
    unpack_codes,
)


class Grouped(NamedTuple):
    """A quantized matrix as whole numbers: number i of row o is (code - zero) * scale of group `group_I[i]`."""

    codes: Tensor  # uint8 [O, I], below 2^bits
    scales: Tensor  # [O, G], any float dtype
    zeros: Tensor  # uint8 [O, G]
    group: Tensor | None  # int64 [I]; None: groups of I / G inputs in their order
    bits: int  # 4 or 8


class IntLinear(nn.Module):
    """[..., in] -> [..., out] by a frozen matrix of whole numbers, without a bias. It holds nothing until `fill`.

    Args:
        in_features, out_features: the matrix is [out, in].
        bits: 4 or 8.
        dtype: in which `dequantized` gives the matrix when no other is asked for.
    """

    codes: Tensor
    scales: Tensor
    zeros: Tensor | None
    order: Tensor | None

    def __init__(self, in_features: int, out_features: int, bits: int = 4, dtype: torch.dtype = torch.bfloat16) -> None:
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.bits, self.dtype = bits, dtype
        for name in IntWeight._fields:
            self.register_buffer(name, None)

    @property
    def quantized(self) -> IntWeight:
        """The weight as it lies."""
        return IntWeight(self.codes, self.scales, self.zeros, self.order)

    @property
    def quantized_bytes(self) -> int:
        """Bytes of all buffers."""
        return sum(tensor.nbytes for tensor in self.quantized if tensor is not None)

    @torch.no_grad()
    def fill(self, grouped: Grouped) -> "IntLinear":
        """Take a matrix, on the device that it lies on. Inputs are sorted by their group where they are not already,
        and zeros that are all in the middle are not kept.

        Raises:
            UserError: groups of several sizes, or such that 32 does not divide.
        """
        codes, scales, zeros, group, bits = grouped
        groups = scales.shape[1]
        size = self.in_features // groups
        if size * groups != self.in_features or size % UNIT:
            raise UserError(
                f"{self.in_features} inputs in {groups} groups: groups of one size are supported, a multiple of {UNIT}"
            )
        order = None
        if group is not None:
            counts = torch.bincount(group, minlength=groups)
            if len(counts) != groups or not bool((counts == size).all()):
                raise UserError(f"g_idx does not give each of the {groups} groups {size} of {self.in_features} inputs")
            order = torch.argsort(group, stable=True)
            if torch.equal(order, torch.arange(len(order), device=order.device)):
                order = None
            else:
                codes = codes[:, order]
        self.codes = pack_codes(codes) if bits == 4 else codes.contiguous()
        self.scales = scales.contiguous()
        self.zeros = None if bool((zeros == 1 << bits - 1).all()) else zeros.contiguous()
        self.order, self.bits = order, bits
        return self

    @torch.no_grad()
    def grouped(self) -> Grouped:
        """The matrix as whole numbers, inputs in the model's order."""
        weight = self.quantized
        zeros = weight.zeros
        if zeros is None:
            zeros = torch.full_like(weight.scales, 1 << self.bits - 1, dtype=torch.uint8)
        group = None
        if weight.order is not None:
            groups = torch.arange(weight.scales.shape[1], device=weight.order.device)
            group = torch.empty_like(weight.order)
            group[weight.order] = groups.repeat_interleave(weight.group_size)
        return Grouped(in_given_order(unpack_codes(weight), weight.order), weight.scales, zeros, group, self.bits)

    def dequantized(self, dtype: torch.dtype | None = None) -> Tensor:
        """The matrix [out, in] that this layer multiplies by, in `dtype`."""
        weight: Tensor = torch.ops.aquila2.int_dequantize(*self.quantized, dtype or self.dtype)
        return weight

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] -> [..., out], in x's dtype."""
        y: Tensor = torch.ops.aquila2.int_linear(x, *self.quantized)
        return y

    def joined(self, others: Sequence["IntLinear"]) -> "IntLinear | None":
        """One layer that does the work of this one and others with the same input; their outputs follow each other.
        None where their bits, groups, scales' dtypes or orders differ."""
        first, linears = self.quantized, [self, *others]
        for linear in others:
            other = linear.quantized
            if (other.bits, other.group_size, other.scales.dtype) != (first.bits, first.group_size, first.scales.dtype):
                return None
            if (other.order is None) != (first.order is None):
                return None
            if first.order is not None and other.order is not None and not torch.equal(other.order, first.order):
                return None
        joined = IntLinear(self.in_features, sum(linear.out_features for linear in linears), self.bits, self.dtype)
        joined.codes = torch.cat([linear.codes for linear in linears])
        joined.scales = torch.cat([linear.scales for linear in linears])
        if any(linear.zeros is not None for linear in linears):
            joined.zeros = torch.cat([linear.grouped().zeros for linear in linears])
        joined.order = first.order
        return joined.train(self.training)

    @property
    def decode_workspace(self) -> int:
        """Float32 numbers that `decode_calls` needs for itself."""
        return cpu_int.workspace_size(self.quantized)

    def decode_calls(self, x: Tensor, y: Tensor, workspace: Tensor) -> list[Call]:
        """What a decode step on the CPU is made of (`kernels.cpu_int.gemv_calls`). The addresses are the buffers'."""
        return cpu_int.gemv_calls(x, self.quantized, y, workspace)

    def extra_repr(self) -> str:
        """As `nn.Linear` has it."""
        return f"in_features={self.in_features}, out_features={self.out_features}, bits={self.bits}"

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> "IntLinear":
        # `model.to(dtype)` is about what is computed in. It would round the scales, so they pass as integers.
        scales = self._buffers["scales"]
        if scales is None:
            super()._apply(fn, recurse)
            return self
        self._buffers["scales"] = scales.view(torch.int32 if scales.itemsize == 4 else torch.int16)
        super()._apply(fn, recurse)
        self._buffers["scales"] = self.scales.view(scales.dtype)
        return self


# Operators of our own, opaque to the compiler: see `nf4`.


@torch.library.custom_op("aquila2::int_dequantize", mutates_args=())
def _int_dequantize(
    codes: Tensor, scales: Tensor, zeros: Tensor | None, order: Tensor | None, dtype: torch.dtype
) -> Tensor:
    return dequantize_int(IntWeight(codes, scales, zeros, order), dtype)


@_int_dequantize.register_fake
def _(codes: Tensor, *rest: Any) -> Tensor:
    return codes.new_empty((codes.shape[0], _in_features(codes)), dtype=rest[-1])


@torch.library.custom_op("aquila2::int_linear", mutates_args=())
def _int_linear(x: Tensor, codes: Tensor, scales: Tensor, zeros: Tensor | None, order: Tensor | None) -> Tensor:
    return int_linear(x, IntWeight(codes, scales, zeros, order))


@_int_linear.register_fake
def _(x: Tensor, codes: Tensor, *rest: Any) -> Tensor:
    return x.new_empty((*x.shape[:-1], codes.shape[0]))


@torch.library.custom_op("aquila2::int_linear_grad", mutates_args=())
def _int_linear_grad(grad: Tensor, codes: Tensor, scales: Tensor, zeros: Tensor | None, order: Tensor | None) -> Tensor:
    return grad @ dequantize_int(IntWeight(codes, scales, zeros, order), grad.dtype)


@_int_linear_grad.register_fake
def _(grad: Tensor, codes: Tensor, *rest: Any) -> Tensor:
    return grad.new_empty((*grad.shape[:-1], _in_features(codes)))


def _keep_weight(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
    ctx.save_for_backward(*inputs[1:])  # the module's own buffers


def _backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
    grad_x: Tensor = torch.ops.aquila2.int_linear_grad(grad, *ctx.saved_tensors)
    return (grad_x, *(None,) * 4)


def _in_features(codes: Tensor) -> int:
    return codes.shape[1] * (8 if codes.dtype == torch.int32 else 1)


_int_linear.register_autograd(_backward, setup_context=_keep_weight)

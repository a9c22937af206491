"""Matrices of 4-bit and 8-bit whole numbers in groups, as GPTQ, AWQ and their like leave them, in a layout of our own.

Each row's inputs are cut into groups; number k of row n is `(code - zero) * scale`, with the group's scale and
zero. A product of one row reads a matrix once and does little with it, so what a thread of the GPU reads is what it
needs: a row's codes lie one after the other, and 4-bit codes so that they unpack two at a time.

Of 32 codes of a row, four int32 words are made. Word i holds four pairs, j = 0 to 3: codes 8j + 2i (bits 4j to 4j + 3)
and 8j + 2i + 1 (bits 16 + 4j on). `word >> 4j & 0x000f000f` is a pair as two 16-bit halves; the four words' pairs j are
eight codes in their order, beside eight inputs that lie in memory like them.

8-bit codes are bytes in their order.

Legend: N out, K in, G groups, S inputs of a group.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from aquila2.kernels.dispatch import use_cpu_for_codes, use_triton_for_codes

UNIT = 32  # codes that are packed together: rows and groups are multiples of it
_MIDDLE = {4: 8, 8: 128}
_HALVES = (torch.bfloat16, torch.float16)
# Rows of x that are multiplied without making the matrix first. Where the line is best drawn is to be measured.
FEW_ROWS = 64


class IntWeight(NamedTuple):
    """A matrix [N, K]. All its sizes follow from the shapes."""

    codes: Tensor  # int32 [N, K / 8]: 4-bit codes, packed as above; or uint8 [N, K]: 8-bit codes
    scales: Tensor  # [N, G], any float dtype
    zeros: Tensor | None  # uint8 [N, G]; None: 8 throughout (128 for 8-bit codes)
    order: Tensor | None  # int64 [K]: column k of the codes is input `order[k]`; None: they are in order

    @property
    def bits(self) -> int:
        """Of a code."""
        return 4 if self.codes.dtype == torch.int32 else 8

    @property
    def in_features(self) -> int:
        """K."""
        return int(self.codes.shape[1]) * (8 if self.bits == 4 else 1)

    @property
    def group_size(self) -> int:
        """Inputs of one scale."""
        return self.in_features // int(self.scales.shape[1])


def pack_codes(codes_NK: Tensor) -> Tensor:
    """uint8 [N, K], each below 16 -> int32 [N, K / 8], in the layout above."""
    N, K = codes_NK.shape
    even, odd = codes_NK.reshape(N, K // UNIT, 2, 2, 4, 2).unbind(3)  # pairs 0 and 2, pairs 1 and 3
    bytes_ = (even | odd << 4).permute(0, 1, 3, 4, 2)  # of [pair, word, half] to [word, half, pair]
    return bytes_.reshape(N, K // 2).view(torch.int32)


def unpack_codes(weight: IntWeight) -> Tensor:
    """The codes, uint8 [N, K], in the order in which they are kept."""
    if weight.bits == 8:
        return weight.codes
    N, K = weight.codes.shape[0], weight.in_features
    bytes_ = weight.codes.view(torch.uint8).view(N, K // UNIT, 4, 2, 2).permute(0, 1, 4, 2, 3)
    return torch.stack([bytes_ & 15, bytes_ >> 4], 3).view(N, K)


def in_given_order(columns_NK: Tensor, order: Tensor | None) -> Tensor:
    """Columns that are kept in an order, each at its place again."""
    if order is None:
        return columns_NK
    out = torch.empty_like(columns_NK)
    out[:, order] = columns_NK
    return out


def dequantize_int_plain(weight: IntWeight, dtype: torch.dtype) -> Tensor:
    """The definition: the matrix [N, K], inputs in the model's order; computed in float32, rounded to `dtype` once."""
    return in_given_order(_values(weight).to(dtype), weight.order)


def dequantize_int(weight: IntWeight, dtype: torch.dtype) -> Tensor:
    """`dequantize_int_plain`, as one kernel on a GPU."""
    return in_given_order(_dequantize_as_kept(weight, dtype), weight.order)


def int_linear_plain(x: Tensor, weight: IntWeight) -> Tensor:
    """The definition: `x` [..., K] times the matrix [N, K] in x's dtype -> [..., N]."""
    return torch.nn.functional.linear(x, dequantize_int_plain(weight, x.dtype))


def int_linear(x: Tensor, weight: IntWeight) -> Tensor:
    """`int_linear_plain`. A kernel unpacks the codes as it multiplies where rows are few; above, the matrix is made."""
    rows = x.numel() // weight.in_features
    if rows == 1 and use_cpu_for_codes(x.dtype, x, weight.codes):
        from aquila2.kernels import cpu_int

        return cpu_int.gemv(x.contiguous(), weight)
    if weight.order is not None:
        x = x[..., weight.order]
    if 0 < rows <= FEW_ROWS and weight.bits == 4 and x.dtype in _HALVES and use_triton_for_codes(x, weight.codes):
        from aquila2.kernels import gpu_int4

        return (gpu_int4.gemv if rows == 1 else gpu_int4.few_rows)(x.contiguous(), weight)
    return torch.nn.functional.linear(x, _dequantize_as_kept(weight, x.dtype))


def _dequantize_as_kept(weight: IntWeight, dtype: torch.dtype) -> Tensor:
    if weight.bits == 4 and dtype in (*_HALVES, torch.float32) and use_triton_for_codes(weight.codes):
        from aquila2.kernels import gpu_int4

        return gpu_int4.dequantize(weight, dtype)
    if weight.bits == 4 and use_cpu_for_codes(dtype, weight.codes):
        from aquila2.kernels import cpu_int

        return cpu_int.dequantize(weight, dtype)
    return _values(weight).to(dtype)


def _values(weight: IntWeight) -> Tensor:
    """Float32 [N, K], in the order in which the codes are kept."""
    N, G = weight.scales.shape
    values_NGS = unpack_codes(weight).view(N, G, -1).float()
    values_NGS -= _MIDDLE[weight.bits] if weight.zeros is None else weight.zeros.float().unsqueeze(2)
    values_NGS *= weight.scales.float().unsqueeze(2)
    return values_NGS.view(N, -1)

# mypy: disable-error-code="no-untyped-def"
"""The Triton kernel of `fp8.quantize`: a tile is read once and written twice, as it lies and transposed."""

import torch
import triton
import triton.language as tl
from torch import Tensor

from aquila2.kernels.gpu import _launch


@triton.jit
def _cast_kernel(x, y, y_t, scale, R, C, MOST: tl.constexpr, ROWS: tl.constexpr, COLUMNS: tl.constexpr):
    r = tl.program_id(0).to(tl.int64) * ROWS + tl.arange(0, ROWS)
    c = tl.program_id(1).to(tl.int64) * COLUMNS + tl.arange(0, COLUMNS)
    inside = (r[:, None] < R) & (c[None, :] < C)
    value = tl.load(x + r[:, None] * C + c[None, :], mask=inside, other=0.0).to(tl.float32) / tl.load(scale)
    value = tl.minimum(tl.maximum(value, -MOST), MOST)
    narrow = value.to(y.dtype.element_ty)
    tl.store(y + r[:, None] * C + c[None, :], narrow, mask=inside)
    tl.store(y_t + c[:, None] * R + r[None, :], tl.trans(narrow), mask=tl.trans(inside))


def quantize(x: Tensor, kind: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
    """`quantize_plain` of a contiguous matrix."""
    R, C = x.shape
    most = torch.finfo(kind).max
    scale = (torch.linalg.vector_norm(x, float("inf"), dtype=torch.float32) / most).clamp_(min=1e-12)
    y, y_t = torch.empty_like(x, dtype=kind), x.new_empty(C, R, dtype=kind)
    grid = (triton.cdiv(R, 64), triton.cdiv(C, 128))
    _launch(_cast_kernel, grid, x, y, y_t, scale, R, C, MOST=most, ROWS=64, COLUMNS=128, num_warps=8)
    return y, y_t, scale

# mypy: disable-error-code="no-untyped-def"
"""The Triton kernel of `fp8.quantize`: a tile is read once and written twice, as it lies and transposed."""

import torch
import triton
import triton.language as tl
from torch import Tensor
from torch.library import triton_op, wrap_triton


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


@triton_op("aquila2::cast_fp8", mutates_args={})
def cast(x: Tensor, scale: Tensor, e5m2: bool) -> tuple[Tensor, Tensor]:
    """A contiguous matrix [R, C] divided by `scale`, in 8 bits: as it lies, and transposed [C, R]."""
    R, C = x.shape
    kind = torch.float8_e5m2 if e5m2 else torch.float8_e4m3fn
    y, y_t = torch.empty_like(x, dtype=kind), torch.empty((C, R), dtype=kind, device=x.device)
    grid = (triton.cdiv(R, 64), triton.cdiv(C, 128))
    most = 57344.0 if e5m2 else 448.0
    wrap_triton(_cast_kernel)[grid](x, y, y_t, scale, R, C, MOST=most, ROWS=64, COLUMNS=128, num_warps=8)
    return y, y_t

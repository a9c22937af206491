# mypy: disable-error-code="no-untyped-def"
"""The Triton kernel of `fp8.quantize`: a tile is read once and written twice, as it lies and transposed."""

import torch
import triton
import triton.language as tl
from torch import Tensor
from torch.library import triton_op, wrap_triton


@triton.jit
def _cast_kernel(x, y, y_t, scale, R, C, first, rows, MOST: tl.constexpr, ROWS: tl.constexpr, COLUMNS: tl.constexpr):
    """`x` [R, C] becomes the rows from `first` on of `y` [rows, C], and the same columns of `y_t` [C, rows]."""
    r = tl.program_id(0).to(tl.int64) * ROWS + tl.arange(0, ROWS)
    c = tl.program_id(1).to(tl.int64) * COLUMNS + tl.arange(0, COLUMNS)
    inside = (r[:, None] < R) & (c[None, :] < C)
    value = tl.load(x + r[:, None] * C + c[None, :], mask=inside, other=0.0).to(tl.float32) / tl.load(scale)
    value = tl.minimum(tl.maximum(value, -MOST), MOST)
    narrow = value.to(y.dtype.element_ty)
    r += first
    tl.store(y + r[:, None] * C + c[None, :], narrow, mask=inside)
    tl.store(y_t + c[:, None] * rows + r[None, :], tl.trans(narrow), mask=tl.trans(inside))


@triton_op("aquila2::cast_fp8", mutates_args={})
def cast(parts: list[Tensor], scale: Tensor, e5m2: bool) -> tuple[Tensor, Tensor]:
    """Contiguous matrices of C columns, one above the other, divided by `scale`, in 8 bits: [R, C] and [C, R]."""
    rows, C = sum(part.shape[0] for part in parts), parts[0].shape[1]
    kind = torch.float8_e5m2 if e5m2 else torch.float8_e4m3fn
    y = torch.empty((rows, C), dtype=kind, device=scale.device)
    y_t = torch.empty((C, rows), dtype=kind, device=scale.device)
    most = 57344.0 if e5m2 else 448.0
    first = 0
    for part in parts:
        R = part.shape[0]
        grid = (triton.cdiv(R, 64), triton.cdiv(C, 128))
        wrap_triton(_cast_kernel)[grid](
            part, y, y_t, scale, R, C, first, rows, MOST=most, ROWS=64, COLUMNS=128, num_warps=8
        )
        first += R
    return y, y_t

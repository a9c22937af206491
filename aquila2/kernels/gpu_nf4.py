# mypy: disable-error-code="no-untyped-def"
"""The Triton kernels of NF4 matrices: made whole, and times one row.

Made whole, half a byte is read and two are written a number: that is what takes time. A program's tile is some blocks
of 64 numbers, 32 bytes each, so that a thread loads its block's absmax once. The 16 levels are looked up in memory: 64
bytes, which lie in one line of the first cache, so that all threads of a warp have theirs at once.
"""

import torch
import triton
import triton.language as tl
from torch import Tensor

from aquila2.kernels.gpu import launch
from aquila2.kernels.nf4 import BLOCK, NESTED_BLOCK, NF4

_BLOCKS, _WARPS = 128, 4  # blocks a program
_ROWS, _COLUMNS, _GEMV_WARPS = 4, 1024, 4  # of the matrix, in a program's step


@triton.jit
def _scales(absmax, nested_absmax, nested_quant_map, nested_offset, block, exists, NESTED: tl.constexpr,
            NESTED_SIZE: tl.constexpr):  # fmt: skip
    """float32: the absmax of blocks by their number in the matrix."""
    scale = tl.load(absmax + block, mask=exists, other=0)
    if NESTED:
        level = tl.load(nested_quant_map + scale.to(tl.int32))
        most = tl.load(nested_absmax + block // NESTED_SIZE, mask=exists, other=0.0)
        # rounded before the sum, as the twin does: left to the compiler, the two become one operation that rounds once
        product = tl.inline_asm_elementwise(
            "mul.rn.f32 $0, $1, $2;", "=f,f,f", [level, most], dtype=tl.float32, is_pure=True, pack=1
        )
        scale = product + tl.load(nested_offset)
    return scale


@triton.jit
def _dequantize_kernel(
    packed, absmax, quant_map, nested_absmax, nested_quant_map, nested_offset, y, N,
    NESTED: tl.constexpr, WHOLE: tl.constexpr, NESTED_SIZE: tl.constexpr, SIZE: tl.constexpr, BLOCKS: tl.constexpr,
):  # fmt: skip
    start = tl.program_id(0).to(tl.int64) * BLOCKS
    packed += start * (SIZE // 2)
    y += start * SIZE
    left = N - start * SIZE  # numbers from here to the end
    block = tl.arange(0, BLOCKS)
    exists = block * SIZE < left
    scale = _scales(
        absmax, nested_absmax, nested_quant_map, nested_offset, start + block, exists, NESTED, NESTED_SIZE
    )  # fmt: skip
    byte_at = block[:, None] * (SIZE // 2) + tl.arange(0, SIZE // 2)[None, :]
    at = block[:, None] * SIZE + tl.arange(0, SIZE)[None, :]
    # whole blocks are there or not: known to be so, sixteen bytes are moved at once
    byte_exists = exists[:, None] if WHOLE else byte_at * 2 < left
    y_exists = exists[:, None] if WHOLE else at < left
    byte = tl.load(packed + byte_at, mask=byte_exists, other=0).to(tl.int32)
    first, second = tl.load(quant_map + (byte >> 4)), tl.load(quant_map + (byte & 15))
    value = tl.join(first, second).reshape(BLOCKS, SIZE) * scale[:, None]
    tl.store(y + at, value.to(y.dtype.element_ty), mask=y_exists)


@triton.jit
def _gemv_kernel(
    x, packed, absmax, quant_map, nested_absmax, nested_quant_map, nested_offset, y, N, K,
    NESTED: tl.constexpr, NESTED_SIZE: tl.constexpr, SIZE: tl.constexpr, ROWS: tl.constexpr, COLUMNS: tl.constexpr,
):  # fmt: skip
    """ROWS rows of the matrix; K is a multiple of SIZE, so that blocks begin where rows do."""
    n = tl.program_id(0).to(tl.int64) * ROWS + tl.arange(0, ROWS)
    total = tl.zeros([ROWS, COLUMNS // SIZE], dtype=tl.float32)
    for start in range(0, K, COLUMNS):
        pair = start // 2 + tl.arange(0, COLUMNS // 2)
        inside = (n < N)[:, None] & (pair < K // 2)[None, :]
        byte = tl.load(packed + n[:, None] * (K // 2) + pair[None, :], mask=inside, other=0,
                       eviction_policy="evict_first").to(tl.int32)  # fmt: skip
        first, second = tl.load(quant_map + (byte >> 4)), tl.load(quant_map + (byte & 15))
        even = tl.load(x + 2 * pair, mask=pair < K // 2, other=0.0).to(tl.float32)
        odd = tl.load(x + 2 * pair + 1, mask=pair < K // 2, other=0.0).to(tl.float32)
        part = first * even[None, :] + second * odd[None, :]
        block = start // SIZE + tl.arange(0, COLUMNS // SIZE)
        exists = (n < N)[:, None] & (block < K // SIZE)[None, :]
        at = n[:, None] * (K // SIZE) + block[None, :]
        scale = _scales(absmax, nested_absmax, nested_quant_map, nested_offset, at, exists, NESTED, NESTED_SIZE)
        total += tl.sum(part.reshape(ROWS, COLUMNS // SIZE, SIZE // 2), 2) * tl.where(exists, scale, 0.0)
    tl.store(y + n, tl.sum(total, 1).to(y.dtype.element_ty), mask=n < N)


def gemv(x: Tensor, quantized: NF4, out_features: int, config: tuple[int, int, int] | None = None) -> Tensor:
    """One row `x` [..., K] times a matrix [out, K], K a multiple of 64; summed in float32. `config`: rows and columns
    of a program's step, and its warps."""
    K = x.shape[-1]
    y = x.new_empty((*x.shape[:-1], out_features))
    rows, columns, warps = config or (_ROWS, _COLUMNS, _GEMV_WARPS)
    nested = quantized.nested_absmax is not None
    unused = quantized.quant_map
    launch(
        _gemv_kernel,
        (triton.cdiv(out_features, rows),),
        x,
        quantized.packed,
        quantized.absmax,
        quantized.quant_map,
        quantized.nested_absmax if nested else unused,
        quantized.nested_quant_map if nested else unused,
        quantized.nested_offset if nested else unused,
        y,
        out_features,
        K,
        NESTED=nested,
        NESTED_SIZE=NESTED_BLOCK,
        SIZE=BLOCK,
        ROWS=rows,
        COLUMNS=min(columns, triton.next_power_of_2(K)),
        num_warps=warps,
    )
    return y


def dequantize(quantized: NF4, shape: tuple[int, int], dtype: torch.dtype) -> Tensor:
    """`dequantize_nf4_plain` on one GPU."""
    y = torch.empty(shape, dtype=dtype, device=quantized.packed.device)
    nested = quantized.nested_absmax is not None
    unused = quantized.quant_map
    launch(
        _dequantize_kernel,
        (triton.cdiv(y.numel(), BLOCK * _BLOCKS),),
        quantized.packed,
        quantized.absmax,
        quantized.quant_map,
        quantized.nested_absmax if nested else unused,
        quantized.nested_quant_map if nested else unused,
        quantized.nested_offset if nested else unused,
        y,
        y.numel(),
        NESTED=nested,
        WHOLE=y.numel() % BLOCK == 0,
        NESTED_SIZE=NESTED_BLOCK,
        SIZE=BLOCK,
        BLOCKS=_BLOCKS,
        num_warps=_WARPS,
    )
    return y

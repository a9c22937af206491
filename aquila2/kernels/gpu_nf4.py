# mypy: disable-error-code="no-untyped-def"
"""The Triton kernel of `dequantize_nf4`: half a byte is read and two are written a number: that is what takes time.

A program's tile is some blocks of 64 numbers, 32 bytes each, so that a thread loads its block's absmax once. The 16
levels are looked up in memory: 64 bytes that stay in the first cache.
"""

import torch
import triton
import triton.language as tl
from torch import Tensor

from aquila2.kernels.gpu import launch
from aquila2.kernels.nf4 import BLOCK, NESTED_BLOCK, NF4

_BLOCKS, _WARPS = 128, 4  # blocks a program


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
    scale = tl.load(absmax + start + block, mask=exists, other=0)
    if NESTED:
        level = tl.load(nested_quant_map + scale.to(tl.int32))
        most = tl.load(nested_absmax + (start + block) // NESTED_SIZE, mask=exists, other=0.0)
        # rounded before the sum, as the twin does: left to the compiler, the two become one operation that rounds once
        product = tl.inline_asm_elementwise(
            "mul.rn.f32 $0, $1, $2;", "=f,f,f", [level, most], dtype=tl.float32, is_pure=True, pack=1
        )
        scale = product + tl.load(nested_offset)
    byte_at = block[:, None] * (SIZE // 2) + tl.arange(0, SIZE // 2)[None, :]
    at = block[:, None] * SIZE + tl.arange(0, SIZE)[None, :]
    # whole blocks are there or not: known to be so, sixteen bytes are moved at once
    byte_exists = exists[:, None] if WHOLE else byte_at * 2 < left
    y_exists = exists[:, None] if WHOLE else at < left
    byte = tl.load(packed + byte_at, mask=byte_exists, other=0).to(tl.int32)
    first, second = tl.load(quant_map + (byte >> 4)), tl.load(quant_map + (byte & 15))
    value = tl.join(first, second).reshape(BLOCKS, SIZE) * scale[:, None]
    tl.store(y + at, value.to(y.dtype.element_ty), mask=y_exists)


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

# mypy: disable-error-code="no-untyped-def"
"""The Triton kernel of `dequantize_nf4`: half a byte is read and two are written a number, which is all that takes time.

A program's tile is some blocks of 64 numbers, 32 bytes each, so that a thread loads its block's absmax once. The 16
levels are looked up in memory: 64 bytes that stay in the first cache.
"""

import torch
import triton
import triton.language as tl
from torch import Tensor
from triton.language.extra import libdevice

from aquila2.kernels.gpu import launch
from aquila2.kernels.nf4 import BLOCK, NESTED_BLOCK, NF4

_BLOCKS, _WARPS = 128, 4  # blocks a program


@triton.jit
def _dequantize_kernel(
    packed, absmax, quant_map, nested_absmax, nested_quant_map, nested_offset, y, N,
    NESTED: tl.constexpr, NESTED_SIZE: tl.constexpr, SIZE: tl.constexpr, BLOCKS: tl.constexpr,
):  # fmt: skip
    block = tl.program_id(0).to(tl.int64) * BLOCKS + tl.arange(0, BLOCKS)
    exists = block * SIZE < N
    scale = tl.load(absmax + block, mask=exists, other=0)
    if NESTED:
        level = tl.load(nested_quant_map + scale.to(tl.int32))
        most = tl.load(nested_absmax + block // NESTED_SIZE, mask=exists, other=0.0)
        # rounded before the sum, as the twin does: one fused operation would round once
        scale = libdevice.mul_rn(level, most) + tl.load(nested_offset)
    byte_at = block[:, None] * (SIZE // 2) + tl.arange(0, SIZE // 2)[None, :]
    byte = tl.load(packed + byte_at, mask=byte_at * 2 < N, other=0).to(tl.int32)
    first, second = tl.load(quant_map + (byte >> 4)), tl.load(quant_map + (byte & 15))
    value = tl.join(first, second).reshape(BLOCKS, SIZE) * scale[:, None]
    at = block[:, None] * SIZE + tl.arange(0, SIZE)[None, :]
    tl.store(y + at, value.to(y.dtype.element_ty), mask=at < N)


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
        NESTED_SIZE=NESTED_BLOCK,
        SIZE=BLOCK,
        BLOCKS=_BLOCKS,
        num_warps=_WARPS,
    )
    return y

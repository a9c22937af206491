# mypy: disable-error-code="no-untyped-def"
"""The Triton kernel of `adamw8`: 10 bytes a bf16 parameter are read and written once.

A program holds some blocks in registers. There the time goes into arithmetic nearly as much as into memory, so e4m3
numbers are not converted: their bits, moved to the end of a float32's exponent, are the number times 2^-120, below
2^-6 as well (such float32 numbers are denormal), and the other way round.
"""

import torch
import triton
import triton.language as tl
from torch import Tensor

from aquila2.kernels.adamw import Update
from aquila2.kernels.adamw8 import BLOCK, LEAST, MOST
from aquila2.kernels.gpu import launch

_BLOCKS = 8
_UP, _DOWN = tl.constexpr(2.0**120), tl.constexpr(2.0**-120)


@triton.jit
def _decode(codes, scales):
    """Numbers of e4m3 codes (int8) [blocks, BLOCK] and their scales [blocks]."""
    bits = (codes.to(tl.int32) << 20) & -0x78100000  # the sign, which comes with widening, and seven bits
    return bits.to(tl.float32, bitcast=True) * _UP * scales[:, None]


@triton.jit
def _encode(x, random, MOST: tl.constexpr, LEAST: tl.constexpr):
    """e4m3 codes (int32) and scales of `x` [blocks, BLOCK], with 16 random bits for each."""
    most = tl.maximum(tl.max(tl.abs(x), 1), LEAST)
    small = x * (MOST / most)[:, None] * _DOWN
    bits = small.to(tl.int32, bitcast=True).to(tl.uint32, bitcast=True) + ((random << 4) + 8)
    return (((bits >> 20) & 0x7F) | ((bits >> 24) & 0x80)).to(tl.int32), most / 448.0


@triton.jit(do_not_specialize=["key1", "key2"])
def _adamw8_kernel(
    weight, grad, first, second, first_scale, second_scale, scale, blocks, C, per_row, key1, key2,
    lr, beta1, beta2, eps, keep, inv2,
    WHOLE: tl.constexpr, MOST: tl.constexpr, LEAST: tl.constexpr, BLOCK: tl.constexpr, BLOCKS: tl.constexpr,
):  # fmt: skip
    factor = tl.load(scale)
    block = tl.program_id(0).to(tl.int64) * BLOCKS + tl.arange(0, BLOCKS)
    lane = tl.arange(0, BLOCK)
    here = block < tl.where(factor == 0.0, 0, blocks)
    if WHOLE:  # rows are whole blocks, so these lie one after the other
        at = block[:, None] * BLOCK + lane[None, :]
        inside = here[:, None] & (lane >= 0)[None, :]
    else:
        column = (block % per_row)[:, None] * BLOCK + lane[None, :]
        at = (block // per_row)[:, None] * C + column
        inside = here[:, None] & (column < C)
    x = at.to(tl.uint32) ^ key1.to(tl.uint32, bitcast=True)
    x = (x ^ (x >> 16)) * 0x7FEB352D
    x = (x ^ (x >> 15) ^ key2.to(tl.uint32, bitcast=True)) * 0x846CA68B
    x = x ^ (x >> 16)

    g = tl.load(grad + at, mask=inside, other=0.0).to(tl.float32) * factor
    old = tl.load(first_scale + block, mask=here, other=0.0)
    m = _decode(tl.load(first + at, mask=inside, other=0), old)
    old = tl.load(second_scale + block, mask=here, other=0.0)
    root = _decode(tl.load(second + at, mask=inside, other=0), old)
    m += (g - m) * (1.0 - beta1)
    root = tl.sqrt(root * root * beta2 + g * g * (1.0 - beta2))
    w = tl.load(weight + at, mask=inside, other=0.0).to(tl.float32)
    w = w * keep - lr * m / (root * inv2 + eps)
    if weight.dtype.element_ty == tl.bfloat16:
        bits = w.to(tl.int32, bitcast=True).to(tl.uint32, bitcast=True) + (x & 0xFFFF)
        tl.store(weight + at, (bits >> 16).to(tl.uint16).to(tl.bfloat16, bitcast=True), mask=inside)
    else:
        tl.store(weight + at, w, mask=inside)

    codes, new = _encode(m, x >> 16, MOST, LEAST)
    tl.store(first + at, codes.to(tl.int8), mask=inside)
    tl.store(first_scale + block, new, mask=here)
    codes, new = _encode(root, (x * 0x9E3779B1) >> 16, MOST, LEAST)
    codes = tl.maximum(codes, (root > 0.0).to(tl.int32))
    tl.store(second + at, codes.to(tl.int8), mask=inside)
    tl.store(second_scale + block, new, mask=here)


def adamw8(
    weight: Tensor,
    grad: Tensor,
    first: Tensor,
    second: Tensor,
    first_scale: Tensor,
    second_scale: Tensor,
    how: Update,
    key: tuple[int, int],
) -> None:
    """`adamw8_plain` on contiguous tensors of one GPU."""
    scale, lr, betas, eps, weight_decay, step = how
    C, blocks = weight.shape[-1], first_scale.numel()
    launch(
        _adamw8_kernel,
        (triton.cdiv(blocks, _BLOCKS),),
        weight,
        grad,
        first.view(torch.int8),
        second.view(torch.int8),
        first_scale,
        second_scale,
        scale,
        blocks,
        C,
        first_scale.shape[-1],
        *key,
        lr / (1.0 - betas[0] ** step),
        betas[0],
        betas[1],
        eps,
        1.0 - lr * weight_decay,
        (1.0 - betas[1] ** step) ** -0.5,
        WHOLE=C % BLOCK == 0,
        MOST=MOST,
        LEAST=LEAST,
        BLOCK=BLOCK,
        BLOCKS=_BLOCKS,
        num_warps=8,
    )

# mypy: disable-error-code="no-untyped-def"
"""The Triton kernels of `cross_entropy`: a program a row, which it walks in blocks."""

import torch
import triton
import triton.language as tl
from torch import Tensor

from aquila2.kernels.gpu import launch

_BLOCK = 8192


@triton.jit
def _sums_kernel(logits, columns, highest, total, label, V, BLOCK: tl.constexpr):
    row = tl.program_id(0).to(tl.int64)
    logits += row * V
    v = tl.arange(0, BLOCK)
    most = -float("inf")
    sum = 0.0
    for start in range(0, V, BLOCK):
        x = tl.load(logits + start + v, mask=start + v < V, other=-float("inf")).to(tl.float32)
        above = tl.maximum(most, tl.max(x, 0))
        sum = sum * tl.exp(most - above) + tl.sum(tl.exp(x - above), 0)
        most = above
    column = tl.load(columns + row)
    tl.store(highest + row, most)
    tl.store(total + row, sum)
    tl.store(label + row, tl.load(logits + column, mask=column >= 0, other=0.0).to(tl.float32))


def logit_sums(logits_CV: Tensor, columns_C: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """`logit_sums_plain` on contiguous logits."""
    C, V = logits_CV.shape
    found = torch.empty(3, C, dtype=torch.float32, device=logits_CV.device)
    launch(_sums_kernel, (C,), logits_CV, columns_C, *found, V, BLOCK=_BLOCK, num_warps=16)
    return found[0], found[1], found[2]


@triton.jit
def _grad_kernel(logits, highest, total, columns, counts, V, BLOCK: tl.constexpr):
    row = tl.program_id(0).to(tl.int64)
    start = tl.program_id(1) * BLOCK
    v = start + tl.arange(0, BLOCK)
    inside = v < V
    count = tl.load(counts + row)
    x = tl.load(logits + row * V + v, mask=inside, other=0.0).to(tl.float32)
    soft = tl.exp(x - tl.load(highest + row)) * (count / tl.load(total + row))
    soft = tl.where(v == tl.load(columns + row), soft - count, soft)
    tl.store(logits + row * V + v, soft.to(logits.dtype.element_ty), mask=inside)


def softmax_grad_(logits_CV: Tensor, highest_C: Tensor, sum_C: Tensor, columns_C: Tensor, counts_C: Tensor) -> None:
    """`softmax_grad_plain_` on contiguous logits."""
    C, V = logits_CV.shape
    grid = (C, triton.cdiv(V, _BLOCK))
    launch(_grad_kernel, grid, logits_CV, highest_C, sum_C, columns_C, counts_C, V, BLOCK=_BLOCK, num_warps=16)

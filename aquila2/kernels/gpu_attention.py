# mypy: disable-error-code="no-untyped-def"
# (Triton gives a kernel's parameters their types when it is launched.)
"""Decode attention on the GPU (Triton): one query a row, the row's cached slots split over many programs.

A few rows have too few heads to fill a GPU, so each program reads a part of the slots of one key-value head, for
all the query heads that share it, and a second kernel weighs the parts by their softmax sums ("flash-decoding", the
online softmax of arXiv 2205.14135). The grid follows from the number of rows alone; how many slots a row sees, and in
which blocks they lie, is read from device memory, so that one captured CUDA graph serves every length.
"""

import functools

import torch
import triton
import triton.language as tl
from torch import Tensor

# B rows, N query heads, K key-value heads, G = N / K, H head dim, C blocks of P slots, M blocks of a row at most


@triton.jit(do_not_specialize=["M"])
def _part_kernel(
    q,
    k,
    v,
    lengths,
    tables,
    part,
    part_top,
    part_sum,
    scale,
    K,
    G,
    H,
    M,
    k_c,
    k_k,
    k_p,
    P: tl.constexpr,
    SLOTS: tl.constexpr,
    GROUP: tl.constexpr,
    HEAD: tl.constexpr,
    PRECISION: tl.constexpr,
):
    """The softmax of one split of slots: its weighted values (not yet divided), its maximum and its sum.

    Scores are in base 2: `scale` holds log2(e).
    """
    row, split, splits = tl.program_id(0), tl.program_id(1), tl.num_programs(1)
    b = (row // K).to(tl.int64)
    head = (row % K).to(tl.int64)
    stop = tl.load(lengths + b)
    # the row's own tiles, shared out evenly over the splits
    slots_a_split = tl.cdiv(tl.cdiv(stop, SLOTS), splits) * SLOTS
    begin = split * slots_a_split
    end = tl.minimum(begin + slots_a_split, stop)
    tables += b * M
    h = tl.arange(0, HEAD)
    inside_h = h < H
    k += head * k_k
    v += head * k_k
    if GROUP == 1:
        query = tl.load(q + row.to(tl.int64) * H + h, mask=inside_h, other=0.0).to(tl.float32) * scale
        top = -float("inf")
        total = 0.0
        mixed = tl.zeros([HEAD], dtype=tl.float32)
        for slot in range(begin, end, SLOTS):
            at = slot + tl.arange(0, SLOTS)
            filled = at < end
            block = tl.load(tables + at // P, mask=filled, other=0).to(tl.int64)
            offsets = (block * k_c + at % P * k_p)[:, None] + h[None, :]
            inside = filled[:, None] & inside_h[None, :]
            keys = tl.load(k + offsets, mask=inside, other=0.0).to(tl.float32)
            values = tl.load(v + offsets, mask=inside, other=0.0).to(tl.float32)
            score = tl.where(filled, tl.sum(keys * query[None, :], 1), -float("inf"))
            new_top = tl.maximum(top, tl.max(score, 0))
            weight = tl.exp2(score - new_top)
            shrink = tl.exp2(top - new_top)
            mixed = mixed * shrink + tl.sum(weight[:, None] * values, 0)
            total = total * shrink + tl.sum(weight, 0)
            top = new_top
        out = row.to(tl.int64) * splits + split
        tl.store(part + out * H + h, mixed, mask=inside_h)
        tl.store(part_top + out, top)
        tl.store(part_sum + out, total)
    else:
        g = tl.arange(0, GROUP)
        inside_g = g < G
        heads = row.to(tl.int64) * G + g
        query = tl.load(q + heads[:, None] * H + h[None, :], mask=inside_g[:, None] & inside_h[None, :], other=0.0)
        top = tl.full([GROUP], -float("inf"), dtype=tl.float32)
        total = tl.zeros([GROUP], dtype=tl.float32)
        mixed = tl.zeros([GROUP, HEAD], dtype=tl.float32)
        for slot in range(begin, end, SLOTS):
            at = slot + tl.arange(0, SLOTS)
            filled = at < end
            block = tl.load(tables + at // P, mask=filled, other=0).to(tl.int64)
            offsets = (block * k_c + at % P * k_p)[:, None] + h[None, :]
            inside = filled[:, None] & inside_h[None, :]
            keys = tl.load(k + offsets, mask=inside, other=0.0)
            values = tl.load(v + offsets, mask=inside, other=0.0)
            score = tl.dot(query, tl.trans(keys), input_precision=PRECISION) * scale
            score = tl.where(filled[None, :], score, -float("inf"))
            new_top = tl.maximum(top, tl.max(score, 1))
            weight = tl.exp2(score - new_top[:, None])
            shrink = tl.exp2(top - new_top)
            mixed = mixed * shrink[:, None] + tl.dot(weight.to(values.dtype), values, input_precision=PRECISION)
            total = total * shrink + tl.sum(weight, 1)
            top = new_top
        out = heads * splits + split
        tl.store(part + out[:, None] * H + h[None, :], mixed, mask=inside_g[:, None] & inside_h[None, :])
        tl.store(part_top + out, top, mask=inside_g)
        tl.store(part_sum + out, total, mask=inside_g)


@triton.jit
def _whole_kernel(part, part_top, part_sum, y, splits, H, SPLITS: tl.constexpr, HEAD: tl.constexpr):
    """Parts of one head to its attended values. A split without filled slots has the maximum -inf, so weight 0."""
    head = tl.program_id(0).to(tl.int64)
    i = tl.arange(0, SPLITS)
    h = tl.arange(0, HEAD)
    inside_h = h < H
    inside = (i < splits)[:, None] & inside_h[None, :]
    top = tl.load(part_top + head * splits + i, mask=i < splits, other=-float("inf"))
    total = tl.load(part_sum + head * splits + i, mask=i < splits, other=0.0)
    mixed = tl.load(part + (head * splits + i)[:, None] * H + h[None, :], mask=inside, other=0.0)
    weight = tl.exp2(top - tl.max(top, 0))
    value = tl.sum(mixed * weight[:, None], 0) / tl.sum(total * weight, 0)
    tl.store(y + head * H + h, value.to(y.dtype.element_ty), mask=inside_h)


@functools.cache
def _multiprocessors(device: int) -> int:
    return int(torch.cuda.get_device_properties(device).multi_processor_count)


def decode_attention(q: Tensor, k: Tensor, v: Tensor, lengths: Tensor, tables: Tensor) -> Tensor:
    """`q` [B, N, H], contiguous, over the first `lengths` slots of the blocks in `tables` [B, M]. `k` and `v`
    [C, K, P, H] have the same strides, the last of them 1; `lengths` and `tables` are int32."""
    B, N, H = q.shape
    K, P = k.shape[1], k.shape[2]
    M = tables.shape[1]
    G = N // K
    head = triton.next_power_of_2(H)
    slots = min(64, max(16, 16384 // (head * q.itemsize)))  # a tile of keys takes 16 KB
    group = 1 if G == 1 else max(16, triton.next_power_of_2(G))  # 16 rows is the least that the tensor cores take
    # Four programs fit a multiprocessor, and splits are whole tiles.
    wanted = triton.cdiv(4 * _multiprocessors(q.get_device()), B * K)
    splits = min(wanted, triton.cdiv(M * P, slots))
    part = torch.empty((B * N, splits, H), dtype=torch.float32, device=q.device)
    part_top, part_sum = torch.empty((2, B * N, splits), dtype=torch.float32, device=q.device)
    y = torch.empty_like(q)
    with torch.cuda.device_of(q):  # Triton launches on the current device, wherever the tensors lie
        _part_kernel[(B * K, splits)](
            q,
            k,
            v,
            lengths,
            tables,
            part,
            part_top,
            part_sum,
            H**-0.5 * 1.4426950408889634,
            K,
            G,
            H,
            M,
            k.stride(0),
            k.stride(1),
            k.stride(2),
            P=P,
            SLOTS=slots,
            GROUP=group,
            HEAD=head if group == 1 else max(16, head),
            PRECISION="ieee" if q.dtype is torch.float32 else "tf32",
            num_warps=4,
            num_stages=2,  # three take more shared memory than GPUs smaller than an H100 have
        )
        _whole_kernel[(B * N,)](
            part, part_top, part_sum, y, splits, H, SPLITS=triton.next_power_of_2(splits), HEAD=head, num_warps=4
        )
    return y

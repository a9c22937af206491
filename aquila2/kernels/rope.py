"""Rotary positions (arXiv 2104.09864) in the half-rotation layout that Llama checkpoints are stored for."""

import torch
from torch import Tensor

from aquila2.kernels import cpu
from aquila2.kernels.dispatch import use_cpu, use_triton

# B batch, S sequence, N query heads, K key-value heads, H head dim, C blocks of a KV cache, P slots of a block


def apply_rope_plain(q_BSNH: Tensor, k_BSKH: Tensor, cos_BSH: Tensor, sin_BSH: Tensor) -> tuple[Tensor, Tensor]:
    """The definition, rounded after each operation as transformers' Llama does: `x * cos + rotate_half(x) * sin`."""
    cos_BS1H, sin_BS1H = cos_BSH.unsqueeze(2), sin_BSH.unsqueeze(2)
    q = q_BSNH * cos_BS1H + _rotate_half(q_BSNH) * sin_BS1H
    k = k_BSKH * cos_BS1H + _rotate_half(k_BSKH) * sin_BS1H
    return q, k


def apply_rope(q_BSNH: Tensor, k_BSKH: Tensor, cos_BSH: Tensor, sin_BSH: Tensor) -> tuple[Tensor, Tensor]:
    """Turn each pair (i, i + H/2) of `q` [B, S, N, H] and `k` [B, S, K, H] by its position's angle.

    `cos` and `sin` are [B or 1, S, H] in the dtype of `q`, the angles of the first half repeated in the second.
    """
    if q_BSNH.stride(3) == k_BSKH.stride(3) == cos_BSH.stride(2) == 1 and cos_BSH.stride() == sin_BSH.stride():
        if use_cpu(q_BSNH, k_BSKH, cos_BSH, sin_BSH):
            return cpu.rope(q_BSNH, k_BSKH, cos_BSH, sin_BSH)
        if use_triton(q_BSNH, k_BSKH, cos_BSH, sin_BSH):
            from aquila2.kernels import gpu

            return gpu.rope(q_BSNH, k_BSKH, cos_BSH, sin_BSH)
    return apply_rope_plain(q_BSNH, k_BSKH, cos_BSH, sin_BSH)


def append_rotated_plain(
    q_BSNH: Tensor,
    k_BSKH: Tensor,
    v_BSKH: Tensor,
    cos_BSH: Tensor,
    sin_BSH: Tensor,
    k_cache_CKPH: Tensor,
    v_cache_CKPH: Tensor,
    slots_BS: Tensor,
) -> Tensor:
    """The definition: `apply_rope`, then keys and values into their slots."""
    q_BSNH, k_BSKH = apply_rope_plain(q_BSNH, k_BSKH, cos_BSH, sin_BSH)
    P = k_cache_CKPH.shape[2]
    blocks_BS, places_BS = slots_BS // P, slots_BS % P
    k_cache_CKPH[blocks_BS, :, places_BS] = k_BSKH
    v_cache_CKPH[blocks_BS, :, places_BS] = v_BSKH
    return q_BSNH


def append_rotated(
    q_BSNH: Tensor,
    k_BSKH: Tensor,
    v_BSKH: Tensor,
    cos_BSH: Tensor,
    sin_BSH: Tensor,
    k_cache_CKPH: Tensor,
    v_cache_CKPH: Tensor,
    slots_BS: Tensor,
) -> Tensor:
    """`apply_rope`, the keys and the values written to a cache: what a layer does before it attends.

    Args:
        q_BSNH, k_BSKH, v_BSKH: the new tokens' projections, not yet turned.
        cos_BSH, sin_BSH: as for `apply_rope`.
        k_cache_CKPH, v_cache_CKPH: C blocks of P slots each.
        slots_BS: int64, contiguous: where each token goes, slot p of block c being number c * P + p. They must exist.

    Returns the turned queries, [B, S, N, H].
    """
    tensors = (q_BSNH, k_BSKH, v_BSKH, cos_BSH, sin_BSH, k_cache_CKPH, v_cache_CKPH)
    if (
        q_BSNH.stride(3) == k_BSKH.stride(3) == v_BSKH.stride(3) == cos_BSH.stride(2) == k_cache_CKPH.stride(3) == 1
        and cos_BSH.stride() == sin_BSH.stride()
        and k_cache_CKPH.stride() == v_cache_CKPH.stride()
    ):
        if use_cpu(*tensors):
            return cpu.rope_append(*tensors, slots_BS)
        if use_triton(*tensors):
            from aquila2.kernels import gpu

            return gpu.rope_append(*tensors, slots_BS)
    return append_rotated_plain(*tensors, slots_BS)


def _rotate_half(x: Tensor) -> Tensor:
    first, second = x.chunk(2, dim=-1)
    return torch.cat((-second, first), dim=-1)

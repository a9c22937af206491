"""Rotary positions (arXiv 2104.09864) in the half-rotation layout that Llama checkpoints are stored for."""

import torch
from torch import Tensor

# B batch, S sequence, N query heads, K key-value heads, H head dim


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
    return apply_rope_plain(q_BSNH, k_BSKH, cos_BSH, sin_BSH)


def _rotate_half(x: Tensor) -> Tensor:
    first, second = x.chunk(2, dim=-1)
    return torch.cat((-second, first), dim=-1)

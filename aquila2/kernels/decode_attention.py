"""Attention of single tokens against the blocks of a KV cache: the step that decoding repeats."""

import torch
from torch import Tensor

from aquila2.kernels import cpu
from aquila2.kernels.dispatch import use_cpu, use_triton

# B rows, N query heads, K key-value heads, G = N / K query heads a group, H head dim,
# C blocks of P slots each, M blocks of a row at most, L = M * P


def decode_attention_plain(
    q_BNH: Tensor, k_CKPH: Tensor, v_CKPH: Tensor, lengths_B: Tensor, tables_BM: Tensor
) -> Tensor:
    """The definition: float32 scores and softmax over the slots before `length`, query head n reads kv head n // G."""
    B, N, H = q_BNH.shape
    K = k_CKPH.shape[1]
    k_BKLH, v_BKLH = (cache[tables_BM.long()].transpose(1, 2).flatten(2, 3).float() for cache in (k_CKPH, v_CKPH))
    q_BKGH = q_BNH.reshape(B, K, N // K, H).float() * H**-0.5
    score_BKGL = q_BKGH @ k_BKLH.transpose(-1, -2)
    past = torch.arange(k_BKLH.shape[2], device=q_BNH.device) >= lengths_B.reshape(-1, 1, 1, 1)
    weight_BKGL = score_BKGL.masked_fill(past, float("-inf")).softmax(-1)
    value_BKLH = v_BKLH.masked_fill(past.transpose(-1, -2), 0.0)
    return (weight_BKGL @ value_BKLH).reshape(B, N, H).to(q_BNH.dtype)


def decode_attention(q_BNH: Tensor, k_CKPH: Tensor, v_CKPH: Tensor, lengths_B: Tensor, tables_BM: Tensor) -> Tensor:
    """Attend one query a row, [B, N, H], to the slots of its blocks -> [B, N, H].

    Args:
        q_BNH: the queries.
        k_CKPH, v_CKPH: the cache. One that is not paged has one block a row.
        lengths_B: int32, 1 or more: how many slots each row sees.
        tables_BM: int32, contiguous: the row's blocks in order. What lies behind `lengths_B` may be anything that is
            the number of a block.
    """
    if q_BNH.is_contiguous() and k_CKPH.stride() == v_CKPH.stride() and k_CKPH.stride(3) == 1:
        if use_cpu(q_BNH, k_CKPH, v_CKPH) and k_CKPH.stride(2) == k_CKPH.shape[3]:
            return cpu.decode_attention(q_BNH, k_CKPH, v_CKPH, lengths_B, tables_BM)
        if use_triton(q_BNH, k_CKPH, v_CKPH):
            from aquila2.kernels import gpu_attention

            return gpu_attention.decode_attention(q_BNH, k_CKPH, v_CKPH, lengths_B, tables_BM)
    return decode_attention_plain(q_BNH, k_CKPH, v_CKPH, lengths_B, tables_BM)

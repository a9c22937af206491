"""Attention of one new token a sequence against its KV cache: the step that decoding repeats."""

import torch
from torch import Tensor

from aquila2.kernels import cpu
from aquila2.kernels.dispatch import use_cpu, use_triton

# B batch, N query heads, K key-value heads, G = N / K query heads a group, L cache slots, H head dim


def decode_attention_plain(q_BNH: Tensor, k_BKLH: Tensor, v_BKLH: Tensor, length: int | Tensor) -> Tensor:
    """The definition: float32 scores and softmax over the slots before `length`, query head n reads kv head n // G."""
    B, N, H = q_BNH.shape
    K, L = k_BKLH.shape[1], k_BKLH.shape[2]
    q_BKGH = q_BNH.reshape(B, K, N // K, H).float() * H**-0.5
    score_BKGL = q_BKGH @ k_BKLH.float().transpose(-1, -2)
    length_B = torch.as_tensor(length, device=q_BNH.device).reshape(-1, 1, 1, 1)
    past = torch.arange(L, device=q_BNH.device) >= length_B
    weight_BKGL = score_BKGL.masked_fill(past, float("-inf")).softmax(-1)
    value_BKLH = v_BKLH.float().masked_fill(past.transpose(-1, -2), 0.0)
    return (weight_BKGL @ value_BKLH).reshape(B, N, H).to(q_BNH.dtype)


def decode_attention(q_BNH: Tensor, k_BKLH: Tensor, v_BKLH: Tensor, length: int | Tensor) -> Tensor:
    """Attend one query a sequence, [B, N, H], to the first `length` slots of the caches [B, K, L, H] -> [B, N, H].

    `length`, 1 or more, is one number for the batch or a tensor of whole numbers [B] on the query's device.
    """
    if q_BNH.is_contiguous() and k_BKLH.stride() == v_BKLH.stride() and k_BKLH.stride(3) == 1:
        if use_cpu(q_BNH, k_BKLH, v_BKLH) and k_BKLH.stride(2) == k_BKLH.shape[3]:
            lengths = [length] * q_BNH.shape[0] if isinstance(length, int) else length.tolist()
            return cpu.decode_attention(q_BNH, k_BKLH, v_BKLH, lengths)
        if use_triton(q_BNH, k_BKLH, v_BKLH):
            from aquila2.kernels import gpu_attention

            return gpu_attention.decode_attention(q_BNH, k_BKLH, v_BKLH, length)
    return decode_attention_plain(q_BNH, k_BKLH, v_BKLH, length)

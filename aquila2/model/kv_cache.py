"""Keys and values of what was read, in one tensor of fixed size: nothing is reallocated while a text grows.

Legend: B batch, S new tokens, P tokens in the cache, N heads, K key-value heads, H head dim.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.kernels.decode_attention import decode_attention
from aquila2.kernels.rope import append_rotated
from aquila2.model.attention import Implementation, causal_attention, check_implementation, padded_causal_mask
from aquila2.model.config import AquilaConfig
from aquila2.model.rope import Rotation


@dataclass
class LayerCache:
    """One layer's (turned) keys and values, [B, K, capacity, H]."""

    k_BKPH: Tensor
    v_BKPH: Tensor


class KVCache:
    """A static KV cache. Use it by `model(ids, attend=cache.attend())`, then `cache.advance(n)`.

    Args:
        config: the model's sizes.
        batch_size: rows.
        capacity: tokens a row can hold.
        dtype: of keys and values.
        devices: one device, or one a layer where layers lie on several.
    """

    def __init__(
        self,
        config: AquilaConfig,
        batch_size: int,
        capacity: int,
        dtype: torch.dtype,
        devices: torch.device | list[torch.device],
    ) -> None:
        each = devices if isinstance(devices, list) else [devices] * config.num_layers
        shape = (batch_size, config.num_kv_heads, capacity, config.head_dim)
        self.layers = [
            LayerCache(torch.zeros(shape, dtype=dtype, device=d), torch.zeros(shape, dtype=dtype, device=d))
            for d in each
        ]
        self.capacity = capacity
        self.length = 0

    def attend(self, mask_BP: Tensor | None = None, attention: Implementation = "auto") -> "CachedAttend":
        """An `Attend` that appends to this cache. `mask_BP` (True: real) covers all tokens so far and the new ones."""
        return CachedAttend(self, mask_BP, attention)

    def advance(self, num_tokens: int) -> None:
        """Count `num_tokens` more as cached, after a forward pass has written them."""
        self.length += num_tokens

    def rewind(self, length: int) -> None:
        """Forget everything from token `length` on."""
        if not 0 <= length <= self.length:
            raise ValueError(f"cannot rewind to {length}: {self.length} tokens are cached")
        self.length = length

    def require(self, num_tokens: int) -> None:
        """Refuse `num_tokens` more when they do not fit."""
        if self.length + num_tokens > self.capacity:
            raise UserError(
                f"{self.length + num_tokens} tokens do not fit into a KV cache of {self.capacity}: "
                "raise max_model_len or shorten the prompt"
            )


class CachedAttend:
    """Appends this pass' keys and values to a `KVCache` and attends over all of it."""

    def __init__(self, cache: KVCache, mask_BP: Tensor | None, attention: Implementation) -> None:
        self.cache, self.mask_BP, self.attention = cache, mask_BP, check_implementation(attention)

    def __call__(self, layer: int, q_BSNH: Tensor, k_BSKH: Tensor, v_BSKH: Tensor, rotation: Rotation) -> Tensor:
        cached = self.cache.layers[layer]
        start, S = self.cache.length, q_BSNH.shape[1]
        end = start + S
        self.cache.require(S)
        cos_BSH, sin_BSH = rotation
        q_BSNH = append_rotated(q_BSNH, k_BSKH, v_BSKH, cos_BSH, sin_BSH, cached.k_BKPH, cached.v_BKPH, start)
        k_BKPH, v_BKPH = cached.k_BKPH[:, :, :end], cached.v_BKPH[:, :, :end]
        if S == 1 and self.mask_BP is None:
            return decode_attention(q_BSNH[:, 0], k_BKPH, v_BKPH, end)[:, None]
        mask_BSP = None if self.mask_BP is None else padded_causal_mask(self.mask_BP, S)
        return causal_attention(q_BSNH, k_BKPH.transpose(1, 2), v_BKPH.transpose(1, 2), mask_BSP, self.attention)

"""Keys and values of what was read, in blocks, so that requests of any length share one memory without gaps.

A batch is T packed tokens of several sequences: first the rows, tokens that are attended one by one (decoding, the
verification of drafts), then the chunks of prompts. Which sequence has which blocks is decided elsewhere
(`engine/kv_cache_manager.py`); a cache that is not paged has one block a row.

Legend: T packed tokens, R rows, M blocks of a row at most, C blocks, P slots of a block, N heads, K key-value heads,
H head dim, Q queries, L keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from aquila2.kernels.decode_attention import decode_attention
from aquila2.kernels.rope import append_rotated
from aquila2.model.attention import Implementation, causal_attention, check_implementation
from aquila2.model.config import AquilaConfig
from aquila2.model.rope import Rotation


@dataclass
class LayerCache:
    """One layer's (turned) keys and values."""

    k_CKPH: Tensor
    v_CKPH: Tensor


class PagedKVCache:
    """Blocks of slots, in every layer.

    Args:
        config: the model's sizes.
        num_blocks: how many.
        block_size: slots, one a token, in each.
        dtype: of keys and values.
        devices: one device, or one a layer where layers lie on several.
    """

    def __init__(
        self,
        config: AquilaConfig,
        num_blocks: int,
        block_size: int,
        dtype: torch.dtype,
        devices: torch.device | list[torch.device],
        num_kv_heads: int | None = None,
    ) -> None:
        each = devices if isinstance(devices, list) else [devices] * config.num_layers
        shape = (num_blocks, num_kv_heads or config.num_kv_heads, block_size, config.head_dim)
        # Not filled: on the CPU, memory that no token was written to is not taken from the system.
        self.layers = [
            LayerCache(torch.empty(shape, dtype=dtype, device=d), torch.empty(shape, dtype=dtype, device=d))
            for d in each
        ]
        self.num_blocks, self.block_size = num_blocks, block_size


@dataclass(frozen=True)
class Chunk:
    """`count` tokens of one prompt behind each other in the batch; the last of them sees `num_keys` tokens, itself
    included, which lie in the blocks of `table`."""

    count: int
    num_keys: int
    table: Sequence[int]


@dataclass
class PagedAttend:
    """An `Attend` over a batch of [1, T] tokens: writes keys and values to their slots, then attends.

    Args:
        cache: what is written and read.
        slots_T: int64, the number of each token's slot (block * block_size + place).
        lengths_R, tables_RM: int32, the tokens that each row sees, itself included, and its blocks.
        chunks: what follows the rows.
        attention: the implementation for chunks.
    """

    cache: PagedKVCache
    slots_T: Tensor
    lengths_R: Tensor
    tables_RM: Tensor
    chunks: Sequence[Chunk] = ()
    attention: Implementation = "auto"
    _places: "dict[torch.device, _Places]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_implementation(self.attention)

    def __call__(self, layer: int, q_1TNH: Tensor, k_1TKH: Tensor, v_1TKH: Tensor, rotation: Rotation) -> Tensor:
        cached, places = self.cache.layers[layer], self._on(q_1TNH.device)
        k_CKPH, v_CKPH = cached.k_CKPH, cached.v_CKPH
        q_TNH = append_rotated(q_1TNH, k_1TKH, v_1TKH, *rotation, k_CKPH, v_CKPH, places.slots_1T)[0]
        R = places.lengths_R.shape[0]
        parts = []
        if R:
            parts.append(decode_attention(q_TNH[:R], k_CKPH, v_CKPH, places.lengths_R, places.tables_RM))
        if self.chunks:
            keys, values = (c[places.blocks_L, :, places.places_L] for c in (k_CKPH, v_CKPH))
            parts.append(self._prefill(q_TNH[R:], keys, values, places))
        return (parts[0] if len(parts) == 1 else torch.cat(parts))[None]

    def _prefill(self, q_QNH: Tensor, k_LKH: Tensor, v_LKH: Tensor, places: "_Places") -> Tensor:
        """Chunks of several prompts, each over its own keys."""
        if q_QNH.is_cuda and q_QNH.dtype in (torch.float16, torch.bfloat16) and self.attention != "sdpa":
            return _varlen(q_QNH, k_LKH, v_LKH, places, self.attention)
        queries = q_QNH.split([chunk.count for chunk in self.chunks])
        keys, values = (x.split([chunk.num_keys for chunk in self.chunks]) for x in (k_LKH, v_LKH))
        parts = [
            causal_attention(q[None], k[None], v[None], None, self.attention)[0]
            for q, k, v in zip(queries, keys, values, strict=True)
        ]
        return parts[0] if len(parts) == 1 else torch.cat(parts)

    def _on(self, device: torch.device) -> "_Places":
        if device not in self._places:
            self._places[device] = _Places(self, device)
        return self._places[device]


class _Places:
    """What an attend needs on one device, made once for all its layers."""

    def __init__(self, attend: PagedAttend, device: torch.device) -> None:
        self.slots_1T = attend.slots_T.to(device)[None]
        self.lengths_R, self.tables_RM = attend.lengths_R.to(device), attend.tables_RM.to(device)
        if not attend.chunks:
            return
        P, chunks = attend.cache.block_size, attend.chunks
        blocks, begins_q, begins_k = list[Tensor](), [0], [0]
        for chunk in chunks:
            table = torch.tensor(chunk.table[: -(-chunk.num_keys // P)])
            blocks.append(table.repeat_interleave(P)[: chunk.num_keys])
            begins_q.append(begins_q[-1] + chunk.count)
            begins_k.append(begins_k[-1] + chunk.num_keys)
        places = [torch.arange(chunk.num_keys) % P for chunk in chunks]
        self.blocks_L, self.places_L = torch.cat(blocks).to(device), torch.cat(places).to(device)
        self.begins_q = torch.tensor(begins_q, dtype=torch.int32).to(device)
        self.begins_k = torch.tensor(begins_k, dtype=torch.int32).to(device)
        self.longest_q = max(chunk.count for chunk in chunks)
        self.longest_k = max(chunk.num_keys for chunk in chunks)


def _varlen(q_QNH: Tensor, k_LKH: Tensor, v_LKH: Tensor, places: _Places, attention: Implementation) -> Tensor:
    """All chunks by one kernel for sequences of unlike lengths, flash-attn's or PyTorch's. Both align the causal mask
    to the last query and the last key."""
    begins = places.begins_q, places.begins_k, places.longest_q, places.longest_k
    out_QNH: Any
    if attention == "flash":
        from flash_attn import flash_attn_varlen_func

        out_QNH = flash_attn_varlen_func(q_QNH, k_LKH, v_LKH, *begins, causal=True)
    else:
        from torch.nn.attention.varlen import varlen_attn

        groups = q_QNH.shape[1] // k_LKH.shape[1]
        if groups > 1:
            k_LKH, v_LKH = k_LKH.repeat_interleave(groups, 1), v_LKH.repeat_interleave(groups, 1)
        out_QNH = varlen_attn(q_QNH, k_LKH, v_LKH, *begins, window_size=(-1, 0))
    attended: Tensor = out_QNH
    return attended

"""How many blocks the KV cache has: what the devices have room for.

On a GPU nine tenths of the card are taken, less what the weights and a step's activations need. On the CPU memory
that was never written is not taken, and the cache may be as large as a few long sequences.
"""

from dataclasses import dataclass

import torch

from aquila2.base.device import free_memory
from aquila2.base.errors import UserError
from aquila2.model.transformer import Transformer

BLOCK_SIZE = 32
_SHARE = 0.9  # of a GPU's memory
_CPU_TOKENS = 32768  # at most, where one sequence needs less
_CPU_SHARE = 0.25  # of the memory that is free


@dataclass(frozen=True)
class CacheSize:
    """Sizes of the cache and of a step.

    Attributes:
        num_blocks: that sequences can have.
        block_size: tokens of a block.
        max_num_seqs: sequences that run at once.
        token_budget: tokens of a step.
    """

    num_blocks: int
    block_size: int = BLOCK_SIZE
    max_num_seqs: int = 16
    token_budget: int = 512

    def require(self, max_model_len: int) -> "CacheSize":
        """Itself, where it holds a sequence of this length.

        Raises:
            UserError: it does not.
        """
        if self.num_blocks * self.block_size < max_model_len:
            raise UserError(
                f"the KV cache has room for {self.num_blocks * self.block_size} tokens, and max_model_len="
                f"{max_model_len}: say a smaller max_model_len, or give it more memory"
            )
        return self


def plan_cache(
    model: Transformer,
    max_model_len: int,
    devices: list[torch.device],
    max_num_seqs: int | None = None,
    memory_share: float = _SHARE,
) -> CacheSize:
    """The largest cache that fits.

    Args:
        model: its weights in place.
        max_model_len: tokens of a sequence at most.
        devices: of the layers.
        max_num_seqs: sequences at once; None: 256 on a GPU, 64 on the CPU.
        memory_share: of a GPU's memory, all that this process takes together.

    Raises:
        UserError: not even one sequence of `max_model_len` fits.
    """
    config, dtype = model.config, model.embed.weight.dtype
    on_gpu = model.embed.weight.device.type == "cuda"
    seqs = max_num_seqs or (256 if on_gpu else 64)
    budget = max(4096 if on_gpu else 512, seqs)
    block_bytes = BLOCK_SIZE * config.kv_bytes_per_token(dtype.itemsize) // config.num_layers  # of one layer
    if on_gpu:
        torch.cuda.empty_cache()  # what was freed while weights were loaded counts as free
    one = -(-max_model_len // BLOCK_SIZE)
    blocks = list[int]()
    for device in set(devices):
        room = free_memory(device)
        if device.type == "cuda":
            total = torch.cuda.get_device_properties(device).total_memory
            room -= int((1 - memory_share) * total) + _activation_bytes(model, budget, seqs)
        else:
            room = max(int(room * _CPU_SHARE), min(room, one * block_bytes * config.num_layers))
        blocks.append(room // (block_bytes * devices.count(device)))
    fits = min(blocks)
    if not on_gpu:
        fits = min(fits, max(one, _CPU_TOKENS // BLOCK_SIZE))
    return CacheSize(max(fits, 0), BLOCK_SIZE, seqs, budget).require(max_model_len)


def _activation_bytes(model: Transformer, tokens: int, rows: int) -> int:
    """What a step of so many tokens needs beside weights and cache: two of the widest layer's inputs and outputs, the
    logits in float32 and what sorting them takes, and the graphs' own memory."""
    config = model.config
    wide = 4 * config.intermediate_size + 6 * config.hidden_size + 8 * config.num_heads * config.head_dim
    return tokens * wide * model.embed.weight.dtype.itemsize + 40 * rows * config.vocab_size + 1_000_000_000

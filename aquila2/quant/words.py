"""Codes of 4 or 8 bits in 32-bit words, the first in the lowest bits: what every published format packs in its way."""

import torch
from torch import Tensor


def codes_a_word(bits: int) -> int:
    """8 or 4."""
    return 32 // bits


def unpack_words(words: Tensor, bits: int) -> Tensor:
    """int32 [...] -> uint8 [..., 32 / bits]."""
    bytes_ = words.contiguous().unsqueeze(-1).view(torch.uint8)
    return bytes_ if bits == 8 else torch.stack([bytes_ & 15, bytes_ >> 4], -1).flatten(-2)


def pack_words(codes: Tensor, bits: int) -> Tensor:
    """uint8 [..., 32 / bits], each below 2^bits -> int32 [...]."""
    bytes_ = codes if bits == 8 else codes[..., ::2] | codes[..., 1::2] << 4
    return bytes_.contiguous().view(torch.int32).squeeze(-1)

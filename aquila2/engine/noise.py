"""The chance in sampling: a function of the request's seed, the place in its answer and the token, not of a generator.

So a request draws the same tokens alone and in any batch, in whatever order rows are computed, and drafts that are
verified (`speculation.py`) are drawn with the chance that they would have had without.

Legend: R rows, C candidates.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from aquila2.model.position_hash import mix

_FIRST, _SECOND = np.uint32(0x7FEB352D), np.uint32(0x846CA68B)  # as in `mix`, of which this is the form for few numbers


def row_keys(seeds: Sequence[int], places: Sequence[int]) -> np.ndarray:
    """int32 [R]: what the chances of a row follow from. `seeds` are below 2^63, `places` count an answer's tokens."""
    wide = np.array(seeds, dtype=np.uint64)
    keys = _mixed((wide & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    keys = _mixed(keys ^ (wide >> np.uint64(32)).astype(np.uint32))
    return _mixed(keys ^ _mixed(np.array(places, dtype=np.uint32) + np.uint32(1))).view(np.int32)


def exponential(keys_R: Tensor, ids_RC: Tensor) -> Tensor:
    """Float32 [R, C]: an exponentially distributed number for each candidate. The token with the greatest
    probability / number is drawn with its probability ("the exponential race").

    Args:
        keys_R: int32, as `row_keys`.
        ids_RC: int32, token ids; [1, C] where they are the same for all rows.
    """
    hashed = mix(keys_R[:, None] ^ mix(ids_RC + 1))
    # 31 bits, because small numbers decide and float32 keeps those exactly; never 0
    uniform = (hashed & 0x7FFFFFFF).float().clamp_min_(0.5) * 2.0**-31
    return -torch.log1p(-uniform)


def _mixed(x: np.ndarray) -> np.ndarray:
    x = (x ^ (x >> np.uint32(16))) * _FIRST
    x = (x ^ (x >> np.uint32(15))) * _SECOND
    return x ^ (x >> np.uint32(16))

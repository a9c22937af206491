"""Dropout whose mask follows from where a number stands (`model/position_hash.py`), not from a generator."""

import torch
from torch import Tensor

from aquila2.model.position_hash import PositionHash, hashes


class Dropout(PositionHash):
    """The masks of one module.

    Args:
        share: of the numbers that are dropped, above 0.
        key: what the masks follow from, besides the place.
    """

    def __init__(self, share: float, key: str, device: torch.device) -> None:
        super().__init__(f"dropout {key}", device)
        self.share = share


def keep(x: Tensor, rows: Tensor, share: float) -> Tensor:
    """`x` [..., columns] with a `share` of its numbers set to 0, those that stay unscaled; `rows` is `Dropout.rows`."""
    return torch.where(hashes(rows, x.shape[-1]) >= round(share * 2**32) - 2**31, x, 0)

"""Dropout whose mask is a function of where a number stands: the seed, the module, the sample of the run, the token,
the column. Nothing is drawn, so nothing has to be saved: a resumed run, another split into micro-batches and a layer
that is computed again have the same masks.

A token's hash is made once (few numbers); the mask of all columns is a handful of elementwise integer operations, which
`torch.compile` puts into the kernel that reads the input.
"""

import hashlib

import torch
from torch import Tensor, nn

# Multipliers of a 32-bit hash (lowbias32, found by search), the second as a signed number. Shifts copy the sign: the
# steps are as reversible as with zeros.
_FIRST, _SECOND = 0x7FEB352D, 0x846CA68B - 2**32


class Dropout(nn.Module):
    """The masks of one module.

    Args:
        share: of the numbers that are dropped, above 0.
        key: what the masks follow from, besides the place.
    """

    sample: Tensor

    def __init__(self, share: float, key: str, device: torch.device) -> None:
        super().__init__()
        self.share = share
        self.key = int.from_bytes(hashlib.sha256(f"dropout {key}".encode()).digest()[:4], "little", signed=True)
        self.register_buffer("sample", torch.zeros((), dtype=torch.int64, device=device), persistent=False)

    def rows(self, x: Tensor) -> Tensor:
        """int32 [...]: the hash of every token of x [samples, ..., columns]; the first sample is `self.sample`."""
        at = torch.arange(x.shape[0], device=x.device) + self.sample
        hashed = _mix(_mix(at.to(torch.int32) ^ self.key))
        for size in x.shape[1:-1]:
            hashed = _mix(hashed.unsqueeze(-1) ^ torch.arange(size, dtype=torch.int32, device=x.device))
        return hashed


def keep(x: Tensor, rows: Tensor, share: float) -> Tensor:
    """`x` [..., columns] with a `share` of its numbers set to 0, those that stay unscaled; `rows` is `Dropout.rows`."""
    columns = _mix(torch.arange(1, x.shape[-1] + 1, dtype=torch.int32, device=x.device))
    hashed = (rows.unsqueeze(-1) ^ columns) * _FIRST
    hashed = (hashed ^ (hashed >> 15)) * _SECOND
    return torch.where(hashed >= round(share * 2**32) - 2**31, x, 0)


def _mix(hashed: Tensor) -> Tensor:
    hashed = (hashed ^ (hashed >> 16)) * _FIRST
    hashed = (hashed ^ (hashed >> 15)) * _SECOND
    return hashed ^ (hashed >> 16)

"""Random numbers that are a function of where they stand: a key, the sample of the run, the token, the column. Nothing
is drawn, so nothing has to be saved: a resumed run, another split into micro-batches and a layer that is computed again
have the same ones.

A token's hash is made once (few numbers); those of all its columns are a handful of elementwise integer operations,
which `torch.compile` puts into the kernel that reads them.
"""

import hashlib
from collections.abc import Sequence

import torch
from torch import Tensor, nn

# Multipliers of a 32-bit hash (lowbias32, found by search), the second as a signed number. Shifts copy the sign: the
# steps are as reversible as with zeros.
_FIRST, _SECOND = 0x7FEB352D, 0x846CA68B - 2**32


class PositionHash(nn.Module):
    """The hashes of one module's tokens.

    Args:
        key: what they follow from, besides the place.
    """

    pieces: tuple[int, ...]
    place: Tensor  # the key, and the first row's sample added: one number, because the compiler takes tensors as they
    # come, and plain integers for 64-bit ones

    def __init__(self, key: str, device: torch.device) -> None:
        super().__init__()
        self.key = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "little", signed=True)
        self.pieces, self.num_pieces = (0,), 1  # see `set_pieces`
        self.register_buffer("place", torch.full((), self.key, device=device), persistent=False)

    def rows(self, x: Tensor) -> Tensor:
        """int32 [samples, tokens]: the hash of every token of x [samples, tokens, columns], from the sample told last,
        or [samples] where there is no such dimension."""
        at = torch.arange(x.shape[0], device=x.device) + self.place
        hashed = mix(mix(at.to(torch.int32)))
        for size in x.shape[1:-1]:
            each = size // len(self.pieces)
            begins = [torch.arange(each, dtype=torch.int32, device=x.device) + piece * each for piece in self.pieces]
            hashed = mix(hashed.unsqueeze(-1) ^ torch.cat(begins))
        return hashed


def hashes(rows: Tensor, columns: int) -> Tensor:
    """int32 [..., columns], uniform over all its values: the hash of every number; `rows` is `PositionHash.rows`."""
    hashed = (rows.unsqueeze(-1) ^ mix(torch.arange(1, columns + 1, dtype=torch.int32, device=rows.device))) * _FIRST
    return (hashed ^ (hashed >> 15)) * _SECOND


def set_first_sample(model: nn.Module, sample: int) -> None:
    """Say before a forward pass which sample of the run its first row is; the following rows are the following samples.

    A training step calls it for every micro-batch. The same samples then have the same numbers whenever, and in
    whichever micro-batches, they are read: a resumed run repeats an unbroken one, and a layer that is computed again
    in the backward pass repeats the forward pass. (That one must end before the next forward pass begins.)
    """
    for module in model.modules():
        if isinstance(module, PositionHash):
            module.place.fill_(module.key + sample)


def set_pieces(model: nn.Module, pieces: Sequence[int], of: int) -> None:
    """Say, once, which pieces of every row the model is given, where several processes share rows: of so many equal
    ones, numbered from 0, those that it sees one behind the other. Their tokens then have the hashes of the whole row.
    """
    for module in model.modules():
        if isinstance(module, PositionHash):
            module.pieces, module.num_pieces = tuple(pieces), of


def mix(hashed: Tensor) -> Tensor:
    """int32 to int32, one to one: numbers that are near each other become ones that are not."""
    hashed = (hashed ^ (hashed >> 16)) * _FIRST
    hashed = (hashed ^ (hashed >> 15)) * _SECOND
    return hashed ^ (hashed >> 16)

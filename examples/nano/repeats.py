"""Runs of characters that two texts share: what a model has by heart, and what is held out only in name."""

from collections.abc import Iterable

import numpy as np

from examples.nano.forms import clauses

RUN = 12  # characters, the marks between clauses left out
_POWERS = np.array([pow(0x9E3779B97F4A7C15, n, 2**64) for n in range(RUN)], np.uint64)


class Runs:
    """All runs of `RUN` characters of some texts, as sorted hashes of 64 bits."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = [hashes for text in texts if len(hashes := _hashes(text))]
        self._hashes = np.unique(np.concatenate(found)) if found else np.empty(0, np.uint64)

    def __len__(self) -> int:
        return len(self._hashes)

    def shares(self, text: str) -> bool:
        """Whether a run of the text is one of these."""
        hashes = _hashes(text)
        if not len(self._hashes) or not len(hashes):
            return False
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        return bool((self._hashes[at] == hashes).any())


def _hashes(text: str) -> np.ndarray:
    codes = np.array([ord(character) for character in "".join(clauses(text))], np.uint64)
    if len(codes) < RUN:
        return np.empty(0, np.uint64)
    return (np.lib.stride_tricks.sliding_window_view(codes, RUN) * _POWERS).sum(axis=1, dtype=np.uint64)

"""Documents that say what an item says in other words, by MinHash: a hint, reported apart from matches.

A short document and an item are alike where they have the same words (of Chinese, the same pairs of signs), in whatever
order. Of each set of words 64 smallest hashes are kept (Broder 1997); pairs that share one of 32 bands are compared by
them. The same words are no proof: nothing is called dirty for it.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from aquila2.audit.documents import Texts
from aquila2.audit.index import Index
from aquila2.audit.methods import item_units
from aquila2.audit.unit_kernels import cut_documents, smallest_hashes
from aquila2.data.near import permutations

SLOTS = 64
_BANDS = 32
_SHORTEST, _LONGEST = 8, 600  # units of a document, and of an item, that are compared
_LONGEST_BYTES = 8000
_EXCERPT = 1200
_BAND = np.uint64(0x9E3779B97F4A7C15)


class ParaphraseFinder:
    """Finds documents that are like an item of an index; `threshold` is their similarity (Jaccard)."""

    def __init__(self, index: Index, threshold: float) -> None:
        self.index, self.threshold = index, threshold
        units, bounds = item_units(index)
        self._signatures = _signatures(units, bounds)
        sizes = np.diff(bounds)
        self._items = np.flatnonzero((sizes >= _SHORTEST) & (sizes <= _LONGEST))
        keys = _band_keys(self._signatures[self._items])
        self._orders = [np.argsort(keys[:, band], kind="stable") for band in range(_BANDS)]
        self._keys = [keys[order, band] for band, order in enumerate(self._orders)]

    def find(self, some: Texts) -> Iterator[dict[str, Any]]:
        """Rows of `paraphrases.jsonl`, without the file: each document's likest item, where it is like one."""
        arrays = self.index.arrays
        lengths = some.bounds[:, 1] - some.bounds[:, 0]
        rows = np.flatnonzero((lengths > 0) & (lengths <= _LONGEST_BYTES))
        if not len(rows):
            return
        bounds = some.bounds[rows]
        size = 2 * int((bounds[:, 1] - bounds[:, 0]).sum())
        units, counts = np.empty(size, np.uint32), np.zeros(len(rows) + 1, np.int64)
        places = np.empty((2, size), np.int32)
        cut_documents(some.data, bounds, arrays.table, arrays.expansions, units, places[0], places[1], counts)
        sizes = np.diff(counts)
        signatures = _signatures(units, counts)
        keys = _band_keys(signatures)
        for row in np.flatnonzero((sizes >= _SHORTEST) & (sizes <= _LONGEST)).tolist():
            candidates: set[int] = set()
            for band in range(_BANDS):
                first, last = np.searchsorted(self._keys[band], [keys[row, band], keys[row, band] + np.uint64(1)])
                candidates.update(self._items[self._orders[band][first:last]].tolist())
            if not candidates:
                continue
            items = np.array(sorted(candidates))
            alike = (self._signatures[items] == signatures[row]).mean(axis=1)
            best = int(alike.argmax())
            if alike[best] >= self.threshold:
                entry = self.index.items[int(items[best])]
                start, stop = bounds[row].tolist()
                document, _ = some.locate(int(rows[row]), 0)
                text = some.data[start : min(stop, start + _EXCERPT)].tobytes().decode("utf-8", "ignore")
                yield {
                    "set": entry.set, "id": entry.id, "item": int(items[best]), "document": document,
                    "similarity": round(float(alike[best]), 3), "text": text,
                }  # fmt: skip


def _signatures(units: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    found = np.empty((len(bounds) - 1, SLOTS), np.uint32)
    smallest_hashes(units, bounds, *permutations(SLOTS), found)
    return found


def _band_keys(signatures: np.ndarray) -> np.ndarray:
    """A hash of each band of two slots, uint64 [rows, bands]."""
    pairs = signatures.reshape(len(signatures), _BANDS, SLOTS // _BANDS).astype(np.uint64)
    keys: np.ndarray = (pairs[:, :, 0] << np.uint64(31)) ^ pairs[:, :, 1] * _BAND >> np.uint64(1)
    return keys

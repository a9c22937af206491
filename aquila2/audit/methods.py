"""The published ways to find test items by n-grams, to compare with: what they find, they find of whole n-grams alone.

- `gpt3` (arXiv 2005.14165, app. C): an item is dirty where it shares one n-gram with a document; n is the 5th
  percentile of the set's item lengths, 8 at least and 13 at most.
- `palm` (arXiv 2204.02311): dirty where 70 % of its 8-grams are found.
- `llama2` (arXiv 2307.09288): a unit counts where it is in a matched span of more than 10 units, 4 of which may differ;
  dirty from 80 % of its units on, partly dirty from 20 %.
- `llama3` (arXiv 2407.21783): dirty where a part of its units, here 50 %, is in matched 8-grams.

A document is judged by itself, so that it is known which one holds an item; units are ours, and so Chinese is not
invisible. Items of fewer than n units are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from aquila2.audit.index import Index
from aquila2.audit.match import Match
from aquila2.audit.unit_kernels import fill_filter, fill_table, find_seeds, seeds_of
from aquila2.audit.verdict import CLEAN, DIRTY, PARTLY, Side

Method = Literal["longest", "gpt3", "palm", "llama2", "llama3"]
METHODS: tuple[Method, ...] = ("longest", "gpt3", "palm", "llama2", "llama3")

_LEAST, _MOST = 8, 13  # n of gpt3
_N = {"palm": 8, "llama2": 11, "llama3": 8}
_PALM, _LLAMA3 = 0.7, 0.5
_LLAMA2 = (0.2, 0.8)
_SKIPS = 4
_UNITS = 1 << 22


@dataclass(frozen=True)
class _Grams:
    """All n-grams of the items of some sets, as `find_seeds` wants them."""

    n: int
    words: np.ndarray
    keys: np.ndarray
    rows: np.ndarray
    postings: np.ndarray
    places: np.ndarray  # int32 [places, 2]: item, and the n-gram's last unit in it


class NgramMatcher:
    """Finds the items of an index as one of the published methods does. For one thread at a time."""

    def __init__(self, index: Index, method: Method) -> None:
        self.index, self.method = index, method
        self._units, self._bounds = item_units(index)
        sizes = np.diff(self._bounds)
        self._sizes = sizes
        self._hits = np.empty((0, 3), np.int64)
        by_n: dict[int, list[int]] = {}
        for name in index.about["sets"]:
            mine = [number for number, entry in enumerate(index.items) if entry.set == name]
            n = _N.get(method) or int(np.clip(np.percentile(sizes[mine], 5), _LEAST, _MOST))
            by_n.setdefault(n, []).extend(mine)
        self._grams = [self._table(n, np.array(sorted(items))) for n, items in sorted(by_n.items())]

    def _table(self, n: int, items: np.ndarray) -> _Grams:
        hashes = np.zeros(len(self._units), np.uint64)
        seeds_of(self._units, self._bounds, n, n, hashes)
        owner = np.repeat(np.arange(len(self._sizes)), self._sizes)
        at = np.flatnonzero((hashes != 0) & np.isin(owner, items))
        at = at[np.argsort(hashes[at], kind="stable")]
        seeds, first = np.unique(hashes[at], return_index=True)
        words = np.zeros(max(1 << int(np.ceil(np.log2(max(len(seeds), 1) / 4))), 64), np.uint64)
        fill_filter(seeds, words)
        size = max(1 << int(np.ceil(np.log2(2 * max(len(seeds), 1)))), 64)
        keys, rows = np.zeros(size, np.uint64), np.zeros(size, np.int32)
        fill_table(seeds, keys, rows)
        places = np.stack([owner[at], at - self._bounds[owner[at]]], axis=1).astype(np.int32)
        return _Grams(n, words, keys, rows, np.append(first, len(at)).astype(np.int64), places)

    def matches(self, data: np.ndarray, bounds: np.ndarray) -> Iterator[Match]:
        """See `match.Matcher.matches`."""
        longest = int((bounds[:, 1] - bounds[:, 0]).max(initial=0))
        if len(self._hits) < 2 * longest:
            self._hits = np.empty((max(_UNITS, 2 * longest), 3), np.int64)
        hits, counts = self._hits, np.zeros(len(bounds) + 1, np.int64)
        units, starts, ends = (np.empty(len(hits), kind) for kind in (np.uint32, np.int32, np.int32))
        arrays = self.index.arrays
        for grams in self._grams:
            first = 0
            while first < len(bounds):
                number, after = find_seeds(
                    data, bounds, first, arrays.table, arrays.expansions, grams.words, grams.keys, grams.rows, grams.n,
                    grams.n, units, starts, ends, counts, hits,
                )  # fmt: skip
                found = hits[:number]
                edges = np.flatnonzero(np.diff(found[:, 0])) + 1
                for mine in np.split(found, edges) if number else []:
                    begin = int(counts[mine[0, 0]])
                    yield from self._judged(grams, mine, starts[begin:], ends[begin:])
                first = after

    def _judged(self, grams: _Grams, hits: np.ndarray, starts: np.ndarray, ends_of: np.ndarray) -> Iterator[Match]:
        """The items that a document has, by the n-grams it was met with."""
        first, last = grams.postings[hits[:, 2]], grams.postings[hits[:, 2] + 1]
        ends = np.cumsum(last - first)
        rows = np.arange(int(ends[-1])) + np.repeat(last - ends, last - first)
        owners, places = grams.places[rows, 0], grams.places[rows, 1]
        where = np.repeat(hits[:, 1], last - first)
        order = np.lexsort((where, places, owners))
        owners, places, where = owners[order], places[order], where[order]
        for mine in np.split(np.arange(len(owners)), np.flatnonzero(np.diff(owners)) + 1):
            item, found = int(owners[mine[0]]), np.unique(places[mine])
            size = int(self._sizes[item])
            covered = np.zeros(size, bool)
            covered[(found[:, None] - np.arange(grams.n)).ravel()] = True
            if self.method == "llama2":
                covered = _skipped(covered)
            share = float(covered.mean())
            verdict = self._verdict(share, len(found) / max(size + 1 - grams.n, 1))
            if verdict != CLEAN:
                side = Side(round(share, 4), 0.0, int(covered.sum()), size, 0, 0, 0.0)
                begin, end = int(starts[where[mine].min() + 1 - grams.n]), int(ends_of[where[mine].max()])
                yield Match(item, int(hits[0, 0]), begin, end, verdict, side, side, side, ())

    def _verdict(self, share: float, grams: float) -> str:
        if self.method == "gpt3":
            return DIRTY
        if self.method == "palm":
            return DIRTY if grams >= _PALM else CLEAN
        if self.method == "llama3":
            return DIRTY if share >= _LLAMA3 else CLEAN
        return DIRTY if share >= _LLAMA2[1] else PARTLY if share >= _LLAMA2[0] else CLEAN


def item_units(index: Index) -> tuple[np.ndarray, np.ndarray]:
    """The units of each item, its texts one behind the other, and where each item's begin."""
    units, bounds = index.arrays.units, index.arrays.bounds
    parts = [[units[bounds[text] : bounds[text + 1]] for _, text in entry.fields] for entry in index.items]
    sizes = [sum(map(len, mine)) for mine in parts]
    whole = np.concatenate([part for mine in parts for part in mine])
    return whole, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _skipped(covered: np.ndarray) -> np.ndarray:
    """Gaps of at most `_SKIPS` units between matched spans belong to them."""
    matched = np.flatnonzero(covered)
    found = covered.copy()
    for before, after in zip(matched[:-1].tolist(), matched[1:].tolist(), strict=True):
        if after - before - 1 <= _SKIPS:
            found[before:after] = True
    return found

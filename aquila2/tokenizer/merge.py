"""Learning merges from counted words: exact, and in memory of known size.

The usual algorithm keeps, for every pair of neighbouring tokens, its count and the list of its places. Nearly all of
that is for pairs too rare ever to be merged. Here training goes in phases. A phase has a threshold and knows exactly
the pairs that reach it; as long as one of them is left, it is the most frequent of all, because counts only fall.
Then the words are read again for the next phase, with a lower threshold:

1. a sketch (Cormode and Muthukrishnan, "An improved data stream summary: the count-min sketch", 2005; one row):
   the sum of all pairs that share a cell bounds each of them from above, so cells below the threshold need no look;
2. the pairs in the other cells are counted exactly, and their places written down.

The words lie in two bytes for each of their bytes, see `merge_kernels`. Places of pairs are four bytes each while all
words have less than 2^32 bytes. A phase that runs out of room for places ends early: memory costs time, not exactness.

Ties: the pair with the higher count, then with the smaller left id, then with the smaller right id. That is the rule
of the `tokenizers` library, and the merges are the same.

No two merges make the same string, so a new token needs no look at those before it, and a pair once merged never
comes up again. For a token's bytes are never merged across the token's ends: inside, the merges of all texts that hold
it are those of its string alone (where a run of twins is paired from the left, as many of them stand before the
token as make whole pairs, or a pair would cross its beginning). The string becomes one token at one merge, everywhere.
"""

import itertools
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from aquila2.base.errors import UserError
from aquila2.tokenizer import merge_kernels as kernels
from aquila2.tokenizer import pair_kernels
from aquila2.tokenizer.merge_kernels import FIRST_MERGED

# A phase goes down to this part of the highest count. Measured on 50 MB of Chinese and English, 32,000 entries: 8 takes
# six phases, 32 four with a quarter more places in memory, 128 three with twice as many.
_PHASE = 32
_SKETCH_CELLS, _LEAST_SKETCH_CELLS = 1 << 21, 1 << 16
_TABLES = 32 << 20  # bytes for the pairs of a phase and the heap
_PAUSE_PLACES = 1 << 22  # places looked at between two looks at the keyboard
_SPARE_PLACES = 1024

# words, the start of each in them and the end of the last, counts; eight bytes more behind the words
Words = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class WordSizes:
    """How many words there are of two bytes or more, their bytes, the same for those that occur once, and how many
    occur too often for 31 bits."""

    words: int
    word_bytes: int
    once: int
    once_bytes: int
    big: int

    @property
    def often_cells(self) -> int:
        return self.word_bytes - self.once_bytes + 3 * (self.words - self.once)

    @property
    def cells(self) -> int:
        return self.often_cells + self.once_bytes + self.once

    def memory_needed(self, tokens: int, threads: int) -> int:
        """Bytes below which `learn_merges` does not start: the cells, the vocabulary, the sketch, a quarter of the
        places."""
        places = self.cells // 4 * (4 if self.cells < 1 << 32 else 8)
        return 2 * self.cells + places + 150 * tokens + _sketch_bytes(_LEAST_SKETCH_CELLS, threads) + _TABLES


def _sketch_bytes(cells: int, threads: int) -> int:
    """Sums and places for each thread, and what is made of them."""
    return cells * (24 + 20 * threads)


@dataclass(frozen=True)
class Merges:
    """Merge i joins the ids `pairs[i]`, int32 [merges, 2], to the id 257 + i, which stands for `spellings[i]`."""

    pairs: np.ndarray
    spellings: list[bytes]


def learn_merges(
    sizes: WordSizes,
    batches: Iterable[Words],
    byte_order: np.ndarray,
    tokens: int,
    memory: int,
    threads: int = 1,
    advance: Callable[[int], None] | None = None,
) -> Merges:
    """Merge until the vocabulary has `tokens` entries (1 + 256 bytes + merged ones) or no pair is left.

    Args:
        sizes: of all the words in `batches`, which is read once; batches of about a MB divide well among threads.
        byte_order: uint8 [256], each byte's id less one.
        memory: bytes that may be used here.
        advance: called with the number of entries learned since it was last called.

    Raises:
        UserError: `memory` is too small, with the amount that is enough.
    """
    needed = sizes.memory_needed(tokens, threads)
    if memory < needed:
        raise MergeMemoryError(needed, memory)
    if sizes.words == 0:
        return Merges(np.zeros((0, 2), np.int32), [])
    with ThreadPoolExecutor(threads) as pool:
        learner = _Learner(sizes, batches, byte_order, tokens, memory, threads, pool)
        return learner.learn(advance or (lambda count: None))


class MergeMemoryError(UserError):
    """The words do not fit the memory; `needed` bytes would be enough."""

    def __init__(self, needed: int, memory: int) -> None:
        super().__init__(f"merging needs {needed:,} bytes of memory and may use {memory:,}")
        self.needed = needed


class _Learner:
    def __init__(
        self,
        sizes: WordSizes,
        batches: Iterable[Words],
        byte_order: np.ndarray,
        tokens: int,
        memory: int,
        threads: int,
        executor: ThreadPoolExecutor,
    ) -> None:
        self.memory = memory
        self.ones, self.stop = sizes.often_cells, sizes.cells
        self.cells = np.empty(self.stop + 4, np.uint16)
        self.cells[self.stop :] = 0
        self.big = np.zeros(max(sizes.big, 1), np.int64)
        heads = np.array([0, self.ones, 0], np.int64)
        cuts = {0, self.ones, self.stop}
        for words, starts, counts in batches:
            pair_kernels.lay_words(words, starts, counts, byte_order, self.cells, heads, self.ones, self.big)
            cuts.update(heads[:2].tolist())
        ordered = sorted(cuts)
        wanted = [ordered[np.searchsorted(ordered, self.stop * k // threads)] for k in range(threads + 1)]
        self.parts = [(a, b) for a, b in itertools.pairwise(wanted) if a < b]
        self.executor = executor
        # no more cells than a few for each word, and at most half of the memory that is not needed for other things
        spare = memory - sizes.memory_needed(tokens, threads)
        cells = min(_SKETCH_CELLS, 1 << max((self.stop // 8).bit_length(), 10))
        while cells > _LEAST_SKETCH_CELLS and _sketch_bytes(cells, threads) > spare // 2:
            cells //= 2
        self.sketch_cells = cells
        spare -= _sketch_bytes(cells, threads)

        self.wanted, room = tokens, tokens + 1
        self.two = np.zeros(1 << 16, np.int32)
        self.lengths = np.zeros(room, np.int64)
        self.lengths[1:FIRST_MERGED] = 1
        self.payload_bytes = np.argsort(byte_order).astype(np.uint8)
        self.spellings = np.zeros(max(16 * tokens, 1 << 12), np.uint8)  # in payloads, an id less one each
        self.spellings[:256] = np.arange(256)
        self.spelling_ends = np.zeros(room, np.int64)
        self.spelling_ends[:FIRST_MERGED] = np.arange(FIRST_MERGED)
        self.merges = np.zeros((room, 2), np.int32)
        self.left_sums, self.right_sums = np.zeros((2, room, 2), np.int64)
        self.left_seen, self.right_seen = np.zeros((2, room), np.int64)
        self.tallies = np.zeros(4, np.int64)
        self.state = np.zeros(7, np.int64)
        self.state[kernels.TOKENS] = FIRST_MERGED

        # reserved, not used: most phases touch a part of it
        wide = self.stop >= 1 << 32
        places = self.stop // 4 + max(spare, 0) // (8 if wide else 4)
        self.pool = np.empty(min(places, 3 * self.stop) + _SPARE_PLACES, np.int64 if wide else np.uint32)
        self.keys, self.values = _pair_table(1 << 12)
        self.heap = np.empty((0, 2), np.int64)
        self.highest = (1 << 63) - 1  # no pair has a higher count

    def learn(self, advance: Callable[[int], None]) -> Merges:
        state = self.state
        while self._next_phase():
            why, before = kernels.PAUSE, int(state[kernels.TOKENS])
            while why in (kernels.PAUSE, kernels.MORE_ROOM):
                told = int(state[kernels.TOKENS])
                why = self._merge()
                advance(int(state[kernels.TOKENS]) - told)
                if why == kernels.MORE_ROOM:
                    self._more_room()
            if why == kernels.FINISHED:
                break
            if state[kernels.HEAP]:
                if state[kernels.TOKENS] == before:  # no room for the places of a single merge
                    self._refuse()
                self.highest = int(self.heap[0, 0])
            else:
                self.highest = int(state[kernels.LIMIT]) - 1
        ends = self.spelling_ends[FIRST_MERGED - 1 : state[kernels.TOKENS]].tolist()
        spelled = self.payload_bytes[self.spellings[: ends[-1]]].tobytes()
        return Merges(self.merges[: len(ends) - 1], [spelled[a:b] for a, b in itertools.pairwise(ends)])

    def _next_phase(self) -> bool:
        """Count the pairs again and index those that reach a new threshold. False where no pair is left."""
        state = self.state
        state[kernels.PAIRS] = state[kernels.HEAP] = 0
        self.keys, self.values = _pair_table(1 << 12)
        self.heap = np.empty((0, 2), np.int64)
        sketches = list(self.executor.map(self._sketch, self.parts))
        sums = sketches[0][0]
        for other, _ in sketches[1:]:
            sums += other
        places = [part for _, part in sketches]
        del sketches
        highest = min(int(sums.max()), self.highest)
        if highest == 0:
            return False
        all_places = np.zeros(len(sums), np.int64)
        for part in places:
            all_places += part
        threshold, total = self._threshold(sums, all_places, highest)
        state[kernels.THRESHOLD] = state[kernels.LIMIT] = threshold
        state[kernels.POOL] = total
        # where each part of the words writes the places of a cell: behind those of the parts before it
        for part in (*places, all_places):
            part[sums < threshold] = 0
        start = np.cumsum(all_places) - all_places
        ends = []
        for part in places:
            ends.append(start.copy())
            start += part
        tables = list(self.executor.map(lambda part, end: self._index(part, sums, end, threshold), self.parts, ends))
        self.keys, self.values, pairs = _joined(tables)
        state[kernels.PAIRS] = pairs
        del tables
        self.heap = np.empty((2 * pairs + 1024, 2), np.int64)
        owners = np.zeros(len(sums), np.int32)
        kernels.fill_heap(
            self.cells, self.two, self.lengths, self.keys, self.values, ends[-1], all_places, owners, threshold,
            self.pool, self.heap, state,
        )  # fmt: skip
        return True

    def _threshold(self, sums: np.ndarray, places: np.ndarray, highest: int) -> tuple[int, int]:
        """The threshold of a phase and how many places it writes down: as many as there is room for, but no pairs
        that are far below the highest count, and not many more of them than entries that are wanted still."""
        wanted = 2 * (self.wanted - int(self.state[kernels.TOKENS]))
        low, most = max(highest // _PHASE, 1), 0.6 * len(self.pool)
        ranks = pair_kernels.rank_sums(sums, places)
        threshold, cells, total = highest, 0, 0
        for size in range(len(ranks) - 1, -1, -1):
            begins = (4 + size % 4 << size // 4) + 3 >> 2
            cells += int(ranks[size, 0])
            total += int(ranks[size, 1])
            if threshold <= low or (cells > wanted and 4 * threshold <= 3 * highest):
                break
            if total > most:
                threshold = min(_least_sum(sums, places, begins, most), highest)
                break
            threshold = min(begins, highest)
        total = int(places[sums >= threshold].sum())
        if total > len(self.pool):
            self._refuse()
        return threshold, total

    def _sketch(self, part: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        sums, places = np.zeros(self.sketch_cells, np.int64), np.zeros(self.sketch_cells, np.uint32)
        pair_kernels.sketch_pairs(self.cells, *part, self.ones, self.big, self.two, self.lengths, sums, places)
        return sums, places

    def _index(
        self, part: tuple[int, int], sums: np.ndarray, ends: np.ndarray, threshold: int
    ) -> tuple[np.ndarray, np.ndarray, int]:
        keys, values = _pair_table(1 << 16)
        pairs = np.zeros(1, np.int64)
        at, stop = part
        while True:
            at = pair_kernels.index_pairs(
                self.cells, at, stop, self.ones, self.big, self.two, self.lengths, sums, ends, threshold, self.pool,
                keys, values, pairs,
            )  # fmt: skip
            if at >= stop:
                return keys, values, int(pairs[0])
            keys, values = _moved(keys, values, 2 * len(keys))

    def _merge(self) -> int:
        return int(
            kernels.learn(
                self.wanted, _PAUSE_PLACES, self.cells, self.ones, self.big, self.two, self.lengths, self.spellings,
                self.spelling_ends, self.keys, self.values, self.heap, self.pool, self.merges,
                self.left_sums, self.right_sums, self.left_seen, self.right_seen, self.tallies, self.state,
            )
        )  # fmt: skip

    def _more_room(self) -> None:
        """Double what has become too small. `learn` asks again if that was not enough."""
        if 4 * self.state[kernels.PAIRS] > len(self.keys) or len(self.keys) < 1 << 16:
            self.keys, self.values = _moved(self.keys, self.values, 2 * len(self.keys))
        self.heap = _doubled(self.heap)
        if 2 * self.spelling_ends[self.state[kernels.TOKENS] - 1] > len(self.spellings):
            self.spellings = _doubled(self.spellings)

    def _refuse(self) -> None:
        places = len(self.pool) * self.pool.itemsize
        certain = 3 * self.stop * self.pool.itemsize
        raise MergeMemoryError(self.memory + certain - places, self.memory)


def _least_sum(sums: np.ndarray, places: np.ndarray, begins: int, most: float) -> int:
    """The least sum, from `begins` on, for which all cells of that sum or a higher one have up to `most` places; the
    highest sum where even those with it have more."""
    cells = np.flatnonzero(sums >= begins)
    cells = cells[np.argsort(sums[cells])[::-1]]
    fit = int(np.searchsorted(np.cumsum(places[cells]), most, side="right"))
    return min(int(sums[cells[fit]]) + 1, int(sums[cells[0]]))


def _pair_table(size: int) -> tuple[np.ndarray, np.ndarray]:
    """An empty table: keys, and for each its count, first place in the pool, number of places."""
    return np.full(size, pair_kernels.EMPTY, np.uint64), np.zeros((size, 3), np.int64)


def _moved(keys: np.ndarray, values: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    larger = _pair_table(size)
    pair_kernels.add_pairs(keys, values, *larger)
    return larger


def _joined(tables: list[tuple[np.ndarray, np.ndarray, int]]) -> tuple[np.ndarray, np.ndarray, int]:
    keys, values, pairs = tables[0]
    most = sum(table[2] for table in tables)
    if 2 * most > len(keys):
        keys, values = _moved(keys, values, 1 << (2 * most).bit_length())
    for other_keys, other_values, _ in tables[1:]:
        pairs += pair_kernels.add_pairs(other_keys, other_values, keys, values)
    return keys, values, pairs


def _doubled(array: np.ndarray) -> np.ndarray:
    return np.concatenate([array, np.zeros_like(array)])

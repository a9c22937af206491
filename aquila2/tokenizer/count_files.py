"""Counted words on disk: what a full table is written to, and how many such files become one list of words.

A run holds words and counts in 256 partitions by the first byte of the words' hash, so that the counts of a word in all
runs are found in the same partition of each, and partitions are joined one after another in bounded memory.

File: magic, 257 word numbers and 257 byte numbers (int64, where each partition begins), lengths (uint32), counts
(int64), words. A list of words is a sequence of blocks: numbers of words and of bytes (int64), then the same three.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from aquila2.base.files import atomic_file
from aquila2.tokenizer.byte_kernels import PADDING
from aquila2.tokenizer.count_kernels import gather_words
from aquila2.tokenizer.count_table import CountTable
from aquila2.tokenizer.merge import MergeMemoryError, Words, WordSizes
from aquila2.tokenizer.pair_kernels import BIG_COUNT

_MAGIC = b"aq2runs1"
_PARTITIONS = 256
_BLOCK_WORDS = 1 << 15


def write_run(path: Path, table: CountTable) -> None:
    """Write a table's words as a run, in one piece or not at all."""
    part = (table.hashes() >> np.uint64(56)).astype(np.uint8)
    order = np.argsort(part, kind="stable").astype(np.uint32)
    words = np.searchsorted(part[order], np.arange(_PARTITIONS + 1))
    del part
    lengths = np.diff(table.entries[: len(table) + 1, 0]).astype(np.uint32)[order]
    byte_ends = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    with atomic_file(path) as beside, open(beside, "wb") as file:
        file.write(_MAGIC)
        words.astype(np.int64).tofile(file)
        byte_ends[words].tofile(file)
        lengths.tofile(file)
        for at in range(0, len(order), _BLOCK_WORDS):
            table.entries[order[at : at + _BLOCK_WORDS], 1].tofile(file)
        for at in range(0, len(order), _BLOCK_WORDS):
            gather_words(table.entries, table.arena, order[at : at + _BLOCK_WORDS]).tofile(file)


class Run:
    """A run on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with open(path, "rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise OSError(f"{path} is not a run of counted words")
            self.words, self.bytes = np.fromfile(file, np.int64, 2 * (_PARTITIONS + 1)).reshape(2, -1)
        self._lengths = len(_MAGIC) + 16 * (_PARTITIONS + 1)
        self._counts = self._lengths + 4 * int(self.words[-1])
        self._text = self._counts + 8 * int(self.words[-1])

    def read(self, first: int, last: int) -> Iterator[Words]:
        """The words of the partitions from `first` up to `last`, some at a time."""
        start, stop, place = int(self.words[first]), int(self.words[last]), int(self.bytes[first])
        with open(self.path, "rb") as file:
            for at in range(start, stop, _BLOCK_WORDS):
                count = min(_BLOCK_WORDS, stop - at)
                file.seek(self._lengths + 4 * at)
                lengths = np.fromfile(file, np.uint32, count)
                file.seek(self._counts + 8 * at)
                counts = np.fromfile(file, np.int64, count)
                file.seek(self._text + place)
                words = _from_lengths(file, lengths, counts)
                place += int(words[1][-1])
                yield words


def join_runs(runs: list[Run], path: Path, memory: int, advance: Callable[[int], None]) -> WordSizes:
    """Add up the counts of all runs and write the list of words. `advance` is told the words read.

    Raises:
        MergeMemoryError: a partition is larger than `memory`.
    """
    sizes = WordSizes(0, 0, 0, 0, 0)
    weights = sum((CountTable.memory_for(np.diff(run.words), np.diff(run.bytes)) for run in runs), np.zeros(256))
    if len(weights) and weights.max() > memory:
        raise MergeMemoryError(int(weights.max()), memory)
    with atomic_file(path) as beside, open(beside, "wb") as file:
        for first, last in _groups(weights, memory):
            table = CountTable(max(int(weights[first:last].sum()), 1 << 16))
            for words in itertools.chain.from_iterable(run.read(first, last) for run in runs):
                if table.add(*words) < len(words[2]):
                    raise RuntimeError("a partition is larger than the sum of its parts")
                advance(len(words[2]))
            sizes = _write_words(file, table, sizes)
    return sizes


def read_words(path: Path) -> Iterator[Words]:
    """The blocks of a list of words."""
    with open(path, "rb") as file:
        while len(head := np.fromfile(file, np.int64, 1)):
            lengths = np.fromfile(file, np.uint32, int(head[0]))
            yield _from_lengths(file, lengths, np.fromfile(file, np.int64, int(head[0])))


def _from_lengths(file: BinaryIO, lengths: np.ndarray, counts: np.ndarray) -> Words:
    starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    text = np.empty(int(starts[-1]) + PADDING, np.uint8)
    file.readinto(text[:-PADDING].data)  # type: ignore[attr-defined]
    return text, starts, counts


def _groups(weights: np.ndarray, memory: int) -> Iterable[tuple[int, int]]:
    first, held = 0, 0
    for part, weight in enumerate(weights.tolist()):
        if held + weight > memory:
            yield first, part
            first, held = part, 0
        held += weight
    yield first, len(weights)


def _write_words(file: BinaryIO, table: CountTable, sizes: WordSizes) -> WordSizes:
    for at in range(0, len(table), _BLOCK_WORDS):
        part = table.entries[at : min(at + _BLOCK_WORDS, len(table)) + 1]
        lengths, counts = np.diff(part[:, 0]), part[:-1, 1].copy()
        np.array([len(counts)], np.int64).tofile(file)
        lengths.astype(np.uint32).tofile(file)
        counts.tofile(file)
        table.arena[part[0, 0] : part[-1, 0]].tofile(file)
        long = lengths > 1
        once = long & (counts == 1)
        sizes = WordSizes(
            sizes.words + int(long.sum()),
            sizes.word_bytes + int(lengths[long].sum()),
            sizes.once + int(once.sum()),
            sizes.once_bytes + int(lengths[once].sum()),
            sizes.big + int((long & (counts >= BIG_COUNT)).sum()),
        )
    return sizes

"""Rows of samples for fine-tuning: which samples share a row, and which rows come when.

A position of a run is a number of rows, as in `loader.py`: what row n holds follows from n, the seed and the samples
alone. In an epoch every sample comes once. The samples are packed anew for every epoch, so one may have a row more
than another; where row n lies is found by packing the epochs before it, each in well under a second.

A sample is never cut, and one document never sees another. The two documents of a pair lie in one row, the better
one first: they are its documents 2k and 2k + 1.

Without packing a row has one sample, and all rows of a batch, on all ranks, are as long as the longest of them needs.
"""

import threading
from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import Any

import numpy as np

from aquila2.data.loader import ranks_part
from aquila2.data.order import MOST_SAMPLES, Permutation
from aquila2.data.packing import IGNORED, Rows, pack, pad
from aquila2.data.sft_samples import Samples

_MULTIPLE = 64  # rows of one sample are as long as one of these: kernels are fastest on whole tiles
_KEPT = 2  # epochs whose rows are held in memory


class SampleLoader:
    """Rows in a random order, every epoch with other neighbours; the same interface as `data.loader.TrainLoader`.

    Attributes:
        seq_len: tokens of a row; without packing, the most.
        samples_per_epoch: rows of the first epoch.
    """

    def __init__(self, samples: Samples, seed: int = 0, packing: bool = True) -> None:
        self._samples, self._seed, self._packing = samples, seed, packing
        self.seq_len = samples.max_seq_len
        self._lock = threading.Lock()  # batches are made in a thread, while another asks where a row lies
        self._starts = [0]  # the first row of each epoch that is known, and of the one behind it
        self._epochs: dict[int, list[np.ndarray]] = {}
        self.samples_per_epoch = self.samples_in(1)

    def samples_in(self, epochs: float) -> int:
        """Rows of so many epochs, a part of one rounded to the nearest whole row."""
        whole = int(epochs)
        with self._lock:
            start = self._start(whole)
            return start + round((epochs - whole) * (self._start(whole + 1) - start)) if epochs > whole else start

    def efficiency(self, rows: int = 1) -> float:
        """Tokens of samples by tokens of rows, in the first epoch; without packing, in batches of `rows` rows."""
        with self._lock:
            members = self._epoch(0)
        lengths = self._samples.lengths
        held = np.array([lengths[row].sum() for row in members])
        if self._packing:
            return float(held.sum() / (len(held) * self.seq_len))
        parts = [held[at : at + rows] for at in range(0, len(held), rows)]
        return float(held.sum() / sum(len(part) * _width(part.max(), self.seq_len) for part in parts))

    def global_batch(self, first_sample: int, count: int, rank: int = 0, size: int = 1) -> Rows:
        """This rank's part of the rows from `first_sample` on: the ranks' parts, one behind the other, are the same
        `count` rows whatever `size` is.

        Raises:
            UserError: `count` is no multiple of `size`.
        """
        mine = ranks_part(first_sample, count, rank, size)
        members = self._members(np.arange(first_sample, first_sample + count) if not self._packing else mine)
        width = self._width(members)
        if not self._packing:
            members = members[mine[0] - first_sample :][: len(mine)]
        return _rows(self._samples, members, width)

    def members(self, first_sample: int, count: int, rank: int = 0, size: int = 1) -> list[np.ndarray]:
        """The samples, int64, in each row of `global_batch` with the same arguments."""
        return self._members(ranks_part(first_sample, count, rank, size))

    def rows(self, samples: np.ndarray) -> Rows:
        """Any rows (int64, from 0)."""
        members = self._members(samples)
        return _rows(self._samples, members, self._width(members))

    def describe(self, sample: int) -> dict[str, Any]:
        """Where a row lies, for a log: `epoch`, `row` of that epoch, both from 0, and `documents`, where each of its
        samples stands, as `file:line`."""
        with self._lock:
            epoch, row, members = self._row(sample)
        return {"epoch": epoch, "row": row, "documents": [self._samples.place(member) for member in members.tolist()]}

    def _members(self, rows: np.ndarray) -> list[np.ndarray]:
        with self._lock:
            return [self._row(row)[2] for row in rows.tolist()]

    def _width(self, members: list[np.ndarray]) -> int:
        if self._packing:
            return self.seq_len
        lengths = self._samples.lengths
        return _width(max(int(lengths[row].sum()) for row in members), self.seq_len)

    def _row(self, row: int) -> tuple[int, int, np.ndarray]:
        """Epoch, place in it, and samples of a row."""
        if not 0 <= row < MOST_SAMPLES:
            raise IndexError(f"sample {row}")
        while self._starts[-1] <= row:
            self._start(len(self._starts))
        epoch = int(np.searchsorted(self._starts, row, side="right")) - 1
        place = row - self._starts[epoch]
        return epoch, place, self._epoch(epoch)[place]

    def _start(self, epoch: int) -> int:
        while len(self._starts) <= epoch:
            self._starts.append(self._starts[-1] + len(self._epoch(len(self._starts) - 1)))
        return self._starts[epoch]

    def _epoch(self, epoch: int) -> list[np.ndarray]:
        """The samples of each row of an epoch."""
        if epoch not in self._epochs:
            while len(self._epochs) >= _KEPT:
                del self._epochs[next(iter(self._epochs))]
            count = len(self._samples)
            order = Permutation(count, (self._seed, epoch))(np.arange(count))
            if self._packing:
                packed = _packed(self._samples, order)
                shuffled = Permutation(len(packed), (self._seed, epoch, 1))(np.arange(len(packed)))
                self._epochs[epoch] = [packed[row] for row in shuffled.tolist()]
            else:
                self._epochs[epoch] = list(order[:, None])
        return self._epochs[epoch]


class HeldOutLoader:
    """The held-out samples, each once, always in the same rows; the same interface as `data.loader.ValidLoader`. Rows
    behind the last are all padding, so that every rank can have as many.

    Attributes:
        seq_len: tokens of a row; without packing, the most.
        num_rows: rows with a sample in them.
    """

    def __init__(self, samples: Samples, packing: bool = True) -> None:
        self._samples, self._packing = samples, packing
        self.seq_len = samples.max_seq_len
        order = np.arange(len(samples))
        self._by_row = _packed(samples, order) if packing else list(order[:, None])
        self.num_rows = len(self._by_row)

    def batch(self, first_row: int, count: int, rank: int = 0, size: int = 1) -> Rows:
        """This rank's part of the rows from `first_row` on.

        Raises:
            UserError: `count` is no multiple of `size`.
        """
        lengths, width = self._samples.lengths, self.seq_len
        if not self._packing:
            longest = max((int(lengths[row].sum()) for row in self._by_row[first_row : first_row + count]), default=1)
            width = _width(longest, self.seq_len)
        return _rows(self._samples, self.members(first_row, count, rank, size), width)

    def members(self, first_row: int, count: int, rank: int = 0, size: int = 1) -> list[np.ndarray]:
        """The samples, int64, in each row of `batch` with the same arguments."""
        nothing = np.empty(0, np.int64)
        mine = ranks_part(first_row, count, rank, size).tolist()
        return [self._by_row[row] if row < self.num_rows else nothing for row in mine]


def best_fit(lengths: Sequence[int], size: int) -> list[int]:
    """The row of each item: the fullest one that has room for it, else a new one. Items come in the order given, so
    what shares a row is as random as that is; of rows equally full, the one filled last is taken."""
    rooms: list[int] = []  # of the rows that are not full, ascending, each size once
    rows_with: dict[int, list[int]] = {}  # room -> rows
    placed, count = [], 0
    for length in lengths:
        at = bisect_left(rooms, length)
        if at == len(rooms):
            row, room, count = count, size, count + 1
        else:
            room = rooms[at]
            row = rows_with[room].pop()
            if not rows_with[room]:
                del rooms[at]
        placed.append(row)
        if room > length:
            others = rows_with.setdefault(room - length, [])
            if not others:
                insort(rooms, room - length)
            others.append(row)
    return placed


def _packed(samples: Samples, order: np.ndarray) -> list[np.ndarray]:
    """The samples of each row, those of `order` packed in that order."""
    placed = np.array(best_fit(samples.lengths[order].tolist(), samples.max_seq_len))
    by_row = np.argsort(placed, kind="stable")
    return np.split(order[by_row], np.flatnonzero(np.diff(placed[by_row])) + 1)


def _width(longest: int, seq_len: int) -> int:
    return min(-(-longest // _MULTIPLE) * _MULTIPLE, seq_len)


def _rows(samples: Samples, members: Sequence[np.ndarray], width: int) -> Rows:
    """Rows of `width` tokens with the samples of each; a label is the next token, where that has loss."""
    tokens = np.full((len(members), width + 1), samples.pad_id, np.int64)
    begins, loss = np.zeros(tokens.shape, bool), np.zeros(tokens.shape, bool)
    held = np.zeros(len(members), np.int64)
    for row, numbers in enumerate(members):
        at = 0
        for sample in numbers.tolist():
            for ids, has_loss in samples.documents(sample):
                end = at + len(ids)
                tokens[row, at:end], loss[row, at:end], begins[row, at] = ids, has_loss, True
                at = end
        held[row] = at
    rows = pad(pack(tokens, begins), held, samples.pad_id)
    return Rows(rows.ids, np.where(loss[:, 1:], rows.labels, IGNORED), rows.positions, rows.documents)

"""Batches for training: which rows come when, the same on any number of ranks, from any place on.

A sample is a row of `seq_len` tokens, and the position of a run is the number of samples it has seen. What sample n
is follows from n, the seed and the data alone.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from aquila2.base.errors import UserError
from aquila2.data.indexed import TokenShards
from aquila2.data.order import MOST_SAMPLES, Deal, Permutation
from aquila2.data.packing import Rows, pack, pad

RequestT = TypeVar("RequestT")
AnswerT = TypeVar("AnswerT")


class TrainLoader:
    """Rows in a random order: consecutive windows of each folder's token stream, every epoch in another order. The
    tokens behind the last whole window are left out.

    Several folders are dealt into one order by weight, a weight being a part of the samples; each folder has its own
    epochs, so that a small one with a large weight is seen more often.

    Attributes:
        seq_len: tokens of a row.
        samples_per_epoch: windows of all folders together; without weights, each is seen once in so many samples.
    """

    def __init__(
        self,
        shards: TokenShards | Sequence[TokenShards],
        seq_len: int,
        seed: int = 0,
        weights: Sequence[float] | None = None,
    ) -> None:
        """
        Raises:
            UserError: a folder with less than one window of tokens; weights that do not fit; folders of different
                tokenizers.
        """
        self._shards = [shards] if isinstance(shards, TokenShards) else list(shards)
        check_same_tokenizer(self._shards)
        self.seq_len, self._seed = seq_len, seed
        self._windows = [(part.num_tokens - 1) // seq_len for part in self._shards]
        for part, windows in zip(self._shards, self._windows, strict=True):
            if windows < 1:
                raise UserError(
                    f"{part.folder}: its split {part.split} has {part.num_tokens:,} tokens, fewer than one row of"
                    f" {seq_len:,} and the token after it: shorten the rows or prepare more text"
                )
        if weights is not None and len(weights) != len(self._shards):
            raise UserError(f"data_weights has {len(weights)} weights for {len(self._shards)} folders: give each one")
        self._deal = Deal(self._windows if weights is None else weights)
        self.samples_per_epoch = sum(self._windows)

    def global_batch(self, first_sample: int, count: int, rank: int = 0, size: int = 1) -> Rows:
        """This rank's part of the samples from `first_sample` on: the ranks' parts, one behind the other, are the same
        `count` rows whatever `size` is.

        Raises:
            UserError: `count` is no multiple of `size`.
        """
        return self.rows(ranks_part(first_sample, count, rank, size))

    def rows(self, samples: np.ndarray) -> Rows:
        """The rows of any samples (int64, from 0)."""
        tokens = np.empty((len(samples), self.seq_len + 1), np.int64)
        begins = np.zeros(tokens.shape, bool)
        for row, (folder, _, window) in enumerate(self._places(samples)):
            _fill(self._shards[folder], window * self.seq_len, tokens[row], begins[row])
        return pack(tokens, begins)

    def describe(self, sample: int) -> dict[str, Any]:
        """Where a sample lies, for a log: `folder`, `epoch` (of that folder, from 0), `window`, `shard` (of its first
        token) and `documents`, each as `file#number`, the number counting the file's documents from 0."""
        folder, epoch, window = self._places(np.array([sample]))[0]
        part = self._shards[folder]
        start = window * self.seq_len
        origins = part.origins(start, start + self.seq_len)
        return {
            "folder": str(part.folder),
            "epoch": epoch,
            "window": window,
            "shard": origins[0].shard,
            "documents": [f"{origin.source}#{origin.number}" for origin in origins],
        }

    def _places(self, samples: np.ndarray) -> list[tuple[int, int, int]]:
        """Folder, epoch and window of each sample."""
        if len(samples) and not 0 <= int(samples.min()) <= int(samples.max()) < MOST_SAMPLES:
            raise IndexError(f"samples {samples.min()} to {samples.max()}")
        folders, numbers = self._deal(samples.astype(np.int64))
        windows = np.empty_like(numbers)
        epochs = numbers // np.array(self._windows)[folders]
        for folder, epoch in set(zip(folders.tolist(), epochs.tolist(), strict=True)):
            mine = (folders == folder) & (epochs == epoch)
            size = self._windows[folder]
            windows[mine] = Permutation(size, (self._seed, folder, epoch))(numbers[mine] - epoch * size)
        return list(zip(folders.tolist(), epochs.tolist(), windows.tolist(), strict=True))


class ValidLoader:
    """The held-out tokens in their order, each predicted once but for the first of each document. The last row is
    padded, and rows behind it are all padding, so that every rank can have as many.

    Attributes:
        seq_len: tokens of a row.
        num_rows: rows with a token in them.
    """

    def __init__(self, shards: TokenShards, seq_len: int) -> None:
        """
        Raises:
            UserError: there are no two tokens.
        """
        if shards.num_tokens < 2:
            raise UserError(
                f"{shards.folder}: its split {shards.split} has {shards.num_tokens} tokens, too few to predict any:"
                " prepare the data with a larger valid_fraction="
            )
        self._shards, self.seq_len = shards, seq_len
        self.num_rows = -(-(shards.num_tokens - 1) // seq_len)

    def batch(self, first_row: int, count: int, rank: int = 0, size: int = 1) -> Rows:
        """This rank's part of the rows from `first_row` on.

        Raises:
            UserError: `count` is no multiple of `size`.
        """
        rows = ranks_part(first_row, count, rank, size)
        tokens = np.full((len(rows), self.seq_len + 1), self._shards.end_id, np.int64)
        begins = np.zeros(tokens.shape, bool)
        starts = np.minimum(rows * self.seq_len, self._shards.num_tokens)
        held = np.minimum(self._shards.num_tokens - starts, self.seq_len + 1)
        for row, (start, length) in enumerate(zip(starts.tolist(), held.tolist(), strict=True)):
            _fill(self._shards, start, tokens[row, :length], begins[row, :length])
        return pad(pack(tokens, begins), held, self._shards.end_id)


def check_same_tokenizer(shards: Sequence[TokenShards]) -> None:
    """Refuse folders whose ids mean different things.

    Raises:
        UserError: no folder at all, or two with different tokenizers or tokens that end documents.
    """
    if not shards:
        raise UserError("data= names no prepared folder: make one with aquila2 prepare-data")
    for part in shards[1:]:
        if part.manifest["tokenizer"] != shards[0].manifest["tokenizer"]:
            raise UserError(f"{part.folder} was prepared with another tokenizer than {shards[0].folder}")


def prefetch(answer: Callable[[RequestT], AnswerT], requests: Iterable[RequestT], depth: int = 2) -> Iterator[AnswerT]:
    """`map(answer, requests)`, `depth` answers ahead in a thread of its own, so that who takes them does not wait. An
    error comes where its answer would have; closing the iterator ends the thread."""
    ready: queue.Queue[tuple[bool, Any]] = queue.Queue(depth)
    stop = threading.Event()

    def put(item: tuple[bool, Any]) -> bool:
        while not stop.is_set():
            try:
                ready.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        try:
            for request in requests:
                if not put((True, answer(request))):
                    return
            put((False, None))
        except BaseException as error:
            put((False, error))

    thread = threading.Thread(target=work, name="prefetch", daemon=True)
    thread.start()
    try:
        while True:
            more, value = ready.get()
            if not more:
                if value is not None:
                    raise value
                return
            yield value
    finally:
        stop.set()
        thread.join()


def ranks_part(first: int, count: int, rank: int, size: int) -> np.ndarray:
    """The numbers of this rank's rows among `count` from `first` on, int64.

    Raises:
        UserError: `count` is no multiple of `size`.
    """
    if count % size:
        raise UserError(f"a batch of {count} rows cannot be divided among {size} ranks: make it a multiple")
    each = count // size
    return np.arange(first + rank * each, first + (rank + 1) * each, dtype=np.int64)


def _fill(shards: TokenShards, start: int, tokens: np.ndarray, begins: np.ndarray) -> None:
    """Read as many tokens as `tokens` holds, from `start` on, and mark where documents begin."""
    stop = start + len(tokens)
    tokens[:] = shards.read(start, stop)
    begins[shards.document_starts(start, stop) - start] = True

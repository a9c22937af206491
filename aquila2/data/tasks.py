"""The tasks of preparing data: each reads some pieces of the sources and leaves files, apart from all others.

Files are cut into tasks by their sizes alone, and what a task leaves depends on its text alone: so the result does not
depend on workers, on their order or on a kill.
"""

import functools
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from aquila2.base.errors import UserError
from aquila2.base.sources import Batch, Problem, Shard
from aquila2.data.documents import Documents, cut_documents, read_documents
from aquila2.data.indexed import ShardWriter, sha256_of, token_dtype
from aquila2.data.near import signatures
from aquila2.tokenizer.repeats import document_hashes
from aquila2.tokenizer.tiktoken_encoder import TiktokenEncoder, fast_encoder
from aquila2.tokenizer.tokenizer import Tokenizer

Dedupe = Literal["none", "exact", "near"]

KEPT, DUPLICATE, NEAR_DUPLICATE = range(3)
TOKENIZER = "tokenizer"

_TASKS = 64  # of a middling text; a small one has fewer, a large one more
_LEAST_TASK, _MOST_TASK = 1 << 22, 1 << 28  # bytes
_KEPT_PROBLEMS = 100  # of a task are named; all are counted


@dataclass(frozen=True)
class Rules:
    """What decides which documents there are, and what becomes of each."""

    tokenizer: str  # the SHA-256 of its tokenizer.json
    end_token: str
    end_id: int
    vocab_size: int
    documents: Documents = "line"
    field: str | None = None
    on_error: str = "fail"
    dedupe: Dedupe = "near"
    near_threshold: float = 0.8
    valid_fraction: float = 0.005
    seed: int = 0


@dataclass(frozen=True)
class Task:
    """Some pieces of the sources, which become one shard of each split, `name`. `sources` are the files' numbers."""

    name: str
    sources: tuple[int, ...]
    pieces: tuple[Shard, ...]
    size: int
    rules: Rules
    work: Path


@dataclass(frozen=True)
class HashTask:
    """A file whose SHA-256 is asked for."""

    path: Path
    size: int


@dataclass
class Hashed:
    """A file's SHA-256."""

    path: str
    sha256: str
    worker: str = ""
    peak_bytes: int = 0


@dataclass
class Examined:
    """A task whose documents' hashes, and signatures, lie in the work folder."""

    name: str
    worker: str = ""
    peak_bytes: int = 0


@dataclass
class Piece:
    """What was in one piece of a source."""

    source: int
    documents: int = 0
    duplicates: int = 0
    near_duplicates: int = 0
    tokens: int = 0
    problems: int = 0


@dataclass
class Done:
    """What became of a task, as it is written down: its pieces, and the entry of its shard in each split."""

    name: str
    pieces: list[dict[str, int]]
    shards: dict[str, dict[str, Any]]
    first_problems: list[str] = field(default_factory=list)
    worker: str = ""
    peak_bytes: int = 0


def make_tasks(files: list[Path], rules: Rules, work: Path) -> list[Task]:
    """The tasks, in the order of the text."""
    sizes = [path.stat().st_size for path in files]
    most = min(max(sum(sizes) // _TASKS, _LEAST_TASK), _MOST_TASK)
    tasks: list[Task] = []
    sources: list[int] = []
    pieces: list[Shard] = []
    weight = 0
    for source, (path, size) in enumerate(zip(files, sizes, strict=True)):
        shards = cut_documents(path, most, rules.documents)
        for number, shard in enumerate(shards):
            sources.append(source)
            pieces.append(shard)
            plain = shard.kind != "parquet"
            weight += shard.stop - shard.start if plain else size // len(shards)
            if weight >= most or (source == len(files) - 1 and number == len(shards) - 1):
                tasks.append(Task(f"{len(tasks):05}", tuple(sources), tuple(pieces), weight, rules, work))
                sources, pieces, weight = [], [], 0
    if pieces:  # files without anything in them stand last
        tasks.append(Task(f"{len(tasks):05}", tuple(sources), tuple(pieces), weight, rules, work))
    return tasks


def hash_file(task: HashTask, advance: Callable[[int], None] = lambda count: None, stop: Any = None) -> Hashed:
    """The SHA-256 of a file."""

    def count(amount: int) -> None:
        _end_if(stop)
        advance(amount)

    return Hashed(str(task.path), sha256_of(task.path, count))


def examine(
    task: Task, advance: Callable[[int], None] = lambda count: None, stop: threading.Event | None = None
) -> Examined:
    """Write the hash, and for near-duplicates the signature, of each document of a task."""
    hashes, sketches = left_by(task, "hashes"), left_by(task, "signatures")
    hashes.parent.mkdir(exist_ok=True)
    with open(hashes.with_suffix(".part"), "wb") as hash_file, open(sketches, "wb") as sketch_file:
        for _, batch in _batches(task, [], Done(task.name, [], {}), advance, stop):
            document_hashes(batch).tofile(hash_file)
            if task.rules.dedupe == "near":
                signatures(batch).tofile(sketch_file)
    hashes.with_suffix(".part").replace(hashes)
    return Examined(task.name)


def tokenize(
    task: Task, advance: Callable[[int], None] = lambda count: None, stop: threading.Event | None = None
) -> Done:
    """Write a task's shards: the documents that are kept, as tokens."""
    rules = task.rules
    fates = None if rules.dedupe == "none" else np.fromfile(left_by(task, "fates"), np.uint8)
    pieces: list[Piece] = []
    done = Done(task.name, [], {})
    writers: dict[str, ShardWriter] = {}
    first = 0
    for piece, batch in _batches(task, pieces, done, advance, stop):
        count = len(batch.bounds)
        fate = np.zeros(count, np.uint8) if fates is None else fates[first : first + count]
        kept = fate == KEPT
        piece.duplicates += int((fate == DUPLICATE).sum())
        piece.near_duplicates += int((fate == NEAR_DUPLICATE).sum())
        batch = Batch(batch.data, batch.bounds[kept], None, batch.position)
        tokens, lengths = _encode(task, batch)
        piece.tokens += len(tokens)
        origins = first + np.flatnonzero(kept)
        valid = is_held_out(document_hashes(batch), rules.valid_fraction, rules.seed)
        for split, mine in (("train", ~valid), ("valid", valid)):
            if mine.any():
                if split not in writers:
                    writers[split] = ShardWriter(task.work / split, task.name, token_dtype(rules.vocab_size))
                writers[split].add(tokens[np.repeat(mine, lengths)], lengths[mine], origins[mine])
        first += count
    done.shards = {split: writer.close() for split, writer in writers.items()}
    done.pieces = [asdict(piece) for piece in pieces]
    return done


def is_held_out(hashes: np.ndarray, fraction: float, seed: int) -> np.ndarray:
    """Which documents belong to the held-out split, by their hashes (uint64 [documents, 2]): the same text always does
    or never does, wherever it stands."""
    mixed = (hashes[:, 0] ^ np.uint64(seed * 0x9E3779B97F4A7C15 % 2**64)) * np.uint64(0xD6E8FEB86659FD93)
    mixed = (mixed ^ mixed >> np.uint64(32)) * np.uint64(0x9E3779B97F4A7C15)
    held_out: np.ndarray = (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53 < fraction
    return held_out


def _batches(
    task: Task, pieces: list[Piece], done: Done, advance: Callable[[int], None], stop: threading.Event | None
) -> Iterator[tuple[Piece, Batch]]:
    """The documents of a task; `pieces` and `done` are told what was met on the way."""

    def report(problem: Problem) -> None:
        if task.rules.on_error == "fail":
            raise UserError(f"{problem}; on_error=skip goes on without it")
        pieces[-1].problems += 1
        if len(done.first_problems) < _KEPT_PROBLEMS:
            done.first_problems.append(str(problem))

    for source, shard in zip(task.sources, task.pieces, strict=True):
        pieces.append(Piece(source))
        for batch in read_documents(shard, task.rules.documents, report, task.rules.field, advance):
            _end_if(stop)
            pieces[-1].documents += len(batch.bounds)
            yield pieces[-1], batch


def _encode(task: Task, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
    """The tokens of documents, one behind the other, each document's followed by `end_id`; and how many each has."""
    data = batch.data.tobytes()
    texts = [data[start:stop] for start, stop in batch.bounds.tolist()]
    encoder = encoder_of(task.work / TOKENIZER, task.rules.tokenizer)
    if isinstance(encoder, TiktokenEncoder):
        tokens = encoder.encode_ended(texts, task.rules.end_token)
    else:
        found = encoder.encode_batch([text.decode("utf-8") for text in texts])
        tokens = np.array([id for ids in found for id in (*ids, task.rules.end_id)], np.uint32)
    ends = np.flatnonzero(tokens == task.rules.end_id) + 1  # text never becomes a special token
    return tokens, np.diff(ends, prepend=0)


@functools.cache
def encoder_of(folder: Path, sha256: str) -> TiktokenEncoder | Tokenizer:
    """The fastest encoder of the tokenizer in a folder; `sha256` tells it from another that lay there before."""
    return fast_encoder(Tokenizer.load(folder))


def left_by(task: Task, kind: str) -> Path:
    """The file of a task in the work folder: its documents' `hashes`, `signatures` or `fates`."""
    return task.work / "examined" / f"{task.name}.{kind}"


def _end_if(stop: threading.Event | None) -> None:
    if stop is not None and stop.is_set():
        raise InterruptedError("another task failed")

"""Text to token shards, in steps that are each resumed: look for duplicates, mark them, turn the rest into tokens.

Files are cut into tasks by their sizes alone, and a task leaves files that depend on its text alone, so that the result
does not depend on workers, on their order or on a kill. Tasks run on threads (the loops and tiktoken hold no lock) or on
Ray; only the marking, between them, looks at all documents at once, in their order, by hashes and signatures that the
tasks left on disk.
"""

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from aquila2.base.commits import Commits
from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json_if_there, write_json
from aquila2.base.memory import resident_bytes
from aquila2.base.sources import Batch, Problem, Shard, shard_key
from aquila2.base.workers import Workers, run_tasks
from aquila2.data.documents import Documents, cut_documents, read_documents
from aquila2.data.indexed import ShardWriter, sha256_of, token_dtype
from aquila2.data.near import SIGNATURE_BYTES, find_near_duplicates, signatures, warm_up
from aquila2.tokenizer.repeats import document_hashes, find_repeats
from aquila2.tokenizer.tiktoken_encoder import TiktokenEncoder, fast_encoder
from aquila2.tokenizer.tokenizer import Tokenizer

Dedupe = Literal["none", "exact", "near"]

KEPT, DUPLICATE, NEAR_DUPLICATE = range(3)
TOKENIZER = "tokenizer"

_FORMAT = 1  # of what lies in the work folder
_TASKS = 64  # of a middling text; a small one has fewer, a large one more
_LEAST_TASK, _MOST_TASK = 1 << 22, 1 << 28  # bytes
_KEPT_PROBLEMS = 100  # named in the manifest; all are counted
_MARGIN = 48 << 20  # of memory, for small things
_COPY = 1 << 24


@dataclass(frozen=True)
class Rules:
    """What decides which documents there are, and what becomes of each."""

    tokenizer: str  # the SHA-256 of its tokenizer.json
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


@dataclass(frozen=True)
class Prepared:
    """All results, by the order of the tasks and of the files. The shards lie in `work`."""

    done: list[Done]
    sha256: list[str]


class Meter(Protocol):
    """Where progress is told; `base.log.Progress` is one."""

    def advance(self, amount: int = 1) -> None:
        """Count `amount` more as done."""

    def __enter__(self) -> "Meter": ...

    def __exit__(self, *error: Any) -> None: ...


def prepare(
    files: list[Path],
    rules: Rules,
    work: Path,
    memory: int,
    workers: Workers,
    meter: Callable[[str, int, str], Meter],
) -> Prepared:
    """Make the shards of all files in the folder `work`, which has the tokenizer in `tokenizer/`.

    What an earlier process has finished there by the same rules from the same files is not done again. `memory` is for
    the marking of duplicates; a task takes some blocks of its file, and the longest document.

    Raises:
        UserError: a file cannot be read and `on_error` is `fail`; a file changed meanwhile; too little memory.
    """
    warm_up()
    tasks = make_tasks(files, rules, work)
    keys = [shard_key(Shard(path, 0, 0)) for path in files]
    _start_over_if_other(work, {"format": _FORMAT, "rules": asdict(rules), "files": keys})
    hashes = _hash_files(files, work, workers, meter)
    if rules.dedupe != "none" and not (work / "marked").exists():
        todo = [task for task in tasks if not _is_examined(task)]
        with meter("looking for duplicates", sum(task.size for task in todo), " bytes") as bar:
            for _ in run_tasks(examine, todo, workers, bar.advance):
                pass
        _mark(tasks, rules, work, memory, meter)
    done = _tokenize_all(tasks, rules, work, workers, meter)
    for path, key in zip(files, keys, strict=True):
        if not path.exists() or shard_key(Shard(path, 0, 0)) != key:
            raise UserError(f"{path} changed while it was read: run the command again")
    return Prepared(done, hashes)


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
    hashes, sketches = _left(task, "hashes"), _left(task, "signatures")
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
    fates = None if rules.dedupe == "none" else np.fromfile(_left(task, "fates"), np.uint8)
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
    texts = [data[start:stop].decode("utf-8") for start, stop in batch.bounds.tolist()]
    encoder = _encoder(task.work / TOKENIZER, task.rules.tokenizer)
    if isinstance(encoder, TiktokenEncoder):
        found = encoder.encode_arrays(texts)
    else:
        found = [np.array(ids, np.uint32) for ids in encoder.encode_batch(texts)]
    end = np.array([task.rules.end_id], np.uint32)
    lengths = np.array([len(ids) + 1 for ids in found], np.int64)
    parts = [part for ids in found for part in (ids, end)]
    return np.concatenate(parts) if parts else end[:0], lengths


@functools.cache
def _encoder(folder: Path, sha256: str) -> TiktokenEncoder | Tokenizer:
    return fast_encoder(Tokenizer.load(folder))


def _tokenize_all(
    tasks: list[Task], rules: Rules, work: Path, workers: Workers, meter: Callable[[str, int, str], Meter]
) -> list[Done]:
    commits = Commits(work / "commits.jsonl", Done)
    finished = {done.name: done for done in commits.done if _is_there(done, work)}
    todo = [task for task in tasks if task.name not in finished]
    if workers != "ray":
        _encoder(work / TOKENIZER, rules.tokenizer)  # once, before threads ask for it
    with meter("making tokens", sum(task.size for task in todo), " bytes") as bar:
        for done in run_tasks(tokenize, todo, workers, bar.advance):
            commits.add(done)
            finished[done.name] = done
    return [finished[task.name] for task in tasks]


def _is_there(done: Done, work: Path) -> bool:
    return all(
        (work / split / name).is_file() and (work / split / name).stat().st_size == file["bytes"]
        for split, shard in done.shards.items()
        for name, file in shard["files"].items()
    )


def _mark(
    tasks: list[Task], rules: Rules, work: Path, memory: int, meter: Callable[[str, int, str], Meter]
) -> None:
    """Write what becomes of each document of each task."""
    option = f"dedupe={rules.dedupe}"
    repeats, firsts = find_repeats([_left(task, "hashes") for task in tasks], _free(memory), option)
    fates = repeats.astype(np.uint8) * np.uint8(DUPLICATE)
    if rules.dedupe == "near":
        _join([_left(task, "signatures") for task in tasks], work / "signatures", int(firsts[-1]) * SIGNATURE_BYTES)
        with meter("looking for near-duplicates", len(fates), " documents") as bar:
            near = find_near_duplicates(
                work / "signatures", ~repeats, rules.near_threshold, _free(memory), bar.advance
            )
        fates[near] = NEAR_DUPLICATE
    for task, first, last in zip(tasks, firsts.tolist(), firsts[1:].tolist(), strict=False):
        fates[first:last].tofile(_left(task, "fates"))
    (work / "marked").touch()
    for path in (work / "signatures", *(_left(task, "signatures") for task in tasks)):
        path.unlink(missing_ok=True)


def _join(paths: list[Path], target: Path, size: int) -> None:
    with open(target, "wb") as joined:
        for path in paths:
            with open(path, "rb") as file:
                shutil.copyfileobj(file, joined, _COPY)
    if target.stat().st_size != size:
        raise OSError(f"{target} has not the size of its parts: is the disk full?")


def _hash_files(
    files: list[Path], work: Path, workers: Workers, meter: Callable[[str, int, str], Meter]
) -> list[str]:
    commits = Commits(work / "sources.jsonl", Hashed)
    known = {hashed.path: hashed.sha256 for hashed in commits.done}
    todo = [HashTask(path, path.stat().st_size) for path in files if str(path) not in known]
    with meter("hashing the sources", sum(task.size for task in todo), " bytes") as bar:
        for hashed in run_tasks(hash_file, todo, workers, bar.advance):
            commits.add(hashed)
            known[hashed.path] = hashed.sha256
    return [known[str(path)] for path in files]


def _start_over_if_other(work: Path, job: dict[str, Any]) -> None:
    """Throw away what another job left in the work folder."""
    if read_json_if_there(work / "job.json") == job:
        return
    for path in work.iterdir():
        if path.name == TOKENIZER:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    write_json(work / "job.json", job)


def _left(task: Task, kind: str) -> Path:
    return task.work / "examined" / f"{task.name}.{kind}"


def _is_examined(task: Task) -> bool:
    return _left(task, "hashes").is_file() and _left(task, "signatures").is_file()


def _free(memory: int) -> int:
    return memory - resident_bytes() - _MARGIN


def _end_if(stop: threading.Event | None) -> None:
    if stop is not None and stop.is_set():
        raise InterruptedError("another task failed")

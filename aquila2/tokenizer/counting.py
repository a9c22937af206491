"""Counting the words of many files: a map over shards, each task leaving runs of counted words in a folder.

Tasks are independent and leave files, so threads and Ray's workers run the same function. What a finished task has
done is written down (`commits.jsonl`) after its runs are on disk: a killed process loses the tasks it was
in, and files that changed since are counted again.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from aquila2.base.commits import Commits
from aquila2.base.errors import UserError
from aquila2.base.sources import Batch, Problem, Shard, cut, read, shard_key
from aquila2.tokenizer.count_files import write_run
from aquila2.tokenizer.count_table import CountTable
from aquila2.tokenizer.pretokenize import Split, kinds_for
from aquila2.tokenizer.repeats import document_hashes, find_repeats

SHARD_BYTES = 1 << 23
_MOST_TASK_BYTES = 1 << 30
_KEPT_PROBLEMS = 100  # named in the report; all are counted

# of the memory of a task: what blocks of text take, then the table, which takes half as much again while it is written
# out; beside it the line being read, its JSON and its text
_READING = 12 << 20
_TABLE_PART, _LINE_PART = 0.5, 1 / 32


@dataclass(frozen=True)
class Reading:
    """How files are read and cut into words: what makes counts comparable."""

    split: Split = "gpt2"
    dedupe: bool = False
    on_error: str = "fail"
    field: str | None = None


@dataclass(frozen=True)
class Task:
    """Some shards to count, in the folder `work`, with `memory` bytes. `name` is the task's alone."""

    name: str
    shards: tuple[Shard, ...]
    reading: Reading
    work: Path
    memory: int

    @property
    def size(self) -> int:
        """Bytes of plain files; what else there is cannot be told by its shards."""
        return sum(shard.stop - shard.start for shard in self.shards if shard.kind != "parquet")


@dataclass
class Done:
    """What a task did, as it is written down."""

    shards: list[list[Any]]
    runs: list[str] = field(default_factory=list)
    documents: int = 0
    duplicates: int = 0
    text_bytes: int = 0
    problems: int = 0
    first_problems: list[str] = field(default_factory=list)
    worker: str = ""  # where it ran, if not in this process, and the most memory that process took
    peak_bytes: int = 0


def make_shards(files: list[Path]) -> list[Shard]:
    """The shards of the files, in order."""
    return [shard for path in files for shard in cut(path, SHARD_BYTES)]


def make_tasks(shards: list[Shard], reading: Reading, work: Path, memory: int, workers: int) -> list[Task]:
    """Tasks for `workers` at a time with `memory` bytes each. Few and large, for a word that two tasks meet is
    written twice; but enough that no worker is idle for long, and at most a GB, the work that a kill undoes."""
    sizes = [shard.path.stat().st_size if shard.kind == "parquet" else shard.stop - shard.start for shard in shards]
    size = min(max(sum(sizes) // (2 * workers), SHARD_BYTES), _MOST_TASK_BYTES)
    tasks: list[Task] = []
    held: list[Shard] = []
    weight = 0
    for shard, shard_size in zip(shards, sizes, strict=True):
        held.append(shard)
        weight += shard_size
        if weight >= size or shard is shards[-1]:
            keys = json.dumps([shard_key(s) for s in held])
            tasks.append(Task(hashlib.sha256(keys.encode()).hexdigest()[:16], tuple(held), reading, work, memory))
            held, weight = [], 0
    return tasks


def count_shards(
    task: Task, advance: Callable[[int], None] = lambda count: None, stop: threading.Event | None = None
) -> Done:
    """Count the words of a task's shards into runs.

    Raises:
        UserError: something cannot be read and `on_error` is `fail`.
    """
    done = Done([shard_key(shard) for shard in task.shards])
    kinds = kinds_for(task.reading.split)
    table = CountTable(int((task.memory - _READING) * _TABLE_PART))
    for shard in task.shards:
        skipped = _read_skipped(task, shard)
        first = 0
        for batch in _batches(task, shard, done, advance):
            if stop is not None and stop.is_set():
                raise InterruptedError("another task failed")
            bounds = batch.bounds
            if skipped is not None:
                here = np.unpackbits(skipped[first // 8 : (first + len(bounds) + 7) // 8])[first % 8 :]
                kept = here[: len(bounds)] == 0
                first += len(bounds)
                done.duplicates += int(len(bounds) - kept.sum())
                bounds = bounds[kept]
            done.documents += len(bounds)
            done.text_bytes += int((bounds[:, 1] - bounds[:, 0]).sum())
            fits = table.count(batch.data, bounds, kinds)
            while not fits:
                _spill(task, table, done)
                fits = table.resume(batch.data, bounds, kinds)
    if len(table):
        _spill(task, table, done)
    return done


def _spill(task: Task, table: CountTable, done: Done) -> None:
    if not len(table):
        raise MemoryError("one word does not fit the memory of a task")
    name = f"{task.name}.{len(done.runs)}.run"
    write_run(task.work / "runs" / name, table)
    done.runs.append(name)
    table.clear()


def _batches(task: Task, shard: Shard, done: Done, advance: Callable[[int], None]) -> Iterator[Batch]:
    def report(problem: Problem) -> None:
        if task.reading.on_error == "fail":
            raise UserError(f"{problem}; on_error=skip goes on without it")
        done.problems += 1
        if len(done.first_problems) < _KEPT_PROBLEMS:
            done.first_problems.append(str(problem))

    longest = max(int(task.memory * _LINE_PART), 1 << 16)
    return read(shard, report, task.reading.field, min(longest, 1 << 27), advance)


# Duplicates: each shard's documents are hashed into a file, the files together tell which documents came before,
# and counting leaves those out. So it does not matter which worker meets a document first, and memory holds a part
# of the hashes at a time.


def hash_shards(
    task: Task, advance: Callable[[int], None] = lambda count: None, stop: threading.Event | None = None
) -> Done:
    """Write the hash of each document of a task's shards, in the order in which `count_shards` meets them."""
    done = Done([shard_key(shard) for shard in task.shards])
    for shard in task.shards:
        path = _document_file(task.work, shard, "hashes")
        beside = path.with_suffix(".part")
        with open(beside, "wb") as file:
            for batch in _batches(task, shard, done, advance):
                if stop is not None and stop.is_set():
                    raise InterruptedError("another task failed")
                document_hashes(batch).tofile(file)
        beside.replace(path)
    return done


def mark_duplicates(shards: list[Shard], work: Path, memory: int) -> None:
    """Write, for each shard, which of its documents stand in an earlier place already, one bit each."""
    paths = [_document_file(work, shard, "hashes") for shard in shards]
    repeats, firsts = find_repeats(paths, memory, "dedupe=true")
    for shard, first, last in zip(shards, firsts.tolist(), firsts[1:].tolist(), strict=False):
        np.packbits(repeats[first:last]).tofile(_document_file(work, shard, "skipped"))


def _read_skipped(task: Task, shard: Shard) -> np.ndarray | None:
    return np.fromfile(_document_file(task.work, shard, "skipped"), np.uint8) if task.reading.dedupe else None


def _document_file(work: Path, shard: Shard, kind: str) -> Path:
    key = hashlib.sha256(json.dumps(shard_key(shard)).encode()).hexdigest()[:24]
    return work / "documents" / f"{key}.{kind}"


def keep_finished(commits: Commits[Done], keys: list[list[Any]], runs: Path) -> list[list[Any]]:
    """Forget tasks with shards that are not among `keys` or stand twice, and runs that belong to none. Returns the
    keys still to count."""
    wanted = {json.dumps(key) for key in keys}
    kept = []
    for done in commits.done:
        mine = {json.dumps(key) for key in done.shards}
        if mine <= wanted and all((runs / name).is_file() for name in done.runs):
            wanted -= mine
            kept.append(done)
    commits.done = kept
    names = {name for done in kept for name in done.runs}
    for path in runs.iterdir():
        if path.name not in names:
            path.unlink()
    return [key for key in keys if json.dumps(key) in wanted]

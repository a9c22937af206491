"""Training a byte-level BPE vocabulary on files: count words, join the counts, learn merges.

Every step leaves its result in the work folder, and a step whose result is there for the same files is not done
again. What is learned depends on the text and the reading of it alone: not on the number of workers, not on the
memory, not on the order of the files, not on how often the process was killed.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from aquila2.base.commits import Commits
from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json_if_there, write_json
from aquila2.base.memory import resident_bytes, return_free_memory
from aquila2.base.sources import PADDING, shard_key
from aquila2.base.workers import Workers, parallel_tasks, peak_of_workers, run_tasks
from aquila2.tokenizer.byte_level import CHAR_TO_BYTE
from aquila2.tokenizer.compiled import compile_apart
from aquila2.tokenizer.count_files import Run, join_runs, read_words
from aquila2.tokenizer.count_kernels import gather_words, hash_documents
from aquila2.tokenizer.count_table import CountTable
from aquila2.tokenizer.counting import (
    Done,
    Reading,
    Task,
    count_shards,
    hash_shards,
    keep_finished,
    make_shards,
    make_tasks,
    mark_duplicates,
)
from aquila2.tokenizer.merge import MergeMemoryError, Merges, WordSizes, learn_merges
from aquila2.tokenizer.pretokenize import kinds_for, split_words

_FORMAT = 1  # of what lies in the work folder
_TASK_MEMORY = 32 << 20  # a task with less would write too many runs
_MARGIN = 48 << 20  # for what allocators keep, and small things


class Meter(Protocol):
    """Where progress is told; `base.log.Progress` is one."""

    def advance(self, amount: int = 1) -> None:
        """Count `amount` more as done."""

    def __enter__(self) -> "Meter": ...

    def __exit__(self, *error: Any) -> None: ...


@dataclass(frozen=True)
class Training:
    """What to train on and with what. `memory` is in bytes, for the whole process (with Ray: for each machine);
    `entries` counts `<|endoftext|>`, the bytes and the merges."""

    files: list[Path]
    entries: int
    work: Path
    memory: int
    workers: Workers = 1
    threads: int = 1
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True)
class Trained:
    """What came of it. `peak_bytes` is the most that Ray's workers took together, 0 without Ray."""

    merges: Merges
    sizes: WordSizes
    documents: int
    duplicates: int
    text_bytes: int
    problems: int
    first_problems: list[str]
    runs: int
    peak_bytes: int


def byte_order() -> np.ndarray:
    """uint8 [256]: the place of each byte in GPT-2's order, which is that of the characters that stand for them."""
    order = np.zeros(256, np.uint8)
    for place, char in enumerate(sorted(CHAR_TO_BYTE)):
        order[CHAR_TO_BYTE[char]] = place
    return order


def train(training: Training, meter: Callable[[str, int, str], Meter]) -> Trained:
    """Learn the merges. `meter(what, total, unit)` opens a progress bar for each step.

    Raises:
        UserError: a file cannot be read and `on_error` is `fail`; the memory is too small, with the amount that is not.
    """
    (training.work / "runs").mkdir(parents=True, exist_ok=True)
    (training.work / "documents").mkdir(exist_ok=True)
    compile_loops()
    warm_up()
    shards = make_shards(training.files)
    keys = [shard_key(shard) for shard in shards]
    _start_over_if_other(training, keys)
    done = _count(training, shards, keys, meter)
    runs = [Run(training.work / "runs" / name) for part in done for name in part.runs]
    sizes = _join(training, runs, meter)
    with meter("merges", training.entries - 257, "") as bar:
        merges = _with_numbers(
            training,
            lambda memory: learn_merges(
                sizes,
                read_words(training.work / "words"),
                byte_order(),
                training.entries,
                memory,
                training.threads,
                bar.advance,
            ),
        )
    problems = [line for part in done for line in part.first_problems]
    return Trained(
        merges,
        sizes,
        sum(part.documents for part in done),
        sum(part.duplicates for part in done),
        sum(part.text_bytes for part in done),
        sum(part.problems for part in done),
        sorted(problems)[:100],
        len(runs),
        peak_of_workers(done),
    )


def _start_over_if_other(training: Training, keys: list[list[Any]]) -> None:
    """Throw away what another job left in the work folder. Duplicates hang together across files, so that with
    `dedupe` a changed file makes another job; without, it is only counted again."""
    job = {"format": _FORMAT, **asdict(training.reading)}
    if training.reading.dedupe:
        job["files"] = hashlib.sha256(json.dumps(keys).encode()).hexdigest()
    if read_json_if_there(training.work / "job.json") != job:
        for path in (*(training.work / "runs").iterdir(), *(training.work / "documents").iterdir()):
            path.unlink()
        for name in ("commits.jsonl", "words", "words.json"):
            (training.work / name).unlink(missing_ok=True)
        write_json(training.work / "job.json", job)


def _count(
    training: Training, shards: list[Any], keys: list[list[Any]], meter: Callable[[str, int, str], Meter]
) -> list[Done]:
    commits = Commits(training.work / "commits.jsonl", Done)
    left = {json.dumps(key) for key in keep_finished(commits, keys, training.work / "runs")}
    todo = [shard for shard, key in zip(shards, keys, strict=True) if json.dumps(key) in left]
    if not todo:
        return commits.done
    workers, tasks = _plan(training, todo)
    if training.reading.dedupe and not (training.work / "documents" / "marked").exists():
        _, all_tasks = _plan(training, shards)
        with meter("looking for duplicates", _size(shards), " bytes") as bar:
            for _ in run_tasks(hash_shards, all_tasks, workers, bar.advance):
                pass
        mark_duplicates(shards, training.work, _memory(training))
        (training.work / "documents" / "marked").touch()
    with meter("counting words", _size(todo), " bytes") as bar:
        for done in run_tasks(count_shards, tasks, workers, bar.advance):
            commits.add(done)
    return commits.done


def _plan(training: Training, shards: list[Any]) -> tuple[Workers, list[Task]]:
    """Tasks that fit the memory together; fewer at a time where the memory is small."""
    at_a_time, on_one_machine = parallel_tasks(training.workers)
    memory = _memory(training)
    if training.workers != "ray":
        at_a_time = on_one_machine = max(min(at_a_time, memory // _TASK_MEMORY), 1)
    share = memory // on_one_machine
    if share < _TASK_MEMORY:
        _too_small(training, training.memory - memory + on_one_machine * _TASK_MEMORY)
    tasks = make_tasks(shards, training.reading, training.work, share, at_a_time)
    return "ray" if training.workers == "ray" else at_a_time, tasks


def _join(training: Training, runs: list[Run], meter: Callable[[str, int, str], Meter]) -> WordSizes:
    inputs = sorted(run.path.name for run in runs)
    known = read_json_if_there(training.work / "words.json")
    if known.get("runs") == inputs and (training.work / "words").is_file():
        return WordSizes(**known["sizes"])
    with meter("joining counts", sum(int(run.words[-1]) for run in runs), " words") as bar:
        sizes = _with_numbers(
            training, lambda memory: join_runs(runs, training.work / "words", int(memory * 0.9), bar.advance)
        )
    write_json(training.work / "words.json", {"runs": inputs, "sizes": asdict(sizes)})
    return sizes


def _with_numbers(training: Training, step: Callable[[int], Any]) -> Any:
    """Do a step with the memory that is free now; where it does not do, say how much would."""
    memory = _memory(training)
    try:
        return step(memory)
    except MergeMemoryError as error:
        _too_small(training, training.memory + int(1.15 * error.needed) - memory)


def _memory(training: Training) -> int:
    """What is left of the memory, negative where too much is taken already."""
    return_free_memory()
    return training.memory - resident_bytes() - _MARGIN


def _too_small(training: Training, needed: int) -> None:
    mb = -(-needed // 10**6)
    raise UserError(f"memory={training.memory // 10**6}MB is too little for this text: memory={mb}MB would do")


def _size(shards: list[Any]) -> int:
    return sum({shard.path: shard.path.stat().st_size for shard in shards}.values())


def compile_loops() -> None:
    """Compile what is not on the disk yet, so that it takes no memory from this process. Once in an installation."""
    compile_apart(__name__, warm_up.__name__)


def warm_up() -> None:
    """Load or compile every loop on a few words, so that what they take is known when memory is divided."""
    split_words("ab")
    table = CountTable(1 << 20)
    text = np.frombuffer(b"ab ab" + bytes(PADDING), np.uint8)
    bounds = np.array([[0, 5]], np.int64)
    hash_documents(text, bounds, np.zeros((1, 2), np.uint64))
    table.count(text, bounds, kinds_for("gpt2"))
    words, starts, counts = table.arena[:5].copy(), table.entries[:3, 0].copy(), table.entries[:2, 1].copy()
    table.add(np.concatenate([words, np.zeros(PADDING, np.uint8)]), starts, counts)
    table.grow()
    gather_words(table.entries, table.arena, np.argsort(table.hashes()).astype(np.uint32))
    batches = [(words, starts[:2], counts[:1]), (words, starts[1:], counts[1:])]  # one for each thread
    learn_merges(WordSizes(2, 5, 2, 5, 0), batches, byte_order(), 258, 1 << 30, threads=2)

"""Text to token shards, in steps that are each resumed: look for duplicates, mark them, turn the rest into tokens.

The first and the last are tasks (`tasks`), on threads, for the loops and tiktoken hold no lock, or on Ray. Only the
marking between them looks at all documents at once, in their order, by the hashes and signatures that tasks have left.
"""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from aquila2.base.commits import Commits
from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json_if_there, write_json
from aquila2.base.memory import resident_bytes
from aquila2.base.sources import Shard, shard_key
from aquila2.base.workers import Workers, run_tasks
from aquila2.data.near import SIGNATURE_BYTES, find_near_duplicates, warm_up
from aquila2.data.tasks import (
    DUPLICATE,
    NEAR_DUPLICATE,
    TOKENIZER,
    Done,
    Hashed,
    HashTask,
    Rules,
    Task,
    encoder_of,
    examine,
    hash_file,
    left_by,
    make_tasks,
    tokenize,
)
from aquila2.tokenizer.repeats import find_repeats

_FORMAT = 1  # of what lies in the work folder
_MARGIN = 48 << 20  # of memory, for small things
_COPY = 1 << 24


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


def _tokenize_all(
    tasks: list[Task], rules: Rules, work: Path, workers: Workers, meter: Callable[[str, int, str], Meter]
) -> list[Done]:
    commits = Commits(work / "commits.jsonl", Done)
    finished = {done.name: done for done in commits.done if _is_there(done, work)}
    todo = [task for task in tasks if task.name not in finished]
    if workers != "ray":
        encoder_of(work / TOKENIZER, rules.tokenizer)  # once, before threads ask for it
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


def _mark(tasks: list[Task], rules: Rules, work: Path, memory: int, meter: Callable[[str, int, str], Meter]) -> None:
    """Write what becomes of each document of each task."""
    option = f"dedupe={rules.dedupe}"
    repeats, firsts = find_repeats([left_by(task, "hashes") for task in tasks], _free(memory), option)
    fates = repeats.astype(np.uint8) * np.uint8(DUPLICATE)
    if rules.dedupe == "near":
        _join([left_by(task, "signatures") for task in tasks], work / "signatures", int(firsts[-1]) * SIGNATURE_BYTES)
        with meter("looking for near-duplicates", len(fates), " documents") as bar:
            near = find_near_duplicates(work / "signatures", ~repeats, rules.near_threshold, _free(memory), bar.advance)
        fates[near] = NEAR_DUPLICATE
    for task, first, last in zip(tasks, firsts.tolist(), firsts[1:].tolist(), strict=False):
        fates[first:last].tofile(left_by(task, "fates"))
    (work / "marked").touch()
    for path in (work / "signatures", *(left_by(task, "signatures") for task in tasks)):
        path.unlink(missing_ok=True)


def _join(paths: list[Path], target: Path, size: int) -> None:
    with open(target, "wb") as joined:
        for path in paths:
            with open(path, "rb") as file:
                shutil.copyfileobj(file, joined, _COPY)
    if target.stat().st_size != size:
        raise OSError(f"{target} has not the size of its parts: is the disk full?")


def _hash_files(files: list[Path], work: Path, workers: Workers, meter: Callable[[str, int, str], Meter]) -> list[str]:
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


def _is_examined(task: Task) -> bool:
    return left_by(task, "hashes").is_file() and left_by(task, "signatures").is_file()


def _free(memory: int) -> int:
    return memory - resident_bytes() - _MARGIN

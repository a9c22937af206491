"""Running independent tasks: on threads of this process, or on a Ray cluster.

Threads, not processes: the loops are compiled and hold no lock, and one process has the interpreter and the libraries
in memory once.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Literal, Protocol, TypeVar

from aquila2.base.errors import UserError
from aquila2.base.memory import peak_resident_bytes

Workers = int | Literal["ray"]
Advance = Callable[[int], None]


class Task(Protocol):
    """Something to work on, apart from all others; on Ray it goes to another process."""

    @property
    def size(self) -> int:
        """What it adds to the progress in all: bytes of files."""
        ...


class Done(Protocol):
    """What comes of a task. Where that ran in another process, the two fields say in which, and the most memory that
    it took."""

    worker: str
    peak_bytes: int


DoneT = TypeVar("DoneT", bound=Done)


def run_tasks(work: Callable[..., DoneT], tasks: Sequence[Task], workers: Workers, advance: Advance) -> Iterator[DoneT]:
    """The results of `work(task, advance, stop)` as they come. The first error ends all."""
    return _on_ray(work, tasks, advance) if workers == "ray" else _on_threads(work, tasks, workers, advance)


def parallel_tasks(workers: Workers) -> tuple[int, int]:
    """How many tasks run at a time, and how many of them share one machine's memory."""
    if workers != "ray":
        return workers, workers
    ray = _ray()
    cores = [int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"]]
    return max(sum(cores), 1), max(*cores, 1) + 1  # this process stays beside the workers of its machine


def peak_of_workers(done: Iterable[Done]) -> int:
    """The most memory that other processes took together, 0 where there were none."""
    peaks: dict[str, int] = {}
    for part in done:
        peaks[part.worker] = max(part.peak_bytes, peaks.get(part.worker, 0))
    return sum(peaks.values())


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _on_threads(work: Callable[..., DoneT], tasks: Sequence[Task], workers: int, advance: Advance) -> Iterator[DoneT]:
    stop, lock = threading.Event(), threading.Lock()

    def count(amount: int) -> None:
        with lock:
            advance(amount)

    with ThreadPoolExecutor(workers) as pool:
        running: set[Future[DoneT]] = {pool.submit(work, task, count, stop) for task in tasks}
        try:
            while running:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                # what succeeded first, so that an error beside it does not lose it
                for future in sorted(finished, key=lambda done: done.exception() is not None):
                    yield future.result()
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


def _on_ray(work: Callable[..., DoneT], tasks: Sequence[Task], advance: Advance) -> Iterator[DoneT]:
    ray = _ray()
    # one task a core; the work folder and the data lie where all machines of the cluster see them
    remote = ray.remote(num_cpus=1, max_retries=3)(_measured)
    sizes = {}
    running = []
    for task in tasks:
        reference = remote.remote(work, task)
        running.append(reference)
        sizes[reference] = task.size
    try:
        while running:
            finished, running = ray.wait(running)
            for reference in finished:
                try:
                    yield ray.get(reference)
                except ray.exceptions.RayTaskError as error:
                    raise error.cause from None
                advance(sizes[reference])
    finally:
        for reference in running:
            ray.cancel(reference)


def _measured(work: Callable[..., DoneT], task: Task) -> DoneT:
    done = work(task)
    done.worker, done.peak_bytes = f"{socket.gethostname()}:{os.getpid()}", peak_resident_bytes()
    return done


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        raise UserError("workers=ray needs Ray: pip install 'aquila2[ray]'") from None
    if not ray.is_initialized():
        # the cluster that the environment names (RAY_ADDRESS), else one on this machine
        ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    return ray

"""All files of a listing into a folder: many connections, each chunk written as it comes, all hashed at the end."""

import errno
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from aquila2.base.errors import WorkError
from aquila2.base.log import Progress, note
from aquila2.hub.listing import FileChangedError, RemoteFile, chunk_span
from aquila2.hub.manifest import ManifestFile
from aquila2.hub.part import Part
from aquila2.hub.transfer import Transfer

_RUN = 8  # chunks that one request asks for
_ROUNDS = 2  # how often a file may come with wrong bytes
_WRONG_CHUNKS = 3  # the same for a chunk that is known to be wrong as it comes

T = TypeVar("T")


def receive(
    files: Sequence[RemoteFile], folder: Path, source: str, transfer: Transfer, workers: int
) -> tuple[list[ManifestFile], int]:
    """Receive files into `folder`, going on with what lies there. Returns their records and the bytes that came.

    Raises:
        SourceError: the source does not give them. `FileChangedError`: not as they were listed.
        WorkError: the disk is full.
    """
    with _told_when_full(folder), _opened(folder, files) as parts:
        _check_room(folder, sum(part.missing_bytes() for part in parts))
        fetched = 0
        for _ in range(_ROUNDS):
            fetched += _fetch(parts, transfer, workers)
            note(f"{source}: all bytes are there, reading them back")
            checked = _together(workers, Part.check, parts, transfer)
            wrong = [part.file.path for part, found in zip(parts, checked, strict=True) if found is None]
            if not wrong:
                break
            note(f"{source}: {', '.join(wrong)} came with wrong bytes, which are asked for again")
        else:
            raise FileChangedError(f"the bytes of {', '.join(wrong)} are not those that {source} lists")
        records = [
            ManifestFile(part.file.path, part.file.size, found[0], list(found[1]), part.file.checked_by)
            for part, found in zip(parts, checked, strict=True)
            if found is not None
        ]
    return records, fetched


@contextmanager
def _opened(folder: Path, files: Sequence[RemoteFile]) -> Iterator[list[Part]]:
    parts: list[Part] = []
    try:
        for file in files:
            parts.append(Part(folder / file.path, file))
        yield parts
    finally:
        for part in parts:
            part.close()


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise WorkError(
            f"{needed / 1e9:.2f} GB are still to come and {folder.parent} has {free / 1e9:.2f} GB free: make room, or"
            " say model_dir= for another disk; what came is kept"
        )


@contextmanager
def _told_when_full(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise WorkError(
            f"the disk of {folder.parent} is full: make room, or say model_dir= for another disk; what came is kept,"
            " run it again to go on"
        ) from None


def _fetch(parts: Sequence[Part], transfer: Transfer, workers: int) -> int:
    """Everything that is missing. First the beginning of each file, alone: it shows whether the server knows ranges,
    and which version it has."""
    runs = {part: list(_runs(part)) for part in parts}
    total = sum(part.missing_bytes() for part in parts)
    lock, fetched = threading.Lock(), 0
    with Progress("downloading", total // 10**6, " MB") as progress:

        def advance(nbytes: int) -> None:
            nonlocal fetched
            with lock:
                fetched += nbytes
                progress.advance(fetched // 10**6 - progress.done)

        def fetch(job: tuple[Part, list[int]]) -> None:
            part, run = job
            fetch_chunks(part.file, run, part.write, transfer, advance)

        first = [(part, found[0]) for part, found in runs.items() if found]
        _together(workers, fetch, first, transfer)
        rest: list[tuple[Part, list[int]]] = []
        for part, found in runs.items():
            if part.file.path in transfer.whole_only and found[1:]:
                rest.append((part, [index for run in found[1:] for index in run]))
            else:
                rest += [(part, run) for run in found[1:]]
        _together(workers, fetch, rest, transfer)
    return fetched


def _runs(part: Part) -> Iterator[list[int]]:
    """What is missing of a file, as runs of chunks that follow each other."""
    run: list[int] = []
    for index in part.missing():
        if run and (index != run[-1] + 1 or len(run) == _RUN):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def fetch_chunks(
    file: RemoteFile,
    indexes: list[int],
    write: Callable[[int, bytes], None],
    transfer: Transfer,
    advance: Callable[[int], None] = lambda nbytes: None,
) -> None:
    """Hand chunks of a file to `write` by one request, where nothing goes wrong; each is checked first where its hash
    is known, and asked for again where that says it is wrong.

    Raises:
        SourceError: the source does not give them. `FileChangedError`: one comes wrong each time.
    """
    failures, left = 0, list(indexes)
    while left:
        for index, data in _chunks(file, list(left), transfer):
            if file.is_wrong(index, data):
                failures += 1
                break
            write(index, data)
            advance(len(data))
            left.remove(index)
        if failures >= _WRONG_CHUNKS:
            start, end = chunk_span(left[0], file.size)
            raise FileChangedError(f"{file.path}: bytes {start}-{end - 1} come wrong each time")


def _chunks(file: RemoteFile, indexes: list[int], transfer: Transfer) -> Iterator[tuple[int, bytes]]:
    """The bytes of chunks in order, gaps between them read over."""
    if file.content is not None:
        yield from ((i, file.content[slice(*chunk_span(i, file.size))]) for i in indexes)
        return
    start, end = chunk_span(indexes[0], file.size)[0], chunk_span(indexes[-1], file.size)[1]
    buffer, wanted = bytearray(), set(indexes)
    index = indexes[0]
    for data in transfer.stream(file, start, end) if end > start else [b""]:
        buffer += data
        while index <= indexes[-1]:
            first, last = chunk_span(index, file.size)
            if len(buffer) < last - first:
                break
            if index in wanted:
                yield index, bytes(buffer[: last - first])
            del buffer[: last - first]
            index += 1


def _together(workers: int, work: Callable[..., T], jobs: Iterable[object], transfer: Transfer) -> list[T]:
    """`work` on each job, on threads. The first failure stops the others, and is the one that is told."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        futures = [pool.submit(work, job) for job in jobs]
        try:
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
            for future in done:
                future.result()
        except BaseException:
            transfer.stopped.set()
            for future in futures:
                future.cancel()
            raise
    return [future.result() for future in futures]

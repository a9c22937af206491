"""A file that is being received: chunks in any order, written down as they come, whole only when its hash says so.

Beside `PATH` lies `PATH.chunks`: a line that says which file this is to become, then a line `index sha256` for each
chunk that was written. A process that is killed loses the chunks it was in the middle of. After a power cut a line may
stand there whose chunk never reached the disk: the hash of the whole, which is read back from the disk, tells.
"""

import hashlib
import os
import threading
from pathlib import Path

from aquila2.hub.listing import CHUNK_BYTES, RemoteFile, chunk_count, chunk_span, git_sha1_start

_READ = 1 << 20
_JOURNAL = ".chunks"


class Part:
    """One file being received at `path`. Threads may write different chunks at once."""

    def __init__(self, path: Path, file: RemoteFile) -> None:
        self.path, self.file = path, file
        self._journal = path.with_name(path.name + _JOURNAL)
        self._lock = threading.Lock()
        self._have: dict[int, str] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self._resume():
            self.restart()
        self._handle = os.open(self.path, os.O_RDWR | getattr(os, "O_BINARY", 0))

    def missing(self) -> list[int]:
        """The chunks that are not there yet, in order."""
        return [index for index in range(chunk_count(self.file.size)) if index not in self._have]

    def missing_bytes(self) -> int:
        """The sum of their bytes."""
        spans = (chunk_span(index, self.file.size) for index in self.missing())
        return sum(end - start for start, end in spans)

    def write(self, index: int, data: bytes) -> None:
        """Keep a chunk's bytes, then write down that they are there."""
        start, _ = chunk_span(index, self.file.size)
        _write_at(self._handle, data, start, self._lock)
        self._note(index, hashlib.sha256(data).hexdigest())

    def check(self) -> tuple[str, tuple[str, ...]] | None:
        """Read the whole file back from the disk. Its SHA-256 and its chunks' where it is right; where it is not,
        None, and what is wrong counts as missing: the chunks that are not what came, else all of them."""
        os.fsync(self._handle)
        forget_cached(self._handle)
        whole, git, chunks = hash_file(self.path, self.file.size, git_name=self.file.git_sha1 is not None)
        wrong = {i for i, digest in enumerate(chunks) if digest != self._have.get(i)}
        wrong |= {i for i, (ours, theirs) in enumerate(zip(chunks, self.file.chunks, strict=False)) if ours != theirs}
        if not wrong and self.file.sha256 in (None, whole) and self.file.git_sha1 in (None, git):
            return whole, chunks
        self._have = {i: digest for i, digest in self._have.items() if wrong and i not in wrong}
        self._rewrite()
        return None

    def restart(self) -> None:
        """Forget what is there."""
        self._have = {}
        self._journal.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)  # never written through: it may be linked from elsewhere
        with open(self.path, "xb") as file:
            file.truncate(self.file.size)
        self._rewrite()

    def close(self) -> None:
        """Let go of the file; what was written stays."""
        os.close(self._handle)

    def _resume(self) -> bool:
        """Whether another process left chunks of this very file, or all of it (it was killed while renaming)."""
        try:
            size = self.path.stat().st_size
            if size == self.file.size and not self._journal.exists():
                found = matching_hashes(self.path, self.file)
                self._have = dict(enumerate(found[1])) if found else {}
                self._rewrite()
                return found is not None
            first, *lines = self._journal.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            return False
        if first != self._title() or size != self.file.size:
            return False
        # what comes after the last line end was being written when the process was killed
        for line in lines[:-1]:
            index, _, digest = line.partition(" ")
            if index.isdigit() and int(index) < chunk_count(size) and len(digest) == 64:
                self._have[int(index)] = digest
        self._rewrite()
        return True

    def _title(self) -> str:
        return f"{self.file.identity}, chunks of {CHUNK_BYTES}"

    def _note(self, index: int, digest: str) -> None:
        with self._lock:
            self._have[index] = digest
            with open(self._journal, "a", encoding="utf-8") as file:
                file.write(f"{index} {digest}\n")

    def _rewrite(self) -> None:
        lines = [self._title(), *(f"{index} {digest}" for index, digest in self._have.items())]
        beside = self._journal.with_name(self._journal.name + ".new")
        beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
        beside.replace(self._journal)


def hash_file(path: Path, size: int, git_name: bool = False) -> tuple[str, str | None, tuple[str, ...]]:
    """A file's SHA-256, git's name of its contents where that is asked for, and its chunks' SHA-256, as it lies on the
    disk."""
    whole, git, chunks = hashlib.sha256(), git_sha1_start(size) if git_name else None, []
    with open(path, "rb", buffering=0) as file:
        for index in range(chunk_count(size)):
            start, end = chunk_span(index, size)
            chunk = hashlib.sha256()
            while start < end and (data := file.read(min(_READ, end - start))):
                start += len(data)
                whole.update(data)
                chunk.update(data)
                if git is not None:
                    git.update(data)
            chunks.append(chunk.hexdigest())
        for data in iter(lambda: file.read(_READ), b""):  # longer than it should be: no hash may be right
            whole.update(data)
            if git is not None:
                git.update(data)
    return whole.hexdigest(), None if git is None else git.hexdigest(), tuple(chunks)


def matching_hashes(path: Path, file: RemoteFile) -> tuple[str, tuple[str, ...]] | None:
    """The SHA-256 of a file on the disk and of its chunks, where it is the remote one by the hashes that are known."""
    whole, git, chunks = hash_file(path, file.size, git_name=file.git_sha1 is not None)
    right = file.sha256 in (None, whole) and file.git_sha1 in (None, git)
    return (whole, chunks) if right and file.checked_by != "size" else None


def forget_cached(handle: int) -> None:
    """Let the next reading of a file come from the disk, not from memory, where the system can be asked to."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def write_at(path: Path, start: int, data: bytes) -> None:
    """Put bytes into a file that is there, and onto the disk."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        _write_at(handle, data, start, threading.Lock())
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_at(handle: int, data: bytes, start: int, lock: threading.Lock) -> None:
    view = memoryview(data)
    while view:
        if hasattr(os, "pwrite"):
            written = os.pwrite(handle, view, start)
        else:  # Windows: one position for all threads
            with lock:
                os.lseek(handle, start, os.SEEK_SET)
                written = os.write(handle, view)
        view, start = view[written:], start + written

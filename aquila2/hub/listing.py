"""What a source has of a model: its files, how large they are, what tells that their bytes are right."""

import fnmatch
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from aquila2.base.errors import UserError, WorkError

CHUNK_BYTES = 8 << 20  # a file of 10 GB has 1,200 of them: a manifest stays small, a lost one is soon there again


class SourceError(WorkError):
    """A source does not give what is asked of it: the next one may."""


class FileChangedError(SourceError):
    """A file is no longer the one that was listed."""


@dataclass(frozen=True)
class Address:
    """Where a file's bytes are now, and what a request for them has to say."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RemoteFile:
    """A file of a model at a source.

    Args:
        path: its place in the model's folder, with forward slashes.
        size: bytes.
        address: gives where its bytes are; asked again for every request, for some sources' links live for minutes.
        sha256: of the whole file, where the source says it.
        git_sha1: git's name of its contents, where the source says that instead.
        chunks: the SHA-256 of every `CHUNK_BYTES`, where the source says them: then wrong bytes are found as they come.
        version: what the server says changes with the file (its ETag, or its date).
        content: its bytes, where the listing brought them along.
    """

    path: str
    size: int
    address: Callable[[], Address] = lambda: Address("")
    sha256: str | None = None
    git_sha1: str | None = None
    chunks: tuple[str, ...] = ()
    version: str | None = None
    content: bytes | None = None

    @property
    def identity(self) -> str:
        """Equal for files with equal bytes, wherever they come from, as far as the source can tell."""
        if self.sha256:
            return f"sha256 {self.sha256}"
        if self.git_sha1:
            return f"git {self.git_sha1}"
        return f"size {self.size} {self.version or 'of no known version'} {self.address().url}"

    @property
    def checked_by(self) -> str:
        """By what a finished file is known to be right: "sha256", "git sha-1", or "size" alone."""
        return "sha256" if self.sha256 else "git sha-1" if self.git_sha1 else "size"

    def is_wrong(self, index: int, data: bytes) -> bool:
        """Whether a chunk's bytes are known not to be the right ones."""
        return bool(self.chunks) and hashlib.sha256(data).hexdigest() != self.chunks[index]


@dataclass(frozen=True)
class Listing:
    """All files of a model at a source, at one revision.

    `revision` is pinned as far as the source can: a commit where it has commits. `asked` is what the user said.
    """

    source: str
    repository: str
    revision: str
    files: tuple[RemoteFile, ...]
    asked: str | None = None

    def matching(self, include: Sequence[str]) -> "Listing":
        """The files whose path (or name) fits one of the patterns; all of them where there are no patterns.

        Raises:
            UserError: a pattern fits none.
        """
        if not include:
            return self
        names = [file.path for file in self.files]
        for pattern in include:
            if not any(_fits(name, pattern) for name in names):
                raise UserError(f"include={pattern} fits none of the files: {', '.join(names)}")
        kept = tuple(file for file in self.files if any(_fits(file.path, pattern) for pattern in include))
        return Listing(self.source, self.repository, self.revision, kept, self.asked)


def make_listing(
    source: str, repository: str, revision: str, files: Sequence[RemoteFile], asked: str | None = None
) -> Listing:
    """A listing whose paths are known to stay inside the model's folder.

    Raises:
        SourceError: no files, two of one name, a path that leads elsewhere, a hash or a size that is none.
    """
    if not files:
        raise SourceError(f"{source} has no files in {repository} at {revision}")
    seen: set[str] = set()
    for file in files:
        check_path(file.path, source)
        if file.path.lower() in seen:
            raise SourceError(f"{source} lists {file.path} twice (on some disks upper and lower case are the same)")
        seen.add(file.path.lower())
        if file.size < 0 or (file.sha256 is not None and not re.fullmatch(r"[0-9a-f]{64}", file.sha256)):
            raise SourceError(f"{source} says something impossible of {file.path}: {file.size} bytes, {file.sha256}")
        if file.chunks and len(file.chunks) != chunk_count(file.size):
            raise SourceError(f"{source}: {file.path} has {chunk_count(file.size)} chunks, not {len(file.chunks)}")
    return Listing(source, repository, revision, tuple(sorted(files, key=lambda f: f.path)), asked)


def check_path(path: str, source: str) -> PurePosixPath:
    """Refuse a path that leads out of the folder it is meant for, or means another file on another system.

    Raises:
        SourceError: such a path.
    """
    pure = PurePosixPath(path)
    odd = any(c in path for c in '\\:*?"<>|') or any(ord(c) < 32 for c in path)
    parts = path.split("/")
    if not path or pure.is_absolute() or odd or any(part in ("", ".", "..") or part.endswith(" ") for part in parts):
        raise SourceError(f"{source} names a file {path!r}, which does not stay inside the model's folder: refused")
    return pure


def chunk_count(size: int) -> int:
    """How many chunks a file of this size has; one, the empty one, where it is empty."""
    return max(1, -(-size // CHUNK_BYTES))


def chunk_span(index: int, size: int) -> tuple[int, int]:
    """First byte of a chunk and the byte after its last."""
    return index * CHUNK_BYTES, min((index + 1) * CHUNK_BYTES, size)


def git_sha1_start(size: int) -> "hashlib._Hash":
    """SHA-1 as git names contents by: it begins with their size. Git's choice of hash, and no defence of ours."""
    digest = hashlib.sha1(usedforsecurity=False)
    digest.update(b"blob %d\0" % size)
    return digest


def _fits(path: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(PurePosixPath(path).name, pattern)

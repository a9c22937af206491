"""What a downloaded folder holds, written into it: every file's size, hash, and hashes of its chunks, and where all
came from, the revision pinned. By it a folder is verified without a network, repaired, packed, and served to
others: a plain web server with such a folder is a source.
"""

import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from aquila2.base.config import build
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file
from aquila2.base.json_files import read_json
from aquila2.hub.listing import CHUNK_BYTES, SourceError, check_path, chunk_count, chunk_span
from aquila2.hub.part import hash_file

MANIFEST = "aquila2-download.json"
_FORMAT = 1


@dataclass(frozen=True)
class ManifestFile:
    """A file: where, how large, its SHA-256, its chunks', and by what the source vouched for it."""

    path: str
    size: int
    sha256: str
    chunks: list[str]
    checked_by: str


@dataclass(frozen=True)
class Manifest:
    """A folder's record. `include` are the patterns that chose the files; none: all of them."""

    name: str
    source: str
    repository: str
    revision: str
    asked: str | None
    include: list[str]
    files: list[ManifestFile]
    chunk_bytes: int = field(default_factory=lambda: CHUNK_BYTES)
    format: int = _FORMAT

    @property
    def nbytes(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files)

    @property
    def revision_to_ask(self) -> str | None:
        """What to ask its source for to get the same files; None where that keeps no revisions."""
        return self.asked if self.source in ("baai", "modelscope") or self.revision == "none" else self.revision

    def to_bytes(self) -> bytes:
        """As it is written, the same each time."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()

    def write(self, folder: Path) -> None:
        """Write it into the folder that it describes."""
        with atomic_file(folder / MANIFEST) as beside:
            beside.write_bytes(self.to_bytes())


@dataclass(frozen=True)
class Damage:
    """What is wrong with a file: `why`, and the chunks of it that are."""

    file: ManifestFile
    why: str
    chunks: tuple[int, ...]

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """Bytes to be had again: first byte and the byte after the last of each unbroken run."""
        found: list[tuple[int, int]] = []
        for start, end in (chunk_span(index, self.file.size) for index in self.chunks):
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
        return found

    def __str__(self) -> str:
        spans = ", ".join(f"{start}-{end - 1}" for start, end in self.ranges[:8] if end > start)
        more = f" and {len(self.ranges) - 8} more" if len(self.ranges) > 8 else ""
        return f"{self.file.path}: {self.why}" + (f" (bytes {spans}{more})" if spans else "")


def has_manifest(folder: Path) -> bool:
    """Whether a download made this folder."""
    return (folder / MANIFEST).is_file()


def read_manifest(folder: Path) -> Manifest:
    """A folder's record.

    Raises:
        UserError: it has none, or one that makes no sense.
    """
    if not has_manifest(folder):
        raise UserError(
            f"{folder} has no {MANIFEST}: nothing says what it should hold; aquila2 download NAME overwrite=true"
            " compares it with a source"
        )
    return parse_manifest(read_json(folder / MANIFEST), str(folder / MANIFEST))


def parse_manifest(values: dict[str, Any], where: str) -> Manifest:
    """A record as it was read, every field checked.

    Raises:
        UserError: it makes no sense, or another version wrote it.
    """
    if values.get("format") != _FORMAT or values.get("chunk_bytes") != CHUNK_BYTES:
        raise UserError(f"{where} is of format {values.get('format')!r}, which this version does not know")
    try:
        files = [ManifestFile(**file) for file in values["files"]]
        manifest = build(Manifest, {**values, "files": []})
        for file in files:
            check_path(file.path, where)
            digests = [file.sha256, *file.chunks]
            if not (isinstance(file.size, int) and file.size >= 0 and len(file.chunks) == chunk_count(file.size)):
                raise ValueError(f"{file.path}: its size and its chunks do not fit each other")
            if not all(isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest) for digest in digests):
                raise ValueError(f"{file.path}: a hash is none")
    except (KeyError, TypeError, ValueError, SourceError) as error:
        raise UserError(f"{where} is damaged ({error}): make the download again with overwrite=true") from None
    return Manifest(**{**asdict(manifest), "files": files})


def find_damage(
    folder: Path, files: Sequence[ManifestFile], advance: Callable[[int], None] = lambda nbytes: None
) -> list[Damage]:
    """Read every file of a folder and compare it with its record."""
    damage = []
    with ThreadPoolExecutor(max_workers=4) as pool:  # hashing holds no lock
        for file, found in zip(files, pool.map(lambda file: _damage_of(folder / file.path, file), files), strict=True):
            if found is not None:
                damage.append(found)
            advance(file.size)
    return damage


def _damage_of(path: Path, file: ManifestFile) -> Damage | None:
    everything = tuple(range(chunk_count(file.size)))
    if path.is_symlink() and not path.exists():
        return Damage(file, "leads nowhere", everything)
    if not path.is_file():
        return Damage(file, "is missing", everything)
    size = path.stat().st_size
    whole, _, chunks = hash_file(path, file.size)
    wrong = tuple(i for i, digest in enumerate(chunks) if digest != file.chunks[i])
    if size != file.size:
        return Damage(file, f"has {size:,} bytes, not {file.size:,}", wrong)
    if wrong or whole != file.sha256:
        return Damage(file, "has wrong bytes", wrong or everything)
    return None


def manifest_of(folder: Path, name: str) -> Manifest:
    """A record of a folder as it is, for one that no download made: nobody vouches for it but its owner.

    Raises:
        UserError: it holds a link, or a name that other systems cannot have.
    """
    files = []
    for path in sorted(p for p in folder.rglob("*") if not p.is_dir() or p.is_symlink()):
        relative = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file():
            raise UserError(f"{path} is a link or no plain file: copy it there first")
        try:
            check_path(relative, str(folder))
        except SourceError as error:
            raise UserError(str(error)) from None
        size = path.stat().st_size
        whole, _, chunks = hash_file(path, size)
        files.append(ManifestFile(relative, size, whole, list(chunks), "size"))
    return Manifest(name, "folder", folder.name, "none", None, [], files)

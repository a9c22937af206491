"""A model's files from the first source that gives them all, whole or not there at all.

Everything is received in `model_dir/.NAME.partial` and becomes `model_dir/NAME` by one renaming, when the hash of every
file, read back from the disk, is right. What a broken run leaves is gone on with, also from another source, as long as
that has the same bytes (`RemoteFile.identity`). A lock lets one process do it while others wait.
"""

import dataclasses
import os
import shutil
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aquila2.base.errors import UserError, WorkError
from aquila2.base.files import sync_folder
from aquila2.base.log import note
from aquila2.base.network import refuse_offline
from aquila2.hub.listing import FileChangedError, Listing, RemoteFile, SourceError
from aquila2.hub.manifest import Manifest, ManifestFile, find_damage, has_manifest, read_manifest
from aquila2.hub.part import matching_hashes
from aquila2.hub.receive import receive
from aquila2.hub.sources import Place, places_for
from aquila2.hub.transfer import Patience, Transfer

_LISTINGS = 3  # how often a source is asked anew because a file changed while it was read


@dataclass(frozen=True)
class Downloaded:
    """A finished download; `fetched_bytes` came over the network this time."""

    folder: Path
    manifest: Manifest
    fetched_bytes: int


def download_model(
    name: str,
    model_dir: Path,
    *,
    source: str = "auto",
    revision: str | None = None,
    include: Sequence[str] = (),
    workers: int = 8,
    overwrite: bool = False,
    patience: Patience | None = None,
) -> Downloaded:
    """Put a model's files into `model_dir/NAME`, or see that they are there.

    Args:
        name: see `places_for`; so is `source`.
        revision: a branch, tag or commit, as the source names them; its newest where not given.
        include: patterns (`*.json`) of the files to take; all where there are none.
        workers: connections at once.
        overwrite: the folder may become another download's, or a download. Files that are right stay, others go.

    Raises:
        UserError: an unknown name, a folder that holds something else, the network is forbidden.
        WorkError: no source gave all files, or the disk is full; what came is kept for the next try.
    """
    name, places = places_for(name, source)
    with locked(model_dir, name):
        folder = existing_folder(model_dir, name) or model_dir / name
        known = None if overwrite else _earlier(folder, source, revision)
        if known is not None:
            if _holds(known, folder, include):
                return Downloaded(folder, known, 0)
            # what is there is completed from where it came, at its revision
            if known.source != "folder":
                places = [Place(known.source, known.repository)]
            revision = known.asked
            include = sorted({*known.include, *include}) if known.include and include else []
        refuse_offline(f"{name} is not whole in {model_dir} and cannot be downloaded")
        failed = []
        for place in places:
            note(f"{name}: asking {place}")
            try:
                with Transfer(patience, workers) as transfer:
                    return _download(name, place, folder, revision, include, workers, transfer, known)
            except SourceError as error:
                failed.append(textwrap.shorten(f"{place.source}: {error}", 300))  # the whole was told above
                note(f"{name}: not from {place.source}: {error}")
    kept = ". What came is kept: run it again to go on" if _partial(folder, name).exists() else ""
    raise WorkError(f"{name} could not be downloaded: {'; '.join(failed)}{kept}")


def existing_folder(model_dir: Path, name: str) -> Path | None:
    """`model_dir/name`, the case of letters aside: downloads of the release wrote names in lower case."""
    if not model_dir.is_dir():
        return None
    return next((p for p in sorted(model_dir.iterdir()) if p.is_dir() and p.name.lower() == name.lower()), None)


@contextmanager
def locked(model_dir: Path, name: str) -> Iterator[None]:
    """Only one process works on a model's folder; the lock goes with the process, however it ends."""
    from filelock import FileLock, Timeout

    try:
        model_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(model_dir / f".{name}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            note(f"{name}: another process is at it, waiting for it")
            lock.acquire()
    except OSError as error:
        raise UserError(f"model_dir={model_dir} cannot be written to: {error.strerror or error}") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def replacing(folder: Path, beside: Path) -> Iterator[None]:
    """`beside` takes `folder`'s place when the block ends without an error: one renaming, or two."""
    yield
    for path in (beside, *(p for p in beside.rglob("*") if p.is_dir())):
        sync_folder(path)
    if folder.exists():
        old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.old."))
        folder.replace(old / "old")
        beside.replace(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        beside.replace(folder)


def _earlier(folder: Path, source: str, revision: str | None) -> Manifest | None:
    """The record of what an earlier download left in the folder; None where nothing is there.

    Raises:
        UserError: the folder holds something else than what is asked for.
    """
    if not folder.is_dir() or not any(folder.iterdir()):
        return None
    if not has_manifest(folder):
        raise UserError(
            f"{folder} is there and no download made it: say overwrite=true to make it one (files that are right stay,"
            " all others go), or model_dir= for another place"
        )
    manifest = read_manifest(folder)
    if revision not in (None, manifest.asked, manifest.revision):
        raise UserError(
            f"{folder} holds revision {manifest.revision}: say overwrite=true to replace it by {revision}, or"
            " model_dir= for another place"
        )
    if source not in ("auto", manifest.source, manifest.repository, manifest.repository.rstrip("/")):
        raise UserError(
            f"{folder} came from {manifest.source} ({manifest.repository}): say overwrite=true to compare it with"
            f" {source}, or model_dir= for another place"
        )
    return manifest


def _holds(manifest: Manifest, folder: Path, include: Sequence[str]) -> bool:
    """Whether all that is asked for is there, every byte as its record says."""
    if manifest.include and not (include and set(include) <= set(manifest.include)):
        return False
    note(f"{folder} is there: reading it")
    damage = find_damage(folder, manifest.files)
    for broken in damage:
        note(f"{folder}: {broken}")
    return not damage


def _download(
    name: str,
    place: Place,
    folder: Path,
    revision: str | None,
    include: Sequence[str],
    workers: int,
    transfer: Transfer,
    known: Manifest | None,
) -> Downloaded:
    """From one source, whose files may change a few times meanwhile."""
    before: Listing | None = None
    changed: FileChangedError | None = None
    for _ in range(_LISTINGS):
        listing = _pinned(place.list_files(known.revision_to_ask if known else revision, transfer), known)
        listing = listing.matching(include)
        if before is not None and _same(before, listing):
            break  # it lists what it does not have
        try:
            return _receive_into(name, listing, folder, list(include), workers, transfer)
        except FileChangedError as error:
            note(f"{name}: {error}; asking {place.source} for its files again")
            before, changed = listing, error
            transfer.forget()
    raise SourceError(str(changed))


def _pinned(listing: Listing, known: Manifest | None) -> Listing:
    """The listing with the hashes of an earlier download of the same revision, where the source has none.

    Raises:
        SourceError: it is not the same any more, though the source calls it so.
    """
    same = known is not None and known.revision in (listing.revision, "none")
    hashes = {file.path: file for file in known.files} if known is not None and same else {}

    def pin(file: RemoteFile) -> RemoteFile:
        kept = hashes.get(file.path)
        if kept is None:
            return file
        if kept.size != file.size or file.sha256 not in (None, kept.sha256):
            raise SourceError(f"{listing.source} has another {file.path} by now; overwrite=true takes it")
        return dataclasses.replace(file, sha256=kept.sha256, chunks=tuple(kept.chunks))

    return dataclasses.replace(listing, files=tuple(map(pin, listing.files)))


def _same(before: Listing, now: Listing) -> bool:
    def identities(listing: Listing) -> list[tuple[str, int, str]]:
        return [(file.path, file.size, file.identity) for file in listing.files]

    return identities(before) == identities(now)


def _receive_into(
    name: str, listing: Listing, folder: Path, include: list[str], workers: int, transfer: Transfer
) -> Downloaded:
    """A listing's files into `.NAME.partial`, and that into the folder's place."""
    beside = _partial(folder, name)
    beside.mkdir(exist_ok=True)
    kept = dict(_kept(listing, folder))
    wanted = [file for file in listing.files if file.path not in kept]
    records, fetched = receive(wanted, beside, listing.source, transfer, workers)
    if unknown := [file.path for file in records if file.checked_by == "size"]:
        note(f"{name}: {listing.source} says no hash of {', '.join(unknown)}: of these only the size is known right")
    with replacing(folder, beside):
        names = {file.path for file in listing.files}
        for path in [p for p in beside.rglob("*") if not p.is_dir()]:
            if path.relative_to(beside).as_posix() not in names:
                path.unlink()  # journals, and what an older listing had
        for each in kept:
            _link(folder / each, beside / each)
        files = sorted([*records, *kept.values()], key=lambda file: file.path)
        manifest = Manifest(name, listing.source, listing.repository, listing.revision, listing.asked, include, files)
        manifest.write(beside)
    return Downloaded(folder, manifest, fetched)


def _partial(folder: Path, name: str) -> Path:
    return folder.with_name(f".{name}.partial")


def _kept(listing: Listing, folder: Path) -> Iterator[tuple[str, ManifestFile]]:
    """Files of the folder that are already what the listing says, by their hash."""
    for file in listing.files:
        path = folder / file.path
        if file.checked_by == "size" or not path.is_file() or path.stat().st_size != file.size:
            continue
        if found := matching_hashes(path, file):
            yield file.path, ManifestFile(file.path, file.size, found[0], list(found[1]), file.checked_by)


def _link(path: Path, other: Path) -> None:
    """The same file under another name; a copy where the disk has no such thing."""
    other.parent.mkdir(parents=True, exist_ok=True)
    other.unlink(missing_ok=True)
    try:
        os.link(path.resolve(), other)
    except OSError:
        shutil.copyfile(path, other)

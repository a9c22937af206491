"""A downloaded folder made right again: only the ranges of bytes that are wrong come over the network.

A broken file is first moved out of the folder, to `model_dir/.NAME.repair`, and comes back when its hash is right: what
is half mended is never taken for whole. A repair that was interrupted goes on there.
"""

import dataclasses
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aquila2.base.errors import UserError, WorkError
from aquila2.base.log import note
from aquila2.base.network import refuse_offline
from aquila2.hub.download import locked
from aquila2.hub.listing import RemoteFile, SourceError, chunk_span
from aquila2.hub.manifest import Damage, Manifest, ManifestFile, find_damage, read_manifest
from aquila2.hub.part import write_at
from aquila2.hub.receive import fetch_chunks
from aquila2.hub.sources import Place, places_for
from aquila2.hub.transfer import Patience, Transfer


@dataclass(frozen=True)
class Repaired:
    """What was wrong with a folder, and how many bytes came to mend it."""

    damage: list[Damage]
    fetched_bytes: int


def repair_folder(folder: Path, source: str | None = None, patience: Patience | None = None) -> Repaired:
    """Make a downloaded folder what its manifest says.

    Args:
        folder: one with a manifest.
        source: as `download_model`, in place of where it came from; its bytes must be the same.

    Raises:
        UserError: no manifest; the network is forbidden and something is wrong.
        WorkError: no source has the bytes any more.
    """
    with locked(folder.parent, folder.name):
        manifest = read_manifest(folder)
        damage = find_damage(folder, manifest.files)
        if not damage:
            return Repaired([], 0)
        refuse_offline(f"{folder} cannot be repaired")
        for broken in damage:
            note(f"{folder}: {broken}")
        work = folder.with_name(f".{folder.name}.repair")
        broken_files = [_set_apart(folder, work, broken.file) for broken in damage]
        failed, fetched = [], 0
        for place in _places(manifest, source):
            try:
                with Transfer(patience) as transfer:
                    fetched += _mend(work, broken_files, manifest, place, transfer)
            except SourceError as error:
                failed.append(f"{place.source}: {error}")
                note(f"{folder}: not from {place.source}: {error}")
                continue
            for file in broken_files:
                _put_back(folder, work, file)
            return Repaired(damage, fetched)
    raise WorkError(f"{folder} could not be repaired: {'; '.join(failed)}. What is broken lies in {work}")


def _places(manifest: Manifest, source: str | None) -> list[Place]:
    """Where the folder came from, then other sources of the release's model; or the one that the user names."""
    if source is not None:
        return places_for(manifest.name, source)[1]
    own = [Place(manifest.source, manifest.repository)] if manifest.source != "folder" else []
    try:
        others = places_for(manifest.name, "auto")[1]
    except UserError:
        others = []
    places = own + [place for place in others if place not in own]
    if not places:
        raise UserError(f"nothing says where {manifest.name} came from: say source=")
    return places


def _set_apart(folder: Path, work: Path, file: ManifestFile) -> ManifestFile:
    """Move a broken file, or what an earlier repair left of it, to where it is mended, at its right length."""
    apart, here = work / file.path, folder / file.path
    apart.parent.mkdir(parents=True, exist_ok=True)
    if here.is_symlink():
        here.unlink()
    elif here.exists():
        here.replace(apart)
    with open(apart, "ab") as handle:
        handle.truncate(file.size)
    return file


def _mend(work: Path, files: Sequence[ManifestFile], manifest: Manifest, place: Place, transfer: Transfer) -> int:
    """Fetch what is still wrong from one source. Returns the bytes that came."""
    own = (place.source, place.repository) == (manifest.source, manifest.repository)
    listing = place.list_files(manifest.revision_to_ask if own else None, transfer)
    there = {file.path: file for file in listing.files}
    fetched = 0
    for broken in find_damage(work, files):
        remote = _same_file(broken.file, there.get(broken.file.path), place)
        path = work / broken.file.path

        def write(index: int, data: bytes, path: Path = path, size: int = remote.size) -> None:
            write_at(path, chunk_span(index, size)[0], data)

        for run in _runs(broken.chunks):
            fetch_chunks(remote, run, write, transfer)
            fetched += sum(end - start for start, end in (chunk_span(i, remote.size) for i in run))
    if still := find_damage(work, files):
        raise SourceError("; ".join(map(str, still)))
    return fetched


def _same_file(file: ManifestFile, remote: RemoteFile | None, place: Place) -> RemoteFile:
    """The source's file, if it can be the same one, with the hashes that the folder's record has of its chunks."""
    if remote is None or remote.size != file.size or remote.sha256 not in (None, file.sha256):
        raise SourceError(f"{place.source} has another {file.path} by now, or none")
    return dataclasses.replace(remote, sha256=file.sha256, git_sha1=None, chunks=tuple(file.chunks))


def _runs(indexes: Iterable[int]) -> list[list[int]]:
    """Numbers that follow each other, together."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _put_back(folder: Path, work: Path, file: ManifestFile) -> None:
    apart = work / file.path
    (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
    os.replace(apart, folder / file.path)
    for parent in [apart.parent, *apart.parent.parents]:
        if not parent.is_relative_to(work) or any(parent.iterdir()):
            break
        parent.rmdir()

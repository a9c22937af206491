"""A model as one file, to carry it where there is no network: a plain tar, its manifest first, every byte checked on
the way in and on the way out.

Reading one trusts it in nothing: it holds one folder with a manifest, then the files of that manifest, in their order,
each of its size, and nothing else. No link, device or path that leads elsewhere is ever made; modes and owners that
the tar may state are not applied.
"""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from aquila2.base.errors import UserError, WorkError
from aquila2.base.files import atomic_file, refuse_existing
from aquila2.hub.download import existing_folder, locked, replacing
from aquila2.hub.manifest import (
    MANIFEST,
    Manifest,
    ManifestFile,
    find_damage,
    has_manifest,
    manifest_of,
    parse_manifest,
    read_manifest,
)

_LARGEST_MANIFEST = 64 << 20
_READ = 1 << 20


def pack(folder: Path, out: Path, overwrite: bool, advance: Callable[[int], None] = lambda nbytes: None) -> Manifest:
    """Write a folder's files into the tar `out`. A folder that no download made gets a manifest in the bundle.

    Raises:
        UserError: `out` is there; the folder holds links.
        WorkError: a file is not what the manifest says: nothing is written.
    """
    refuse_existing(out, overwrite)
    manifest = read_manifest(folder) if has_manifest(folder) else manifest_of(folder, folder.resolve().name)
    with atomic_file(out) as beside, tarfile.open(beside, "w", format=tarfile.PAX_FORMAT) as tar:
        record = manifest.to_bytes()
        tar.addfile(_member(f"{manifest.name}/{MANIFEST}", len(record)), io.BytesIO(record))
        for file in manifest.files:
            try:
                with open(folder / file.path, "rb") as source:
                    if (size := (folder / file.path).stat().st_size) != file.size:
                        raise WorkError(f"{folder / file.path} has {size:,} bytes, not {file.size:,}: repair it first")
                    reading = _Checked(source, file, f"{folder / file.path}")
                    tar.addfile(_member(f"{manifest.name}/{file.path}", file.size), reading)
                    reading.finish()
            except FileNotFoundError:
                raise WorkError(f"{folder / file.path} is missing: aquila2 download repair {folder}") from None
            advance(file.size)
    return manifest


def unpack(
    bundle: Path, model_dir: Path, overwrite: bool, advance: Callable[[int], None] = lambda nbytes: None
) -> tuple[Path, Manifest]:
    """Make `model_dir/NAME` of a bundle; the whole folder, or nothing.

    Raises:
        UserError: it is no bundle, or holds what no bundle does; the folder is there and holds something else.
    """
    try:
        with tarfile.open(bundle, "r:") as tar:
            return _unpack(tar, bundle, model_dir, overwrite, advance)
    except FileNotFoundError:
        raise UserError(f"{bundle} is not there") from None
    except tarfile.TarError as error:
        raise UserError(f"{bundle} is no bundle of aquila2 download pack, or is cut off: {error}") from None


def _unpack(
    tar: tarfile.TarFile, bundle: Path, model_dir: Path, overwrite: bool, advance: Callable[[int], None]
) -> tuple[Path, Manifest]:
    members = iter(tar)
    manifest = _read_record(tar, members, bundle)
    with locked(model_dir, manifest.name):
        folder = existing_folder(model_dir, manifest.name) or model_dir / manifest.name
        if folder.exists() and not overwrite:
            same = has_manifest(folder) and read_manifest(folder).files == manifest.files
            if same and not find_damage(folder, manifest.files):
                return folder, manifest
            refuse_existing(folder, overwrite)
        if manifest.nbytes > shutil.disk_usage(model_dir).free:
            raise WorkError(f"{bundle} needs {manifest.nbytes / 1e9:.2f} GB, more than is free on {model_dir}")
        beside = folder.with_name(f".{folder.name}.unpacking")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        try:
            with replacing(folder, beside):
                for file in manifest.files:
                    member = next(members, None)
                    if member is None:
                        raise UserError(f"{bundle} ends before {file.path}: it was cut off")
                    _write(tar, member, file, manifest.name, beside, bundle)
                    advance(file.size)
                if (extra := next(members, None)) is not None:
                    raise UserError(f"{bundle} holds {extra.name!r}, which its manifest does not have: refused")
                manifest.write(beside)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return folder, manifest


def _read_record(tar: tarfile.TarFile, members: Iterator[tarfile.TarInfo], bundle: Path) -> Manifest:
    first = next(members, None)
    name, _, rest = ("", "", "") if first is None else first.name.partition("/")
    if first is None or not first.isreg() or rest != MANIFEST or first.size > _LARGEST_MANIFEST:
        raise UserError(f"{bundle} does not begin with {MANIFEST}: it is no bundle of aquila2 download pack")
    stream = tar.extractfile(first)
    try:
        values = json.loads(stream.read()) if stream is not None else {}
    except ValueError:
        values = {}
    manifest = parse_manifest(values if isinstance(values, dict) else {}, f"{bundle}: {MANIFEST}")
    plain = name == manifest.name and name not in (".", "..") and not name.startswith(".") and "\\" not in name
    if not plain or any(ord(c) < 32 for c in name):
        raise UserError(f"{bundle} is of a model called {manifest.name!r} in a folder {name!r}: refused")
    return manifest


def _write(
    tar: tarfile.TarFile, member: tarfile.TarInfo, file: ManifestFile, name: str, beside: Path, bundle: Path
) -> None:
    if not member.isreg() or member.name != f"{name}/{file.path}" or member.size != file.size or member.issparse():
        raise UserError(f"{bundle} holds {member.name!r} where its manifest has {file.path!r}: refused")
    stream = tar.extractfile(member)
    if stream is None:
        raise UserError(f"{bundle}: {member.name!r} is no file: refused")
    target = beside / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    reading = _Checked(stream, file, f"{bundle}: {file.path}")
    with open(target, "xb") as out:
        while data := reading.read(_READ):
            out.write(data)
    reading.finish()


class _Checked(io.RawIOBase):
    """A file that is read once, from its beginning to its end, and hashed on the way."""

    def __init__(self, stream: IO[bytes], file: ManifestFile, where: str) -> None:
        self._stream, self._file, self._where = stream, file, where
        self._whole, self._read = hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, never more than the file should have."""
        left = self._file.size - self._read
        data = self._stream.read(left if size < 0 else min(size, left))
        self._whole.update(data)
        self._read += len(data)
        return data

    def finish(self) -> None:
        """See that they were the right ones.

        Raises:
            WorkError: they were not.
        """
        longer = bool(self._stream.read(1))
        if self._read != self._file.size or longer or self._whole.hexdigest() != self._file.sha256:
            raise WorkError(f"{self._where} has not the bytes that its manifest says: aquila2 download repair mends it")


def _member(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info

"""Files: where the user's cache lies, and writing beside, then renaming, so that nothing is ever half-written."""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from aquila2.base.errors import UserError


def cache_dir() -> Path:
    """The user's cache folder for this package: in `XDG_CACHE_HOME` where set, else where the platform has it."""
    if os.environ.get("XDG_CACHE_HOME"):
        root = Path(os.environ["XDG_CACHE_HOME"])
    elif sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches"
    else:
        root = Path.home() / ".cache"
    return root / "aquila2"


def data_dir() -> Path:
    """The user's folder for what this package keeps and cannot make again, such as knowledge bases: in `XDG_DATA_HOME`
    where set, else where the platform has it."""
    if os.environ.get("XDG_DATA_HOME"):
        root = Path(os.environ["XDG_DATA_HOME"])
    elif sys.platform == "win32":
        root = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Application Support"
    else:
        root = Path.home() / ".local" / "share"
    return root / "aquila2"


@contextlib.contextmanager
def atomic_file(path: str | Path) -> Iterator[Path]:
    """Yield a path beside `path` to write to; it takes `path`'s place when the block ends without an error."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        _sync(beside)
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextlib.contextmanager
def atomic_folder(path: str | Path, overwrite: bool = False) -> Iterator[Path]:
    """Yield a folder beside `path` to fill; it takes `path`'s place when the block ends without an error.

    Raises:
        UserError: `path` is there, is not empty, and `overwrite` is false.
    """
    path = Path(path)
    refuse_existing(path, overwrite)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        yield beside
        for file in beside.rglob("*"):
            if file.is_file():
                _sync(file)
        beside.chmod(0o777 & ~_umask())
        if path.exists():
            old = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.old."))
            path.replace(old / "old")
            beside.replace(path)
            shutil.rmtree(old, ignore_errors=True)
        else:
            beside.replace(path)
    finally:
        if beside.exists():
            shutil.rmtree(beside, ignore_errors=True)


def refuse_existing(path: Path, overwrite: bool) -> None:
    """Refuse to write over what the user has at `path`, before any work is done.

    Raises:
        UserError: something stands there and `overwrite` is false.
    """
    if overwrite or not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return
    raise UserError(f"out={path} is already there: choose another, or say overwrite=true")


def sync_folder(path: Path) -> None:
    """Make sure that the folder's files and its list of names are on the disk."""
    for file in path.iterdir():
        if file.is_file():
            _sync(file)
    if sys.platform != "win32":  # there a folder cannot be opened
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync(path: Path) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())

"""Knowledge bases by name: a folder each, in one folder."""

import re
import shutil
from pathlib import Path

from aquila2.base.errors import UserError
from aquila2.base.files import data_dir
from aquila2.rag.store import Store

_NAME = re.compile(r"[\w][\w .-]{0,62}[\w]|\w")


def bases_folder(given: Path | None) -> Path:
    """Where knowledge bases lie: the folder asked for, else one of the user's."""
    return given if given is not None else data_dir() / "knowledge"


def check_name(name: str) -> str:
    """Raises UserError for what is no plain name."""
    if not _NAME.fullmatch(name):
        raise UserError(f"kb={name}: give a name of letters, digits, blanks, dots, - and _, at most 64")
    return name


def open_base(folder: Path, name: str, create: bool = False) -> Store:
    """The base of that name.

    Raises:
        UserError: no plain name, or it is not there and `create` is false.
    """
    return Store(folder / check_name(name), create)


def names(folder: Path) -> list[str]:
    """The bases there are."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if (path / "knowledge.sqlite").is_file())


def delete_base(folder: Path, name: str) -> None:
    """Take a whole base away; its name is free again.

    Raises:
        UserError: it is not there.
    """
    open_base(folder, name).close()
    doomed = folder / f".{name}.deleted"
    shutil.rmtree(doomed, ignore_errors=True)
    (folder / name).replace(doomed)
    shutil.rmtree(doomed)

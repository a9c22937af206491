"""The small JSON files of a checkpoint: read with an error that names the file, written in one piece."""

import json
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file.

    Raises:
        UserError: the file cannot be read, or holds something else.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None
    except ValueError as error:  # not JSON, or not UTF-8
        raise UserError(f"{path} is not JSON ({error}): download or convert it again") from None
    if not isinstance(value, dict):
        raise UserError(f"{path} must hold a JSON object, not a {type(value).__name__}")
    return value


def read_json_if_there(path: Path) -> dict[str, Any]:
    """As `read_json`; an absent file is an empty object."""
    return read_json(path) if path.exists() else {}


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write a JSON object, indented, UTF-8 as it is."""
    with atomic_file(path) as beside:
        beside.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

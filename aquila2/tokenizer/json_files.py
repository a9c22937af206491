"""The small JSON files beside a tokenizer: read with an error that names the file, written in one piece."""

import json
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; an absent file is an empty object.

    Raises:
        UserError: the file is there and is not a JSON object.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(f"cannot read {str(path)!r}: {error.strerror}") from None
    except ValueError as error:  # not JSON, or not UTF-8
        raise UserError(f"{str(path)!r} is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise UserError(f"{str(path)!r} must hold a JSON object, not a {type(value).__name__}")
    return value


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write a JSON object, indented, UTF-8 as it is."""
    with atomic_file(path) as beside:
        beside.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

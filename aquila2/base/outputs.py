"""Where results go: a run may replace what the same command made of the same inputs, and nothing else.

A result carries a record: the command and all that decided it, in `aquila2.json` of a folder, or near the beginning of
a file. It tells a rerun from a mistake, and anybody who finds the result how it came about.
"""

import json
from pathlib import Path
from typing import Any

from aquila2.base.files import refuse_existing

_RECORD = "aquila2.json"
_BEGINNING = 1 << 16  # a file's record stands in its first bytes, whatever follows them


def check_output(out: Path, made_from: dict[str, Any], overwrite: bool) -> None:
    """Refuse, before any work is done, to write over what the user has at `out`.

    Args:
        out: the file or folder to write.
        made_from: the command and everything that decides its result, as JSON values.
        overwrite: the user said so.

    Raises:
        UserError: something stands there that is not this command's result from these inputs.
    """
    if not (overwrite or is_result(out, made_from)):
        refuse_existing(out, overwrite=False)


def is_result(out: Path, made_from: dict[str, Any]) -> bool:
    """Whether `out` is a finished result of this command and these inputs."""
    record = record_of(made_from)
    if (out / _RECORD).is_file():
        return (out / _RECORD).read_text(encoding="utf-8").strip() == record
    if out.is_file():
        with open(out, "rb") as file:
            return record.encode() in file.read(_BEGINNING)
    return False


def record_of(made_from: dict[str, Any]) -> str:
    """The record as it is written: for a folder by `record_output`, into a file by its writer."""
    return json.dumps(made_from, sort_keys=True, ensure_ascii=False)


def record_output(folder: Path, made_from: dict[str, Any]) -> None:
    """Write the record into a finished folder."""
    (folder / _RECORD).write_text(record_of(made_from) + "\n", encoding="utf-8")


def fingerprint(path: Path) -> dict[str, Any]:
    """What tells whether an input is still the same: each file's name, size and time of change."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return {p.name if p == path else str(p.relative_to(path)): [p.stat().st_size, p.stat().st_mtime_ns] for p in files}

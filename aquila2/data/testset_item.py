"""One item of a test set, and the files that items are read from: JSON Lines, CSV and plain lines, also `.gz`."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError


@dataclass(frozen=True)
class Item:
    """What is asked once.

    Attributes:
        set: the test set's name, as in `testsets.SETS`.
        id: names the item within its set and split; the same each time the file is read.
        question: what is asked, without the options.
        answer: the right answer as text (of a multiple-choice item, the option's own); "" where the file has none.
        options: the choices, in the file's order.
        gold: the place of the right one among them; None where there are none or it is not told.
        context: what the question is asked about: a passage, a story, premises.
        code: the reference solution of a programming item.
        subject: the part of the set that it belongs to, "" where there are none.
        split: which of the set's splits, such as `test`.
        more: other fields of the file, under its own names.
    """

    set: str
    id: str
    question: str
    answer: str = ""
    options: tuple[str, ...] = ()
    gold: int | None = None
    context: str = ""
    code: str = ""
    subject: str = ""
    split: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A record of a file, and its place."""

    path: Path
    number: int  # the line in JSON Lines and plain lines, the record in CSV; from 1
    value: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        if name not in self.value:
            raise self.wrong(f"there is no field {name!r}; it has {', '.join(map(str, self.value))}")
        return self.value[name]

    def text(self, name: str) -> str:
        """A field that must be text."""
        value = self[name]
        if not isinstance(value, str):
            raise self.wrong(f"{name!r} is a {type(value).__name__}, not text")
        return value

    def texts(self, name: str) -> list[str]:
        """A field that must be a list of texts."""
        value = self[name]
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self.wrong(f"{name!r} is no list of texts")
        return value

    def wrong(self, why: str) -> UserError:
        return UserError(f"{self.path}, record {self.number}: {why}: get the file again, in its published format")


def find(folder: Path, name: str) -> Path:
    """The file `name` in a folder, or `name.gz`.

    Raises:
        FileNotFoundError: neither is there.
    """
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise FileNotFoundError(folder / name)


def read_text(path: Path) -> str:
    """A file's text, UTF-8, a byte order mark dropped.

    Raises:
        UserError: it is broken, or no UTF-8.
    """
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.name.endswith(".gz") else data).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read ({error}): get the file again") from None


def jsonl_rows(path: Path) -> Iterator[Row]:
    """The objects of a JSON Lines file."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise UserError(f"{path}, line {number}: not JSON ({error}): get the file again") from None
        if not isinstance(value, dict):
            raise UserError(f"{path}, line {number}: a {type(value).__name__}, not an object: get the file again")
        yield Row(path, number, value)


def csv_rows(path: Path) -> Iterator[Row]:
    """The records of a CSV file whose first line names the fields."""
    csv.field_size_limit(1 << 24)
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    try:
        for number, value in enumerate(reader, 1):
            row = Row(path, number, value)
            if None in value or None in value.values():
                raise row.wrong(f"it has not {len(reader.fieldnames or ())} fields, as the first line says")
            yield row
    except csv.Error as error:
        raise UserError(f"{path}: not CSV ({error}): get the file again") from None


def lines(path: Path) -> list[str]:
    """The lines of a file, without their ends."""
    return read_text(path).removesuffix("\n").split("\n")

"""Files of samples to records: the lines of JSON Lines, or the items of a JSON list, and where each stands."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.compressed import TruncatedError, open_stream
from aquila2.base.errors import UserError
from aquila2.base.sources import Problem, blocks, cut, json_value

SUFFIXES = (".json", ".json.gz", ".json.zst", ".jsonl", ".jsonl.gz", ".jsonl.zst")

_LONGEST = 1 << 27  # bytes of a line of JSON Lines
_BLANKS = re.compile(r"[ \t\r\n]*")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Place:
    """Where a record stands. `line` is that of its first character, `item` its number in a JSON list; both from 1."""

    file: str
    line: int
    item: int | None = None

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" + (f" (item {self.item})" if self.item else "")


def read_records(path: Path, report: Callable[[Place, str], None]) -> Iterator[tuple[Place, Any]]:
    """The records of a file, in order. A `.json` file may also hold a record a line.

    Args:
        report: is told which lines cannot be read, and why.

    Raises:
        UserError: a JSON list that cannot be read to its end, for what stands behind the error is lost.
    """
    is_list = path.name.removesuffix(".gz").removesuffix(".zst").endswith(".json") and _begins_a_list(path)
    return _items(path) if is_list else _lines(path, report)


def _lines(path: Path, report: Callable[[Place, str], None]) -> Iterator[tuple[Place, Any]]:
    def tell(problem: Problem) -> None:
        report(Place(problem.file, problem.line), problem.reason)

    for shard in cut(path, 1 << 40):
        for block in blocks(shard, tell, _LONGEST, lambda count: None):
            for number, line in enumerate(block.data.removeprefix(_BOM).split(b"\n"), block.line):
                if not line or line.isspace():
                    continue
                place = Place(str(path), number)
                try:
                    value = json_value(line)
                except ValueError as error:
                    report(place, str(error))
                else:
                    yield place, value


def _begins_a_list(path: Path) -> bool:
    try:
        with open_stream(path) as stream:
            return stream.read(1 << 12).removeprefix(_BOM).lstrip().startswith(b"[")
    except (TruncatedError, OSError):
        return False  # reading it as lines tells what is wrong


def _items(path: Path) -> Iterator[tuple[Place, Any]]:
    text, decoder = _text(path), json.JSONDecoder()
    at, counted, line, item = text.index("[") + 1, 0, 1, 0

    def broken(place: int, why: str, item: int | None) -> UserError:
        where = Place(str(path), text.count("\n", 0, place) + 1, item)
        return UserError(f"{where}: not JSON: {why}: mend the file, for what stands behind this place cannot be read")

    while True:
        at = _past_blanks(text, at)
        if item and text.startswith(",", at):
            at = _past_blanks(text, at + 1)
        elif text.startswith("]", at):
            at = _past_blanks(text, at + 1)
            if at < len(text):
                raise broken(at, "the list has ended before", None)
            return
        elif item:
            raise broken(at, "',' or ']' belongs here", item)
        try:
            value, end = decoder.raw_decode(text, at)
        except RecursionError:
            raise broken(at, "nested too deeply", item + 1) from None
        except ValueError as error:  # with a place where it is of JSON, without where a number is too long
            raise broken(getattr(error, "pos", at), getattr(error, "msg", str(error)), item + 1) from None
        line += text.count("\n", counted, at)
        item, counted, at = item + 1, at, end
        yield Place(str(path), line, item), value


def _text(path: Path) -> str:
    parts: list[bytes] = []
    try:
        with open_stream(path) as stream:
            while part := stream.read(1 << 20):
                parts.append(part)
    except (TruncatedError, OSError) as error:
        raise UserError(f"{path}: {getattr(error, 'strerror', None) or error}: get the file again") from None
    data = b"".join(parts)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError(f"{path}, line {line}: not UTF-8 (0x{data[error.start]:02x}): save the file as UTF-8") from None


def _past_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    assert match is not None
    return match.end()

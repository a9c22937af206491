"""Training data as the audit reads it: any text of any record, and lines of plain text without a seam between them.

- `.jsonl`: a document a record: its `text`, else all strings in it, conversations included, in order.
- `.parquet`: a document a row: `text` or `content`, or the column that is named.
- `.txt`: a document a line, but a match may run over line ends: an item that was broken into lines is found.
- a folder that `prepare-data` wrote: a document of its tokens.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aquila2.base.sources import PADDING, Batch, Problem, Report, Shard, blocks, invalid_from, json_value, line_at, read

LONGEST = 1 << 27  # bytes of a line
SEAM = 1 << 18  # bytes of plain text that a part has in common with each of its neighbours
_BLOCK = 1 << 22  # bytes of plain text that are looked at in one go
_DOCUMENTS = 1 << 12
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Texts:
    """Some text to look at.

    Attributes:
        data, bounds: as in `base.sources.Batch`.
        owned: a match counts where its first byte is one of these of `data`; elsewhere a neighbour reports it.
        locate: a row of `bounds` and a byte in it, to the number of its document and the byte in that.
        documents, size: how many documents, and bytes of text, are this part's own.
    """

    data: np.ndarray
    bounds: np.ndarray
    owned: tuple[int, int]
    locate: Callable[[int, int], tuple[int, int]]
    documents: int
    size: int


def read_texts(
    shard: Shard, report: Report, field: str | None = None, advance: Callable[[int], None] = lambda count: None
) -> Iterator[Texts]:
    """The text of a shard, some at a time; see `base.sources.read`."""
    if shard.kind == "txt":
        return _plain(shard, report, advance)
    if shard.kind == "parquet":
        return map(_rows, read(shard, report, field, LONGEST, advance))
    return _records(shard, report, field, advance)


def _rows(batch: Batch) -> Texts:
    """Documents with a number each."""
    numbers = batch.lines

    def locate(row: int, byte: int) -> tuple[int, int]:
        return (row if numbers is None else int(numbers[row])), byte

    size = int((batch.bounds[:, 1] - batch.bounds[:, 0]).sum())
    return Texts(batch.data, batch.bounds, (0, len(batch.data)), locate, len(batch.bounds), size)


def _records(shard: Shard, report: Report, field: str | None, advance: Callable[[int], None]) -> Iterator[Texts]:
    for block in blocks(shard, report, LONGEST, advance):
        texts: list[bytes] = []
        numbers: list[int] = []
        first = block.line
        for number, line in enumerate(block.data.removeprefix(_BOM).split(b"\n")):
            if not line or line.isspace():
                continue
            try:
                text = text_of(json_value(line), field)
            except ValueError as error:
                first = first or line_at(shard.path, block.position)
                report(Problem(str(shard.path), first + number, str(error)))
                continue
            texts.append(text.encode("utf-8", "replace"))
            numbers.append(number)

        def locate(row: int, byte: int, numbers: list[int] = numbers, block: Any = block) -> tuple[int, int]:
            return (block.line or line_at(shard.path, block.position)) + numbers[row], byte

        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        bounds = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1) if texts else np.zeros((0, 2), np.int64)
        data = np.frombuffer(b"".join(texts) + bytes(PADDING), np.uint8)
        yield Texts(data, bounds, (0, len(data)), locate, len(texts), len(data) - PADDING)


def text_of(record: Any, field: str | None = None) -> str:
    """All text of a record: the field that is asked for, else `text`, else every string in it, in order.

    Raises:
        ValueError: it has not the field, or there is no text in it.
    """
    if field is not None:
        if not isinstance(record, dict) or not isinstance(record.get(field), str):
            raise ValueError(f"no text in a field {field!r}")
        return str(record[field])
    if isinstance(record, dict) and isinstance(record.get("text"), str):
        return str(record["text"])
    found: list[str] = []
    _strings(record, found)
    if not found:
        raise ValueError("there is no text in it")
    return "\n".join(found)


def _strings(value: Any, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, dict):
        for inner in value.values():
            _strings(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _strings(inner, found)


def _plain(shard: Shard, report: Report, advance: Callable[[int], None]) -> Iterator[Texts]:
    """Plain text in windows that overlap by SEAM on both sides, each owning the middle: so what is found does not
    depend on where a file is cut."""
    path = shard.path
    packed = path.name.endswith((".gz", ".zst"))
    size = path.stat().st_size
    begin = 0 if packed else max(shard.start - SEAM, 0)
    wide = shard if packed else Shard(path, begin, min(shard.stop + SEAM, size))
    own_from = 0 if packed else shard.start
    own_to = None if packed or shard.stop >= size else shard.stop

    held, place, line = b"", 0, 0  # text not given up yet, its place in the file and its first line (0: not known)
    owned = own_from
    for block in blocks(wide, report, LONGEST, advance):
        if not held:
            place, line = block.position, block.line
        held += block.data
        if len(held) >= _BLOCK + 2 * SEAM:
            end = place + len(held) - SEAM
            yield _window(path, held, place, line, owned, end if own_to is None else min(end, own_to), report)
            owned = max(owned, end)
            cut = held.rfind(b"\n", 0, len(held) - 2 * SEAM) + 1
            line = line and line + held.count(b"\n", 0, cut)
            held, place = held[cut:], place + cut
    if held:
        end = place + len(held)
        yield _window(path, held, place, line, owned, end if own_to is None else min(end, own_to), report)


def _window(path: Path, text: bytes, place: int, line: int, first: int, last: int, report: Report) -> Texts:
    """A window of which the bytes `first` to `last` of the file are its own. Lines that are no UTF-8 are blanked."""
    if place == 0 and text.startswith(_BOM):
        text = b"   " + text[len(_BOM) :]
    at = 0
    while (bad := invalid_from(text, at)) is not None:
        start, stop = text.rfind(b"\n", 0, bad) + 1, text.find(b"\n", bad)
        stop = len(text) if stop < 0 else stop
        if first <= place + start < last:
            number = line + text.count(b"\n", 0, bad) if line else line_at(path, place + bad)
            byte = bad - start + 1
            report(Problem(str(path), number, f"not UTF-8: byte {byte} of the line is 0x{text[bad]:02x}"))
        text = text[:start] + b" " * (stop - start) + text[stop:]
        at = stop
    low, high = max(first - place, 0), max(last - place, 0)

    def locate(row: int, byte: int) -> tuple[int, int]:
        start = text.rfind(b"\n", 0, byte) + 1
        number = line + text.count(b"\n", 0, start) if line else line_at(path, place + start)
        return number, byte - start

    data = np.frombuffer(text + bytes(PADDING), np.uint8)
    bounds = np.array([[0, len(text)]], np.int64)
    ends = text.count(b"\n", low, high) + (high == len(text) and not text.endswith(b"\n"))
    return Texts(data, bounds, (low, high), locate, ends, high - low)

"""Text from files: .txt, .jsonl (both plain, .gz or .zst) and .parquet, as a stream in bounded memory.

A document is a line of a .txt file with its line end, the text of a JSON object (its field `text` or `content`, or the
one asked for; a line that is a JSON string is its own text), or a row of a Parquet column of such a name.

What cannot be read (a line that is no UTF-8 or no JSON, a file cut short) goes to the caller as a `Problem` with
its file and line, and reading goes on behind it; the caller raises or counts.
"""

import glob
import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aquila2.base.compressed import TruncatedError, open_stream
from aquila2.base.errors import UserError

SUFFIXES = (".txt", ".txt.gz", ".txt.zst", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")
FIELDS = ("text", "content")
PADDING = 8  # bytes behind a batch's text, so that compiled loops may read eight at a time

_BLOCK = 1 << 20  # with its copies and its lines' places, up to twenty times that much is held for a moment
_ROWS = 1024  # of a Parquet file at a time
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Problem:
    """Something that could not be read. `line` counts from 1; in a Parquet file it is the row."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


@dataclass(frozen=True)
class Shard:
    """A part of a file that is read in one go: bytes from `start` to `stop` of a plain file, where the lines that
    begin there are meant, row groups of a Parquet file, or a whole compressed file (`stop` is its size)."""

    path: Path
    start: int
    stop: int

    @property
    def kind(self) -> str:
        """`txt`, `jsonl` or `parquet`."""
        name = self.path.name.removesuffix(".gz").removesuffix(".zst")
        return name.rpartition(".")[2]


@dataclass(frozen=True)
class Batch:
    """Some documents of a file: document i is the UTF-8 of `data[bounds[i, 0]:bounds[i, 1]]`. `data` is uint8 with
    PADDING bytes more behind the last, `bounds` int64 [documents, 2], `lines` the line of each (None in a shard that
    begins inside a file), `position` the place of the first in the file, in bytes once decompressed, or its row."""

    data: np.ndarray
    bounds: np.ndarray
    lines: np.ndarray | None
    position: int


@dataclass(frozen=True)
class Document:
    """One text and where it stands."""

    text: str
    file: str
    line: int


Report = Callable[[Problem], None]


def find_files(
    patterns: Iterable[str | Path], suffixes: tuple[str, ...] = SUFFIXES, option: str = "data"
) -> list[Path]:
    """The files that the patterns name, each once, in the order of their paths. A folder stands for all files below
    it whose names end with one of `suffixes`. `option` is what the user named them by.

    Raises:
        UserError: a pattern without a file, or a file of another kind.
    """
    found: set[Path] = set()
    for pattern in map(str, patterns):
        names = [pattern] if os.path.exists(pattern) else glob.glob(os.path.expanduser(pattern), recursive=True)
        files = []
        for path in map(Path, names):
            inside = (p for p in path.rglob("*") if p.name.endswith(suffixes)) if path.is_dir() else [path]
            files += [p for p in inside if p.is_file()]
        if not files:
            raise UserError(f"{option}={pattern}: there is no such file")
        for path in files:
            if not path.name.endswith(suffixes):
                raise UserError(f"{option}={path}: cannot read this kind of file; known are {', '.join(suffixes)}")
        found.update(files)
    return sorted(found)


def shard_key(shard: Shard) -> list[Any]:
    """What tells a shard from all others, and from itself after its file has changed."""
    state = shard.path.stat()
    return [os.path.abspath(shard.path), shard.start, shard.stop, state.st_size, state.st_mtime_ns]


def cut(path: Path, size: int) -> list[Shard]:
    """The shards of a file, of about `size` bytes where it can be cut; always the same for the same file."""
    total = path.stat().st_size
    if path.name.endswith(".parquet"):
        groups = _row_groups(path)
        if groups is None:
            return [Shard(path, 0, 1)]  # reading it tells what is wrong
        shards, start, held = [], 0, 0
        for group, weight in enumerate(groups, 1):
            held += weight
            if held >= size or group == len(groups):
                shards.append(Shard(path, start, group))
                start, held = group, 0
        return shards
    if path.name.endswith((".gz", ".zst")):
        return [Shard(path, 0, total)]
    return [Shard(path, at, min(at + size, total)) for at in range(0, total, size)]


def read(
    shard: Shard,
    report: Report,
    field: str | None = None,
    longest: int = 1 << 26,
    advance: Callable[[int], None] = lambda count: None,
) -> Iterator[Batch]:
    """The documents of a shard, some at a time.

    Args:
        report: is told what cannot be read; what it raises ends the reading.
        field: the name of the text in JSON objects and Parquet files; None takes `text`, else `content`.
        longest: bytes of the longest line; a longer one is a problem, not an exhausted memory.
        advance: called with the number of the file's bytes read since the last call.
    """
    if shard.kind == "parquet":
        return _read_parquet(shard, report, field, advance)
    lines = blocks(shard, report, longest, advance)
    return _text_batches(shard, lines, report) if shard.kind == "txt" else _json_batches(shard, lines, report, field)


def documents(patterns: Iterable[str | Path], report: Report, field: str | None = None) -> Iterator[Document]:
    """All documents of the files, file by file, in order."""
    for path in find_files(patterns):
        for batch in itertools.chain.from_iterable(read(shard, report, field) for shard in cut(path, 1 << 40)):
            data = batch.data.tobytes()
            lines = [] if batch.lines is None else batch.lines.tolist()  # whole files have them
            for (start, stop), line in zip(batch.bounds.tolist(), lines, strict=True):
                yield Document(data[start:stop].decode("utf-8"), str(path), line)


@dataclass
class Block:
    """Whole lines of a file (the last may lack its end), the number of the first and its place."""

    data: bytes
    line: int
    position: int


def blocks(shard: Shard, report: Report, longest: int, advance: Callable[[int], None]) -> Iterator[Block]:
    """The lines of a shard of a plain or compressed file, some at a time; see `read`."""
    path, rest, line, position = shard.path, b"", 1, 0
    skipping = False  # inside a line that is too long
    try:
        with open_stream(path, advance) as stream:
            if shard.start:
                line = 0  # counted when it is needed
                position = stream.seek_line(shard.start)
            limit = None if path.name.endswith((".gz", ".zst")) else shard.stop
            while limit is None or position < limit:
                piece = stream.read(_BLOCK if limit is None else max(min(_BLOCK, limit - position - len(rest)), 4096))
                data = rest + piece
                if not piece:
                    if data and not skipping:
                        yield Block(data, line, position)
                    return
                end = data.rfind(b"\n") + 1
                if limit is not None and position + end >= limit:  # the line that begins before the limit is the last
                    end = data.find(b"\n", limit - position - 1) + 1
                if end == 0 and len(data) > longest and not skipping:
                    report(Problem(str(path), line or line_at(path, position), f"a line of over {longest:,} bytes"))
                    skipping = True
                if skipping:
                    end = data.find(b"\n") + 1
                    position, rest = position + (end or len(data)), data[end:] if end else b""
                    line += bool(end) if line else 0
                    skipping = not end
                    continue
                if end:
                    yield Block(data[:end], line, position)
                    line += data.count(b"\n", 0, end) if line else 0
                position, rest = position + end, data[end:]
    except TruncatedError as error:
        if error.rest and b"\n" in (data := rest + error.rest) and not skipping:
            end = data.rfind(b"\n") + 1
            yield Block(data[:end], line, position)
            line += data.count(b"\n", 0, end)
        report(Problem(str(path), line, str(error)))
    except OSError as error:
        report(Problem(str(path), line or 1, f"cannot be read: {error.strerror or error}"))


def _text_batches(shard: Shard, blocks: Iterator[Block], report: Report) -> Iterator[Batch]:
    for block in blocks:
        start = len(_BOM) if block.position == 0 and block.data.startswith(_BOM) else 0
        data = np.frombuffer(block.data + bytes(PADDING), np.uint8)
        ends = np.flatnonzero(data[:-PADDING] == ord("\n")) + 1
        if block.data and (len(ends) == 0 or ends[-1] < len(block.data)):
            ends = np.append(ends, len(block.data))
        bounds = np.stack([np.concatenate([[start], ends[:-1]]), ends], axis=1)
        good = np.ones(len(bounds), bool)
        at = start
        while (bad := invalid_from(block.data, at)) is not None:
            row = int(np.searchsorted(ends, bad, side="right"))
            good[row] = False
            line = block.line + row if block.line else line_at(shard.path, block.position + bad)
            place = bad - int(bounds[row, 0]) + 1
            report(Problem(str(shard.path), line, f"not UTF-8: byte {place} of the line is 0x{block.data[bad]:02x}"))
            at = int(ends[row])
        lines = np.arange(block.line, block.line + len(bounds))[good] if block.line else None
        yield Batch(data, bounds[good], lines, block.position)


def _json_batches(shard: Shard, blocks: Iterator[Block], report: Report, field: str | None) -> Iterator[Batch]:
    for block in blocks:
        texts, lines = [], []
        for number, line in enumerate(block.data.removeprefix(_BOM).split(b"\n")):
            if not line or line.isspace():
                continue
            text = _json_text(line, field)
            if isinstance(text, bytes):
                texts.append(text)
                lines.append(number)
            else:
                before = block.line or line_at(shard.path, block.position)
                report(Problem(str(shard.path), before + number, text))
        numbers = np.array(lines, np.int64) + block.line if block.line else None
        yield _joined(texts, numbers, block.position)


def json_value(line: bytes) -> Any:
    """The value of a line of JSON.

    Raises:
        ValueError: it is none; the message says what is wrong with the line.
    """
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        wrong = f"not UTF-8: byte {error.start + 1} of the line is 0x{line[error.start]:02x}"
    except ValueError as error:
        wrong = f"not JSON: {error}"
    except RecursionError:
        wrong = "not JSON that can be read: nested too deeply"
    raise ValueError(wrong)


def _json_text(line: bytes, field: str | None) -> bytes | str:
    """The text of a line of JSON as UTF-8, or what is wrong with the line."""
    try:
        value = json_value(line)
    except ValueError as error:
        return str(error)
    if isinstance(value, dict):
        names = (field,) if field else FIELDS
        value = next((value[name] for name in names if name in value), None)
        if value is None:
            return f"no field {' or '.join(map(repr, names))}: name it with field="
    if not isinstance(value, str):
        return f"the text is a {type(value).__name__}, not a string"
    try:
        return value.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"half a surrogate pair at character {error.start + 1} of the text"


def _read_parquet(shard: Shard, report: Report, field: str | None, advance: Callable[[int], None]) -> Iterator[Batch]:
    parquet, arrow = _arrow()
    row = 0
    weight = shard.path.stat().st_size
    try:
        file = parquet.ParquetFile(shard.path, buffer_size=1 << 20, pre_buffer=False)
        groups = file.metadata.num_row_groups
        sizes = [file.metadata.row_group(group).num_rows for group in range(groups)]
        row = first = sum(sizes[: shard.start])
        rows = max(sum(sizes), 1)
        names = (field,) if field else FIELDS
        name = next((name for name in names if name in file.schema_arrow.names), None)
        if name is None:
            report(Problem(str(shard.path), 1, f"no column {' or '.join(map(repr, names))}: name it with field="))
            return
        wanted = list(range(shard.start, min(shard.stop, groups)))
        for record in file.iter_batches(_ROWS, row_groups=wanted, columns=[name], use_threads=False):
            texts, lines = [], []
            for number, value in enumerate(_values(record.column(0), arrow)):
                if isinstance(value, bytes) and invalid_from(value, 0) is None:
                    texts.append(value)
                    lines.append(row + number + 1)
                else:
                    reason = "not UTF-8" if isinstance(value, bytes) else f"{name!r} is no text"
                    report(Problem(str(shard.path), row + number + 1, reason))
            yield _joined(texts, np.array(lines, np.int64), row)
            row += len(record)
            advance(weight * (row - first) // rows - weight * (row - first - len(record)) // rows)
    except (arrow.ArrowException, OSError) as error:
        report(Problem(str(shard.path), row + 1, f"not Parquet: {' '.join(str(error).split())[:200]}"))


def _values(column: Any, arrow: Any) -> list[Any]:
    """The values of a text column as bytes, without a check of their UTF-8; others as they are."""
    kind = column.type.value_type if isinstance(column.type, arrow.DictionaryType) else column.type
    if kind not in (arrow.string(), arrow.large_string(), arrow.string_view()):
        return [None] * len(column)
    values: list[Any] = column.cast(arrow.large_string()).view(arrow.large_binary()).to_pylist()
    return values


def _row_groups(path: Path) -> list[int] | None:
    """The size of each row group, None where the file is not Parquet."""
    parquet, arrow = _arrow()
    try:
        metadata = parquet.ParquetFile(path).metadata
        return [metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups)]
    except (arrow.ArrowException, OSError):
        return None


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UserError("reading .parquet needs pyarrow: pip install 'aquila2[data]'") from None
    return parquet, pyarrow.lib


def _joined(texts: list[bytes], lines: np.ndarray | None, position: int) -> Batch:
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    bounds = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1) if texts else np.zeros((0, 2), np.int64)
    return Batch(np.frombuffer(b"".join(texts) + bytes(PADDING), np.uint8), bounds, lines, position)


def invalid_from(data: bytes, start: int) -> int | None:
    """The first byte from `start` on that is not UTF-8."""
    try:
        str(memoryview(data)[start:], "utf-8")
    except UnicodeDecodeError as error:
        return start + error.start
    return None


def line_at(path: Path, position: int) -> int:
    """The number of the line at a place in a plain file."""
    count = 1
    with open(path, "rb") as file:
        while position > 0 and (block := file.read(min(_BLOCK, position))):
            count += block.count(b"\n")
            position -= len(block)
    return count

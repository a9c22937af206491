"""Data without the documents, or the spans of them, that hold test items; everything else byte for byte as it was."""

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from aquila2.base.compressed import TruncatedError, open_stream, zstandard_module
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file
from aquila2.base.sources import FIELDS

Spans = dict[int, list[tuple[int, int]]]
Log = Callable[[int, str], None]


def clean_file(source: Path, target: Path, spans: Spans, whole: bool, field: str | None, log: Log) -> None:
    """Write `source` to `target` without what the spans say.

    Args:
        spans: by document (line or row, from 1), the bytes of its text from and up to which it matched.
        whole: leave out whole documents, else the spans.
        field: the text's name in records, as in the scan; None for all text.
        log: is told each document that changes, and the text that was taken out.

    Raises:
        UserError: the file cannot be read to its end.
    """
    if source.name.endswith(".parquet"):
        _parquet(source, target, spans, whole, field, log)
        return
    plain = ".txt" in source.suffixes
    with atomic_file(target) as beside, _writer(beside, source.name) as file:
        if plain:
            _plain(source, file, spans, whole, log)
        else:
            for number, line in enumerate(_lines(source), 1):
                if number not in spans:
                    file.write(line)
                elif whole:
                    log(number, line.decode("utf-8", "replace").rstrip("\n"))
                else:
                    record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
                    changed, removed = without(record, spans[number], field)
                    log(number, removed)
                    file.write((json.dumps(changed, ensure_ascii=False) + "\n").encode())


def without(record: Any, spans: list[tuple[int, int]], field: str | None) -> tuple[Any, str]:
    """A record without some bytes of its text (which is put together as `documents.text_of` does), and what was taken
    out."""
    removed: list[str] = []
    at = 0

    def cut(text: str) -> str:
        nonlocal at
        data = text.encode("utf-8", "replace")
        mine = [(max(first - at, 0), min(last - at, len(data))) for first, last in _merged(spans)]
        at += len(data) + 1
        kept, last = b"", 0
        for first, end in mine:
            if first < end:
                kept += data[last:first]
                removed.append(data[first:end].decode("utf-8", "ignore"))
                last = end
        return (kept + data[last:]).decode("utf-8", "ignore")

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return cut(value)
        if isinstance(value, dict):
            return {key: walk(inner) for key, inner in value.items()}
        return [walk(inner) for inner in value] if isinstance(value, list) else value

    name = field or ("text" if isinstance(record, dict) and isinstance(record.get("text"), str) else None)
    changed = walk(record) if name is None else {**record, name: cut(record[name])}
    return changed, "\n".join(removed)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _plain(source: Path, file: IO[bytes], spans: Spans, whole: bool, log: Log) -> None:
    """Lines; a span may go on over the lines behind its first."""
    going: list[tuple[int, int]] = []
    for number, line in enumerate(_lines(source), 1):
        mine = _merged([*going, *spans.get(number, [])])
        going = [(0, last - len(line)) for _, last in mine if last > len(line)]
        text = len(line.rstrip(b"\r\n"))
        mine = [(first, min(last, text)) for first, last in mine if first < text]
        if not mine:
            file.write(line)
        elif whole:
            log(number, line.decode("utf-8", "replace").rstrip("\r\n"))
        else:
            kept, at = b"", 0
            for first, last in mine:
                kept += line[at:first]
                log(number, line[first:last].decode("utf-8", "replace"))
                at = last
            file.write(kept + line[at:])


def _parquet(source: Path, target: Path, spans: Spans, whole: bool, field: str | None, log: Log) -> None:
    import pyarrow
    from pyarrow import parquet

    reader = parquet.ParquetFile(source)
    name = field or next(name for name in FIELDS if name in reader.schema_arrow.names)
    row = 0
    with atomic_file(target) as beside, parquet.ParquetWriter(beside, reader.schema_arrow) as writer:
        for group in range(reader.num_row_groups):
            table = reader.read_row_group(group)
            texts = table.column(name).to_pylist()
            kept = []
            for place, text in enumerate(texts):
                row += 1
                if row in spans and whole:
                    log(row, text)
                    continue
                if row in spans:
                    changed, removed = without({name: text}, spans[row], name)
                    texts[place] = changed[name]
                    log(row, removed)
                kept.append(place)
            if not whole:
                column = pyarrow.array(texts, type=table.schema.field(name).type)
                table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)
            writer.write_table(table.take(pyarrow.array(kept, type=pyarrow.int64())))


def _lines(source: Path) -> Iterator[bytes]:
    """The lines of a file with their ends."""
    held = b""
    try:
        with open_stream(source) as stream:
            while piece := stream.read(1 << 20):
                lines = (held + piece).split(b"\n")
                held = lines.pop()
                for line in lines:
                    yield line + b"\n"
    except (TruncatedError, OSError) as error:
        raise UserError(f"{source} cannot be read to its end ({error}): get the file again, or leave it out") from None
    if held:
        yield held


@contextmanager
def _writer(path: Path, name: str) -> Iterator[IO[bytes]]:
    """A file to write to, compressed as the name says."""
    with open(path, "wb") as raw:
        if name.endswith(".gz"):
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
                yield packed  # type: ignore[misc]
        elif name.endswith(".zst"):
            with zstandard_module().ZstdCompressor().stream_writer(raw, closefd=False) as packed:
                yield packed
        else:
            yield raw

"""Files to documents for training: what is one document, and which bytes are its text.

A .jsonl or .parquet file has a document a record. A .txt file has, as the user says with `documents=`:

- `line`: a document a line, without its line end (a corpus with a document a line);
- `blank`: a document a run of lines between blank ones, its line ends kept inside (chapters, paragraphs, poems);
- `file`: one document, as it stands (a novel).

A document of nothing but blanks is none.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import numpy as np

from aquila2.base.sources import PADDING, Batch, Block, Problem, Report, Shard, blocks, cut, invalid_from, line_at, read

Documents = Literal["line", "blank", "file"]

LONGEST = 1 << 27  # bytes of a document, or of a line of JSON
_BOM = b"\xef\xbb\xbf"
_NEWLINE, _RETURN, _SPACE = ord("\n"), ord("\r"), ord(" ")


def cut_documents(path: Path, size: int, documents: Documents) -> list[Shard]:
    """The shards of a file, of about `size` bytes where it can be cut between documents."""
    shards = cut(path, size)
    if documents == "file" and shards and shards[0].kind == "txt":
        return [Shard(path, 0, shards[-1].stop)]
    return shards


def read_documents(
    shard: Shard,
    documents: Documents,
    report: Report,
    field: str | None = None,
    advance: Callable[[int], None] = lambda count: None,
) -> Iterator[Batch]:
    """The documents of a shard that are not blank, some at a time; see `base.sources.read`. `lines` is None."""
    if shard.kind != "txt" or documents == "line":
        batches = read(shard, report, field, LONGEST, advance)
        if shard.kind == "txt":
            batches = map(_without_line_ends, batches)
    else:
        texts = _paragraphs if documents == "blank" else _whole_file
        batches = texts(shard, report, advance)
    return filter(lambda batch: len(batch.bounds), map(_without_blank, batches))


def _without_line_ends(batch: Batch) -> Batch:
    bounds = batch.bounds.copy()
    for sign in (_NEWLINE, _RETURN):
        last = batch.data[np.maximum(bounds[:, 1] - 1, 0)]
        bounds[:, 1] -= (bounds[:, 1] > bounds[:, 0]) & (last == sign)
    return Batch(batch.data, bounds, None, batch.position)


def _without_blank(batch: Batch) -> Batch:
    return Batch(batch.data, batch.bounds[_has_signs(batch.data, batch.bounds)], None, batch.position)


def _whole_file(shard: Shard, report: Report, advance: Callable[[int], None]) -> Iterator[Batch]:
    parts: list[bytes] = []
    size = 0
    for block in blocks(shard, report, LONGEST, advance):
        size += len(block.data)
        if size > LONGEST:
            report(_too_long(shard.path, Block(b"", 1, 0), 0))
            return
        parts.append(block.data)
    yield _batch(shard.path, Block(b"".join(parts), 1, 0), np.array([[0, size]], np.int64), report)


def _paragraphs(shard: Shard, report: Report, advance: Callable[[int], None]) -> Iterator[Batch]:
    """A paragraph belongs to the shard in which the last blank line before it begins, the first of a file to its first
    shard. So a shard skips what stands before its first blank line, and goes on behind its end to the first blank
    line there."""
    path = shard.path
    end = float("inf") if path.name.endswith((".gz", ".zst")) else shard.stop
    whole = Shard(path, shard.start, path.stat().st_size)
    skipping = shard.start > 0
    held = Block(b"", 1, 0)  # the beginning of a paragraph
    for block in blocks(whole, report, LONGEST, advance):
        line = block.line and block.line - held.data.count(b"\n")
        block = Block(held.data + block.data, line, block.position - len(held.data))
        lines, blank = _lines(block.data)
        blanks = np.flatnonzero(blank)
        beyond = blanks[lines[blanks, 0] + block.position >= end]
        first = 0
        if skipping:
            first = int(blanks[0]) if len(blanks) else len(lines)
            skipping = not len(blanks)
        if len(blanks):
            last = int(beyond[0] if len(beyond) else blanks[-1])
            yield _batch(path, block, _runs(lines[first:last], blank[first:last]), report)
            first = last + 1
        if len(beyond):
            return
        start = int(lines[first, 0]) if first < len(lines) else len(block.data)
        line = block.line and block.line + block.data.count(b"\n", 0, start)
        held = Block(block.data[start:], line, block.position + start)
        if len(held.data) > LONGEST:
            report(_too_long(path, held, 0))
            held, skipping = Block(b"", held.line, held.position), True
    if held.data:
        yield _batch(path, held, _runs(*_lines(held.data)), report)


def _lines(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """The bounds of the lines, int64 [lines, 2], and which are blank."""
    text = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(text == _NEWLINE) + 1
    if len(ends) == 0 or ends[-1] < len(text):
        ends = np.append(ends, len(text))
    bounds = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1)
    return bounds, ~_has_signs(text, bounds)


def _runs(lines: np.ndarray, blank: np.ndarray) -> np.ndarray:
    """The bounds of the runs of lines that are not blank, int64 [runs, 2]."""
    edges = np.diff(np.concatenate([[1], blank.astype(np.int8), [1]]))
    firsts, lasts = np.flatnonzero(edges == -1), np.flatnonzero(edges == 1) - 1
    return np.stack([lines[firsts, 0], lines[lasts, 1]], axis=1)


def _has_signs(text: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Which of the pieces are more than blanks and control characters."""
    before = np.zeros(len(text) + 1, np.int32)
    np.cumsum(text > _SPACE, out=before[1:])
    return before[bounds[:, 1]] > before[bounds[:, 0]]


def _batch(path: Path, block: Block, bounds: np.ndarray, report: Report) -> Batch:
    """The documents of a block that are UTF-8, without a byte order mark and the last line end."""
    data = np.frombuffer(block.data + bytes(PADDING), np.uint8)
    if block.position == 0 and block.data.startswith(_BOM) and len(bounds) and bounds[0, 0] == 0:
        bounds[0, 0] = len(_BOM)
    good = bounds[:, 1] - bounds[:, 0] <= LONGEST
    for row in np.flatnonzero(~good).tolist():
        report(_too_long(path, block, int(bounds[row, 0])))
    at = 0
    while (bad := invalid_from(block.data, at)) is not None:
        row = int(np.searchsorted(bounds[:, 1], bad, side="right"))
        at = bad + 1
        while at < len(block.data) and block.data[at] & 0xC0 == 0x80:  # the rest of a broken character
            at += 1
        if row < len(bounds) and bounds[row, 0] <= bad:
            good[row] = False
            report(Problem(str(path), _line(path, block, bad), f"not UTF-8: a byte 0x{block.data[bad]:02x}"))
            at = max(at, int(bounds[row, 1]))
    return _without_line_ends(Batch(data, bounds[good], None, block.position))


def _too_long(path: Path, block: Block, at: int) -> Problem:
    return Problem(str(path), _line(path, block, at), f"a document of over {LONGEST:,} bytes")


def _line(path: Path, block: Block, at: int) -> int:
    """The number of the line at a place in a block."""
    return block.line + block.data.count(b"\n", 0, at) if block.line else line_at(path, block.position + at)

"""Token shards of `prepare-data` as text again, so that what a run really reads can be audited."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aquila2.audit.documents import Texts
from aquila2.base.sources import PADDING, invalid_from
from aquila2.data.indexed import SPLITS, TokenShards
from aquila2.tokenizer.tokenizer import Tokenizer

_AT_ONCE = 1 << 19  # tokens; a longer document is taken whole
_RANGE = 1 << 24


@dataclass(frozen=True)
class TokenRange:
    """Tokens `start` to `stop` of a split: the documents that begin there. Documents count from the split's first."""

    path: Path
    split: str
    start: int
    stop: int


def cut_tokens(folder: Path, size: int = _RANGE) -> list[TokenRange]:
    """The ranges of a prepared folder, always the same."""
    found = []
    for split in SPLITS:
        total = _shards(folder, split).num_tokens
        found += [TokenRange(folder, split, at, min(at + size, total)) for at in range(0, total, size)]
    return found


def read_tokens(part: TokenRange, advance: Callable[[int], None] = lambda count: None) -> Iterator[Texts]:
    """The documents of a range as text, some at a time. A document's number is its place in the split, from 1."""
    shards = _shards(part.path, part.split)
    data, starts = _spellings(part.path)
    before = len(shards.document_starts(0, part.start)) if part.start else 0
    begins = shards.document_starts(part.start, part.stop)
    following = (
        shards.document_starts(part.stop, shards.num_tokens)[:1] if part.stop < shards.num_tokens else begins[:0]
    )
    last = int(following[0]) if len(following) else shards.num_tokens
    edges = np.append(begins, last)
    row = 0
    while row < len(begins):
        end = max(int(np.searchsorted(edges, edges[row] + _AT_ONCE, side="right")) - 1, row + 1)
        ids = shards.read(int(edges[row]), int(edges[end]))
        yield _texts(ids, np.diff(edges[row : end + 1]), data, starts, before + row)
        advance(int(edges[end] - edges[row]))
        row = end


def _texts(ids: np.ndarray, lengths: np.ndarray, data: np.ndarray, starts: np.ndarray, before: int) -> Texts:
    sizes = starts[ids + 1] - starts[ids]
    sizes[np.cumsum(lengths) - 1] = 0  # the token that ends a document is no text
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    text = np.zeros(total + PADDING, np.uint8)
    text[:total] = data[np.repeat(starts[ids] - ends + sizes, sizes) + np.arange(total)]
    stops = ends[np.cumsum(lengths) - 1]
    bounds = np.stack([np.concatenate([[0], stops[:-1]]), stops], axis=1)
    if invalid_from(text[:total].tobytes(), 0) is not None:  # a shard cut inside a character
        parts = [text[a:b].tobytes().decode("utf-8", "replace").encode() for a, b in bounds.tolist()]
        stops = np.cumsum([len(part) for part in parts])
        bounds = np.stack([np.concatenate([[0], stops[:-1]]), stops], axis=1)
        text = np.frombuffer(b"".join(parts) + bytes(PADDING), np.uint8)
    return Texts(text, bounds, (0, len(text)), lambda row, byte: (before + row + 1, byte), len(bounds), total)


@functools.cache
def _shards(folder: Path, split: str) -> TokenShards:
    return TokenShards.open(folder, split)


@functools.cache
def _spellings(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of all tokens, one behind the other, and where each begins."""
    tokenizer = Tokenizer.load(folder / "tokenizer")
    special = set(tokenizer.special_tokens.values())
    size = _shards(folder, SPLITS[0]).vocab_size
    parts = [b"" if id in special else tokenizer.token_bytes(id) for id in range(size)]
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    return np.frombuffer(b"".join(parts) + b"\0", np.uint8), starts

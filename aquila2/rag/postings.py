"""An inverted index in segments: which chunks hold a word, how often, and BM25 over them.

A segment numbers its chunks from 0 and is never changed, only merged with others into a new one. Words are numbers
spread evenly over 64 bits (`words.py`); a segment's words lie in 2^bits buckets by their highest bits, a bucket being
what is read to find a word: words (uint64, rising), how many chunks hold each (uint16), then for all words in turn the
chunks' numbers (uint16, rising) and how often each holds it (uint8, at most 255).

Counts of chunks and words are of those that are still there when a question comes, so a base that was built step by
step, with documents replaced, scores exactly as one built at once.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

MOST_CHUNKS = (1 << 16) - 1  # in a segment: what a uint16 counts and numbers
MOST_BITS = 12

_K1, _B = 1.2, 0.75  # Robertson's and Lucene's
_IN_BUCKET = 256  # words, about


@dataclass
class Segment:
    """A segment in memory: its chunks' ids (int64), how many words each has (float32), which are still there."""

    number: int
    bits: int
    ids: np.ndarray
    lengths: np.ndarray
    alive: np.ndarray
    vectors: np.ndarray | None = None  # float32 [chunks, dim], each of length one


@dataclass(frozen=True)
class Postings:
    """Word `words[i]` stands `often[i]` times in chunk `chunks[i]`; sorted by word, then chunk."""

    words: np.ndarray
    chunks: np.ndarray
    often: np.ndarray

    def distinct(self) -> int:
        """How many words there are."""
        return int((self.words[1:] != self.words[:-1]).sum()) + bool(len(self.words))


def count(words: Sequence[np.ndarray]) -> Postings:
    """The postings of chunks 0, 1, ... with these words."""
    flat = np.concatenate([np.zeros(0, np.uint64), *words])
    chunks = np.repeat(np.arange(len(words), dtype=np.uint16), [len(chunk) for chunk in words])
    order = np.argsort(flat, kind="stable")
    flat, chunks = flat[order], chunks[order]
    first = np.ones(len(flat), bool)
    first[1:] = (flat[1:] != flat[:-1]) | (chunks[1:] != chunks[:-1])
    starts = np.flatnonzero(first)
    often = np.diff(np.append(starts, len(flat)))
    return Postings(flat[starts], chunks[starts], np.minimum(often, 255).astype(np.uint8))


def bits_for(words: int) -> int:
    """How many highest bits tell the buckets of that many words apart."""
    return min(max(words // _IN_BUCKET, 1).bit_length() - 1, MOST_BITS)


def encode(postings: Postings, bits: int) -> Iterator[tuple[int, bytes]]:
    """The buckets that hold words, by number."""
    starts = np.flatnonzero(np.append(True, postings.words[1:] != postings.words[:-1]))[: len(postings.words)]
    words = postings.words[starts]
    counts = np.diff(np.append(starts, len(postings.words))).astype(np.uint16)
    starts = np.append(starts, len(postings.words))
    bounds = np.searchsorted(bucket_of(words, bits), np.arange((1 << bits) + 1))
    for bucket, (a, b) in enumerate(zip(bounds.tolist(), bounds[1:].tolist(), strict=False)):
        if a < b:
            part = slice(starts[a], starts[b])
            yield (
                bucket,
                np.uint32(b - a).tobytes()
                + words[a:b].tobytes()
                + counts[a:b].tobytes()
                + postings.chunks[part].tobytes()
                + postings.often[part].tobytes(),
            )


def decode(data: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A bucket: its words, how many chunks hold each, their numbers, how often."""
    size = int.from_bytes(data[:4], "little")
    at = 4 + 10 * size
    total = (len(data) - at) // 3
    return (
        np.frombuffer(data, np.uint64, size, 4),
        np.frombuffer(data, np.uint16, size, 4 + 8 * size),
        np.frombuffer(data, np.uint16, total, at),
        np.frombuffer(data, np.uint8, total, at + 2 * total),
    )


def bucket_of(words: np.ndarray, bits: int) -> np.ndarray:
    """The bucket of each word in a segment with 2^bits of them."""
    return words >> np.uint64(64 - bits) if bits else np.zeros(len(words), np.uint64)


def joined(parts: Sequence[tuple[list[bytes], np.ndarray]]) -> Postings:
    """The postings of several segments as one's: for each its buckets, and the new numbers of its chunks (-1 for those
    that are gone), which rise from part to part."""
    words, chunks, often = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint16)], [np.zeros(0, np.uint8)]
    for buckets, renumber in parts:
        for data in buckets:
            names, counts, held, times = decode(data)
            new = renumber[held]
            kept = new >= 0
            words.append(np.repeat(names, counts)[kept])
            chunks.append(new[kept].astype(np.uint16))
            often.append(times[kept])
    flat = np.concatenate(words)
    order = np.argsort(flat, kind="stable")
    return Postings(flat[order], np.concatenate(chunks)[order], np.concatenate(often)[order])


class Lookup:
    """Finds words in a segment's buckets, `read(bucket)` giving one or None."""

    def __init__(self, buckets: dict[int, bytes], bits: int) -> None:
        self._buckets = {number: decode(data) for number, data in buckets.items()}
        self._bits = bits

    def find(self, word: np.uint64) -> tuple[np.ndarray, np.ndarray] | None:
        """The chunks that hold a word, and how often; None where none does."""
        bucket = int(word) >> (64 - self._bits) if self._bits else 0
        if (found := self._buckets.get(bucket)) is None:
            return None
        words, counts, chunks, often = found
        at = int(np.searchsorted(words, word))
        if at == len(words) or words[at] != word:
            return None
        start = int(counts[:at].sum(dtype=np.int64))
        stop = start + int(counts[at])
        return chunks[start:stop], often[start:stop]


def bm25(segments: Sequence[Segment], lookups: Sequence[Lookup], words: np.ndarray) -> list[np.ndarray]:
    """Scores of every chunk, a float32 array a segment, 0 for those that hold none of the words."""
    chunks = sum(int(segment.alive.sum()) for segment in segments)
    length = sum(float(segment.lengths[segment.alive].sum()) for segment in segments) / max(chunks, 1) or 1.0
    norms = [_K1 * (1 - _B + _B * segment.lengths / length) for segment in segments]
    scores = [np.zeros(len(segment.ids), np.float32) for segment in segments]
    for word, times in zip(*np.unique(words, return_counts=True), strict=True):
        places = []
        for segment, lookup, norm, score in zip(segments, lookups, norms, scores, strict=True):
            if (found := lookup.find(word)) is not None:
                held, often = found
                here = segment.alive[held]
                held = held[here]
                places.append((score, held, often[here].astype(np.float32), norm[held]))
        holding = sum(len(held) for _, held, _, _ in places)
        weight = float(times) * rarity(holding, chunks) * (_K1 + 1)
        for score, held, often, norm in places:
            score[held] += weight * often / (often + norm)
    return scores


def rarity(holding: int, chunks: int) -> float:
    """The inverse document frequency of a word that `holding` of `chunks` hold, never negative (Lucene's)."""
    return math.log(1 + (chunks - holding + 0.5) / (holding + 0.5))

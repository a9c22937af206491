"""The segments of an inverted index as rows of the knowledge base's file: written, read, merged."""

import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np

from aquila2.rag.postings import (
    MOST_BITS,
    Lookup,
    Postings,
    Segment,
    bits_for,
    bucket_of,
    encode,
    joined,
)

SEGMENT_TABLES = """
create table segments(
    number integer primary key autoincrement, bits integer not null, ids blob not null, lengths blob not null,
    vectors blob
);
create table postings(place integer primary key, data blob not null);
"""


def load_segment(db: sqlite3.Connection, number: int) -> Segment:
    """A segment without its postings; all its chunks count as there."""
    bits, ids, lengths, vectors = db.execute(
        "select bits, ids, lengths, vectors from segments where number = ?", (number,)
    ).fetchone()
    numbers = np.frombuffer(ids, np.int64)
    dense = None
    if vectors is not None:
        dense = np.frombuffer(vectors, np.float16).reshape(len(numbers), -1).astype(np.float32)
    counts = np.frombuffer(lengths, np.uint32).astype(np.float32)
    return Segment(number, bits, numbers, counts, np.ones(len(numbers), bool), dense)


def read_lookups(db: sqlite3.Connection, segments: Sequence[Segment], words: np.ndarray) -> list[Lookup]:
    """Those buckets of each segment that may hold the words."""
    found = []
    for segment in segments:
        wanted = sorted({_place(segment.number, int(b)) for b in bucket_of(words, segment.bits)})
        query = f"select place, data from postings where place in ({','.join(map(str, wanted))})"
        first = _place(segment.number, 0)
        found.append(Lookup({place - first: data for place, data in db.execute(query)}, segment.bits))
    return found


def add_segment(
    db: sqlite3.Connection, ids: np.ndarray, lengths: np.ndarray, vectors: np.ndarray | None, parts: Iterable[Postings]
) -> None:
    """A segment whose postings come in parts, of rising words."""
    dense = None if vectors is None else vectors.astype(np.float16).tobytes()
    parts = list(parts)
    bits = bits_for(sum(part.distinct() for part in parts))
    cursor = db.execute(
        "insert into segments(bits, ids, lengths, vectors) values(?, ?, ?, ?)",
        (bits, ids.tobytes(), lengths.astype(np.uint32).tobytes(), dense),
    )
    number = cursor.lastrowid or 0
    for part in parts:
        rows = ((_place(number, bucket), data) for bucket, data in encode(part, bits))
        db.executemany("insert into postings values(?, ?)", rows)


def _place(segment: int, bucket: int) -> int:
    return (segment << MOST_BITS) | bucket


def merge(db: sqlite3.Connection, group: list[Segment]) -> None:
    """Put one segment, without chunks that are gone, in the place of several, unless another process has already."""
    numbers = sorted(segment.number for segment in group)
    among = f"({','.join(map(str, numbers))})"
    (there,) = db.execute(f"select count(*) from segments where number in {among}").fetchone()
    if there != len(numbers):
        return
    alive = np.array([row[0] for row in db.execute("select id from chunks")], np.int64)
    kept, buckets, total = [], [], 0
    for segment in sorted(group, key=lambda segment: segment.number):
        here = np.isin(segment.ids, alive)
        new = np.where(here, np.cumsum(here) - 1 + total, -1)
        total += int(here.sum())
        first = _place(segment.number, 0)
        rows = db.execute(
            "select data from postings where place between ? and ?", (first, first + (1 << MOST_BITS) - 1)
        )
        buckets.append(([row[0] for row in rows], new))
        kept.append((segment, here))
    if total:
        vectors = [segment.vectors[here] for segment, here in kept if segment.vectors is not None]
        add_segment(
            db,
            np.concatenate([segment.ids[here] for segment, here in kept]),
            np.concatenate([segment.lengths[here] for segment, here in kept]),
            np.concatenate(vectors) if vectors else None,
            [joined(buckets)],
        )
    for number in numbers:
        first = _place(number, 0)
        db.execute("delete from postings where place between ? and ?", (first, first + (1 << MOST_BITS) - 1))
    db.execute(f"delete from segments where number in {among}")

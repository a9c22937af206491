"""A knowledge base on disk: one SQLite file with documents, chunks, postings and vectors.

Every change is one transaction, so that a process that is killed leaves whole documents or none, and a search sees one
state of the base while another process writes. Why SQLite: see ARCHITECTURE.md and bench/results/rag_stores.json.
"""

import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aquila2.base.errors import UserError, WorkError
from aquila2.rag.chunker import Chunk
from aquila2.rag.index_file import SEGMENT_TABLES, add_segment, load_segment, merge, read_lookups
from aquila2.rag.parsed import Page
from aquila2.rag.postings import MOST_CHUNKS, Segment, bm25, count, rarity

_FORMAT = "1"
_FILE = "knowledge.sqlite"
_BLOCK = 1 << 13  # characters of a document that are packed together
_WAIT = 60.0  # seconds for another process's transaction
_SMALL = 12  # segments before small ones are joined,
_TIDY = 4  # and that stay when there is time to join them

_TABLES = """
create table meta(key text primary key, value text) without rowid;
create table documents(
    id integer primary key autoincrement, path text unique not null, sha256 text not null, bytes integer not null,
    characters integer not null, chunks integer not null, pages text not null, notes text not null, added real not null
);
create table bodies(
    document integer not null, block integer not null, data blob not null, primary key(document, block)
) without rowid;
create table chunks(
    id integer primary key autoincrement, document integer not null, number integer not null, first integer not null,
    last integer not null, page text not null, above text not null
);
create index chunks_of on chunks(document, number);
"""


@dataclass(frozen=True)
class Document:
    """What is known of a document besides its text. `sha256` is of the file and of how it was read and cut."""

    path: str
    sha256: str
    bytes: int
    characters: int
    chunks: int
    pages: list[Page]
    notes: list[str]
    added: float = 0.0


@dataclass(frozen=True)
class Prepared:
    """A document ready to be stored: its text, its chunks and the words of each."""

    document: Document
    text: str
    chunks: list[Chunk]
    words: list[np.ndarray]


@dataclass(frozen=True)
class Passage:
    """A chunk as it is found: `id` in the base, its document's path, its number there, its characters and text."""

    id: int
    document: str
    number: int
    start: int
    end: int
    page: str
    above: str
    text: str


class Store:
    """An open knowledge base. Threads may share it: they take turns.

    Args:
        folder: where it lies.
        create: make it if it is not there.

    Raises:
        UserError: it is not there, or another version made it.
    """

    def __init__(self, folder: Path, create: bool = False) -> None:
        self.folder = folder
        path = folder / _FILE
        if not path.is_file():
            if not create:
                raise UserError(f"there is no knowledge base {folder.name!r} in {folder.parent}: make it with rag add")
            folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        self._db.execute("pragma auto_vacuum=incremental")  # for a file that is made now
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=full")
        self._segments: dict[int, Segment] = {}
        self._seen = ""
        with self.change() as db:
            if not db.execute("select 1 from sqlite_master where name='meta'").fetchone():
                for statement in (_TABLES + SEGMENT_TABLES).split(";\n"):
                    db.execute(statement)
                db.execute("insert into meta values('format', ?), ('changes', '0')", (_FORMAT,))
        if (found := self.setting("format")) != _FORMAT:
            raise UserError(f"{path} has format {found}, this version reads {_FORMAT}: add its documents to a new one")

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction that writes; another writer is waited for.

        Raises:
            WorkError: it takes more than a minute.
        """
        with self._lock:
            try:
                self._db.execute("begin immediate")
            except sqlite3.OperationalError as error:
                raise WorkError(f"the knowledge base {self.folder.name!r} is being written to: {error}") from None
            try:
                yield self._db
                self._db.execute("update meta set value = value + 1 where key = 'changes'")
                self._db.execute("commit")
            except BaseException:
                self._db.execute("rollback")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[list[Segment]]:
        """One state of the base for several reads: its segments, in memory."""
        with self._lock:
            self._db.execute("begin")
            try:
                self._refresh()
                yield list(self._segments.values())
            finally:
                self._db.execute("commit")

    def setting(self, key: str) -> str | None:
        with self._lock:
            row = self._db.execute("select value from meta where key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def remember(self, key: str, value: str) -> None:
        with self.change() as db:
            db.execute("insert or replace into meta values(?, ?)", (key, value))

    # documents

    def put(self, prepared: Sequence[Prepared], vectors: np.ndarray | None = None) -> int:
        """Add documents, or put them in the place of those with their paths, in one transaction; returns how many.
        One that is there already, the same, is left: another process was first.

        Args:
            vectors: float [chunks of all, dim]; None where there is no embedder.
        """
        with self.change() as db:
            ids: list[int] = []
            words: list[np.ndarray] = []
            rows: list[int] = []
            stored, at = 0, 0
            for one in prepared:
                place, at = at, at + len(one.chunks)
                old = db.execute("select sha256 from documents where path = ?", (one.document.path,)).fetchone()
                if old is not None and old[0] == one.document.sha256:
                    continue
                self._remove(db, one.document.path)
                ids += _insert(db, one)
                words += one.words
                rows += range(place, at)
                stored += 1
            for start in range(0, len(ids), MOST_CHUNKS):
                part = slice(start, start + MOST_CHUNKS)
                own = None if vectors is None else vectors[rows[part]]
                lengths = np.array([len(chunk) for chunk in words[part]], np.uint32)
                add_segment(db, np.array(ids[part], np.int64), lengths, own, [count(words[part])])
        return stored

    def remove(self, paths: Iterable[str]) -> int:
        """Take documents out; returns how many were there."""
        with self.change() as db:
            return sum(self._remove(db, path) for path in paths)

    @staticmethod
    def _remove(db: sqlite3.Connection, path: str) -> int:
        row = db.execute("select id from documents where path = ?", (path,)).fetchone()
        if row is None:
            return 0
        db.execute("delete from chunks where document = ?", row)
        db.execute("delete from bodies where document = ?", row)
        db.execute("delete from documents where id = ?", row)
        return 1

    def documents(self) -> list[Document]:
        """All documents, by path."""
        columns = "path, sha256, bytes, characters, chunks, pages, notes, added"
        with self._lock:
            rows = self._db.execute(f"select {columns} from documents order by path").fetchall()
        return [_document(row) for row in rows]

    def hashes(self) -> dict[str, str]:
        """The hash of each document, by path."""
        with self._lock:
            return dict(self._db.execute("select path, sha256 from documents").fetchall())

    def text(self, path: str) -> str | None:
        """A document's whole text; offsets of its chunks are in it."""
        with self._lock:
            rows = self._db.execute(
                "select data from bodies where document = (select id from documents where path = ?) order by block",
                (path,),
            ).fetchall()
        return "".join(zlib.decompress(row[0]).decode("utf-8") for row in rows) if rows else None

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """Chunks by id, in this order; those that are gone are left out."""
        among = ",".join(map(str, map(int, ids)))
        found: dict[int, Passage] = {}
        with self._lock:
            for document, number, path, chunk, start, end, page, above in self._db.execute(
                "select d.id, c.id, d.path, c.number, c.first, c.last, c.page, c.above from chunks c"
                f" join documents d on d.id = c.document where c.id in ({among})"
            ).fetchall():
                text = self._part(document, start, end)
                found[number] = Passage(number, path, chunk, start, end, page, above, text)
        return [found[number] for number in ids if number in found]

    def _part(self, document: int, start: int, end: int) -> str:
        """Characters `start` to `end` of a document: only the blocks that they stand in are unpacked."""
        first = start // _BLOCK
        rows = self._db.execute(
            "select data from bodies where document = ? and block between ? and ? order by block",
            (document, first, max(end - 1, start) // _BLOCK),
        ).fetchall()
        text = "".join(zlib.decompress(row[0]).decode("utf-8") for row in rows)
        return text[start - first * _BLOCK : end - first * _BLOCK]

    def chunks_of(self, path: str, first: int = 0, last: int = 1 << 60) -> list[Passage]:
        """The chunks of a document with numbers from `first` to `last`: a chunk's neighbours."""
        with self._lock:
            rows = self._db.execute(
                "select c.id from chunks c join documents d on d.id = c.document where d.path = ?"
                " and c.number between ? and ? order by c.number",
                (path, first, last),
            ).fetchall()
            return self.passages([row[0] for row in rows])

    # search

    def _refresh(self) -> None:
        """Bring the segments in memory to the state of the file; within a transaction."""
        changes = str(self.setting("changes"))
        if changes == self._seen:
            return
        numbers = {row[0] for row in self._db.execute("select number from segments").fetchall()}
        self._segments = {number: segment for number, segment in self._segments.items() if number in numbers}
        there = np.array([row[0] for row in self._db.execute("select id from chunks order by id")], np.int64)
        for number in sorted(numbers):
            if number not in self._segments or self._segments[number].vectors is None:
                self._segments[number] = load_segment(self._db, number)
            segment = self._segments[number]
            segment.alive = np.isin(segment.ids, there)
        self._seen = changes

    def sparse_scores(self, segments: Sequence[Segment], words: np.ndarray) -> list[np.ndarray]:
        """BM25 of every chunk, an array a segment; within a snapshot."""
        return bm25(segments, read_lookups(self._db, segments, words), words)

    def rarities(self, segments: Sequence[Segment], words: np.ndarray) -> np.ndarray:
        """How telling each word is in this base (inverse document frequency); within a snapshot."""
        lookups = read_lookups(self._db, segments, words)
        chunks = sum(int(segment.alive.sum()) for segment in segments)
        holding = [sum(len(found[0]) for lookup in lookups if (found := lookup.find(word))) for word in words]
        return np.array([rarity(min(number, chunks), chunks) for number in holding])

    # upkeep

    def without_vectors(self) -> list[int]:
        """Segments that were written without an embedder."""
        with self._lock:
            return [row[0] for row in self._db.execute("select number from segments where vectors is null")]

    def chunk_ids(self, segment: int) -> list[int]:
        """The chunks of a segment, with those that are gone."""
        with self._lock:
            row = self._db.execute("select ids from segments where number = ?", (segment,)).fetchone()
        return [] if row is None else np.frombuffer(row[0], np.int64).tolist()

    def set_vectors(self, segment: int, vectors: np.ndarray) -> None:
        """Give a segment its vectors, float [chunks, dim]; zeros for chunks that are gone."""
        with self.change() as db:
            data = vectors.astype(np.float16).tobytes()
            db.execute("update segments set vectors = ? where number = ?", (data, segment))

    def merge(self, most: int = _SMALL) -> None:
        """Join small segments where there are more than `most`, and leave out chunks that are gone where much is."""
        while (group := self._to_merge(most)) is not None:
            with self.change() as db:
                merge(db, group)
        with self._lock:
            self._db.executescript("pragma incremental_vacuum;")  # `execute` would free one page
            self._db.execute("pragma wal_checkpoint(truncate)").fetchall()

    def tidy(self) -> None:
        """Join what can be joined: each segment costs a search some time."""
        self.merge(_TIDY)

    def _to_merge(self, most: int) -> list[Segment] | None:
        with self.snapshot() as segments:
            wasted = [s for s in segments if len(s.ids) and s.alive.sum() < len(s.ids) / 2]
            by_size = sorted(segments, key=lambda segment: len(segment.ids))
            if len(segments) <= most:
                return wasted[:1] or None
            group, total = [], 0
            for segment in by_size:
                if total + len(segment.ids) > MOST_CHUNKS or (segment.vectors is None) != (by_size[0].vectors is None):
                    break
                group.append(segment)
                total += len(segment.ids)
            return group if len(group) > 1 else None


def _insert(db: sqlite3.Connection, one: Prepared) -> list[int]:
    d = one.document
    pages = json.dumps([[page.start, page.label, page.apart] for page in d.pages], ensure_ascii=False)
    cursor = db.execute(
        "insert into documents(path, sha256, bytes, characters, chunks, pages, notes, added)"
        " values(?, ?, ?, ?, ?, ?, ?, ?)",
        (d.path, d.sha256, d.bytes, d.characters, d.chunks, pages, json.dumps(d.notes), time.time()),
    )
    number = cursor.lastrowid
    for block, start in enumerate(range(0, len(one.text), _BLOCK)):
        data = zlib.compress(one.text[start : start + _BLOCK].encode("utf-8", "replace"), 3)
        db.execute("insert into bodies values(?, ?, ?)", (number, block, data))
    first = db.execute("select coalesce(max(seq), 0) from sqlite_sequence where name = 'chunks'").fetchone()[0] + 1
    db.executemany(
        "insert into chunks values(?, ?, ?, ?, ?, ?, ?)",
        ((first + c.number, number, c.number, c.start, c.end, c.page, c.above) for c in one.chunks),
    )
    return list(range(first, first + len(one.chunks)))


def _document(row: Any) -> Document:
    path, sha256, size, characters, chunks, pages, notes, added = row
    return Document(
        path, sha256, size, characters, chunks, [Page(*page) for page in json.loads(pages)], json.loads(notes), added
    )

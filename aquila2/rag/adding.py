"""Files into a knowledge base: read, cut, embedded and stored, some documents at a time; only what changed."""

import functools
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from aquila2.base.errors import UserError
from aquila2.base.log import Progress
from aquila2.rag.chunker import chunk
from aquila2.rag.embedder import Embedder
from aquila2.rag.parsed import Limits, UnreadableError
from aquila2.rag.read_file import SUFFIXES, read_bytes
from aquila2.rag.retriever import indexed_text
from aquila2.rag.store import Document, Prepared, Store
from aquila2.rag.words import passage_words

_READING = 1  # counts up when the same file is read or cut otherwise than before
_BYTES = 8_000_000  # of text that is stored in one go,
_SECONDS = 10.0  # or what was embedded in this time: no more is lost to a kill
_EMBEDDED = 64  # chunks between two looks at the clock


@dataclass(frozen=True)
class Cutting:
    """How files are read and cut; what was done otherwise is done again."""

    size: int = 400
    overlap: int = 40
    fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 50 <= self.size <= 4000:
            raise UserError(f"chunk_size={self.size}: give 50 to 4000 tokens")
        if not 0 <= self.overlap <= self.size // 2:
            raise UserError(f"chunk_overlap={self.overlap}: give 0 to half of chunk_size={self.size}")


@dataclass
class Added:
    """What came of adding: paths of each kind, and why what failed did."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    chunks: int = 0
    bytes: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)


def find_documents(paths: Sequence[str]) -> tuple[list[str], int]:
    """The files that the paths name, as they will be called, and how many below folders are of no known kind. Hidden
    ones below a folder are left out.

    Raises:
        UserError: a path that is not there.
    """
    found: dict[str, None] = {}
    unknown = 0
    for given in paths:
        path = Path(given).expanduser()
        if path.is_dir():
            for inside in sorted(path.rglob("*")):
                if inside.is_file() and not any(p.startswith(".") for p in inside.relative_to(path).parts):
                    known = inside.suffix.lower() in SUFFIXES
                    unknown += not known
                    if known:
                        found[str(inside)] = None
        elif path.is_file():
            found[str(path)] = None
        else:
            raise UserError(f"{given}: there is no such file or folder")
    return list(found), unknown


def add_files(
    store: Store, paths: Sequence[str], embedder: Embedder | None, cutting: Cutting, limits: Limits | None = None
) -> Added:
    """Add files to a base. One that cannot be read is told of in `failed`, and the rest goes on.

    Raises:
        UserError: another embedder than the one that the base was made with.
    """
    result = Added()
    limits = limits or Limits()
    adder = Adder(store, embedder, cutting, result, limits)
    sizes = {path: Path(path).stat().st_size for path in paths}
    with Progress("adding", sum(sizes.values()) // 1000, " kB") as progress:
        for path in paths:
            adder.add(path, functools.partial(_read, path, limits))
            progress.advance(sizes[path] // 1000)
        adder.flush()
    store.tidy()
    return result


def _read(path: str, limits: Limits) -> bytes:
    try:
        size = Path(path).stat().st_size
        if size > limits.file_bytes:
            raise UnreadableError(f"{size:,} bytes, and {limits.file_bytes:,} are the most: divide it")
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from None


class Adder:
    """Gathers documents and stores them some at a time."""

    def __init__(
        self, store: Store, embedder: Embedder | None, cutting: Cutting, result: Added, limits: Limits | None = None
    ) -> None:
        check_embedder(store, embedder)
        self.store, self.embedder, self.cutting, self.result = store, embedder, cutting, result
        self.limits = limits or Limits()
        self._hashes = store.hashes()
        self._held: list[Prepared] = []
        self._bytes = 0
        self._since = time.monotonic()
        self._vectors: list[np.ndarray] = []
        self._unembedded = 0
        if embedder is not None:
            embed_missing(store, embedder)

    def add(self, path: str, read: Callable[[], bytes]) -> None:
        """One file more, called `path` from now on."""
        result = self.result
        try:
            if not path.isprintable() or path != path.encode("utf-8", "replace").decode("utf-8"):
                raise UnreadableError("its name is not plain UTF-8 text: rename it")
            data = read()
            sha256 = self._hash(data)
            if self._hashes.get(path) == sha256:
                result.unchanged += 1
                return
            prepared = self._prepare(path, data, sha256)
        except UnreadableError as error:
            result.failed[path] = str(error)
            return
        if path in self._hashes:
            result.replaced += 1
        else:
            result.added += 1
        if prepared.document.notes:
            result.notes[path] = prepared.document.notes
        self._hashes[path] = sha256
        result.chunks += len(prepared.chunks)
        result.bytes += len(data)
        self._held.append(prepared)
        self._bytes += len(prepared.text)
        self._unembedded += len(prepared.chunks)
        if self._unembedded >= _EMBEDDED:
            self._embed()
        if self._bytes >= _BYTES // 2 or time.monotonic() - self._since > _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Store what was gathered, and join small segments."""
        self._embed()
        if self._held:
            vectors = np.concatenate(self._vectors) if self.embedder is not None else None
            self.store.put(self._held, vectors)
            self.store.merge()
        self._held, self._vectors, self._bytes = [], [], 0
        self._since = time.monotonic()

    def _embed(self) -> None:
        if self.embedder is None or not self._unembedded:
            self._unembedded = 0
            return
        texts = [text for prepared in self._held for text in searched(prepared)][-self._unembedded :]
        with Progress("embedding a large document" if len(texts) > 4 * _EMBEDDED else "embedding", len(texts)) as bar:
            self._vectors.append(self.embedder.embed_documents(texts, bar.advance).astype(np.float16))
        self._unembedded = 0

    def _hash(self, data: bytes) -> str:
        cutting = self.cutting
        how = json.dumps([_READING, cutting.size, cutting.overlap, *cutting.fields])
        return hashlib.sha256(how.encode("utf-8") + b"\0" + data).hexdigest()

    def _prepare(self, path: str, data: bytes, sha256: str) -> Prepared:
        parsed = read_bytes(data, path, self.limits, self.cutting.fields)
        chunks = chunk(parsed, self.cutting.size, self.cutting.overlap)
        document = Document(path, sha256, len(data), len(parsed.text), len(chunks), parsed.pages, parsed.notes)
        words = [passage_words(indexed_text(c.above, parsed.text[c.start : c.end])) for c in chunks]
        return Prepared(document, parsed.text, chunks, words)


def searched(prepared: Prepared) -> list[str]:
    """What of each chunk is embedded."""
    return [indexed_text(c.above, prepared.text[c.start : c.end]) for c in prepared.chunks]


def check_embedder(store: Store, embedder: Embedder | None) -> None:
    """Refuse vectors of another model than the base's; a base without any takes this one's from now on."""
    if embedder is None:
        return
    known = store.setting("embedder")
    if known is None:
        store.remember("embedder", embedder.name)
    elif known != embedder.name:
        raise UserError(
            f"the knowledge base {store.folder.name!r} was made with embedder={known}, not {embedder.name}: give that"
            " one, or make another base"
        )


def embed_missing(store: Store, embedder: Embedder) -> None:
    """Give vectors to what was added while there was no embedder."""
    for segment in store.without_vectors():
        ids = store.chunk_ids(segment)
        passages = {p.id: indexed_text(p.above, p.text) for p in store.passages(ids)}
        vectors = np.zeros((len(ids), embedder.dim), np.float32)
        rows = [row for row, number in enumerate(ids) if number in passages]
        with Progress("embedding what was added without an embedder", len(rows)) as progress:
            vectors[rows] = embedder.embed_documents([passages[ids[row]] for row in rows], progress.advance)
        store.set_vectors(segment, vectors)

"""Token shards: the tokens of many documents, memory-mapped.

A prepared folder:

    manifest.json          where all comes from, and what must lie here: sizes and SHA-256 of every file
    tokenizer/             the tokenizer whose ids these are
    train/00000.tokens     ids, little-endian, uint16 where the vocabulary has at most 65,536 entries, else uint32
    train/00000.ends       int64: behind which of the shard's tokens each document ends
    train/00000.origins    int64: each document's number among those that the shard was made from
    valid/...              the held-out documents, in the same way

Each document is followed by the token that ends documents, which belongs to it. Shards follow one another by name: a
split is one stream of tokens. A name stands for the same piece of the sources in both splits; the manifest's `pieces`
lists, for each name, `[source, number of the first document there, documents]`, so that an origin leads back to a
source and the document's number in it.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json
from aquila2.base.log import Progress

FORMAT = 1
MANIFEST = "manifest.json"
SPLITS = ("train", "valid")
_BLOCK = 1 << 22
_INT64 = np.dtype("<i8")


def token_dtype(vocab_size: int) -> np.dtype:
    """The smallest of the two kinds of integers that holds all ids."""
    return np.dtype("<u2" if vocab_size <= 1 << 16 else "<u4")


class ShardWriter:
    """Writes one shard: its three files in `folder`, complete and on disk when `close` has returned."""

    def __init__(self, folder: Path, name: str, dtype: np.dtype) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._dtype = dtype
        kinds = {"tokens": dtype, "ends": _INT64, "origins": _INT64}
        self._files = {f"{name}.{kind}": _HashedFile(folder / f"{name}.{kind}") for kind in kinds}
        self._name = name
        self.tokens = self.documents = 0

    def add(self, tokens: np.ndarray, lengths: np.ndarray, origins: np.ndarray) -> None:
        """Write documents: their tokens one behind the other, the number of tokens of each, and their origins."""
        ends = self.tokens + np.cumsum(lengths, dtype=np.int64)
        for kind, values, dtype in (
            ("tokens", tokens, self._dtype),
            ("ends", ends, _INT64),
            ("origins", origins, _INT64),
        ):
            self._files[f"{self._name}.{kind}"].write(values.astype(dtype, copy=False))
        self.tokens += len(tokens)
        self.documents += len(lengths)

    def close(self) -> dict[str, Any]:
        """Finish the files. Returns the shard's entry in the manifest."""
        files = {name: file.close() for name, file in self._files.items()}
        return {"name": self._name, "tokens": self.tokens, "documents": self.documents, "files": files}


class _HashedFile:
    def __init__(self, path: Path) -> None:
        self._file = open(path, "wb")  # noqa: SIM115 (closed by `close`)
        self._hash = hashlib.sha256()

    def write(self, values: np.ndarray) -> None:
        data = np.ascontiguousarray(values).view(np.uint8).data
        self._hash.update(data)
        self._file.write(data)

    def close(self) -> dict[str, Any]:
        size = self._file.tell()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return {"bytes": size, "sha256": self._hash.hexdigest()}


@dataclass(frozen=True)
class Origin:
    """Where a document comes from: the `number`-th document (from 0) of the file `source`; it lies in `shard`."""

    source: str
    number: int
    shard: str


class TokenShards:
    """One split of a prepared folder, read as one stream of tokens. Safe to use from several threads.

    Attributes:
        folder, split: which.
        manifest: the whole manifest.
        num_tokens, num_documents: of this split.
        vocab_size: ids are smaller than this.
        end_id: the token that ends documents.
    """

    def __init__(self, folder: Path, split: str, manifest: dict[str, Any]) -> None:
        self.folder, self.split, self.manifest = folder, split, manifest
        entries = manifest["splits"][split]["shards"]
        self.vocab_size: int = manifest["tokenizer"]["vocab_size"]
        self.end_id: int = manifest["tokenizer"]["end_of_document"]["id"]
        self._dtype = token_dtype(self.vocab_size)
        self._names = [entry["name"] for entry in entries]
        self._firsts = np.concatenate([[0], np.cumsum([entry["tokens"] for entry in entries])]).astype(np.int64)
        self.num_tokens = int(self._firsts[-1])
        self.num_documents = sum(entry["documents"] for entry in entries)
        self._mapped: dict[tuple[int, str], np.ndarray] = {}

    @classmethod
    def open(cls, folder: str | Path, split: str = "train", verify: bool = False) -> "TokenShards":
        """The split `train` or `valid` of a folder that prepare-data wrote.

        Sizes are looked at always, the content (SHA-256) with `verify`.

        Raises:
            UserError: no such folder, another format, no such split, a file that is missing or is not as it was.
        """
        folder = Path(folder)
        if not (folder / MANIFEST).is_file():
            raise UserError(f"{folder} holds no prepared data (no {MANIFEST}): make it with aquila2 prepare-data")
        manifest = read_json(folder / MANIFEST)
        if manifest.get("format") != FORMAT:
            raise UserError(f"{folder / MANIFEST}: format {manifest.get('format')} is not {FORMAT}: prepare it again")
        if split not in manifest["splits"]:
            raise UserError(f"split={split}: {folder} has {', '.join(manifest['splits'])}")
        _check_sizes(folder, split, manifest)
        if verify:
            _check_content(folder, split, manifest)
        return cls(folder, split, manifest)

    def read(self, start: int, stop: int) -> np.ndarray:
        """The tokens from `start` up to `stop`, int64."""
        self._check_range(start, stop)
        found = np.empty(stop - start, np.int64)
        for shard, first, last in self._parts(start, stop):
            base = int(self._firsts[shard])
            found[base + first - start : base + last - start] = self._map(shard, "tokens")[first:last]
        return found

    def document_starts(self, start: int, stop: int) -> np.ndarray:
        """The places from `start` up to `stop` at which a document begins, int64."""
        self._check_range(start, stop)
        found = [np.zeros(0, np.int64)]
        for shard, first, last in self._parts(start, stop):
            ends = self._map(shard, "ends")
            low, high = np.searchsorted(ends, [first, last], side="left")  # where one ends, the next begins
            base = self._firsts[shard]
            if first == 0:
                found.append(np.array([base], np.int64))
            found.append(ends[low:high] + base)
        return np.concatenate(found)

    def origins(self, start: int, stop: int) -> list[Origin]:
        """Where the documents come from that have a token from `start` up to `stop`."""
        self._check_range(start, stop)
        found = []
        for shard, first, last in self._parts(start, stop):
            low, high = np.searchsorted(self._map(shard, "ends"), [first, last - 1], side="right")
            name = self._names[shard]
            pieces = self.manifest["pieces"][name]
            begins = np.concatenate([[0], np.cumsum([documents for _, _, documents in pieces])])
            for number in self._map(shard, "origins")[low : high + 1].tolist():
                piece = int(np.searchsorted(begins, number, side="right")) - 1
                source, before, _ = pieces[piece]
                path = self.manifest["sources"][source]["path"]
                found.append(Origin(path, before + number - int(begins[piece]), f"{self.split}/{name}"))
        return found

    def _check_range(self, start: int, stop: int) -> None:
        if not 0 <= start <= stop <= self.num_tokens:
            raise IndexError(f"tokens {start} to {stop} of {self.num_tokens}")

    def _parts(self, start: int, stop: int) -> list[tuple[int, int, int]]:
        """The shards that hold these tokens, and from where to where in each."""
        parts = []
        shard = int(np.searchsorted(self._firsts, start, side="right")) - 1
        while start < stop:
            base, end = int(self._firsts[shard]), min(int(self._firsts[shard + 1]), stop)
            parts.append((shard, start - base, end - base))
            start, shard = end, shard + 1
        return parts

    def _map(self, shard: int, kind: str) -> np.ndarray:
        mapped = self._mapped.get((shard, kind))
        if mapped is None:
            dtype = self._dtype if kind == "tokens" else _INT64
            mapped = np.memmap(self.folder / self.split / f"{self._names[shard]}.{kind}", dtype, "r")
            self._mapped[shard, kind] = mapped = mapped.view(np.ndarray)
        return mapped


def _files(folder: Path, split: str, manifest: dict[str, Any]) -> list[tuple[Path, dict[str, Any]]]:
    shards = manifest["splits"][split]["shards"]
    return [(folder / split / name, file) for shard in shards for name, file in shard["files"].items()]


def _check_sizes(folder: Path, split: str, manifest: dict[str, Any]) -> None:
    for path, file in _files(folder, split, manifest):
        size = path.stat().st_size if path.is_file() else -1
        if size != file["bytes"]:
            state = "is missing" if size < 0 else f"has {size:,} bytes, not {file['bytes']:,}"
            raise UserError(f"{path} {state}: prepare the data again")


def _check_content(folder: Path, split: str, manifest: dict[str, Any]) -> None:
    files = _files(folder, split, manifest)
    with Progress(f"checking {folder / split}", sum(file["bytes"] for _, file in files), " bytes") as progress:
        for path, file in files:
            if sha256_of(path, progress.advance) != file["sha256"]:
                raise UserError(f"{path} is not as it was written (its SHA-256 is another): prepare the data again")


def sha256_of(path: Path, advance: Any = lambda count: None) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
            advance(len(block))
    return found.hexdigest()

"""Documents that are the same, byte for byte, found by their hashes, which lie in files.

Whoever reads documents in tasks writes the hashes of each task into a file; the files together tell which documents
stand in an earlier place already. So it does not matter which worker meets a document first, and memory holds a part of
the hashes at a time.
"""

from pathlib import Path

import numpy as np

from aquila2.base.errors import UserError
from aquila2.base.sources import Batch
from aquila2.tokenizer.count_kernels import hash_documents

_SORT_BYTES = 160  # for each document of a part: its hash, its place, and their sorting


def document_hashes(batch: Batch) -> np.ndarray:
    """A 128-bit hash of each document, uint64 [documents, 2]; the same in every process. It is no protection from
    somebody who looks for two documents with the same one."""
    hashes = np.zeros((len(batch.bounds), 2), np.uint64)
    hash_documents(batch.data, batch.bounds, hashes)
    return hashes


def find_repeats(paths: list[Path], memory: int, option: str) -> tuple[np.ndarray, np.ndarray]:
    """Which documents stand in an earlier place already.

    Args:
        paths: files of hashes, in the order of the documents.
        memory: bytes to take.
        option: what asks for it, for the error's text.

    Returns:
        bool [documents], and where each file begins in it, int64 [files + 1].

    Raises:
        UserError: not even the marks fit the memory.
    """
    sizes = [path.stat().st_size // 16 for path in paths]
    firsts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    documents = int(firsts[-1])
    if 2 * documents > memory:
        raise UserError(f"{option} needs {2 * documents:,} bytes for {documents:,} documents and may use {memory:,}")
    repeats = np.zeros(documents, bool)
    parts = documents * _SORT_BYTES // memory + 1
    for part in range(parts):
        found, places = [np.zeros((0, 2), np.uint64)], [np.zeros(0, np.int64)]
        for path, first in zip(paths, firsts.tolist(), strict=False):
            hashes = np.fromfile(path, np.uint64).reshape(-1, 2)
            rows = np.flatnonzero(hashes[:, 0] % np.uint64(parts) == part)
            found.append(hashes[rows])
            places.append(rows + first)
        hashes, place = np.concatenate(found), np.concatenate(places)
        del found, places
        order = np.lexsort((hashes[:, 1], hashes[:, 0]))  # stable: of equal ones the first comes first
        hashes = hashes[order]
        again = np.flatnonzero((hashes[1:] == hashes[:-1]).all(axis=1)) + 1
        repeats[place[order[again]]] = True
    return repeats, firsts

"""Near-duplicates: documents that share most of their text with one that stands earlier.

MinHash with locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, ch. 3). A
document is the set of its shingles, SHINGLE units in a row, where a unit is a CJK ideograph or a word of letters and
digits, in lower case, punctuation and blanks left out: so the same rule serves Chinese (five characters) and English
(five words). A document of fewer units is one shingle, its bytes: without punctuation (1, 1) would be like -1.1.

NUM_SLOTS permutations of the shingles' hashes give a signature; the part of equal slots in two of them estimates the
documents' Jaccard similarity (standard error 0.035 at 0.8). The permutations are those of datasketch 2 (`affine32`,
seed 1), slot for slot; a test compares them. The loops are our own: a library takes or gives a signature as Python
numbers, which costs more than making it (784,000 short documents, one thread: rensa 0.5 8.8 s, of them 1.2 s in its own
code; these loops 0.5 s with the cutting into shingles).

A signature is cut in bands; documents with an equal band are compared by the whole of their signatures, and the later
one goes where the estimate reaches the threshold. Only documents that were kept are compared with, in order, so that
whatever is removed has a kept document like it, and no two kept ones that met are alike. In one bucket a document meets
the 64 last ones at most: boilerplate that fills a bucket costs no squared time.

Signatures lie on disk, 16 bits a slot (b-bit minwise hashing, Li and König 2010): 256 bytes a document. In memory is
the index, `index_bytes`: at a threshold of 0.8, 368 bytes a document.
"""

import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np

from aquila2.base.errors import UserError
from aquila2.base.sources import PADDING, Batch
from aquila2.data.near_kernels import find_near, sketch
from aquila2.tokenizer.unicode_kinds import kinds

NUM_SLOTS = 128
SIGNATURE_BYTES = 2 * NUM_SLOTS
_SEED = 1
_LEAST_RECALL = 0.98  # of pairs whose similarity is the threshold: the part that shares a band
_AT_ONCE = 1 << 16


@functools.cache
def permutations(slots: int = NUM_SLOTS) -> tuple[np.ndarray, np.ndarray]:
    """Multipliers (odd) and additions of the permutations h -> a * h + b (mod 2^32)."""
    random = np.random.RandomState(_SEED)
    multipliers = random.randint(0, 1 << 31, slots, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return multipliers, random.randint(0, 1 << 32, slots, dtype=np.uint32)


def full_signatures(batch: Batch) -> np.ndarray:
    """The MinHash of each document, uint32 [documents, NUM_SLOTS]."""
    found = np.empty((len(batch.bounds), NUM_SLOTS), np.uint32)
    sketch(batch.data, batch.bounds, kinds(ideographs=True), *permutations(), found)
    return found


def signatures(batch: Batch) -> np.ndarray:
    """What is kept of it: 16 bits of each slot, uint16 [documents, NUM_SLOTS]. They are made of all 32: the upper ones
    alone say little of the small values that long documents have, the lower ones of a document of one shingle depend on
    the lower half of that shingle's hash alone."""
    found = full_signatures(batch)
    found ^= found >> np.uint32(16)
    found *= np.uint32(0x85EBCA6B)
    return (found >> np.uint32(16)).astype(np.uint16)


def bands_for(threshold: float) -> tuple[int, int]:
    """Bands and rows of a band: the longest rows with which 98 % of the pairs at the threshold share a band. (A pair
    that is like the threshold shares a band with probability 1 - (1 - threshold^rows)^bands, one that is unlike
    rarely; those that do are told apart by their signatures.)"""
    for rows in range(32, 1, -1):
        bands = NUM_SLOTS // rows
        if 1 - (1 - threshold**rows) ** bands >= _LEAST_RECALL:
            return bands, rows
    return NUM_SLOTS, 1


def index_bytes(documents: int, threshold: float) -> int:
    """Memory of `find_near_duplicates` for so many documents."""
    return documents * (20 * bands_for(threshold)[0] + 8)


def find_near_duplicates(
    path: Path,
    wanted: np.ndarray,
    threshold: float,
    memory: int,
    advance: Callable[[int], None] = lambda count: None,
) -> np.ndarray:
    """Which documents are like an earlier one, bool [documents].

    Args:
        path: a file with the signatures of all documents, in order.
        wanted: bool [documents], the documents that count; of what stands twice, the first alone.
        threshold: the Jaccard similarity, 0 < threshold <= 1, from which two documents are alike.
        memory: bytes to take.
        advance: is told the documents looked at.

    Raises:
        UserError: the index does not fit the memory.
    """
    count = int(wanted.sum())
    if (needed := index_bytes(count, threshold)) > memory:
        raise UserError(
            f"dedupe=near needs {-(-needed // 10**6):,}MB for the index of {count:,} documents and may use"
            f" {max(memory, 0) // 10**6:,}MB: give more memory=, or dedupe=exact"
        )
    near = np.zeros(len(wanted), bool)
    if not count:
        return near
    bands, rows = bands_for(threshold)
    found = np.memmap(path, np.uint16, "r", shape=(len(wanted), NUM_SLOTS))
    slots = np.zeros(bands * 2 * count, np.uint64)
    links, kept = np.zeros((bands, count), np.uint32), np.zeros(count, np.int64)
    sizes = np.zeros(1, np.int64)
    least = int(np.ceil(threshold * NUM_SLOTS - 1e-9))
    for first in range(0, len(wanted), _AT_ONCE):
        last = min(first + _AT_ONCE, len(wanted))
        find_near(found, wanted, first, last, least, bands, rows, slots, links, kept, sizes, near)
        advance(last - first)
    return near


def warm_up() -> None:
    """Load or compile the loops, before memory is divided and threads begin."""
    text = np.frombuffer(b"ab" + bytes(PADDING), np.uint8)
    found = signatures(Batch(text, np.array([[0, 2]], np.int64), None, 0))
    one = np.ones(1, np.int64)
    tables = np.zeros(2, np.uint64), np.zeros((1, 1), np.uint32), one * 0, one * 0
    found.setflags(write=False)
    find_near(found, np.ones(1, bool), 0, 1, NUM_SLOTS, 1, 1, *tables, np.zeros(1, bool))

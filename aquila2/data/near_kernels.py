"""Compiled: documents to MinHash signatures, and signatures to near-duplicates. `near` says what for."""

from typing import Any

import numpy as np

from aquila2.tokenizer.byte_kernels import fetch, hash_bytes
from aquila2.tokenizer.compiled import compiled, inlined, inner
from aquila2.tokenizer.split_kernels import kind_at
from aquila2.tokenizer.unicode_kinds import IDEOGRAPH, LETTER, NUMBER

SHINGLE = 5  # units in a row
_LONGEST_CHAIN = 64  # documents of one bucket that a new one is compared with

_MULTIPLY = 0x9E3779B97F4A7C15  # 2^64 / golden ratio
_STEP = 0xD6E8FEB86659FD93
_STEPS = pow(_STEP, SHINGLE, 1 << 64)


@inlined
def _mix(value: Any, more: Any) -> Any:
    value = (value ^ np.uint64(more)) * np.uint64(_MULTIPLY)
    return value ^ (value >> np.uint64(29))


@inlined
def _permute(value: Any, multipliers: Any, additions: Any, signature: Any) -> Any:
    """Take one shingle's hash into a signature: the smallest value of each permutation a * h + b (mod 2^32)."""
    h = np.uint32(value >> np.uint64(32))
    h ^= h >> np.uint32(16)  # MurmurHash3's finalizer: multiplication alone would not reach the low bits
    h = np.uint32(h * np.uint32(0x85EBCA6B))
    h ^= h >> np.uint32(13)
    h = np.uint32(h * np.uint32(0xC2B2AE35))
    h ^= h >> np.uint32(16)
    for slot in range(len(signature)):
        permuted = np.uint32(np.uint32(multipliers[slot] * h) + additions[slot])
        if permuted < signature[slot]:
            signature[slot] = permuted


@inner
def _take_unit(unit: Any, count: Any, rolling: Any, ring: Any) -> Any:
    """Move the window of shingles on by a unit: its hash is a polynomial of the last SHINGLE units."""
    place = count % SHINGLE
    rolling = rolling * np.uint64(_STEP) + unit - ring[place] * np.uint64(_STEPS)
    ring[place] = unit
    return rolling


@compiled
def sketch(text: Any, bounds: Any, kinds: Any, multipliers: Any, additions: Any, found: Any) -> None:
    """The signature of each document into `found`, uint32 [documents, slots]."""
    ring = np.zeros(SHINGLE, np.uint64)
    for document in range(len(bounds)):
        signature = found[document]
        signature[:] = np.uint32(0xFFFFFFFF)
        ring[:] = 0
        count, rolling, word = 0, np.uint64(0), np.uint64(0)
        at, stop = bounds[document, 0], bounds[document, 1]
        while at <= stop:
            # a unit ends before an ideograph, before what is no letter or number, and at the end of the document
            length, kind = np.int64(1), np.int64(0)
            if at < stop:
                here = kind_at(text, at, kinds)
                length, kind = here >> 8, here & 0xFF
            if kind in (LETTER, NUMBER):
                byte = np.uint64(text[at])
                if length == 1 and byte < 97:
                    byte |= np.uint64(32)  # A-Z as a-z; digits have the bit already
                word = _mix(word, byte + np.uint64(1))
                for i in range(1, length):
                    word = _mix(word, text[at + i])
            else:
                if word != 0:
                    rolling = _take_unit(word, count, rolling, ring)
                    count, word = count + 1, np.uint64(0)
                    if count >= SHINGLE:
                        _permute(_mix(rolling, 1), multipliers, additions, signature)
                if kind == IDEOGRAPH:
                    unit = np.uint64(1)
                    for i in range(length):
                        unit = _mix(unit, text[at + i])
                    rolling = _take_unit(unit, count, rolling, ring)
                    count += 1
                    if count >= SHINGLE:
                        _permute(_mix(rolling, 1), multipliers, additions, signature)
            at += length
        if count < SHINGLE:
            start = bounds[document, 0]
            whole = hash_bytes(text, start, max(stop, start + 1))
            _permute(whole, multipliers, additions, signature)


@compiled
def find_near(
    signatures: Any, wanted: Any, first: Any, last: Any, least: Any, bands: Any, rows: Any, slots: Any, links: Any,
    kept: Any, sizes: Any, near: Any,
) -> None:  # fmt: skip
    """Go through the documents from `first` up to `last`: those that are like one that was kept are marked in `near`,
    the others are kept and stand in the buckets of all bands from now on.

    Args:
        signatures: uint16 [documents, slots of a signature].
        wanted: which documents count at all.
        least: slots that must be the same for two documents to be alike.
        rows: slots that make a band.
        slots: uint64 [bands * size], a hash table for each band: a part of the band's hash, and the last document in
            its bucket + 1, by its place in `kept`.
        links: uint32 [bands, places], the document before it in the bucket + 1.
        kept: int64 [places], the documents that were kept. `sizes[0]` counts them.
    """
    size = len(slots) // bands
    places = np.zeros(bands, np.int64)
    tags = np.zeros(bands, np.uint64)
    for document in range(first, last):
        if not wanted[document]:
            continue
        mine = signatures[document]
        for band in range(bands):
            value = np.uint64(band + 1)
            for row in range(band * rows, (band + 1) * rows):
                value = _mix(value, mine[row])
            value *= np.uint64(_STEP)
            tags[band] = value >> np.uint64(32)
            places[band] = band * size + np.int64((value ^ tags[band]) % np.uint64(size))
            fetch(slots, places[band])  # the tables are far larger than the caches
        alike = False
        for band in range(bands):
            at, tag = places[band], tags[band]
            while slots[at] != 0 and slots[at] >> np.uint64(32) != tag:
                at = at + 1 if at + 1 < (band + 1) * size else band * size
            places[band] = at
            other = np.int64(slots[at] & np.uint64(0xFFFFFFFF))
            looked = 0
            while other and looked < _LONGEST_CHAIN and not alike:
                theirs = signatures[kept[other - 1]]
                same = 0
                for slot in range(len(mine)):
                    same += mine[slot] == theirs[slot]
                alike = same >= least
                other = np.int64(links[band, other - 1])
                looked += 1
            if alike:
                break
        if alike:
            near[document] = True
            continue
        place = sizes[0]
        kept[place] = document
        for band in range(bands):
            links[band, place] = np.uint32(slots[places[band]] & np.uint64(0xFFFFFFFF))
            slots[places[band]] = tags[band] << np.uint64(32) | np.uint64(place + 1)
        sizes[0] = place + 1

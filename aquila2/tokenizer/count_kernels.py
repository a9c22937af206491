"""The compiled part of `count_table`."""

from typing import Any

import numpy as np

from aquila2.tokenizer.byte_kernels import copy_bytes, hash_again, hash_bytes, same_bytes
from aquila2.tokenizer.compiled import compiled, inner
from aquila2.tokenizer.split_kernels import word_end

ENTRY_BYTES = 16
LOAD = 0.6  # part of the slots that may be taken

# what a kernel stopped for
DONE, MORE_SLOTS, FULL = range(3)

# places in `CountTable.sizes`: what is there, where `count_words` stopped, bytes for words and entries
WORDS, BYTES, AT, DOCUMENT, ROOM = range(5)


@inner
def _find(word: Any, start: Any, length: Any, value: Any, slots: Any, entries: Any, arena: Any) -> Any:
    """The entry of a word, or -1 - slot where it is absent and the slot is free. A slot holds the hash's upper half
    and the entry + 1."""
    mask = np.uint64(len(slots) - 1)
    at = value & mask
    tag = value >> np.uint64(32)
    while True:
        slot = slots[at]
        if slot == 0:
            return -1 - np.int64(at)
        if slot >> np.uint64(32) == tag:
            entry = np.int64(slot & np.uint64(0xFFFFFFFF)) - 1
            begin = entries[entry, 0]
            if entries[entry + 1, 0] - begin == length and same_bytes(arena, begin, word, start, length):
                return entry
        at = (at + np.uint64(1)) & mask


@inner
def _put(word: Any, start: Any, length: Any, count: Any, slots: Any, entries: Any, arena: Any, sizes: Any) -> Any:
    """Add to a word's count. Nothing is changed where there is no room for a new word."""
    value = hash_bytes(word, start, start + length)
    entry = _find(word, start, length, value, slots, entries, arena)
    if entry >= 0:
        entries[entry, 1] += count
        return DONE
    words, used = sizes[WORDS], sizes[BYTES]
    if used + length + ENTRY_BYTES * (words + 1) > sizes[ROOM]:
        return FULL
    if words + 1 > len(slots) * LOAD:
        return MORE_SLOTS
    copy_bytes(word, start, arena, used, length)
    slots[-1 - entry] = (value >> np.uint64(32)) << np.uint64(32) | np.uint64(words + 1)
    entries[words, 1] = count
    entries[words + 1, 0] = used + length
    sizes[WORDS] = words + 1
    sizes[BYTES] = used + length
    return DONE


@compiled
def count_words(text: Any, bounds: Any, kinds: Any, slots: Any, entries: Any, arena: Any, sizes: Any) -> Any:
    document, at = sizes[DOCUMENT], sizes[AT]
    while document < len(bounds):
        if at < 0:
            at = bounds[document, 0]
        stop = bounds[document, 1]
        while at < stop:
            end = word_end(text, at, stop, kinds)
            why = _put(text, at, end - at, 1, slots, entries, arena, sizes)
            if why != DONE:
                sizes[DOCUMENT], sizes[AT] = document, at
                return why
            at = end
        document, at = document + 1, -1
    return DONE


@compiled
def add_words(
    words: Any, starts: Any, counts: Any, first: Any, slots: Any, entries: Any, arena: Any, sizes: Any
) -> Any:
    for i in range(first, len(counts)):
        why = _put(words, starts[i], starts[i + 1] - starts[i], counts[i], slots, entries, arena, sizes)
        if why != DONE:
            return i, why
    return len(counts), DONE


@compiled
def refill_slots(slots: Any, entries: Any, arena: Any, words: Any) -> None:
    mask = np.uint64(len(slots) - 1)
    for entry in range(words):
        value = hash_bytes(arena, entries[entry, 0], entries[entry + 1, 0])
        at = value & mask
        while slots[at] != 0:
            at = (at + np.uint64(1)) & mask
        slots[at] = (value >> np.uint64(32)) << np.uint64(32) | np.uint64(entry + 1)


@compiled
def word_hashes(entries: Any, arena: Any, words: Any) -> Any:
    found = np.empty(words, np.uint64)
    for entry in range(words):
        found[entry] = hash_bytes(arena, entries[entry, 0], entries[entry + 1, 0])
    return found


@compiled
def gather_words(entries: Any, arena: Any, order: Any) -> Any:
    """The words of the entries named by `order`, one behind the other."""
    length = 0
    for entry in order:
        length += entries[entry + 1, 0] - entries[entry, 0]
    found = np.empty(length, np.uint8)
    to = 0
    for entry in order:
        for at in range(entries[entry, 0], entries[entry + 1, 0]):
            found[to] = arena[at]
            to += 1
    return found


@compiled
def hash_documents(text: Any, bounds: Any, hashes: Any) -> None:
    """A 128-bit hash of each document into `hashes`, uint64 [documents, 2]: two of 64 bits made differently."""
    for document in range(len(bounds)):
        start, stop = bounds[document, 0], bounds[document, 1]
        if stop > start:
            hashes[document, 0] = hash_bytes(text, start, stop)
            hashes[document, 1] = hash_again(text, start, stop)

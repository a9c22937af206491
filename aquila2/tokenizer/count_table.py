"""How often each word occurs: a hash table of byte strings with 64-bit counts, in memory of known size.

A word costs its bytes, 16 bytes for its place and its count, and about 13 for its slot: no Python object.
"""

from typing import Any

import numpy as np
from numba import njit

from aquila2.tokenizer.pretokenize import word_end
from aquila2.tokenizer.words_of_bytes import PADDING, copy_bytes, hash_bytes, same_bytes

_FIRST_SLOTS = 1 << 12
_ENTRY_BYTES, _SLOT_BYTES = 16, 8
_LOAD = 0.6  # part of the slots that may be taken

# what a kernel stopped for
DONE, MORE_SLOTS, FULL = range(3)

# places in `CountTable.sizes`, which kernels read and write
_WORDS, _BYTES, _AT, _DOCUMENT = range(4)


class CountTable:
    """Words and their counts, within `limit` bytes.

    The memory for `limit` bytes is reserved, not used: the operating system gives pages when they are first written.
    """

    def __init__(self, limit: int) -> None:
        # a word of the mean length of English and Chinese, 8 bytes, decides how the limit is divided; either part
        # full makes the table full
        words = max(int(limit / (_ENTRY_BYTES + 2 * _SLOT_BYTES / _LOAD + 8)), 1024)
        self.limit = limit
        self.slots = np.zeros(_FIRST_SLOTS, np.uint64)
        self.entries = np.empty((words + 1, 2), np.int64)  # start in the arena, count; one more start ends the last
        self.arena = np.empty(max(limit - words * _ENTRY_BYTES, 1 << 16) + PADDING, np.uint8)
        self.sizes = np.zeros(4, np.int64)
        self.clear()

    def clear(self) -> None:
        """Forget all words; the memory stays."""
        self.slots = np.zeros(_FIRST_SLOTS, np.uint64)
        self.entries[0] = 0
        self.sizes[:] = 0

    def __len__(self) -> int:
        return int(self.sizes[_WORDS])

    @property
    def word_bytes(self) -> int:
        """The length of all words together."""
        return int(self.sizes[_BYTES])

    @property
    def used(self) -> int:
        """Bytes of memory in use."""
        return self.word_bytes + len(self) * _ENTRY_BYTES + len(self.slots) * _SLOT_BYTES

    def count(self, text: np.ndarray, bounds: np.ndarray, kinds: np.ndarray) -> bool:
        """Count the words of the documents `text[bounds[i, 0]:bounds[i, 1]]`, valid UTF-8 with PADDING bytes behind.

        False where the table is full before the end: write it out, `clear` it and `resume`.
        """
        self.sizes[_AT], self.sizes[_DOCUMENT] = -1, 0
        return self.resume(text, bounds, kinds)

    def resume(self, text: np.ndarray, bounds: np.ndarray, kinds: np.ndarray) -> bool:
        """Go on where `count` stopped, with the same arguments."""
        while (why := _count(text, bounds, kinds, self.slots, self.entries, self.arena, self.sizes)) == MORE_SLOTS:
            if not self._grow():
                return False
        return bool(why == DONE)

    def add(self, words: np.ndarray, starts: np.ndarray, counts: np.ndarray, first: int = 0) -> int:
        """Add counted words: word i, from `first` on, is `words[starts[i]:starts[i + 1]]`, PADDING bytes behind the
        last. Returns the first word for which there was no room, `len(counts)` if all were added."""
        while first < len(counts):
            first, why = _add(words, starts, counts, first, self.slots, self.entries, self.arena, self.sizes)
            if why == FULL or (why == MORE_SLOTS and not self._grow()):
                break
        return first

    def hashes(self) -> np.ndarray:
        """The hash of each word, uint64."""
        return _hashes(self.entries, self.arena, len(self))

    def _grow(self) -> bool:
        if self.used + len(self.slots) * _SLOT_BYTES > self.limit and len(self) >= 1024:
            return False
        self.slots = np.zeros(2 * len(self.slots), np.uint64)
        _refill(self.slots, self.entries, self.arena, len(self))
        return True


@njit(nogil=True)
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


@njit(nogil=True)
def _put(
    word: Any, start: Any, length: Any, count: Any, slots: Any, entries: Any, arena: Any, sizes: Any
) -> Any:
    """Add to a word's count. Nothing is changed where there is no room for a new word."""
    value = hash_bytes(word, start, start + length)
    entry = _find(word, start, length, value, slots, entries, arena)
    if entry >= 0:
        entries[entry, 1] += count
        return DONE
    words, used = sizes[_WORDS], sizes[_BYTES]
    if words + 2 > len(entries) or used + length + PADDING > len(arena):
        return FULL
    if words + 1 > len(slots) * _LOAD:
        return MORE_SLOTS
    copy_bytes(word, start, arena, used, length)
    slots[-1 - entry] = (value >> np.uint64(32)) << np.uint64(32) | np.uint64(words + 1)
    entries[words, 1] = count
    entries[words + 1, 0] = used + length
    sizes[_WORDS] = words + 1
    sizes[_BYTES] = used + length
    return DONE


@njit(nogil=True, cache=True)
def _count(text: Any, bounds: Any, kinds: Any, slots: Any, entries: Any, arena: Any, sizes: Any) -> Any:
    document, at = sizes[_DOCUMENT], sizes[_AT]
    while document < len(bounds):
        if at < 0:
            at = bounds[document, 0]
        stop = bounds[document, 1]
        while at < stop:
            end = word_end(text, at, stop, kinds)
            why = _put(text, at, end - at, 1, slots, entries, arena, sizes)
            if why != DONE:
                sizes[_DOCUMENT], sizes[_AT] = document, at
                return why
            at = end
        document, at = document + 1, -1
    return DONE


@njit(nogil=True, cache=True)
def _add(
    words: Any, starts: Any, counts: Any, first: Any, slots: Any, entries: Any, arena: Any, sizes: Any
) -> Any:
    for i in range(first, len(counts)):
        why = _put(words, starts[i], starts[i + 1] - starts[i], counts[i], slots, entries, arena, sizes)
        if why != DONE:
            return i, why
    return len(counts), DONE


@njit(nogil=True, cache=True)
def _refill(slots: Any, entries: Any, arena: Any, words: Any) -> None:
    mask = np.uint64(len(slots) - 1)
    for entry in range(words):
        value = hash_bytes(arena, entries[entry, 0], entries[entry + 1, 0])
        at = value & mask
        while slots[at] != 0:
            at = (at + np.uint64(1)) & mask
        slots[at] = (value >> np.uint64(32)) << np.uint64(32) | np.uint64(entry + 1)


@njit(nogil=True, cache=True)
def _hashes(entries: Any, arena: Any, words: Any) -> Any:
    found = np.empty(words, np.uint64)
    for entry in range(words):
        found[entry] = hash_bytes(arena, entries[entry, 0], entries[entry + 1, 0])
    return found

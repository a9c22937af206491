"""How often each word occurs: a hash table of byte strings with 64-bit counts, in memory of known size.

A word costs its bytes, 16 bytes for its place and its count, and about 13 for its slot: no Python object.
"""

import numpy as np

from aquila2.tokenizer.byte_kernels import PADDING
from aquila2.tokenizer.count_kernels import (
    AT,
    BYTES,
    DOCUMENT,
    DONE,
    FULL,
    LOAD,
    MORE_SLOTS,
    WORDS,
    add_words,
    count_words,
    refill_slots,
    word_hashes,
)

_FIRST_SLOTS = 1 << 12
_ENTRY_BYTES, _SLOT_BYTES = 16, 8


class CountTable:
    """Words and their counts, within `limit` bytes.

    The memory for `limit` bytes is reserved, not used: the operating system gives pages when they are first written.
    """

    def __init__(self, limit: int) -> None:
        # a word of the mean length of English and Chinese, 8 bytes, decides how the limit is divided; either part
        # full makes the table full
        words = max(int(limit / (_ENTRY_BYTES + 2 * _SLOT_BYTES / LOAD + 8)), 1024)
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
        return int(self.sizes[WORDS])

    @property
    def word_bytes(self) -> int:
        """The length of all words together."""
        return int(self.sizes[BYTES])

    @property
    def used(self) -> int:
        """Bytes of memory in use."""
        return self.word_bytes + len(self) * _ENTRY_BYTES + len(self.slots) * _SLOT_BYTES

    def count(self, text: np.ndarray, bounds: np.ndarray, kinds: np.ndarray) -> bool:
        """Count the words of the documents `text[bounds[i, 0]:bounds[i, 1]]`, valid UTF-8 with PADDING bytes behind.

        False where the table is full before the end: write it out, `clear` it and `resume`.
        """
        self.sizes[AT], self.sizes[DOCUMENT] = -1, 0
        return self.resume(text, bounds, kinds)

    def resume(self, text: np.ndarray, bounds: np.ndarray, kinds: np.ndarray) -> bool:
        """Go on where `count` stopped, with the same arguments."""
        while (why := count_words(text, bounds, kinds, self.slots, self.entries, self.arena, self.sizes)) == MORE_SLOTS:
            if not self._grow():
                return False
        return bool(why == DONE)

    def add(self, words: np.ndarray, starts: np.ndarray, counts: np.ndarray, first: int = 0) -> int:
        """Add counted words: word i, from `first` on, is `words[starts[i]:starts[i + 1]]`, PADDING bytes behind the
        last. Returns the first word for which there was no room, `len(counts)` if all were added."""
        while first < len(counts):
            first, why = add_words(words, starts, counts, first, self.slots, self.entries, self.arena, self.sizes)
            if why == FULL or (why == MORE_SLOTS and not self._grow()):
                break
        return first

    def hashes(self) -> np.ndarray:
        """The hash of each word, uint64."""
        return word_hashes(self.entries, self.arena, len(self))

    def _grow(self) -> bool:
        if self.used + len(self.slots) * _SLOT_BYTES > self.limit and len(self) >= 1024:
            return False
        self.slots = np.zeros(2 * len(self.slots), np.uint64)
        refill_slots(self.slots, self.entries, self.arena, len(self))
        return True

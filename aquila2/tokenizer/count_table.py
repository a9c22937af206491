"""How often each word occurs: a hash table of byte strings with 64-bit counts, in memory of known size.

A word costs its bytes, 16 bytes for its place and its count, and 13 to 27 for its slot: no Python object.
"""

import numpy as np

from aquila2.tokenizer.byte_kernels import PADDING
from aquila2.tokenizer.count_kernels import (
    AT,
    BYTES,
    DOCUMENT,
    DONE,
    ENTRY_BYTES,
    FULL,
    LOAD,
    MORE_SLOTS,
    ROOM,
    WORDS,
    add_words,
    count_words,
    refill_slots,
    word_hashes,
)

_FIRST_SLOTS = 1 << 12
_SLOT_BYTES = 8


class CountTable:
    """Words and their counts, within `limit` bytes.

    The memory for `limit` bytes is reserved, not used: the operating system gives pages when they are first written.
    """

    def __init__(self, limit: int) -> None:
        # the arena and the entries can each take all that the limit leaves; pages that are not written cost nothing
        self.limit = limit
        self.slots = np.zeros(_FIRST_SLOTS, np.uint64)
        self.entries = np.empty((limit // ENTRY_BYTES + 2, 2), np.int64)  # start in the arena (one more ends), count
        self.arena = np.empty(limit + PADDING, np.uint8)
        self.sizes = np.zeros(5, np.int64)
        self.clear()

    @staticmethod
    def memory_for(words: np.ndarray, word_bytes: np.ndarray) -> np.ndarray:
        """A limit with which a table takes so many words of so many bytes together, for each element."""
        # slots double when 0.6 of them are taken, and the old ones are there until the new ones are filled
        return word_bytes + words * (ENTRY_BYTES + _SLOT_BYTES * 3 / LOAD) + 4 * _SLOT_BYTES * _FIRST_SLOTS

    def clear(self) -> None:
        """Forget all words; the memory stays."""
        self.slots = np.zeros(_FIRST_SLOTS, np.uint64)
        self.entries[0] = 0
        self.sizes[:] = 0
        self.sizes[ROOM] = self.limit - self.slots.nbytes

    def __len__(self) -> int:
        return int(self.sizes[WORDS])

    @property
    def word_bytes(self) -> int:
        """The length of all words together."""
        return int(self.sizes[BYTES])

    @property
    def used(self) -> int:
        """Bytes of memory in use."""
        return self.word_bytes + len(self) * ENTRY_BYTES + len(self.slots) * _SLOT_BYTES

    def count(self, text: np.ndarray, bounds: np.ndarray, kinds: np.ndarray) -> bool:
        """Count the words of the documents `text[bounds[i, 0]:bounds[i, 1]]`, valid UTF-8 with PADDING bytes behind.

        False where the table is full before the end: write it out, `clear` it and `resume`.
        """
        self.sizes[AT], self.sizes[DOCUMENT] = -1, 0
        return self.resume(text, bounds, kinds)

    def resume(self, text: np.ndarray, bounds: np.ndarray, kinds: np.ndarray) -> bool:
        """Go on where `count` stopped, with the same arguments."""
        while (why := count_words(text, bounds, kinds, self.slots, self.entries, self.arena, self.sizes)) == MORE_SLOTS:
            if not self.grow():
                return False
        return bool(why == DONE)

    def add(self, words: np.ndarray, starts: np.ndarray, counts: np.ndarray, first: int = 0) -> int:
        """Add counted words: word i, from `first` on, is `words[starts[i]:starts[i + 1]]`, PADDING bytes behind the
        last. Returns the first word for which there was no room, `len(counts)` if all were added."""
        while first < len(counts):
            first, why = add_words(words, starts, counts, first, self.slots, self.entries, self.arena, self.sizes)
            if why == FULL or (why == MORE_SLOTS and not self.grow()):
                break
        return first

    def hashes(self) -> np.ndarray:
        """The hash of each word, uint64."""
        return word_hashes(self.entries, self.arena, len(self))

    def grow(self) -> bool:
        """Double the slots; False where there is no room for them."""
        more = 2 * len(self.slots)
        # the old slots are there until the new ones are filled
        if self.used + more * _SLOT_BYTES > self.limit:
            return False
        slots = np.zeros(more, np.uint64)
        refill_slots(slots, self.entries, self.arena, len(self))
        self.slots = slots
        self.sizes[ROOM] = self.limit - slots.nbytes
        return True

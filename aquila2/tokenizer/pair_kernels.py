"""The words of training and their pairs: how they lie in memory, and the compiled loops that read all of them.

Cells: uint16, one for each byte of the words, with the payload in the low byte and a tag in the high byte.
A token of n bytes has the tag min(n, 255) on its first and its last cell. Its payload is: n = 1, the id - 1; n = 2,
the payloads of its two bytes; n >= 3, the id in its first three cells, and from 255 bytes on also in its last three.
A cell with tag 0 bounds a word on either side. The word's count is written before it: words below `ones` have a header
of three cells with 8 + 16 + 8 bits, of which the first and the last have tag 0; words from `ones` on occur once and
have one empty cell.
"""

from typing import Any

import numpy as np

from aquila2.tokenizer.compiled import compiled, inlined

LONG = 255  # tag of all tokens of so many bytes or more
BIG_COUNT = 1 << 31  # headers from here on are places in the array of big counts
EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)

_MIX = np.uint64(0x9E3779B97F4A7C15)


@inlined
def pair_key(left: Any, right: Any) -> Any:
    return np.uint64(left) << np.uint64(32) | np.uint64(right)


@inlined
def mix(key: Any) -> Any:
    value = (key ^ (key >> np.uint64(32)) * np.uint64(0xD6E8FEB86659FD93)) * _MIX
    return value ^ (value >> np.uint64(32))


@inlined
def token_at(cells: Any, at: Any, tag: Any, two: Any) -> Any:
    """The id of the token that begins at `at`, whose first cell has this tag."""
    if tag == 1:
        return np.int64(cells[at] & 0xFF) + 1
    if tag == 2:
        return np.int64(two[np.int64(cells[at] & 0xFF) << 8 | np.int64(cells[at + 1] & 0xFF)])
    return np.int64(cells[at] & 0xFF) | np.int64(cells[at + 1] & 0xFF) << 8 | np.int64(cells[at + 2] & 0xFF) << 16


@inlined
def token_before(cells: Any, at: Any, tag: Any, two: Any, lengths: Any) -> Any:
    """The id and the first cell of the token that ends before `at`, whose last cell has this tag."""
    if tag < LONG:
        return token_at(cells, at - tag, tag, two), at - tag
    token = np.int64(cells[at - 3] & 0xFF) | np.int64(cells[at - 2] & 0xFF) << 8 | np.int64(cells[at - 1] & 0xFF) << 16
    return token, at - lengths[token]


@inlined
def count_in_header(cells: Any, word: Any, big: Any) -> Any:
    """The count of the word whose first byte is at `word`, below `ones`."""
    count = np.int64(cells[word - 3] & 0xFF) << 24 | np.int64(cells[word - 2]) << 8 | np.int64(cells[word - 1] & 0xFF)
    return count if count < BIG_COUNT else big[count - BIG_COUNT]


@inlined
def count_at(cells: Any, at: Any, ones: Any, big: Any, lengths: Any) -> Any:
    """The count of the word that a token beginning at `at` belongs to."""
    if at >= ones:
        return np.int64(1)
    tag = np.int64(cells[at - 1] >> 8)
    while tag:
        if tag == LONG:
            token = (
                np.int64(cells[at - 3] & 0xFF)
                | np.int64(cells[at - 2] & 0xFF) << 8
                | np.int64(cells[at - 1] & 0xFF) << 16
            )
            at -= lengths[token]
        else:
            at -= tag
        tag = np.int64(cells[at - 1] >> 8)
    return count_in_header(cells, at, big)


@compiled
def lay_words(words: Any, starts: Any, counts: Any, order: Any, cells: Any, heads: Any, ones: Any, big: Any) -> None:
    """Write words into cells: those that occur more than once from heads[0], the others from heads[1]; heads[2] is the
    number of big counts. `order` gives each byte's payload. Words of one byte have no pairs and are left out."""
    at, at_one, bigs = heads[0], heads[1], heads[2]
    for i in range(len(counts)):
        length = starts[i + 1] - starts[i]
        if length < 2:
            continue
        count = counts[i]
        if count == 1:
            cells[at_one] = 0
            to = at_one + 1
            at_one = to + length
        else:
            if count >= BIG_COUNT:
                big[bigs] = count
                count = BIG_COUNT + bigs
                bigs += 1
            cells[at] = (count >> 24) & 0xFF
            cells[at + 1] = (count >> 8) & 0xFFFF
            cells[at + 2] = count & 0xFF
            to = at + 3
            at = to + length
        for k in range(length):
            cells[to + k] = 0x100 | order[words[starts[i] + k]]
    heads[0], heads[1], heads[2] = at, at_one, bigs


@compiled
def sketch_pairs(
    cells: Any, start: Any, stop: Any, ones: Any, big: Any, two: Any, lengths: Any, sums: Any, places: Any
) -> None:
    """Add each pair's count to its cell of `sums`, and one to its cell of `places`, both [2^k], for the words in
    cells[start:stop]. Several pairs share a cell, so a cell's sum is never less than a pair's count."""
    mask = np.uint64(len(sums) - 1)
    at = start
    while at < stop:
        count = np.int64(1)
        if at < ones:
            at += 3
            count = count_in_header(cells, at, big)
        else:
            at += 1
        tag = np.int64(cells[at] >> 8)
        left = token_at(cells, at, tag, two)
        while True:
            at += tag if tag < LONG else lengths[left]
            tag = np.int64(cells[at] >> 8)
            if tag == 0:
                break
            right = token_at(cells, at, tag, two)
            bucket = mix(pair_key(left, right)) & mask
            sums[bucket] += count
            places[bucket] += 1
            left = right


@compiled
def rank_sums(sums: Any, places: Any) -> Any:
    """How many cells of a sketch, and how many places in them, have sums of each size: int64 [256, 2]. Size 4 n + k
    begins at (4 + k) 2^n / 4."""
    ranks = np.zeros((256, 2), np.int64)
    for cell in range(len(sums)):
        size, rest = 0, sums[cell]
        if rest == 0:
            continue
        while rest >= 8:
            rest >>= 1
            size += 4
        # rest is 1 to 7: 4 n + k for sums below 4 is that of the same multiple of a quarter
        size += 4 * (rest >= 2) + 4 * (rest >= 4) + (rest - 4 if rest >= 4 else 2 * (rest == 3))
        ranks[size, 0] += 1
        ranks[size, 1] += places[cell]
    return ranks


@compiled
def index_pairs(
    cells: Any, start: Any, stop: Any, ones: Any, big: Any, two: Any, lengths: Any,
    sums: Any, ends: Any, threshold: Any, pool: Any, keys: Any, values: Any, pairs: Any,
) -> Any:  # fmt: skip
    """Count exactly each pair whose cell of the sketch reaches the threshold, and write its places into the cell's
    part of the pool, in which `ends` moves from beginning to end. `pairs` [1] is the number of pairs in the table.
    Returns where to go on after more room for pairs is made, `stop` when done."""
    mask = np.uint64(len(sums) - 1)
    at = start
    while at < stop:
        if 2 * pairs[0] > len(keys):
            return at
        count = np.int64(1)
        if at < ones:
            at += 3
            count = count_in_header(cells, at, big)
        else:
            at += 1
        tag = np.int64(cells[at] >> 8)
        left = token_at(cells, at, tag, two)
        while True:
            before = at
            at += tag if tag < LONG else lengths[left]
            tag = np.int64(cells[at] >> 8)
            if tag == 0:
                break
            right = token_at(cells, at, tag, two)
            key = pair_key(left, right)
            bucket = mix(key) & mask
            if sums[bucket] >= threshold:
                slot = pair_slot(keys, key)
                if keys[slot] != key:
                    keys[slot] = key
                    values[slot, 1] = np.int64(bucket)
                    pairs[0] += 1
                values[slot, 0] += count
                pool[ends[bucket]] = before
                ends[bucket] += 1
            left = right
    return stop


@inlined
def pair_slot(keys: Any, key: Any) -> Any:
    """The slot of a pair, or the empty one where it would be."""
    mask = np.uint64(len(keys) - 1)
    at = (mix(key) >> np.uint64(20)) & mask
    while keys[at] != key and keys[at] != EMPTY:
        at = (at + np.uint64(1)) & mask
    return at


@compiled
def add_pairs(keys: Any, values: Any, to_keys: Any, to_values: Any) -> Any:
    """Add the pairs of one table to those of another, which has room. Returns how many were new there."""
    new = 0
    for i in range(len(keys)):
        if keys[i] != EMPTY:
            slot = pair_slot(to_keys, keys[i])
            if to_keys[slot] == EMPTY:
                to_keys[slot] = keys[i]
                for k in range(3):
                    to_values[slot, k] = values[i, k]
                new += 1
            else:
                to_values[slot, 0] += values[i, 0]
    return new

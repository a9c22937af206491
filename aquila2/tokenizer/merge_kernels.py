"""The compiled loops of training. `merge.py` tells what they work on; Numba's cache looks at this file alone, so all
that they call stands here.

Cells: uint16, one for each byte of the words, with the payload in the low byte and a tag in the high byte.
A token of n bytes has the tag min(n, 255) on its first and its last cell. Its payload is: n = 1, the id - 1; n = 2,
the payloads of its two bytes; n >= 3, the id in its first three cells, and from 255 bytes on also in its last three.
A cell with tag 0 stands between two boundaries of words. The word's count is written before it: words below `ones` have a
header of three cells with 8 + 16 + 8 bits, of which the first and the last have tag 0; words from `ones` on occur
once and have one empty cell.
"""

from typing import Any

import numpy as np
from numba import njit

LONG = 255  # tag of all tokens of so many bytes or more
BIG_COUNT = 1 << 31  # headers from here on are places in the array of big counts
EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)

# places in `state`
TOKENS, MERGES, HEAP, PAIRS, POOL, THRESHOLD, SLACK, EVENTS, STEPS = range(9)

# why `learn` came back
FINISHED, PAUSE, NEXT_PHASE, MORE_ROOM = range(4)

_MIX = np.uint64(0x9E3779B97F4A7C15)


@njit(inline="always")
def _key(left: Any, right: Any) -> Any:
    return np.uint64(left) << np.uint64(32) | np.uint64(right)


@njit(inline="always")
def _mix(key: Any) -> Any:
    value = (key ^ (key >> np.uint64(32)) * np.uint64(0xD6E8FEB86659FD93)) * _MIX
    return value ^ (value >> np.uint64(32))


@njit(inline="always")
def _token(cells: Any, at: Any, tag: Any, two: Any) -> Any:
    """The id of the token that begins at `at`, whose first cell has this tag."""
    if tag == 1:
        return np.int64(cells[at] & 0xFF) + 1
    if tag == 2:
        return np.int64(two[np.int64(cells[at] & 0xFF) << 8 | np.int64(cells[at + 1] & 0xFF)])
    return (
        np.int64(cells[at] & 0xFF) | np.int64(cells[at + 1] & 0xFF) << 8 | np.int64(cells[at + 2] & 0xFF) << 16
    )


@njit(inline="always")
def _token_before(cells: Any, at: Any, tag: Any, two: Any, lengths: Any) -> Any:
    """The id and the first cell of the token that ends before `at`, whose last cell has this tag."""
    if tag < LONG:
        return _token(cells, at - tag, tag, two), at - tag
    token = (
        np.int64(cells[at - 3] & 0xFF) | np.int64(cells[at - 2] & 0xFF) << 8 | np.int64(cells[at - 1] & 0xFF) << 16
    )
    return token, at - lengths[token]


@njit(inline="always")
def _is_token(cells: Any, at: Any, token: Any, length: Any, first: Any, second: Any, third: Any) -> Any:
    """Whether a token begins at `at`: its first cell and the payloads of its next two are given."""
    if cells[at] != first:
        return False
    if length == 1:
        return True
    if cells[at + 1] & 0xFF != second:
        return False
    return length == 2 or cells[at + 2] & 0xFF == third


@njit(inline="always")
def _count_in_header(cells: Any, word: Any, big: Any) -> Any:
    """The count of the word whose first byte is at `word`, below `ones`."""
    count = (
        np.int64(cells[word - 3] & 0xFF) << 24 | np.int64(cells[word - 2]) << 8 | np.int64(cells[word - 1] & 0xFF)
    )
    return count if count < BIG_COUNT else big[count - BIG_COUNT]


@njit(inline="always")
def _count_at(cells: Any, at: Any, ones: Any, big: Any, lengths: Any) -> Any:
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
    return _count_in_header(cells, at, big)


@njit(nogil=True, cache=True)
def lay_words(
    words: Any, starts: Any, counts: Any, order: Any, cells: Any, heads: Any, ones: Any, big: Any
) -> None:
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


@njit(nogil=True, cache=True)
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
            count = _count_in_header(cells, at, big)
        else:
            at += 1
        tag = np.int64(cells[at] >> 8)
        left = _token(cells, at, tag, two)
        while True:
            at += tag if tag < LONG else lengths[left]
            tag = np.int64(cells[at] >> 8)
            if tag == 0:
                break
            right = _token(cells, at, tag, two)
            bucket = _mix(_key(left, right)) & mask
            sums[bucket] += count
            places[bucket] += 1
            left = right


@njit(nogil=True, cache=True)
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


@njit(nogil=True, cache=True)
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
            count = _count_in_header(cells, at, big)
        else:
            at += 1
        tag = np.int64(cells[at] >> 8)
        left = _token(cells, at, tag, two)
        while True:
            before = at
            at += tag if tag < LONG else lengths[left]
            tag = np.int64(cells[at] >> 8)
            if tag == 0:
                break
            right = _token(cells, at, tag, two)
            key = _key(left, right)
            bucket = _mix(key) & mask
            if sums[bucket] >= threshold:
                slot = _slot(keys, key)
                if keys[slot] != key:
                    keys[slot] = key
                    values[slot, 1] = np.int64(bucket)
                    pairs[0] += 1
                values[slot, 0] += count
                pool[ends[bucket]] = before
                ends[bucket] += 1
            left = right
    return stop


@njit(inline="always")
def _slot(keys: Any, key: Any) -> Any:
    """The slot of a pair, or the empty one where it would be."""
    mask = np.uint64(len(keys) - 1)
    at = (_mix(key) >> np.uint64(20)) & mask
    while keys[at] != key and keys[at] != EMPTY:
        at = (at + np.uint64(1)) & mask
    return at


@njit(nogil=True, cache=True)
def add_pairs(keys: Any, values: Any, to_keys: Any, to_values: Any) -> Any:
    """Add the pairs of one table to those of another, which has room. Returns how many were new there."""
    new = 0
    for i in range(len(keys)):
        if keys[i] != EMPTY:
            slot = _slot(to_keys, keys[i])
            if to_keys[slot] == EMPTY:
                to_keys[slot] = keys[i]
                for k in range(4):
                    to_values[slot, k] = values[i, k]
                new += 1
            else:
                to_values[slot, 0] += values[i, 0]
    return new


@njit(nogil=True, cache=True)
def fill_heap(
    keys: Any, values: Any, ends: Any, places: Any, owners: Any, threshold: Any, pool: Any, heap: Any, merges: Any,
    state: Any,
) -> None:  # fmt: skip
    """Give each pair its part of the pool, and put those that reach the threshold into the heap. `owners`, zeros like
    `ends`, counts them by cell of the sketch: those that share one get copies, because merging rewrites the part."""
    size = 0
    for i in range(state[MERGES]):
        key = _key(merges[i, 0], merges[i, 1])
        slot = _slot(keys, key)
        if keys[slot] == key:
            values[slot, 3] = 1
    for slot in range(len(keys)):
        if keys[slot] != EMPTY and values[slot, 0] >= threshold:
            owners[values[slot, 1]] += 1
    for slot in range(len(keys)):
        if keys[slot] == EMPTY:
            continue
        bucket, count = values[slot, 1], values[slot, 0]
        start, length = ends[bucket] - places[bucket], np.int64(places[bucket])
        values[slot, 1], values[slot, 2] = start, length
        if count < threshold:
            continue
        if owners[bucket] > 1:
            if state[POOL] + length > len(pool):
                state[SLACK] = max(state[SLACK], count - threshold + 1)
                continue
            for k in range(length):
                pool[state[POOL] + k] = pool[start + k]
            values[slot, 1] = state[POOL]
            state[POOL] += length
        heap[size, 0], heap[size, 1] = count, np.int64(keys[slot])
        size += 1
    for at in range(size // 2 - 1, -1, -1):
        _sink(heap, at, size)
    state[HEAP] = size


@njit(inline="always")
def _before(heap: Any, a: Any, count: Any, key: Any) -> Any:
    """The rule of ties: the higher count, then the smaller pair of ids, left before right."""
    return heap[a, 0] > count or (heap[a, 0] == count and heap[a, 1] < key)


@njit(nogil=True)
def _sink(heap: Any, at: Any, size: Any) -> None:
    count, key = heap[at, 0], heap[at, 1]
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and _before(heap, child + 1, heap[child, 0], heap[child, 1]):
            child += 1
        if not _before(heap, child, count, key):
            break
        heap[at, 0], heap[at, 1] = heap[child, 0], heap[child, 1]
        at = child
    heap[at, 0], heap[at, 1] = count, key


@njit(nogil=True)
def _push(heap: Any, size: Any, count: Any, key: Any) -> None:
    at = size
    while at > 0:
        parent = (at - 1) // 2
        if _before(heap, parent, count, key):
            break
        heap[at, 0], heap[at, 1] = heap[parent, 0], heap[parent, 1]
        at = parent
    heap[at, 0], heap[at, 1] = count, key


@njit(nogil=True)
def _spelled(left: Any, right: Any, spellings: Any, spelling_ends: Any, names: Any) -> Any:
    """The slot in `names` of the token that is spelled as `left` and `right` together; a free slot if there is none."""
    value = np.uint64(0)
    for token in (left, right):
        for at in range(spelling_ends[token - 1], spelling_ends[token]):
            value = (value ^ np.uint64(spellings[at])) * _MIX
            value ^= value >> np.uint64(29)
    mask = np.uint64(len(names) - 1)
    slot = (value ^ (value >> np.uint64(32))) & mask
    left_start, right_start = spelling_ends[left - 1], spelling_ends[right - 1]
    left_length = spelling_ends[left] - left_start
    length = left_length + spelling_ends[right] - right_start
    while names[slot] != 0:
        start = spelling_ends[names[slot] - 1]
        if spelling_ends[names[slot]] - start == length:
            same = True
            for k in range(length):
                byte = spellings[left_start + k] if k < left_length else spellings[right_start + k - left_length]
                if spellings[start + k] != byte:
                    same = False
                    break
            if same:
                return slot
        slot = (slot + np.uint64(1)) & mask
    return slot


@njit(nogil=True)
def _spell(left: Any, right: Any, token: Any, spellings: Any, spelling_ends: Any) -> None:
    to = spelling_ends[token - 1]
    for part in (left, right):
        for at in range(spelling_ends[part - 1], spelling_ends[part]):
            spellings[to] = spellings[at]
            to += 1
    spelling_ends[token] = to


@njit(nogil=True)
def _replace(
    left: Any, right: Any, token: Any, start: Any, places: Any, pool: Any,
    cells: Any, ones: Any, big: Any, two: Any, lengths: Any, spellings: Any, spelling_ends: Any,
    left_sums: Any, right_sums: Any, left_seen: Any, right_seen: Any, tallies: Any,
) -> Any:  # fmt: skip
    """Put `token` where `left` and `right` stand side by side, at the places in pool[start:start + places] in which
    they still do; those places stay in the pool, in order. Returns their number.

    left_sums[x] and right_sums[x] ([tokens, 2]: counts, places) take what stood before and after; left_seen and
    right_seen list these tokens; tallies is [their two lengths, count and places of `token` next to `token`].
    """
    left_length, right_length = lengths[left], lengths[right]
    length = left_length + right_length
    left_cell, left_second, left_third = _first_cells(left, left_length, spellings, spelling_ends)
    right_cell, right_second, right_third = _first_cells(right, right_length, spellings, spelling_ends)
    tag = np.uint16(min(length, LONG) << 8)
    lefts, rights, next_count, next_places = 0, 0, np.int64(0), np.int64(0)
    kept = 0
    previous = np.int64(-1)
    for i in range(places):
        at = np.int64(pool[start + i])
        if not _is_token(cells, at, left, left_length, left_cell, left_second, left_third):
            continue
        middle = at + left_length
        if not _is_token(cells, middle, right, right_length, right_cell, right_second, right_third):
            continue
        end = middle + right_length
        count = _count_at(cells, at, ones, big, lengths)
        before = np.int64(cells[at - 1] >> 8)
        if before:
            neighbour, there = _token_before(cells, at, before, two, lengths)
            if there == previous:
                next_count += count
                next_places += 1
            else:
                if left_sums[neighbour, 1] == 0:
                    left_seen[lefts] = neighbour
                    lefts += 1
                left_sums[neighbour, 0] += count
                left_sums[neighbour, 1] += 1
        after = np.int64(cells[end] >> 8)
        if after:
            neighbour = _token(cells, end, after, two)
            if right_sums[neighbour, 1] == 0:
                right_seen[rights] = neighbour
                rights += 1
            right_sums[neighbour, 0] += count
            right_sums[neighbour, 1] += 1
        if length == 2:
            cells[at] = tag | (cells[at] & np.uint16(0xFF))
            cells[at + 1] = tag | (cells[at + 1] & np.uint16(0xFF))
        else:
            # the inner boundaries lose their tags, so that a place noted for a token that is gone is known as such
            cells[middle] &= np.uint16(0xFF)
            cells[at] = tag | np.uint16(token & 0xFF)
            cells[at + 1] = np.uint16((token >> 8) & 0xFF)
            cells[at + 2] = np.uint16((token >> 16) & 0xFF)
            if length >= LONG:
                cells[end - 3] = np.uint16(token & 0xFF)
                cells[end - 2] = np.uint16((token >> 8) & 0xFF)
                cells[end - 1] = np.uint16((token >> 16) & 0xFF)
            cells[end - 1] = tag | (cells[end - 1] & np.uint16(0xFF))
        pool[start + kept] = at
        kept += 1
        previous = at
    tallies[0], tallies[1], tallies[2], tallies[3] = lefts, rights, next_count, next_places
    return kept


@njit(nogil=True)
def _first_cells(token: Any, length: Any, spellings: Any, spelling_ends: Any) -> Any:
    """What the first cell of a token must be, and the payloads of its second and third."""
    tag = min(length, LONG) << 8
    start = spelling_ends[token - 1]
    if length == 1:
        return np.uint16(tag | spellings[start]), np.uint16(0), np.uint16(0)
    if length == 2:
        return np.uint16(tag | spellings[start]), np.uint16(spellings[start + 1]), np.uint16(0)
    return np.uint16(tag | token & 0xFF), np.uint16((token >> 8) & 0xFF), np.uint16((token >> 16) & 0xFF)


@njit(nogil=True)
def _index_new(
    token: Any, length: Any, start: Any, kept: Any, pool: Any, cells: Any, two: Any, lengths: Any,
    left_sums: Any, right_sums: Any, beside_itself: Any,
) -> None:  # fmt: skip
    """Write the places of the pairs that `token` has come into. left_sums[x, 1] and right_sums[x, 1] are where in the
    pool the next place of (x, token) and of (token, x) goes, negative for pairs below the threshold."""
    for i in range(kept):
        at = np.int64(pool[start + i])
        before = np.int64(cells[at - 1] >> 8)
        if before:
            neighbour, there = _token_before(cells, at, before, two, lengths)
            if neighbour == token:
                if beside_itself >= 0:
                    pool[beside_itself] = there
                    beside_itself += 1
            elif left_sums[neighbour, 1] >= 0:
                pool[left_sums[neighbour, 1]] = there
                left_sums[neighbour, 1] += 1
        end = at + length
        after = np.int64(cells[end] >> 8)
        if after:
            neighbour = _token(cells, end, after, two)
            if neighbour != token and right_sums[neighbour, 1] >= 0:
                pool[right_sums[neighbour, 1]] = at
                right_sums[neighbour, 1] += 1


@njit(nogil=True)
def _lessen(left: Any, right: Any, count: Any, keys: Any, values: Any) -> None:
    key = _key(left, right)
    slot = _slot(keys, key)
    if keys[slot] == key:
        values[slot, 0] -= count


@njit(nogil=True)
def _new_pair(
    left: Any, right: Any, count: Any, places: Any, keys: Any, values: Any, heap: Any, state: Any
) -> Any:
    """Enter a pair that has just come up. Returns where its places go, or -1 where it is below the threshold."""
    if count < state[THRESHOLD]:
        return np.int64(-1)
    key = _key(left, right)
    slot = _slot(keys, key)
    start = state[POOL]
    keys[slot] = key
    values[slot, 0], values[slot, 1], values[slot, 2] = count, start, places
    state[PAIRS] += 1
    state[POOL] = start + places
    _push(heap, state[HEAP], count, np.int64(key))
    state[HEAP] += 1
    return start


@njit(nogil=True)
def _excess(left: Any, right: Any, count: Any, keys: Any, values: Any, threshold: Any) -> Any:
    """Add to a pair whose right or left token was there before: how far above the threshold it may be now, with
    places that are not in the pool."""
    key = _key(left, right)
    slot = _slot(keys, key)
    if keys[slot] != key:
        return count
    values[slot, 0] += count
    return max(values[slot, 0] - threshold + 1, 0)


@njit(nogil=True, cache=True)
def learn(
    wanted: Any, pause: Any, cells: Any, ones: Any, big: Any, two: Any, lengths: Any, spellings: Any,
    spelling_ends: Any, names: Any, keys: Any, values: Any, heap: Any, pool: Any, merges: Any,
    left_sums: Any, right_sums: Any, left_seen: Any, right_seen: Any, tallies: Any, state: Any,
) -> Any:  # fmt: skip
    """Merge until there are `wanted` tokens or another reason to come back."""
    while state[TOKENS] < wanted:
        threshold = state[THRESHOLD]
        everything = threshold == 1 and state[SLACK] == 0
        if state[HEAP] == 0:
            return FINISHED if everything else NEXT_PHASE
        count, key = heap[0, 0], np.uint64(heap[0, 1])
        slot = _slot(keys, key)
        if values[slot, 0] != count:
            if values[slot, 0] >= threshold:
                heap[0, 0] = values[slot, 0]
            else:
                state[HEAP] -= 1
                heap[0, 0], heap[0, 1] = heap[state[HEAP], 0], heap[state[HEAP], 1]
            _sink(heap, 0, state[HEAP])
            continue
        if count < threshold + state[SLACK] and not everything:
            return NEXT_PHASE
        left, right = np.int64(key >> np.uint64(32)), np.int64(key & np.uint64(0xFFFFFFFF))
        start, places = values[slot, 1], values[slot, 2]
        length = lengths[left] + lengths[right]
        # room for all that may come of this merge
        if state[POOL] + 2 * places > len(pool):
            return NEXT_PHASE
        more = min(2 * places, 2 * state[TOKENS]) + 2
        if (
            state[HEAP] + more > len(heap)
            or 2 * (state[PAIRS] + more) > len(keys)
            or spelling_ends[state[TOKENS] - 1] + length > len(spellings)
            or state[MERGES] == len(merges)
        ):
            return MORE_ROOM
        if state[EVENTS] > pause:
            state[EVENTS] = 0
            return PAUSE
        state[EVENTS] += places + 20
        state[STEPS] += 1

        name = _spelled(left, right, spellings, spelling_ends, names)
        known = names[name] != 0
        token = np.int64(names[name]) if known else state[TOKENS]
        if not known:
            names[name] = token
            _spell(left, right, token, spellings, spelling_ends)
            lengths[token] = length
            if length == 2:
                end = spelling_ends[token]
                two[np.int64(spellings[end - 2]) << 8 | np.int64(spellings[end - 1])] = token
            state[TOKENS] += 1
        if values[slot, 3] == 0:
            merges[state[MERGES], 0], merges[state[MERGES], 1], merges[state[MERGES], 2] = left, right, token
            state[MERGES] += 1
            values[slot, 3] = 1

        kept = _replace(
            left, right, token, start, places, pool, cells, ones, big, two, lengths, spellings, spelling_ends,
            left_sums, right_sums, left_seen, right_seen, tallies,
        )  # fmt: skip
        values[slot, 0] = 0
        lefts, rights, next_count, next_places = tallies[0], tallies[1], tallies[2], tallies[3]
        itself = next_count
        excess = np.int64(0)
        for i in range(lefts):
            other = left_seen[i]
            _lessen(other, left, left_sums[other, 0], keys, values)
        for i in range(rights):
            other = right_seen[i]
            _lessen(right, other, right_sums[other, 0], keys, values)
        if next_places:
            right_sums[left, 0] -= next_count
            right_sums[left, 1] -= next_places
        values[slot, 0] = 0  # a pair of twins has lessened itself
        any_hot = False
        for i in range(lefts):
            other = left_seen[i]
            if known:
                if other == token:
                    itself += left_sums[other, 0]
                else:
                    excess = max(excess, _excess(other, token, left_sums[other, 0], keys, values, threshold))
            else:
                left_sums[other, 1] = _new_pair(
                    other, token, left_sums[other, 0], left_sums[other, 1], keys, values, heap, state
                )
                any_hot |= left_sums[other, 1] >= 0
        for i in range(rights):
            other = right_seen[i]
            if known:
                if other == token:
                    itself += right_sums[other, 0]
                elif right_sums[other, 0] > 0:
                    excess = max(excess, _excess(token, other, right_sums[other, 0], keys, values, threshold))
            else:
                right_sums[other, 1] = _new_pair(
                    token, other, right_sums[other, 0], right_sums[other, 1], keys, values, heap, state
                )
                any_hot |= right_sums[other, 1] >= 0
        if known:
            if itself:
                excess = max(excess, _excess(token, token, itself, keys, values, threshold))
            state[SLACK] += excess
        else:
            beside_itself = np.int64(-1)
            if next_places:
                beside_itself = _new_pair(token, token, next_count, next_places, keys, values, heap, state)
                any_hot |= beside_itself >= 0
            if any_hot:
                _index_new(
                    token, length, start, kept, pool, cells, two, lengths, left_sums, right_sums, beside_itself
                )
        for i in range(lefts):
            left_sums[left_seen[i], 0] = 0
            left_sums[left_seen[i], 1] = 0
        for i in range(rights):
            right_sums[right_seen[i], 0] = 0
            right_sums[right_seen[i], 1] = 0
    return FINISHED

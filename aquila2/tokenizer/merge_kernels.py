"""The compiled loop that merges, and its heap. `merge` tells what they are for, `pair_kernels` how the words lie."""

from typing import Any

import numpy as np

from aquila2.tokenizer.byte_kernels import fetch
from aquila2.tokenizer.compiled import compiled, inlined, inner
from aquila2.tokenizer.pair_kernels import EMPTY, LONG, count_at, pair_key, pair_slot, token_at, token_before

# places in `state`
TOKENS, HEAP, PAIRS, POOL, THRESHOLD, LIMIT, EVENTS = range(7)
_AHEAD = 16  # places of which the memory is asked for before they are looked at: it halves the time
FIRST_MERGED = 257  # id 0 is <|endoftext|>, 1 to 256 are the bytes

# why `learn` came back
FINISHED, PAUSE, NEXT_PHASE, MORE_ROOM = range(4)


@inlined
def _is_token(cells: Any, at: Any, token: Any, length: Any, first: Any, second: Any, third: Any) -> Any:
    """Whether a token begins at `at`: its first cell and the payloads of its next two are given."""
    if cells[at] != first:
        return False
    if length == 1:
        return True
    if cells[at + 1] & 0xFF != second:
        return False
    return length == 2 or cells[at + 2] & 0xFF == third


@compiled
def fill_heap(
    cells: Any, two: Any, lengths: Any, keys: Any, values: Any, ends: Any, places: Any, owners: Any, threshold: Any,
    pool: Any, heap: Any, state: Any,
) -> None:  # fmt: skip
    """Give each pair its part of the pool, and put those that reach the threshold into the heap. `owners`, zeros like
    `ends`, counts them by cell of the sketch: those that share one get their own places, because merging rewrites
    a part."""
    size = 0
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
                state[LIMIT] = max(state[LIMIT], count + 1)  # left out: the phase ends above it
                continue
            values[slot, 1] = state[POOL]
            for k in range(start, start + length):
                if _pair_at(cells, np.int64(pool[k]), two, lengths) == keys[slot]:
                    pool[state[POOL]] = pool[k]
                    state[POOL] += 1
            values[slot, 2] = state[POOL] - values[slot, 1]
        heap[size, 0], heap[size, 1] = count, np.int64(keys[slot])
        size += 1
    for at in range(size // 2 - 1, -1, -1):
        _sink(heap, at, size)
    state[HEAP] = size


@inner
def _pair_at(cells: Any, at: Any, two: Any, lengths: Any) -> Any:
    tag = np.int64(cells[at] >> 8)
    left = token_at(cells, at, tag, two)
    at += tag if tag < LONG else lengths[left]
    return pair_key(left, token_at(cells, at, np.int64(cells[at] >> 8), two))


@inlined
def _before(heap: Any, a: Any, count: Any, key: Any) -> Any:
    """The rule of ties: the higher count, then the smaller pair of ids, left before right."""
    return heap[a, 0] > count or (heap[a, 0] == count and heap[a, 1] < key)


@inner
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


@inner
def _push(heap: Any, size: Any, count: Any, key: Any) -> None:
    at = size
    while at > 0:
        parent = (at - 1) // 2
        if _before(heap, parent, count, key):
            break
        heap[at, 0], heap[at, 1] = heap[parent, 0], heap[parent, 1]
        at = parent
    heap[at, 0], heap[at, 1] = count, key


@inner
def _spell(left: Any, right: Any, token: Any, spellings: Any, spelling_ends: Any) -> None:
    to = spelling_ends[token - 1]
    for part in (left, right):
        for at in range(spelling_ends[part - 1], spelling_ends[part]):
            spellings[to] = spellings[at]
            to += 1
    spelling_ends[token] = to


@inner
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
        if i + _AHEAD < places:
            fetch(cells, np.int64(pool[start + i + _AHEAD]))
        at = np.int64(pool[start + i])
        if not _is_token(cells, at, left, left_length, left_cell, left_second, left_third):
            continue
        middle = at + left_length
        if not _is_token(cells, middle, right, right_length, right_cell, right_second, right_third):
            continue
        end = middle + right_length
        count = count_at(cells, at, ones, big, lengths)
        before = np.int64(cells[at - 1] >> 8)
        if before:
            neighbour, there = token_before(cells, at, before, two, lengths)
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
            neighbour = token_at(cells, end, after, two)
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


@inner
def _first_cells(token: Any, length: Any, spellings: Any, spelling_ends: Any) -> Any:
    """What the first cell of a token must be, and the payloads of its second and third."""
    tag = min(length, LONG) << 8
    start = spelling_ends[token - 1]
    if length == 1:
        return np.uint16(tag | spellings[start]), np.uint16(0), np.uint16(0)
    if length == 2:
        return np.uint16(tag | spellings[start]), np.uint16(spellings[start + 1]), np.uint16(0)
    return np.uint16(tag | token & 0xFF), np.uint16((token >> 8) & 0xFF), np.uint16((token >> 16) & 0xFF)


@inner
def _index_new(
    token: Any, length: Any, start: Any, kept: Any, pool: Any, cells: Any, two: Any, lengths: Any,
    left_sums: Any, right_sums: Any, beside_itself: Any,
) -> None:  # fmt: skip
    """Write the places of the pairs that `token` has come into. left_sums[x, 1] and right_sums[x, 1] are where in the
    pool the next place of (x, token) and of (token, x) goes, negative for pairs below the threshold."""
    for i in range(kept):
        if i + _AHEAD < kept:
            fetch(cells, np.int64(pool[start + i + _AHEAD]))
        at = np.int64(pool[start + i])
        before = np.int64(cells[at - 1] >> 8)
        if before:
            neighbour, there = token_before(cells, at, before, two, lengths)
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
            neighbour = token_at(cells, end, after, two)
            if neighbour != token and right_sums[neighbour, 1] >= 0:
                pool[right_sums[neighbour, 1]] = at
                right_sums[neighbour, 1] += 1


@inner
def _lessen(left: Any, right: Any, count: Any, keys: Any, values: Any) -> None:
    key = pair_key(left, right)
    slot = pair_slot(keys, key)
    if keys[slot] == key:
        values[slot, 0] -= count


@inner
def _new_pair(left: Any, right: Any, count: Any, places: Any, keys: Any, values: Any, heap: Any, state: Any) -> Any:
    """Enter a pair that has just come up. Returns where its places go, or -1 where it is below the threshold."""
    if count < state[THRESHOLD]:
        return np.int64(-1)
    key = pair_key(left, right)
    slot = pair_slot(keys, key)
    start = state[POOL]
    keys[slot] = key
    values[slot, 0], values[slot, 1], values[slot, 2] = count, start, places
    state[PAIRS] += 1
    state[POOL] = start + places
    _push(heap, state[HEAP], count, np.int64(key))
    state[HEAP] += 1
    return start


@compiled
def learn(
    wanted: Any, pause: Any, cells: Any, ones: Any, big: Any, two: Any, lengths: Any, spellings: Any,
    spelling_ends: Any, keys: Any, values: Any, heap: Any, pool: Any, merges: Any,
    left_sums: Any, right_sums: Any, left_seen: Any, right_seen: Any, tallies: Any, state: Any,
) -> Any:  # fmt: skip
    """Merge until there are `wanted` tokens or another reason to come back."""
    while state[TOKENS] < wanted:
        threshold = state[THRESHOLD]
        if state[HEAP] == 0:
            return FINISHED if state[LIMIT] == 1 else NEXT_PHASE
        count, key = heap[0, 0], np.uint64(heap[0, 1])
        slot = pair_slot(keys, key)
        if values[slot, 0] != count:
            if values[slot, 0] >= threshold:
                heap[0, 0] = values[slot, 0]
            else:
                state[HEAP] -= 1
                heap[0, 0], heap[0, 1] = heap[state[HEAP], 0], heap[state[HEAP], 1]
            _sink(heap, 0, state[HEAP])
            continue
        if count < state[LIMIT]:
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
        ):
            return MORE_ROOM
        if state[EVENTS] > pause:
            state[EVENTS] = 0
            return PAUSE
        state[EVENTS] += places + 20
        token = state[TOKENS]
        _spell(left, right, token, spellings, spelling_ends)
        lengths[token] = length
        if length == 2:
            end = spelling_ends[token]
            two[np.int64(spellings[end - 2]) << 8 | np.int64(spellings[end - 1])] = token
        merges[token - FIRST_MERGED, 0], merges[token - FIRST_MERGED, 1] = left, right
        state[TOKENS] = token + 1
        kept = _replace(
            left, right, token, start, places, pool, cells, ones, big, two, lengths, spellings, spelling_ends,
            left_sums, right_sums, left_seen, right_seen, tallies,
        )  # fmt: skip
        lefts, rights, next_count, next_places = tallies[0], tallies[1], tallies[2], tallies[3]
        for i in range(lefts):
            _lessen(left_seen[i], left, left_sums[left_seen[i], 0], keys, values)
        for i in range(rights):
            _lessen(right, right_seen[i], right_sums[right_seen[i], 0], keys, values)
        values[slot, 0] = 0  # after the loops, in which a pair of twins has lessened itself
        any_hot = False
        for i in range(lefts):
            other = left_seen[i]
            left_sums[other, 1] = _new_pair(
                other, token, left_sums[other, 0], left_sums[other, 1], keys, values, heap, state
            )
            any_hot |= left_sums[other, 1] >= 0
        beside_itself = np.int64(-1)
        if next_places:
            # what stood before `left` is `token` now
            right_sums[left, 0] -= next_count
            right_sums[left, 1] -= next_places
            beside_itself = _new_pair(token, token, next_count, next_places, keys, values, heap, state)
            any_hot |= beside_itself >= 0
        for i in range(rights):
            other = right_seen[i]
            right_sums[other, 1] = _new_pair(
                token, other, right_sums[other, 0], right_sums[other, 1], keys, values, heap, state
            )
            any_hot |= right_sums[other, 1] >= 0
        if any_hot:
            _index_new(token, length, start, kept, pool, cells, two, lengths, left_sums, right_sums, beside_itself)
        for i in range(lefts):
            left_sums[left_seen[i], 0] = 0
            left_sums[left_seen[i], 1] = 0
        for i in range(rights):
            right_sums[right_seen[i], 0] = 0
            right_sums[right_seen[i], 1] = 0
    return FINISHED

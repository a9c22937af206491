"""Compiled: UTF-8 text to the units that are compared (see `fold`), and their n-grams looked up. One pass, no copy of
the text.

Markup is no text: HTML's tags and entities, and LaTeX's commands, end a word and are left out; what they enclose stays.
"""

from typing import Any

import numpy as np

from aquila2.audit.fold import LETTER, NOTHING, SEVERAL, SIGN
from aquila2.tokenizer.byte_kernels import fetch
from aquila2.tokenizer.compiled import compiled, inlined, inner

# the two lowest bits of a unit
SIGN_UNIT, NUMBER = 1, 2

WORDS, SIGNS = 4, 6  # units of a seed that ends with a word, with a sign

_MULTIPLY = 0x9E3779B97F4A7C15  # 2^64 / golden ratio
_STEP = 0xD6E8FEB86659FD93
_RING = 16
_LATER = 8  # units between asking for a line of the filter and reading it
_LONGEST_TAG = 256
_LONGEST_ENTITY = 10

_LESS, _MORE, _AND, _BACKSLASH, _SLASH, _SHARP, _SEMICOLON, _EXCLAMATION, _SPACE, _NEWLINE, _EQUALS = b"<>&\\/#;! \n="


@inlined
def mix(value: Any) -> Any:
    """A 64-bit number whose bits all depend on all bits of `value`."""
    value = (value ^ (value >> np.uint64(32))) * np.uint64(_MULTIPLY)
    return value ^ (value >> np.uint64(29))


@inlined
def _is_letter(byte: Any) -> Any:
    return np.uint8((byte | 32) - 97) < 26


@inlined
def _word(word: Any, digits: Any) -> Any:
    return np.uint32(mix(word) >> np.uint64(32)) & np.uint32(0xFFFFFFFC) | digits


@inner
def _markup_end(text: Any, at: Any, stop: Any) -> Any:
    """Where the markup that begins at `at` ends, `at` where there is none; negative where it stands for an
    apostrophe."""
    byte = text[at]
    if at + 1 >= stop:
        return at
    following = text[at + 1]
    if byte == _BACKSLASH:
        if not _is_letter(following):
            return at
        end = at + 2
        while end < stop and _is_letter(text[end]):
            end += 1
        return end
    if byte == _LESS:
        if not (_is_letter(following) or following in (_SLASH, _EXCLAMATION)):
            return at
        # what has blanks in it must have the look of attributes: `if a <b and c> d` is no tag
        blank, equals = False, following == _EXCLAMATION
        for end in range(at + 2, min(stop, at + _LONGEST_TAG)):
            byte = text[end]
            if byte == _MORE:
                return end + 1 if equals or not blank or text[end - 1] == _SLASH else at
            if byte in (_LESS, _NEWLINE):
                return at
            blank |= byte == _SPACE
            equals |= byte == _EQUALS
        return at
    if not (_is_letter(following) or following == _SHARP):
        return at
    for end in range(at + 2, min(stop, at + _LONGEST_ENTITY)):
        if text[end] == _SEMICOLON:
            length = end - at
            # &#39; &apos; &rsquo; &lsquo;
            if (
                (length == 4 and text[at + 2] == 51 and text[at + 3] == 57)
                or (length == 5 and following == 97 and text[at + 2] == 112 and text[at + 3] == 111)
                or (length == 6 and (following == 114 or following == 108) and text[at + 2] == 115)
            ):
                return -(end + 1)
            return end + 1
        if not (_is_letter(text[end]) or 48 <= text[end] < 58):
            return at
    return at


@inner
def cut_units(text: Any, start: Any, stop: Any, table: Any, expansions: Any, units: Any, starts: Any, ends: Any) -> Any:
    """The units of `text[start:stop]` into `units` (uint32: a hash, and in its lowest bits whether it is a sign or a
    number), `starts` and `ends`
    (int32, bytes from `start`). Returns how many there are: at most two a byte, for a sign may become several."""
    count = 0
    word = np.uint64(0)
    digits = np.uint32(NUMBER)  # zero once the word has something else
    word_start, word_end = start, start
    at = start
    while at < stop:
        first = np.int64(text[at])
        length = 1
        if first < 0x80:
            if first in (_LESS, _AND, _BACKSLASH):
                end = _markup_end(text, at, stop)
                if end < 0:
                    at = -end
                    continue
                if end > at:
                    if word != 0:
                        units[count] = _word(word, digits)
                        starts[count], ends[count] = word_start - start, word_end - start
                        count, word, digits = count + 1, np.uint64(0), np.uint32(NUMBER)
                    at = end
                    continue
            entry = np.int64(table[first])
        elif first < 0xE0:
            length = 2
            entry = np.int64(table[(first & 0x1F) << 6 | (text[at + 1] & 0x3F)])
        elif first < 0xF0:
            length = 3
            entry = np.int64(table[(first & 0x0F) << 12 | (np.int64(text[at + 1]) & 0x3F) << 6 | (text[at + 2] & 0x3F)])
        else:
            length = 4
            code = (first & 0x07) << 18 | (np.int64(text[at + 1]) & 0x3F) << 12
            entry = np.int64(table[code | (np.int64(text[at + 2]) & 0x3F) << 6 | (text[at + 3] & 0x3F)])
        kind = entry >> 24
        if kind == LETTER:
            if word == 0:
                word_start = at
            word = (word + np.uint64(entry & 0xFFFFFF)) * np.uint64(_STEP) + np.uint64(1)
            if (entry & 0xFFFFFF) - 48 > 9 or (entry & 0xFFFFFF) < 48:
                digits = np.uint32(0)
            word_end = at + length
        elif kind == SEVERAL:
            place = entry & 0xFFFFFF
            for i in range(place + 1, place + 1 + np.int64(expansions[place])):
                kind, code = np.int64(expansions[i]) >> 24, np.int64(expansions[i]) & 0xFFFFFF
                if kind == LETTER:
                    if word == 0:
                        word_start = at
                    word = (word + np.uint64(code)) * np.uint64(_STEP) + np.uint64(1)
                    if code < 48 or code > 57:
                        digits = np.uint32(0)
                    word_end = at + length
                elif kind != NOTHING:
                    if word != 0:
                        units[count] = _word(word, digits)
                        starts[count], ends[count] = word_start - start, word_end - start
                        count, word, digits = count + 1, np.uint64(0), np.uint32(NUMBER)
                    if kind == SIGN:
                        units[count] = np.uint32(mix(np.uint64(code)) >> np.uint64(32)) & np.uint32(
                            0xFFFFFFFC
                        ) | np.uint32(SIGN_UNIT)
                        starts[count], ends[count] = at - start, at + length - start
                        count += 1
        elif kind != NOTHING:
            if word != 0:
                units[count] = _word(word, digits)
                starts[count], ends[count] = word_start - start, word_end - start
                count, word, digits = count + 1, np.uint64(0), np.uint32(NUMBER)
            if kind == SIGN:
                units[count] = (
                    np.uint32(mix(np.uint64(entry & 0xFFFFFF)) >> np.uint64(32)) & np.uint32(0xFFFFFFFC)
                ) | np.uint32(SIGN_UNIT)
                starts[count], ends[count] = at - start, at + length - start
                count += 1
        at += length
    if word != 0:
        units[count] = _word(word, digits)
        starts[count], ends[count] = word_start - start, word_end - start
        count += 1
    return count


@inner
def _seed_of(units: Any, place: Any, words: Any, signs: Any) -> Any:
    """The hash of the seed that ends with the unit at `place`; zero where too few units stand before it."""
    size = signs if units[place] & np.uint32(SIGN_UNIT) else words
    if place + 1 < size:
        return np.uint64(0)
    value = np.uint64(0)
    for i in range(place + 1 - size, place + 1):
        value = value * np.uint64(_STEP) + np.uint64(units[i])
    return mix(value) | np.uint64(1)


@compiled
def cut_documents(
    text: Any, bounds: Any, table: Any, expansions: Any, units: Any, starts: Any, ends: Any, counts: Any
) -> Any:
    """The units of several documents, one behind the other; `counts[i + 1]` is where those of document i end. Returns
    how many there are, -1 where `units` is too short."""
    total = 0
    counts[0] = 0
    for document in range(len(bounds)):
        start, stop = bounds[document, 0], bounds[document, 1]
        if total + 2 * (stop - start) > len(units):
            return -1
        total += cut_units(text, start, stop, table, expansions, units[total:], starts[total:], ends[total:])
        counts[document + 1] = total
    return total


@compiled
def seeds_of(units: Any, bounds: Any, words: Any, signs: Any, seeds: Any) -> None:
    """The seed that ends with each unit of each text into `seeds` (uint64; zero where there is none). A seed has
    `words` units where it ends with a word, `signs` where it ends with a sign."""
    for text in range(len(bounds) - 1):
        start, stop = bounds[text], bounds[text + 1]
        mine = units[start:stop]
        for place in range(stop - start):
            seeds[start + place] = _seed_of(mine, place, words, signs)


@inlined
def _filter_bits(seed: Any) -> Any:
    one, two = seed >> np.uint64(40) & np.uint64(63), seed >> np.uint64(46) & np.uint64(63)
    return np.uint64(1) << one | np.uint64(1) << two


@compiled
def fill_filter(seeds: Any, words: Any) -> None:
    """Set the bits of all seeds in a blocked Bloom filter: two bits of one word each."""
    mask = np.uint64(len(words) - 1)
    for seed in seeds:
        words[(seed >> np.uint64(1)) & mask] |= _filter_bits(seed)


@compiled
def fill_table(seeds: Any, keys: Any, rows: Any) -> None:
    """A hash table of seeds, open addressing: `keys` are the seeds, `rows` their places in `seeds`."""
    mask = np.uint64(len(keys) - 1)
    for row in range(len(seeds)):
        at = (seeds[row] >> np.uint64(24)) & mask
        while keys[at] != 0:
            at = (at + np.uint64(1)) & mask
        keys[at], rows[at] = seeds[row], row


@inlined
def _look_up(seed: Any, keys: Any, rows: Any) -> Any:
    mask = np.uint64(len(keys) - 1)
    at = (seed >> np.uint64(24)) & mask
    while keys[at] != 0:
        if keys[at] == seed:
            return np.int64(rows[at])
        at = (at + np.uint64(1)) & mask
    return np.int64(-1)


@compiled
def find_seeds(
    text: Any, bounds: Any, first: Any, table: Any, expansions: Any, sieve: Any, keys: Any, rows: Any, words: Any,
    signs: Any, units: Any, starts: Any, ends: Any, counts: Any, hits: Any,
) -> Any:  # fmt: skip
    """Cut documents from `first` on into units and look their seeds up, until the arrays are full.

    Args:
        text, bounds: uint8, and int64 [documents, 2].
        sieve, keys, rows: filter and table of the seeds.
        words, signs: units of a seed, see `seeds_of`; at most 16.
        units, starts, ends: filled with the units of documents that have a hit, one behind the other.
        counts: int64 [documents + 1], where a document's units begin.
        hits: int64 [most, 3], filled with document, unit (from the first of the document) and the seed's row.

    Returns:
        The number of hits, and the first document that was not looked at.
    """
    found, total = 0, 0
    pending = np.zeros(_RING, np.uint64)
    mask = np.uint64(len(sieve) - 1)
    words_out, signs_out = np.uint64(1), np.uint64(1)
    for _ in range(words):
        words_out *= np.uint64(_STEP)
    for _ in range(signs):
        signs_out *= np.uint64(_STEP)
    document = first
    while document < len(bounds):
        start, stop = bounds[document, 0], bounds[document, 1]
        counts[document] = total
        if total + 2 * (stop - start) > len(units) or found + 2 * (stop - start) > len(hits):
            break
        mine = units[total:]
        count = cut_units(text, start, stop, table, expansions, mine, starts[total:], ends[total:])
        before = found
        words_hash, signs_hash = np.uint64(0), np.uint64(0)
        for place in range(count + _LATER):
            if place < count:
                unit = mine[place]
                words_hash = words_hash * np.uint64(_STEP) + np.uint64(unit)
                signs_hash = signs_hash * np.uint64(_STEP) + np.uint64(unit)
                if place >= words:
                    words_hash -= np.uint64(mine[place - words]) * words_out
                if place >= signs:
                    signs_hash -= np.uint64(mine[place - signs]) * signs_out
                seed = np.uint64(0)
                if unit & np.uint32(SIGN_UNIT):
                    if place + 1 >= signs:
                        seed = mix(signs_hash) | np.uint64(1)
                elif place + 1 >= words:
                    seed = mix(words_hash) | np.uint64(1)
                pending[place % _RING] = seed
                fetch(sieve, np.int64((seed >> np.uint64(1)) & mask))
            if place >= _LATER:
                seed = pending[(place - _LATER) % _RING]
                wanted = _filter_bits(seed)
                if seed != 0 and sieve[(seed >> np.uint64(1)) & mask] & wanted == wanted:
                    row = _look_up(seed, keys, rows)
                    if row >= 0:
                        hits[found, 0], hits[found, 1], hits[found, 2] = document, place - _LATER, row
                        found += 1
        if found > before:
            total += count
        document += 1
    for rest in range(document, len(counts)):
        counts[rest] = total
    return found, document


@compiled
def smallest_hashes(units: Any, bounds: Any, multipliers: Any, additions: Any, found: Any) -> None:
    """The MinHash of each text's words, and pairs of signs, into `found`, uint32 [texts, slots]; see `data.near`."""
    for text in range(len(bounds) - 1):
        signature = found[text]
        signature[:] = np.uint32(0xFFFFFFFF)
        for place in range(bounds[text], bounds[text + 1]):
            value = np.uint64(units[place])
            if value & np.uint64(SIGN_UNIT):
                if place + 1 == bounds[text + 1] or not units[place + 1] & np.uint32(SIGN_UNIT):
                    continue
                value = value * np.uint64(_STEP) + np.uint64(units[place + 1])
            hashed = np.uint32(mix(value * np.uint64(_MULTIPLY)) >> np.uint64(32))
            for slot in range(len(signature)):
                permuted = np.uint32(np.uint32(multipliers[slot] * hashed) + additions[slot])
                if permuted < signature[slot]:
                    signature[slot] = permuted

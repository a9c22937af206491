"""Compiled: from seeds that a document shares with test texts to stretches that match, and the exact alignment of two
rows of units.
"""

from typing import Any

import numpy as np

from aquila2.audit.unit_kernels import NUMBER, SIGN_UNIT, SIGNS, WORDS
from aquila2.tokenizer.compiled import compiled, inlined

MISMATCH = 5.0  # bits that a unit which differs takes from a stretch
DROP = 24.0  # bits below its best at which a stretch is not followed further

OTHER_NUMBER = -2

_GAP = 0.75  # of an alignment: what a unit left out costs, where a match brings bits / 8
_DIFFERENT = 0.75


@compiled
def choose_seeds(units: Any, bounds: Any, seeds: Any, scores: Any, whole: Any, window: Any, chosen: Any) -> None:
    """Mark the seeds that stand for each text: all of a text of at most `whole` units, of a longer one the one with
    the highest score among each `window` in a row. A seed with a negative score is never chosen."""
    for text in range(len(bounds) - 1):
        start, stop = bounds[text], bounds[text + 1]
        if stop - start <= whole:
            for place in range(start, stop):
                chosen[place] = seeds[place] != 0 and scores[place] >= 0
            continue
        last = np.int64(-1)
        for first in range(start, stop - window + 1):
            if last >= first and scores[first + window - 1] <= scores[last]:
                continue
            best, score = np.int64(-1), np.float32(0)
            for place in range(first, first + window):
                if seeds[place] != 0 and scores[place] >= score:
                    best, score = place, scores[place]
            if best >= 0:
                chosen[best] = True
            last = best


@compiled
def extend(
    hits: Any, first_hit: Any, counts: Any, units: Any, postings: Any, places: Any, texts: Any, bounds: Any, bits: Any,
    known: Any, serial: Any, told: Any, least: Any, part: Any, enough: Any,
    found: Any,
) -> Any:  # fmt: skip
    """Follow each seed's match to both sides without gaps, and keep the stretches that tell at least `least` bits and a
    good part of their text, or so much that the part does not matter.

    Args:
        hits, counts, units: see `unit_kernels.find_seeds`.
        postings: int64 [seeds + 1], where a seed's places begin in `places`, int32 [places, 2]: text, and the seed's
            last unit in it.
        texts, bounds, bits: units of all texts, where each begins, and the bits that each of its units tells.
        known: int32 [texts, 3], the document, diagonal and end of the last stretch that was followed in each.
        serial: the number that the first document has in `known`.
        told: float64 [texts], the bits of each text.
        least, part, enough: bits of a stretch that is kept; below `enough` it must have that part of its text's bits.
        found: int32 [most, 7], filled with document, text, first and last unit of the text's and of the document's
            stretch (last ones excluded), sixteenths of bits.

    Returns:
        The number of stretches, and the first hit that was not followed because `found` was full.
    """
    number = 0
    for hit in range(first_hit, len(hits)):
        document, place, row = hits[hit, 0], hits[hit, 1], hits[hit, 2]
        if number + postings[row + 1] - postings[row] > len(found):
            return number, hit
        mine = units[counts[document] : counts[document + 1]]
        for posting in range(postings[row], postings[row + 1]):
            text, at = np.int64(places[posting, 0]), np.int64(places[posting, 1])
            diagonal = place - at
            if known[text, 0] == serial + document and known[text, 1] == diagonal and place < known[text, 2]:
                continue
            start, length = bounds[text], bounds[text + 1] - bounds[text]
            size = SIGNS if mine[place] & np.uint32(SIGN_UNIT) else WORDS
            total = np.float32(0)
            for i in range(size):
                if mine[place - i] != texts[start + at - i]:
                    total = np.float32(-1)
                    break
                total += bits[start + at - i]
            if total < 0:
                continue
            right, score, best = at + 1, np.float32(0), np.float32(0)
            end = at + 1
            while right < length and right + diagonal < len(mine) and score > best - DROP:
                if mine[right + diagonal] == texts[start + right]:
                    score += bits[start + right]
                else:
                    score -= np.float32(MISMATCH)
                right += 1
                if score > best:
                    best, end = score, right
            total += best
            left, score, best = at - size, np.float32(0), np.float32(0)
            first = at - size + 1
            while left >= 0 and left + diagonal >= 0 and score > best - DROP:
                if mine[left + diagonal] == texts[start + left]:
                    score += bits[start + left]
                else:
                    score -= np.float32(MISMATCH)
                if score > best:
                    best, first = score, left
                left -= 1
            total += best
            known[text, 0], known[text, 1], known[text, 2] = serial + document, diagonal, end + diagonal
            if total >= enough or (total >= least and total >= part * told[text]) or 5 * (end - first) >= 4 * length:
                found[number, 0], found[number, 1] = document, text
                found[number, 2], found[number, 3] = first, end
                found[number, 4], found[number, 5] = first + diagonal, end + diagonal
                found[number, 6] = np.int32(16 * total)
                number += 1
    return number, len(hits)


@compiled
def thin(found: Any, order: Any, covered: Any, most: Any, kept: Any) -> None:
    """Keep the best stretches wherever more than `most` lie one upon the other in a document: mark them in `kept`.

    `order` has the best first; `covered` is int16 zeros, one for each unit of the document."""
    for row in order:
        start, end = found[row, 4], found[row, 5]
        free = False
        for place in range(start, end):
            free = free or covered[place] < most
        if free:
            kept[row] = True
            for place in range(start, end):
                covered[place] += 1


@inlined
def _highest(one: Any, two: Any, three: Any) -> Any:
    best = one if one > two else two
    return best if best > three else three


@compiled
def align(text: Any, bits: Any, other: Any, partner: Any) -> Any:
    """The best local alignment of a text with a part of a document (Smith and Waterman 1981), a match weighed by the
    bits that it tells. `partner` is filled with the place in `other` of each unit of `text`, -1 for none, OTHER_NUMBER
    for a number where another one stands. Returns its score."""
    rows, columns = len(text), len(other)
    partner[:] = -1
    scores = np.zeros((2, columns + 1), np.float32)
    steps = np.zeros((rows + 1, columns + 1), np.uint8)
    best, best_row, best_column = np.float32(0), 0, 0
    for row in range(1, rows + 1):
        before, now = scores[(row - 1) & 1], scores[row & 1]
        gain = bits[row - 1] * np.float32(0.125)
        unit = text[row - 1]
        for column in range(1, columns + 1):
            diagonal = before[column - 1] + (gain if other[column - 1] == unit else np.float32(-_DIFFERENT))
            up, left = before[column] - np.float32(_GAP), now[column - 1] - np.float32(_GAP)
            score = _highest(diagonal, up, left)
            if score <= 0:
                now[column] = 0
                continue
            now[column] = score
            steps[row, column] = 1 if score == diagonal else 2 if score == up else 3
            if score > best:
                best, best_row, best_column = score, row, column
        now[0] = 0
    row, column = best_row, best_column
    while steps[row, column]:
        step = steps[row, column]
        if step == 1:
            row, column = row - 1, column - 1
            if text[row] == other[column]:
                partner[row] = column
            elif text[row] & other[column] & np.uint32(NUMBER):
                partner[row] = OTHER_NUMBER
        elif step == 2:
            row -= 1
        else:
            column -= 1
    return best


@compiled
def longest_span(partner: Any, skips: Any) -> Any:
    """The most matched units of a stretch of the text in which at most `skips` are not matched; and where it begins and
    ends."""
    best, first, last = 0, 0, 0
    start, missing, matched = 0, 0, 0
    for end in range(len(partner)):
        if partner[end] >= 0:
            matched += 1
        else:
            missing += 1
        while missing > skips:
            if partner[start] >= 0:
                matched -= 1
            else:
                missing -= 1
            start += 1
        if matched > best:
            best, first, last = matched, start, end + 1
    return best, first, last


@compiled
def match_text(text: Any, bits: Any, other: Any, least: Any, skips: Any, partner: Any) -> Any:
    """Align a text with a part of a document, and measure what of it is there.

    Of the alignment count the runs, side by side in both, that tell at least `least` bits or are the whole text: a word
    here and there that both have is chance.

    Returns:
        The text's bits, the matched ones, the longest span in units and in bits (see `longest_span`), how many of its
        numbers are matched, and how many have another number in their place.
    """
    align(text, bits, other, partner)
    place = 0
    while place < len(partner):
        if partner[place] < 0:
            place += 1
            continue
        end, told = place, np.float32(0)
        while end < len(partner) and partner[end] == partner[place] + end - place:
            told += bits[end]
            end += 1
        if told < least and end - place < len(text):
            partner[place:end] = -1
        place = end
    total, matched = np.float64(0), np.float64(0)
    numbers, others = 0, 0
    for place in range(len(partner)):
        total += bits[place]
        if partner[place] >= 0:
            matched += bits[place]
            numbers += (text[place] & np.uint32(3)) == np.uint32(NUMBER)
        others += partner[place] == OTHER_NUMBER
    span, first, last = longest_span(partner, skips)
    told = np.float64(0)
    for place in range(first, last):
        if partner[place] >= 0:
            told += bits[place]
    return total, matched, span, told, numbers, others

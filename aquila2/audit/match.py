"""Documents to matches: seeds, stretches around them, then the alignment of each item that may be meant.

The first two steps are compiled and see all of the text. The third sees the few places where a stretch tells enough; it
aligns every part of the item with the text around, so that what is reported is always a real match, in whatever order
the parts stand. Each place is judged by its surroundings alone, so it does not matter how much text is looked at in one
go.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from aquila2.audit.index import GENERIC, Entry, Index
from aquila2.audit.match_kernels import extend, match_text, thin
from aquila2.audit.unit_kernels import SIGNS, WORDS, find_seeds
from aquila2.audit.verdict import CLEAN, Side, Thresholds, judge

SKIPS = 4  # units of a span that need not match

_LEAST = 32.0  # bits of a stretch that is taken down
_ENOUGH = 44.0  # bits that the stretches of an item tell together where it is looked into
_LONG = 88.0  # bits of a stretch that is looked into, however little of the item it is
_STRETCH = 0.25  # of its text, where a stretch is shorter
_PART = 0.4  # of a side of an item, where the stretches are shorter
_ENTIRE = 0.95  # of a text that was matched whole
_RUN = 16.0  # bits of the shortest run of an alignment
_DEEP = 24  # stretches one upon the other that are looked into
_AROUND = 48  # units to each side, besides the item's own length
_LONGEST_TEXT = 4096  # units of a text that are aligned in one go
_RIVALS = 16  # items that are aligned with the same stretch of a document
_RIVAL = 0.8  # of an item's matched text that a better match has, too
_ROWS = 1 << 15
_UNITS = 1 << 22


@dataclass(frozen=True)
class Match:
    """An item met in a document.

    Attributes:
        item: its number in the index.
        document: row of the batch.
        start, end: bytes of the document's text from the first matched unit to the last.
        verdict: dirty or partly dirty.
        question, answer, all: what of it was matched. `question` has the context; `answer` is the answer or the
            solution, the options where the item has neither.
        runs: matched stretches: the item's part, its first and last unit, the document's first and last byte.
    """

    item: int
    document: int
    start: int
    end: int
    verdict: str
    question: Side
    answer: Side
    all: Side
    runs: tuple[tuple[int, int, int, int, int], ...]


class Matcher:
    """Finds the items of an index. Safe to use from several threads.

    Args:
        limits: when an item counts as found.
    """

    def __init__(self, index: Index, limits: Thresholds) -> None:
        self.index, self.limits = index, limits
        self._filter, (self._keys, self._rows) = index.filter, index.table
        self._told = index.text_bits
        self._bits = self._told.tolist()
        self._own = threading.local()

    def matches(self, data: np.ndarray, bounds: np.ndarray) -> Iterator[Match]:
        """The items met in documents, in the documents' order.

        Args:
            data: uint8, `base.sources.PADDING` bytes longer than the text.
            bounds: int64 [documents, 2], UTF-8 text each.
        """
        arrays, own = self.index.arrays, self._space(int((bounds[:, 1] - bounds[:, 0]).max(initial=0)))
        first = 0
        while first < len(bounds):
            counts = own.counts(len(bounds))
            number, after = find_seeds(
                data, bounds, first, arrays.table, arrays.expansions, self._filter, self._keys, self._rows, WORDS,
                SIGNS, own.units, own.starts, own.ends, counts, own.hits,
            )  # fmt: skip
            if number:
                yield from self._followed(own, own.hits[:number], counts, after - first)
            first = after

    def _space(self, longest: int) -> "_Space":
        own = getattr(self._own, "space", None)
        if own is None or len(own.units) < 2 * longest:
            own = self._own.space = _Space(len(self.index.texts), max(_UNITS, 2 * longest))
        return own

    def _followed(self, own: "_Space", hits: np.ndarray, counts: np.ndarray, documents: int) -> Iterator[Match]:
        arrays = self.index.arrays
        own.refresh(len(counts))
        parts, hit = [], 0
        while hit < len(hits):
            number, hit = extend(
                hits, hit, counts, own.units, arrays.postings, arrays.places, arrays.units, arrays.bounds,
                arrays.bits, own.known, own.serial, self._told, _LEAST, _STRETCH, _LONG, own.found,
            )  # fmt: skip
            parts.append(own.found[:number].copy())
        own.serial += len(counts)
        found = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if not len(found):
            return
        found = found[np.argsort(found[:, 0], kind="stable")]
        edges = np.flatnonzero(np.diff(found[:, 0])) + 1
        for rows in np.split(found, edges):
            document = int(rows[0, 0])
            start, stop = int(counts[document]), int(counts[document + 1])
            place = _Place(document, own.units[start:stop], own.starts[start:stop], own.ends[start:stop])
            yield from self._items(place, rows)

    def _items(self, place: "_Place", rows: np.ndarray) -> Iterator[Match]:
        """The items met in a document, of which `rows` are stretches."""
        order = np.lexsort((rows[:, 1], rows[:, 4], -rows[:, 6]))
        kept = np.zeros(len(rows), bool)
        thin(rows, order, np.zeros(len(place.units), np.int16), _DEEP, kept)
        anchors: dict[int, list[list[int]]] = {}
        for row in rows[kept].tolist():
            holders = self.index.holders[row[1]]
            if len(holders) <= GENERIC:
                for item in holders:
                    anchors.setdefault(item, []).append(row)
        clusters = [
            (told, item, cluster)
            for item, mine in anchors.items()
            for cluster in _clusters(mine, self._reach(self.index.items[item]))
            if (told := self._told_by(self.index.items[item], cluster))
        ]
        # where many items have the same sentences, those that tell most are looked into
        clusters.sort(key=lambda one: (-one[0], one[1], one[2][0][4]))
        covered = np.zeros(len(place.units), np.int16)
        found = []
        for _, item, cluster in clusters:
            best = max(cluster, key=lambda row: (row[6], -row[4]))
            if covered[best[4] : best[5]].min() < _RIVALS:
                covered[best[4] : best[5]] += 1
                match = self._aligned(place, item, best)
                if match is not None:
                    found.append(match)
        yield from sorted(_explained(found), key=lambda match: (match.start, match.item, match.end))

    def _reach(self, entry: Entry) -> int:
        bounds = self.index.arrays.bounds
        return _AROUND + sum(int(bounds[text + 1] - bounds[text]) for _, text in entry.fields)

    def _told_by(self, entry: Entry, cluster: list[list[int]]) -> float:
        """What stretches tell of an item; zero where it is not enough of the item, or of a side of it."""
        told: dict[int, float] = {}
        longest = 0
        for row in cluster:
            told[row[1]] = told.get(row[1], 0.0) + row[6] / 16
            longest = max(longest, row[6])
        bits = self._bits
        seen = {text: min(mine, bits[text]) for text, mine in told.items()}
        total = sum(seen.values())
        if total < _ENOUGH:
            return 0.0
        question, answer, every = entry.sides
        enough = longest >= 16 * _LONG or any(text not in every for text in seen)
        for side in (question, answer):
            enough = enough or sum(seen.get(t, 0.0) for t in side) > _PART * sum(bits[t] for t in side)
        return total if enough else 0.0

    def _aligned(self, place: "_Place", item: int, best: list[int]) -> Match | None:
        """The match of an item around a stretch; None where too little of it is there."""
        entry = self.index.items[item]
        reach = self._reach(entry)
        arrays = self.index.arrays
        low, high = max(best[4] - reach, 0), min(best[5] + reach, len(place.units))
        around = place.units[low:high]
        partners: dict[int, np.ndarray] = {}
        measured: dict[int, tuple[float, float, int, float, int, int]] = {}
        for text in entry.sides[2]:
            start, stop = int(arrays.bounds[text]), int(arrays.bounds[text + 1])
            stop = min(stop, start + _LONGEST_TEXT)
            partners[text] = np.empty(stop - start, np.int64)
            measured[text] = match_text(
                arrays.units[start:stop], arrays.bits[start:stop], around, _RUN, SKIPS, partners[text]
            )
        question, answer, whole = (
            _side([measured[text] for text in side], sum(len(partners[text]) for text in side)) for side in entry.sides
        )
        verdict = judge(question, answer, whole, self.limits, entry.answered)
        if verdict == CLEAN:
            return None
        runs = [
            (number, first, last, int(place.starts[low + begin]), int(place.ends[low + end]))
            for number, (_, text) in enumerate(entry.fields)
            for first, last, begin, end in _runs(partners[text])
        ]
        first, last = min(run[3] for run in runs), max(run[4] for run in runs)
        return Match(item, place.document, first, last, verdict, question, answer, whole, tuple(runs))


@dataclass(frozen=True)
class _Place:
    """A document with a seed in it: its units, and where they stand."""

    document: int
    units: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


class _Space:
    """The arrays that a thread works in."""

    def __init__(self, texts: int, units: int) -> None:
        self.units = np.empty(units, np.uint32)
        self.starts, self.ends = np.empty(units, np.int32), np.empty(units, np.int32)
        self.hits = np.empty((units, 3), np.int64)
        self.found = np.empty((_ROWS, 7), np.int32)
        self.known = np.full((texts, 3), -1, np.int32)
        self.serial = 0

    def counts(self, documents: int) -> np.ndarray:
        return np.zeros(documents + 1, np.int64)

    def refresh(self, documents: int) -> None:
        """Begin to number the documents anew before the numbers are used up."""
        if self.serial + documents >= 1 << 31:
            self.known[:] = -1
            self.serial = 0


def _clusters(rows: list[list[int]], reach: int) -> list[list[list[int]]]:
    """Stretches of an item, those together that lie no further apart than the item is long."""
    clusters: list[list[list[int]]] = []
    last = 0
    for row in sorted(rows, key=lambda row: row[4]):
        if clusters and row[4] <= last + reach:
            clusters[-1].append(row)
            last = max(last, row[5])
        else:
            clusters.append([row])
            last = row[5]
    return clusters


def _explained(matches: list[Match]) -> list[Match]:
    """Leave out what a better match explains: an item that is not there whole, and whose matched text is another
    item's. Sets made from a few sentences would else accuse one another."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: (-match.all.bits, match.start, match.item)):
        if match.question.share < _ENTIRE:
            mine = [(run[3], run[4]) for run in match.runs]
            size = sum(end - start for start, end in mine)
            rivals = [better for better in kept if better.start < match.end and match.start < better.end]
            if any(_common(mine, rival) >= _RIVAL * size for rival in rivals):
                continue
        kept.append(match)
    return kept


def _common(spans: list[tuple[int, int]], other: Match) -> int:
    """Bytes of a document that both have."""
    theirs = [(run[3], run[4]) for run in other.runs]
    return sum(max(min(end, last) - max(start, first), 0) for start, end in spans for first, last in theirs)


def _runs(partner: np.ndarray) -> list[tuple[int, int, int, int]]:
    """First and last unit of each run side by side in both, and its first and last unit in the document."""
    matched = np.flatnonzero(partner >= 0)
    if not len(matched):
        return []
    cuts = np.flatnonzero((np.diff(matched) != 1) | (np.diff(partner[matched]) != 1)) + 1
    parts = np.split(matched, cuts)
    return [(int(p[0]), int(p[-1]) + 1, int(partner[p[0]]), int(partner[p[-1]])) for p in parts]


def _side(measured: list[tuple[float, float, int, float, int, int]], units: int) -> Side:
    """What of some texts is matched."""
    total = sum(one[0] for one in measured)
    matched = sum(one[1] for one in measured)
    return Side(
        share=round(matched / total, 4) if total else 0.0,
        bits=round(matched, 1),
        span=max((one[2] for one in measured), default=0),
        units=units,
        numbers=sum(one[4] for one in measured),
        other_numbers=sum(one[5] for one in measured),
        entire=round(max((one[1] for one in measured if one[1] >= _ENTIRE * one[0]), default=0.0), 1),
    )

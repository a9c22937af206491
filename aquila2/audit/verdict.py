"""From what a document has of an item to a verdict: dirty, partly dirty, or nothing.

The longest span of a part counts, not the union of scattered matches (arXiv 2411.03923); what a match tells is counted
in bits, so that five rare words weigh more than five common ones; the thresholds are those of the drill.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from aquila2.audit.index import ANSWER, CODE, CONTEXT, OPTION, QUESTION, Entry, Index

CLEAN, PARTLY, DIRTY = "clean", "partly", "dirty"

_ALL = 0.98  # of a question that is there whole


@dataclass(frozen=True)
class Side:
    """What of a side of an item (its question, its answer) a document has.

    Attributes:
        share: part of the side's bits.
        bits: those matched.
        span: units of the longest span of one of its texts, a few of which need not match.
        units: of the side.
        numbers, other_numbers: of its numbers, those that are matched, and those where another number stands.
        entire: bits of the most telling of its texts that is there whole.
    """

    share: float
    bits: float
    span: int
    units: int
    numbers: int
    other_numbers: int
    entire: float


NOTHING = Side(0.0, 0.0, 0, 0, 0, 0, 0.0)


@dataclass(frozen=True)
class Thresholds:
    """When an item counts as found in a document.

    Attributes:
        n: units, words or Chinese characters, of a span that makes an item partly dirty.
        share: part of a question, or of a whole item, that makes it dirty; `short_share` where a question has fewer
            than n units.
        bits: what that part must tell; `exact_bits` where the question stands there whole; `answer_bits` where there
            is the answer alone.
        part: of a question, or an answer, that makes an item partly dirty where a span of n units is in it.
        long: times n, units of a span that does so however little of the item it is.
        span_bits: what a part must tell that makes an item partly dirty.
    """

    n: int = 13
    share: float = 0.7
    short_share: float = 0.8
    bits: float = 54.0
    exact_bits: float = 46.0
    answer_bits: float = 80.0
    part: float = 0.6
    long: int = 4
    span_bits: float = 80.0


def judge(question: Side, answer: Side, whole: Side, limits: Thresholds, answered: bool) -> str:
    """The verdict on an item from what a document has of its question, its answer and all of it. `answered` says that
    the answer is a text of its own, not one of the options.

    A question in the same words with other numbers is another question, and so with an answer: it says nothing.
    """
    if question.other_numbers > question.numbers and question.share < _ALL:
        return CLEAN
    wanted = limits.share if question.units >= limits.n else max(limits.share, limits.short_share)
    if question.share >= wanted and question.bits >= limits.bits:
        return DIRTY
    if question.share >= _ALL and question.bits >= limits.exact_bits:
        return DIRTY
    if whole.share >= limits.share and whole.bits >= limits.bits:
        return DIRTY
    if answer.other_numbers > answer.numbers:
        answered, answer = False, NOTHING
    if answered and answer.share >= limits.share and answer.bits >= limits.answer_bits:
        return DIRTY
    if whole.entire >= limits.span_bits or whole.span >= limits.long * limits.n:
        return PARTLY
    for side in (question, answer):
        same = 2 * side.other_numbers <= side.numbers
        if same and side.share >= limits.part and side.span >= limits.n and side.bits >= limits.span_bits:
            return PARTLY
    return CLEAN


def can_tell(index: Index, entry: Entry, kinds: Iterable[str], limits: Thresholds) -> bool:
    """Whether text with these parts of an item, word for word, could be known for the item: enough of it is not
    shared with many other items."""
    kinds = set(kinds)
    told = index.told(entry, kinds)
    if {QUESTION, CONTEXT} & kinds and index.told(entry, (QUESTION, CONTEXT)) >= limits.exact_bits:
        return True
    if {ANSWER, CODE} & kinds and index.told(entry, (ANSWER, CODE)) >= limits.answer_bits:
        return True
    everything = {QUESTION, CONTEXT, OPTION, ANSWER, CODE}
    if told >= limits.bits and told >= limits.share * index.told(entry, everything):
        return True
    texts = {text for kind, text in entry.fields if kind in kinds and len(index.holders[text]) <= 1}
    return any(index.text_bits[text] >= limits.span_bits for text in texts)

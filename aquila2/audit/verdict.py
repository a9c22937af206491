"""From what a document has of an item to a verdict: dirty, partly dirty, or nothing.

The longest span of a part counts, not the union of scattered matches (arXiv 2411.03923); what a match tells is counted
in bits, so that five rare words weigh more than five common ones; the thresholds are those of the drill.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from aquila2.audit.index import ANSWER, CODE, CONTEXT, OPTION, QUESTION, Entry, Index
from aquila2.audit.match import Match

CLEAN, PARTLY, DIRTY = "clean", "partly", "dirty"
VERDICTS = (CLEAN, PARTLY, DIRTY)


@dataclass(frozen=True)
class Thresholds:
    """When an item counts as found in a document.

    Attributes:
        n: units, words or Chinese characters, of a span that makes an item partly dirty.
        share: part of a question, or of a whole item, that makes it dirty.
        bits: what that part must tell; `exact_bits` where the question stands there whole; `answer_bits` where there
            is the answer alone.
        span_bits: what a span of n units must tell.
    """

    n: int = 13
    share: float = 0.7
    bits: float = 54.0
    exact_bits: float = 46.0
    answer_bits: float = 80.0
    span_bits: float = 100.0


def judge(match: Match, limits: Thresholds, answered: bool) -> str:
    """The verdict on an item from one match. `answered` says that the item has an answer or a solution as text."""
    question, answer, whole = match.question, match.answer, match.all
    if question.share >= limits.share and question.bits >= limits.bits:
        return DIRTY
    if question.share >= 0.98 and question.bits >= limits.exact_bits:
        return DIRTY
    if whole.share >= limits.share and whole.bits >= limits.bits:
        return DIRTY
    if answered and answer.share >= limits.share and answer.bits >= limits.answer_bits:
        return DIRTY
    spans = (whole.span >= limits.n and whole.span_bits >= limits.span_bits) or match.entire >= limits.span_bits
    return PARTLY if spans else CLEAN


def is_answered(entry: Entry) -> bool:
    """Whether an item has an answer, or a solution, as text of its own."""
    return any(kind in (ANSWER, CODE) for kind, _ in entry.fields)


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

"""What form a poem has, and whether an answer has the form that was asked for.

A form is the number of its clauses and of the characters of each; a tune (词牌) is the list of its clauses' lengths, of
which one tune may have several.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from examples.nano.poems import IDEOGRAPHS, SEPARATORS, Poem

FORMS = {"五言绝句": (4, 5), "七言绝句": (4, 7), "五言律诗": (8, 5), "七言律诗": (8, 7)}
LEAST_POEMS = 40  # of a tune that can be asked for
LEAST_ATTESTED = 15  # poems of one measure of it
_NO_TUNE = "失调名"  # stands where the tune is not known

Measure = tuple[int, ...]
_BODY = re.compile(f"(?:[{IDEOGRAPHS}]+[{SEPARATORS}]\n?)+")


class Answer(NamedTuple):
    """An answer in its parts; `body` is None where it is no poem."""

    title: str | None
    body: str | None


def clauses(text: str) -> list[str]:
    """The clauses of a text, without the marks between them."""
    return [clause for clause in re.split(f"[{SEPARATORS}\n]+", text) if clause]


def measure_of(text: str) -> Measure:
    """How many characters each clause has."""
    return tuple(map(len, clauses(text)))


def form_of(text: str) -> str | None:
    """The name of the regular form of a poem, None for any other."""
    measure = measure_of(text)
    return next((name for name, (count, length) in FORMS.items() if measure == (length,) * count), None)


def split_answer(answer: str) -> Answer:
    """An optional title line, then the poem alone: clauses of ideographs, each with its mark, nothing after them."""
    title, body = None, answer.strip()
    first, line_end, rest = body.partition("\n")
    if line_end and not set(first) & set(SEPARATORS):
        title, body = first.strip(), rest.strip()
    return Answer(title, body if _BODY.fullmatch(body) else None)


def in_form(answer: str, form: str, tunes: Mapping[str, Iterable[Measure]]) -> bool:
    """Whether an answer is a poem in a form of `FORMS`, or in a measure of a tune."""
    body = split_answer(answer).body
    if body is None:
        return False
    return form_of(body) == form if form in FORMS else measure_of(body) in set(tunes[form])


def find_tunes(poems: Iterable[Poem]) -> dict[str, list[Measure]]:
    """The tunes that have poems enough, each with the measures that have, the most frequent first."""
    counts: dict[str, Counter[Measure]] = defaultdict(Counter)
    for poem in poems:
        if poem.tune not in ("", _NO_TUNE):
            counts[poem.tune][measure_of(poem.text)] += 1
    found = {}
    for tune, measures in sorted(counts.items()):
        attested = [measure for measure, count in measures.most_common() if count >= LEAST_ATTESTED]
        if attested and measures.total() >= LEAST_POEMS:
            found[tune] = attested
    return found

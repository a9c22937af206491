"""Conversations made from the poems: a request, and the poem as its answer.

An answer on a theme has a title line: the poem's own title where that names the theme, else the theme. An answer to a
first line, a beginning or an acrostic is the poem alone.
"""

import random
from collections.abc import Iterator, Mapping
from typing import Any

from examples.nano.forms import FORMS, Measure, clauses, form_of, measure_of
from examples.nano.poems import Poem
from examples.nano.themes import Choice, ThemeFinder, touches
from examples.nano.wordings import Language, Wording

LONGEST_TITLE = 7
LEAST_BY_AUTHOR = 300  # poems of an author whose manner can be asked for

Record = dict[str, Any]
_SHARES = {"theme": 50, "english": 18, "style": 6, "first": 8, "continue": 5, "acrostic": 8, "plain": 4, "unknown": 1}


def form_name(poem: Poem, tunes: Mapping[str, list[Measure]]) -> str | None:
    """What the poem can be asked for as: a form of `FORMS`, or its tune where the measure is one of the tune's."""
    if poem.tune:
        return poem.tune if measure_of(poem.text) in tunes.get(poem.tune, ()) else None
    return form_of(poem.text)


def titled(title: str, text: str) -> str:
    """A poem below its title line."""
    return f"《{title}》\n{text}"


class Requests:
    """Makes requests for poems.

    Args:
        finder: has counted all poems.
        authors: those whose manner can be asked for.
    """

    def __init__(self, finder: ThemeFinder, authors: frozenset[str]) -> None:
        self._finder, self._authors = finder, authors

    def conversation(self, poem: Poem, form: str, repeat: int) -> Record:
        """A conversation that the poem answers; the same for the same arguments."""
        rng = random.Random(poem.key + repeat)
        wording = Wording(rng)
        kinds = dict(_SHARES)
        if poem.author not in self._authors:
            del kinds["style"]
        if form not in FORMS:
            del kinds["acrostic"]
        kind = rng.choices(list(kinds), list(kinds.values()))[0]
        language: Language = "en" if rng.random() < 0.15 else "zh"
        if kind == "acrostic":
            heads = "".join(clause[0] for clause in clauses(poem.text))
            return _record(wording.acrostic(heads, form, language), poem.text)
        if kind == "first":
            return _record(wording.first(clauses(poem.text)[0], form, language), poem.text)
        if kind == "continue":
            return _record(*_cut(poem.text, wording, rng))
        asked_form = None if form in FORMS and rng.random() < 0.1 else form
        if kind == "unknown":
            return _record(wording.unknown(asked_form), poem.text)
        style = wording.style(poem.author) if kind == "style" else ""
        choice = self._finder.choose(poem, rng)
        if choice is None or kind == "plain":
            return _record(wording.plain(asked_form, "zh" if style else language, style), _answer(poem, None))
        if kind != "english":
            return _record(wording.themed(choice.word, asked_form, "zh", style), _answer(poem, choice))
        asked = choice.word
        if choice.theme is not None:  # an English word stands for the theme, whose plainest word is the title
            asked, choice = rng.choice(choice.theme.english), Choice(choice.theme.words[0], choice.theme)
        return _record(wording.themed(asked, asked_form, "en"), _answer(poem, choice))


def followed(first: Record, second: Record, rng: random.Random) -> Record:
    """Two conversations for the same form as one: the second is asked for with a word."""
    more = {"role": "user", "content": Wording(rng).more()}
    return {"messages": [*first["messages"], more, second["messages"][-1]]}


def _record(request: str, answer: str) -> Record:
    return {"messages": [{"role": "user", "content": request}, {"role": "assistant", "content": answer}]}


def _answer(poem: Poem, choice: Choice | None) -> str:
    own = poem.title or poem.tune
    fits = own and len(own) <= LONGEST_TITLE
    if choice is None:
        return titled(own, poem.text) if fits else poem.text
    if poem.tune:
        return titled(f"{poem.tune}·{choice.word}", poem.text)
    words = choice.theme.words if choice.theme else (choice.word,)
    return titled(own if fits and touches(own, words) else choice.word, poem.text)


def _cut(text: str, wording: Wording, rng: random.Random) -> tuple[str, str]:
    """A request for the rest of a poem, and the rest: cut behind one clause or more, at most half of them."""
    marks = [at + 1 for at, character in enumerate(text) if character in "，。！？；"]
    end = marks[rng.randrange(max(len(marks) // 2, 1))]
    return wording.continuation(text[:end]), text[end:]


def shuffled(records: Iterator[Record], seed: int) -> list[Record]:
    """All records in an order that the seed decides."""
    found = list(records)
    random.Random(seed).shuffle(found)
    return found

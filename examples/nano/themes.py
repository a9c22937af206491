"""What a poem is about: themes of a lexicon (`themes.tsv`), and words that the poems themselves use often.

A line of the lexicon has a theme's words, its English words, and words that a poem on it may have without naming it.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from examples.nano.forms import clauses
from examples.nano.poems import Poem

_LONGEST = 4
_FREQUENT_IN_TITLES, _FREQUENT_IN_TEXT = 40, 150
# Characters of words that say nothing by themselves: 何由, 不知, 只有.
_EMPTY = frozenset(
    "不无有何那曾莫岂未已只如若可且但犹亦更谁此其之所纵是应须得欲还又自与为能却便从将似来去一二三四五六七八九十百千万几"
)


@dataclass(frozen=True)
class Theme:
    """A theme. The first of its words, and of its English words, is the plainest."""

    words: tuple[str, ...]
    english: tuple[str, ...]
    imagery: tuple[str, ...]


def load_themes(path: Path | None = None) -> list[Theme]:
    """The lexicon."""
    lines = (path or Path(__file__).with_name("themes.tsv")).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Theme(*(tuple(cell.split(",")) for cell in row)) for row in rows]


def touches(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in the text."""
    return any(word in text for word in words)


@dataclass(frozen=True)
class Choice:
    """What a poem is asked for by: a theme of the lexicon, or a word (then `theme` is None)."""

    word: str
    theme: Theme | None = None


@dataclass
class ThemeFinder:
    """Finds what a poem may be asked for by. `count` sees all of them first: a rare theme is chosen rather than a
    common one, and only words that are frequent are words."""

    themes: Sequence[Theme]
    _named: dict[str, list[int]] = field(init=False, default_factory=dict)
    _hinted: dict[str, list[int]] = field(init=False, default_factory=dict)
    _frequency: Counter[int] = field(init=False, default_factory=Counter)
    _words: Counter[str] = field(init=False, default_factory=Counter)
    _title_words: Counter[str] = field(init=False, default_factory=Counter)

    def __post_init__(self) -> None:
        for number, theme in enumerate(self.themes):
            for table, words in ((self._named, theme.words), (self._hinted, theme.imagery)):
                for word in words:
                    table.setdefault(word, []).append(number)

    def count(self, poem: Poem) -> None:
        """See a poem."""
        self._frequency.update(self._graded(poem))
        self._words.update(set(_pairs(poem.text)))
        self._title_words.update({poem.title[at : at + 2] for at in range(len(poem.title) - 1)})

    def choose(self, poem: Poem, rng: random.Random) -> Choice | None:
        """A theme of the poem or a word in it; None where it has neither."""
        grades = self._graded(poem)
        words = sorted({word for word in _pairs(poem.text) if self._words[word] >= _FREQUENT_IN_TEXT})
        titled = [poem.title[at : at + 2] for at in range(len(poem.title) - 1)]
        words += [word for word in titled if self._title_words[word] >= _FREQUENT_IN_TITLES and word in poem.text]
        words = [word for word in words if _EMPTY.isdisjoint(word)]
        if grades and (not words or rng.random() < (0.85 if max(grades.values()) > 1 else 0.5)):
            numbers = sorted(grades)
            weights = [grades[number] ** 2 / math.sqrt(self._frequency[number] + 100) for number in numbers]
            theme = self.themes[rng.choices(numbers, weights)[0]]
            return Choice(rng.choice(theme.words), theme)
        return Choice(rng.choice(words)) if words else None

    def _graded(self, poem: Poem) -> dict[int, int]:
        """Themes of the poem: 4, it has a word for it (of two characters or more); 3, its title has, and it touches it;
        1, it hints at it three times, a long one four times."""
        substrings = _substrings(poem.text)
        hints = Counter(number for word in substrings & self._hinted.keys() for number in self._hinted[word])
        found = {number: 1 for number, count in hints.items() if count >= (3 if len(poem.text) < 40 else 4)}
        for word in _substrings(poem.title) & self._named.keys():
            found |= dict.fromkeys(hints.keys() & set(self._named[word]), 3)
        for word in substrings & self._named.keys():
            found |= dict.fromkeys(self._named[word] if len(word) > 1 else (), 4)
        return found


def _substrings(text: str) -> set[str]:
    return {text[at : at + n] for n in range(1, _LONGEST + 1) for at in range(len(text) - n + 1)}


def _pairs(text: str) -> list[str]:
    """The pairs of characters where a clause of five or seven has words of two: it goes 2 1 2 or 2 2 1, 2 2 3."""
    found = []
    for clause in clauses(text):
        places = {5: (0, 3), 7: (0, 2, 5)}.get(len(clause), (0,))
        found += [clause[at : at + 2] for at in places if at + 2 <= len(clause)]
    return found

"""Citations checked: every [n] exists, and what a cited sentence says stands in its passage.

Support is lexical: half of a sentence's words must stand in the passages that it cites, and every number in it must. A
sentence in another script than its passages cannot be checked so, and is said to be unchecked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aquila2.rag.chunker import sentences
from aquila2.rag.prompts import language_of
from aquila2.rag.store import Passage
from aquila2.rag.words import passage_words, question_words

_CITED = re.compile(r"[\[［【]\s*(\d{1,3}(?:\s*[,，、;]\s*\d{1,3})*)\s*[\]］】]")
_SENTENCE = re.compile(
    r"[^。！？!?\n]*?(?:[。！？!?]+|\.(?=[\s\[［【]|$)|\n|$)(?:\s*[\[［【][\d\s,，、;]+[\]］】])*[。.]?"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_ENOUGH = 0.5


@dataclass(frozen=True)
class CitedSentence:
    """Characters `start` to `end` of the answer, the numbers it cites, and whether they bear it out: None where that
    cannot be told."""

    start: int
    end: int
    numbers: list[int]
    supported: bool | None


@dataclass(frozen=True)
class Quote:
    """The part of passage `number` that a sentence rests on: characters `start` to `end` of its document."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Checked:
    """An answer's text without citations of what does not exist, and what was found out about the others."""

    text: str
    sentences: list[CitedSentence]
    quotes: list[Quote]
    missing: list[int]

    @property
    def cited(self) -> list[int]:
        """The numbers that are cited, in order."""
        return sorted({number for sentence in self.sentences for number in sentence.numbers})


def check_citations(answer: str, passages: Sequence[Passage]) -> Checked:
    """Check an answer that cites `passages` by their numbers from 1."""
    missing: list[int] = []

    def existing(match: re.Match[str]) -> str:
        numbers = [int(number) for number in re.findall(r"\d+", match[1])]
        missing.extend(n for n in numbers if not 1 <= n <= len(passages))
        return "".join(f"[{n}]" for n in numbers if 1 <= n <= len(passages))

    text = _CITED.sub(existing, answer)
    found, quotes = [], []
    for match in _SENTENCE.finditer(text):
        if not match[0].strip():
            continue
        numbers = sorted({int(number) for number in re.findall(r"\[(\d+)\]", match[0])})
        bare = re.sub(r"\[\d+\]", "", match[0]).strip()
        supported = _supported(bare, [passages[n - 1] for n in numbers]) if numbers and bare else None
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        found.append(CitedSentence(start, start + len(match[0].strip()), numbers, supported))
        quotes += [quote for n in numbers if (quote := _quote(bare, n, passages[n - 1])) is not None]
    return Checked(text, found, quotes, sorted(set(missing)))


def _supported(sentence: str, passages: Sequence[Passage]) -> bool | None:
    texts = [f"{passage.above}\n{passage.text}" for passage in passages]
    if not any(_same_script(sentence, text) for text in texts):
        return None
    held = "\n".join(texts)
    plain = held.replace(",", "")
    if any(number.replace(",", "") not in plain for number in _NUMBER.findall(sentence)):
        return False
    return _share(sentence, held) >= _ENOUGH


def _same_script(sentence: str, text: str) -> bool:
    """Whether a text has words of the sentence's script: some Chinese, or more than a few Latin words."""
    if language_of(sentence) == "zh":
        return language_of(text) == "zh"
    return language_of(text) == "en" or len(_LATIN.findall(text)) > 4


def _share(sentence: str, text: str) -> float:
    words = np.unique(question_words(sentence))
    return float(np.isin(words, passage_words(text)).mean()) if len(words) else 1.0


def _quote(sentence: str, number: int, passage: Passage) -> Quote | None:
    """The sentence of the passage that shares most words with the answer's; None where none shares any."""
    words = np.unique(question_words(sentence))
    best = 0.0
    place: tuple[int, int] | None = None
    for start, end in sentences(passage.text):
        own = np.unique(passage_words(passage.text[start:end]))
        score = float(np.isin(words, own).sum()) / max(len(own), 8) ** 0.5
        if score > best:
            best, place = score, (start, end)
    return None if place is None else Quote(number, passage.start + place[0], passage.start + place[1])

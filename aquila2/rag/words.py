"""Text as the words that BM25 counts, for Chinese and English at once, the same for passages and questions.

Chinese has no blanks: a passage gives every character and every two neighbours (bigrams), a question only bigrams, but
for a character that stands alone. Against jieba's words that finds as much on CMRC 2018 and more on DRCD and XQuAD
(bench/results/rag.json), needs no dictionary, and knows every new name. Traditional characters count as the simplified
ones. Latin words lose case, accents and English endings; the English words that say nothing are left out.
"""

import functools
import re
import unicodedata
from typing import Any

from aquila2.rag.chunker import CHINESE

_RUN = re.compile(rf"[{CHINESE}]+|[^\W_{CHINESE}]+")
_STOP = frozenset(
    "a an and are as at be been being but by can could did do does for from had has have he her his how i if in into is"
    " it its may me might my no nor not of on or our out she should so such than that the their them then there these"
    " they this those to too up us very was we were what when where which while who whom whose why will with would you"
    " your".split()
)


def passage_words(text: str) -> list[str]:
    """The words that a passage is found by, each as often as it stands there."""
    return _words(text, passage=True)


def question_words(text: str) -> list[str]:
    """The words that a question asks for."""
    return _words(text, passage=False)


def _words(text: str, passage: bool) -> list[str]:
    stems = _stems()
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower().translate(_simplified())):
        if not "\u2e80" <= run[0] <= "\ufaff":
            if run not in _STOP:
                found.append(stems[run])
            continue
        if passage or len(run) == 1:
            found += run
        found += map("".join, zip(run, run[1:], strict=False))
    return found


class _Stems(dict[str, str]):
    """Snowball's English stems of words without accents, remembered."""

    def __init__(self) -> None:
        import Stemmer

        self._stemmer = Stemmer.Stemmer("english")

    def __missing__(self, word: str) -> str:
        plain = word
        if not word.isascii():
            plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        stem: str = self._stemmer.stemWord(plain)
        if len(self) < 500_000:
            self[word] = stem
        return stem


@functools.cache
def _stems() -> _Stems:
    return _Stems()


@functools.cache
def _simplified() -> dict[int, str]:
    """Every Traditional character that has one simplified form, from OpenCC's table."""
    from opencc import OpenCC

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    converter: Any = OpenCC("t2s")
    simple = converter.convert("\n".join(characters)).split("\n")
    return {ord(old): new for old, new in zip(characters, simple, strict=True) if old != new and len(new) == 1}

"""Text as the words that BM25 counts, for Chinese and English at once, the same for passages and questions.

Chinese has no blanks: a passage gives every character and every two neighbours (bigrams), a question only bigrams, but
for a character that stands alone. Against jieba's words that finds as much on CMRC 2018 and more on DRCD and XQuAD
(bench/results/rag.json), needs no dictionary, and knows every new name. Traditional characters count as the simplified
ones. Latin words lose case, accents and English endings; the English words that say nothing are left out.
"""

import functools
import hashlib
import re
import unicodedata
from typing import Any

import numpy as np

from aquila2.rag.chunker import CHINESE

_CHINESE = re.compile(rf"[{CHINESE}]+")
_WORD = re.compile(r"[^\W_]+")
_EMPTY = (
    "a an and are as at be been being but by can could did do does for from had has have he her his how i if in into is"
    " it its may me might my no nor not of on or our out she should so such than that the their them then there these"
    " they this those to too up us very was we were what when where which while who whom whose why will with would you"
    " your"
)
_STOP = frozenset(_EMPTY.split())
_LAST = 0xFFFF
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no two words become the same


def passage_words(text: str) -> np.ndarray:
    """The words that a passage is found by, each as often as it stands there, as numbers (uint64)."""
    return _words(text, passage=True)


def question_words(text: str) -> np.ndarray:
    """The words that a question asks for, as numbers (uint64)."""
    return _words(text, passage=False)


def _words(text: str, passage: bool) -> np.ndarray:
    """A Chinese character's number is its code point, two neighbours' their code points side by side, another word's a
    hash with the highest bit set; then all are spread over the 64 bits, for the index sorts and divides by them."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_simplified())
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    chinese = _is_chinese()[np.minimum(codes, _LAST)]
    both = chinese[:-1] & chinese[1:]
    wide = codes.astype(np.uint64)
    pairs = (wide[:-1] << np.uint64(21) | wide[1:])[both]
    alone = chinese.copy()
    if not passage:
        alone[:-1] &= ~both
        alone[1:] &= ~both
    numbers = _numbers()
    others = [number for word in _WORD.findall(_CHINESE.sub(" ", text)) if (number := numbers[word])]
    return np.concatenate([wide[alone], pairs, np.array(others, np.uint64)]) * _MIX


class _Numbers(dict[str, int]):
    """Words that are not Chinese to the numbers of their stems (Snowball's English), remembered; 0 for those that say
    nothing."""

    def __init__(self) -> None:
        import Stemmer

        super().__init__(dict.fromkeys(_STOP, 0))
        self._stemmer = Stemmer.Stemmer("english")

    def __missing__(self, word: str) -> int:
        plain = word
        if not word.isascii():
            plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        stem = self._stemmer.stemWord(plain).encode("utf-8", "surrogatepass")
        number = int.from_bytes(hashlib.blake2b(stem, digest_size=8).digest(), "little") | 1 << 63
        if len(self) < 500_000:
            self[word] = number
        return number


@functools.cache
def _numbers() -> _Numbers:
    return _Numbers()


@functools.cache
def _is_chinese() -> np.ndarray:
    """Whether a code point counts as Chinese; those from `_LAST` on are as that one."""
    return np.array([bool(_CHINESE.match(chr(code))) for code in range(_LAST + 1)])


@functools.cache
def _simplified() -> dict[int, str]:
    """Every Traditional character that has one simplified form, from OpenCC's table."""
    from opencc import OpenCC

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    converter: Any = OpenCC("t2s")
    simple = converter.convert("\n".join(characters)).split("\n")
    return {ord(old): new for old, new in zip(characters, simple, strict=True) if old != new and len(new) == 1}

"""Special tokens written in text: finding them, and hiding those that a message's content spells."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator

from aquila2.base.errors import UserError


class SpecialText:
    """The special tokens of one vocabulary, as text."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._pattern, self._beginnings, self._ends = _compile(tuple(tokens))

    def split(self, text: str) -> Iterator[tuple[str, bool]]:
        """The pieces of `text`, none empty, and whether each is a special token."""
        for index, piece in enumerate(self._pattern.split(text)):
            if piece:
                yield piece, index % 2 == 1

    def last_end(self, text: str) -> int:
        """Where the last special token of `text` ends, 0 where there is none."""
        return max((match.end() for match in self._pattern.finditer(text)), default=0)

    def broken(self, content: str, sentinel: str) -> str:
        """`content` with `sentinel` inside every special token, and where it could become a part of one together
        with the markup around it."""
        hidden = self._pattern.sub(lambda match: match[0][0] + sentinel + match[0][1:], content)
        if hidden.startswith(self._ends):
            hidden = sentinel + hidden
        return hidden + sentinel if hidden.endswith(self._beginnings) else hidden


def absent_characters(texts: Iterable[str], count: int) -> tuple[str, ...]:
    """Characters that none of the texts has: noncharacters (which no text should have), then those for private use.

    Raises:
        UserError: the texts use them all, over 130,000.
    """
    present = set().union(*texts)
    candidates = map(chr, itertools.chain(range(0xFDD0, 0xFDF0), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE)))
    found = tuple(itertools.islice((char for char in candidates if char not in present), count))
    if len(found) < count:
        raise UserError("the messages use every private-use character of Unicode: none is left to mark places with")
    return found


@functools.lru_cache(maxsize=8)
def _compile(tokens: tuple[str, ...]) -> tuple[re.Pattern[str], tuple[str, ...], tuple[str, ...]]:
    longest_first = sorted(tokens, key=len, reverse=True)
    pattern = re.compile("(" + "|".join(re.escape(token) for token in longest_first) + ")" if tokens else "((?!))")
    beginnings = {token[:length] for token in tokens for length in range(1, len(token))}
    ends = {token[length:] for token in tokens for length in range(1, len(token))}
    return pattern, tuple(sorted(beginnings)), tuple(sorted(ends))

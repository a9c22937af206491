"""The compiled scanner: where words end, see `pretokenize`."""

from typing import Any

import numpy as np

from aquila2.tokenizer.compiled import compiled, inlined, inner
from aquila2.tokenizer.unicode_kinds import BLANK, IDEOGRAPH

CJK_PIECE = 2

_APOSTROPHE, _SPACE = ord("'"), ord(" ")
_S, _T, _M, _D, _L, _R, _E, _V = b"stmdlrev"


@inlined
def kind_at(text: Any, at: Any, kinds: Any) -> Any:
    """The kind of the character at `at`, and its length in bytes, as kind | length << 8. The text is valid UTF-8."""
    first = np.int64(text[at])
    if first < 0x80:
        return np.int64(kinds[first]) | 0x100
    if first < 0xE0:
        return np.int64(kinds[(first & 0x1F) << 6 | (text[at + 1] & 0x3F)]) | 0x200
    if first < 0xF0:
        code = (first & 0x0F) << 12 | (np.int64(text[at + 1]) & 0x3F) << 6 | (text[at + 2] & 0x3F)
        return np.int64(kinds[code]) | 0x300
    code = (first & 0x07) << 18 | (np.int64(text[at + 1]) & 0x3F) << 12
    code |= (np.int64(text[at + 2]) & 0x3F) << 6 | (text[at + 3] & 0x3F)
    return np.int64(kinds[code]) | 0x400


@compiled
def word_end(text: Any, start: Any, stop: Any, kinds: Any) -> Any:
    """Where the word that begins at `start` ends, in a document that ends at `stop`."""
    at = start
    first = kind_at(text, at, kinds)
    kind = first & 0xFF
    if text[at] == _APOSTROPHE and at + 1 < stop:
        end = _contraction_end(text, at, stop)
        if end:
            return end
    at += first >> 8
    if kind == BLANK:
        if at == stop:
            return at
        second = kind_at(text, at, kinds)
        if (second & 0xFF) != BLANK:
            if text[start] != _SPACE:
                return at
            kind = second & 0xFF  # the one blank in front belongs to the word
            at += second >> 8
        else:
            # blanks up to the end of the document; else all but the last, which may belong to the next word
            last = at
            while (second & 0xFF) == BLANK:
                last = at
                at += second >> 8
                if at == stop:
                    return at
                second = kind_at(text, at, kinds)
            return last
    if kind == IDEOGRAPH:
        for _ in range(CJK_PIECE - 1):
            if at == stop:
                break
            following = kind_at(text, at, kinds)
            if (following & 0xFF) != IDEOGRAPH:
                break
            at += following >> 8
        return at
    while at < stop:
        following = kind_at(text, at, kinds)
        if (following & 0xFF) != kind:
            break
        at += following >> 8
    return at


@inner
def _contraction_end(text: Any, at: Any, stop: Any) -> Any:
    """The end of 's 't 'm 'd 'll 're 've at `at`, zero where it is none of them."""
    one = text[at + 1]
    if one in (_S, _T, _M, _D):
        return at + 2
    if at + 2 < stop:
        two = text[at + 2]
        if (one == _L and two == _L) or (two == _E and one in (_R, _V)):
            return at + 3
    return 0

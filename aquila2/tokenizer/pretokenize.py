"""GPT-2's split pattern as a compiled scanner over UTF-8 bytes.

The pattern cuts text into words, inside which pairs are merged:

    's|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+

`split="cjk"` differs in runs of letters alone: CJK ideographs are kept apart from other letters and cut into pieces of
at most `CJK_PIECE`. Chinese is written without blanks, so GPT-2's words are whole clauses, nearly all of them
unique: they, not the text, are what fills memory in training. The price is that no token has more than
`CJK_PIECE` ideographs. `split_pattern` gives both as regular expressions for the encoder.
"""

from typing import Any, Literal

import numpy as np
from numba import njit

from aquila2.tokenizer.unicode_kinds import BLANK, IDEOGRAPH, IDEOGRAPHS, LETTER, NUMBER, OTHER, kinds
from aquila2.tokenizer.words_of_bytes import PADDING

Split = Literal["gpt2", "cjk"]
CJK_PIECE = 4

_APOSTROPHE, _SPACE = ord("'"), ord(" ")
_S, _T, _M, _D, _L, _R, _E, _V = b"stmdlrev"

GPT2_PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def split_pattern(split: Split) -> str:
    """The pattern as a regular expression that `tokenizers`, tiktoken and the `regex` module read alike."""
    if split == "gpt2":
        return GPT2_PATTERN
    block = "".join(f"{chr(first)}-{chr(last)}" for first, last in IDEOGRAPHS)
    letters = rf" ?[^\P{{L}}{block}]+| ?(?:(?=\p{{L}})[{block}]){{1,{CJK_PIECE}}}"
    return GPT2_PATTERN.replace(r" ?\p{L}+", letters)


def kinds_for(split: Split) -> np.ndarray:
    """The table of characters' kinds that the scanner takes for a split."""
    return kinds(ideographs=split == "cjk")


def split_words(text: str, split: Split = "gpt2") -> list[bytes]:
    """The words of one text, in order; together they are the text."""
    data = np.frombuffer(text.encode("utf-8") + bytes(PADDING), np.uint8)
    table, words, at, stop = kinds_for(split), [], 0, len(data) - PADDING
    while at < stop:
        end = word_end(data, at, stop, table)
        words.append(data[at:end].tobytes())
        at = end
    return words


@njit(inline="always")
def _kind(text: Any, at: Any, kinds: Any) -> Any:
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


@njit(nogil=True)
def word_end(text: Any, start: Any, stop: Any, kinds: Any) -> Any:
    """Where the word that begins at `start` ends, in a document that ends at `stop`."""
    at = start
    first = _kind(text, at, kinds)
    kind = first & 0xFF
    if text[at] == _APOSTROPHE and at + 1 < stop:
        end = _contraction_end(text, at, stop)
        if end:
            return end
    at += first >> 8
    if kind == BLANK:
        if at == stop:
            return at
        second = _kind(text, at, kinds)
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
                second = _kind(text, at, kinds)
            return last
    if kind == IDEOGRAPH:
        for _ in range(CJK_PIECE - 1):
            if at == stop:
                break
            following = _kind(text, at, kinds)
            if (following & 0xFF) != IDEOGRAPH:
                break
            at += following >> 8
        return at
    while at < stop:
        following = _kind(text, at, kinds)
        if (following & 0xFF) != kind:
            break
        at += following >> 8
    return at


@njit(nogil=True)
def _contraction_end(text: Any, at: Any, stop: Any) -> Any:
    """The end of 's 't 'm 'd 'll 're 've at `at`, zero where it is none of them."""
    one = text[at + 1]
    if one == _S or one == _T or one == _M or one == _D:
        return at + 2
    if at + 2 < stop:
        two = text[at + 2]
        if (one == _L and two == _L) or (two == _E and (one == _R or one == _V)):
            return at + 3
    return 0


@njit(nogil=True)
def first_invalid(text: Any, start: Any, stop: Any) -> Any:
    """The first byte of `text[start:stop]` that is not UTF-8 (RFC 3629: no surrogates, no overlong forms), or `stop`."""
    at = start
    while at < stop:
        first = text[at]
        if first < 0x80:
            at += 1
            continue
        if first < 0xC2 or first > 0xF4:
            return at
        length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        if at + length > stop:
            return at
        second = text[at + 1]
        low = 0xA0 if first == 0xE0 else 0x90 if first == 0xF0 else 0x80
        high = 0x9F if first == 0xED else 0x8F if first == 0xF4 else 0xBF
        if second < low or second > high:
            return at
        for k in range(2, length):
            if text[at + k] < 0x80 or text[at + k] > 0xBF:
                return at
        at += length
    return stop


__all__ = ["BLANK", "LETTER", "NUMBER", "OTHER", "first_invalid", "kinds_for", "split_pattern", "split_words", "word_end"]

"""Which writing a text is in, told by its characters: coarse, and enough to divide a report by language."""

from collections.abc import Sequence

import numpy as np

from aquila2.tokenizer.unicode_kinds import BLANK, CODE_POINTS, NUMBER, OTHER, kinds

SCRIPTS = (
    "other letters",
    "Latin",
    "Chinese",
    "Japanese",
    "Korean",
    "Cyrillic",
    "Greek",
    "Arabic",
    "Indic",
    "numbers",
    "blanks",
    "punctuation and symbols",
)
LETTERS = range(9)  # the scripts that are writing
_AT_A_TIME = 1 << 19  # characters, each of which takes 30 bytes while it is counted

# first and last code point; letters alone count
_RANGES = {
    "Latin": ((0x41, 0x24F), (0x1E00, 0x1EFF), (0xFF21, 0xFF5A)),
    "Chinese": ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
    "Japanese": ((0x3041, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D)),
    "Korean": ((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3)),
    "Cyrillic": ((0x400, 0x52F),),
    "Greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "Arabic": ((0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFEFC)),
    "Indic": ((0x900, 0xDFF),),
}


def script_counts(texts: Sequence[str]) -> np.ndarray:
    """How many characters of each script each text has: int64 [texts, scripts]."""
    table, counts = _table(), np.zeros((len(texts), len(SCRIPTS)), np.int64)
    pieces: list[str] = []
    owners: list[int] = []
    held = 0
    for number, text in enumerate(texts):
        for at in range(0, len(text), _AT_A_TIME):
            pieces.append(text[at : at + _AT_A_TIME])
            owners.append(number)
            held += len(pieces[-1])
            if held >= _AT_A_TIME:
                _count(pieces, owners, table, counts)
                pieces, owners, held = [], [], 0
    _count(pieces, owners, table, counts)
    return counts


def _count(pieces: list[str], owners: list[int], table: np.ndarray, counts: np.ndarray) -> None:
    """Add the characters of texts, or parts of them, to the rows of `counts` that they belong to."""
    characters = np.frombuffer("".join(pieces).encode("utf-32-le"), np.uint32)
    place = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
    found = np.bincount(place * len(SCRIPTS) + table[characters], minlength=len(pieces) * len(SCRIPTS))
    np.add.at(counts, owners, found.reshape(len(pieces), len(SCRIPTS)))


def languages(texts: Sequence[str]) -> list[str]:
    """The script that most of a text is in, with kana standing for all of Japanese and a Chinese character for
    three Latin letters, about as much as it says; `no letters` where there are none."""
    counts = script_counts(texts)[:, : len(LETTERS)].copy()
    counts[:, SCRIPTS.index("Chinese")] *= 3
    japanese = SCRIPTS.index("Japanese")
    counts[:, japanese] *= 20
    best = counts.argmax(axis=1)
    return [SCRIPTS[i] if row[i] else "no letters" for i, row in zip(best.tolist(), counts, strict=True)]


def _table() -> np.ndarray:
    kind = kinds()
    table = np.zeros(CODE_POINTS, np.uint8)
    for name, ranges in _RANGES.items():
        for first, last in ranges:
            table[first : last + 1] = SCRIPTS.index(name)
    for name, of in (("numbers", NUMBER), ("blanks", BLANK), ("punctuation and symbols", OTHER)):
        table[kind == of] = SCRIPTS.index(name)
    return table

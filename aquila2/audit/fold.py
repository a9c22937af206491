"""What counts of a character when texts are compared: one table from code points to what they are folded to.

Two texts are the same to the audit where they differ in compatibility forms (full-width letters, ligatures), case,
accents, punctuation, blanks, and, if asked, in simplified and traditional characters. The table folds by NFKD, case
folding, dropping marks, and OpenCC's character tables: so whatever NFKC and case folding make equal is equal here (but
for Hangul written letter by letter).

A unit of comparison is a character where a script writes no blanks between words (Chinese, Japanese, Korean, Thai and
its neighbours), elsewhere a word: a run of letters and digits. An apostrophe does not end a word: don't is dont.
"""

import functools
import unicodedata

import numpy as np

from aquila2.base.errors import UserError

CODE_POINTS = 0x110000

# kinds, in the upper eight bits of a table entry; the lower 24 are the folded code point, or a place among EXPANSIONS
BREAK, LETTER, SIGN, NOTHING, SEVERAL = range(5)

# letters of these blocks are units by themselves
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF),
    (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x30FF), (0x3100, 0x318F), (0x31A0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x1B000, 0x1B16F), (0x20000, 0x3FFFF),
)  # fmt: skip
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))  # those whose other forms are looked for: rarer ones would take seconds
_APOSTROPHES = "'’‘ʼ＇`´"

# ideographs without a compatibility form, and Hangul syllables, which would fall apart into their letters
_AS_THEY_ARE = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x20000, 0x2F7FF), (0x30000, 0x323AF))

# OpenCC's ways from one form to another; what one of them makes of a character is the same character to the audit
_CONVERSIONS = ("t2s", "tw2s", "hk2s", "s2t", "s2tw", "s2hk")


@functools.lru_cache(maxsize=2)
def fold_table(simplified: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """The table, uint32 [0x110000], and what characters that become several are folded to: at the place that the table
    names their number, then their code points, uint32.

    Raises:
        UserError: simplified forms are asked for, and OpenCC is not installed.
    """
    same = _variants() if simplified else {}
    table = np.zeros(CODE_POINTS, np.uint32)
    expansions = [0]
    for first, last in _AS_THEY_ARE:
        table[first : last + 1] = np.arange(first, last + 1, dtype=np.uint32) | np.uint32(SIGN << 24)
    for code, one in same.items():
        table[code] = SIGN << 24 | one
    for code in (*range(0x20000), *range(0x2F800, 0x2FA20), *range(0xE0000, 0xE0200)):
        if table[code] or unicodedata.category(chr(code)) in ("Cn", "Co", "Cs"):
            continue
        folded = [same.get(c, c) for c in _fold(code)]
        kinds = [_kind(c) for c in folded]
        if len(folded) == 1:
            table[code] = kinds[0] << 24 | folded[0]
        elif folded:
            table[code] = SEVERAL << 24 | len(expansions)
            expansions += [len(folded), *(kind << 24 | c for kind, c in zip(kinds, folded, strict=True))]
        else:
            table[code] = NOTHING << 24
    found = np.array(expansions, np.uint32)
    table.setflags(write=False)
    found.setflags(write=False)
    return table, found


def _fold(code: int) -> list[int]:
    sign = chr(code)
    if sign in _APOSTROPHES:
        return []
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return [ord(c) for c in apart if unicodedata.category(c) not in ("Mn", "Me", "Cf") and c not in _APOSTROPHES]


def _kind(code: int) -> int:
    category = unicodedata.category(chr(code))
    if category[0] not in "LN" and category != "Mc":
        return BREAK
    unspaced = any(first <= code <= last for first, last in _UNSPACED)
    return SIGN if unspaced and not category.startswith("Nd") else LETTER


def _variants() -> dict[int, int]:
    """Each Chinese character that has another form -> the one that stands for all of them."""
    try:
        import opencc
    except ImportError:
        raise UserError(
            "simplified and traditional characters as one need OpenCC: pip install 'aquila2[audit]', or say"
            " simplified=false"
        ) from None
    signs = [chr(code) for first, last in _HAN for code in range(first, last + 1)]
    parent: dict[str, str] = {}

    def root(sign: str) -> str:
        while parent.get(sign, sign) != sign:
            sign = parent[sign]
        return sign

    text = "\n".join(signs)
    for name in _CONVERSIONS:
        for sign, other in zip(signs, opencc.OpenCC(name).convert(text).split("\n"), strict=True):
            if len(other) == 1 and root(sign) != root(other):
                first, second = sorted((root(sign), root(other)))
                parent[second] = first
    return {ord(sign): ord(root(sign)) for sign in signs if root(sign) != sign}

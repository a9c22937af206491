"""Ways in which a test item reaches training data: what the drill does to an item before it plants it."""

import functools
import html
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from aquila2.audit.index import ANSWER, CODE, CONTEXT, OPTION, QUESTION, Entry, Index
from aquila2.base.errors import UserError

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_MARKS = {
    ",": "，", ".": "。", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）", '"': "“", "'": "’",
    "-": "—", "，": ",", "。": ".", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(", "）": ")", "“": '"',
    "”": '"', "、": ",", "《": "<", "》": ">", "[": "【", "]": "】", "’": "'",
}  # fmt: skip
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Parts:
    """An item's texts."""

    context: tuple[str, ...]
    question: tuple[str, ...]
    options: tuple[str, ...]
    answer: tuple[str, ...]

    def text(self) -> str:
        """All of it, as a data set would write it down."""
        lines = [*self.context, *self.question]
        lines += [f"{_LETTERS[place % 26]}. {option}" for place, option in enumerate(self.options)]
        return "\n".join([*lines, *self.answer])

    def map(self, change: Callable[[str], str]) -> "Parts":
        """Each text changed."""
        return Parts(*(tuple(map(change, texts)) for texts in vars(self).values()))


def parts_of(index: Index, entry: Entry) -> Parts:
    """The texts of an indexed item."""

    def of(*kinds: str) -> tuple[str, ...]:
        return tuple(index.texts[text] for kind, text in entry.fields if kind in kinds)

    return Parts(of(CONTEXT), of(QUESTION), of(OPTION), of(ANSWER, CODE))


@dataclass(frozen=True)
class Edit:
    """A way to change an item. `change` gives the text, or None where it changes nothing of it; `kinds` are the parts
    that are left."""

    name: str
    change: Callable[[Parts, random.Random, list[str]], str | None]
    kinds: tuple[str, ...] = (QUESTION, CONTEXT, OPTION, ANSWER, CODE)


def _verbatim(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    return parts.text()


def _case(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    return random.choice((str.upper, str.lower, str.title, str.swapcase))(parts.text())


def _space(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    blanks = ("  ", "\t", "\n", " \n ", "\u00a0", "\u3000", "   ")
    text = re.sub(r" +", lambda _: random.choice(blanks) if random.random() < 0.7 else " ", parts.text())
    return _HAN.sub(lambda sign: sign[0] + (random.choice((" ", "\u3000")) if random.random() < 0.4 else ""), text)


def _punctuation(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    def other(mark: str) -> str:
        return _MARKS[mark] if random.random() < 0.6 else random.choice((" ", ";", "...", " - ", "!"))

    # what stands inside a word or a number is no punctuation mark
    return re.sub(
        r"(?<![A-Za-z0-9])[^\w\s]|[^\w\s](?![A-Za-z0-9])", lambda m: other(m[0]) if m[0] in _MARKS else m[0],
        parts.text(),
    )  # fmt: skip


def _script(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    text = parts.text()
    if not _HAN.search(text):
        return None
    return str(_converter(random.choice(("s2t", "s2tw", "s2hk", "t2s"))).convert(text))


@functools.cache
def _converter(name: str) -> Any:
    try:
        import opencc
    except ImportError:
        raise UserError(
            "the edit `script` needs OpenCC: pip install 'aquila2[audit]', or name others with edits="
        ) from None
    return opencc.OpenCC(name)


def _shuffled(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    options = list(parts.options)
    random.shuffle(options)
    return replace(parts, options=tuple(options)).text() if len(options) > 1 else None


def _answer_only(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    return "\n".join(parts.answer) or None


def _question_only(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    rest = replace(parts, options=(), answer=())
    return rest.text() if parts.options or parts.answer else None


def _replaced(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    """One word in each ten, another one; of Chinese two signs in each sixteen, which are about as many words."""
    signs = "".join(words)
    signs = "".join(_HAN.findall(signs)) or "的是在有不"
    latin = [word for word in words if word.isascii()] or ["other"]

    def some(unit: list[str], every: int, width: int, other: Callable[[], str]) -> list[str]:
        changed = list(unit)
        for first in range(0, len(unit), every):
            if len(unit) - first < every and random.random() > (len(unit) - first) / every:
                break
            at = random.randrange(first, min(first + every, len(unit)))
            changed[at : min(at + width, len(unit))] = [other()] + [""] * (min(at + width, len(unit)) - at - 1)
        return changed

    text = parts.text()
    found = re.split(r"([^\W\d_]*[A-Za-z][^\W\d_]*)", text)
    found[1::2] = some(found[1::2], 10, 1, lambda: random.choice(latin))
    pieces = re.split(f"({_HAN.pattern})", "".join(found))
    if len(pieces) > 1:

        def sign() -> str:
            start = random.randrange(max(len(signs) - 3, 1))
            return signs[start : start + random.choice((1, 2, 2, 3))]

        pieces[1::2] = some(pieces[1::2], 16, 2, sign)
    return "".join(pieces)


def _numbers(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    text = parts.text()
    chinese = bool(_HAN.search(text))

    def spelled(match: re.Match[str]) -> str:
        number = match[0].replace(",", "")
        if chinese or len(number) > 6:
            return "".join(_DIGITS[int(digit)] for digit in number)
        return spell(int(number))

    return re.sub(r"(?<![\w.])\d[\d,]*(?![\w.])", spelled, text)


def spell(number: int) -> str:
    """An English number word, below a million."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = number % size
    return f"{spell(number // size)} {name}" + (f" {spell(rest)}" if rest else "")


def _lines(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    width = random.choice((24, 40, 60))
    mark = random.choice(("", "", "> ", "  ", "# "))
    rows = []
    for line in parts.text().split("\n"):
        row = ""
        for piece in re.findall(rf"{_HAN.pattern}|[^\s{_HAN.pattern[1:-1]}]+|\s+", line):
            if len(row) + len(piece) > width and row.strip():
                rows.append(mark + row.rstrip())
                row = ""
            row += piece
        rows.append(mark + row)
    return "\n".join(rows)


def _latex(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    def escaped(text: str) -> str:
        text = re.sub(r"([%$&#_{}])", r"\\\1", text)
        text = re.sub(r"(?<![\w.,])\d[\d.,]*\d|(?<!\w)\d(?!\w)", lambda number: f"${number[0]}$", text)
        return re.sub(
            r"[A-Za-z]{4,}", lambda word: rf"\textbf{{{word[0]}}}" if random.random() < 0.15 else word[0], text
        )  # fmt: skip

    changed = parts.map(escaped)
    items = "".join(f"\n  \\item {option}" for option in changed.options)
    items = f"\n\\begin{{enumerate}}{items}\n\\end{{enumerate}}" if items else ""
    head = "\\\\\n".join([*changed.context, *changed.question])
    return f"\\begin{{problem}}\n{head}{items}\n\\end{{problem}}\n\\boxed{{{' '.join(changed.answer)}}}"


def _html(parts: Parts, random: random.Random, words: list[str]) -> str | None:
    def wrapped(text: str) -> str:
        text = html.escape(text).replace("\n", "<br/>\n")
        return re.sub(r" (\w+) ", lambda word: f" <b>{word[1]}</b>&nbsp;" if random.random() < 0.15 else word[0], text)

    changed = parts.map(wrapped)
    items = "".join(f"<li>{option}</li>" for option in changed.options)
    head = "".join(f'<p class="q">{text}</p>\n' for text in (*changed.context, *changed.question))
    return f"<div>{head}<ol>{items}</ol><p>{' '.join(changed.answer)}</p></div>"


EDITS = {
    edit.name: edit
    for edit in (
        Edit("verbatim", _verbatim),
        Edit("case", _case),
        Edit("space", _space),
        Edit("punctuation", _punctuation),
        Edit("script", _script),
        Edit("shuffled_options", _shuffled),
        Edit("question_only", _question_only, (QUESTION, CONTEXT)),
        Edit("answer_only", _answer_only, (ANSWER, CODE)),
        Edit("word_in_ten", _replaced),
        Edit("numbers", _numbers),
        Edit("lines", _lines),
        Edit("latex", _latex),
        Edit("html", _html),
    )
}


def edited(edit: Edit, parts: Parts, random: random.Random, words: list[str]) -> str | None:
    """The item as it is planted; None where the edit has nothing to change in it. `words` are put in place of
    others."""
    text = edit.change(parts, random, words)
    if text is None or not text.strip() or (edit.name != "verbatim" and text == parts.text()):
        return None
    return text

"""Generated answers judged twice: strictly, by the form that was asked for, and leniently, by the answer in them.

The release judges as HELM does: what is asked for is what counts. Where the right answer is A, "B" and "The answer is
A" both score nothing, for whoever reads the output by a program gets neither. The lenient score takes the answer out of
the words around it. The two beside each other, and the reasons counted, say whether a model knows or obeys.

Strict is equality after blanks at both ends are cut, and nothing else: no full stop, no other case, no second line.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple

from aquila2.evals.extract import find_label, find_letter, find_number, is_cjk, same_number, same_text

Kind = Literal["letter", "label", "number", "text"]
Reason = Literal[
    "",  # as asked for, right or wrong
    "empty",
    "words around it",
    "goes on",  # the answer as asked for, then more lines: it did not stop
    "cut off",  # the limit of tokens came before an answer
    "other language",
    "other form",  # the same answer, written otherwise: another case, the option's words, a unit
    "several answers",
    "no answer",
]


@dataclass(frozen=True)
class Form:
    """How an answer is to stand.

    Args:
        kind: a letter of an option, one of some labels, a number, or words.
        choices: the letters, or the labels, that may be answered.
        options: what the letters stand for.
        marker: what stands before the answer on the last line, where reasoning may come before ("#### "); nothing:
            the answer is all of the output.
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    marker: str = ""


class Verdict(NamedTuple):
    """Whether an output is right, both ways, and why the two differ or neither could be told."""

    strict: bool
    lenient: bool
    reason: Reason
    answer: str | None  # what the lenient reading took


def judge(output: str, expected: tuple[str, ...], form: Form, finish_reason: str = "stop") -> Verdict:
    """Judge an output.

    Args:
        output: what the model wrote.
        expected: the right answers, each as it was to be written; mostly one.
        form: how.
        finish_reason: "length" where the limit of tokens ended it.
    """
    text = output.strip()
    if not text:
        return Verdict(False, False, "empty", None)
    asked = _as_asked(text, form)
    if asked is not None and (asked in expected or form.choices):
        return Verdict(asked in expected, asked in expected, "", asked)
    first = None if form.marker else _as_asked(text.splitlines()[0].strip(), form)
    if asked is None and first is not None:
        return Verdict(False, _same(first, expected, form), "goes on", first)
    answer, several = _read(text, form)
    if answer is None:
        if several:
            return Verdict(False, False, "several answers", None)
        if finish_reason == "length":
            return Verdict(False, False, "cut off", None)
        return Verdict(False, False, "other language" if _other_language(text, expected) else "no answer", None)
    right = _same(answer, expected, form)
    if not right and asked is not None:
        return Verdict(False, False, "", answer)
    return Verdict(False, right, _why(text, answer, form), answer)


def _as_asked(text: str, form: Form) -> str | None:
    """The answer, right or wrong, where one that could be given stands as it was asked for."""
    *before, last = text.splitlines()
    if not last.startswith(form.marker) or (before and not form.marker):
        return None
    answer = last.removeprefix(form.marker)
    if form.kind == "number":
        return answer if re.fullmatch(r"-?\d+(\.\d+)?", answer) else None
    return answer if not form.choices or answer in form.choices else None


def _read(text: str, form: Form) -> tuple[str | None, bool]:
    if form.kind == "letter":
        return find_letter(text, form.choices, form.options, form.marker)
    if form.kind == "label":
        return find_label(text, form.choices, form.marker)
    if form.kind == "number":
        return find_number(text, form.marker), False
    if form.marker and form.marker.strip() in text:
        return text.rsplit(form.marker.strip(), 1)[1].strip().splitlines()[0].strip() or None, False
    return (text.splitlines()[-1] if form.marker else text.splitlines()[0]).strip(), False


def _same(answer: str, expected: tuple[str, ...], form: Form) -> bool:
    if form.kind == "number":
        return any(same_number(answer, right) for right in expected)
    if form.kind == "text":
        return any(same_text(answer, right) for right in expected)
    return answer in expected


def _why(text: str, answer: str, form: Form) -> Reason:
    """What kept an output with an answer in it from being as asked for."""
    if not form.marker and same_text(text, answer):
        return "other form"
    if form.kind == "letter" and any(same_text(text, option) for option in form.options):
        return "other form"
    if (
        form.kind == "number"
        and not form.marker
        and re.fullmatch(r"[^\d\n]{0,3}-?[\d,/]+(\.\d+)?\s*[^\d\n]{0,12}", text)
    ):
        return "other form"
    return "words around it"


def _other_language(text: str, expected: tuple[str, ...]) -> bool:
    """Whether an output is English words where Chinese ones were expected, or the reverse."""
    wanted = any(is_cjk(letter) for right in expected for letter in right)
    latin = any(
        unicodedata.category(letter).startswith("L") and not is_cjk(letter) for right in expected for letter in right
    )
    if wanted == latin:
        return False
    return wanted != any(is_cjk(letter) for letter in text)

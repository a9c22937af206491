"""How requests are worded: many ways to ask for one thing, in Chinese and in English (`wordings.yaml`)."""

import functools
import random
from pathlib import Path
from typing import Any, Literal

import yaml

from examples.nano.forms import FORMS

Language = Literal["zh", "en"]


class Wording:
    """Draws wordings from one generator of random numbers. A form is a name of `FORMS` or a tune; None is any form."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def themed(self, theme: str, form: str | None, language: Language = "zh", style: str = "") -> str:
        """Asks for a poem on a theme."""
        return self._worded("themed", language, form, style, theme=theme)

    def unknown(self, form: str | None) -> str:
        """Asks in English for a poem on something of which the poems know nothing."""
        return self.themed(self._rng.choice(patterns()["en"]["unknown"]), form, "en")

    def plain(self, form: str | None, language: Language = "zh", style: str = "") -> str:
        """Asks for a form alone."""
        return self._worded("plain", language, form, style)

    def style(self, author: str) -> str:
        """Words before a form that ask, in Chinese, for an author's manner."""
        return self._rng.choice(patterns()["zh"]["styles"]).format(author=author)

    def first(self, line: str, form: str, language: Language) -> str:
        """Asks for a poem that begins with a clause."""
        return self._worded("first", language, form, line=line)

    def acrostic(self, heads: str, form: str, language: Language) -> str:
        """Asks for a poem whose clauses begin with these characters."""
        return self._worded("acrostic", language, form, heads=heads)

    def continuation(self, text: str) -> str:
        """Asks to go on."""
        return self._rng.choice(patterns()["continuation"]).format(text=text)

    def more(self) -> str:
        """Asks for another one."""
        return self._rng.choice(patterns()["more"])

    def _worded(self, kind: str, language: Language, form: str | None, style: str = "", **words: str) -> str:
        known, choice = patterns()[language], self._rng.choice
        name = style + self._name(form, language)
        words |= {"form": name, "Form": name[0].upper() + name[1:], "a": "an" if name[0] in "aeiou" else "a"}
        asked = choice(known[kind]).format(open=choice(known["openers"]), verb=choice(known["verbs"]), **words)
        if language == "en" and self._rng.random() < 0.7:
            asked = asked[0].upper() + asked[1:]
        return asked if asked.endswith(("。", ".")) else asked + choice(known["ends"])

    def _name(self, form: str | None, language: Language) -> str:
        known, choice = patterns()[language], self._rng.choice
        if form is None:
            return choice(known["any_form"])
        if form in FORMS:
            return choice(known["forms"][form])
        spelled = language == "en" and self._rng.random() < 0.6
        return choice(known["tunes"]).format(tune=patterns()["pinyin"].get(form, form) if spelled else form)


@functools.cache
def patterns() -> dict[str, Any]:
    """What `wordings.yaml` says."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("wordings.yaml").read_text(encoding="utf-8"))
    return found

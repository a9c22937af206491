"""Conversations on what the model is and is not: greetings, who it is, and requests that it cannot serve.

Requests are patterns and words that fill them (`about.yaml`), so that what is learned is their kind and not a list.
Answers are few.
"""

import functools
import random
from pathlib import Path
from typing import Any

import yaml

NAME = "aquila2-nano"
_KINDS = {"beyond": 12, "who": 3, "greetings": 2, "thanks": 1}
_ENGLISH_SHARE = 0.35


def about(rng: random.Random) -> dict[str, Any]:
    """A conversation, two times in three on what the model cannot do. An English request has an English answer."""
    english = rng.random() < _ENGLISH_SHARE
    said = _patterns()["en" if english else "zh"]
    (kind,) = rng.choices(list(_KINDS), list(_KINDS.values()))
    request = _filled(rng.choice(said[kind]), said["words"], rng)
    if english and rng.random() < 0.6:
        request = request[0].upper() + request[1:]
    return {
        "messages": [
            {"role": "user", "content": request + rng.choice(said["ends"])},
            {"role": "assistant", "content": said["answers"][kind]},
        ]
    }


@functools.cache
def _patterns() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("about.yaml").read_text(encoding="utf-8"))
    return found


def _filled(pattern: str, words: dict[str, list[str]], rng: random.Random) -> str:
    """The pattern with a word in each of its places, a new one each time."""
    for name, choices in words.items():
        while "{" + name + "}" in pattern:
            pattern = pattern.replace("{" + name + "}", rng.choice(choices), 1)
    return pattern

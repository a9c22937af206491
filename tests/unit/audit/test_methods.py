"""The published n-gram methods, on items whose coverage is known."""

import numpy as np
import pytest

from aquila2.audit.index import build_index
from aquila2.audit.methods import NgramMatcher
from aquila2.base.sources import PADDING
from aquila2.data.testset_item import Item

WORDS = [
    f"{a}{b}" for a in ("ban", "cor", "dal", "fen", "gur") for b in ("ka", "lo", "mi", "nu", "po", "ru", "sta", "te")
]


@pytest.fixture(scope="module")
def index():
    items = [Item("a", str(n), " ".join(WORDS[n:] + WORDS[:n])) for n in (0, 20)]
    return build_index([items[0], Item("a", "short", "ban ka lo")], {}, {"simplified": False})


def verdicts(index, method, text):
    data = np.frombuffer(text.encode() + bytes(PADDING), np.uint8)
    found = NgramMatcher(index, method).matches(data, np.array([[0, len(data) - PADDING]], np.int64))
    return {index.items[match.item].id: (match.verdict, match.all.share) for match in found}


@pytest.mark.parametrize(
    ("method", "kept", "expected"),
    [
        ("gpt3", 8, "dirty"),  # the set's short items make n 8
        ("gpt3", 7, None),
        ("palm", 31, "dirty"),  # 24 of 33 8-grams
        ("palm", 29, None),
        ("llama2", 32, "dirty"),
        ("llama2", 11, "partly"),
        ("llama2", 10, None),
        ("llama3", 20, "dirty"),
        ("llama3", 19, None),
    ],
)
def test_a_beginning_of_an_item(index, method, kept, expected):
    found = verdicts(index, method, "X y z. " + ", ".join(WORDS[:kept]).upper() + " w")
    assert found == ({"0": (expected, round(kept / 40, 4))} if expected else {})


def test_llama2_skips_what_differs_between_spans(index):
    words = [*WORDS[:14], "x", "y", *WORDS[16:]]
    assert verdicts(index, "llama2", " ".join(words)) == {"0": ("dirty", 1.0)}
    assert verdicts(index, "llama3", " ".join(words)) == {"0": ("dirty", 0.95)}


def test_short_items_are_invisible_to_them(index):
    assert not any("short" in verdicts(index, method, "ban ka lo") for method in ("gpt3", "palm", "llama2", "llama3"))

"""Which texts are the same to the audit."""

import random
import unicodedata

import pytest

from aquila2.audit.fold import fold_table
from aquila2.audit.index import cut_texts
from aquila2.audit.unit_kernels import NUMBER, SIGN_UNIT


def units(text: str, simplified: bool = True) -> list[int]:
    found: list[int] = cut_texts([text], *fold_table(simplified))[0].tolist()
    return found


def pieces(text: str) -> list[str]:
    """The text that each unit was cut from."""
    _, _, starts, ends = cut_texts([text], *fold_table())
    raw = text.encode()
    return [raw[start:end].decode() for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Hello, World!", "hello   WORLD"),
        ("ﬁne Ｃａｆé", "FINE cafe\u0301"),
        ("don't stop", "Don’t&nbsp;stop"),
        ("don&#39;t", "dont"),
        ("<p class='x'>你好，<b>世界</b></p>", "你 好\n世　界"),
        (r"\textbf{Find} $x_1$ \\ now", "find x 1 NOW"),
        ("臺灣的頭髮與麵條著火", "台湾的头发与面条着火"),
        ("１２，０００ ㎏", "12,000 kg"),
        ("a\u200bb \u00adcd", "ab cd"),
        ("a < b and c > d", "a b and c d"),
        ("Vec<T and a\nline> x", "vec t and a line x"),
        ("if a <b and c> d", "if a b and c d"),
        ("one<br />two<!-- no --><img src='x'>three", "one two three"),
        ("ΣΑΣ Straße", "σας STRASSE"),
    ],
)
def test_what_is_the_same(one, two):
    assert units(one) == units(two) != []


@pytest.mark.parametrize(
    ("one", "two"), [("cat", "cats"), ("12", "13"), ("上", "下"), ("ab", "a b"), ("x < y", "y < x")]
)
def test_what_is_not(one, two):
    assert units(one) != units(two)


def test_units_are_words_and_signs():
    assert pieces("GPU的2.5倍速度 (x1) にほん 한국") == [
        "GPU",
        "的",
        "2",
        "5",
        "倍",
        "速",
        "度",
        "x1",
        *"にほん",
        *"한국",
    ]
    kinds = [unit & 3 for unit in units("word 12 字 x1")]
    assert kinds == [0, NUMBER, SIGN_UNIT, 0]


def test_simplified_and_traditional_may_differ():
    assert units("頭髮", simplified=False) != units("头发", simplified=False)
    assert units("Hi", simplified=False) == units("Hi")


def test_whatever_normalisation_makes_equal_is_equal():
    """Compatibility forms, composed or not, and upper or lower case, of every assigned character."""
    hangul = set(map(chr, range(0x1100, 0x1200)))  # letters of Hangul are not put together again
    signs = [chr(c) for c in range(0x20000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co", "Cc")]
    signs = [c for c in signs if c not in "<&\\" and not hangul & set(unicodedata.normalize("NFKD", c))]
    text = " ".join(random.Random(0).sample(signs, 20000))
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert units(unicodedata.normalize(form, text)) == units(text), form
    assert units(text.casefold()) == units(text)


def test_text_that_grows_has_room():
    """A character may become several units, more than it has bytes."""
    assert len(units("㍻" * 50)) == 100
    assert len(units("ﷺ" * 50)) == 200 - 49

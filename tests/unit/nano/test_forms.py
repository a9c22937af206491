"""Forms of known poems, and answers that have the form or do not."""

import pytest

from examples.nano.forms import find_tunes, form_of, in_form, measure_of, split_answer
from examples.nano.poems import Poem
from tests.unit.nano.known_poems import CHUNWANG, DENGGAO, DENGGUANQUELOU, FENGQIAO, JINGYESI, RUMENGLING

TUNES = {"如梦令": [(6, 6, 5, 6, 2, 2, 6)]}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (JINGYESI, "五言绝句"),
        (DENGGUANQUELOU, "五言绝句"),
        (FENGQIAO, "七言绝句"),
        (CHUNWANG, "五言律诗"),
        (DENGGAO, "七言律诗"),
        (RUMENGLING, None),
        (JINGYESI[:12], None),
        ("", None),
    ],
)
def test_the_form_of_a_poem(text: str, form: str | None) -> None:
    assert form_of(text) == form


def test_an_answer_is_a_title_line_and_a_poem() -> None:
    assert split_answer(f"《静夜思》\n{JINGYESI}") == ("《静夜思》", JINGYESI)
    assert split_answer(f"{JINGYESI}\n") == (None, JINGYESI)
    assert split_answer("我不会写诗") == (None, None)
    assert split_answer("床前明月光，\n疑是地上霜。").body == "床前明月光，\n疑是地上霜。"


@pytest.mark.parametrize("answer", [JINGYESI, f"《静夜思》\n{JINGYESI}", f"静夜思\n{JINGYESI[:12]}\n{JINGYESI[12:]}"])
def test_an_answer_in_form(answer: str) -> None:
    assert in_form(answer, "五言绝句", TUNES)
    assert not in_form(answer, "五言律诗", TUNES)
    assert not in_form(answer, "七言绝句", TUNES)
    assert not in_form(answer, "如梦令", TUNES)


@pytest.mark.parametrize(
    "answer",
    [
        JINGYESI[:-1],  # the last clause has no mark
        f"{JINGYESI}谢谢",
        f"《静夜思》\n李白\n{JINGYESI}",
        f"好的，\n{JINGYESI}",
        JINGYESI.replace("床前", "床，"),
        JINGYESI.replace("光", "a"),
        JINGYESI + JINGYESI,
    ],
)
def test_an_answer_out_of_form(answer: str) -> None:
    assert not in_form(answer, "五言绝句", TUNES)


def test_a_tune_has_the_measures_that_poems_have() -> None:
    assert measure_of(RUMENGLING) == TUNES["如梦令"][0]
    assert in_form(RUMENGLING, "如梦令", TUNES)
    often, seldom = Poem("", "a", "宋", RUMENGLING, "如梦令"), Poem("", "a", "宋", "知否。", "如梦令")
    rare = Poem("", "a", "宋", "知否。", "无人知")
    assert find_tunes([often] * 50 + [seldom] * 3 + [rare] * 39) == TUNES

"""The rhyme book on poems that everybody knows."""

import pytest

from examples.nano.rhyme import RhymeBook, is_level
from tests.unit.nano.known_poems import (
    CHUNWANG,
    DENGGAO,
    DENGGUANQUELOU,
    FENGQIAO,
    HUANXISHA,
    JIANGXUE,
    JINGYESI,
    RUMENGLING,
)


@pytest.fixture(scope="module")
def book() -> RhymeBook:
    return RhymeBook()


@pytest.mark.parametrize(
    ("text", "rhyme"),
    [
        (JINGYESI, "下平声七阳"),
        (DENGGUANQUELOU, "下平声十一尤"),
        (FENGQIAO, "下平声一先"),
        (CHUNWANG, "下平声十二侵"),
        (DENGGAO, "上平声十灰"),
        (JIANGXUE, "入声九屑"),
    ],
)
def test_known_poems_rhyme(book: RhymeBook, text: str, rhyme: str) -> None:
    assert rhyme in book.rhymes_of(text)
    assert all(map(is_level, book.rhymes_of(text))) == ("平" in rhyme)


def test_other_ends_do_not_rhyme(book: RhymeBook) -> None:
    assert not book.rhymes_of(JINGYESI.replace("乡", "山"))
    assert not book.rhymes_of(JINGYESI.replace("乡", "霜"))  # the same character twice is no rhyme
    assert not book.rhymes_of(CHUNWANG.replace("簪", "花"))
    assert not book.rhymes_of(JINGYESI.replace("乡", "x"))
    assert not book.rhymes_of("")


def test_a_simplified_character_has_the_rhymes_of_all_that_it_stands_for(book: RhymeBook) -> None:
    assert {"上平声十灰", "上平声十四寒"} <= book.rhymes["台"] | book.rhymes["干"]
    assert book.rhymes["风"] == book.rhymes["風"] >= {"上平声一东"}
    assert len({name for names in book.rhymes.values() for name in names}) == 106


def test_every_rhyme_is_in_a_part_for_ci(book: RhymeBook) -> None:
    names = {name for names in book.rhymes.values() for name in names}
    assert not [name for name in names if all(name[-1] not in part for part in book._parts)]
    assert book.ci_rhymes(HUANXISHA)
    assert book.ci_rhymes(RUMENGLING.replace("知否？知否？", "知否，知否，"))
    assert not book.ci_rhymes(HUANXISHA.replace("回", "花").replace("台", "人"))
    assert not book.ci_rhymes("")

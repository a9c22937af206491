"""Citations: what is cited exists, and says what the sentence says."""

import pytest

from aquila2.rag.citations import check_citations
from aquila2.rag.store import Passage


def passage(text: str, start: int = 0) -> Passage:
    return Passage(1, "a.txt", 0, start, start + len(text), "", "", text)


RETURNS = passage("Goods may be returned within seven days. The shop pays for 2 parcels.", 100)
TEA = passage("绿茶应该用80度的水冲泡。红茶用沸水。")


@pytest.mark.parametrize(
    ("answer", "supported"),
    [
        ("Goods may be returned within seven days [1].", True),
        ("You can return goods in seven days.[1]", True),
        ("The shop sells elephants to museums [1].", False),
        ("The shop pays for 3 parcels [1].", False),  # a number that is not there
        ("绿茶用80度的水冲泡[2]。", True),
        ("绿茶用90度的水冲泡【2】。", False),
        ("退货须在七天之内[1]。", None),  # another script: not told by words
        ("No citation here.", None),
        ("Goods may be returned within seven days [1][2].", True),  # one of them is enough
    ],
)
def test_support(answer: str, supported: bool | None) -> None:
    checked = check_citations(answer, [RETURNS, TEA])
    assert [sentence.supported for sentence in checked.sentences] == [supported]


def test_numbers_that_do_not_exist_are_left_out() -> None:
    checked = check_citations("Goods may be returned [1, 7]. Tea [0].", [RETURNS])
    assert checked.text == "Goods may be returned [1]. Tea ."
    assert checked.missing == [0, 7]
    assert checked.cited == [1]


def test_each_sentence_is_checked_by_itself() -> None:
    answer = "Goods may be returned within seven days [1]. Elephants fly at night [1]."
    checked = check_citations(answer, [RETURNS])
    assert [(answer[s.start : s.end], s.supported) for s in checked.sentences] == [
        ("Goods may be returned within seven days [1].", True),
        ("Elephants fly at night [1].", False),
    ]


def test_a_quote_is_the_sentence_of_the_document_that_a_citation_rests_on() -> None:
    (quote,) = check_citations("The shop pays parcels [1].", [RETURNS]).quotes
    assert RETURNS.text[quote.start - 100 : quote.end - 100].strip() == "The shop pays for 2 parcels."
    (quote,) = check_citations("红茶要用沸水[1]。", [TEA]).quotes
    assert TEA.text[quote.start : quote.end] == "红茶用沸水。"

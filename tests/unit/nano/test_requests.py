"""Conversations fit the poems they are made of, and are the same each time."""

import json
import random

import pytest

from aquila2.data.sft_formats import format_of, read_record
from examples.nano.about import NAME, about
from examples.nano.forms import FORMS, clauses, in_form, split_answer
from examples.nano.poems import Poem
from examples.nano.requests import Record, Requests, followed, form_name
from examples.nano.themes import ThemeFinder, load_themes
from tests.unit.nano.known_poems import CHUNWANG, DENGGAO, FENGQIAO, JINGYESI, RUMENGLING

TUNES = {"如梦令": [(6, 6, 5, 6, 2, 2, 6)]}
POEMS = [
    Poem("静夜思", "李白", "唐", JINGYESI),
    Poem("枫桥夜泊", "张继", "唐", FENGQIAO),
    Poem("春望", "杜甫", "唐", CHUNWANG),
    Poem("登高", "杜甫", "唐", DENGGAO),
    Poem("", "李清照", "宋", RUMENGLING, "如梦令"),
]


@pytest.fixture(scope="module")
def requests() -> Requests:
    finder = ThemeFinder(load_themes())
    for poem in POEMS:
        finder.count(poem)
    return Requests(finder, frozenset({"杜甫"}))


def turns(record: Record) -> list[str]:
    return [turn["content"] for turn in record["messages"]]


@pytest.mark.parametrize("poem", POEMS, ids=lambda poem: poem.title or poem.tune)
def test_every_answer_is_the_poem(requests: Requests, poem: Poem) -> None:
    form = form_name(poem, TUNES)
    assert form is not None
    titles, kinds = set(), set()
    for repeat in range(300):
        record = requests.conversation(poem, form, repeat)
        assert record == requests.conversation(poem, form, repeat)
        assert read_record(json.loads(json.dumps(record)), format_of(record)).messages == record["messages"]
        request, answer = turns(record)
        if poem.text.endswith(answer) and answer != poem.text:  # it goes on with a beginning
            assert poem.text.removesuffix(answer) in request
            kinds.add("continue")
            continue
        assert in_form(answer, form, TUNES)
        title, body = split_answer(answer)
        assert body == poem.text
        titles.add(title)
        heads = "".join(clause[0] for clause in clauses(poem.text))
        kinds.add("acrostic" if heads in request else "first" if clauses(poem.text)[0] in request else "theme")
    assert kinds == ({"continue", "first", "theme"} | ({"acrostic"} if form in FORMS else set()))
    assert None in titles
    assert len(titles) > 2


def test_an_authors_manner_is_asked_for_where_there_is_enough_of_it(requests: Requests) -> None:
    named = [turns(requests.conversation(poem, "五言律诗", n))[0] for poem in POEMS[:3] for n in range(200)]
    assert any("杜甫" in request for request in named)
    assert not any("李白" in request or "张继" in request for request in named[:400])


def test_a_form_is_none_where_the_measure_is_no_tune_s() -> None:
    assert form_name(POEMS[4], {}) is None
    assert form_name(Poem("", "a", "宋", "知否。", "如梦令"), TUNES) is None
    assert form_name(Poem("", "a", "唐", "知否。"), TUNES) is None


def test_two_conversations_become_one(requests: Requests) -> None:
    first, second = (requests.conversation(POEMS[0], "五言绝句", n) for n in (0, 1))
    record = followed(first, second, random.Random(0))
    assert [turn["role"] for turn in record["messages"]] == ["user", "assistant"] * 2
    assert turns(record)[1::2] == [turns(first)[1], turns(second)[1]]


def test_what_it_is_not_is_said_in_the_language_that_was_asked_in() -> None:
    records = [about(random.Random(seed)) for seed in range(3000)]
    pairs = [turns(record) for record in records]
    assert len({request for request, _ in pairs}) > 1500
    for request, answer in pairs:
        assert not set("{}") & set(request), request
        assert split_answer(answer).body is None
        if request.isascii() and len(request.split()) > 2:
            assert answer.isascii(), request
    assert all(NAME in answer for _, answer in pairs)

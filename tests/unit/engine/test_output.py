"""Where answers end, and which text is shown when."""

import pytest

from aquila2.engine.output import Answer
from aquila2.engine.sampling_params import SamplingParams
from aquila2.tokenizer.stream import Stops
from tests.tiny_tokenizer import aquila_like

TOKENIZER = aquila_like()
EOS = TOKENIZER.eos_id
NO_STOPS = Stops()


def play(ids, stops=NO_STOPS, answer_start="", **settings):
    answer = Answer(TOKENIZER, SamplingParams(**settings), stops, answer_start)
    shown = []
    for token_id in ids:
        shown.append(answer.push(token_id))
        if answer.finish_reason:
            break
    return answer, shown


def spell(text):
    """One token a byte: every stop string straddles tokens."""
    return [TOKENIZER.token_to_id(TOKENIZER.id_to_token(i)) for b in text.encode() for i in [byte_id(b)]]


def byte_id(byte):
    return next(i for i in range(TOKENIZER.vocab_size) if TOKENIZER.token_bytes(i) == bytes([byte]))


@pytest.mark.parametrize("ids", [TOKENIZER.encode("It is noon.###Human: more"), spell("It is noon.###Human: more")])
def test_a_stop_string_ends_the_answer_however_it_is_tokenized(ids):
    answer, shown = play(ids, Stops(strings=("###", "</s>")))
    assert "".join(shown) == "It is noon."
    assert answer.finish_reason == "stop"
    assert len(answer.token_ids) < len(ids)


def test_a_stop_token_ends_the_answer_and_is_not_shown():
    answer, shown = play([*TOKENIZER.encode("你好"), EOS, *TOKENIZER.encode("x")], Stops(frozenset({EOS})))
    assert ("".join(shown), answer.finish_reason, answer.token_ids[-1]) == ("你好", "stop", EOS)


def test_what_may_begin_a_stop_string_is_shown_once_it_did_not():
    answer, shown = play(spell("a##b"), Stops(strings=("###",)))
    assert shown == ["a", "", "", "##b"]
    assert answer.finish_reason is None


def test_max_tokens_shows_what_was_held_back():
    answer, shown = play(spell("ab##"), Stops(strings=("###",)), max_tokens=4)
    assert ("".join(shown), answer.finish_reason) == ("ab##", "length")


def test_half_a_character_at_the_end_is_marked():
    answer, shown = play(spell("好")[:2], max_tokens=2)
    assert ("".join(shown), answer.finish_reason) == ("\ufffd", "length")


def test_the_blank_of_the_template_is_not_shown_once():
    _, shown = play(spell("  two"), answer_start=" ")
    assert "".join(shown) == " two"


def test_ignore_eos_goes_on_but_the_users_own_stops_count():
    stops = Stops(frozenset({EOS}), ("###",))
    answer, shown = play([*spell("a###b"), EOS, *spell("c!d")], stops, ignore_eos=True, stop="!")
    assert "".join(shown) == "a###bc"
    assert answer.finish_reason == "stop"


def test_own_stop_tokens_and_special_tokens_on_request():
    mark = TOKENIZER.special_tokens["<|endofpiece|>"]
    _, shown = play([*spell("a"), mark, *spell("b")], skip_special_tokens=False)
    assert "".join(shown) == "a<|endofpiece|>b"
    answer, _ = play([*spell("a"), mark], stop_token_ids=[mark])
    assert answer.finish_reason == "stop"

"""Streaming: no half characters, no beginning of a stop string."""

import pytest

from aquila2.base.errors import UserError
from aquila2.tokenizer.stream import StopFilter
from tests.tiny_tokenizer import aquila_like


def bytes_to_ids(data: bytes) -> list[int]:
    """One id a byte."""
    tokenizer = aquila_like()
    by_byte = {tokenizer.token_bytes(id): id for id in range(1, 257)}
    return [by_byte[bytes([byte])] for byte in data]


def test_a_character_comes_when_it_is_whole():
    stream = aquila_like().stream()
    assert [stream.push(id) for id in bytes_to_ids("a你é😀".encode())] == [
        *("a", "", "", "你", "", "é"),
        *("", "", "", "😀"),
    ]
    assert stream.finish() == ""


def test_bytes_that_are_no_text_are_replaced_at_once():
    stream = aquila_like().stream()
    assert [stream.push(id) for id in bytes_to_ids(b"\xff\xe4a\xe4\xbd")] == ["\ufffd", "", "\ufffda", "", ""]
    assert stream.finish() == "\ufffd"
    assert aquila_like().decode(bytes_to_ids(b"\xff\xe4a\xe4\xbd")) == "\ufffd\ufffda\ufffd"


def test_special_tokens_are_skipped_unless_asked_for():
    tokenizer = aquila_like()
    ids = [*tokenizer.encode("a"), tokenizer.special_tokens["</s>"]]
    silent, loud = tokenizer.stream(), tokenizer.stream(skip_special=False)
    assert [silent.push(id) for id in ids] == ["a", ""]
    assert [loud.push(id) for id in ids] == ["a", "</s>"]


def test_a_stop_string_straddling_pieces_is_cut():
    stop = StopFilter(["###", "</s>"])
    assert stop.push("one #") == ("one ", False)
    assert stop.push("two ##") == ("#two ", False)
    assert stop.push("# three") == ("", True)
    assert stop.push("four") == ("", True)
    assert stop.finish() == ""


def test_what_did_not_become_a_stop_string_comes_at_the_end():
    stop = StopFilter(["###", "</s>"])
    assert stop.push("a <") == ("a ", False)
    assert stop.push("/") == ("", False)
    assert stop.finish() == "</"
    assert stop.finish() == ""


def test_the_first_complete_stop_string_counts():
    assert StopFilter(["abcd", "bc"]).push("xabcd") == ("xa", True)
    assert StopFilter(["bc", "abc"]).push("xabcd") == ("x", True)
    assert StopFilter([]).push("text") == ("text", False)


def test_an_empty_stop_string_is_refused():
    with pytest.raises(UserError, match="at least one character"):
        StopFilter(["a", ""])

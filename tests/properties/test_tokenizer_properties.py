"""Any text comes back, whole or streamed; and what the stop filter lets out is what searching the whole text would."""

import functools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer as Backend
from tokenizers import decoders, models, normalizers, pre_tokenizers

from aquila2.tokenizer.stream import StopFilter
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_tokenizer import aquila_like, chatml_like, trained_backend

any_text = st.text(st.characters(exclude_categories=["Cs"]))
likely_text = st.lists(
    st.sampled_from(
        [" ", "\n", "  ", "a", "the", " is", "###", "</s>", "<|im_end|>", "你", "好。", "é", "😀", "\u0301"]
    )
).map("".join)


@given(any_text | likely_text)
@settings(deadline=None)
def test_any_text_comes_back(text: str):
    for tokenizer in (aquila_like(), chatml_like()):
        ids = tokenizer.encode(text)
        assert tokenizer.decode(ids) == text
        assert not set(ids) & set(tokenizer.special_tokens.values())


@given(any_text | likely_text)
@settings(deadline=None)
def test_asking_for_special_tokens_loses_no_text_either(text: str):
    tokenizer = aquila_like()
    assert tokenizer.decode(tokenizer.encode(text, allow_special=True), skip_special=False) == text


@given(st.lists(st.integers(0, aquila_like().vocab_size - 1)), st.booleans())
@settings(deadline=None)
def test_streamed_ids_are_the_whole_text(ids: list[int], skip_special: bool):
    tokenizer = aquila_like()
    stream = tokenizer.stream(skip_special)
    pieces = [stream.push(id) for id in ids] + [stream.finish()]
    assert "".join(pieces) == tokenizer.decode(ids, skip_special)
    # and both are what the library that encodes makes of these ids
    assert "".join(pieces) == tokenizer._backend.decode(ids, skip_special_tokens=skip_special)


@given(any_text)
@settings(deadline=None)
def test_no_piece_ends_inside_a_character(text: str):
    stream = aquila_like().stream()
    pieces = [stream.push(id) for id in aquila_like().encode(text)]
    assert "".join(pieces) == text
    assert stream.finish() == ""


@functools.cache
def metaspace_unigram() -> Tokenizer:
    pieces = ["<unk>", "</s>", "▁", "a", "b", "▁a", "▁the", "你", ".", "n't", "\ufffd"]
    backend = Backend(models.Unigram([(piece, -float(k)) for k, piece in enumerate(pieces)], 0))
    backend.pre_tokenizer, backend.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    return Tokenizer(backend, {"eos_token": "</s>", "unk_token": "<unk>"})


@functools.cache
def word_pieces() -> Tokenizer:
    pieces = ["[UNK]", "[SEP]", "a", "##b", "##.", ".", "the", "'", "##s", "n't", "##你"]
    backend = Backend(models.WordPiece({piece: id for id, piece in enumerate(pieces)}, unk_token="[UNK]"))
    backend.pre_tokenizer, backend.decoder = pre_tokenizers.BertPreTokenizer(), decoders.WordPiece()
    return Tokenizer(backend, {"sep_token": "[SEP]"})


@functools.cache
def llama_like() -> Tokenizer:
    """SentencePiece's BPE with byte fallback, as Llama 2 has it."""
    entries = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁", "a", "▁a", "b", "你", "。"]
    vocab = {entry: id for id, entry in enumerate(entries)}
    backend = Backend(models.BPE(vocab, [("▁", "a")], unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    backend.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    backend.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    return Tokenizer(backend, {"bos_token": "<s>", "eos_token": "</s>"})


@functools.cache
def bytes_in_a_sequence() -> Tokenizer:
    """Byte-level, but its decoder goes on after that, so only the library knows the text."""
    backend = trained_backend(["<|endoftext|>"], entries=300)
    backend.decoder = decoders.Sequence([decoders.ByteLevel(), decoders.Replace("a", "A")])
    return Tokenizer(backend, {"eos_token": "<|endoftext|>"})


@pytest.mark.parametrize("build", [metaspace_unigram, word_pieces, llama_like, bytes_in_a_sequence])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_streams_of_other_vocabularies_are_whole_too(build: Callable[[], Tokenizer], data: st.DataObject):
    tokenizer = build()
    assert not tokenizer.byte_level
    ids = data.draw(st.lists(st.integers(0, tokenizer.vocab_size - 1), max_size=24))
    skip_special = data.draw(st.booleans())
    stream = tokenizer.stream(skip_special)
    pieces = [stream.push(id) for id in ids] + [stream.finish()]
    assert "".join(pieces) == tokenizer.decode(ids, skip_special)


@given(st.text("ab你"), st.text("ab你"))
@settings(deadline=None)
def test_a_sentence_with_byte_fallback_comes_back(first: str, second: str):
    tokenizer = llama_like()
    text = f"{first} {second}é😀"
    stream = tokenizer.stream()
    assert "".join([*(stream.push(id) for id in tokenizer.encode(text)), stream.finish()]) == text


stop_strings = st.lists(st.text("ab#", min_size=1, max_size=4), max_size=4)


@given(st.lists(st.text("ab#", max_size=5), max_size=12), stop_strings)
@settings(max_examples=300, deadline=None)
def test_the_stop_filter_cuts_where_a_search_of_the_whole_text_would(pieces: list[str], stops: list[str]):
    whole = "".join(pieces)
    ends = [(whole.find(stop) + len(stop), whole.find(stop)) for stop in stops if stop in whole]
    expected = whole[: min(ends)[1]] if ends else whole

    stream, out, stopped = StopFilter(stops), "", False
    for count, piece in enumerate(pieces, start=1):
        text, stopped = stream.push(piece)
        out += text
        assert not any(stop in out for stop in stops)
        seen = "".join(pieces[:count])
        assert stopped == any(stop in seen for stop in stops)
        if not stopped:  # what is held back begins a stop string, and nothing longer than needed is held
            held = seen[len(out) :]
            beginnings = {stop[:length] for stop in stops for length in range(1, len(stop))}
            assert held == max((end for end in beginnings if seen.endswith(end)), key=len, default="")
    assert out + stream.finish() == expected
    assert stopped == bool(ends)

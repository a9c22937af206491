"""tiktoken is taken where it gives the same ids, and nowhere else."""

import sys

import pytest
from tokenizers import Tokenizer as Backend
from tokenizers import models, normalizers, pre_tokenizers

from aquila2.base.errors import UserError
from aquila2.tokenizer import tiktoken_encoder
from aquila2.tokenizer.tiktoken_encoder import TiktokenEncoder, fast_encoder, tiktoken_parts
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_tokenizer import LINES, aquila_like, trained_backend

pytest.importorskip("tiktoken")


def test_the_ids_are_the_same() -> None:
    encoder = fast_encoder(aquila_like())
    assert isinstance(encoder, TiktokenEncoder)
    texts = [*LINES, "", "</s>", tiktoken_encoder.PROBE]
    assert encoder.encode_batch(texts) == aquila_like().encode_batch(texts)


def test_texts_in_one_call_have_the_ids_that_each_has_alone() -> None:
    tokenizer = aquila_like()
    encoder = fast_encoder(tokenizer)
    assert isinstance(encoder, TiktokenEncoder)
    with_mark = [*LINES, "", " ", "\n\n", " x ", tiktoken_encoder.PROBE, "[CLS]", "end"]
    for texts in (LINES, [*LINES, " \n", "\n ", "", "a ", " b"], [], with_mark):
        for end in ("</s>", "<|endoftext|>"):
            found = encoder.encode_ended([text.encode() for text in texts], end)
            alone = [id for ids in tokenizer.encode_batch(texts) for id in (*ids, tokenizer.special_tokens[end])]
            assert found.tolist() == alone


def other(change: str) -> Tokenizer:
    backend = trained_backend([])
    if change == "normalizer":
        backend.normalizer = normalizers.NFKC()
    if change == "digits":
        backend.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(True), backend.pre_tokenizer])
    if change == "prefix":
        backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    if change == "words":
        return Tokenizer(Backend(models.WordLevel({"a": 0, "b": 1}, unk_token="a")))
    if change == "added":
        backend.add_tokens(["hello"])
    return Tokenizer(backend)


@pytest.mark.parametrize("change", ["normalizer", "digits", "prefix", "words", "added"])
def test_what_tiktoken_cannot_express_stays_with_the_tokenizer(change: str) -> None:
    tokenizer = other(change)
    assert fast_encoder(tokenizer) is tokenizer
    with pytest.raises(UserError, match="tiktoken"):
        tiktoken_parts(tokenizer)


def test_other_ids_for_the_probe_stay_with_the_tokenizer(monkeypatch: pytest.MonkeyPatch) -> None:
    real = tiktoken_parts(aquila_like())
    swapped = dict(real["mergeable_ranks"])
    swapped[b"a"], swapped[b"b"] = swapped[b"b"], swapped[b"a"]
    monkeypatch.setattr(tiktoken_encoder, "tiktoken_parts", lambda tokenizer: real | {"mergeable_ranks": swapped})
    assert fast_encoder(aquila_like()) is aquila_like()


def test_without_tiktoken_the_tokenizer_encodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tiktoken", None)
    assert fast_encoder(aquila_like()) is aquila_like()

"""A vocabulary that is Aquila's by its content has all eight special tokens, whatever the files beside it say."""

import json
import logging
from pathlib import Path

import pytest
from tokenizers import AddedToken
from tokenizers import Tokenizer as Backend

from aquila2.tokenizer.special_tokens import AQUILA_SPECIALS
from aquila2.tokenizer.tokenizer import Tokenizer

EIGHT = {token: 100_000 + k for k, token in enumerate(AQUILA_SPECIALS)}


def saved_with(folder: Path, tokens: list[str], plain: tuple[AddedToken, ...] = ()) -> Path:
    """The folder as other software saves it: tokenizer.json with these tokens after the vocabulary."""
    backend = Tokenizer.load(folder)._backend
    bare = Backend(backend.model)
    bare.pre_tokenizer, bare.decoder = backend.pre_tokenizer, backend.decoder
    bare.add_special_tokens(tokens)
    bare.add_tokens(list(plain))
    bare.save(str(folder / "tokenizer.json"))
    return folder


def test_the_eight_follow_the_vocabulary(aquila_folder: Path):
    tokenizer = Tokenizer.load(aquila_folder)
    assert tokenizer.special_tokens == {"<|endoftext|>": 0, **EIGHT}
    assert tokenizer.vocab_size == 100_008
    assert (tokenizer.bos_id, tokenizer.eos_id, tokenizer.pad_id, tokenizer.unk_id) == (100_006, 100_007, 0, 0)


def test_wrong_numbers_saved_by_other_software_are_put_right(aquila_folder: Path, caplog: pytest.LogCaptureFixture):
    folder = saved_with(aquila_folder, ["[CLS]", "</s>"])
    stored = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["added_tokens"]
    assert [(t["content"], t["id"]) for t in stored] == [("[CLS]", 100_000), ("</s>", 100_001)]
    with caplog.at_level(logging.WARNING, "aquila2"):
        tokenizer = Tokenizer.load(folder)
    assert tokenizer.special_tokens == {"<|endoftext|>": 0, **EIGHT}
    assert "put right" in caplog.text
    assert tokenizer.decode(tokenizer.encode("  a\u4e00")) == "  a\u4e00"


def test_tokens_of_the_user_after_the_eight_stay(aquila_folder: Path):
    folder = saved_with(aquila_folder, [*AQUILA_SPECIALS, "<mine>"], plain=(AddedToken("word", normalized=False),))
    tokenizer = Tokenizer.load(folder)
    assert tokenizer.special_tokens == {"<|endoftext|>": 0, **EIGHT, "<mine>": 100_008}
    assert tokenizer.encode("word") == [100_009]


def test_putting_right_keeps_the_tokens_of_the_user(aquila_folder: Path):
    folder = saved_with(aquila_folder, [*reversed(AQUILA_SPECIALS), "<mine>"])
    assert Tokenizer.load(folder).special_tokens == {"<|endoftext|>": 0, **EIGHT, "<mine>": 100_008}


def test_another_extension_of_the_vocabulary_is_left_alone(aquila_folder: Path):
    tokenizer = Tokenizer.load(saved_with(aquila_folder, ["<mine>"]))
    assert tokenizer.token_to_id("<mine>") == 100_000
    assert tokenizer.token_to_id("</s>") is None


def test_the_eight_inside_the_vocabulary_are_special(aquila_folder: Path):
    vocab = json.loads((aquila_folder / "vocab.json").read_text(encoding="utf-8"))
    (aquila_folder / "vocab.json").write_text(json.dumps({**vocab, **EIGHT}), encoding="utf-8")
    tokenizer = Tokenizer.load(aquila_folder)
    assert tokenizer.special_tokens == {"<|endoftext|>": 0, **EIGHT}
    assert not set(tokenizer.encode("</s>")) & set(EIGHT.values())


def test_another_vocabulary_of_the_same_size_is_not_aquila(aquila_folder: Path):
    text = (aquila_folder / "vocab.json").read_text(encoding="utf-8")
    other = text.replace(json.dumps("çŃīè¯¾ç¨ĭ", ensure_ascii=False), '"another last entry"')
    assert other != text
    (aquila_folder / "vocab.json").write_text(other, encoding="utf-8")
    (aquila_folder / "tokenizer_config.json").write_text('{"eos_token": "<|endoftext|>"}', encoding="utf-8")
    tokenizer = Tokenizer.load(aquila_folder)
    assert tokenizer.special_tokens == {"<|endoftext|>": 0}
    assert (tokenizer.vocab_size, tokenizer.eos_id) == (100_000, 0)


def test_gpt2_defaults_as_bos_and_eos_do_not_count(aquila_folder: Path):
    named = dict.fromkeys(("bos_token", "eos_token", "unk_token"), "<|endoftext|>")
    (aquila_folder / "tokenizer_config.json").write_text(json.dumps(named), encoding="utf-8")
    tokenizer = Tokenizer.load(aquila_folder)
    assert (tokenizer.bos_id, tokenizer.eos_id) == (100_006, 100_007)

"""Which added tokens a folder has, at which ids, in which roles; and what is refused."""

import json
import logging
from pathlib import Path

import pytest

from aquila2.base.errors import UserError
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.unit.tokenizer.conftest import write

TEXT = "There is something wrong, 请给出10个理由。\n  <|endoftext|> done"


def entry(content: str, special: bool = True) -> dict[str, object]:
    return {"content": content, "special": special, "lstrip": False, "rstrip": False, "normalized": False}


def test_both_forms_give_the_same_ids(vocab_folder: Path, json_folder: Path):
    write(vocab_folder / "tokenizer_config.json", {"eos_token": "<|endoftext|>"})
    first, second = Tokenizer.load(vocab_folder), Tokenizer.load(json_folder)
    assert first.encode(TEXT) == second.encode(TEXT)
    assert first.encode(TEXT, allow_special=True) == second.encode(TEXT, allow_special=True)
    assert 0 in first.encode(TEXT, allow_special=True)


def test_a_list_of_special_tokens_follows_the_vocabulary_in_order(vocab_folder: Path):
    size = Tokenizer.load(vocab_folder).vocab_size
    (vocab_folder / "special_tokens.txt").write_text("<a>\n<b>\n<|endoftext|>\n<c>\n", encoding="utf-8")
    tokenizer = Tokenizer.load(vocab_folder)
    assert tokenizer.special_tokens == {"<|endoftext|>": 0, "<a>": size, "<b>": size + 1, "<c>": size + 2}
    assert tokenizer.vocab_size == size + 3


def test_declared_ids_come_before_listed_order(vocab_folder: Path):
    size = Tokenizer.load(vocab_folder).vocab_size
    (vocab_folder / "special_tokens.txt").write_text("<a>\n<b>\n", encoding="utf-8")
    write(vocab_folder / "added_tokens.json", {"<c>": size + 1})
    decoder = {str(size + 2): entry("plain", special=False), str(size): entry("<b>"), str(size + 1): entry("<c>")}
    write(vocab_folder / "tokenizer_config.json", {"added_tokens_decoder": decoder})
    tokenizer = Tokenizer.load(vocab_folder)
    assert tokenizer.special_tokens == {"<b>": size, "<c>": size + 1, "<a>": size + 3}
    assert tokenizer.encode("plain") == [size + 2]


def test_tokenizer_json_is_trusted_before_the_files_beside_it(json_folder: Path):
    size = Tokenizer.load(json_folder).vocab_size
    decoder = {"7": entry("<|endoftext|>"), str(size): entry("<a>"), str(size + 5): entry("<far>")}
    write(json_folder / "tokenizer_config.json", {"added_tokens_decoder": decoder})
    assert Tokenizer.load(json_folder).special_tokens == {"<|endoftext|>": 0, "<a>": size}


@pytest.mark.parametrize(("id", "content"), [(7, "<|endoftext|>"), (3, "<a>"), (99_999, "<a>")])
def test_a_declared_id_that_cannot_be_had_is_refused(vocab_folder: Path, id: int, content: str):
    write(vocab_folder / "added_tokens.json", {content: id})
    with pytest.raises(UserError, match=rf"added_tokens.json.*declared as id {id}"):
        Tokenizer.load(vocab_folder)


def test_a_hole_before_an_added_token_is_refused(json_folder: Path):
    path = json_folder / "tokenizer.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["added_tokens"].append({"id": 5000, "single_word": False, **entry("<far>")})
    write(path, stored)
    with pytest.raises(UserError, match="'<far>' is declared as id 5000"):
        Tokenizer.load(json_folder)


def test_roles_in_their_order_of_trust(json_folder: Path):
    size = Tokenizer.load(json_folder).vocab_size
    write(json_folder / "added_tokens.json", {"<a>": size, "<b>": size + 1, "<c>": size + 2})
    write(json_folder / "tokenizer_config.json", {"bos_token": {"content": "<a>"}, "unk_token": None})
    write(json_folder / "special_tokens_map.json", {"bos_token": "<b>", "pad_token": "<b>"})
    write(json_folder / "generation_config.json", {"eos_token_id": [size + 2, 0], "pad_token_id": 0})
    write(json_folder / "config.json", {"eos_token_id": 0, "bos_token_id": 0})
    tokenizer = Tokenizer.load(json_folder)
    assert tokenizer.roles == {"bos_token": "<a>", "pad_token": "<b>", "eos_token": "<c>"}
    ids = (tokenizer.bos_id, tokenizer.eos_id, tokenizer.pad_id, tokenizer.unk_id)
    assert ids == (size, size + 2, size + 1, None)


def test_a_role_without_an_entry_is_dropped_with_a_note(json_folder: Path, caplog: pytest.LogCaptureFixture):
    write(json_folder / "tokenizer_config.json", {"pad_token": "[PAD]", "eos_token": "<|endoftext|>"})
    with caplog.at_level(logging.WARNING, "aquila2"):
        tokenizer = Tokenizer.load(json_folder)
    assert tokenizer.pad_id is None
    assert tokenizer.eos_id == 0
    assert "pad_token '[PAD]' is not in the vocabulary" in caplog.text


def test_a_role_makes_an_ordinary_entry_special(vocab_folder: Path):
    assert Tokenizer.load(vocab_folder).special_tokens == {}
    write(vocab_folder / "config.json", {"eos_token_id": 0})
    assert Tokenizer.load(vocab_folder).special_tokens == {"<|endoftext|>": 0}


def test_tokens_the_configuration_calls_special_are(vocab_folder: Path):
    (vocab_folder / "added_tokens.json").write_text("{}", encoding="utf-8")
    write(vocab_folder / "special_tokens_map.json", {"additional_special_tokens": ["<|endoftext|>"]})
    assert Tokenizer.load(vocab_folder).special_tokens == {"<|endoftext|>": 0}


def test_stored_truncation_and_padding_are_not_applied(json_folder: Path):
    path = json_folder / "tokenizer.json"
    whole = Tokenizer.load(json_folder).encode(TEXT)
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["truncation"] = {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0}
    stored["padding"] = {
        "strategy": {"Fixed": 400},
        "direction": "Right",
        "pad_to_multiple_of": None,
        "pad_id": 0,
        "pad_type_id": 0,
        "pad_token": "<|endoftext|>",
    }
    write(path, stored)
    assert Tokenizer.load(json_folder).encode(TEXT) == whole


def test_no_folder_and_no_tokenizer_in_it(tmp_path: Path):
    with pytest.raises(UserError, match="there is no such folder"):
        Tokenizer.load(tmp_path / "absent")
    with pytest.raises(UserError, match=r"needs tokenizer\.json, or vocab\.json and merges\.txt"):
        Tokenizer.load(tmp_path)
    (tmp_path / "vocab.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="needs tokenizer"):
        Tokenizer.load(tmp_path)


@pytest.mark.parametrize(
    "file", ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "config.json"]
)
@pytest.mark.parametrize("content", [b"{ not json", b"[1, 2]", b"\xff\xfe\x00"])
def test_a_broken_file_is_named(json_folder: Path, file: str, content: bytes):
    (json_folder / file).write_bytes(content)
    with pytest.raises(UserError, match=file) as caught:
        Tokenizer.load(json_folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "config", [{"added_tokens_decoder": {"x": {"content": "<a>"}}}, {"added_tokens_decoder": {"9": {}}}]
)
def test_a_malformed_declaration_is_refused(json_folder: Path, config: dict[str, object]):
    write(json_folder / "tokenizer_config.json", config)
    with pytest.raises(UserError, match="added_tokens_decoder"):
        Tokenizer.load(json_folder)


def test_merges_of_another_vocabulary_are_refused(vocab_folder: Path):
    (vocab_folder / "merges.txt").write_text("#version: 0.2\nĠqqqq zzzz\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"cannot read a tokenizer from .*merges\.txt"):
        Tokenizer.load(vocab_folder)

"""Ids from text and back: special tokens only when asked for, every byte kept, wrong input named."""

import pickle
from pathlib import Path

import pytest
from tokenizers import AddedToken, models
from tokenizers import Tokenizer as Backend

from aquila2.base.errors import UserError
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_tokenizer import aquila_like, trained_backend

WRITTEN = "a</s>b<|endoftext|>[MASK]<|startofpiece|>"


def test_special_tokens_in_text_are_ordinary_text():
    tokenizer = aquila_like()
    ids = tokenizer.encode(WRITTEN)
    assert not set(ids) & set(tokenizer.special_tokens.values())
    assert tokenizer.decode(ids) == WRITTEN
    assert tokenizer.encode_batch([WRITTEN, "x"]) == [ids, tokenizer.encode("x")]


def test_special_tokens_when_asked_for():
    tokenizer = aquila_like()
    ids = tokenizer.encode(WRITTEN, allow_special=True)
    special = tokenizer.special_tokens
    a, b = tokenizer.encode("a"), tokenizer.encode("b")
    assert ids == [*a, special["</s>"], *b, 0, special["[MASK]"], special["<|startofpiece|>"]]
    assert tokenizer.encode_batch([WRITTEN], allow_special=True) == [ids]
    assert not set(tokenizer.encode(WRITTEN)) & set(special.values()), "asking once must not change what follows"
    assert tokenizer.decode(ids) == "ab"
    assert tokenizer.decode(ids, skip_special=False) == WRITTEN


def test_a_copy_for_another_process_is_as_deaf():
    tokenizer = aquila_like()
    copy = pickle.loads(pickle.dumps(tokenizer))
    assert copy.encode(WRITTEN) == tokenizer.encode(WRITTEN)
    assert copy.encode(WRITTEN, allow_special=True) == tokenizer.encode(WRITTEN, allow_special=True)
    assert (copy.roles, copy.special_tokens) == (tokenizer.roles, tokenizer.special_tokens)


def test_nothing_is_put_before_or_after():
    assert aquila_like().encode("") == []
    assert aquila_like().decode([]) == ""


def test_a_model_that_spells_a_special_token_itself_is_kept_from_it():
    pieces = [("<unk>", 0.0), ("</s>", 0.0), ("<", -5.0), ("/", -5.0), ("s", -5.0), (">", -5.0), ("a", -5.0)]
    backend = Backend(models.Unigram(pieces, 0))
    assert backend.encode("a</s>").ids == [6, 1]
    tokenizer = Tokenizer(backend, {"eos_token": "</s>", "unk_token": "<unk>"})
    assert tokenizer.encode("a</s>") == [6, 2, 3, 4, 5]
    assert tokenizer.encode_batch(["a</s>", "a?"]) == [[6, 2, 3, 4, 5], [6, 0]]
    assert tokenizer.encode("a</s>", allow_special=True) == [6, 1]


def test_an_added_token_stands_for_its_own_text():
    backend = trained_backend(["<|endoftext|>"])
    backend.add_tokens([AddedToken("éà", normalized=False)])  # both are characters of the byte alphabet too
    tokenizer = Tokenizer(backend)
    ids = tokenizer.encode("xéày")
    assert len(ids) == 3
    assert tokenizer.decode(ids) == "xéày"
    assert tokenizer.token_bytes(ids[1]) == "éà".encode()


@pytest.mark.parametrize("id", [-1, 10**6])
def test_an_id_outside_the_vocabulary_is_refused(id: int):
    tokenizer = aquila_like()
    match = rf"id {id} is not in the vocabulary, whose ids go from 0 to {tokenizer.vocab_size - 1}"
    with pytest.raises(UserError, match=match):
        tokenizer.decode([5, id])
    with pytest.raises(UserError, match=match):
        tokenizer.stream().push(id)
    with pytest.raises(UserError, match=match):
        tokenizer.id_to_token(id)


def test_half_a_surrogate_pair_is_refused():
    with pytest.raises(UserError, match="at character 2"):
        aquila_like().encode("ab\ud83d")
    with pytest.raises(UserError, match="at character 0"):
        aquila_like().encode_batch(["fine", "\udc00"])


def test_what_is_not_text_is_refused():
    with pytest.raises(UserError, match="a int, not a string"):
        aquila_like().encode(5)  # type: ignore[arg-type]


def test_saved_files_give_the_same_tokenizer(tmp_path: Path):
    tokenizer = aquila_like()
    tokenizer.save(tmp_path / "new")
    files = {path.name for path in (tmp_path / "new").iterdir()}
    assert files == {
        "tokenizer.json",
        "vocab.json",
        "merges.txt",
        "tokenizer_config.json",
        "special_tokens_map.json",
    }
    text = "北京 </s> there  is\n"
    for _ in range(2):
        again = Tokenizer.load(tmp_path / "new")
        assert (again.roles, again.special_tokens) == (tokenizer.roles, tokenizer.special_tokens)
        for allow in (True, False):
            assert again.encode(text, allow) == tokenizer.encode(text, allow)
        (tmp_path / "new" / "tokenizer.json").unlink(missing_ok=True)  # then from vocab.json and merges.txt

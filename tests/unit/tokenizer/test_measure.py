"""What a tokenizer makes of texts is counted right."""

import numpy as np

from aquila2.tokenizer.measure import Sample, longest_tokens, measure, rates, vocabulary_scripts
from aquila2.tokenizer.scripts import SCRIPTS, languages, script_counts
from tests.tiny_tokenizer import LINES, aquila_like


def test_scripts_are_told_by_their_characters() -> None:
    texts = ["ab 1!", "中文", "ひら漢字", "한글", "Привет", "Ωμ", "مرحبا", "नमस्ते", "", "\U00020000"]
    counts = script_counts(texts)
    assert counts.sum(axis=1).tolist() == [len(text) for text in texts]
    assert dict(zip(SCRIPTS, counts[0].tolist(), strict=True)) == dict.fromkeys(SCRIPTS, 0) | {
        "Latin": 2, "blanks": 1, "numbers": 1, "punctuation and symbols": 1
    }  # fmt: skip
    assert languages([*texts, "12!", "Das 中文 ist gut geschrieben"]) == [
        "Latin", "Chinese", "Japanese", "Korean", "Cyrillic", "Greek", "Arabic", "Indic", "no letters", "Chinese",
        "no letters", "Latin",
    ]  # fmt: skip


def test_tokens_uses_and_round_trip() -> None:
    tokenizer = aquila_like()
    sample = Sample.of(LINES, ["x"] * 4 + ["y"])
    found = measure(tokenizer, sample)
    ids = tokenizer.encode_batch(LINES)
    assert found.tokens.tolist() == [len(i) for i in ids]
    assert found.uses.tolist() == np.bincount(np.concatenate(ids), minlength=tokenizer.vocab_size).tolist()
    assert found.lost == 0
    by_source = rates(sample.sizes(), found.tokens, sample.sources)
    assert list(by_source) == ["x", "y"]
    assert by_source["y"] == {
        "bytes": len(LINES[4].encode()),
        "tokens": len(ids[4]),
        "bytes_per_token": round(len(LINES[4].encode()) / len(ids[4]), 3),
    }


def test_the_vocabulary_is_counted_whole() -> None:
    tokenizer = aquila_like()
    scripts = vocabulary_scripts(tokenizer)
    assert sum(scripts.values()) == tokenizer.vocab_size
    assert scripts["special tokens"] == 9
    longest = longest_tokens(tokenizer, 3)
    sizes = [len(tokenizer.token_bytes(i)) for i in range(tokenizer.vocab_size - 8) if i]
    assert [row["bytes"] for row in longest] == sorted(sizes, reverse=True)[:3]

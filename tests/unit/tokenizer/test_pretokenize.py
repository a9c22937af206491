"""The compiled scanner cuts text as the `tokenizers` library does with the same pattern."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Regex, pre_tokenizers

from aquila2.tokenizer.byte_level import BYTE_TO_CHAR
from aquila2.tokenizer.pretokenize import Split, split_pattern, split_words
from aquila2.tokenizer.unicode_kinds import BLANK, LETTER, NUMBER, OTHER, kinds

BYTE_LEVEL = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
SPLITTERS = {
    split: pre_tokenizers.Split(Regex(split_pattern(split)), "isolated")  # type: ignore[arg-type]
    for split in ("gpt2", "cjk")
}
MARKS = ["'", "'s", "'t", "'re", "'ve", "'m", "'ll", "'d", " ", "  ", "\n", "\t", "\r\n", "\u3000", "\u00a0", "\x1c"]
SIGNS = ["a", "Z", "é", "1", "٣", "½", "!", "_", "你", "好", "々", "\U00020000", "か", "\u0300", "🙂", "\0"]
TEXT = st.lists(st.one_of(st.sampled_from(MARKS + SIGNS), st.characters(exclude_categories=["Cs"])), max_size=30)


def by_library(text: str, split: Split) -> list[bytes]:
    return [text[start:stop].encode() for _, (start, stop) in SPLITTERS[split].pre_tokenize_str(text)]


@given(TEXT.map("".join))
@settings(max_examples=400, deadline=None)
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert split_words(text) == by_library(text, "gpt2")
    assert split_words(text, "cjk") == by_library(text, "cjk")
    spelled = ["".join(BYTE_TO_CHAR[byte] for byte in word) for word in split_words(text)]
    assert spelled == [word for word, _ in BYTE_LEVEL.pre_tokenize_str(text)]


def test_every_character_has_the_kind_that_the_encoder_gives_it() -> None:
    """One text with each code point between two letters, two numbers and two signs tells all kinds at once."""
    table = kinds()
    rng = random.Random(0)
    edges = np.flatnonzero(np.diff(table.astype(int)))  # where a kind begins or ends, and a sample of the rest
    codes = sorted({*edges.tolist(), *(edges + 1).tolist(), *rng.sample(range(0x110000), 20_000)})
    codes = [code for code in codes if not 0xD800 <= code < 0xE000]
    for kind, beside in ((LETTER, "a"), (NUMBER, "1"), (OTHER, "!")):
        text = "".join(f"{beside}{chr(code)}{beside}\n" for code in codes if chr(code) not in "\n")
        starts = {start for _, (start, _) in SPLITTERS["gpt2"].pre_tokenize_str(text)}
        joined = [4 * i + 1 not in starts and 4 * i + 2 not in starts for i in range(len(text) // 4)]
        mine = [table[code] == kind for code in codes if chr(code) not in "\n"]
        assert joined == mine
    assert {code for code in range(0x110000) if table[code] == BLANK} == {
        *range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000
    }  # fmt: skip


def test_cjk_cuts_runs_of_ideographs_and_nothing_else() -> None:
    words = [word.decode() for word in split_words("你好世界啊abc 中文, 漢ひらがな12 hello world", "cjk")]
    assert words == ["你好", "世界", "啊", "abc", " 中文", ",", " 漢", "ひらがな", "12", " hello", " world"]


@pytest.mark.real
@pytest.mark.parametrize("split", ["gpt2", "cjk"])
def test_words_of_real_text(shared: Path, split: Split) -> None:
    import gzip

    for name in ("corpus/wikitext-2/valid.txt.gz", "corpus/novels_zh/honglou.jsonl.gz"):
        with gzip.open(shared / "data" / name, "rt", encoding="utf-8") as file:
            text = file.read(400_000)
        assert split_words(text, split) == by_library(text, split)

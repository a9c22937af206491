"""GPT-2's split pattern as a compiled scanner over UTF-8 bytes.

The pattern cuts text into words, inside which pairs are merged:

    's|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+

`split="cjk"` differs in runs of letters alone: CJK ideographs are kept apart from other letters and cut into pieces of
at most `CJK_PIECE`. Chinese is written without blanks, so GPT-2's words are whole clauses, nearly all of them unique:
they, not the text, are what fills memory in training. On real text, half of it Chinese, 50 and then 146 MB, GPT-2's
words are 1.55 and 4.23 million different ones of 29 and 81 MB: as good as the text itself, and growing with it.
Cut in twos they are 1.06 and 1.90 million of 6.5 and 11.7 MB, and grow with the square root. (In threes 2.44 and 5.93
million, in fours more words than uncut: longer pieces save nothing.) The price is that no token has more than two
ideographs. `split_pattern` gives both as regular expressions for the encoder; llama.cpp knows GPT-2's alone.
"""

from typing import Literal

import numpy as np

from aquila2.tokenizer.byte_kernels import PADDING
from aquila2.tokenizer.split_kernels import CJK_PIECE, word_end
from aquila2.tokenizer.unicode_kinds import IDEOGRAPHS, kinds

Split = Literal["gpt2", "cjk"]
GPT2_PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def split_pattern(split: Split) -> str:
    """The pattern as a regular expression that `tokenizers`, tiktoken and the `regex` module read alike."""
    if split == "gpt2":
        return GPT2_PATTERN
    block = "".join(f"{chr(first)}-{chr(last)}" for first, last in IDEOGRAPHS)
    letters = rf" ?[^\P{{L}}{block}]+| ?(?:(?=\p{{L}})[{block}]){{1,{CJK_PIECE}}}"
    return GPT2_PATTERN.replace(r" ?\p{L}+", letters)


def kinds_for(split: Split) -> np.ndarray:
    """The table of characters' kinds that the scanner takes for a split."""
    return kinds(ideographs=split == "cjk")


def split_words(text: str, split: Split = "gpt2") -> list[bytes]:
    """The words of one text, in order; together they are the text."""
    data = np.frombuffer(text.encode("utf-8") + bytes(PADDING), np.uint8)
    table, words, at, stop = kinds_for(split), [], 0, len(data) - PADDING
    while at < stop:
        end = word_end(data, at, stop, table)
        words.append(data[at:end].tobytes())
        at = end
    return words

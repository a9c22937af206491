"""What a tokenizer makes of a sample of text: bytes a token, vocabulary use, round trip; by language and source."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from aquila2.tokenizer.scripts import SCRIPTS, languages, script_counts
from aquila2.tokenizer.tiktoken_encoder import fast_encoder
from aquila2.tokenizer.tokenizer import Tokenizer


@dataclass(frozen=True)
class Sample:
    """Texts, and for each its language (by script) and its source."""

    texts: list[str]
    sources: list[str]
    languages: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, texts: list[str], sources: list[str]) -> "Sample":
        return cls(texts, sources, languages(texts))

    def sizes(self) -> np.ndarray:
        """UTF-8 bytes of each text."""
        return np.array([len(text.encode("utf-8")) for text in self.texts], np.int64)


@dataclass(frozen=True)
class Measured:
    """Tokens of each text, how often each id came up, and how many texts did not come back."""

    tokens: np.ndarray
    uses: np.ndarray
    lost: int


def measure(tokenizer: Tokenizer, sample: Sample) -> Measured:
    """Encode the sample and decode it."""
    encoder = fast_encoder(tokenizer)
    uses = np.zeros(tokenizer.vocab_size, np.int64)
    pieces = [tokenizer.token_bytes(id) for id in range(tokenizer.vocab_size)] if tokenizer.byte_level else []
    tokens: list[int] = []
    lost = 0
    for at in range(0, len(sample.texts), 1024):
        texts = sample.texts[at : at + 1024]
        batch = encoder.encode_batch(texts)
        tokens += map(len, batch)
        ids = list(itertools.chain.from_iterable(batch))
        uses += np.bincount(np.array(ids, np.int64), minlength=len(uses))
        # all at once, and one by one only where something is wrong
        if not pieces or b"".join([pieces[id] for id in ids]) != "".join(texts).encode("utf-8"):
            lost += sum(tokenizer.decode(ids) != text for ids, text in zip(batch, texts, strict=True))
    return Measured(np.array(tokens, np.int64), uses, lost)


def rates(sizes: np.ndarray, tokens: np.ndarray, groups: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Bytes a token in each group, the largest group first, and its size."""
    found: dict[str, dict[str, Any]] = {}
    names = np.array(groups)
    for name in dict.fromkeys(groups):
        mine = names == name
        size, count = int(sizes[mine].sum()), int(tokens[mine].sum())
        found[name] = {"bytes": size, "tokens": count, "bytes_per_token": round(size / max(count, 1), 3)}
    return dict(sorted(found.items(), key=lambda item: -item[1]["bytes"]))


def vocabulary_scripts(tokenizer: Tokenizer) -> dict[str, int]:
    """How many entries are in each script; entries that are no whole characters, and special tokens, by themselves."""
    special = set(tokenizer.special_tokens.values())
    texts, parts = [], 0
    for id in range(tokenizer.vocab_size):
        if id not in special:
            try:
                texts.append(tokenizer.token_bytes(id).decode("utf-8"))
            except UnicodeDecodeError:
                parts += 1
    counts = script_counts(texts)
    letters = counts.copy()
    letters[:, SCRIPTS.index("blanks")] = 0  # a word with its blank in front is a word
    best = np.where(letters.any(axis=1), letters.argmax(axis=1), SCRIPTS.index("blanks"))
    found = {SCRIPTS[i]: int(n) for i, n in enumerate(np.bincount(best, minlength=len(SCRIPTS))) if n}
    found |= {"parts of characters": parts, "special tokens": len(special)}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def longest_tokens(tokenizer: Tokenizer, count: int = 50) -> list[dict[str, Any]]:
    """The entries of most bytes, special tokens left out."""
    special = set(tokenizer.special_tokens.values())
    ids = [id for id in range(tokenizer.vocab_size) if id not in special]
    ids.sort(key=lambda id: (-len(tokenizer.token_bytes(id)), id))
    return [
        {"id": id, "bytes": len(data), "text": data.decode("utf-8", "replace")}
        for id in ids[:count]
        for data in (tokenizer.token_bytes(id),)
    ]

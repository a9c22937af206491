"""Our MinHash is datasketch's, slot for slot, over the shingles that a plain reading of the text gives."""

import random
import re

import numpy as np
import pytest

from aquila2.base.sources import PADDING, Batch
from aquila2.data.near import NUM_SLOTS, full_signatures
from aquila2.data.near_kernels import SHINGLE

MASK = (1 << 64) - 1
UNIT = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|(?:(?![\u3400-\u4dbf\u4e00-\u9fff])[^\W_])+")


def mix(value: int, more: int) -> int:
    value = (value ^ more) * 0x9E3779B97F4A7C15 & MASK
    return value ^ value >> 29


def shingles(text: str) -> set[int]:
    """The 32-bit hashes of a text's shingles: each unit hashed by its bytes, five of them by a polynomial."""
    units = []
    for unit in UNIT.findall(text):
        ideograph = "\u3400" <= unit[0] <= "\u9fff"
        value = int(ideograph)
        for char in unit:
            first, *rest = (char.lower() if char.isascii() else char).encode()
            for byte in (first + (not ideograph), *rest):
                value = mix(value, byte)
        units.append(value)
    found = set()
    for at in range(len(units) - SHINGLE + 1):
        value = 0
        for unit_value in units[at : at + SHINGLE]:
            value = (value * 0xD6E8FEB86659FD93 + unit_value) & MASK
        found.add(mix(value, 1) >> 32)
    return found


def batch(texts: list[str]) -> Batch:
    parts = [text.encode() for text in texts]
    ends = np.cumsum([len(part) for part in parts])
    bounds = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1)
    return Batch(np.frombuffer(b"".join(parts) + bytes(PADDING), np.uint8), bounds, None, 0)


def test_signatures_are_datasketchs() -> None:
    datasketch = pytest.importorskip("datasketch")
    rng = random.Random(0)
    pieces = [
        "The",
        "quick",
        "FOX",
        " ",
        ", ",
        "。",
        "42",
        "天地玄黄",
        "人工智能",
        "\n",
        "Ünï",
        "x_y",
        "'",
        "и мир",
        "—",
    ]
    texts = ["".join(rng.choice(pieces) for _ in range(rng.randint(30, 400))) for _ in range(30)]
    ours = full_signatures(batch(texts))
    for text, signature in zip(texts, ours, strict=True):
        theirs = datasketch.MinHash(NUM_SLOTS, seed=1, scheme="affine32", hashfunc=lambda value: value)
        theirs.update_batch(shingles(text))
        assert np.array_equal(signature, theirs.hashvalues)

"""Training is exact: on any words the merges are the naive trainer's, with any memory and any number of threads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aquila2.tokenizer import merge
from aquila2.tokenizer.merge import MergeMemoryError, Merges, WordSizes, learn_merges
from aquila2.tokenizer.pair_kernels import BIG_COUNT
from aquila2.tokenizer.trainer import byte_order
from tests.naive_bpe import naive_merges

# few letters and many repeats: ties, twins (aaaa) and overlaps are the rule
LETTERS = st.sampled_from(["a", "ab", "abc", "aab", "\x00\xff ", "abcdefgh"])
COUNTS = st.one_of(st.integers(1, 3), st.integers(1, 1000), st.integers((1 << 31) - 1, 1 << 40))


@st.composite
def word_counts(draw: st.DrawFn) -> dict[bytes, int]:
    letters = draw(LETTERS).encode("latin-1")
    word = st.lists(st.sampled_from(list(letters)), min_size=1, max_size=40).map(bytes)
    repeated = st.tuples(word.map(lambda w: w[:4]), st.integers(1, 80)).map(lambda pair: pair[0] * pair[1])
    return draw(st.dictionaries(st.one_of(word, repeated), COUNTS, min_size=1, max_size=12))


def learned(words: dict[bytes, int], entries: int, memory: int = 1 << 30, threads: int = 1) -> Merges:
    lengths = np.array([len(word) for word in words])
    counts = np.array(list(words.values()), np.int64)
    long, once = lengths > 1, (lengths > 1) & (counts == 1)
    sizes = WordSizes(
        int(long.sum()),
        int(lengths[long].sum()),
        int(once.sum()),
        int(lengths[once].sum()),
        int((long & (counts >= BIG_COUNT)).sum()),
    )
    half = (len(words) + 1) // 2
    batches = []
    for part in (slice(0, half), slice(half, None)):
        text = b"".join(list(words)[part]) + bytes(8)
        batches.append(
            (np.frombuffer(text, np.uint8), np.concatenate([[0], np.cumsum(lengths[part])]), counts[part].copy())
        )
    return learn_merges(sizes, batches, byte_order(), entries, memory, threads)


def pairs(found: Merges) -> list[tuple[int, int]]:
    return [(left, right) for left, right in found.pairs.tolist()]


@given(words=word_counts(), more=st.integers(1, 60), threads=st.integers(1, 3))
@settings(max_examples=120, deadline=None)
def test_merges_are_those_of_the_naive_trainer(words: dict[bytes, int], more: int, threads: int) -> None:
    found = learned(words, 257 + more, threads=threads)
    assert pairs(found) == naive_merges(words, 257 + more)
    assert len(set(found.spellings)) == len(found.spellings)  # no string is made twice


@given(words=word_counts(), phase=st.sampled_from([2, 3, 10]))
@settings(max_examples=60, deadline=None)
def test_short_phases_change_nothing(words: dict[bytes, int], phase: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge, "_PHASE", phase)
        found = learned(words, 300)
    assert pairs(found) == naive_merges(words, 300)


@given(words=word_counts(), cells=st.sampled_from([8, 64, 1024]))
@settings(max_examples=60, deadline=None)
def test_pairs_that_share_a_cell_of_the_sketch_change_nothing(words: dict[bytes, int], cells: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge, "_SKETCH_CELLS", cells)
        found = learned(words, 300)
    assert pairs(found) == naive_merges(words, 300)


@given(st.integers(0, 1 << 32))
@settings(max_examples=20, deadline=None)
def test_little_memory_makes_more_phases_or_a_refusal_with_numbers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    words = {bytes(rng.choice(list(b"abcdefgh"), rng.integers(2, 30)).tolist()): 1 for _ in range(300)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge, "_TABLES", 0)
        patch.setattr(merge, "_SKETCH_CELLS", 1 << 10)
        patch.setattr(merge, "_LEAST_SKETCH_CELLS", 1 << 10)
        patch.setattr(merge, "_SPARE_PLACES", 0)
        try:
            found = learned(words, 400, memory=_least(words))
        except MergeMemoryError as error:
            found = learned(words, 400, memory=error.needed)
    assert pairs(found) == naive_merges(words, 400)


def _least(words: dict[bytes, int]) -> int:
    size = sum(map(len, words))
    return WordSizes(len(words), size, len(words), size, 0).memory_needed(400, 1)

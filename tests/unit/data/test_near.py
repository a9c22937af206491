"""Near-duplicates: found in Chinese and English, what is merely related is kept, and every removal has its reason."""

from pathlib import Path

import numpy as np
import pytest

from aquila2.base.errors import UserError
from aquila2.base.sources import PADDING, Batch
from aquila2.data.near import bands_for, find_near_duplicates, full_signatures, index_bytes, signatures

RNG = np.random.default_rng(0)
SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
WORDS = ["".join(RNG.choice(list("etaoinshrdlu"), RNG.integers(2, 9))) for _ in range(3000)]


def batch(texts: list[str]) -> Batch:
    parts = [text.encode() for text in texts]
    ends = np.cumsum([len(part) for part in parts])
    bounds = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1)
    return Batch(np.frombuffer(b"".join(parts) + bytes(PADDING), np.uint8), bounds, None, 0)


def near(tmp_path: Path, texts: list[str], threshold: float = 0.8, wanted: np.ndarray | None = None) -> list[int]:
    signatures(batch(texts)).tofile(tmp_path / "signatures")
    wanted = np.ones(len(texts), bool) if wanted is None else wanted
    return np.flatnonzero(find_near_duplicates(tmp_path / "signatures", wanted, threshold, 1 << 30)).tolist()


def chinese(count: int) -> list[str]:
    return [SIGNS[i] for i in RNG.integers(0, len(SIGNS), count)]


def english(count: int) -> list[str]:
    return [WORDS[i] for i in RNG.integers(0, len(WORDS), count)]


@pytest.mark.parametrize(("make", "blank"), [(chinese, ""), (english, " ")])
def test_a_few_changes_make_a_near_duplicate_and_many_do_not(tmp_path: Path, make: object, blank: str) -> None:
    assert callable(make)
    text = make(400)
    few, many = list(text), list(text)
    few[50], few[300] = make(2)
    for at in range(0, 400, 10):
        many[at] = make(1)[0]
    texts = [blank.join(units) for units in (text, make(400), few, many, text[:380], make(400))]
    assert near(tmp_path, texts) == [2, 4]


def test_case_punctuation_and_blanks_do_not_matter(tmp_path: Path) -> None:
    text = "There is something wrong, please query again: the answer was not found."
    assert near(tmp_path, [text, text.upper().replace(",", " -").replace(" ", "\n")]) == [1]
    text = "请给出十个要到北京旅游的理由,北京是中国的首都"
    assert near(tmp_path, [text, text.replace(",", "，\n") + "。"]) == [1]


def test_short_documents_are_alike_only_where_they_are_the_same(tmp_path: Path) -> None:
    texts = ["(1, 1)", "-1.1", "yes", "Yes.", "床前明月", "床前明月。", "!!!", "???", "", "one two three four"]
    assert near(tmp_path, texts) == []
    # a document of one shingle: its signature has one hash behind all slots
    lines = ["".join(chinese(5)) for _ in range(20_000)]
    assert near(tmp_path, list(dict.fromkeys(lines))) == []


def test_estimates_are_near_the_true_similarity() -> None:
    texts, true = [], []
    for _ in range(60):
        text = chinese(int(RNG.integers(100, 2000)))
        cut = int(RNG.integers(0, len(text) // 2))
        texts += ["".join(text), "".join(text[cut:])]
        a, b = ({"".join(t[i : i + 5]) for i in range(len(t) - 4)} for t in (text, text[cut:]))
        true.append(len(a & b) / len(a | b))
    for found in (full_signatures(batch(texts)), signatures(batch(texts))):
        estimates = (found[::2] == found[1::2]).mean(axis=1)
        assert np.abs(estimates - true).max() < 0.16
        assert abs((estimates - true).mean()) < 0.02


def test_what_is_removed_has_a_kept_document_like_it_and_kept_ones_are_unlike(tmp_path: Path) -> None:
    texts = []
    for _ in range(60):
        text = english(120)
        for _ in range(6):  # drifts away from what it was, a word at a time
            texts.append(" ".join(text))
            text = list(text)
            text[int(RNG.integers(120))] = english(1)[0]
            text[int(RNG.integers(120))] = english(1)[0]
    order = RNG.permutation(len(texts))
    texts = [texts[i] for i in order]
    gone = near(tmp_path, texts)
    found = signatures(batch(texts))
    alike = (found[:, None] == found[None]).mean(axis=2) >= 0.8
    kept = np.setdiff1d(np.arange(len(texts)), gone)
    assert 100 < len(gone) < 300
    assert all(alike[i, kept[kept < i]].any() for i in gone)
    missed = sum(alike[i, kept[kept < i]].any() for i in kept)
    assert missed <= 3  # pairs at the threshold itself that shared no band


def test_documents_that_do_not_count_hide_nothing(tmp_path: Path) -> None:
    text = " ".join(english(50))
    assert near(tmp_path, [text, text, text], wanted=np.array([False, True, True])) == [2]
    assert near(tmp_path, [text, text], wanted=np.zeros(2, bool)) == []


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7, 0.8, 0.9, 1.0])
def test_bands_find_what_is_at_the_threshold(threshold: float) -> None:
    bands, rows = bands_for(threshold)
    assert bands * rows <= 128
    assert 1 - (1 - threshold**rows) ** bands >= 0.98


def test_too_little_memory_is_told_with_what_would_do(tmp_path: Path) -> None:
    assert index_bytes(1_000_000, 0.8) == 368_000_000
    with pytest.raises(
        UserError, match=r"needs 2MB .* of 5,000 documents and may use 1MB: give more memory=, or dedupe=exact"
    ):
        find_near_duplicates(tmp_path / "none", np.ones(5000, bool), 0.8, 1_000_000)

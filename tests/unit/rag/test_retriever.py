"""Search: both ways together, several wordings, what fails is done without."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aquila2.base.errors import UserError
from aquila2.rag.adding import Cutting, add_files
from aquila2.rag.embedder import Vectors
from aquila2.rag.retriever import Retriever, _best
from aquila2.rag.store import Store
from tests.scripted_rag import WordEmbedder, filled

FILES = {
    "fox.txt": "The quick brown fox jumps over the lazy dog.",
    "returns.txt": "Goods may be returned within seven days of delivery.",
    "tea.md": "# 茶\n\n绿茶应该用八十度的水冲泡。",
    "ships.txt": "Orders ship from Shanghai within two days.",
}


def names(retriever: Retriever, question: str, mode: str = "hybrid") -> list[str]:
    hits = retriever.search(question, 10, mode).hits  # type: ignore[arg-type]
    return [Path(hit.passage.document).name for hit in hits]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "sparse"])
def test_every_mode_finds_the_passage(tmp_path: Path, mode: str) -> None:
    retriever = Retriever(filled(tmp_path, FILES, WordEmbedder()), WordEmbedder())
    assert names(retriever, "when can goods be returned", mode)[0] == "returns.txt"
    assert names(retriever, "綠茶用幾度的水", mode)[0] == "tea.md"


def test_sparse_leaves_out_what_shares_no_word_and_dense_does_not(tmp_path: Path) -> None:
    retriever = Retriever(filled(tmp_path, FILES, WordEmbedder()), WordEmbedder())
    assert names(retriever, "fox", "sparse") == ["fox.txt"]
    assert len(names(retriever, "fox", "dense")) == 4


def test_without_an_embedder_words_alone_are_searched_and_that_is_said(tmp_path: Path) -> None:
    retriever = Retriever(filled(tmp_path, FILES))
    found = retriever.search("lazy dog")
    assert [Path(hit.passage.document).name for hit in found.hits] == ["fox.txt"]
    assert found.notes == ["no embedder: found by words alone (BM25)"]
    with pytest.raises(UserError, match="mode=dense needs an embedder"):
        retriever.search("lazy dog", mode="dense")


class Failing(WordEmbedder):
    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        raise RuntimeError("no memory")


def test_a_failing_embedder_is_done_without(tmp_path: Path) -> None:
    retriever = Retriever(filled(tmp_path, FILES, WordEmbedder()), Failing())
    found = retriever.search("lazy dog")
    assert Path(found.hits[0].passage.document).name == "fox.txt"
    assert found.notes == ["the embedder failed, found by words alone (BM25): RuntimeError: no memory"]


class Backwards:
    """A reranker that likes what names Shanghai, and may fail."""

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails

    def scores(self, question: str, passages: Sequence[str]) -> Sequence[float]:
        if self.fails:
            raise RuntimeError("gone")
        return [float("Shanghai" in passage) for passage in passages]


def test_a_reranker_decides_the_order_and_is_done_without_when_it_fails(tmp_path: Path) -> None:
    store = filled(tmp_path, FILES, WordEmbedder())
    plain = names(Retriever(store, WordEmbedder()), "two lazy days")
    assert names(Retriever(store, WordEmbedder(), Backwards()), "two lazy days")[0] == "ships.txt"
    found = Retriever(store, WordEmbedder(), Backwards(fails=True)).search("two lazy days")
    assert [Path(hit.passage.document).name for hit in found.hits] == plain
    assert found.notes == ["the reranker failed, its order is not used: RuntimeError: gone"]


def test_several_wordings_are_joined_by_reciprocal_ranks(tmp_path: Path) -> None:
    retriever = Retriever(filled(tmp_path, FILES))
    found = retriever.search(["fox", "dog returned", "returned goods"], 10)
    assert [Path(hit.passage.document).name for hit in found.hits] == ["returns.txt", "fox.txt"]
    # `fox.txt` is first once and second once, `returns.txt` first once or second, and first
    assert found.hits[0].score == pytest.approx(found.hits[1].score, abs=1 / 61)


def test_evidence_is_of_the_users_own_wording(tmp_path: Path) -> None:
    retriever = Retriever(filled(tmp_path, FILES, WordEmbedder()), WordEmbedder())
    known = retriever.search("lazy dog", judge=True).evidence
    unknown = retriever.search(["quarterly revenue", "lazy dog"], judge=True).evidence
    assert known is not None
    assert unknown is not None
    assert known.coverage == 1.0
    assert unknown.coverage == 0.0
    assert known.cosine is not None
    assert unknown.cosine is not None
    assert known.cosine > unknown.cosine + 0.2


def test_what_was_added_without_an_embedder_gets_vectors_the_next_time(tmp_path: Path) -> None:
    store = filled(tmp_path, FILES)
    assert store.without_vectors()
    assert Retriever(store, WordEmbedder()).search("lazy dog").hits[0].dense is None
    paths = list(store.hashes())
    assert add_files(store, paths, WordEmbedder(), Cutting()).unchanged == len(paths)
    assert not store.without_vectors()
    top = Retriever(store, WordEmbedder()).search("lazy dog").hits[0]
    assert top.dense is not None
    assert top.dense > 0.4


def test_a_base_is_not_searched_with_another_embedder(tmp_path: Path) -> None:
    store = filled(tmp_path, FILES, WordEmbedder())
    with pytest.raises(UserError, match="was made with embedder=words, not others"):
        add_files(store, [], WordEmbedder("others"), Cutting())


def test_an_empty_base_finds_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "base", create=True)
    assert Retriever(store, WordEmbedder()).search("anything").hits == []
    with pytest.raises(UserError, match="top_k=0"):
        Retriever(store).search("anything", 0)


def test_hybrid_is_the_sum_of_standard_scores(tmp_path: Path) -> None:
    retriever = Retriever(filled(tmp_path, FILES, WordEmbedder()), WordEmbedder())
    hits = retriever.search("days of the fox", 10).hits

    def standard(values: list[float]) -> np.ndarray:
        return (np.array(values) - np.mean(values)) / (np.std(values) + 1e-9)

    dense = standard([hit.dense or 0.0 for hit in hits])
    sparse = standard([hit.sparse for hit in hits])
    np.testing.assert_allclose([hit.score for hit in hits], 0.5 * dense + 0.5 * sparse, atol=1e-3)


@given(
    st.lists(st.sampled_from([-np.inf, 0.0, 1.0, 2.5, 3.0]) | st.floats(-5, 5), min_size=1, max_size=600),
    st.integers(1, 9),
)
def test_the_best_are_those_of_a_sort_the_first_of_equal_ones_first(values: list[float], count: int) -> None:
    scores = np.array(values)
    expected = sorted(range(len(values)), key=lambda i: (-values[i], i))[:count]
    assert _best(scores, count).tolist() == expected

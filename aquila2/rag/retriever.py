"""A question to the passages that answer it: dense and sparse search, fused; several wordings at once; reranked."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from aquila2.base.errors import UserError
from aquila2.rag.embedder import Embedder
from aquila2.rag.postings import Segment
from aquila2.rag.reranker import Reranker
from aquila2.rag.store import Passage, Store
from aquila2.rag.words import passage_words, question_words

Mode = Literal["hybrid", "dense", "sparse"]

_DEPTH = 100  # the best of each search, which the other's are measured against
_DENSE_SHARE = 0.5  # of a fused score; chosen in bench/rag_quality.py
_RRF_K = 60  # Cormack, Clarke and Buettcher 2009
_RERANKED = 50


@dataclass(frozen=True)
class Hit:
    """A passage and why it was found: its place's score, its cosine (None without vectors), its BM25 score."""

    passage: Passage
    score: float
    dense: float | None
    sparse: float


@dataclass(frozen=True)
class Evidence:
    """What speaks for an answer being in the base: the best cosine of any passage to the question (None without
    vectors), and the share of the question's words, weighed by how rare they are, that one of the best holds."""

    cosine: float | None
    coverage: float


@dataclass
class Found:
    """`notes` say what failed and was done without; `evidence` is there if it was asked for."""

    hits: list[Hit]
    evidence: Evidence | None
    notes: list[str] = field(default_factory=list)


@dataclass
class _Ranking:
    """All chunks in the order of the segments: what each search and both together say of one wording."""

    fused: np.ndarray
    dense: np.ndarray | None
    sparse: np.ndarray


class Retriever:
    """Searches one knowledge base.

    Args:
        embedder: None for BM25 alone.
        reranker: reads each of the best passages beside the question; None keeps the fused order.
    """

    def __init__(self, store: Store, embedder: Embedder | None = None, reranker: Reranker | None = None) -> None:
        self.store, self.embedder, self.reranker = store, embedder, reranker

    def search(
        self, questions: str | Sequence[str], top_k: int = 10, mode: Mode = "hybrid", judge: bool = False
    ) -> Found:
        """The best passages for a question, or for several wordings of one, of which the first is the user's own.

        Rankings of several wordings are joined by reciprocal rank fusion. An embedder or reranker that fails is done
        without, and `notes` say so. With `judge`, what was found is weighed as evidence that an answer is there.

        Raises:
            UserError: `mode=dense` without an embedder, or a `top_k` below 1.
        """
        wordings = [questions] if isinstance(questions, str) else list(questions)
        if top_k < 1:
            raise UserError(f"top_k={top_k}: give at least 1")
        if mode == "dense" and self.embedder is None:
            raise UserError("mode=dense needs an embedder, and there is none: use mode=sparse")
        notes: list[str] = []
        vectors = self._vectors(wordings, mode, notes)
        with self.store.snapshot() as segments:
            total = sum(len(segment.ids) for segment in segments)
            if total == 0:
                return Found([], Evidence(None, 0.0) if judge else None, notes)
            alive = np.concatenate([segment.alive for segment in segments])
            ids = np.concatenate([segment.ids for segment in segments])
            rankings = [
                self._rank(segments, wording, None if vectors is None else vectors[i], mode, alive)
                for i, wording in enumerate(wordings)
            ]
            scores = rankings[0].fused if len(rankings) == 1 else _reciprocal_ranks([r.fused for r in rankings])
            wanted = max(top_k, _RERANKED if self.reranker else 0)
            best = [i for i in _best(scores, wanted) if np.isfinite(scores[i])]
            passages = {p.id: p for p in self.store.passages(ids[best].tolist())}
            own = rankings[0]
            hits = [
                Hit(
                    passages[int(ids[i])],
                    float(scores[i]),
                    None if own.dense is None or not np.isfinite(own.dense[i]) else float(own.dense[i]),
                    float(own.sparse[i]),
                )
                for i in best
                if int(ids[i]) in passages
            ]
            evidence = self._evidence(segments, wordings[0], own, hits) if judge else None
        return Found(self._reranked(wordings[0], hits, notes)[:top_k], evidence, notes)

    def _vectors(self, wordings: Sequence[str], mode: Mode, notes: list[str]) -> np.ndarray | None:
        if mode == "sparse" or self.embedder is None:
            if mode == "hybrid":
                notes.append("no embedder: found by words alone (BM25)")
            return None
        try:
            return self.embedder.embed_queries(wordings)
        except Exception as error:
            if mode == "dense":
                raise
            notes.append(f"the embedder failed, found by words alone (BM25): {type(error).__name__}: {error}")
            return None

    def _rank(
        self, segments: Sequence[Segment], wording: str, vector: np.ndarray | None, mode: Mode, alive: np.ndarray
    ) -> _Ranking:
        sparse = np.concatenate(self.store.sparse_scores(segments, question_words(wording)))
        if vector is None:
            return _Ranking(np.where(alive & (sparse > 0), sparse, -np.inf), None, sparse)
        missing = [segment for segment in segments if segment.vectors is None]
        dense = np.concatenate(
            [np.full(len(s.ids), -np.inf, np.float32) if s.vectors is None else s.vectors @ vector for s in segments]
        )
        dense = np.where(alive, dense, -np.inf)
        if mode == "dense":
            return _Ranking(dense, dense, sparse)
        if len(missing) == len(segments):
            return _Ranking(np.where(alive & (sparse > 0), sparse, -np.inf), None, sparse)
        fused = _DENSE_SHARE * _standard(dense) + (1 - _DENSE_SHARE) * _standard(np.where(alive, sparse, -np.inf))
        return _Ranking(np.where(alive, fused, -np.inf), dense, sparse)

    def _evidence(self, segments: Sequence[Segment], question: str, ranking: _Ranking, hits: Sequence[Hit]) -> Evidence:
        cosine = None if ranking.dense is None else float(ranking.dense.max())
        words = np.unique(question_words(question))
        if not len(words) or not hits:
            return Evidence(cosine, 0.0)
        weights = self.store.rarities(segments, words)
        shares = [
            float(weights[np.isin(words, passage_words(indexed_text(hit.passage.above, hit.passage.text)))].sum())
            for hit in hits[:3]
        ]
        return Evidence(cosine, max(shares) / max(float(weights.sum()), 1e-9))

    def _reranked(self, question: str, hits: list[Hit], notes: list[str]) -> list[Hit]:
        if self.reranker is None or not hits:
            return hits
        texts = [indexed_text(hit.passage.above, hit.passage.text) for hit in hits[:_RERANKED]]
        try:
            scores = self.reranker.scores(question, texts)
        except Exception as error:
            notes.append(f"the reranker failed, its order is not used: {type(error).__name__}: {error}")
            return hits
        order = np.argsort(-np.asarray(scores), kind="stable")
        return [replace(hits[i], score=float(scores[i])) for i in order] + hits[_RERANKED:]


def indexed_text(above: str, text: str) -> str:
    """What of a chunk is searched: what stands above it, and itself."""
    return f"{above}\n{text}" if above else text


def _standard(scores: np.ndarray) -> np.ndarray:
    """Scores in standard deviations above the mean of the best hundred, and none below the last of these: what both
    searches say of a chunk can then be added, whatever they measure in."""
    best = scores[_best(scores, _DEPTH)]
    best = best[np.isfinite(best)]
    if not len(best):
        return np.zeros_like(scores)
    return (np.maximum(scores, best.min()) - best.mean()) / (best.std() + 1e-9)


def _best(scores: np.ndarray, count: int) -> np.ndarray:
    """The places of the `count` highest scores, the highest first; of equal ones the first.

    Most scores are far below, and many are equal (words that are not there), which makes numpy's selection slow: the
    count-th highest of every sixteenth is a bound that the best of all reach.
    """
    places = np.arange(len(scores))
    if len(scores) > 32 * count:
        bound = np.sort(scores[::16])[-count]
        places = np.flatnonzero(scores > bound)
        if len(places) < count:
            equal = np.flatnonzero(scores == bound)[: count - len(places)]
            places = np.sort(np.concatenate([places, equal]))
    return places[np.argsort(-scores[places], kind="stable")][:count]


def _reciprocal_ranks(rankings: Sequence[np.ndarray]) -> np.ndarray:
    """Reciprocal rank fusion: the sum of 1 / (60 + rank) over the rankings that have a chunk among their best."""
    total = np.full(len(rankings[0]), -np.inf)
    for scores in rankings:
        best = [i for i in _best(scores, _DEPTH) if np.isfinite(scores[i])]
        total[best] = np.maximum(total[best], 0) + 1 / (_RRF_K + 1 + np.arange(len(best)))
    return total

"""Refusing before generation: `python bench/rag_refusal.py [shared=../shared] [cache=DIR] [questions=500]`.

Each question is asked of its set's whole knowledge base and of the same base without the question's paragraph (that of
XQuAD and DRCD keeps other paragraphs of the same article). The weights of `rag/evidence.py` are fitted here, on the two
sets that the fusion was chosen on, by logistic regression; the border is where one in twenty of their answerable
questions is refused. The results have, for every set, what that border refuses, and the curve: the share of
unanswerable ones refused when 1, 2, 5, 10, 20 % of the answerable ones are.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from provenance import save
from rag_quality import SETS, Remembering, base_of, squad

from aquila2.rag.default_embedder import default_embedder
from aquila2.rag.evidence import likelihood
from aquila2.rag.postings import Segment
from aquila2.rag.retriever import Evidence, Retriever
from aquila2.rag.store import Store

CURVE = (0.01, 0.02, 0.05, 0.1, 0.2)


class Hiding(Store):
    """A base that does as if some chunks were gone."""

    hidden = np.zeros(0, np.int64)

    @contextmanager
    def snapshot(self) -> Iterator[list[Segment]]:
        with super().snapshot() as segments:
            yield [replace(s, alive=s.alive & ~np.isin(s.ids, self.hidden)) for s in segments]


def evidence_of(retriever: Retriever, question: str) -> Evidence:
    found = retriever.search(question, 5, judge=True).evidence
    assert found is not None
    return found


def evidences(data: Path, file: str, count: int, embedder: Remembering) -> tuple[list[Evidence], list[Evidence]]:
    """With the paragraph, and without."""
    contexts, questions = squad(data / file)
    questions = questions[:count]
    embedder.embed_queries([question for question, _ in questions])
    with tempfile.TemporaryDirectory() as work:
        base_of(contexts, embedder, Path(work)).close()
        store = Hiding(Path(work) / "base")
        path = next(iter(store.hashes()))
        chunks: dict[int, list[int]] = {}
        for passage in store.chunks_of(path):
            chunks.setdefault(int(passage.page) - 1, []).append(passage.id)
        retriever = Retriever(store, embedder)
        there, gone = [], []
        for question, number in questions:
            store.hidden = np.zeros(0, np.int64)
            there.append(evidence_of(retriever, question))
            store.hidden = np.array(chunks[number], np.int64)
            gone.append(evidence_of(retriever, question))
        store.close()
    return there, gone


def rows(evidences: list[Evidence], dense: bool) -> np.ndarray:
    return np.array([[e.cosine if dense else 0.0, e.coverage] for e in evidences])


def fitted(there: np.ndarray, gone: np.ndarray) -> list[float]:
    """Bias and weights, the bias moved so that one in twenty of `there` is below zero."""
    mean, spread = np.concatenate([there, gone]).mean(0), np.concatenate([there, gone]).std(0) + 1e-9
    x = torch.tensor((np.concatenate([there, gone]) - mean) / spread)
    y = torch.tensor(np.r_[np.ones(len(there)), np.zeros(len(gone))])
    w = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([w], max_iter=300)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(x @ w[1:] + w[0], y) + 1e-4 * (w[1:] ** 2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    weights = w.detach().numpy()[1:] / spread
    return [-float(np.quantile(there @ weights, 0.05)), *map(float, weights)]


def curve(there: np.ndarray, gone: np.ndarray) -> dict[str, float]:
    return {f"{share:.0%}": round(float((gone < np.quantile(there, share)).mean()), 3) for share in CURVE}


def main() -> None:
    given = dict(word.split("=", 1) for word in sys.argv[1:])
    data = Path(given.get("shared", "../shared")) / "data" / "rag"
    inner = default_embedder()
    assert inner is not None
    embedder = Remembering(inner, Path(given["cache"]) if "cache" in given else None)
    found = {
        name: evidences(data, file, int(given.get("questions", 500)), embedder) for name, (file, _) in SETS.items()
    }
    results: dict[str, Any] = {}
    for label, dense in (("multilingual-e5-small", True), ("words alone", False)):
        chosen = [name for name, (_, chosen_on) in SETS.items() if chosen_on]
        weights = fitted(*(np.concatenate([rows(found[name][i], dense) for name in chosen]) for i in (0, 1)))
        results[label] = {"fitted weights": [round(w, 2) for w in weights], "fitted on": chosen, "sets": {}}
        for name, pair in found.items():
            shipped = [
                np.array([likelihood(e if dense else Evidence(None, e.coverage), embedder.name) for e in side])
                for side in pair
            ]
            scores = [rows(side, dense) @ np.array(weights[1:]) for side in pair]
            results[label]["sets"][name] = {
                "answerable refused": round(float((shipped[0] < 0.5).mean()), 3),
                "unanswerable refused": round(float((shipped[1] < 0.5).mean()), 3),
                "unanswerable refused when this share of the answerable is": curve(scores[0], scores[1]),
            }
        print(label, results[label], flush=True)
    save("rag_refusal", results)


if __name__ == "__main__":
    main()

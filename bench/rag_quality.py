"""What is found: `python bench/rag_quality.py [shared=../shared] [cache=DIR] [questions=500]`.

Every set is added as a JSONL file to a knowledge base of its own, as a user would, and asked its questions (CMRC 2018,
DRCD, XQuAD: question -> its paragraph; Cranfield: graded judgements). The peer is bm25s over jieba's words. `chosen on`
are sets that the one free number of the fusion (`_DENSE_SHARE` in rag/retriever.py) was chosen on.
"""

import gzip
import json
import logging
import math
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from provenance import save

from aquila2.rag.adding import Cutting, add_files
from aquila2.rag.default_embedder import default_embedder
from aquila2.rag.embedder import Advance, Embedder, Vectors
from aquila2.rag.retriever import Retriever
from aquila2.rag.store import Store

SETS = {
    "CMRC 2018 trial": ("cmrc2018/cmrc2018_trial.json.gz", True),
    "DRCD test": ("drcd/DRCD_test.json.gz", True),
    "CMRC 2018 dev": ("cmrc2018/cmrc2018_dev.json.gz", False),
    "DRCD dev": ("drcd/DRCD_dev.json.gz", False),
    "XQuAD zh": ("xquad/xquad.zh.json.gz", False),
    "XQuAD en": ("xquad/xquad.en.json.gz", False),
}
DEEP = 100


class Remembering:
    """An embedder whose vectors are kept in a folder: embedding takes most of the time."""

    def __init__(self, inner: Embedder, folder: Path | None) -> None:
        self.inner, self.name, self.dim = inner, inner.name, inner.dim
        self._folder = folder
        self._known: dict[str, np.ndarray] = {}
        if folder is not None and (folder / "vectors.npz").is_file():
            held = np.load(folder / "vectors.npz", allow_pickle=False)
            self._known = dict(zip(held["texts"].tolist(), held["vectors"], strict=True))

    def embed_documents(self, texts: Sequence[str], advance: Advance = lambda count: None) -> Vectors:
        return self._get("p", texts, self.inner.embed_documents)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._get("q", texts, self.inner.embed_queries)

    def _get(self, kind: str, texts: Sequence[str], make: Any) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if kind + text not in self._known]
        for start in range(0, len(new), 256):
            part = new[start : start + 256]
            self._known |= zip((kind + text for text in part), make(part), strict=True)
        return np.stack([self._known[kind + text] for text in texts]).astype(np.float32)

    def keep(self) -> None:
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            texts, vectors = np.array(list(self._known)), np.stack(list(self._known.values()))
            np.savez(self._folder / "vectors.npz", texts=texts, vectors=vectors)


def squad(path: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """Paragraphs, and questions with the number of their paragraph."""
    contexts: list[str] = []
    questions = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    for article in articles:
        for paragraph in article["paragraphs"]:
            questions += [(qa["question"], len(contexts)) for qa in paragraph["qas"]]
            contexts.append(paragraph["context"])
    random.Random(0).shuffle(questions)
    return contexts, questions


def base_of(texts: Sequence[str], embedder: Embedder, folder: Path) -> Store:
    """A knowledge base of these texts; a passage's page is its text's number from 1."""
    file = folder / "texts.jsonl"
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    file.write_text("\n".join(lines), encoding="utf-8")
    store = Store(folder / "base", create=True)
    result = add_files(store, [str(file)], embedder, Cutting())
    assert not result.failed, result.failed
    return store


def ranking(retriever: Retriever, question: str, mode: Any) -> list[int]:
    """Numbers of texts, by their best chunk."""
    hits = retriever.search(question, DEEP, mode).hits
    return list(dict.fromkeys(int(hit.passage.page) - 1 for hit in hits))


def reciprocal(rankings: Sequence[list[int]]) -> list[int]:
    total: dict[int, float] = {}
    for found in rankings:
        for rank, number in enumerate(found, 1):
            total[number] = total.get(number, 0) + 1 / (60 + rank)
    return sorted(total, key=lambda number: -total[number])


def peer(texts: Sequence[str], questions: Sequence[str]) -> list[list[int]]:
    """bm25s with its defaults, over jieba's words."""
    import bm25s
    import jieba

    jieba.setLogLevel(logging.ERROR)

    def words(text: str) -> list[str]:
        return [word for word in jieba.lcut(text.lower()) if word.strip()]

    index = bm25s.BM25()
    index.index([words(text) for text in texts], show_progress=False)
    deep = min(DEEP, len(texts))
    return [index.retrieve([words(q)], k=deep, show_progress=False)[0][0].tolist() for q in questions]


def measures(rankings: Sequence[list[int]], wanted: Sequence[dict[int, float]]) -> dict[str, float]:
    """recall@k (for graded sets: of the relevant), nDCG@10 and MRR."""
    rows: dict[str, list[float]] = {"recall@1": [], "recall@5": [], "recall@10": [], "ndcg@10": [], "mrr": []}
    for found, gains in zip(rankings, wanted, strict=True):
        for k in (1, 5, 10):
            rows[f"recall@{k}"].append(sum(n in gains for n in found[:k]) / min(len(gains), 10**9))
        ideal = sum(g / math.log2(i + 2) for i, g in enumerate(sorted(gains.values(), reverse=True)[:10]))
        rows["ndcg@10"].append(sum(gains.get(n, 0) / math.log2(i + 2) for i, n in enumerate(found[:10])) / ideal)
        rows["mrr"].append(next((1 / i for i, n in enumerate(found, 1) if n in gains), 0.0))
    return {name: round(float(np.mean(values)), 4) for name, values in rows.items()}


def table(texts: Sequence[str], asked: Sequence[tuple[str, dict[int, float]]], embedder: Embedder) -> dict[str, Any]:
    wanted = [gains for _, gains in asked]
    questions = [question for question, _ in asked]
    embedder.embed_queries(questions)
    with tempfile.TemporaryDirectory() as work:
        retriever = Retriever(base_of(texts, embedder, Path(work)), embedder)
        found = {m: [ranking(retriever, q, m) for q in questions] for m in ("sparse", "dense", "hybrid")}
        retriever.store.close()
    found["rrf"] = [reciprocal(pair) for pair in zip(found["sparse"], found["dense"], strict=True)]
    found["bm25s + jieba"] = peer(texts, questions)
    return {name: measures(rows, wanted) for name, rows in found.items()}


def cranfield(folder: Path) -> tuple[list[str], list[tuple[str, dict[int, float]]]]:
    def rows(name: str) -> list[dict[str, Any]]:
        with gzip.open(folder / name, "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    documents = rows("cran_docs.jsonl.gz")
    places = {int(d["id"]): i for i, d in enumerate(documents)}
    gains: dict[int, dict[int, float]] = {}
    for row in rows("cran_qrels.jsonl.gz"):
        if 1 <= int(row["position"]) <= 4 and int(row["id"]) in places:
            gains.setdefault(int(row["query_num"]), {})[places[int(row["id"])]] = 5 - int(row["position"])
    texts = [f"{d['title']}\n{d['body']}".strip() or "(nothing)" for d in documents]
    queries = rows("cran_queries.jsonl.gz")
    return texts, [(q["query"], gains[int(q["query number"])]) for q in queries if int(q["query number"]) in gains]


def main() -> None:
    given = dict(word.split("=", 1) for word in sys.argv[1:])
    data = Path(given.get("shared", "../shared")) / "data" / "rag"
    inner = default_embedder()
    assert inner is not None
    embedder = Remembering(inner, Path(given["cache"]) if "cache" in given else None)
    results: dict[str, Any] = {}
    for name, (file, chosen_on) in SETS.items():
        contexts, questions = squad(data / file)
        asked = [(question, {number: 1.0}) for question, number in questions[: int(given.get("questions", 500))]]
        results[name] = {"questions": len(asked), "chosen on": chosen_on, **table(contexts, asked, embedder)}
        embedder.keep()
        print(name, json.dumps(results[name]), flush=True)
    texts, asked = cranfield(data / "cranfield")
    results["Cranfield"] = {"questions": len(asked), "chosen on": False, **table(texts, asked, embedder)}
    embedder.keep()
    print("Cranfield", json.dumps(results["Cranfield"]), flush=True)
    save("rag_quality", results)


if __name__ == "__main__":
    main()

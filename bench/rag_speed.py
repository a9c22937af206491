"""How fast a large knowledge base is: `python bench/rag_speed.py [shared=../shared] [chunks=100000]`.

Text of the data folder (novels, poems, English articles and contexts) is added as files of about 60 kB without an
embedder, then every chunk gets a vector: those of real passages where a cache folder has them (`cache=`, as in
rag_quality.py), with noise. Questions are real ones. Seconds are the wall clock's and this process's own (`cpu`), for
the machine may be shared; peers run in the same process right afterwards, on the same words.
"""

import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from provenance import save
from rag_quality import SETS, squad

from aquila2.rag.adding import Cutting, add_files
from aquila2.rag.embedder import Advance, Vectors
from aquila2.rag.retriever import Retriever, indexed_text
from aquila2.rag.store import Store
from aquila2.rag.words import passage_words, question_words

DIM = 384


class Drawn:
    """Vectors near those of real passages; a question's is one of them."""

    name, dim = "drawn", DIM

    def __init__(self, real: np.ndarray | None) -> None:
        self._rng = np.random.default_rng(0)
        self._real = self._rng.normal(size=(4096, DIM)).astype(np.float32) if real is None else real

    def embed_documents(self, texts: Sequence[str], advance: Advance = lambda count: None) -> Vectors:
        rows = self._real[self._rng.integers(0, len(self._real), len(texts))]
        found = rows + self._rng.normal(0, 0.03, rows.shape).astype(np.float32)
        return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_documents(texts)


def corpus(data: Path, folder: Path, most: int) -> list[str]:
    """Files of about 60 kB of text; their paths. `most` bytes in all."""
    texts: list[str] = []
    for name in sorted((data / "corpus").rglob("*.gz")) + sorted((data / "poems").rglob("*.gz")):
        with gzip.open(name, "rt", encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith("{"):
                    record = json.loads(line)
                    line = record.get("text") or f"{record.get('title', '')}\n{''.join(record.get('paragraphs', []))}"
                texts.append(line.strip())
    paths, held, size, total = [], [], 0, 0
    for text in texts:
        held.append(text)
        size += len(text.encode())
        if size > 60_000:
            path = folder / f"{len(paths):05}.txt"
            path.write_text("\n\n".join(held), encoding="utf-8")
            paths.append(str(path))
            total += size
            held, size = [], 0
            if total > most:
                break
    return paths


def timed(ask: Callable[[Any], Any], items: Sequence[Any]) -> dict[str, float]:
    """Milliseconds of one question, after a few that do not count."""
    for item in items[:5]:
        ask(item)
    wall, cpu = [], []
    for item in items:
        start, own = time.perf_counter(), time.process_time()
        ask(item)
        wall.append(1000 * (time.perf_counter() - start))
        cpu.append(1000 * (time.process_time() - own))
    return {
        "median ms": round(float(np.median(wall)), 2),
        "p95 ms": round(float(np.percentile(wall, 95)), 2),
        "p95 ms cpu": round(float(np.percentile(cpu, 95)), 2),
    }


def ours(work: Path, paths: list[str], questions: list[str], embedder: Drawn) -> tuple[dict[str, Any], Store]:
    passage_words("warm 暖")
    size = sum(Path(path).stat().st_size for path in paths)
    store = Store(work / "base", create=True)
    start, own = time.perf_counter(), time.process_time()
    result = add_files(store, paths, None, Cutting())
    wall, cpu = time.perf_counter() - start, time.process_time() - own
    disk = sum(file.stat().st_size for file in store.folder.iterdir())
    for segment in store.without_vectors():
        store.set_vectors(segment, embedder.embed_documents([""] * len(store.chunk_ids(segment))))
    with store.snapshot() as segments:
        count = len(segments)
    search = Retriever(store, embedder).search
    found = {
        "MB of text": round(size / 1e6, 1),
        "chunks": result.chunks,
        "segments": count,
        "add MB/s": round(size / 1e6 / wall, 2),
        "add MB/s cpu": round(size / 1e6 / cpu, 2),
        "disk without vectors, of the text": round(disk / size, 2),
        "bm25": timed(lambda q: search(q, 10, "sparse"), questions),
        "dense": timed(lambda q: search(q, 10, "dense"), questions),
        "hybrid": timed(lambda q: search(q, 10, "hybrid"), questions),
    }
    return found, store


def peers(store: Store, questions: list[str]) -> dict[str, Any]:
    """bm25s, tantivy and faiss over the same chunks, words and vectors; those that are not installed are left out."""
    with store.snapshot() as segments:
        ids = np.concatenate([s.ids for s in segments])
        vectors = np.concatenate([s.vectors for s in segments if s.vectors is not None])
    words = [
        list(map(str, passage_words(indexed_text(p.above, p.text)).tolist())) for p in store.passages(ids.tolist())
    ]
    asked = [list(map(str, question_words(q).tolist())) for q in questions]
    found: dict[str, Any] = {}
    try:
        import bm25s

        start = time.process_time()
        index = bm25s.BM25()
        index.index(words, show_progress=False)
        found["bm25s"] = {"index s cpu": round(time.process_time() - start, 1)}
        found["bm25s"] |= timed(lambda q: index.retrieve([q], k=10, show_progress=False), asked)
    except ImportError:
        pass
    try:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        schema = builder.build()
        with tempfile.TemporaryDirectory() as folder:
            tree = tantivy.Index(schema, folder)
            start = time.process_time()
            writer = tree.writer(200_000_000, 2)
            for row in words:
                writer.add_document(tantivy.Document(words=" ".join(row)))
            writer.commit()
            writer.wait_merging_threads()
            seconds = round(time.process_time() - start, 1)
            tree.reload()
            searcher = tree.searcher()

            def ask(q: list[str]) -> object:
                terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", word)) for word in q]
                return searcher.search(tantivy.Query.boolean_query(terms), 10).hits

            found["tantivy"] = {"index s cpu": seconds, **timed(ask, asked)}
    except ImportError:
        pass
    try:
        import faiss

        faiss.omp_set_num_threads(1)
        flat = faiss.IndexFlatIP(DIM)
        flat.add(vectors)
        found["faiss flat, one thread"] = timed(lambda v: flat.search(v[None], 10), list(vectors[:300]))
    except ImportError:
        pass
    return found


def main() -> None:
    given = dict(word.split("=", 1) for word in sys.argv[1:])
    data = Path(given.get("shared", "../shared")) / "data"
    questions = [
        q for name in ("XQuAD zh", "XQuAD en", "DRCD dev") for q, _ in squad(data / "rag" / SETS[name][0])[1][:100]
    ]
    real = np.load(Path(given["cache"]) / "vectors.npz")["vectors"] if "cache" in given else None
    with tempfile.TemporaryDirectory() as work:
        paths = corpus(data, Path(work), int(given.get("chunks", 100_000)) * 1080)
        found, store = ours(Path(work), paths, questions, Drawn(real))
        print(json.dumps(found), flush=True)
        results = {"load": list(os.getloadavg()), "ours": found, "peers": peers(store, questions)}
        store.close()
    print(json.dumps(results), flush=True)
    save("rag_speed", results)


if __name__ == "__main__":
    main()

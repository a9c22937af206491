"""Which database: `python bench/rag_stores.py [shared=../shared] [chunks=30000]`.

The same chunks, words and vectors in LanceDB (a folder; full text over our words, `whitespace`), in SQLite's own FTS5,
and in our layout of a SQLite file (rag/store.py). Milvus Lite 3.2 refuses a full-text field over words that were cut
before (`unknown tokenizer type: 'whitespace' (supported: 'standard', 'jieba')`), so there Chinese pairs could not be
searched.
"""

import json
import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from provenance import save
from rag_quality import SETS, squad
from rag_speed import DIM, Drawn, corpus, ours, timed

from aquila2.rag.retriever import indexed_text
from aquila2.rag.words import passage_words, question_words


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def lance(folder: Path, texts: list[str], words: list[str], vectors: np.ndarray, asked: list[str]) -> dict[str, Any]:
    import lancedb
    import pyarrow as pa
    from lancedb.index import FTS

    start, own = time.perf_counter(), time.process_time()
    columns = {"text": texts, "words": words}
    columns["vector"] = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), DIM)
    table = lancedb.connect(str(folder)).create_table("chunks", pa.table(columns))
    plain = {"stem": False, "remove_stop_words": False, "lower_case": False, "ascii_folding": False}
    table.create_index("words", config=FTS(base_tokenizer="whitespace", max_token_length=None, **plain))
    found: dict[str, Any] = {
        "build s": round(time.perf_counter() - start, 1),
        "build s cpu": round(time.process_time() - own, 1),
        "bytes": size_of(folder),
    }
    found["bm25"] = timed(lambda q: table.search(q, query_type="fts").select(["text"]).limit(10).to_list(), asked)
    dense = lambda v: table.search(v).metric("dot").select(["text"]).limit(10).to_list()  # noqa: E731
    found["dense, exact"] = timed(dense, list(vectors[:100]))
    return found


def fts5(folder: Path, texts: list[str], words: list[str], vectors: np.ndarray, asked: list[str]) -> dict[str, Any]:
    folder.mkdir()
    db = sqlite3.connect(folder / "db")
    start, own = time.perf_counter(), time.process_time()
    db.execute("create table chunks(id integer primary key, text, vector blob)")
    db.execute("create virtual table found using fts5(words, content='', detail=none)")
    rows = ((i, text, vectors[i].astype(np.float16).tobytes()) for i, text in enumerate(texts))
    db.executemany("insert into chunks values(?, ?, ?)", rows)
    db.executemany("insert into found(rowid, words) values(?, ?)", enumerate(words))
    db.commit()
    found: dict[str, Any] = {
        "build s": round(time.perf_counter() - start, 1),
        "build s cpu": round(time.process_time() - own, 1),
        "bytes": size_of(folder),
    }
    query = "select rowid from found where found match ? order by bm25(found) limit 10"
    found["bm25"] = timed(lambda q: db.execute(query, (" OR ".join(q.split()),)).fetchall(), asked[:60])
    db.close()
    return found


def main() -> None:
    given = dict(word.split("=", 1) for word in sys.argv[1:])
    data = Path(given.get("shared", "../shared")) / "data"
    questions = [q for name in ("XQuAD zh", "XQuAD en") for q, _ in squad(data / "rag" / SETS[name][0])[1][:100]]
    with tempfile.TemporaryDirectory() as work:
        paths = corpus(data, Path(work), int(given.get("chunks", 30_000)) * 1080)
        found, store = ours(Path(work), paths, questions, Drawn(None))
        found["bytes"] = size_of(store.folder)
        with store.snapshot() as segments:
            ids = np.concatenate([s.ids for s in segments])
            vectors = np.concatenate([s.vectors for s in segments if s.vectors is not None])
        passages = store.passages(ids.tolist())
        words = [" ".join(f"w{n}" for n in passage_words(indexed_text(p.above, p.text)).tolist()) for p in passages]
        asked = [" ".join(f"w{n}" for n in question_words(q).tolist()) for q in questions]
        texts = [p.text for p in passages]
        results = {"load": list(os.getloadavg()), "text bytes": sum(len(t.encode()) for t in texts), "ours": found}
        print(json.dumps(results), flush=True)
        results["sqlite fts5"] = fts5(Path(work) / "fts5", texts, words, vectors, asked)
        print(json.dumps(results["sqlite fts5"]), flush=True)
        results["lancedb"] = lance(Path(work) / "lance", texts, words, vectors, asked)
        print(json.dumps(results["lancedb"]), flush=True)
        store.close()
    save("rag_stores", results)


if __name__ == "__main__":
    main()

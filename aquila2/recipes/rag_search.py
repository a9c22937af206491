"""`aquila2 rag search`: the passages of a knowledge base that a question is about."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.log import note, say
from aquila2.rag.records import hit_record
from aquila2.rag.retriever import Mode, Retriever
from aquila2.recipes.rag_parts import base_of, reranker_for, searching_embedder


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 rag search`."""

    text: list[str] = option(help="the question")
    kb: str = option(help="name of the knowledge base")
    dir: Path | None = option(None, help="folder of all knowledge bases [the user's own data folder]")
    top_k: int = option(10, help="passages to show")
    mode: Mode = option("hybrid", help="hybrid, dense (meaning alone) or sparse (words alone, BM25)")
    rerank: str | None = option(None, help="a reranker by name or folder, such as BAAI/bge-reranker-v2-m3")
    embedder: str | None = option(None, help="the base's embedder, where it lies elsewhere now; none for BM25")


def run(options: Options) -> dict[str, Any]:
    """Search. Returns `hits`, the best first: `document` (the path as added), `start`, `end` (characters of its text),
    `text`, `score`, `page`, `chunk` (its number), `above` (headings), `dense`, `sparse`; and `notes`."""
    question = " ".join(options.text).strip()
    if not question:
        raise UserError('ask something: rag search "..." kb=NAME')
    store = base_of(options.kb, options.dir)
    embedder = None if options.mode == "sparse" else searching_embedder(store, options.embedder)
    found = Retriever(store, embedder, reranker_for(options.rerank)).search(question, options.top_k, options.mode)
    for line in found.notes:
        note(line)
    for rank, hit in enumerate(found.hits, 1):
        p = hit.passage
        page = f", page {p.page}" if p.page else ""
        say(f"{rank}. {p.document}{page}, characters {p.start}-{p.end} (score {hit.score:.3f})")
        say("   " + " ".join(p.text.split())[:300])
    if not found.hits:
        say("nothing found")
    store.close()
    return {"hits": [hit_record(hit) for hit in found.hits], "notes": found.notes}

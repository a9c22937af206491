"""`aquila2 rag stats`: how much a knowledge base holds, what it takes, what searches it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.log import say
from aquila2.recipes.rag_parts import base_of


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 rag stats`."""

    kb: str = option(help="name of the knowledge base")
    dir: Path | None = option(None, help="folder of all knowledge bases [the user's own data folder]")


def run(options: Options) -> dict[str, Any]:
    """Count. Returns `documents`, `chunks`, `characters`, `bytes` (of the files), `disk_bytes`, `segments`, `embedder`,
    `without_vectors` (segments)."""
    store = base_of(options.kb, options.dir)
    documents = store.documents()
    with store.snapshot() as segments:
        count = len(segments)
    found = {
        "documents": len(documents),
        "chunks": sum(d.chunks for d in documents),
        "characters": sum(d.characters for d in documents),
        "bytes": sum(d.bytes for d in documents),
        "disk_bytes": sum(file.stat().st_size for file in store.folder.iterdir() if file.is_file()),
        "segments": count,
        "embedder": store.setting("embedder"),
        "without_vectors": len(store.without_vectors()),
    }
    store.close()
    for name, value in found.items():
        say(f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value or 'none (BM25 alone)'}")
    return found

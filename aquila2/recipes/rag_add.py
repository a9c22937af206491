"""`aquila2 rag add`: files and folders into a knowledge base; again, only what changed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.log import note, say
from aquila2.rag.adding import Cutting, add_files, find_documents
from aquila2.recipes.rag_parts import base_of, embedder_for

_SHOWN = 20  # files that failed, in words


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 rag add`."""

    paths: list[str] = option(help="files and folders: PDF, DOCX, PPTX, XLSX, HTML, Markdown, TXT, JSONL, CSV")
    kb: str = option(help="name of the knowledge base, made when it is new")
    dir: Path | None = option(None, help="folder of all knowledge bases [the user's own data folder]")
    embedder: str | None = option(None, help="none (BM25 alone), a name such as bge-m3, a folder [the base's, or e5]")
    chunk_size: int = option(400, help="most tokens in a chunk, about")
    chunk_overlap: int = option(40, help="tokens of sentences that a chunk repeats of the one before, at most")
    field: list[str] = option([], help="names of the text in JSON records, joined [text, else content]")


def run(options: Options) -> dict[str, Any]:
    """Add. Returns `kb`, counts of documents `added`, `replaced`, `unchanged`, `failed` (path -> reason), `chunks` and
    `documents` in all; `exit_code` 1 when nothing could be read."""
    if not options.paths:
        raise UserError("name files or folders to add: rag add PATHS... kb=NAME")
    cutting = Cutting(options.chunk_size, options.chunk_overlap, tuple(options.field))
    paths, unknown = find_documents(options.paths)
    if not paths:
        raise UserError(f"{', '.join(options.paths)}: no file of a kind that can be read ({unknown} others)")
    store = base_of(options.kb, options.dir, create=True)
    embedder = embedder_for(store, options.embedder)
    if embedder is None and store.setting("embedder") is not None:
        note("what is added now has no vectors: it is found by words alone until `rag add` runs with the embedder")
    result = add_files(store, paths, embedder, cutting)
    if options.embedder not in (None, "none"):
        store.remember("embedder_model", str(options.embedder))
    for path, reason in list(result.failed.items())[:_SHOWN]:
        note(f"not added: {path}: {reason}")
    if len(result.failed) > _SHOWN:
        note(f"not added: {len(result.failed) - _SHOWN:,} more; --json lists all")
    for path, notes in list(result.notes.items())[:_SHOWN]:
        note(f"{path}: {'; '.join(notes)}")
    total = len(store.hashes())
    searched = "words and meaning" if store.setting("embedder") else "words alone (BM25)"
    say(
        f"{options.kb}: {result.added:,} added, {result.replaced:,} replaced, {result.unchanged:,} unchanged,"
        f" {len(result.failed):,} not readable, {unknown:,} of other kinds; {total:,} documents, searched by {searched}"
    )
    store.close()
    found: dict[str, Any] = {
        "kb": options.kb,
        "added": result.added,
        "replaced": result.replaced,
        "unchanged": result.unchanged,
        "failed": result.failed,
        "notes": result.notes,
        "chunks": result.chunks,
        "bytes": result.bytes,
        "documents": total,
        "embedder": None if embedder is None else embedder.name,
    }
    return found | ({"exit_code": 1} if result.failed and len(result.failed) == len(paths) else {})

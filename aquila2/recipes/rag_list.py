"""`aquila2 rag list`: the knowledge bases there are, or one's documents."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.log import say
from aquila2.rag.bases import bases_folder, names
from aquila2.recipes.rag_parts import base_of


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 rag list`."""

    kb: str | None = option(None, help="the knowledge base whose documents to list [all bases, by name]")
    dir: Path | None = option(None, help="folder of all knowledge bases [the user's own data folder]")


def run(options: Options) -> dict[str, Any]:
    """List. Returns `bases` (names), or `documents`: `path`, `bytes`, `characters`, `chunks`, `pages`, `notes`,
    `added`."""
    if options.kb is None:
        found = names(bases_folder(options.dir))
        say("\n".join(found) or "no knowledge base yet: rag add PATHS... kb=NAME makes one")
        return {"bases": found}
    store = base_of(options.kb, options.dir)
    documents = store.documents()
    for d in documents:
        say(f"{d.path}: {d.characters:,} characters, {d.chunks:,} chunks" + "".join(f"; {n}" for n in d.notes))
    if not documents:
        say(f"{options.kb} has no documents")
    store.close()
    return {"documents": [asdict(d) | {"pages": len(d.pages)} for d in documents]}

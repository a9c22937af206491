"""`aquila2 rag remove`: documents out of a knowledge base, or the whole base."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import nearest, option
from aquila2.base.errors import UserError
from aquila2.base.log import say
from aquila2.rag.bases import bases_folder, delete_base
from aquila2.recipes.rag_parts import base_of


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 rag remove`."""

    kb: str = option(help="name of the knowledge base")
    paths: list[str] = option([], help="documents to remove, by the paths that rag list shows, or their folders")
    all: bool = option(False, help="remove the whole knowledge base")
    dir: Path | None = option(None, help="folder of all knowledge bases [the user's own data folder]")


def run(options: Options) -> dict[str, Any]:
    """Remove. Returns `removed` (documents) and `documents` (left)."""
    if bool(options.paths) == options.all:
        raise UserError("name documents to remove, or say all=true to remove the whole knowledge base")
    store = base_of(options.kb, options.dir)
    known = list(store.hashes())
    if options.all:
        store.close()
        delete_base(bases_folder(options.dir), options.kb)
        say(f"{options.kb} and its {len(known):,} documents are removed; your files are untouched")
        return {"removed": len(known), "documents": 0}
    doomed: dict[str, None] = {}
    for given in options.paths:
        inside = given.rstrip("/") + "/"
        found = [path for path in known if path == given or path.startswith(inside)]
        if not found:
            raise UserError(f"{given} is not in {options.kb}{nearest(given, known) if known else ''}")
        doomed |= dict.fromkeys(found)
    removed = store.remove(doomed)
    store.merge()
    left = len(store.hashes())
    store.close()
    say(f"{options.kb}: {removed:,} removed, {left:,} documents left")
    return {"removed": removed, "documents": left}

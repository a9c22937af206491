"""`aquila2 rag export`: a knowledge base's chunks as JSON Lines, for other programs and other machines."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.files import atomic_file, refuse_existing
from aquila2.base.log import Progress, say
from aquila2.recipes.rag_parts import base_of


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 rag export`."""

    kb: str = option(help="name of the knowledge base")
    out: Path = option(help="file to write, one chunk a line")
    dir: Path | None = option(None, help="folder of all knowledge bases [the user's own data folder]")
    overwrite: bool = option(False, help="replace what stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Export. Returns `out`, `documents` and `chunks`. A line has `document`, `number`, `start`, `end`, `page`, `above`
    and `text`; such a file can be added to another base."""
    refuse_existing(options.out, options.overwrite)
    store = base_of(options.kb, options.dir)
    paths = list(store.hashes())
    chunks = 0
    with (
        atomic_file(options.out) as beside,
        open(beside, "w", encoding="utf-8") as file,
        Progress("exporting", len(paths)) as progress,
    ):
        for path in paths:
            for passage in store.chunks_of(path):
                record = asdict(passage)
                del record["id"]
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
                chunks += 1
            progress.advance()
    store.close()
    say(f"{options.out}: {chunks:,} chunks of {len(paths):,} documents")
    return {"out": str(options.out), "documents": len(paths), "chunks": chunks}

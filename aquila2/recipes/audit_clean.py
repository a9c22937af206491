"""`aquila2 audit clean`: the data without the documents, or the spans, that hold test items, and a log of them."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.log import Progress, say
from aquila2.base.outputs import check_output, record_output
from aquila2.data.indexed import sha256_of

LOG = "removed.jsonl"


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 audit clean`."""

    scan: Path = option(help="the folder that audit scan wrote")
    out: Path = option(help="folder for the clean files, named as they were, and removed.jsonl")
    level: Literal["dirty", "partly"] = option("dirty", help="whose text goes: of dirty items, or of partly dirty too")
    remove: Literal["documents", "spans"] = option("documents", help="whole documents, or what matched in them")
    overwrite: bool = option(False, help="replace what stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Clean. Returns `out`, `files`, and how many `documents` were left out or changed."""
    from aquila2.audit.clean import clean_file
    from aquila2.audit.scan import read_matches, read_summary
    from aquila2.audit.verdict import DIRTY

    summary = read_summary(options.scan)
    sources = [Path(file["file"]) for file in summary["files"]]
    for file, source in zip(summary["files"], sources, strict=True):
        if source.is_dir():
            raise UserError(
                f"{source} holds token shards: clean the text that they were made from, and prepare it again"
            )
        if not source.is_file() or sha256_of(source) != file["sha256"]:
            raise UserError(f"{source} is not as it was scanned: run audit scan again")
        if file["problems"] and file["first_problems"] and options.remove == "spans" and source.suffix == ".parquet":
            raise UserError(f"{source} cannot be read whole: mend it before its spans are taken out")
    made_from = {
        "command": "audit clean", "level": options.level, "remove": options.remove, "index": summary["index"],
        "settings": summary["settings"], "files": {file["file"]: file["sha256"] for file in summary["files"]},
    }  # fmt: skip
    check_output(options.out, made_from, options.overwrite)
    spans: dict[str, dict[int, list[tuple[int, int]]]] = {}
    items: dict[tuple[str, int], list[str]] = {}
    for row in read_matches(options.scan):
        if options.level == "partly" or row["verdict"] == DIRTY:
            spans.setdefault(row["file"], {}).setdefault(row["document"], []).append((row["offset"], row["end"]))
            items.setdefault((row["file"], row["document"]), []).append(f"{row['set']} {row['id']}")
    root = Path(os.path.commonpath([source.parent for source in sources])) if sources else Path()
    changed = 0
    with (
        atomic_folder(options.out, overwrite=True) as folder,
        open(folder / LOG, "w", encoding="utf-8") as log,
        Progress("cleaning", sum(source.stat().st_size for source in sources), " bytes") as progress,
    ):
        for source in sources:
            seen: set[int] = set()

            def note(document: int, text: str, source: Path = source, seen: set[int] = seen) -> None:
                seen.add(document)
                row = {
                    "file": str(source), "document": document, "removed": text,
                    "items": items.get((str(source), document), []),
                }  # fmt: skip
                log.write(json.dumps(row, ensure_ascii=False) + "\n")

            target = folder / source.relative_to(root)
            mine = spans.get(str(source), {})
            clean_file(source, target, mine, options.remove == "documents", summary["settings"]["text_field"], note)
            changed += len(seen)
            progress.advance(source.stat().st_size)
        record_output(folder, made_from)
    what = "left out" if options.remove == "documents" else "changed"
    say(f"{options.out}: {len(sources):,} files, {changed:,} documents {what}; {LOG} has what was taken out")
    return {"out": str(options.out), "files": len(sources), "documents": changed}

"""`aquila2 audit drill`: the proof. Leaks are planted in clean text, and those that the scan finds are counted."""

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from aquila2.base.config import nearest, option
from aquila2.base.errors import UserError
from aquila2.base.files import refuse_existing
from aquila2.base.json_files import read_json, write_json
from aquila2.base.log import Progress, note, say
from aquila2.base.sources import find_files
from aquila2.base.workers import usable_cores
from aquila2.recipes.audit_scan import check, load_fresh

RESULT = "drill.json"


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 audit drill`."""

    index: Path = option(help="the folder that audit build wrote")
    text: list[str] = option(help="clean text to plant in: .txt, .jsonl (also .gz, .zst), .parquet; globs, folders")
    out: Path = option(help="folder for the planted text, the scans and the result")
    size_mb: int = option(256, help="most megabytes of text to take")
    per: int = option(60, help="items of each set that are planted with each edit")
    edits: list[str] = option([], help="which edits [all]")
    methods: list[str] = option([], help="others to compare with: gpt3, palm, llama2, llama3")
    seed: int = option(0, help="of the draw of items, documents and places")
    n: int = option(13, help="as in audit scan")
    share: float = option(0.7, help="as in audit scan")
    workers: int | Literal["ray"] | None = option(None, help="threads, or ray for a cluster [all cores]")
    keep: bool = option(False, help="leave the clean and the planted text at out=")
    overwrite: bool = option(False, help="replace what stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Drill. Returns `recall` (by edit), `precision` (of documents), and the size of the text."""
    check(options.n, options.share, options.workers)
    for name, value in (("size_mb", options.size_mb), ("per", options.per)):
        if value < 1:
            raise UserError(f"{name}={value}: give at least 1")
    files = find_files(options.text, option="text")

    from aquila2.audit.drill import clean_documents, count, plant, write_clean, write_plants
    from aquila2.audit.edits import EDITS
    from aquila2.audit.methods import METHODS
    from aquila2.audit.scan import Settings, read_matches, scan
    from aquila2.audit.verdict import Thresholds

    for name in options.edits:
        if name not in EDITS:
            raise UserError(f"edits={name}: there is no such edit{nearest(name, EDITS)}")
    for name in options.methods:
        if name not in METHODS[1:]:
            raise UserError(f"methods={name}: there is no such method to compare with{nearest(name, METHODS[1:])}")
    if not (options.out / RESULT).is_file():
        refuse_existing(options.out, options.overwrite)
    index = load_fresh(options.index)
    shutil.rmtree(options.out, ignore_errors=True)
    limits = Thresholds(n=options.n, share=options.share)
    settings = Settings("text", limits)
    workers = usable_cores() if options.workers is None else options.workers
    clean = write_clean(clean_documents(files, options.size_mb * 10**6), options.out / "clean")
    before = options.out / "before"
    first = scan([path for path, _ in clean], options.index, before.resolve(), settings, workers, Progress)
    overlaps = list(read_matches(before))
    taken = {(Path(row["file"]).name, row["document"]) for row in overlaps}
    names = options.edits or list(EDITS)
    plants = plant(index, clean, taken, options.out / "planted", options.per, options.seed, limits, names)
    write_plants(plants, index, options.out / "plants.jsonl")
    after = options.out / "after"
    planted = [options.out / "planted" / path.name for path, _ in clean]
    second = scan(planted, options.index, after.resolve(), settings, workers, Progress)
    found = count(index, plants, taken, after)
    others = {name: _compared(options, index, plants, name, clean, planted) for name in options.methods}
    result = {
        "text_bytes": first["bytes"],
        "documents": first["documents"],
        "sources": [str(path) for path in files],
        "plants": len(plants),
        "seed": options.seed,
        "before": {
            "documents": len(taken),
            "matches": len(overlaps),
            "by_set": dict(Counter(row["set"] for row in overlaps)),
            "by_verdict": dict(Counter(row["verdict"] for row in overlaps)),
        },
        **found,
        "methods": others,
    }
    write_json(options.out / RESULT, result)
    if not options.keep:
        shutil.rmtree(options.out / "clean")
        shutil.rmtree(options.out / "planted")
    _say(options, result, second)
    return {
        "out": str(options.out),
        "recall": {name: row["recall"] for name, row in result["recall"].items()},
        "precision": result["precision"]["precision"],
        "plants": len(plants),
        "bytes": second["bytes"],
        "documents": second["documents"],
        "hits": second["hits"],
    }


def _compared(
    options: Options, index: Any, plants: list[Any], method: Any, clean: list[tuple[Path, int]], planted: list[Path]
) -> dict[str, Any]:
    """What another method finds of the same plants; what it finds in the clean text is not true by definition, as ours
    is, so it is told beside."""
    from aquila2.audit.drill import count
    from aquila2.audit.scan import Settings, read_matches, scan

    settings = Settings("text", method=method)
    before, after = options.out / f"before-{method}", options.out / f"after-{method}"
    scan([path for path, _ in clean], options.index, before.resolve(), settings, 1, Progress)
    taken = {(Path(row["file"]).name, row["document"]) for row in read_matches(before)}
    scan(planted, options.index, after.resolve(), settings, 1, Progress)
    found = count(index, plants, taken, after)
    return {
        "recall": {name: row["recall"] for name, row in found["recall"].items()},
        "recall_of_all": {name: row["recall_of_all"] for name, row in found["recall"].items()},
        "precision": found["precision"]["precision"],
        "accused_before": len(taken),
        "items_named": found["items_named"],
    }


def read_drill(folder: Path) -> dict[str, Any]:
    """The result of a drill.

    Raises:
        UserError: there is none.
    """
    if not (folder / RESULT).is_file():
        raise UserError(f"drill={folder}: there is no {RESULT}: make it with aquila2 audit drill")
    return read_json(folder / RESULT)


def _say(options: Options, result: dict[str, Any], second: dict[str, Any]) -> None:
    say(f"{'edit':<18} {'recall':>8}  95 % interval    planted  cannot be told")
    for name, row in result["recall"].items():
        recall = "       -" if row["recall"] is None else f"{row['recall']:8.2%}"
        say(f"{name:<18} {recall}  {row['low']:.2%}-{row['high']:.2%}  {row['planted']:>7,}  {row['untold']:>7,}")
    for method, row in result["methods"].items():
        shares = ", ".join(f"{name} {recall:.1%}" for name, recall in row["recall"].items() if recall is not None)
        say(f"{method}: {shares}; {row['accused_before']:,} clean documents accused")
    precision, before = result["precision"], result["before"]
    if precision["precision"] is not None:
        say(
            f"precision {precision['precision']:.2%} of {precision['accused']:,} documents"
            f" ({precision['low']:.2%}-{precision['high']:.2%})"
        )
    note(
        f"{before['documents']:,} of {result['documents']:,} documents held text of test items before anything was"
        f" planted ({before['matches']:,} matches); they count neither way: {options.out / 'before'}"
    )
    say(f"{options.out}: {result['plants']:,} plants in {second['bytes']:,} bytes; all of it is in {RESULT}")

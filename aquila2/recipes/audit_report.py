"""`aquila2 audit report`: what a scan found, by set, item and source, with the evidence; a threshold for pipelines."""

import csv
import json
import platform
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2 import __version__
from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.json_files import read_json, write_json
from aquila2.base.log import say
from aquila2.base.outputs import check_output, fingerprint, record_output
from aquila2.recipes.audit_drill import read_drill
from aquila2.recipes.audit_scan import check_fresh

VERDICTS = "verdicts.jsonl"
_PARAPHRASES = 200  # that the report has


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 audit report`."""

    scan: Path = option(help="the folder that audit scan wrote")
    out: Path | None = option(None, help="folder for the report [report, in the scan's folder]")
    index: Path | None = option(None, help="where the index lies now [where it lay at the scan]")
    scores: Path | None = option(None, help="what a model scored: JSON Lines of set, id, score")
    drill: Path | None = option(None, help="the folder of a drill, whose table the page then shows")
    fail_above: float | None = option(None, help="share of dirty items in any set above which the exit code is 3")
    show: int = option(100, help="items whose evidence the page shows; the files have all")
    overwrite: bool = option(False, help="replace what stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Report. Returns `out`, `dirty`, `partly` and `items`, `sets` (dirty items of each), `failed` (sets over the
    threshold) and, with scores, `scores`. The exit code is 3 where a threshold was passed."""
    if options.fail_above is not None and not 0 <= options.fail_above < 1:
        raise UserError(f"fail_above={options.fail_above}: give a share from 0 to below 1")
    if options.show < 0:
        raise UserError(f"show={options.show}: give 0 or more")

    from aquila2.audit.index import load_index
    from aquila2.audit.report import by_set, by_source, compare_scores, gather, read_paraphrases, read_scores, verdicts
    from aquila2.audit.report_page import audit_page
    from aquila2.audit.scan import SCAN, read_matches, read_summary
    from aquila2.audit.verdict import DIRTY, PARTLY

    summary = read_summary(options.scan)
    folder = options.index or Path(read_json(options.scan / SCAN)["index_folder"])
    if check_fresh(folder) != summary["index"]:
        raise UserError(f"index={folder} is not the one that {options.scan} was made with: name that one with index=")
    index = load_index(folder)
    scores = None if options.scores is None else read_scores(options.scores)
    drill = None if options.drill is None else read_drill(options.drill)
    out = options.out or options.scan / "report"
    made_from = {
        "command": "audit report", "scan": str(options.scan), "index": summary["index"],
        "scores": None if options.scores is None else fingerprint(options.scores),
        "drill": None if options.drill is None else str(options.drill), "fail_above": options.fail_above,
        "show": options.show,
    }  # fmt: skip
    # the same scan may have gone on since: then its report is made again
    check_output(out, made_from, options.overwrite)
    found = gather(read_matches(options.scan))
    sets = by_set(index, found)
    limit = options.fail_above
    failed = [] if limit is None else [name for name, one in sets.items() if one["dirty_share"] > limit]
    report: dict[str, Any] = {
        "scanned": {key: summary[key] for key in ("documents", "bytes", "hits", "matches", "problems")},
        "sets": sets,
        "sources": by_source(summary, read_matches(options.scan)),
        "fail_above": limit,
        "failed": failed,
        "provenance": {
            "aquila2": __version__, "python": platform.python_version(), "date": time.strftime("%Y-%m-%d"),
            "index sha256": summary["index"], "tests": ", ".join(index.about["tests"]),
            "missing sets": ", ".join(index.about["missing"]) or "none",
            "settings": json.dumps(summary["settings"], sort_keys=True),
        },
    }  # fmt: skip
    if paraphrases := read_paraphrases(options.scan, found):
        report["paraphrases"] = paraphrases[:_PARAPHRASES]
    if scores is not None:
        report["scores"] = compare_scores(index, found, scores)
    if drill is not None:
        report["drill"] = drill
    with atomic_folder(out, overwrite=True) as beside:
        write_json(beside / "report.json", report)
        _write_lines(beside / VERDICTS, verdicts(index, found))
        shown = _write_evidence(beside, index, found, options.show)
        (beside / "report.html").write_text(audit_page(report, shown), encoding="utf-8")
        record_output(beside, made_from)
    _say(out, report)
    dirty, partly = (sum(one[kind] for one in sets.values()) for kind in (DIRTY, PARTLY))
    result = {
        "out": str(out), "items": len(index.items), "dirty": dirty, "partly": partly,
        "sets": {name: one[DIRTY] for name, one in sets.items()}, "failed": failed,
    }  # fmt: skip
    if scores is not None:
        result["scores"] = report["scores"]
    return {**result, "exit_code": 3} if failed else result


def _write_lines(path: Path, rows: Any) -> None:
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_evidence(folder: Path, index: Any, found: dict[int, Any], show: int) -> list[dict[str, Any]]:
    """Write `items.csv` and `evidence.jsonl`; returns the first items to show, the worst first."""
    from aquila2.audit.report import marked_parts
    from aquila2.audit.verdict import DIRTY

    order = sorted(found, key=lambda number: (found[number].verdict != DIRTY, -found[number].all, number))
    shown: list[dict[str, Any]] = []
    with (
        open(folder / "items.csv", "w", encoding="utf-8", newline="") as table,
        open(folder / "evidence.jsonl", "w", encoding="utf-8") as lines,
    ):
        writer = csv.writer(table)
        writer.writerow(
            ("set", "id", "split", "subject", "verdict", "question", "answer", "all", "span", "documents", "file",
             "document", "offset")
        )  # fmt: skip
        for number in order:
            entry, known = index.items[number], found[number]
            first = known.evidence[0]
            writer.writerow(
                (entry.set, entry.id, entry.split, entry.subject, known.verdict, known.question, known.answer,
                 known.all, known.span, known.documents, first["file"], first["document"], first["offset"])
            )  # fmt: skip
            documents = [
                {key: row[key] for key in ("file", "document", "offset", "end", "verdict", "text", "marks")}
                for row in known.evidence
            ]
            one = {
                "set": entry.set, "id": entry.id, "verdict": known.verdict, "question": known.question,
                "answer": known.answer, "all": known.all, "span": known.span, "count": known.documents,
                "parts": marked_parts(index, number, first), "documents": documents,
            }  # fmt: skip
            lines.write(json.dumps(one, ensure_ascii=False) + "\n")
            if len(shown) < show:
                shown.append(one)
    return shown


def _say(out: Path, report: dict[str, Any]) -> None:
    say(f"{'set':<16} {'items':>7} {'dirty':>7} {'partly':>7}  questions  answers  longest span")
    for name, one in report["sets"].items():
        say(
            f"{name:<16} {one['items']:>7,} {one['dirty']:>7,} {one['partly']:>7,}  {one['questions']:>9,}"
            f"  {one['answers']:>7,}  {one['span']:>12,}"
        )
    for name, one in report.get("scores", {}).items():
        whole, clean = one["all"], one["clean"]
        told = "no clean item" if clean["score"] is None else f"{clean['score']:.4f} on {clean['n']:,} clean ones"
        say(f"{name}: score {whole['score']:.4f} on {whole['n']:,} items, {told}")
    if report["failed"]:
        say(f"over fail_above={report['fail_above']}: {', '.join(report['failed'])}")
    say(f"{out}: report.html, report.json, items.csv, evidence.jsonl and {VERDICTS}, which evaluate audit= reads")

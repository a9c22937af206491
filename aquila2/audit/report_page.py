"""The page of an audit: sets, sources, scores, the drill, and the evidence with the match marked."""

from collections.abc import Iterable, Sequence
from typing import Any

from aquila2.audit.verdict import CLEAN, DIRTY, PARTLY
from aquila2.base.html_page import coloured_bars, page, table, text

_COLOURS = {DIRTY: "#b3261e", PARTLY: "#e0a030", CLEAN: "#5a9a4d"}
_STYLE = """<style>
mark { background: #ffe08a; padding: 0 } .row { display: flex; gap: 1rem; margin: .4rem 0 1.2rem }
.row > div { flex: 1; background: #fafafa; border: 1px solid #ddd; padding: .5rem .7rem; overflow-wrap: anywhere;
white-space: pre-wrap; font-size: 13px } .row small { color: #666; display: block; margin-bottom: .3rem }
h3 { font-size: 1rem; margin: 1rem 0 .2rem } .dirty { color: #b3261e } .partly { color: #a06a00 }
</style>"""


def audit_page(report: dict[str, Any], evidence: Sequence[dict[str, Any]]) -> str:
    """The HTML of a report. `evidence` are the items to show: their names, texts and documents, with marks."""
    sets, sources = report["sets"], report["sources"]
    scanned = report["scanned"]
    items, dirty = (sum(one[key] for one in sets.values()) for key in ("items", DIRTY))
    partly = sum(one[PARTLY] for one in sets.values())
    parts = [
        _STYLE,
        f"<p>{scanned['documents']:,} documents ({scanned['bytes']:,} bytes of {len(sources):,} files) were searched"
        f" for {items:,} test items. <b class=dirty>{dirty:,} are dirty</b>, <b class=partly>{partly:,} partly</b>;"
        f" {scanned['hits']:,} documents hold text of one.</p>",
        "<p>Dirty: a document has the question, or the whole item, or its answer at length. Partly: it has a long span"
        " of it. What was matched is shown below.</p>",
        _failed(report),
        "<h2>Test sets</h2>",
        _stacked(sets),
        table(
            (
                "set",
                "items",
                "dirty",
                "partly",
                "clean",
                "questions met",
                "answers met",
                "longest span",
                "share covered",
            ),
            [
                (
                    name,
                    one["items"],
                    one[DIRTY],
                    one[PARTLY],
                    one[CLEAN],
                    one["questions"],
                    one["answers"],
                    one["span"],
                    f"{one['share']:.3%}",
                )
                for name, one in sorted(sets.items(), key=lambda row: (-row[1][DIRTY], -row[1][PARTLY], row[0]))
            ],
        ),
        _scores(report.get("scores")),
        "<h2>Sources, the worst first</h2>",
        coloured_bars([(one["file"], one[DIRTY], _COLOURS[DIRTY]) for one in sources[:12] if one[DIRTY]], "{:,} dirty"),
        table(
            ("file", "documents", "hits", "dirty items", "partly", "not readable"),
            [
                (one["file"], one["documents"], one["hits"], one[DIRTY], one[PARTLY], one["problems"])
                for one in sources[:50]
            ],
        ),
        _problems(sources),
        _drill(report.get("drill")),
        f"<h2>Evidence</h2><p>{len(evidence):,} of {dirty + partly:,} items; all are in evidence.jsonl.</p>",
        *map(_item, evidence),
        _paraphrases(report.get("paraphrases")),
        "<h2>Provenance</h2>",
        table(("what", "value"), [(name, str(value)) for name, value in report["provenance"].items()]),
    ]
    return page("Contamination audit", [part for part in parts if part])


def _failed(report: dict[str, Any]) -> str:
    failed = report.get("failed")
    if not failed:
        return ""
    named = text(", ".join(failed))
    return f"<p class=dirty><b>Over the threshold of {report['fail_above']:.3%} dirty items: {named}</b></p>"


def _stacked(sets: dict[str, dict[str, Any]]) -> str:
    """A bar a set: how much of it is dirty and partly dirty."""
    height, left, width = 18, 140, 620
    drawn = []
    for row, (name, one) in enumerate(sets.items()):
        at, x = row * height, float(left)
        drawn.append(f'<text x="{left - 8}" y="{at + 13}" text-anchor="end">{text(name)}</text>')
        for kind in (DIRTY, PARTLY, CLEAN):
            wide = width * one[kind] / max(one["items"], 1)
            drawn.append(
                f'<rect x="{x:.1f}" y="{at + 2}" width="{wide:.2f}" height="{height - 4}" fill="{_COLOURS[kind]}"/>'
            )
            x += wide
        drawn.append(f'<text x="{left + width + 5}" y="{at + 13}">{one["dirty_share"]:.2%}</text>')
    size = f'width="{left + width + 80}" height="{len(sets) * height}"'
    names = " &nbsp; ".join(f'<span style="color:{_COLOURS[kind]}">&#9632;</span> {kind}' for kind in _COLOURS)
    return f'<p>{names}</p><svg {size} xmlns="http://www.w3.org/2000/svg" role="img">{"".join(drawn)}</svg>'


def _scores(scores: dict[str, dict[str, Any]] | None) -> str:
    if not scores:
        return ""

    def shown(one: dict[str, Any]) -> str:
        if one["score"] is None:
            return "-"
        return f"{one['score']:.4f} ({one['low']:.3f}-{one['high']:.3f}, n={one['n']:,})"

    rows = [(name, *(shown(one[kind]) for kind in ("all", CLEAN, PARTLY, DIRTY))) for name, one in scores.items()]
    return "<h2>Scores on the clean subset</h2>" + table(("set", "all items", "clean", "partly", "dirty"), rows)


def _problems(sources: Iterable[dict[str, Any]]) -> str:
    lines = [
        f"<li>{text(one['file'])}, line {line}: {text(reason)}</li>"
        for one in sources
        for line, reason in one["first_problems"][:5]
    ]
    return f"<h2>Not readable</h2><ul>{''.join(lines[:50])}</ul>" if lines else ""


def _drill(drill: dict[str, Any] | None) -> str:
    if not drill:
        return ""
    rows = [
        (
            name,
            "-" if one["recall"] is None else f"{one['recall']:.2%}",
            f"{one['low']:.2%} to {one['high']:.2%}",
            one["planted"],
            one["untold"],
        )
        for name, one in drill["recall"].items()
    ]
    precision = drill["precision"]
    told = "-" if precision["precision"] is None else f"{precision['precision']:.2%}"
    return (
        f"<h2>Drill</h2><p>{drill['plants']:,} leaks planted in {drill['text_bytes']:,} bytes of clean text; precision"
        f" {told} of {precision['accused']:,} accused documents.</p>"
        + table(("edit", "recall", "95 % interval", "planted", "cannot be told"), rows)
    )


def _paraphrases(rows: Sequence[dict[str, Any]] | None) -> str:
    if not rows:
        return ""
    shown = [
        (row["set"], row["id"], f"{row['similarity']:.2f}", f"{row['file']}, {row['document']}", row["text"][:300])
        for row in rows[:30]
    ]
    return (
        "<h2>In other words</h2><p>Documents that have the words of an item which was not met as it stands: hints, of"
        " which nothing is called dirty.</p>" + table(("set", "item", "similarity", "document", "text"), shown)
    )


def _item(one: dict[str, Any]) -> str:
    parts = "\n".join(f"<small>{text(kind)}</small>{marked(raw, marks)}" for kind, raw, marks in one["parts"])
    document = one["documents"][0]
    more = f", and {one['count'] - 1:,} more" if one["count"] > 1 else ""
    where = f"{document['file']}, document {document['document']:,}, byte {document['offset']:,}{more}"
    figures = (
        f"question {one['question']:.0%}, answer {one['answer']:.0%}, all {one['all']:.0%}, longest span"
        f" {one['span']:,}"
    )
    return (
        f"<h3>{text(one['set'])} {text(one['id'])}: <span class={one['verdict']}>{one['verdict']}</span></h3>"
        f"<p>{figures}</p><div class=row><div>{parts}</div>"
        f"<div><small>{text(where)}</small>{marked(document['text'], document['marks'])}</div></div>"
    )


def marked(raw: str, marks: Iterable[Sequence[int]]) -> str:
    """Text as HTML with the places between first and last character of each mark marked."""
    found, at = [], 0
    for first, last in sorted(map(tuple, marks)):
        first = max(first, at)
        if last > first:
            found += [text(raw[at:first]), "<mark>", text(raw[first:last]), "</mark>"]
            at = last
    return "".join([*found, text(raw[at:])])

"""The page of an evaluation: scores drawn with their intervals, subjects, reasons, and every item to be read."""

from collections.abc import Mapping, Sequence
from typing import Any

from aquila2.base.html_page import COLOURS, coloured_bars, page, table, text
from aquila2.evals.report import own_figures
from aquila2.evals.results import ItemResult

_STYLE = """<style>
details { margin: .3rem 0; border-left: 3px solid #ddd; padding-left: .6rem } summary { cursor: pointer }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f6; padding: .5rem; font-size: 13px }
.right { border-color: #5a9a4d } .wrong { border-color: #b3261e } .lenient { border-color: #e0a030 }
</style>"""
_ITEMS = 200  # of a task; the file of items has all


def evaluation_page(report: Mapping[str, Any], items: Mapping[str, Sequence[ItemResult]]) -> str:
    """The HTML."""
    tasks = report["tasks"]
    parts = [
        _STYLE,
        "<h2>Scores</h2>",
        _intervals(tasks),
        table(
            ("task", "score", "95 %", "strict", "lenient", "items", "shots", "the release's own"),
            [
                (
                    f"{name} ({task['metric']})",
                    f"{task['score']:.2f}",
                    _spread(task),
                    _figure(task["strict"]),
                    _figure(task["lenient"]),
                    task["n"],
                    task["num_fewshot"],
                    own_figures(task),
                )
                for name, task in tasks.items()
            ],
        ),
        f"<p>{text(report['published'])}</p>",
        table(
            ("group", "mean", "tasks", "not asked"),
            [
                (name, f"{group['score']:.2f}", len(group["tasks"]), ", ".join(group["missing"]) or "-")
                for name, group in report["groups"].items()
            ],
        )
        if report["groups"]
        else "",
        *(_task(name, task, items[name]) for name, task in tasks.items()),
        "<h2>Provenance</h2>",
        table(("what", "value"), [(key, str(value)) for key, value in report["provenance"].items()]),
    ]
    return page(f"Evaluation of {report['provenance']['model']}", [part for part in parts if part])


def _intervals(tasks: Mapping[str, Mapping[str, Any]]) -> str:
    """A bar a task, a line over its 95 % interval; of generated answers the lenient score paler behind it."""
    height, left, width = 22, 170, 560
    drawn = []
    for row, (name, task) in enumerate(tasks.items()):
        at = row * height
        drawn.append(f'<text x="{left - 8}" y="{at + 15}" text-anchor="end">{text(name)}</text>')
        if task["lenient"] is not None:
            drawn.append(_bar(left, at, width * task["lenient"] / 100, height, "#d9c6a5"))
        drawn.append(_bar(left, at, width * task["score"] / 100, height, COLOURS[0]))
        if task["low"] is not None:
            low, high = (left + width * task[end] / 100 for end in ("low", "high"))
            y = at + height / 2
            drawn.append(
                f'<path d="M{low:.1f} {y}H{high:.1f}M{low:.1f} {y - 4}v8M{high:.1f} {y - 4}v8" stroke="#222"/>'
            )
        drawn.append(f'<text x="{left + width + 8}" y="{at + 15}">{task["score"]:.1f}</text>')
    size = f'width="{left + width + 60}" height="{len(tasks) * height}"'
    return f'<svg {size} xmlns="http://www.w3.org/2000/svg" role="img">{"".join(drawn)}</svg>'


def _bar(left: float, at: float, length: float, height: float, colour: str) -> str:
    return f'<rect x="{left}" y="{at + 3}" width="{length:.1f}" height="{height - 6}" fill="{colour}"/>'


def _task(name: str, task: Mapping[str, Any], items: Sequence[ItemResult]) -> str:
    parts = [f"<h2>{text(name)}</h2>", *(f"<p>{text(note)}</p>" for note in task["notes"])]
    if task.get("reasons"):
        gap = task["reasons_of_the_gap"]
        parts.append(
            table(
                ("why an output was not as asked for", "outputs", "of them right leniently"),
                [(reason, count, gap.get(reason, 0)) for reason, count in task["reasons"].items()],
            )
        )
    if task.get("audit"):
        rows = [(kind, f"{part['score']:.2f}", _spread(part), part["n"]) for kind, part in task["audit"].items()]
        parts.append(table(("by the audit", "score", "95 %", "items"), rows))
    if task.get("compared", {}).get("n"):
        found = task["compared"]
        row = (f"{found['points']:+.2f}", f"{found['p_value']:.3g}", found["n"])
        parts.append(table(("points against the other run", "p", "items of both"), [row]))
    if task.get("published"):
        rows_of = task["published"]["scores"].items()
        parts.append(table(("published by the release", "score"), [(model, f"{value:g}") for model, value in rows_of]))
    if task.get("subjects"):
        bars = [(subject, part["score"], COLOURS[0]) for subject, part in task["subjects"].items()]
        parts.append(f"<details><summary>{len(bars)} subjects</summary>{coloured_bars(bars, '{:.1f}')}</details>")
    more = f" (the first {_ITEMS} of {len(items):,}; items.jsonl has all)" if len(items) > _ITEMS else ""
    shown = "".join(_item(item) for item in items[:_ITEMS])
    parts.append(f"<details><summary>items{more}</summary>{shown}</details>")
    parts.append(f"<details><summary>prompt and data</summary><pre>{text(task['prompt'])}</pre>")
    parts.append(table(("file", "SHA-256"), list(task["files"].items())) + "</details>")
    return "".join(parts)


def _item(item: ItemResult) -> str:
    right = bool(item.score)
    kind = "right" if right else "lenient" if item.lenient else "wrong"
    about = f"{item.id}: {item.output.strip()[:80] or '(nothing)'}"
    why = f"<p>{text(item.reason)}</p>" if item.reason else ""
    return (
        f'<details class="{kind}"><summary>{text(about)}</summary><pre>{text(item.prompt)}</pre>'
        f"<p>Answered:</p><pre>{text(item.output)}</pre><p>Right:</p><pre>{text(item.right)}</pre>{why}</details>"
    )


def _spread(part: Mapping[str, Any]) -> str:
    return "-" if part["low"] is None else f"{part['low']:.1f} to {part['high']:.1f}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"

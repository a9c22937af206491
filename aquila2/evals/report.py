"""What a run of tasks came to: scores with their errors, by subject and by type, strict against lenient, on the items
that training data did not hold, beside another run and beside what the release published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from aquila2.evals.groups import GROUPS, KINDS
from aquila2.evals.published import NOTE, published
from aquila2.evals.results import ItemResult, TaskResult
from aquila2.evals.stats import Score, compare, score

_SUBJECTS = 100  # more than so many are not subjects but descriptions (HellaSwag has one an activity)


def make_report(
    results: Sequence[TaskResult],
    provenance: Mapping[str, Any],
    verdicts: Mapping[tuple[str, str], str] | None = None,
    other: Mapping[str, Mapping[str, float]] | None = None,
) -> dict[str, Any]:
    """The report, as JSON has it.

    Args:
        results: a task each.
        provenance: versions, seeds, settings.
        verdicts: an audit's, by set and item.
        other: an earlier run's scores, by task and item, to be compared with.
    """
    tasks = {result.name: _task(result, verdicts, (other or {}).get(result.name)) for result in results}
    return {"tasks": tasks, "groups": _groups(tasks), "published": NOTE, "provenance": dict(provenance)}


def summary(task: Mapping[str, Any]) -> dict[str, Any]:
    """A task's figures for the last line of a command."""
    return {key: task[key] for key in ("score", "strict", "lenient", "stderr", "n")}


def _task(
    result: TaskResult, verdicts: Mapping[tuple[str, str], str] | None, other: Mapping[str, float] | None
) -> dict[str, Any]:
    items = result.items
    found: dict[str, Any] = {"metric": result.metric, "num_fewshot": result.num_fewshot, "n": len(items)}
    if result.whole is not None:
        found |= {"score": result.whole, "stderr": None, "low": None, "high": None}
    else:
        found |= _shown(_score(items))
    for name in ("strict", "lenient"):
        values = [getattr(item, name) for item in items]
        found[name] = None if None in values else 100 * sum(values) / len(values)
    if found["strict"] is not None:
        found["reasons"] = dict(Counter(item.reason for item in items if item.reason).most_common())
        found["reasons_of_the_gap"] = dict(
            Counter(item.reason for item in items if item.lenient and not item.strict).most_common()
        )
    subjects = sorted({item.subject for item in items})
    if 1 < len(subjects) <= _SUBJECTS and result.whole is None:
        found["subjects"] = {
            subject: _shown(_score([item for item in items if item.subject == subject])) for subject in subjects
        }
    if verdicts is not None and result.whole is None:
        found["audit"] = _audited(items, verdicts)
    if other is not None and result.whole is None:
        found["compared"] = _compared(items, other)
    row = published(result.name)
    if row is not None:
        found["published"] = {"scores": row.scores, "note": row.note}
    return {**found, "notes": result.notes, "prompt": result.prompt, "files": result.files}


def _score(items: Sequence[ItemResult]) -> Score:
    return score([item.score if item.score is not None else 0.0 for item in items])


def _shown(found: Score) -> dict[str, Any]:
    return {"score": found.mean, "stderr": found.stderr, "low": found.low, "high": found.high, "n": found.n}


def _audited(items: Sequence[ItemResult], verdicts: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """Scores by what an audit says of the items; one it does not know is in none."""
    groups: dict[str, list[ItemResult]] = {}
    for item in items:
        groups.setdefault(verdicts.get((item.set, item.id), "not audited"), []).append(item)
    return {verdict: _shown(_score(members)) for verdict, members in sorted(groups.items())}


def _compared(items: Sequence[ItemResult], other: Mapping[str, float]) -> dict[str, Any]:
    both = [item for item in items if item.id in other and item.score is not None]
    if not both:
        return {"n": 0}
    found = compare([other[item.id] for item in both], [float(item.score or 0.0) for item in both])
    return {"points": found.points, "p_value": found.p_value, "n": found.n}


def _groups(tasks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Means over the tasks of each of the release's tables, and over the types of reasoning, that were asked whole or
    in part; `missing` are the others."""
    named = {**{name: tuple(members) for name, members in GROUPS.items()}, **KINDS}
    groups = {}
    for name, members in named.items():
        asked = [task for task in members if task in tasks]
        if asked:
            mean = sum(tasks[task]["score"] for task in asked) / len(asked)
            groups[name] = {"score": mean, "tasks": asked, "missing": [task for task in members if task not in tasks]}
    return groups


def markdown(report: Mapping[str, Any]) -> str:
    """The report for people, without the items."""
    provenance = report["provenance"]
    lines = [f"# {provenance['model']}", ""]
    lines += [
        "| task | score | 95 % | strict | lenient | items | shots | Aquila2's own |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, task in report["tasks"].items():
        spread = "" if task["low"] is None else f"{task['low']:.1f} to {task['high']:.1f}"
        both = [("" if task[kind] is None else f"{task[kind]:.2f}") for kind in ("strict", "lenient")]
        lines.append(
            f"| {name} ({task['metric']}) | {task['score']:.2f} | {spread} | {' | '.join(both)} | {task['n']:,} |"
            f" {task['num_fewshot']} | {own_figures(task)} |"
        )
    lines.append("")
    for name, group in report["groups"].items():
        rest = f"; without {', '.join(group['missing'])}" if group["missing"] else ""
        lines.append(f"- {name}: mean {group['score']:.2f} of {len(group['tasks'])} tasks{rest}")
    for name, task in report["tasks"].items():
        about = [f"{reason} {count:,}" for reason, count in task.get("reasons_of_the_gap", {}).items()]
        if about:
            lines.append(f"- {name}: right but not as asked for: {', '.join(about)}")
        for verdict, part in task.get("audit", {}).items():
            lines.append(f"- {name}, {verdict}: {part['score']:.2f} of {part['n']:,} items")
        compared = task.get("compared")
        if compared and compared["n"]:
            lines.append(
                f"- {name}: {compared['points']:+.2f} points against the other run on {compared['n']:,} items,"
                f" p = {compared['p_value']:.3g}"
            )
        lines += [f"- {name}: {note}" for note in task["notes"]]
    lines += ["", report["published"], ""]
    lines += [f"- {key}: {value}" for key, value in provenance.items()]
    return "\n".join(lines) + "\n"


def own_figures(task: Mapping[str, Any]) -> str:
    """What the release printed for its own models."""
    row = task.get("published")
    if not row:
        return ""
    shown = ", ".join(f"{model} {value:g}" for model, value in row["scores"].items() if model.startswith("Aquila"))
    return f"{shown} ({row['note']})" if row["note"] else shown

"""The tables that the release published, as figures to stand beside ours: never mixed with what was measured here."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from aquila2.evals.groups import GROUPS

_FOLDER = Path(__file__).resolve().parents[1] / "assets" / "published"
# GSM8K's test items were in the training data: the release withdrew these scores, and they are shown as what they are.
WITHDRAWN = {"gsm8k": "withdrawn by the release: its training data held the test items"}
NOTE = (
    "Figures of the release are its own, from its tables of 2023; the base models' last printed table names the wrong"
    " columns, and is aligned here by the one before it."
)


class Published(NamedTuple):
    """A row of the release's tables: scores of models on a task, 0 to 100."""

    scores: dict[str, float]
    note: str


@cache
def published(task: str) -> Published | None:
    """What the release printed for a task's row; None where it printed none."""
    group = next((group for group, tasks in GROUPS.items() if tasks.get(task)), None)
    if group is None:
        return None
    row = GROUPS[group][task]
    if group == "aquila2_reasoning":
        scores = {line["model"]: line[row] for line in _lines("reasoning.csv")}
    else:
        name = "base_models.csv" if group == "aquila2_base" else "chat_models_strict.csv"
        (line,) = (line for line in _lines(name) if line["task"] == row)
        scores = {model: value for model, value in line.items() if model not in ("task", "num_fewshot", "kind")}
    return Published({model: float(value) for model, value in scores.items() if value}, WITHDRAWN.get(task, ""))


def _lines(name: str) -> list[dict[str, str]]:
    with open(_FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

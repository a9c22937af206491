"""Tasks asked of a model, by lm-evaluation-harness, and what came of every item."""

import functools
import hashlib
import logging
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lm_eval.api.model
import lm_eval.api.task
from lm_eval.api.model import LM, CachingLM
from lm_eval.evaluator import evaluate, simple_evaluate
from lm_eval.tasks import TaskManager

from aquila2.data.testsets import find_set, set_files
from aquila2.evals.results import ItemResult, TaskResult
from aquila2.evals.task import LocalTask

TASKS = Path(__file__).with_name("tasks")
# The metric that is a task's score, by the first of these that it has.
_SCORES = ("strict", "mc2", "bleu", "acc_norm", "acc", "exact_match", "pass@1", "f1")


def spread(subjects: Sequence[str], limit: int | None) -> list[int]:
    """Places of `limit` items, one subject after the other in turn, in each as the file has them."""
    if limit is None or limit >= len(subjects):
        return list(range(len(subjects)))
    queues: dict[str, list[int]] = {}
    for place, subject in enumerate(subjects):
        queues.setdefault(subject, []).append(place)
    order = sorted(queues)
    random.Random(0).shuffle(order)  # not those alone whose names begin with a
    rounds = max(map(len, queues.values()))
    turns = (queues[subject][turn] for turn in range(rounds) for subject in order if turn < len(queues[subject]))
    return sorted(place for place, _ in zip(turns, range(limit), strict=False))


def load_task(name: str, data_dir: Path, seed: int = 0, cot: bool = False, num_fewshot: int | None = None) -> LocalTask:
    """One of our tasks.

    Raises:
        UserError: its data is not at hand, or not in its format.
    """
    about = {"data_dir": str(data_dir), "seed": seed, "cot": cot}
    with _quiet():
        manager = TaskManager(include_defaults=False, metadata=about)
        task = manager.load([str(TASKS / f"{name}.yaml")])["tasks"][name]
    assert isinstance(task, LocalTask)
    if num_fewshot is not None:
        task.set_config("num_fewshot", num_fewshot)
    return task


def run_tasks(
    lm: LM, tasks: Sequence[LocalTask], limit: int | None = None, chat: bool = False, cache: Path | None = None
) -> list[TaskResult]:
    """Ask a model our tasks.

    Args:
        lm: the model.
        tasks: from `load_task`.
        limit: items a task.
        chat: prompts are rendered with the model's chat template, examples as earlier turns.
        cache: a file (its beginning) where answers are kept as they come: a run that was killed goes on behind them.
    """
    places = {task.config.task: spread([doc["subject"] for doc in task.eval_docs], limit) for task in tasks}
    loaded: Any = {"tasks": {task.config.task: task for task in tasks}, "groups": {}}
    with _quiet():
        found: Any = evaluate(
            lm=lm if cache is None else CachingLM(lm, f"{cache}_rank0.db"),
            task_dict=loaded,
            samples=places,
            apply_chat_template=chat,
            fewshot_as_multiturn=True,
            bootstrap_iters=0,
            log_samples=True,
        )
    return [_result(task, found["samples"][task.config.task], found["results"][task.config.task]) for task in tasks]


def run_others(
    lm: LM, names: Sequence[str], limit: int | None, num_fewshot: int | None, chat: bool, cache: Path | None
) -> list[TaskResult]:
    """Ask a model tasks of the library's own, whose data it fetches itself."""
    with _quiet():
        found: Any = simple_evaluate(
            model=lm, tasks=list(names), limit=limit, num_fewshot=num_fewshot, apply_chat_template=chat,
            fewshot_as_multiturn=chat, use_cache=None if cache is None else str(cache), bootstrap_iters=0,
            log_samples=True,
        )  # fmt: skip
    results = []
    for name, samples in found["samples"].items():
        metric = _metric(samples[0]) if samples else "acc"
        items = [_item(name, name, sample, metric) for sample in samples]
        results.append(TaskResult(name, metric, int(found["n-shot"].get(name, 0)), items))
    return results


def file_hashes(name: str, data_dir: Path) -> dict[str, str]:
    """SHA-256 of a set's files, by their names within the set's folder."""
    folder = data_dir / find_set(name).folder
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in set_files(name, data_dir)
    }


def _result(task: LocalTask, samples: list[dict[str, Any]], totals: dict[str, Any]) -> TaskResult:
    name, about = str(task.config.task), task.about
    metric = _metric(samples[0])
    items = [_item(name, about["set"], sample, metric, task) for sample in sorted(samples, key=lambda s: s["doc_id"])]
    shots = int(task.config.num_fewshot or 0)
    notes = []
    if shots and task.shots_from_items:
        notes.append("examples are other items of the part that is scored: there is no other at hand")
    text = (TASKS / f"{name}.yaml").read_text(encoding="utf-8")
    notes += [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")]
    whole = float(totals["bleu,none"]) if metric == "bleu" else None
    files = file_hashes(about["set"], Path(about["data_dir"]))
    return TaskResult(name, metric, shots, items, whole, notes, text, files)


def _item(name: str, set: str, sample: dict[str, Any], metric: str, task: LocalTask | None = None) -> ItemResult:
    doc, arguments = sample["doc"], sample["arguments"]
    verdict = None if task is None else task.verdicts.get(str(doc.get("id")))
    right = sample["target"]
    if isinstance(sample["resps"][0][0], str):
        output = str(sample["resps"][0][0])
    else:
        scores = [response[0][0] for response in sample["resps"]]
        best = max(range(len(scores)), key=scores.__getitem__)
        same = len({argument[1] for argument in arguments}) < len(arguments)  # the options are in what is asked
        output = str(arguments[best][0] if same else arguments[best][1]).strip()
        if isinstance(right, int) and right < len(arguments):
            right = str(arguments[right][0] if same else arguments[right][1]).strip()
    value = sample[metric]
    return ItemResult(
        task=name,
        set=set,
        id=str(doc.get("id", sample["doc_id"])),
        subject=str(doc.get("subject", "")),
        prompt=str(arguments[0][0]),
        output=output,
        right=str(right),
        score=float(value) if isinstance(value, (int, float)) else None,
        strict=None if verdict is None else float(verdict.strict),
        lenient=None if verdict is None else float(verdict.lenient),
        reason="" if verdict is None else verdict.reason,
    )


def _metric(sample: dict[str, Any]) -> str:
    return next((name for name in _SCORES if name in sample["metrics"]), str(sample["metrics"][0]))


class _quiet:  # noqa: N801 (used as a statement)
    """The library tells of its own steps in hundreds of lines; ours are enough."""

    def __enter__(self) -> None:
        self._before = logging.root.manager.disable
        logging.disable(logging.WARNING)
        self._bars = [(module, module.tqdm) for module in (lm_eval.api.task, lm_eval.api.model)]
        for module, bar in self._bars:
            module.tqdm = functools.partial(bar, disable=True)

    def __exit__(self, *exception: object) -> None:
        logging.disable(self._before)
        for module, bar in self._bars:
            module.tqdm = bar

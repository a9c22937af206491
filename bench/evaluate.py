"""Evaluation by our engine beside lm-evaluation-harness' own `hf` backend: the same numbers, and how fast.

python bench/evaluate.py parity      five tasks of 500 items, float32: log-likelihoods, accuracies
python bench/evaluate.py speed       MMLU with five examples, whole subjects, the checkpoint's number format

Both are handed the same task objects. Times are of asking alone: models are loaded before.
"""

import dataclasses
import gc
import sys
import time
from pathlib import Path
from typing import Any

import torch
from provenance import RESULTS, save

from aquila2.base.config import load_options, option
from aquila2.evals.lm import EngineLM
from aquila2.evals.run import load_task, run_tasks
from aquila2.recipes.llm import LLM
from aquila2.recipes.locate import locate

PARITY = ("arc_easy", "piqa", "winogrande", "boolq", "bustm")


@dataclasses.dataclass
class Options:
    """What to measure."""

    model: str = option("smollm2", "a folder, or a model's name")
    shared: Path = option(RESULTS.parents[2] / "shared", "the data folder")
    items: int = option(500, "parity: items of each task")
    subjects: int = option(3, "speed: whole subjects of MMLU")
    each: int = option(40, "speed: items of a subject")
    batch: int = option(8, "the peer's batch")
    threads: int = option(2, "of the CPU")
    device: str = option("auto", "auto, cpu or cuda")


def ours(options: Options, dtype: str) -> Any:
    """Our engine as the library's model."""
    llm = LLM(options.model, dtype=dtype, device=options.device)
    return EngineLM(llm.engine, llm.stops, None, options.model)


def theirs(options: Options, dtype: str) -> Any:
    """The library's own."""
    from lm_eval.models.huggingface import HFLM

    device = ("cuda" if torch.cuda.is_available() else "cpu") if options.device == "auto" else options.device
    return HFLM(pretrained=str(locate(options.model)), dtype=dtype, device=device, batch_size=options.batch)


def asked(lm: Any, task: Any) -> tuple[list[tuple[float, bool]], float, float]:
    """Every log-likelihood, the accuracy, the seconds."""
    found: list[tuple[float, bool]] = []
    original, seconds = lm.loglikelihood, 0.0

    def timed(requests: Any, disable_tqdm: bool = False) -> Any:
        nonlocal seconds
        start = time.perf_counter()
        answers = original(requests)
        seconds = time.perf_counter() - start
        found.extend(answers)
        return answers

    lm.loglikelihood = timed
    try:
        (result,) = run_tasks(lm, [task])
    finally:
        lm.loglikelihood = original
    return found, sum(item.score or 0.0 for item in result.items) / len(result.items), seconds


def limited(name: str, options: Options, num_fewshot: int | None) -> Any:
    """A task with its first items alone."""
    task = load_task(name, options.shared / "data" / "eval", num_fewshot=num_fewshot)
    task.dataset["items"][options.items :] = []
    return task


def mmlu(options: Options) -> Any:
    """MMLU's first subjects, so many items of each."""
    task = load_task("mmlu", options.shared / "data" / "eval")
    kept: dict[str, list[dict[str, Any]]] = {}
    for doc in task.dataset["items"]:
        kept.setdefault(doc["subject"], []).append(doc)
    task.dataset["items"][:] = [doc for docs in [*kept.values()][: options.subjects] for doc in docs[: options.each]]
    return task


def parity(options: Options) -> dict[str, Any]:
    """A row a task."""
    rows: dict[str, Any] = {}
    answers = {}
    for who, make in (("ours", ours), ("theirs", theirs)):
        lm = make(options, "float32")
        answers[who] = {name: asked(lm, limited(name, options, 0)) for name in PARITY}
        del lm
        gc.collect()
    for name in PARITY:
        (left, our_accuracy, our_seconds), (right, their_accuracy, their_seconds) = (answers[w][name] for w in answers)
        rows[name] = {
            "items": options.items,
            "log_likelihoods": len(left),
            "largest_difference": max(abs(a[0] - b[0]) for a, b in zip(left, right, strict=True)),
            "greedy_differs": sum(a[1] != b[1] for a, b in zip(left, right, strict=True)),
            "accuracy": our_accuracy,
            "accuracy_hf": their_accuracy,
            "seconds": round(our_seconds, 1),
            "seconds_hf": round(their_seconds, 1),
        }
    return rows


def speed(options: Options) -> dict[str, Any]:
    """Three runs each, in turn."""
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    scores = {}
    models = {"ours": ours(options, "bfloat16"), "theirs": theirs(options, "bfloat16")}
    for _ in range(3):
        for who, lm in models.items():
            if who == "ours":
                lm.engine.manager.forget()  # what the last run read
            _, scores[who], seconds = asked(lm, mmlu(options))
            times[who].append(seconds)
    middle = {who: sorted(found)[1] for who, found in times.items()}
    return {
        "items": options.subjects * options.each,
        "subjects": options.subjects,
        "seconds": {who: [round(value, 2) for value in found] for who, found in times.items()},
        "accuracy": scores,
        "ratio": middle["theirs"] / middle["ours"],
    }


def main() -> None:
    """Measure and save."""
    what, *words = sys.argv[1:] or ["speed"]
    options = load_options(Options, words)
    torch.set_num_threads(options.threads)
    result = {"parity": parity, "speed": speed}[what](options)
    print(save(f"evaluate_{what}", {"model": options.model, **result}), result)


if __name__ == "__main__":
    main()

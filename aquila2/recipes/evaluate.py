"""`aquila2 evaluate`: a model asked the release's tests, or others, and a report of what it answered."""

import json
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aquila2 import __version__
from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file, refuse_existing
from aquila2.base.json_files import write_json
from aquila2.base.log import note, say
from aquila2.base.outputs import fingerprint, is_result, record_output

if TYPE_CHECKING:
    from aquila2.evals.results import TaskResult
    from aquila2.evals.task import LocalTask

REPORT, ITEMS = "report.json", "items.jsonl"


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 evaluate`."""

    model: str = option(help="a checkpoint's folder, a model's name, or the URL of an OpenAI-compatible server")
    tasks: list[str] = option(help="aquila2_base, aquila2_chat, aquila2_reasoning, single tasks, or the library's own")
    out: Path = option(help="folder for the report and every item's answer; what was begun there is gone on with")
    data_dir: Path = option(Path("./data"), help="the test sets, a folder each")
    num_fewshot: int | None = option(None, help="examples before each question [as the release has it]")
    limit: int | None = option(None, help="items of each task, spread over its subjects [all]")
    cot: bool = option(False, help="aquila2_reasoning: reasoning before the answer")
    chat: Literal["auto", "true", "false"] = option(
        "auto", help="prompts as chats [generated answers, with a template]"
    )
    audit: Path | None = option(None, help="verdicts.jsonl of audit report: scores on clean items too")
    compare: Path | None = option(None, help="the out= of another run: is the difference real?")
    fail_below: float | None = option(None, help="exit with 3 where a task's score is below this")
    seed: int = option(0, help="of the draw of examples")
    api_key_file: Path | None = option(None, help="for a URL: a file that holds the key")
    served_model: str | None = option(None, help="for a URL: the model's name there [the only one it has]")
    template: str | None = option(None, help="a chat template by name, in place of the checkpoint's own")
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = option("auto", help="number format to compute in")
    quantization: str | None = option(None, help="nf4 or int8: the layers become that while they are loaded")
    lora_dir: Path | None = option(None, help="an adapter made on this model, PEFT's or ours")
    qlora_dir: Path | None = option(None, help="the same, the model's layers in NF4")
    max_model_len: int | None = option(None, help="tokens of prompt and answer together [the model's context]")
    device: str = option("auto", help="auto, cpu, cuda or cuda:N")
    model_dir: Path = option(Path("./checkpoints"), help="where models called by name lie")
    overwrite: bool = option(False, help="replace what stands at out=, whatever it is")


def run(options: Options) -> dict[str, Any]:
    """Evaluate. Returns `results` (task -> `score strict lenient stderr n`) and `out`; the exit code is 3 where a
    score is below `fail_below`."""
    _check(options)
    start = time.perf_counter()
    # imported here, so that --help and mistakes are answered without the seconds that these take
    from aquila2.evals.groups import OURS, expand
    from aquila2.evals.page import evaluation_page
    from aquila2.evals.report import make_report, markdown, summary
    from aquila2.evals.run import load_task

    known = frozenset() if _all_ours(options.tasks) else _library_tasks()
    names = expand(options.tasks, known)
    verdicts = None if options.audit is None else read_verdicts(options.audit)
    other = None if options.compare is None else read_scores(options.compare)
    ours = [
        load_task(name, options.data_dir, options.seed, options.cot, options.num_fewshot)
        for name in names
        if name in OURS
    ]
    for task in ours:
        task.check_shots()
    model = _open(options)
    if options.chat == "true" and model.template is None and not model.is_remote:
        raise UserError(f"chat=true: {options.model} has no chat template: say template=NAME, or leave chat out")
    made_from = _made_from(options, names, ours, model)
    _take_place(options.out, made_from, options.overwrite)
    results = _ask(options, model, names, ours)
    for result in results:
        if model.num_cut(result.name):
            result.notes.append(
                f"{model.num_cut(result.name)} prompts were longer than the context and lost their beginning"
            )
    provenance = {
        "model": options.model,
        "tasks": ", ".join(names),
        "limit": options.limit,
        "seed": options.seed,
        "template": model.template_name,
        "dtype": model.dtype,
        "seconds": round(time.perf_counter() - start, 1),
        "date": time.strftime("%Y-%m-%d"),
        "versions": _versions(),
        "settings": {key: value for key, value in made_from.items() if key not in ("files", "command")},
    }
    report = make_report(results, provenance, verdicts, other)
    items = {result.name: result.items for result in results}
    with atomic_file(options.out / ITEMS) as beside, open(beside, "w", encoding="utf-8") as lines:
        for name in items:
            lines.writelines(json.dumps(asdict(item), ensure_ascii=False) + "\n" for item in items[name])
    for name, text in (("report.md", markdown(report)), ("report.html", evaluation_page(report, items))):
        with atomic_file(options.out / name) as beside:
            beside.write_text(text, encoding="utf-8")
    write_json(options.out / REPORT, report)
    say(_table(report))
    say(f"{options.out}: report.html, report.md, {REPORT}, {ITEMS}")
    found: dict[str, Any] = {"out": str(options.out)}
    found["results"] = {name: summary(task) for name, task in report["tasks"].items()}
    below = [name for name, task in report["tasks"].items() if task["score"] < (options.fail_below or 0)]
    if below:
        note(f"below fail_below={options.fail_below:g}: {', '.join(below)}")
        found["exit_code"] = 3
    return found


@dataclass
class Model:
    """What is asked: our engine, or a server."""

    lm: Any
    template: Any
    template_name: str | None
    dtype: str
    is_remote: bool
    identity: Any  # what tells it from another

    def num_cut(self, task: str) -> int:
        """Prompts of a task that lost their beginning."""
        return int(self.lm.cut[task])


def _open(options: Options) -> Model:
    if options.model.startswith(("http://", "https://")):
        from aquila2.evals.server_lm import ServerLM

        lm = ServerLM(options.model, options.served_model, _key(options.api_key_file), options.max_model_len)
        return Model(lm, None, None, "the server's", True, [options.model, lm.model])
    if options.api_key_file is not None or options.served_model is not None:
        raise UserError("api_key_file= and served_model= are for a model= that is a URL")
    from aquila2.evals.lm import EngineLM
    from aquila2.recipes.llm import LLM

    llm = LLM(
        options.model, dtype=options.dtype, quantization=options.quantization, max_model_len=options.max_model_len,
        device=options.device, template=options.template, model_dir=options.model_dir, lora_dir=options.lora_dir,
        qlora_dir=options.qlora_dir,
    )  # fmt: skip
    lm = EngineLM(llm.engine, llm.stops, llm.template, options.model)
    adapter = options.lora_dir or options.qlora_dir
    identity = [fingerprint(llm.folder), None if adapter is None else fingerprint(adapter)]
    name = None if llm.template is None else llm.template.name
    dtype = str(llm.engine.runner.dtype).removeprefix("torch.")
    return Model(lm, llm.template, name, dtype, False, identity)


def _ask(options: Options, model: Model, names: Sequence[str], ours: "Sequence[LocalTask]") -> "list[TaskResult]":
    """Our tasks one after the other, then the library's; answers are kept as they come."""
    from aquila2.evals.run import run_others, run_tasks

    found: dict[str, TaskResult] = {}
    for task in ours:
        name = str(task.config.task)
        chat = _as_chat(options, model, generates=task.OUTPUT_TYPE == "generate_until" and _is_chat(name))
        model.lm.begin(name)
        (found[name],) = run_tasks(model.lm, [task], options.limit, chat, options.out / "answers")
    others = [name for name in names if name not in found]
    if others:
        chat = options.chat == "true"
        model.lm.begin("")
        results = run_others(model.lm, others, options.limit, options.num_fewshot, chat, options.out / "answers")
        found |= {result.name: result for result in results}
    return list(found.values())


def _as_chat(options: Options, model: Model, generates: bool) -> bool:
    if options.chat == "auto":
        return generates and (model.template is not None or model.is_remote)
    return options.chat == "true"


def _is_chat(name: str) -> bool:
    """Whether a task's wording is that of a question to an assistant."""
    from aquila2.evals.groups import OURS

    return OURS[name] in ("aquila2_chat", "aquila2_reasoning")


def _check(options: Options) -> None:
    for name, least in (("limit", 1), ("num_fewshot", 0)):
        value = getattr(options, name)
        if value is not None and value < least:
            raise UserError(f"{name}={value}: give {least} or more")
    if options.fail_below is not None and not 0 <= options.fail_below <= 100:
        raise UserError(f"fail_below={options.fail_below}: scores go from 0 to 100")
    for module in ("lm_eval", "datasets"):
        try:
            __import__(module)
        except ImportError:
            raise UserError("aquila2 evaluate needs lm-evaluation-harness: pip install 'aquila2[eval]'") from None


def _all_ours(names: Sequence[str]) -> bool:
    from aquila2.evals.groups import GROUPS, OURS

    return all(name in GROUPS or name in OURS for name in names)


def _library_tasks() -> frozenset[str]:
    """Names of the library's own tasks; finding them reads thousands of files."""
    from lm_eval.tasks import TaskManager

    return frozenset(TaskManager().all_tasks)


def _made_from(options: Options, names: Sequence[str], ours: "Sequence[LocalTask]", model: Model) -> dict[str, Any]:
    from aquila2.evals.run import file_hashes

    sets = sorted({task.about["set"] for task in ours})
    return {
        "command": "evaluate",
        "model": model.identity,
        "tasks": list(names),
        "num_fewshot": options.num_fewshot,
        "limit": options.limit,
        "cot": options.cot,
        "chat": options.chat,
        "seed": options.seed,
        "template": options.template,
        "dtype": options.dtype,
        "quantization": options.quantization,
        "max_model_len": options.max_model_len,
        "files": {name: file_hashes(name, options.data_dir) for name in sets},
    }


def _take_place(out: Path, made_from: dict[str, Any], overwrite: bool) -> None:
    """Make `out`, or go on there."""
    if out.exists() and not is_result(out, made_from):
        refuse_existing(out, overwrite)
        for left in out.glob("answers_rank*.db"):
            left.unlink()
    out.mkdir(parents=True, exist_ok=True)
    record_output(out, made_from)


def read_verdicts(path: Path) -> dict[tuple[str, str], str]:
    """An audit's verdicts: (set, id) -> verdict, from JSON Lines of `set id verdict`.

    Raises:
        UserError: no such file, or a line that is something else.
    """
    found = {}
    for number, line in enumerate(_lines(path, "audit"), 1):
        try:
            row = json.loads(line)
            found[str(row["set"]), str(row["id"])] = str(row["verdict"])
        except (ValueError, KeyError, TypeError):
            raise UserError(
                f"audit={path}, line {number}: not an object of set, id, verdict, as audit report writes"
            ) from None
    return found


def read_scores(folder: Path) -> dict[str, dict[str, float]]:
    """An earlier run's scores: task -> item -> score.

    Raises:
        UserError: no such run.
    """
    found: dict[str, dict[str, float]] = {}
    for line in _lines(folder / ITEMS, "compare"):
        row = json.loads(line)
        if row["score"] is not None:
            found.setdefault(row["task"], {})[row["id"]] = row["score"]
    return found


def _lines(path: Path, name: str) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UserError(f"{name}={path}: {error.strerror}") from None


def _key(path: Path | None) -> str | None:
    if path is None:
        return None
    lines = _lines(path, "api_key_file")
    if not lines or not lines[0].strip():
        raise UserError(f"api_key_file={path}: its first line is empty, and should be the key")
    return lines[0].strip()


def _versions() -> dict[str, str]:
    import importlib.metadata

    import torch

    return {
        "aquila2": __version__,
        "lm_eval": importlib.metadata.version("lm_eval"),
        "torch": torch.__version__,
        "python": platform.python_version(),
    }


def _table(report: Mapping[str, Any]) -> str:
    lines = []
    width = max(map(len, report["tasks"]))
    for name, task in report["tasks"].items():
        spread = "" if task["low"] is None else f"  ({task['low']:.1f} to {task['high']:.1f})"
        both = "" if task["strict"] is None else f"  strict {task['strict']:.2f}, lenient {task['lenient']:.2f}"
        lines.append(f"{name:<{width}}  {task['score']:6.2f}{spread}  {task['n']:,} items{both}")
    for name, group in report["groups"].items():
        lines.append(f"{name:<{width}}  {group['score']:6.2f}  mean of {len(group['tasks'])} tasks")
    return "\n".join(lines)

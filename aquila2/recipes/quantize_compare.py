"""`aquila2 quantize compare`: the methods side by side, each with its bytes, memory, quality and speed."""

import multiprocessing
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file
from aquila2.base.json_files import read_json, write_json
from aquila2.base.log import note, say
from aquila2.base.memory import peak_resident_bytes
from aquila2.recipes import quantize

ORIGINAL = "original"
_PROMPT = 32  # tokens of the text that is continued
_TURNS = 3
_COLUMNS = (
    ("method", "method", "{}"),
    ("bytes", "weights, MB", "{:,.1f}"),
    ("peak_memory_bytes", "peak memory, MB", "{:,.0f}"),
    ("perplexity", "perplexity", "{:.3f}"),
    ("ratio", "x before", "{:.4f}"),
    ("kl_divergence", "KL", "{:.4f}"),
    ("top1_agreement", "same token, %", "{:.2f}"),
    ("tokens_per_second", "tokens/s", "{:,.1f}"),
)
_SHOWN_IN = {"bytes": 1e-6, "peak_memory_bytes": 1e-6, "top1_agreement": 100}


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 quantize compare`."""

    model: str = option(help="a checkpoint's folder, or a model's name")
    out: Path = option(help="a folder for the table, the plot, and a checkpoint of each method")
    methods: list[Literal["int8", "nf4", "rtn", "gptq", "awq"]] = option(
        ["int8", "nf4", "gptq", "awq"], help="which, beside the original"
    )
    group_size: int = option(128, help="gptq, awq, rtn: inputs that share a scale; -1: all of a row")
    calibration: list[str] = option(["builtin"], help="text to calibrate on: files, or builtin")
    samples: int = option(128, help="windows of text to calibrate on")
    max_seq_len: int = option(512, help="tokens of a window")
    evaluate_on: list[str] = option(["builtin"], help="text to measure the quality on: files, or builtin")
    evaluate_tokens: int = option(20480, help="tokens of it, from each file as many")
    new_tokens: int = option(64, help="tokens that one request gets, for the speed")
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = option("auto", help="number format to compute in")
    device: str = option("auto", help="auto, cpu, cuda or cuda:N")
    seed: int = option(0, help="of the draw of windows")
    model_dir: Path = option(Path("./checkpoints"), help="where models called by name lie")
    overwrite: bool = option(False, help="replace the checkpoints that stand in out=, whatever they are")


def run(options: Options) -> dict[str, Any]:
    """Compare. Returns `out` and `rows`: one a method, the original first, with the table's figures. Writes
    `compare.json`, `compare.png` (where matplotlib is) and the checkpoints into `out`."""
    from aquila2.recipes.locate import locate

    if not options.methods:
        raise UserError("methods=: name one or more of int8, nf4, rtn, gptq, awq")
    if options.new_tokens < 2:
        raise UserError(f"new_tokens={options.new_tokens}: give at least 2")
    folder = locate(options.model, options.model_dir)
    shared = (
        "model", "samples", "max_seq_len", "evaluate_on", "evaluate_tokens", "dtype", "device", "seed", "model_dir",
        "overwrite",
    )  # fmt: skip
    given = {name: getattr(options, name) for name in shared}
    also: dict[str, tuple[str, ...]] = {
        "gptq": ("group_size", "calibration"), "awq": ("group_size", "calibration"), "rtn": ("group_size",)
    }  # fmt: skip
    folders = {method: options.out / method for method in options.methods}
    for name in options.methods:
        place = options.out / name
        note(f"{name}: {place}")
        its_own = {key: getattr(options, key) for key in also.get(name, ())}
        quantize.run(quantize.Options(out=place, method=name, **given, **its_own))
    receipts = {method: read_json(place / quantize.RECEIPT) for method, place in folders.items()}
    first = next(iter(receipts.values()))
    quality: dict[str, dict[str, Any]] = {
        ORIGINAL: {
            "perplexity": first["perplexity_before"], "ratio": 1.0, "kl_divergence": 0.0, "top1_agreement": 1.0
        }
    }  # fmt: skip
    for method, receipt in receipts.items():
        kept = {key: receipt[key] for key in ("ratio", "kl_divergence", "top1_agreement")}
        quality[method] = {"perplexity": receipt["perplexity_after"], **kept}
    rows = []
    for row, figures in quality.items():
        note(f"{row}: speed")
        place = folder if row == ORIGINAL else options.out / row
        measured = _in_its_own_process(str(place), options.dtype, options.device, options.new_tokens)
        rows.append({"method": row, **measured, **figures})
    result = {"rows": rows, "tokens": first["tokens"], "evaluation": first["evaluation"], "device": first["device"]}
    write_json(options.out / "compare.json", result)
    for line in _table(rows):
        say(line)
    _draw(rows, options.out / "compare.png")
    return {"out": str(options.out), "rows": rows}


def measure(folder: str, dtype: str, device: str, new_tokens: int) -> dict[str, Any]:
    """Bytes of a checkpoint's tensors, and what it takes to continue a short text with it: the most memory, and tokens
    a second of one request, prompt aside (the median of some)."""
    import torch

    from aquila2.engine.sampling_params import SamplingParams
    from aquila2.quant.load import stored_bytes
    from aquila2.recipes.llm import LLM

    llm = LLM(folder, dtype=dtype, device=device, max_model_len=_PROMPT + new_tokens)
    prompt = llm.tokenizer.encode("A list of everything that there is in the world, from the largest to the least: ")
    settings = SamplingParams(temperature=0, max_tokens=new_tokens, ignore_eos=True)
    speeds = []
    for turn in range(_TURNS + 1):
        stamps = []
        for delta in llm.stream((prompt * _PROMPT)[:_PROMPT], settings):
            stamps += [time.perf_counter()] * bool(delta.token_ids)
        if turn:  # the first one compiles and captures
            speeds.append((len(stamps) - 1) / (stamps[-1] - stamps[0]))
    on_gpu = torch.cuda.is_available() and device != "cpu"
    return {
        "bytes": stored_bytes(folder),
        "peak_memory_bytes": torch.cuda.max_memory_allocated() if on_gpu else peak_resident_bytes(),
        "tokens_per_second": round(statistics.median(speeds), 2),
    }


def _in_its_own_process(*given: Any) -> dict[str, Any]:
    """So that each has the memory for itself, and its own peak."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, given)


def _table(rows: list[dict[str, Any]]) -> list[str]:
    cells = [[title for _, title, _ in _COLUMNS]]
    for row in rows:
        values = [row[key] * _SHOWN_IN[key] if key in _SHOWN_IN else row[key] for key, _, _ in _COLUMNS]
        cells.append([form.format(value) for (_, _, form), value in zip(_COLUMNS, values, strict=True)])
    widths = [max(len(row[i]) for row in cells) for i in range(len(_COLUMNS))]
    return ["  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)) for row in cells]


def _draw(rows: list[dict[str, Any]], path: Path) -> None:
    """Perplexity over bytes, and the other figures as bars."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        note("no plot: it needs a package, pip install 'aquila2[train]'")
        return
    figure = Figure(figsize=(10, 7), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(2, 2).flatten()
    for number, row in enumerate(rows):
        panels[0].scatter(row["bytes"] / 1e6, row["perplexity"], color=f"C{number}")
        panels[0].annotate(
            row["method"], (row["bytes"] / 1e6, row["perplexity"]), xytext=(4, 4), textcoords="offset points"
        )
    panels[0].set_xlabel("weights, MB")
    panels[0].set_ylabel("perplexity")
    for panel, key in zip(panels[1:], ("top1_agreement", "tokens_per_second", "peak_memory_bytes"), strict=True):
        title = next(title for name, title, _ in _COLUMNS if name == key)
        panel.bar(
            [r["method"] for r in rows],
            [r[key] * _SHOWN_IN.get(key, 1) for r in rows],
            color=[f"C{i}" for i in range(len(rows))],
        )
        panel.set_ylabel(title)
    for panel in panels:
        panel.grid(alpha=0.3)
    with atomic_file(path) as beside:
        figure.savefig(beside, format="png", dpi=120)

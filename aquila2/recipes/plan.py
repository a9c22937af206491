"""`aquila2 plan`: which way to spread a model's training over a cluster, before a GPU is rented."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.log import say

if TYPE_CHECKING:
    from aquila2.model.config import AquilaConfig
    from aquila2.parallel.planner import Plan

# rows of a step in the release's own recipes, by shape
_PUBLISHED_BATCH = {"7b": 1728, "34b": 1024, "70b": 1056}


@dataclass
class Options:
    """Settings of the command."""

    model: str = option(help="a shape (7b, 34b, 70b), a published name, or a checkpoint's folder")
    gpus: list[str] = option(help="how many GPUs; or how many of each kind: 16xA800-80G,16xA100-40G")
    gpu: str | None = option(None, "the kind of GPU, where gpus is a number")
    seq: int | None = option(None, "tokens a row; the model's context when not given")
    batch: int | None = option(None, "rows a step; the release's own for its shapes, else 1024")
    micro_batch: int | None = option(None, "rows a micro-batch; the planner chooses when not given")
    recompute: Literal["none", "selective", "mlp", "full"] | None = option(
        None, "activations computed again; as for micro_batch"
    )
    compile: bool = option(False, "layers are compiled, which keeps and moves less")
    packed: bool = option(True, "several documents a row")
    top: int = option(10, "layouts to show")


def run(options: Options) -> dict[str, Any]:
    """Forecast every layout, show the best and return all of them."""
    from aquila2.parallel.gpus import read_gpus
    from aquila2.parallel.planner import Request, plans

    for name in ("seq", "batch", "micro_batch", "top"):
        value = getattr(options, name)
        if value is not None and value < 1:
            raise UserError(f"{name}={value}: give 1 or more")
    model, batch = _model(options.model)
    cluster = read_gpus(options.gpus, options.gpu)
    request = Request(
        model,
        cluster,
        options.batch or batch,
        options.seq or model.context_length,
        options.micro_batch,
        options.recompute,
        options.compile,
        options.packed,
    )
    found = plans(request)
    world = sum(count for count, _ in cluster)
    kinds = ", ".join(f"{count} {gpu.name}" for count, gpu in cluster)
    say(
        f"{options.model}: {model.num_parameters / 1e9:.2f} B parameters, "
        f"{request.batch} rows of {request.seq} tokens a step, on {kinds}"
    )
    say("\n" + _tables(found[: options.top], world) + "\n")
    fitting = sum(plan.fits for plan in found)
    if not fitting:
        say(f"None of {len(found)} layouts fits; the first lacks {-found[0].room_bytes / 1e9:.1f} GB a GPU.")
    return {"layouts": [_as_json(plan, world) for plan in found]}


def _model(name: str) -> tuple[AquilaConfig, int]:
    """Sizes, and rows a step."""
    from aquila2.hub.registry import MODELS, find_entry
    from aquila2.model.config import PRESETS

    entry = find_entry(name)
    shape = entry.shape if entry is not None else name.lower()
    if shape in PRESETS:
        return PRESETS[shape], _PUBLISHED_BATCH.get(shape.partition("-")[0], 1024)
    if (Path(name) / "config.json").is_file():
        from aquila2.checkpoint.checkpoint import read_config

        return read_config(Path(name)), 1024
    from aquila2.base.config import nearest

    raise UserError(f"model={name} is no shape, name or folder with a config.json{nearest(name, [*PRESETS, *MODELS])}")


def _tables(found: list[Plan], world: int) -> str:
    """The layouts, then every term of their memory and of their time, in rows of the same number."""
    layouts, memory, seconds = [], [], []
    for number, plan in enumerate(found, 1):
        layouts.append({"": str(number), **_row(plan, world)})
        terms = {name: f"{size / 1e9:.1f}" for name, size in plan.memory.items()}
        memory.append({"": str(number), **terms, "GB": f"{plan.memory_bytes / 1e9:.1f}"})
        terms = {name: f"{size:.3g}" for name, size in plan.seconds.items()}
        seconds.append({"": str(number), **terms, "seconds": f"{plan.seconds_per_step:.3g}"})
    titles = ("", "Memory of the fullest GPU:\n", "Time of a step:\n")
    return "\n\n".join(title + _lines(rows) for title, rows in zip(titles, (layouts, memory, seconds), strict=True))


def _lines(rows: list[dict[str, str]]) -> str:
    widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
    all_rows = [{name: name for name in widths}, *rows]
    return "\n".join("  ".join(row[name].rjust(width) for name, width in widths.items()) for row in all_rows)


def _row(plan: Plan, world: int) -> dict[str, str]:
    parallel, work = plan.work.parallel, plan.work
    order = f"interleaved {parallel.stages_per_rank}" if parallel.schedule == "interleaved" else "1f1b"
    split = "-".join(map(str, parallel.layer_split)) if parallel.layer_split else "even"
    return {
        "dp": f"{parallel.dp}x{parallel.dp_replicate}" if parallel.dp_replicate > 1 else str(parallel.dp),
        "tp": str(parallel.tp),
        "pp": str(parallel.pp),
        "cp": str(parallel.cp),
        "micro-batch": str(work.micro_batch),
        "recompute": parallel.recompute,
        "reshard": "yes" if parallel.reshard and parallel.dp * parallel.cp > 1 else "no",
        "schedule": order if parallel.pp > 1 else "-",
        "layers": split if parallel.pp > 1 else "-",
        "GB": f"{plan.memory_bytes / 1e9:.1f}{'' if plan.fits else ' too much'}",
        "seconds": f"{plan.seconds_per_step:.3g}",
        "MFU": f"{100 * plan.mfu:.1f} %",
        "tokens/s/GPU": f"{work.batch * work.seq / plan.seconds_per_step / world:,.0f}",
    }


def _as_json(plan: Plan, world: int) -> dict[str, Any]:
    parallel, work = plan.work.parallel, plan.work
    return {
        "dp": parallel.dp,
        "tp": parallel.tp,
        "pp": parallel.pp,
        "cp": parallel.cp,
        "dp_replicate": parallel.dp_replicate,
        "micro_batch": work.micro_batch,
        "recompute": parallel.recompute,
        "reshard": parallel.reshard,
        "reduce_each": parallel.reduce_each,
        "schedule": parallel.schedule,
        "stages_per_rank": parallel.num_stages // parallel.pp,
        "layer_split": parallel.layer_split,
        "fits": plan.fits,
        "memory_bytes": int(plan.memory_bytes),
        "memory": {name: int(size) for name, size in plan.memory.items()},
        "seconds_per_step": plan.seconds_per_step,
        "seconds": plan.seconds,
        "mfu": plan.mfu,
        "tokens_per_second_per_gpu": work.batch * work.seq / plan.seconds_per_step / world,
    }

"""`aquila2 pretrain plot`: the curves of one or several runs, as a picture."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file
from aquila2.base.log import say

_PANELS = (("loss", "loss"), ("tokens_per_second", "tokens a second"), ("grad_norm", "gradient norm"))
_SMOOTH = 0.02  # of a run's steps are averaged for the line; the single steps stand behind it


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 pretrain plot`."""

    runs: list[Path] = option(help="folders of runs")
    out: Path = option(Path("pretrain.png"), help="the picture, .png, .svg or .pdf")


def run(options: Options) -> dict[str, Any]:
    """Draw loss (held-out too), throughput and gradient norm over tokens. Returns `out` and `steps` of each run."""
    from aquila2.train.metrics import read_metrics

    if options.out.suffix not in (".png", ".svg", ".pdf"):
        raise UserError(f"out={options.out}: give a file that ends in .png, .svg or .pdf")
    if not options.runs:
        raise UserError("which runs? aquila2 pretrain plot RUN...")
    found = {}
    for folder in options.runs:
        if not (folder / "metrics.jsonl").is_file():
            raise UserError(f"{folder} is no run: it has no metrics.jsonl")
        records = read_metrics(folder / "metrics.jsonl")
        if not records:
            raise UserError(f"{folder}/metrics.jsonl is empty: the run has made no step yet")
        found[str(folder)] = records
    _draw(found, options.out)
    say(f"{options.out}: {', '.join(f'{name} ({len(records)} steps)' for name, records in found.items())}")
    return {"out": str(options.out), "steps": {name: records[-1]["step"] for name, records in found.items()}}


def _draw(runs: dict[str, list[dict[str, Any]]], out: Path) -> None:
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise UserError("plots need a package: pip install 'aquila2[train]'") from None
    figure = Figure(figsize=(9, 10), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(len(_PANELS), 1, sharex=True)
    for color, (name, records) in enumerate(runs.items()):
        steps = [record["step"] for record in records]
        for panel, (key, label) in zip(panels, _PANELS, strict=True):
            values = [float("nan") if record[key] is None else record[key] for record in records]
            panel.plot(steps, values, color=f"C{color % 10}", alpha=0.25, linewidth=0.8)
            panel.plot(steps, _smooth(values), color=f"C{color % 10}", linewidth=1.6, label=name)
            panel.set_ylabel(label)
        held_out = [(r["step"], r["eval_loss"]) for r in records if r.get("eval_loss") is not None]
        if held_out:
            label = f"{name}, held out"
            panels[0].plot(*zip(*held_out, strict=True), "o--", color=f"C{color % 10}", markersize=4, label=label)
    for panel in panels:
        panel.grid(alpha=0.3)
    panels[2].set_yscale("log")
    panels[2].set_xlabel("step")
    panels[0].legend(fontsize=8)
    with atomic_file(out) as beside:
        figure.savefig(beside, format=out.suffix[1:], dpi=120)


def _smooth(values: list[float]) -> list[float]:
    """A trailing mean over a small part of the run."""
    width = max(int(len(values) * _SMOOTH), 1)
    return [sum(values[max(i - width + 1, 0) : i + 1]) / min(i + 1, width) for i in range(len(values))]

"""`aquila2 quantize`: a checkpoint in fewer bits, in a published format, with a receipt of what that costs."""

import dataclasses
import platform
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aquila2 import __version__
from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.json_files import read_json, read_json_if_there, write_json
from aquila2.base.log import Progress, note, say
from aquila2.base.memory import parse_size, peak_resident_bytes
from aquila2.base.outputs import fingerprint, record_output

if TYPE_CHECKING:
    from aquila2.model.config import AquilaConfig
    from aquila2.quant.config import QuantConfig
    from aquila2.recipes.quantize_text import Overlap, Text

RECEIPT = "quality.json"
_GRIDS = ("gptq", "awq", "rtn")  # whole numbers in groups


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 quantize`."""

    model: str = option(help="a checkpoint's folder, or a model's name")
    out: Path = option(help="the folder to write")
    method: Literal["gptq", "awq", "rtn", "nf4", "int8"] = option(
        "gptq", help="gptq, awq, rtn (to the nearest, for comparison), nf4 or int8 (bitsandbytes)"
    )
    bits: int | None = option(None, help="of a weight: 4, or 8 with gptq and rtn [what the method has]")
    group_size: int | None = option(None, help="gptq, awq, rtn: inputs that share a scale; -1: all of a row [128]")
    sym: bool = option(False, help="gptq, rtn: zeros in the middle, as some kernels want; less exact")
    act_order: bool | None = option(None, help="gptq: columns with the largest inputs first [true]")
    scaling: bool = option(False, help="gptq: with AWQ's scales in norms and matrices before")
    calibration: list[str] = option(["builtin"], help="gptq, awq: text to calibrate on: files, or builtin")
    field: str | None = option(None, help="the text's name in JSON objects and Parquet files [text, else content]")
    samples: int = option(128, help="windows of text to calibrate on")
    max_seq_len: int = option(512, help="tokens of a window")
    evaluate_on: list[str] = option(["builtin"], help="text to measure the quality on: files, or builtin")
    evaluate_tokens: int = option(20480, help="tokens of it, from each file as many")
    audit: Path | None = option(None, help="an index of test items (audit build) that calibration must not hold")
    allow_overlap: bool = option(False, help="go on though calibration holds text of evaluation, or test items")
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = option("auto", help="number format to compute in")
    device: str = option("auto", help="auto, cpu, cuda or cuda:N")
    offload: bool = option(False, help="hidden states wait in host memory between layers")
    seed: int = option(0, help="of the draw of windows")
    template: str | None = option(None, help="a chat template by name, in place of the checkpoint's own")
    max_shard_size: str | None = option(None, help="size above which safetensors are split, such as 500MB [5GB]")
    model_dir: Path = option(Path("./checkpoints"), help="where models called by name lie")
    overwrite: bool = option(False, help="replace what stands at out=, whatever it is (a rerun may always)")


def run(options: Options) -> dict[str, Any]:
    """Quantize. Returns `out`, `perplexity_before`, `perplexity_after`, `kl_divergence`, `top1_agreement`, `bytes` (of
    all files written) and `peak_memory_bytes` (of the GPU where there is one, else of this process)."""
    start = time.perf_counter()
    _check(options)
    limit = None if options.max_shard_size is None else parse_size(options.max_shard_size, "max_shard_size")
    # imported here, so that --help and mistakes are answered without the seconds that torch takes
    import torch

    from aquila2.base.device import resolve_device, resolve_dtype
    from aquila2.checkpoint.checkpoint import read_config
    from aquila2.checkpoint.shards import DEFAULT_SHARD_BYTES
    from aquila2.quant.layerwise import linear_shapes, quantize_layers
    from aquila2.quant.load import find_format
    from aquila2.recipes.audit_texts import find_items
    from aquila2.recipes.build import choose_template, read_generation_config
    from aquila2.recipes.conversion import check_place, dtype_name, open_folder, write_folder
    from aquila2.recipes.locate import locate
    from aquila2.recipes.quantize_text import find_overlap, read_text, token_windows
    from aquila2.tokenizer.tokenizer import Tokenizer

    folder = locate(options.model, options.model_dir)
    if find_format(folder) is not None:
        raise UserError(f"model={options.model} is quantized already: give the checkpoint that it was made from")
    config, model = quant_config(options), read_config(folder)
    config.check(linear_shapes(model))
    length = min(options.max_seq_len, model.context_length)
    tokenizer = Tokenizer.load(folder)
    evaluation = read_text(options.evaluate_on, "evaluation", "evaluate_on", options.field)
    evaluated = token_windows(evaluation, tokenizer, length, max(options.evaluate_tokens // length, 1), None)
    if not evaluated:
        raise UserError(f"evaluate_on={','.join(options.evaluate_on)}: there is no window of {length} tokens in it")
    calibration, calibrated, overlap, test_items = None, None, None, None
    if config.calibrated:
        calibration = read_text(options.calibration, "calibration", "calibration", options.field)
        windows = token_windows(calibration, tokenizer, length, options.samples, options.seed)
        if not windows:
            raise UserError(f"calibration={','.join(options.calibration)}: there is no window of {length} tokens in it")
        calibrated = torch.cat(list(windows.values()))
        if len(calibrated) < options.samples:
            note(f"the calibration text has {len(calibrated)} windows of {length} tokens, not {options.samples}")
        overlap = find_overlap(calibration, evaluation)
        _refuse_overlap(options, overlap)
        if options.audit is not None:
            test_items = find_items(options.audit, calibration.files.items())
            if not options.allow_overlap:
                test_items.refuse(f"calibration={','.join(options.calibration)}", "allow_overlap")

    device = resolve_device(options.device)
    dtype = resolve_dtype(options.dtype, getattr(torch, model.dtype), device)
    made_from = {
        "command": "quantize",
        "model": fingerprint(folder),
        **asdict(config),
        "calibration": None if calibration is None else calibration.sha256,
        "evaluation": evaluation.sha256,
        "samples": options.samples,
        "max_seq_len": length,
        "evaluate_tokens": options.evaluate_tokens,
        "dtype": dtype_name(dtype),
        "device": device.type,
        "seed": options.seed,
        "audit": None if test_items is None else test_items.index,
        "template": options.template,
        "max_shard_bytes": limit,
    }
    check_place(options.out, [folder], made_from, options.overwrite)
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)

    def template(found: "AquilaConfig") -> str | None:
        chosen = choose_template(folder, found, options.template, options.model)
        return None if chosen is None else chosen.to_jinja()

    source = open_folder(folder, template, read_generation_config(folder))
    work = _work_folder(options.out, made_from)
    with Progress("quantizing", model.num_layers, " layers") as progress:
        tensors, quality = quantize_layers(
            model, source.tensors, config, calibrated, evaluated, work, dtype, device, options.offload,
            advance=progress.advance,
        )  # fmt: skip
    source = dataclasses.replace(source, tensors=tensors, config=source.config.replace(dtype=dtype_name(dtype)))
    peak = torch.cuda.max_memory_allocated(device) if device.type == "cuda" else peak_resident_bytes()
    total = quality.total.summary()
    with atomic_folder(options.out, overwrite=True) as beside:
        write_folder(source, beside, None, limit or DEFAULT_SHARD_BYTES)
        published = read_json(beside / "config.json")
        write_json(beside / "config.json", {**published, "quantization_config": config.published(dtype, __version__)})
        receipt = {
            **total,
            "texts": {name: figures.summary() for name, figures in quality.texts.items()},
            "settings": asdict(config),
            "calibration": _described(calibration, options, None if calibrated is None else len(calibrated)),
            "evaluation": _described(evaluation, options, sum(len(ids) for ids in evaluated.values())),
            "overlap": None if overlap is None else asdict(overlap),
            "test_items": None if test_items is None else asdict(test_items),
            "tokens_per_window": length,
            "dtype": dtype_name(dtype),
            "device": torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu",
            "seconds": round(time.perf_counter() - start, 3),
            "peak_memory_bytes": peak,
            "versions": {"aquila2": __version__, "python": platform.python_version(), "torch": torch.__version__},
        }
        write_json(beside / RECEIPT, receipt)
        record_output(beside, made_from)
    shutil.rmtree(work)
    size = sum(file.stat().st_size for file in options.out.iterdir())
    before, after, same = total["perplexity_before"], total["perplexity_after"], 100 * total["top1_agreement"]
    say(
        f"{options.out}: {size / 1e6:,.1f} MB; perplexity {before:.3f} before, {after:.3f} after,"
        f" x {total['ratio']:.4f};"
        f" {same:.1f} % of the likeliest tokens are the same; {peak / 1e9:.2f} GB at most"
    )
    keys = ("perplexity_before", "perplexity_after", "kl_divergence", "top1_agreement")
    return {"out": str(options.out), **{k: total[k] for k in keys}, "bytes": size, "peak_memory_bytes": peak}


def quant_config(options: Options) -> "QuantConfig":
    """The settings that count for the method.

    Raises:
        UserError: some that it does not have.
    """
    from aquila2.quant.config import QuantConfig

    size = 128 if options.group_size is None else max(options.group_size, 0)
    return QuantConfig(
        method=options.method,
        bits=options.bits or (8 if options.method == "int8" else 4),
        group_size=size if options.method in _GRIDS else 0,
        symmetric=options.sym,
        act_order=options.method == "gptq" and options.act_order is not False,
        scaling=options.scaling or options.method == "awq",
    )


def _check(options: Options) -> None:
    for name in ("samples", "evaluate_tokens"):
        if getattr(options, name) < 1:
            raise UserError(f"{name}={getattr(options, name)}: give at least 1")
    if options.max_seq_len < 2:
        raise UserError(f"max_seq_len={options.max_seq_len}: give at least 2")
    size, method = options.group_size, options.method
    if size is not None and size < 1 and size != -1:
        raise UserError(f"group_size={size}: give a number of inputs, or -1 for all of a row")
    for name, given, methods in (
        ("group_size", size is not None, _GRIDS),
        ("act_order", options.act_order is not None, ("gptq",)),
        ("scaling", options.scaling, ("gptq",)),
        ("calibration", options.calibration != ["builtin"], ("gptq", "awq")),
        ("audit", options.audit is not None, ("gptq", "awq")),
    ):
        if given and method not in methods:
            raise UserError(f"{name}= is for {', '.join(methods)}, and means nothing to method={method}: leave it out")


def _refuse_overlap(options: Options, overlap: "Overlap") -> None:
    if not overlap.characters:
        return
    found = (
        f"the calibration text holds {100 * overlap.share:.1f} % of the evaluation text, such as {overlap.example!r}"
    )
    if not options.allow_overlap:
        raise UserError(f"{found}: what is measured on it would say nothing; choose another, or say allow_overlap=true")
    note(f"{found}; the figures are not those of unseen text")


def _described(text: "Text | None", options: Options, windows: int | None) -> dict[str, Any] | None:
    return None if text is None else {"sha256": text.sha256, "windows": windows, "seed": options.seed}


def _work_folder(out: Path, made_from: Mapping[str, Any]) -> Path:
    """Where finished layers wait beside `out`: those of an earlier run that was killed, if it was the same."""
    work = out.resolve().parent / f".{out.name}.work"
    if work.exists():
        if read_json_if_there(work / "made_from.json") == made_from:
            done = len(list(work.glob("layer-*.safetensors")))
            note(f"going on behind layer {done}: {work}")
        else:
            shutil.rmtree(work)
    work.mkdir(parents=True, exist_ok=True)
    write_json(work / "made_from.json", dict(made_from))
    return work

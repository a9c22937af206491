"""A pretraining step on one GPU: 10 layers of the 7B shape with embedding and head, 4 x 2048 tokens, no recompute.

python bench/pretrain.py step    ours in bf16 and with fp8 products, beside transformers' Llama with Liger's kernels
                                 (where liger-kernel is installed) in the same run; our loss and gradients checked
                                 against the plain PyTorch path; the planner's forecast of memory and time
python bench/pretrain.py fp8     500 steps on real text in bf16 and with fp8: both losses (data=PREPARED)
python bench/pretrain.py parts   where the time of our step goes, kernel by kernel

MFU is of 989 TFLOP/s, with 6 operations a parameter (without the input embedding) and token and 6 x layers x hidden x
sequence for attention. Figures are medians. `out=DIR` copies the result there.
"""

import dataclasses
import gc
import importlib.util
import json
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import torch
from provenance import save

from aquila2.base.config import load_options, option
from aquila2.model.batch import Batch
from aquila2.model.config import AquilaConfig, preset
from aquila2.model.transformer import Transformer
from aquila2.parallel.config import ParallelConfig
from aquila2.parallel.data_parallel import Precision, grad_norm
from aquila2.parallel.gpus import find_gpu
from aquila2.parallel.memory import Work
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.parallelize import Parallel, parallelize
from aquila2.parallel.planner import forecast
from aquila2.parallel.timing import flops_per_token
from aquila2.parallel.weights import fill_fresh
from aquila2.train.fp8 import apply_fp8
from aquila2.train.loss import CrossEntropy
from aquila2.train.objective import LOGITS_AT_A_TIME
from aquila2.train.optim import AdamW

ROWS, SEQ, PEAK = 4, 2048, 989e12
CUDA = torch.device("cuda", 0)


@dataclasses.dataclass
class Options:
    """What to measure."""

    what: Literal["step", "fp8", "parts"] = option(help="step, fp8 or parts")
    repetitions: int = option(10, "steps that are timed")
    layers: int = option(10, "layers of the 7B shape")
    data: Path | None = option(None, "a prepared folder, for fp8")
    peer: bool = option(True, "measure the peer too")
    out: Path | None = option(None, "a folder that gets a copy of the result")


def build(config: AquilaConfig, fp8: bool, compiled: bool) -> tuple[Parallel, AdamW]:
    """Our model and its optimizer, as the recipe makes them."""
    with torch.device("meta"):
        model = Transformer(config)
    if fp8:
        apply_fp8(model)
    mesh = Mesh(ParallelConfig(compile=compiled), config, CUDA)
    parallel = parallelize(model, mesh, Precision())
    fill_fresh(parallel, config.init_std)
    return parallel, AdamW(parallel.named_parameters())


def run_backward(parallel: Parallel, batch: Batch) -> torch.Tensor:
    """Forward and backward of a batch in one piece."""
    labels = batch.num_labels
    return parallel.forward_backward(batch, ROWS, lambda part: CrossEntropy(part.labels_BS, labels, LOGITS_AT_A_TIME))


def timed(step: Callable[[], object], repetitions: int) -> float:
    """The median of some steps, after three that are not counted."""
    seconds = []
    for number in range(repetitions + 3):
        torch.cuda.synchronize()
        start = time.perf_counter()
        step()
        torch.cuda.synchronize()
        if number >= 3:
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def measure(
    backward: Callable[[], object],
    update: Callable[[], object],
    clear: Callable[[], object],
    config: AquilaConfig,
    n: int,
) -> dict[str, float]:
    """Seconds and MFU of forward and backward, alone and with the optimizer; peak memory."""
    torch.cuda.reset_peak_memory_stats()

    def alone() -> None:
        backward()
        clear()

    def whole() -> None:
        backward()
        update()

    flops = flops_per_token(config, SEQ) * ROWS * SEQ
    row = {}
    for name, step in (("backward", alone), ("step", whole)):
        seconds = timed(step, n)
        row[f"{name}_seconds"] = round(seconds, 4)
        row[f"{name}_mfu"] = round(flops / seconds / PEAK, 4)
    row["peak_gigabytes"] = round(torch.cuda.max_memory_allocated() / 1e9, 2)
    return row


def ours(config: AquilaConfig, batch: Batch, fp8: bool, n: int) -> dict[str, float]:
    """Our step."""
    parallel, optimizer = build(config, fp8, compiled=True)
    start = time.perf_counter()
    run_backward(parallel, batch)
    torch.cuda.synchronize()
    first = time.perf_counter() - start
    optimizer.zero_grad()

    def update() -> None:
        norm = grad_norm(optimizer.parameters.values(), parallel.mesh)
        optimizer.step(1e-5, (1.0 / (norm + 1e-6)).clamp(max=1.0))

    row = measure(lambda: run_backward(parallel, batch), update, optimizer.zero_grad, config, n)
    return {**row, "first_seconds": round(first, 1)}


def liger(config: AquilaConfig, ids: torch.Tensor, n: int) -> dict[str, float]:
    """transformers' Llama with Liger's kernels, bf16, fused AdamW with bf16 states, as DESIGN's peer."""
    from liger_kernel.transformers import apply_liger_kernel_to_llama
    from transformers import LlamaConfig, LlamaForCausalLM

    apply_liger_kernel_to_llama()
    torch.set_default_dtype(torch.bfloat16)
    with CUDA:
        model = LlamaForCausalLM._from_config(
            LlamaConfig(**{k: v for k, v in config.to_published().items() if k not in ("architectures", "model_type")}),
            attn_implementation="sdpa",
        )
    torch.set_default_dtype(torch.float32)
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, fused=True)
    return measure(
        lambda: model(input_ids=ids, labels=ids, use_cache=False).loss.backward(),
        lambda: (optimizer.step(), optimizer.zero_grad(set_to_none=True)),
        lambda: optimizer.zero_grad(set_to_none=True),
        config,
        n,
    )


def error_against_plain(config: AquilaConfig, batch: Batch, fp8: bool) -> dict[str, float]:
    """Loss and gradients of two layers against float32, ours and those of plain bf16 PyTorch: relative errors."""
    small = config.replace(num_layers=2)
    grads, losses = {}, {}
    for name in ("ours", "plain", "exact"):
        if name == "ours":
            parallel, optimizer = build(small, fp8, compiled=True)
            losses[name] = float(run_backward(parallel, batch))
            grads[name] = {n: p.grad.float() for n, p in optimizer.parameters.items()}
            del parallel, optimizer
        else:
            with torch.device("meta"):
                model = Transformer(small)
            model = model.to_empty(device=CUDA)
            model.tie_weights()
            model.init_weights(0)
            model = model.bfloat16()
            if name == "exact":
                model = model.float()
            logits = model(batch.ids_BS.to(CUDA))
            loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1).float(), batch.labels_BS.flatten().to(CUDA))
            loss.backward()
            losses[name] = float(loss.detach())
            grads[name] = {n: p.grad.float() for n, p in model.named_parameters()}
            del model, logits, loss
        clear()
    row = {"loss_exact": losses["exact"]}
    for name in ("ours", "plain"):
        row[f"loss_error_{name}"] = abs(losses[name] - losses["exact"]) / losses["exact"]
        row[f"worst_gradient_error_{name}"] = max(
            float((grads[name][n] - g).norm() / g.norm()) for n, g in grads["exact"].items()
        )
    return row


def clear() -> None:
    """Free what is not held."""
    gc.collect()
    torch.cuda.empty_cache()


def step(options: Options) -> tuple[str, Any]:
    """Ours and the peer, by turns."""
    config = preset("7b").replace(num_layers=options.layers)
    ids = torch.randint(100, config.vocab_size, (ROWS, SEQ), generator=torch.Generator().manual_seed(0))
    batch = Batch.of(ids)
    rows: dict[str, Any] = {}

    def note(name: str, row: dict[str, float]) -> None:
        rows[name] = row
        print(name, json.dumps(row), flush=True)
        clear()

    note("ours bf16", ours(config, batch, False, options.repetitions))
    note("ours fp8", ours(config, batch, True, options.repetitions))
    if options.peer and importlib.util.find_spec("liger_kernel"):
        note("transformers with liger", liger(config, ids.to(CUDA), options.repetitions))
    note("error bf16", error_against_plain(config, Batch.of(ids[:1]), False))
    note("error fp8", error_against_plain(config, Batch.of(ids[:1]), True))
    plan = forecast(Work(config, ParallelConfig(dp=1), ROWS, ROWS, SEQ, packed=False, fused=True), [find_gpu("H100")])
    note("forecast", {"peak_gigabytes": plan.memory_bytes / 1e9, "step_seconds": plan.seconds_per_step})
    return "pretrain_step", {"layers": options.layers, "rows": ROWS, "sequence": SEQ, "runs": rows}


def parts(options: Options) -> tuple[str, Any]:
    """Kernel times of one step."""
    config = preset("7b").replace(num_layers=options.layers)
    batch = Batch.of(torch.randint(100, config.vocab_size, (ROWS, SEQ), generator=torch.Generator().manual_seed(0)))
    found = {}
    for fp8 in (False, True):
        parallel, optimizer = build(config, fp8, compiled=True)

        def whole(parallel: Parallel = parallel, optimizer: AdamW = optimizer) -> None:
            run_backward(parallel, batch)
            norm = grad_norm(optimizer.parameters.values(), parallel.mesh)
            optimizer.step(1e-5, (1.0 / (norm + 1e-6)).clamp(max=1.0))

        for _ in range(3):
            whole()
        torch.cuda.synchronize()
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
            whole()
            torch.cuda.synchronize()
        events = sorted(profile.key_averages(), key=lambda event: -event.self_device_time_total)[:40]
        found["fp8" if fp8 else "bf16"] = [
            {
                "kernel": event.key[:110],
                "milliseconds": round(event.self_device_time_total / 1e3, 2),
                "calls": event.count,
            }
            for event in events
        ]
        for row in found["fp8" if fp8 else "bf16"]:
            print(row["milliseconds"], row["calls"], row["kernel"], flush=True)
        del parallel, optimizer, whole
        clear()
    return "pretrain_parts", found


def fp8(options: Options) -> tuple[str, Any]:
    """The loss of real text with both kinds of products."""
    from aquila2.data.indexed import TokenShards
    from aquila2.data.loader import TrainLoader
    from aquila2.train.schedule import LearningRate
    from aquila2.train.step import train_step
    from aquila2.train.trainer import to_batch

    if options.data is None:
        raise SystemExit("fp8 needs data=PREPARED")
    shards = TokenShards.open(options.data)
    config = AquilaConfig(
        vocab_size=shards.vocab_size, hidden_size=512, intermediate_size=1536, num_layers=8, num_heads=8,
        num_kv_heads=8, head_dim=64, context_length=512,
    )  # fmt: skip
    loader, steps, rows = TrainLoader(shards, 512), 500, 64
    rate = LearningRate(1e-3, 1e-4, 50 * rows, steps * rows)
    curves: dict[str, list[float]] = {}
    for name in ("bf16", "fp8"):
        parallel, optimizer = build(config, name == "fp8", compiled=False)
        curves[name] = [
            train_step(
                parallel, optimizer, to_batch(loader.global_batch(i * rows, rows)), rows, rate.at(i * rows), 1.0
            ).loss
            for i in range(steps)
        ]
        print(name, [round(statistics.fmean(curves[name][i : i + 50]), 4) for i in range(0, steps, 50)], flush=True)
        del parallel, optimizer
        clear()
    last = {name: statistics.fmean(losses[-50:]) for name, losses in curves.items()}
    return "pretrain_fp8_loss", {"steps": steps, "parameters": config.num_parameters, "last_50": last, "curves": curves}


def main() -> None:
    import sys

    options = load_options(Options, sys.argv[1:], positional="what")
    name, results = {"step": step, "parts": parts, "fp8": fp8}[options.what](options)
    path = save(name, results)
    if options.out is not None:
        shutil.copy(path, options.out)


if __name__ == "__main__":
    main()

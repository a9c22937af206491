"""Fine-tuning steps on one GPU, on random weights of the 7B and 34B shapes and full rows of random tokens.

python bench/finetune.py lora     LoRA (rank 8, q_proj and v_proj), 4 x 2048: with no, some and all of it recomputed
python bench/finetune.py qlora    the same on NF4
python bench/finetune.py full     every weight of the 7B on one card: 8-bit moments, updated in the backward pass

Seconds are medians of whole steps, optimizer included; memory is PyTorch's peak. `peer=true` runs transformers with
peft and Liger's kernels in the same process first, where they are installed. `out=DIR` copies the result there.
"""

import dataclasses
import gc
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
from aquila2.lora.layer import LoraConfig
from aquila2.model.batch import Batch
from aquila2.model.config import AquilaConfig, preset
from aquila2.parallel.config import Kept, ParallelConfig
from aquila2.parallel.data_parallel import Precision, grad_norm
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.parallelize import Parallel
from aquila2.recipes.trainable import Method, build_trainable
from aquila2.train.loss import CrossEntropy
from aquila2.train.optim import AdamW

CUDA = torch.device("cuda", 0)


@dataclasses.dataclass
class Options:
    """What to measure."""

    cases: list[str] = option(help="names of cases, as in CASES")
    repetitions: int = option(6, "steps that are timed")
    layers: int | None = option(None, "fewer layers than the shape has")
    peer: bool = option(False, "measure the peer too")
    profile: bool = option(False, "list the kernels of a step")
    out: Path | None = option(None, "a folder that gets a copy of the result")


@dataclasses.dataclass(frozen=True)
class Case:
    """One way to take a step. `kinds`: how many layers are recomputed how, in the layers' order."""

    shape: str
    method: Method
    rows: int
    seq: int
    kinds: dict[Kept, int]
    offload: Literal["none", "inputs", "kept"] = "none"
    logits: int = 2048
    fp8: bool = False
    in_backward: bool = False  # 8-bit moments, weights rounded at random, updated in the backward pass


CASES = {
    "lora-selective": Case("7b", "lora", 4, 2048, {"selective": 32}, logits=1024),
    "lora-mlp": Case("7b", "lora", 4, 2048, {"mlp": 32}),
    "lora-full": Case("7b", "lora", 4, 2048, {"full": 32}, offload="inputs", logits=1024),
    "qlora-mlp": Case("7b", "qlora", 4, 2048, {"mlp": 32}),
    "qlora-full": Case("7b", "qlora", 4, 2048, {"full": 32}, offload="inputs", logits=512),
    "full": Case("7b", "full", 4, 2048, {"mlp": 24, "full": 8}, offload="inputs", logits=8192, in_backward=True),
    "lora-fp8": Case("7b", "lora", 4, 2048, {"mlp": 32}, fp8=True),
    "34b-qlora": Case("34b", "qlora", 4, 4096, {"mlp": 60}, offload="kept", logits=1024),
    "34b-qlora-fp8": Case("34b", "qlora", 4, 4096, {"mlp": 60}, offload="kept", logits=1024, fp8=True),
}


def clear() -> None:
    """Free what is not held."""
    gc.collect()
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()


def random_weight(name: str, shape: torch.Size) -> torch.Tensor:
    """Normal with the usual deviation, made where it goes."""
    if "norm" in name:
        return torch.ones(shape, device=CUDA, dtype=torch.bfloat16)
    return torch.empty(shape, device=CUDA, dtype=torch.bfloat16).normal_(0, 0.02)


def build(case: Case, config: AquilaConfig) -> tuple[Parallel, AdamW]:
    """The model and its optimizer, as the recipe makes them."""
    torch.manual_seed(0)  # cases of one shape have the same weights, so their losses tell whether they compute the same
    kinds: list[Kept] = [kind for kind, count in case.kinds.items() for _ in range(count)]
    mesh = Mesh(ParallelConfig(compile=True, offload=case.offload), config, CUDA)
    parallel = build_trainable(config, mesh, case.method, LoraConfig(), Precision(), random_weight, kinds, fp8=case.fp8)
    moments: Literal["float32", "8bit"] = "8bit" if case.in_backward else "float32"
    optimizer = AdamW(parallel.named_parameters(), weight_decay=0.0, moments=moments, in_backward=case.in_backward)
    return parallel, optimizer


def timed(step: Callable[[], Any], repetitions: int) -> float:
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


def measure(case: Case, options: Options) -> dict[str, Any]:
    """Seconds, memory and first losses of a case."""
    config = preset(case.shape)
    if options.layers:
        config = config.replace(num_layers=options.layers)
    generator = torch.Generator().manual_seed(0)
    batch = Batch.of(torch.randint(100, config.vocab_size, (case.rows, case.seq), generator=generator))
    start = time.perf_counter()
    parallel, optimizer = build(case, config)
    built = time.perf_counter() - start
    held = torch.cuda.memory_allocated()
    clear()
    losses = []

    def step() -> None:
        labels = batch.num_labels
        if case.in_backward:
            optimizer.begin(1e-5)
        loss = parallel.forward_backward(
            batch, case.rows, lambda part: CrossEntropy(part.labels_BS, labels, case.logits)
        )
        if case.in_backward:
            optimizer.finish()
        else:
            norm = grad_norm(optimizer.parameters.values(), parallel.mesh)
            optimizer.step(1e-4, (1.0 / (norm + 1e-6)).clamp(max=1.0))
        losses.append(loss)

    start = time.perf_counter()
    step()
    torch.cuda.synchronize()
    first = time.perf_counter() - start
    seconds = timed(step, options.repetitions)
    peak = torch.cuda.max_memory_allocated()
    if options.profile:
        profile(step)
    return {
        "seconds": round(seconds, 4),
        "tokens_per_second": round(case.rows * case.seq / seconds),
        "peak_gigabytes": round(peak / 1e9, 2),
        "weights_gigabytes": round(held / 1e9, 2),
        "build_seconds": round(built, 1),
        "first_seconds": round(first, 1),
        "losses": [round(float(loss), 4) for loss in losses[:4]],
    }


def profile(step: Callable[[], None]) -> None:
    """Print the kernels of a step."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as found:
        step()
        torch.cuda.synchronize()
    events = sorted(found.key_averages(), key=lambda event: -event.self_device_time_total)
    print(f"all kernels {sum(event.self_device_time_total for event in events) / 1e3:.1f} ms")
    for event in events[:32]:
        print(f"{event.self_device_time_total / 1e3:8.2f} {event.count:5d} {event.key[:120]}", flush=True)


def main() -> None:
    import sys

    options = load_options(Options, sys.argv[1:], positional="cases")
    rows = {}
    for name in options.cases:
        rows[name] = measure(CASES[name], options)
        print(name, json.dumps(rows[name]), flush=True)
        clear()
    path = save("finetune", {"runs": rows})
    if options.out is not None:
        shutil.copy(path, options.out)


if __name__ == "__main__":
    main()

"""Fine-tuning on one GPU, on random weights of the 7B and 34B shapes.

python bench/finetune.py steps cases=lora-mlp,full peer=true
                                  steps on full rows of random tokens; the peer of each shape and method in the same run
python bench/finetune.py real data=FILE tokenizer=DIR peer=true
                                  LoRA on conversations, packed, beside the peer, which pads: tokens of conversations a
                                  second
python bench/finetune.py fp8 data=FILE model=DIR
                                  what 8-bit products cost in loss: 200 steps of LoRA and of full fine-tuning of a real
                                  model, with the same rows in bf16

Seconds are medians of whole steps, optimizer included; memory is PyTorch's peak. The peer is transformers with peft and
Liger's kernels, for qlora and full with bitsandbytes (bench/finetune_peers.py). `out=DIR` copies the result there.
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
from aquila2.chat.templates import get_template
from aquila2.data.sft import load_samples
from aquila2.data.sft_rows import SampleLoader
from aquila2.lora.layer import LoraConfig
from aquila2.model.batch import Batch
from aquila2.model.config import AquilaConfig, preset
from aquila2.parallel.config import Kept, ParallelConfig
from aquila2.parallel.data_parallel import Precision, grad_norm
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.parallelize import Parallel
from aquila2.recipes.trainable import Method, build_trainable
from aquila2.tokenizer.tokenizer import Tokenizer
from aquila2.train.loss import CrossEntropy
from aquila2.train.optim import AdamW
from aquila2.train.trainer import to_batch

CUDA = torch.device("cuda", 0)


@dataclasses.dataclass
class Options:
    """What to measure."""

    what: Literal["steps", "real", "fp8"] = option(help="steps, real or fp8")
    cases: list[str] = option(["lora-selective", "lora-mlp", "lora-full"], "names of cases, as in CASES")
    repetitions: int = option(5, "steps that are timed")
    peer: bool = option(False, "measure the peer too")
    profile: bool = option(False, "list the kernels of a step")
    data: Path | None = option(None, "conversations, for real and fp8")
    tokenizer: Path | None = option(None, "the release's tokenizer, for real")
    model: Path | None = option(None, "a small model, for fp8")
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
    "lora-fp8": Case("7b", "lora", 4, 2048, {"mlp": 32}, fp8=True),
    "qlora-mlp": Case("7b", "qlora", 4, 2048, {"mlp": 32}),
    "qlora-full": Case("7b", "qlora", 4, 2048, {"full": 32}, offload="inputs", logits=512),
    "full": Case("7b", "full", 4, 2048, {"mlp": 24, "full": 8}, offload="inputs", logits=8192, in_backward=True),
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


def random_batch(case: Case, vocab_size: int) -> Batch:
    """Full rows of random tokens."""
    generator = torch.Generator().manual_seed(0)
    return Batch.of(torch.randint(100, vocab_size, (case.rows, case.seq), generator=generator))


def build(case: Case, config: AquilaConfig) -> tuple[Parallel, AdamW]:
    """The model and its optimizer, as the recipe makes them."""
    torch.manual_seed(0)  # cases of one shape have the same weights, so their losses tell whether they compute the same
    kinds: list[Kept] = [kind for kind, count in case.kinds.items() for _ in range(count)]
    mesh = Mesh(ParallelConfig(compile=True, offload=case.offload), config, CUDA)
    parallel = build_trainable(config, mesh, case.method, LoraConfig(), Precision(), random_weight, kinds, fp8=case.fp8)
    moments: Literal["float32", "8bit"] = "8bit" if case.in_backward else "float32"
    optimizer = AdamW(parallel.named_parameters(), weight_decay=0.0, moments=moments, in_backward=case.in_backward)
    return parallel, optimizer


def take_step(parallel: Parallel, optimizer: AdamW, batch: Batch, rows: int, logits: int, lr: float) -> torch.Tensor:
    """One step, as `train/step.py` takes it, without waiting for the GPU."""
    labels = batch.num_labels
    if optimizer.in_backward:
        optimizer.begin(lr)
    loss = parallel.forward_backward(batch, rows, lambda part: CrossEntropy(part.labels_BS, labels, logits))
    if optimizer.in_backward:
        optimizer.finish()
    else:
        norm = grad_norm(optimizer.parameters.values(), parallel.mesh)
        optimizer.step(lr, (1.0 / (norm + 1e-6)).clamp(max=1.0))
    return loss


def timed(step: Callable[[], Any], repetitions: int) -> dict[str, Any]:
    """Median seconds of some steps after three that are not counted, the first one's, peak memory, first losses."""
    torch.cuda.reset_peak_memory_stats()
    seconds, losses = [], []
    for _ in range(repetitions + 3):
        torch.cuda.synchronize()
        start = time.perf_counter()
        losses.append(step())
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
    return {
        "seconds": round(statistics.median(seconds[3:]), 4),
        "peak_gigabytes": round(torch.cuda.max_memory_allocated() / 1e9, 2),
        "first_seconds": round(seconds[0], 1),
        "losses": [round(float(loss), 4) for loss in losses[:4]],
    }


def measure(case: Case, options: Options) -> dict[str, Any]:
    """Ours."""
    config = preset(case.shape)
    batch = random_batch(case, config.vocab_size)
    start = time.perf_counter()
    parallel, optimizer = build(case, config)
    torch.cuda.synchronize()
    built, held = time.perf_counter() - start, torch.cuda.memory_allocated()
    clear()

    def step() -> torch.Tensor:
        return take_step(parallel, optimizer, batch, case.rows, case.logits, 1e-5 if case.in_backward else 1e-4)

    row = timed(step, options.repetitions)
    if options.profile:
        profile(step)
    return {**row, "weights_gigabytes": round(held / 1e9, 2), "build_seconds": round(built, 1)}


def measure_peer(case: Case, options: Options) -> dict[str, Any]:
    """The peer, with the rows that our case has."""
    from finetune_peers import make_peer

    config = preset(case.shape)
    batch = random_batch(case, config.vocab_size)
    ids = batch.ids_BS.to(CUDA)
    loss_of, optimizer = make_peer(config, case.method)
    clear()

    def step() -> torch.Tensor:
        loss = loss_of(ids, ids, None)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return loss.detach()

    return timed(step, options.repetitions)


def profile(step: Callable[[], Any]) -> None:
    """Print the kernels of a step."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as found:
        step()
        torch.cuda.synchronize()
    events = sorted(found.key_averages(), key=lambda event: -event.self_device_time_total)
    print(f"all kernels {sum(event.self_device_time_total for event in events) / 1e3:.1f} ms")
    for event in events[:32]:
        print(f"{event.self_device_time_total / 1e3:8.2f} {event.count:5d} {event.key[:120]}", flush=True)


def steps(options: Options) -> tuple[str, Any]:
    """Every case, and its peer once."""
    rows: dict[str, Any] = {}

    def note(name: str, row: dict[str, Any]) -> None:
        rows[name] = row
        print(name, json.dumps(row), flush=True)
        clear()

    for name in options.cases:
        case = CASES[name]
        note(name, measure(case, options))
        peer = f"peer {case.shape} {case.method}"
        if options.peer and peer not in rows:
            note(peer, measure_peer(case, options))
    return "finetune", {"runs": rows}


def real(options: Options) -> tuple[str, Any]:
    """LoRA of the 7B on conversations: ours packed in rows of 2048, the peer four conversations a step, padded."""
    if options.data is None or options.tokenizer is None:
        raise SystemExit("real needs data=FILE and tokenizer=DIR")
    tokenizer, case = Tokenizer.load(options.tokenizer), CASES["lora-mlp"]
    samples, _ = load_samples([options.data], get_template("aquila-v1"), tokenizer, case.seq)
    config, count = preset("7b"), 40
    rows = {}
    names = ["packed", "one a row"] + (["peer"] if options.peer else [])
    for name in names:
        loader = SampleLoader(samples, 0, name == "packed")
        batches = [to_batch(loader.global_batch(i * case.rows, case.rows)) for i in range(count)]
        lengths = samples.lengths
        tokens = [
            sum(int(lengths[n].sum()) for n in loader.members(i * case.rows, case.rows)) for i in range(count)
        ]  # of conversations
        if name == "peer":
            from finetune_peers import make_peer

            loss_of, optimizer = make_peer(config, "lora")

            def step(batch: Batch, loss_of: Any = loss_of, optimizer: Any = optimizer) -> None:
                mask_BS = (batch.documents_BS == 0).to(CUDA)  # padding is a document of its own
                labels_BS = batch.labels_BS.roll(1, 1).to(CUDA)  # as transformers wants them, not yet shifted
                loss_of(batch.ids_BS.to(CUDA), labels_BS, mask_BS).backward()
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
        else:
            parallel, ours = build(case, config)

            def step(batch: Batch, parallel: Any = parallel, optimizer: Any = ours) -> None:
                take_step(parallel, optimizer, batch, case.rows, case.logits, 1e-4)

        for batch in batches[:8]:
            step(batch)
        torch.cuda.synchronize()
        start = time.perf_counter()
        for batch in batches[8:]:
            step(batch)
        torch.cuda.synchronize()
        seconds = time.perf_counter() - start
        rows[name] = {
            "tokens_per_second": round(sum(tokens[8:]) / seconds),
            "seconds_per_step": round(seconds / (count - 8), 4),
            "tokens_per_step": round(statistics.fmean(tokens[8:])),
        }
        print(name, json.dumps(rows[name]), flush=True)
        del step
        parallel = ours = loss_of = optimizer = None  # type: ignore[assignment]
        clear()
    return "finetune_real", {"conversations": len(samples), "runs": rows}


def fp8(options: Options) -> tuple[str, Any]:
    """Losses of a real model on the same rows, in bf16 and with 8-bit products."""
    from aquila2.checkpoint.checkpoint import expected_shapes, read_config, select_tensors
    from aquila2.checkpoint.names import published_name
    from aquila2.checkpoint.shards import open_shards
    from aquila2.recipes.build import choose_template

    if options.data is None or options.model is None:
        raise SystemExit("fp8 needs data=FILE and model=DIR")
    config = read_config(options.model)
    template = choose_template(options.model, config, None, str(options.model))
    assert template is not None
    samples, _ = load_samples([options.data], template, Tokenizer.load(options.model), 512)
    stored = select_tensors(open_shards(options.model), expected_shapes(config), str(options.model))
    loader, count, rows = SampleLoader(samples, 0), 200, 8
    curves: dict[str, list[float]] = {}
    methods: tuple[tuple[Method, float], ...] = (("lora", 5e-4), ("full", 2e-5))
    for method, lr in methods:
        for narrow in (False, True):
            mesh = Mesh(ParallelConfig(compile=True), config, CUDA)
            parallel = build_trainable(
                config, mesh, method, LoraConfig(dropout=0.0), Precision(),
                lambda name, shape: stored[published_name(name)].read(), fp8=narrow,
            )  # fmt: skip
            optimizer = AdamW(parallel.named_parameters(), weight_decay=0.0)
            losses = [
                float(take_step(parallel, optimizer, to_batch(loader.global_batch(i * rows, rows)), rows, 4096, lr))
                for i in range(count)
            ]
            name = f"{method} {'fp8' if narrow else 'bf16'}"
            curves[name] = losses
            print(name, round(statistics.fmean(losses[:20]), 4), round(statistics.fmean(losses[-50:]), 4), flush=True)
            del parallel, optimizer
            clear()
    last = {name: statistics.fmean(losses[-50:]) for name, losses in curves.items()}
    return "finetune_fp8_loss", {"steps": count, "last_50": last, "curves": curves}


def main() -> None:
    import sys

    options = load_options(Options, sys.argv[1:], positional="what")
    name, results = {"steps": steps, "real": real, "fp8": fp8}[options.what](options)
    path = save(name, results)
    if options.out is not None:
        shutil.copy(path, options.out)


if __name__ == "__main__":
    main()

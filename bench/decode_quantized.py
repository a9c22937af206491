"""`bench/decode.py quantized`: the 7B shape with random weights, one sequence, its layers in 4 bits on a GPU.

Of each format: tokens a second of 128 + 128, our tokens beside those of the plain path (the matrix made whole, then
multiplied), memory, how long 2,048 tokens of a prompt take, and what a layer's linears take for 1, 16 and 64 rows,
alone in a CUDA graph over all layers. `tune` also times the settings of our kernels of one row.
"""

import json
import statistics
import time
from typing import Any

import torch
from graphs import graph_microseconds
from token_engine import engine_on, greedy
from torch import Tensor, nn

from aquila2.kernels import gpu_int4, gpu_nf4
from aquila2.model.config import preset
from aquila2.model.fuse import fuse_projections
from aquila2.model.layers import Layer, Linear
from aquila2.model.transformer import Transformer
from aquila2.quant.int4 import Grouped, IntLinear
from aquila2.quant.nf4 import Nf4Linear

CUDA = torch.device("cuda", 0)
NF4_CONFIGS = [(r, c, w) for r in (2, 4, 8) for c in (512, 1024, 2048) for w in (2, 4, 8)]


def random_linear(inputs: int, outputs: int, case: str) -> nn.Module:
    """A linear of random numbers of the usual size."""
    if case == "int4":
        codes = torch.randint(0, 16, (outputs, inputs), device=CUDA, dtype=torch.uint8)
        scales = torch.full((outputs, inputs // 128), 0.02 / 4.6, device=CUDA, dtype=torch.float16)
        zeros = torch.full_like(scales, 8, dtype=torch.uint8)
        return IntLinear(inputs, outputs).fill(Grouped(codes, scales, zeros, None, 4))
    weight = torch.empty(outputs, inputs, device=CUDA, dtype=torch.bfloat16).normal_(0, 0.02)
    if case == "nf4":
        linear = Nf4Linear(inputs, outputs, device=CUDA)
        linear.fill(weight)
        return linear
    plain = Linear(inputs, outputs)
    plain.weight = nn.Parameter(weight, requires_grad=False)
    return plain


def build(case: str, layers: int) -> Transformer:
    """The model, its projections packed where they can be."""
    config = preset("7b").replace(num_layers=layers)
    torch.manual_seed(0)
    with torch.device("meta"):
        model = Transformer(config)
    for layer in model.layers:
        for name, module in list(layer.named_modules()):
            if isinstance(module, Linear):
                parent, _, leaf = name.rpartition(".")
                setattr(layer.get_submodule(parent), leaf, random_linear(module.in_features, module.out_features, case))
    for name, parameter in list(model.named_parameters()):
        if parameter.is_meta:
            parent, _, leaf = name.rpartition(".")
            shape = parameter.shape
            weight = torch.ones(shape) if "norm" in name else torch.empty(shape, device=CUDA).normal_(0, 0.02)
            where = model.get_submodule(parent)
            setattr(where, leaf, nn.Parameter(weight.to(CUDA, torch.bfloat16), requires_grad=False))
    return fuse_projections(model.eval().requires_grad_(False))


def linears(layer: Layer) -> list[nn.Module]:
    """Of a layer, in its order."""
    return [m for m in layer.modules() if isinstance(m, (Linear, IntLinear, Nf4Linear))]


@torch.inference_mode()
def plain_logits(model: Transformer, ids: Tensor) -> Tensor:
    """The logits where every quantized matrix is made whole first."""
    plain = []
    for layer in model.layers:
        for module in linears(layer):
            if not isinstance(module, Linear):
                plain.append((module, module.forward))
                module.forward = lambda x, m=module: nn.functional.linear(x, m.dequantized(x.dtype))  # type: ignore
    try:
        logits: Tensor = model(ids)[0]
    finally:
        for module, forward in plain:
            module.forward = forward  # type: ignore[method-assign]
    return logits.float()


@torch.inference_mode()
def measure(case: str, layers: int, tune_too: bool) -> dict[str, Any]:
    """One format."""
    torch.cuda.reset_peak_memory_stats()
    start = time.perf_counter()
    model = build(case, layers)
    torch.cuda.synchronize()
    built = time.perf_counter() - start
    start = time.perf_counter()
    engine = engine_on(model, 2304)
    stream = greedy(engine)
    list(stream([1, 2, 3], 4))
    torch.cuda.synchronize()
    ready = time.perf_counter() - start
    prompt = list(range(100, 228))
    rates = []
    for _ in range(4):
        stamps, ids = [], []
        for token in stream(prompt, 128):
            ids.append(token)
            stamps.append(time.perf_counter())
        rates.append(127 / (stamps[-1] - stamps[0]))
    logits_SV = plain_logits(model, torch.tensor([prompt + ids[:-1]], device=CUDA))[len(prompt) - 1 :]
    ours_S = torch.tensor(ids, device=CUDA)
    gap_S = logits_SV.max(-1).values - logits_SV.gather(1, ours_S[:, None])[:, 0]
    long, seconds = list(range(100, 2148)), []
    for _ in range(4):
        torch.cuda.synchronize()
        start = time.perf_counter()
        list(stream(long, 1))
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
    row: dict[str, Any] = {
        "decode_tokens_per_second": round(statistics.median(rates[1:]), 1),
        "same_as_plain": int((logits_SV.argmax(-1) == ours_S).sum()),
        "worst_gap_in_standard_deviations": round(float((gap_S / logits_SV.std(-1)).max()), 4),
        "prefill_2048_seconds": round(statistics.median(seconds[1:]), 4),
        "peak_gigabytes": round(torch.cuda.max_memory_allocated() / 1e9, 2),
        "build_seconds": round(built, 1),
        "ready_seconds": round(ready, 1),
        "linears_milliseconds": {},
    }
    for rows in (1, 16, 64):

        def all_linears(rows: int = rows) -> list[Tensor]:
            return [
                m(torch.ones(1, rows, m.in_features, device=CUDA).bfloat16())
                for la in model.layers
                for m in linears(la)
            ]

        row["linears_milliseconds"][rows] = round(graph_microseconds(all_linears, 5) / 1000, 3)
    if tune_too and case != "bf16":
        row["microseconds"] = tune(model, case)
    return row


@torch.inference_mode()
def tune(model: Transformer, case: str) -> dict[str, dict[str, float]]:
    """A layer's linears of one row by the settings of our kernel, over the weights of all layers."""
    found: dict[str, dict[str, float]] = {}
    for number, first in enumerate(linears(model.layers[0])):
        modules: list[Any] = [linears(layer)[number] for layer in model.layers]
        x = torch.randn(1, 1, first.in_features, device=CUDA).bfloat16()  # type: ignore[arg-type]
        table = {}
        for config in NF4_CONFIGS if case == "nf4" else gpu_int4.GEMV_CONFIGS:

            def run(config: Any = config, modules: list[Any] = modules, x: Tensor = x) -> list[Tensor]:
                if case == "nf4":
                    return [gpu_nf4.gemv(x, m.quantized, m.out_features, config) for m in modules]
                return [gpu_int4.gemv(x, m.quantized, config) for m in modules]

            table[str(config)] = round(graph_microseconds(run, 5) / len(modules), 2)
        best = min(table, key=lambda key: table[key])
        shape = f"{modules[0].out_features} x {modules[0].in_features}"
        print(f"  {shape:16} best {best} {table[best]} us", flush=True)
        found[f"{number} {shape}"] = table
    return found


def quantized(cases: list[str], layers: int, tune_too: bool) -> dict[str, Any]:
    """Every format."""
    rows = {}
    for case in cases:
        rows[case] = measure(case, layers, tune_too)
        print(case, json.dumps({k: v for k, v in rows[case].items() if k != "microseconds"}), flush=True)
        torch.cuda.empty_cache()
    return {"model": "Aquila2-7B shape, random weights", "layers": layers, "runs": rows}

"""One sequence, token by token: how fast a prompt is read and continued, beside the peers in the same run.

python bench/decode.py cpu      SmolLM2-135M, 2 threads, float32 and bfloat16, beside transformers (and ctranslate2
                                where it is installed)
python bench/decode.py h100     the 7B shape with random bfloat16 weights on a GPU, beside transformers with its dynamic
                                and its compiled static cache; our tokens checked against the plain PyTorch path; what
                                each part of our step takes; our linear of one row against cuBLAS
python bench/decode.py quantized
                                the same shape with its layers in 4 bits: int4 in groups of 128, NF4, beside bf16;
                                tune=true times the settings of the kernels too (bench/decode_quantized.py)

Peers take turns, each repetition with a fresh prompt; figures are medians. `out=DIR` copies the result there.
"""

import dataclasses
import importlib.metadata
import importlib.util
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import torch
from graphs import graph_microseconds
from provenance import save
from token_engine import engine_on, greedy
from torch import Tensor

from aquila2.base.config import load_options, option


@dataclasses.dataclass
class Options:
    """What to measure."""

    what: Literal["cpu", "h100", "quantized"] = option(help="cpu, h100 or quantized")
    repetitions: int = option(5, "turns of every peer")
    cases: list[str] = option(["bf16", "int4", "nf4"], "formats, for quantized")
    layers: int = option(32, "layers of the 7B shape, for quantized")
    tune: bool = option(False, "time the settings of the kernels, for quantized")
    out: Path | None = option(None, "a folder that gets a copy of the result")


@dataclasses.dataclass
class Turn:
    """One answer: seconds to its first token and to its last, and its ids."""

    first: float
    total: float
    ids: list[int]


Peer = Callable[[list[int], int], Turn]  # prompt ids and the number of new tokens
Stream = Callable[[list[int], int], Iterator[int]]


def timed(stream: Stream) -> Peer:
    """A peer that yields its tokens as they come."""

    def answer(prompt: list[int], new: int) -> Turn:
        ids, stamps, start = list[int](), list[float](), time.perf_counter()
        for token in stream(prompt, new):
            ids.append(token)
            stamps.append(time.perf_counter() - start)
        return Turn(stamps[0], stamps[-1], ids)

    return answer


class Stamps:
    """A streamer of transformers that notes when tokens come."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def put(self, value: Tensor) -> None:
        self.times.append(time.perf_counter())

    def end(self) -> None:
        pass


def transformers_peer(model: Any, **settings: Any) -> Peer:
    """`generate` of transformers, greedy, without stop tokens."""
    model.generation_config.eos_token_id = None

    @torch.no_grad()
    def answer(prompt: list[int], new: int) -> Turn:
        stamps, start = Stamps(), time.perf_counter()
        ids = torch.tensor([prompt], device=model.device)
        answer_ids = model.generate(
            ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=new,
            do_sample=False,
            pad_token_id=0,
            streamer=stamps,
            **settings,
        )[0, len(prompt) :].tolist()
        # the first call of the streamer hands it the prompt
        return Turn(stamps.times[1] - start, time.perf_counter() - start, answer_ids)

    return answer


def compare(peers: dict[str, Peer], length: int, new: int, vocab_size: int, repetitions: int) -> dict[str, Any]:
    """All peers on the same prompts, in turn. The first of them is ours."""
    turns: dict[str, list[Turn]] = {name: [] for name in peers}
    warm_up = {}
    for repetition in range(repetitions + 1):
        prompt = random.Random(f"{length} {repetition}").choices(range(100, vocab_size), k=length)
        for name, peer in peers.items():
            time.sleep(0.5)  # threads of the last peer's runtime spin on for up to 0.2 seconds
            start = time.perf_counter()
            turn = peer(prompt, new)
            if len(turn.ids) != new:
                raise RuntimeError(f"{name} gave {len(turn.ids)} tokens, {new} were asked for")
            if repetition:
                turns[name].append(turn)
            else:
                warm_up[name] = round(time.perf_counter() - start, 2)
    ours = next(iter(peers))
    rows = {name: summary(turns[name], turns[ours]) | {"warm_up_seconds": warm_up[name]} for name in peers}
    for name, row in rows.items():
        speed, first = row["decode_tokens_per_second"], row["first_token_seconds"]
        row["ours_over_this"] = {
            what: round(rows[ours][what] / row[what], 3)
            for what in ("decode_tokens_per_second", "tokens_per_second", "first_token_seconds")
        }
        print(
            f"{length:5}+{new} {name:36} decode {speed:6.1f} tok/s, all {row['tokens_per_second']:6.1f} tok/s, "
            f"first token {first * 1000:6.1f} ms; ours over this "
            + " ".join(f"{value:.2f}" for value in row["ours_over_this"].values()),
            flush=True,
        )
    return {"prompt_tokens": length, "new_tokens": new, "repetitions": repetitions, "peers": rows}


def summary(turns: list[Turn], ours: list[Turn]) -> dict[str, Any]:
    decode = [(len(turn.ids) - 1) / (turn.total - turn.first) for turn in turns]
    return {
        "decode_tokens_per_second": round(statistics.median(decode), 2),
        "decode_tokens_per_second_range": [round(min(decode), 2), round(max(decode), 2)],
        "tokens_per_second": round(statistics.median(len(turn.ids) / turn.total for turn in turns), 2),
        "first_token_seconds": round(statistics.median(turn.first for turn in turns), 5),
        "first_token_seconds_range": [round(min(t.first for t in turns), 5), round(max(t.first for t in turns), 5)],
        "tokens_shared_with_ours": [shared(a.ids, b.ids) for a, b in zip(turns, ours, strict=True)],
    }


def shared(a: list[int], b: list[int]) -> int:
    """How many tokens two greedy answers share before they part."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y), len(a))


def cpu(options: Options) -> list[dict[str, Any]]:
    """SmolLM2-135M through the public interface."""
    from transformers import AutoModelForCausalLM

    from aquila2 import LLM, SamplingParams
    from aquila2.recipes.smollm2 import smollm2_folder

    torch.set_num_threads(2)
    folder, results = smollm2_folder(), []
    for dtype in ("float32", "bfloat16"):
        llm = LLM(folder, dtype=dtype, device="cpu")

        def stream(prompt: list[int], new: int, llm: LLM = llm) -> Iterator[int]:
            params = SamplingParams(temperature=0, max_tokens=new, ignore_eos=True)
            for delta in llm.stream(prompt, params):
                yield from delta.token_ids

        model = AutoModelForCausalLM.from_pretrained(folder, dtype=getattr(torch, dtype)).eval()
        peers = {"aquila2": timed(stream), "transformers": transformers_peer(model)}
        with tempfile.TemporaryDirectory() as scratch:
            if dtype == "float32" and importlib.util.find_spec("ctranslate2"):
                peers["ctranslate2 " + importlib.metadata.version("ctranslate2")] = ctranslate2_peer(folder, scratch)
            for length in (64, 512):
                row = compare(peers, length, 64, llm.config.vocab_size, options.repetitions)
                results.append({"model": "SmolLM2-135M-Instruct", "dtype": dtype, "threads": 2, **row})
        del llm, model, peers
    return results


def ctranslate2_peer(folder: Path, scratch: str) -> Peer:
    """ctranslate2 on the same checkpoint, converted; it takes tokens by name."""
    import ctranslate2

    converter = ctranslate2.converters.TransformersConverter(str(folder))
    converted = converter.convert(f"{scratch}/converted", quantization="float32")
    generator = ctranslate2.Generator(converted, inter_threads=1, intra_threads=2, compute_type="float32")
    vocabulary: list[str] = json.loads((Path(converted) / "vocabulary.json").read_text(encoding="utf-8"))

    def stream(prompt: list[int], new: int) -> Iterator[int]:
        tokens = [vocabulary[i] for i in prompt]
        for step in generator.generate_tokens(tokens, max_length=new, min_length=new, sampling_topk=1, end_token=[]):
            yield step.token_id

    return timed(stream)


def h100(options: Options) -> dict[str, Any]:
    """The 7B shape on a GPU. transformers' model and ours hold the same random weights."""
    from transformers import LlamaConfig, LlamaForCausalLM

    from aquila2.model.config import preset

    config = preset("7b")
    torch.manual_seed(0)
    published = {key: value for key, value in config.to_published().items() if key not in ("architectures", "dtype")}
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("cuda"):
        model = LlamaForCausalLM._from_config(LlamaConfig(**published), attn_implementation="sdpa").eval()
    torch.set_default_dtype(torch.float32)

    start = time.perf_counter()
    engine = engine_on(same_model(config, model), 2048)
    stream = greedy(engine)
    list(stream([1, 2, 3], 2))
    torch.cuda.synchronize()
    start_up = round(time.perf_counter() - start, 2)
    print(f"ours is ready {start_up} s after its weights lie on the GPU", flush=True)

    peers = {
        "aquila2": timed(stream),
        "transformers dynamic cache": transformers_peer(model),
        "transformers static cache, compiled": transformers_peer(model, cache_implementation="static"),
    }
    row = compare(peers, 128, 128, config.vocab_size, options.repetitions)
    return {
        "model": "Aquila2-7B shape, random weights",
        "dtype": "bfloat16",
        "start_up_seconds": start_up,
        **row,
        "check": check(engine, model, config.vocab_size),
        "microseconds_of_a_step": parts(engine.runner),
        "linear_of_one_row_microseconds": gemv_table(engine.runner.model),
        "peak_memory_gb": round(torch.cuda.max_memory_allocated() / 1e9, 1),
    }


def same_model(config: Any, model: Any) -> Any:
    """Our model on the tensors of transformers' one; packing copies the projections it packs."""
    from aquila2.checkpoint.names import our_name
    from aquila2.model.fuse import fuse_projections
    from aquila2.model.transformer import Transformer

    with torch.device("meta"):
        ours = Transformer(config)
    weights = {our_name(name): tensor for name, tensor in model.state_dict().items()}
    ours.load_state_dict(weights, assign=True)
    return fuse_projections(ours.eval().requires_grad_(False))


@torch.inference_mode()
def check(engine: Any, peer: Any, vocab_size: int) -> dict[str, Any]:
    """Our greedy tokens and logits under the plain PyTorch path: the twins in place of the kernels, no graph, no cache.

    Random weights give nearly flat logits, so that roundings may turn the order of the first two: besides how often
    the plain path takes the same token, how far below its best it sees ours, and how far our logits are from its
    own, in standard deviations of the logits; and how far those of transformers are, on the same tokens.
    """
    from aquila2.kernels import dispatch

    prompt = random.Random("check").choices(range(100, vocab_size), k=128)
    runner, steps = engine.runner, list[Tensor]()
    inner = runner.sampler.draw

    def spy(logits_RV: Tensor, draws: Any) -> Any:
        steps.append(logits_RV[0].float().clone())
        return inner(logits_RV, draws)

    runner.sampler.draw = spy
    ids = list(greedy(engine)(prompt, 128))
    del runner.sampler.draw, steps[128:]  # what was begun before the last token was read
    everything = torch.tensor([prompt + ids[:-1]], device=runner.device)
    installed = dispatch.installed
    dispatch.installed = lambda name: False  # type: ignore[assignment]
    try:
        plain_SV = runner.model(everything)[0, len(prompt) - 1 :].float()
    finally:
        dispatch.installed = installed
    peer_SV = peer(everything, logits_to_keep=len(ids)).logits[0].float()
    ours_S = torch.tensor(ids, device=runner.device)
    gap_S = plain_SV.max(-1).values - plain_SV.gather(1, ours_S[:, None])[:, 0]

    def distance(logits_SV: Tensor) -> float:
        return round(float((logits_SV - plain_SV).square().mean().sqrt() / plain_SV.std()), 4)

    return {
        "tokens": len(ids),
        "same_as_plain": int((plain_SV.argmax(-1) == ours_S).sum()),
        "worst_gap_in_standard_deviations": round(float((gap_S / plain_SV.std(-1)).max()), 4),
        "logits_from_plain_in_standard_deviations": {"ours": distance(torch.stack(steps)), "peer": distance(peer_SV)},
    }


@torch.inference_mode()
def parts(runner: Any) -> dict[str, float]:
    """Microseconds of each part of a decode step, alone in a CUDA graph over all layers, and of the whole step."""
    from aquila2.kernels.swiglu import silu_mul_packed
    from aquila2.model.kv_cache import PagedAttend

    model, config, layers = runner.model, runner.model.config, list(runner.model.layers)
    # attention is timed half way through 128 + 128
    position, length = torch.tensor([[192]], device="cuda"), torch.tensor([193], device="cuda", dtype=torch.int32)
    tables = torch.arange(64, device="cuda", dtype=torch.int32)[None]
    rotation = model.rotary.at(position, 512, torch.bfloat16)
    attend = PagedAttend(runner.cache, position[0], length, tables)
    x, wide = (torch.randn(1, 1, d, device="cuda").bfloat16() for d in (config.hidden_size, config.intermediate_size))
    heads = config.num_heads * config.head_dim
    q = torch.randn(1, 1, config.num_heads, config.head_dim, device="cuda").bfloat16()
    k = q[:, :, : config.num_kv_heads]
    gate_up, mixed = torch.cat((wide, wide), -1), torch.randn(1, 1, heads, device="cuda").bfloat16()
    table = {
        "qkv": lambda: [layer.attention.qkv_proj(x) for layer in layers],
        "o": lambda: [layer.attention.o_proj(mixed) for layer in layers],
        "gate_up": lambda: [layer.mlp.gate_up_proj(x) for layer in layers],
        "down": lambda: [layer.mlp.down_proj(wide) for layer in layers],
        "head": lambda: model.lm_head(x),
        "norms": lambda: [(layer.mlp_norm(x), layer.mlp_norm.add(x, x)) for layer in layers],
        "rotary positions, cache and attention": lambda: [attend(i, q, k, k, rotation) for i in range(len(layers))],
        "silu and product": lambda: [silu_mul_packed(gate_up) for _ in layers],
        "whole step": lambda: model(position, position, attend, length=512),
    }
    found = {name: round(graph_microseconds(work), 1) for name, work in table.items()}
    for name, microseconds in found.items():
        print(f"  {name:40} {microseconds:8.1f} us", flush=True)
    return found


@torch.inference_mode()
def gemv_table(model: Any) -> dict[str, dict[str, float]]:
    """A layer's linear of one row, by cuBLAS and by our kernel's configurations, over the weights of all layers."""
    from aquila2.kernels import gpu

    layers, table = list(model.layers), {}
    for name in ("attention.qkv_proj", "attention.o_proj", "mlp.gate_up_proj", "mlp.down_proj", "lm_head"):
        weights = [m.get_submodule(name).weight for m in ([model] if name == "lm_head" else layers)]
        x = torch.randn(1, 1, weights[0].shape[1], device="cuda").bfloat16()

        def run(linear: Callable[..., Tensor], weights: list[Tensor] = weights, x: Tensor = x) -> float:
            return round(graph_microseconds(lambda: [linear(x, weight) for weight in weights]) / len(weights), 2)

        row = {"cublas": run(torch.nn.functional.linear)}
        for config in gpu.GEMV_CONFIGS:
            row[str(config)] = run(lambda x, weight, config=config: gpu.gemv(x, weight, config))
        best = min(row, key=lambda key: row[key])
        print(f"  {name:20} {tuple(weights[0].shape)!s:16} cuBLAS {row['cublas']} us, best {best} {row[best]} us")
        table[name] = row
    return table


def main() -> None:
    options = load_options(Options, sys.argv[1:], positional="what")
    results: Any
    if options.what == "quantized":
        from decode_quantized import quantized

        results = quantized(options.cases, options.layers, options.tune)
    else:
        results = cpu(options) if options.what == "cpu" else h100(options)
    path = save(f"decode_{options.what}", results)
    print(f"written to {path.name}")
    if options.out is not None:
        shutil.copy(path, options.out)


if __name__ == "__main__":
    main()

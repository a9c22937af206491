"""The engine under many requests: throughput, time to the first token, drafts, beside the peers in the same run.

python bench/serve_engine.py cpu
        SmolLM2-135M in bfloat16, 2 threads: one request and 16 at once, a second turn of a conversation, an answer that
        copies with and without drafts
python bench/serve_engine.py h100
        the 7B shape with random bfloat16 weights on a GPU: 1, 16 and 128 requests, start-up, memory, prefill, a second
        turn, drafts that mislead; our tokens against the plain PyTorch path. peers=FOLDER runs peer_hf.py and
        peer_vllm.py of that folder after it, each where its package is installed

Figures are medians over `repetitions` turns, cases in turn.
"""

import dataclasses
import importlib.util
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import torch
from provenance import save
from token_engine import answer_all, engine_on, greedy, request_of

from aquila2.base.config import load_options, option
from aquila2.engine.engine import Engine
from aquila2.engine.request import Request
from aquila2.engine.sampling_params import SamplingParams
from aquila2.engine.speculation import PromptLookup

PEERS = {"peer_hf.py": ("transformers", ["ceil", "gen", "contbatch"]), "peer_vllm.py": ("vllm", ["bf16"])}


@dataclasses.dataclass
class Options:
    """What to measure."""

    what: Literal["cpu", "h100"] = option(help="cpu or h100")
    repetitions: int = option(3, "turns of every case")
    layers: int = option(32, "layers of the 7B shape, for h100")
    peers: Path | None = option(None, "a folder with the peers' scripts, for h100")


def prompts_of(seed: str, count: int, lengths: tuple[int, int], vocab_size: int) -> list[list[int]]:
    """Random ids, lengths from the first to below the second."""
    chance = random.Random(seed)
    return [[chance.randrange(100, vocab_size) for _ in range(chance.randrange(*lengths))] for _ in range(count)]


def timed(engine: Engine, requests: list[Request]) -> dict[str, float]:
    """One batch: tokens a second of all answers, the slowest and the middle time to the first token."""
    engine.manager.forget()
    start = time.perf_counter()
    deltas = answer_all(engine, requests)
    seconds = time.perf_counter() - start
    usages = [found[-1].usage for found in deltas.values()]
    first = sorted(usage.seconds_to_first_token for usage in usages if usage is not None)
    return {
        "seconds": seconds,
        "tokens_per_second": sum(usage.completion_tokens for usage in usages if usage is not None) / seconds,
        "first_token_seconds_p50": first[len(first) // 2],
        "first_token_seconds_p99": first[-1 - len(first) // 100],
    }


def medians(turns: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(turn[name] for turn in turns), 4) for name in turns[0]}


def second_turn(engine: Engine, first: list[int], more: int, vocab_size: int) -> dict[str, float]:
    """Time to the first token of a prompt, and of the same with an answer and `more` tokens behind it."""
    engine.manager.forget()
    one = answer_all(engine, [request_of(first, 32)])
    answer = [i for deltas in one.values() for delta in deltas for i in delta.token_ids]
    longer = [*first, *answer, *random.Random(1).choices(range(100, vocab_size), k=more)]
    two = answer_all(engine, [request_of(longer, 4)])
    seconds = [deltas[-1].usage.seconds_to_first_token for found in (one, two) for deltas in found.values()]  # type: ignore[union-attr]
    return {"first": seconds[0], "second": seconds[1], "second_over_first": seconds[1] / seconds[0]}


def drafts(
    engines: dict[str, Engine], prompt: list[int], new: int, turns: int, params: SamplingParams | None = None
) -> dict[str, Any]:
    """The same answer with and without drafts, in turn: seconds after the first token, and whether it is the same."""
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    ids: dict[str, list[int]] = {}
    speculation = engines["drafts"].speculation
    assert speculation is not None
    speculation.num_proposed = speculation.num_kept = 0
    for turn in range(turns + 1):
        for name, engine in engines.items():
            engine.manager.forget()
            request = request_of(prompt, new)
            request.params = params or request.params
            (deltas,) = answer_all(engine, [request]).values()
            usage = deltas[-1].usage
            assert usage is not None
            ids[name] = [i for delta in deltas for i in delta.token_ids]
            if turn:
                seconds[name].append(usage.seconds - usage.seconds_to_first_token)
    plain, drafted = (statistics.median(seconds[name]) for name in ("plain", "drafts"))
    return {
        "new_tokens": new,
        "speedup": round(plain / drafted, 3),
        "proposed": speculation.num_proposed // (turns + 1),
        "kept": speculation.num_kept // (turns + 1),
        "same_tokens": sum(a == b for a, b in zip(ids["plain"], ids["drafts"], strict=True)),
    }


def cpu(options: Options) -> dict[str, Any]:
    """SmolLM2-135M through the public interface."""
    from aquila2 import LLM

    before = os.getloadavg()[0]
    torch.set_num_threads(2)
    llm = LLM("smollm2", dtype="bfloat16", device="cpu", max_model_len=4096)
    engine, vocab = llm.engine, llm.config.vocab_size
    drafting = Engine(engine.runner, engine.tokenizer, drafter=PromptLookup())  # the same cache, in turn
    turns: dict[int, list[dict[str, float]]] = {1: [], 16: []}
    for turn in range(options.repetitions + 1):
        for count, found in turns.items():
            prompts = prompts_of(f"{turn} {count}", count, (64, 65), vocab)
            row = timed(engine, [request_of(prompt, 48) for prompt in prompts])
            if turn:
                found.append(row)
    rows: dict[str, Any] = {f"{count} at once": medians(found) for count, found in turns.items()}
    rows["16 over 1"] = round(rows["16 at once"]["tokens_per_second"] / rows["1 at once"]["tokens_per_second"], 2)
    (first,) = prompts_of("turn", 1, (1000, 1001), vocab)
    rows["second turn"] = medians([second_turn(engine, first, 64, vocab) for _ in range(options.repetitions)])
    text = Path(__file__).read_text(encoding="utf-8")[:900]
    copy = [{"role": "user", "content": f"Repeat this program exactly, from its first line on:\n{text}"}]
    other = [{"role": "user", "content": "Write a long story about a lighthouse keeper and the sea."}]
    drawn = SamplingParams(temperature=0.9, seed=3, max_tokens=120, ignore_eos=True)  # greedy it repeats itself
    for what, messages, params in (("an answer that copies", copy, None), ("an answer that does not", other, drawn)):
        prompt = llm.render(messages).input_ids
        rows[what] = drafts({"plain": engine, "drafts": drafting}, prompt, 120, options.repetitions, params)
    load = [round(load, 1) for load in (before, os.getloadavg()[0])]
    model = {"model": "SmolLM2-135M-Instruct", "dtype": "bfloat16", "threads": 2}
    return {**model, "load_average_before_and_after": load, "rows": rows}


def random_model(layers: int) -> Any:
    """The 7B shape with random weights on the GPU."""
    from aquila2.model.config import preset
    from aquila2.model.fuse import fuse_projections
    from aquila2.model.transformer import Transformer

    torch.manual_seed(0)
    with torch.device("meta"):
        model = Transformer(preset("7b").replace(num_layers=layers))
    model = model.to(torch.bfloat16).to_empty(device="cuda").eval().requires_grad_(False)
    for name, parameter in model.named_parameters():
        parameter.fill_(1.0) if "norm" in name else parameter.normal_(0, 0.02)
    return fuse_projections(model)


def matmul_rate() -> float:
    """FLOP/s of a large product, as the peers measure it."""
    a, b = torch.randn(2, 8192, 8192, device="cuda", dtype=torch.bfloat16).unbind()
    for _ in range(3):
        a @ b
    torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(20):
        a @ b
    torch.cuda.synchronize()
    return 20 * 2 * 8192**3 / (time.perf_counter() - start)


@torch.inference_mode()
def check(engine: Engine, vocab: int) -> dict[str, float]:
    """Answers of a batch under the plain PyTorch path: how many of our tokens it draws too, and how far below its best
    it sees ours at worst, in standard deviations of the logits (random weights give nearly flat ones)."""
    from aquila2.kernels import dispatch

    requests = [request_of(prompt, 64) for prompt in prompts_of("check", 24, (32, 300), vocab)]
    deltas = answer_all(engine, requests)
    installed, same, count, worst = dispatch.installed, 0, 0, 0.0
    dispatch.installed = lambda name: False  # type: ignore[assignment]
    try:
        for request in requests:
            ids = [i for delta in deltas[request.id] for i in delta.token_ids]
            whole = torch.tensor([request.prompt_ids + ids[:-1]], device="cuda")
            logits_SV = engine.runner.model(whole)[0, len(request.prompt_ids) - 1 :].float()
            ours_S = torch.tensor(ids, device="cuda")
            gap_S = logits_SV.max(-1).values - logits_SV.gather(1, ours_S[:, None])[:, 0]
            worst = max(worst, float((gap_S / logits_SV.std(-1)).max()))
            same, count = same + int((gap_S == 0).sum()), count + len(ids)
    finally:
        dispatch.installed = installed
    return {"tokens": count, "same_as_plain": same, "worst_gap_in_standard_deviations": round(worst, 4)}


def h100(options: Options) -> dict[str, Any]:
    """The 7B shape on a GPU."""
    model = random_model(options.layers)
    vocab, rate = model.config.vocab_size, matmul_rate()
    torch.cuda.empty_cache()
    start = time.perf_counter()
    engine = engine_on(model, 2048)
    list(greedy(engine)([1, 2, 3], 4))
    ready = time.perf_counter() - start
    print(f"ready {ready:.1f} s after its weights lie on the GPU", flush=True)
    cases: dict[str, Callable[[int], list[list[int]]]] = {
        "1 request of 128, 128 new": lambda turn: prompts_of(f"1 {turn}", 1, (128, 129), vocab),
        "16 requests of 128, 128 new": lambda turn: prompts_of(f"16 {turn}", 16, (128, 129), vocab),
        "128 requests of 32 to 511, 128 new": lambda turn: prompts_of("0", 128, (32, 512), vocab),
    }
    rows: dict[str, Any] = {}
    for what, prompts in cases.items():
        turns = [timed(engine, [request_of(p, 128) for p in prompts(turn)]) for turn in range(options.repetitions + 1)]
        rows[what] = medians(turns[1:])
        print(what, json.dumps(rows[what]), flush=True)
    free, total = torch.cuda.mem_get_info()
    rows["memory"] = {"share_of_the_card": round(1 - free / total, 3), "kv_blocks": engine.manager.num_blocks}
    seconds = []
    for turn in range(options.repetitions + 1):
        row = timed(engine, [request_of(p, 1) for p in prompts_of(f"prefill {turn}", 8, (2047, 2048), vocab)])
        seconds.append(row["seconds"])
    tokens = 8 * 2047
    # products of the layers, and of queries with half of the keys and values before them; the head sees 8 tokens
    layer = model.config.replace(vocab_size=1).num_parameters
    flops = tokens * (2 * layer + 4 * options.layers * model.config.hidden_size * 1024)
    rows["prefill"] = {
        "tokens_per_second": round(tokens / statistics.median(seconds[1:])),
        "share_of_the_products_rate": round(flops / statistics.median(seconds[1:]) / rate, 3),
        "products_rate_tflops": round(rate / 1e12),
    }
    print("prefill", json.dumps(rows["prefill"]), flush=True)
    (first,) = prompts_of("turn", 1, (1500, 1501), vocab)
    rows["second turn"] = medians([second_turn(engine, first, 64, vocab) for _ in range(options.repetitions)])
    rows["check"] = check(engine, vocab)
    print("check", json.dumps(rows["check"]), flush=True)
    graphs, engine.speculation = engine.speculation, None
    drafting = Engine(engine.runner, engine.tokenizer, drafter=PromptLookup())  # the same cache, in turn
    (prompt,) = prompts_of("drafts", 1, (128, 129), vocab)
    rows["drafts on random text"] = drafts({"plain": engine, "drafts": drafting}, prompt, 128, options.repetitions)
    loop = prompt[:4] * 32  # what follows never does, but the text says that it will
    rows["drafts that mislead"] = drafts({"plain": engine, "drafts": drafting}, loop, 128, options.repetitions)
    engine.speculation = graphs
    result = {"model": "Aquila2-7B shape, random weights", "layers": options.layers, "ready_seconds": round(ready, 1)}
    del engine, drafting, model
    torch.cuda.empty_cache()
    return {**result, "rows": rows, "peers": run_peers(options.peers)}


def run_peers(folder: Path | None) -> dict[str, Any]:
    """What each peer prints, line by line; why there is nothing where there is nothing."""
    found: dict[str, Any] = {}
    for script, (package, words) in PEERS.items() if folder is not None else ():
        if importlib.util.find_spec(package) is None:
            found[script] = f"{package} is not installed"
            continue
        run = subprocess.run(
            [sys.executable, str(folder / script), *words], capture_output=True, text=True, check=False
        )
        lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        found[script] = lines or run.stderr.splitlines()[-3:]
        for line in lines:
            print(script, json.dumps(line), flush=True)
    return found


def main() -> None:
    options = load_options(Options, sys.argv[1:], positional="what")
    results = cpu(options) if options.what == "cpu" else h100(options)
    print(json.dumps(results, indent=1))
    print(f"written to {save(f'serve_engine_{options.what}', results).name}")


if __name__ == "__main__":
    main()

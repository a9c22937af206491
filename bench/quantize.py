"""What 4 bits cost SmolLM2-135M: perplexity on wikitext-2 before and after, beside llm-compressor at the same settings.

python bench/quantize.py method=gptq      ours: gptq, awq, rtn, nf4, int8
python bench/quantize.py method=gptq peer=true

Calibration is the package's own text, in windows of 512; wikitext-2's test text is measured in windows of 512 without
overlap, its first 20,480 tokens (where bfloat16 weights computed in float32 have 25.603). One result a method and peer.
"""

import dataclasses
import importlib.metadata
import math
import tempfile
import time
from pathlib import Path
from typing import Any, Literal

import torch
from provenance import RESULTS, save

from aquila2.base.config import load_options, option
from aquila2.base.json_files import read_json
from aquila2.recipes import quantize
from aquila2.recipes.quantize_text import read_text, token_windows
from aquila2.recipes.smollm2 import smollm2_folder
from aquila2.tokenizer.tokenizer import Tokenizer

LENGTH, GROUP = 512, 64


@dataclasses.dataclass
class Options:
    """What to measure."""

    method: Literal["gptq", "awq", "rtn", "nf4", "int8"] = option(help="how to quantize")
    peer: bool = option(False, "llm-compressor's, not ours")
    scaling: bool = option(False, "ours, gptq: with AWQ's scales")
    sym: bool = option(False, "zeros in the middle")
    samples: int = option(32, "windows of calibration")
    tokens: int = option(20480, "tokens of the evaluation")
    shared: Path = option(RESULTS.parents[2] / "shared", "the data folder")
    threads: int = option(2, "of the CPU")


def ours(options: Options, text: Path) -> dict[str, Any]:
    """The receipt of `aquila2 quantize`."""
    with tempfile.TemporaryDirectory() as folder:
        quantize.run(
            quantize.Options(
                model=str(smollm2_folder()),
                out=Path(folder) / "out",
                method=options.method,
                group_size=GROUP,
                sym=options.sym,
                scaling=options.scaling,
                samples=options.samples,
                max_seq_len=LENGTH,
                evaluate_on=[str(text)],
                evaluate_tokens=options.tokens,
                device="cpu",
            )
        )
        receipt = read_json(Path(folder) / "out" / "quality.json")
    keys = ("perplexity_before", "perplexity_after", "ratio", "kl_divergence", "top1_agreement", "seconds", "tokens")
    return {**{key: receipt[key] for key in keys}, "peak_memory_bytes": receipt["peak_memory_bytes"]}


def peer(options: Options, text: Path) -> dict[str, Any]:
    """llm-compressor on transformers' model, calibrated and measured on the same windows."""
    from datasets import Dataset
    from llmcompressor import oneshot
    from llmcompressor.modifiers.quantization import GPTQModifier, QuantizationModifier
    from transformers import AutoModelForCausalLM

    folder = smollm2_folder()
    tokenizer = Tokenizer.load(folder)
    drawn = token_windows(read_text(["builtin"], "calibration", "calibration"), tokenizer, LENGTH, options.samples, 0)
    rows = torch.cat(list(drawn.values())).tolist()
    (measured,) = token_windows(
        read_text([str(text)], "evaluation", "evaluate_on"), tokenizer, LENGTH, options.tokens // LENGTH, None
    ).values()
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16)
    before = perplexity(model, measured)
    weights = {"num_bits": 4, "type": "int", "symmetric": options.sym, "strategy": "group", "group_size": GROUP}
    scheme = {"config_groups": {"group_0": {"targets": ["Linear"], "weights": weights}}, "ignore": ["lm_head"]}
    start = time.perf_counter()
    if options.method == "gptq":
        recipe: Any = GPTQModifier(**scheme)
    elif options.method == "awq":
        from llmcompressor.modifiers.transform.awq import AWQModifier

        recipe = [AWQModifier(), QuantizationModifier(**scheme)]
    else:
        recipe = QuantizationModifier(**scheme)
    data = Dataset.from_dict({"input_ids": rows, "attention_mask": [[1] * LENGTH for _ in rows]})
    oneshot(model=model, dataset=data, recipe=recipe, max_seq_length=LENGTH, num_calibration_samples=len(rows))
    seconds = time.perf_counter() - start
    after = perplexity(model, measured)
    return {
        "llmcompressor": importlib.metadata.version("llmcompressor"),
        "perplexity_before": before,
        "perplexity_after": after,
        "ratio": after / before,
        "seconds": round(seconds, 1),
        "tokens": measured[:, 1:].numel(),
    }


@torch.no_grad()
def perplexity(model: Any, ids_WS: torch.Tensor) -> float:
    """Of a transformers model, each window for itself."""
    loss = 0.0
    for ids_S in ids_WS:
        logits_SV = model(ids_S[None]).logits[0, :-1].float()
        loss += torch.nn.functional.cross_entropy(logits_SV, ids_S[1:], reduction="sum").item()
    return round(math.exp(loss / ids_WS[:, 1:].numel()), 6)


def main() -> None:
    """Measure and save."""
    import sys

    options = load_options(Options, sys.argv[1:])
    torch.set_num_threads(options.threads)
    text = options.shared / "data" / "corpus" / "wikitext-2" / "test.txt.gz"
    result = (peer if options.peer else ours)(options, text)
    settings = {"bits": 4, "group_size": GROUP, "sym": options.sym, "samples": options.samples, "length": LENGTH}
    settings |= {"scaling": options.scaling} if options.method == "gptq" and not options.peer else {}
    name = "_".join(
        ["quantize", options.method, *["scaled"] * options.scaling, *["sym"] * options.sym, *["peer"] * options.peer]
    )
    print(save(name, {**settings, **result}), result)


if __name__ == "__main__":
    main()

"""A tiny checkpoint in a quantized format, and the plain model that computes the same."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from aquila2.checkpoint.checkpoint import load_weights, read_config
from aquila2.model.transformer import Transformer
from tests import reference_packers as reference
from tests.tiny_checkpoint import write_tiny_checkpoint

METHODS = {
    "gptq": {"bits": 4, "group_size": 32, "desc_act": False, "sym": False},
    "gptq act-order": {"quant_method": "gptq", "bits": 4, "group_size": 32, "desc_act": True, "sym": False},
    "gptq 8 bits v2": {"quant_method": "gptq", "bits": 8, "group_size": -1, "checkpoint_format": "gptq_v2"},
    "awq": {"quant_method": "awq", "bits": 4, "group_size": 32, "version": "gemm", "zero_point": True},
    "compressed": {
        "quant_method": "compressed-tensors",
        "format": "pack-quantized",
        "ignore": ["lm_head"],
        "config_groups": {
            "group_0": {
                "targets": ["Linear"],
                "input_activations": None,
                "weights": {"num_bits": 4, "type": "int", "strategy": "group", "group_size": 32, "symmetric": False},
            }
        },
    },
}


def write_quantized(folder: Path, method: str, **changes: object) -> tuple[Path, Transformer]:
    """Write it: linears of the layers quantized, the rest in float32."""
    write_tiny_checkpoint(folder, **changes)
    config = METHODS[method]
    published = json.loads((folder / "config.json").read_text())
    published["quantization_config"] = {"quant_method": "gptq", **config}
    (folder / "config.json").write_text(json.dumps(published))
    with torch.device("meta"):
        plain = Transformer(read_config(folder))
    tensors: dict[str, Tensor] = {}
    for seed, (name, weight) in enumerate(load_file(folder / "model.safetensors").items()):
        if not name.endswith("_proj.weight"):
            tensors[name] = weight
            continue
        prefix, (out, inputs) = name.removesuffix("weight"), weight.shape
        bits = 8 if "8" in method else 4
        parts = reference.random_groups(out, inputs, inputs if bits == 8 else 32, bits, seed)
        group = None
        if "act-order" in method:
            group = torch.arange(inputs)[torch.randperm(inputs)] // 32
        if method.startswith("gptq"):
            packed = reference.gptq(*parts, group, bits, 2 if "v2" in method else 1)
        else:
            packed = (reference.awq if method == "awq" else reference.compressed)(*parts)
        tensors |= {prefix + part: tensor for part, tensor in packed.items()}
        tensors[name + " plain"] = reference.matrix(*parts, group)
    whole = {name.removesuffix(" plain"): tensor for name, tensor in tensors.items() if tensor.is_floating_point()}
    whole = {name: tensor for name, tensor in whole.items() if name.endswith("weight")}
    save_file(whole, folder / "model.safetensors")
    load_weights(plain, folder, torch.float32, torch.device("cpu"))
    save_file({n: t for n, t in tensors.items() if not n.endswith(" plain")}, folder / "model.safetensors")
    return folder, plain

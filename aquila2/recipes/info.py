"""`aquila2 info`: what a checkpoint or an adapter is, without loading its weights."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from aquila2.base.config import option
from aquila2.base.device import resolve_device, resolve_dtype
from aquila2.base.errors import UserError
from aquila2.base.log import say
from aquila2.chat.render import stops_for
from aquila2.chat.templates import get_template
from aquila2.checkpoint.checkpoint import read_config
from aquila2.hub.registry import DEFAULT_MODEL, find_entry
from aquila2.kernels.choice import Weights, explain
from aquila2.lora.adapter import count_parameters, read_adapter
from aquila2.model.config import AquilaConfig, preset
from aquila2.quant.load import find_format
from aquila2.recipes.build import choose_template, read_generation_config, shape_of
from aquila2.recipes.locate import is_adapter, locate
from aquila2.tokenizer.tokenizer import Tokenizer

_BYTES = {"float32": 4.0, "bfloat16": 2.0, "int8": 1.0, "int4": 0.5}


@dataclass
class Options:
    """Settings of the command."""

    model: str = option(DEFAULT_MODEL, "a folder, or a model's name")
    model_dir: Path = option(Path("./checkpoints"), "where models called by name lie")
    template: str | None = option(None, "a chat template by name, in place of the checkpoint's own")
    device: str = option("auto", "where it would compute: auto, cpu, cuda or cuda:N")


def run(options: Options) -> dict[str, Any]:
    """Describe the checkpoint; a published name whose files are not here is described from its published sizes."""
    entry = find_entry(options.model)
    if is_adapter(Path(options.model).expanduser()):
        if options.template is not None:
            raise UserError(f"template={options.template} is for a model, and {options.model} is an adapter")
        about = adapter(Path(options.model).expanduser())
        say(_table(about))
        return about
    try:
        folder = locate(options.model, options.model_dir, fetch=False)
    except UserError:
        if entry is None:
            raise
        config = preset(entry.shape)
        about = {"model": entry.name, "folder": None, **sizes(config)}
        about["template"] = options.template or entry.template
        about["stop_strings"] = list(get_template(about["template"]).stop)
    else:
        config = read_config(folder)
        about = {"model": options.model, "folder": str(folder), **sizes(config), **talking(folder, config, options)}
        about |= computing(folder, config, options)
    say(_table(about))
    return about


def adapter(folder: Path) -> dict[str, Any]:
    """What an adapter is, and what it was made on."""
    found = read_adapter(folder)
    config, record = found.config, found.record
    return {
        "adapter": str(folder),
        "kind": "DoRA" if config.use_dora else "rsLoRA" if config.use_rslora else "LoRA",
        "rank": config.rank,
        "alpha": config.alpha,
        "scale": config.scale,
        "dropout": config.dropout,
        "target_modules": list(config.targets),
        "parameters": count_parameters(folder),
        "base": found.base_model,
        "base_fingerprint": record and record.base,
        "base_quantized": record and record.quantized,
        "template": record and record.template,
        "special_tokens": record and record.special_tokens,
    }


def sizes(config: AquilaConfig) -> dict[str, Any]:
    """Sizes, parameters, and memory of weights and KV cache by number format."""
    scaling = config.rope_scaling
    shape = shape_of(config)
    # 4-bit weights leave embedding and head in 16 bits
    ends = config.vocab_size * config.hidden_size * (1 if config.tie_embeddings else 2)
    inner = config.num_parameters - ends
    memory = {name: int(inner * each + ends * max(each, 2.0)) for name, each in _BYTES.items()}
    return {
        "model_type": config.model_type,
        "shape": shape,
        "parameters": config.num_parameters,
        "hidden_size": config.hidden_size,
        "intermediate_size": config.intermediate_size,
        "num_layers": config.num_layers,
        "num_heads": config.num_heads,
        "num_kv_heads": config.num_kv_heads,
        "head_dim": config.head_dim,
        "vocab_size": config.vocab_size,
        "tied_embeddings": config.tie_embeddings,
        "dtype": config.dtype,
        "context": config.longest_context,
        "rope": f"theta {config.rope_theta:g}" + (f", {scaling.type} x {scaling.factor:g}" if scaling else ""),
        "weight_bytes": memory,
        "kv_bytes_per_token": config.kv_bytes_per_token(),
        "kv_bytes_full_context": config.kv_bytes_per_token() * config.longest_context,
    }


def talking(folder: Path, config: AquilaConfig, options: Options) -> dict[str, Any]:
    """Template, stops and special tokens of a checkpoint's folder."""
    tokenizer = Tokenizer.load(folder)
    template = choose_template(folder, config, options.template, options.model)
    stops = stops_for(template, tokenizer, read_generation_config(folder))
    return {
        "template": template.name if template else None,
        "stop_strings": list(stops.strings),
        "stop_tokens": {tokenizer.id_to_token(i): i for i in sorted(stops.ids)},
        "special_tokens": tokenizer.special_tokens,
        "roles": tokenizer.roles,
    }


def computing(folder: Path, config: AquilaConfig, options: Options) -> dict[str, Any]:
    """How the weights lie, and which kernels would multiply by them on the device, and why."""
    found, device = find_format(folder), resolve_device(options.device)
    dtype = resolve_dtype("auto", getattr(torch, config.dtype), device)
    kind: Weights = "plain"
    if found is not None:
        name, bits = found.name, getattr(found, "bits", 4)
        kind = "nf4" if "NF4" in name else "int8" if bits == 8 or "int8" in name else "int4"
    return {
        "quantized": None if found is None else f"{found.name}, {8 if kind == 'int8' else 4} bits",
        "kernels": f"{device.type}, {config.dtype}: {explain(kind, device, dtype)}",
    }


def _table(about: dict[str, Any]) -> str:
    shown = {key: value for key, value in about.items() if value is not None and value not in ([], {})}
    width = max(map(len, shown))
    return "\n".join(f"{key.replace('_', ' '):<{width}}  {_cell(key, value)}" for key, value in shown.items())


def _cell(key: str, value: Any) -> str:
    if key == "weight_bytes":
        return ", ".join(f"{name} {size / 1e9:.2f} GB" for name, size in value.items())
    if key.startswith("kv_bytes"):
        return f"{value / 1e9:.2f} GB" if value > 1e8 else f"{value / 1e3:,.0f} kB"
    if isinstance(value, dict):
        return ", ".join(f"{name} {item}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(repr, value))
    return f"{value:,}" if key == "parameters" else str(value)

"""The only place where a model is put together: checkpoint, then passes, then tokenizer, template and stops.

The order of passes over the loaded module, and why:

1. weights: the model is built on the meta device and filled in the wanted dtype on the wanted device, so nothing is
   ever copied or converted twice; for `qlora_dir` each of the layers' matrices becomes NF4 as soon as it is there, so
   the whole model is never there in more bits;
2. the adapter: its matrices lie where those that they belong to lie, so these come first. It is merged into the
   weights, or stays beside them;
3. placement (`all_devices`): before the first forward pass, after nothing else that moves weights;
4. `fuse_projections`: last, for inference alone, because it hides the q, k, v, gate and up projections that other
   passes look for by name. It leaves linears that are not plain as they are, and a decode step that is prepared for
   plain ones alone (`engine/decode_program.py`) is then not prepared.

A `lora_dir` is merged: SmolLM2 in bfloat16 on two cores then decodes 98 tokens a second, with adapters beside q and v
39. But what an adapter adds may be too little for 16-bit weights (`lora.layer.rounding`): of one whose B had a standard
deviation of 1e-2, 3e-3, 1e-3 and 3e-4, merging left 99, 84, 46 and 16 %. Below 90 % it stays beside. Above, the logits
were as near to float32's as with the adapter beside the weights.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from aquila2.base.device import free_memory, resolve_device, resolve_dtype
from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json_if_there
from aquila2.base.log import note
from aquila2.base.network import offline as without_network
from aquila2.chat.messages import Template
from aquila2.chat.render import stops_for
from aquila2.chat.templates import get_template, load_template
from aquila2.checkpoint.checkpoint import load_weights, read_config
from aquila2.hub.registry import find_entry, template_of_shape
from aquila2.lora.adapter import load_adapter
from aquila2.lora.layer import adapters, share_kept
from aquila2.lora.layer import merge as merge_adapters
from aquila2.model.config import PRESETS, AquilaConfig
from aquila2.model.fuse import fuse_projections
from aquila2.model.placement import Placement, place_layers, plan_placement
from aquila2.model.transformer import Transformer
from aquila2.recipes.adapted import Given, check_fit, given_adapter, note_other_format, template_for
from aquila2.recipes.locate import locate
from aquila2.recipes.quantized import Quantization, layer_bytes, load_layers, own_format, read_quantization
from aquila2.tokenizer.stream import Stops
from aquila2.tokenizer.tokenizer import Tokenizer

_KEPT = 0.9  # of what an adapter adds, at least, for it to be merged


@dataclass(frozen=True)
class Loaded:
    """A model ready for inference, with all that its checkpoint says about talking to it.

    `template` is None for a base model whose checkpoint has none; `stops` hold for its answers.
    """

    model: Transformer
    tokenizer: Tokenizer
    template: Template | None
    stops: Stops
    folder: Path


def load(
    model: str | Path,
    *,
    model_dir: str | Path = "./checkpoints",
    dtype: str | torch.dtype | None = "auto",
    device: str | torch.device | None = None,
    all_devices: bool = False,
    max_model_len: int | None = None,
    template: str | None = None,
    lora_dir: str | Path | None = None,
    qlora_dir: str | Path | None = None,
    merge: bool | None = None,
    quantization: Any = None,
    offline: bool = False,
) -> Loaded:
    """Load a checkpoint for inference.

    Args:
        model: a folder, or a name (see `locate`).
        model_dir: where models called by name lie.
        dtype: number format; "auto" keeps the checkpoint's.
        device: "auto" takes the first GPU, else the CPU.
        all_devices: spread the layers over all visible GPUs, and over the CPU what does not fit.
        max_model_len: tokens of the KV cache that the forecast counts; the model's context when not given.
        template: the name of a chat template that takes the place of the checkpoint's own, and of the adapter's.
        lora_dir: an adapter, put onto this model as it is.
        qlora_dir: an adapter, put onto this model with its layers in NF4.
        merge: `lora_dir` into the weights, which is faster, or beside them; None: into them where rounding keeps it.
        quantization: what the layers become, see `quantized.read_quantization`; a quantized checkpoint's stay theirs.
        offline: no call of the network; False downloads a published model that is not in `model_dir`.

    Raises:
        UserError: anything wrong with these, or with the checkpoint; a model that does not fit into memory.
    """
    given = given_adapter(lora_dir, qlora_dir)
    if merge is not None and (given is None or given.nf4):
        raise UserError(f"merge={str(merge).lower()} is for lora_dir=; aquila2 merge merges an adapter made on NF4")
    with without_network(offline):
        folder = locate(model, model_dir)
    config = read_config(folder)
    tokenizer = Tokenizer.load(folder)
    if tokenizer.vocab_size > config.vocab_size:
        raise UserError(
            f"{folder}: the tokenizer has {tokenizer.vocab_size} entries, the model {config.vocab_size}: "
            "take both from one source"
        )
    chosen = choose_template(folder, config, template, str(model))
    asked = read_quantization(quantization)
    if given is not None and given.nf4:
        if asked is not None and asked.kind != "nf4":
            raise UserError(f"qlora_dir={qlora_dir} goes with NF4, not quantization={asked.kind}: leave that out")
        asked = asked or Quantization("nf4")
    own = own_format(folder, asked)
    if merge and (own or asked):
        raise UserError("merge=true goes with plain weights: these are quantized, and an adapter stays beside them")
    if given is not None:
        check_fit(given, folder, tokenizer, quantized=own is not None)
        note_other_format(given)
        chosen = template_for(given, chosen, asked=bool(template))
    stops = stops_for(chosen, tokenizer, read_generation_config(folder))

    first = resolve_device(device)
    if asked is not None and asked.compute_dtype is not None and dtype in (None, "auto"):
        dtype = asked.compute_dtype
    number_format = resolve_dtype(dtype, _stored_dtype(config), first)
    num_tokens = max_model_len or config.longest_context
    size = layer_bytes(folder, config, own, asked)
    placement = _place(config, number_format, first, all_devices, num_tokens, size)
    with torch.device("meta"):
        network = Transformer(config)
    if not load_layers(network, folder, own, asked, number_format, placement.device_of):
        load_weights(network, folder, number_format, placement.device_of)
    network.eval()
    if given is not None:
        _adapt(network, given, number_format, False if own or asked else merge)
    network.requires_grad_(False)
    place_layers(network, placement)
    fuse_projections(network)
    return Loaded(network, tokenizer, chosen, stops, folder)


def choose_template(folder: Path, config: AquilaConfig, asked: str | None, model: str) -> Template | None:
    """The chat template: the one asked for, else the checkpoint's own, else the release's for this name, else the
    release's for these sizes. None for other checkpoints that carry none."""
    if asked:
        return get_template(asked)
    carried = load_template(folder)
    if carried is not None:
        return carried
    entry = find_entry(model) or find_entry(folder.name)
    if entry is not None:
        return get_template(entry.template)
    shape = shape_of(config) if config.model_type == "aquila" else None
    return None if shape is None else get_template(template_of_shape(shape))


def shape_of(config: AquilaConfig) -> str | None:
    """Which published shape these sizes are, the 16K ones told by their rope scaling."""
    sizes = ("hidden_size", "intermediate_size", "num_layers", "num_heads", "num_kv_heads", "vocab_size")
    for name, known in PRESETS.items():
        stretched = (config.rope_scaling is None) == (known.rope_scaling is None)
        if stretched and all(getattr(config, size) == getattr(known, size) for size in sizes):
            return name
    return None


def read_generation_config(folder: Path) -> dict[str, Any]:
    """`generation_config.json`, with the end token that `config.json` states where it states none."""
    stored = read_json_if_there(folder / "generation_config.json")
    end = read_json_if_there(folder / "config.json").get("eos_token_id")
    return stored if stored.get("eos_token_id") is not None or end is None else {**stored, "eos_token_id": end}


def recommended_sampling(folder: Path) -> dict[str, Any]:
    """What a checkpoint's `generation_config.json` recommends, by the names of `SamplingParams`."""
    stored = read_json_if_there(folder / "generation_config.json")
    if stored.get("do_sample") is False:
        return {}
    names = ("temperature", "top_p", "top_k", "min_p", "repetition_penalty")
    return {name: stored[name] for name in names if stored.get(name) is not None}


def _adapt(network: Transformer, given: Given, dtype: torch.dtype, merge: bool | None) -> None:
    """The adapter, merged or ready beside its weights."""
    load_adapter(network, given.folder, dtype=torch.float32)
    if merge is None:
        kept = 1.0 if dtype is torch.float32 else share_kept(network)
        merge = kept >= _KEPT
        if not merge:
            form = str(dtype).removeprefix("torch.")
            note(
                f"{given.folder} stays beside the weights, which is slower: rounding to {form} would leave"
                f" {100 * kept:.0f} % of what it adds; merge=true merges it all the same"
            )
    if merge:
        merge_adapters(network)
        return
    for _, module in adapters(network):
        module.fix_norms()
        module.to(dtype)


def _stored_dtype(config: AquilaConfig) -> torch.dtype:
    stored = getattr(torch, config.dtype, None)
    if not isinstance(stored, torch.dtype) or not stored.is_floating_point:
        raise UserError(f"config.json: dtype {config.dtype!r} is no floating-point format; say dtype=")
    return stored


def _place(
    config: AquilaConfig,
    dtype: torch.dtype,
    first: torch.device,
    all_devices: bool,
    num_tokens: int,
    layer_bytes: float | None,
) -> Placement:
    """Where every layer goes; refuses what does not fit, before anything is read."""
    if not all_devices:
        placement = plan_placement(config, dtype, [(first, free_memory(first))], num_tokens, layer_bytes)
    else:
        gpus = [torch.device("cuda", i) for i in range(torch.cuda.device_count())]
        places = [(device, free_memory(device)) for device in (*gpus, torch.device("cpu"))]
        placement = plan_placement(config, dtype, places, num_tokens, layer_bytes)
        note(placement.forecast)
    if placement.missing_bytes:
        raise UserError(
            f"the model does not fit: {placement.forecast}, {placement.missing_bytes / 1e9:.1f} GB too few; "
            "say all_devices=true, a smaller dtype= or a smaller max_model_len="
        )
    return placement

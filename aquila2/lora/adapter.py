"""Adapters on disk, in PEFT's format: `adapter_config.json` and `adapter_model.safetensors`.

Loading is strict. Every tensor of the file must have its place and every place its tensor; a setting that we do not
know, or that would change what the adapter computes, is an error that names it: an adapter that is half loaded answers
nonsense and says nothing.

PEFT warns of keys it does not know, so what ours say besides lies in a file of its own, `aquila2_adapter.json`: which
weights the adapter was trained on, with which template and special tokens.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file
from aquila2.base.json_files import read_json, read_json_if_there, write_json
from aquila2.base.log import note
from aquila2.checkpoint.fingerprint import fingerprint
from aquila2.checkpoint.names import published_name
from aquila2.checkpoint.shards import BinFile, SafetensorsFile, StoredTensor, check_folder, some
from aquila2.lora.layer import TARGETS, LoraConfig, adapters, apply_lora, unload

CONFIG_FILE, RECORD_FILE = "adapter_config.json", "aquila2_adapter.json"
_WEIGHTS, _OLD_WEIGHTS = "adapter_model.safetensors", "adapter_model.bin"

# our parameters of a wrapped linear, and PEFT's
_PARTS = {"lora_a": "lora_A.weight", "lora_b": "lora_B.weight", "lora_magnitude": "lora_magnitude_vector"}

# Keys of adapter_config.json that say where an adapter comes from, not what it computes.
_SILENT = {"auto_mapping", "base_model_name_or_path", "inference_mode", "peft_version", "revision", "task_type"}
# Keys with a value that means nothing; every other one that we do not read must be empty: null, false, {}, [].
_NEUTRAL = {
    "peft_type": ("LORA",),
    "bias": ("none",),
    "init_lora_weights": (True, False, "gaussian"),  # others change the base's weights
    "megatron_core": ("megatron.core",),
    "qalora_group_size": (16,),
    "runtime_config": ({}, {"ephemeral_gpu_offload": False}),
}
_READ = {"r", "lora_alpha", "lora_dropout", "target_modules", "use_rslora", "use_dora"}


@dataclass(frozen=True)
class AdapterRecord:
    """What an adapter was trained on and with.

    Args:
        base: the `fingerprint` of the base's checkpoint.
        template: the name of the chat template, None where there was none.
        template_sha256: of its text.
        special_tokens: their ids by text.
        quantized: "nf4" where the base's layers were in NF4, None where they were in a floating-point format.
    """

    base: str
    template: str | None = None
    template_sha256: str | None = None
    special_tokens: dict[str, int] = field(default_factory=dict)
    quantized: str | None = None


@dataclass(frozen=True)
class Adapter:
    """What an adapter's folder says. `base_model` is its base's name or folder, `record` None where PEFT made it."""

    config: LoraConfig
    base_model: str | None
    record: AdapterRecord | None


def adapter_tensors(model: nn.Module) -> dict[str, Tensor]:
    """The adapter's parameters by their names in the model."""
    return {
        f"{name}.{part}": parameter.detach()
        for name, module in adapters(model)
        for part in _PARTS
        if (parameter := getattr(module, part)) is not None
    }


def write_adapter(
    folder: str | Path,
    tensors: Mapping[str, Tensor],
    config: LoraConfig,
    base_model: str | None = None,
    record: AdapterRecord | None = None,
) -> None:
    """Write an adapter's files into a folder, beside what else is there; the config comes last, so that a folder that
    has one is whole.

    Args:
        tensors: as `adapter_tensors` gives them.
        base_model: the base's name or folder, for PEFT to find it.
        record: what the adapter is to be checked against when it is loaded.
    """
    folder = Path(folder)
    with atomic_file(folder / _WEIGHTS) as beside:
        named = {_peft_name(name): tensor.cpu().contiguous() for name, tensor in tensors.items()}
        save_file(named, beside, metadata={"format": "pt"})
    if record is not None:
        write_json(folder / RECORD_FILE, asdict(record))
    write_json(
        folder / CONFIG_FILE,
        {
            "peft_type": "LORA",
            "task_type": "CAUSAL_LM",
            "base_model_name_or_path": base_model,
            "r": config.rank,
            "lora_alpha": config.alpha,
            "lora_dropout": config.dropout,
            "target_modules": list(config.targets),
            "use_rslora": config.use_rslora,
            "use_dora": config.use_dora,
            "bias": "none",
            "fan_in_fan_out": False,
            "inference_mode": True,
            "init_lora_weights": True,
            "modules_to_save": None,
            "rank_pattern": {},
            "alpha_pattern": {},
        },
    )


def read_adapter(folder: str | Path) -> Adapter:
    """What an adapter's folder says of it, its weights not read.

    Raises:
        UserError: no such folder, no adapter in it, or one of a kind that we cannot compute.
    """
    folder = Path(folder)
    check_folder(folder)
    path = folder / CONFIG_FILE
    if not path.exists():
        raise UserError(f"{folder} is no adapter: it has no {CONFIG_FILE}")
    stored = read_json(path)
    unread = [key for key, value in stored.items() if not _means_nothing(key, value)]
    if unread:
        said = ", ".join(f"{key}={stored[key]!r}" for key in unread)
        raise UserError(f"{path}: an adapter with {said} is not supported: LoRA, rsLoRA and DoRA of the linears are")
    try:
        config = LoraConfig(
            rank=int(stored["r"]),
            alpha=float(stored["lora_alpha"]),
            dropout=float(stored.get("lora_dropout") or 0.0),
            target_modules=_targets(stored["target_modules"]),
            use_rslora=bool(stored.get("use_rslora")),
            use_dora=bool(stored.get("use_dora")),
        )
    except UserError as error:
        raise UserError(f"{path}: {error}") from None
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"{path} lacks a setting or holds none that makes sense ({error!r}): save it again") from None
    base_model = stored.get("base_model_name_or_path")
    return Adapter(config, base_model if isinstance(base_model, str) else None, _read_record(folder / RECORD_FILE))


def load_adapter(
    model: nn.Module,
    folder: str | Path,
    base: str | Path | None = None,
    seed: int = 0,
    dtype: torch.dtype | None = None,
    device: torch.device | None = None,
) -> Adapter:
    """Wrap a model's linears and fill them from an adapter's folder. One that changes nothing gets a note.

    Args:
        model: with its weights, on its device; or on the meta device, its weights to come.
        base: the checkpoint folder that they come from; the adapter's record is compared with it.
        seed, dtype, device: as `apply_lora`.

    Raises:
        UserError: as `read_adapter`; the adapter was made on other weights; a missing, unknown or misshapen tensor, or
            one that holds NaN or infinity.
    """
    folder = Path(folder)
    adapter = read_adapter(folder)
    if base is not None:
        check_base(adapter, folder, base)
    apply_lora(model, adapter.config, seed, dtype, device)
    try:
        fill(adapter_tensors(model), folder)
    except UserError:
        unload(model)
        raise
    if not (adapter.config.use_dora or any(bool(module.lora_b.any()) for _, module in adapters(model))):
        note(f"{folder}: every B of the adapter is zero, so it changes nothing: was it trained?")
    return adapter


def fill(tensors: Mapping[str, Tensor], folder: str | Path) -> None:
    """Fill an adapter's tensors, by their names in the model, from its folder.

    Raises:
        UserError: a missing, unknown or misshapen tensor, or one that holds NaN or infinity.
    """
    folder = Path(folder)
    stored, places = _open(folder), {_peft_name(name): tensor for name, tensor in tensors.items()}
    _check(stored, places, folder)
    for name, place in places.items():
        stored[name].copy_to(place)
    _check_values(places, folder)


def adapter_digest(folder: str | Path) -> str:
    """SHA-256, in hex, of an adapter's config, record and weights."""
    whole = hashlib.sha256()
    for name in (CONFIG_FILE, RECORD_FILE, _WEIGHTS, _OLD_WEIGHTS):
        if (path := Path(folder) / name).exists():
            whole.update(f"{name} {path.stat().st_size}\n".encode())
            with open(path, "rb") as file:
                while block := file.read(1 << 20):
                    whole.update(block)
    return whole.hexdigest()


def count_parameters(folder: str | Path) -> int:
    """The numbers that an adapter's file of weights holds. Raises UserError where it is missing or damaged."""
    return sum(torch.Size(tensor.shape).numel() for tensor in _open(Path(folder)).values())


def check_base(adapter: Adapter, folder: str | Path, base: str | Path) -> None:
    """Refuse an adapter that was trained on other weights than those of a checkpoint folder.

    Raises:
        UserError: it was. An adapter without a record passes with a note.
    """
    if adapter.record is None:
        note(f"{folder} does not say which weights it was made on: that they are those of {base} is not checked")
    elif adapter.record.base != (found := fingerprint(base)):
        named = f" ({adapter.base_model})" if adapter.base_model else ""
        raise UserError(
            f"the adapter {folder} was made on another base{named}: its weights have the fingerprint"
            f" {adapter.record.base[:12]}, those of {base} {found[:12]}; load it onto the base that it was made on"
        )


def _peft_name(name: str) -> str:
    """`layers.0.attention.q_proj.lora_a` -> `base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight`."""
    module, _, part = name.rpartition(".")
    return f"base_model.model.{published_name(f'{module}.weight').removesuffix('weight')}{_PARTS[part]}"


def _means_nothing(key: str, value: Any) -> bool:
    """Whether a setting is one that we read, or leaves what the adapter computes as it is."""
    return key in _READ or key in _SILENT or value in _NEUTRAL.get(key, ()) or value in (None, False, {}, [])


def _targets(stored: Any) -> tuple[str, ...] | str:
    """`target_modules`: last parts of names, or whole names; a string is "all-linear" or an expression."""
    if isinstance(stored, str):
        return stored
    leaves = {str(name).rpartition(".")[2] for name in stored}
    return tuple(name for name in TARGETS if name in leaves) + tuple(sorted(leaves - set(TARGETS)))


def _read_record(path: Path) -> AdapterRecord | None:
    stored = read_json_if_there(path)
    if not stored:
        return None
    known = {key: value for key, value in stored.items() if key in AdapterRecord.__dataclass_fields__}
    if not isinstance(known.get("base"), str):
        raise UserError(f"{path} does not say which base the adapter was made on: save the adapter again")
    if known.get("quantized") not in (None, "nf4"):
        raise UserError(f"{path}: the adapter was made on a base in {known['quantized']!r}, which is not known here")
    return AdapterRecord(**known)


def _open(folder: Path) -> dict[str, StoredTensor]:
    for name, kind in ((_WEIGHTS, SafetensorsFile), (_OLD_WEIGHTS, BinFile)):
        if (folder / name).exists():
            return kind(folder / name).tensors()
    raise UserError(f"{folder} is no whole adapter: it has no {_WEIGHTS}")


def _check(stored: Mapping[str, StoredTensor], places: Mapping[str, Tensor], folder: Path) -> None:
    misshapen = [
        f"{name} is {list(stored[name].shape)}, by its config and this model {list(place.shape)}"
        for name, place in places.items()
        if name in stored and stored[name].shape != tuple(place.shape)
    ]
    found = [
        f"{len(items)} {what} ({some(items)})"
        for what, items in (
            ("missing", [name for name in places if name not in stored]),
            ("unknown", [name for name in stored if name not in places]),
            ("misshapen", misshapen),
            ("of no floating-point format", [n for n, tensor in stored.items() if not tensor.dtype.is_floating_point]),
        )
        if items
    ]
    if found:
        raise UserError(
            f"{folder}: the adapter does not fit the model, tensors {', '.join(found)}: take the model that it was made"
            " for, and its files from one source"
        )


def _check_values(places: Mapping[str, Tensor], folder: Path) -> None:
    wrong = [name for name, tensor in places.items() if not bool(tensor.isfinite().all())]
    if wrong:
        raise UserError(
            f"{folder}: {len(wrong)} of the adapter's tensors hold NaN or infinity ({some(wrong)}): the training went"
            " wrong, or the number format is too narrow for them; take an earlier checkpoint"
        )

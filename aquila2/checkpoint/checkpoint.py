"""A model's checkpoint folder: `config.json` and its weights, every key accounted for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import nn

from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json, write_json
from aquila2.base.log import Progress
from aquila2.checkpoint import names
from aquila2.checkpoint.shards import (
    DEFAULT_SHARD_BYTES,
    StoredTensor,
    check_folder,
    open_shards,
    some,
    write_shards,
)
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer


def read_config(folder: str | Path) -> AquilaConfig:
    """The `config.json` of a checkpoint folder.

    Raises:
        UserError: no such folder, no `config.json` in it, one that is not JSON, or a model that is not ours.
    """
    folder = Path(folder)
    check_folder(folder)
    if not (folder / "config.json").exists():
        raise UserError(f"{folder} is not a checkpoint: it has no config.json")
    return AquilaConfig.from_published(read_json(folder / "config.json"))


def write_config(folder: str | Path, config: AquilaConfig) -> None:
    """Write `config.json` under the published keys."""
    # The keys are of that version. Without one, transformers warns of any vocabulary above 100,000 entries that it
    # is split wrongly, which was true of another family's.
    content = {**config.to_published(), "transformers_version": "5.0.0"}
    write_json(Path(folder) / "config.json", content)


def load_weights(
    model: nn.Module,
    folder: str | Path,
    dtype: torch.dtype,
    device: torch.device | Callable[[str], torch.device],
    placed: Callable[[str], None] = lambda name: None,
    stored: Mapping[str, StoredTensor] | None = None,
) -> None:
    """Fill a model that was built on the meta device, in place, from a checkpoint folder.

    Each tensor goes piece by piece from the mapped shard to its place in `dtype` on its device, so the host never
    holds a second copy. Parameters that are one (tied embeddings) stay one.

    Args:
        model: its parameters have the names of `checkpoint/names.py`.
        folder: the checkpoint.
        dtype: a floating-point format; norms follow it too.
        device: where every parameter goes, or a function from a parameter's name to its device.
        placed: called with each parameter's name once it is filled. It may replace the module that holds it, whose
            memory is then free before the next parameter is read.
        stored: the folder's tensors, where some of them are accounted for already; all of them when not given.

    Raises:
        UserError: a missing, unknown or misshapen tensor, one that is not floating-point, or an unreadable file.
    """
    if not dtype.is_floating_point:
        raise UserError(f"dtype={dtype}: weights are loaded in a floating-point format")
    slots = _slots(model)
    expected = {name: tuple(slot.parameter.shape) for name, slot in slots.items()}
    selected = select_tensors(open_shards(folder) if stored is None else stored, expected, str(folder))
    with Progress("loading weights", len(slots), " tensors") as progress:
        for name in list(slots):
            slot = slots.pop(name)
            place = device(slot.name) if callable(device) else device
            filled = torch.empty(slot.parameter.shape, dtype=dtype, device=place)
            selected[name].copy_to(filled)
            slot.fill(filled)
            del filled
            slot.holders.clear()
            placed(slot.name)
            progress.advance()


def save_weights(model: nn.Module, folder: str | Path, max_shard_bytes: int = DEFAULT_SHARD_BYTES) -> int:
    """Write a model's weights into `folder` as safetensors under their published names; see `write_shards`.

    Returns the bytes of all tensors. A tied head is written once, as the embedding.
    """
    return write_shards(
        folder, {name: slot.parameter for name, slot in _slots(model).items()}, max_shard_bytes=max_shard_bytes
    )


def expected_shapes(config: AquilaConfig) -> dict[str, tuple[int, ...]]:
    """Published name -> shape of every tensor that a checkpoint of this config must hold."""
    with torch.device("meta"):
        model = Transformer(config)
    return {name: tuple(slot.parameter.shape) for name, slot in _slots(model).items()}


def select_tensors(
    stored: Mapping[str, StoredTensor], expected: Mapping[str, tuple[int, ...]], where: str
) -> dict[str, StoredTensor]:
    """The tensors of a checkpoint that the model needs, in the model's order; every key of it is accounted for.

    Where the model ties its head to the embedding, a stored head is accepted if it equals the embedding.

    Raises:
        UserError: a missing, unknown or misshapen tensor, or one that is not floating-point.
    """
    surplus = [name for name in stored if name not in expected and not names.is_ignored(name)]
    if names.HEAD in surplus and names.EMBEDDING in stored:
        if not _equal(stored[names.HEAD], stored[names.EMBEDDING]):
            raise UserError(
                f"{where}: the config ties the head to the embedding, but {names.HEAD} differs from "
                f"{names.EMBEDDING}: set tie_word_embeddings to false in config.json"
            )
        surplus.remove(names.HEAD)
    missing = [name for name in expected if name not in stored]
    present = [name for name in expected if name in stored]
    misshapen = [
        f"{name} is {list(stored[name].shape)}, by its config {list(expected[name])}"
        for name in present
        if stored[name].shape != expected[name]
    ]
    wrong_kind = [
        f"{name} ({stored[name].dtype})"
        for name in present
        if not stored[name].dtype.is_floating_point or stored[name].dtype.itemsize < 2
    ]
    found = [
        f"{len(items)} {what} ({some(items)})"
        for what, items in (
            ("missing", missing),
            ("unknown", surplus),
            ("misshapen", misshapen),
            ("of no 16 to 64 bit floating-point format", wrong_kind),
        )
        if items
    ]
    if found:
        tie = "; a model whose head is its embedding says tie_word_embeddings in config.json"
        raise UserError(
            f"{where}: the weights do not fit the config, tensors {', '.join(found)}: "
            f"take weights and config.json from one source{tie if missing == [names.HEAD] else ''}"
        )
    return {name: stored[name] for name in expected}


@dataclass
class _Slot:
    """A parameter, and every place of the model that holds it (more than one where weights are tied)."""

    name: str
    parameter: nn.Parameter
    holders: list[tuple[nn.Module, str]] = field(default_factory=list)

    def fill(self, tensor: torch.Tensor) -> None:
        parameter = nn.Parameter(tensor, requires_grad=self.parameter.requires_grad)
        for module, attribute in self.holders:
            setattr(module, attribute, parameter)


def _slots(model: nn.Module) -> dict[str, _Slot]:
    """Published name -> parameter, each parameter once, in the model's order."""
    by_identity: dict[int, _Slot] = {}
    for module_name, module in model.named_modules():
        for attribute, parameter in module.named_parameters(recurse=False):
            name = f"{module_name}.{attribute}" if module_name else attribute
            slot = by_identity.setdefault(id(parameter), _Slot(name, parameter))
            slot.holders.append((module, attribute))
    return {names.published_name(slot.name): slot for slot in by_identity.values()}


def _equal(one: StoredTensor, other: StoredTensor) -> bool:
    if (one.shape, one.dtype) != (other.shape, other.dtype):
        return False
    return all(torch.equal(a, b) for a, b in zip(one.pieces(), other.pieces(), strict=True))

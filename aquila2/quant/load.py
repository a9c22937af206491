"""A quantized checkpoint into a model: every linear whose tensors are quantized becomes the module that holds them.

Which linears those are the tensors say, not the config's list of modules that were left out: the two cannot disagree.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json_if_there
from aquila2.base.log import Progress
from aquila2.checkpoint.checkpoint import load_weights
from aquila2.checkpoint.names import published_name
from aquila2.checkpoint.shards import SafetensorsFile, StoredTensor, open_shards, some
from aquila2.model.layers import Embedding, Linear
from aquila2.quant.awq_format import AwqFormat
from aquila2.quant.bnb_format import bnb_format
from aquila2.quant.compressed_format import CompressedFormat
from aquila2.quant.format import Format
from aquila2.quant.gptq_format import GptqFormat

_METHODS: dict[str, Callable[[Mapping[str, Any], str], Format]] = {
    "awq": AwqFormat.from_config,
    "bitsandbytes": bnb_format,
    "compressed-tensors": CompressedFormat.from_config,
    "gptq": GptqFormat.from_config,
}
# Files beside config.json that hold the settings of older checkpoints, and whose they are.
_OLD_CONFIGS = {"quantize_config.json": "gptq", "quant_config.json": "awq"}


def find_format(folder: str | Path) -> Format | None:
    """The format of a checkpoint's quantized weights; None for one that says nothing of it.

    Raises:
        UserError: a method, or settings of it, that is not supported.
    """
    where, config = _config(Path(folder))
    if not config:
        return None
    method = config["quant_method"]
    if method not in _METHODS:
        raise UserError(f"{where}: quant_method={method!r} is not supported: {', '.join(sorted(_METHODS))} are")
    return _METHODS[method](config, where)


def load_quantized(
    model: nn.Module,
    folder: str | Path,
    format: Format,
    dtype: torch.dtype,
    device: torch.device | Callable[[str], torch.device],
) -> nn.Module:
    """Fill a model that was built on the meta device from a quantized checkpoint, as `load_weights` does from another.

    Its quantized linears are replaced, one at a time, by modules that hold what the files hold; embedding, norms and
    linears that are stored whole come in `dtype`. A linear that is the embedding too is not quantized.

    Args:
        model: its modules have the names of `checkpoint/names.py`.
        folder: the checkpoint.
        format: from `find_format`.
        dtype: a floating-point format: of what is not quantized, and of what is computed.
        device: where everything goes, or a function from a parameter's name to its device.

    Raises:
        UserError: a missing, unknown or misshapen tensor, or one of the wrong kind; a layer that the format's settings
            do not fit; an unreadable file.
    """
    folder = Path(folder)
    rest = _open(folder)
    found = _by_linear(model, rest)
    for name, tensors in found.items():  # all are looked at before the first is read
        linear = model.get_submodule(name)
        assert isinstance(linear, Linear)
        _check(f"{folder}: {_prefix(name)}", tensors, format, linear)
    with Progress("loading quantized weights", len(found), " layers") as progress:
        for name, tensors in found.items():
            linear = model.get_submodule(name)
            assert isinstance(linear, Linear)
            place = device(f"{name}.weight") if callable(device) else device
            read = {}
            for part, tensor in tensors.items():
                del rest[tensor.name]
                read[part] = torch.empty(tensor.shape, dtype=tensor.dtype, device=place)
                tensor.copy_to(read[part])
            if "bias" in read and read.pop("bias").any():
                raise UserError(f"{folder}: {_prefix(name)}.bias is not zero: a layer with a bias is not ours")
            try:
                module = format.build(read, linear.out_features, linear.in_features, dtype)
            except UserError as error:
                raise UserError(f"{folder}: {_prefix(name)}: {error}") from None
            parent, _, leaf = name.rpartition(".")
            setattr(model.get_submodule(parent), leaf, module.train(linear.training))
            progress.advance()
    load_weights(model, folder, dtype, device, stored=rest)
    return model


def stored_bytes(folder: str | Path) -> int:
    """Bytes of a checkpoint's tensors as they are stored, which is about what its quantized model takes."""
    return sum(tensor.nbytes for tensor in _open(Path(folder)).values())


def _config(folder: Path) -> tuple[str, dict[str, Any]]:
    """The settings, and the file that they stand in; always with a `quant_method` where there are any."""
    path = folder / "config.json"
    config = read_json_if_there(path).get("quantization_config")
    if isinstance(config, dict) and config:
        method = "bitsandbytes" if config.get("load_in_4bit") or config.get("load_in_8bit") else None
        return str(path), {"quant_method": method, **config}
    for name, method in _OLD_CONFIGS.items():
        config = read_json_if_there(folder / name)
        if config:
            return str(folder / name), {"quant_method": method, **config}
    return str(path), {}


def _open(folder: Path) -> dict[str, StoredTensor]:
    """As `open_shards`; AutoGPTQ had a file name of its own."""
    config = read_json_if_there(folder / "quantize_config.json")
    default = f"gptq_model-{config.get('bits')}bit-{config.get('group_size')}g"
    path = folder / f"{config.get('model_file_base_name') or default}.safetensors"
    return SafetensorsFile(path).tensors() if path.is_file() else open_shards(folder)


def _prefix(name: str) -> str:
    return published_name(f"{name}.weight").removesuffix(".weight")


def _by_linear(model: nn.Module, stored: Mapping[str, StoredTensor]) -> dict[str, dict[str, StoredTensor]]:
    """Our name of every linear that is stored quantized -> its tensors, by what their names say behind the module's."""
    embeddings = {id(module.weight) for module in model.modules() if isinstance(module, Embedding)}
    linears = {
        _prefix(name): name
        for name, module in model.named_modules()
        if type(module) is Linear and id(module.weight) not in embeddings
    }
    found: dict[str, dict[str, StoredTensor]] = {name: {} for name in linears.values()}
    for key, tensor in stored.items():
        for place, letter in enumerate(key):
            if letter == "." and key[:place] in linears:
                found[linears[key[:place]]][key[place + 1 :]] = tensor
    return {name: tensors for name, tensors in found.items() if tensors.keys() - {"weight", "bias"}}


def _check(where: str, tensors: Mapping[str, StoredTensor], format: Format, linear: Linear) -> None:
    try:
        parts = format.parts(linear.out_features, linear.in_features)
    except UserError as error:
        raise UserError(f"{where}: {error}") from None
    problems = [f"{name} is missing" for name, part in parts.items() if part.needed and name not in tensors]
    problems += [f"{name} is unknown" for name in tensors if name not in parts and name != "bias"]
    for name, part in parts.items():
        tensor = tensors.get(name)
        if tensor is None:
            continue
        if part.shape is not None and tensor.shape != part.shape:
            problems.append(f"{name} is {list(tensor.shape)}, by the config {list(part.shape)}")
        if tensor.dtype not in part.dtypes:
            problems.append(f"{name} is of {tensor.dtype}, not of {' or '.join(map(str, part.dtypes))}")
    if problems:
        raise UserError(
            f"{where} does not fit {format.name} as its config has it, {some(problems)}: "
            "take weights and config from one source"
        )

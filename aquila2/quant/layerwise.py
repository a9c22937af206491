"""A model quantized layer by layer: one layer's weights are in memory, and what windows of text have become before it.

Two sets of windows go along: one that calibrates, through the layers as they are quantized, and one that the result is
measured on, through the layers as they were and as they are, beside each other. So the receipt needs no second pass,
and no memory for two models.

Finished layers lie in a folder, each written beside and renamed. A later run reads them and goes on behind the last;
the windows are passed through again, which is the smaller part of the work.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from aquila2.base.errors import WorkError
from aquila2.base.files import atomic_file
from aquila2.checkpoint.names import EMBEDDING, HEAD, published_name
from aquila2.checkpoint.shards import SafetensorsFile, StoredTensor
from aquila2.model.config import AquilaConfig
from aquila2.model.layers import Layer, Linear, RMSNorm
from aquila2.model.rope import Rotary
from aquila2.quant.awq import scale_layer
from aquila2.quant.calibrate import GROUPS, Windows
from aquila2.quant.config import QuantConfig
from aquila2.quant.gptq import gptq, rounded
from aquila2.quant.grid import in_groups, range_grid, search_grid
from aquila2.quant.int4 import Grouped
from aquila2.quant.quality import Quality, compare_logits

_NORMS = ("attention_norm", "mlp_norm")
_LAYERS = published_name("layers.0.mlp_norm.weight").partition("0")[0]  # what all their tensors' names begin with


@torch.no_grad()
def quantize_layers(
    model: AquilaConfig,
    stored: Mapping[str, StoredTensor],
    config: QuantConfig,
    calibration_WS: Tensor | None,
    evaluation: Mapping[str, Tensor],
    folder: Path,
    dtype: torch.dtype,
    device: torch.device,
    offload: bool = False,
    batch: int = 8,
    advance: Callable[[], None] = lambda: None,
) -> tuple[dict[str, StoredTensor], Quality]:
    """Quantize a checkpoint's layers.

    Args:
        stored: its tensors by their published names.
        calibration_WS: ids of windows; None where the method needs none.
        evaluation: ids of windows, by what they are from; measured before and after.
        folder: where finished layers are kept, and found.
        dtype: in which layers compute, and what is not quantized is kept.
        offload: whether what waits for the next layer waits in the host's memory.
        batch: windows at a time.
        advance: called after every layer.

    Returns:
        The result's tensors by their published names, all in files in `folder`; and what it costs in quality.

    Raises:
        UserError: a linear that does not fit the settings.
        WorkError: NaN, or inputs that GPTQ cannot use; names the layer.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rotary = Rotary(model)
    ids_WS = torch.cat(list(evaluation.values()))
    sets = [ids_WS, ids_WS] if calibration_WS is None else [ids_WS, ids_WS, calibration_WS]
    embed = _matrix(stored[EMBEDDING], dtype)
    before, after, *calibrating = (
        Windows([nn.functional.embedding(ids, embed) for ids in ids_WS.split(batch)], rotary, device, offload)
        for ids_WS in sets
    )
    del embed
    calibration = calibrating.pop() if calibrating else None
    files = []
    for number in range(model.num_layers):
        layer = _load_layer(model, number, stored, dtype, device)
        before.advance(layer)
        path = folder / f"layer-{number:05}.safetensors"
        if not path.exists():
            try:
                tensors = quantize_layer(layer, calibration, config)
            except WorkError as error:
                raise WorkError(f"layer {number}: {error}") from None
            named = {_published(number, name): tensor.cpu().contiguous() for name, tensor in tensors.items()}
            with atomic_file(path) as beside:
                save_file(named, beside)
        files.append(SafetensorsFile(path).tensors())
        _use(layer, number, files[-1], config)
        if calibration is not None and number + 1 < model.num_layers:
            calibration.advance(layer)
        after.advance(layer)
        advance()
    del calibration, layer
    rest = {name: tensor for name, tensor in stored.items() if not name.startswith(_LAYERS)}
    path = folder / "rest.safetensors"
    with atomic_file(path) as beside:
        save_file({name: _matrix(tensor, dtype) for name, tensor in rest.items()}, beside)
    files.append(SafetensorsFile(path).tensors())
    norm, head = _end(model, files[-1], device)
    quality = compare_logits(before, after, norm, head, evaluation, batch)
    return {name: tensor for held in files for name, tensor in held.items()}, quality


@torch.no_grad()
def quantize_layer(layer: Layer, windows: Windows | None, config: QuantConfig) -> dict[str, Tensor]:
    """A layer's tensors in the format of `config`, by our names within the layer, the norms' too.

    Groups of linears are quantized in the order in which they compute, each on what it reads after those before. The
    layer is changed: its norms are as they are returned, its weights of no more use.

    Args:
        windows: where they stand before the layer; None for a method that is not calibrated.

    Raises:
        WorkError: see `InputStats` and `gptq`.
    """
    linears = {name: _linear(layer, name) for names in GROUPS.values() for name in names}
    tensors: dict[str, Tensor] = {}
    if config.method in ("nf4", "int8"):
        for name, linear in linears.items():
            tensors |= {f"{name}.{part}": tensor for part, tensor in config.round_alone(linear.weight).items()}
        return tensors | _norms(layer)
    weights = {name: linear.weight.float() for name, linear in linears.items()}
    if windows is not None and (config.method == "awq" or config.scaling):
        scale_layer(layer, weights, windows.gather(layer, list(GROUPS)), config)
    for group, names in GROUPS.items():
        hessian = None if windows is None else windows.gather(layer, [group])[group].hessian
        matrix_OI = torch.cat([weights.pop(name) for name in names])  # they share H, and with it all of the work on it
        matrix_OGS = in_groups(matrix_OI, config.group_size)
        if hessian is None:
            grouped = rounded(matrix_OGS, range_grid(matrix_OGS, config.bits, config.symmetric))
        else:
            grid = search_grid(matrix_OGS, hessian, config.bits, config.symmetric)
            if config.method == "gptq":
                grouped = gptq(matrix_OI, hessian, grid, config.act_order)
            else:
                grouped = rounded(matrix_OGS, grid)
        sizes = [linears[name].out_features for name in names]
        for name, part in zip(names, _split_rows(grouped, sizes), strict=True):
            written = config.write(part)
            tensors |= {f"{name}.{key}": tensor for key, tensor in written.items()}
            linears[name].weight.copy_(config.read(written, linears[name]))
    return tensors | _norms(layer)


def linear_shapes(model: AquilaConfig) -> dict[str, tuple[int, int]]:
    """[out, in] of a layer's linears, by our names within the layer."""
    with torch.device("meta"):
        layer = Layer(model, 0)
    linears = {name: _linear(layer, name) for names in GROUPS.values() for name in names}
    return {name: (linear.out_features, linear.in_features) for name, linear in linears.items()}


def _linear(layer: Layer, name: str) -> Linear:
    linear = layer.get_submodule(name)
    assert isinstance(linear, Linear)
    return linear


def _norms(layer: Layer) -> dict[str, Tensor]:
    return {f"{name}.weight": layer.get_parameter(f"{name}.weight").data for name in _NORMS}


def _split_rows(grouped: Grouped, sizes: list[int]) -> list[Grouped]:
    """One matrix's rows as several matrices."""
    parts = zip(*(tensor.split(sizes) for tensor in grouped[:3]), strict=True)
    return [Grouped(codes, scales, zeros, grouped.group, grouped.bits) for codes, scales, zeros in parts]


def _load_layer(
    model: AquilaConfig, number: int, stored: Mapping[str, StoredTensor], dtype: torch.dtype, device: torch.device
) -> Layer:
    with torch.device("meta"):
        layer = Layer(model, number)
    layer.to_empty(device=device).to(dtype).requires_grad_(False)
    for name, parameter in layer.named_parameters():
        stored[published_name(f"layers.{number}.{name}")].copy_to(parameter)
    return layer


def _use(layer: Layer, number: int, tensors: Mapping[str, StoredTensor], config: QuantConfig) -> None:
    """Give a layer the weights that its quantized tensors stand for."""
    for name in _NORMS:
        tensors[_published(number, f"{name}.weight")].copy_to(layer.get_parameter(f"{name}.weight"))
    for names in GROUPS.values():
        for name in names:
            linear, prefix = _linear(layer, name), _published(number, name) + "."
            parts = {key.removeprefix(prefix): t.read() for key, t in tensors.items() if key.startswith(prefix)}
            place = linear.weight.device
            linear.weight.copy_(config.read({part: t.to(place) for part, t in parts.items()}, linear))


def _published(number: int, name: str) -> str:
    """The published name of a layer's tensor: `mlp.up_proj.qweight` -> `model.layers.3.mlp.up_proj.qweight`."""
    for names in GROUPS.values():
        for module in names:
            if name.startswith(module):
                prefix = published_name(f"layers.{number}.{module}.weight").removesuffix(".weight")
                return prefix + name.removeprefix(module)
    return published_name(f"layers.{number}.{name}")


def _matrix(stored: StoredTensor, dtype: torch.dtype) -> Tensor:
    filled = torch.empty(stored.shape, dtype=dtype)
    stored.copy_to(filled)
    return filled


def _end(model: AquilaConfig, rest: Mapping[str, StoredTensor], device: torch.device) -> tuple[RMSNorm, Linear]:
    """The last norm and the head."""
    with torch.device("meta"):
        norm, head = RMSNorm(model.hidden_size, model.norm_eps), Linear(model.hidden_size, model.vocab_size)
    for module, name in ((norm, published_name("norm.weight")), (head, HEAD if HEAD in rest else EMBEDDING)):
        module.weight = nn.Parameter(rest[name].read().to(device), requires_grad=False)
    return norm, head

"""A pass: the layers' linears on NF4, or on 8-bit whole numbers. Embedding, norms and head stay as they are.

Three ways to NF4, all with the same bits, none with more than one matrix beside what stays: of a model that is filled;
of a checkpoint as it is read (`load_nf4`); of a model without memory, whose weights come later, by name
(`fill_quantized`). 8 bits come as a checkpoint is read.
"""

from collections.abc import Callable, Collection
from pathlib import Path

import torch
from torch import Tensor, nn

from aquila2.base.errors import UserError
from aquila2.checkpoint.checkpoint import load_weights
from aquila2.model.layers import Linear
from aquila2.quant.bnb_format import BnbInt8Format, write_bnb_int8
from aquila2.quant.fp8 import Fp8Frozen
from aquila2.quant.nf4 import Nf4Linear

SKIPPED = ("lm_head",)


def apply_nf4(model: nn.Module, double_quant: bool = True, skip: Collection[str] = SKIPPED) -> nn.Module:
    """Turn every `Linear` into an `Nf4Linear`, one after the other. On the meta device only the structure changes.

    Args:
        skip: names of modules, whole (`layers.0.mlp.up_proj`) or their last part (`up_proj`), that stay as they are.
    """
    names = [name for name, module in model.named_modules() if type(module) is Linear]
    for name in names:
        if not _is_skipped(name, skip):
            _quantize(model, name, double_quant)
    return model


def load_nf4(
    model: nn.Module,
    folder: str | Path,
    dtype: torch.dtype,
    device: torch.device | Callable[[str], torch.device],
    double_quant: bool = True,
    skip: Collection[str] = SKIPPED,
) -> nn.Module:
    """`load_weights`, each linear quantized on its device as soon as it is there, in `dtype`. Raises as that does."""
    return _load(model, folder, dtype, device, skip, lambda name: _quantize(model, name, double_quant))


def load_int8(
    model: nn.Module,
    folder: str | Path,
    dtype: torch.dtype,
    device: torch.device | Callable[[str], torch.device],
    skip: Collection[str] = SKIPPED,
) -> nn.Module:
    """`load_weights`, each linear in 8 bits with a scale a row as soon as it is there. Raises as that does; or where
    a row has no multiple of 32 numbers."""

    def quantize(name: str) -> None:
        linear = model.get_submodule(name)
        assert isinstance(linear, Linear)
        written = write_bnb_int8(linear.weight)
        rows = BnbInt8Format().build(written, linear.out_features, linear.in_features, dtype)
        parent, _, leaf = name.rpartition(".")
        setattr(model.get_submodule(parent), leaf, rows.train(linear.training))

    return _load(model, folder, dtype, device, skip, quantize)


def _load(
    model: nn.Module,
    folder: str | Path,
    dtype: torch.dtype,
    device: torch.device | Callable[[str], torch.device],
    skip: Collection[str],
    quantize: Callable[[str], None],
) -> nn.Module:
    def placed(parameter: str) -> None:
        name = parameter.removesuffix(".weight")
        if type(model.get_submodule(name)) is Linear and not _is_skipped(name, skip):
            quantize(name)

    load_weights(model, folder, dtype, device, placed)
    return model


@torch.no_grad()
def fill_quantized(model: nn.Module, whole: Callable[[str, torch.Size], Tensor]) -> None:
    """Fill the quantized linears of a model, as `parallel.weights.fill` does its parameters.

    Args:
        whole: gives a matrix in the dtype that is to be quantized, by the name that its parameter would have
            (`layers.0.mlp.up_proj.weight`; what wraps the module adds to it) and its shape.

    Raises:
        UserError: it has another shape.
    """
    for name, module in model.named_modules():
        if isinstance(module, (Nf4Linear, Fp8Frozen)):
            shape = torch.Size((module.out_features, module.in_features))
            weight = whole(f"{name}.weight", shape)
            if weight.shape != shape:
                raise UserError(f"{name}.weight is {list(weight.shape)}, the model wants {list(shape)}")
            module.fill(weight)


def _quantize(model: nn.Module, name: str, double_quant: bool) -> None:
    parent, _, leaf = name.rpartition(".")
    linear = model.get_submodule(name)
    assert isinstance(linear, Linear)
    weight = linear.weight
    quantized = Nf4Linear(linear.in_features, linear.out_features, double_quant, weight.dtype, weight.device)
    if not weight.is_meta:
        quantized.fill(weight)
    setattr(model.get_submodule(parent), leaf, quantized.train(linear.training))


def _is_skipped(name: str, skip: Collection[str]) -> bool:
    return name in skip or name.rpartition(".")[2] in skip

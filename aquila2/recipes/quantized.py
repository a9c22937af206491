"""Which number format a model's layers are loaded in: the checkpoint's own, or one that the caller asks for.

A caller asks with `quantization="nf4"` or `"int8"`, or with transformers' `BitsAndBytesConfig`. Its fields that change
a number are read, and refused where they ask for what there is not.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch

from aquila2.base.device import DTYPES
from aquila2.base.errors import UserError
from aquila2.kernels.nf4 import BYTES as NF4_BYTES
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import load_int8, load_nf4
from aquila2.quant.format import Format
from aquila2.quant.load import find_format, load_quantized, stored_bytes

Kind = Literal["nf4", "int8"]
_KINDS = ("nf4", "int8")


@dataclass(frozen=True)
class Quantization:
    """What layers become while they are loaded.

    Args:
        kind: the format.
        double_quant: of NF4, its scales in 8 bits.
        compute_dtype: what is computed in; None: the dtype that the model is loaded in.
    """

    kind: Kind
    double_quant: bool = True
    compute_dtype: torch.dtype | None = None


def read_quantization(given: Any, name: str = "quantization") -> Quantization | None:
    """What a caller asked for: None, a name, a `BitsAndBytesConfig` (or anything with its fields), or a dict of them.

    Raises:
        UserError: a name or a setting that is not supported.
    """
    if given is None or isinstance(given, Quantization):
        return given
    if isinstance(given, str):
        if given not in _KINDS:
            raise UserError(f"{name}={given}: give nf4 or int8, or nothing for the checkpoint's own format")
        return Quantization(given)  # type: ignore[arg-type]
    fields = given if isinstance(given, dict) else given.to_dict() if hasattr(given, "to_dict") else vars(given)
    four, eight = bool(fields.get("load_in_4bit")), bool(fields.get("load_in_8bit"))
    if four == eight:
        raise UserError(f"{name}: say one of load_in_4bit=True and load_in_8bit=True")
    if eight:
        return Quantization("int8")
    if (kind := str(fields.get("bnb_4bit_quant_type", "fp4"))) != "nf4":
        raise UserError(f"{name}: bnb_4bit_quant_type={kind!r} is not supported, only 'nf4' is")
    if (stored := str(fields.get("bnb_4bit_quant_storage", "uint8")).removeprefix("torch.")) != "uint8":
        raise UserError(f"{name}: bnb_4bit_quant_storage={stored!r} is not supported, only 'uint8' is")
    compute = fields.get("bnb_4bit_compute_dtype")
    if compute is not None and not isinstance(compute, torch.dtype):
        word = str(compute).removeprefix("torch.")
        if word not in DTYPES:
            raise UserError(f"{name}: bnb_4bit_compute_dtype={compute!r}: give one of {', '.join(DTYPES)}")
        compute = DTYPES[word]
    return Quantization("nf4", bool(fields.get("bnb_4bit_use_double_quant")), compute)


def own_format(folder: Path, asked: Quantization | None) -> Format | None:
    """The format that a checkpoint's weights lie in, None for plain ones.

    Raises:
        UserError: they are quantized, and another format was asked for; or a format that is not supported.
    """
    found = find_format(folder)
    if found is not None and asked is not None:
        raise UserError(
            f"{folder} is quantized already ({found.name}): leave quantization={asked.kind} out, or take its original"
        )
    return found


def layer_bytes(folder: Path, config: AquilaConfig, own: Format | None, asked: Quantization | None) -> float | None:
    """Bytes of a number of the layers' matrices; None where they lie in the model's dtype."""
    if own is not None:
        ends = config.vocab_size * config.hidden_size * (1 if config.tie_embeddings else 2)
        return max(stored_bytes(folder) - 2 * ends, 0) / (config.num_parameters - ends)
    if asked is None:
        return None
    return NF4_BYTES if asked.kind == "nf4" else 1.0


def load_layers(
    network: Transformer, folder: Path, own: Format | None, asked: Quantization | None, dtype: torch.dtype, place: Any
) -> bool:
    """Fill a model whose layers are quantized. False where they are not: then nothing was done."""
    if own is not None:
        load_quantized(network, folder, own, dtype, place)
    elif asked is not None and asked.kind == "nf4":
        load_nf4(network, folder, dtype, place, asked.double_quant)
    elif asked is not None:
        load_int8(network, folder, dtype, place)
    return own is not None or asked is not None

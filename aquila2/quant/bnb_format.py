"""Checkpoints that bitsandbytes serialized: NF4, with and without double quantization, and LLM.int8.

Of a linear [O, I] in NF4, B blocks of 64 numbers (see `kernels.nf4`):

    weight                                 uint8 [O * I / 2, 1]
    weight.absmax                          float32 [B]; uint8 [B] with double quantization
    weight.quant_map                       float32 [16]
    weight.nested_absmax                   float32 [B / 256]    these two with double quantization alone
    weight.nested_quant_map                float32 [256]
    weight.quant_state.bitsandbytes__nf4   uint8: JSON with quant_type, blocksize, dtype, shape; nested_blocksize,
                                           nested_dtype, nested_offset

In LLM.int8:

    weight         int8 [O, I]
    SCB            float32 [O]   the row's largest magnitude; number = weight * SCB / 127
    weight_format  uint8         0: row by row
"""

import json
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.kernels.nf4 import BLOCK, NESTED_BLOCK, NF4
from aquila2.quant.format import FLOATS, Part, num_groups, setting
from aquila2.quant.int4 import Grouped, IntLinear
from aquila2.quant.nf4 import Nf4Linear

_FLOAT, _BYTES = (torch.float32,), (torch.uint8,)
_STATE = "weight.quant_state.bitsandbytes__nf4"


def bnb_format(config: Mapping[str, Any], where: str) -> "BnbNf4Format | BnbInt8Format":
    """From `quantization_config`.

    Raises:
        UserError: FP4, or NF4 stored as another dtype than bytes.
    """
    if config.get("load_in_8bit"):
        return BnbInt8Format()
    setting(config, ("bnb_4bit_quant_type",), ("nf4",), where)
    setting(config, ("bnb_4bit_quant_storage",), ("uint8",), where)
    return BnbNf4Format()


class BnbNf4Format:
    """NF4; every linear says itself whether it is doubly quantized."""

    name = "bitsandbytes NF4"

    def parts(self, out_features: int, in_features: int) -> dict[str, Part]:
        """See the module."""
        numbers = out_features * in_features
        blocks = -(-numbers // BLOCK)
        return {
            "weight": Part((-(-numbers // 2), 1), _BYTES),
            "weight.absmax": Part((blocks,), _FLOAT + _BYTES),
            "weight.quant_map": Part((16,), _FLOAT),
            "weight.nested_absmax": Part((-(-blocks // NESTED_BLOCK),), _FLOAT, needed=False),
            "weight.nested_quant_map": Part((256,), _FLOAT, needed=False),
            _STATE: Part(None, _BYTES),
        }

    def build(
        self, tensors: Mapping[str, Tensor], out_features: int, in_features: int, dtype: torch.dtype
    ) -> Nf4Linear:
        """Raises UserError where the state contradicts the tensors."""
        quantized, shape = read_bnb_nf4(tensors)
        if shape != (out_features, in_features):
            raise UserError(f"{_STATE} says shape {list(shape)}")
        double_quant = quantized.nested_absmax is not None
        linear = Nf4Linear(in_features, out_features, double_quant, dtype, torch.device("meta"))
        linear.keep(quantized)
        return linear


class BnbInt8Format:
    """LLM.int8, as matrices of 8-bit numbers with a scale a row. Inputs are not quantized, whatever their outliers."""

    name = "bitsandbytes LLM.int8"

    def parts(self, out_features: int, in_features: int) -> dict[str, Part]:
        """See the module."""
        num_groups(0, in_features)
        return {
            "weight": Part((out_features, in_features), (torch.int8,)),
            "SCB": Part((out_features,), FLOATS),
            "weight_format": Part(None, _BYTES, needed=False),
        }

    def build(
        self, tensors: Mapping[str, Tensor], out_features: int, in_features: int, dtype: torch.dtype
    ) -> IntLinear:
        """Raises UserError where the rows lie in tiles."""
        if "weight_format" in tensors and tensors["weight_format"].any():
            raise UserError("weight_format is not 0: rows in tiles are not supported")
        codes = tensors["weight"].view(torch.uint8) ^ 128
        scales = tensors["SCB"].float().unsqueeze(1) / 127
        zeros = torch.full_like(scales, 128, dtype=torch.uint8)
        return IntLinear(in_features, out_features, 8, dtype).fill(Grouped(codes, scales, zeros, None, 8))


def read_bnb_nf4(tensors: Mapping[str, Tensor]) -> tuple[NF4, tuple[int, ...]]:
    """A linear's tensors as `kernels.nf4` keeps them, and the shape that they state.

    Raises:
        UserError: a state that is not readable, or not like the tensors.
    """
    try:
        state = json.loads(bytes(tensors[_STATE].tolist()))
        shape, block = tuple(state["shape"]), state["blocksize"]
    except (ValueError, KeyError, TypeError):
        raise UserError(f"{_STATE} is not the JSON that bitsandbytes writes") from None
    packed, absmax, levels = tensors["weight"], tensors["weight.absmax"], tensors["weight.quant_map"]
    nested, nested_levels = tensors.get("weight.nested_absmax"), tensors.get("weight.nested_quant_map")
    if block != BLOCK or state.get("nested_blocksize", NESTED_BLOCK) != NESTED_BLOCK:
        raise UserError(f"{_STATE} says blocks of {block}: {BLOCK} are supported, and {NESTED_BLOCK} of their scales")
    double_quant = absmax.dtype == torch.uint8
    if (nested is not None, nested_levels is not None, "nested_offset" in state) != (double_quant,) * 3:
        raise UserError("some of double quantization's tensors are there and some are not")
    if not double_quant:
        return NF4(packed, absmax, levels, None, None, None), shape
    offset = torch.tensor(float(state["nested_offset"]), device=packed.device)
    return NF4(packed, absmax, levels, nested, nested_levels, offset), shape


def write_bnb_nf4(quantized: NF4, shape: tuple[int, int], dtype: torch.dtype) -> dict[str, Tensor]:
    """The tensors of a linear [O, I] whose weight was of `dtype`."""
    tensors = {
        "weight": quantized.packed,
        "weight.absmax": quantized.absmax,
        "weight.quant_map": quantized.quant_map,
    }
    state: dict[str, Any] = {"quant_type": "nf4", "blocksize": BLOCK, "dtype": str(dtype).removeprefix("torch.")}
    state["shape"] = list(shape)
    if quantized.nested_absmax is not None:
        assert quantized.nested_quant_map is not None
        assert quantized.nested_offset is not None
        tensors["weight.nested_absmax"] = quantized.nested_absmax
        tensors["weight.nested_quant_map"] = quantized.nested_quant_map
        state |= {
            "nested_blocksize": NESTED_BLOCK,
            "nested_dtype": "float32",
            "nested_offset": quantized.nested_offset.item(),
        }
    tensors[_STATE] = torch.tensor(list(json.dumps(state).encode()), dtype=torch.uint8)
    return tensors


@torch.no_grad()
def write_bnb_int8(weight_OI: Tensor) -> dict[str, Tensor]:
    """The tensors of a linear [O, I] of any float dtype: each row by its largest magnitude, which becomes 127
    (LLM.int8, arXiv 2208.07339), rounded as bitsandbytes does on a CPU."""
    largest_O = weight_OI.abs().amax(1).float()
    factor_O = torch.where(largest_O > 0, 127.0 / largest_O, 0.0)
    return {
        "weight": (weight_OI.float() * factor_O.unsqueeze(1)).round().to(torch.int8),
        "SCB": largest_O,
        "weight_format": torch.zeros((), dtype=torch.uint8),
    }

"""Checkpoints of compressed-tensors, format pack-quantized: weights alone, 4 or 8 bits, a group or a whole row a scale.

Of a linear [O, I] with G groups:

    weight_packed      int32 [O, I * bits / 32]   numbers plus 2^(bits - 1), of consecutive inputs
    weight_scale       float [O, G]
    weight_zero_point  int32 [O * bits / 32, G]   of consecutive outputs, plus 2^(bits - 1); only where not symmetric.
                       Early files: int8 [O, G], as they are
    weight_shape       int [2]                    O, I
    weight_g_idx       int32 [I]                  the group of every input, in early files with `actorder`
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.quant.format import FLOATS, WORDS, Part, group_setting, num_groups, setting
from aquila2.quant.int4 import Grouped, IntLinear
from aquila2.quant.words import codes_a_word, unpack_words


class CompressedFormat:
    """The settings of a checkpoint.

    Args:
        bits: 4 or 8.
        group_size: inputs of a group; 0: all of a row.
        symmetric: no zeros are stored.
    """

    name = "compressed-tensors"

    def __init__(self, bits: int = 4, group_size: int = 128, symmetric: bool = True) -> None:
        self.bits, self.group_size, self.symmetric = bits, group_size, symmetric

    @classmethod
    def from_config(cls, config: Mapping[str, Any], where: str) -> "CompressedFormat":
        """From `quantization_config`.

        Raises:
            UserError: another format, several groups of layers with settings of their own, quantized activations.
        """
        setting(config, ("format",), ("pack-quantized",), where)
        schemes = config.get("config_groups")
        if not isinstance(schemes, dict) or len(schemes) != 1:
            raise UserError(f"{where}: config_groups must hold one scheme for all layers, more are not supported")
        (scheme,) = schemes.values()
        weights = scheme.get("weights") if isinstance(scheme, dict) else None
        if not isinstance(weights, dict) or scheme.get("input_activations") is not None:
            raise UserError(f"{where}: weights alone may be quantized (W4A16, W8A16), not activations")
        bits = setting(weights, ("num_bits",), (4, 8), where)
        setting(weights, ("type",), ("int",), where)
        setting(weights, ("dynamic",), (False,), where)
        strategy = setting(weights, ("strategy",), ("group", "channel"), where)
        size = group_setting(weights, ("group_size",), where) if strategy == "group" else 0
        return cls(bits, size, bool(weights.get("symmetric", True)))

    def parts(self, out_features: int, in_features: int) -> dict[str, Part]:
        """See the module."""
        groups = num_groups(self.group_size, in_features)
        parts = {
            "weight_packed": Part((out_features, in_features // codes_a_word(self.bits)), WORDS),
            "weight_scale": Part((out_features, groups), FLOATS),
            "weight_shape": Part((2,), (torch.int32, torch.int64)),
            "weight_g_idx": Part((in_features,), WORDS, needed=False),
        }
        if not self.symmetric:
            parts["weight_zero_point"] = Part(None, (torch.int32, torch.int8))
        return parts

    def build(
        self, tensors: Mapping[str, Tensor], out_features: int, in_features: int, dtype: torch.dtype
    ) -> IntLinear:
        """Raises UserError where `weight_shape`, zeros or `weight_g_idx` do not fit."""
        if tensors["weight_shape"].tolist() != [out_features, in_features]:
            raise UserError(f"weight_shape is {tensors['weight_shape'].tolist()}")
        return IntLinear(in_features, out_features, self.bits, dtype).fill(read_compressed(tensors, self.bits))


def read_compressed(tensors: Mapping[str, Tensor], bits: int = 4) -> Grouped:
    """A linear's tensors as whole numbers.

    Raises:
        UserError: `weight_zero_point` has another shape.
    """
    codes = unpack_words(tensors["weight_packed"], bits).flatten(1)
    scales, middle = tensors["weight_scale"], 1 << bits - 1
    out, groups = scales.shape
    stored = tensors.get("weight_zero_point")
    if stored is None:
        zeros = torch.full((out, groups), middle, dtype=torch.uint8, device=codes.device)
    elif stored.dtype == torch.int8:
        zeros = (stored.int() + middle).to(torch.uint8)
    else:
        zeros = unpack_words(stored, bits).transpose(1, 2).flatten(0, 1)[:out]
    if zeros.shape != scales.shape:
        raise UserError(f"weight_zero_point does not hold {out} x {groups} numbers")
    group = tensors["weight_g_idx"].long() if "weight_g_idx" in tensors else None
    return Grouped(codes, scales, zeros, group, bits)

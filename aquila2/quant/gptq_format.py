"""GPTQ checkpoints in AutoGPTQ's format, version 1 and 2, 4 and 8 bits.

Of a linear [O, I] with G groups:

    qweight  int32 [I * bits / 32, O]   codes of consecutive inputs, the first in the lowest bits
    qzeros   int32 [G, O * bits / 32]   zeros of consecutive outputs, in version 1 each one less (modulo 2^bits)
    scales   float [G, O]
    g_idx    int32 [I]                  the group of every input; out of order where the most active came first

A symmetric one (`sym`) has zeros too: 2^(bits - 1) throughout. Old files carry a `bias` of noughts.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from aquila2.quant.format import FLOATS, WORDS, Part, group_setting, num_groups, setting
from aquila2.quant.int4 import Grouped, IntLinear
from aquila2.quant.words import codes_a_word, pack_words, unpack_words


class GptqFormat:
    """The settings of a checkpoint.

    Args:
        bits: 4 or 8.
        group_size: inputs of a group; 0: all of a row.
        version: 1, where zeros are stored less one, or 2.
    """

    name = "gptq"

    def __init__(self, bits: int = 4, group_size: int = 128, version: int = 1) -> None:
        self.bits, self.group_size, self.version = bits, group_size, version

    @classmethod
    def from_config(cls, config: Mapping[str, Any], where: str) -> "GptqFormat":
        """From `quantization_config` or `quantize_config.json`.

        Raises:
            UserError: bits other than 4 and 8, or a layout that only one library's kernels have.
        """
        bits = setting(config, ("bits",), (4, 8), where)
        layout = setting(config, ("checkpoint_format", "format"), ("gptq", "gptq_v2"), where)
        setting(config, ("is_marlin_format",), (False,), where)
        return cls(bits, group_setting(config, ("group_size",), where), 2 if layout == "gptq_v2" else 1)

    def parts(self, out_features: int, in_features: int) -> dict[str, Part]:
        """See the module."""
        each = codes_a_word(self.bits)
        groups = num_groups(self.group_size, in_features)
        return {
            "qweight": Part((in_features // each, out_features), WORDS),
            "qzeros": Part((groups, -(-out_features // each)), WORDS),
            "scales": Part((groups, out_features), FLOATS),
            "g_idx": Part((in_features,), WORDS, needed=False),
        }

    def build(
        self, tensors: Mapping[str, Tensor], out_features: int, in_features: int, dtype: torch.dtype
    ) -> IntLinear:
        """Raises UserError where `g_idx` makes groups of several sizes."""
        grouped = read_gptq(tensors, self.bits, self.version)
        return IntLinear(in_features, out_features, self.bits, dtype).fill(grouped)


def read_gptq(tensors: Mapping[str, Tensor], bits: int = 4, version: int = 1) -> Grouped:
    """A linear's tensors as whole numbers."""
    groups, out = tensors["scales"].shape
    codes = unpack_words(tensors["qweight"], bits).permute(1, 0, 2).reshape(out, -1)
    zeros = unpack_words(tensors["qzeros"], bits).view(groups, -1)[:, :out]
    if version == 1:
        zeros = zeros + 1 & (1 << bits) - 1
    group = tensors["g_idx"].long() if "g_idx" in tensors else None
    return Grouped(codes, tensors["scales"].T, zeros.T, group, bits)


def write_gptq(grouped: Grouped, version: int = 1) -> dict[str, Tensor]:
    """The tensors of a linear, scales as float16."""
    codes, scales, zeros, group, bits = grouped
    (out, inputs), groups = codes.shape, scales.shape[1]
    each = codes_a_word(bits)
    stored = zeros.T - 1 & (1 << bits) - 1 if version == 1 else zeros.T
    stored = torch.nn.functional.pad(stored, (0, -out % each))
    if group is None:
        group = torch.arange(groups, device=codes.device).repeat_interleave(inputs // groups)
    return {
        "qweight": pack_words(codes.view(out, inputs // each, each).permute(1, 0, 2), bits),
        "qzeros": pack_words(stored.reshape(groups, -1, each), bits),
        "scales": scales.T.to(torch.float16).contiguous(),
        "g_idx": group.int(),
    }

"""AWQ checkpoints in AutoAWQ's GEMM format, 4 bits.

Of a linear [O, I] with G groups:

    qweight  int32 [I, O / 8]   codes of eight consecutive outputs; from the lowest bits on: 0, 2, 4, 6, 1, 3, 5, 7
    qzeros   int32 [G, O / 8]   zeros, in the same order
    scales   float [G, O]
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.quant.format import FLOATS, WORDS, Part, group_setting, num_groups, setting
from aquila2.quant.int4 import Grouped, IntLinear
from aquila2.quant.words import pack_words, unpack_words

_ORDER = [0, 2, 4, 6, 1, 3, 5, 7]
_PLACES = [_ORDER.index(output) for output in range(8)]


class AwqFormat:
    """The settings of a checkpoint: `group_size`, inputs of a group; 0: all of a row."""

    name = "awq"

    def __init__(self, group_size: int = 128) -> None:
        self.group_size = group_size

    @classmethod
    def from_config(cls, config: Mapping[str, Any], where: str) -> "AwqFormat":
        """From `quantization_config` or `quant_config.json`.

        Raises:
            UserError: bits other than 4, another layout than GEMM's.
        """
        setting(config, ("bits", "w_bit"), (4,), where)
        setting(config, ("version", "format"), ("gemm",), where)
        return cls(group_setting(config, ("group_size", "q_group_size"), where))

    def parts(self, out_features: int, in_features: int) -> dict[str, Part]:
        """See the module."""
        if out_features % 8:
            raise UserError(f"AWQ packs eight outputs into a word: {out_features} are not so divided")
        groups = num_groups(self.group_size, in_features)
        return {
            "qweight": Part((in_features, out_features // 8), WORDS),
            "qzeros": Part((groups, out_features // 8), WORDS),
            "scales": Part((groups, out_features), FLOATS),
        }

    def build(
        self, tensors: Mapping[str, Tensor], out_features: int, in_features: int, dtype: torch.dtype
    ) -> IntLinear:
        """See `Format`."""
        return IntLinear(in_features, out_features, 4, dtype).fill(read_awq(tensors))


def read_awq(tensors: Mapping[str, Tensor]) -> Grouped:
    """A linear's tensors as whole numbers."""
    codes, zeros = (unpack_words(tensors[name], 4)[..., _PLACES].flatten(1) for name in ("qweight", "qzeros"))
    return Grouped(codes.T, tensors["scales"].T, zeros.T, None, 4)


def write_awq(grouped: Grouped) -> dict[str, Tensor]:
    """The tensors of a linear, scales as float16.

    Raises:
        UserError: what the format cannot hold.
    """
    codes, scales, zeros, group, bits = grouped
    if bits != 4 or group is not None or codes.shape[0] % 8:
        raise UserError("AWQ's format holds 4-bit codes in groups of consecutive inputs, of outputs that 8 divides")
    words = {
        name: pack_words(matrix.T.unflatten(1, (-1, 8))[..., _ORDER], 4)
        for name, matrix in (("qweight", codes), ("qzeros", zeros))
    }
    return {**words, "scales": scales.T.to(torch.float16).contiguous()}

"""How a model is to be quantized, and which published format the result has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.kernels.nf4 import quantize_nf4
from aquila2.model.layers import Linear
from aquila2.quant.awq_format import AwqFormat, write_awq
from aquila2.quant.bnb_format import BnbInt8Format, BnbNf4Format, write_bnb_int8, write_bnb_nf4
from aquila2.quant.format import Format
from aquila2.quant.gptq_format import GptqFormat, write_gptq
from aquila2.quant.int4 import Grouped, IntLinear
from aquila2.quant.nf4 import Nf4Linear

Method = Literal["gptq", "awq", "rtn", "nf4", "int8"]
CALIBRATED = ("gptq", "awq")


@dataclass(frozen=True)
class QuantConfig:
    """Settings of `layerwise.quantize_layer`.

    Args:
        method: `gptq` and `rtn` (round to the nearest) give AutoGPTQ's format, `awq` AutoAWQ's GEMM, `nf4` and `int8`
            bitsandbytes'.
        bits: of a code: 4; 8 too with `gptq` and `rtn`.
        group_size: inputs of a scale; 0: all of a row. Of no meaning to `nf4` and `int8`, whose groups are fixed.
        symmetric: zeros in the middle of the codes: `gptq` and `rtn` alone.
        act_order: `gptq`: the columns whose inputs are largest first.
        scaling: `gptq`: AWQ's scales before.
    """

    method: Method
    bits: int = 4
    group_size: int = 128
    symmetric: bool = False
    act_order: bool = True
    scaling: bool = False

    def __post_init__(self) -> None:
        bits = {"gptq": (4, 8), "rtn": (4, 8), "awq": (4,), "nf4": (4,), "int8": (8,)}[self.method]
        if self.bits not in bits:
            raise UserError(f"bits={self.bits}: {self.method} has {' or '.join(map(str, bits))}")
        if self.symmetric and self.method not in ("gptq", "rtn"):
            raise UserError(f"sym=true is for gptq and rtn: {self.method} has its own way with zeros")

    @property
    def calibrated(self) -> bool:
        """Whether what the layers read decides about the result."""
        return self.method in CALIBRATED

    @property
    def format(self) -> Format:
        """The format of the result."""
        if self.method == "awq":
            return AwqFormat(self.group_size)
        if self.method == "nf4":
            return BnbNf4Format()
        return BnbInt8Format() if self.method == "int8" else GptqFormat(self.bits, self.group_size)

    def check(self, shapes: Mapping[str, tuple[int, int]]) -> None:
        """Refuse a model with a linear that does not fit, before any work.

        Raises:
            UserError: `group_size` does not divide a layer's inputs (names the sizes that divide all), or the format
                cannot hold one for another reason.
        """
        try:
            for out_features, in_features in shapes.values():
                self.format.parts(out_features, in_features)
        except UserError as error:
            sizes = [size for size in range(32, 1025, 32) if all(width % size == 0 for _, width in shapes.values())]
            if self.method in ("nf4", "int8") or not sizes or self.group_size in sizes:
                raise
            raise UserError(f"{error}; sizes that fit every layer: {', '.join(map(str, sizes))}") from None

    def write(self, grouped: Grouped) -> dict[str, Tensor]:
        """The tensors of a linear of whole numbers, in the format of `gptq`, `rtn` or `awq`."""
        return write_awq(grouped) if self.method == "awq" else write_gptq(grouped)

    def read(self, tensors: dict[str, Tensor], linear: Linear) -> Tensor:
        """The matrix that a linear's tensors in the result's format stand for, in the linear's dtype."""
        dtype = linear.weight.dtype
        module = self.format.build(tensors, linear.out_features, linear.in_features, dtype)
        assert isinstance(module, (IntLinear, Nf4Linear))
        return module.dequantized(dtype)

    def round_alone(self, weight_OI: Tensor) -> dict[str, Tensor]:
        """The tensors of a linear in `nf4` or `int8`, which need nothing but the matrix."""
        if self.method == "int8":
            return write_bnb_int8(weight_OI)
        out_features, in_features = weight_OI.shape
        return write_bnb_nf4(quantize_nf4(weight_OI), (out_features, in_features), weight_OI.dtype)

    def published(self, dtype: torch.dtype, version: str) -> dict[str, Any]:
        """`quantization_config` of the result's `config.json`, by the names of the library whose format it is.

        GPTQ's says `desc_act` false, whatever the order of the columns was: its groups are of consecutive inputs.
        """
        if self.method == "awq":
            return {
                "quant_method": "awq",
                "bits": self.bits,
                "group_size": self.group_size or -1,
                "zero_point": True,
                "version": "gemm",
                "modules_to_not_convert": None,
            }
        if self.method in ("gptq", "rtn"):
            return {
                "quant_method": "gptq",
                "bits": self.bits,
                "group_size": self.group_size or -1,
                "desc_act": False,
                "static_groups": True,
                "sym": self.symmetric,
                "damp_percent": 0.01,
                "true_sequential": True,
                "lm_head": False,
                "checkpoint_format": "gptq",
                "meta": {"quantizer": [f"aquila2:{version}"]},
            }
        nf4 = self.method == "nf4"
        return {
            "quant_method": "bitsandbytes",
            "load_in_4bit": nf4,
            "_load_in_4bit": nf4,
            "load_in_8bit": not nf4,
            "_load_in_8bit": not nf4,
            "bnb_4bit_quant_type": "nf4",
            "bnb_4bit_use_double_quant": True,
            "bnb_4bit_compute_dtype": str(dtype).removeprefix("torch."),
            "bnb_4bit_quant_storage": "uint8",
            "llm_int8_threshold": 6.0,
            "llm_int8_skip_modules": ["lm_head"],
            "llm_int8_enable_fp32_cpu_offload": False,
            "llm_int8_has_fp16_weight": False,
        }

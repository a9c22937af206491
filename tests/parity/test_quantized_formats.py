"""What bitsandbytes and compressed-tensors pack, we read to the bit, and bitsandbytes reads what we write."""

import pytest
import torch
import torch._dynamo

from aquila2.kernels.nf4 import quantize_nf4
from aquila2.quant.bnb_format import BnbInt8Format, BnbNf4Format, write_bnb_int8, write_bnb_nf4
from aquila2.quant.compressed_format import CompressedFormat, read_compressed
from tests.reference_packers import random_groups


@pytest.mark.parametrize("double_quant", [False, True])
@pytest.mark.parametrize("shape", [(40, 64), (3, 21)])
def test_bitsandbytes_nf4(shape, double_quant):
    functional = pytest.importorskip("bitsandbytes.functional")
    weight = torch.randn(shape).bfloat16()
    packed, state = functional.quantize_4bit(weight, quant_type="nf4", compress_statistics=double_quant)
    theirs = {"weight": packed, **{f"weight.{name}": tensor for name, tensor in state.as_dict(packed=True).items()}}
    layer = BnbNf4Format().build(theirs, *shape, torch.bfloat16)
    with torch._dynamo.config.patch(disable=True):
        assert torch.equal(layer.dequantized(), functional.dequantize_4bit(packed, state))
    ours = write_bnb_nf4(layer.quantized, shape, torch.bfloat16)
    assert ours.keys() == theirs.keys()
    for name, tensor in theirs.items():
        assert torch.equal(ours[name], tensor), name
    fresh = write_bnb_nf4(quantize_nf4(weight, double_quant), shape, torch.bfloat16)
    again = functional.QuantState.from_dict(
        {name.removeprefix("weight."): tensor for name, tensor in fresh.items() if name != "weight"},
        torch.device("cpu"),
    )
    with torch._dynamo.config.patch(disable=True):
        assert torch.equal(functional.dequantize_4bit(fresh["weight"], again), layer.dequantized())


def test_bitsandbytes_int8():
    functional = pytest.importorskip("bitsandbytes.functional")
    weight = torch.randn(24, 96).half()
    codes, most, _ = functional.int8_vectorwise_quant(weight)
    ours = write_bnb_int8(weight)
    assert torch.equal(ours["weight"], codes)
    assert torch.equal(ours["SCB"], most)
    weight[3] = 0  # a row of zeros has no scale to divide by
    assert not write_bnb_int8(weight)["weight"][3].any()
    layer = BnbInt8Format().build({"weight": codes, "SCB": most}, 24, 96, torch.float32)
    torch.testing.assert_close(layer.dequantized(), functional.int8_vectorwise_dequant(codes, most), rtol=1e-6, atol=0)


@pytest.mark.parametrize("bits", [4, 8])
@pytest.mark.parametrize("group_size", [32, 96])
@pytest.mark.parametrize("symmetric", [False, True])
def test_compressed_tensors(bits, group_size, symmetric):
    pytest.importorskip("compressed_tensors.compressors.pack_quantized")
    from compressed_tensors.compressors.pack_quantized.base import PackedQuantizationCompressor
    from compressed_tensors.quantization import QuantizationArgs, QuantizationScheme

    codes, scales, zeros = random_groups(40, 96, group_size, bits, symmetric=symmetric)
    strategy = "group" if group_size == 32 else "channel"
    size = group_size if strategy == "group" else None
    args = QuantizationArgs(num_bits=bits, type="int", symmetric=symmetric, strategy=strategy, group_size=size)
    middle = 2 ** (bits - 1)
    weight = (codes.float() - zeros.repeat_interleave(group_size, 1)) * scales.float().repeat_interleave(group_size, 1)
    scheme = QuantizationScheme(targets=["Linear"], weights=args)
    state = {"weight": weight, "weight_scale": scales.float()}
    state["weight_zero_point"] = (zeros.int() - middle).to(torch.int8)
    tensors = PackedQuantizationCompressor.compress(state, scheme)
    config = {
        "quant_method": "compressed-tensors",
        "format": "pack-quantized",
        "config_groups": {"group_0": scheme.model_dump()},
    }
    format = CompressedFormat.from_config(config, "config")
    parts = format.parts(40, 96)
    assert tensors.keys() == parts.keys() - {"weight_g_idx"}
    for name, tensor in tensors.items():
        assert tensor.dtype in parts[name].dtypes
        assert parts[name].shape in (None, tuple(tensor.shape))
    assert torch.equal(read_compressed(tensors, bits).codes, codes)
    layer = format.build(tensors, 40, 96, torch.float32)
    theirs = PackedQuantizationCompressor.decompress(tensors, scheme)["weight"]
    torch.testing.assert_close(layer.dequantized(), theirs)

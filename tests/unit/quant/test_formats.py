"""Each published format, read and written to the bit, against packers that were made from its description."""

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.kernels.nf4 import quantize_nf4
from aquila2.quant.awq_format import AwqFormat, read_awq, write_awq
from aquila2.quant.bnb_format import bnb_format, read_bnb_nf4, write_bnb_nf4
from aquila2.quant.compressed_format import CompressedFormat, read_compressed
from aquila2.quant.format import num_groups
from aquila2.quant.gptq_format import GptqFormat, read_gptq, write_gptq
from aquila2.quant.int4 import Grouped
from aquila2.quant.words import pack_words, unpack_words
from tests import reference_packers as reference

SHAPES = [(8, 32, 32), (24, 96, 32), (16, 128, 64), (40, 64, 64)]


def equal(one, other):
    assert one.keys() == other.keys()
    for name, tensor in one.items():
        assert tensor.dtype == other[name].dtype, name
        assert torch.equal(tensor, other[name]), name


@pytest.mark.parametrize("bits", [4, 8])
def test_words(bits):
    codes = torch.randint(0, 2**bits, (5, 3, 32 // bits), dtype=torch.uint8)
    words = pack_words(codes, bits)
    assert torch.equal(words, reference.rows(codes.flatten(0, 1), bits).view(5, 3))
    assert torch.equal(unpack_words(words, bits), codes)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("bits", [4, 8])
@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("act_order", [False, True])
def test_gptq(shape, bits, version, act_order):
    codes, scales, zeros = reference.random_groups(*shape, bits)
    if version == 2:
        zeros[0] = 0
    group = torch.arange(shape[1])[torch.randperm(shape[1])] // shape[2] if act_order else None
    tensors = reference.gptq(codes, scales, zeros, group, bits, version)
    grouped = read_gptq(tensors, bits, version)
    assert torch.equal(grouped.codes, codes)
    assert torch.equal(grouped.scales, scales)
    assert torch.equal(grouped.zeros, zeros)
    equal(write_gptq(grouped, version), tensors)
    equal(write_gptq(Grouped(codes, scales, zeros, group, bits), version), tensors)
    layer = GptqFormat(bits, shape[2], version).build(tensors, *shape[:2], torch.float32)
    assert torch.equal(layer.dequantized(), reference.matrix(codes, scales, zeros, group))
    equal(write_gptq(layer.grouped(), version), tensors)


def test_gptq_zeros_wrap_around():
    codes, scales, zeros = reference.random_groups(8, 32, 32)
    zeros[0] = 0
    tensors = write_gptq(Grouped(codes, scales, zeros, None, 4))
    assert int(tensors["qzeros"][0, 0]) & 15 == 15
    assert torch.equal(read_gptq(tensors).zeros, zeros)


def test_gptq_pads_outputs_that_fill_no_word():
    codes, scales, zeros = reference.random_groups(11, 32, 32)
    tensors = write_gptq(Grouped(codes, scales, zeros, None, 4))
    assert tensors["qzeros"].shape == (1, 2) == GptqFormat(4, 0).parts(11, 32)["qzeros"].shape
    assert torch.equal(read_gptq(tensors).zeros, zeros)


@pytest.mark.parametrize("shape", SHAPES)
def test_awq(shape):
    codes, scales, zeros = reference.random_groups(*shape)
    zeros[0] = 0
    tensors = reference.awq(codes, scales, zeros)
    grouped = read_awq(tensors)
    assert torch.equal(grouped.codes, codes)
    assert torch.equal(grouped.zeros, zeros)
    equal(write_awq(grouped), tensors)
    layer = AwqFormat(shape[2]).build(tensors, *shape[:2], torch.float32)
    assert torch.equal(layer.dequantized(), reference.matrix(codes, scales, zeros))
    equal(write_awq(layer.grouped()), tensors)
    for wrong in (grouped._replace(bits=8), grouped._replace(group=torch.zeros(shape[1]))):
        with pytest.raises(UserError, match="AWQ's format holds"):
            write_awq(wrong)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("bits", [4, 8])
@pytest.mark.parametrize("zeros_as", ["none", "packed", "int8"])
def test_compressed(shape, bits, zeros_as):
    codes, scales, zeros = reference.random_groups(*shape, bits, symmetric=zeros_as == "none")
    tensors = reference.compressed(codes, scales, zeros if zeros_as == "packed" else None, bits)
    if zeros_as == "int8":
        tensors["weight_zero_point"] = (zeros.int() - 2 ** (bits - 1)).to(torch.int8)
    grouped = read_compressed(tensors, bits)
    assert torch.equal(grouped.codes, codes)
    assert torch.equal(grouped.zeros, zeros)
    layer = CompressedFormat(bits, shape[2], zeros_as == "none").build(tensors, *shape[:2], torch.float32)
    assert torch.equal(layer.dequantized(), reference.matrix(codes, scales, zeros))


def test_compressed_contradictions_are_refused():
    codes, scales, zeros = reference.random_groups(16, 64, 32)
    tensors = reference.compressed(codes, scales, zeros)
    with pytest.raises(UserError, match=r"weight_shape is \[16, 64\]"):
        CompressedFormat(4, 32, False).build(tensors, 16, 32, torch.float32)
    tensors["weight_zero_point"] = tensors["weight_zero_point"][:1]
    with pytest.raises(UserError, match="weight_zero_point does not hold 16 x 2 numbers"):
        read_compressed(tensors)


@pytest.mark.parametrize("double_quant", [False, True])
def test_nf4(double_quant):
    quantized = quantize_nf4(torch.randn(30, 70), double_quant)
    tensors = write_bnb_nf4(quantized, (30, 70), torch.bfloat16)
    again, shape = read_bnb_nf4(tensors)
    assert shape == (30, 70)
    for one, other in zip(again, quantized, strict=True):
        assert other is None if one is None else torch.equal(one, other)
    state = "weight.quant_state.bitsandbytes__nf4"
    for wrong, message in (
        ({state: torch.zeros(4, dtype=torch.uint8)}, "is not the JSON"),
        ({state: tensors[state][:-1]}, "is not the JSON"),
        ({"weight.absmax": torch.zeros(3, dtype=torch.float32 if double_quant else torch.uint8)}, "double quant"),
    ):
        with pytest.raises(UserError, match=message):
            read_bnb_nf4({**tensors, **wrong})


def test_int8_rows():
    weight, most = torch.randint(-127, 128, (12, 64), dtype=torch.int8), torch.rand(12)
    format = bnb_format({"load_in_8bit": True}, "config")
    tensors = {"weight": weight, "SCB": most, "weight_format": torch.tensor(0, dtype=torch.uint8)}
    layer = format.build(tensors, 12, 64, torch.float32)
    torch.testing.assert_close(layer.dequantized(), weight.float() * most[:, None] / 127)
    with pytest.raises(UserError, match="weight_format is not 0"):
        format.build({**tensors, "weight_format": torch.tensor(1, dtype=torch.uint8)}, 12, 64, torch.float32)


WEIGHTS = {"num_bits": 4, "type": "int", "strategy": "group", "group_size": 32, "symmetric": True}


@pytest.mark.parametrize(
    ("make", "config", "message"),
    [
        (GptqFormat.from_config, {"bits": 3, "group_size": 128}, "bits=3 is not supported: 4, 8"),
        (GptqFormat.from_config, {"bits": 4}, "group_size=None is no group size"),
        (GptqFormat.from_config, {"bits": 4, "group_size": 0}, "group_size=0 is no group size"),
        (GptqFormat.from_config, {"bits": 4, "group_size": 128, "checkpoint_format": "marlin"}, "'marlin'.*gptq_v2"),
        (GptqFormat.from_config, {"bits": 4, "group_size": 128, "is_marlin_format": True}, "is_marlin_format"),
        (AwqFormat.from_config, {"w_bit": 8, "q_group_size": 128}, "w_bit=8 is not supported: 4"),
        (AwqFormat.from_config, {"bits": 4, "group_size": 128, "version": "GEMV"}, "'GEMV' is not supported: gemm"),
        (CompressedFormat.from_config, {"format": "float-quantized"}, "'float-quantized'"),
        (CompressedFormat.from_config, {"config_groups": {"a": {}, "b": {}}}, "one scheme"),
        (
            CompressedFormat.from_config,
            {"config_groups": {"a": {"weights": WEIGHTS, "input_activations": {}}}},
            "not activations",
        ),
        (
            CompressedFormat.from_config,
            {"config_groups": {"a": {"weights": {**WEIGHTS, "num_bits": 2}}}},
            "num_bits=2",
        ),
        (bnb_format, {"load_in_4bit": True, "bnb_4bit_quant_type": "fp4"}, "'fp4' is not supported: nf4"),
        (bnb_format, {"load_in_4bit": True, "bnb_4bit_quant_storage": "bfloat16"}, "bnb_4bit_quant_storage"),
    ],
)
def test_settings_that_are_not_supported_are_named(make, config, message):
    with pytest.raises(UserError, match=message) as caught:
        make(config, "the config")
    assert str(caught.value).startswith("the config: ")


def test_group_sizes():
    assert num_groups(0, 96) == 1
    assert num_groups(32, 96) == 3
    with pytest.raises(UserError, match="group_size=128 does not fit a layer of 576 inputs; sizes that do: 32, 64, 96"):
        num_groups(128, 576)
    with pytest.raises(UserError, match="group_size=16 does not fit a layer of 64 inputs; sizes that do: 32, 64"):
        num_groups(16, 64)
    with pytest.raises(UserError, match="group_size=48 does not fit a layer of 48 inputs; 32 does not divide it"):
        num_groups(0, 48)

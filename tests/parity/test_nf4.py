"""NF4 equals bitsandbytes' on the CPU to the bit: bytes, scales, and the numbers that come back."""

import pytest
import torch
import torch._dynamo

from aquila2.kernels.nf4 import dequantize_nf4, nested_quant_map, quant_map, quantize_nf4

functional = pytest.importorskip("bitsandbytes.functional")


@pytest.fixture(autouse=True)
def without_compilation():
    """bitsandbytes compiles its dequantization for every shape anew."""
    with torch._dynamo.config.patch(disable=True):
        yield


SHAPES = [(64, 64), (1, 1), (3, 21), (5, 13), (100, 67), (33, 64), (130, 1100), (7, 128)]
DTYPES = [torch.float32, torch.bfloat16, torch.float16]


def assert_equal(weight: torch.Tensor, double_quant: bool) -> None:
    ours = quantize_nf4(weight, double_quant)
    packed, state = functional.quantize_4bit(weight, quant_type="nf4", compress_statistics=double_quant)
    assert torch.equal(ours.packed, packed)
    assert torch.equal(ours.absmax, state.absmax)
    assert torch.equal(ours.quant_map, state.code)
    if double_quant:
        assert torch.equal(ours.nested_absmax, state.state2.absmax)
        assert torch.equal(ours.nested_quant_map, state.state2.code)
        assert torch.equal(ours.nested_offset, state.offset)
    for dtype in DTYPES:
        state.dtype = dtype
        back = functional.dequantize_4bit(packed, state)
        assert torch.equal(dequantize_nf4(ours, tuple(weight.shape), dtype), back)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("double_quant", [False, True])
def test_equal_to_the_bit(shape, dtype, double_quant):
    generator = torch.Generator().manual_seed(shape[0])
    assert_equal((0.02 * torch.randn(shape, generator=generator)).to(dtype), double_quant)


@pytest.mark.parametrize("double_quant", [False, True])
def test_odd_numbers(double_quant):
    """Zeros, blocks of zeros, one value throughout, ties between two levels, very large and very small numbers."""
    levels = quant_map()
    ties = torch.cat([torch.tensor([1.0]), (levels[:-1] + levels[1:]) / 2, levels, torch.zeros(32)])
    cases = [
        torch.zeros(8, 64),
        torch.full((8, 64), -0.25),
        torch.stack([ties, -ties, ties * 3, ties * 1e-3]),
        torch.randn(16, 64) * torch.logspace(-40, 37, 16).unsqueeze(1),
        torch.cat([torch.zeros(300, 64), torch.randn(300, 64)]),
    ]
    for weight in cases:
        assert_equal(weight, double_quant)


def test_the_maps():
    assert torch.equal(nested_quant_map(), functional.create_dynamic_map())
    assert torch.equal(quant_map(), functional.get_4bit_type("nf4", device="cpu"))

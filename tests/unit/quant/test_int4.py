"""Matrices of whole numbers: their layout, products and gradients, what a cast leaves alone, layers joined."""

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.kernels.int4 import IntWeight, pack_codes, unpack_codes
from aquila2.lora.layer import LoraConfig, apply_lora, init_adapter, merge
from aquila2.model.layers import Linear
from aquila2.quant.int4 import Grouped, IntLinear
from tests.reference_packers import matrix, random_groups


def random_layer(out=24, inputs=96, group_size=32, bits=4, symmetric=False, ordered=True, seed=0):
    codes, scales, zeros = random_groups(out, inputs, group_size, bits, seed, symmetric)
    group = None
    if not ordered:
        group = torch.arange(inputs)[torch.randperm(inputs, generator=torch.Generator().manual_seed(7))] // group_size
    layer = IntLinear(inputs, out).fill(Grouped(codes, scales, zeros, group, bits))
    return layer, matrix(codes, scales, zeros, group)


def test_layout_is_the_documented_one():
    codes = torch.randint(0, 16, (3, 64), dtype=torch.uint8)
    words = pack_codes(codes)
    assert words.shape == (3, 8)
    for row, unit, word, pair, half in torch.cartesian_prod(*map(torch.arange, (3, 2, 4, 4, 2))).tolist():
        code = int(words[row, 4 * unit + word]) >> (4 * pair + 16 * half) & 15
        assert code == codes[row, 32 * unit + 8 * pair + 2 * word + half]
    assert torch.equal(unpack_codes(IntWeight(words, torch.ones(3, 1), None, None)), codes)


@pytest.mark.parametrize("bits", [4, 8])
@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_products_are_those_of_the_matrix(bits, symmetric, ordered, dtype):
    layer, weight = random_layer(bits=bits, symmetric=symmetric, ordered=ordered)
    assert (layer.zeros is None) == symmetric
    assert (layer.order is None) == ordered
    assert torch.equal(layer.dequantized(torch.float32), weight)
    assert torch.equal(layer.dequantized(dtype), weight.to(dtype))
    assert layer.dequantized().dtype == torch.bfloat16
    for rows in (1, 5):
        x = torch.randn(2, rows, 96).to(dtype).requires_grad_()
        plain = x.detach().clone().requires_grad_()
        grad = torch.randn(2, rows, 24).to(dtype)
        y = layer(x)
        expected = plain @ weight.to(dtype).T
        torch.testing.assert_close(y, expected)
        y.backward(grad)
        expected.backward(grad)
        torch.testing.assert_close(x.grad, plain.grad)


def test_whole_numbers_come_back():
    for bits in (4, 8):
        for symmetric, ordered in ((True, True), (False, False)):
            layer, weight = random_layer(bits=bits, symmetric=symmetric, ordered=ordered)
            grouped = layer.grouped()
            assert torch.equal(matrix(*grouped[:4]), weight)
            again = IntLinear(96, 24).fill(grouped)
            for one, other in zip(again.quantized, layer.quantized, strict=True):
                assert other is None if one is None else torch.equal(one, other)


def test_a_cast_of_the_model_leaves_the_scales_alone():
    for dtype in (torch.float16, torch.bfloat16, torch.float32):
        layer, _ = random_layer()
        layer.scales = layer.scales.to(dtype)
        before = layer.dequantized(torch.float32)
        torch.nn.Sequential(layer).to(torch.bfloat16).half().double()
        assert layer.scales.dtype == dtype
        assert torch.equal(layer.dequantized(torch.float32), before)
    assert IntLinear(32, 8).to(torch.float16).scales is None


def test_no_matrix_is_kept_for_the_backward_pass():
    layer, _ = random_layer(64, 128)
    kept = []

    def keep(tensor):
        kept.append(tensor.nbytes)
        return tensor

    x = torch.randn(1, 128, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        layer(x)
    assert sum(kept) == layer.quantized_bytes < 64 * 128


def test_operators_know_their_shapes_and_gradients():
    layer, _ = random_layer(ordered=False)
    x = torch.randn(3, 96, requires_grad=True)
    checks = ("test_schema", "test_autograd_registration", "test_faketensor")
    for operator, inputs in (
        (torch.ops.aquila2.int_linear, (x, *layer.quantized)),
        (torch.ops.aquila2.int_dequantize, (*layer.quantized, torch.half)),
    ):
        found = torch.library.opcheck(operator.default, inputs, test_utils=checks)
        assert set(found.values()) == {"SUCCESS"}


def test_joined_layers_give_their_outputs_in_turn():
    layers = [random_layer(8 * n, seed=n, symmetric=n == 2)[0] for n in (1, 2, 3)]
    joined = layers[0].joined(layers[1:])
    x = torch.randn(4, 96)
    torch.testing.assert_close(joined(x), torch.cat([layer(x) for layer in layers], -1))
    one, two = random_layer(seed=1, ordered=False)[0], random_layer(seed=2, ordered=False)[0]
    torch.testing.assert_close(one.joined([two])(x), torch.cat([one(x), two(x)], -1))
    for other in (random_layer(bits=8)[0], random_layer(group_size=96)[0], one):
        assert layers[0].joined([other]) is None


def test_groups_that_cannot_be_are_refused():
    codes, scales, zeros = random_groups(8, 96, 32)
    group = torch.zeros(96, dtype=torch.long)
    with pytest.raises(UserError, match="g_idx does not give each of the 3 groups 32 of 96 inputs"):
        IntLinear(96, 8).fill(Grouped(codes, scales, zeros, group, 4))
    with pytest.raises(UserError, match="96 inputs in 6 groups"):
        IntLinear(96, 8).fill(Grouped(codes, scales.repeat(1, 2), zeros.repeat(1, 2), None, 4))


def test_an_adapter_lies_on_it_and_merges(tiny_model):
    layer, weight = random_layer(64, 64)
    tiny_model.layers[0].attention.q_proj = layer
    model = apply_lora(tiny_model, LoraConfig(rank=2, dropout=0, target_modules=("q_proj",)))
    init_adapter(model)
    wrapped = model.layers[0].attention.q_proj
    wrapped.lora_b.data.normal_()
    x = torch.randn(3, 64)
    total = weight + wrapped.scale * wrapped.lora_b @ wrapped.lora_a
    torch.testing.assert_close(wrapped(x), x @ total.T, rtol=1e-4, atol=1e-4)
    layer.dtype = torch.float32
    merged = merge(model).layers[0].attention.q_proj
    assert type(merged) is Linear
    torch.testing.assert_close(merged.weight, total)

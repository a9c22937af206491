"""NF4 layers of a tiny model: products and gradients, what a cast leaves alone, three ways to the same bits."""

import weakref

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.checkpoint import shards
from aquila2.checkpoint.checkpoint import load_weights, read_config
from aquila2.checkpoint.names import our_name
from aquila2.kernels import nf4
from aquila2.kernels.nf4 import quantize_nf4
from aquila2.model.layers import Linear
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4, fill_quantized, load_nf4
from aquila2.quant.nf4 import Nf4Linear
from tests.tiny_checkpoint import write_tiny_checkpoint


@pytest.mark.parametrize("double_quant", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_products_are_those_of_the_dequantized_matrix(double_quant, dtype):
    layer = Nf4Linear(48, 30, double_quant)
    layer.fill(torch.randn(30, 48).bfloat16())
    x = torch.randn(2, 5, 48).to(dtype).requires_grad_()
    plain = x.detach().clone().requires_grad_()
    grad = torch.randn(2, 5, 30).to(dtype)
    y = layer(x)
    expected = plain @ layer.dequantized(dtype).T
    assert torch.equal(y, expected)
    y.backward(grad)
    expected.backward(grad)
    torch.testing.assert_close(x.grad, plain.grad)
    assert layer.dequantized().dtype == torch.bfloat16


def test_a_cast_of_the_model_leaves_the_scales_alone():
    for double_quant in (False, True):
        layer = Nf4Linear(64, 64, double_quant)
        layer.fill(torch.randn(64, 64))
        before = layer.dequantized(torch.float32)
        torch.nn.Sequential(layer).to(torch.bfloat16).half()
        assert torch.equal(layer.dequantized(torch.float32), before)
        assert layer.quantized_bytes < 64 * 64 * 0.57 + 64 + 1024 + 64


def test_pieces_are_no_matter(monkeypatch):
    weight = torch.randn(70, 67)
    whole = quantize_nf4(weight)
    monkeypatch.setattr(nf4, "_PIECE", 256)
    for a, b in zip(whole, quantize_nf4(weight), strict=True):
        assert torch.equal(a, b)


def test_three_ways_give_the_same_bits(tmp_path):
    folder = write_tiny_checkpoint(tmp_path / "tiny")
    cpu = torch.device("cpu")

    def empty():
        with torch.device("meta"):
            return Transformer(read_config(folder))

    filled = empty()
    load_weights(filled, folder, torch.bfloat16, cpu)
    weights = {name: parameter.detach() for name, parameter in filled.named_parameters()}
    apply_nf4(filled)
    loaded = load_nf4(empty(), folder, torch.bfloat16, cpu)
    later = apply_nf4(empty()).to_empty(device="cpu")
    fill_quantized(later, lambda name, shape: weights[name])
    with torch.no_grad():
        for name, parameter in later.named_parameters():
            parameter.copy_(weights[name])
    expected = filled.state_dict()
    assert expected["layers.1.mlp.down_proj.weight"].dtype == torch.uint8
    assert type(filled.lm_head) is Linear
    for model in (loaded, later.to(torch.bfloat16)):
        state = model.state_dict()
        assert state.keys() == expected.keys()
        assert all(torch.equal(state[name], expected[name]) for name in state)
    with pytest.raises(UserError, match="q_proj"):
        fill_quantized(later, lambda name, shape: torch.zeros(3, 3))


def test_skipped_modules_stay(tiny_model):
    apply_nf4(tiny_model, skip=("lm_head", "up_proj", "layers.1.attention.q_proj"))
    kinds = {name: type(module) for name, module in tiny_model.named_modules() if name.endswith(("_proj", "lm_head"))}
    plain = {name for name, kind in kinds.items() if kind is Linear}
    assert plain == {"lm_head", "layers.0.mlp.up_proj", "layers.1.mlp.up_proj", "layers.1.attention.q_proj"}
    assert set(kinds.values()) == {Linear, Nf4Linear}


def test_loading_holds_one_matrix_beside_what_is_quantized(tmp_path, monkeypatch):
    """When a parameter is read, every linear before it is NF4 already, and its matrix is gone."""
    folder = write_tiny_checkpoint(tmp_path / "tiny")
    with torch.device("meta"):
        model = Transformer(read_config(folder))
    linears = {f"{name}.weight": weakref.ref(m) for name, m in model.named_modules() if name.endswith("_proj")}
    read = []
    plain = shards.StoredTensor.copy_to

    def watched(self, destination):
        assert [name for name in read if name in linears and linears[name]() is not None] == []
        read.append(our_name(self.name))
        plain(self, destination)

    monkeypatch.setattr(shards.StoredTensor, "copy_to", watched)
    load_nf4(model, folder, torch.float32, torch.device("cpu"))
    assert linears.keys() < set(read)

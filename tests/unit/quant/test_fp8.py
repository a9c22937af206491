"""Frozen matrices in 8 bits: near the wide ones, forward and backward, with nothing of the input kept."""

import pytest
import torch
from torch import nn

from aquila2.base.errors import UserError
from aquila2.kernels.fp8 import E4M3, E5M2, narrow
from aquila2.lora.layer import LoraConfig, apply_lora, init_adapter
from aquila2.model.config import AquilaConfig
from aquila2.model.layers import Linear
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4, fill_quantized
from aquila2.quant.fp8 import Fp8Frozen, Nf4Fp8Linear, apply_frozen_fp8
from aquila2.quant.nf4 import Nf4Linear

CPU = torch.device("cpu")


def layers(weight: torch.Tensor) -> list[nn.Module]:
    """The two kinds with this matrix."""
    frozen = Fp8Frozen(weight.shape[1], weight.shape[0], weight.dtype, CPU)
    quantized = Nf4Linear(weight.shape[1], weight.shape[0])
    quantized.__class__ = Nf4Fp8Linear
    quantized.register_buffer("scale", torch.empty(()))
    found = [frozen, quantized]
    for module in found:
        module.fill(weight)  # type: ignore[operator]
    return found


def test_products_and_gradients_are_near_those_of_what_is_held() -> None:
    weight = torch.randn(48, 32)
    for module in layers(weight):
        held = module.dequantized(torch.float32)  # type: ignore[operator]
        x = torch.randn(3, 5, 32, requires_grad=True)
        exact = x.detach().clone().requires_grad_()
        grad = torch.randn(3, 5, 48)
        y, wanted = module(x), exact @ held.t()
        y.backward(grad)
        wanted.backward(grad)
        assert x.grad is not None
        assert exact.grad is not None
        for ours, theirs in ((y, wanted), (x.grad, exact.grad)):
            assert 1e-4 < (ours - theirs).norm() / theirs.norm() < 0.07


@pytest.mark.parametrize("kind", [0, 1])
def test_the_input_is_not_kept(kind: int) -> None:
    kept: list[tuple[int, ...]] = []

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        kept.append(tuple(tensor.shape))
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        layers(torch.randn(48, 32))[kind](torch.randn(7, 32, requires_grad=True))
    assert kept
    assert all(7 not in shape for shape in kept)


def test_narrow_is_within_half_a_step() -> None:
    x = torch.randn(64, 64)
    for kind, error in ((E4M3, 1 / 16), (E5M2, 1 / 8)):
        low, scale = narrow(x, kind)
        assert low.dtype == kind
        assert ((low.float() * scale - x).abs() <= error * x.abs() + scale * 2.0**-9).all()
    assert torch.equal(narrow(torch.zeros(4, 4), E4M3)[0].float(), torch.zeros(4, 4))


@pytest.mark.parametrize("nf4", [False, True])
def test_the_pass(tiny_config: AquilaConfig, nf4: bool) -> None:
    with torch.device("meta"):
        model = Transformer(tiny_config)
    if nf4:
        apply_nf4(model)
    apply_frozen_fp8(model)
    apply_lora(model, LoraConfig(dropout=0.0))
    model.to_empty(device="cpu")
    exact = Transformer(tiny_config.replace(init_std=0.1)).init_weights(0)
    wide = dict(exact.named_parameters())
    for name, parameter in model.named_parameters():
        if name in wide:
            parameter.data.copy_(wide[name])
    fill_quantized(model, lambda name, shape: wide[name.replace(".base.", ".")])
    init_adapter(model)
    kinds = {type(m) for layer in model.layers for m in layer.modules()}
    assert (Nf4Fp8Linear if nf4 else Fp8Frozen) in kinds
    assert Linear not in kinds
    ids = torch.arange(24)[None] % tiny_config.vocab_size
    near, far = model(ids), exact(ids)
    assert (near - far).norm() / far.norm() < (0.4 if nf4 else 0.15)
    near.square().mean().backward()
    assert all((p.grad is not None) == p.requires_grad for p in model.parameters())
    before = model.layers[0].mlp.up_proj.dequantized(torch.float32)
    model.to(torch.bfloat16)  # what is computed in changes, the numbers do not
    assert torch.equal(model.layers[0].mlp.up_proj.dequantized(torch.float32), before)


def test_sides_that_do_not_fit_are_refused(tiny_config: AquilaConfig) -> None:
    with pytest.raises(UserError, match=r"mlp\.gate_proj is 120 x 64.*multiples of 16"):
        apply_frozen_fp8(Transformer(tiny_config.replace(intermediate_size=120)))

"""8-bit products: near the wide ones, as far off as their mantissa says, and refused where they cannot be."""

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.kernels.fp8 import E4M3, E5M2, fp8_linear, quantize, quantize_plain
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.train.fp8 import Fp8Linear, apply_fp8


@pytest.mark.parametrize(("e5m2", "kind", "error"), [(False, E4M3, 1 / 16), (True, E5M2, 1 / 8)])
def test_numbers_keep_their_mantissa(e5m2: bool, kind: torch.dtype, error: float) -> None:
    x = torch.randn(32, 48)
    narrow, turned, scale = quantize([x[:16], x[16:]], e5m2)
    assert narrow.dtype == turned.dtype == kind
    assert torch.equal(turned.float(), narrow.float().t())
    back = narrow.float() * scale
    big = x.abs() > 0.02 * x.abs().max()  # below, numbers are subnormal
    assert ((back - x).abs() / x.abs())[big].max() <= error
    assert (back - x).abs().max() <= error * x.abs().max()
    assert torch.equal(quantize_plain([torch.zeros(4, 4)], e5m2)[0].float(), torch.zeros(4, 4))


def test_products_and_gradients_are_near() -> None:
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(2, 32, 48, generator=generator)
    weights = [torch.randn(rows, 48, generator=generator) for rows in (64, 16)]
    grads = [torch.randn(2, 32, rows, generator=generator) for rows in (64, 16)]
    found = []
    for exact in (False, True):
        inputs = [t.clone().requires_grad_() for t in (x, *weights)]
        out = [inputs[0] @ w.t() for w in inputs[1:]] if exact else fp8_linear(*inputs)
        torch.autograd.backward(list(out), grads)
        found.append([*out, *(t.grad for t in inputs)])
    for ours, theirs in zip(*found, strict=True):
        assert 1e-3 < (ours - theirs).norm() / theirs.norm() < 0.07


def test_layers_in_8_bits_are_near(tiny_config: AquilaConfig) -> None:
    ids = torch.arange(32)[None] % tiny_config.vocab_size
    model = Transformer(tiny_config.replace(init_std=0.1)).init_weights(0)
    exact = model(ids)
    exact.square().mean().backward()
    grads = {name: p.grad.clone() for name, p in model.named_parameters()}
    model.zero_grad()
    near = apply_fp8(model)(ids)
    near.square().mean().backward()
    assert 1e-3 < (near - exact).norm() / exact.norm() < 0.15
    for name, parameter in model.named_parameters():
        assert (parameter.grad - grads[name]).norm() / grads[name].norm() < 0.25, name


def test_the_pass_turns_the_layers_linears_alone(tiny_model: Transformer) -> None:
    names = {name for name, m in apply_fp8(tiny_model).named_modules() if isinstance(m, Fp8Linear)}
    assert len(names) == 7 * len(tiny_model.layers)
    assert all(name.startswith("layers.") for name in names)


def test_sides_that_do_not_fit_are_refused(tiny_config: AquilaConfig) -> None:
    with pytest.raises(UserError, match=r"mlp\.gate_proj is 120 x 64.*multiples of 16"):
        apply_fp8(Transformer(tiny_config.replace(intermediate_size=120)))

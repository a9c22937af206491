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
    narrow, turned, scale = quantize(x, e5m2)
    assert narrow.dtype == turned.dtype == kind
    assert torch.equal(turned.float(), narrow.float().t())
    back = narrow.float() * scale
    big = x.abs() > 0.02 * x.abs().max()  # below, numbers are subnormal
    assert ((back - x).abs() / x.abs())[big].max() <= error
    assert (back - x).abs().max() <= error * x.abs().max()
    assert torch.equal(quantize_plain(torch.zeros(4, 4), e5m2)[0].float(), torch.zeros(4, 4))


def test_products_and_gradients_are_near() -> None:
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(2, 32, 48, generator=generator).requires_grad_()
    weight = torch.randn(64, 48, generator=generator).requires_grad_()
    grad = torch.randn(2, 32, 64, generator=generator)
    fp8_linear(x, weight).backward(grad)
    wide_x, wide_weight = x.detach().clone().requires_grad_(), weight.detach().clone().requires_grad_()
    expected = wide_x @ wide_weight.t()
    expected.backward(grad)
    got = fp8_linear(x, weight)
    for ours, theirs in ((got, expected), (x.grad, wide_x.grad), (weight.grad, wide_weight.grad)):
        assert 1e-3 < (ours - theirs).norm() / theirs.norm() < 0.06


def test_the_pass_turns_the_layers_linears_alone(tiny_model: Transformer) -> None:
    names = {name for name, m in apply_fp8(tiny_model).named_modules() if isinstance(m, Fp8Linear)}
    assert len(names) == 7 * len(tiny_model.layers)
    assert all(name.startswith("layers.") for name in names)


def test_sides_that_do_not_fit_are_refused(tiny_config: AquilaConfig) -> None:
    with pytest.raises(UserError, match=r"mlp\.gate_proj is 120 x 64.*multiples of 16"):
        apply_fp8(Transformer(tiny_config.replace(intermediate_size=120)))

"""Inputs of layers that wait elsewhere: the same gradients, nothing left behind, memory used again."""

import pytest
import torch
from torch import Tensor

from aquila2.model.attention import CausalAttend
from aquila2.model.layers import Layer
from aquila2.model.rope import Rotary
from aquila2.parallel.offload import HostStore
from aquila2.parallel.recompute import apply_recompute
from tests.unit.parallel.test_activations import CONFIG, B, S


def gradients(store: HostStore | None, steps: int = 1) -> list[Tensor]:
    layers = [Layer(CONFIG, i) for i in range(4)]
    generator = torch.Generator().manual_seed(0)
    for layer in layers:
        for parameter in layer.parameters():
            torch.nn.init.normal_(parameter, std=0.1, generator=generator)
    apply_recompute(layers, ["full", "none", "full", "full"], store=store)
    rotation = Rotary(CONFIG).at(torch.arange(S)[None].expand(B, S), S, torch.float32)
    x = torch.randn(B, S, CONFIG.hidden_size, generator=generator).requires_grad_()
    for _ in range(steps):
        y = x
        for layer in layers:
            y = layer(y, rotation, CausalAttend())
        y.square().mean().backward()
    return [x.grad, *(p.grad for layer in layers for p in layer.parameters())]  # type: ignore[list-item]


def test_gradients_are_the_same() -> None:
    for ours, plain in zip(gradients(HostStore(torch.device("cpu"))), gradients(None), strict=True):
        assert torch.equal(ours, plain)


@pytest.mark.parametrize("steps", [1, 3])
def test_host_memory_is_used_again(steps: int) -> None:
    store = HostStore(torch.device("cpu"))
    gradients(store, steps)
    assert len(store._buffers) == 3
    assert not any(ref() for ref in store._away)


def test_a_forward_pass_without_a_backward_one_keeps_nothing() -> None:
    store = HostStore(torch.device("cpu"))
    layer = Layer(CONFIG, 0)
    for parameter in layer.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    apply_recompute([layer], ["full"], store=store)
    rotation = Rotary(CONFIG).at(torch.arange(S)[None].expand(B, S), S, torch.float32)
    x = torch.randn(B, S, CONFIG.hidden_size, requires_grad=True)
    with torch.no_grad():
        layer(x, rotation, CausalAttend())
    assert not store._away
    assert not store._buffers
    y = layer(x, rotation, CausalAttend())
    assert len(store._away) == 1
    del y  # thrown away, as after an error
    assert len(store._buffers) == 1
    assert store._away[0]() is None

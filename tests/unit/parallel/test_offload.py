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


@pytest.fixture(autouse=True)
def small_tensors_go_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aquila2.parallel.offload._SMALL", 1 << 12)


def gradients(store: HostStore | None, steps: int = 1) -> list[Tensor]:
    layers = [Layer(CONFIG, i) for i in range(4)]
    generator = torch.Generator().manual_seed(0)
    for layer in layers:
        for parameter in layer.parameters():
            torch.nn.init.normal_(parameter, std=0.1, generator=generator)
    apply_recompute(layers, ["full", "none", "full", "mlp"], store=store)
    rotation = Rotary(CONFIG).at(torch.arange(S)[None].expand(B, S), S, torch.float32)
    x = torch.randn(B, S, CONFIG.hidden_size, generator=generator).requires_grad_()
    for _ in range(steps):
        y = x
        for layer in layers:
            y = layer(y, rotation, CausalAttend())
        y.square().mean().backward()
    return [x.grad, *(p.grad for layer in layers for p in layer.parameters())]  # type: ignore[list-item]


@pytest.mark.parametrize("inputs_only", [True, False])
def test_gradients_are_the_same(inputs_only: bool) -> None:
    store = HostStore(torch.device("cpu"), inputs_only)
    for ours, plain in zip(gradients(store), gradients(None), strict=True):
        assert torch.equal(ours, plain)
    # two layers are recomputed in full, and keep their inputs; the third keeps those of its halves
    assert len(store._buffers) == (2 if inputs_only else 4)


@pytest.mark.parametrize("inputs_only", [True, False])
def test_host_memory_is_used_again(inputs_only: bool) -> None:
    store = HostStore(torch.device("cpu"), inputs_only)
    gradients(store)
    first = len(store._buffers)
    for _ in range(2):
        gradients(store)
    assert len(store._buffers) == first
    assert not any(group.alive for group in store._groups)


def test_a_tensor_that_is_kept_twice_goes_once_and_lies_as_it_lay() -> None:
    store = HostStore(torch.device("cpu"), inputs_only=False)
    leaf = torch.randn(64, 64, requires_grad=True)

    def forward(x: Tensor) -> Tensor:
        middle = (2 * x).t()
        return middle * middle

    store.keeping(forward)(leaf).sum().backward()
    assert torch.allclose(leaf.grad, 8 * leaf)  # type: ignore[arg-type]
    assert [buffer.stride() for buffer in store._buffers] == [(1, 64)]


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
    assert not store._groups
    assert not store._buffers
    y = layer(x, rotation, CausalAttend())
    assert store._groups[0].alive
    del y  # thrown away, as after an error
    assert len(store._buffers) == 1
    assert not store._groups[0].alive

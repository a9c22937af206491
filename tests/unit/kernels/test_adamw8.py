"""The 8-bit AdamW update's definition: what its chance keeps, what its numbers never become."""

import math

import pytest
import torch
from torch import Tensor

from aquila2.kernels.adamw import Update
from aquila2.kernels.adamw8 import BLOCK, E4M3, _decode, _encode, adamw8, key_of, scales_shape

ONE = torch.tensor(1.0)


class Held:
    """A parameter with its moments."""

    def __init__(self, weight: Tensor) -> None:
        self.weight = weight
        self.first, self.second = (torch.zeros(weight.shape, dtype=E4M3) for _ in range(2))
        self.scales = [torch.zeros(scales_shape(weight.shape)) for _ in range(2)]

    def update(self, grad: Tensor, step: int, scale: Tensor = ONE, lr: float = 0.01, beta2: float = 0.999) -> None:
        how = Update(scale, lr, (0.9, beta2), 1e-8, 0.1, step)
        adamw8(self.weight, grad, self.first, self.second, *self.scales, how, key_of(0, step, "w"))

    def all(self) -> list[Tensor]:
        return [self.weight, self.first.float(), self.second.float(), *self.scales]

    def root(self) -> Tensor:
        return _decode(self.second, self.scales[1])


def random(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def encoded(x: Tensor, bits: Tensor) -> tuple[Tensor, Tensor]:
    codes, scales = torch.zeros(x.shape, dtype=E4M3), torch.zeros(scales_shape(x.shape))
    _encode(x, bits, codes, scales)
    return codes, scales


def test_a_number_goes_to_its_neighbours_in_proportion() -> None:
    bits = torch.arange(0, 2**16, 16, dtype=torch.int32)[:, None].expand(-1, BLOCK)
    x = torch.logspace(-4, math.log10(448), BLOCK - 1) * torch.tensor([1.0, -1.0]).repeat(BLOCK // 2)[:-1]
    x = torch.cat((x, torch.tensor([448.0])))  # this one makes the scale 1
    codes, scales = encoded(x.expand(bits.shape), bits)
    assert (scales == 1).all()
    found = codes.float()
    below, above = found.abs().amin(0), found.abs().amax(0)
    size = x.abs()
    room = 2.0 ** (size.log2().floor() - 3).clamp(min=-9)
    assert (below <= size).all()
    assert (above >= size * (1 - 1e-5)).all()
    assert (above - below <= room).all()
    assert ((found.mean(0) - x).abs() <= 0.0006 * room + 4e-6 * size).all()  # what 4096 values of the bits can tell
    assert (codes.view(torch.uint8) & 0x7F).max() == 126


@pytest.mark.parametrize("size", [1e-38, 1e-20, 1.0, 1e30])
def test_the_largest_of_a_block_stays_what_it_is(size: float) -> None:
    x = random(50, 300) * size
    codes, scales = encoded(x, torch.randint(2**16, x.shape).int())
    assert codes.float().isfinite().all()
    largest = x[:, :BLOCK].abs().argmax(1, keepdim=True)
    exact = x.gather(1, largest) if size > 1e-30 else torch.zeros(50, 1)
    torch.testing.assert_close(_decode(codes, scales).gather(1, largest), exact, rtol=1e-5, atol=1e-35)


def test_bf16_weights_keep_small_updates_in_expectation() -> None:
    held = Held(torch.ones(64, 512).bfloat16())
    for step in range(1, 11):
        held.update(
            torch.full(held.weight.shape, -2.0), step, lr=1e-4
        )  # a hundredth of what 1 and its neighbour differ by
    exact = 1.0
    for _ in range(10):
        exact = exact * (1 - 1e-5) + 1e-4
    assert set((held.weight.float() * 128).frac().unique().tolist()) == {0.0}
    assert abs(held.weight.double().mean().item() - exact) < 5 * (exact - 1) ** 0.5 * (2**-7 / 64 / 512) ** 0.5


def test_a_step_is_near_that_in_float32() -> None:
    weight, grad = random(8, 700), 1e-3 * random(8, 700, seed=1)
    held, exact = Held(weight.clone()), torch.nn.Parameter(weight.clone())
    reference = torch.optim.AdamW([exact], lr=0.01, betas=(0.9, 0.999), weight_decay=0.1)
    exact.grad = grad * 0.5
    reference.step()
    held.update(grad, 1, torch.tensor(0.5))
    torch.testing.assert_close(held.weight, exact.detach())  # moments are rounded after they are used
    state = reference.state[exact]
    for ours, theirs in (
        (_decode(held.first, held.scales[0]), state["exp_avg"]),
        (held.root(), state["exp_avg_sq"].sqrt()),
    ):
        largest = torch.nn.functional.pad(theirs, (0, 68)).view(8, -1, BLOCK).abs().amax(-1, keepdim=True)
        room = (largest * 2**-17).expand(-1, -1, BLOCK).reshape(8, -1)[:, :700]
        assert ((ours - theirs).abs() <= theirs.abs() / 8 + room).all()


@pytest.mark.parametrize("beta2", [0.95, 0.999])
def test_the_second_moment_moves_where_the_nearest_number_would_not(beta2: float) -> None:
    held = Held(torch.zeros(64, BLOCK))
    grad = random(64, BLOCK)
    held.update(grad, 1, beta2=beta2)
    before = held.root()
    for step in range(2, 102):
        held.update(torch.zeros_like(grad), step, beta2=beta2)
    ratio = (held.root().mean() / before.mean()).item()
    assert ratio == pytest.approx(beta2**50, rel=0.02)


def test_a_root_is_never_zero_once_there_was_a_gradient() -> None:
    held = Held(torch.zeros(4, BLOCK))
    grad = torch.full((4, BLOCK), 1e-9)
    grad[:, 0], grad[:, 1] = 100.0, 0.0
    for step in range(1, 30):
        held.update(grad, step)
        assert (held.root()[:, 2:] > 0).all()
        assert (held.root()[:, 1] == 0).all()
    assert held.weight.abs().max() < 30 * 0.01 * 1.5  # no step was larger than AdamW's


def test_no_gradient_from_the_beginning_moves_nothing_but_by_decay() -> None:
    held = Held(torch.ones(3, 5))
    held.update(torch.zeros(3, 5), 1)
    torch.testing.assert_close(held.weight, torch.full((3, 5), 1 - 0.01 * 0.1))
    assert not held.first.float().any()
    assert not held.second.float().any()
    held.update(torch.ones(3, 5), 2)
    assert held.weight.isfinite().all()


def test_a_scale_of_zero_leaves_everything() -> None:
    held = Held(random(3, 300).bfloat16())
    held.update(random(3, 300), 1)
    before = [tensor.clone() for tensor in held.all()]
    held.update(torch.full((3, 300), math.nan), 2, torch.tensor(0.0))
    assert all(torch.equal(a, b) for a, b in zip(held.all(), before, strict=True))


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (2, 257), (1, 1024)])
def test_chance_comes_from_the_key_alone(shape: tuple[int, int]) -> None:
    runs = []
    for _ in range(2):
        held = Held(random(*shape).bfloat16())
        for step in range(1, 4):
            held.update(random(*shape, seed=step), step)
        runs.append(held)
    assert all(torch.equal(a, b) for a, b in zip(runs[0].all(), runs[1].all(), strict=True))


def test_keys_differ_by_seed_step_and_name() -> None:
    keys = {key_of(seed, step, name) for seed in (0, 1) for step in (1, 2) for name in ("a", "b")}
    assert len(keys) == 8
    assert all(-(2**31) <= half < 2**31 for key in keys for half in key)


def test_random_bits_are_even_and_independent() -> None:
    from aquila2.kernels.adamw8 import _random_bits

    streams = [*_random_bits(torch.empty(256, 256), key_of(0, 1, "a")), *_random_bits(torch.empty(256, 256), (0, 0))]
    centred = torch.stack([bits.flatten().double() / 2**16 - 0.5 for bits in streams])
    assert centred.mean(1).abs().max() < 5 * (1 / 12) ** 0.5 / 256
    for moved in (0, 1, 256):
        products = centred @ centred.roll(moved, 1).T / centred.shape[1] * 12
        assert (products - (torch.eye(6) if moved == 0 else 0)).abs().max() < 5 / 256 + (0.01 if moved == 0 else 0)

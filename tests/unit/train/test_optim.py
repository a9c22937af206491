"""AdamW against PyTorch's; masters of narrow parameters; 8-bit moments, updates in the backward pass, paged moments."""

from pathlib import Path

import pytest
import torch
from torch import nn

from aquila2.base.errors import UserError
from aquila2.model.batch import Batch, attend_for
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.train.checkpoints import Checkpoints
from aquila2.train.loss import CrossEntropy
from aquila2.train.optim import AdamW, Moments

ONE = torch.tensor(1.0)


def parameters() -> dict[str, nn.Parameter]:
    generator = torch.Generator().manual_seed(1)
    return {
        "matrix": nn.Parameter(torch.randn(7, 5, generator=generator)),
        "norm": nn.Parameter(torch.randn(5, generator=generator)),
    }


def test_float32_updates_are_pytorchs() -> None:
    ours, theirs = parameters(), parameters()
    optimizer = AdamW(ours, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.1)
    reference = torch.optim.AdamW(
        [{"params": [theirs["matrix"]], "weight_decay": 0.1}, {"params": [theirs["norm"]], "weight_decay": 0.0}],
        lr=0.01,
        betas=(0.9, 0.95),
        eps=1e-8,
    )
    generator = torch.Generator().manual_seed(2)
    for step in range(5):
        lr = 0.01 * (step + 1)
        for name in ours:
            grad = torch.randn(ours[name].shape, generator=generator)
            ours[name].grad, theirs[name].grad = grad, 0.5 * grad
        for group in reference.param_groups:
            group["lr"] = lr
        optimizer.step(lr, torch.tensor(0.5))
        reference.step()
    for name in ours:
        torch.testing.assert_close(ours[name], theirs[name])
        assert ours[name].grad is None


def test_small_updates_of_narrow_parameters_add_up() -> None:
    parameter = nn.Parameter(torch.ones(4, 4, dtype=torch.bfloat16))
    optimizer = AdamW({"w": parameter}, weight_decay=0.0)
    for _ in range(100):
        parameter.grad = torch.ones_like(parameter)
        optimizer.step(1e-4, ONE)  # 1e-4 beside 1 is lost in bfloat16
    assert torch.allclose(optimizer.masters["w"], torch.tensor(0.99), atol=1e-4)
    assert parameter.dtype == torch.bfloat16
    torch.testing.assert_close(parameter.detach(), optimizer.masters["w"].bfloat16())


def test_gradients_of_micro_batches_are_summed_in_float32() -> None:
    parameter = nn.Parameter(torch.ones(2, 2, dtype=torch.bfloat16))
    AdamW({"w": parameter}, sum_in_float32=True)
    for scale in (256.0, 1.0, 1.0, 1.0):
        (parameter * scale).sum().backward()
    assert parameter.grad is not None
    assert parameter.grad.dtype == torch.float32
    assert (parameter.grad == 259).all()  # 256 + 1 is 256 in bfloat16


def test_frozen_parameters_are_left_alone() -> None:
    held = parameters()
    held["norm"].requires_grad_(False)
    optimizer = AdamW(held)
    assert set(optimizer.tensors()["weights"]) == {"matrix"}


def test_masters_that_were_loaded_reach_the_model() -> None:
    parameter = nn.Parameter(torch.ones(3, 3, dtype=torch.bfloat16))
    optimizer = AdamW({"w": parameter})
    optimizer.tensors()["weights"]["w"].fill_(2.5)
    optimizer.masters_changed()
    assert (parameter == 2.5).all()


def linears(dtype: torch.dtype = torch.float32) -> nn.Sequential:
    """One layer is used twice: its gradient is complete only after both."""
    torch.manual_seed(0)
    twice = nn.Linear(16, 16)
    return nn.Sequential(nn.Linear(12, 16), nn.Tanh(), twice, nn.Tanh(), twice, nn.LayerNorm(16), nn.Linear(16, 3)).to(
        dtype
    )


def train(model: nn.Module, optimizer: AdamW, steps: range) -> list[float]:
    """Losses of some steps, each on its own rows; in the backward pass if the optimizer is for that."""
    dtype = next(model.parameters()).dtype
    losses = []
    for step in steps:
        x = torch.randn(64, 12, generator=torch.Generator().manual_seed(step)).to(dtype)
        loss = (model(x).float() - x[:, :3].float().sin()).square().mean()
        if optimizer.in_backward:
            optimizer.begin(0.01)
        loss.backward()
        if optimizer.in_backward:
            assert optimizer.finish().isfinite()
        else:
            optimizer.step(0.01, ONE)
        losses.append(loss.item())
    return losses


def equal(ours: AdamW, theirs: AdamW) -> bool:
    pairs = zip(ours.tensors().items(), theirs.tensors().items(), strict=True)
    return all(
        mine == its and all(torch.equal(a[n].float(), b[n].float()) for n in a) and a.keys() == b.keys()
        for (mine, a), (its, b) in pairs
    )


KINDS: list[tuple[torch.dtype, Moments]] = [
    (torch.float32, "float32"),
    (torch.bfloat16, "float32"),
    (torch.float32, "8bit"),
    (torch.bfloat16, "8bit"),
]


@pytest.mark.parametrize(("dtype", "moments"), KINDS)
def test_in_the_backward_pass_as_after_it(dtype: torch.dtype, moments: Moments) -> None:
    found = []
    for in_backward in (False, True):
        model = linears(dtype)
        optimizer = AdamW(dict(model.named_parameters()), moments=moments, in_backward=in_backward)
        train(model, optimizer, range(4))
        assert all(p.grad is None for p in model.parameters())
        found.append(optimizer)
    assert found[1].updates == 4
    assert equal(*found)


@pytest.mark.parametrize(("dtype", "moments"), KINDS)
@pytest.mark.parametrize("in_backward", [False, True])
def test_paged_moments_are_the_same(dtype: torch.dtype, moments: Moments, in_backward: bool) -> None:
    found = []
    for paged in (False, True):
        model = linears(dtype)
        optimizer = AdamW(dict(model.named_parameters()), moments=moments, paged=paged, in_backward=in_backward)
        train(model, optimizer, range(4))
        found.append(optimizer)
    assert equal(*found)


@pytest.mark.parametrize(("dtype", "moments"), KINDS)
@pytest.mark.parametrize("paged", [False, True])
def test_a_run_goes_on_to_the_bit(tmp_path: Path, dtype: torch.dtype, moments: Moments, paged: bool) -> None:
    def new(seed: int) -> tuple[nn.Module, AdamW]:
        model = linears(dtype)
        return model, AdamW(dict(model.named_parameters()), moments=moments, paged=paged, seed=seed)

    whole, store = new(3), Checkpoints(tmp_path)
    train(*whole, range(3))
    store.save(3, whole[1].tensors(), {"updates": whole[1].updates})
    train(*whole, range(3, 6))
    store.finish()
    for seed in (3, 4):
        model, optimizer = new(seed)
        optimizer.updates = store.load(3, optimizer.tensors())["updates"]
        optimizer.masters_changed()
        train(model, optimizer, range(3, 6))
        assert equal(whole[1], optimizer) == (seed == 3 or moments == "float32")


def test_moments_of_another_kind_are_refused(tmp_path: Path) -> None:
    store = Checkpoints(tmp_path)
    store.save(1, AdamW(parameters()).tensors(), {})
    store.finish()
    with pytest.raises(UserError, match="first8"):
        store.load(1, AdamW(parameters(), moments="8bit").tensors())


def test_8_bits_take_four_bytes_a_parameter_and_norms_keep_all() -> None:
    held = {"w": nn.Parameter(torch.zeros(64, 512).bfloat16()), "norm": nn.Parameter(torch.ones(512).bfloat16())}
    tensors = AdamW(held, moments="8bit").tensors()
    assert sum(named["w"].nbytes for named in tensors.values() if "w" in named) == 64 * 512 * 4 + 2 * 64 * 2 * 4
    assert {kind for kind, named in tensors.items() if "norm" in named} == {"weights", "first", "second"}
    assert tensors["weights"]["norm"].dtype == torch.float32
    assert tensors["weights"]["w"].data_ptr() == held["w"].data_ptr()


def test_bf16_with_8_bits_learns_what_float32_does() -> None:
    ends = []
    for dtype, moments in (KINDS[0], KINDS[3]):
        model = linears(dtype)
        optimizer = AdamW(dict(model.named_parameters()), (0.9, 0.999), moments=moments)
        losses = train(model, optimizer, range(150))
        ends.append(sum(losses[-20:]) / 20)
        assert losses[0] > 20 * ends[-1]
    assert ends[1] < 1.1 * ends[0]


def test_the_backward_pass_tells_the_norm_and_leaves_what_is_not_finite() -> None:
    held = {"a": nn.Parameter(torch.ones(3, 4)), "b": nn.Parameter(torch.ones(3, 4)), "unused": nn.Parameter(ONE)}
    optimizer = AdamW(held, in_backward=True, weight_decay=0.1)
    optimizer.begin(0.1)
    (3 * held["a"].sum() + 4 * held["b"].sum()).backward()
    torch.testing.assert_close(optimizer.finish(), torch.tensor(5 * 12**0.5))
    before = {name: p.detach().clone() for name, p in held.items()}
    optimizer.begin(0.1)
    (held["a"].sum() + held["b"].sum() * torch.inf).backward()
    assert not optimizer.finish().isfinite()
    assert torch.equal(held["b"], before["b"])
    assert (held["a"] < before["a"]).all()
    assert torch.equal(held["unused"], before["unused"])


def test_a_second_micro_batch_in_the_backward_pass_is_refused() -> None:
    held = {"a": nn.Parameter(torch.ones(3, 4))}
    with pytest.raises(UserError, match="one micro-batch"):
        AdamW(held, sum_in_float32=True, in_backward=True)
    optimizer = AdamW(held, in_backward=True)
    optimizer.begin(0.1)
    held["a"].sum().backward()
    with pytest.raises(ValueError, match="one backward pass a step"):
        held["a"].sum().backward()


def test_a_tiny_model_learns_with_8_bits_in_the_backward_pass(tiny_config: AquilaConfig) -> None:
    ids = torch.randint(0, tiny_config.vocab_size, (4, 32), generator=torch.Generator().manual_seed(0))
    batch = Batch.of(ids)
    ends = []
    for dtype, moments in (KINDS[0], KINDS[3]):
        model = Transformer(tiny_config).init_weights(1).to(dtype)
        optimizer = AdamW(dict(model.named_parameters()), moments=moments, in_backward=moments == "8bit")
        for _ in range(25):
            if optimizer.in_backward:
                optimizer.begin(0.005)
            head = CrossEntropy(batch.labels_BS, batch.num_labels)
            loss = model(ids, batch.positions_BS, attend_for(batch, ids.device), length=32, head=head)
            loss.backward()
            if not optimizer.in_backward:
                optimizer.step(0.005, ONE)
        ends.append(loss.item())
    assert ends[0] < 3  # from 6.2
    assert ends[1] == pytest.approx(ends[0], rel=0.1)

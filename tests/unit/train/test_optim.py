"""AdamW against PyTorch's; masters of narrow parameters."""

import torch
from torch import nn

from aquila2.train.optim import AdamW

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

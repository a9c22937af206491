"""The chunked cross entropy against PyTorch's own, and its kernels' twins."""

import pytest
import torch
import torch.nn.functional as F

from aquila2.kernels.cross_entropy import logit_sums, softmax_grad_
from aquila2.train.loss import IGNORED, CrossEntropy, linear_cross_entropy, linear_cross_entropy_plain, token_losses


def inputs(T: int = 37, D: int = 24, V: int = 101) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(T, D, generator=generator)
    weight = torch.randn(V, D, generator=generator)
    labels = torch.randint(0, V, (T,), generator=generator)
    labels[::5] = IGNORED
    return x, weight, labels


@pytest.mark.parametrize("chunk", [1, 7, 36, 37, 1000])
def test_loss_and_gradients_are_pytorchs(chunk: int) -> None:
    x, weight, labels = inputs()
    expected_x, expected_weight = x.clone().requires_grad_(), weight.clone().requires_grad_()
    expected = linear_cross_entropy_plain(expected_x, expected_weight, labels)
    (3 * expected).backward()
    x.requires_grad_(), weight.requires_grad_()
    loss = linear_cross_entropy(x, weight, labels, chunk)
    (3 * loss).backward()
    torch.testing.assert_close(loss, expected)
    torch.testing.assert_close(x.grad, expected_x.grad)
    torch.testing.assert_close(weight.grad, expected_weight.grad)


@pytest.mark.parametrize("chunk", [7, 1000])
def test_tokens_may_weigh_differently(chunk: int) -> None:
    x, weight, labels = inputs()
    weights = torch.randn(len(labels), generator=torch.Generator().manual_seed(1))
    expected_x, expected_weight = x.clone().requires_grad_(), weight.clone().requires_grad_()
    losses = F.cross_entropy(expected_x @ expected_weight.T, labels, reduction="none")
    torch.testing.assert_close(token_losses(x, weight, labels, chunk), losses.detach())
    expected = 0.5 * losses @ weights
    expected.backward()
    x.requires_grad_(), weight.requires_grad_()
    loss = linear_cross_entropy(x, weight, labels, chunk, scale=0.5, weights_T=weights)
    loss.backward()
    torch.testing.assert_close(loss, expected)
    torch.testing.assert_close(x.grad, expected_x.grad)
    torch.testing.assert_close(weight.grad, expected_weight.grad)


def test_what_needs_no_gradient_gets_none() -> None:
    x, weight, labels = inputs()
    x.requires_grad_()
    linear_cross_entropy(x, weight, labels, 8).backward()  # a frozen head, as under LoRA
    assert weight.grad is None
    expected = inputs()[0].requires_grad_()
    linear_cross_entropy_plain(expected, weight, labels).backward()
    torch.testing.assert_close(x.grad, expected.grad)


def test_sums_in_bfloat16_keep_what_chunks_add() -> None:
    """Many chunks: the head's gradient, summed in float32, is as near to the exact one as a single product is."""
    x, weight, labels = inputs(T=512)
    exact = weight.double().requires_grad_()
    linear_cross_entropy_plain(x.bfloat16().double(), exact, labels).backward()
    errors = []
    for chunk in (512, 4):
        narrow = weight.bfloat16().requires_grad_()
        linear_cross_entropy(x.bfloat16(), narrow, labels, chunk).backward()
        errors.append(float((narrow.grad.double() - exact.grad).norm() / exact.grad.norm()))
    assert errors[1] < 1.2 * errors[0]


def test_no_label_counts() -> None:
    x, weight, labels = inputs()
    x.requires_grad_()
    loss = linear_cross_entropy(x, weight, torch.full_like(labels, IGNORED), 8)
    loss.backward()
    assert loss == 0
    assert not x.grad.any()


def test_logits_that_would_overflow() -> None:
    x, weight, labels = inputs()
    loss = linear_cross_entropy(1e4 * x, weight, labels, 8)
    torch.testing.assert_close(loss, linear_cross_entropy_plain(1e4 * x, weight, labels))


def test_kernels_twins() -> None:
    logits = torch.randn(9, 33)
    columns = torch.randint(0, 33, (9,))
    columns[2] = -1
    highest, total, label = logit_sums(logits, columns)
    torch.testing.assert_close(highest + total.log(), logits.logsumexp(-1))
    assert label[2] == 0
    counts = torch.ones(9)
    counts[4] = 0
    wide = logits.clone().requires_grad_()
    losses = wide.logsumexp(-1) - torch.where(columns >= 0, wide.gather(1, columns.clamp(min=0)[:, None])[:, 0], 0)
    (losses * counts).sum().backward()
    softmax_grad_(logits, highest, total, columns, counts)
    torch.testing.assert_close(logits, wide.grad)


def test_the_head_divides_by_the_labels_of_the_step() -> None:
    x, weight, labels = inputs(T=40)
    head = torch.nn.Linear(24, 101, bias=False)
    head.weight.data.copy_(weight)
    got = CrossEntropy(labels.view(4, 10), divisor=7.0)(x.view(4, 10, 24), head)
    torch.testing.assert_close(got, F.cross_entropy(x @ weight.T, labels, reduction="sum") / 7)

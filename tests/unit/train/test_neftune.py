"""Noise on the embeddings: as large as the paper has it, in training alone, the same for the same samples."""

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.model.config import AquilaConfig
from aquila2.model.position_hash import set_first_sample, set_pieces
from aquila2.model.transformer import Transformer
from aquila2.train.neftune import apply_neftune

IDS = torch.randint(0, 512, (6, 50), generator=torch.Generator().manual_seed(1))
ALPHA = 5.0


@pytest.fixture
def noisy(tiny_config: AquilaConfig) -> Transformer:
    return apply_neftune(Transformer(tiny_config).init_weights(3), ALPHA, seed=4)


def noise(model: Transformer, ids: torch.Tensor = IDS, first: int = 0) -> torch.Tensor:
    set_first_sample(model, first)
    return (model.embed(ids) - model.embed.weight[ids]).detach()


def test_the_noise_is_uniform_within_the_papers_bound(noisy: Transformer) -> None:
    bound = ALPHA / (50 * 64) ** 0.5
    found = noise(noisy) / bound
    assert 0.999 < found.abs().max() <= 1 + 1e-5
    assert abs(found.mean()) < 4.5 * (1 / 3 / found.numel()) ** 0.5
    assert abs(found.square().mean() - 1 / 3) < 4.5 * (4 / 45 / found.numel()) ** 0.5
    for dim in range(3):  # neighbours have nothing to do with each other
        assert (found * found.roll(1, dim)).mean().abs() < 4.5 / 3 / found.numel() ** 0.5


def test_a_sample_is_known_by_its_number(noisy: Transformer) -> None:
    whole = noise(noisy, first=7)
    torch.testing.assert_close(noise(noisy, IDS[2:4], first=9), whole[2:4])
    assert not torch.equal(noise(noisy, first=8), whole)
    other = apply_neftune(Transformer(noisy.config).init_weights(3), ALPHA, seed=5)
    assert not torch.equal(noise(other, first=7), whole)


def test_a_part_of_a_row_has_the_whole_rows_noise(noisy: Transformer) -> None:
    whole = noise(noisy, first=7)
    set_pieces(noisy, (1,), 2)
    torch.testing.assert_close(noise(noisy, IDS[:, 25:], first=7), whole[:, 25:])


def test_evaluation_has_none(noisy: Transformer) -> None:
    plain = Transformer(noisy.config).init_weights(3)
    with torch.no_grad():
        assert torch.equal(noisy(IDS), plain(IDS))  # within a training run
    assert not torch.equal(noisy(IDS), plain(IDS))
    assert torch.equal(noisy.eval()(IDS), plain.eval()(IDS))


def test_what_is_saved_and_trained_stays_the_same(noisy: Transformer) -> None:
    plain = Transformer(noisy.config)
    assert list(noisy.state_dict()) == list(plain.state_dict())
    assert [name for name, _ in noisy.named_parameters()] == [name for name, _ in plain.named_parameters()]
    noisy(IDS).sum().backward()
    assert noisy.embed.weight.grad is not None


@pytest.mark.parametrize("alpha", [0.0, -1.0, float("nan"), float("inf")])
def test_an_alpha_that_means_nothing(tiny_config: AquilaConfig, alpha: float) -> None:
    with pytest.raises(UserError, match="neftune_alpha="):
        apply_neftune(Transformer(tiny_config), alpha)

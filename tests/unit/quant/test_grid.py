"""Scales and zeros of groups: representable, never worse by search, and right at the edges."""

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.quant.grid import in_groups, range_grid, search_grid


def random_case(seed: int, rows: int = 12, inputs: int = 64, group_size: int = 32):
    generator = torch.Generator().manual_seed(seed)
    weight = torch.randn(rows, inputs, generator=generator)
    weight[0, 3] = 9.0  # an outlier that is worth cutting
    x = torch.randn(200, inputs, generator=generator) * torch.rand(inputs, generator=generator) * 3
    return in_groups(weight, group_size), x.T @ x


def cost(weight, grid, hessian):
    error = grid.values(grid.round(weight)) - weight
    size = weight.shape[2]
    blocks = [hessian[g * size : (g + 1) * size, g * size : (g + 1) * size] for g in range(weight.shape[1])]
    return torch.stack([((error[:, g] @ block) * error[:, g]).sum(1) for g, block in enumerate(blocks)], 1)


@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize("bits", [4, 8])
def test_the_range_fits_and_scales_are_those_that_files_hold(bits, symmetric):
    weight, _ = random_case(0)
    grid = range_grid(weight, bits, symmetric)
    assert torch.equal(grid.scales, grid.scales.half().float())
    assert bool(((grid.zeros >= 1) & (grid.zeros < 2**bits)).all())
    assert torch.equal(grid.zeros, grid.zeros.round())
    error = (grid.values(grid.round(weight)) - weight).abs()
    # half a step, the zero's rounding half a step more, and float16's share of the reach
    reach = weight.abs().amax(2, keepdim=True)
    assert bool((error <= 1.001 * grid.scales.unsqueeze(2) + 1e-3 * reach).all())


@pytest.mark.parametrize("symmetric", [False, True])
def test_the_search_never_costs_more_and_often_less(symmetric):
    weight, hessian = random_case(1)
    plain, searched = range_grid(weight, 4, symmetric), search_grid(weight, hessian, 4, symmetric)
    before, after = cost(weight, plain, hessian), cost(weight, searched, hessian)
    assert float(after.sum()) < 0.9 * float(before.sum())
    assert bool((after <= before * 1.02).all())  # the candidates are a raster: the range itself may lie between two
    if symmetric:
        assert bool((searched.zeros == 8).all())
        low, high = weight.amin(2), weight.amax(2)
        assert torch.equal(searched.scales < 0, high > -low)


def test_a_group_of_zeros_and_one_of_almost_none():
    weight = torch.zeros(2, 1, 32)
    weight[1, 0, 5] = 1e-9
    for symmetric in (False, True):
        grid = range_grid(weight, 4, symmetric)
        assert bool((grid.scales.abs() > 0).all())
        assert torch.equal(grid.values(grid.round(weight)), torch.zeros_like(weight))


def test_weights_beyond_what_scales_can_hold_are_refused():
    with pytest.raises(UserError, match="too large for scales in float16"):
        range_grid(torch.full((1, 1, 32), 1e7), 4, False)

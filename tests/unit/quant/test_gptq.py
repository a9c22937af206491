"""GPTQ: equal to its definition, column by column; never worse than rounding; inputs that are odd."""

import pytest
import torch

from aquila2.base.errors import WorkError
from aquila2.quant.gptq import gptq, output_error, rounded
from aquila2.quant.grid import in_groups, range_grid, search_grid

SIZE = 32


def case(seed: int, rows: int = 9, inputs: int = 96, tokens: int = 300):
    """A matrix, and H of inputs that depend on each other."""
    generator = torch.Generator().manual_seed(seed)
    weight = torch.randn(rows, inputs, generator=generator)
    mix = torch.randn(inputs, inputs, generator=generator) / 6 + torch.diag(torch.rand(inputs, generator=generator))
    x = torch.randn(tokens, inputs, generator=generator) @ mix
    return weight, x.T @ x


def values(grouped, grid):
    return grid.values(in_groups(grouped.codes, SIZE)).flatten(1)


def by_definition(weight, hessian, grid, act_order):
    """Arxiv 2210.17323, equation 2: round a column, move what remains to where it hurts least, take the column out of
    H. In float64, with the whole inverse made anew for every column."""
    inputs = weight.shape[1]
    weight, hessian = weight.double().clone(), hessian.double().clone()
    hessian += 0.01 * hessian.diagonal().mean() * torch.eye(inputs, dtype=torch.float64)
    order = torch.argsort(hessian.diagonal(), descending=True, stable=True) if act_order else torch.arange(inputs)
    left = order.tolist()
    codes = torch.zeros(weight.shape, dtype=torch.uint8)
    while left:
        inverse = torch.linalg.inv(hessian[left][:, left])
        column = left[0]
        scale, zero = grid.scales[:, column // SIZE].double(), grid.zeros[:, column // SIZE].double()
        code = (weight[:, column] / scale + zero).round().clamp(0, 2**grid.bits - 1)
        codes[:, column] = code.to(torch.uint8)
        error = (weight[:, column] - (code - zero) * scale) / inverse[0, 0]
        weight[:, left] -= error[:, None] * inverse[0][None]
        left = left[1:]
    return codes


@pytest.mark.parametrize("act_order", [False, True])
@pytest.mark.parametrize(("bits", "symmetric"), [(4, False), (4, True), (8, False)])
def test_it_is_what_the_paper_defines(act_order, bits, symmetric):
    weight, hessian = case(bits)
    grid = range_grid(in_groups(weight, SIZE), bits, symmetric)
    found = gptq(weight, hessian, grid, act_order)
    assert found.group is None
    expected = by_definition(weight, hessian, grid, act_order)
    assert torch.equal(found.codes, expected)


@pytest.mark.parametrize("search", [False, True])
@pytest.mark.parametrize("act_order", [False, True])
def test_it_never_costs_more_than_rounding_to_the_nearest(act_order, search):
    for seed in range(8):
        weight, hessian = case(seed)
        groups = in_groups(weight, SIZE)
        grid = search_grid(groups, hessian, 4, False) if search else range_grid(groups, 4, False)
        ours = output_error(weight, values(gptq(weight, hessian, grid, act_order), grid), hessian)
        nearest = output_error(weight, values(rounded(groups, grid), grid), hessian)
        assert ours < 0.7 * nearest


def test_inputs_that_never_come_are_rounded_to_the_nearest():
    weight, hessian = case(3)
    dead = [0, 40, 95]
    hessian[dead], hessian[:, dead] = 0, 0
    grid = range_grid(in_groups(weight, SIZE), 4, False)
    nearest = rounded(in_groups(weight, SIZE), grid).codes
    found = gptq(weight, hessian, grid)
    assert torch.equal(found.codes[:, dead], nearest[:, dead])
    assert not torch.equal(found.codes, nearest)
    assert torch.equal(gptq(weight, torch.zeros_like(hessian), grid).codes, nearest)


def test_fewer_tokens_than_inputs_and_equal_inputs_are_fine():
    generator = torch.Generator().manual_seed(5)
    weight = torch.randn(6, 96, generator=generator)
    x = torch.randn(3, 96, generator=generator)
    x[:, 10] = x[:, 11]
    hessian = x.T @ x  # of rank 3
    grid = range_grid(in_groups(weight, SIZE), 4, False)
    found = output_error(weight, values(gptq(weight, hessian, grid), grid), hessian)
    assert found < 0.1 * output_error(weight, values(rounded(in_groups(weight, SIZE), grid), grid), hessian)


def test_damping_rises_where_a_little_is_not_enough():
    weight, _ = case(6)
    # rounding in float32 can leave such a matrix: not quite the square of anything
    hessian = torch.eye(96)
    hessian[0, 1] = hessian[1, 0] = 1.05
    grid = range_grid(in_groups(weight, SIZE), 4, False)
    assert gptq(weight, hessian, grid).codes.shape == weight.shape
    hessian[0, 1] = hessian[1, 0] = 50.0
    with pytest.raises(WorkError, match="no Cholesky factor"):
        gptq(weight, hessian, grid)

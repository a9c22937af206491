"""AWQ (arXiv 2306.00978): inputs that are large get more exact weights.

Input i of a group of linears is divided by s_i where it comes from (a norm's weight, the rows of the linear before) and
its weights are multiplied by s_i, which leaves the function as it is and gives these weights a larger share of the
grid. s = mean|x|^a / mean|w|^b for the best of some a and b, by the error of the outputs after rounding. With
H = X^T X that error is tr(D H D^T): exact over all of the calibration's tokens, without keeping any of them.

Legend: O outputs, I inputs, K key-value heads, H head dim.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from aquila2.quant.calibrate import InputStats
from aquila2.quant.gptq import output_error
from aquila2.quant.grid import in_groups, range_grid

_STEPS = 20


def search_scales(
    weights: Sequence[Tensor],
    stats: InputStats,
    bits: int,
    group_size: int,
    symmetric: bool,
    tie: Callable[[Tensor], Tensor] = lambda scales: scales,
) -> Tensor | None:
    """The scales of a group of linears that read the same input, float32 [I]; None where none is better than 1.

    Args:
        weights: their matrices [O, I].
        tie: makes equal what must be equal.
    """

    def error(scales_I: Tensor) -> float:
        total = 0.0
        for weight in whole:
            scaled_OGS = in_groups(weight * scales_I, group_size)
            grid = range_grid(scaled_OGS, bits, symmetric)
            total += output_error(weight, grid.values(grid.round(scaled_OGS)).flatten(1) / scales_I, stats.hessian)
        return total

    whole = [weight.float() for weight in weights]
    x_I = stats.mean_abs.clamp(min=1e-8)
    w_I = _relative_weight(torch.cat(whole), group_size).clamp(min=1e-8)
    best, least = None, error(torch.ones_like(x_I))
    for step in range(1, _STEPS + 1):
        ratio = step / _STEPS
        for beta in (0.0, 1.0 - ratio):
            scales_I = tie(x_I**ratio / w_I**beta).clamp(min=1e-4)
            scales_I = scales_I / (scales_I.max() * scales_I.min()).sqrt()
            if bool(scales_I.isfinite().all()) and (found := error(scales_I)) < least:
                best, least = scales_I, found
            if beta == 0.0 and ratio == 1.0:
                break  # both are the same
    return best


def _relative_weight(weight_OI: Tensor, group_size: int) -> Tensor:
    """Mean magnitude of every column, each weight as a part of its group's largest."""
    magnitude_OGS = in_groups(weight_OI, group_size).abs()
    return (magnitude_OGS / magnitude_OGS.amax(2, keepdim=True).clamp(min=1e-8)).flatten(1).mean(0)

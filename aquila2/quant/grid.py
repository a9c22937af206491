"""Groups of weights on grids of whole numbers: which scale and zero a group gets, and rounding onto it.

Number i of a row is `(code - zero) * scale` of its group, codes 0 to 2^bits - 1. Scales are float16's, as every format
stores them, so that what is computed here is what is read back. Zeros are at least 1: version 1 of GPTQ's format
stores each less one, and not every reader takes -1 for what it is.

Legend: O outputs, I inputs, G groups of S inputs.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.quant.int4 import Grouped

_SMALLEST = 2.0**-24  # of float16's numbers
# What a group's range is cut to by the search, and what a symmetric scale is of its largest magnitude over 2^(bits - 1)
_SHRINKS = tuple(1.0 - 0.025 * step for step in range(21))
_SYMMETRIC = tuple(1.15 - 0.025 * step for step in range(27))


class Grid(NamedTuple):
    """Scales and zeros of a matrix's groups, both float32 [O, G]; scales are representable in float16."""

    scales: Tensor
    zeros: Tensor
    bits: int

    def round(self, weight_OGS: Tensor) -> Tensor:
        """The nearest codes, float32 [O, G, S]."""
        codes = weight_OGS / self.scales.unsqueeze(2) + self.zeros.unsqueeze(2)
        return codes.round_().clamp_(0, 2**self.bits - 1)

    def values(self, codes_OGS: Tensor) -> Tensor:
        """What codes stand for."""
        return (codes_OGS - self.zeros.unsqueeze(2)) * self.scales.unsqueeze(2)

    def grouped(self, codes_OI: Tensor) -> Grouped:
        """A matrix of codes on this grid, as the formats take it."""
        return Grouped(codes_OI.to(torch.uint8), self.scales.half(), self.zeros.to(torch.uint8), None, self.bits)


def in_groups(weight_OI: Tensor, group_size: int) -> Tensor:
    """Float32 [O, G, S]; `group_size` 0 is all of a row."""
    return weight_OI.float().unflatten(1, (-1, group_size or weight_OI.shape[1]))


def range_grid(weight_OGS: Tensor, bits: int, symmetric: bool) -> Grid:
    """The grid that every group's range just fits, as AutoGPTQ and AutoAWQ have it.

    Raises:
        UserError: weights too large for float16's scales.
    """
    if symmetric:
        return _symmetric(weight_OGS, bits, 2**bits / (2**bits - 1), signed=False)
    return _asymmetric(weight_OGS, bits, 1.0)


def search_grid(weight_OGS: Tensor, hessian_II: Tensor, bits: int, symmetric: bool) -> Grid:
    """The grid that costs least when weights are rounded to the nearest: of every group's range cut to parts of itself
    that one whose error in the group's output, d H d, is smallest.

    Symmetric scales take either sign: the side that reaches farther gets the code more that a side has.

    Args:
        hessian_II: sum of the products of all pairs of inputs.
    """
    groups, S = weight_OGS.shape[1:]
    blocks_GSS = torch.stack([hessian_II[g * S : (g + 1) * S, g * S : (g + 1) * S] for g in range(groups)])
    best = range_grid(weight_OGS, bits, symmetric)
    least = torch.full_like(best.scales, torch.inf)
    for shrink in _SYMMETRIC if symmetric else _SHRINKS:
        make = _symmetric(weight_OGS, bits, shrink, signed=True) if symmetric else _asymmetric(weight_OGS, bits, shrink)
        error_OGS = make.values(make.round(weight_OGS)) - weight_OGS
        cost = (torch.einsum("ogs,gst->ogt", error_OGS, blocks_GSS) * error_OGS).sum(2)
        better = cost < least
        least = torch.where(better, cost, least)
        scales = torch.where(better, make.scales, best.scales)
        best = Grid(scales, torch.where(better, make.zeros, best.zeros), bits)
    return best


def _asymmetric(weight_OGS: Tensor, bits: int, shrink: float) -> Grid:
    low, high = weight_OGS.amin(2).clamp_(max=0) * shrink, weight_OGS.amax(2).clamp_(min=0) * shrink
    scales = _storable((high - low) / (2**bits - 1))
    zeros = (-low / scales).round_().clamp_(1, 2**bits - 1)
    return Grid(scales, zeros, bits)


def _symmetric(weight_OGS: Tensor, bits: int, shrink: float, signed: bool) -> Grid:
    low, high = weight_OGS.amin(2), weight_OGS.amax(2)
    most = torch.maximum(-low, high)
    scales = _storable(most * (shrink / 2 ** (bits - 1)))
    if signed:
        scales = torch.where(high > -low, -scales, scales)
    return Grid(scales, torch.full_like(scales, 2 ** (bits - 1)), bits)


def _storable(scales: Tensor) -> Tensor:
    """Rounded to float16; 1 where a group is all zeros."""
    stored = torch.where(scales > 0, scales.clamp(min=_SMALLEST), 1.0).half().float()
    if not bool(stored.isfinite().all()):
        raise UserError("weights are too large for scales in float16, which the formats of 4-bit checkpoints have")
    return stored

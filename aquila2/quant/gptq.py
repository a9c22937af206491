"""GPTQ (arXiv 2210.17323): columns are rounded one after the other, and what each loses the later ones make up for.

The error that counts is that of the outputs, tr(D H D^T) for D = rounded - weight, H = X^T X over the calibration
inputs X. All rows share H, and with it the order and the factors by which an error is passed on: rows of the Cholesky
factor of H's inverse. Columns go in blocks, whose errors reach the columns behind them as one product.

Groups are of consecutive columns whatever the order in which they are rounded, and get their scales before the first
column is: `static groups`. So a result needs no permutation of the inputs when it is used.

Legend: O outputs, I inputs, G groups of S inputs.
"""

import torch
from torch import Tensor

from aquila2.base.errors import WorkError
from aquila2.quant.grid import Grid
from aquila2.quant.int4 import Grouped

_BLOCK = 32
_DAMPING = 0.01  # of the mean of H's diagonal, added to it


def gptq(weight_OI: Tensor, hessian_II: Tensor, grid: Grid, act_order: bool = True) -> Grouped:
    """Round a matrix onto a grid.

    Args:
        weight_OI: any float dtype.
        hessian_II: float32, sum of the products of all pairs of inputs. A row without any (a dead input) is fine: that
            column is rounded to the nearest.
        grid: of the matrix's groups.
        act_order: columns whose inputs are largest first.

    Raises:
        WorkError: H has no Cholesky factor, however much is added to its diagonal.
    """
    size = weight_OI.shape[1]
    diagonal_I = hessian_II.diagonal()
    order_I = torch.argsort(diagonal_I, descending=True, stable=True) if act_order else torch.arange(size)
    order_I = order_I.to(weight_OI.device)
    factor_II = inverse_factor(hessian_II[order_I][:, order_I])
    # a column at a time is read and written: they lie as rows
    left_IO = weight_OI.T.float()[order_I]
    group_I = order_I // (size // grid.scales.shape[1])
    scales_GO, zeros_GO = grid.scales.T.contiguous(), grid.zeros.T.contiguous()
    codes_IO = torch.empty_like(left_IO)
    most = 2**grid.bits - 1
    groups = group_I.tolist()
    for start in range(0, size, _BLOCK):
        stop = min(start + _BLOCK, size)
        block_BO, factor_BB = left_IO[start:stop], factor_II[start:stop, start:stop]
        errors_BO = torch.empty_like(block_BO)
        steps = factor_BB.diagonal().tolist()
        for i, step in enumerate(steps):
            scale, zero = scales_GO[groups[start + i]], zeros_GO[groups[start + i]]
            code = torch.div(block_BO[i], scale).add_(zero).round_().clamp_(0, most)
            codes_IO[start + i] = code
            error = (block_BO[i] - (code - zero) * scale) / step
            errors_BO[i] = error
            if i + 1 < len(steps):
                block_BO[i + 1 :].addr_(factor_BB[i, i + 1 :], error, alpha=-1)
        if stop < size:
            left_IO[stop:] -= factor_II[start:stop, stop:].T @ errors_BO
    codes_OI = torch.empty_like(codes_IO)
    codes_OI[order_I] = codes_IO
    return grid.grouped(codes_OI.T.contiguous())


def inverse_factor(hessian_II: Tensor) -> Tensor:
    """The upper Cholesky factor of H's inverse, once its diagonal is damped; more where that is needed. H is changed:
    for 24,576 inputs it takes 2.4 GB, and there are four such matrices already.

    Raises:
        WorkError: see `gptq`.
    """
    diagonal = hessian_II.diagonal()
    dead = diagonal == 0
    mean = float(diagonal[~dead].mean()) if bool((~dead).any()) else 1.0
    diagonal[dead] = mean
    damping = _DAMPING
    while damping <= 1:
        diagonal += damping * mean
        lower, failed = torch.linalg.cholesky_ex(hessian_II)
        if not int(failed):
            inverse = torch.cholesky_inverse(lower)
            del lower
            factor, failed = torch.linalg.cholesky_ex(inverse, upper=True)
            if not int(failed) and bool(factor.isfinite().all()):
                return factor
        damping *= 10
    raise WorkError("its inputs' products have no Cholesky factor, even damped: calibrate on more, or other, text")


def output_error(weight_OI: Tensor, rounded_OI: Tensor, hessian_II: Tensor) -> float:
    """tr(D H D^T): the squared error of all outputs, over the inputs that H is of."""
    error_OI = (rounded_OI - weight_OI).float()
    return float(((error_OI @ hessian_II) * error_OI).sum())


def rounded(weight_OGS: Tensor, grid: Grid) -> Grouped:
    """Round to the nearest: what GPTQ is to be better than."""
    return grid.grouped(grid.round(weight_OGS).flatten(1))

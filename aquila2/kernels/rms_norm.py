"""RMSNorm (arXiv 1910.07467) with Llama's roundings, alone and with the residual addition before it."""

import torch
from torch import Tensor

from aquila2.kernels import cpu
from aquila2.kernels.dispatch import use_cpu, use_triton

# D hidden


def rms_norm_plain(x_D: Tensor, weight_D: Tensor, eps: float) -> Tensor:
    """The definition: mean square in float32, the normalised value rounded to `x.dtype`, then times the weight."""
    wide_D = x_D.float()
    wide_D = wide_D * torch.rsqrt(wide_D.square().mean(-1, keepdim=True) + eps)
    return weight_D * wide_D.to(x_D.dtype)


def rms_norm(x_D: Tensor, weight_D: Tensor, eps: float) -> Tensor:
    """Normalise the last dimension of `x` [..., D] to root mean square 1, times `weight` [D]."""
    if x_D.is_contiguous() and weight_D.is_contiguous():
        if use_cpu(x_D, weight_D):
            return cpu.rms_norm(x_D, None, weight_D, eps)[0]
        if use_triton(x_D, weight_D):
            from aquila2.kernels import gpu

            if gpu.fits_a_row(weight_D.numel()):
                return gpu.rms_norm(x_D, None, weight_D, eps)[0]
    return rms_norm_plain(x_D, weight_D, eps)


def add_rms_norm_plain(x_D: Tensor, residual_D: Tensor, weight_D: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """The definition: the sum is rounded to `x.dtype` before it is normalised."""
    total_D = x_D + residual_D
    return rms_norm_plain(total_D, weight_D, eps), total_D


def add_rms_norm(x_D: Tensor, residual_D: Tensor, weight_D: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """(`rms_norm(x + residual)`, `x + residual`): what stands between two blocks of a pre-norm transformer.

    `x` and `residual` are [..., D], of one shape and dtype.
    """
    if (
        x_D.shape == residual_D.shape
        and x_D.is_contiguous()
        and residual_D.is_contiguous()
        and weight_D.is_contiguous()
    ):
        if use_cpu(x_D, residual_D, weight_D):
            return cpu.rms_norm(x_D, residual_D, weight_D, eps)
        if use_triton(x_D, residual_D, weight_D):
            from aquila2.kernels import gpu

            if gpu.fits_a_row(weight_D.numel()):
                return gpu.rms_norm(x_D, residual_D, weight_D, eps)
    return add_rms_norm_plain(x_D, residual_D, weight_D, eps)

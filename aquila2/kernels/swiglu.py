"""The gated activation of SwiGLU (arXiv 2002.05202): `silu(gate) * up`."""

import torch
from torch import Tensor

from aquila2.kernels import cpu
from aquila2.kernels.dispatch import use_cpu, use_triton

# I intermediate


def silu_mul_plain(gate_I: Tensor, up_I: Tensor) -> Tensor:
    """The definition: silu in float32, rounded to the dtype, then times `up`."""
    return torch.nn.functional.silu(gate_I) * up_I


def silu_mul(gate_I: Tensor, up_I: Tensor) -> Tensor:
    """`silu(gate) * up`, both [..., I]."""
    if gate_I.shape == up_I.shape and gate_I.is_contiguous() and up_I.is_contiguous():
        if use_cpu(gate_I, up_I):
            return cpu.silu_mul(gate_I, up_I)
        if use_triton(gate_I, up_I):
            from aquila2.kernels import gpu

            return gpu.silu_mul(gate_I, up_I)
    return silu_mul_plain(gate_I, up_I)


def silu_mul_packed(gate_up_2I: Tensor) -> Tensor:
    """`silu_mul` of the two halves of the last dimension: [..., 2I] -> [..., I], the product of one packed linear."""
    if gate_up_2I.is_contiguous():
        if use_cpu(gate_up_2I):
            return cpu.silu_mul_packed(gate_up_2I)
        if use_triton(gate_up_2I):
            from aquila2.kernels import gpu

            return gpu.silu_mul_packed(gate_up_2I)
    gate_I, up_I = gate_up_2I.chunk(2, dim=-1)
    return silu_mul_plain(gate_I, up_I)

"""The gated activation of SwiGLU (arXiv 2002.05202): `silu(gate) * up`."""

from torch import Tensor
from torch.nn import functional as F

# I intermediate


def silu_mul_plain(gate_I: Tensor, up_I: Tensor) -> Tensor:
    """The definition: silu in float32, rounded to the dtype, then times `up`."""
    return F.silu(gate_I) * up_I


def silu_mul(gate_I: Tensor, up_I: Tensor) -> Tensor:
    """`silu(gate) * up`, both [..., I]."""
    return silu_mul_plain(gate_I, up_I)


def silu_mul_packed(gate_up_2I: Tensor) -> Tensor:
    """`silu_mul` of the two halves of the last dimension: [..., 2I] -> [..., I], the product of one packed linear."""
    gate_I, up_I = gate_up_2I.chunk(2, dim=-1)
    return silu_mul_plain(gate_I, up_I)

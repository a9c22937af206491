"""`x @ weight.T` for weights as checkpoints store them, [out, in]."""

from torch import Tensor
from torch.nn import functional as F


def linear(x: Tensor, weight: Tensor) -> Tensor:
    """`x` [..., in] times `weight` [out, in] -> [..., out]."""
    return F.linear(x, weight)

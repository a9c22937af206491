"""`x @ weight.T` for weights as checkpoints store them, [out, in]."""

import torch
from torch import Tensor

from aquila2.kernels import cpu
from aquila2.kernels.dispatch import use_cpu

# Up to this many rows of x our walk over the weights is faster than torch's (MKL, oneDNN) on the CPU. Two threads,
# 3072 x 576, GB of weights a second, ours / torch: float32 1 row 25 / 9, 8 rows 11 / 8; bfloat16 1 row 40 / 10,
# 4 rows 14 / 7, 8 rows 4 / 6.
_CPU_ROWS = {torch.float32: 8, torch.bfloat16: 4}


def linear(x: Tensor, weight: Tensor) -> Tensor:
    """`x` [..., in] times `weight` [out, in] -> [..., out]."""
    if (
        use_cpu(x, weight)
        and x.numel() <= _CPU_ROWS[x.dtype] * weight.shape[1]
        and x.shape[-1] == weight.shape[1]
        and x.is_contiguous()
        and weight.is_contiguous()
    ):
        return cpu.gemv(x, weight)
    return torch.nn.functional.linear(x, weight)

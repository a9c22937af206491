"""`x @ weight.T` for weights as checkpoints store them, [out, in]."""

import torch
from torch import Tensor

from aquila2.kernels import cpu
from aquila2.kernels.dispatch import use_cpu, use_triton

# Up to this many rows of x our walk over the weights is faster than torch's (MKL, oneDNN) on the CPU. Two threads,
# 3072 x 576, GB of weights a second, ours / torch: float32 1 row 25 / 9, 8 rows 11 / 8; bfloat16 1 row 40 / 10,
# 4 rows 14 / 7, 8 rows 4 / 6.
CPU_ROWS = {torch.float32: 8, torch.bfloat16: 4}


_GPU_DTYPES = (torch.bfloat16, torch.float16)


def linear(x: Tensor, weight: Tensor) -> Tensor:
    """`x` [..., in] times `weight` [out, in] -> [..., out]."""
    K = weight.shape[1]
    if x.numel() <= 8 * K and x.shape[-1] == K and x.is_contiguous() and weight.is_contiguous():
        if use_cpu(x, weight):
            if x.numel() <= CPU_ROWS[x.dtype] * K:
                return cpu.gemv(x, weight)
        elif x.numel() == K and x.dtype in _GPU_DTYPES and use_triton(x, weight):
            # One row on an H100, the 7B shapes, microseconds, ours / cuBLAS: qkv 35 / 37, o 13 / 17, gate and up
            # 60 / 71, down 34 / 36, head 265 / 297.
            from aquila2.kernels import gpu

            return gpu.gemv(x, weight)
    return torch.nn.functional.linear(x, weight)

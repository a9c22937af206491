"""Which kernels a model's linears run on, and why: what `aquila2 info` tells. It asks `dispatch` as the kernels do."""

from typing import Literal

import torch

from aquila2.kernels import int4, linear
from aquila2.kernels.dispatch import CPU_DTYPES, TRITON_DTYPES, installed

Weights = Literal["plain", "nf4", "int4", "int8"]


def explain(weights: Weights, device: torch.device, dtype: torch.dtype) -> str:
    """A line: what multiplies one row of `dtype` by such a matrix, what multiplies many, each with its reason."""
    form = str(dtype).removeprefix("torch.")
    if device.type == "cuda":
        if not installed("triton"):
            return f"PyTorch throughout{_unpacking(weights, 'cuBLAS')}: Triton is not installed (pip install triton)"
        if (weights in ("nf4", "int4") and dtype not in TRITON_DTYPES) or (
            weights == "plain" and dtype is torch.float32
        ):
            return f"PyTorch throughout{_unpacking(weights, 'cuBLAS')}: our kernels have 16-bit inputs, not {form}"
        return {
            "plain": "1 row: our Triton walk over the weights (it reads them at 2.9 TB/s of an H100's 3.35);"
            " more: cuBLAS, which is as fast there",
            "nf4": "1 row: our Triton walk over the packed bytes (a quarter of 16-bit weights to read);"
            " more: unpacked by a kernel, then cuBLAS (the product takes longer than unpacking)",
            "int4": f"1 to {int4.FEW_ROWS} rows: our Triton kernels on packed codes (a quarter of 16-bit weights to"
            " read); more: unpacked by a kernel, then cuBLAS (the product takes longer than unpacking)",
            "int8": "unpacked by PyTorch, then cuBLAS: it saves memory, not time",
        }[weights]
    if device.type != "cpu":
        return f"PyTorch throughout{_unpacking(weights, 'PyTorch')}: there are no kernels of ours for {device.type}"
    if weights == "nf4":
        return "unpacked by PyTorch, then oneDNN: it saves memory, not time; int4 and int8 have kernels here"
    if dtype not in CPU_DTYPES:
        return f"PyTorch throughout{_unpacking(weights, 'oneDNN')}: our loops have float32 and bfloat16, not {form}"
    if not installed("numba"):
        return f"PyTorch throughout{_unpacking(weights, 'oneDNN')}: Numba is not installed (pip install numba)"
    if weights == "plain":
        rows = linear.CPU_ROWS[dtype]
        return (
            f"1 to {rows} rows: our compiled walk over the weights (reading them is all the work); more: oneDNN or MKL"
        )
    share = {"int4": "a quarter", "int8": "half"}[weights]
    return (
        f"1 row: our compiled loops on packed codes ({share} of 16-bit weights to read);"
        " more: unpacked, then oneDNN (the product takes longer than unpacking)"
    )


def _unpacking(weights: Weights, product: str) -> str:
    return "" if weights == "plain" else f", the matrix unpacked before each product by {product}"

"""Runs the compiled CPU kernels of `cpu_int_kernels`: a row times a matrix of whole numbers, and the matrix made."""

import torch
from torch import Tensor

from aquila2.kernels.cpu import Call, launch
from aquila2.kernels.int4 import IntWeight

_KINDS = {torch.float16: 0, torch.bfloat16: 1, torch.float32: 2}


def workspace_size(weight: IntWeight) -> int:
    """Float32 numbers that `gemv_calls` needs for itself."""
    return weight.in_features + int(weight.scales.shape[1])


def gemv_calls(x: Tensor, weight: IntWeight, y: Tensor, workspace: Tensor) -> list[Call]:
    """`y` [..., N] becomes a row `x` [..., K] times the matrix [N, K], both contiguous and of one float32 or bfloat16
    dtype. `workspace` is float32, of `workspace_size`; later calls may use it again."""
    N, G = weight.scales.shape
    K, kind = weight.in_features, _KINDS[weight.scales.dtype]
    zeros = 0 if weight.zeros is None else weight.zeros.data_ptr()
    matrix = weight.codes.data_ptr(), weight.scales.data_ptr(), zeros
    order = 0 if weight.order is None else weight.order.data_ptr()
    planes = workspace.data_ptr()
    if weight.bits == 8:
        return [
            Call("int8_inputs", x.dtype, 0, 1, (x.data_ptr(), order, planes, K)),
            Call("int8_gemv", x.dtype, weight.codes.nbytes, N, (planes, *matrix, y.data_ptr(), N, K, G, kind)),
        ]
    sums = planes + 4 * K
    return [
        Call("int4_planes", x.dtype, 0, 1, (x.data_ptr(), order, planes, sums, K, G)),
        Call("int4_gemv", x.dtype, weight.codes.nbytes, N, (planes, sums, *matrix, y.data_ptr(), N, K, G, kind)),
    ]


def gemv(x: Tensor, weight: IntWeight) -> Tensor:
    """As `gemv_calls`."""
    y = x.new_empty((*x.shape[:-1], weight.codes.shape[0]))
    workspace = torch.empty(workspace_size(weight), dtype=torch.float32)
    for call in gemv_calls(x, weight, y, workspace):
        launch(call)
    return y


def dequantize(weight: IntWeight, dtype: torch.dtype) -> Tensor:
    """A 4-bit matrix [N, K] in float32 or bfloat16, inputs in the order of the codes."""
    N, G = weight.scales.shape
    y = torch.empty(N, weight.in_features, dtype=dtype)
    zeros = 0 if weight.zeros is None else weight.zeros.data_ptr()
    pointers = y.data_ptr(), weight.codes.data_ptr(), weight.scales.data_ptr(), zeros
    words = *pointers, N, weight.in_features, G, _KINDS[weight.scales.dtype]
    launch(Call("int4_dequantize", dtype, y.nbytes, N, words))
    return y

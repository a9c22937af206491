"""Which of a kernel's implementations serves these tensors.

The plain PyTorch twin serves whatever the others do not: when a gradient is wanted, under `torch.compile` (which
fuses the twin itself), on meta and on devices without a kernel.
"""

import functools
import importlib.util

import torch
from torch import Tensor

_ORDINARY = (Tensor, torch.nn.Parameter)  # a subclass may hold no plain memory: quantized, distributed, fake
TRITON_DTYPES = (torch.float32, torch.bfloat16, torch.float16)
CPU_DTYPES = (torch.float32, torch.bfloat16)


def use_triton(*tensors: Tensor) -> bool:
    """Whether a Triton kernel may serve: `_forward_only`, tensors of one GPU and one 16- or 32-bit float dtype."""
    first = tensors[0]
    if not first.is_cuda or first.dtype not in TRITON_DTYPES or not _forward_only(tensors):
        return False
    return all(tensor.get_device() == first.get_device() for tensor in tensors) and installed("triton")


def use_triton_for_update(*tensors: Tensor) -> bool:
    """Whether a Triton kernel may update these in place: contiguous ordinary tensors of one GPU, of float dtypes."""
    device = tensors[0].get_device()
    for tensor in tensors:
        if not tensor.is_cuda or type(tensor) not in _ORDINARY or tensor.dtype not in TRITON_DTYPES:
            return False
        if tensor.get_device() != device or not tensor.is_contiguous():
            return False
    return tensors[0].numel() > 0 and installed("triton")


def use_triton_for_nf4(packed: Tensor, dtype: torch.dtype) -> bool:
    """Whether the Triton kernel may unpack these bytes into `dtype`."""
    return packed.is_cuda and type(packed) in _ORDINARY and dtype in TRITON_DTYPES and installed("triton")


def use_triton_for_codes(*tensors: Tensor) -> bool:
    """Whether a Triton kernel may multiply by packed codes: ordinary tensors of one GPU."""
    device = tensors[0].get_device()
    for tensor in tensors:
        if not tensor.is_cuda or type(tensor) not in _ORDINARY or tensor.get_device() != device:
            return False
    return installed("triton")


def use_cpu(*tensors: Tensor) -> bool:
    """Whether a compiled CPU kernel may serve: `_forward_only`, CPU tensors of one supported dtype."""
    first = tensors[0]
    if not first.is_cpu or first.dtype not in CPU_DTYPES or not _forward_only(tensors):
        return False
    for tensor in tensors:
        if not tensor.is_cpu:
            return False
    return installed("numba")


def use_cpu_for_codes(dtype: torch.dtype, *tensors: Tensor) -> bool:
    """Whether a compiled CPU kernel may compute in `dtype` with packed codes: ordinary CPU tensors."""
    return (
        dtype in CPU_DTYPES
        and all(tensor.is_cpu and type(tensor) in _ORDINARY for tensor in tensors)
        and installed("numba")
    )


def _forward_only(tensors: tuple[Tensor, ...]) -> bool:
    """Eager mode, ordinary tensors of one dtype that hold something, no gradient wanted."""
    if torch.compiler.is_compiling():
        return False
    dtype, wants_grad = tensors[0].dtype, torch.is_grad_enabled()
    for tensor in tensors:  # no generators: this runs several times a layer and token
        if type(tensor) not in _ORDINARY or tensor.dtype is not dtype or (wants_grad and tensor.requires_grad):
            return False
    return tensors[0].numel() > 0


@functools.cache
def installed(name: str) -> bool:
    """Whether a package that some kernels need can be imported."""
    return importlib.util.find_spec(name) is not None

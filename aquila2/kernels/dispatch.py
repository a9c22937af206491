"""Which of a kernel's implementations serves these tensors.

The plain PyTorch twin serves whatever the others do not: when a gradient is wanted, under `torch.compile` (which
fuses the twin itself), on meta and on devices without a kernel.
"""

import functools
import importlib.util

import torch
from torch import Tensor


@functools.cache
def has_module(name: str) -> bool:
    """Whether an optional package can be imported (found, not yet imported)."""
    return importlib.util.find_spec(name) is not None


def forward_only(*tensors: Tensor) -> bool:
    """Whether a kernel without a backward may serve: eager mode, and no gradient wanted for any of the tensors."""
    if torch.compiler.is_compiling():
        return False
    return not (torch.is_grad_enabled() and any(t.requires_grad for t in tensors))


def use_triton(*tensors: Tensor) -> bool:
    """Whether a Triton kernel may serve: CUDA tensors, Triton installed, no gradient wanted."""
    return tensors[0].is_cuda and has_module("triton") and forward_only(*tensors)

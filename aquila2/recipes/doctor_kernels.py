"""Whether the fast kernels work here: each computes something small, beside the plain PyTorch that defines it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from aquila2.kernels.int4 import IntWeight, int_linear, int_linear_plain, pack_codes
from aquila2.kernels.linear import linear
from aquila2.kernels.nf4 import dequantize_nf4_plain, nf4_linear, quantize_nf4
from aquila2.kernels.rms_norm import rms_norm, rms_norm_plain
from aquila2.kernels.swiglu import silu_mul, silu_mul_plain

_IN, _OUT, _GROUP = 256, 128, 64
# Of the largest value, what a kernel's other order of adding may change: a few roundings of the format.
_TOLERANCE = {torch.float32: 1e-4, torch.bfloat16: 3e-2}


@dataclass(frozen=True)
class KernelCheck:
    """One kernel on one device: `error` is None where it is right, else one line."""

    name: str
    device: str
    dtype: str
    error: str | None


def check_kernels(device: torch.device) -> Iterator[KernelCheck]:
    """Run each kernel that inference needs on a device."""
    for dtype in (torch.float32, torch.bfloat16):
        for name, fast, plain in _pairs(device, dtype):
            yield KernelCheck(name, str(device), str(dtype).removeprefix("torch."), _difference(fast, plain, dtype))


def _pairs(device: torch.device, dtype: torch.dtype) -> list[tuple[str, Callable[[], Tensor], Callable[[], Tensor]]]:
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(1, _IN, generator=generator).to(device, dtype)
    gate = torch.randn(1, _IN, generator=generator).to(device, dtype)
    weight = torch.randn(_OUT, _IN, generator=generator).to(device, dtype)
    codes = torch.randint(16, (_OUT, _IN), generator=generator, dtype=torch.uint8).to(device)
    scales = torch.rand(_OUT, _IN // _GROUP, generator=generator).to(device, dtype)
    int4 = IntWeight(pack_codes(codes), scales, None, None)
    nf4 = quantize_nf4(weight)
    return [
        ("linear", lambda: linear(x, weight), lambda: torch.nn.functional.linear(x, weight)),
        ("rms_norm", lambda: rms_norm(x, gate[0], 1e-5), lambda: rms_norm_plain(x, gate[0], 1e-5)),
        ("swiglu", lambda: silu_mul(gate, x), lambda: silu_mul_plain(gate, x)),
        ("int4", lambda: int_linear(x, int4), lambda: int_linear_plain(x, int4)),
        ("nf4", lambda: nf4_linear(x, nf4, _OUT), lambda: x @ dequantize_nf4_plain(nf4, (_OUT, _IN), dtype).T),
    ]


def _difference(fast: Callable[[], Tensor], plain: Callable[[], Tensor], dtype: torch.dtype) -> str | None:
    try:
        with torch.inference_mode():
            expected = plain().float()
            found = fast().float()
    except Exception as error:  # whatever a compiler or driver says: it is what the user has to know
        said = str(error).strip().splitlines()
        return f"{type(error).__name__}: {said[0] if said else ''}"
    worst = ((found - expected).abs().max() / expected.abs().max()).item()
    return None if worst <= _TOLERANCE[dtype] else f"differs from plain PyTorch by {worst:.1e} of the largest value"

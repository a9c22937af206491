"""Runs the compiled CPU kernels on tensors.

A kernel runs in a region of the OpenMP pool that PyTorch itself uses (`GOMP_parallel` of the runtime that torch is
linked to), with `torch.get_num_threads()` threads: a second pool would fight the first for the cores, and Numba's
own costs several microseconds a call. Where torch's runtime offers no such entry, kernels run on one thread.
"""

import ctypes
import functools
import struct
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

_ELEMENT = {torch.float32: "float32", torch.bfloat16: "bfloat16"}
_PARALLEL_BYTES = 1 << 16  # less memory than this is read sooner than a second thread takes to join


_Function = ctypes.CFUNCTYPE(None, ctypes.c_char_p)


@functools.cache
def _kernel(name: str, dtype: torch.dtype) -> tuple[Any, int]:
    """A kernel as a function of its argument words, and its address."""
    from aquila2.kernels import cpu_kernels

    address: int = getattr(cpu_kernels, name).compiled(_ELEMENT[dtype]).address
    return _Function(address), address


@functools.cache
def _openmp() -> tuple[Any, int, int] | None:
    """(GOMP_parallel, address of omp_get_thread_num, of omp_get_num_threads) of torch's own runtime."""
    try:
        library = ctypes.CDLL(torch._C.__file__)  # symbols are sought in what it is linked to, too
        parallel = library.GOMP_parallel
        number, count = (
            ctypes.cast(f, ctypes.c_void_p).value or 0
            for f in (library.omp_get_thread_num, library.omp_get_num_threads)
        )
    except (OSError, AttributeError):
        return None
    parallel.restype = None
    parallel.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint, ctypes.c_uint]
    return parallel, number, count


@functools.cache
def _packer(count: int) -> Callable[..., bytes]:
    return struct.Struct(f"={count}q").pack


def _launch(name: str, dtype: torch.dtype, work_bytes: int, *words: int) -> None:
    """Run a kernel of `cpu_kernels` on its argument words (addresses and sizes), over threads if the work is worth it.

    The caller keeps the tensors behind the addresses alive; the call returns when all threads are done. It costs
    1 to 2 microseconds, as much as one operation of torch; a ctypes array in place of `struct` would double that.
    """
    kernel, address = _kernel(name, dtype)
    threads = torch.get_num_threads() if work_bytes >= _PARALLEL_BYTES else 1
    openmp = _openmp() if threads > 1 else None
    pack = _packer(len(words) + 2)
    if openmp is None:
        kernel(pack(0, 0, *words))
    else:
        parallel, number, count = openmp
        parallel(address, pack(number, count, *words), threads, 0)


def gemv(x: Tensor, weight: Tensor) -> Tensor:
    """`x` [..., K] times `weight` [N, K], both contiguous, for few rows of x."""
    N, K = weight.shape
    y = x.new_empty((*x.shape[:-1], N))
    _launch("gemv", x.dtype, weight.nbytes, x.data_ptr(), weight.data_ptr(), y.data_ptr(), y.numel() // N, N, K)
    return y


def rms_norm(x: Tensor, residual: Tensor | None, weight: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """(norm of `x + residual`, that sum); without a residual the second is `x`. All contiguous, [..., D] and [D]."""
    y = torch.empty_like(x)
    total = x if residual is None else torch.empty_like(x)
    eps_word = ctypes.c_float(eps)
    D = weight.numel()
    _launch(
        "rms_norm",
        x.dtype,
        x.nbytes,
        x.data_ptr(),
        0 if residual is None else residual.data_ptr(),
        weight.data_ptr(),
        y.data_ptr(),
        total.data_ptr(),
        ctypes.addressof(eps_word),
        x.numel() // D,
        D,
    )
    return y, total


def silu_mul(gate: Tensor, up: Tensor) -> Tensor:
    """`silu(gate) * up`, both contiguous and of one shape."""
    y = torch.empty_like(gate)
    D = gate.shape[-1]
    pointers = gate.data_ptr(), up.data_ptr(), y.data_ptr()
    _launch("silu_mul", gate.dtype, gate.nbytes, *pointers, D, y.numel() // D, D)
    return y


def silu_mul_packed(gate_up: Tensor) -> Tensor:
    """`silu_mul` of the halves of a contiguous [..., 2D]."""
    *rows, width = gate_up.shape
    D = width // 2
    y = torch.empty((*rows, D), dtype=gate_up.dtype)
    gate = gate_up.data_ptr()
    pointers = gate, gate + D * gate_up.itemsize, y.data_ptr()
    _launch("silu_mul", gate_up.dtype, gate_up.nbytes, *pointers, width, y.numel() // D, D)
    return y


def rope(q: Tensor, k: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor]:
    """`apply_rope` for q [B, S, N, H], k [B, S, K, H], cos and sin of any strides but the last."""
    k_out = torch.empty(k.shape, dtype=k.dtype)
    return _rope(q, k, cos, sin, k_out.data_ptr(), k_out.stride(), 0, 0, (0, 0, 0)), k_out


def rope_append(
    q: Tensor, k: Tensor, v: Tensor, cos: Tensor, sin: Tensor, k_cache: Tensor, v_cache: Tensor, start: int
) -> Tensor:
    """`append_rotated` for caches [B, K, P, H] of the same strides, the last of them 1."""
    b, heads, slots, _ = k_cache.stride()
    offset = start * slots * k_cache.itemsize
    k_out, v_out = k_cache.data_ptr() + offset, v_cache.data_ptr() + offset
    return _rope(q, k, cos, sin, k_out, (b, slots, heads), v.data_ptr(), v_out, v.stride())


def _rope(
    q: Tensor,
    k: Tensor,
    cos: Tensor,
    sin: Tensor,
    k_out: int,
    out_strides: tuple[int, ...],
    v: int,
    v_out: int,
    v_strides: tuple[int, ...],
) -> Tensor:
    B, S, N, H = q.shape
    q_out = torch.empty((B, S, N, H), dtype=q.dtype)
    _launch(
        "rope",
        q.dtype,
        q.nbytes,
        q.data_ptr(),
        k.data_ptr(),
        cos.data_ptr(),
        sin.data_ptr(),
        q_out.data_ptr(),
        k_out,
        v,
        v_out,
        B,
        S,
        N,
        k.shape[2],
        H,
        *q.stride()[:3],
        *k.stride()[:3],
        *v_strides[:3],
        *out_strides[:3],
        cos.stride(0) if cos.shape[0] > 1 else 0,
        cos.stride(1),
    )
    return q_out


def decode_attention(q: Tensor, k: Tensor, v: Tensor, lengths: list[int]) -> Tensor:
    """`q` [B, N, H] over the first `lengths[b]` slots of `k`, `v` [B, K, L, H], whose slots are contiguous."""
    B, N, H = q.shape
    K, longest = k.shape[1], max(lengths)
    y = torch.empty_like(q)
    workspace = torch.empty(B * N * (longest + H), dtype=torch.float32)
    length_words = (ctypes.c_int64 * B)(*lengths)
    _launch(
        "decode_attention",
        q.dtype,
        2 * B * N * longest * H * q.itemsize,
        q.data_ptr(),
        k.data_ptr(),
        v.data_ptr(),
        y.data_ptr(),
        ctypes.addressof(length_words),
        workspace.data_ptr(),
        workspace.data_ptr() + 4 * B * N * longest,
        B,
        N,
        K,
        longest,
        H,
        k.stride(0),
        k.stride(1),
    )
    return y

"""Runs the compiled CPU kernels on tensors, over `torch.get_num_threads()` threads: one at once, or a program of many.

Each kernel has a function that says how it is called (`gemv_call`) and one that allocates its result and runs it
(`gemv`). A `Program` collects calls on memory that stays, and then runs them all without a return to Python.
"""

import ctypes
import functools
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor

_ELEMENT = {torch.float32: "float32", torch.bfloat16: "bfloat16"}
_PARALLEL_BYTES = 1 << 16  # less memory than this is read sooner than a second thread takes to join
_CHUNK_BYTES = 1 << 17  # about 10 microseconds: waiting for a thread's last chunk is short, taking one costs 0.1
_MAX_CHUNKS = 0xFFFF  # what cpu_team's ticket holds

_Function = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int64, ctypes.c_int64)


class Call(NamedTuple):
    """A kernel of `cpu_kernels` or `cpu_int_kernels` with its argument words; `rows` is what it can be cut into."""

    name: str
    dtype: torch.dtype
    work_bytes: int
    rows: int
    words: tuple[int, ...]


class Program:
    """Calls that run one after the other, many times, on the same memory; the counterpart of a CUDA graph.

    The tensors behind the calls' addresses are the caller's to keep. The number of threads is the one that
    `torch.get_num_threads()` gives when the program is made.
    """

    def __init__(self, calls: list[Call]) -> None:
        from aquila2.kernels.cpu_team import team

        self._team, self._count = team(), len(calls)
        self._arguments = [(ctypes.c_int64 * len(call.words))(*call.words) for call in calls]
        steps = list[int]()
        for call, arguments in zip(calls, self._arguments, strict=True):
            steps += _kernel(call.name, call.dtype)[1], ctypes.addressof(arguments), _chunks(call)
        self._steps = _packer(len(steps))(*steps)

    def run(self) -> None:
        """Run all calls."""
        self._team.run(self._steps, self._count)


def launch(call: Call) -> None:
    """Run one call. The tensors behind its addresses must live until it returns, when all is done.

    It costs 1 to 2 microseconds, as much as one operation of torch; a ctypes array in place of `struct` would double
    that.
    """
    kernel, address = _kernel(call.name, call.dtype)
    chunks = _chunks(call)
    if chunks == 1:
        kernel(_packer(len(call.words))(*call.words), 0, 1)
    else:
        from aquila2.kernels.cpu_team import team

        team().run(_packer(len(call.words) + 3)(address, 0, chunks, *call.words), 1)


def _chunks(call: Call) -> int:
    threads = torch.get_num_threads()
    if threads == 1 or call.work_bytes < _PARALLEL_BYTES:
        return 1
    turns = -(-call.work_bytes // (_CHUNK_BYTES * threads))  # whole turns of all threads
    return min(turns * threads, call.rows, _MAX_CHUNKS)


@functools.cache
def _kernel(name: str, dtype: torch.dtype) -> tuple[Any, int]:
    """A kernel as a function (arguments, chunk, chunks), and its address."""
    from aquila2.kernels import cpu_int_kernels, cpu_kernels

    module = cpu_int_kernels if name.startswith("int") else cpu_kernels
    address: int = getattr(module, name).address(_ELEMENT[dtype])
    return _Function(address), address


@functools.cache
def _packer(count: int) -> Callable[..., bytes]:
    return struct.Struct(f"={count}q").pack


@functools.cache
def _float_word(value: float) -> int:
    """A float32 as an argument word: its bits."""
    return int(struct.unpack("=I", struct.pack("=f", value))[0])


def gemv_call(x: Tensor, weight: Tensor, y: Tensor) -> Call:
    """`y` [..., N] becomes `x` [..., K] times `weight` [N, K], all contiguous, for few rows of x."""
    N, K = weight.shape
    return Call(
        "gemv", x.dtype, weight.nbytes, N, (x.data_ptr(), weight.data_ptr(), y.data_ptr(), x.numel() // K, N, K)
    )


def gemv(x: Tensor, weight: Tensor) -> Tensor:
    """As `gemv_call`."""
    y = x.new_empty((*x.shape[:-1], weight.shape[0]))
    launch(gemv_call(x, weight, y))
    return y


def rms_norm_call(x: Tensor, residual: Tensor | None, weight: Tensor, y: Tensor, total: Tensor, eps: float) -> Call:
    """`total` becomes `x + residual` and `y` its norm, all [..., D]; without a residual, `total` must be `x`."""
    D = weight.numel()
    rows = x.numel() // D
    other = 0 if residual is None else residual.data_ptr()
    pointers = x.data_ptr(), other, weight.data_ptr(), y.data_ptr(), total.data_ptr()
    return Call("rms_norm", x.dtype, x.nbytes, rows, (*pointers, _float_word(eps), rows, D))


def rms_norm(x: Tensor, residual: Tensor | None, weight: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """(norm of `x + residual`, that sum); without a residual the second is `x`."""
    y = torch.empty_like(x)
    total = x if residual is None else torch.empty_like(x)
    launch(rms_norm_call(x, residual, weight, y, total, eps))
    return y, total


def silu_mul(gate: Tensor, up: Tensor) -> Tensor:
    """`silu(gate) * up`, both contiguous and of one shape."""
    y = torch.empty_like(gate)
    launch(_silu_mul_call(gate, gate.data_ptr(), up.data_ptr(), y, gate.shape[-1]))
    return y


def silu_mul_packed_call(gate_up: Tensor, y: Tensor) -> Call:
    """`y` [..., D] becomes `silu_mul` of the halves of `gate_up` [..., 2D], both contiguous."""
    gate = gate_up.data_ptr()
    return _silu_mul_call(gate_up, gate, gate + y.shape[-1] * y.itemsize, y, gate_up.shape[-1])


def silu_mul_packed(gate_up: Tensor) -> Tensor:
    """As `silu_mul_packed_call`."""
    y = torch.empty((*gate_up.shape[:-1], gate_up.shape[-1] // 2), dtype=gate_up.dtype)
    launch(silu_mul_packed_call(gate_up, y))
    return y


def _silu_mul_call(x: Tensor, gate: int, up: int, y: Tensor, stride: int) -> Call:
    D = y.shape[-1]
    rows = y.numel() // D
    return Call("silu_mul", x.dtype, x.nbytes, rows, (gate, up, y.data_ptr(), stride, rows, D))


def rope(q: Tensor, k: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor]:
    """`apply_rope` for q [B, S, N, H], k [B, S, K, H], cos and sin of any strides but the last."""
    q_out, k_out = (torch.empty(x.shape, dtype=x.dtype) for x in (q, k))
    launch(_rope_call(q, k, None, cos, sin, q_out, k_out, k_out, k_out.stride()[:3], 0, 0))
    return q_out, k_out


def rope_append_call(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    cos: Tensor,
    sin: Tensor,
    q_out: Tensor,
    k_cache: Tensor,
    v_cache: Tensor,
    slots: Tensor,
) -> Call:
    """`append_rotated` for caches [C, K, P, H] of the same strides, the last of them 1, and int64 slots [B, S]."""
    block, heads, places, _ = k_cache.stride()
    strides = (block, places, heads)
    return _rope_call(q, k, v, cos, sin, q_out, k_cache, v_cache, strides, slots.data_ptr(), k_cache.shape[2])


def rope_append(
    q: Tensor, k: Tensor, v: Tensor, cos: Tensor, sin: Tensor, k_cache: Tensor, v_cache: Tensor, slots: Tensor
) -> Tensor:
    """As `rope_append_call`; returns the turned queries."""
    q_out = torch.empty(q.shape, dtype=q.dtype)
    launch(rope_append_call(q, k, v, cos, sin, q_out, k_cache, v_cache, slots))
    return q_out


def _rope_call(
    q: Tensor,
    k: Tensor,
    v: Tensor | None,
    cos: Tensor,
    sin: Tensor,
    q_out: Tensor,
    k_out: Tensor,
    v_out: Tensor,
    out_strides: tuple[int, ...],
    slots: int,
    places: int,
) -> Call:
    B, S, N, H = q.shape
    inputs = q.data_ptr(), k.data_ptr(), cos.data_ptr(), sin.data_ptr()
    values = (0, 0) if v is None else (v.data_ptr(), v_out.data_ptr())
    outputs = q_out.data_ptr(), k_out.data_ptr(), *values, slots
    v_strides = (0, 0, 0) if v is None else v.stride()[:3]
    angle_strides = cos.stride(0) if cos.shape[0] > 1 else 0, cos.stride(1)
    strides = *q.stride()[:3], *k.stride()[:3], *v_strides, *out_strides, *angle_strides
    return Call("rope", q.dtype, q.nbytes, B * S, (*inputs, *outputs, B, S, N, k.shape[2], H, *strides, places))


def decode_attention_call(
    q: Tensor, k: Tensor, v: Tensor, y: Tensor, lengths: Tensor, tables: Tensor, longest: int, workspace: Tensor
) -> Call:
    """`y` becomes `decode_attention` of `q` [B, N, H] and `k`, `v` [C, K, P, H], whose slots are contiguous.

    No row is longer than `longest`; `workspace` holds B * N * (longest + H) float32.
    """
    B, N, H = q.shape
    scores = workspace.data_ptr()
    pointers = q.data_ptr(), k.data_ptr(), v.data_ptr(), y.data_ptr(), lengths.data_ptr(), tables.data_ptr()
    sizes = B, N, k.shape[1], longest, H, k.shape[2], tables.shape[1], k.stride(0), k.stride(1)
    words = *pointers, scores, scores + 4 * B * N * longest, *sizes
    return Call("decode_attention", q.dtype, 2 * B * N * longest * H * q.itemsize, B * N, words)


def decode_attention(q: Tensor, k: Tensor, v: Tensor, lengths: Tensor, tables: Tensor) -> Tensor:
    """As `decode_attention_call`."""
    B, N, H = q.shape
    longest, y = int(lengths.max()), torch.empty_like(q)
    workspace = torch.empty(B * N * (longest + H), dtype=torch.float32)
    launch(decode_attention_call(q, k, v, y, lengths, tables, longest, workspace))
    return y

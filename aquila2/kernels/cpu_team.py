"""A team of threads for compiled CPU kernels: torch's own, and no thread waits for one that is not running.

Steps (a kernel, its arguments, the number of chunks that its rows are cut into) run one after the other inside one
OpenMP region. The caller opens a step, takes chunks like everybody else until none is left, and waits for those that
others took, not for the others. In a region a step, as torch's own operations have it, a thread that another program
keeps from running makes everybody wait for a scheduler's time slice, 4 milliseconds and more, at every step: with two
busy programs beside, on two cores, a token of SmolLM2-135M took a second.

The region is one of the runtime that torch is linked to (its `GOMP_parallel`): a second pool of threads would fight
the first for the cores, each spinning while the other works. Where torch's runtime has no such entry, or fewer
threads come than were asked for, those that there are do all the work.

A region's state, in int64:

    line 0      ticket (step << 32 | chunks << 16 | next chunk), kernel, arguments
    line 1      chunks done
    line 2      the caller's table of addresses, steps, number of steps

A chunk is taken by a compare-and-swap of the whole ticket: whoever succeeds took it from a step that was still open,
so what it had read of the step was true.
"""

import ctypes
import functools
import platform
from typing import Any

import numba
import numba.extending
import torch
from llvmlite import ir
from numba import types
from numba.core import cgutils

from aquila2.kernels.cpu_kernels import compiled

_MAX_CHUNKS = 0xFFFF
_TICKET, _KERNEL, _ARGUMENTS, _DONE, _TABLE, _STEPS, _COUNT = 0, 1, 2, 8, 16, 17, 18
_THREAD_NUMBER, _PARALLEL, _REGION, _SCHED_YIELD = 0, 1, 2, 3  # the table of addresses
_CLOSED = -1
_SPINS = 4096
_i64, _void = ir.IntType(64), ir.VoidType()
_intrinsic: Any = numba.extending.intrinsic
_inlined: Any = numba.njit(nogil=True, error_model="numpy")
_WORDS = types.CPointer(types.int64)
_PAUSE = "llvm.x86.sse2.pause" if platform.machine() in ("x86_64", "AMD64") else None


@_intrinsic
def _read(typingctx: Any, state: Any, i: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.load_atomic(builder.gep(values[0], [values[1]]), "acquire", 8)

    return types.int64(_WORDS, types.intp), generate


@_intrinsic
def _write(typingctx: Any, state: Any, i: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        builder.store_atomic(values[2], builder.gep(values[0], [values[1]]), "release", 8)
        return context.get_dummy_value()

    return types.void(_WORDS, types.intp, types.int64), generate


@_intrinsic
def _add(typingctx: Any, state: Any, i: Any, value: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.atomic_rmw("add", builder.gep(values[0], [values[1]]), values[2], "acq_rel")

    return types.int64(_WORDS, types.intp, types.int64), generate


@_intrinsic
def _swap(typingctx: Any, state: Any, i: Any, expected: Any, new: Any) -> Any:
    """Compare and swap: whether state[i] was `expected` and is `new` now."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        place = builder.gep(values[0], [values[1]])
        return builder.extract_value(builder.cmpxchg(place, values[2], values[3], "acq_rel", "acquire"), 1)

    return types.boolean(_WORDS, types.intp, types.int64, types.int64), generate


@_intrinsic
def _pause(typingctx: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        if _PAUSE is not None:
            builder.call(builder.module.declare_intrinsic(_PAUSE, (), ir.FunctionType(_void, [])), [])
        return context.get_dummy_value()

    return types.void(), generate


@_intrinsic
def _words_at(typingctx: Any, address: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.inttoptr(values[0], _i64.as_pointer())

    return _WORDS(types.int64), generate


@_intrinsic
def _address_of(typingctx: Any, words: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.ptrtoint(values[0], _i64)

    return types.int64(_WORDS), generate


@_intrinsic
def _new_words(typingctx: Any) -> Any:
    """32 words on the stack."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.bitcast(cgutils.alloca_once(builder, ir.ArrayType(_i64, 32)), _i64.as_pointer())

    return _WORDS(), generate


@_intrinsic
def _call_kernel(typingctx: Any, kernel: Any, arguments: Any, chunk: Any, chunks: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        function = ir.FunctionType(_void, [_i64, _i64, _i64])
        builder.call(builder.inttoptr(values[0], function.as_pointer()), values[1:])
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, types.int64, types.int64), generate


@_intrinsic
def _call_int(typingctx: Any, function: Any) -> Any:
    """Call `int f(void)` at an address."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kind = ir.FunctionType(ir.IntType(32), [])
        return builder.call(builder.inttoptr(values[0], kind.as_pointer()), [])

    return types.int32(types.int64), generate


@_intrinsic
def _call_parallel(typingctx: Any, function: Any, region: Any, state: Any, threads: Any) -> Any:
    """GOMP_parallel(region, state, threads, 0)"""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        i32 = ir.IntType(32)
        kind = ir.FunctionType(_void, [_i64, _i64.as_pointer(), i32, i32])
        arguments = [values[1], values[2], builder.trunc(values[3], i32), ir.Constant(i32, 0)]
        builder.call(builder.inttoptr(values[0], kind.as_pointer()), arguments)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64, _WORDS, types.int64), generate


@_inlined
def _take(state: Any, ticket: Any) -> Any:
    """Do one chunk of the open step; False if there was none left to take."""
    chunk, chunks = ticket & _MAX_CHUNKS, (ticket >> 16) & _MAX_CHUNKS
    if chunk >= chunks:
        return False
    kernel, arguments = _read(state, _KERNEL), _read(state, _ARGUMENTS)
    if _swap(state, _TICKET, ticket, ticket + 1):
        _call_kernel(kernel, arguments, chunk, chunks)
        _add(state, _DONE, 1)
    return True


@_inlined
def _lead(state: Any) -> None:
    """The caller's part: open step after step, help with each, close."""
    steps, sched_yield = _words_at(state[_STEPS]), _words_at(state[_TABLE])[_SCHED_YIELD]
    for step in range(state[_COUNT]):
        kernel, arguments, chunks = steps[3 * step], steps[3 * step + 1], steps[3 * step + 2]
        if arguments == 0:
            arguments = state[_STEPS] + 24 * state[_COUNT]
        if chunks == 1:
            _call_kernel(kernel, arguments, 0, 1)
            continue
        _write(state, _KERNEL, kernel)
        _write(state, _ARGUMENTS, arguments)
        _write(state, _DONE, 0)
        _write(state, _TICKET, (step << 32) | (chunks << 16))
        while _take(state, _read(state, _TICKET)):
            pass
        waited = 0
        while _read(state, _DONE) < chunks:
            _pause()
            waited += 1
            if waited % _SPINS == 0 and sched_yield != 0:  # who took the last chunk may wait for this very core
                _call_int(sched_yield)
    _write(state, _TICKET, _CLOSED)


def _region(state: Any) -> None:
    """What each thread of the team does."""
    if _call_int(_words_at(state[_TABLE])[_THREAD_NUMBER]) == 0:
        _lead(state)
        return
    ticket = _read(state, _TICKET)
    while ticket != _CLOSED:
        if not _take(state, ticket):
            _pause()
        ticket = _read(state, _TICKET)


def _run(table: Any, steps: Any, count: Any, threads: Any) -> None:
    """Run steps [count, 3] with a team."""
    state = _new_words()
    state[_TICKET] = 0
    state[_TABLE] = _address_of(table)
    state[_STEPS] = _address_of(steps)
    state[_COUNT] = count
    if threads == 1 or table[_PARALLEL] == 0:
        _lead(state)
    else:
        _call_parallel(table[_PARALLEL], table[_REGION], state, threads)


class Team:
    """Runs steps. Their memory is the caller's to keep."""

    def __init__(self) -> None:
        self._compiled = (
            compiled(_region, types.void(_WORDS)),
            compiled(_run, types.void(_WORDS, _WORDS, types.int64, types.int64)),
        )
        number, parallel = _openmp()
        self._table = (ctypes.c_int64 * 4)(number, parallel, self._compiled[0].address, _sched_yield())
        self._run = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int64, ctypes.c_int64)(
            self._compiled[1].address
        )

    def run(self, steps: bytes, count: int) -> None:
        """Run `count` steps one after the other on `torch.get_num_threads()` threads; returns when all is done.

        A step is three int64: the address of a kernel, the address of its arguments (0: they follow the last step),
        the number of chunks, at most `_MAX_CHUNKS`.
        """
        self._run(self._table, steps, count, torch.get_num_threads())


@functools.cache
def team() -> Team:
    """The team of this process."""
    return Team()


def _openmp() -> tuple[int, int]:
    """Addresses of omp_get_thread_num and GOMP_parallel of torch's own runtime; 0 where it has none."""
    try:
        library = ctypes.CDLL(torch._C.__file__)  # symbols are sought in what it is linked to, too
        return _address(library.omp_get_thread_num), _address(library.GOMP_parallel)
    except (OSError, AttributeError):
        return 0, 0


def _sched_yield() -> int:
    try:
        return _address(ctypes.CDLL(None).sched_yield)
    except (OSError, TypeError, AttributeError):  # not a POSIX system
        return 0


def _address(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0

"""Compiled CPU kernels (Numba): what one generated token needs, without PyTorch's cost of an operation each.

A kernel is a C function of a pointer to an array of int64 (addresses and sizes, named in its docstring), a chunk's
number and the number of chunks that its rows are cut into. The pointer's type stands for the type of the tensors
behind the addresses, so that one definition compiles for float32 and for bfloat16.

Loads widen to float32, arithmetic is float32, stores round to nearest even. The fast-math flags let a sum be
reordered, which vectorises it, but keep NaN and infinity exact.

All compiled code stands in this one file because Numba's on-disk cache notices changes of the file that defines a
kernel and of no other.
"""

from typing import Any

import numba
import numba.extending
import numpy as np
from llvmlite import ir
from numba import types

_FLOAT32, _BFLOAT16 = types.CPointer(types.float32), types.CPointer(types.uint16)
ELEMENTS = {"float32": _FLOAT32, "bfloat16": _BFLOAT16}
_FAST = {"reassoc", "contract", "nsz", "arcp"}
_OPTIONS: dict[str, Any] = {"fastmath": _FAST, "boundscheck": False, "error_model": "numpy"}
_i32, _f32, _i64 = ir.IntType(32), ir.FloatType(), ir.IntType(64)
_intrinsic: Any = numba.extending.intrinsic
_inlined: Any = numba.njit(nogil=True, **_OPTIONS)


def compiled(function: Any, signature: Any) -> Any:
    """The C function of a definition, from the cache on disk where one can be written; `.address` is where it lies."""
    try:
        return numba.cfunc(signature, cache=True, **_OPTIONS)(function)
    except (RuntimeError, OSError):  # Numba found no folder that it could cache in
        return numba.cfunc(signature, **_OPTIONS)(function)


class Kernel:
    """A kernel of one pointer to its arguments, a chunk's number and the number of chunks; compiled when first used."""

    def __init__(self, function: Any) -> None:
        self.function = function
        self._compiled: dict[str, Any] = {}  # holds the code that addresses point to

    def address(self, element: str) -> int:
        """The C function for tensors of `float32` or `bfloat16`."""
        signature = types.void(ELEMENTS[element], types.intp, types.intp)
        self._compiled[element] = compiled(self.function, signature)
        return int(self._compiled[element].address)


@_intrinsic
def _word(typingctx: Any, args: Any, i: Any) -> Any:
    """Word i of the arguments, a number."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.load(builder.gep(builder.bitcast(values[0], _i64.as_pointer()), [values[1]]))

    return types.intp(args, types.intp), generate


@_intrinsic
def _float_word(typingctx: Any, args: Any, i: Any) -> Any:
    """Word i of the arguments, the bits of a float32."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        word = builder.load(builder.gep(builder.bitcast(values[0], _i64.as_pointer()), [values[1]]))
        return builder.bitcast(builder.trunc(word, _i32), _f32)

    return types.float32(args, types.intp), generate


def _pointer(kind: Any) -> Any:
    @_intrinsic
    def pointer(typingctx: Any, args: Any, i: Any) -> Any:
        """Word i of the arguments, the address of numbers: of the tensors' type, or of `kind`."""
        result = args if kind is None else types.CPointer(kind)

        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            word = builder.load(builder.gep(builder.bitcast(values[0], _i64.as_pointer()), [values[1]]))
            return builder.inttoptr(word, context.get_value_type(result))

        return result(args, types.intp), generate

    return pointer


_tensor, _floats, _ints = _pointer(None), _pointer(types.float32), _pointer(types.int64)
_short_ints = _pointer(types.int32)


def _widen(builder: Any, bits: Any) -> Any:
    return builder.bitcast(builder.shl(builder.zext(bits, _i32), ir.Constant(_i32, 16)), _f32)


def _narrow(builder: Any, value: Any) -> Any:
    """The bits of the bfloat16 nearest to a float32, ties to even; NaN stays NaN."""
    bits = builder.bitcast(value, _i32)
    odd = builder.and_(builder.lshr(bits, ir.Constant(_i32, 16)), ir.Constant(_i32, 1))
    rounded = builder.lshr(builder.add(bits, builder.add(odd, ir.Constant(_i32, 0x7FFF))), ir.Constant(_i32, 16))
    nan = builder.fcmp_unordered("uno", value, value)
    return builder.trunc(builder.select(nan, ir.Constant(_i32, 0x7FC0), rounded), ir.IntType(16))


@_intrinsic
def _load(typingctx: Any, array: Any, i: Any) -> Any:
    """array[i] as float32."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        value = builder.load(builder.gep(values[0], [values[1]]))
        return _widen(builder, value) if array == _BFLOAT16 else value

    return types.float32(array, types.intp), generate


@_intrinsic
def _store(typingctx: Any, array: Any, i: Any, value: Any) -> Any:
    """array[i] = value, rounded to the array's format."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        value = _narrow(builder, values[2]) if array == _BFLOAT16 else values[2]
        builder.store(value, builder.gep(values[0], [values[1]]))
        return context.get_dummy_value()

    return types.void(array, types.intp, types.float32), generate


@_intrinsic
def _rounded(typingctx: Any, array: Any, value: Any) -> Any:
    """The value, rounded to the array's format."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return _widen(builder, _narrow(builder, values[1])) if array == _BFLOAT16 else values[1]

    return types.float32(array, types.float32), generate


def _llvm(name: str, count: int) -> Any:
    """An LLVM intrinsic of float32 numbers, which vectorises where NumPy's function would be a call."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        function = builder.module.declare_intrinsic(name, [_f32], ir.FunctionType(_f32, [_f32] * count))
        return builder.call(function, values)

    if count == 1:
        return _intrinsic(lambda typingctx, value: (types.float32(types.float32), generate))
    return _intrinsic(lambda typingctx, a, b: (types.float32(types.float32, types.float32), generate))


_floor, _maximum = _llvm("llvm.floor", 1), _llvm("llvm.maximum", 2)


@_intrinsic
def _power_of_two(typingctx: Any, exponent: Any) -> Any:
    """2^exponent for a whole -126 <= exponent <= 127, written as the exponent's bits."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        biased = builder.add(builder.fptosi(values[0], _i32), ir.Constant(_i32, 127))
        return builder.bitcast(builder.shl(biased, ir.Constant(_i32, 23)), _f32)

    return types.float32(types.float32), generate


@_inlined
def _exp(x: Any) -> Any:
    """e^x to 3e-7, a form that vectorises: the C library's is called once a number. 0 under -87, infinity over 88."""
    n = _floor(x * np.float32(1.44269504) + np.float32(0.5))
    r = x - n * np.float32(0.693147181)
    p = np.float32(1.9875691500e-4)  # the coefficients of Cephes' expf, for |r| <= log(2) / 2
    p = p * r + np.float32(1.3981999507e-3)
    p = p * r + np.float32(8.3334519073e-3)
    p = p * r + np.float32(4.1665795894e-2)
    p = p * r + np.float32(1.6666665459e-1)
    p = p * r + np.float32(5.0000001201e-1)
    y = (p * r * r + r + np.float32(1)) * _power_of_two(n)
    if x < np.float32(-87):
        y = np.float32(0)
    if x > np.float32(88):
        y = np.float32(np.inf)
    if x != x:
        y = x
    return y


@_inlined
def _share(chunk: Any, chunks: Any, count: Any) -> Any:
    """(first, last) of `count` items for one chunk."""
    return chunk * count // chunks, (chunk + 1) * count // chunks


# M rows of x, N outputs, K inputs


@Kernel
def gemv(args: Any, chunk: Any, chunks: Any) -> None:
    """x[M, K] weight[N, K] y[M, N] M N K: y = x @ weight.T

    Each row of weights is read from memory once and used for all rows of x.
    """
    x, weight, y = _tensor(args, 0), _tensor(args, 1), _tensor(args, 2)
    M, N, K = _word(args, 3), _word(args, 4), _word(args, 5)
    first, last = _share(chunk, chunks, N)
    for n in range(first, last):
        for m in range(M):
            total = np.float32(0)
            for k in range(K):
                total += _load(weight, n * K + k) * _load(x, m * K + k)
            _store(y, m * N + n, total)


# R rows of D


@Kernel
def rms_norm(args: Any, chunk: Any, chunks: Any) -> None:
    """x[R, D] residual[R, D]|0 weight[D] y[R, D] total[R, D] eps R D; eps is the bits of a float32

    With a residual, total becomes x + residual; without one, total is x.
    """
    x, residual, weight, y, total = (
        _tensor(args, 0),
        _tensor(args, 1),
        _tensor(args, 2),
        _tensor(args, 3),
        _tensor(args, 4),
    )
    eps, R, D = _float_word(args, 5), _word(args, 6), _word(args, 7)
    adds = _word(args, 1) != 0
    first, last = _share(chunk, chunks, R)
    for row in range(first * D, last * D, D):
        if adds:
            for d in range(D):
                _store(total, row + d, _load(x, row + d) + _load(residual, row + d))
        squares = np.float32(0)
        for d in range(D):
            value = _load(total, row + d)
            squares += value * value
        scale = np.float32(1) / np.sqrt(squares / np.float32(D) + eps)
        for d in range(D):
            _store(y, row + d, _load(weight, d) * _rounded(x, _load(total, row + d) * scale))


@Kernel
def silu_mul(args: Any, chunk: Any, chunks: Any) -> None:
    """gate[R, D] up[R, D] y[R, D] stride R D; rows of gate and of up lie `stride` numbers apart"""
    gate, up, y = _tensor(args, 0), _tensor(args, 1), _tensor(args, 2)
    stride, R, D = _word(args, 3), _word(args, 4), _word(args, 5)
    first, last = _share(chunk, chunks, R)
    for row in range(first, last):
        for d in range(D):
            g = _load(gate, row * stride + d)
            silu = _rounded(gate, g / (np.float32(1) + _exp(-g)))
            _store(y, row * D + d, silu * _load(up, row * stride + d))


# B batch, S sequence, N query heads, K key-value heads, H head dim, a cache of C blocks with P slots each


@_inlined
def _rotate(x: Any, at: Any, cos: Any, sin: Any, angle: Any, y: Any, to: Any, H: Any) -> None:
    half = H // 2
    for h in range(half):
        low, high = _load(x, at + h), _load(x, at + half + h)
        turned = _rounded(x, -high * _load(sin, angle + h))
        _store(y, to + h, _rounded(x, low * _load(cos, angle + h)) + turned)
        turned = _rounded(x, low * _load(sin, angle + half + h))
        _store(y, to + half + h, _rounded(x, high * _load(cos, angle + half + h)) + turned)


@Kernel
def rope(args: Any, chunk: Any, chunks: Any) -> None:
    """q[B, S, N, H] k[B, S, K, H] cos[B|1, S, H] sin[B|1, S, H] q_out[B, S, N, H] k_out v[B, S, K, H]|0 v_out
    slots[B, S]|0 B S N K H, then strides of B, S and heads, in numbers: q k v k_out(v_out), and of B and S: cos(sin); P

    Without slots, k_out is as k. With them (int64) k_out and v_out are caches [C, K, P, H], whose strides of C, P and
    heads stand in place of those of B, S and heads. v, if there, is copied.
    """
    q, k, cos, sin, q_out, k_out = (
        _tensor(args, 0),
        _tensor(args, 1),
        _tensor(args, 2),
        _tensor(args, 3),
        _tensor(args, 4),
        _tensor(args, 5),
    )
    v, v_out, copies = _tensor(args, 6), _tensor(args, 7), _word(args, 6) != 0
    B, S, N, K, H = _word(args, 9), _word(args, 10), _word(args, 11), _word(args, 12), _word(args, 13)
    slots, places = _ints(args, 8), _word(args, 28)
    first, last = _share(chunk, chunks, B * S)
    for row in range(first, last):
        b, s = row // S, row % S
        q_row = b * _word(args, 14) + s * _word(args, 15)
        k_row = b * _word(args, 17) + s * _word(args, 18)
        v_row = b * _word(args, 20) + s * _word(args, 21)
        if _word(args, 8) != 0:
            b_out, s_out = slots[row] // places, slots[row] % places
        else:
            b_out, s_out = b, s
        out_row = b_out * _word(args, 23) + s_out * _word(args, 24)
        angle = b * _word(args, 26) + s * _word(args, 27)
        for n in range(N):
            _rotate(q, q_row + n * _word(args, 16), cos, sin, angle, q_out, (row * N + n) * H, H)
        for n in range(K):
            out = out_row + n * _word(args, 25)
            _rotate(k, k_row + n * _word(args, 19), cos, sin, angle, k_out, out, H)
            if copies:
                for h in range(H):
                    _store(v_out, out + h, _load(v, v_row + n * _word(args, 22) + h))


@Kernel
def decode_attention(args: Any, chunk: Any, chunks: Any) -> None:
    """q[B, N, H] k[C, K, P, H] v[C, K, P, H] y[B, N, H] lengths[B] tables[B, M] scores[B, N, L] mixed[B, N, H]
    B N K L H P M cache_strides[2]; lengths and tables are int32, scores and mixed float32 workspaces

    Slots are taken four at a time: the sums over a head are short, and alone each would wait for itself.
    """
    q, k, v, y = _tensor(args, 0), _tensor(args, 1), _tensor(args, 2), _tensor(args, 3)
    lengths, tables = _short_ints(args, 4), _short_ints(args, 5)
    scores, mixed = _floats(args, 6), _floats(args, 7)
    B, N, K, L, H = _word(args, 8), _word(args, 9), _word(args, 10), _word(args, 11), _word(args, 12)
    P, M = _word(args, 13), _word(args, 14)
    scale = np.float32(1) / np.sqrt(np.float32(H))
    first, last = _share(chunk, chunks, B * N)
    for head in range(first, last):
        b, n = head // N, head % N
        length = np.int64(lengths[b])
        query, score = head * H, head * L
        for begin in range(0, length, P):
            cache = np.int64(tables[b * M + begin // P]) * _word(args, 15) + n // (N // K) * _word(args, 16)
            count = min(P, length - begin)
            fours = count - count % 4
            to = score + begin
            for slot in range(0, fours, 4):
                at = cache + slot * H
                s0, s1, s2, s3 = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
                for h in range(H):
                    value = _load(q, query + h)
                    s0 += value * _load(k, at + h)
                    s1 += value * _load(k, at + H + h)
                    s2 += value * _load(k, at + 2 * H + h)
                    s3 += value * _load(k, at + 3 * H + h)
                _store(scores, to + slot, s0 * scale)
                _store(scores, to + slot + 1, s1 * scale)
                _store(scores, to + slot + 2, s2 * scale)
                _store(scores, to + slot + 3, s3 * scale)
            for slot in range(fours, count):
                total = np.float32(0)
                for h in range(H):
                    total += _load(q, query + h) * _load(k, cache + slot * H + h)
                _store(scores, to + slot, total * scale)

        top = np.float32(-np.inf)
        for slot in range(length):
            top = _maximum(top, _load(scores, score + slot))
        weights = np.float32(0)
        for slot in range(length):
            weight = _exp(_load(scores, score + slot) - top)
            _store(scores, score + slot, weight)
            weights += weight

        for h in range(H):
            _store(mixed, query + h, np.float32(0))
        for begin in range(0, length, P):
            cache = np.int64(tables[b * M + begin // P]) * _word(args, 15) + n // (N // K) * _word(args, 16)
            count = min(P, length - begin)
            fours = count - count % 4
            of = score + begin
            for slot in range(0, fours, 4):
                at = cache + slot * H
                w0, w1 = _load(scores, of + slot), _load(scores, of + slot + 1)
                w2, w3 = _load(scores, of + slot + 2), _load(scores, of + slot + 3)
                for h in range(H):
                    value = w0 * _load(v, at + h) + w1 * _load(v, at + H + h)
                    value += w2 * _load(v, at + 2 * H + h) + w3 * _load(v, at + 3 * H + h)
                    _store(mixed, query + h, _load(mixed, query + h) + value)
            for slot in range(fours, count):
                weight = _load(scores, of + slot)
                for h in range(H):
                    _store(mixed, query + h, _load(mixed, query + h) + weight * _load(v, cache + slot * H + h))
        for h in range(H):
            _store(y, query + h, _load(mixed, query + h) / weights)

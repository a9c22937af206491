"""Compiled CPU kernels for matrices of whole numbers in groups (`int4`); see `cpu_kernels` for what a kernel is.

A 4-bit matrix times a row: x is first laid out as eight planes, one for each place in a word, so that as many words as
a vector has lanes meet as many numbers of a plane. The vectors are written out: a compiler that is shown eight sums
over groups of eight words unrolls them instead.

Numba's cache on disk does not notice changes of what is imported from `cpu_kernels`.
"""

from typing import Any

import numba.extending
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils

from aquila2.kernels.cpu_kernels import (
    Kernel,
    _f32,
    _floats,
    _i32,
    _inlined,
    _ints,
    _load,
    _pointer,
    _share,
    _store,
    _tensor,
    _word,
)

_intrinsic: Any = numba.extending.intrinsic
_words, _shorts, _bytes = _pointer(types.int32), _pointer(types.uint16), _pointer(types.uint8)
HALF, BFLOAT16, FLOAT32 = 0, 1, 2  # what scales are


@_intrinsic
def _half(typingctx: Any, array: Any, i: Any) -> Any:
    """array[i], the bits of a float16, as float32."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        bits = builder.load(builder.gep(values[0], [values[1]]))
        return builder.fpext(builder.bitcast(bits, ir.HalfType()), _f32)

    return types.float32(array, types.intp), generate


@_intrinsic
def _code(typingctx: Any, array: Any, i: Any, shift: Any) -> Any:
    """Four bits of array[i] from `shift` on, as float32."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        word = builder.load(builder.gep(values[0], [values[1]]))
        bits = builder.and_(builder.lshr(word, builder.trunc(values[2], _i32)), ir.Constant(_i32, 15))
        return builder.sitofp(bits, _f32)

    return types.float32(array, types.intp, types.intp), generate


def _dot(lanes: int) -> Any:
    vector_i, vector_f = ir.VectorType(_i32, lanes), ir.VectorType(_f32, lanes)

    @_intrinsic
    def dot(typingctx: Any, codes: Any, at: Any, planes: Any, first: Any, count: Any, words: Any) -> Any:
        """The sum over `count` words (`lanes` divides it), those at `codes[at]` with `planes[first]` of each plane."""

        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            codes, at, planes, first, count, words = values
            total = cgutils.alloca_once(builder, vector_f)
            builder.store(ir.Constant(vector_f, [0.0] * lanes), total)
            step = ir.Constant(count.type, lanes)
            with cgutils.for_range_slice(builder, ir.Constant(count.type, 0), count, step, count.type) as (i, _):
                where = builder.bitcast(builder.gep(codes, [builder.add(at, i)]), vector_i.as_pointer())
                word = builder.load(where, align=4)
                place = builder.add(first, i)
                upper = builder.lshr(word, ir.Constant(vector_i, [16] * lanes))
                for plane in range(8):
                    # over the mantissa of 2^23 a code adds itself, a power of two times: no shift, no conversion
                    mask, under = 15 << 4 * (plane // 2), 0x4B000000
                    bits = builder.and_(upper if plane % 2 else word, ir.Constant(vector_i, [mask] * lanes))
                    bits = builder.or_(bits, ir.Constant(vector_i, [under] * lanes))
                    code = builder.fsub(builder.bitcast(bits, vector_f), ir.Constant(vector_f, [2.0**23] * lanes))
                    numbers = builder.bitcast(builder.gep(planes, [place]), vector_f.as_pointer())
                    product = builder.fmul(code, builder.load(numbers, align=4), flags=("contract",))
                    builder.store(builder.fadd(builder.load(total), product, flags=("contract",)), total)
                    place = builder.add(place, words)
            name = f"llvm.vector.reduce.fadd.v{lanes}f32"
            kind = ir.FunctionType(_f32, [_f32, vector_f])
            reduce = cgutils.get_or_insert_function(builder.module, kind, name)
            return builder.call(reduce, [ir.Constant(_f32, 0.0), builder.load(total)], fastmath=("reassoc",))

        return types.float32(codes, types.intp, planes, types.intp, types.intp, types.intp), generate

    return dot


_dot4, _dot8, _dot16 = _dot(4), _dot(8), _dot(16)


@_inlined
def _scale(args: Any, place: Any, i: Any, kind: Any) -> Any:
    if kind == HALF:
        return _half(_shorts(args, place), i)
    if kind == BFLOAT16:
        return _load(_shorts(args, place), i)
    return _load(_floats(args, place), i)


# N outputs, K inputs, G groups


@Kernel
def int4_planes(args: Any, chunk: Any, chunks: Any) -> None:
    """x[K] order[K]|0 planes[8, K / 8] sums[G] K G; planes and sums are float32, order int64

    What place j of word w is multiplied by, j from the lowest bits on with low and high half in turn, divided by what
    the place is worth in its half; and each group's sum.
    """
    x, order, planes, sums = _tensor(args, 0), _ints(args, 1), _floats(args, 2), _floats(args, 3)
    K, G, ordered = _word(args, 4), _word(args, 5), _word(args, 1) == 0
    words = K // 8
    for g in range(G):
        total = np.float32(0)
        for w in range(g * (words // G), (g + 1) * (words // G)):
            for place in range(8):
                k = w // 4 * 32 + w % 4 * 2 + place // 2 * 8 + place % 2
                value = _load(x, k if ordered else order[k])
                _store(planes, place * words + w, value / np.float32(1 << 4 * (place // 2)))
                total += value
        _store(sums, g, total)


@Kernel
def int4_gemv(args: Any, chunk: Any, chunks: Any) -> None:
    """planes sums codes[N, K / 8] scales[N, G] zeros[N, G]|0 y[N] N K G kind: y = matrix @ x, after `int4_planes`"""
    planes, sums, codes, zeros, y = (
        _floats(args, 0),
        _floats(args, 1),
        _words(args, 2),
        _bytes(args, 4),
        _tensor(args, 5),
    )
    N, K, G, kind, has_zeros = _word(args, 6), _word(args, 7), _word(args, 8), _word(args, 9), _word(args, 4) != 0
    words = K // 8
    size = words // G
    first, last = _share(chunk, chunks, N)
    for n in range(first, last):
        total = np.float32(0)
        for g in range(G):
            at, w = n * words + g * size, g * size
            if size % 16 == 0:
                part = _dot16(codes, at, planes, w, size, words)
            elif size % 8 == 0:
                part = _dot8(codes, at, planes, w, size, words)
            else:
                part = _dot4(codes, at, planes, w, size, words)
            zero = np.float32(8)
            if has_zeros:
                zero = np.float32(zeros[n * G + g])
            total += _scale(args, 3, n * G + g, kind) * (part - zero * _load(sums, g))
        _store(y, n, total)


@Kernel
def int4_dequantize(args: Any, chunk: Any, chunks: Any) -> None:
    """y[N, K] codes[N, K / 8] scales[N, G] zeros[N, G]|0 N K G kind: the matrix, in the order of the codes"""
    y, codes, zeros = _tensor(args, 0), _words(args, 1), _bytes(args, 3)
    N, K, G, kind, has_zeros = _word(args, 4), _word(args, 5), _word(args, 6), _word(args, 7), _word(args, 3) != 0
    words = K // 8
    units = words // G // 4
    first, last = _share(chunk, chunks, N)
    for n in range(first, last):
        for g in range(G):
            scale, zero = _scale(args, 2, n * G + g, kind), np.float32(8)
            if has_zeros:
                zero = np.float32(zeros[n * G + g])
            for unit in range(g * units, (g + 1) * units):
                for j in range(4):
                    for i in range(4):
                        at, to = n * words + unit * 4 + i, n * K + unit * 32 + 8 * j + 2 * i
                        _store(y, to, (_code(codes, at, 4 * j) - zero) * scale)
                        _store(y, to + 1, (_code(codes, at, 4 * j + 16) - zero) * scale)


@Kernel
def int8_inputs(args: Any, chunk: Any, chunks: Any) -> None:
    """x[K] order[K]|0 inputs[K] K; inputs are float32 in the order of the codes"""
    x, order, inputs = _tensor(args, 0), _ints(args, 1), _floats(args, 2)
    ordered = _word(args, 1) == 0
    for k in range(_word(args, 3)):
        _store(inputs, k, _load(x, k if ordered else order[k]))


@Kernel
def int8_gemv(args: Any, chunk: Any, chunks: Any) -> None:
    """inputs codes[N, K] scales[N, G] zeros[N, G]|0 y[N] N K G kind: y = matrix @ x, after `int8_inputs`"""
    inputs, codes, zeros, y = _floats(args, 0), _bytes(args, 1), _bytes(args, 3), _tensor(args, 4)
    N, K, G, kind, has_zeros = _word(args, 5), _word(args, 6), _word(args, 7), _word(args, 8), _word(args, 3) != 0
    size = K // G
    first, last = _share(chunk, chunks, N)
    for n in range(first, last):
        total = np.float32(0)
        for g in range(G):
            zero = np.float32(128)
            if has_zeros:
                zero = np.float32(zeros[n * G + g])
            part = np.float32(0)
            for k in range(g * size, (g + 1) * size):
                part += (np.float32(codes[n * K + k]) - zero) * _load(inputs, k)
            total += _scale(args, 2, n * G + g, kind) * part
        _store(y, n, total)

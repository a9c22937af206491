"""Eight bytes at a time in compiled loops: loads and stores at any address, and the hash and comparison made of them.

Callers keep `PADDING` readable bytes behind what they pass, because the last load of a word goes past its end.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from aquila2.tokenizer.compiled import inlined, inner

PADDING = 8

_intrinsic: Any = intrinsic

_MULTIPLY = 0x9E3779B97F4A7C15  # 2^64 / golden ratio
_FINISH = 0xD6E8FEB86659FD93
_AGAIN = 0xC2B2AE3D27D4EB4F


def _address(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    data = context.make_array(array_type)(context, builder, array).data
    as_bytes = builder.bitcast(data, cgutils.voidptr_t)
    return builder.bitcast(builder.gep(as_bytes, [index]), cgutils.intp_t.as_pointer())


@_intrinsic
def load8(typing: Any, array: Any, index: Any) -> Any:
    """The eight bytes at `array[index:index + 8]` of a uint8 array, as one uint64."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(_address(context, builder, signature.args[0], *arguments), align=1)

    return types.uint64(array, types.int64), generate


@_intrinsic
def store8(typing: Any, array: Any, index: Any, value: Any) -> Any:
    """Write a uint64 to `array[index:index + 8]` of a uint8 array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        builder.store(arguments[2], _address(context, builder, signature.args[0], *arguments[:2]), align=1)
        return context.get_dummy_value()

    return types.void(array, types.int64, types.uint64), generate


@_intrinsic
def fetch(typing: Any, array: Any, index: Any) -> Any:
    """Tell the processor that `array[index]`, of any type, will be needed soon. It need not be inside the array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array_type = signature.args[0]
        data = context.make_array(array_type)(context, builder, arguments[0]).data
        place = builder.bitcast(builder.gep(data, [arguments[1]]), cgutils.voidptr_t)
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, number, number, number])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        builder.call(function, [place, number(1), number(3), number(1)])  # for writing, keep near, data
        return context.get_dummy_value()

    return types.void(array, types.int64), generate


@inlined
def low_bytes(count: Any) -> Any:
    """A mask of the first `count` bytes, 1 to 8, of what `load8` gives."""
    return types.uint64(0xFFFFFFFFFFFFFFFF) >> types.uint64(64 - 8 * count)


@inner
def hash_bytes(array: Any, start: Any, stop: Any) -> Any:
    """A 64-bit hash of `array[start:stop]`, not empty; the same in every process."""
    value = types.uint64(stop - start) * types.uint64(_FINISH)
    at = start
    while at + 8 < stop:
        value = (value ^ load8(array, at)) * types.uint64(_MULTIPLY)
        value ^= value >> types.uint64(29)
        at += 8
    value = (value ^ (load8(array, at) & low_bytes(stop - at))) * types.uint64(_MULTIPLY)
    value ^= value >> types.uint64(32)
    value *= types.uint64(_FINISH)
    return value ^ (value >> types.uint64(32))


@inner
def hash_again(array: Any, start: Any, stop: Any) -> Any:
    """Another 64-bit hash: other multipliers, and a rotation where `hash_bytes` shifts."""
    value = types.uint64(stop - start) + types.uint64(_MULTIPLY)
    at = start
    while at + 8 < stop:
        value = (value ^ load8(array, at)) * types.uint64(_AGAIN)
        value = value << types.uint64(31) | value >> types.uint64(33)
        at += 8
    value = (value ^ (load8(array, at) & low_bytes(stop - at))) * types.uint64(_AGAIN)
    value ^= value >> types.uint64(31)
    value *= types.uint64(_MULTIPLY)
    return value ^ (value >> types.uint64(29))


@inner
def same_bytes(a: Any, a_start: Any, b: Any, b_start: Any, length: Any) -> Any:
    """Whether `length` bytes, at least one, are the same at both places."""
    at = 0
    while at + 8 < length:
        if load8(a, a_start + at) != load8(b, b_start + at):
            return False
        at += 8
    return ((load8(a, a_start + at) ^ load8(b, b_start + at)) & low_bytes(length - at)) == 0


@inner
def copy_bytes(source: Any, start: Any, target: Any, to: Any, length: Any) -> None:
    """Copy `length` bytes; up to seven more behind them are overwritten with what follows in `source`."""
    at = 0
    while at < length:
        store8(target, to + at, load8(source, start + at))
        at += 8

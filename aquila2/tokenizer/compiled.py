"""Numba's compiler as the loops of training use it: without the interpreter's lock, and kept on disk once compiled."""

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

_njit: Any = numba.njit

inlined: Any = _njit(inline="always")
inner: Any = _njit(nogil=True)


def compiled(function: Callable[..., Any]) -> Any:
    """A kernel that Python calls: compiled when first called, and read from the disk in later processes.

    Numba's cache looks at the file that defines a kernel alone. Kernels call one another across files here, so the
    contents of all of them (`*_kernels.py`) stand in for that file's date.
    """
    try:
        kernel = _njit(nogil=True, cache=True)(function)
    except (RuntimeError, OSError):  # Numba found no folder that it could cache in
        return _njit(nogil=True)(function)
    kernel._cache._cache_file._source_stamp = _sources()
    return kernel


@functools.cache
def _sources() -> str:
    found = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*_kernels.py")):
        found.update(path.read_bytes())
    return found.hexdigest()

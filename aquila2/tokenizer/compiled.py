"""Numba's compiler as the loops of training use it: without the interpreter's lock, and kept on disk once compiled."""

import functools
import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

_njit: Any = numba.njit

_kernels: list[Any] = []

inlined: Any = _njit(inline="always")
inner: Any = _njit(nogil=True)


def compiled(function: Callable[..., Any]) -> Any:
    """A kernel that Python calls: compiled when first called, and read from the disk in later processes.

    Numba's cache looks at the file that defines a kernel alone. Kernels call one another across files here, so the
    contents of all of them (`*_kernels.py`, here and in the kernel's own room) stand in for that file's date.
    """
    try:
        kernel = _njit(nogil=True, cache=True)(function)
    except (RuntimeError, OSError):  # Numba found no folder that it could cache in
        return _njit(nogil=True)(function)
    kernel._cache._cache_file._source_stamp = _sources(Path(function.__code__.co_filename).parent)
    _kernels.append(kernel)
    return kernel


def kept() -> list[Any]:
    """The kernels that are kept on disk, as far as their modules are imported."""
    return list(_kernels)


def compile_apart(module: str, function: str) -> None:
    """Where kernels are not on the disk yet, call `module.function()`, which is to call them all, in a process of its
    own: LLVM takes 200 MB and does not give them back. What went wrong there goes wrong here, when they are called."""
    if all(kernel._cache._cache_file._load_index() for kernel in _kernels):
        return
    program = f"import sys; sys.path[:] = {sys.path!r}; import {module}; {module}.{function}()"
    subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)


@functools.cache
def _sources(room: Path) -> str:
    found = hashlib.sha256()
    for folder in sorted({Path(__file__).parent, room}):
        for path in sorted(folder.glob("*_kernels.py")):
            found.update(path.read_bytes())
    return found.hexdigest()

"""How much memory this machine has and this process takes."""

import ctypes
import gc
import re
import sys

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from aquila2.base.errors import UserError

_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}


def parse_size(text: str, option: str) -> int:
    """Bytes from a text such as 8GB, 512MiB or 100000.

    Raises:
        UserError: not a size.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*", text)
    unit = _UNITS.get(match[2].lower()) if match else None
    if match is None or unit is None or (size := int(float(match[1]) * unit)) < 1:
        raise UserError(f"{option}={text}: give a size such as 8GB or 512MiB")
    return size


def return_free_memory() -> None:
    """Hand memory that this process no longer uses back to the system, where the allocator (glibc's) keeps it."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(ctypes.c_size_t(0))


def resident_bytes() -> int:
    """Memory that this process takes now; its peak so far where the system does not tell."""
    return _status("VmRSS") or peak_resident_bytes()


def peak_resident_bytes() -> int:
    """The most memory that this process has taken so far, 0 where the system does not tell."""
    if (peak := _status("VmHWM")) or resource is None:
        return peak
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # counts the parent's, too, if it was large
    return int(peak if sys.platform == "darwin" else peak * 1024)


def _status(name: str) -> int:
    """A figure of Linux about this process, in bytes; 0 elsewhere."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(name + ":"))
    except (OSError, StopIteration):
        return 0


def available_bytes() -> int:
    """Memory that new work may take without others losing theirs, 0 where the system does not tell."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return 0

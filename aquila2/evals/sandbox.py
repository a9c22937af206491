"""Programs that a model wrote, run where they can do no harm (`confine`), and what share of them is right."""

import json
import math
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Literal, NamedTuple

from aquila2.base.errors import WorkError

Outcome = Literal["passed", "failed", "timed out"]


class Ran(NamedTuple):
    """What became of a program, and the exception that it ended with."""

    outcome: Outcome
    error: str


def run_program(program: str, seconds: float = 5.0, num_bytes: int = 1 << 30) -> Ran:
    """Run a Python program to its end in a process without rights: no network, no file written, no other process.

    A program that ends itself early (`exit()`) has not passed, whatever its exit status.

    Args:
        program: the source.
        seconds: it may take, on the clock.
        num_bytes: of memory it may have.

    Raises:
        WorkError: this system cannot confine a process (it takes Linux on x86-64 or arm64).
    """
    token = secrets.token_hex(16)
    given = json.dumps({"program": program, "seconds": seconds, "bytes": num_bytes, "token": token})
    command = [sys.executable, "-I", "-B", str(Path(__file__).with_name("confine.py"))]
    try:
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds + 1,
            check=False,
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        return Ran("timed out", f"longer than {seconds:g} s")
    if done.returncode == 3:
        raise WorkError(f"programs cannot be run safely here: {done.stderr.strip()}")
    if done.stdout == token:
        return Ran("passed", "")
    error = done.stderr.strip().rpartition("\n")[2] or f"ended early, with status {done.returncode}"
    return Ran("timed out" if done.returncode == -24 else "failed", error)  # 24: SIGXCPU


def pass_at_k(samples: int, right: int, k: int) -> float:
    """The chance that of `k` samples one is right, from `samples` of which `right` are: unbiased, 1 - C(n - c, k) /
    C(n, k) (arXiv 2107.03374).

    Raises:
        ValueError: fewer samples than k.
    """
    if not 0 <= right <= samples or not 1 <= k <= samples:
        raise ValueError(f"{k=} of {samples} samples, {right} of them right")
    return 1.0 - math.comb(samples - right, k) / math.comb(samples, k)

"""Several processes on this machine that talk through gloo, as torchrun would start them."""

import faulthandler
import os
import subprocess
import sys
import time
from pathlib import Path

import torch.distributed as dist

ROOT = Path(__file__).resolve().parents[2]


def check_together(function: str, count: int, folder: Path, seconds: float = 90) -> None:
    """Call `function` (`module:name`) in `count` processes; the first one that fails ends all and shows why."""
    module, name = function.split(":")
    imports = f"from tests.distributed import processes; import {module} as m"
    program = f"{imports}; processes.begin(); m.{name}(); processes.end()"
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # more would spin against each other
    path = os.pathsep.join([str(ROOT), *sys.path])
    env = os.environ | one_thread | {"PYTHONPATH": path, "WORLD_SIZE": str(count)}
    env["STORE"] = str(folder / "store")
    logs = [folder / f"rank{rank}.log" for rank in range(count)]
    running = []
    for rank, log in enumerate(logs):
        with open(log, "wb") as file:
            command = [sys.executable, "-c", program]
            running.append(subprocess.Popen(command, env={**env, "RANK": str(rank)}, stdout=file, stderr=file))
    deadline = time.monotonic() + seconds
    try:
        while any(process.poll() is None for process in running):
            failed = [rank for rank, process in enumerate(running) if process.poll()]
            assert not failed, logs[failed[0]].read_text()[-6000:]
            assert time.monotonic() < deadline, "\n".join(log.read_text()[-1500:] for log in logs)
            time.sleep(0.02)
        codes = [process.returncode for process in running]
        assert not any(codes), logs[next(r for r, code in enumerate(codes) if code)].read_text()[-6000:]
    finally:
        for process in running:
            process.kill()
            process.wait()


def begin() -> None:
    """Join the others. Who hangs says where, before the test's patience ends."""
    sys.modules["numba"] = None  # type: ignore[assignment]  # every process would compile the inference kernels
    faulthandler.dump_traceback_later(60)
    rank, size = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    dist.init_process_group("gloo", init_method=f"file://{os.environ['STORE']}", rank=rank, world_size=size)


def end() -> None:
    """Leave, all together."""
    dist.barrier()
    faulthandler.cancel_dump_traceback_later()
    dist.destroy_process_group()


def one_fails() -> None:
    """The other waits for it in vain."""
    if dist.get_rank() == 1:
        raise RuntimeError("this rank's own error")
    dist.barrier()

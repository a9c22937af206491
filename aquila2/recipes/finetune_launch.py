"""`aquila2 finetune launch`: fine-tuning on all GPUs of this machine, or of the machines in a hostfile.

On this machine alone torchrun is started as it is, without ssh. On several one torchrun a machine is started, over ssh
where it is another, in the same folder and with the same Python: both must be there on each. A machine that fails ends
the others.
"""

import shlex
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from aquila2.base.config import option
from aquila2.base.errors import UserError, WorkError
from aquila2.base.log import note, say
from aquila2.base.machines import Machine, is_this_machine, read_hostfile, shared_environment

# No questions, for nobody could answer them; a machine that has gone is noticed.
_SSH = ("ssh", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=15")
_LAST_LINES = 20  # of a machine that failed, shown again at the end
_PATIENCE = 30.0  # seconds that the others have to end by themselves


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 finetune launch`."""

    hostfile: Path | None = option(None, help="the machines, `host slots=N` a line [this one]")
    nproc: int | None = option(None, help="processes of each machine [its slots, else as many as GPUs are here]")
    master_port: int = option(29500, help="port of the first machine on which several meet")
    dry_run: bool = option(False, help="print the commands, and start nothing")


def run(options: Options, words: list[str]) -> dict[str, Any]:
    """Fine-tune with `words` behind `aquila2 finetune` in every process. Returns `machines`, and how many `processes`.

    Raises:
        UserError: a hostfile that is none, or whose first machine the others cannot reach.
        WorkError: a machine failed.
    """
    if options.nproc is not None and options.nproc < 1:
        raise UserError(f"nproc={options.nproc}: give 1 or more")
    if not 0 < options.master_port < 1 << 16:
        raise UserError(f"master_port={options.master_port}: give a port, 1 to 65535")
    machines = [Machine("localhost")] if options.hostfile is None else read_hostfile(options.hostfile)
    here = [is_this_machine(machine.address) for machine in machines]
    counts = [options.nproc or machine.slots or _gpus_here() for machine in machines]
    program = ["-m", "aquila2.cli", "finetune", *words]
    if len(machines) == 1 and here[0]:
        commands = [_torchrun(["--standalone"], counts[0], program)]
    else:
        if sum(here) > 1:
            raise UserError(f"hostfile={options.hostfile} names this machine more than once")
        first = machines[0].address
        if len(machines) > 1 and (first == "localhost" or first.startswith("127.")):
            raise UserError(
                f"hostfile={options.hostfile}: {first} stands first, but others cannot reach it by that name"
            )
        meet = ["--nnodes", str(len(machines)), "--master-addr", first, "--master-port", str(options.master_port)]
        commands = [
            _on(machine, own, _torchrun([*meet, "--node-rank", str(rank)], count, program))
            for rank, (machine, own, count) in enumerate(zip(machines, here, counts, strict=True))
        ]
    if options.dry_run:
        for command in commands:
            say(shlex.join(command))
    elif len(machines) == 1 and here[0]:
        _run_here(commands[0])
    else:
        _run_together([machine.host for machine in machines], commands)
    return {"machines": [machine.host for machine in machines], "processes": sum(counts)}


def _gpus_here() -> int:
    """GPUs of this machine; without any, one process."""
    import torch

    return torch.cuda.device_count() or 1


def _torchrun(where: list[str], count: int, program: list[str]) -> list[str]:
    return [sys.executable, "-m", "torch.distributed.run", *where, "--nproc-per-node", str(count), *program]


def _on(machine: Machine, here: bool, command: list[str]) -> list[str]:
    """What starts a command on a machine. It is ended when its input is: so it does not outlive this process or the
    connection, however they end."""
    variables = [f"{name}={value}" for name, value in shared_environment().items()]
    job = shlex.join(["env", *variables, *command])
    script = (
        f"cd {shlex.quote(str(Path.cwd()))} || exit 1; exec 3<&0; {job} 3<&- & job=$!; "
        "(while read -r line; do :; done <&3; kill $job) >/dev/null 2>&1 & watch=$!; "
        "wait $job; code=$?; kill $watch 2>/dev/null; exit $code"
    )
    return ["sh", "-c", script] if here else [*_SSH, machine.host, f"exec sh -c {shlex.quote(script)}"]


def _run_here(command: list[str]) -> None:
    process = subprocess.Popen(command)
    try:
        code = process.wait()
    except KeyboardInterrupt:  # torchrun had it too, and ends its processes
        process.wait()
        raise
    if code:
        raise WorkError(f"fine-tuning failed (torchrun ended with {code}): its error stands above")


class _Run:
    """A machine's part of the run; its lines are shown as they come, with its name before them."""

    def __init__(self, host: str, command: list[str]) -> None:
        self.host, self.last = host, deque[str](maxlen=_LAST_LINES)
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
            )
        except FileNotFoundError:
            raise UserError(f"{command[0]} is not installed, and {host} cannot be reached without it") from None
        pipes = ((self.process.stdout, say), (self.process.stderr, note))
        self._readers = [threading.Thread(target=self._read, args=pipe, daemon=True) for pipe in pipes]
        for reader in self._readers:
            reader.start()

    def _read(self, pipe: IO[str], show: Callable[[str], None]) -> None:
        for line in pipe:
            self.last.append(line.rstrip("\n"))
            show(f"{self.host}: {self.last[-1]}")

    def let_go(self) -> None:
        """End it, if it has not: see `_on`."""
        if self.process.stdin is not None:
            self.process.stdin.close()

    def finish(self, deadline: float) -> None:
        """Wait for its end and its last lines, to the deadline."""
        try:
            self.process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for reader in self._readers:
            reader.join(max(deadline - time.monotonic(), 0.1))


def _run_together(hosts: list[str], commands: list[list[str]]) -> None:
    runs: list[_Run] = []
    try:
        for host, command in zip(hosts, commands, strict=True):
            runs.append(_Run(host, command))
        while not (failed := [run for run in runs if run.process.poll()]):
            if all(run.process.poll() == 0 for run in runs):
                return
            time.sleep(0.1)
    finally:
        for run in runs:
            run.let_go()
        deadline = time.monotonic() + _PATIENCE
        for run in runs:
            run.finish(deadline)
    culprit = failed[0]
    note(f"{culprit.host} failed, so the others were ended. Its last lines:")
    for line in list(culprit.last):
        note(f"  {line}")
    raise WorkError(f"{culprit.host}: fine-tuning failed (ended with {culprit.process.returncode})")

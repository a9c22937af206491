"""Other machines: the hostfile that names them, which of them is this one, and what of its environment they need."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aquila2.base.errors import UserError

# what tells programs where their code is and which network to use
_SHARED = ("NCCL_", "GLOO_", "PYTHONPATH")


@dataclass(frozen=True)
class Machine:
    """A line of a hostfile: a name or address, as ssh takes it (`user@` may stand before it), and its places for
    processes, where they are given."""

    host: str
    slots: int | None = None

    @property
    def address(self) -> str:
        """How others reach it."""
        return self.host.rpartition("@")[2]


def read_hostfile(path: Path) -> list[Machine]:
    """The machines of a hostfile as DeepSpeed and MPI have it: `host slots=N` a line; `#` begins a comment.

    Raises:
        UserError: it cannot be read, a line is something else, a machine stands there twice, or none does.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot read hostfile={path}: {getattr(error, 'strerror', None) or 'no UTF-8 text'}") from None
    machines: dict[str, Machine] = {}
    for number, line in enumerate(lines, 1):
        host, *rest = line.partition("#")[0].split() or [""]
        if not host:
            continue
        slots = rest[0].removeprefix("slots=") if rest else ""
        right = not rest or (len(rest) == 1 and rest[0].startswith("slots=") and slots.isdecimal() and int(slots) > 0)
        if not right or host.startswith("-") or "=" in host:
            raise UserError(f"{path}, line {number}: {line.strip()!r} is not `host slots=N`")
        if host in machines:
            raise UserError(f"{path}, line {number}: {host} stands there twice; give it more slots instead")
        machines[host] = Machine(host, int(slots) if slots else None)
    if not machines:
        raise UserError(f"hostfile={path} names no machine: write `host slots=N`, one a line")
    return list(machines.values())


def is_this_machine(address: str) -> bool:
    """Whether a name or address is this machine's own."""
    own = socket.gethostname()
    if address in ("localhost", own, own.partition(".")[0]):
        return True
    return any(_is_own(family, where) for family, where in _resolved(address))


def shared_environment() -> dict[str, str]:
    """The variables of this environment that processes on other machines need too."""
    return {name: value for name, value in sorted(os.environ.items()) if name.startswith(_SHARED)}


def _resolved(address: str) -> Iterator[tuple[int, str]]:
    try:
        for family, _, _, _, where in socket.getaddrinfo(address, None, type=socket.SOCK_DGRAM):
            yield family, str(where[0])
    except OSError:  # ssh may know it all the same
        return


def _is_own(family: int, where: str) -> bool:
    """A machine sends to its own addresses from that same address. (Nothing is sent.)"""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asked:
            asked.connect((where, 9))
            return str(asked.getsockname()[0]) == where
    except OSError:
        return False

"""Optimizer states that lie in host memory and visit the device, a parameter's at a time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

State = Mapping[str, Mapping[str, Tensor]]  # tensors by kind, by the parameters' names
_ALIGN = 256  # bytes, as the device's allocator has it


class PagedState:
    """States in host memory (pinned, where there is a GPU; PyTorch takes up to the next power of two for each tensor).

    Two places on the device, each of the largest parameter's size, are used by turns: while one parameter is updated,
    the next is copied in and the last one out, on streams of their own. The next is the one that came next in the last
    pass; a pass whose order differs is right all the same, and waits. Without a GPU, everything is copied when needed.

    Args:
        state: copied.
        device: where the states are wanted.
    """

    def __init__(self, state: State, device: torch.device) -> None:
        self._torch: Any = torch.get_device_module(device)  # torch.cpu has stand-ins for streams and events
        pin = device.type == "cuda"
        self.tensors = {
            name: {kind: torch.empty(t.shape, dtype=t.dtype, pin_memory=pin).copy_(t) for kind, t in kinds.items()}
            for name, kinds in state.items()
        }
        room = max((sum(_room(t) for t in kinds.values()) for kinds in self.tensors.values()), default=0)
        self._places = [torch.empty(room, dtype=torch.uint8, device=device) for _ in range(2)]
        self._vacant = [self._torch.Event(), self._torch.Event()]
        self._turn = 0
        self._in, self._out = self._torch.Stream(device), self._torch.Stream(device)
        self._home: dict[str, Any] = {}  # when each state was last back in host memory
        self._after: dict[str, str] = {}
        self._last: str | None = None
        self._ahead: tuple[str, dict[str, Tensor], int, Any] | None = None

    def begin(self) -> None:
        """Begin a pass over the parameters."""
        self._last = self._ahead = None

    @contextmanager
    def visit(self, name: str) -> Iterator[dict[str, Tensor]]:
        """A parameter's tensors on the device; what becomes of them goes back to host memory."""
        ahead, self._ahead = self._ahead, None
        _, tensors, place, arrived = ahead if ahead is not None and ahead[0] == name else self._bring(name)
        if self._last is not None:
            self._after[self._last] = name
        self._last = name
        following = self._after.get(name)
        if following not in (None, name):
            self._ahead = self._bring(following)
        now = self._torch.current_stream()
        arrived.wait(now)
        yield tensors
        done, home = self._torch.Event(), self._torch.Event()
        done.record(now)
        done.wait(self._out)
        with self._torch.stream(self._out):
            for kind, tensor in tensors.items():
                self.tensors[name][kind].copy_(tensor, non_blocking=True)
        home.record(self._out)
        self._vacant[place] = self._home[name] = home

    def settle(self) -> None:
        """Wait until all is in host memory."""
        for home in self._home.values():
            home.synchronize()

    def _bring(self, name: str) -> tuple[str, dict[str, Tensor], int, Any]:
        """Begin to copy a state to the device, into the place whose turn it is, when that is vacant."""
        place, self._turn = self._turn, 1 - self._turn
        self._vacant[place].wait(self._in)
        if name in self._home:
            self._home[name].wait(self._in)
        tensors, at = {}, 0
        with self._torch.stream(self._in):
            for kind, tensor in self.tensors[name].items():
                room = self._places[place][at : at + tensor.nbytes]
                tensors[kind] = room.view(tensor.dtype).view(tensor.shape)
                tensors[kind].copy_(tensor, non_blocking=True)
                at += _room(tensor)
        arrived = self._torch.Event()
        arrived.record(self._in)
        return name, tensors, place, arrived


def _room(tensor: Tensor) -> int:
    return -(-tensor.nbytes // _ALIGN) * _ALIGN

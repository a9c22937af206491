"""What layers keep for the backward pass, in host memory meanwhile.

Tensors are copied to pinned memory while the next layer computes, and are on their way back one layer before they are
needed. PCIe 5 moves 55 GB a second each way: the input of a layer of the 7B (4 x 2048 tokens, 67 MB) takes 1.2 ms of
the 4 that the layer computes; all that a layer of the 34B keeps when its MLP is recomputed (4 x 4096 tokens, 1.1 GB) 20
of 26. Where copying is slower than computing, computing waits, and memory does not grow.
"""

import weakref
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

_SMALL = 1 << 20  # bytes below which a tensor stays


class _Away:
    """A tensor that lies in host memory, and on the GPU again once it was fetched."""

    def __init__(self, host: Tensor) -> None:
        self.host = host
        self.back: Tensor | None = None


class _Group:
    """What one call of a layer sent away."""

    def __init__(self) -> None:
        self.members: dict[tuple[int, tuple[int, ...]], weakref.ref[_Away]] = {}  # by place and shape
        self.sent: Any = None  # events: all copies of the group are complete
        self.fetched: Any = None

    @property
    def alive(self) -> bool:
        """Whether anybody may still ask for one of its tensors."""
        return any(reference() is not None for reference in self.members.values())


class HostStore:
    """Keeps tensors in host memory between their forward and their backward pass. On a CPU they are copied all the
    same: the same road, to no end but its tests.

    Args:
        inputs_only: of what a layer keeps, only its input goes; otherwise all that is large, but for weights. (What
            selective recomputation keeps is handed over by compiled layers alone.)
    """

    def __init__(self, device: torch.device, inputs_only: bool = True) -> None:
        self.device, self.inputs_only = device, inputs_only
        on_gpu = device.type == "cuda"
        self._out = torch.cuda.Stream(device) if on_gpu else None  # each way has an engine of its own
        self._in = torch.cuda.Stream(device) if on_gpu else None
        self._buffers: list[Tensor] = []  # pinned memory is dear to make: it is used again
        self._groups: list[_Group] = []  # in the order of the forward pass

    def keeping(self, forward: Callable[..., Tensor]) -> Callable[..., Tensor]:
        """`forward`, the tensors that autograd keeps of it waiting in host memory. Its first argument is the input."""

        def run(x: Tensor, *args: Any) -> Tensor:
            if not torch.is_grad_enabled():
                return forward(x, *args)
            group = _Group()
            place, shape = x.data_ptr(), x.shape  # not `x`: autograd holds on to `pack`
            shared = {tensor.data_ptr() for tensor in _tensors(args)}  # all layers have them

            def pack(saved: Tensor) -> Any:
                is_input = saved.data_ptr() == place and saved.shape == shape
                if not is_input and (self.inputs_only or saved.data_ptr() in shared or not _may_go(saved)):
                    return saved
                return group, self._send(saved, group)

            self._groups.append(group)
            with torch.autograd.graph.saved_tensors_hooks(pack, self._take):
                y = forward(x, *args)
            self._close(group)
            return y

        return run

    def _send(self, x: Tensor, group: _Group) -> _Away:
        key = (x.data_ptr(), tuple(x.shape))
        known = group.members[key]() if key in group.members else None
        if known is not None:
            return known
        away = _Away(self._buffer(x))
        if self._out is None:
            away.host.copy_(x)
        else:
            assert self._in is not None
            self._out.wait_stream(torch.cuda.current_stream(self.device))
            self._out.wait_stream(self._in)  # whose buffer it may have been
            with torch.cuda.stream(self._out):
                away.host.copy_(x, non_blocking=True)
            x.record_stream(self._out)
        group.members[key] = weakref.ref(away)
        weakref.finalize(away, self._buffers.append, away.host)
        return away

    def _close(self, group: _Group) -> None:
        if self._out is None:
            return
        group.sent = self._out.record_event()
        if len(self._groups) > 2 and self._groups[-3].sent is not None:
            torch.cuda.current_stream(self.device).wait_event(self._groups[-3].sent)

    def _take(self, saved: Any) -> Tensor:
        if not isinstance(saved, tuple):
            kept: Tensor = saved
            return kept
        group, away = saved
        if away.back is None:
            self._fetch(group)
        if group.fetched is not None:
            torch.cuda.current_stream(self.device).wait_event(group.fetched)
        while self._groups and self._groups[-1] is not group and not self._groups[-1].alive:
            self._groups.pop()
        if self._groups and self._groups[-1] is group:  # the layer before this one is next
            self._groups.pop()
            while self._groups and not self._groups[-1].alive:
                self._groups.pop()
            if self._groups:
                self._fetch(self._groups[-1])
        found: Tensor = away.back
        return found

    def _fetch(self, group: _Group) -> None:
        if self._in is not None:
            self._in.wait_stream(torch.cuda.current_stream(self.device))  # whose memory it may have been
            self._in.wait_event(group.sent)
        for reference in group.members.values():
            away = reference()
            if away is None or away.back is not None:
                continue
            away.back = torch.empty_like(away.host, device=self.device)
            if self._in is None:
                away.back.copy_(away.host)
            else:
                with torch.cuda.stream(self._in):
                    away.back.copy_(away.host, non_blocking=True)
        if self._in is not None:
            group.fetched = self._in.record_event()

    def _buffer(self, x: Tensor) -> Tensor:
        for i, held in enumerate(self._buffers):
            if held.shape == x.shape and held.dtype == x.dtype and held.stride() == x.stride():
                return self._buffers.pop(i)
        return torch.empty_strided(x.shape, x.stride(), dtype=x.dtype, pin_memory=self._out is not None)


def _may_go(saved: Tensor) -> bool:
    """Whether a tensor is large, no weight, and fills its memory (a copy of another would not lie as it lay)."""
    if isinstance(saved, nn.Parameter) or not saved.dtype.is_floating_point or saved.dtype.itemsize < 2:
        return False
    if saved.nbytes < _SMALL:
        return False
    dense = 1
    for stride, size in sorted(zip(saved.stride(), saved.shape, strict=True)):
        if size > 1 and stride != dense:
            return False
        dense *= size
    return True


def _tensors(values: Sequence[Any]) -> list[Tensor]:
    found = []
    for value in values:
        found += [value] if isinstance(value, Tensor) else _tensors(value) if isinstance(value, tuple) else []
    return found

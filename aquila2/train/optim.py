"""AdamW with float32 master weights and moments, or with 8-bit moments and no masters, however the model is sharded."""

import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.distributed.tensor import DTensor

from aquila2.base.errors import UserError
from aquila2.kernels.adamw import Update, adamw
from aquila2.kernels.adamw8 import E4M3, WEIGHTS, adamw8, key_of, scales_shape
from aquila2.train.paged import PagedState

Moments = Literal["float32", "8bit"]


class AdamW:
    """AdamW (arXiv 1711.05101). Parameters of one dimension (norms) do not decay.

    With `moments="float32"` a float32 parameter is its own master; a narrower one has a float32 master here, and is
    rounded from it after each update, so that small updates add up: 14 bytes a bf16 parameter, its own included. With
    `"8bit"` matrices in bf16 or float32 have no master and moments of 8 bits (`kernels/adamw8.py`): small updates add
    up because they are rounded by chance; 4 bytes. Norms, which are few, are kept as before.

    Gradients of narrow parameters are summed in float32 where several micro-batches make a step. Sharded parameters
    (DTensor) are updated shard by shard, where they lie.

    With `in_backward` each parameter is updated in the backward pass as soon as its gradient is there, which is freed
    at once: `begin`, one backward pass, `finish`, in place of a backward pass and `step`. The norm of all gradients is
    not known before the updates, so nothing is clipped; a parameter whose gradient is not finite is left as it was,
    while the others have moved when `finish` tells.

    Args:
        parameters: by name; those without `requires_grad` are left alone.
        sum_in_float32: several micro-batches make a step.
        moments: how they are kept.
        in_backward: update in the backward pass; one process, one micro-batch a step.
        paged: keep the moments in host memory and copy each parameter's to the device for its update; one process.
        seed: of the chance in 8-bit updates. A run that goes on with the same one, from `tensors()` and `updates`,
            goes on to the bit.

    Raises:
        UserError: `in_backward` or `paged` with sharded parameters, or `in_backward` with several micro-batches.
    """

    def __init__(
        self,
        parameters: Mapping[str, nn.Parameter],
        betas: tuple[float, float] = (0.9, 0.95),
        eps: float = 1e-8,
        weight_decay: float = 0.1,
        sum_in_float32: bool = False,
        moments: Moments = "float32",
        in_backward: bool = False,
        paged: bool = False,
        seed: int = 0,
    ) -> None:
        self.betas, self.eps, self.weight_decay, self.seed = betas, eps, weight_decay, seed
        self.parameters = {name: p for name, p in parameters.items() if p.requires_grad}
        self.in_backward = in_backward
        self.masters: dict[str, Tensor] = {}  # what a checkpoint holds as weights
        self.updates = 0
        self._check(sum_in_float32, paged)
        state: dict[str, dict[str, Tensor]] = {}
        self._paged: PagedState | None = None
        where = "cpu" if paged else None  # None: where the parameter is
        with torch.no_grad():
            for name, parameter in self.parameters.items():
                narrow = moments == "8bit" and parameter.dim() == 2 and parameter.dtype in WEIGHTS
                # float32 masters of float32 parameters share their memory
                self.masters[name] = parameter.detach() if narrow else parameter.detach().float()
                state[name] = _moments8(parameter, where) if narrow else _moments(parameter, where)
                if sum_in_float32 and parameter.dtype != torch.float32:
                    parameter.grad_dtype = torch.float32
                if in_backward:
                    parameter.register_post_accumulate_grad_hook(_hook(weakref.ref(self), name))
        if paged and state:
            self._paged = PagedState(state, next(iter(self.parameters.values())).device)
            state = self._paged.tensors
        self._state = state
        self._lr = 0.0
        self._awaited: set[str] = set()
        self._squares = torch.zeros(())

    @torch.no_grad()
    def step(self, lr: float, scale: Tensor) -> None:
        """One update; `scale` (a scalar on the device) multiplies the gradients first. Gradients are freed."""
        self._begin()
        for name, parameter in self.parameters.items():
            if parameter.grad is not None:
                self._update(name, parameter, lr, scale)
        self.zero_grad()

    def begin(self, lr: float) -> None:
        """What comes next is a step's one backward pass, in which the parameters are updated with this rate."""
        self._begin()
        self._lr, self._awaited = lr, set(self.parameters)
        device = next((p.device for p in self.parameters.values()), None)
        self._squares = torch.zeros((), device=device)

    def finish(self) -> Tensor:
        """The backward pass is over. Returns the norm of all its gradients, a float32 scalar on the device; infinite or
        NaN where one was, and where its parameter was left as it was."""
        self._awaited = set()
        return self._squares.sqrt()

    def zero_grad(self) -> None:
        """Free the gradients."""
        for parameter in self.parameters.values():
            parameter.grad = None

    def tensors(self) -> dict[str, dict[str, Tensor]]:
        """What a checkpoint holds, by the parameters' names: `weights` (the masters, or where there are none the
        parameters), moments `first` and `second`, or `first8`, `second8` and their scales."""
        if self._paged is not None:
            self._paged.settle()
        found = {"weights": self.masters}
        for name, kinds in self._state.items():
            for kind, tensor in kinds.items():
                found.setdefault(kind, {})[name] = tensor
        return found

    @torch.no_grad()
    def masters_changed(self) -> None:
        """Round the masters into the model again; called when they were loaded."""
        for name, parameter in self.parameters.items():
            if parameter.dtype != self.masters[name].dtype:
                _local(parameter).copy_(_local(self.masters[name]))

    def _check(self, several: bool, paged: bool) -> None:
        if self.in_backward and several:
            raise UserError("updates in the backward pass go with one micro-batch a step: gradients cannot be summed")
        if (self.in_backward or paged) and any(isinstance(p, DTensor) for p in self.parameters.values()):
            what = "updates in the backward pass" if self.in_backward else "moments in host memory"
            raise UserError(f"{what} go with one process: here parameters are sharded over several")

    def _begin(self) -> None:
        self.updates += 1
        if self._paged is not None:
            self._paged.begin()

    @torch.no_grad()
    def _arrived(self, name: str, parameter: Tensor) -> None:
        """Called by the backward pass when a parameter's gradient is complete."""
        if name not in self._awaited:
            raise ValueError(f"a gradient of {name} that no begin() was for: one backward pass a step")
        self._awaited.remove(name)
        assert parameter.grad is not None
        square = torch.linalg.vector_norm(parameter.grad, dtype=torch.float32).square()
        self._squares += square
        self._update(name, parameter, self._lr, square.isfinite().float())
        parameter.grad = None

    def _update(self, name: str, parameter: Tensor, lr: float, scale: Tensor) -> None:
        grad, weight = _local(parameter.grad), _local(parameter)
        decay = self.weight_decay if parameter.dim() > 1 else 0.0
        how = Update(scale, lr, self.betas, self.eps, decay, self.updates)
        with self._moments_of(name) as kinds:
            moments = [_local(tensor) for tensor in kinds.values()]
            if "first8" in kinds:
                first, second, first_scale, second_scale = moments
                key = key_of(self.seed, self.updates, name)
                adamw8(weight, grad, first, second, first_scale, second_scale, how, key)
            else:
                first, second = moments
                low = None if weight.dtype == torch.float32 else weight
                adamw(_local(self.masters[name]), grad, first, second, low, how)

    @contextmanager
    def _moments_of(self, name: str) -> Iterator[dict[str, Tensor]]:
        if self._paged is None:
            yield self._state[name]
        else:
            with self._paged.visit(name) as kinds:
                yield kinds


def _moments(parameter: Tensor, device: str | None) -> dict[str, Tensor]:
    return {kind: torch.zeros_like(parameter, dtype=torch.float32, device=device) for kind in ("first", "second")}


def _moments8(parameter: Tensor, device: str | None) -> dict[str, Tensor]:
    """Of a matrix."""
    found = {kind: torch.zeros_like(parameter, dtype=E4M3, device=device) for kind in ("first8", "second8")}
    for kind in ("first_scale", "second_scale"):
        local = _local(parameter)
        scales = torch.zeros(scales_shape(local.shape), device=device or local.device)
        if isinstance(parameter, DTensor):  # sharded as the parameter is; shards of a row are of one length
            shards = parameter.shape[-1] // local.shape[-1]
            shape = torch.Size((parameter.shape[0], scales.shape[-1] * shards))
            mesh, placements = parameter.device_mesh, parameter.placements
            scales = DTensor.from_local(scales, mesh, placements, shape=shape, stride=(shape[-1], 1))
        found[kind] = scales
    return found


def _hook(optimizer: "weakref.ref[AdamW]", name: str) -> Callable[[Tensor], None]:
    """What autograd calls. It does not hold the optimizer: the two would keep each other for ever."""

    def arrived(parameter: Tensor) -> None:
        held = optimizer()
        if held is not None:
            held._arrived(name, parameter)

    return arrived


def _local(tensor: Any) -> Tensor:
    """A DTensor's shard, which shares its memory; another tensor as it is, detached."""
    local: Tensor = tensor.to_local() if hasattr(tensor, "to_local") else tensor
    return local.detach()

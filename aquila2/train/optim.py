"""AdamW with float32 master weights and moments, whatever the model computes in and however it is sharded."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from aquila2.kernels.adamw import adamw


class AdamW:
    """AdamW (arXiv 1711.05101). Parameters of one dimension (norms) do not decay.

    A float32 parameter is its own master; a narrower one has a float32 master here, and is rounded from it after each
    update, so that small updates add up. Gradients of narrow parameters are summed in float32 where several
    micro-batches make a step. Sharded parameters (DTensor) are updated shard by shard, where they lie.

    Args:
        parameters: by name; those without `requires_grad` are left alone.
    """

    def __init__(
        self,
        parameters: Mapping[str, nn.Parameter],
        betas: tuple[float, float] = (0.9, 0.95),
        eps: float = 1e-8,
        weight_decay: float = 0.1,
        sum_in_float32: bool = False,
    ) -> None:
        self.betas, self.eps, self.weight_decay = betas, eps, weight_decay
        self.parameters = {name: p for name, p in parameters.items() if p.requires_grad}
        self.masters: dict[str, Tensor] = {}
        self.first: dict[str, Tensor] = {}
        self.second: dict[str, Tensor] = {}
        self.updates = 0
        with torch.no_grad():
            for name, parameter in self.parameters.items():
                self.masters[name] = parameter.detach().float()  # float32 ones share their memory
                self.first[name] = torch.zeros_like(self.masters[name])
                self.second[name] = torch.zeros_like(self.masters[name])
                if sum_in_float32 and parameter.dtype != torch.float32:
                    parameter.grad_dtype = torch.float32

    @torch.no_grad()
    def step(self, lr: float, scale: Tensor) -> None:
        """One update; `scale` (a scalar on the device) multiplies the gradients first. Gradients are freed."""
        self.updates += 1
        for name, parameter in self.parameters.items():
            if parameter.grad is None:
                continue
            master, weight = _local(self.masters[name]), _local(parameter)
            adamw(
                master,
                _local(parameter.grad),
                _local(self.first[name]),
                _local(self.second[name]),
                None if weight.dtype == torch.float32 else weight,
                scale,
                lr,
                self.betas,
                self.eps,
                self.weight_decay if parameter.dim() > 1 else 0.0,
                self.updates,
            )
        self.zero_grad()

    def zero_grad(self) -> None:
        """Free the gradients."""
        for parameter in self.parameters.values():
            parameter.grad = None

    def tensors(self) -> dict[str, dict[str, Tensor]]:
        """What a checkpoint holds: `weights` (the masters), `first` and `second` moments, by the parameters' names."""
        return {"weights": self.masters, "first": self.first, "second": self.second}

    @torch.no_grad()
    def masters_changed(self) -> None:
        """Round the masters into the model again; called when they were loaded."""
        for name, parameter in self.parameters.items():
            if parameter.dtype != torch.float32:
                _local(parameter).copy_(_local(self.masters[name]))


def _local(tensor: Any) -> Tensor:
    """A DTensor's shard, which shares its memory; another tensor as it is, detached."""
    local: Tensor = tensor.to_local() if hasattr(tensor, "to_local") else tensor
    return local.detach()

"""When a step goes wrong: which layer it began in, and whether the loss has jumped."""

import statistics
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from aquila2.model.layers import Layer

# What was found, the worst last: a bad weight explains bad outputs, and those explain bad gradients.
WEIGHTS, OUTPUT, GRADIENT, NOTHING = range(4)


def first_bad_place(
    modules: Iterable[nn.Module], parameters: Mapping[str, nn.Parameter], forward: Callable[[], object]
) -> tuple[int, str]:
    """Where NaN or infinity came up first in this process's part of the model: of which kind, and in words.

    The weights are looked at; then `forward` runs the step's forward pass again while every layer's output is looked
    at; then the gradients that are still there, from the head down, as the backward pass went. The forward pass runs
    in any case, for other processes may wait for it.

    Args:
        modules: the parts of the model that this process holds.
        parameters: theirs, by name, with the bad step's gradients.
        forward: the forward pass.
    """
    found: list[str] = []

    def look(name: str) -> Callable[..., None]:
        def hook(module: nn.Module, args: Any, output: Any) -> None:
            tensors = output if isinstance(output, tuple) else (output,)
            if not found and not all(_finite(t) for t in tensors if isinstance(t, Tensor)):
                found.append(name)

        return hook

    watched = [(n, m) for module in modules for n, m in module.named_modules() if _is_watched(m)]
    hooks = [module.register_forward_hook(look(name)) for name, module in watched]
    try:
        with torch.no_grad():
            forward()
    finally:
        for hook in hooks:
            hook.remove()
    for name, parameter in parameters.items():
        if not _finite(parameter):
            return WEIGHTS, f"the weights of {name}"
    if found:
        return OUTPUT, f"the output of {found[0]}"
    for name, parameter in reversed(list(parameters.items())):
        if parameter.grad is not None and not _finite(parameter.grad):
            return GRADIENT, f"the gradient of {name}"
    return NOTHING, "the loss"


def _is_watched(module: nn.Module) -> bool:
    """Layers, and what they are made of: the inner ones finish first, so the innermost bad one is named."""
    return isinstance(module, Layer) or not any(True for _ in module.children())


def _finite(tensor: Any) -> bool:
    local = tensor.to_local() if hasattr(tensor, "to_local") else tensor
    return bool(torch.isfinite(local).all())


class SpikeDetector:
    """Tells a loss that has jumped: more than `factor` standard deviations above the mean of the last ones."""

    def __init__(self, factor: float = 6.0, window: int = 128, least: int = 32) -> None:
        self.factor, self.window, self.least = factor, window, least
        self.losses: list[float] = []

    def add(self, loss: float) -> str | None:
        """Note a step's loss. Returns what is to be said about it, None where it is ordinary."""
        message = None
        if len(self.losses) >= self.least:
            mean, spread = statistics.fmean(self.losses), statistics.pstdev(self.losses)
            if loss > mean + self.factor * max(spread, 0.01 * abs(mean)):
                message = f"loss {loss:.4f} is far above the last {len(self.losses)}, {mean:.4f} on average"
        self.losses = [*self.losses, loss][-self.window :]
        return message

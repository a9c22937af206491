"""What the linears of a layer read, gathered while windows of text pass through the layer.

Linears that read the same input form a group; a layer has four: q, k, v; o; gate, up; down. Of a group's input the sum
of the products of all pairs (H = X^T X, what GPTQ and AWQ weigh errors with) and the mean magnitude are kept, in
float32, whatever the number of tokens.

Legend: B windows at a time, S sequence, D hidden, I inputs of a group.
"""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from aquila2.base.errors import WorkError
from aquila2.kernels.swiglu import silu_mul
from aquila2.model.attention import Attend, CausalAttend
from aquila2.model.layers import Layer
from aquila2.model.rope import Rotary

# in the order in which a layer computes them
GROUPS = {
    "qkv": ("attention.q_proj", "attention.k_proj", "attention.v_proj"),
    "o": ("attention.o_proj",),
    "gate_up": ("mlp.gate_proj", "mlp.up_proj"),
    "down": ("mlp.down_proj",),
}


class InputStats:
    """Sums over the tokens that a group of linears has read."""

    def __init__(self, size: int, device: torch.device) -> None:
        self.hessian = torch.zeros(size, size, device=device)  # float32 [I, I]
        self.tokens = 0
        self._sum = torch.zeros(size, device=device)

    @property
    def mean_abs(self) -> Tensor:
        """Mean magnitude of every input, float32 [I]."""
        return self._sum / max(self.tokens, 1)

    def add(self, x_BSI: Tensor) -> None:
        """Count the inputs of some windows."""
        x_TI = x_BSI.flatten(0, 1).float()
        self.hessian.addmm_(x_TI.T, x_TI)
        self._sum += x_TI.abs().sum(0)
        self.tokens += x_TI.shape[0]


class Windows:
    """Windows of text on their way through the layers: the hidden states that come out of the last one.

    Args:
        hidden: [B, S, D] each, a few windows at a time.
        rotary: the model's.
        device: where layers compute.
        offload: whether hidden states wait in the host's memory instead.
    """

    def __init__(self, hidden: Sequence[Tensor], rotary: Rotary, device: torch.device, offload: bool = False) -> None:
        self.device, self.store = device, torch.device("cpu") if offload else device
        self.hidden = [part.to(self.store) for part in hidden]
        self._rotary, self._attend = rotary, CausalAttend()

    def advance(self, layer: Layer) -> None:
        """Pass all through a layer."""
        with torch.no_grad():
            for i, inputs in enumerate(self._through(layer)):
                for _name, _x in inputs:
                    pass
                self.hidden[i] = inputs.out.to(self.store)

    def gather(self, layer: Layer, groups: Sequence[str]) -> dict[str, InputStats]:
        """What the groups read. The layer computes no farther than the last of them.

        Raises:
            WorkError: NaN or infinity in an input; names the group.
        """
        last = max(groups, key=list(GROUPS).index)
        stats: dict[str, InputStats] = {}
        with torch.no_grad():
            for inputs in self._through(layer):
                for name, x_BSI in inputs:
                    if name in groups:
                        stats.setdefault(name, InputStats(x_BSI.shape[-1], self.device)).add(x_BSI)
                    if name == last:
                        break
        for name, found in stats.items():
            if not bool(found.hessian.isfinite().all()):
                raise WorkError(f"{GROUPS[name][0]} reads NaN or infinity, or squares beyond float32's range")
        return stats

    def _through(self, layer: Layer) -> "Iterator[_Inputs]":
        for part in self.hidden:
            yield _Inputs(layer, part.to(self.device), self._rotary, self._attend)


class _Inputs:
    """A layer's computation as `Layer.forward` has it, that stops at the input of each group; then `out` is there."""

    out: Tensor

    def __init__(self, layer: Layer, x_BSD: Tensor, rotary: Rotary, attend: Attend) -> None:
        self._steps = self._run(layer, x_BSD, rotary, attend)

    def __iter__(self) -> Iterator[tuple[str, Tensor]]:
        return self._steps

    def _run(self, layer: Layer, x_BSD: Tensor, rotary: Rotary, attend: Attend) -> Iterator[tuple[str, Tensor]]:
        attention, mlp, length = layer.attention, layer.mlp, x_BSD.shape[1]
        rotation = rotary.at(torch.arange(length, device=x_BSD.device)[None], length, x_BSD.dtype)
        normed_BSD = layer.attention_norm(x_BSD)
        yield "qkv", normed_BSD
        q, k, v = (part.unflatten(2, (-1, attention.head_dim)) for part in attention.project(normed_BSD))
        attended = attend(attention.layer, q, k, v, rotation).flatten(2)
        yield "o", attended
        normed_BSD, x_BSD = layer.mlp_norm.add(attention.o_proj(attended), x_BSD)
        yield "gate_up", normed_BSD
        gated = silu_mul(*mlp.project(normed_BSD))
        yield "down", gated
        self.out = x_BSD + mlp.down_proj(gated)

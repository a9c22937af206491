"""Rotary positions (arXiv 2104.09864), half-rotation layout, and their stretching to longer contexts.

```
plain     angle = position * theta^(-2i/H)
linear    position / factor                          position interpolation, arXiv 2306.15595
dynamic   theta grows with the sequence's length once that passes the trained one (NTK-aware)
yarn      per frequency: high ones stay, low ones interpolate, a ramp between; cos and sin scaled, arXiv 2309.00071
```

Legend: B batch, S sequence, P positions in a table, H head dim.
"""

import math
from typing import NamedTuple

import torch
from torch import Tensor

from aquila2.model.config import AquilaConfig, RopeScaling

_CPU = torch.device("cpu")
_KEPT_TABLES = 16  # of dynamic scaling, one a length


class Rotation(NamedTuple):
    """Cosines and sines of the tokens of one forward pass, in the model's dtype."""

    cos_BSH: Tensor
    sin_BSH: Tensor

    def to(self, device: torch.device) -> "Rotation":
        """The same rotation on another device."""
        return Rotation(self.cos_BSH.to(device), self.sin_BSH.to(device))


class Rotary:
    """Tables of cosines and sines, made once a device and dtype, grown when a longer sequence comes."""

    def __init__(self, config: AquilaConfig) -> None:
        self.config = config
        self.depends_on_length = config.rope_scaling is not None and config.rope_scaling.type == "dynamic"
        self._tables: dict[tuple[torch.device, torch.dtype], dict[int, tuple[Tensor, Tensor]]] = {}

    def at(self, positions_BS: Tensor, length: int, dtype: torch.dtype) -> Rotation:
        """The rotation of tokens at `positions_BS`, all of them below `length`.

        With dynamic scaling `length` also sets the angles: one sequence must keep one `length`, or keys that were
        cached under another no longer fit its queries.
        """
        cos_PH, sin_PH = self.tables(length, positions_BS.device, dtype)
        return Rotation(cos_PH[positions_BS], sin_PH[positions_BS])

    def tables(self, length: int, device: torch.device, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """cos_PH and sin_PH for at least `length` positions; for dynamic scaling exactly those of `span(length)`."""
        wanted, key = self.span(length), (device, dtype)
        made = self._tables.setdefault(key, {})
        if self.depends_on_length:
            if wanted not in made:
                if len(made) >= _KEPT_TABLES:
                    made.pop(next(iter(made)))  # the oldest
                made[wanted] = _make_tables(self.config, wanted, device, dtype)
            return made[wanted]
        longest = max(made, default=0)
        if longest < wanted:
            self._tables[key] = made = {wanted: _make_tables(self.config, wanted, device, dtype)}
            longest = wanted
        return made[longest]

    def span(self, length: int) -> int:
        """The length whose angles a sequence of `length` has; up to the trained one they are all the same."""
        return max(length, self.config.context_length)


def _make_tables(config: AquilaConfig, length: int, device: torch.device, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """In float32 on the CPU whatever the device, so that every device turns by the same angles."""
    inverse_H2, scale = inverse_frequencies(config, length)
    angles_PH2 = torch.arange(length, dtype=torch.float32, device=_CPU)[:, None] * inverse_H2[None, :]
    angles_PH = torch.cat((angles_PH2, angles_PH2), dim=-1)
    return (angles_PH.cos() * scale).to(device, dtype), (angles_PH.sin() * scale).to(device, dtype)


def inverse_frequencies(config: AquilaConfig, length: int) -> tuple[Tensor, float]:
    """Angles a position (float32, H/2 of them) for a sequence of `length`, and the factor on cos and sin."""
    scaling, theta, head_dim = config.rope_scaling, config.rope_theta, config.head_dim
    exponents_H2 = torch.arange(0, head_dim, 2, dtype=torch.float32, device=_CPU) / head_dim
    if scaling is None:
        return 1.0 / theta**exponents_H2, 1.0
    if scaling.type == "linear":
        return 1.0 / theta**exponents_H2 / scaling.factor, 1.0
    if scaling.type == "dynamic":
        trained = config.context_length
        stretch = scaling.factor * max(length, trained) / trained - (scaling.factor - 1.0)
        return 1.0 / (theta * stretch ** (head_dim / (head_dim - 2))) ** exponents_H2, 1.0
    return _yarn(config, scaling, exponents_H2)


def _yarn(config: AquilaConfig, scaling: RopeScaling, exponents_H2: Tensor) -> tuple[Tensor, float]:
    head_dim, theta = config.head_dim, config.rope_theta
    trained = scaling.original_context_length or config.context_length

    def dim_that_turns(times: float) -> float:
        """The (fractional) dimension whose angle turns `times` times over the trained length."""
        return head_dim * math.log(trained / (times * 2 * math.pi)) / (2 * math.log(theta))

    low = max(math.floor(dim_that_turns(scaling.beta_fast)), 0)
    high = min(math.ceil(dim_that_turns(scaling.beta_slow)), head_dim - 1)
    steps_H2 = torch.arange(head_dim // 2, dtype=torch.float32, device=_CPU)
    keep_H2 = 1.0 - ((steps_H2 - low) / (high - low if high != low else 0.001)).clamp(0, 1)
    frequencies_H2 = theta**exponents_H2
    inverse_H2 = (1.0 / (scaling.factor * frequencies_H2)) * (1 - keep_H2) + (1.0 / frequencies_H2) * keep_H2
    scale = scaling.attention_factor
    if scale is None:
        scale = 0.1 * math.log(scaling.factor) + 1.0 if scaling.factor > 1 else 1.0
    return inverse_H2, scale

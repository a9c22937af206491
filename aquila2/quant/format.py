"""What a published format of quantized weights is to us: which tensors a linear has in it, and what they become."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import torch
from torch import Tensor, nn

from aquila2.base.errors import UserError
from aquila2.kernels.int4 import UNIT

FLOATS = (torch.float16, torch.bfloat16, torch.float32)
WORDS = (torch.int32,)


class Part(NamedTuple):
    """A tensor of a quantized linear."""

    shape: tuple[int, ...] | None  # None: what it is follows from other parts, and `build` looks
    dtypes: tuple[torch.dtype, ...]
    needed: bool = True


class Format(Protocol):
    """A format, with a checkpoint's settings."""

    name: str

    def parts(self, out_features: int, in_features: int) -> dict[str, Part]:
        """Every tensor that a linear has here or may have, by its name behind the module's: `qweight`, `weight.absmax`.

        Raises:
            UserError: the layer does not fit the settings.
        """
        ...

    def build(
        self, tensors: Mapping[str, Tensor], out_features: int, in_features: int, dtype: torch.dtype
    ) -> nn.Module:
        """A module that holds these tensors' matrix, on their device; `dtype` is the model's.

        Raises:
            UserError: what they hold contradicts itself.
        """
        ...


def setting(config: Mapping[str, Any], names: tuple[str, ...], supported: tuple[Any, ...], where: str) -> Any:
    """A setting under the first of its names that is there, else the first supported value.

    Raises:
        UserError: none of the supported values.
    """
    for name in names:
        if config.get(name) is not None:
            value = config[name]
            value = value.lower() if isinstance(value, str) else value
            if value not in supported:
                raise UserError(f"{where}: {name}={config[name]!r} is not supported: {', '.join(map(str, supported))}")
            return value
    return supported[0]


def group_setting(config: Mapping[str, Any], names: tuple[str, ...], where: str) -> int:
    """A group size: a whole number, or -1 (0 here): all of a row's inputs are one group.

    Raises:
        UserError: missing, or something else.
    """
    value = next((config[name] for name in names if config.get(name) is not None), None)
    if isinstance(value, bool) or not isinstance(value, int) or (value < 1 and value != -1):
        raise UserError(f"{where}: {names[0]}={value!r} is no group size: a number of inputs, or -1 for all of a row")
    return max(value, 0)


def num_groups(group_size: int, in_features: int) -> int:
    """Groups of a row. `group_size` 0 is one group.

    Raises:
        UserError: the size does not divide the inputs, or 32 does not divide it.
    """
    size = group_size or in_features
    if in_features % size or size % UNIT:
        fits = [n for n in range(UNIT, in_features + 1, UNIT) if in_features % n == 0]
        sizes = f"sizes that do: {', '.join(map(str, fits))}" if fits else f"{UNIT} does not divide it either"
        raise UserError(f"group_size={size} does not fit a layer of {in_features} inputs; {sizes}")
    return in_features // size

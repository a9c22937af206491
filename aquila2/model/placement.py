"""Layers spread over devices, when one does not hold the model: a plan, and the pass that carries it out.

Consecutive layers share a device and the activations move on at the seams; one device works at a time. It makes a
model run that would not otherwise; it does not make it faster (tensor parallelism does).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from aquila2.model.config import AquilaConfig
from aquila2.model.rope import Rotation
from aquila2.model.transformer import Transformer

# A GPU needs room beside the weights: workspaces, activations of a prompt's chunk, the allocator's gaps.
_RESERVE = {"cuda": 1_500_000_000, "cpu": 500_000_000}


@dataclass(frozen=True)
class Placement:
    """A device for every layer; the embedding lies with the first one, the last norm and the head on `head`.

    `forecast` says it in a line; `missing_bytes` is how much memory is lacking, 0 where it fits.
    """

    layers: list[torch.device]
    head: torch.device
    forecast: str
    missing_bytes: int

    def device_of(self, parameter: str) -> torch.device:
        """Where the parameter of this (our) name goes."""
        if parameter.startswith("layers."):
            return self.layers[int(parameter.split(".")[1])]
        return self.layers[0] if parameter.startswith("embed.") else self.head


def plan_placement(
    config: AquilaConfig,
    dtype: torch.dtype,
    places: Sequence[tuple[torch.device, int]],
    num_tokens: int,
    layer_bytes: float | None = None,
) -> Placement:
    """Fill the devices one after the other.

    Args:
        config: the sizes.
        dtype: of weights and KV cache.
        places: devices in the order to fill them, with their free bytes.
        num_tokens: what the KV cache has to hold.
        layer_bytes: of a number of the layers' weights, where they are not in `dtype`.
    """
    size = dtype.itemsize
    ends = config.vocab_size * config.hidden_size * size
    kv = config.kv_bytes_per_token(size) * num_tokens
    inner = config.num_parameters * size - ends * (1 if config.tie_embeddings else 2)
    form = str(dtype).removeprefix("torch.")
    if layer_bytes is not None:
        inner = int(inner // size * layer_bytes)
        form = f"{8 * layer_bytes:.1f}-bit and {form}"
    weights = inner + ends * (1 if config.tie_embeddings else 2)
    layer = inner // config.num_layers + kv // config.num_layers
    needs = [layer] * config.num_layers
    needs[0] += ends
    needs[-1] += 0 if config.tie_embeddings else ends

    room = [max(free - _RESERVE.get(device.type, 0), 0) for device, free in places]
    used, place = [0] * len(places), 0
    layers: list[torch.device] = []
    for need in needs:
        while place < len(places) - 1 and used[place] + need > room[place]:
            place += 1
        used[place] += need
        layers.append(places[place][0])
    missing = max(used[place] - room[place], 0)
    shares = ", ".join(
        f"{layers.count(device)} layers ({taken / 1e9:.1f} of {free / 1e9:.1f} GB) on {device}"
        for (device, free), taken in zip(places, used, strict=True)
        if taken
    )
    forecast = (
        f"{weights / 1e9:.1f} GB of {form} weights and {kv / 1e9:.1f} GB of KV cache for {num_tokens} tokens: {shares}"
    )
    head = layers[0] if config.tie_embeddings else layers[-1]  # tied, it is the embedding and lies where that lies
    return Placement(layers, head, forecast, missing)


def place_layers(model: Transformer, placement: Placement) -> Transformer:
    """Make activations follow the weights, which already lie where the placement says. Nothing to do on one device."""
    if len(set(placement.layers)) == 1:
        return model
    for layer, device in zip(model.layers, placement.layers, strict=True):
        layer.register_forward_pre_hook(_Mover(device))
    model.norm.register_forward_pre_hook(_Mover(placement.head))
    return model


class _Mover:
    """Moves what a module is called with to the module's device; the rotation once a device and pass."""

    def __init__(self, device: torch.device) -> None:
        self.device = device

    def __call__(self, module: nn.Module, args: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(arg.to(self.device) if isinstance(arg, (torch.Tensor, Rotation)) else arg for arg in args)

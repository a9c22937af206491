"""Several adapters on one model at once: each token of a batch goes through the one that its request names.

The base computes the whole batch; what an adapter adds is computed for its own rows and added to them. Linears get
hooks while adapters are loaded, which do nothing in a batch of the base alone.

Legend: T tokens, I in, O out, R rank.
"""

import contextlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from aquila2.base.errors import UserError
from aquila2.lora.adapter import fill, read_adapter
from aquila2.lora.layer import TARGETS
from aquila2.model.fuse import FusedAttention, FusedMLP
from aquila2.model.layers import Layer
from aquila2.model.transformer import Transformer

_serials = itertools.count(1)


@dataclass(frozen=True)
class _Place:
    """Where a target's outputs are: a module's from `start` on. It may be one that does the work of several."""

    module: nn.Module
    start: int
    out_features: int
    in_features: int


@dataclass(eq=False)
class Loaded:
    """An adapter in memory. `identity` is no other's, not even that of a later one with the same name."""

    name: str
    folder: Path
    scale: float
    identity: str
    parts: dict[nn.Module, list[tuple[_Place, Tensor, Tensor]]] = field(default_factory=dict)


class BatchedAdapters:
    """The adapters of a model, by name.

    Args:
        model: for inference, its projections fused or not.
        check: raises UserError for a folder whose adapter does not belong to this model.
    """

    def __init__(self, model: Transformer, check: Callable[[Path], None] | None = None) -> None:
        self.model, self._check = model, check
        self._loaded: dict[str, Loaded] = {}
        self._hooks: list[Any] = []
        self._active: Sequence[tuple[Loaded, Tensor]] = ()
        self._rows: dict[tuple[int, torch.device], Tensor] = {}

    @property
    def names(self) -> list[str]:
        """Those that are loaded."""
        return list(self._loaded)

    def find(self, name: str) -> Loaded:
        """The adapter of this name.

        Raises:
            UserError: there is none.
        """
        if name not in self._loaded:
            there = ", ".join(self._loaded) or "none"
            raise UserError(f"adapter={name}: no adapter of this name is loaded; there are: {there}")
        return self._loaded[name]

    def load(self, name: str, folder: str | Path) -> None:
        """Read an adapter's folder (ours, or PEFT's).

        Raises:
            UserError: the name is taken; the adapter is of a kind that cannot stand beside others, or does not belong
                to this model.
        """
        folder = Path(folder)
        if not name or name in self._loaded:
            raise UserError(f"adapter={name}: give a name that is not taken; {', '.join(self._loaded) or 'none'} are")
        adapter = read_adapter(folder)
        if adapter.config.use_dora:
            raise UserError(f"{folder} is a DoRA adapter, which cannot be shared by name: merge it (aquila2 merge)")
        if self._check is not None:
            self._check(folder)
        self._loaded[name] = self._read(name, folder, adapter.config.targets, adapter.config.rank, adapter.config.scale)
        if not self._hooks:
            for module in {place.module for _, place in self._places(TARGETS)}:
                self._hooks.append(module.register_forward_hook(self._hook))

    def unload(self, name: str) -> None:
        """Forget an adapter. Sequences that run with it go on with it to their ends.

        Raises:
            UserError: there is none of this name.
        """
        self.find(name)
        del self._loaded[name]
        if not self._loaded:
            for hook in self._hooks:
                hook.remove()
            self._hooks.clear()

    @contextlib.contextmanager
    def use(self, groups: Sequence[tuple[Loaded, Tensor]]) -> Iterator[None]:
        """Within it a forward pass of [1, T] tokens adds to the tokens at these places (int64) what each adapter
        computes."""
        self._active, self._rows = groups, {}
        try:
            yield
        finally:
            self._active, self._rows = (), {}

    @torch.no_grad()
    def _read(self, name: str, folder: Path, targets: Sequence[str], rank: int, scale: float) -> Loaded:
        found, tensors = Loaded(name, folder, scale, f"{name} {next(_serials)}"), dict[str, Tensor]()
        dtype = self.model.embed.weight.dtype
        for path, place in self._places(targets):
            first = next(itertools.chain(place.module.parameters(), place.module.buffers()))
            a_RI = torch.empty(rank, place.in_features, dtype=dtype, device=first.device)
            b_OR = torch.empty(place.out_features, rank, dtype=dtype, device=first.device)
            tensors[f"{path}.lora_a"], tensors[f"{path}.lora_b"] = a_RI, b_OR
            found.parts.setdefault(place.module, []).append((place, a_RI, b_OR))
        fill(tensors, folder)
        return found

    def _places(self, targets: Sequence[str]) -> Iterator[tuple[str, _Place]]:
        """Each target of each layer, by the name that it has in a model whose projections are not fused."""
        for path, layer in self.model.named_modules():
            if isinstance(layer, Layer):
                places = _places_of(layer)
                for target in targets:
                    block = "mlp" if target in ("gate_proj", "up_proj", "down_proj") else "attention"
                    yield f"{path}.{block}.{target}", places[target]

    def _hook(self, module: nn.Module, args: tuple[Any, ...], y_1TO: Tensor) -> None:
        for number, (adapter, at) in enumerate(self._active):
            parts = adapter.parts.get(module, ())
            if not parts:
                continue
            key = number, y_1TO.device
            if key not in self._rows:
                self._rows[key] = at.to(y_1TO.device)
            rows = self._rows[key]
            x_TI = args[0][0].index_select(0, rows)
            for place, a_RI, b_OR in parts:
                added_TO = (x_TI @ a_RI.T) @ b_OR.T * adapter.scale
                y_1TO[0, :, place.start : place.start + place.out_features].index_add_(0, rows, added_TO)


def _places_of(layer: Layer) -> dict[str, _Place]:
    attention, mlp, places = layer.attention, layer.mlp, dict[str, _Place]()
    if isinstance(attention, FusedAttention):
        start, wide = 0, _in_features(attention.qkv_proj)
        for name, size in zip(("q_proj", "k_proj", "v_proj"), attention.sizes, strict=True):
            places[name] = _Place(attention.qkv_proj, start, size, wide)
            start += size
    if isinstance(mlp, FusedMLP):
        half, wide = _out_features(mlp.gate_up_proj) // 2, _in_features(mlp.gate_up_proj)
        places["gate_proj"] = _Place(mlp.gate_up_proj, 0, half, wide)
        places["up_proj"] = _Place(mlp.gate_up_proj, half, half, wide)
    for block in (attention, mlp):
        for name, module in block.named_children():
            if name in TARGETS:
                places[name] = _Place(module, 0, _out_features(module), _in_features(module))
    return places


def _in_features(module: Any) -> int:
    return int(module.in_features)


def _out_features(module: Any) -> int:
    return int(module.out_features)

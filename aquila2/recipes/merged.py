"""A checkpoint's tensors with an adapter in them, made as they are read."""

import math

import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.checkpoint.names import published_name
from aquila2.checkpoint.shards import StoredTensor, TensorFile
from aquila2.kernels.nf4 import dequantize_nf4, quantize_nf4
from aquila2.lora.adapter import load_adapter
from aquila2.lora.layer import adapters, rounding
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4
from aquila2.quant.nf4 import Nf4Linear
from aquila2.recipes.adapted import Given
from aquila2.recipes.conversion import dtype_name


class Merged(TensorFile):
    """A base's tensors with an adapter in them, as a file under their published names. Nothing but the adapter is in
    memory, and the matrix that is read.

    Args:
        stored: the base's tensors.
        nf4: all of the layers' matrices become what comes back from NF4, as they were in training, those without an
            adapter too.
        dtype: of the matrices that have changed; None: the base's.
        device: where they are computed.
    """

    def __init__(
        self,
        given: Given,
        config: AquilaConfig,
        stored: dict[str, StoredTensor],
        nf4: bool,
        dtype: torch.dtype | None,
        device: torch.device,
    ) -> None:
        super().__init__(given.folder)
        self._stored, self._nf4, self._dtype, self._device = stored, nf4, dtype, device
        with torch.device("meta"):
            model = Transformer(config)
        if nf4:
            apply_nf4(model)
        quantized = [name for name, module in model.named_modules() if isinstance(module, Nf4Linear)]
        load_adapter(model, given.folder, dtype=torch.float32, device=device)
        self._adapters = {published_name(f"{name}.weight"): module for name, module in adapters(model)}
        self._changed = {*self._adapters, *(published_name(f"{name}.weight") for name in quantized)}
        self._held: tuple[str, Tensor] = ("", torch.empty(0))
        self._added = self._left = 0.0

    @property
    def kept(self) -> float | None:
        """The share of what the adapter adds that is left after rounding, over all matrices read so far. None where
        nothing is added."""
        return round(self._left / self._added, 4) if self._added else None

    def tensors(self) -> dict[str, StoredTensor]:
        """All of them; those that change in their new format."""
        found = dict(self._stored)
        for name in self._changed:
            found[name] = StoredTensor(name, found[name].shape, self._dtype or found[name].dtype, self)
        return found

    def rows(self, name: str, start: int, stop: int) -> Tensor:
        """Rows of a matrix that changes."""
        if self._held[0] != name:
            self._held = ("", torch.empty(0))  # first let go
            self._held = (name, self._matrix(name))
        return self._held[1][start:stop]

    @torch.no_grad()
    def _matrix(self, name: str) -> Tensor:
        stored = self._stored[name]
        dtype = self._dtype or stored.dtype
        weight = torch.empty(stored.shape, dtype=stored.dtype, device=self._device)
        stored.copy_to(weight)
        if self._nf4:
            weight = dequantize_nf4(quantize_nf4(weight), (weight.shape[0], weight.shape[1]), weight.dtype)
        if name not in self._adapters:
            return weight.to("cpu", dtype)
        exact = self._adapters[name].merged(torch.float32, weight)
        added, left = rounding(exact, weight, dtype)
        self._added, self._left = self._added + added, self._left + left
        if not math.isfinite(self._left):
            raise UserError(f"{name}, merged, goes beyond the range of {dtype_name(dtype)}: say dtype=float32")
        return exact.to("cpu", dtype)

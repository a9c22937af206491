"""What the server serves: one model with its tokenizer and template, adapters by name, perhaps an embedder."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError
from aquila2.chat.messages import Template
from aquila2.engine.async_engine import AsyncEngine
from aquila2.serve.errors import ApiError, from_user_error
from aquila2.tokenizer.stream import Stops
from aquila2.tokenizer.tokenizer import Tokenizer


@dataclass(frozen=True)
class Spoken:
    """How one model name is spoken to: the base's template, or that of an adapter which was trained with another."""

    template: Template | None
    stops: Stops
    adapter: str | None = None


@dataclass
class Served:
    """A model that can answer.

    Attributes:
        name: what clients call the base model.
        engine: runs requests; owns the adapters.
        defaults: sampling settings of requests that say nothing, by the names of `SamplingParams`.
        created: when it was ready, in seconds since 1970.
        read_adapter: how a folder's adapter is spoken to.
    """

    name: str
    engine: AsyncEngine
    tokenizer: Tokenizer
    template: Template | None
    stops: Stops
    max_model_len: int
    defaults: dict[str, Any] = field(default_factory=dict)
    read_adapter: Callable[[Path], tuple[Template | None, Stops]] | None = None
    created: int = field(default_factory=lambda: int(time.time()))
    _adapters: dict[str, Spoken] = field(default_factory=dict)

    def names(self) -> list[str]:
        """The base model and the adapters."""
        return [self.name, *self._adapters]

    def spoken(self, model: str) -> Spoken:
        """Raises ApiError 404 for a name that is not served."""
        if model == self.name:
            return Spoken(self.template, self.stops)
        if model not in self._adapters:
            known = ", ".join(self.names())
            raise ApiError(
                404, f"the model {model[:100]!r} is not served here; there is {known}", "model", "model_not_found"
            )
        return self._adapters[model]

    async def load_adapter(self, name: str, folder: Path) -> None:
        """Serve an adapter under a name of its own.

        Raises:
            ApiError: 400 for a name that is taken or a folder with no adapter for this model.
        """
        if name in self.names():
            raise ApiError(
                400, f"the name {name!r} is taken: unload it first, or choose another", "lora_name", "name_taken"
            )
        try:
            template, stops = self.template, self.stops
            if self.read_adapter is not None:
                template, stops = self.read_adapter(folder)
            await self.engine.load_adapter(name, folder)
        except UserError as error:
            raise from_user_error(error, "lora_path") from None
        self._adapters[name] = Spoken(template, stops, name)

    async def unload_adapter(self, name: str) -> None:
        """Serve it no longer; answers that are being given are given to their end.

        Raises:
            ApiError: 404 for a name that is not an adapter's.
        """
        if name not in self._adapters:
            known = ", ".join(self._adapters) or "none"
            raise ApiError(
                404, f"no adapter is called {name[:100]!r}; there is {known}", "lora_name", "model_not_found"
            )
        del self._adapters[name]
        try:
            await self.engine.unload_adapter(name)
        except UserError as error:
            raise from_user_error(error, "lora_name") from None

"""What the engine asks of adapters that requests name (`lora/batched.py` has them)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from torch import Tensor


class Adapter(Protocol):
    """A loaded adapter."""

    @property
    def identity(self) -> str:
        """A text that is no other's."""
        ...


class Adapters(Protocol):
    """Adapters by name, on the engine's model."""

    @property
    def names(self) -> list[str]:
        """Those that are loaded."""
        ...

    def find(self, name: str) -> Adapter:
        """Raises UserError where none of this name is loaded."""
        ...

    def load(self, name: str, folder: str | Path) -> None:
        """Read one; UserError where it cannot stand beside this model."""
        ...

    def unload(self, name: str) -> None:
        """Forget one; UserError where there is none of this name."""
        ...

    def use(self, groups: Sequence[tuple[Any, Tensor]]) -> AbstractContextManager[None]:
        """Within it a forward pass gives the tokens at these places what the adapter adds."""
        ...

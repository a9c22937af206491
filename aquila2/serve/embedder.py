"""What `/v1/embeddings` needs of a model that turns texts into vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class Embedder(Protocol):
    """A model for texts. It is called in a thread of its own, one call at a time."""

    @property
    def name(self) -> str:
        """As clients ask for it."""
        ...

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> tuple[np.ndarray, int]:
        """Unit vectors [number of texts, dimensions] in float32, and how many tokens were read.

        Raises:
            UserError: a text that is too long; nothing is cut off.
        """
        ...

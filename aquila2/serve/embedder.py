"""What `/v1/embeddings` needs of a model that turns texts into vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class Embedder(Protocol):
    """A model for texts; those of `rag/` are such. It is called in a thread, one call at a time."""

    @property
    def name(self) -> str:
        """As clients ask for it."""
        ...

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages: float32 [texts, dim], each of length one.

        Raises:
            UserError: a text that it cannot take whole.
        """
        ...

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of questions, where the model was trained to tell the two apart."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> int:
        """How many tokens the model reads for these texts."""
        ...

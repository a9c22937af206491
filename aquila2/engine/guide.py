"""Answers of a given form (guided decoding): which tokens may come next.

The grammar is kept by the library llguidance, for any vocabulary: it is given each token's bytes.
"""

from typing import Protocol

from torch import Tensor


class GuideState(Protocol):
    """Where one answer is in its grammar."""

    def allowed(self) -> Tensor:
        """One bit a token, 1 where it may come next: int32 [ceil(V / 32)]."""
        ...

    def accept(self, token_id: int) -> None:
        """Go on by a token."""
        ...

"""Rerankers: models that read a passage beside the question."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from aquila2.base.errors import UserError


class Reranker(Protocol):
    """What tells how well each passage answers a question; higher is better."""

    def scores(self, question: str, passages: Sequence[str]) -> Sequence[float]: ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, such as BAAI/bge-reranker-v2-m3, by name or folder.

    Raises:
        UserError: the package or the model is not there.
    """

    def __init__(self, model: str) -> None:
        self._model: Any = load_sentence_model("CrossEncoder", model, "rerank")

    def scores(self, question: str, passages: Sequence[str]) -> Sequence[float]:
        found: list[float] = self._model.predict([(question, text) for text in passages]).tolist()
        return found


def load_sentence_model(kind: str, model: str, option: str) -> Any:
    """A model of the package sentence-transformers."""
    try:
        import sentence_transformers
    except ImportError:
        raise UserError(
            f"{option}={model} needs the package sentence-transformers: pip install sentence-transformers"
        ) from None
    name = str(Path(model).expanduser()) if Path(model).expanduser().is_dir() else model
    try:
        return getattr(sentence_transformers, kind)(name)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise UserError(f"{option}={model}: no such folder, and the hub does not give it: {reason}") from None

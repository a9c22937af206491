"""Embedders of the package sentence-transformers: BGE and others, each with the instruction it was trained with."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aquila2.rag.embedder import Advance, Vectors
from aquila2.rag.reranker import load_sentence_model

# what stands before a question, and before a passage, by a part of the model's name, the first that fits
_INSTRUCTIONS = [
    ("bge-m3", "", ""),
    (("bge", "-zh"), "为这个句子生成表示以用于检索相关文章：", ""),
    (("bge", "-en"), "Represent this sentence for searching relevant passages: ", ""),
    ("e5", "query: ", "passage: "),
]
_BATCH = 32


def instructions(name: str) -> tuple[str, str]:
    """What a model wants before a question and before a passage, by its name; nothing where it is not known."""
    low = name.lower()
    for parts, query, passage in _INSTRUCTIONS:
        if all(part in low for part in ([parts] if isinstance(parts, str) else parts)):
            return query, passage
    return "", ""


class SentenceEmbedder:
    """A model by name (bge-small-zh-v1.5, BAAI/bge-m3) or folder.

    The name that a folder's model was published under, which decides the instructions, is read from its own files.

    Raises:
        UserError: the package or the model is not there.
    """

    def __init__(self, model: str) -> None:
        full = f"BAAI/{model}" if model.startswith("bge-") and not Path(model).is_dir() else model
        self._model: Any = load_sentence_model("SentenceTransformer", full, "embedder")
        self.name = _published_name(model)
        self._query, self._passage = instructions(self.name)
        self.dim = self._encode(["a"]).shape[1]

    def embed_documents(self, texts: Sequence[str], advance: Advance = lambda count: None) -> Vectors:
        found = []
        for start in range(0, len(texts), _BATCH):
            part = [self._passage + text for text in texts[start : start + _BATCH]]
            found.append(self._encode(part))
            advance(len(part))
        return np.concatenate([np.zeros((0, self.dim), np.float32), *found])

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode([self._query + text for text in texts])

    def _encode(self, texts: list[str]) -> Vectors:
        found: Vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return found.astype(np.float32)


def _published_name(model: str) -> str:
    folder = Path(model).expanduser()
    if not folder.is_dir():
        return model.rpartition("/")[2]
    try:
        told = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("_name_or_path", "")
    except (OSError, ValueError, AttributeError):
        told = ""
    name = folder.resolve().name
    return name if instructions(name) != ("", "") or not told else str(told).rstrip("/").rpartition("/")[2] or name

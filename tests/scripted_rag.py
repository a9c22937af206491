"""Stand-ins for the models of a knowledge base: an embedder of words, a language model that says what a test wants."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from aquila2.rag.adding import Cutting, add_files
from aquila2.rag.embedder import Advance, Embedder, Vectors
from aquila2.rag.model import Message
from aquila2.rag.store import Store
from aquila2.rag.words import passage_words


class WordEmbedder:
    """A text's words, each a fixed random direction: texts that share words have vectors that are near."""

    dim = 64

    def __init__(self, name: str = "words") -> None:
        self.name = name

    def embed_documents(self, texts: Sequence[str], advance: Advance = lambda count: None) -> Vectors:
        found = np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dim), np.float32)
        advance(len(texts))
        return found

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_documents(texts)

    def _vector(self, text: str) -> np.ndarray:
        total = np.zeros(self.dim)
        for word in passage_words(text).tolist():
            total += np.random.default_rng(zlib.crc32(str(word).encode())).normal(size=self.dim)
        return (total / max(float(np.linalg.norm(total)), 1e-9)).astype(np.float32)


class ScriptedModel:
    """Says what `script` makes of the messages; remembers what it was asked."""

    name = "scripted"

    def __init__(self, script: Callable[[str], str], room: int = 4096) -> None:
        self.script, self.room = script, room
        self.asked: list[list[Message]] = []

    def count_tokens(self, text: str) -> int:
        return len(text)

    def stream(self, messages: Sequence[Message], max_tokens: int, temperature: float) -> Iterator[str]:
        self.asked.append(list(messages))
        answer = self.script(messages[-1]["content"])
        for start in range(0, len(answer), 7):
            yield answer[start : start + 7]


def filled(
    folder: Path, files: dict[str, str], embedder: Embedder | None = None, cutting: Cutting | None = None
) -> Store:
    """A knowledge base in `folder/base` of these files, written to `folder/files`."""
    paths = []
    for name, text in files.items():
        path = folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    store = Store(folder / "base", create=True)
    result = add_files(store, paths, embedder, cutting or Cutting())
    assert not result.failed
    return store

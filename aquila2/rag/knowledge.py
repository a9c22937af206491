"""The knowledge bases of a folder behind a server: opened when they are asked for, shared by its threads."""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError
from aquila2.rag.adding import Added, Adder, Cutting
from aquila2.rag.bases import delete_base, names, open_base
from aquila2.rag.embedder import Embedder
from aquila2.rag.model import Message, Model
from aquila2.rag.parsed import Limits
from aquila2.rag.pipeline import Answer, AskOptions, Pipeline, Sources
from aquila2.rag.reranker import Reranker
from aquila2.rag.retriever import Found, Mode, Retriever
from aquila2.rag.store import Store

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]")


class Knowledge:
    """Bases, one model, one way to ask.

    Args:
        folder: where the bases lie.
        model: one answer at a time is asked of it.
        embedder_for: the embedder of a base.
    """

    def __init__(
        self,
        folder: Path,
        model: Model,
        embedder_for: Callable[[Store], Embedder | None],
        reranker: Reranker | None = None,
        options: AskOptions | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.folder, self.model = folder, model
        self.options, self.limits = options or AskOptions(), limits or Limits()
        self._embedder_for, self._reranker = embedder_for, reranker
        self._open: dict[str, tuple[Store, Embedder | None]] = {}
        self._opening = threading.Lock()
        self._answering = threading.Lock()
        self._writing = threading.Lock()

    def names(self) -> list[str]:
        """The bases there are."""
        return names(self.folder)

    def create(self, name: str) -> None:
        """Raises UserError for a name that is taken or none."""
        with self._opening:
            if name in self.names():
                raise UserError(f"name={name}: there is such a knowledge base")
            open_base(self.folder, name, create=True).close()

    def delete(self, name: str) -> None:
        """Raises UserError for one that is not there."""
        with self._writing, self._opening:
            if (found := self._open.pop(name, None)) is not None:
                found[0].close()
            delete_base(self.folder, name)

    def store(self, name: str) -> Store:
        """Raises UserError for one that is not there."""
        return self._opened(name)[0]

    def retriever(self, name: str) -> Retriever:
        """Raises UserError for one that is not there."""
        return Retriever(*self._opened(name), self._reranker)

    def _opened(self, name: str) -> tuple[Store, Embedder | None]:
        with self._opening:
            if name not in self._open:
                store = open_base(self.folder, name)
                self._open[name] = store, self._embedder_for(store)
            return self._open[name]

    def search(self, name: str, question: str, top_k: int, mode: Mode) -> Found:
        """Raises UserError for what is wrong with these."""
        return self.retriever(name).search(question, top_k, mode)

    def ask(
        self, name: str, question: str, history: Sequence[Message] = (), **settings: Any
    ) -> Iterator[Sources | str | Answer]:
        """As `Pipeline.ask`; one answer after the other. `settings` replace options of this server."""
        options = AskOptions(**{**self.options.__dict__, **settings})
        pipeline = Pipeline(self.retriever(name), self.model)
        with self._answering:
            yield from pipeline.ask(question, options, history)

    def upload(self, name: str, file: str, data: bytes) -> Added:
        """Add a file that was sent. Its name is a name alone: nothing is written by it.

        Raises:
            UserError: a name with a path in it.
        """
        if not file.strip(" .") or len(file) > 255 or _UNSAFE.search(file):
            raise UserError(f"name={file[:80]!r}: give a file's name, without folders")
        store, embedder = self._opened(name)
        result = Added()
        with self._writing:
            adder = Adder(store, embedder, Cutting(), result, self.limits)
            adder.add(file, lambda: data)
            adder.flush()
        return result

    def remove(self, name: str, path: str) -> int:
        """Take a document out; returns how many were there."""
        with self._writing:
            store = self.store(name)
            removed = store.remove([path])
            store.merge()
        return removed

    def close(self) -> None:
        """Close all bases."""
        with self._opening:
            for store, _ in self._open.values():
                store.close()
            self._open.clear()

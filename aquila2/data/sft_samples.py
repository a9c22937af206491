"""Samples of fine-tuning, encoded and held compactly, and the part of them that is held out.

A sample is one conversation (a document), or a pair of two: the better answer's conversation, then the worse one's.
"""

import dataclasses
import itertools
from dataclasses import dataclass

import numpy as np

from aquila2.base.errors import UserError


@dataclass(frozen=True)
class Samples:
    """Encoded samples, document behind document.

    Attributes:
        ids: int32 [tokens].
        loss: bool [tokens], whether the token is the model's to say.
        bounds: int64 [documents + 1]; document d is `ids[bounds[d]:bounds[d + 1]]`.
        each: documents of a sample: 1, or 2 in pairs. Sample n has the documents from n * each on.
        max_seq_len: no sample has more tokens, a pair's two documents together.
        pad_id: the token that fills rows.
        keys: uint64 [samples], a hash of what each says; duplicates have the same.
        places: where each stands: int64 [samples, 2], the number of its file and the line.
        files: their paths.
    """

    ids: np.ndarray
    loss: np.ndarray
    bounds: np.ndarray
    each: int
    max_seq_len: int
    pad_id: int
    keys: np.ndarray
    places: np.ndarray
    files: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def lengths(self) -> np.ndarray:
        """Tokens of each sample, int64 [samples]."""
        return np.diff(self.bounds[:: self.each])

    def documents(self, sample: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """`ids` and `loss` of each document of a sample."""
        cuts = self.bounds[sample * self.each : (sample + 1) * self.each + 1].tolist()
        return [(self.ids[start:stop], self.loss[start:stop]) for start, stop in itertools.pairwise(cuts)]

    def place(self, sample: int) -> str:
        """Where a sample stands, as `file:line`."""
        file, line = self.places[sample].tolist()
        return f"{self.files[file]}:{line}"

    def take(self, chosen: np.ndarray) -> "Samples":
        """Some of the samples (int64 numbers or a bool mask), in that order."""
        numbers = np.arange(len(self))[chosen]
        documents = (numbers[:, None] * self.each + np.arange(self.each)).ravel()
        starts, lengths = self.bounds[documents], np.diff(self.bounds)[documents]
        bounds = np.concatenate([[0], np.cumsum(lengths)])
        tokens = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], lengths)
        return dataclasses.replace(
            self,
            ids=self.ids[tokens],
            loss=self.loss[tokens],
            bounds=bounds,
            keys=self.keys[numbers],
            places=self.places[numbers],
        )

    def split(self, eval_fraction: float) -> "tuple[Samples, Samples]":
        """The samples to learn and those held out, about `eval_fraction` of all. What a sample says decides, so that
        it falls on the same side in every run, and its duplicates with it.

        Raises:
            UserError: a fraction that is not above 0 and below 1, or one side without a sample.
        """
        if not 0 < eval_fraction < 1:
            raise UserError(f"eval_fraction={eval_fraction}: give a part of the samples, above 0 and below 1")
        held_out = self.keys < np.uint64(int(eval_fraction * 2**64))
        if held_out.all() or not held_out.any():
            side = "to learn" if held_out.all() else "held out"
            raise UserError(
                f"eval_fraction={eval_fraction} leaves no sample of {len(self):,} {side}: change it, or give a file of"
                " its own"
            )
        return self.take(~held_out), self.take(held_out)

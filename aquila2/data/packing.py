"""Rows of tokens for training, cut out of a stream of documents (sequence packing).

Legend: B rows, S tokens of a row.
"""

from dataclasses import dataclass

import numpy as np

IGNORED = -100


@dataclass(frozen=True)
class Rows:
    """Rows of a batch, int64 [B, S] each."""

    ids: np.ndarray
    labels: np.ndarray  # the next token; -100 where that is of another document, or there is none
    positions: np.ndarray  # from 0 at the beginning of each document, and of the row
    documents: np.ndarray  # number of the document in its row, from 0

    def __len__(self) -> int:
        return len(self.ids)


def pack(tokens: np.ndarray, begins: np.ndarray) -> Rows:
    """Rows from windows of S + 1 tokens, int64 [B, S + 1], the last of which is only predicted; `begins`, bool of the
    same shape, tells where documents begin."""
    S = tokens.shape[1] - 1
    begins_BS = begins[:, :S].copy()
    begins_BS[:, 0] = True
    places_S = np.arange(S)
    starts_BS = np.maximum.accumulate(np.where(begins_BS, places_S, 0), axis=1)
    return Rows(
        ids=np.ascontiguousarray(tokens[:, :S]),
        labels=np.where(begins[:, 1:], IGNORED, tokens[:, 1:]),
        positions=places_S - starts_BS,
        documents=np.cumsum(begins_BS, axis=1) - 1,
    )


def pad(rows: Rows, lengths: np.ndarray, id: int) -> Rows:
    """Make padding of what stands behind the first `lengths` tokens of each window (int64 [B], S + 1 where the window
    is full): a document of its own, of the token `id`, that predicts nothing and is predicted by nothing."""
    S = rows.ids.shape[1]
    behind = np.arange(S) - lengths[:, None]  # from 0 at the first token of the padding
    padding = behind >= 0
    last = rows.documents[np.arange(len(rows)), np.clip(lengths - 1, 0, S - 1)] + (lengths > 0)
    return Rows(
        ids=np.where(padding, id, rows.ids),
        labels=np.where(behind >= -1, IGNORED, rows.labels),
        positions=np.where(padding, behind, rows.positions),
        documents=np.where(padding, last[:, None], rows.documents),
    )

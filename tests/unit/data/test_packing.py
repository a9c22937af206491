"""Rows: labels and positions end with their document, padding predicts nothing."""

import numpy as np

from aquila2.data.packing import IGNORED, pack, pad


def test_labels_positions_and_documents_of_a_row() -> None:
    tokens = np.array([[11, 12, 0, 21, 0, 31, 32, 33]])
    begins = np.zeros(tokens.shape, bool)
    begins[0, [3, 5]] = True
    rows = pack(tokens, begins)
    assert rows.ids.tolist() == [[11, 12, 0, 21, 0, 31, 32]]
    assert rows.labels.tolist() == [[12, 0, IGNORED, 0, IGNORED, 32, 33]]
    assert rows.positions.tolist() == [[0, 1, 2, 0, 1, 0, 1]]
    assert rows.documents.tolist() == [[0, 0, 0, 1, 1, 2, 2]]
    assert {array.dtype for array in vars(rows).values()} == {np.dtype(np.int64)}


def test_the_token_after_a_row_counts_only_in_the_same_document() -> None:
    tokens = np.array([[1, 2, 3], [1, 2, 3]])
    begins = np.array([[True, False, True], [True, False, False]])
    assert pack(tokens, begins).labels.tolist() == [[2, IGNORED], [2, 3]]


def test_padding_is_a_document_that_predicts_nothing() -> None:
    tokens = np.array([[1, 2, 9, 9], [1, 2, 3, 9], [1, 2, 3, 4], [9, 9, 9, 9]])
    begins = np.zeros(tokens.shape, bool)
    begins[0, 1] = True
    rows = pad(pack(tokens, begins), np.array([2, 3, 4, 0]), 7)
    assert rows.ids.tolist() == [[1, 2, 7], [1, 2, 3], [1, 2, 3], [7, 7, 7]]
    assert rows.labels.tolist() == [[IGNORED] * 3, [2, 3, IGNORED], [2, 3, 4], [IGNORED] * 3]
    assert rows.positions.tolist() == [[0, 0, 0], [0, 1, 2], [0, 1, 2], [0, 1, 2]]
    assert rows.documents.tolist() == [[0, 1, 2], [0, 0, 0], [0, 0, 0], [0, 0, 0]]

"""Batches: every window once an epoch, every held-out token once, answers made ahead."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from aquila2.base.errors import UserError
from aquila2.data.loader import TrainLoader, ValidLoader, prefetch
from aquila2.data.packing import IGNORED, Rows
from tests.tiny_shards import documents_of, write_shards

S = 8


@pytest.fixture
def documents() -> list[np.ndarray]:
    return documents_of(np.random.default_rng(1).integers(1, 30, 40).tolist())


def windows_of(rows: Rows, stream: np.ndarray) -> list[int]:
    """Which window of the stream each row is."""
    table = {stream[at : at + S].tobytes(): at // S for at in range(0, len(stream) - S, S)}
    return [table[row.tobytes()] for row in rows.ids]


def test_an_epoch_has_every_window_once_in_an_order_of_its_own(tmp_path: Path, documents: list[np.ndarray]) -> None:
    stream = np.concatenate(documents)
    loader = TrainLoader(write_shards(tmp_path, documents), S, seed=5)
    count = loader.samples_per_epoch
    assert count == (len(stream) - 1) // S
    epochs = [windows_of(loader.global_batch(epoch * count, count), stream) for epoch in range(3)]
    assert all(sorted(epoch) == list(range(count)) for epoch in epochs)
    assert epochs[0] != epochs[1] != epochs[2] != list(range(count))
    other = TrainLoader(write_shards(tmp_path, documents), S, seed=6)
    assert windows_of(other.global_batch(0, count), stream) != epochs[0]


def test_labels_are_the_next_tokens_of_the_same_document(tmp_path: Path, documents: list[np.ndarray]) -> None:
    stream, ends = np.concatenate(documents), np.cumsum([len(document) for document in documents])
    loader = TrainLoader(write_shards(tmp_path, documents), S)
    rows = loader.global_batch(0, loader.samples_per_epoch)
    for row, window in enumerate(windows_of(rows, stream)):
        places = np.arange(window * S, window * S + S)
        assert np.array_equal(rows.labels[row], np.where(np.isin(places + 1, ends), IGNORED, stream[places + 1]))
        number = np.searchsorted(ends, places, side="right")
        assert np.array_equal(rows.documents[row], number - number[0])
        begin = np.maximum(np.concatenate([[0], ends])[number], places[0])
        assert np.array_equal(rows.positions[row], places - begin)


def test_folders_are_mixed_by_weight_and_each_seen_evenly(tmp_path: Path, documents: list[np.ndarray]) -> None:
    small = write_shards(tmp_path / "small", documents[:10])
    large = write_shards(tmp_path / "large", documents_of([25] * 40, seed=9))
    stream = small.read(0, small.num_tokens)
    loader = TrainLoader([small, large], S, weights=[0.25, 0.75])
    count = (small.num_tokens - 1) // S
    described = [loader.describe(sample) for sample in range(4 * count * 2)]
    mine = [place for place in described if place["folder"] == str(small.folder)]
    assert [place["epoch"] for place in mine] == [0] * count + [1] * count
    for epoch in (mine[:count], mine[count:]):
        assert sorted(place["window"] for place in epoch) == list(range(count))
    rows = loader.rows(np.array([i for i, place in enumerate(described) if place in mine]))
    assert windows_of(rows, stream) == [place["window"] for place in mine]
    unweighted = TrainLoader([small, large], S)
    seen = [unweighted.describe(sample) for sample in range(unweighted.samples_per_epoch)]
    assert len({(place["folder"], place["window"]) for place in seen}) == len(seen)


def test_a_receipt_names_the_documents_of_a_row(tmp_path: Path, documents: list[np.ndarray]) -> None:
    shards = write_shards(tmp_path, documents, per_shard=4)
    number = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    loader = TrainLoader(shards, S)
    for sample in range(2 * loader.samples_per_epoch):
        place = loader.describe(sample)
        first = place["window"] * S
        assert place["epoch"] == sample // loader.samples_per_epoch
        assert place["documents"] == [f"book.txt#{n}" for n in sorted(set(number[first : first + S].tolist()))]
        assert place["shard"] == f"train/{number[first] // 4:05}"


@pytest.mark.parametrize("lengths", [[2], [9], [8], [17, 16], [5, 20, 3]])
def test_held_out_tokens_are_predicted_once_each(tmp_path: Path, lengths: list[int]) -> None:
    documents = documents_of(lengths)
    shards = write_shards(tmp_path, documents, split="valid")
    loader = ValidLoader(shards, S)
    rows = loader.batch(0, loader.num_rows + 2)
    expected = np.concatenate([document[1:] for document in documents])
    assert np.array_equal(rows.labels[rows.labels != IGNORED], expected)
    real = rows.ids.ravel()[: shards.num_tokens]
    assert np.array_equal(real, shards.read(0, shards.num_tokens)[: len(real)])
    assert (rows.labels[loader.num_rows :] == IGNORED).all()
    assert (rows.labels[loader.num_rows - 1] != IGNORED).any()
    parts = [loader.batch(0, loader.num_rows * 3, rank, 3).labels for rank in range(3)]
    assert np.array_equal(np.concatenate(parts)[: loader.num_rows], rows.labels[: loader.num_rows])


def test_what_cannot_be_rows_is_refused(tmp_path: Path, documents: list[np.ndarray]) -> None:
    shards = write_shards(tmp_path / "a", documents_of([S]))
    with pytest.raises(UserError, match="8 tokens, fewer than one row of 8"):
        TrainLoader(shards, S)
    with pytest.raises(UserError, match="0 tokens, too few to predict any"):
        ValidLoader(type(shards).open(tmp_path / "a", "valid"), S)
    good = write_shards(tmp_path / "b", documents)
    other = write_shards(tmp_path / "c", documents, vocab_size=301)
    with pytest.raises(UserError, match="another tokenizer"):
        TrainLoader([good, other], S)
    with pytest.raises(UserError, match="data_weights has 1 weights for 2 folders"):
        TrainLoader([good, good], S, weights=[1.0])
    with pytest.raises(UserError, match="names no prepared folder"):
        TrainLoader([], S)
    with pytest.raises(UserError, match="5 rows cannot be divided among 2 ranks"):
        TrainLoader(good, S).global_batch(0, 5, 0, 2)


def test_answers_are_made_ahead_and_in_order() -> None:
    made: list[int] = []

    def answer(request: int) -> int:
        made.append(request)
        return request * request

    answers = prefetch(answer, range(100), depth=2)
    assert next(answers) == 0
    deadline = time.monotonic() + 5
    while len(made) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(made) in (3, 4)  # two wait, one is held by the thread
    assert list(answers) == [i * i for i in range(1, 100)]


def test_an_error_comes_where_its_answer_would_and_the_thread_ends() -> None:
    def answer(request: int) -> float:
        return 1 / request

    answers = prefetch(answer, [2, 1, 0, 1])
    assert [next(answers), next(answers)] == [0.5, 1.0]
    with pytest.raises(ZeroDivisionError):
        next(answers)
    endless = prefetch(answer, iter(lambda: 1, None))
    assert next(endless) == 1
    endless.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "prefetch"]

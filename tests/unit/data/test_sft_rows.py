"""Rows of samples: which are together, how full rows are, what a receipt says. The laws are in properties/."""

import itertools
import time
from pathlib import Path

import numpy as np
import pytest

from aquila2.base.errors import UserError
from aquila2.chat.templates import TEMPLATES
from aquila2.data.packing import IGNORED
from aquila2.data.sft import load_samples
from aquila2.data.sft_rows import HeldOutLoader, SampleLoader, best_fit
from tests.tiny_samples import PAD, samples_of
from tests.tiny_tokenizer import aquila_like


def test_best_fit_takes_the_fullest_row_with_room() -> None:
    assert best_fit([6, 5, 4, 5, 10, 4, 1, 1], 10) == [0, 1, 0, 1, 2, 3, 3, 3]
    assert best_fit([3, 5, 5, 2], 10) == [0, 0, 1, 0]
    assert best_fit([], 10) == []


def test_a_hundred_thousand_conversations_are_packed_in_no_time_and_tightly() -> None:
    lengths = np.clip(np.exp(np.random.default_rng(0).normal(5.3, 0.9, 100_000)).astype(int), 8, 2048).tolist()
    start = time.process_time()
    placed = best_fit(lengths, 2048)
    assert time.process_time() - start < 1.5  # 0.05 s
    held = np.bincount(placed, weights=lengths)
    assert held.max() <= 2048
    assert held.sum() / (len(held) * 2048) > 0.99


def test_a_row_in_full() -> None:
    samples = samples_of([3, 2], 8)
    samples.loss[:] = [False, True, True, False, True]
    (row,) = (HeldOutLoader(samples).batch(0, 1),)
    assert row.ids.tolist() == [[2, 3, 4, 5, 6, PAD, PAD, PAD]]
    assert row.labels.tolist() == [[3, 4, IGNORED, 6, IGNORED, IGNORED, IGNORED, IGNORED]]
    assert row.positions.tolist() == [[0, 1, 2, 0, 1, 0, 1, 2]]
    assert row.documents.tolist() == [[0, 0, 0, 1, 1, 2, 2, 2]]
    assert {array.dtype for array in vars(row).values()} == {np.dtype(np.int64)}


def test_epochs_pack_anew_and_each_has_all_samples() -> None:
    samples = samples_of(np.random.default_rng(3).integers(2, 40, 300).tolist(), 64)
    loader = SampleLoader(samples, seed=1)
    starts = [loader.samples_in(epoch) for epoch in range(4)]
    assert loader.samples_per_epoch == starts[1]
    sizes = {stop - start for start, stop in itertools.pairwise(starts)}
    assert len(sizes) > 1  # so that the arithmetic of epochs is put to the test
    packings = []
    for epoch, (start, stop) in enumerate(itertools.pairwise(starts)):
        described = [loader.describe(row) for row in range(start, stop)]
        assert [(place["epoch"], place["row"]) for place in described] == [(epoch, n) for n in range(stop - start)]
        documents = [tuple(place["documents"]) for place in described]
        assert sorted(sum(documents, ())) == sorted(samples.place(n) for n in range(300))
        packings.append(set(documents))
    assert len(set.intersection(*packings)) < 5
    assert set(map(tuple, (SampleLoader(samples, seed=2).describe(n)["documents"] for n in range(9)))) != packings[0]
    assert loader.samples_in(1.5) == starts[1] + round((starts[2] - starts[1]) / 2)
    assert 0.9 < loader.efficiency() == samples.lengths.sum() / (starts[1] * 64) <= 1


def test_neighbours_change_from_epoch_to_epoch() -> None:
    samples = samples_of([8] * 64, 32)
    loader = SampleLoader(samples)
    rows = [frozenset(loader.describe(n)["documents"]) for n in range(64)]
    assert len(set(rows)) > 60
    order = [int(loader.describe(n)["documents"][0].rpartition(":")[2]) for n in range(16)]
    assert order != sorted(order)


def test_rows_that_are_not_full_come_anywhere() -> None:
    samples = samples_of([32] * 31, 64)
    loader = SampleLoader(samples)
    halves = [
        [row % 16 for row in range(16 * e, 16 * e + 16) if len(loader.describe(row)["documents"]) == 1]
        for e in range(20)
    ]
    assert {len(rows) for rows in halves} == {1}
    assert len({rows[0] for rows in halves}) > 5  # best fit leaves it last


def test_an_epoch_far_away_is_found_without_holding_all() -> None:
    samples = samples_of(np.random.default_rng(3).integers(2, 40, 50).tolist(), 64)
    near, far = SampleLoader(samples), SampleLoader(samples)
    far_row = near.samples_in(30) + 3
    rows = [near.rows(np.array([row])).ids for row in range(far_row + 1)]
    assert np.array_equal(far.rows(np.array([far_row])).ids, rows[far_row])
    assert far.describe(far_row)["epoch"] == 30
    assert len(far._epochs) <= 2
    assert np.array_equal(far.rows(np.array([0])).ids, rows[0])
    with pytest.raises(IndexError, match="sample -1"):
        far.rows(np.array([-1]))


def test_without_packing_a_batch_is_as_long_as_its_longest_needs() -> None:
    samples = samples_of([10, 64, 65, 130, 200], 200)
    loader = SampleLoader(samples, packing=False)
    assert loader.samples_per_epoch == 5
    assert loader.samples_in(3) == 15
    width = {f"{'ab'[n % 2]}.jsonl:{n + 1}": w for n, w in enumerate([64, 64, 128, 192, 200])}
    for first in range(0, 20, 2):
        expected = [width[place] for row in (first, first + 1) for place in loader.describe(row)["documents"]]
        assert loader.global_batch(first, 2).ids.shape == (2, max(expected))
    assert loader.efficiency(1) == 469 / sum(width.values())
    assert loader.efficiency(5) == 469 / 1000
    held_out = HeldOutLoader(samples, packing=False)
    assert held_out.num_rows == 5
    assert [held_out.batch(first, 2).ids.shape[1] for first in (0, 2, 4, 6)] == [64, 192, 200, 64]


def test_held_out_rows_behind_the_last_are_padding() -> None:
    samples = samples_of([30, 30, 30], 64)
    loader = HeldOutLoader(samples)
    assert loader.num_rows == 2
    rows = loader.batch(0, 4)
    assert (rows.ids[2:] == PAD).all()
    assert (rows.labels[2:] == IGNORED).all()
    assert (rows.documents[2:] == 0).all()
    assert rows.positions[3].tolist() == list(range(64))
    assert (rows.ids[:2] != PAD).sum() == 90


@pytest.mark.parametrize("packing", [True, False])
def test_a_batch_that_ranks_cannot_share(packing: bool) -> None:
    samples = samples_of([30, 30, 30], 64)
    with pytest.raises(UserError, match="a batch of 3 rows cannot be divided among 2 ranks"):
        SampleLoader(samples, packing=packing).global_batch(0, 3, 0, 2)
    with pytest.raises(UserError, match="a batch of 3 rows cannot be divided among 2 ranks"):
        HeldOutLoader(samples, packing=packing).batch(0, 3, 0, 2)


@pytest.mark.real
def test_real_short_conversations_fill_their_rows(shared: Path) -> None:
    files = [
        shared / "data" / "sft" / f"{name}.jsonl.gz"
        for name in ("fastchat/dummy_conversation", "llama-factory/identity")
    ]
    samples, _ = load_samples(files, TEMPLATES["aquila"], aquila_like(), 1024)
    packed, one_each = SampleLoader(samples), SampleLoader(samples, packing=False)
    assert packed.efficiency() > 0.95
    assert one_each.efficiency(4) < 0.9

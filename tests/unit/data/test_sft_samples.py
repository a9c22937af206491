"""Samples: parts of them, and the part held out."""

import dataclasses

import numpy as np
import pytest

from aquila2.base.errors import UserError
from aquila2.data.sft_samples import Samples
from tests.tiny_samples import samples_of


def texts(samples: Samples) -> list[list[tuple[list[int], list[bool]]]]:
    return [
        [(ids.tolist(), loss.tolist()) for ids, loss in samples.documents(number)] for number in range(len(samples))
    ]


@pytest.mark.parametrize("each", [1, 2])
def test_a_part_has_the_same_documents_and_places(each: int) -> None:
    samples = samples_of([3, 5, 2, 7, 1, 4, 6, 2], 20, each)
    whole = texts(samples)
    assert sum(len(ids) for documents in whole for ids, _ in documents) == 30
    assert samples.lengths.tolist() == [sum(len(ids) for ids, _ in documents) for documents in whole]
    for numbers in ([2, 0], list(range(len(samples))), [3, 3, 1], []):
        part = samples.take(np.array(numbers, np.int64))
        assert texts(part) == [whole[number] for number in numbers]
        assert [part.place(n) for n in range(len(part))] == [samples.place(n) for n in numbers]
        assert part.keys.tolist() == samples.keys[numbers].tolist()
    assert texts(samples.take(np.arange(len(samples)) == 1)) == [whole[1]]


def test_duplicates_fall_on_one_side_of_a_split_whatever_else_there_is() -> None:
    samples = samples_of([3] * 4000, 20)
    keys = samples.keys.copy()
    keys[2000:] = keys[:2000]
    samples = dataclasses.replace(samples, keys=keys)
    learned, held_out = samples.split(0.1)
    assert not set(learned.keys.tolist()) & set(held_out.keys.tolist())
    assert len(learned) + len(held_out) == 4000
    assert 320 < len(held_out) < 480  # 4 deviations of 2,000 draws, each seen twice
    _, some_held_out = samples.take(np.arange(500)).split(0.1)
    assert set(some_held_out.keys.tolist()) <= set(held_out.keys.tolist())


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.1, float("nan")])
def test_a_fraction_that_is_none(fraction: float) -> None:
    with pytest.raises(UserError, match="give a part of the samples, above 0 and below 1"):
        samples_of([3] * 10, 20).split(fraction)


def test_a_split_with_nothing_on_one_side() -> None:
    samples = samples_of([3] * 10, 20)
    with pytest.raises(UserError, match="leaves no sample of 10 held out"):
        samples.split(1e-9)
    with pytest.raises(UserError, match="leaves no sample of 10 to learn"):
        samples.split(1 - 1e-9)

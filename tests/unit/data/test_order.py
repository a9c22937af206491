"""Orders without memory: bijections, different for each key, and fair shares."""

import numpy as np
import pytest

from aquila2.base.errors import UserError
from aquila2.data.order import Deal, Permutation


@pytest.mark.parametrize("size", [*range(1, 70), 255, 256, 257, 1000, 4096, 65_537])
def test_a_permutation_is_a_bijection(size: int) -> None:
    found = Permutation(size, (3, size))(np.arange(size))
    assert np.array_equal(np.sort(found), np.arange(size))


def test_a_permutation_of_a_huge_range_stays_in_it() -> None:
    size = 10**13 + 7
    places = np.arange(size - 5000, size)
    found = Permutation(size, (1,))(places)
    assert 0 <= found.min() < found.max() < size
    assert len(np.unique(found)) == len(places)


def test_keys_make_different_orders_that_keep_no_neighbours() -> None:
    places = np.arange(5000)
    orders = [Permutation(5000, key)(places) for key in ((0, 0), (0, 1), (1, 0), (-1, 0))]
    for i, a in enumerate(orders):
        assert (np.diff(a) == 1).sum() < 10
        assert abs(np.corrcoef(a, places)[0, 1]) < 0.06
        assert all((a == b).sum() < 10 for b in orders[:i])
    # a part of the places alone, in any order, gives the same
    assert np.array_equal(Permutation(5000, (0, 0))(places[::-7]), orders[0][::-7])


@pytest.mark.parametrize("weights", [[1.0], [0.7, 0.3], [3, 1, 1, 5], [1e-4, 1], [1, 1e-4]])
def test_every_stream_has_its_share_at_every_moment(weights: list[float]) -> None:
    places = np.arange(30_000)
    streams, numbers = Deal(weights)(places)
    for stream, weight in enumerate(weights):
        mine = numbers[streams == stream]
        assert np.array_equal(mine, np.arange(len(mine)))  # each number once, in order
        so_far = np.cumsum(streams == stream)
        assert np.abs(so_far - (places + 1) * weight / sum(weights)).max() < len(weights)
    assert np.array_equal(Deal(weights)(places[5000:5100])[1], numbers[5000:5100])


def test_whole_weights_come_out_exactly() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        windows = rng.integers(1, 400, rng.integers(1, 5)).tolist()
        streams, _ = Deal(windows)(np.arange(sum(windows)))
        assert np.bincount(streams, minlength=len(windows)).tolist() == windows


@pytest.mark.parametrize("weights", [[1, 0], [1, -1], [1, float("nan")], [1e-9, 1]])
def test_weights_that_give_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(UserError, match="weights"):
        Deal(weights)

"""Learning rate and batch size as functions of the samples consumed."""

import pytest

from aquila2.base.errors import UserError
from aquila2.train.schedule import BatchSize, LearningRate


def test_warm_up_then_cosine_to_the_floor() -> None:
    rate = LearningRate(1.0, 0.1, warmup=100, total=1100)
    assert 0 < rate.at(0) < 0.02
    assert rate.at(50) == pytest.approx(0.5, abs=0.01)
    assert rate.at(100) == 1.0
    assert rate.at(600) == pytest.approx(0.55)
    assert rate.at(1100) == rate.at(5000) == pytest.approx(0.1)
    falling = [rate.at(n) for n in range(100, 1101)]
    assert falling == sorted(falling, reverse=True)


def test_linear_and_constant() -> None:
    assert LearningRate(1.0, 0.0, 0, 100, "linear").at(25) == pytest.approx(0.75)
    assert LearningRate(1.0, 0.0, 0, 100, "constant").at(99) == 1.0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((1.0, 2.0, 0, 10), "min_learning_rate=2.0: give 0 to learning_rate=1.0"),
        ((1.0, 0.1, 20, 10), "warm-up of 20 samples in a run of 10"),
    ],
)
def test_a_learning_rate_that_makes_no_sense(values: tuple[float, float, int, int], message: str) -> None:
    with pytest.raises(UserError, match=message):
        LearningRate(*values)


def test_the_34bs_batch_grows_from_32_by_32() -> None:
    size = BatchSize(1024, 32, 32, 2_000_000)
    assert size.at(0) == 32
    assert size.at(2_000_000) == size.at(10**9) == 1024
    seen = [size.at(n) for n in range(0, 2_100_000, 1000)]
    assert seen == sorted(seen)
    assert set(seen) == set(range(32, 1025, 32))


def test_without_ramp_up() -> None:
    assert BatchSize(64).at(0) == BatchSize(64).at(10**9) == 64


@pytest.mark.parametrize("ramp", [(0, 32, 10), (2000, 32, 10), (32, 0, 10), (32, 100, 10)])
def test_a_ramp_that_does_not_reach_the_batch(ramp: tuple[int, int, int]) -> None:
    with pytest.raises(UserError, match="the batch must grow"):
        BatchSize(1024, *ramp)

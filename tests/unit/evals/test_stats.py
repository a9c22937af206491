"""Errors, intervals and paired tests, against SciPy-free textbook values."""

import math
import random

import pytest

from aquila2.evals.stats import compare, score


def test_a_share():
    found = score([1] * 8 + [0] * 2)
    assert found.mean == pytest.approx(80)
    assert found.stderr == pytest.approx(100 * math.sqrt(0.8 * 0.2 / 9))
    # Wilson (1927) for 8 of 10
    assert (found.low, found.high) == (pytest.approx(49.02, abs=0.01), pytest.approx(94.33, abs=0.01))


def test_none_and_all_right_are_not_certain():
    assert score([0] * 20)[2:4] == (0, pytest.approx(16.11, abs=0.01))
    assert score([1] * 20)[2:4] == (pytest.approx(83.89, abs=0.01), 100)


def test_means_of_other_numbers():
    found = score([0.25, 0.5, 0.75, 0.5])
    assert found.mean == 50
    assert found.low < 50 < found.high
    with pytest.raises(ValueError, match="no items"):
        score([])


def test_intervals_hold_the_truth_nineteen_times_in_twenty():
    draw, held = random.Random(1), 0
    for _ in range(1000):
        found = score([float(draw.random() < 0.3) for _ in range(60)])
        held += found.low <= 30 <= found.high
    assert 930 <= held <= 975


@pytest.mark.parametrize(
    ("gained", "lost", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (6, 0, 0.03125), (10, 2, 0.03857), (5, 5, 1.0), (600, 500, 0.0028)],
)
def test_mcnemar(gained, lost, p):
    first = [0.0] * gained + [1.0] * lost + [1.0, 0.0]
    second = [1.0] * gained + [0.0] * lost + [1.0, 0.0]
    found = compare(first, second)
    assert found.p_value == pytest.approx(p, rel=0.02)
    assert found.points == pytest.approx(100 * (gained - lost) / (gained + lost + 2))


def test_pairs_of_other_numbers():
    draw = random.Random(2)
    first = [draw.random() for _ in range(200)]
    same = compare(first, [value + draw.gauss(0, 0.01) for value in first])
    better = compare(first, [value + 0.05 + draw.gauss(0, 0.01) for value in first])
    assert same.p_value > 0.01
    assert better.p_value < 1e-6
    assert compare(first, first) == (0, 1, 200)
    with pytest.raises(ValueError, match="paired"):
        compare([1.0], [])

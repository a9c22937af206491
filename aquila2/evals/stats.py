"""How sure a score is, and whether two differ.

Items are taken for independent draws. Errors of shares are Wilson's interval; of other means, the normal one.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

_Z = 1.959963984540054  # 95 %


class Score(NamedTuple):
    """A mean over items, 0 to 100, with its standard error and its 95 % interval."""

    mean: float
    stderr: float
    low: float
    high: float
    n: int


class Difference(NamedTuple):
    """Of two models on the same items: second less first, in points, and the chance of as large a one by luck."""

    points: float
    p_value: float
    n: int


def score(values: Sequence[float]) -> Score:
    """The score of items that have 0 to 1 each.

    Raises:
        ValueError: no items.
    """
    n = len(values)
    if not n:
        raise ValueError("no items, no score")
    mean = math.fsum(values) / n
    variance = math.fsum((value - mean) ** 2 for value in values) / max(n - 1, 1)
    stderr = math.sqrt(variance / n)
    if all(value in (0, 1) for value in values):
        low, high = _wilson(mean, n)
    else:
        low, high = max(mean - _Z * stderr, 0.0), min(mean + _Z * stderr, 1.0)
    return Score(100 * mean, 100 * stderr, 100 * low, 100 * high, n)


def _wilson(share: float, n: int) -> tuple[float, float]:
    """Wilson's interval (1927): right near 0 and 1 too, where the normal one is empty."""
    middle = share + _Z * _Z / (2 * n)
    spread = _Z * math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
    below = 1 + _Z * _Z / n
    return max((middle - spread) / below, 0.0), min((middle + spread) / below, 1.0)


def compare(first: Sequence[float], second: Sequence[float]) -> Difference:
    """A paired test. Where items are right or wrong it is McNemar's, exact: of the items that one model alone has
    right, how many are the second's. Else the t of the differences, by the normal distribution.

    Raises:
        ValueError: not as many items, or none.
    """
    if len(first) != len(second) or not first:
        raise ValueError(f"{len(first)} and {len(second)} items cannot be paired")
    n = len(first)
    differences = [b - a for a, b in zip(first, second, strict=True)]
    points = 100 * math.fsum(differences) / n
    if all(value in (0, 1) for value in (*first, *second)):
        gained, lost = differences.count(1), differences.count(-1)
        return Difference(points, _binomial(min(gained, lost), gained + lost), n)
    mean = math.fsum(differences) / n
    variance = math.fsum((value - mean) ** 2 for value in differences) / max(n - 1, 1)
    if variance == 0:
        return Difference(points, 1.0 if mean == 0 else 0.0, n)
    return Difference(points, math.erfc(abs(mean) / math.sqrt(2 * variance / n)), n)


def _binomial(fewer: int, total: int) -> float:
    """The chance that a fair coin falls as unevenly as `fewer` of `total`, on either side."""
    if total == 0:
        return 1.0
    below = sum(math.comb(total, k) for k in range(fewer + 1))
    return min(2 * below / 2**total, 1.0) if total < 1000 else min(2 * _tail(fewer, total), 1.0)


def _tail(fewer: int, total: int) -> float:
    """The same for many, where 2^n is no float any more: the normal distribution with a half taken off."""
    z = (total / 2 - fewer - 0.5) / math.sqrt(total / 4)
    return 0.5 * math.erfc(z / math.sqrt(2))

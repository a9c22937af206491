"""Orders that need no memory: a permutation of any number of things, and several streams dealt into one by weight.

Both are random access: what stands at a place is computed from the place alone, for whole arrays of places. So the
position of a run is one number, and every rank and every resumed run agrees on what comes next.
"""

from collections.abc import Sequence

import numpy as np

from aquila2.base.errors import UserError

_ROUNDS = 6
_SCALE_BITS = 24  # weights are counted in 2^-24; int64 then holds 5 * 10^11 samples
MOST_SAMPLES = (1 << 63 - _SCALE_BITS) - 2


class Permutation:
    """A pseudo-random permutation of the numbers below `size`, another for each `key`.

    A Feistel network permutes the smallest 2^(2k) that holds them all, and a number that lands outside goes through it
    again (cycle walking; Black and Rogaway, "Ciphers with arbitrary finite domains", 2002), on average three times at
    most.
    """

    def __init__(self, size: int, key: Sequence[int]) -> None:
        self.size = size
        self._half = np.uint64(max((size - 1).bit_length() + 1, 2) // 2)
        self._low = np.uint64((1 << int(self._half)) - 1)
        self._keys = np.random.SeedSequence([value % 2**64 for value in key]).generate_state(_ROUNDS, np.uint64)

    def __call__(self, places: np.ndarray) -> np.ndarray:
        """What stands at each place, int64 [places]; places lie in 0 to size - 1."""
        values = self._once(places.astype(np.uint64))
        while len(outside := np.nonzero(values >= self.size)[0]):
            values[outside] = self._once(values[outside])
        return values.astype(np.int64)

    def _once(self, values: np.ndarray) -> np.ndarray:
        left, right = values >> self._half, values & self._low
        for key in self._keys:
            mixed = (right ^ key) * np.uint64(0x9E3779B97F4A7C15)
            mixed = (mixed ^ mixed >> np.uint64(29)) * np.uint64(0xBF58476D1CE4E5B9)
            left, right = right, left ^ (mixed >> np.uint64(32)) & self._low
        return left << self._half | right


class Deal:
    """Places dealt out to streams by weight, evenly: of the first n places the first stream has its share of n,
    rounded; the second its share of those left over, rounded; and so on."""

    def __init__(self, weights: Sequence[float]) -> None:
        """
        Raises:
            UserError: a weight that is not above 0.
        """
        if not all(weight > 0 for weight in weights):  # NaN too
            raise UserError(f"weights {', '.join(map(str, weights))}: each must be above 0")
        left = [sum(weights[i:]) for i in range(len(weights))]
        self._shares = [round(w / rest * 2**_SCALE_BITS) for w, rest in zip(weights, left, strict=True)]
        if not all(self._shares):
            raise UserError(f"weights {', '.join(map(str, weights))}: one is less than a ten-millionth of the rest")

    def __call__(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The stream of each place, and how many places before it the stream had; int64 both."""
        streams, numbers = np.zeros_like(places), np.zeros_like(places)
        left = np.arange(len(places))  # not dealt yet, and their places among those left over by the streams before
        rest, half = places, 1 << _SCALE_BITS - 1
        for stream, share in enumerate(self._shares):
            before = (rest * share + half) >> _SCALE_BITS
            mine = ((rest + 1) * share + half) >> _SCALE_BITS > before
            streams[left[mine]], numbers[left[mine]] = stream, before[mine]
            rest, left = (rest - before)[~mine], left[~mine]
        return streams, numbers

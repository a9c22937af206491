"""Laws of batches: the same rows on any number of ranks, from any place on, whatever the shards."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aquila2.data.loader import TrainLoader
from aquila2.data.packing import Rows
from tests.tiny_shards import documents_of, write_shards


def joined(parts: list[Rows]) -> list[np.ndarray]:
    return [np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])]


@settings(deadline=None, max_examples=40)
@given(
    lengths=st.lists(st.integers(1, 40), min_size=4, max_size=25),
    per_shard=st.integers(1, 6),
    seq_len=st.integers(1, 12),
    first=st.integers(0, 500),
    ranks=st.sampled_from([1, 2, 3, 4, 6, 12]),
    weights=st.sampled_from([None, [0.9, 0.1], [1.0, 2.0]]),
)
def test_a_batch_does_not_depend_on_ranks_shards_or_where_a_run_began(
    lengths: list[int], per_shard: int, seq_len: int, first: int, ranks: int, weights: list[float] | None
) -> None:
    lengths = [*lengths, 14]  # one window at least
    with tempfile.TemporaryDirectory() as folder:
        one = [write_shards(Path(folder) / f"a{i}", documents_of(lengths, i), 100) for i in range(2)]
        many = [write_shards(Path(folder) / f"b{i}", documents_of(lengths, i), per_shard) for i in range(2)]
        whole = joined([TrainLoader(one, seq_len, 3, weights).global_batch(first, 12)])
        loader = TrainLoader(many, seq_len, 3, weights)
        parts = joined([loader.global_batch(first, 12, rank, ranks) for rank in range(ranks)])
        singles = joined([loader.global_batch(sample, 1) for sample in range(first, first + 12)])
    for a, b, c in zip(whole, parts, singles, strict=True):
        assert np.array_equal(a, b)
        assert np.array_equal(a, c)

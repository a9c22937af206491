"""Which tokens lie where, and which keys each of them sees."""

import itertools

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.parallel.context_parallel import _Ranges, tokens_of


@pytest.mark.parametrize("size", [1, 2, 4])
def test_every_token_lies_somewhere_and_all_have_equal_work(size: int) -> None:
    parts = [tokens_of(rank, size, 32) for rank in range(size)]
    assert torch.cat(parts).sort().values.tolist() == list(range(32))
    assert len({int((part + 1).sum()) for part in parts}) == 1  # a token's work is the tokens up to it


def test_rows_that_do_not_divide_are_refused() -> None:
    with pytest.raises(UserError, match="cp=4: rows of 36 tokens do not divide into 8 chunks"):
        tokens_of(0, 4, 36)


@pytest.mark.parametrize("size", [1, 2, 4])
def test_ranges_say_the_same_as_a_mask(size: int) -> None:
    B, S = 3, 32
    begins = torch.rand(B, S, generator=torch.Generator().manual_seed(1)) < 0.15
    documents = begins.long().cumsum(1)
    documents[2] = 0  # one document through the whole row
    for rank in range(size):
        here = tokens_of(rank, size, S)
        ranges = _Ranges(documents, here, size, torch.device("cpu"))
        seen = torch.zeros(B * len(here), B * S, dtype=torch.int)
        queries, keys = ranges.queries.tolist(), ranges.keys.tolist()
        for i in range(len(queries) - 1):
            index = ranges.index_T[keys[i] : keys[i + 1]]
            for query in range(queries[i], queries[i + 1]):
                later = queries[i + 1] - 1 - query  # the last query sees all keys, each before it one less
                seen[query, index[: len(index) - later]] += 1
        mask = (documents[:, here, None] == documents[:, None, :]) & (here[:, None] >= torch.arange(S))
        assert torch.equal(seen, torch.block_diag(*mask.int()))
        assert ranges.longest_query == max(b - a for a, b in itertools.pairwise(queries))
        assert ranges.longest_key == max(b - a for a, b in itertools.pairwise(keys))

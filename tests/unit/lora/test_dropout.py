"""The mask has the share it should, and is random in every direction."""

import pytest
import torch

from aquila2.lora.dropout import Dropout, keep
from aquila2.model.position_hash import set_first_sample, set_pieces

CPU = torch.device("cpu")


def masks(share: float, key: str = "k", samples: int = 8, first: int = 0) -> torch.Tensor:
    """1 where a number is dropped, [samples, 64, 256]."""
    dropout = Dropout(share, key, CPU)
    set_first_sample(dropout, first)
    x = torch.ones(samples, 64, 256)
    return 1 - keep(x, dropout.rows(x), share)


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_share(share):
    dropped = masks(share)
    for dims in ((0, 1, 2), (1, 2), (0, 2), (0, 1)):  # of all, of a sample, of a token, of a column
        counted = dropped.mean(dims)
        spread = (share * (1 - share) / (dropped.numel() / max(counted.numel(), 1))) ** 0.5
        assert (counted - share).abs().max() < 4.5 * spread


def test_neighbours_have_nothing_to_do_with_each_other():
    dropped = masks(0.5) - 0.5
    others = [dropped.roll(1, dim) for dim in range(3)] + [dropped.roll((1, 1), (1, 2)), masks(0.5, "other") - 0.5]
    bound = 4.5 * 0.25 / dropped.numel() ** 0.5
    for other in others:
        assert (dropped * other).mean().abs() < bound
    square = dropped[:, ::2, ::2] * dropped[:, 1::2, ::2] * dropped[:, ::2, 1::2] * dropped[:, 1::2, 1::2]
    assert square.mean().abs() < 4.5 * 0.0625 / square.numel() ** 0.5


def test_a_sample_is_known_by_its_number():
    torch.testing.assert_close(masks(0.1, samples=3, first=5), masks(0.1, samples=8)[5:])


def test_pieces_of_a_row_have_the_masks_of_the_whole_row():
    """As context parallelism shares rows out: of four pieces the first and the last, or the two between."""
    whole = masks(0.3).chunk(4, dim=1)
    for pieces in ((0, 3), (1, 2)):
        dropout = Dropout(0.3, "k", CPU)
        set_first_sample(dropout, 0)
        set_pieces(dropout, pieces, 4)
        x = torch.ones(8, 32, 256)
        wanted = torch.cat([whole[piece] for piece in pieces], 1)
        assert torch.equal(1 - keep(x, dropout.rows(x), 0.3), wanted)

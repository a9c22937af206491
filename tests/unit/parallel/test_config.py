"""Sizes of the axes against processes and model, and layers over stages."""

import pytest

from aquila2.base.errors import UserError
from aquila2.model.config import preset
from aquila2.parallel.config import ParallelConfig, split_layers, stage_layers


def test_what_is_left_is_data_parallel():
    found = ParallelConfig(tp=4, pp=4, dp_replicate=2).resolve(64, preset("34b"))
    assert (found.dp, found.data_size, found.num_stages) == (2, 4, 4)
    assert ParallelConfig().resolve(1, preset("7b")).dp == 1
    assert (
        ParallelConfig(schedule="interleaved").resolve(8, preset("7b")).num_stages == 1
    )  # without pp nothing to order


@pytest.mark.parametrize(
    ("layout", "world", "says"),
    [
        (ParallelConfig(tp=3), 8, "= 3 does not divide 8 processes"),
        (ParallelConfig(dp=4, tp=4), 8, "must be the 8 processes"),
        (ParallelConfig(dp=0), 1, "dp=0"),
        (ParallelConfig(tp=0), 8, "tp=0"),
        (ParallelConfig(tp=16), 16, "tp=16 does not divide num_kv_heads 8"),
        (ParallelConfig(tp=3), 3, "tp=3 does not divide num_kv_heads 8"),
        (ParallelConfig(pp=64), 64, "64 pipeline stages for 60 layers"),
        (ParallelConfig(pp=2, layer_split=[30, 31]), 2, "layer_split=30,31: give 2 numbers above 0 that sum to 60"),
        (ParallelConfig(pp=2, layer_split=[60, 0]), 2, "layer_split=60,0"),
        (ParallelConfig(layer_split=[60]), 1, "for pp above 1"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(layout, world, says):
    with pytest.raises(UserError, match=says) as error:
        layout.resolve(world, preset("34b"))
    assert "\n" not in str(error.value)


def test_a_tied_head_cannot_be_piped():
    with pytest.raises(UserError, match="pp=2: a tied head"):
        ParallelConfig(pp=2).resolve(2, preset("34b").replace(tie_embeddings=True))


def test_even_stages_count_the_embedding_and_the_head():
    assert stage_layers(preset("34b"), ParallelConfig(pp=4)) == [14, 16, 16, 14]
    assert stage_layers(preset("7b"), ParallelConfig(pp=4)) == [7, 9, 9, 7]
    assert stage_layers(preset("7b"), ParallelConfig(pp=2, layer_split=[20, 12])) == [20, 12]


def test_faster_stages_take_more_layers():
    assert split_layers(60, (0, 0), (2.0, 1.0)) == (40, 20)
    assert split_layers(3, (100, 0), (1.0, 1.0, 1.0)) == (1, 1, 1)  # none is left without
    for speeds in ((3.0, 1.0, 2.0), (1.0,) * 7):
        layers = split_layers(61, (1.5, 1.5), speeds)
        assert sum(layers) == 61
        loads = [n + 1.5 * (i in (0, len(speeds) - 1)) for i, n in enumerate(layers)]
        slowest = max(load / speed for load, speed in zip(loads, speeds, strict=True))
        # no stage could take another's last layer and be done earlier than the slowest
        assert all((load + 1) / speed >= slowest for load, speed in zip(loads, speeds, strict=True))

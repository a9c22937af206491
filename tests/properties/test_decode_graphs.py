"""The steps that a GPU replays, run eagerly on the CPU: fixed memory, padded rows, tokens that no host has read."""

import random

import pytest
import torch

from aquila2.engine.decode_graphs import DecodeGraphs, graph_sizes
from aquila2.engine.request import Request
from aquila2.engine.sampling_params import SamplingParams
from aquila2.engine.speculation import PromptLookup
from aquila2.model.config import RopeScaling
from aquila2.tokenizer.stream import Stops
from tests.tiny_engine import answers_of, tiny_engine, tiny_model


class EagerGraphs(DecodeGraphs):
    """Replaying is computing again."""

    def _capture(self, size):
        logits = self._step(size).clone()
        graph = type("Graph", (), {"replay": lambda graph: logits.copy_(self._step(size))})()
        self._graphs[size] = graph, logits


def graphed(model, drafter=None, **size):
    engine = tiny_engine(model, prepared=False, size=size, drafter=drafter)
    runner = engine.runner
    runner.overlaps = True
    rows = runner.size.max_num_seqs
    runner._graphs = EagerGraphs(model, runner.cache, runner.max_model_len, runner._last_tokens, rows)
    runner.warm_up()
    return engine


def requests(greedy=True):
    chance = random.Random(2)
    settings = {"temperature": 0} if greedy else {"seed": 3, "presence_penalty": 0.5}
    return [
        Request(
            chance.choices(range(300), k=1 + 4 * i), SamplingParams(**settings, max_tokens=5 + 3 * (i % 4)), Stops()
        )
        for i in range(9)
    ]


@pytest.mark.parametrize("scaling", [None, RopeScaling("dynamic", 4.0)], ids=["plain", "dynamic"])
@pytest.mark.parametrize("greedy", [True, False])
def test_graphs_give_what_plain_steps_give(scaling, greedy):
    model = tiny_model(context_length=16 if scaling else 64, rope_scaling=scaling)
    wanted = answers_of(tiny_engine(model, prepared=False), requests(greedy))
    for size in ({"max_num_seqs": 7}, {"num_blocks": 17, "max_num_seqs": 3}):
        engine = graphed(model, **size)
        nobody = [layer.k_CKPH[:-1].clone() for layer in engine.runner.cache.layers]
        assert answers_of(engine, requests(greedy)) == wanted
        assert engine.manager.num_in_use == 0
        assert not all(torch.equal(a, b.k_CKPH[:-1]) for a, b in zip(nobody, engine.runner.cache.layers, strict=True))


def test_drafts_by_graphs():
    model = tiny_model()
    wanted = answers_of(tiny_engine(model, prepared=False), requests())
    engine = graphed(model, PromptLookup(), max_num_seqs=16)
    assert answers_of(engine, requests()) == wanted


def test_capturing_and_padding_write_to_nobodys_block_alone():
    engine = graphed(tiny_model(), max_num_seqs=5)
    cache = engine.runner.cache
    for layer in cache.layers:
        layer.k_CKPH.fill_(7)
    heads, tables = (
        torch.tensor([[3, 0, 2]], dtype=torch.int32).repeat(3, 1),
        torch.tensor([[4]] * 3, dtype=torch.int32),
    )
    engine.runner.warm_up()
    engine.runner._graphs.decode(heads, tables, None)
    for layer in cache.layers:
        layer.k_CKPH[4, :, 2] = 7
        assert bool((layer.k_CKPH[:-1] == 7).all())
        assert not bool((layer.k_CKPH[-1, :, 0] == 7).any())


def test_sizes():
    assert graph_sizes(1) == [1]
    assert graph_sizes(256)[-3:] == [192, 224, 256]
    for most in (1, 2, 5, 64, 200, 256):
        sizes = graph_sizes(most)
        assert sizes == sorted(set(sizes))
        assert sizes[-1] == most

"""Requests that name adapters, mixed in one batch, get what the model with that adapter in its weights says."""

import asyncio

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.checkpoint.checkpoint import load_weights, read_config
from aquila2.engine.async_engine import AsyncEngine
from aquila2.engine.request import Request
from aquila2.lora.adapter import load_adapter
from aquila2.lora.batched import BatchedAdapters
from aquila2.lora.layer import LoraConfig, merge
from aquila2.model.fuse import fuse_projections
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4
from aquila2.recipes.llm import LLM
from tests.tiny_adapter import write_tiny_adapter
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_engine import answers_of, greedy_request, tiny_engine

CONFIGS = {
    "one": LoraConfig(rank=4, alpha=8, target_modules=("q_proj", "v_proj", "down_proj")),
    "two": LoraConfig(rank=2, alpha=4, target_modules=("k_proj", "o_proj", "gate_proj", "up_proj")),
}
PROMPTS = [[i + 3, 5, 9, *range(20, 20 + 3 * i)] for i in range(9)]
NAMES = [None, "one", "two"] * 3


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place = tmp_path_factory.mktemp("adapters")
    base = write_tiny_checkpoint(place / "base")
    return base, {name: write_tiny_adapter(place / name, base, config) for name, config in CONFIGS.items()}


def model_of(base, adapter=None, nf4=False, fused=True):
    with torch.device("meta"):
        model = Transformer(read_config(base))
    load_weights(model, base, torch.float32, lambda name: torch.device("cpu"))
    model.eval().requires_grad_(False)
    if nf4:
        apply_nf4(model)
    if adapter is not None:
        load_adapter(model, adapter)
        if not nf4:
            merge(model)
    return fuse_projections(model) if fused else model


def requests(names=NAMES):
    found = [greedy_request(prompt, 12) for prompt in PROMPTS[: len(names)]]
    for request, name in zip(found, names, strict=True):
        request.adapter = name
    return found


def engine_with(model, adapters, **settings):
    engine = tiny_engine(model, adapters=BatchedAdapters(model), **settings)
    for name, folder in adapters.items():
        engine.load_adapter(name, folder)
    return engine


@pytest.mark.parametrize("nf4", [False, True])
@pytest.mark.parametrize("fused", [True, False])
def test_a_mixed_batch(folders, nf4, fused):
    base, adapters = folders
    wanted = {
        name: answers_of(tiny_engine(model_of(base, adapters.get(name), nf4)), [greedy_request(p, 12) for p in PROMPTS])
        for name in {*NAMES}
    }
    assert wanted["one"] != wanted[None] != wanted["two"]
    engine = engine_with(model_of(base, None, nf4, fused), adapters)
    for _ in range(2):  # the second time their beginnings are cached, each adapter's for itself
        assert answers_of(engine, requests()) == [wanted[name][i] for i, name in enumerate(NAMES)]
    assert engine.num_cached_tokens > 0
    small = engine_with(model_of(base, None, nf4, fused), adapters, size={"num_blocks": 17, "token_budget": 8})
    assert answers_of(small, requests()) == [wanted[name][i] for i, name in enumerate(NAMES)]


def test_the_same_prompt_under_two_adapters_shares_no_cache(folders):
    base, adapters = folders
    engine = engine_with(model_of(base), adapters)
    prompt = list(range(3, 30))
    answers = []
    for name in (None, "one", "two"):
        request = greedy_request(prompt, 8)
        request.adapter = name
        answers += answers_of(engine, [request])
    assert engine.num_cached_tokens == 0
    engine.unload_adapter("one")
    engine.load_adapter("one", adapters["two"])  # another one under its name
    request = greedy_request(prompt, 8)
    request.adapter = "one"
    assert answers_of(engine, [request]) == [answers[2]]
    assert engine.num_cached_tokens == 0


def test_the_base_alone_has_no_hooks(folders):
    base, adapters = folders
    engine = engine_with(model_of(base), adapters)
    for name in adapters:
        engine.unload_adapter(name)
    assert not any(module._forward_hooks for module in engine.runner.model.modules())


def test_an_adapter_that_is_unloaded_ends_no_answer(folders):
    base, adapters = folders
    engine = engine_with(model_of(base), adapters)
    (wanted,) = answers_of(engine_with(model_of(base), adapters), requests(["one"]))
    (request,) = requests(["one"])
    engine.add(request)
    ids = [i for _ in range(3) for _, delta in engine.step() for i in delta.token_ids]
    engine.unload_adapter("one")
    with pytest.raises(UserError, match="adapter=one: no adapter"):
        engine.check(request)
    while engine.has_work:
        ids += [i for _, delta in engine.step() for i in delta.token_ids]
    assert ids == wanted


def test_what_is_refused(folders, tmp_path):
    base, adapters = folders
    engine = engine_with(model_of(base), {"one": adapters["one"]})
    with pytest.raises(UserError, match="not taken; one are"):
        engine.load_adapter("one", adapters["two"])
    with pytest.raises(UserError, match="no adapter of this name"):
        engine.unload_adapter("three")
    dora = write_tiny_adapter(tmp_path / "dora", base, LoraConfig(rank=2, use_dora=True))
    with pytest.raises(UserError, match="DoRA"):
        engine.load_adapter("dora", dora)
    (request,) = requests(["two"])
    with pytest.raises(UserError, match="adapter=two: no adapter of this name is loaded; there are: one"):
        engine.add(request)
    with pytest.raises(UserError, match="adapters by name"):
        tiny_engine(model_of(base)).add(request)
    beside = LLM(base, lora_dir=adapters["one"], merge=False)
    with pytest.raises(UserError, match="loaded with lora_dir= has its own"):
        beside.engine.load_adapter("two", adapters["two"])
    other = write_tiny_checkpoint(tmp_path / "other", init_std=0.2)
    with pytest.raises(UserError, match="made on another base"):
        LLM(other).engine.load_adapter("one", adapters["one"])


def test_from_a_task(folders):
    base, adapters = folders

    async def work():
        engine = AsyncEngine(engine_with(model_of(base), {}))
        await engine.load_adapter("one", adapters["one"])
        assert engine.adapters == ["one"]
        with pytest.raises(UserError, match="taken"):
            await engine.load_adapter("one", adapters["one"])
        request = Request(PROMPTS[1], greedy_request([1], 12).params, greedy_request([1]).stops, adapter="one")
        ids = [i async for delta in engine.stream(request) for i in delta.token_ids]
        await engine.unload_adapter("one")
        assert engine.adapters == []
        await engine.close()
        return ids

    assert asyncio.run(work()) == answers_of(engine_with(model_of(base), adapters), requests([None, "one"]))[1]

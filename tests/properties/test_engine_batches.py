"""A request's answer is its own: alone or among others, chunked, cached, preempted, whatever comes and goes."""

import random

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aquila2.base.errors import UserError
from aquila2.engine.request import Request
from aquila2.engine.sampling_params import SamplingParams
from aquila2.model.config import RopeScaling
from aquila2.model.transformer import Transformer
from aquila2.tokenizer.stream import Stops
from tests.tiny_engine import CONFIG, answers_of, greedy_request, tiny_engine, tiny_model

MODEL = tiny_model()


def engine_of(model=MODEL, prefix_caching=True, overlaps=False, **size):
    engine = tiny_engine(model, size=size, prefix_caching=prefix_caching)
    engine.runner.overlaps = overlaps  # as on a GPU: tokens are read a step later
    return engine


def request_of(seed, greedy=True, **settings):
    """A prompt that begins like others, and settings, from a number."""
    chance = random.Random(seed)
    beginning = random.Random(seed % 3).choices(range(300), k=20)
    prompt = beginning[: chance.randrange(21)] + chance.choices(range(300), k=chance.randrange(1, 20))
    params = {"temperature": 0} if greedy else {"seed": seed, "top_k": chance.choice([0, 5]), "temperature": 1.5}
    return Request(prompt, SamplingParams(**params, max_tokens=chance.randrange(1, 24), **settings), Stops())


def alone(request, model=MODEL):
    return answers_of(engine_of(model, prefix_caching=False), [request])[0]


@pytest.mark.parametrize("greedy", [True, False], ids=["greedy", "seeded"])
@pytest.mark.parametrize(
    "size",
    [
        {},
        {"prefix_caching": False},
        {"token_budget": 8, "overlaps": True},
        {"max_num_seqs": 2, "token_budget": 5},
        {"num_blocks": 18},
        {"num_blocks": 16, "max_num_seqs": 3, "prefix_caching": False, "overlaps": True},
        {"block_size": 1},
        {"block_size": 64, "num_blocks": 3, "overlaps": True},
    ],
    ids=str,
)
def test_a_batch_changes_no_answer(size, greedy):
    requests = [request_of(seed, greedy) for seed in range(11)]
    wanted = [_known_answer(seed, greedy) for seed in range(11)]
    engine = engine_of(**size)
    assert answers_of(engine, requests) == wanted
    assert engine.manager.num_in_use == 0
    if size.get("num_blocks") in (16, 18):
        assert engine.scheduler.num_preemptions > 0
    again = [request_of(seed, greedy) for seed in range(11)]  # their beginnings are cached now
    assert answers_of(engine, again) == wanted


def test_prefix_caching_reads_less_and_ends_with_the_adapter_and_the_block():
    engine = engine_of()
    prompt = list(range(1, 31))
    first, second = (Request(prompt, SamplingParams(temperature=0, max_tokens=9), Stops()) for _ in range(2))
    assert answers_of(engine, [first]) == answers_of(engine, [second])
    assert engine.num_cached_tokens == 28  # whole blocks of 4; the last token is always read
    same = Request(list(range(1, 33)), first.params, Stops())
    other = Request([2, *range(2, 31)], first.params, Stops())
    answers_of(engine, [same, other])
    assert engine.num_cached_tokens == 28 + 28


def test_blocks_that_were_used_longest_ago_are_forgotten_first():
    engine = engine_of(num_blocks=16)  # 64 tokens
    params = SamplingParams(temperature=0, max_tokens=1)

    def cached(begin):
        before = engine.num_cached_tokens
        answers_of(engine, [Request(list(range(begin, begin + 21)), params, Stops())])
        return engine.num_cached_tokens - before

    assert [cached(begin) for begin in (0, 100, 0, 200, 300, 0, 100)] == [0, 0, 20, 0, 0, 20, 0]


@given(
    events=st.lists(st.tuples(st.sampled_from(["add", "abort", "step"]), st.integers(0, 30)), max_size=40),
    num_blocks=st.integers(16, 40),
    budget=st.integers(1, 40),
    greedy=st.booleans(),
    caching=st.booleans(),
    overlaps=st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_comes_and_goes(events, num_blocks, budget, greedy, caching, overlaps):
    """Arrivals and aborts at any time, few blocks: every answer that was not given up is what it is alone, an abort
    frees its blocks at once, and in the end nobody holds any."""
    engine = engine_of(MODEL, caching, overlaps, num_blocks=num_blocks, token_budget=budget, max_num_seqs=4)
    requests, ids, ended = {}, {}, set()

    def take(deltas):
        for request, delta in deltas:
            assert request.id not in ended
            ids[request.id] += delta.token_ids
            if delta.finish_reason is not None:
                ended.add(request.id)

    for kind, number in events:
        if kind == "add":
            request = request_of(number, greedy)
            requests[request.id] = (number, request)
            ids[request.id] = []
            engine.add(request)
        elif kind == "abort" and requests:
            _, request = list(requests.values())[number % len(requests)]
            holds = next((s.block_table for s in engine.scheduler.running if s.request is request), [])
            free = engine.manager.num_free
            engine.abort(request)
            assert not holds
            assert engine.manager.num_free >= free
            if request.id not in ended:
                ended.add(request.id)
                del requests[request.id]
        else:
            take(engine.step())
    while engine.has_work:
        take(engine.step())
    for number, request in requests.values():
        assert ids[request.id] == _known_answer(number, greedy)
    assert engine.manager.num_in_use == 0
    assert not engine.scheduler.running
    assert sorted(engine.scheduler._slots) == [0, 1, 2, 3]


_KNOWN = {}


def _known_answer(number, greedy):
    if (number, greedy) not in _KNOWN:
        _KNOWN[number, greedy] = alone(request_of(number, greedy))
    return _KNOWN[number, greedy]


def test_a_cache_too_small_for_one_sequence_is_refused():
    with pytest.raises(UserError, match="room for 60 tokens, and max_model_len=64"):
        engine_of(num_blocks=15)


def test_dynamic_scaling_in_a_batch():
    """Sequences of unlike final lengths turn by unlike angles, and share no cached blocks."""
    model = tiny_model(context_length=16, rope_scaling=RopeScaling("dynamic", 4.0))
    wanted = [alone(request_of(seed), model) for seed in range(6)]
    engine = engine_of(model)
    for _ in range(2):
        assert answers_of(engine, [request_of(seed) for seed in range(6)]) == wanted


def test_settings_of_each_request_hold_in_a_batch():
    """Biases, penalties, a least length: beside plain rows, and after a preemption."""
    kinds = [
        {},
        {"logit_bias": {7: 100.0}},
        {"presence_penalty": 2.0},
        {"frequency_penalty": 1.5, "repetition_penalty": 1.3},
        {"logprobs": 3},
        {"top_p": 0.7, "temperature": 0.9, "seed": 3},
        {"min_p": 0.2, "temperature": 0.9, "seed": 3},
    ]

    def requests():
        return [
            Request([5 * i + 1, 2, 3], SamplingParams(**{"temperature": 0, "max_tokens": 20, **kind}), Stops())
            for i, kind in enumerate(kinds)
        ]

    wanted = [alone(request) for request in requests()]
    assert wanted[1] == [7] * 20
    assert len(set(wanted[2])) > len(set(alone(greedy_request([11, 2, 3]))))
    for num_blocks in (100, 17):
        assert answers_of(engine_of(num_blocks=num_blocks), requests()) == wanted


def test_a_least_length_holds_stops_back():
    engine = engine_of()
    first = alone(request_of(3))[0]
    params = SamplingParams(temperature=0, max_tokens=10, stop_token_ids=[first])
    stopped = Request(request_of(3).prompt_ids, params, Stops())
    assert answers_of(engine, [stopped]) == [[first]]
    longer = SamplingParams(temperature=0, max_tokens=10, stop_token_ids=[first], min_tokens=4)
    (ids,) = answers_of(engine, [Request(stopped.prompt_ids, longer, Stops())])
    assert len(ids) >= 4
    assert first not in ids[:3]


@torch.inference_mode()
def test_logits_of_the_paged_path_are_transformers():
    """A prompt in chunks, then decode steps, two sequences in one batch, against transformers' Llama."""
    transformers = pytest.importorskip("transformers")
    from aquila2.checkpoint.names import published_name

    published = {k: v for k, v in CONFIG.to_published().items() if k not in ("architectures", "dtype")}
    reference = transformers.LlamaForCausalLM(transformers.LlamaConfig(**published)).eval()
    plain = Transformer(CONFIG).init_weights(seed=4).eval()
    reference.load_state_dict({published_name(n): t for n, t in plain.state_dict().items()}, strict=False)
    for prepared in (False, None):
        requests = [greedy_request([i, *range(3, 40)], 12, logprobs=5) for i in (1, 2)]
        engine = tiny_engine(MODEL, prepared, size={"token_budget": 16})
        for together in (requests, requests[:1]):
            for request in together:
                engine.add(request)
            entries = {request.id: [] for request in together}
            while engine.has_work:
                for request, delta in engine.step():
                    entries[request.id] += delta.logprobs
            for request in together:
                ids = torch.tensor([[*request.prompt_ids, *(entry.token_id for entry in entries[request.id])]])
                wanted = reference(ids).logits[0, len(request.prompt_ids) - 1 : -1].log_softmax(-1)
                for entry, row in zip(entries[request.id], wanted, strict=True):
                    best = row.topk(5)
                    assert list(entry.top) == best.indices.tolist()
                    torch.testing.assert_close(torch.tensor(list(entry.top.values())), best.values, atol=1e-4, rtol=0)

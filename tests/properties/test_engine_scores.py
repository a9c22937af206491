"""What the engine says of a given continuation is what the model says, whatever else is computed beside it."""

import random

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.engine.request import Request
from aquila2.engine.sampling_params import SamplingParams
from aquila2.model.config import RopeScaling
from aquila2.tokenizer.stream import Stops
from tests.tiny_engine import greedy_request, tiny_engine, tiny_model

MODEL = tiny_model()


def scored(seed, longest=12):
    """A request that begins like others, with something to score."""
    chance = random.Random(seed)
    beginning = random.Random(seed % 3).choices(range(300), k=20)
    prompt = beginning[: chance.randrange(21)] + chance.choices(range(300), k=chance.randrange(1, 20))
    continuation = chance.choices(range(300), k=chance.randrange(1, longest))
    return Request(prompt, SamplingParams(temperature=0, logprobs=1), Stops(), continuation=continuation)


def by_the_model(model, request):
    ids = torch.tensor([[*request.prompt_ids, *request.continuation]])
    with torch.inference_mode():
        logprobs = model(ids)[0, len(request.prompt_ids) - 1 : -1, :].float().log_softmax(-1)
    own = logprobs.gather(1, torch.tensor(request.continuation)[:, None])[:, 0]
    return own, logprobs.argmax(-1).tolist()


def by_the_engine(engine, requests):
    for request in requests:
        engine.add(request)
    last = {}
    while engine.has_work:
        last |= {request.id: delta for request, delta in engine.step() if delta.finish_reason}
    return [last[request.id] for request in requests]


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
    ],
    ids=str,
)
def test_scores_are_the_models(size):
    size = dict(size)
    caching, overlaps = size.pop("prefix_caching", True), size.pop("overlaps", False)
    engine = tiny_engine(MODEL, size=size, prefix_caching=caching)
    engine.runner.overlaps = overlaps
    requests = [scored(seed) for seed in range(9)]
    answers = [greedy_request(request.prompt_ids) for request in requests[:3]]  # answers are drawn beside them
    deltas = by_the_engine(engine, [*requests[:5], *answers, *requests[5:]])
    for request, delta in zip(requests, deltas[:5] + deltas[8:], strict=True):
        own, likeliest = by_the_model(MODEL, request)
        assert delta.token_ids == request.continuation
        assert [each.token_id for each in delta.logprobs] == request.continuation
        found = torch.tensor([each.logprob for each in delta.logprobs])
        torch.testing.assert_close(found, own, rtol=1e-4, atol=1e-4)
        assert [next(iter(each.top)) for each in delta.logprobs] == likeliest
    assert engine.manager.num_in_use == 0


def test_what_was_read_is_not_read_again():
    engine = tiny_engine(MODEL, size={"block_size": 4})
    prompt = list(range(40))
    params = SamplingParams(temperature=0, logprobs=1)
    requests = [Request(prompt, params, Stops(), continuation=[token, 7]) for token in range(100, 104)]
    deltas = [by_the_engine(engine, [request])[0] for request in requests]
    assert [delta.usage.cached_tokens for delta in deltas] == [0, 36, 36, 36]


def test_angles_that_depend_on_the_length():
    scaling = RopeScaling("dynamic", 4.0)
    model = tiny_model(rope_scaling=scaling, context_length=16)
    request = scored(4, longest=30)
    (delta,) = by_the_engine(tiny_engine(model), [request])
    own, _ = by_the_model(model, request)
    found = torch.tensor([each.logprob for each in delta.logprobs])
    torch.testing.assert_close(found, own, rtol=1e-4, atol=1e-4)


def test_what_does_not_fit_is_refused():
    engine = tiny_engine(MODEL)
    long = [5] * (engine.max_model_len + 1)
    with pytest.raises(UserError, match="tokens"):
        engine.add(Request([1], SamplingParams(logprobs=1), Stops(), continuation=long))
    with pytest.raises(UserError, match="100000 is not in the vocabulary"):
        engine.add(Request([1], SamplingParams(logprobs=1), Stops(), continuation=[100000]))

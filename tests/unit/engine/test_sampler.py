"""The drawn distribution equals the one computed by hand, for each setting and for their order."""

import math

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.engine.sampler import Sampler, logprobs_of
from aquila2.engine.sampling_params import SamplingParams

LOGITS = torch.tensor([2.0, 1.5, 1.0, 0.5, 0.0, -0.5, -1.0, -8.0])
CPU = torch.device("cpu")


def expected(logits: list[float], keep: list[int]) -> list[float]:
    total = sum(math.exp(logits[i]) for i in keep)
    return [math.exp(logit) / total if i in keep else 0.0 for i, logit in enumerate(logits)]


def by_hand(params: SamplingParams, seen: set[int] = frozenset()) -> list[float]:
    """An independent reading of SamplingParams' docstring, in plain Python."""
    logits = LOGITS.tolist()
    for i in seen:
        logits[i] = logits[i] / params.repetition_penalty if logits[i] > 0 else logits[i] * params.repetition_penalty
    logits = [logit / params.temperature for logit in logits]
    order = sorted(range(len(logits)), key=lambda i: -logits[i])
    keep = order[: params.top_k] if params.top_k > 0 else order
    if params.top_p < 1:
        share, total = expected(logits, keep), 0.0
        kept = []
        for i in keep:
            if total >= params.top_p:
                break
            kept.append(i)
            total += share[i]
        keep = kept
    if params.min_p > 0:
        # relative to the likeliest, so the share of which it is taken does not matter
        keep = [i for i in keep if math.exp(logits[i] - logits[keep[0]]) >= params.min_p]
    return expected(logits, keep)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"temperature": 0.5},
        {"temperature": 1.7},
        {"top_k": 3},
        {"top_p": 0.6},
        {"min_p": 0.3},
        {"top_k": 4, "top_p": 0.8},
        {"temperature": 1.5, "top_k": 6, "top_p": 0.9, "min_p": 0.2},
        {"temperature": 0.7, "repetition_penalty": 1.8},
    ],
    ids=str,
)
def test_distribution(settings):
    params = SamplingParams(seed=5, **settings)
    prompt = [0, 6] if params.repetition_penalty != 1 else []
    wanted = by_hand(params, set(prompt))
    count, hits = 6000, [0] * len(LOGITS)
    sampler = Sampler(params, prompt, CPU)
    seen = sampler._seen
    for _ in range(count):
        sampler._seen = seen  # a fresh answer each time, the same random stream
        hits[int(sampler.draw(LOGITS))] += 1
    for got, share in zip(hits, wanted, strict=True):
        # five standard deviations of the binomial: a wrong distribution fails, chance does not
        assert abs(got - count * share) <= 5 * math.sqrt(count * share * (1 - share)) + 1e-9, (hits, wanted)


@pytest.mark.parametrize("top_p", [0.5, 0.9, 0.999])
def test_top_p_of_a_large_vocabulary_keeps_what_a_full_sort_keeps(top_p):
    """The shortcut over the likeliest few gives the same distribution as sorting everything."""
    from aquila2.engine.sampler import keep

    for spread in (0.05, 3.0):  # flat (the few do not reach top_p) and peaked (they do)
        logits = torch.randn(5000, generator=torch.Generator().manual_seed(1)) * spread
        kept, ids = keep(logits, SamplingParams(top_p=top_p))
        chosen = set(ids[kept > float("-inf")].tolist())
        share, order = logits.softmax(-1).sort(descending=True)
        before = share.cumsum(-1) - share
        wanted = set(order[before < top_p].tolist())
        assert len(chosen ^ wanted) <= 1  # the one on the edge may fall to either side by rounding


def test_temperature_zero_is_greedy_whatever_else_is_set():
    sampler = Sampler(SamplingParams(temperature=0, top_p=0.1, min_p=1.0, top_k=1), [], CPU)
    assert [int(sampler.draw(LOGITS)) for _ in range(3)] == [0, 0, 0]


def test_repetition_penalty_counts_prompt_and_answer():
    sampler = Sampler(SamplingParams(temperature=0, repetition_penalty=8.0), [0], CPU)
    assert [int(sampler.draw(LOGITS)) for _ in range(3)] == [1, 2, 3]


def test_a_seed_repeats_and_no_seed_does_not():
    def draws(seed):
        sampler = Sampler(SamplingParams(seed=seed), [], CPU)
        return [int(sampler.draw(torch.zeros(1000))) for _ in range(8)]

    assert draws(7) == draws(7)
    assert draws(7) != draws(8)
    assert draws(None) != draws(None)


def test_the_global_random_state_is_left_alone():
    torch.manual_seed(3)
    wanted = torch.rand(1)
    torch.manual_seed(3)
    Sampler(SamplingParams(seed=9), [], CPU).draw(LOGITS)
    assert torch.rand(1) == wanted


def test_logprobs_are_the_models_own():
    found = logprobs_of(LOGITS, 2, 3)
    wanted = LOGITS.log_softmax(-1)
    assert found.token_id == 2
    assert found.logprob == pytest.approx(float(wanted[2]))
    assert found.top == pytest.approx({0: float(wanted[0]), 1: float(wanted[1]), 2: float(wanted[2])})
    assert logprobs_of(LOGITS, 2, 0).top == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": -1},
        {"temperature": math.nan},
        {"temperature": math.inf},
        {"top_p": 0},
        {"top_p": 1.5},
        {"top_k": -2},
        {"min_p": -0.1},
        {"repetition_penalty": 0},
        {"max_tokens": 0},
        {"max_tokens": -5},
        {"logprobs": -1},
        {"seed": -1},
        {"stop": [""]},
    ],
    ids=str,
)
def test_wrong_settings_are_named(wrong):
    (name,) = wrong
    with pytest.raises(UserError, match=name):
        SamplingParams(**wrong)

"""The drawn distribution equals the one computed by hand, for each setting and for their order."""

import math

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.engine.noise import exponential, row_keys
from aquila2.engine.sampler import Draw, Sampler, fresh_seed
from aquila2.engine.sampling_params import SamplingParams

LOGITS = torch.tensor([2.0, 1.5, 1.0, 0.5, 0.0, -0.5, -1.0, -8.0])
CPU = torch.device("cpu")


def expected(logits: list[float], keep: list[int]) -> list[float]:
    total = sum(math.exp(logits[i]) for i in keep)
    return [math.exp(logit) / total if i in keep else 0.0 for i, logit in enumerate(logits)]


def by_hand(params: SamplingParams, prompt: list[int], answer: list[int]) -> list[float]:
    """An independent reading of SamplingParams' docstring, in plain Python."""
    logits = LOGITS.tolist()
    for i, bias in params.logit_bias.items():
        logits[i] += bias
    for i in answer:
        logits[i] -= params.frequency_penalty
    for i in set(answer):
        logits[i] -= params.presence_penalty
    for i in {*prompt, *answer}:
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
        {"frequency_penalty": 0.7, "presence_penalty": -0.5},
        {"logit_bias": {7: 7.0, 0: -3.0}, "top_k": 5},
    ],
    ids=str,
)
def test_distribution(settings):
    """All draws in one batch, beside rows of other kinds; each is of another place of the answer."""
    params = SamplingParams(seed=5, **settings)
    prompt, answer = [0, 6], [1, 1, 2]
    wanted = by_hand(params, prompt, answer)
    count = 6000
    sampler = Sampler(CPU, len(LOGITS))
    sampler.begin(0, prompt, answer)
    sampler._count = lambda tokens, draws: None  # what was said stays
    draws = [Draw(params, 5, place) for place in range(count)]
    others = [Draw(SamplingParams(temperature=0), 5, 1), Draw(SamplingParams(top_k=2), 5, 1)]
    tokens = sampler.draw(LOGITS.repeat(count + 2, 1), [others[0], *draws, others[1]]).tokens_R
    assert tokens[0] == 0
    hits = tokens[1:-1].bincount(minlength=len(LOGITS)).tolist()
    for got, share in zip(hits, wanted, strict=True):
        # five standard deviations of the binomial: a wrong distribution fails, chance does not
        assert abs(got - count * share) <= 5 * math.sqrt(count * share * (1 - share)) + 1e-9, (hits, wanted)


def test_seeds_are_as_good_as_places():
    """The first token over many seeds, whose numbers are near each other or far apart."""
    for seeds in (range(4000), range(0, 4000 << 32, 1 << 32)):
        sampler = Sampler(CPU, len(LOGITS))
        tokens = sampler.draw(LOGITS.repeat(4000, 1), [Draw(SamplingParams(), seed, 0) for seed in seeds]).tokens_R
        hits = tokens.bincount(minlength=len(LOGITS)).tolist()
        for got, share in zip(hits, expected(LOGITS.tolist(), list(range(8))), strict=True):
            assert abs(got - 4000 * share) <= 5 * math.sqrt(4000 * share * (1 - share)) + 1e-9


def test_the_race_is_exponential_and_uncorrelated():
    keys = torch.from_numpy(row_keys([3] * 500, range(500)))
    race = exponential(keys, torch.arange(1000, dtype=torch.int32)[None])
    assert race.mean().item() == pytest.approx(1, abs=0.01)
    assert race.var().item() == pytest.approx(1, abs=0.03)
    for at in (0.001, 0.1, 1.0, 3.0):
        assert (race < at).float().mean().item() == pytest.approx(1 - math.exp(-at), abs=0.003)
    assert torch.corrcoef(race[:50]).fill_diagonal_(0).abs().max() < 0.2
    assert torch.corrcoef(race[:, :50].T).fill_diagonal_(0).abs().max() < 0.25
    assert bool((race > 0).all())


@pytest.mark.parametrize("top_p", [0.5, 0.9, 0.999])
def test_top_p_of_a_large_vocabulary_keeps_what_a_full_sort_keeps(top_p):
    """The shortcut over the likeliest few gives the same distribution as sorting everything."""
    for spread in (0.05, 3.0):  # flat (the few do not reach top_p) and peaked (they do)
        logits = torch.randn(5000, generator=torch.Generator().manual_seed(1)) * spread
        sampler = Sampler(CPU, 5000)
        kept, ids = sampler._candidates("sorted", logits[None], [SamplingParams(top_p=top_p)])
        chosen = set(ids[kept > float("-inf")].tolist())
        share, order = logits.softmax(-1).sort(descending=True)
        before = share.cumsum(-1) - share
        wanted = set(order[before < top_p].tolist())
        assert len(chosen ^ wanted) <= 1  # the one on the edge may fall to either side by rounding
        assert (len(ids[0]) == 5000) == (len(wanted) > 512)


def draw_one_by_one(params, prompt=(), count=3, logits=LOGITS, seed=1):
    sampler, ids = Sampler(CPU, len(logits)), []
    if params.penalizes:
        sampler.begin(0, list(prompt), [])
    for place in range(count):
        ids.append(int(sampler.draw(logits[None], [Draw(params, seed, place)]).tokens_R))
    return ids


def test_temperature_zero_is_greedy_whatever_else_is_set():
    assert draw_one_by_one(SamplingParams(temperature=0, top_p=0.1, min_p=1.0, top_k=1)) == [0, 0, 0]


def test_repetition_penalty_counts_prompt_and_answer():
    assert draw_one_by_one(SamplingParams(temperature=0, repetition_penalty=8.0), [0]) == [1, 2, 3]


def test_a_slot_that_begins_anew_forgets():
    params = SamplingParams(temperature=0, presence_penalty=2.0)
    sampler = Sampler(CPU, len(LOGITS), num_slots=2)
    for _ in range(2):
        sampler.begin(1, [0], [])
        ids = [int(sampler.draw(LOGITS[None], [Draw(params, 0, place, 1)]).tokens_R) for place in range(3)]
        assert ids == [0, 1, 2]


def test_a_seed_repeats_and_no_seed_does_not():
    flat = torch.zeros(1000)
    assert draw_one_by_one(SamplingParams(), logits=flat, seed=7) == draw_one_by_one(
        SamplingParams(), logits=flat, seed=7
    )
    assert draw_one_by_one(SamplingParams(), logits=flat, seed=7) != draw_one_by_one(
        SamplingParams(), logits=flat, seed=8
    )
    assert fresh_seed(SamplingParams(seed=7)) == 7
    assert fresh_seed(SamplingParams()) != fresh_seed(SamplingParams())


def test_a_padded_head_says_nothing():
    sampler = Sampler(CPU, 4)
    rows = torch.tensor([[0.0, 1, 2, 3, 9, 9]] * 2)
    assert sampler.draw(rows, [Draw(SamplingParams(temperature=0), 1, 0)] * 2).tokens_R.tolist() == [3, 3]


def test_logprobs_are_the_models_own():
    params = [
        SamplingParams(logprobs=3, temperature=0, logit_bias={2: 50.0}),
        SamplingParams(),
        SamplingParams(logprobs=0),
    ]
    drawn = Sampler(CPU, 8).draw(LOGITS.repeat(3, 1), [Draw(p, 1, 0) for p in params])
    wanted = LOGITS.log_softmax(-1)
    assert drawn.logprob_rows == [0, 2]
    own, values, ids = drawn.logprobs
    assert drawn.tokens_R[0] == 2
    torch.testing.assert_close(own, wanted[drawn.tokens_R[[0, 2]]])
    assert ids[0].tolist() == [0, 1, 2]
    torch.testing.assert_close(values[0], wanted[:3])


def test_what_a_guide_forbids_is_never_drawn():
    allowed = torch.tensor([0b10100000], dtype=torch.int32)
    draws = [Draw(SamplingParams(temperature=5.0), 1, place, allowed=allowed) for place in range(200)]
    assert set(Sampler(CPU, 8).draw(LOGITS.repeat(200, 1), draws).tokens_R.tolist()) == {5, 7}


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
        {"presence_penalty": 2.1},
        {"frequency_penalty": -3},
        {"logit_bias": {3: 101}},
        {"min_tokens": 600},
    ],
    ids=str,
)
def test_wrong_settings_are_named(wrong):
    (name,) = wrong
    with pytest.raises(UserError, match=name):
        SamplingParams(**wrong)

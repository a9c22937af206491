"""Decoding properties on a tiny random model: cached == whole, chunked == whole, fused == plain, reused == fresh."""

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.engine.cache_size import CacheSize
from aquila2.engine.engine import Engine
from aquila2.engine.model_runner import ModelRunner
from aquila2.engine.output import collect
from aquila2.engine.sampling_params import SamplingParams
from aquila2.model.fuse import fuse_projections
from aquila2.model.transformer import Transformer
from aquila2.tokenizer.stream import Stops
from tests.tiny_tokenizer import aquila_like

GREEDY = SamplingParams(temperature=0, max_tokens=20)
PROMPT = list(range(5, 30))


@pytest.fixture
def model(tiny_config):
    config = tiny_config.replace(vocab_size=aquila_like().vocab_size, init_std=0.15)
    return Transformer(config).init_weights(seed=4).eval().requires_grad_(False)


def engine_of(model, max_model_len=100, prepared=None, prefix_caching=True, **size):
    """Blocks of one token are the default here: then everything that was read is found again."""
    size = {"block_size": 1, "num_blocks": 3 * max_model_len, "max_num_seqs": 8, "token_budget": 64, **size}
    return Engine(ModelRunner(model, max_model_len, "auto", prepared, CacheSize(**size)), aquila_like(), prefix_caching)


def answer_ids(engine, prompt, params=GREEDY):
    return collect(engine.stream(prompt, params, Stops()), prompt).token_ids


def naive_ids(model, prompt, count):
    """Greedy decoding by a whole forward pass a token: the definition."""
    ids = list(prompt)
    for _ in range(count):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
    return ids[len(prompt) :]


def test_engine_equals_whole_forward_passes(model):
    assert answer_ids(engine_of(model), PROMPT) == naive_ids(model, PROMPT, 20)


def test_fused_projections_change_nothing(model):
    wanted, logits = naive_ids(model, PROMPT, 20), model(torch.tensor([PROMPT]))
    fused = fuse_projections(model)
    torch.testing.assert_close(fused(torch.tensor([PROMPT])), logits, atol=1e-5, rtol=1e-5)
    assert answer_ids(engine_of(fused), PROMPT) == wanted
    assert answer_ids(engine_of(fused, prepared=False), PROMPT) == wanted


def test_decode_steps_are_prepared_for_fused_models(model):
    with pytest.raises(ValueError, match="fused"):
        ModelRunner(model, 100, prepared=True)
    assert answer_ids(engine_of(fuse_projections(model), prepared=True), PROMPT) == naive_ids(model, PROMPT, 20)


@pytest.mark.parametrize("chunk", [1, 7, 25, 64])
def test_prompts_read_in_chunks(model, chunk):
    wanted = answer_ids(engine_of(model), PROMPT)
    assert answer_ids(engine_of(model, max_num_seqs=1, token_budget=chunk), PROMPT) == wanted


def test_a_prompt_that_begins_like_the_last_one_reads_only_the_rest(model):
    engine = engine_of(model)
    first = collect(engine.stream(PROMPT, GREEDY, Stops()), PROMPT)
    assert first.usage.cached_tokens == 0
    longer = [*PROMPT, *first.token_ids, 7, 8, 9]
    second = collect(engine.stream(longer, GREEDY, Stops()), longer)
    # all that was read: the answer's last token was never put through the model
    assert second.usage.cached_tokens == len(PROMPT) + len(first.token_ids) - 1
    assert second.token_ids == answer_ids(engine_of(model), longer)
    other = [*PROMPT[:10], 99, 98]
    third = collect(engine.stream(other, GREEDY, Stops()), other)
    assert third.usage.cached_tokens == 10
    assert third.token_ids == answer_ids(engine_of(model), other)
    again = collect(engine.stream(other, GREEDY, Stops()), other)
    assert again.usage.cached_tokens == len(other) - 1
    assert again.token_ids == third.token_ids


def test_an_answer_given_up_half_way_leaves_a_usable_engine(model):
    engine = engine_of(model)
    stream = engine.stream(PROMPT, GREEDY, Stops())
    for _ in range(5):
        next(stream)
    stream.close()
    longer = [*PROMPT, 3, 4]
    assert answer_ids(engine, longer) == answer_ids(engine_of(model), longer)


def test_two_answers_at_once_are_not_mixed(model):
    engine = engine_of(model)
    one, other = engine.stream(PROMPT, GREEDY, Stops()), engine.stream([1, 2], GREEDY, Stops())
    deltas = [next(one) for _ in range(3)], [next(other) for _ in range(7)]
    ids = [
        [i for delta in (*begun, *rest) for i in delta.token_ids]
        for begun, rest in zip(deltas, (one, other), strict=True)
    ]
    assert ids == [answer_ids(engine_of(model), prompt) for prompt in (PROMPT, [1, 2])]


def test_dynamic_scaling_past_the_trained_length(tiny_config):
    """The angles are those of the sequence's final length; a prompt with another length is read anew."""
    from aquila2.model.config import RopeScaling

    config = tiny_config.replace(
        vocab_size=aquila_like().vocab_size, init_std=0.15, context_length=16, rope_scaling=RopeScaling("dynamic", 4.0)
    )
    model = Transformer(config).init_weights(seed=4).eval().requires_grad_(False)
    engine = engine_of(model, config.longest_context)
    ids = list(PROMPT)
    positions, whole = torch.arange(len(ids) + 20), len(ids) + 20
    for _ in range(20):
        logits = model(torch.tensor([ids]), positions[None, : len(ids)], length=whole)
        ids.append(int(logits[0, -1].argmax()))
    assert answer_ids(engine, PROMPT) == ids[len(PROMPT) :]
    assert collect(engine.stream(PROMPT, SamplingParams(max_tokens=5), Stops()), PROMPT).usage.cached_tokens == 0


def test_the_context_ends_the_answer(model):
    engine = engine_of(model, 30)
    output = collect(engine.stream(PROMPT, SamplingParams(temperature=0, max_tokens=None), Stops()), PROMPT)
    assert (len(output.token_ids), output.finish_reason) == (5, "length")


def test_a_head_padded_beyond_the_vocabulary_never_speaks(model):
    """Checkpoints pad the vocabulary to a round number; those rows are no tokens."""
    config = model.config.replace(vocab_size=model.config.vocab_size + 56)
    padded = Transformer(config).init_weights(seed=4).eval().requires_grad_(False)
    padded.lm_head.weight[-56:] *= 100
    assert max(answer_ids(engine_of(padded), PROMPT)) < aquila_like().vocab_size


@pytest.mark.parametrize(
    ("prompt", "says"), [([], "empty"), ([10**6], "1000000"), ([-1], "-1"), (list(range(30)), "30 tokens")]
)
def test_prompts_that_cannot_be_answered(model, prompt, says):
    with pytest.raises(UserError, match=says):
        engine_of(model, 30).stream(prompt, GREEDY, Stops())


def test_the_same_seed_gives_the_same_answer(model):
    params = SamplingParams(temperature=1.0, top_p=0.9, seed=17, max_tokens=20)
    assert answer_ids(engine_of(model), PROMPT, params) == answer_ids(engine_of(model), PROMPT, params)


def test_usage_and_logprobs(model):
    engine = engine_of(model)
    params = SamplingParams(temperature=0, max_tokens=6, logprobs=2)
    output = collect(engine.stream(PROMPT, params, Stops()), PROMPT)
    assert (output.usage.prompt_tokens, output.usage.completion_tokens) == (25, 6)
    assert output.usage.seconds >= output.usage.seconds_to_first_token > 0
    assert [entry.token_id for entry in output.logprobs] == output.token_ids
    ids = torch.tensor([[*PROMPT, *output.token_ids]])
    wanted = model(ids)[0, len(PROMPT) - 1 : -1].log_softmax(-1)
    for entry, row in zip(output.logprobs, wanted, strict=True):
        assert entry.logprob == pytest.approx(float(row[entry.token_id]), abs=1e-4)
        assert len(entry.top) == 2
        assert max(entry.top.values()) == pytest.approx(float(row.max()), abs=1e-4)

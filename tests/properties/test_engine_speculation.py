"""Drafts change how fast an answer comes, never the answer."""

import pytest

from aquila2.engine.request import Request
from aquila2.engine.sampling_params import SamplingParams
from aquila2.engine.speculation import DraftModel, Pace, PromptLookup, Speculation
from aquila2.tokenizer.stream import Stops
from tests.tiny_engine import CONFIG, answers_of, greedy_request, tiny_engine, tiny_model
from tests.tiny_tokenizer import aquila_like

MODEL = tiny_model()
LIKE_IT = tiny_model()  # the same weights, a little off
for layer in LIKE_IT.layers:
    layer.mlp.down_proj.weight.data *= 0.9
FAR = tiny_model(num_layers=1)


def drafter(kind):
    if kind == "lookup":
        return PromptLookup()
    runner = tiny_engine({"near": LIKE_IT, "far": FAR}[kind], size={"token_budget": 8}).runner
    return DraftModel(runner)


def requests(settings):
    """Texts that repeat themselves, of unlike lengths; answers that do, because the model is tiny."""
    found = []
    for i in range(5):
        prompt = [i + 1, 2, 3, 4, 5, *([7, 8, 9, i] * 4), *range(i)]
        found.append(Request(prompt, SamplingParams(max_tokens=8 + 2 * i, seed=i, **settings), Stops()))
    return found


@pytest.mark.parametrize("overlaps", [False, True])
@pytest.mark.parametrize("kind", ["lookup", "near", "far"])
@pytest.mark.parametrize("settings", [{"temperature": 0, "logprobs": 2}, {"temperature": 0.7, "top_k": 6}], ids=str)
def test_answers_are_those_without_drafts(kind, settings, overlaps):
    wanted = answers_of(tiny_engine(MODEL), requests(settings))
    for size in ({}, {"num_blocks": 17, "max_num_seqs": 3})[overlaps:]:
        engine = tiny_engine(MODEL, size=size, drafter=drafter(kind))
        engine.runner.overlaps = overlaps
        assert answers_of(engine, requests(settings)) == wanted
        assert engine.speculation.num_proposed > 0 or settings["temperature"]  # chance seldom repeats a text
        assert engine.manager.num_in_use == 0
        assert not engine.speculation._paces
        if kind == "lookup":
            assert not engine.speculation.drafter._seen
        else:
            assert engine.speculation.drafter.manager.num_in_use == 0
    if kind == "near":
        assert engine.speculation.num_kept > engine.speculation.num_proposed / 2


def test_fewer_steps_where_the_answer_copies():
    def steps(engine):
        engine.add(Request([5, 6, 7, 8] * 6, SamplingParams(temperature=0, max_tokens=30, logit_bias=bias), Stops()))
        count = 0
        while engine.has_work:
            engine.step()
            count += 1
        return count

    bias = {8: 100.0}  # it says 8 8 8 8
    assert steps(tiny_engine(MODEL)) == 30
    assert steps(tiny_engine(MODEL, drafter=PromptLookup())) < 10


def test_penalties_and_guides_go_without_drafts():
    engine = tiny_engine(MODEL, drafter=PromptLookup())
    answers_of(engine, [greedy_request([1, 2, 3] * 6, presence_penalty=1.0)])
    assert engine.speculation.num_proposed == 0


def test_the_pace():
    pace = Pace()
    for length in range(20, 24):
        assert pace.wants(length)
        pace.learn(length, pace.count, pace.count, 0.3)
    assert pace.count == 15
    pace = Pace()
    tried = []
    for length in range(600):
        if pace.wants(length):
            tried.append((length, pace.count))
            pace.learn(length, pace.count, 0, 0.3)
    assert len(tried) <= 6  # what misleads is given up, for longer each time
    assert sum(0.3 * count for _, count in tried) < 0.03 * 600  # of the time without drafts


def test_what_drafts_cost_is_measured():
    speculation = Speculation(PromptLookup(), "cpu")
    for _ in range(30):
        speculation.observe(2, 0, 1.0)
        speculation.observe(2, 6, 4.0)  # six rows more take three times as long as two alone: each as long as one
    assert speculation.row_cost == pytest.approx(1.0, abs=0.01)
    speculation.observe(3, 6, 4.0)  # there was none of three alone
    assert speculation.row_cost == pytest.approx(1.0, abs=0.01)


def test_abort_while_drafts_are_verified():
    engine = tiny_engine(MODEL, drafter=drafter("near"))
    engine.runner.overlaps = True
    request = greedy_request([1, 2, 3], 40)
    engine.add(request)
    for _ in range(5):
        engine.step()
    engine.abort(request)
    assert engine.manager.num_in_use == 0
    assert engine.speculation.drafter.manager.num_in_use == 0
    while engine.has_work:
        assert engine.step() == []
    assert CONFIG.vocab_size == aquila_like().vocab_size

"""Answers keep to their form, whatever the model would say; what is no form is refused at once."""

import json
import re

import pytest

from aquila2.base.errors import UserError
from aquila2.engine.output import collect
from aquila2.engine.request import Request
from aquila2.engine.sampling_params import Guide, SamplingParams
from aquila2.tokenizer.stream import Stops
from tests.tiny_engine import tiny_engine, tiny_model
from tests.tiny_tokenizer import aquila_like

pytest.importorskip("llguidance")

EOS = aquila_like().eos_id
ENDS = Stops(frozenset({EOS}))
MODEL = tiny_model(context_length=400)
SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 8},
        "age": {"type": "integer", "minimum": 0, "maximum": 150},
    },
    "required": ["name", "age"],
    "additionalProperties": False,
}


def engine_of(**settings):
    return tiny_engine(MODEL, max_model_len=400, size={"num_blocks": 500}, **settings)


def answers(guide, count=6, overlaps=False, stops=ENDS, max_tokens=300):
    """Hot, so that the model wants to say anything; several seeds in one batch, with unguided ones between."""
    engine = engine_of()
    engine.runner.overlaps = overlaps
    requests = []
    for seed in range(count):
        params = SamplingParams(temperature=1.5, seed=seed, max_tokens=max_tokens, guide=guide)
        requests += [Request([1, 2, seed + 3], params, stops), Request([5], SamplingParams(max_tokens=9, seed=1), ENDS)]
    deltas = {request.id: [] for request in requests}
    for request in requests:
        engine.add(request)
    while engine.has_work:
        for request, delta in engine.step():
            deltas[request.id].append(delta)
    assert engine.manager.num_in_use == 0
    return [collect(deltas[request.id], request.prompt_ids) for request in requests[::2]]


@pytest.mark.parametrize("overlaps", [False, True])
def test_json_of_a_schema(overlaps):
    for output in answers(Guide(json_schema=SCHEMA), overlaps=overlaps):
        assert output.finish_reason == "stop"
        found = json.loads(output.text)
        assert set(found) == {"name", "age"}
        assert isinstance(found["name"], str)
        assert 0 <= found["age"] <= 150
    assert answers(Guide(json_schema=json.dumps(SCHEMA)))[0].text == answers(Guide(json_schema=SCHEMA))[0].text


def test_choices_and_expressions():
    texts = {output.text for output in answers(Guide(choice=["yes", "no", '你好 "quoted" \\ back']), 12)}
    assert texts <= {"yes", "no", '你好 "quoted" \\ back'}
    assert len(texts) > 1
    for output in answers(Guide(regex=r"[a-f]{3}-[0-9]{2}")):
        assert re.fullmatch(r"[a-f]{3}-[0-9]{2}", output.text)
        assert output.finish_reason == "stop"


def test_any_object_that_was_not_cut_off_is_json():
    outputs = answers(Guide(json_object=True), 8, max_tokens=60)
    for output in outputs:
        assert output.text.lstrip().startswith("{")
        if output.finish_reason == "stop":
            assert isinstance(json.loads(output.text), dict)


def test_without_an_end_token_the_form_itself_ends_the_answer():
    for output in answers(Guide(choice=["yes", "no"]), stops=Stops()):
        assert output.text in ("yes", "no")
        assert output.finish_reason == "stop"


def test_a_guided_answer_is_the_same_preempted():
    engine = engine_of()
    params = SamplingParams(temperature=1.2, seed=4, max_tokens=100, guide=Guide(json_schema=SCHEMA))
    wanted = collect(engine.stream([1, 2, 3], params, ENDS), [1, 2, 3]).text
    small = tiny_engine(MODEL, max_model_len=200, size={"num_blocks": 52})
    stream = small.stream([1, 2, 3], params, ENDS)
    deltas = [next(stream)]
    small.scheduler._preempt_newest()
    assert collect([*deltas, *stream], [1, 2, 3]).text == wanted


@pytest.mark.parametrize(
    ("guide", "says"),
    [
        ({"json_schema": "{not json"}, "json_schema"),
        ({"json_schema": [1]}, "json_schema"),
        ({"json_schema": {"type": "nothing"}}, "guide"),
        ({"regex": "(unclosed"}, "guide"),
        ({}, "give one of"),
        ({"regex": "a", "json_object": True}, "give one of"),
        ({"choice": []}, "choice"),
        ({"choice": [""]}, "choice"),
    ],
    ids=str,
)
def test_what_is_no_form_is_refused(guide, says):
    with pytest.raises(UserError, match=says):
        engine_of().check(Request([1], SamplingParams(guide=Guide(**guide)), ENDS))

"""The official client drives every endpoint, over a real socket."""

import base64
import dataclasses
import json
import struct
from collections.abc import Iterator, Sequence

import numpy as np
import openai
import pytest

from aquila2.base.errors import UserError
from tests.scripted_engine import ScriptedEngine, scripted
from tests.serving import Running, serving
from tests.unit.chat.test_tool_calls import CALL, HERMES, WEATHER

QUESTION = [{"role": "user", "content": "what is the time?"}]


class Lengths:
    """An embedder that knows how long a text is."""

    name, dim = "lengths", 3

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        if any(len(text) > 100 for text in texts):
            raise UserError("a text has over 100 characters: divide it")
        return np.array([[len(text), 0.5, -1] for text in texts], dtype=np.float32)

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        return -self.embed_documents(texts)

    def count_tokens(self, texts: Sequence[str]) -> int:
        return sum(map(len, texts))


@pytest.fixture(scope="module")
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture(scope="module")
def server(engine: ScriptedEngine) -> Iterator[Running]:
    with serving(scripted(engine), embedder=Lengths()) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Running) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0) as made:
        yield made


def test_chat(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(model="tiny", messages=QUESTION)
    assert answer.object == "chat.completion"
    assert answer.choices[0].message.role == "assistant"
    assert answer.choices[0].message.content == "hello there"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.prompt_tokens > 0
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


def test_a_streamed_chat_is_the_same_text_with_its_usage_last(client: openai.OpenAI) -> None:
    options = {"include_usage": True}
    chunks = list(client.chat.completions.create(model="tiny", messages=QUESTION, stream=True, stream_options=options))
    assert chunks[0].choices[0].delta.role == "assistant"
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks[:-1]) == "hello there"
    assert [chunk.choices[0].finish_reason for chunk in chunks[:-1]][-2:] == [None, "stop"]
    assert all(chunk.usage is None for chunk in chunks[:-1])
    assert chunks[-1].choices == []
    whole = client.chat.completions.create(model="tiny", messages=QUESTION)
    assert chunks[-1].usage == whole.usage
    assert len({chunk.id for chunk in chunks}) == 1


def test_the_clients_own_helper_for_streams_reads_ours(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(model="tiny", messages=QUESTION) as stream:
        assert stream.get_final_completion().choices[0].message.content == "hello there"


def test_n_choices_have_seeds_of_their_own_and_one_prompt(client: openai.OpenAI, engine: ScriptedEngine) -> None:
    engine.seen.clear()
    answer = client.chat.completions.create(model="tiny", messages=QUESTION, n=3, seed=7)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]
    assert sorted(request.params.seed for request in engine.seen) == [7, 8, 9]
    one = client.chat.completions.create(model="tiny", messages=QUESTION)
    assert answer.usage.prompt_tokens == one.usage.prompt_tokens
    assert answer.usage.completion_tokens == 3 * one.usage.completion_tokens
    chunks = list(client.chat.completions.create(model="tiny", messages=QUESTION, n=3, stream=True))
    for index in range(3):
        texts = [c.choices[0].delta.content or "" for c in chunks if c.choices[0].index == index]
        assert "".join(texts) == "hello there"


def test_settings_reach_the_engine_by_their_own_names(client: openai.OpenAI, engine: ScriptedEngine) -> None:
    extra = {"top_k": 5, "min_p": 0.25, "repetition_penalty": 1.5, "stop_token_ids": [3], "ignore_eos": True}
    client.chat.completions.create(
        model="tiny", messages=QUESTION, temperature=0.5, top_p=0.75, max_tokens=9, stop=["zz"], extra_body=extra
    )
    params = engine.seen[-1].params
    assert (params.temperature, params.top_p, params.max_tokens, params.stop) == (0.5, 0.75, 9, ("zz",))
    assert {name: getattr(params, name) for name in extra} == {**extra, "stop_token_ids": (3,)}


def test_max_tokens_stop_strings_and_their_reasons(client: openai.OpenAI) -> None:
    short = client.chat.completions.create(model="tiny", messages=QUESTION, max_completion_tokens=2)
    assert short.choices[0].finish_reason == "length"
    assert short.usage.completion_tokens == 2
    stopped = client.chat.completions.create(model="tiny", messages=QUESTION, stop=" there")
    assert (stopped.choices[0].message.content, stopped.choices[0].finish_reason) == ("hello", "stop")


def test_logprobs_of_a_chat(client: openai.OpenAI) -> None:
    asked = {"model": "tiny", "messages": QUESTION, "logprobs": True, "top_logprobs": 2}
    found = client.chat.completions.create(**asked).choices[0].logprobs.content
    assert "".join(entry.token for entry in found) == "hello there"
    assert bytes(b for entry in found for b in entry.bytes) == b"hello there"
    assert all(len(entry.top_logprobs) == 2 and entry.logprob == -0.25 for entry in found)
    streamed = [c.choices[0].logprobs for c in client.chat.completions.create(**asked, stream=True)]
    assert [entry for logprobs in streamed if logprobs for entry in logprobs.content] == found


def test_completions_of_texts_and_of_ids(client: openai.OpenAI, engine: ScriptedEngine) -> None:
    answer = client.completions.create(model="tiny", prompt="Human: </s>")
    assert (answer.object, answer.choices[0].text) == ("text_completion", "hello there")
    assert engine.tokenizer.special_tokens["</s>"] not in engine.seen[-1].prompt_ids
    many = client.completions.create(model="tiny", prompt=["one", "two"], n=2)
    assert [choice.index for choice in many.choices] == [0, 1, 2, 3]
    client.completions.create(model="tiny", prompt=[5, 6, 7])
    assert engine.seen[-1].prompt_ids == [5, 6, 7]
    ids = client.completions.create(model="tiny", prompt=[[5, 6], [7]], max_tokens=1)
    assert ids.usage.prompt_tokens == 3
    streamed = client.completions.create(model="tiny", prompt="x", stream=True)
    assert "".join(chunk.choices[0].text for chunk in streamed) == "hello there"


def test_logprobs_of_a_completion(client: openai.OpenAI) -> None:
    found = client.completions.create(model="tiny", prompt="x", logprobs=1).choices[0].logprobs
    assert "".join(found.tokens) == "hello there"
    assert found.text_offset == [sum(map(len, found.tokens[:k])) for k in range(len(found.tokens))]
    assert all(len(top) == 1 for top in found.top_logprobs)


def test_models(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["tiny", "lengths"]
    card = client.models.retrieve("tiny")
    assert card.max_model_len == 256
    with pytest.raises(openai.NotFoundError, match="'gpt-5' is not served here; there is tiny"):
        client.models.retrieve("gpt-5")


def test_embeddings_as_numbers_and_as_the_client_asks_for_them(client: openai.OpenAI) -> None:
    answer = client.embeddings.create(model="lengths", input=["one", "three"])  # asks for base64
    assert [row.embedding for row in answer.data] == [[3, 0.5, -1], [5, 0.5, -1]]
    assert answer.usage.total_tokens == 8
    plain = client.embeddings.create(model="lengths", input="one", encoding_format="float", dimensions=3)
    assert plain.data[0].embedding == [3, 0.5, -1]
    query = client.embeddings.create(model="lengths", input="one", extra_body={"input_type": "query"})
    assert query.data[0].embedding == [-3, -0.5, 1]
    raw = client.embeddings.with_raw_response.create(model="lengths", input="one", encoding_format="base64")
    assert struct.unpack("<3f", base64.b64decode(json.loads(raw.text)["data"][0]["embedding"])) == (3, 0.5, -1)
    for wrong, match in [
        ({"dimensions": 5}, "vectors of lengths have 3"),
        ({"input": "x" * 101}, "over 100 characters"),
        ({"input": []}, "input"),
        ({"input": [[1, 2]]}, "input"),
    ]:
        with pytest.raises(openai.BadRequestError, match=match):
            client.embeddings.create(**{"model": "lengths", "input": "one", **wrong})
    with pytest.raises(openai.NotFoundError, match="the embedder here is lengths"):
        client.embeddings.create(model="tiny", input="one")


def test_tokenize_and_back(client: openai.OpenAI, engine: ScriptedEngine) -> None:
    there = client.post("/../tokenize", cast_to=object, body={"prompt": "it is noon </s>"})
    assert there["tokens"] == engine.tokenizer.encode("it is noon </s>")
    assert there["count"] == len(there["tokens"])
    back = client.post("/../detokenize", cast_to=object, body={"tokens": there["tokens"]})
    assert back == {"prompt": "it is noon </s>"}
    rendered = client.post("/../tokenize", cast_to=object, body={"messages": QUESTION})
    client.chat.completions.create(model="tiny", messages=QUESTION)
    assert rendered["tokens"] == engine.seen[-1].prompt_ids
    with pytest.raises(openai.BadRequestError, match="not in the vocabulary"):
        client.post("/../detokenize", cast_to=object, body={"tokens": [10**9]})


def test_an_embedder_is_named_when_there_is_none() -> None:
    with (
        serving(scripted(ScriptedEngine())) as server,
        openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0) as client,
        pytest.raises(openai.NotFoundError, match="this server has no embedder"),
    ):
        client.embeddings.create(model="x", input="y")


def test_tools_where_the_template_has_a_form_for_them() -> None:
    engine = ScriptedEngine("Let me see.\n" + CALL)
    served = dataclasses.replace(scripted(engine, max_model_len=2048), template=HERMES)
    with (
        serving(served) as server,
        openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0) as client,
    ):
        asked = {"model": "tiny", "messages": QUESTION, "tools": [WEATHER]}
        choice = client.chat.completions.create(**asked).choices[0]
        assert (choice.finish_reason, choice.message.content) == ("tool_calls", "Let me see.")
        (call,) = choice.message.tool_calls
        assert (call.function.name, json.loads(call.function.arguments)) == ("weather", {"city": "北京"})
        assert '"name": "weather"' in engine.tokenizer.decode(engine.seen[-1].prompt_ids)

        with client.chat.completions.stream(**asked) as stream:
            final = stream.get_final_completion().choices[0]
        assert (final.finish_reason, final.message.content) == ("tool_calls", "Let me see.")
        assert json.loads(final.message.tool_calls[0].function.arguments) == {"city": "北京"}

        result = {"role": "tool", "tool_call_id": call.id, "content": "sunny"}
        engine.says = "It is sunny."
        asked["messages"] = [*QUESTION, choice.message, result]
        last = client.chat.completions.create(**asked).choices[0]
        assert (last.finish_reason, last.message.content, last.message.tool_calls) == ("stop", "It is sunny.", None)
        assert "sunny" in engine.tokenizer.decode(engine.seen[-1].prompt_ids)

        engine.says = CALL
        plain = client.chat.completions.create(**asked, tool_choice="none").choices[0].message
        assert (plain.content, plain.tool_calls) == (CALL, None)

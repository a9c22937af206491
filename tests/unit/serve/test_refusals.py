"""What is wrong is refused with the right status and the field's name, in the API's own form; nothing is ignored."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import openai
import pytest

from aquila2.serve.service import Settings
from tests.scripted_engine import ScriptedEngine, scripted
from tests.serving import Running, serving

GOOD = {"model": "tiny", "messages": [{"role": "user", "content": "hello"}]}


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving(scripted(ScriptedEngine()), Settings(max_body_bytes=200_000)) as running:
        yield running


def post(
    server: Running, body: Any, path: str = "/v1/chat/completions", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Status, JSON and headers of the answer; bytes are sent as they are."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(server.url + path, data, {"Content-Type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read()), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read()), dict(error.headers)


@pytest.mark.parametrize(
    ("change", "param", "says"),
    [
        ({"audio": {}}, "audio", "this server does not support it"),
        ({"web_search_options": {}}, "web_search_options", "does not support"),
        ({"reasoning_effort": "high"}, "reasoning_effort", "does not support"),
        ({"temprature": 1}, "temprature", "did you mean 'temperature'?"),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools", "no form for tools"),
        ({"tool_choice": "required"}, "tool_choice", "'none' or 'auto'"),
        ({"store": True}, "store", "False"),
        ({"metadata": {"a": "b"}}, "metadata", "at most 0"),
        ({"n": 0}, "n", "greater than or equal to 1"),
        ({"n": "2"}, "n", "valid integer"),
        ({"temperature": -1}, "temperature", "greater than or equal to 0"),
        ({"temperature": True}, "temperature", "valid number"),
        ({"top_p": 0}, "top_p", "greater than 0"),
        ({"seed": -1}, "seed", "greater than or equal to 0"),
        ({"seed": 2**63}, "seed", "less than"),
        ({"stop": ""}, "stop", "at least 1"),
        ({"stop": ["a", ""]}, "stop[1]", "at least 1"),
        ({"stop": "x" * 300}, "stop", "at most 256"),
        ({"stop": ["x"] * 17}, "stop", "at most 16"),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "x", "schema": {"enum": ["x" * 9] * 9000}},
                }
            },
            "response_format",
            "and may have 65,536",
        ),
        ({"max_tokens": 5, "max_completion_tokens": 5}, "max_tokens", "not both"),
        ({"top_logprobs": 3}, "top_logprobs", "needs logprobs=true"),
        ({"stream_options": {"include_usage": True}}, "stream_options", "needs stream=true"),
        ({"logit_bias": {"x": 1}}, "logit_bias", "no token id"),
        ({"logit_bias": {"99999": 1}}, "logit_bias", "no token id"),
        ({"messages": []}, "messages", "at least 1"),
        ({"messages": [{"role": "wizard", "content": "x"}]}, "messages[0].role", "'system'"),
        ({"messages": [{"role": "user", "content": "x", "name": "y"}]}, "messages[0].name", "not a known field"),
        ({"messages": [{"role": "user"}]}, "messages", "content is missing"),
        ({"messages": [{"role": "assistant", "content": "x"}]}, "messages", "must follow a user message"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages", "no form for tool"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]},
            "messages[0].content[0].type",
            "'text'",
        ),
        ({"response_format": {"type": "xml"}}, "response_format", "'json_object'"),
        ({"model": None}, "model", "valid string"),
    ],
)
def test_a_wrong_field_is_named(server: Running, change: dict[str, Any], param: str, says: str) -> None:
    status, body, _ = post(server, {**GOOD, **change})
    assert (status, body["error"]["param"]) == (400, param), body
    assert says in body["error"]["message"]
    assert body["error"]["type"] == "invalid_request_error"


def test_a_missing_field_is_named(server: Running) -> None:
    status, body, _ = post(server, {"model": "tiny"})
    assert (status, body["error"]["param"], body["error"]["code"]) == (400, "messages", "missing_required_parameter")


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("/v1/completions", {"model": "tiny", "prompt": "x", "suffix": "y"}, "suffix"),
        ("/v1/completions", {"model": "tiny", "prompt": "x", "echo": True}, "echo"),
        ("/v1/completions", {"model": "tiny", "prompt": []}, "prompt"),
        ("/v1/completions", {"model": "tiny", "prompt": ""}, "prompt"),
        ("/v1/completions", {"model": "tiny", "prompt": [[1], []]}, "prompt"),
        ("/v1/completions", {"model": "tiny", "prompt": [600]}, "prompt"),
        ("/v1/completions", {"model": "tiny", "prompt": ["x"] * 65, "n": 2}, "prompt"),
        ("/v1/completions", {"model": "tiny", "prompt": [1, "x"]}, "prompt[0]"),
        ("/tokenize", {}, "prompt"),
        ("/tokenize", {"prompt": "x", "tools": []}, "tools"),
    ],
)
def test_wrong_fields_of_other_paths(server: Running, path: str, body: dict[str, Any], param: str) -> None:
    status, answer, _ = post(server, body, path)
    assert (status, answer["error"]["param"]) == (400, param), answer


def test_fields_that_only_repeat_the_default_pass(server: Running) -> None:
    plain = {"store": False, "service_tier": "auto", "metadata": {}, "modalities": ["text"], "tool_choice": "none"}
    nothing = dict.fromkeys(("stop", "n", "temperature", "user", "response_format", "logprobs", "tools"))
    parts = [{"role": "developer", "content": "be brief"}, {"role": "user", "content": [{"type": "text", "text": "a"}]}]
    status, body, _ = post(server, {**GOOD, **plain, **nothing, "messages": parts, "parallel_tool_calls": True})
    assert status == 200, body


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'"x"', b"\xff\xfe", b'{"model": "\\ud800"}', b"[" * 5000, b'{"seed": NaN}', b"null"]
)
def test_what_is_no_json_object_is_refused(server: Running, body: bytes) -> None:
    status, answer, _ = post(server, body)
    assert status == 400
    assert set(answer["error"]) == {"message", "type", "param", "code"}


def test_other_content_types_are_refused(server: Running) -> None:
    """A page of another site may make a browser send text without asking anybody."""
    status, body, _ = post(server, GOOD, headers={"Content-Type": "text/plain"})
    assert (status, body["error"]["message"]) == (415, "Content-Type is text/plain: send application/json")


def test_a_huge_body_is_refused_with_and_without_its_length(server: Running) -> None:
    huge = {**GOOD, "user": "x" * 200_000}
    status, body, _ = post(server, huge)
    assert (status, body["error"]["code"]) == (413, "body_too_large")
    chunks = iter([json.dumps(huge).encode()])
    request = urllib.request.Request(server.url + "/v1/chat/completions", chunks, {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 413


def test_what_does_not_fit_is_refused_with_the_numbers(server: Running) -> None:
    long = {"model": "tiny", "prompt": [7] * 256}
    status, body, _ = post(server, long, "/v1/completions")
    assert (status, body["error"]["code"], body["error"]["param"]) == (400, "context_length_exceeded", "prompt")
    assert "has 256 tokens and the context holds 256" in body["error"]["message"]
    status, body, _ = post(server, {**long, "prompt": [7] * 200, "max_tokens": 57}, "/v1/completions")
    assert (status, body["error"]["param"]) == (400, "max_tokens")
    assert "200 tokens and max_tokens=57 are 257" in body["error"]["message"]
    assert "ask for at most 56" in body["error"]["message"]
    assert post(server, {**long, "prompt": [7] * 200, "max_tokens": 56}, "/v1/completions")[0] == 200
    chat = {"model": "tiny", "messages": [{"role": "user", "content": "time " * 300}]}
    status, body, _ = post(server, chat)
    assert (status, body["error"]["param"]) == (400, "messages")


def test_unknown_models_and_paths(server: Running) -> None:
    status, body, _ = post(server, {**GOOD, "model": "gpt-5"})
    assert (status, body["error"]["code"], body["error"]["param"]) == (404, "model_not_found", "model")
    status, body, _ = post(server, GOOD, "/v1/responses")
    assert (status, body["error"]["message"]) == (404, "there is nothing at /v1/responses")
    status, body, headers = post(server, GOOD, "/v1/models")
    assert (status, set(headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert body["error"]["type"] == "invalid_request_error"


def test_a_base_model_without_a_template_answers_completions_alone() -> None:
    with serving(scripted(ScriptedEngine(), template=None)) as server:
        status, body, _ = post(server, GOOD)
        assert (status, body["error"]["code"]) == (400, "no_chat_template")
        assert post(server, {"model": "tiny", "prompt": "x"}, "/v1/completions")[0] == 200


def test_keys() -> None:
    with serving(scripted(ScriptedEngine()), Settings(api_keys=["first-key", "second-key"])) as server:
        base = server.url + "/v1"
        for key in ("first-key", "second-key"):
            with openai.OpenAI(base_url=base, api_key=key) as client:
                assert [model.id for model in client.models.list()] == ["tiny"]
        with (
            openai.OpenAI(base_url=base, api_key="third-key", max_retries=0) as client,
            pytest.raises(openai.AuthenticationError, match="this API key is not known"),
        ):
            client.chat.completions.create(**GOOD)
        status, body, headers = post(server, GOOD)
        assert (status, headers["www-authenticate"]) == (401, "Bearer")
        assert body["error"]["type"] == "authentication_error"
        for wrong in ("Basic first-key", "Bearer", "Bearer first-key second-key", "first-key"):
            assert post(server, GOOD, headers={"Authorization": wrong})[0] == 401
        for path, expected in [("/metrics", 401), ("/v1/models", 401), ("/health", 200), ("/ready", 200), ("/", 200)]:
            try:
                status = urllib.request.urlopen(server.url + path, timeout=10).status
            except urllib.error.HTTPError as error:
                status = error.code
            assert (path, status) == (path, expected)


def test_by_default_only_this_machine_by_its_own_name_may_ask() -> None:
    """The browser of somebody who visits a page whose name points to 127.0.0.1 sends that name."""
    with serving(scripted(ScriptedEngine()), Settings(hosts=["localhost", "127.0.0.1", "::1"])) as server:
        assert post(server, GOOD)[0] == 200
        assert post(server, GOOD, headers={"Host": f"localhost:{server.port}"})[0] == 200
        assert post(server, GOOD, headers={"Host": f"[::1]:{server.port}"})[0] == 200
        status, body, _ = post(server, GOOD, headers={"Host": "evil.example"})
        assert (status, body["error"]["code"]) == (421, "wrong_host")


def test_cors_is_off_until_asked_for() -> None:
    origin = {"Origin": "https://chat.example"}
    with serving(scripted(ScriptedEngine())) as server:
        assert "access-control-allow-origin" not in post(server, GOOD, headers=origin)[2]
    with serving(scripted(ScriptedEngine()), Settings(cors=["https://chat.example"])) as server:
        assert post(server, GOOD, headers=origin)[2]["access-control-allow-origin"] == "https://chat.example"
        other = post(server, GOOD, headers={"Origin": "https://evil.example"})[2]
        assert "access-control-allow-origin" not in other

"""A model served: the same answers as from Python, in any company; under load for a while."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openai
import pytest

from aquila2.engine.sampling_params import SamplingParams
from aquila2.recipes.llm import LLM
from aquila2.recipes.serve import Options, load
from aquila2.serve.service import Settings
from tests.scripted_engine import ScriptedEngine, scripted
from tests.serving import Running, serving
from tests.tiny_adapter import write_tiny_adapter
from tests.tiny_checkpoint import write_tiny_checkpoint

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [f"{text} {k}" for k in range(4) for text in ("what is the time?", "请给出10个要到北京旅游的理由。")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_checkpoint(tmp_path_factory.mktemp("served") / "tiny")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    with serving(lambda: load(Options(model=str(folder), device="cpu"), {})) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Running) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0) as made:
        yield made


def test_many_at_once_get_the_answers_that_python_gives(folder: Path, server: Running, client: openai.OpenAI) -> None:
    params = SamplingParams(temperature=0, max_tokens=24)
    llm = LLM(folder, device="cpu")
    expected = llm.chat([[{"role": "user", "content": text}] for text in TEXTS], params)

    def ask(text: str) -> tuple[str, int]:
        messages = [{"role": "user", "content": text}]
        stream = client.chat.completions.create(
            model="tiny", messages=messages, temperature=0, max_tokens=24, stream=True
        )
        deltas = [chunk.choices[0].delta.content or "" for chunk in stream]
        whole = client.chat.completions.create(model="tiny", messages=messages, temperature=0, max_tokens=24)
        assert "".join(deltas) == whole.choices[0].message.content
        return "".join(deltas), whole.usage.completion_tokens

    def leave(text: str) -> None:
        with client.completions.create(model="tiny", prompt=text, max_tokens=200, stream=True) as stream:
            next(iter(stream))

    with ThreadPoolExecutor(12) as pool:
        left = [pool.submit(leave, text) for text in TEXTS]
        answers = list(pool.map(ask, TEXTS))
        assert all(future.result() is None for future in left)
    assert answers == [(output.text, len(output.token_ids)) for output in expected]
    assert server.wait(lambda: server.metric("aquila2_requests_running") == 0)
    assert server.metric("aquila2_kv_blocks_in_use") == 0
    assert server.metric("aquila2_requests_aborted_total") > 0
    assert server.metric("aquila2_time_to_first_token_seconds_count") >= 3 * len(TEXTS)
    assert server.metric("aquila2_tokens_generated_total") > 0


def test_seeds_biases_and_penalties(client: openai.OpenAI) -> None:
    asked = {"model": "tiny", "prompt": "what is the time?", "max_tokens": 12}
    one, other = (client.completions.create(**asked, seed=5, temperature=1, n=2) for _ in range(2))
    assert [choice.text for choice in one.choices] == [choice.text for choice in other.choices]
    assert one.choices[0].text != one.choices[1].text
    second = client.completions.create(**asked, seed=6, temperature=1)
    assert second.choices[0].text == one.choices[1].text
    biased = client.completions.create(**asked, temperature=0, logit_bias={"40": 100}, logprobs=0)
    assert len(set(biased.choices[0].logprobs.tokens)) == 1
    apart = client.completions.create(
        **asked, temperature=0, logit_bias={str(id): 90 for id in range(40, 60)}, frequency_penalty=2, logprobs=0
    )
    assert len(set(apart.choices[0].logprobs.tokens)) > 1


def test_answers_in_json(client: openai.OpenAI) -> None:
    asked = {"model": "tiny", "messages": [{"role": "user", "content": "an animal"}], "max_tokens": 120, "seed": 3}
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 8}, "legs": {"enum": [0, 2, 4]}},
        "required": ["name", "legs"],
        "additionalProperties": False,
    }
    form = {"type": "json_schema", "json_schema": {"name": "animal", "schema": schema, "strict": True}}
    for temperature in (0, 1):
        choice = client.chat.completions.create(**asked, response_format=form, temperature=temperature).choices[0]
        assert choice.finish_reason == "stop"
        found = json.loads(choice.message.content)
        assert set(found) == {"name", "legs"}
        assert found["legs"] in (0, 2, 4)
    free = client.chat.completions.create(**asked, response_format={"type": "json_object"}).choices[0]
    assert free.message.content.lstrip().startswith("{")
    wrong = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "nothing"}}}
    with pytest.raises(openai.BadRequestError) as refused:
        client.chat.completions.create(**asked, response_format=wrong)
    assert refused.value.param == "response_format"


def test_adapters_are_models_of_their_own_and_come_and_go(folder: Path, tmp_path: Path) -> None:
    poet = write_tiny_adapter(tmp_path / "poet", folder)
    talker = write_tiny_adapter(tmp_path / "talker", folder, template="aquila-v2", std=0.3)
    messages = [{"role": "user", "content": "what is the time?"}]
    params = SamplingParams(temperature=0, max_tokens=12)

    def in_python(adapter: Path | None) -> str:
        return (
            LLM(folder, device="cpu", lora_dir=adapter, merge=False if adapter else None).chat(messages, params)[0].text
        )

    expected = {"tiny": in_python(None), "poet": in_python(poet), "talker": in_python(talker)}
    assert len(set(expected.values())) == 3
    settings = Settings(api_keys=["the-key"], lora_root=tmp_path)
    options = Options(model=str(folder), device="cpu", lora=[f"poet={poet}"])
    with (
        serving(lambda: load(options, {"poet": poet}), settings) as server,
        openai.OpenAI(base_url=server.url + "/v1", api_key="the-key", max_retries=0) as client,
    ):

        def answer(model: str) -> str:
            made = client.chat.completions.create(model=model, messages=messages, temperature=0, max_tokens=12)
            return str(made.choices[0].message.content)

        def change(path: str, **body: str) -> dict[str, str]:
            return client.post(path, cast_to=dict[str, str], body=body)

        assert [model.id for model in client.models.list()] == ["tiny", "poet"]
        assert client.models.retrieve("poet").parent == "tiny"
        assert change("/load_lora_adapter", lora_name="talker", lora_path="talker")["parent"] == "tiny"
        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(answer, [*expected, *expected]))
        assert found == [*expected.values(), *expected.values()]
        change("/unload_lora_adapter", lora_name="poet")
        assert [model.id for model in client.models.list()] == ["tiny", "talker"]
        with pytest.raises(openai.NotFoundError, match="'poet' is not served here; there is tiny, talker"):
            answer("poet")
        for path, body, status, says in [
            ("/load_lora_adapter", {"lora_name": "talker", "lora_path": "poet"}, 400, "is taken"),
            (
                "/load_lora_adapter",
                {"lora_name": "x", "lora_path": "../../etc"},
                403,
                "outside of the server's lora_root",
            ),
            ("/load_lora_adapter", {"lora_name": "x", "lora_path": "nowhere"}, 404, "no folder 'nowhere'"),
            ("/load_lora_adapter", {"lora_name": "x", "lora_path": "."}, 400, "adapter"),
            ("/unload_lora_adapter", {"lora_name": "tiny"}, 404, "no adapter is called 'tiny'; there is talker"),
        ]:
            with pytest.raises(openai.APIStatusError, match=says) as refused:
                change(path, **body)
            assert refused.value.status_code == status
    with (
        serving(scripted(ScriptedEngine())) as server,
        openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0) as client,
        pytest.raises(openai.PermissionDeniedError, match="started with an API key"),
    ):
        client.post("/load_lora_adapter", cast_to=dict[str, str], body={"lora_name": "x", "lora_path": "."})


def test_one_adapter_can_be_the_model_itself(folder: Path, tmp_path: Path) -> None:
    poet = write_tiny_adapter(tmp_path / "poet", folder)
    params = SamplingParams(temperature=0, max_tokens=12)
    expected = LLM(folder, device="cpu", lora_dir=poet).generate("what is the time?", params)[0].text
    options = Options(device="cpu", lora_dir=poet, prefix_caching=False)  # the adapter names its base
    with (
        serving(lambda: load(options, {})) as server,
        openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0) as client,
    ):
        made = client.completions.create(model="poet", prompt="what is the time?", temperature=0, max_tokens=12)
    assert made.choices[0].text == expected


@pytest.mark.slow
def test_twenty_seconds_of_mixed_load(folder: Path) -> None:
    """The soak of bench/, short: no answer is lost or another's, nothing is left behind."""
    words = [f"model={folder}", "max_model_len=256", "pool=16", "write=false", "growth=0.2"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "serve_soak.py"), "minutes=0.33", *words],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["ok"], found["faults"]
    assert min(found["completed"], found["left"]) > 5
    assert found["nonsense"] > 0
    assert found["aborted"] > 0

"""The load generator: what it counts is what happened, and arrivals do not wait for answers."""

import asyncio
import json
import time
from typing import Any

import pytest

from aquila2 import cli
from aquila2.serve.load import Ask, Outcome, Report, percentiles, run_load
from tests.scripted_engine import ScriptedEngine, scripted
from tests.serving import serving

SLOW = "one two three four five six seven eight nine ten"


def ask(leaves_after: float | None = None) -> Ask:
    body = {"model": "tiny", "messages": [{"role": "user", "content": "x"}]}
    return Ask("/v1/chat/completions", body, leaves_after)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any], str]:
    code = cli.main(["serve", "bench", *words, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out.splitlines()[-1]), out + err


def test_percentiles_are_values_that_were_measured() -> None:
    found = percentiles([None, *(k / 1000 for k in range(1, 101))])
    assert found == {"mean": 50.5, "p50": 50.0, "p90": 90.0, "p99": 99.0, "max": 100.0}
    assert percentiles([0.002, 0.001])["p50"] == 1.0
    assert percentiles([None])["p99"] is None


def test_only_whole_answers_count() -> None:
    whole = Outcome(first=0.1, last=0.3, prompt_tokens=5, answer_tokens=3)
    gone, failed = Outcome(first=0.1, left=True, answer_tokens=9), Outcome(error="HTTP 429")
    figures = Report([whole, gone, failed], seconds=2.0).figures()
    assert (figures["completed"], figures["left"], figures["errors"]) == (1, 1, {"HTTP 429": 1})
    assert (figures["answer_tokens"], figures["answer_tokens_per_second"]) == (3, 1.5)
    assert figures["tpot_ms"]["p50"] == 100.0


def test_with_a_rate_requests_start_when_they_are_due() -> None:
    """Ten requests within a fifth of a second on average, whose answers take half a second each: all run at once."""
    engine = ScriptedEngine(SLOW, pause=0.02)
    engine.max_waiting = 100
    most = 0
    with serving(scripted(engine)) as server:

        def look(_: Outcome) -> None:
            nonlocal most
            most = max(most, len(engine.running) + 1)

        start = time.perf_counter()
        report = asyncio.run(run_load(server.url, [ask()] * 10, rate=50, concurrency=None, done=look))
        assert time.perf_counter() - start < 3
    assert most > 5
    assert all(outcome.text == SLOW and outcome.error is None for outcome in report.outcomes)


def test_concurrency_is_a_limit_and_a_wait_for_a_place_counts_with_a_rate() -> None:
    engine = ScriptedEngine(SLOW, pause=0.005)
    with serving(scripted(engine)) as server:
        closed = asyncio.run(run_load(server.url, [ask()] * 4, rate=None, concurrency=1)).figures()
        rated = asyncio.run(run_load(server.url, [ask()] * 4, rate=1000, concurrency=1)).figures()
    assert closed["ttft_ms"]["max"] < 3 * closed["ttft_ms"]["p50"] + 50
    assert rated["ttft_ms"]["max"] > 2 * closed["e2e_ms"]["p50"]


def test_clients_that_go_away_are_counted_and_the_server_notices() -> None:
    engine = ScriptedEngine(SLOW * 20, pause=0.01)
    with serving(scripted(engine)) as server:
        report = asyncio.run(run_load(server.url, [ask(0.05), ask(0.0)], rate=None, concurrency=2))
        assert [outcome.left for outcome in report.outcomes] == [True, True]
        assert server.wait(lambda: engine.aborted == 2)


def test_errors_are_counted_by_kind() -> None:
    engine = ScriptedEngine(SLOW, pause=0.02)
    engine.max_waiting = 1
    with serving(scripted(engine)) as server:
        report = asyncio.run(run_load(server.url, [ask()] * 3, rate=None, concurrency=None))
        assert report.errors == {"HTTP 429": 2}
        engine.fails_after = 3
        report = asyncio.run(run_load(server.url, [ask()], rate=None, concurrency=None))
        assert report.errors == {"an error in the stream": 1}
    report = asyncio.run(run_load(server.url, [ask()], rate=None, concurrency=None))
    assert list(report.errors) == ["ClientConnectorError"]


@pytest.mark.parametrize("endpoint", ["chat", "completions"])
def test_the_command_makes_prompts_of_the_length_asked_for(capsys: pytest.CaptureFixture[str], endpoint: str) -> None:
    engine = ScriptedEngine()
    engine.max_waiting = 100
    with serving(scripted(engine, max_model_len=2048)) as server:
        words = [f"url={server.url}/v1", f"endpoint={endpoint}", "num_requests=12", "prompt_tokens=300-500"]
        code, result, shown = run(capsys, *words, "answer_tokens=5", "shared_prefix=0.5", "concurrency=3")
    assert code == 0
    assert (result["completed"], result["errors"]) == (12, {})
    assert 280 <= result["prompt_tokens"] / 12 <= 520
    assert result["answer_tokens"] <= 12 * 5
    measured = [request.prompt_ids for request in engine.seen[2:]]
    assert all(request.params.ignore_eos and request.params.max_tokens == 5 for request in engine.seen[2:])
    # all begin with the same words, and go on with others
    shared = next(k for k in range(1000) if len({tuple(ids[: k + 1]) for ids in measured}) > 1)
    assert 100 <= shared <= 300
    assert "first token" in shown


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["url=127.0.0.1:1"], "must begin with http://"),
        (["url=http://127.0.0.1:1"], "no OpenAI-compatible server answers there"),
        (["url=http://x", "rate=0"], "rate=0.0 must be above 0"),
        (["url=http://x", "prompt_tokens=9-3"], "prompt_tokens=9-3: give a number, or a range"),
        (["url=http://x", "shared_prefix=2"], "shared_prefix=2.0 must be from 0 to 1"),
        (["url=http://x", "api_key=a", "api_key_file=b"], "both given"),
    ],
)
def test_mistakes_are_told_in_a_line(capsys: pytest.CaptureFixture[str], words: list[str], says: str) -> None:
    code, result, _ = run(capsys, *words)
    assert code == 2
    assert says in result["error"]


def test_a_server_that_answers_nothing_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    with serving(scripted(ScriptedEngine())) as server:
        code, result, _ = run(capsys, f"url={server.url}", "model=other", "num_requests=2")
    assert code == 1
    assert "HTTP 404" in result["error"]

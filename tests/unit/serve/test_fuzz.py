"""Requests made from the API's own description, right and wrong ones: none is answered with a 500."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aquila2.recipes.serve import Options, load
from aquila2.serve.openapi import describe
from aquila2.serve.service import ENDPOINTS
from tests.scripted_engine import ScriptedEngine, scripted
from tests.serving import Running, serving
from tests.tiny_checkpoint import write_tiny_checkpoint

schemathesis: Any = pytest.importorskip("schemathesis", reason="schemathesis needs Python 3.11")

DESCRIPTION = schemathesis.openapi.from_dict(describe(ENDPOINTS))
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving(scripted(ScriptedEngine())) as running:
        yield running


def ask(case: Any, server: Running) -> int:
    """Sends it; the status, which must be one that the description names, and an error in the API's form."""
    if "model" in (case.body if isinstance(case.body, dict) else {}) and len(str(case.body["model"])) % 2:
        case.body["model"] = "tiny"  # else nearly everything would end at the name
    response = case.call(base_url=server.url, timeout=60)
    assert response.status_code < 500, (case.body, response.text)
    operation = case.operation.definition.raw
    if response.status_code != 405 and response.status_code not in (404, 400):
        assert str(response.status_code) in operation["responses"], response.text
    if response.status_code >= 400 and case.method != "HEAD":
        assert set(response.json()["error"]) == {"message", "type", "param", "code"}
    return int(response.status_code)


def fuzz(server: Running, count: int) -> dict[int, int]:
    """How often each status came."""
    statuses: dict[int, int] = {}
    cases = st.one_of(*(DESCRIPTION.as_strategy(generation_mode=mode) for mode in MODES))

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def run(case: Any) -> None:
        status = ask(case, server)
        statuses[status] = statuses.get(status, 0) + 1

    run()
    return statuses


def test_no_request_of_the_description_is_answered_with_500(server: Running, caplog: pytest.LogCaptureFixture) -> None:
    statuses = fuzz(server, 60)
    assert statuses[400] > 5
    assert statuses[200] > 0
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.slow
def test_nor_of_many_by_a_model(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = write_tiny_checkpoint(tmp_path / "tiny", context_length=64)  # short answers, 128 of them at times
    with serving(lambda: load(Options(model=str(folder), device="cpu"), {})) as server:
        statuses = fuzz(server, 500)
    assert statuses[200] > 10
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]

"""`aquila2 serve`: its options, and what is wrong with them, told before anything is loaded."""

import json
from pathlib import Path
from typing import Any

import pytest

from aquila2 import cli
from aquila2.recipes import serve as command
from aquila2.serve import server
from aquila2.serve.listen import bind
from aquila2.serve.server import Patience
from aquila2.serve.service import Service


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the command would serve with, instead of serving."""
    found: list[dict[str, Any]] = []

    def serve(app: Any, service: Service, sock: Any, load: Any, patience: Patience) -> None:
        found.append({"settings": service.settings, "port": sock.getsockname()[1], "patience": patience})
        sock.close()

    monkeypatch.setattr(server, "serve", serve)
    return found


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any], str]:
    code = cli.main(["serve", *words, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out.splitlines()[-1]), err


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("port=70000", "port=70000 must be at most 65535"),
        ("port=-1", "port=-1 must be 0 or more"),
        ("max_waiting=0", "max_waiting=0 must be 1 or more"),
        ("lora=poet", "lora=poet: write name=folder"),
        ("lora=poet=nowhere", "there is no folder nowhere"),
        ("lora_dir=x qlora_dir=y lora=a=.", "lora= and lora_dir= or qlora_dir= are both given"),
        ("api_key_file=nowhere", "cannot read api_key_file=nowhere: No such file or directory"),
        ("host=256.0.0.1", "cannot listen on 256.0.0.1:"),
    ],
)
def test_mistakes_are_told_in_a_line(
    capsys: pytest.CaptureFixture[str], started: list[dict[str, Any]], word: str, says: str
) -> None:
    code, result, _ = run(capsys, *word.split())
    assert (code, started) == (2, [])
    assert says in result["error"]


def test_by_default_this_machine_alone_by_its_own_names(
    capsys: pytest.CaptureFixture[str], started: list[dict[str, Any]]
) -> None:
    code, result, err = run(capsys, "port=0")
    assert code == 0
    settings = started[0]["settings"]
    assert (settings.api_keys, settings.cors, settings.log_prompts) == ([], [], False)
    assert settings.hosts == ["localhost", "127.0.0.1", "::1"]
    assert result["port"] == started[0]["port"]
    assert f"listening on http://127.0.0.1:{result['port']}" in err


def test_keys_come_from_words_and_files(
    capsys: pytest.CaptureFixture[str], started: list[dict[str, Any]], tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    keys.write_text("one\n\n  two \n", encoding="utf-8")
    run(capsys, "port=0", "api_key=zero", f"api_key_file={keys}", "cors=https://a.example,https://b.example")
    settings = started[0]["settings"]
    assert settings.api_keys == ["zero", "one", "two"]
    assert settings.hosts == []
    assert settings.cors == ["https://a.example", "https://b.example"]
    keys.write_text("\n", encoding="utf-8")
    code, result, _ = run(capsys, "port=0", f"api_key_file={keys}")
    assert code == 2
    assert "holds no key" in result["error"]


def test_an_open_door_is_told_of(capsys: pytest.CaptureFixture[str], started: list[dict[str, Any]]) -> None:
    _, _, err = run(capsys, "port=0", "host=0.0.0.0")
    assert "everybody who reaches this machine may ask" in err
    _, _, err = run(capsys, "port=0", "host=0.0.0.0", "api_key=x")
    assert "everybody" not in err
    assert len(started) == 2


def test_without_the_extra_the_command_says_which(
    capsys: pytest.CaptureFixture[str], started: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = command.importlib.util.find_spec
    monkeypatch.setattr(command.importlib.util, "find_spec", lambda name: None if name == "uvicorn" else real(name))
    code, result, _ = run(capsys)
    assert (code, started) == (2, [])
    assert result["error"] == "serving needs uvicorn: pip install 'aquila2[serve]'"


def test_a_port_is_free_again_for_who_comes_next() -> None:
    with bind("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
    with bind("127.0.0.1", port) as sock:
        assert sock.getsockname()[1] == port

"""`aquila2 download` as a user meets it, models that come when they are named, and no call of the network at all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from aquila2.cli import main
from aquila2.hub.manifest import MANIFEST
from aquila2.hub.sources import Place
from tests.hub_server import held, put, serve
from tests.tiny_checkpoint import write_tiny_checkpoint

NAME = "AquilaChat2-7B"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_tiny_checkpoint(tmp_path_factory.mktemp("published") / NAME)


@pytest.fixture
def hub(model, monkeypatch):
    monkeypatch.delenv("AQUILA2_OFFLINE")
    with serve() as server:
        put(server, held(model))
        monkeypatch.setattr(
            "aquila2.hub.download.places_for", lambda name, source: (NAME, [Place("url", f"{server.url}/m/")])
        )
        yield server


@pytest.fixture
def aquila2(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*words, code=0):
        assert main([*map(str, words), "--json"]) == code, capsys.readouterr().err
        shown = capsys.readouterr()
        return json.loads((shown.out + shown.err).splitlines()[-1] if not shown.out else shown.out.splitlines()[-1])

    return run


def test_download_verify_repair_pack_unpack(hub, model, aquila2, tmp_path):
    result = aquila2("download", NAME.lower(), "source=auto")
    folder = Path("checkpoints") / NAME
    assert result["folder"] == str(folder)
    assert result["bytes"] == result["fetched_bytes"] == sum(map(len, held(model).values()))
    assert held(folder) == held(model)
    assert aquila2("download", "verify", NAME)["damage"] == []
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    broken = aquila2("download", "verify", NAME, code=1)
    assert [d["path"] for d in broken["damage"]] == ["model.safetensors"]
    assert aquila2("download", "verify", str(folder), code=1)["damage"] == broken["damage"]
    assert aquila2("download", "repair", NAME)["repaired"] == broken["damage"]
    assert aquila2("download", "verify", NAME)["damage"] == []
    packed = aquila2("download", "pack", NAME)
    assert packed["out"] == f"{NAME}.tar"
    unpacked = aquila2("download", "unpack", packed["out"], "model_dir=elsewhere", "offline=true")
    assert held(Path(unpacked["folder"])) == held(model)
    assert (Path(unpacked["folder"]) / MANIFEST).read_bytes() == (folder / MANIFEST).read_bytes()


def test_a_named_model_comes_when_it_is_needed(hub, model, aquila2, tmp_path):
    answer = aquila2("chat", f"model={NAME}", "prompt=hello", "max_tokens=3", "device=cpu")
    assert answer["usage"]["completion_tokens"] <= 3
    assert held(tmp_path / "checkpoints" / NAME) == held(model)
    hub.requests.clear()
    aquila2("chat", f"model={NAME}", "prompt=hello", "max_tokens=3", "device=cpu")
    assert hub.requests == []


def test_the_loader_downloads_by_the_same_code(hub, model, tmp_path):
    from aquila2 import AutoLoader
    from aquila2.base.errors import UserError

    with pytest.raises(UserError, match="as aquila2 download AquilaChat2-7B does"):
        AutoLoader("aquila2", model_name=NAME, model_dir=tmp_path, device="cpu", offline=True)
    assert hub.requests == []
    loader = AutoLoader("aquila2", model_name=NAME, model_dir=tmp_path, device="cpu")
    assert loader.get_model().folder == tmp_path / NAME


def test_describing_a_model_downloads_nothing(hub, aquila2):
    assert aquila2("info", f"model={NAME}")["folder"] is None
    assert hub.requests == []


# Every connection, name and address that a process asks for passes one of these: the first of them ends it.
FORBIDDING = """
import sys
def forbid(event, details):
    asks = event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname")
    if asks or (event == "subprocess.Popen" and "git" in str(details)):
        sys.stderr.write(f"NETWORK {event} {details}\\n"); sys.stderr.flush()
        import os; os._exit(77)
sys.addaudithook(forbid)
from aquila2.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["chat", "model=there", "prompt=hi", "max_tokens=2", "device=cpu"], 0, "text"),
        (["chat", f"model={NAME}", "prompt=hi"], 2, f"as aquila2 download {NAME} does"),
        (["download", NAME], 2, "offline=true"),
        (["download", "Aquila3"], 2, "did you mean"),
        (["download", "verify", "there"], 2, MANIFEST),
        (["doctor"], 0, "torch"),
    ],
    ids=str,
)
def test_offline_is_no_call_at_all(model, tmp_path, words, code, says):
    (tmp_path / "there").symlink_to(model)
    found = subprocess.run(
        [sys.executable, "-c", FORBIDDING, *words, "offline=true", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=without_offline(),
        check=False,
    )
    assert "NETWORK" not in found.stderr
    assert found.returncode == code, found.stderr
    assert says in found.stdout + found.stderr


def test_the_forbidding_itself_works(tmp_path):
    """Without offline=true the same command does ask."""
    found = subprocess.run(
        [sys.executable, "-c", FORBIDDING, "download", NAME, "source=http://127.0.0.1:9/"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=without_offline(),
        check=False,
    )
    assert found.returncode == 77
    assert "NETWORK socket." in found.stderr


def without_offline():
    import os

    return {name: value for name, value in os.environ.items() if name not in ("AQUILA2_OFFLINE", "HF_HUB_OFFLINE")}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("download", "missing name="),
        ("download AquilaChat3-7B", "no model is called 'AquilaChat3-7B': did you mean 'AquilaChat2-7B'"),
        ("download AquilaChat2-7B source=nowhere", "source=nowhere is not known"),
        ("download AquilaChat2-7B workers=0", "workers=0: give 1 to 64"),
        ("download AquilaChat2-7B offline=perhaps", "offline=perhaps: give true or false"),
        ("download verify nothing", "no folder of that name"),
        ("download repair notes", f"notes has no {MANIFEST}"),
        ("download unpack nothing.tar", "bundle=nothing.tar is no file"),
        ("download pack nothing", "no folder of that name"),
    ],
)
def test_one_line_and_exit_2(tmp_path, capsys, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes").mkdir()
    assert main(words.split()) == 2
    shown = capsys.readouterr()
    assert message in shown.err
    assert len(shown.err.splitlines()) == 1

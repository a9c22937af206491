"""`aquila2 finetune launch`: the commands it starts, without ssh here and with it elsewhere, and how they end.

`ssh` is a script that runs what it is given on this machine, or plays a machine of its own; Python is one that only
says how it was called.
"""

import os
import shlex
import subprocess
import sys
import time
import types
from dataclasses import dataclass
from pathlib import Path

import pytest

from aquila2 import cli
from aquila2.base.config import option

# two machines that are not this one (RFC 5737)
HOSTS = "203.0.113.1 slots=4\nme@203.0.113.2 slots=2\n"
SSH = """#!/bin/sh
# ssh -o ... -o ... HOST COMMAND
eval "host=\\${$(($# - 1))} command=\\${$#}"
echo "$host" >> "$FAKES/called"
HOST=$host exec sh -c "$command"
"""
# torchrun: what it was called with; then it ends, or waits until it is ended
PYTHON = """#!/bin/sh
echo "$$" > "$FAKES/pid-$HOST"
echo "$HOST runs in $(pwd): $*"
echo "$HOST has NCCL_DEBUG=$NCCL_DEBUG" >&2
case "$HOST" in
  $FAILS) echo "out of luck" >&2; exit 3 ;;
  $WAITS) trap 'exit 0' TERM; while :; do sleep 0.05; done ;;
esac
"""


@dataclass(frozen=True)
class FinetuneOptions:
    """Some options of `aquila2 finetune`."""

    model: str = option(help="which")
    data: list[Path] = option(help="files")
    out: Path = option(Path("out"), help="where")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with stand-ins for ssh and Python."""
    finetune = types.ModuleType("finetune_for_tests")
    finetune.Options = FinetuneOptions  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, finetune.__name__, finetune)
    monkeypatch.setitem(cli.COMMANDS, "finetune", cli.Command(finetune.__name__, "some of fine-tuning"))
    for name, text in (("ssh", SSH), ("python", PYTHON)):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text(text, encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    work = tmp_path / "a folder"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    settings = {"FAKES": str(tmp_path), "FAILS": "none", "WAITS": "none", "HOST": "here", "NCCL_DEBUG": "a 'b'"}
    for name, value in {**settings, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}.items():
        monkeypatch.setenv(name, value)
    (work / "hosts").write_text(HOSTS, encoding="utf-8")
    return work


def launch(*words: str) -> int:
    return cli.main(["finetune", "launch", "model=M", "data=a.json,b c.json", *words])


def test_this_machine_needs_no_ssh(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "own").write_text("localhost slots=3\n", encoding="utf-8")
    (folder / "x.yaml").write_text("out: there\n", encoding="utf-8")
    assert launch("hostfile=own", "--config", "x.yaml", "--json") == 0
    out = capfd.readouterr().out.splitlines()
    program = "-m aquila2.cli finetune --config x.yaml model=M data=a.json,b c.json"
    assert out[0] == (f"here runs in {folder}: -m torch.distributed.run --standalone --nproc-per-node 3 {program}")
    assert '"machines": ["localhost"], "processes": 3' in out[1]
    assert launch("nproc=2", "dry_run=true") == 0
    assert "--standalone --nproc-per-node 2 -m aquila2.cli" in capfd.readouterr().out
    assert not (folder.parent / "called").exists()


def test_its_failure_is_ours(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FAILS", "here")
    assert launch("nproc=1") == 1
    assert "aquila2: fine-tuning failed (torchrun ended with 3)" in capfd.readouterr().err


def test_several_machines(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert launch("hostfile=hosts", "master_port=1234", "--json") == 0
    found = capfd.readouterr()
    meet = "--nnodes 2 --master-addr 203.0.113.1 --master-port 1234"
    for rank, (host, slots) in enumerate((("203.0.113.1", 4), ("me@203.0.113.2", 2))):
        torchrun = f"-m torch.distributed.run {meet} --node-rank {rank} --nproc-per-node {slots}"
        program = "-m aquila2.cli finetune model=M data=a.json,b c.json"
        assert f"{host}: {host} runs in {folder}: {torchrun} {program}" in found.out.splitlines()
        assert f"{host}: {host} has NCCL_DEBUG=a 'b'" in found.err.splitlines()
    assert '"processes": 6' in found.out.splitlines()[-1]
    assert sorted((folder.parent / "called").read_text().split()) == ["203.0.113.1", "me@203.0.113.2"]


def test_one_of_them_may_be_this_one(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "hosts").write_text("203.0.113.1 slots=1\nlocalhost slots=1\n", encoding="utf-8")
    assert launch("hostfile=hosts", "nproc=5") == 0
    assert "localhost: here runs in" in capfd.readouterr().out
    assert (folder.parent / "called").read_text().split() == ["203.0.113.1"]


def test_a_machine_that_fails_ends_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FAILS", "me@203.0.113.2")
    monkeypatch.setenv("WAITS", "203.0.113.1")
    start = time.monotonic()
    assert launch("hostfile=hosts") == 1
    assert time.monotonic() - start < 15
    lines = capfd.readouterr().err.splitlines()
    said = lines.index("me@203.0.113.2 failed, so the others were ended. Its last lines:")
    assert "  out of luck" in lines[said:]
    assert lines[-1] == "aquila2: me@203.0.113.2: fine-tuning failed (ended with 3)"
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder.parent / "pid-203.0.113.1").read_text()), 0)


def test_a_dry_run_starts_nothing_and_shows_what_would_run(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert launch("hostfile=hosts", "dry_run=true") == 0
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 2
    assert not (folder.parent / "called").exists()
    assert shlex.split(lines[1])[:6] == ["ssh", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=15", "me@203.0.113.2"]
    stdin, held = os.pipe()  # it runs as long as somebody holds its input, as a terminal does
    shown = subprocess.run(lines[1], shell=True, stdin=stdin, capture_output=True, text=True, check=True)
    os.close(stdin), os.close(held)
    assert "me@203.0.113.2 runs in" in shown.stdout


@pytest.mark.parametrize(
    ("hosts", "words", "says"),
    [
        ("", [], "names no machine"),
        ("localhost slots=1\n203.0.113.1 slots=1\n", [], "localhost stands first, but others cannot reach it"),
        ("203.0.113.1\nlocalhost\n127.0.0.1\n", ["nproc=1"], "names this machine more than once"),
        (HOSTS, ["nproc=0"], "nproc=0: give 1 or more"),
        (HOSTS, ["master_port=70000"], "master_port=70000: give a port"),
        (HOSTS, ["modle=x"], "unknown option 'modle': did you mean 'model'?"),
    ],
)
def test_mistakes(folder: Path, capfd: pytest.CaptureFixture[str], hosts: str, words: list[str], says: str) -> None:
    (folder / "hosts").write_text(hosts, encoding="utf-8")
    assert launch("hostfile=hosts", *words) == 2
    assert says in capfd.readouterr().err

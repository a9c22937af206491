"""The release's script names: each starts the command it stands for."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.policy.repository import ROOT

SCRIPTS = {
    f"{size}/finetune{name}.sh": f"{size.lower()}_{method}"
    for size in ("7B", "34B")
    for name, method in (("", "full"), ("_lora", "lora"), ("_qlora", "qlora"))
}


def start(script: str, folder: Path, words: tuple[str, ...] = (), **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a script in `folder`; `aquila2` is a program that shows its words, one a line."""
    command = folder / "aquila2"
    command.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    env = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", **settings}
    path = str(ROOT / "finetune" / script)
    subprocess.run(["bash", "-n", path], check=True)
    return subprocess.run(["bash", path, *words], cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_these_are_the_scripts() -> None:
    found = {str(path.relative_to(ROOT / "finetune")) for path in (ROOT / "finetune").glob("*/*")}
    assert found == set(SCRIPTS)
    assert all(os.access(ROOT / "finetune" / script, os.X_OK) for script in SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_starts_its_command(script: str, tmp_path: Path) -> None:
    size, config = script.partition("/")[0], f"{ROOT}/configs/finetune/{SCRIPTS[script]}.yaml"
    begin = ["finetune", "launch", "--config", config]
    words = start(script, tmp_path, DATA="a b.json").stdout.splitlines()
    assert words[:-1] == [*begin, "data=a b.json", f"model=AquilaChat2-{size}", "model_dir=./checkpoints"]
    assert words[-1].startswith(f"out=./output/aquilachat2-{size.lower()}-")
    settings = {"DATA": "a", "HOSTFILE": "my hosts", "NPROC": "4", "MODEL": "m", "MODEL_DIR": "d", "OUT": "o"}
    words = start(script, tmp_path, ("epochs=3", "dry_run=true"), **settings).stdout.splitlines()
    options = ["data=a", "model=m", "model_dir=d", "out=o", "epochs=3", "dry_run=true"]
    assert words == [*begin, "hostfile=my hosts", "nproc=4", *options]


def test_without_data_a_script_says_so(tmp_path: Path) -> None:
    found = start("7B/finetune.sh", tmp_path)
    assert found.returncode == 2
    assert "set DATA, the training data" in found.stderr
    assert found.stdout == ""

"""The release's script names: each starts the command it stands for."""

import dataclasses
import os
import subprocess
from pathlib import Path

import pytest

from aquila2.base.config import load_options
from aquila2.recipes import finetune_launch
from aquila2.recipes.finetune_options import Options, check
from tests.policy.repository import ROOT, read

METHODS = ("full", "lora", "qlora")

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
    assert Path(config).is_file()
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


@pytest.mark.parametrize("name", [f"{size}_{method}" for size in ("small", "7b", "34b") for method in METHODS])
def test_the_configs_hold_the_releases_settings(name: str) -> None:
    path = ROOT / "configs" / "finetune" / f"{name}.yaml"
    options = load_options(Options, ["data=a", "out=b"], path)
    check(options, 1)
    size, method = name.split("_")
    assert f"configs/finetune/{name}.yaml" in path.read_text(encoding="utf-8").splitlines()[0]
    models = {"small": "smollm2", "7b": "AquilaChat2-7B", "34b": "AquilaChat2-34B"}
    assert (options.method, options.model) == (method, models[size])
    assert (options.epochs, options.decay, options.warmup, options.precision) == (1, "linear", 0.1, "bf16")
    assert options.max_seq_len == {"small": 512, "7b": 2048, "34b": 4096}[size]
    assert options.micro_batch_size == (1 if name in ("34b_full", "34b_lora") else 4)
    if size != "small":
        assert options.learning_rate == 9.65e-6
    if method != "full":
        lora = options.lora
        assert (lora.rank, lora.alpha, lora.dropout, lora.target_modules) == (8, 16, 0.05, ["q_proj", "v_proj"])


def test_the_configs_are_these() -> None:
    found = {path.stem for path in (ROOT / "configs" / "finetune").iterdir()}
    assert found == {"nano_full", *(f"{size}_{method}" for size in ("small", "7b", "34b") for method in METHODS)}


def test_the_readmes_commands_for_gpus_are_right(tmp_path: Path) -> None:
    """They need GPUs and the release's models: they are read as far as their options."""
    section = read("README.md").partition("\n## Fine-tune\n")[2].partition("\n## ")[0]
    block = section.partition("```sh\n")[2].partition("```")[0]
    kinds = {
        line: next(kind for kind in ("bash ", "finetune launch ", "finetune ") if kind in line)
        for line in block.splitlines()
    }
    assert sorted(kinds.values()) == ["bash ", "finetune ", "finetune ", "finetune launch "]
    for line, kind in kinds.items():
        words = line.partition(kind)[2].split()
        if kind == "bash ":
            settings = dict(word.split("=") for word in line.partition(kind)[0].split())
            shown = start(words[0].removeprefix("finetune/"), tmp_path, tuple(words[1:]), **settings).stdout
            words = [word for word in shown.splitlines() if word not in ("finetune", "launch")]
            kind = "finetune launch "
        assert words[0] == "--config"
        options = words[2:]
        if kind == "finetune launch ":
            launch = {field.name for field in dataclasses.fields(finetune_launch.Options)}
            options = [word for word in options if word.partition("=")[0] not in launch]
        load_options(Options, options, ROOT / words[1])

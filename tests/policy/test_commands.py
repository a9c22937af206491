"""The command line is frozen here: a new command or option is a conscious act, and every one has its help."""

import dataclasses
import importlib
from pathlib import Path

import pytest
import yaml

from aquila2.base.config import load_options
from aquila2.cli import COMMANDS
from tests.policy.repository import ROOT

OPTIONS = {
    "chat": (
        "model prompt system temperature top_p top_k min_p repetition_penalty max_tokens seed template sft dtype "
        "device all_devices attention max_model_len model_dir"
    ),
    "info": "model model_dir template",
    "convert": "model out to dtype outtype max_shard_size overwrite",
}

CONFIGS = sorted((ROOT / "configs").glob("*.yaml"))


def options_of(command: str) -> type:
    found = importlib.import_module(COMMANDS[command].module).Options
    assert isinstance(found, type)
    return found


def test_the_commands_are_these() -> None:
    assert list(COMMANDS) == list(OPTIONS)


@pytest.mark.parametrize("command", OPTIONS)
def test_the_options_of_a_command_are_these(command: str) -> None:
    assert [field.name for field in dataclasses.fields(options_of(command))] == OPTIONS[command].split()


@pytest.mark.parametrize("command", OPTIONS)
def test_every_option_has_its_line_of_help(command: str) -> None:
    for field in dataclasses.fields(options_of(command)):
        help = field.metadata.get("help", "")
        assert 5 <= len(help) <= 100, f"{command} {field.name}="
        assert not help.endswith("."), f"{command} {field.name}="


@pytest.mark.parametrize("command", OPTIONS)
def test_every_command_does_what_its_module_is_named_for(command: str) -> None:
    module = importlib.import_module(COMMANDS[command].module)
    assert module.__doc__ is not None
    assert module.__doc__.startswith(f"`aquila2 {command}`")
    assert callable(module.run)
    assert COMMANDS[command].positional in {None, *OPTIONS[command].split()}


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.name)
def test_every_config_is_headed_by_its_command_and_fits_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0].split()
    assert first[:2] == ["#", "aquila2"], "the first line is `# aquila2 COMMAND --config configs/NAME.yaml ...`"
    assert first[3:5] == ["--config", f"configs/{path.name}"]
    # options that the command line has to add are given a value here, so that everything else is checked
    cls = options_of(first[2])
    written = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    needed = [
        f"{field.name}=x"
        for field in dataclasses.fields(cls)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if field.name not in written
    ]
    assert isinstance(load_options(cls, needed, path), cls)

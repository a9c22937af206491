"""Dockerfile and compose files without a Docker: read, held to rules, and the commands that they run tried here."""

import importlib
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from aquila2.base.config import load_options
from aquila2.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
INSTRUCTIONS = {
    "FROM",
    "RUN",
    "CMD",
    "LABEL",
    "EXPOSE",
    "ENV",
    "ADD",
    "COPY",
    "ENTRYPOINT",
    "VOLUME",
    "USER",
    "WORKDIR",
}
INSTRUCTIONS |= {"ARG", "ONBUILD", "STOPSIGNAL", "HEALTHCHECK", "SHELL"}


def instructions(text: str) -> list[tuple[str, str]]:
    """A Dockerfile's instructions, continued lines joined, comments left out."""
    joined, found = "", []
    for line in text.splitlines():
        if line.lstrip().startswith("#") or (not line.strip() and not joined):
            continue
        joined += line.rstrip()
        if joined.endswith("\\"):
            joined = joined[:-1]
            continue
        word, _, rest = joined.partition(" ")
        assert word in INSTRUCTIONS, f"{word!r} is no instruction"
        found.append((word, rest.strip()))
        joined = ""
    assert not joined, "the last line is continued"
    return found


def stages() -> dict[str, list[tuple[str, str]]]:
    """Each stage's instructions, those of the stage that it builds on before its own."""
    found: dict[str, list[tuple[str, str]]] = {}
    for word, rest in instructions((ROOT / "Dockerfile").read_text(encoding="utf-8")):
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            found[name] = list(found.get(base, [("FROM", base)]))
        else:
            found[name].append((word, rest))
    return found


@pytest.mark.parametrize("target", ["cpu", "cuda"])
def test_an_image_is_pinned_rootless_and_watched(target):
    stage = stages()[target]
    words = [word for word, _ in stage]
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", stage[0][1]), "a base without its exact tag"
    assert [rest for word, rest in stage if word == "USER"] == ["10001:10001"]
    assert words[-1] == "USER", "what comes after would not be the user's"
    assert {"HEALTHCHECK", "ENTRYPOINT", "CMD", "VOLUME", "EXPOSE"} <= set(words)
    assert "ADD" not in words
    assert not re.search(r"KEY|TOKEN|PASSWORD|SECRET", " ".join(rest for word, rest in stage if word in ("ENV", "ARG")))
    assert list(stages())[-1] == "cpu", "what is built when no target is named"


def test_every_shell_step_is_sound():
    for name, stage in stages().items():
        for word, rest in stage:
            if word != "RUN":
                continue
            checked = subprocess.run(["sh", "-n"], input=rest, text=True, capture_output=True, check=False)
            assert checked.returncode == 0, f"{name}: {checked.stderr}"
            assert not re.search(r"\bsudo\b|curl|wget|\|\s*(ba)?sh\b", rest)
            if "apt-get install" in rest:
                assert "--no-install-recommends" in rest
                assert "apt-get update" in rest
                assert rest.rstrip().endswith("/var/lib/apt/lists/*") or "rm -rf /var/lib/apt/lists/*" in rest
            if "pip install" in rest or "pip wheel" in rest:
                assert "--no-cache-dir" in rest
                assert "--constraint /constraints.txt" in rest or "--no-deps" in rest


def test_what_is_copied_is_there_and_reaches_the_builder():
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in allowed
    for stage in stages().values():
        for word, rest in stage:
            if word == "COPY" and not rest.startswith("--from="):
                for source in rest.split()[:-1]:
                    assert (ROOT / source).exists(), source
                    assert f"!{source}" in allowed, source


def test_the_extras_of_the_image_exist():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    named = {extra for found in re.findall(r"\.whl\)\[([\w,]+)\]", text) for extra in found.split(",")}
    assert named
    assert named <= set(re.findall(r"^(\w+) = \[", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M))


def test_the_health_check_is_a_program_that_can_fail():
    (check,) = [rest for word, rest in stages()["cpu"] if word == "HEALTHCHECK"]
    python, option, program = yaml.safe_load(check.partition("CMD ")[2])
    assert (python, option) == ("python", "-c")
    compile(program, "HEALTHCHECK", "exec")
    found = subprocess.run(["python3", "-c", program.replace(":8000", ":9")], capture_output=True, check=False)
    assert found.returncode != 0


@pytest.fixture
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_the_services_have_no_more_rights_than_they_need(compose):
    targets = set(stages())
    for name, service in compose["services"].items():
        assert service["user"] == "10001:10001", name
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["build"]["target"] in targets
        assert "privileged" not in service
        assert "environment" not in service, "a key would be seen by every process"
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        for volume in service["volumes"]:
            assert volume.split(":")[0] in compose["volumes"]
        waits = service.get("depends_on", {})
        assert set(waits) <= set(compose["services"])
        if name != "model":
            assert service["healthcheck"]["test"][0] == "CMD"
            assert service["restart"] == "unless-stopped"
    assert set(compose["secrets"]) == {"api_key"}


def test_the_commands_are_ones_that_we_have(compose):
    """Every option is known and of its type; a command that another branch brings is read once it is there."""
    read = 0
    for service in compose["services"].values():
        words = [re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", word) for word in service["command"]]
        words = [word for word in words if not word.startswith("offline=")]
        name = next((n for n in (" ".join(words[:2]), words[0]) if n in COMMANDS), None)
        if name is not None:
            command = COMMANDS[name]
            options = importlib.import_module(command.module).Options
            load_options(options, words[len(name.split()) :], None, command.positional)
            read += 1
    assert read


def test_the_file_for_gpus_adds_to_the_other(compose):
    cuda = yaml.safe_load((ROOT / "compose.cuda.yaml").read_text(encoding="utf-8"))
    assert set(cuda["services"]) == set(compose["services"])
    assert {service["build"]["target"] for service in cuda["services"].values()} == {"cuda"}
    (device,) = cuda["services"]["server"]["deploy"]["resources"]["reservations"]["devices"]
    assert device["capabilities"] == ["gpu"]


def test_the_reader_of_dockerfiles_reads():
    text = "FROM a AS b\n# x\nRUN one \\\n  && two\n"
    assert instructions(text) == [("FROM", "a AS b"), ("RUN", "one   && two")]
    for wrong in ("FRMO a", "RUN a \\"):
        with pytest.raises(AssertionError):
            instructions(wrong)

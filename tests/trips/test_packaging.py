"""What is shipped: built by the Dockerfile's own steps, installed where nothing of ours is, and every command asked."""

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from aquila2 import __version__
from tests.policy.repository import git_files
from tests.trips.test_containers import stages

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The repository's own files, and nothing that lies about."""
    folder = tmp_path_factory.mktemp("source")
    for name in git_files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    return folder


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An environment without aquila2, which finds the packages that it needs where the tests found them."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False)
    (site,) = folder.glob("lib/python*/site-packages")
    # the folder alone: the .pth files in it, such as that of an editable aquila2, are not read
    others = [path for path in sys.path if path.endswith("site-packages")]
    (site / "others.pth").write_text("\n".join(others) + "\n")
    return folder


def environment(empty, **more):
    mine = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return {**mine, "PATH": f"{empty / 'bin'}{os.pathsep}{os.environ['PATH']}", **more}


def run(words, empty, cwd, **more):
    found = subprocess.run(
        words, cwd=cwd, env=environment(empty, **more), capture_output=True, text=True, check=False, timeout=280
    )
    assert found.returncode == 0, f"{words}: {found.stdout}{found.stderr}"
    return found.stdout


@pytest.fixture(scope="module")
def installed(source, empty, tmp_path_factory):
    """The RUN lines of the Dockerfile that build and install, as they stand but for where `/wheels` is; without a
    network, and so without what the wheel needs."""
    wheels = tmp_path_factory.mktemp("wheels")
    (build,) = [rest for word, rest in stages()["build"] if word == "RUN"]
    (install,) = [rest for word, rest in stages()["runtime"] if word == "RUN" and "/wheels" in rest]
    offline = {"PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_QUIET": "1"}
    for step in (build, install):
        step = step.replace("/wheels", str(wheels)).replace("/constraints.txt", str(source / "constraints.txt"))
        run(["sh", "-ec", step], empty, source, **offline)
    return wheels


def test_the_wheel_holds_the_package_and_nothing_else(source, installed):
    (wheel,) = installed.glob("aquila2-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = f"aquila2-{__version__}.dist-info"
    package = {name for name in names if name.startswith("aquila2/")}
    assert package == {name for name in git_files() if name.startswith("aquila2/")}
    assert "aquila2/py.typed" in package
    assert {name.split("/")[0] for name in names - package} == {info}
    assert f"{info}/licenses/LICENSE" in names


def test_the_sdist_makes_the_same_wheel(source, installed, empty, tmp_path):
    build = "from setuptools import build_meta; build_meta.build_{}({!r})"
    run(["python", "-c", build.format("sdist", str(tmp_path))], empty, source)
    (sdist,) = tmp_path.glob("aquila2-*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / f"aquila2-{__version__}"
    assert (unpacked / "LICENSE").is_file()
    run(["python", "-c", build.format("wheel", str(tmp_path))], empty, unpacked)
    contents = []
    for wheel in (*tmp_path.glob("*.whl"), *installed.glob("aquila2-*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            contents.append({name: archive.read(name) for name in archive.namelist() if name.startswith("aquila2/")})
    assert contents[0] == contents[1]


SMOKE = """
import contextlib, io, pathlib, sys
import aquila2
from aquila2.cli import COMMANDS, main
assert pathlib.Path(aquila2.__file__).is_relative_to(sys.prefix), aquila2.__file__
for name in COMMANDS:
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        assert main([*name.split(), "--help"]) == 0, name
    assert shown.getvalue().startswith(f"usage: aquila2 {name}"), name
    assert main([*name.split(), "no_such_option=1"]) == 2, name
print(len(COMMANDS))
"""


def test_every_command_answers_in_an_empty_environment(installed, empty, tmp_path):
    assert run(["aquila2", "--version"], empty, tmp_path) == f"aquila2 {__version__}\n"
    assert int(run(["python", "-c", SMOKE], empty, tmp_path)) > 15
    assert "vocab size" in run(["aquila2", "info", "model=AquilaChat2-7B"], empty, tmp_path)


def test_the_compat_distribution_works_without_being_asked(source, installed, empty, tmp_path):
    """Its .pth file is there: a program that imports transformers alone loads an `aquila` model."""
    offline = {"PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_QUIET": "1"}
    run(["python", "-m", "pip", "install", str(source / "compat" / "flagai")], empty, source, **offline)
    (tmp_path / "config.json").write_text('{"model_type": "aquila"}')
    program = "from transformers import AutoConfig; print(type(AutoConfig.from_pretrained('.')).__name__)"
    assert run(["python", "-c", program], empty, tmp_path) == "AquilaConfig\n"
    program = "from predict import predict; import awq, auto_gptq; print(predict.__module__)"
    assert run(["python", "-c", program], empty, tmp_path) == "aquila2.recipes.predict\n"


def test_versions_agree(source):
    text = (source / "compat" / "flagai" / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r'^version = "(.+)"$', text, re.M)[1] == __version__
    assert re.search(rf"^## {re.escape(__version__)}", (source / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)

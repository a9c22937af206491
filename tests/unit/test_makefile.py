"""`make chat` and `make test`: the environment is made once, mended when half-made, and the words arrive intact."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    shutil.which("make") is None or sys.platform == "win32", reason="needs make and a POSIX shell"
)

# Stands for a Python: makes an "environment" that is a copy of itself, logs what pip is asked for, shows its words.
FAKE_PYTHON = """#!/bin/sh
case "$1 $2" in
-V*) echo "Python 3.99" ;;
-c*) exit ${FAKE_TOO_OLD:-0} ;;
"-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip") echo "$*" >> pip.log; [ ! -e pip-fails ] ;;
*) printf '<%s>' "$@" ;;
esac
"""


class Project:
    """A folder with the real Makefile and a fake Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, folder / name)
        self.bin = folder / "fake bin"
        self.bin.mkdir()
        python = self.bin / "python3"
        python.write_text(FAKE_PYTHON)
        python.chmod(0o755)

    def make(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        # only the fake Python and the shell's own tools: python3.x of this machine must not be found
        tools = self.folder / "tools"
        if not tools.exists():
            tools.mkdir()
            for tool in ("make", "sh", "cat", "cp", "mkdir", "rm", "touch", "sed", "pwd", "printf", "find", "env"):
                found = shutil.which(tool)
                if found:
                    (tools / tool).symlink_to(found)
        return subprocess.run(
            ["make", *words],
            cwd=self.folder,
            env={"PATH": f"{self.bin}{os.pathsep}{tools}", "HOME": str(self.folder), **env},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    @property
    def installs(self) -> int:
        log = self.folder / "pip.log"
        return log.read_text().count("--editable") if log.exists() else 0


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_the_environment_is_made_once_with_pinned_releases(project: Project) -> None:
    first = project.make("test")
    assert (first.returncode, first.stdout) == (0, "<-m><pytest>")
    assert first.stderr == "Making .venv with Python 3.99, once; this takes minutes.\n"
    second = project.make("chat")
    assert (second.stdout, second.stderr) == ("<-m><aquila2.cli><chat>", "")
    assert project.installs == 1
    for line in (project.folder / "pip.log").read_text().splitlines():
        assert "--constraint constraints.txt" in line


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_it_is_refreshed_when_what_it_is_made_of_changes(project: Project, name: str) -> None:
    project.make("test")
    now = time.time()
    for path, age in (("pyproject.toml", 30), ("constraints.txt", 30), (".venv/.ready", 20), (name, 10)):
        os.utime(project.folder / path, (now - age, now - age))
    found = project.make("test")
    assert (found.returncode, found.stderr) == (0, "Bringing .venv up to date.\n")
    assert project.installs == 2


def test_an_interrupted_installation_is_thrown_away(project: Project) -> None:
    (project.folder / "pip-fails").touch()
    assert project.make("test").returncode != 0
    (project.folder / ".venv" / "half").touch()
    (project.folder / "pip-fails").unlink()
    found = project.make("test")
    assert (found.returncode, found.stdout) == (0, "<-m><pytest>")
    assert not (project.folder / ".venv" / "half").exists()
    assert project.make("test").stderr == ""


def test_a_users_own_environment_is_kept(project: Project) -> None:
    subprocess.run([project.bin / "python3", "-m", "venv", project.folder / ".venv"], check=True)
    (project.folder / ".venv" / "mine").touch()
    assert project.make("test").stderr == "Bringing .venv up to date.\n"
    assert (project.folder / ".venv" / "mine").exists()
    assert project.installs == 1


def test_a_broken_or_moved_environment_is_noticed(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    project.make("test")
    (project.folder / ".venv" / "bin" / "python").unlink()
    assert project.make("test").stdout == "<-m><pytest>"
    assert project.installs == 2
    moved = tmp_path_factory.mktemp("moved") / "project"
    shutil.move(project.folder, moved)
    project.folder, project.bin = moved, moved / "fake bin"
    assert project.make("test").stderr == "Bringing .venv up to date.\n"
    assert project.installs == 3


def test_without_a_new_enough_python_one_line_says_so(project: Project) -> None:
    found = project.make("test", FAKE_TOO_OLD="1")
    assert found.returncode != 0
    assert found.stderr.startswith("No Python 3.10 or newer with its venv module is on the PATH: install one, or")
    assert not (project.folder / ".venv").exists()


PROMPT = 'it\'s $5 & "more" \\n `x` $(shell touch bad) $(y ${z} #1; 你好, 世界 % |\nsecond line'


def test_the_prompt_arrives_as_it_was_given(project: Project) -> None:
    project.make("test")
    found = project.make("chat", f"PROMPT={PROMPT}", "MODEL=a folder/$m")
    assert found.stdout == f"<-m><aquila2.cli><chat><model=a folder/$m><prompt={PROMPT}>"
    assert found.stderr == ""
    assert not (project.folder / "bad").exists()


def test_a_prompt_of_the_shell_is_not_ours(project: Project) -> None:
    """Some shells export PROMPT, the look of their own prompt."""
    project.make("test")
    assert project.make("chat", PROMPT="%n@%m $ ").stdout == "<-m><aquila2.cli><chat>"


def test_tests_take_words_for_pytest(project: Project) -> None:
    assert project.make("test", "ARGS=tests/unit -k 'a or b'").stdout == "<-m><pytest><tests/unit><-k><a or b>"


def test_make_alone_tells_what_there_is(project: Project) -> None:
    found = project.make()
    assert found.returncode == 0
    for target in ("chat", "test", "lint", "format", "clean"):
        assert f"make {target}" in found.stdout
    assert project.installs == 0

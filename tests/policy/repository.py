"""The repository as the policy tests see it."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def git_files() -> list[str]:
    """Paths from the root of tracked files, and of new ones that git would not ignore."""
    found = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if found.returncode:
        pytest.skip("not a git repository: its files cannot be told from what lies about")
    return [name for name in found.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def read(name: str) -> str:
    """A file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def library() -> list[Path]:
    """The package's sources."""
    return sorted((ROOT / "aquila2").rglob("*.py"))

"""Where a number comes from, written beside every result: the command, the machine, the versions, the git revision."""

import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"

_PACKAGES = ("torch", "transformers", "tokenizers", "numba", "numpy", "triton", "flash-attn")


def save(name: str, results: Any) -> Path:
    """Write `results` to `bench/results/<name>.json`, with where they come from, and return the path."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    found = {**provenance(), "results": results}
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def provenance() -> dict[str, Any]:
    """The command line that runs now, when, on what, from which revision, with which releases."""
    words = [word for word in sys.orig_argv[1:] if not word.startswith(("out=", "shared="))]  # places say nothing
    return {
        "command": " ".join(["python", *map(_here, words)]),
        "date": time.strftime("%Y-%m-%d"),
        "git": _git(),
        "python": platform.python_version(),
        "versions": {name: version for name in _PACKAGES if (version := _version(name))},
        "machine": {"cpu": _cpu(), "cores": os.cpu_count(), "gpu": _gpu()},
    }


def _here(word: str) -> str:
    """A word of the command line as it would be written in the repository's root."""
    return word.replace(f"{RESULTS.parent.parent}{os.sep}", "")


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _git() -> str | None:
    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=RESULTS.parent, capture_output=True, text=True, check=False
        ).stdout.strip()

    revision = git("rev-parse", "--short=12", "HEAD")
    changed = git("status", "--porcelain", "--untracked-files=no", "--", "../aquila2")
    return f"{revision} with changes" if revision and changed else revision or None


def _cpu() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.partition(":")[2].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _gpu() -> str | None:
    torch = sys.modules.get("torch")
    return torch.cuda.get_device_name(0) if torch is not None and torch.cuda.is_available() else None

"""`aquila2 doctor`: what is installed, what of it works, what is missing and how to get it. Asks no network."""

import importlib.metadata
import importlib.util
import platform
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import torch

from aquila2 import __version__
from aquila2.base.config import option
from aquila2.base.files import cache_dir
from aquila2.base.log import say
from aquila2.base.memory import available_bytes
from aquila2.base.network import is_offline
from aquila2.hub.download import existing_folder
from aquila2.hub.registry import DEFAULT_MODEL, MODELS
from aquila2.model.config import PRESETS
from aquila2.recipes.doctor_kernels import check_kernels

_MARKS = {"ok": "+", "note": "-", "wrong": "!"}
_SELF = "aquila2"
# For developers and builders, not missing anywhere else; `all` is made of others.
_NOT_FOR_USERS = {"dev", "all", "nano"}


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 doctor`."""

    model_dir: Path = option(Path("./checkpoints"), help="where models called by name lie")


@dataclass(frozen=True)
class Finding:
    """One line: "ok" is there and works, "note" is not there and not needed, "wrong" has to be mended."""

    level: Literal["ok", "note", "wrong"]
    what: str
    detail: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{_MARKS[self.level]} {self.what:<14} {self.detail}" + (f": {self.mend}" if self.mend else "")


def run(options: Options) -> dict[str, Any]:
    """Look at everything. Returns `ok` and `findings` (`level what detail mend`); exit status 1 where the base does
    not work. A GPU or an extra that is missing is a note."""
    findings = []
    for look in (_machine, _base, _gpus, _kernels, _memory, _extras, _models):
        for finding in look(options):
            say(str(finding))
            findings.append(finding)
    wrong = [finding.what for finding in findings if finding.level == "wrong"]
    say()
    say(f"{len(wrong)} to mend: {', '.join(wrong)}" if wrong else "the base works")
    return {"ok": not wrong, "findings": [asdict(finding) for finding in findings], "exit_code": 1 if wrong else 0}


def _machine(options: Options) -> Iterator[Finding]:
    yield Finding("ok", "python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield Finding("ok", _SELF, __version__)
    if is_offline():
        yield Finding("ok", "network", "forbidden by offline=true or AQUILA2_OFFLINE")


def _base(options: Options) -> Iterator[Finding]:
    """What every command needs."""
    for name, wanted, extra in _requirements():
        if extra is None:
            yield _package(name, wanted, "wrong", f"pip install '{name}{wanted}'")


def _extras(options: Options) -> Iterator[Finding]:
    """What some commands need: one line an extra, and what is missing of it."""
    extras: dict[str, list[tuple[str, str]]] = {}
    for name, wanted, extra in _requirements():
        if extra is not None and extra not in _NOT_FOR_USERS and name != _SELF:
            extras.setdefault(extra, []).append((name, wanted))
    for extra, packages in sorted(extras.items()):
        found = [_package(name, wanted, "note", "") for name, wanted in packages]
        missing = [finding.what for finding in found if finding.level != "ok"]
        if missing:
            mend = f"pip install '{_SELF}[{extra}]'"
            yield Finding("note", f"[{extra}]", f"without {', '.join(missing)}", mend)
        else:
            yield Finding("ok", f"[{extra}]", ", ".join(f"{f.what} {f.detail}" for f in found))


def _requirements() -> list[tuple[str, str, str | None]]:
    """This distribution's needs on this Python: name, versions, and the extra that they belong to."""
    from packaging.requirements import Requirement

    try:
        lines = importlib.metadata.requires(_SELF) or []
    except importlib.metadata.PackageNotFoundError:  # run from its sources
        return []
    found = []
    for line in lines:
        requirement = Requirement(line)
        extra = re.search(r"""extra == ['"]([\w-]+)['"]""", line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra[1] if extra else ""}):
            found.append((requirement.name, str(requirement.specifier), extra[1] if extra else None))
    return found


def _package(name: str, wanted: str, otherwise: Literal["note", "wrong"], mend: str) -> Finding:
    from packaging.specifiers import SpecifierSet

    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(otherwise, name, "is not installed", mend)
    if not SpecifierSet(wanted).contains(version, prereleases=True):
        return Finding(otherwise, name, f"{version} is not {wanted}", mend)
    return Finding("ok", name, version)


def _gpus(options: Options) -> Iterator[Finding]:
    if not torch.cuda.is_available():
        why = "this torch is built for the CPU alone" if torch.version.cuda is None else "no GPU or no driver answers"
        yield Finding("note", "gpu", f"none ({why})", "everything runs on the CPU, only slower")
        return
    for index in range(torch.cuda.device_count()):
        about = torch.cuda.get_device_properties(index)
        free, total = torch.cuda.mem_get_info(index)
        bf16 = "bfloat16" if about.major >= 8 else "no bfloat16: say dtype=float16"
        yield Finding(
            "ok",
            f"cuda:{index}",
            f"{about.name}, {free / 1e9:.1f} of {total / 1e9:.1f} GB free, capability {about.major}.{about.minor},"
            f" CUDA {torch.version.cuda}, {bf16}",
        )
    for name, what in (("triton", "the fast kernels of a GPU"), ("flash_attn", "attention=flash; sdpa serves without")):
        if importlib.util.find_spec(name) is None:
            yield Finding(
                "note", name, f"is not installed, which gives {what}", f"pip install {name.replace('_', '-')}"
            )


def _kernels(options: Options) -> Iterator[Finding]:
    """One line a device; a kernel that is wrong on the CPU means that the base does not work."""
    devices = [torch.device("cpu"), *(torch.device("cuda", i) for i in range(torch.cuda.device_count()))]
    for device in devices:
        checks = list(check_kernels(device))
        bad = [check for check in checks if check.error]
        for check in bad:
            yield Finding("wrong", f"{check.name}", f"on {device} in {check.dtype}: {check.error}")
        if not bad:
            names = dict.fromkeys(check.name for check in checks)
            yield Finding("ok", "kernels", f"on {device}: {', '.join(names)}")


def _memory(options: Options) -> Iterator[Finding]:
    free = available_bytes()
    yield Finding("ok", "memory", f"{free / 1e9:.1f} GB free" if free else "the system does not tell how much is free")
    for what, path in (("model_dir", options.model_dir), ("cache", cache_dir())):
        there = path.expanduser().absolute()
        while not there.exists():
            there = there.parent
        yield Finding("ok", what, f"{path}, {shutil.disk_usage(there).free / 1e9:.1f} GB free")
    gpus = [torch.cuda.mem_get_info(i)[0] for i in range(torch.cuda.device_count())]
    room = max([free, *gpus])
    for shape in ("7b", "34b", "70b"):
        config = PRESETS[shape]
        ends = 2 * config.vocab_size * config.hidden_size
        whole, small = 2 * config.num_parameters, (config.num_parameters - ends) / 2 + 2 * ends
        fits = [need for need in (whole, small) if need * 1.1 < room]
        needs = f"weights {whole / 1e9:.0f} GB in bfloat16, {small / 1e9:.0f} GB in 4 bits"
        says = {2: "both fit", 1: "the latter fits", 0: "neither fits"}[len(fits)]
        yield Finding("ok" if fits else "note", f"{shape} models", f"{needs}; {says} on one device here")


def _models(options: Options) -> Iterator[Finding]:
    here = [name for name in MODELS if existing_folder(options.model_dir.expanduser(), name)]
    if here:
        yield Finding("ok", "models", f"{', '.join(here)} in {options.model_dir}")
    else:
        yield Finding("note", "models", f"none in {options.model_dir}", "aquila2 download AquilaChat2-7B gets one")
    yield Finding("ok", "default model", DEFAULT_MODEL)
    if shutil.which("git") is None:
        yield Finding("note", "git", "is not installed", "only source=wisemodel needs it")

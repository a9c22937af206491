"""`aquila2 doctor`: what works, and what it says where something does not."""

import importlib.metadata
import json

import pytest
import torch

from aquila2.cli import main
from aquila2.recipes import doctor, doctor_kernels
from tests.tiny_checkpoint import write_tiny_checkpoint


@pytest.fixture
def examine(capsys):
    def run(code=0, *words):
        assert main(["doctor", *map(str, words), "--json"]) == code
        lines = capsys.readouterr().out.splitlines()
        result = json.loads(lines[-1])
        assert result["ok"] == (code == 0)
        return {found["what"]: found for found in result["findings"]}, lines

    return run


def test_here_the_base_works(examine, tmp_path):
    write_tiny_checkpoint(tmp_path / "aquilachat2-7b")
    found, lines = examine(0, f"model_dir={tmp_path}")
    assert lines[-2] == "the base works"
    assert found["torch"]["detail"] == importlib.metadata.version("torch")
    assert found["kernels"]["detail"].startswith("on cpu: linear, rms_norm, swiglu, int4, nf4")
    assert found["models"]["detail"] == f"AquilaChat2-7B in {tmp_path}"
    assert ("cuda:0" in found) == torch.cuda.is_available()
    assert {"[hf]", "[data]", "[train]"} <= set(found)


def without(monkeypatch, *names):
    version = importlib.metadata.version

    def lacking(name):
        if name in names:
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(doctor.importlib.metadata, "version", lacking)


def test_a_missing_extra_is_a_note_and_how_to_get_it(examine, monkeypatch):
    without(monkeypatch, "pyarrow", "zstandard")
    found, lines = examine(0)
    assert found["[data]"]["level"] == "note"
    assert any("[data]         without pyarrow, zstandard: pip install 'aquila2[data]'" in line for line in lines)


def test_a_missing_base_package_has_to_be_mended(examine, monkeypatch):
    without(monkeypatch, "safetensors")
    found, lines = examine(1)
    assert found["safetensors"]["mend"] == "pip install 'safetensors>=0.5'"
    assert lines[-2] == "1 to mend: safetensors"


def test_a_version_that_is_too_old(monkeypatch):
    monkeypatch.setattr(doctor.importlib.metadata, "version", lambda name: "0.1")
    assert doctor._package("numpy", ">=1.26", "wrong", "x").detail == "0.1 is not >=1.26"


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda *given: torch.zeros(1, 256), "differs from plain PyTorch by"),
        (lambda *given: 1 / 0, "ZeroDivisionError: division by zero"),
    ],
)
def test_a_kernel_that_is_wrong_here(examine, monkeypatch, broken, says):
    monkeypatch.setattr(doctor_kernels, "rms_norm", broken)
    found, _ = examine(1)
    assert found["rms_norm"]["level"] == "wrong"
    assert says in found["rms_norm"]["detail"]

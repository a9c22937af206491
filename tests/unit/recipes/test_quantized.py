"""Layers in fewer bits: asked for by name or by transformers' config, or found in the checkpoint."""

import pytest
import torch
from transformers import BitsAndBytesConfig

from aquila2 import LLM, AutoLoader, SamplingParams
from aquila2.base.errors import UserError
from aquila2.quant.int4 import IntLinear
from aquila2.quant.nf4 import Nf4Linear
from aquila2.recipes.quantized import Quantization, read_quantization
from tests.tiny_adapter import write_tiny_adapter
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_quantized import METHODS, write_quantized

GREEDY = SamplingParams(temperature=0.0, max_tokens=6)


def kinds(llm: LLM) -> set[type]:
    return {type(module) for module in llm.model.modules()}


def test_what_a_caller_may_say():
    assert read_quantization(None) is None
    assert read_quantization("int8") == Quantization("int8")
    config = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_use_double_quant=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
    assert read_quantization(config) == Quantization("nf4", True, torch.bfloat16)
    assert read_quantization({"load_in_8bit": True}) == Quantization("int8")
    for wrong, told in (
        ("int3", "nf4 or int8"),
        ({}, "load_in_4bit"),
        ({"load_in_4bit": True, "bnb_4bit_quant_type": "fp4"}, "'fp4'"),
        ({"load_in_4bit": True, "bnb_4bit_quant_type": "nf4", "bnb_4bit_quant_storage": "bfloat16"}, "'bfloat16'"),
        ({"load_in_4bit": True, "bnb_4bit_quant_type": "nf4", "bnb_4bit_compute_dtype": "int8"}, "int8"),
    ):
        with pytest.raises(UserError, match=told):
            read_quantization(wrong)


@pytest.mark.parametrize(("asked", "kind"), [("nf4", Nf4Linear), ("int8", IntLinear)])
def test_layers_are_quantized_while_they_are_loaded(tmp_path, asked, kind):
    write_tiny_checkpoint(tmp_path / "m")
    plain = LLM(tmp_path / "m")
    llm = LLM(tmp_path / "m", quantization=asked)
    assert kind in kinds(llm)
    assert kind not in kinds(plain)
    ids = torch.arange(1, 20)[None]
    near, far = llm.model(ids), plain.model(ids)
    assert (near - far).norm() / far.norm() < (
        0.5 if asked == "nf4" else 0.03
    )  # random weights: little is left to average out
    config = {"load_in_8bit": True} if asked == "int8" else {"load_in_4bit": True, "bnb_4bit_quant_type": "nf4"}
    loader = AutoLoader("aquila2", model_name=tmp_path / "m", quantization_config=config)
    assert kind in kinds(loader.get_model())
    if asked == "int8":
        wanted = llm.generate("hello", GREEDY)[0].token_ids
        assert loader.get_model().generate("hello", GREEDY)[0].token_ids == wanted


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_quantized_checkpoint_is_asked_as_any_other(tmp_path, method):
    folder, plain = write_quantized(tmp_path / "m", method)
    llm = LLM(folder)
    assert IntLinear in kinds(llm)
    ids = torch.arange(1, 20)[None]
    torch.testing.assert_close(llm.model(ids), plain(ids), rtol=1e-3, atol=1e-3)
    with pytest.raises(UserError, match="quantized already"):
        LLM(folder, quantization="nf4")


def test_an_adapter_on_quantized_weights_stays_beside_them(tmp_path, capsys):
    write_tiny_checkpoint(tmp_path / "base")
    write_tiny_adapter(tmp_path / "adapter", tmp_path / "base")
    folder, plain = write_quantized(tmp_path / "m", sorted(METHODS)[0])
    llm = LLM(folder, lora_dir=tmp_path / "adapter")
    assert "is not checked" in capsys.readouterr().err
    ids = torch.arange(1, 20)[None]
    assert not torch.allclose(llm.model(ids), plain(ids), rtol=1e-2, atol=1e-2)
    with pytest.raises(UserError, match="merge=true"):
        LLM(folder, lora_dir=tmp_path / "adapter", merge=True)

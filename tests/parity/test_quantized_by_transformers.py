"""What `aquila2 quantize` writes in bitsandbytes' formats, transformers loads: the same matrices, to the bit."""

import pytest
import torch
import torch._dynamo

from aquila2.checkpoint.checkpoint import read_config
from aquila2.cli import main
from aquila2.model.transformer import Transformer
from aquila2.quant.load import find_format, load_quantized
from tests.tiny_checkpoint import write_tiny_checkpoint


@pytest.mark.parametrize("method", ["nf4", "int8"])
def test_transformers_has_the_same_matrices(tmp_path, method):
    transformers = pytest.importorskip("transformers")
    functional = pytest.importorskip("bitsandbytes.functional")
    write_tiny_checkpoint(tmp_path / "model", model_type="llama")
    words = [f"model={tmp_path / 'model'}", f"out={tmp_path / 'q'}", f"method={method}", "evaluate_tokens=64"]
    assert main(["quantize", *words, "max_seq_len=32", "device=cpu"]) == 0
    theirs = transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "q", device_map="cpu", dtype=torch.float32)
    with torch.device("meta"):
        ours = Transformer(read_config(tmp_path / "q"))
    load_quantized(ours, tmp_path / "q", find_format(tmp_path / "q"), torch.float32, torch.device("cpu"))
    for layer, other in zip(ours.layers, theirs.model.layers, strict=True):
        for found, stored in (
            (layer.attention.k_proj, other.self_attn.k_proj),
            (layer.mlp.down_proj, other.mlp.down_proj),
        ):
            assert type(stored).__module__.startswith("bitsandbytes")
            weight = stored.weight
            with torch._dynamo.config.patch(disable=True):
                if method == "nf4":
                    expected = functional.dequantize_4bit(weight.data, weight.quant_state)
                else:
                    expected = functional.int8_vectorwise_dequant(weight.data, weight.SCB)
            torch.testing.assert_close(found.dequantized(), expected, rtol=1e-6, atol=0)
        assert torch.equal(layer.mlp_norm.weight, other.post_attention_layernorm.weight)
    assert torch.equal(ours.lm_head.weight, theirs.lm_head.weight)

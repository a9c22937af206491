"""Quantized checkpoints become models; every tensor is accounted for; each mistake is named."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from aquila2.base.errors import UserError
from aquila2.checkpoint.checkpoint import read_config
from aquila2.checkpoint.names import published_name
from aquila2.kernels.nf4 import quantize_nf4
from aquila2.model.layers import Linear
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4
from aquila2.quant.bnb_format import write_bnb_nf4
from aquila2.quant.int4 import IntLinear
from aquila2.quant.load import find_format, load_quantized, stored_bytes
from aquila2.quant.nf4 import Nf4Linear
from tests import reference_packers as reference
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_quantized import METHODS, write_quantized

CPU = torch.device("cpu")
Q_PROJ = "model.layers.0.self_attn.q_proj."


def load(folder, dtype=torch.float32):
    with torch.device("meta"):
        model = Transformer(read_config(folder))
    format = find_format(folder)
    assert format is not None
    return load_quantized(model, folder, format, dtype, CPU)


def edit(folder, change):
    """Rewrite the folder's only shard after `change(tensors)`."""
    tensors = load_file(folder / "model.safetensors")
    change(tensors)
    save_file(tensors, folder / "model.safetensors")


def edit_config(folder, **changes):
    """Change the settings of what is quantized."""
    published = json.loads((folder / "config.json").read_text())
    published["quantization_config"] |= changes
    (folder / "config.json").write_text(json.dumps(published))


def logits(model):
    return model(torch.arange(12)[None])


@pytest.fixture
def gptq(tmp_path):
    return write_quantized(tmp_path / "gptq", "gptq")[0]


@pytest.mark.parametrize(("method", "tied"), [*((method, False) for method in METHODS), ("awq", True)])
def test_a_checkpoint_computes_what_its_matrices_do(tmp_path, method, tied):
    folder, plain = write_quantized(tmp_path / "model", method, tie_embeddings=tied)
    model = load(folder)
    torch.testing.assert_close(logits(model), logits(plain), rtol=1e-4, atol=1e-4)
    kinds = {type(module) for name, module in model.named_modules() if name.endswith("_proj")}
    assert kinds == {IntLinear}
    assert type(model.lm_head) is Linear
    assert (model.lm_head.weight is model.embed.weight) == tied
    assert not any(tensor.is_meta for tensor in (*model.parameters(), *model.buffers()))
    assert stored_bytes(folder) < sum(parameter.nbytes for parameter in plain.parameters()) * 0.9
    half = load(folder, torch.bfloat16)
    assert half.layers[0].mlp.up_proj.scales.dtype == torch.float16
    assert half.norm.weight.dtype == logits(half).dtype == torch.bfloat16


@pytest.mark.parametrize("double_quant", [False, True])
def test_nf4(tmp_path, double_quant):
    folder = write_tiny_checkpoint(tmp_path / "nf4")
    with torch.device("meta"):
        plain = Transformer(read_config(folder))
    published = json.loads((folder / "config.json").read_text())
    published["quantization_config"] = {"load_in_4bit": True, "bnb_4bit_quant_type": "nf4"}
    (folder / "config.json").write_text(json.dumps(published))
    weights = load_file(folder / "model.safetensors")

    def quantize(tensors):
        for name in list(tensors):
            if name.endswith("_proj.weight"):
                weight = tensors.pop(name)
                packed = write_bnb_nf4(quantize_nf4(weight, double_quant), tuple(weight.shape), weight.dtype)
                tensors |= {f"{name.removesuffix('weight')}{part}": tensor for part, tensor in packed.items()}

    edit(folder, quantize)
    model = load(folder)
    plain.to_empty(device="cpu").eval()
    with torch.no_grad():
        for name, parameter in plain.named_parameters():
            parameter.copy_(weights[published_name(name)])
    expected = apply_nf4(plain, double_quant).state_dict()
    state = model.state_dict()
    assert type(model.layers[1].mlp.down_proj) is Nf4Linear
    assert state.keys() == expected.keys()
    assert all(torch.equal(state[name], expected[name]) for name in state)
    edit(folder, lambda tensors: tensors.pop(Q_PROJ + "weight.absmax"))
    with pytest.raises(UserError, match=r"q_proj does not fit bitsandbytes NF4.*weight.absmax is missing"):
        load(folder)


def test_int8(tmp_path):
    folder = write_tiny_checkpoint(tmp_path / "int8")
    published = json.loads((folder / "config.json").read_text())
    published["quantization_config"] = {"quant_method": "bitsandbytes", "load_in_8bit": True}
    (folder / "config.json").write_text(json.dumps(published))
    weight = load_file(folder / "model.safetensors")[Q_PROJ + "weight"]
    most = weight.abs().amax(1)

    def quantize(tensors):
        tensors[Q_PROJ + "weight"] = (weight * 127 / most[:, None]).round().to(torch.int8)
        tensors[Q_PROJ + "SCB"] = most

    edit(folder, quantize)
    model = load(folder)
    assert type(model.layers[0].attention.k_proj) is Linear
    near = model.layers[0].attention.q_proj.dequantized(torch.float32)
    assert (near - weight).abs().max() <= most.max() / 127 * 0.51


def test_what_is_stored_whole_stays_so(gptq, tmp_path):
    def replace(tensors):
        for part in ("qweight", "qzeros", "scales", "g_idx"):
            del tensors[Q_PROJ + part]
        tensors[Q_PROJ + "weight"] = torch.eye(64)

    edit(gptq, replace)
    model = load(gptq)
    assert type(model.layers[0].attention.q_proj) is Linear
    assert torch.equal(model.layers[0].attention.q_proj.weight, torch.eye(64))
    assert type(model.layers[1].attention.q_proj) is IntLinear


def test_a_quantized_head(gptq):
    def quantize(tensors):
        out = len(tensors.pop("lm_head.weight"))
        packed = reference.gptq(*reference.random_groups(out, 64, 32))
        tensors |= {f"lm_head.{part}": tensor for part, tensor in packed.items()}

    edit(gptq, quantize)
    assert type(load(gptq).lm_head) is IntLinear


def test_old_files_without_order_and_with_biases(gptq):
    before = logits(load(gptq))

    def age(tensors):
        del tensors[Q_PROJ + "g_idx"]
        tensors[Q_PROJ + "bias"] = torch.zeros(64)

    edit(gptq, age)
    published = json.loads((gptq / "config.json").read_text())
    config = published.pop("quantization_config")
    del config["quant_method"]
    (gptq / "config.json").write_text(json.dumps(published))
    (gptq / "quantize_config.json").write_text(json.dumps(config))
    (gptq / "model.safetensors").rename(gptq / "gptq_model-4bit-32g.safetensors")
    assert torch.equal(logits(load(gptq)), before)
    (gptq / "gptq_model-4bit-32g.safetensors").rename(gptq / "some.safetensors")
    (gptq / "quantize_config.json").write_text(json.dumps({**config, "model_file_base_name": "some"}))
    assert torch.equal(logits(load(gptq)), before)


def test_awq_of_old(tmp_path):
    folder, plain = write_quantized(tmp_path / "awq", "awq")
    published = json.loads((folder / "config.json").read_text())
    del published["quantization_config"]
    (folder / "config.json").write_text(json.dumps(published))
    assert find_format(write_tiny_checkpoint(tmp_path / "plain")) is None
    settings = {"zero_point": True, "q_group_size": 32, "w_bit": 4, "version": "GEMM"}
    (folder / "quant_config.json").write_text(json.dumps(settings))
    torch.testing.assert_close(logits(load(folder)), logits(plain), rtol=1e-4, atol=1e-4)


def test_a_function_places_every_matrix(gptq):
    asked = []

    def place(name):
        asked.append(name)
        return CPU

    with torch.device("meta"):
        model = Transformer(read_config(gptq))
        names = [name for name, _ in model.named_parameters()]
    format = find_format(gptq)
    assert format is not None
    load_quantized(model, gptq, format, torch.float32, place)
    assert sorted(asked) == sorted(names)


MISTAKES = [
    (lambda t: t.pop(Q_PROJ + "scales"), "q_proj does not fit gptq.*scales is missing: take"),
    (lambda t: t.update({Q_PROJ + "codes": torch.zeros(1)}), "q_proj does not fit gptq.*codes is unknown"),
    (
        lambda t: t.update({Q_PROJ + "qzeros": torch.zeros(1, 8, dtype=torch.int32)}),
        r"qzeros is \[1, 8\], by the config \[2, 8\]",
    ),
    (lambda t: t.update({Q_PROJ + "scales": t[Q_PROJ + "scales"].int()}), "scales is of torch.int32, not of"),
    (lambda t: t.update({Q_PROJ + "bias": torch.ones(64)}), "q_proj.bias is not zero"),
    (lambda t: t[Q_PROJ + "g_idx"].zero_(), "q_proj: g_idx does not give each of the 2 groups 32 of 64 inputs"),
    (lambda t: t.pop("model.norm.weight"), "1 missing .model.norm.weight"),
    (lambda t: t.update({"model.other.qweight": torch.zeros(1)}), "1 unknown .model.other.qweight"),
    (
        lambda t: [t.pop(Q_PROJ + part) for part in ("qweight", "qzeros", "scales", "g_idx")],
        "1 missing .model.layers.0.self_attn.q_proj.weight",
    ),
]


@pytest.mark.parametrize(("change", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_mistakes_in_the_tensors_are_named(gptq, change, message):
    edit(gptq, change)
    with pytest.raises(UserError, match=message) as caught:
        load(gptq)
    assert str(caught.value).startswith(str(gptq))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"quant_method": "hqq"},
            "quant_method='hqq' is not supported: awq, bitsandbytes, compressed-tensors, gptq are",
        ),
        ({"bits": 2}, "config.json: bits=2 is not supported: 4, 8"),
        ({"group_size": 128}, r"q_proj: group_size=128 does not fit a layer of 64 inputs; sizes that do: 32, 64"),
        ({"group_size": 64}, r"qzeros is \[2, 8\], by the config \[1, 8\]"),
    ],
)
def test_mistakes_in_the_settings_are_named(gptq, changes, message):
    edit_config(gptq, **changes)
    with pytest.raises(UserError, match=message):
        load(gptq)


def test_a_tied_head_is_not_quantized(tmp_path):
    folder, _ = write_quantized(tmp_path / "tied", "gptq", tie_embeddings=True)
    edit(folder, lambda t: t.update({"lm_head.qweight": torch.zeros(8, 64, dtype=torch.int32)}))
    with pytest.raises(UserError, match=r"1 unknown .lm_head.qweight"):
        load(folder)

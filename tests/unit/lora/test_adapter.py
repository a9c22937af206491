"""Adapter folders: read back as written, and refused by name where anything is amiss."""

import json
import shutil

import pytest
import torch
from safetensors.torch import load_file, save_file

from aquila2.base.errors import UserError
from aquila2.checkpoint.checkpoint import load_weights, read_config
from aquila2.checkpoint.fingerprint import fingerprint
from aquila2.lora.adapter import AdapterRecord, adapter_tensors, load_adapter, read_adapter, write_adapter
from aquila2.lora.layer import LoraConfig, apply_lora, init_adapter
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4
from tests.tiny_checkpoint import write_tiny_checkpoint

CONFIG = LoraConfig(rank=4, alpha=6.5, dropout=0.1, target_modules=("k_proj", "down_proj"), use_dora=True)
KEY = "base_model.model.model.layers.1.mlp.down_proj.lora_A.weight"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return write_tiny_checkpoint(tmp_path_factory.mktemp("base") / "tiny")


def load_base(base):
    with torch.device("meta"):
        model = Transformer(read_config(base))
    load_weights(model, base, torch.float32, torch.device("cpu"))
    return model


@pytest.fixture(scope="module")
def written(base, tmp_path_factory):
    """A model with an adapter, and its folder."""
    model = apply_lora(load_base(base), CONFIG)
    init_adapter(model)
    with torch.no_grad():
        for tensor in adapter_tensors(model).values():
            tensor.add_(0.1)
    folder = tmp_path_factory.mktemp("adapter")
    record = AdapterRecord(fingerprint(base), "aquila-v1", "0" * 64, {"</s>": 100007})
    write_adapter(folder, adapter_tensors(model), CONFIG, "AquilaChat2-7B", record)
    return model, folder


@pytest.fixture
def folder(written, tmp_path):
    """A copy to spoil."""
    return shutil.copytree(written[1], tmp_path / "adapter")


def edit(path, **changes):
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_read_back(base, written):
    model, folder = written
    again = load_base(base)
    adapter = load_adapter(again, folder, base)
    assert adapter.config == CONFIG
    assert adapter.base_model == "AquilaChat2-7B"
    assert adapter.record == AdapterRecord(fingerprint(base), "aquila-v1", "0" * 64, {"</s>": 100007})
    tensors = adapter_tensors(again)
    assert len(tensors) == 2 * 2 * 3
    assert all(torch.equal(tensors[name], tensor) for name, tensor in adapter_tensors(model).items())
    assert sorted(path.name for path in folder.iterdir()) == [
        "adapter_config.json",
        "adapter_model.safetensors",
        "aquila2_adapter.json",
    ]


def test_it_goes_onto_a_quantized_base_in_another_format(base, written):
    model = load_base(base).to(torch.bfloat16)
    load_adapter(apply_nf4(model), written[1], base)
    tensors = adapter_tensors(model)
    assert {tensor.dtype for tensor in tensors.values()} == {torch.bfloat16}
    name = "layers.0.mlp.down_proj.lora_a"
    torch.testing.assert_close(tensors[name], adapter_tensors(written[0])[name].bfloat16())


def test_another_base_is_refused(written, tmp_path):
    other = write_tiny_checkpoint(tmp_path / "other", init_std=0.2)
    with pytest.raises(UserError, match=r"made on another base \(AquilaChat2-7B\)"):
        load_adapter(load_base(other), written[1], other)


def test_an_adapter_without_a_record_loads_with_a_note(base, folder, capsys):
    (folder / "aquila2_adapter.json").unlink()
    assert load_adapter(load_base(base), folder, base).record is None
    assert "does not say which weights" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.pop(KEY), r"1 missing \(base_model.model.model.layers.1.mlp.down_proj.lora_A.weight\)"),
        (lambda t: t.update(stray=torch.zeros(2)), r"1 unknown \(stray\)"),
        (lambda t: t.update({KEY: t[KEY][:2]}), r"lora_A.weight is \[2, 128\], by .* \[4, 128\]"),
        (lambda t: t.update({KEY: t[KEY].int()}), "1 of no floating-point format"),
        # FlagAI's adapters lost their prefix, loaded with strict=False, and answered nonsense (FlagAI issue 443)
        (
            lambda t: [t.update({k.removeprefix("base_model.model.model."): t.pop(k)}) for k in list(t)],
            "12 missing .* 12 unknown .layers.0",
        ),
    ],
)
def test_tensors_that_do_not_fit_are_named(base, folder, change, said):
    tensors = load_file(folder / "adapter_model.safetensors")
    change(tensors)
    save_file(tensors, folder / "adapter_model.safetensors")
    with pytest.raises(UserError, match=said):
        load_adapter(load_base(base), folder, base)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"peft_type": "IA3"}, "peft_type='IA3'"),
        ({"bias": "lora_only"}, "bias='lora_only'"),
        ({"rank_pattern": {"q_proj": 16}}, "rank_pattern="),
        ({"alpha_pattern": {"q_proj": 16}}, "alpha_pattern="),
        ({"modules_to_save": ["lm_head"]}, "modules_to_save="),
        ({"init_lora_weights": "pissa"}, "init_lora_weights='pissa'"),
        ({"fan_in_fan_out": True}, "fan_in_fan_out=True"),
        ({"something_new": 3, "use_qalora": True}, "something_new=3, use_qalora=True"),
        ({"target_modules": ["q_proj", "lm_head"]}, "'lm_head'"),
        ({"target_modules": "q_proj|v_proj"}, "did you mean"),
        ({"r": None}, "lacks a setting"),
        ({"r": 8}, r"misshapen .*is \[4, 64\], by its config and this model \[8, 64\]"),
        ({"use_dora": False}, "unknown .*lora_magnitude_vector"),
    ],
)
def test_settings_that_we_cannot_follow_are_named(base, folder, changes, said):
    edit(folder / "adapter_config.json", **changes)
    with pytest.raises(UserError, match=said):
        load_adapter(load_base(base), folder, base)


def test_folders_that_are_no_adapter(base, folder, tmp_path):
    with pytest.raises(UserError, match="no such folder"):
        read_adapter(tmp_path / "nothing")
    with pytest.raises(UserError, match=r"no adapter_config\.json"):
        read_adapter(base)
    (folder / "adapter_model.safetensors").unlink()
    with pytest.raises(UserError, match=r"no adapter_model\.safetensors"):
        load_adapter(load_base(base), folder)


def test_an_old_bin_file(base, folder):
    tensors = load_file(folder / "adapter_model.safetensors")
    (folder / "adapter_model.safetensors").unlink()
    torch.save(tensors, folder / "adapter_model.bin")
    model = load_base(base)
    load_adapter(model, folder, base)
    assert torch.equal(adapter_tensors(model)["layers.1.mlp.down_proj.lora_a"], tensors[KEY])

"""A checkpoint quantized layer by layer: the files hold what was measured; a killed run goes on to the same bytes."""

import math

import pytest
import torch
from safetensors.torch import load_file

from aquila2.base.errors import UserError, WorkError
from aquila2.base.json_files import read_json, write_json
from aquila2.checkpoint.checkpoint import load_weights, read_config
from aquila2.checkpoint.shards import open_shards, write_shards
from aquila2.model.transformer import Transformer
from aquila2.quant.config import QuantConfig
from aquila2.quant.layerwise import linear_shapes, quantize_layers
from aquila2.quant.load import find_format, load_quantized
from tests.tiny_checkpoint import write_tiny_checkpoint

CPU = torch.device("cpu")
METHODS = {
    "gptq": QuantConfig("gptq", group_size=32, scaling=True),
    "plain gptq": QuantConfig("gptq", group_size=64, symmetric=True, act_order=False),
    "gptq in 8 bits": QuantConfig("gptq", bits=8, group_size=0),
    "awq": QuantConfig("awq", group_size=32),
    "rtn": QuantConfig("rtn", group_size=32),
    "nf4": QuantConfig("nf4"),
    "int8": QuantConfig("int8", bits=8),
}


class KilledError(Exception):
    pass


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return write_tiny_checkpoint(tmp_path_factory.mktemp("model"))


def ids(seed, windows=6, length=24):
    return torch.randint(0, 500, (windows, length), generator=torch.Generator().manual_seed(seed))


def quantize(checkpoint, folder, config, **changes):
    settings = {
        "model": read_config(checkpoint),
        "stored": open_shards(checkpoint),
        "config": config,
        "calibration_WS": ids(1) if config.calibrated else None,
        "evaluation": {"one": ids(2, 3), "two": ids(3, 2)},
        "folder": folder,
        "dtype": torch.float32,
        "device": CPU,
        "batch": 4,
    }
    return quantize_layers(**{**settings, **changes})


@pytest.mark.parametrize("name", METHODS)
def test_the_files_hold_the_model_that_was_measured(checkpoint, tmp_path, name):
    config = METHODS[name]
    tensors, quality = quantize(checkpoint, tmp_path / "work", config)
    write_shards(tmp_path / "out", tensors)
    published = read_json(checkpoint / "config.json")
    write_json(
        tmp_path / "out" / "config.json", {**published, "quantization_config": config.published(torch.float32, "1")}
    )
    found = find_format(tmp_path / "out")
    assert found is not None
    with torch.device("meta"):
        after, before = Transformer(read_config(checkpoint)), Transformer(read_config(checkpoint))
    load_quantized(after, tmp_path / "out", found, torch.float32, CPU)

    load_weights(before, checkpoint, torch.float32, CPU)
    rows, log = ids(2, 3), {}
    for key, model in (("before", before), ("after", after)):
        with torch.no_grad():
            log[key] = model(rows)[:, :-1].log_softmax(-1)
    one = quality.texts["one"].summary()
    labels = rows[:, 1:, None]
    for key in log:
        loss = -log[key].gather(2, labels).mean()
        assert one[f"perplexity_{key}"] == pytest.approx(float(loss.exp()), rel=2e-4)
    divergence = (log["before"].exp() * (log["before"] - log["after"])).sum(-1).mean()
    assert one["kl_divergence"] == pytest.approx(float(divergence), rel=2e-2, abs=2e-5)
    agreement = (log["before"].argmax(-1) == log["after"].argmax(-1)).float().mean()
    assert one["top1_agreement"] == pytest.approx(float(agreement), abs=0.03)
    assert quality.total.tokens == 5 * 23
    assert 0 < one["kl_divergence"] < 0.5


@pytest.mark.parametrize("offload", [False, True])
def test_a_killed_run_goes_on_to_the_same_bytes(checkpoint, tmp_path, offload):
    config = METHODS["gptq"]
    whole, quality = quantize(checkpoint, tmp_path / "whole", config)

    def kill():
        raise KilledError

    with pytest.raises(KilledError):
        quantize(checkpoint, tmp_path / "killed", config, advance=kill)
    first = tmp_path / "killed" / "layer-00000.safetensors"
    made = first.stat().st_mtime_ns
    assert sorted(path.name for path in (tmp_path / "killed").iterdir()) == [first.name]
    resumed, again = quantize(checkpoint, tmp_path / "killed", config, offload=offload)
    assert first.stat().st_mtime_ns == made
    assert list(whole) == list(resumed)
    for name in ("layer-00000", "layer-00001", "rest"):
        files = [tmp_path / folder / f"{name}.safetensors" for folder in ("whole", "killed")]
        assert files[0].read_bytes() == files[1].read_bytes(), name
    assert quality.total == again.total


def test_a_layer_that_goes_wrong_is_named(checkpoint, tmp_path):
    tensors = load_file(checkpoint / "model.safetensors")
    tensors["model.layers.1.mlp.gate_proj.weight"][2] = math.inf
    write_shards(tmp_path / "broken", tensors)
    with pytest.raises(WorkError, match=r"layer 1: mlp\.down_proj reads NaN"):
        quantize(checkpoint, tmp_path / "work", METHODS["gptq"], stored=open_shards(tmp_path / "broken"))
    with pytest.raises(WorkError, match="the original model predicts NaN"):
        quantize(checkpoint, tmp_path / "nf4", METHODS["nf4"], stored=open_shards(tmp_path / "broken"))


def test_what_does_not_fit_is_refused_with_what_does(checkpoint):
    shapes = linear_shapes(read_config(checkpoint))
    assert shapes["attention.k_proj"] == (32, 64)
    assert shapes["mlp.down_proj"] == (64, 128)
    with pytest.raises(UserError, match=r"group_size=48 .*sizes that fit every layer: 32, 64"):
        QuantConfig("gptq", group_size=48).check(shapes)
    with pytest.raises(UserError, match=r"group_size=128 does not fit a layer of 64 inputs.*32, 64"):
        QuantConfig("awq").check(shapes)
    QuantConfig("gptq", group_size=64).check(shapes)
    with pytest.raises(UserError, match="bits=3: gptq has 4 or 8"):
        QuantConfig("gptq", bits=3)
    with pytest.raises(UserError, match="bits=8: awq has 4"):
        QuantConfig("awq", bits=8)
    with pytest.raises(UserError, match="sym=true is for gptq and rtn"):
        QuantConfig("awq", symmetric=True)

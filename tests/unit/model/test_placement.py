"""Layers over devices: the plan is arithmetic, the pass is tested on two devices that are both the CPU."""

import pytest
import torch

from aquila2.model.config import preset
from aquila2.model.placement import Placement, _Mover, place_layers, plan_placement
from aquila2.model.rope import Rotation

GPU0, GPU1, CPU = torch.device("cuda", 0), torch.device("cuda", 1), torch.device("cpu")
GB = 10**9


def test_a_model_that_fits_lies_on_the_first_device():
    plan = plan_placement(preset("7b"), torch.bfloat16, [(GPU0, 80 * GB), (GPU1, 80 * GB)], 2048)
    assert set(plan.layers) == {GPU0}
    assert plan.head == GPU0
    assert plan.missing_bytes == 0
    assert "14.6 GB of bfloat16 weights and 1.1 GB of KV cache for 2048 tokens" in plan.forecast


def test_70b_over_two_gpus_and_the_cpu():
    config = preset("70b")
    plan = plan_placement(config, torch.bfloat16, [(GPU0, 80 * GB), (GPU1, 40 * GB), (CPU, 200 * GB)], 4096)
    order = [plan.layers.index(device) for device in (GPU0, GPU1, CPU)]
    assert order == sorted(order)  # consecutive layers, devices in order
    assert plan.layers == sorted(plan.layers, key=[GPU0, GPU1, CPU].index)
    assert plan.device_of("embed.weight") == GPU0
    assert plan.device_of("layers.79.mlp.up_proj.weight") == CPU
    assert plan.device_of("norm.weight") == plan.device_of("lm_head.weight") == CPU
    assert plan.missing_bytes == 0
    per_layer = 2 * (config.num_parameters - 2 * config.vocab_size * config.hidden_size) / 80
    assert plan.layers.count(GPU0) * per_layer < 80 * GB
    assert (plan.layers.count(GPU0) + 2) * per_layer > 75 * GB  # and the first is well filled


def test_what_is_missing_is_counted():
    plan = plan_placement(preset("34b"), torch.float32, [(CPU, 24 * GB)], 4096)
    whole = 4 * preset("34b").num_parameters + preset("34b").kv_bytes_per_token(4) * 4096
    assert plan.missing_bytes == pytest.approx(whole - 23.5 * GB, rel=1e-3)


def test_layers_in_fewer_bits():
    config = preset("34b")
    plan = plan_placement(config, torch.bfloat16, [(GPU0, 24 * GB)], 100, layer_bytes=0.5)
    ends = 2 * config.vocab_size * config.hidden_size
    wanted = 2 * ends + 0.5 * (config.num_parameters - ends) + config.kv_bytes_per_token(2) * 100
    assert plan.missing_bytes == pytest.approx(1.5 * GB + wanted - 24 * GB if wanted > 22.5 * GB else 0, abs=100)
    assert plan.missing_bytes == 0
    assert "18.7 GB of 4.0-bit and bfloat16 weights" in plan.forecast
    assert plan_placement(config, torch.bfloat16, [(GPU0, 24 * GB)], 100).missing_bytes > 40 * GB


def test_a_tied_head_stays_with_the_embedding():
    config = preset("34b").replace(tie_embeddings=True)
    plan = plan_placement(config, torch.bfloat16, [(GPU0, 40 * GB), (CPU, 200 * GB)], 100)
    assert plan.layers[-1] == CPU
    assert plan.device_of("embed.weight") == plan.device_of("norm.weight") == GPU0


def test_the_pass_moves_activations_and_rotation(tiny_model):
    meta = torch.device("meta")
    wanted = tiny_model(torch.tensor([[1, 2, 3]]))
    calls = []
    placement = Placement([CPU, CPU], CPU, "", 0)
    assert place_layers(tiny_model, placement) is tiny_model
    assert not tiny_model.layers[0]._forward_pre_hooks  # one device: nothing to do
    for layer in tiny_model.layers:
        layer.register_forward_pre_hook(lambda module, args: calls.append(args))
    torch.testing.assert_close(tiny_model(torch.tensor([[1, 2, 3]])), wanted)
    x, rotation, attend = calls[0]
    moved_x, moved_rotation, same = _Mover(meta)(tiny_model.layers[1], (x, rotation, attend))
    assert moved_x.device == moved_rotation.cos_BSH.device == moved_rotation.sin_BSH.device == meta
    assert isinstance(moved_rotation, Rotation)
    assert same is attend

"""What is gathered is what the linears read; NaN is told."""

import pytest
import torch

from aquila2.base.errors import WorkError
from aquila2.model.attention import CausalAttend
from aquila2.quant.calibrate import GROUPS, Windows

CPU = torch.device("cpu")


def hidden(batches=2):
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(2, 10, 64, generator=generator) for _ in range(batches)]


def test_the_sums_are_those_of_what_every_linear_reads(tiny_model):
    layer, parts, read = tiny_model.layers[1], hidden(), {}
    for names in GROUPS.values():
        for name in names:
            layer.get_submodule(name).register_forward_pre_hook(
                lambda module, args, name=name: read.setdefault(name, []).append(args[0].flatten(0, 1))
            )
    rotation = tiny_model.rotary.at(torch.arange(10)[None], 10, torch.float32)
    outputs = [layer(part, rotation, CausalAttend()) for part in parts]
    expected = {name: torch.cat(found) for name, found in read.items()}
    windows = Windows(parts, tiny_model.rotary, CPU)
    stats = windows.gather(layer, list(GROUPS))
    for group, names in GROUPS.items():
        for name in names:
            x = expected[name]
            torch.testing.assert_close(stats[group].hessian, x.T @ x, rtol=1e-4, atol=1e-4)
            torch.testing.assert_close(stats[group].mean_abs, x.abs().mean(0), rtol=1e-4, atol=1e-5)
            assert stats[group].tokens == 40
    alone = windows.gather(layer, ["gate_up"])
    assert list(alone) == ["gate_up"]
    assert torch.equal(alone["gate_up"].hessian, stats["gate_up"].hessian)
    windows.advance(layer)
    for found, output in zip(windows.hidden, outputs, strict=True):
        torch.testing.assert_close(found, output)


def test_a_group_is_gathered_without_what_comes_behind_it(tiny_model):
    layer = tiny_model.layers[0]
    layer.mlp.down_proj.forward = None  # whoever calls it fails
    assert list(Windows(hidden(), tiny_model.rotary, CPU).gather(layer, ["o"])) == ["o"]


def test_nan_is_told_with_the_linear_that_reads_it(tiny_model):
    layer = tiny_model.layers[0]
    with torch.no_grad():
        layer.mlp.up_proj.weight[3, 4] = float("nan")
    windows = Windows(hidden(), tiny_model.rotary, CPU)
    windows.gather(layer, ["qkv", "o", "gate_up"])
    with pytest.raises(WorkError, match=r"mlp\.down_proj reads NaN or infinity"):
        windows.gather(layer, ["down"])

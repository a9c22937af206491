"""AWQ's scales: they cancel, they help, and heads that share a value head share theirs."""

import pytest
import torch

from aquila2.model.rope import Rotary
from aquila2.quant.awq import scale_layer, search_scales
from aquila2.quant.calibrate import GROUPS, InputStats, Windows
from aquila2.quant.config import QuantConfig
from aquila2.quant.gptq import output_error
from aquila2.quant.grid import in_groups, range_grid

CONFIG = QuantConfig("awq", group_size=32)
CPU = torch.device("cpu")


@pytest.fixture
def layer(tiny_model):
    """A layer whose input has channels far larger than others."""
    layer = tiny_model.layers[0]
    with torch.no_grad():
        layer.attention_norm.weight[::7] *= 4
        layer.mlp_norm.weight[3::9] *= 4
        layer.attention_norm.weight[5] = 0  # a dead channel
    return layer


def windows_of(tiny_config):
    hidden = torch.randn(3, 20, 64, generator=torch.Generator().manual_seed(2))
    return Windows([hidden], Rotary(tiny_config), CPU)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_function_stays_as_it_is(layer, tiny_config, dtype):
    layer.to(dtype)
    windows = windows_of(tiny_config)
    windows.hidden = [part.to(dtype) for part in windows.hidden]
    linears = [name for names in GROUPS.values() for name in names]
    weights = {name: layer.get_submodule(name).weight.float().clone() for name in linears}
    norms = {name: layer.get_parameter(f"{name}.weight").clone() for name in ("attention_norm", "mlp_norm")}
    before, scaled = windows_of(tiny_config), dict(weights)
    before.hidden = [part.to(dtype) for part in before.hidden]
    before.advance(layer)
    scale_layer(layer, scaled, windows.gather(layer, list(GROUPS)), CONFIG)
    assert not torch.equal(norms["attention_norm"], layer.attention_norm.weight)
    # norm times matrix is the same product, also where the norm's format has rounded it
    for norm, name in (("attention_norm", "attention.q_proj"), ("mlp_norm", "mlp.gate_proj")):
        product = layer.get_parameter(f"{norm}.weight").float() * scaled[name]
        torch.testing.assert_close(product, norms[norm].float() * weights[name], rtol=1e-5, atol=1e-7)
    if dtype == torch.float32:
        windows.advance(layer)
        torch.testing.assert_close(windows.hidden[0], before.hidden[0], rtol=1e-3, atol=1e-3)


def test_heads_that_share_a_value_head_share_its_scales(layer, tiny_config):
    weights = {name: layer.get_submodule(name).weight.clone() for names in GROUPS.values() for name in names}
    before = weights["attention.o_proj"].clone()
    scale_layer(layer, weights, windows_of(tiny_config).gather(layer, list(GROUPS)), CONFIG)
    scales = (weights["attention.o_proj"] / before).median(0).values.view(2, 2, 16)
    torch.testing.assert_close(scales[:, 0], scales[:, 1])


def test_scales_make_the_outputs_more_exact():
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(24, 64, generator=generator)
    x = torch.randn(400, 64, generator=generator)
    x[:, [3, 50]] *= 30
    stats = InputStats(64, CPU)
    stats.add(x.unsqueeze(0))

    def error(scales):
        groups = in_groups(weight * scales, 32)
        grid = range_grid(groups, 4, False)
        return output_error(weight, grid.values(grid.round(groups)).flatten(1) / scales, stats.hessian)

    scales = search_scales([weight], stats, CONFIG, lambda found: found)
    assert scales is not None
    assert error(scales) < 0.5 * error(torch.ones(64))
    assert scales[3] > 3 * scales.median()


def test_where_nothing_helps_nothing_is_done():
    stats = InputStats(32, CPU)  # nothing was read: no error at all
    assert search_scales([torch.randn(4, 32)], stats, CONFIG, lambda found: found) is None

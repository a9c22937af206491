"""AWQ (arXiv 2306.00978): inputs that are large get more exact weights.

Input i of a group of linears is divided by s_i where it comes from (a norm's weight, the rows of the linear before) and
its weights are multiplied by s_i, which leaves the function as it is and gives these weights a larger share of the
grid. s = mean|x|^a / mean|w|^(1 - a) for the best of some a, by the error of the outputs after rounding. With
H = X^T X that error is tr(D H D^T): exact over all of the calibration's tokens, without keeping any of them.

Legend: O outputs, I inputs, N heads, K key-value heads, H head dim.
"""

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor

from aquila2.model.layers import Layer, RMSNorm
from aquila2.quant.calibrate import GROUPS, InputStats
from aquila2.quant.config import QuantConfig
from aquila2.quant.gptq import output_error
from aquila2.quant.grid import in_groups, range_grid

_STEPS = 20
_TINY = 1e-8


def scale_layer(
    layer: Layer,
    weights: dict[str, Tensor],
    stats: Mapping[str, InputStats],
    config: QuantConfig,
) -> None:
    """Find the scales of a layer's four groups and put them into its norms and matrices, where they cancel.

    Args:
        layer: its norms and linears are changed.
        weights: its matrices in float32, by the names of `GROUPS`: what is quantized afterwards. Changed too.
        stats: what every group of the layer reads, as it is.
    """
    attention = layer.attention
    sizes = (attention.num_kv_heads, attention.num_heads // attention.num_kv_heads, attention.head_dim)

    def tie(scales_I: Tensor) -> Tensor:
        """Heads that share a value head share its scales."""
        return scales_I.view(sizes).mean(1, keepdim=True).expand(sizes).flatten()

    found = {}
    for group, names in GROUPS.items():
        same = tie if group == "o" else _as_they_are
        matrices = [weights[name] for name in names]
        scales = search_scales(matrices, stats[group], config, same)
        found[group] = torch.ones_like(stats[group].mean_abs) if scales is None else scales
    for norm, group in ((layer.attention_norm, "qkv"), (layer.mlp_norm, "gate_up")):
        found[group] = _divide_norm(norm, found[group])
    for group, names in GROUPS.items():
        for name in names:
            weights[name] = weights[name] * found[group]
    value_KH = found["o"].view(sizes)[:, 0].flatten()
    weights["attention.v_proj"] = weights["attention.v_proj"] / value_KH.unsqueeze(1)
    weights["mlp.up_proj"] = weights["mlp.up_proj"] / found["down"].unsqueeze(1)
    with torch.no_grad():
        for name, weight in weights.items():
            layer.get_submodule(name).weight.copy_(weight)  # type: ignore[operator]


def search_scales(
    weights: Sequence[Tensor],
    stats: InputStats,
    config: QuantConfig,
    tie: Callable[[Tensor], Tensor],
) -> Tensor | None:
    """The scales of a group of linears that read the same input, float32 [I]; None where none is better than 1.

    Args:
        weights: their matrices [O, I], float32.
        stats: of their input.
        tie: makes equal what must be equal.
    """

    def error(scales_I: Tensor) -> float:
        total = 0.0
        for weight in weights:
            scaled_OGS = in_groups(weight * scales_I, config.group_size)
            grid = range_grid(scaled_OGS, config.bits, config.symmetric)
            rounded_OI = grid.values(grid.round(scaled_OGS)).flatten(1) / scales_I
            total += output_error(weight, rounded_OI, stats.hessian)
        return total

    x_I = stats.mean_abs.clamp(min=_TINY)
    w_I = _share_of_group(torch.cat(list(weights)), config.group_size).clamp(min=_TINY)
    best, least = None, error(torch.ones_like(x_I))
    for step in range(1, _STEPS + 1):
        a = step / _STEPS
        scales_I = tie(x_I**a / w_I ** (1 - a)).clamp(min=1e-4)
        scales_I = scales_I / (scales_I.max() * scales_I.min()).sqrt()
        if bool(scales_I.isfinite().all()) and (cost := error(scales_I)) < least:
            best, least = scales_I, cost
    return best


@torch.no_grad()
def _divide_norm(norm: RMSNorm, scales_I: Tensor) -> Tensor:
    """Divide a norm's weight, and say by what: its format may not hold the quotient, so matrices make up for it."""
    before = norm.weight.float().clone()
    norm.weight.copy_(before / scales_I)
    after = norm.weight.float()
    return torch.where(after == 0, 1.0, before / after)


def _share_of_group(weight_OI: Tensor, group_size: int) -> Tensor:
    """Mean magnitude of every column, each weight as a part of its group's largest."""
    magnitude_OGS = in_groups(weight_OI, group_size).abs()
    return (magnitude_OGS / magnitude_OGS.amax(2, keepdim=True).clamp(min=_TINY)).flatten(1).mean(0)


def _as_they_are(scales_I: Tensor) -> Tensor:
    return scales_I

"""For inference: projections that read the same input become one matrix product.

Fewer, larger products: a decode step of one token is a walk over the weights, and every product pays for a start.
"""

from typing import Any

import torch
from torch import Tensor, nn

from aquila2.kernels.swiglu import silu_mul_packed
from aquila2.model.layers import MLP, Attention, Linear
from aquila2.model.transformer import Transformer


def fuse_projections(model: Transformer) -> Transformer:
    """Pack q, k, v into one linear and gate, up into another, layer by layer, where all of them are plain `Linear`s, or
    of a kind that knows how: `joined(others)` gives one module that does the work of all, or None.

    For a finished model that will not be trained or saved: the packed modules hide the published names.
    """
    for layer in model.layers:
        attention, mlp = layer.attention, layer.mlp
        qkv_proj = _joined(attention.q_proj, attention.k_proj, attention.v_proj)
        if qkv_proj is not None:
            layer.attention = FusedAttention(attention, qkv_proj)
        gate_up_proj = _joined(mlp.gate_proj, mlp.up_proj)
        if gate_up_proj is not None:
            layer.mlp = FusedMLP(mlp, gate_up_proj)
    return model


class FusedAttention(Attention):
    """`Attention` with one product for queries, keys and values."""

    def __init__(self, attention: Attention, qkv_proj: nn.Module) -> None:
        nn.Module.__init__(self)
        self.layer = attention.layer
        self.num_heads, self.num_kv_heads = attention.num_heads, attention.num_kv_heads
        self.head_dim = attention.head_dim
        self.sizes = [m.out_features for m in (attention.q_proj, attention.k_proj, attention.v_proj)]
        self.qkv_proj = qkv_proj
        self.o_proj = attention.o_proj

    def project(self, x_BSD: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        q, k, v = self.qkv_proj(x_BSD).split(self.sizes, dim=-1)
        return q, k, v


class FusedMLP(MLP):
    """`MLP` with one product for gate and up."""

    def __init__(self, mlp: MLP, gate_up_proj: nn.Module) -> None:
        nn.Module.__init__(self)
        self.gate_up_proj = gate_up_proj
        self.down_proj = mlp.down_proj

    def forward(self, x_BSD: Tensor) -> Tensor:
        """[B, S, D] -> [B, S, D]"""
        out_BSD: Tensor = self.down_proj(silu_mul_packed(self.gate_up_proj(x_BSD)))
        return out_BSD


def _joined(*modules: nn.Module) -> nn.Module | None:
    first, *others = modules
    if any(type(module) is not type(first) for module in others):
        return None
    if isinstance(first, Linear):
        return _pack(*modules) if type(first) is Linear else None  # type: ignore[arg-type]
    joined: Any = getattr(first, "joined", None)
    result: nn.Module | None = None if joined is None else joined(others)
    return result


def _pack(*linears: Linear) -> Linear:
    with torch.device("meta"):
        packed = Linear(linears[0].in_features, sum(linear.out_features for linear in linears))
    packed.weight = nn.Parameter(torch.cat([linear.weight for linear in linears]), requires_grad=False)
    return packed

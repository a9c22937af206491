"""For inference: projections that read the same input become one matrix product.

Fewer, larger products: a decode step of one token is a walk over the weights, and every product pays for a start.
"""

import torch
from torch import Tensor, nn

from aquila2.kernels.swiglu import silu_mul_packed
from aquila2.model.layers import MLP, Attention, Linear
from aquila2.model.transformer import Transformer


def fuse_projections(model: Transformer) -> Transformer:
    """Pack q, k, v into one linear and gate, up into another, layer by layer, where all of them are plain `Linear`s.

    For a finished model that will not be trained or saved: the packed modules hide the published names.
    """
    for layer in model.layers:
        attention, mlp = layer.attention, layer.mlp
        if _plain(attention.q_proj, attention.k_proj, attention.v_proj):
            layer.attention = FusedAttention(attention)
        if _plain(mlp.gate_proj, mlp.up_proj):
            layer.mlp = FusedMLP(mlp)
    return model


class FusedAttention(Attention):
    """`Attention` with one product for queries, keys and values."""

    def __init__(self, attention: Attention) -> None:
        nn.Module.__init__(self)
        self.layer = attention.layer
        self.num_heads, self.num_kv_heads = attention.num_heads, attention.num_kv_heads
        self.head_dim = attention.head_dim
        self.sizes = [m.weight.shape[0] for m in (attention.q_proj, attention.k_proj, attention.v_proj)]
        self.qkv_proj = _pack(attention.q_proj, attention.k_proj, attention.v_proj)
        self.o_proj = attention.o_proj

    def project(self, x_BSD: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        q, k, v = self.qkv_proj(x_BSD).split(self.sizes, dim=-1)
        return q, k, v


class FusedMLP(MLP):
    """`MLP` with one product for gate and up."""

    def __init__(self, mlp: MLP) -> None:
        nn.Module.__init__(self)
        self.gate_up_proj = _pack(mlp.gate_proj, mlp.up_proj)
        self.down_proj = mlp.down_proj

    def forward(self, x_BSD: Tensor) -> Tensor:
        """[B, S, D] -> [B, S, D]"""
        out_BSD: Tensor = self.down_proj(silu_mul_packed(self.gate_up_proj(x_BSD)))
        return out_BSD


def _plain(*modules: nn.Module) -> bool:
    return all(type(module) is Linear for module in modules)


def _pack(*linears: Linear) -> Linear:
    with torch.device("meta"):
        packed = Linear(linears[0].in_features, sum(linear.out_features for linear in linears))
    packed.weight = nn.Parameter(torch.cat([linear.weight for linear in linears]), requires_grad=False)
    return packed

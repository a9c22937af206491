"""The parts of a layer: linear, RMSNorm, attention, SwiGLU.

Legend: B batch, S sequence, D hidden, N heads, K key-value heads, H head dim, I intermediate.
"""

import torch
from torch import Tensor, nn

from aquila2.kernels.linear import linear
from aquila2.kernels.rms_norm import add_rms_norm, rms_norm
from aquila2.kernels.swiglu import silu_mul
from aquila2.model.attention import Attend
from aquila2.model.config import AquilaConfig
from aquila2.model.rope import Rotation


class Linear(nn.Linear):
    """`nn.Linear` without a bias, through our kernel where it is faster."""

    def __init__(self, in_features: int, out_features: int) -> None:
        super().__init__(in_features, out_features, bias=False)

    def reset_parameters(self) -> None:
        """Nothing: weights come from a checkpoint or from `Transformer.init_weights`."""

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] -> [..., out]"""
        return linear(x, self.weight)


class Embedding(nn.Embedding):
    """`nn.Embedding`, left unfilled like `Linear`. (Filling one on the meta device imports torch's compiler: 1.5 s.)"""

    def reset_parameters(self) -> None:
        """Nothing: weights come from a checkpoint or from `Transformer.init_weights`."""


class RMSNorm(nn.Module):
    """Root mean square norm (arXiv 1910.07467), computed in float32."""

    def __init__(self, size: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x_BSD: Tensor) -> Tensor:
        """[B, S, D] -> [B, S, D]"""
        return rms_norm(x_BSD, self.weight, self.eps)

    def add(self, x_BSD: Tensor, residual_BSD: Tensor) -> tuple[Tensor, Tensor]:
        """The norm of x + residual, and x + residual itself, in one kernel."""
        return add_rms_norm(x_BSD, residual_BSD, self.weight, self.eps)


class Attention(nn.Module):
    """Projections around an `Attend`. `layer` tells the `Attend` whose cache it is."""

    def __init__(self, config: AquilaConfig, layer: int) -> None:
        super().__init__()
        self.layer = layer
        self.num_heads, self.num_kv_heads, self.head_dim = config.num_heads, config.num_kv_heads, config.head_dim
        self.q_proj = Linear(config.hidden_size, config.num_heads * config.head_dim)
        self.k_proj = Linear(config.hidden_size, config.num_kv_heads * config.head_dim)
        self.v_proj = Linear(config.hidden_size, config.num_kv_heads * config.head_dim)
        self.o_proj = Linear(config.num_heads * config.head_dim, config.hidden_size)

    def project(self, x_BSD: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values, heads not yet apart."""
        return self.q_proj(x_BSD), self.k_proj(x_BSD), self.v_proj(x_BSD)

    def forward(self, x_BSD: Tensor, rotation: Rotation, attend: Attend) -> Tensor:
        """[B, S, D] -> [B, S, D]"""
        q, k, v = self.project(x_BSD)
        heads = (*x_BSD.shape[:2], -1, self.head_dim)
        out_BSNH = attend(self.layer, q.view(heads), k.view(heads), v.view(heads), rotation)
        return self.o_proj(out_BSNH.flatten(2))


class MLP(nn.Module):
    """SwiGLU (arXiv 2002.05202)."""

    def __init__(self, config: AquilaConfig) -> None:
        super().__init__()
        self.gate_proj = Linear(config.hidden_size, config.intermediate_size)
        self.up_proj = Linear(config.hidden_size, config.intermediate_size)
        self.down_proj = Linear(config.intermediate_size, config.hidden_size)

    def project(self, x_BSD: Tensor) -> tuple[Tensor, Tensor]:
        """The gate, and what it gates."""
        return self.gate_proj(x_BSD), self.up_proj(x_BSD)

    def forward(self, x_BSD: Tensor) -> Tensor:
        """[B, S, D] -> [B, S, D]"""
        return self.down_proj(silu_mul(*self.project(x_BSD)))


class Layer(nn.Module):
    """One block: attention, then MLP, each normed before and added after."""

    def __init__(self, config: AquilaConfig, layer: int) -> None:
        super().__init__()
        self.attention_norm = RMSNorm(config.hidden_size, config.norm_eps)
        self.attention = Attention(config, layer)
        self.mlp_norm = RMSNorm(config.hidden_size, config.norm_eps)
        self.mlp = MLP(config)

    def forward(self, x_BSD: Tensor, rotation: Rotation, attend: Attend) -> Tensor:
        """[B, S, D] -> [B, S, D]"""
        return self.second_half(self.first_half(x_BSD, rotation, attend), x_BSD)

    def first_half(self, x_BSD: Tensor, rotation: Rotation, attend: Attend) -> Tensor:
        """What attention adds to `x`."""
        return self.attention(self.attention_norm(x_BSD), rotation, attend)

    def second_half(self, attended_BSD: Tensor, x_BSD: Tensor) -> Tensor:
        """`x` with that added, and what the MLP makes of it."""
        normed_BSD, x_BSD = self.mlp_norm.add(attended_BSD, x_BSD)
        return x_BSD + self.mlp(normed_BSD)

"""The whole model: tokens in, logits out. Llama's layers, whose names and layout the published checkpoints use.

Its weights are not filled when it is made. Build it on the meta device and fill it (`checkpoint.load_weights`), or
call `init_weights` for a fresh one:

    with torch.device("meta"):
        model = Transformer(config)

Legend: B batch, S sequence, D hidden, V vocab.
"""

import hashlib
from collections.abc import Iterator
from typing import Protocol, cast

import torch
from torch import Tensor, nn

from aquila2.model.attention import Attend, CausalAttend
from aquila2.model.config import AquilaConfig
from aquila2.model.layers import Embedding, Layer, Linear, RMSNorm
from aquila2.model.rope import Rotary, Rotation


class Head(Protocol):
    """What is made of the last layer's output, in place of logits: a loss, say, that never has them whole."""

    def __call__(self, x_BSD: Tensor, lm_head: nn.Module) -> Tensor:
        """Called inside the forward pass with the normed output and the head's module."""
        ...


class Layers(nn.ModuleList):
    """The layers in order; a `ModuleList` that knows what it holds."""

    def __iter__(self) -> Iterator[Layer]:
        return cast(Iterator[Layer], super().__iter__())


class Transformer(nn.Module):
    """An Aquila2 language model."""

    def __init__(self, config: AquilaConfig) -> None:
        super().__init__()
        self.config = config
        self.embed = Embedding(config.vocab_size, config.hidden_size)
        self.layers = Layers(Layer(config, i) for i in range(config.num_layers))
        self.norm = RMSNorm(config.hidden_size, config.norm_eps)
        self.lm_head = Linear(config.hidden_size, config.vocab_size)
        self.rotary = Rotary(config)
        self.tie_weights()

    def tie_weights(self) -> None:
        """Make the head the embedding itself where the config says so; needed again after parameters were replaced."""
        if self.config.tie_embeddings:
            self.lm_head.weight = self.embed.weight

    def forward(
        self,
        ids_BS: Tensor,
        positions_BS: Tensor | None = None,
        attend: Attend | None = None,
        select_S: Tensor | None = None,
        length: int | None = None,
        head: Head | None = None,
        rotation: Rotation | None = None,
    ) -> Tensor:
        """Logits [B, S, V] of the next token after each token.

        Args:
            ids_BS: token ids.
            positions_BS: each token's position; 0 to S-1 when not given.
            attend: how tokens see each other; causal over the whole row when not given. A KV cache's `attend()` here.
            select_S: indices into S; logits are computed for these tokens alone ([B, len(select_S), V]).
            length: all positions are below it. With dynamic rope scaling it sets the angles, so every pass of one
                sequence through a KV cache must name the same one; when not given, the highest position counts.
            head: what to return in place of logits.
            rotation: the tokens' angles, in place of positions and length: those of a batch of several sequences.
        """
        if rotation is None:
            rotation = self._rotation(ids_BS, positions_BS, length)
        attend = CausalAttend() if attend is None else attend
        x_BSD = self.embed(ids_BS)
        for layer in self.layers:
            x_BSD = layer(x_BSD, rotation, attend)
        if select_S is not None:
            x_BSD = x_BSD[:, select_S.to(x_BSD.device)]
        x_BSD = self.norm(x_BSD)
        out: Tensor = self.lm_head(x_BSD) if head is None else head(x_BSD, self.lm_head)
        return out

    def _rotation(self, ids_BS: Tensor, positions_BS: Tensor | None, length: int | None) -> Rotation:
        if positions_BS is None:
            length = ids_BS.shape[1]
            positions_BS = torch.arange(length, device=ids_BS.device)[None]
        elif length is None:
            length = int(positions_BS.max()) + 1  # on a GPU this waits for it: give length where that matters
        return self.rotary.at(positions_BS, length, self.embed.weight.dtype)

    @torch.no_grad()
    def init_weights(self, seed: int = 0, norm_init: float = 1.0) -> "Transformer":
        """Fill with fresh weights (see `fresh_weight`), normal with the config's `init_std`."""
        for name, parameter in self.named_parameters():
            parameter.copy_(fresh_weight(name, parameter.shape, self.config.init_std, norm_init, seed))
        return self


def fresh_weight(name: str, shape: torch.Size, init_std: float, norm_init: float = 1.0, seed: int = 0) -> Tensor:
    """A parameter's first value, float32: normal with `init_std`, a norm's weight `norm_init` throughout.

    Each parameter has random numbers of its own, from the seed and its name: a process that holds some of them, or a
    part of one, makes the same as a process that holds all.
    """
    if "norm" in name:
        return torch.full(shape, norm_init)
    digest = hashlib.sha256(f"{seed} {name}".encode()).digest()
    generator = torch.Generator().manual_seed(int.from_bytes(digest[:8], "little", signed=True))
    return torch.empty(shape).normal_(0.0, init_std, generator=generator)

"""Tensor parallelism (Megatron-LM, arXiv 1909.08053) with sequence parallel norms (arXiv 2205.05198).

```
embed                    rows of the vocabulary; the sum is scattered over the tokens
norms, residuals         each process its part of the tokens
q k v  gate up           rows: whole heads, whole columns of the middle; their input is gathered once for all of them
o  down                  columns; the sum is scattered over the tokens
final norm               its output is gathered: the head, or the loss, sees all tokens
lm_head                  rows of the vocabulary
```

Without `sequence_parallel` gathering is nothing and scattering is a sum. Modules keep their names and change their
class; sharded parameters are DTensors, so that FSDP, checkpoints and the gradient's norm know what they are a part of.
The arithmetic is done on local tensors: a DTensor's dispatch costs tens of microseconds an operation and gains nothing.

Legend: B batch, S sequence, D hidden.
"""

from dataclasses import dataclass
from typing import Any, cast

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn
from torch.distributed.device_mesh import DeviceMesh
from torch.distributed.tensor import DTensor, Placement, Replicate, Shard

from aquila2.kernels.linear import linear
from aquila2.kernels.rms_norm import add_rms_norm, rms_norm
from aquila2.model.layers import Embedding, Layer, Linear, RMSNorm
from aquila2.model.transformer import Transformer
from aquila2.parallel.collectives import collect, copy, gather, reduce, scatter
from aquila2.parallel.mesh import Mesh


@dataclass(frozen=True)
class _Tokens:
    """How activations go between the part where tokens are shared out and the part where matrices are."""

    group: dist.ProcessGroup
    sequence_parallel: bool

    def whole(self, x_BSD: Tensor) -> Tensor:
        """Before sharded rows."""
        return gather(x_BSD, 1, self.group) if self.sequence_parallel else copy(x_BSD, self.group)

    def parted(self, x_BSD: Tensor) -> Tensor:
        """After sharded columns, which leave each process a summand."""
        return scatter(x_BSD, 1, self.group) if self.sequence_parallel else reduce(x_BSD, self.group)


class _ColumnLinear(Linear):
    """Some of the outputs, from the whole input."""

    def forward(self, x: Tensor) -> Tensor:
        return linear(x, _local(self.weight))


class _RowLinear(Linear):
    """A summand of all outputs, from some of the inputs; summed."""

    tokens: _Tokens

    def forward(self, x: Tensor) -> Tensor:
        return self.tokens.parted(linear(x, _local(self.weight)))


class _Head(Linear):
    """Logits of some of the vocabulary, gathered. A loss does not call it: it takes the weight as it lies."""

    tokens: _Tokens

    def forward(self, x: Tensor) -> Tensor:
        group = self.tokens.group
        return collect(linear(copy(x, group), _local(self.weight)), -1, group)


class _VocabEmbedding(Embedding):
    """Vectors of the tokens whose rows lie here, zeros for the others; summed."""

    tokens: _Tokens

    def forward(self, input: Tensor) -> Tensor:
        weight_VD = _local(self.weight)
        rows_BS = input - dist.get_rank(self.tokens.group) * weight_VD.shape[0]
        mine_BS = (rows_BS >= 0) & (rows_BS < weight_VD.shape[0])
        x_BSD = F.embedding(torch.where(mine_BS, rows_BS, 0), weight_VD) * mine_BS[..., None].to(weight_VD.dtype)
        return self.tokens.parted(x_BSD)


class _TokensNorm(RMSNorm):
    """Norm of some of the tokens: the weight's gradient is summed over all of them."""

    tokens: _Tokens

    def _weight(self) -> Tensor:
        weight = _local(self.weight)
        return copy(weight, self.tokens.group) if self.tokens.sequence_parallel else weight

    def forward(self, x_BSD: Tensor) -> Tensor:
        return rms_norm(x_BSD, self._weight(), self.eps)

    def add(self, x_BSD: Tensor, residual_BSD: Tensor) -> tuple[Tensor, Tensor]:
        return add_rms_norm(x_BSD, residual_BSD, self._weight(), self.eps)


class _FinalNorm(_TokensNorm):
    """The last norm: what comes after it sees all tokens."""

    def forward(self, x_BSD: Tensor) -> Tensor:
        normed_BSD = super().forward(x_BSD)
        return collect(normed_BSD, 1, self.tokens.group) if self.tokens.sequence_parallel else normed_BSD


def apply_tensor_parallel(model: nn.Module, mesh: Mesh) -> nn.Module:
    """Share the matrices of a model, or of a stage, out over `tp`.

    The parameters must be on the meta device: they are replaced, not split. Sizes are checked in `mesh.check_model`.
    """
    group = mesh.group("tp")
    if group is None:
        return model
    tokens, where = _Tokens(group, mesh.config.sequence_parallel), mesh.weights("tp")
    for module in list(model.modules()):
        if isinstance(module, Layer):
            for block, inputs, output in (
                (module.attention, ("q_proj", "k_proj", "v_proj"), "o_proj"),
                (module.mlp, ("gate_proj", "up_proj"), "down_proj"),
            ):
                block.register_forward_pre_hook(_Whole(tokens))
                for name in inputs:
                    _become(getattr(block, name), _ColumnLinear, Shard(0), tokens, where)
                _become(getattr(block, output), _RowLinear, Shard(1), tokens, where)
            for norm in (module.attention_norm, module.mlp_norm):
                _become(norm, _TokensNorm, Replicate(), tokens, where)
    for name, kind, placement in (
        ("embed", _VocabEmbedding, Shard(0)),
        ("norm", _FinalNorm, Replicate()),
        ("lm_head", _Head, Shard(0)),
    ):
        end = getattr(model, name, None)  # a stage may lack it
        if end is not None:
            _become(end, kind, placement, tokens, where)
    if isinstance(model, Transformer):
        model.tie_weights()
    return model


class _Whole:
    """A hook: the block's first input is made whole, once for all the matrices that read it."""

    def __init__(self, tokens: _Tokens) -> None:
        self.tokens = tokens

    def __call__(self, module: nn.Module, args: tuple[Any, ...]) -> tuple[Any, ...]:
        return (self.tokens.whole(args[0]), *args[1:])


def _become(module: nn.Module, kind: type, placement: Placement, tokens: _Tokens, where: DeviceMesh) -> None:
    """The module as its parallel kind: in place, so that its name and its hooks stay."""
    weight = cast(nn.Parameter, module.weight)
    if not weight.is_meta:
        raise ValueError("tensor parallelism replaces parameters: apply it on the meta device")
    shape = list(weight.shape)
    if isinstance(placement, Shard):
        shape[placement.dim] //= where.size()
    local = torch.empty(shape, dtype=weight.dtype, device="meta")
    module.weight = nn.Parameter(DTensor.from_local(local, where, [placement], run_check=False), weight.requires_grad)
    module.__class__ = kind
    module.tokens = tokens  # type: ignore[assignment]  # modules take any attribute


def _local(weight: Tensor) -> Tensor:
    return cast(DTensor, weight).to_local()

"""Activation recomputation: what the backward pass needs is computed again instead of kept.

```
none        all is kept
selective   products and attention are kept, norms, rotary turns and SwiGLU computed again (arXiv 2205.05198)
mlp         the MLP is computed again from its input: two thirds of what a layer keeps, a sixth more work
full        a layer's input alone is kept, the layer computed again: a third more work
```

A layer's `forward` is wrapped, not the layer: its name and its parameters stay as they are.
"""

import functools
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils.checkpoint import CheckpointPolicy, checkpoint, create_selective_checkpoint_contexts

from aquila2.model.layers import MLP, Layer
from aquila2.parallel.config import Kept
from aquila2.parallel.offload import HostStore

_HOW: dict[str, Any] = {"use_reentrant": False, "preserve_rng_state": False}  # nothing here is random

# What is dear to compute: products, and attention in each of its implementations.
_DEAR = {"mm", "addmm", "bmm", "nf4_linear"}
_DEAR_PARTS = ("scaled_dot_product", "flash_attn", "varlen_attn")


def apply_recompute(
    layers: Sequence[Layer],
    kinds: Sequence[Kept],
    compile: bool = False,
    store: HostStore | None = None,
    sharded: bool = False,
) -> None:
    """Wrap each layer's forward pass as its kind says, and compile it if asked.

    Recomputation is inside of what is compiled: the compiler sees what may be computed again, and leaves out what
    nobody reads (the last product of a layer). But `full` of matrices that are `sharded` (tensor parallel) is outside,
    for inside PyTorch 2.13 stumbles over their DTensors.

    Args:
        store: where the inputs of layers that are recomputed in full wait, in place of the GPU.
    """
    choose = functools.partial(create_selective_checkpoint_contexts, _policy)
    for layer, kind in zip(layers, kinds, strict=True):
        if kind == "mlp":
            layer.mlp.__class__ = _recomputed(type(layer.mlp))  # type: ignore[arg-type]
        forward = layer.forward
        outside = compile and sharded
        if kind == "selective":
            forward = functools.partial(checkpoint, forward, context_fn=choose, **_HOW)
        if kind == "full" and not outside:
            forward = functools.partial(checkpoint, forward, **_HOW)
        if compile:
            # a layer's number is no reason to compile it again: without this the first eight are compiled one by one,
            # the rest not at all
            torch._dynamo.config.allow_unspec_int_on_nn_module = True
            forward = torch.compile(forward)
        if kind == "full" and outside:
            forward = functools.partial(checkpoint, forward, **_HOW)
        if kind == "full" and store is not None:
            forward = store.keeping_input(forward)
        layer.forward = forward  # type: ignore[method-assign]


@functools.cache
def _recomputed(kind: type[MLP]) -> type[MLP]:
    """`kind` with its forward pass computed again. A class, not a wrapped method: to the compiler layers stay alike."""

    def forward(self: MLP, x_BSD: Tensor) -> Tensor:
        out_BSD: Tensor = checkpoint(lambda x: kind.forward(self, x), x_BSD, **_HOW)
        return out_BSD

    return type(kind.__name__, (kind,), {"forward": forward})


def _policy(context: Any, operation: Any, *args: Any, **kwargs: Any) -> CheckpointPolicy:
    name = operation.overloadpacket.__name__ if isinstance(operation, torch._ops.OpOverload) else str(operation)
    if name in _DEAR or any(part in name for part in _DEAR_PARTS):
        return CheckpointPolicy.MUST_SAVE
    return CheckpointPolicy.PREFER_RECOMPUTE

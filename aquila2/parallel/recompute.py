"""Activation recomputation: what the backward pass needs is computed again instead of kept.

```
none        all is kept
selective   products and attention are kept, norms, rotary turns and SwiGLU computed again (arXiv 2205.05198)
full        a layer's input alone is kept, the layer computed again: a third more work
```

A layer's `forward` is wrapped, not the layer: its name and its parameters stay as they are.
"""

import functools
from collections.abc import Sequence
from typing import Any

import torch
from torch.utils.checkpoint import CheckpointPolicy, checkpoint, create_selective_checkpoint_contexts

from aquila2.model.layers import Layer
from aquila2.parallel.config import Kept

# What is dear to compute: products, and attention in each of its implementations.
_DEAR = {"mm", "addmm", "bmm", "nf4_linear"}
_DEAR_PARTS = ("scaled_dot_product", "flash_attn", "varlen_attn")


def apply_recompute(layers: Sequence[Layer], kinds: Sequence[Kept], compile: bool = False) -> None:
    """Wrap each layer's forward pass as its kind says, and compile it if asked.

    `selective` is inside what is compiled, for the compiler must see what may be computed again; `full` is outside,
    where it needs to know nothing of it (inside, PyTorch 2.13 stumbles over the DTensors of tensor parallelism).
    """
    how: dict[str, Any] = {"use_reentrant": False, "preserve_rng_state": False}  # nothing here is random
    choose = functools.partial(create_selective_checkpoint_contexts, _policy)
    for layer, kind in zip(layers, kinds, strict=True):
        forward = layer.forward
        if kind == "selective":
            forward = functools.partial(checkpoint, forward, context_fn=choose, **how)
        if compile:
            # a layer's number is no reason to compile it again: without this the first eight are compiled one by one,
            # the rest not at all
            torch._dynamo.config.allow_unspec_int_on_nn_module = True
            forward = torch.compile(forward)
        if kind == "full":
            forward = functools.partial(checkpoint, forward, **how)
        layer.forward = forward  # type: ignore[method-assign]


def _policy(context: Any, operation: Any, *args: Any, **kwargs: Any) -> CheckpointPolicy:
    name = operation.overloadpacket.__name__ if isinstance(operation, torch._ops.OpOverload) else str(operation)
    if name in _DEAR or any(part in name for part in _DEAR_PARTS):
        return CheckpointPolicy.MUST_SAVE
    return CheckpointPolicy.PREFER_RECOMPUTE

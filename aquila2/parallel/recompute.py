"""Activation recomputation: what the backward pass needs is computed again instead of kept.

```
none        all is kept
selective   products and attention are kept, norms, rotary turns and SwiGLU computed again (arXiv 2205.05198)
mlp         the same of the attention half; of the MLP half its input alone is kept: half as much, a sixth more work
full        a layer's input alone is kept, the layer computed again: a third more work
```

The layers' methods are wrapped, in a class of each kind: names and parameters stay as they are, and to the compiler
layers of a kind are alike. What is compiled holds the recomputation of halves, so the compiler keeps the less of what
it may choose from, and leaves out products that nobody reads then. `full` is around what is compiled: inside, the
compiler would keep what attention makes and needs all the same, five times the layer's input.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.utils.checkpoint import CheckpointPolicy, checkpoint, create_selective_checkpoint_contexts

from aquila2.model.layers import Layer
from aquila2.parallel.config import Kept
from aquila2.parallel.offload import HostStore

# What is dear to compute: products, and attention in each of its implementations.
_DEAR = {"mm", "addmm", "bmm", "nf4_linear", "_scaled_mm"}
_DEAR_PARTS = ("scaled_dot_product", "flash_attn", "varlen_attn")


def apply_recompute(
    layers: Sequence[Layer], kinds: Sequence[Kept], compile: bool = False, store: HostStore | None = None
) -> None:
    """Wrap each layer as its kind says, and compile it if asked.

    Args:
        store: where what recomputed layers keep waits, in place of the GPU; inputs alone are of those in full.
    """
    for layer, kind in zip(layers, kinds, strict=True):
        if kind in ("selective", "mlp"):
            layer.__class__ = _by_halves(type(layer), kind)  # type: ignore[arg-type]
        sends = store is not None and kind != "none" and (kind == "full" or not store.inputs_only)
        if not compile and kind != "full" and not sends:
            continue
        forward = layer.forward
        if compile:
            # a layer's number is no reason to compile it again: without this the first eight are compiled one by one,
            # the rest not at all
            torch._dynamo.config.allow_unspec_int_on_nn_module = True
            forward = torch.compile(forward)
        if kind == "full":
            forward = functools.partial(_again, forward)
        if store is not None and sends:
            forward = store.keeping(forward)
        layer.forward = forward  # type: ignore[method-assign]


@functools.cache
def _by_halves(layer: type[Layer], kind: Kept) -> type[Layer]:
    """A class of layers whose halves are recomputed so."""
    second = _again if kind == "mlp" else _cheap_again
    methods = {
        "first_half": _wrapped(layer.first_half, _cheap_again),
        "second_half": _wrapped(layer.second_half, second),
    }
    return type(layer.__name__, (layer,), methods)


def _wrapped(method: Callable[..., Tensor], how: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def run(self: Layer, *args: Any) -> Tensor:
        tensors = [arg for arg in args if isinstance(arg, Tensor)]  # they come first
        rest = args[len(tensors) :]  # the compiler of PyTorch 2.11 wants none of these as arguments of a recomputation
        return how(lambda *inputs: method(self, *inputs, *rest), *tensors)

    return run


def _again(function: Callable[..., Tensor], *args: Any) -> Tensor:
    """`function` of the arguments, which alone are kept. (Nothing here draws from a random generator.)"""
    out: Tensor = checkpoint(function, *args, use_reentrant=False, preserve_rng_state=False)
    return out


def _cheap_again(function: Callable[..., Tensor], *args: Any) -> Tensor:
    """`function` of the arguments; they and what is dear to compute are kept."""
    choose = functools.partial(create_selective_checkpoint_contexts, _policy)
    out: Tensor = checkpoint(function, *args, use_reentrant=False, preserve_rng_state=False, context_fn=choose)
    return out


def _policy(context: Any, operation: Any, *args: Any, **kwargs: Any) -> CheckpointPolicy:
    """PREFER_SAVE: the compiler, which sees more, may find that nobody needs it."""
    name = operation.overloadpacket.__name__ if isinstance(operation, torch._ops.OpOverload) else str(operation)
    if name in _DEAR or any(part in name for part in _DEAR_PARTS):
        return CheckpointPolicy.PREFER_SAVE
    return CheckpointPolicy.PREFER_RECOMPUTE

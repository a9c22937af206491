"""A model put together for training on a checkpoint: full, LoRA or Q-LoRA differ in this file alone.

The order of passes: NF4 and adapters while the model lies on the meta device (they replace linears, by name), then
those of `parallel/parallelize.py`, then weights. A matrix is read, and quantized, one at a time.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import torch
from torch import Tensor

from aquila2.lora.layer import LoraConfig, apply_lora, base_name, fresh_adapter_weight, init_adapter
from aquila2.model.config import AquilaConfig
from aquila2.model.position_hash import set_first_sample
from aquila2.model.transformer import Transformer
from aquila2.parallel.config import Kept
from aquila2.parallel.data_parallel import Precision
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.parallelize import Parallel, parallelize
from aquila2.parallel.weights import fill
from aquila2.quant.apply import apply_nf4, fill_nf4

Method = Literal["full", "lora", "qlora"]
Whole = Callable[[str, torch.Size], Tensor]


def build_trainable(
    config: AquilaConfig,
    mesh: Mesh,
    method: Method,
    lora: LoraConfig,
    precision: Precision,
    whole: Whole,
    kinds: Sequence[Kept] | None = None,
    seed: int = 0,
) -> Parallel:
    """The model, spread, with its weights; an adapter begins as one that changes nothing.

    Args:
        method: what is trained: every weight, or an adapter; `qlora` has the layers' matrices in NF4.
        whole: a base weight by our name and shape.
        kinds: how each layer is recomputed.
        seed: of the adapter's first values and of its dropout.
    """
    with torch.device("meta"):
        model = Transformer(config)
    model.to(precision.compute if method != "full" else torch.float32)
    if method == "qlora":
        apply_nf4(model)
    if method != "full":
        apply_lora(model, lora, seed)
    parallel = parallelize(model, mesh, precision, None if kinds is None else list(kinds))

    def first(name: str, shape: torch.Size) -> Tensor:
        if ".lora_" in name:
            return torch.zeros(shape) if name.endswith("magnitude") else fresh_adapter_weight(name, shape, seed)
        return whole(base_name(name), shape)

    fill(parallel, first)
    parallel.tell_sample = set_first_sample
    for module in parallel.modules:
        fill_nf4(module, lambda name, shape: whole(base_name(name), shape).to(precision.compute))
        if lora.use_dora and method != "full":
            init_adapter(module, seed)
    return parallel

"""A model put together for training on a checkpoint: full, LoRA or Q-LoRA differ in this file alone.

The order of passes: NF4 and adapters while the model lies on the meta device (they replace linears, by name), then
those of `parallel/parallelize.py`, then weights. A matrix is read, and quantized, one at a time.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import torch
from torch import Tensor, nn
from torch.distributed.tensor import DTensor

from aquila2.base.errors import UserError
from aquila2.lora.layer import LoraConfig, adapters, apply_lora, base_name, fresh_adapter_weight
from aquila2.model.config import AquilaConfig
from aquila2.model.position_hash import set_first_sample, set_pieces
from aquila2.model.transformer import Transformer
from aquila2.parallel.config import Kept
from aquila2.parallel.context_parallel import tokens_of
from aquila2.parallel.data_parallel import Precision
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.parallelize import Parallel, parallelize
from aquila2.parallel.weights import fill, local_part
from aquila2.quant.apply import apply_nf4, fill_quantized
from aquila2.quant.fp8 import apply_frozen_fp8
from aquila2.train.fp8 import apply_fp8
from aquila2.train.neftune import apply_neftune

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
    neftune_alpha: float = 0.0,
    fp8: bool = False,
) -> Parallel:
    """The model, spread, with its weights; an adapter begins as one that changes nothing.

    Args:
        method: what is trained: every weight, or an adapter; `qlora` has the layers' matrices in NF4.
        whole: a base weight by our name and shape.
        kinds: how each layer is recomputed.
        seed: of the adapter's first values, of dropout and noise.
        neftune_alpha: noise on the embeddings; none at 0.
        fp8: the layers' products in 8-bit floats.
    """
    with torch.device("meta"):
        model = Transformer(config)
    model.to(precision.compute if method != "full" else torch.float32)
    if method == "qlora":
        apply_nf4(model)
    if fp8:
        apply_fp8(model) if method == "full" else apply_frozen_fp8(model)
    if method != "full":
        # sharded, an adapter is its own float32 master, beside a frozen base in the compute dtype; see data_parallel.py
        apply_lora(model, lora, seed, torch.float32)
    if neftune_alpha:
        apply_neftune(model, neftune_alpha, seed)
    parallel = parallelize(model, mesh, precision, None if kinds is None else list(kinds))

    def first(name: str, shape: torch.Size) -> Tensor:
        if ".lora_" in name:
            return torch.zeros(shape) if name.endswith("magnitude") else fresh_adapter_weight(name, shape, seed)
        return whole(base_name(name), shape)

    fill(parallel, first)
    parallel.tell_sample = set_first_sample
    for module in parallel.modules:
        set_pieces(module, *_pieces(mesh))
        fill_quantized(module, lambda name, shape: whole(base_name(name), shape).to(precision.compute))
        _fill_magnitudes(module)
    return parallel


def _pieces(mesh: Mesh) -> tuple[list[int], int]:
    """Which tokens of a row this process sees, where what is random is added: see `set_pieces`."""
    cp, tp = mesh.size("cp"), mesh.size("tp") if mesh.config.sequence_parallel else 1
    if cp * tp == 1:
        return [0], 1
    pieces = 2 * cp * tp
    here = tokens_of(mesh.rank("cp"), cp, pieces)
    return (here.chunk(tp)[mesh.rank("tp")] if tp > 1 else here).tolist(), pieces


@torch.no_grad()
def _fill_magnitudes(module: nn.Module) -> None:
    """DoRA's, if there are any: the norms of the rows of the base's weights, which are sharded or, in NF4, whole."""
    for _, adapter in adapters(module):
        if adapter.lora_magnitude is not None:
            norms = torch.linalg.vector_norm(adapter.base_weight(), dim=1, dtype=torch.float32)
            if isinstance(adapter.lora_magnitude, DTensor) and not isinstance(norms, DTensor):
                adapter.lora_magnitude.to_local().copy_(local_part(norms, adapter.lora_magnitude))
            else:
                adapter.lora_magnitude.copy_(norms)


def check_fp8(precision: str, tp: int, device: torch.device) -> None:
    """Refuse 8-bit products where there are none.

    Raises:
        UserError: they do not go with the options, or the GPU has none.
    """
    if tp > 1:
        raise UserError("fp8=true goes with tp=1: matrices that are shared out would have other scales; leave one out")
    if precision != "bf16":
        raise UserError(f"fp8=true goes with precision=bf16, not {precision}")
    if device.type == "cuda" and torch.cuda.get_device_capability(device) < (8, 9):
        raise UserError("fp8=true needs a GPU with 8-bit products (Ada, Hopper or newer): leave it out")

"""What the planner says a layer keeps is what it keeps, to the byte."""

import gc

import pytest
import torch

from aquila2.model.attention import CausalAttend
from aquila2.model.batch import Batch, attend_for
from aquila2.model.config import AquilaConfig
from aquila2.model.layers import Layer
from aquila2.model.rope import Rotary
from aquila2.model.transformer import Transformer
from aquila2.parallel.activations import Share, head_activations, layer_activations, loss_workspace
from aquila2.parallel.config import Kept
from aquila2.parallel.recompute import apply_recompute
from aquila2.train.loss import CrossEntropy

CONFIG = AquilaConfig(
    vocab_size=80, hidden_size=48, intermediate_size=160, num_layers=2, num_heads=4, num_kv_heads=2, head_dim=16
)
B, S = 2, 64


def alive() -> dict[int, int]:
    """Bytes of every storage that a tensor holds."""
    gc.collect()
    tensors = [found for found in gc.get_objects() if type(found) in (torch.Tensor, torch.nn.Parameter)]
    return {t.untyped_storage().data_ptr(): t.untyped_storage().nbytes() for t in tensors}


class Saved(torch.autograd.graph.saved_tensors_hooks):
    """Bytes of every storage that autograd keeps while this is open."""

    def __init__(self, but: set[int]) -> None:
        self.sizes: dict[int, int] = {}
        self.tensors: list[torch.Tensor] = []

        def pack(tensor: torch.Tensor) -> torch.Tensor:
            storage = tensor.untyped_storage()
            if storage.data_ptr() not in but:
                self.sizes[storage.data_ptr()] = storage.nbytes()
                self.tensors.append(tensor)  # or its memory would be another's
            return tensor

        super().__init__(pack, lambda tensor: tensor)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize(
    ("kept", "frozen"),
    [("none", False), ("selective", False), ("mlp", False), ("full", False), ("none", True), ("mlp", True)],
)
def test_a_layer_keeps_what_is_listed(kept: Kept, frozen: bool, dtype: torch.dtype) -> None:
    layer = Layer(CONFIG, 0).to(dtype).requires_grad_(not frozen)
    for parameter in layer.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    apply_recompute([layer], [kept])
    rotation = Rotary(CONFIG).at(torch.arange(S)[None].expand(B, S), S, dtype)
    leaf = torch.randn(B, S, CONFIG.hidden_size, dtype=dtype, requires_grad=True)
    before = alive()
    x = leaf + 0  # so that it lives as long as somebody needs it
    saved = Saved(set(before))
    with saved:
        y = layer(x, rotation, CausalAttend())
    del x
    if kept == "none":
        found = saved.sizes
    else:  # what is kept for recomputing is not autograd's
        found = {k: size for k, size in alive().items() if k not in before and k != y.untyped_storage().data_ptr()}
    listed = layer_activations(CONFIG, Share(B * S, bytes_each=dtype.itemsize, frozen=frozen), kept)
    assert sum(found.values()) == sum(listed.values())


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_model_keeps_its_layers_and_its_heads(dtype: torch.dtype) -> None:
    model = Transformer(CONFIG).init_weights().to(dtype)
    batch = Batch.of(torch.randint(0, CONFIG.vocab_size, (B, S)))
    share = Share(B * S, bytes_each=dtype.itemsize)
    model.rotary.at(batch.positions_BS, S, dtype)
    saved = Saved(set(alive()))
    with saved:
        model(batch.ids_BS, batch.positions_BS, attend_for(batch), length=S, head=CrossEntropy(batch.labels_BS, 1.0))
    listed = CONFIG.num_layers * sum(layer_activations(CONFIG, share).values())
    listed += sum(head_activations(CONFIG, share).values())
    listed += dtype.itemsize * CONFIG.vocab_size * CONFIG.hidden_size  # the gradient of the head
    listed += 2 * dtype.itemsize * B * S * CONFIG.head_dim  # cosines and sines, once for all layers
    assert sum(saved.sizes.values()) == listed


def test_recomputing_and_sharing_keep_less() -> None:
    whole, half = Share(B * S), Share(B * S, tp=2)
    kinds: tuple[Kept, ...] = ("none", "selective", "mlp", "full")
    sizes = {kept: sum(layer_activations(CONFIG, whole, kept).values()) for kept in kinds}
    assert sizes["none"] > sizes["selective"] > sizes["mlp"] > sizes["full"]
    assert sum(layer_activations(CONFIG, half).values()) < sizes["none"]
    assert layer_activations(CONFIG, half)["gate"] * 2 == layer_activations(CONFIG, whole)["gate"]
    assert layer_activations(CONFIG, half, "full")["layer input"] * 2 == sizes["full"]
    assert sum(layer_activations(CONFIG, Share(B * S, fused=True)).values()) < sizes["none"]
    assert loss_workspace(CONFIG, half) * 2 == loss_workspace(CONFIG, whole)

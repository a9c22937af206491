"""Compiled layers on a GPU: recomputed or not they give the same gradients, in one graph, without breaks."""

import pytest
import torch

from aquila2.lora.layer import LoraConfig
from aquila2.model.batch import Batch
from aquila2.model.config import AquilaConfig
from aquila2.parallel.config import ParallelConfig
from aquila2.parallel.data_parallel import Precision
from aquila2.parallel.mesh import Mesh
from aquila2.recipes.trainable import build_trainable
from aquila2.train.loss import CrossEntropy

pytestmark = pytest.mark.gpu
GPU = torch.device("cuda", 0)
CONFIG = AquilaConfig(
    vocab_size=256, hidden_size=256, intermediate_size=512, num_layers=4, num_heads=4, num_kv_heads=2, head_dim=64
)


def weight(name, shape):
    if "norm" in name:
        return torch.ones(shape)
    return torch.randn(shape, generator=torch.Generator().manual_seed(len(name) + shape[0])) * 0.05


def gradients(method, kind, compiled, packed, offload="none"):
    mesh = Mesh(ParallelConfig(compile=compiled, offload=offload), CONFIG, GPU)
    parallel = build_trainable(CONFIG, mesh, method, LoraConfig(), Precision(), weight, [kind] * 4)
    for name, parameter in parallel.named_parameters().items():
        if name.endswith("lora_b"):
            parameter.data.copy_(weight(name, parameter.shape))
    generator = torch.Generator().manual_seed(3)
    batch = Batch.of(torch.randint(0, 256, (2, 128), generator=generator))
    if packed:
        documents = (torch.rand(2, 128, generator=generator) < 0.1).long().cumsum(1)
        batch = Batch(batch.ids_BS, batch.labels_BS, batch.positions_BS, documents)
    for _ in range(2):  # host memory is used again
        for parameter in parallel.named_parameters().values():
            parameter.grad = None
        parallel.forward_backward(batch, 2, lambda part: CrossEntropy(part.labels_BS, batch.num_labels))
    return {name: p.grad.float() for name, p in parallel.named_parameters().items() if p.grad is not None}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("method", "kind"),
    [("lora", "none"), ("lora", "selective"), ("lora", "mlp"), ("lora", "full"), ("qlora", "mlp"), ("full", "mlp")],
)
def test_compiled_and_recomputed(method, kind, packed):
    torch._dynamo.reset()
    torch._dynamo.utils.counters.clear()
    plain = gradients(method, "none", False, packed)
    ours = gradients(method, kind, True, packed, "kept" if packed else "inputs")
    assert not torch._dynamo.utils.counters["graph_break"]
    assert torch._dynamo.utils.counters["stats"]["unique_graphs"] <= 2  # the first layer's input may want no gradient
    assert ours.keys() == plain.keys()
    for name, exact in plain.items():
        assert (ours[name] - exact).norm() / exact.norm() < 0.05, name

"""The one order of passes over a model that is trained, and the object that runs a step on what they leave.

The model comes on the meta device, without memory, and:

1. stages (pp): first, so that a process never touches the layers of others;
2. tensor parallelism: it replaces the linear layers' classes and parameters, which later passes only wrap;
3. recomputation and compilation: around a layer's forward, with the communication of 2 inside, and inside of 4: a
   layer that is computed again finds its weights gathered for the backward pass already. Layers are alike: one graph
   serves all;
4. data parallelism: last, its hooks run outside the compiled code and it shards what 2 has left;
5. memory: only now is any taken, for this process's shards; `weights.py` fills them.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from aquila2.model.batch import Batch
from aquila2.model.layers import Layer
from aquila2.model.transformer import Head, Transformer
from aquila2.parallel.config import Kept
from aquila2.parallel.data_parallel import Precision, apply_data_parallel, set_last
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.micro_batch import micro_batches
from aquila2.parallel.offload import HostStore
from aquila2.parallel.pipeline_parallel import Pipeline, split_stages
from aquila2.parallel.recompute import apply_recompute
from aquila2.parallel.tensor_parallel import apply_tensor_parallel


class Parallel:
    """A model spread over the mesh. `modules` are this process's parts, parameters named as in the whole model."""

    def __init__(self, modules: list[nn.Module], pipeline: Pipeline | None, mesh: Mesh) -> None:
        self.modules, self.mesh, self._pipeline = modules, mesh, pipeline
        self.data_rank, self.data_size = mesh.rank("data"), mesh.size("data")
        self.tell_sample: Callable[[nn.Module, int], None] | None = None  # see `forward_backward`

    def named_parameters(self) -> dict[str, nn.Parameter]:
        """This process's parameters by the whole model's names, a tied one once."""
        return {name: parameter for module in self.modules for name, parameter in module.named_parameters()}

    def forward_backward(
        self, batch: Batch, micro_batch_size: int, head_for: Callable[[Batch], Head], first_sample: int = 0
    ) -> Tensor:
        """Gradients of a data rank's batch, added to what is there. Returns the sum of its micro-batches' losses, the
        same on all its processes (pp, cp, tp); `mesh.sum(loss, "data")` is the step's.

        `head_for` makes a micro-batch's loss (`train.loss.CrossEntropy`, its divisor the labels of all data ranks).
        Where there is a `tell_sample`, it is called with this process's modules and the number of each micro-batch's
        first row, counted from `first_sample`: what is random in the model follows from that.
        """
        return self._run(batch, micro_batch_size, head_for, first_sample)

    def evaluate(self, batch: Batch, micro_batch_size: int, head_for: Callable[[Batch], Head]) -> Tensor:
        """The loss alone."""
        return self._run(batch, micro_batch_size, head_for, None)

    def _run(self, batch: Batch, rows: int, head_for: Callable[[Batch], Head], first_sample: int | None) -> Tensor:
        backward = first_sample is not None
        if self._pipeline is not None:
            return self.mesh.sum(self._pipeline.run(batch, rows, head_for, backward), "cp")
        (model,) = self.modules
        total = torch.zeros((), device=self.mesh.device)
        micros = micro_batches(batch, rows, self.mesh, head_for)
        for i, micro in enumerate(micros):
            set_last(model, self.mesh, i == len(micros) - 1)
            if first_sample is not None and self.tell_sample is not None:
                self.tell_sample(model, first_sample + i * rows)
            with torch.set_grad_enabled(backward):
                loss: Tensor = model(
                    micro.batch.ids_BS, micro.batch.positions_BS, micro.attend, length=micro.length, head=micro.head
                )
            if backward:
                loss.backward()
            total += loss.detach()
        return self.mesh.sum(total, "cp")


def parallelize(model: Transformer, mesh: Mesh, precision: Precision, recompute: list[Kept] | None = None) -> Parallel:
    """Spread a model that lies on the meta device; its memory is taken and holds nothing yet: `weights.fill` it.

    Args:
        recompute: of each layer of the whole model (`planner.recompute_kinds`); nothing is recomputed without it.
    """
    stages = split_stages(model, mesh, precision) if mesh.size("pp") > 1 else {}
    modules: list[nn.Module] = list(stages.values()) or [model]
    offload = mesh.config.offload
    store = None if offload == "none" else HostStore(mesh.device, offload == "inputs")
    for module in modules:
        apply_tensor_parallel(module, mesh)
        layers = [m for m in module.modules() if isinstance(m, Layer)]
        kinds: list[Kept] = ["none" if recompute is None else recompute[layer.attention.layer] for layer in layers]
        apply_recompute(layers, kinds, mesh.config.compile, store)
        apply_data_parallel(module, mesh, precision)
        module.to_empty(device=mesh.device)
        if isinstance(module, Transformer):
            module.tie_weights()
    return Parallel(modules, Pipeline(stages, model.config, mesh) if stages else None, mesh)

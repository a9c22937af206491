"""Bytes that a training step takes at its height, by term, on each process.

```
weights       what the products read: the parameters in the compute dtype, or the copies that FSDP gathers
gradients     as many as exist at the height
optimizer     float32 masters and two float32 moments: 12 bytes a parameter, sharded with FSDP
activations   of all layers and micro-batches in flight (`activations.py`)
logits        the loss at its height, or what it leaves for the backward pass, whichever is more
buffers       of collectives, of the pipeline, and one layer's backward pass
```

One process with bf16: 2 + 12 = 14 bytes a parameter, and 2 for its gradient. Counted are tensors, as
`torch.cuda.max_memory_allocated` does; the driver's and NCCL's part is left out of `Gpu.usable_bytes`.
"""

from collections import Counter
from dataclasses import dataclass

from aquila2.model.config import AquilaConfig
from aquila2.parallel.activations import Share, head_activations, layer_activations, loss_workspace, working_bytes
from aquila2.parallel.config import Kept, ParallelConfig, stage_layers

Terms = dict[str, float]


@dataclass(frozen=True)
class Tuning:
    """What fine-tuning holds in place of pretraining's bf16 weights with float32 masters and moments.

    Args:
        trained: parameters that are trained: all, or an adapter's.
        weight_bytes: of all weights, as they lie.
        state_bytes: of the optimizer, a trained parameter.
        gradient_bytes: a trained parameter; 0 where each is updated, and its gradient freed, in the backward pass.
        frozen: the model's matrices are not trained.
        quantized: the layers' matrices are dequantized for each product.
        paged: the optimizer's state lies in host memory.
    """

    trained: float
    weight_bytes: float
    state_bytes: float = 12.0
    gradient_bytes: float = 2.0
    frozen: bool = True
    quantized: bool = False
    paged: bool = False


@dataclass(frozen=True)
class Work:
    """A training step: what, how spread (`dp` filled in), rows a step and a micro-batch, tokens a row.

    `kinds` is the recomputation of each layer where it is not one for all (`recompute=auto`); `bytes_each` of the
    compute dtype; `fused` and `packed` as in `activations.Share`; `tuning` for fine-tuning; `chunk` tokens have logits
    at a time; `fp8` products in the layers.
    """

    model: AquilaConfig
    parallel: ParallelConfig
    batch: int
    micro_batch: int
    seq: int
    kinds: tuple[Kept, ...] | None = None
    bytes_each: int = 2
    fused: bool = False
    packed: bool = True
    tuning: Tuning | None = None
    chunk: int = 8192
    fp8: bool = False

    @property
    def micro_batches(self) -> int:
        """Micro-batches of a data rank's step."""
        return self.batch // (self.parallel.data_size * self.micro_batch)

    @property
    def share(self) -> Share:
        """One process's part of a micro-batch."""
        parallel = self.parallel
        tokens = self.micro_batch * self.seq // parallel.cp
        return Share(
            tokens,
            parallel.tp,
            parallel.cp,
            parallel.sequence_parallel,
            self.bytes_each,
            self.fused,
            self.packed,
            self.tuning is not None and self.tuning.frozen,
        )

    def kept(self, rank: int) -> Counter[Kept]:
        """How many of a pipeline rank's layers are recomputed how."""
        if self.kinds is None:
            kind: Kept = "none" if self.parallel.recompute == "auto" else self.parallel.recompute
            return Counter({kind: sum(map(len, self.stages(rank)))})
        return Counter(self.kinds[i] for layers in self.stages(rank) for i in layers)

    def stages(self, rank: int) -> list[range]:
        """The layers of each stage that pipeline rank `rank` holds."""
        counts = stage_layers(self.model, self.parallel)
        starts = [sum(counts[:s]) for s in range(len(counts) + 1)]
        return [range(starts[s], starts[s + 1]) for s in range(rank, len(counts), self.parallel.pp)]


@dataclass(frozen=True)
class Parameters:
    """One process's parameters, tp taken into account: of a layer, of its matrices alone, of both ends, of all."""

    layer: float
    ends: float
    total: float


def rank_parameters(work: Work, rank: int) -> Parameters:
    """What pipeline rank `rank` holds, before data parallelism shards it."""
    model, tp, pp = work.model, work.parallel.tp, work.parallel.pp
    layer = layer_matrices(model) / tp + 2 * model.hidden_size
    table = model.vocab_size * model.hidden_size / tp
    ends = (table if rank == 0 else 0) + (table if rank == pp - 1 and not model.tie_embeddings else 0)
    ends += model.hidden_size if rank == pp - 1 else 0
    return Parameters(layer, ends, ends + layer * sum(map(len, work.stages(rank))))


def layer_matrices(model: AquilaConfig) -> int:
    """Parameters of a layer's products."""
    attention = model.hidden_size * model.head_dim * (2 * model.num_heads + 2 * model.num_kv_heads)
    return attention + 3 * model.hidden_size * model.intermediate_size


def rank_memory(work: Work, rank: int = 0) -> Terms:
    """Terms in bytes on the processes of pipeline rank `rank`; their sum is the forecast."""
    parallel, share, e = work.parallel, work.share, work.bytes_each
    held = rank_parameters(work, rank)
    last = rank == parallel.pp - 1
    shard = parallel.dp * parallel.cp
    activations = _activations(work, rank)
    logits = 0.0
    if last:
        logits = loss_workspace(work.model, share, work.chunk)
    working = max(working_bytes(work.model, share, kind) for kind in work.kept(rank))
    buffers = (max(working - logits, 0) if last else working) + _pipeline_buffers(work, rank)
    if parallel.tp > 1:
        buffers += 2 * e * share.tokens * work.model.hidden_size
    if work.tuning is not None:
        weights, gradients, optimizer, gathered = _tuning_bytes(work, work.tuning, held)
        buffers += gathered
    elif shard * parallel.dp_replicate == 1:
        optimizer = (12 if e < 4 else 8) * held.total
        weights = gradients = e * held.total
        if work.micro_batches == 1 and activations + logits > gradients:
            gradients = 0.0  # they come as the activations go
    else:
        optimizer = 12 * held.total / shard
        unit = max(2 * held.layer, held.ends)  # the root is one unit; of the layers one is gathered ahead
        weights = e * (held.ends + 2 * held.layer if parallel.reshard else held.total)
        gradients = 4 * held.total / shard
        if not parallel.reduce_each and work.micro_batches > 1:
            gradients += 4 * held.total
        buffers += e * unit + 4 * unit  # gathered flat, then copied; sums are made in float32
    return {
        "weights": weights,
        "gradients": gradients,
        "optimizer": optimizer,
        "activations": activations,
        "logits": logits,
        "buffers": buffers,
    }


def _tuning_bytes(work: Work, tuning: Tuning, held: Parameters) -> tuple[float, float, float, float]:
    """Weights, gradients, the optimizer's state, and what is gathered: FSDP shards all but quantized weights."""
    parallel = work.parallel
    shard = parallel.dp * parallel.cp
    part = held.total / (work.model.num_parameters or 1)  # of a stage, and of tensor parallelism
    largest = 0.0 if tuning.gradient_bytes else work.bytes_each * held.ends / 2  # exists for a moment all the same
    state = 0.0 if tuning.paged else tuning.state_bytes * tuning.trained * part / shard
    gathered = 0.0 if shard == 1 or tuning.quantized else work.bytes_each * max(2 * held.layer, held.ends)
    weights = tuning.weight_bytes * part / (1 if tuning.quantized else shard)
    return weights, max(tuning.gradient_bytes * tuning.trained * part / shard, largest), state, gathered


def _activations(work: Work, rank: int) -> float:
    layers = sum(
        count * sum(layer_activations(work.model, work.share, kind).values()) for kind, count in work.kept(rank).items()
    )
    going = {"none": (), "inputs": ("full",), "kept": ("selective", "mlp", "full")}[work.parallel.offload]
    for kind, count in work.kept(rank).items():
        if kind in going:
            away = sum(layer_activations(work.model, work.share, kind).values())
            layers -= away * max(count - 2, 0)  # two are on their way
    stages = work.parallel.num_stages // work.parallel.pp
    kept = layers / stages * in_flight(work.parallel, rank, work.micro_batches)
    # the last stage's turns back at once
    return kept + (sum(head_activations(work.model, work.share).values()) if rank == work.parallel.pp - 1 else 0)


def in_flight(parallel: ParallelConfig, rank: int, micro_batches: int) -> int:
    """Passes of a stage whose activations wait at once on a pipeline rank, all its stages together."""
    if parallel.pp == 1:
        return 1
    if parallel.schedule == "1f1b":
        return min(micro_batches, parallel.pp - rank)
    stages = parallel.stages_per_rank
    return min(micro_batches * stages, 2 * (parallel.pp - rank - 1) + (stages - 1) * parallel.pp + 1)


def _pipeline_buffers(work: Work, rank: int) -> float:
    """PyTorch's schedules take a receive buffer for every micro-batch, of hidden states and of their gradients."""
    parallel, share = work.parallel, work.share
    if parallel.pp == 1:
        return 0.0
    shared = share.tp if share.sequence_parallel else 1
    one = work.bytes_each * share.tokens * work.model.hidden_size / shared
    stages = parallel.num_stages // parallel.pp
    ends = (rank == 0) + (rank == parallel.pp - 1)
    return one * work.micro_batches * (2 * stages - ends)

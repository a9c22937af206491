"""Seconds of a training step, by term.

```
compute     products and attention at the rates of the table, norms and the like at the memory's
tp          each layer gathers and scatters its tokens twice in a pass; nothing hides it
cp          keys and values gathered, their gradients scattered
dp          weights gathered and gradients summed, as far as computing does not hide them
pp          hidden states to the next stage and gradients back
bubble      what the pipeline waits at a step's begin and end
update      the optimizer's, at the memory's rate
```
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aquila2.model.config import AquilaConfig
from aquila2.parallel.gpus import Gpu
from aquila2.parallel.memory import Terms, Work, layer_matrices, rank_parameters

# What collectives reach of a link's rate, and how much of the computing time FSDP's can hide behind.
_LINK_USE = 0.75
_HIDDEN = 0.8
# A product with a side of d reaches about d / (d + 200) of its rate: its tiles do not fill the GPU evenly.
_SIDE = 200.0
# Bytes a float32 logit is read and written by the chunked loss, and a value of the head's gradient in each chunk.
_LOGIT_TRAFFIC, _HEAD_TRAFFIC, _CHUNK = 46.0, 12.0, 2048
# Bytes that fused AdamW reads and writes a parameter: gradient, master, two moments, the copy in the compute dtype.
_UPDATE_TRAFFIC = 30.0
# What 8-bit products gain on an H100, the rounding to 8 bits counted in: 10 layers of the 7B, forward and backward.
_FP8_GAIN = 1.5
# Bytes that a 4-bit weight is read, and written in bf16 to be multiplied by.
_DEQUANTIZING = 2.5


def flops_per_token(config: AquilaConfig, seq: int) -> float:
    """Floating-point operations of a token's forward and backward pass, recomputation not counted.

    6 x the parameters that are multiplied by (without the input embedding; a tied head counts) + 6 x layers x hidden x
    sequence for causal attention.
    """
    embedding = 0 if config.tie_embeddings else config.vocab_size * config.hidden_size
    attention = config.num_layers * config.num_heads * config.head_dim * seq
    return 6.0 * (config.num_parameters - embedding) + 6.0 * attention


@dataclass(frozen=True)
class _Pass:
    """Seconds of one micro-batch on one pipeline rank."""

    compute: float
    tp: float
    cp: float
    dp: float
    pp: float

    @property
    def total(self) -> float:
        return self.compute + self.tp + self.cp + self.dp + self.pp


def step_seconds(work: Work, gpus: Sequence[Gpu]) -> Terms:
    """Terms in seconds; their sum is the forecast. `gpus` holds the GPU of each pipeline rank."""
    parallel, count = work.parallel, work.micro_batches
    passes = [_one_pass(work, rank, gpu) for rank, gpu in enumerate(gpus)]
    slowest = max(passes, key=lambda one: one.total)
    once = max(_dp_once(work, rank, gpu) for rank, gpu in enumerate(gpus))
    shard = parallel.dp * parallel.cp
    trained = 1.0 if work.tuning is None else work.tuning.trained / work.model.num_parameters
    traffic = _UPDATE_TRAFFIC if work.tuning is None else 2.5 * work.tuning.state_bytes + 4
    update = max(
        traffic * trained * rank_parameters(work, rank).total / shard / gpu.memory_rate for rank, gpu in enumerate(gpus)
    )
    stages = parallel.num_stages // parallel.pp
    return {
        "compute": count * slowest.compute,
        "tp": count * slowest.tp,
        "cp": count * slowest.cp,
        "dp": count * slowest.dp + once,
        "pp": count * slowest.pp,
        "bubble": (parallel.pp - 1) / stages * slowest.total,
        "update": update,
    }


def _one_pass(work: Work, rank: int, gpu: Gpu) -> _Pass:
    model, parallel, share = work.model, work.parallel, work.share
    kept = work.kept(rank)
    layers = kept.total()
    # products that are computed again, in layers; one that nobody reads then is left out where the compiler sees it
    down = model.hidden_size * model.intermediate_size / layer_matrices(model)
    again = kept["full"] + (2 if work.fused and share.tp == 1 else 3) * down * kept["mlp"]
    refreshed = layers - kept["none"]

    side = min(share.tokens, model.num_heads * model.head_dim / share.tp, model.intermediate_size / share.tp)
    rate = gpu.peak_flops * gpu.efficiency * side / (side + _SIDE)
    products = 2 * share.tokens * layer_matrices(model) / share.tp / rate / (_FP8_GAIN if work.fp8 else 1)
    attention = 2 * share.tokens * work.seq * model.num_heads * model.head_dim / share.tp
    attention /= gpu.peak_flops * gpu.attention_efficiency
    traffic = _traffic(work) / gpu.memory_rate
    frozen = work.tuning is not None and work.tuning.frozen
    passes = 2 if frozen else 3  # nobody asks for the gradient of a frozen matrix
    compute = layers * (passes * products + 3.5 * attention + traffic)
    if work.tuning is not None and work.tuning.quantized:
        compute += (2 * layers + again) * _DEQUANTIZING * layer_matrices(model) / gpu.memory_rate
    compute += again * products + kept["full"] * attention + refreshed * traffic / 3
    hidden_bytes = work.bytes_each * share.tokens * model.hidden_size
    moved = (4 * (2 * layers + refreshed)) * hidden_bytes
    if rank == parallel.pp - 1:
        entries = model.vocab_size / share.tp
        compute += 2 * passes * share.tokens * entries * model.hidden_size / rate
        chunks = max(share.tokens / _CHUNK, 1)
        loss_bytes = entries * (_LOGIT_TRAFFIC * share.tokens + _HEAD_TRAFFIC * model.hidden_size * chunks)
        compute += loss_bytes / gpu.memory_rate
        moved += 4 * hidden_bytes
    tp_rate = _rate(gpu, stride=1, size=share.tp)
    tp = moved * (share.tp - 1) / share.tp / tp_rate

    keys = 2 * work.bytes_each * share.tokens * model.num_kv_heads * model.head_dim / share.tp
    cp_rate = _rate(gpu, share.tp, parallel.cp)
    cp = (2 * layers + kept["full"]) * keys * (parallel.cp - 1) / cp_rate

    sent = 0.0
    if parallel.pp > 1:
        shared = share.tp if share.sequence_parallel else 1
        stride = share.tp * parallel.cp * parallel.data_size
        sent = 2 * len(work.stages(rank)) * hidden_bytes / shared / _rate(gpu, stride, parallel.pp)
    dp = max(_dp_each(work, rank, gpu) - _HIDDEN * compute, 0.0)
    return _Pass(compute, tp, cp, dp, sent)


def _traffic(work: Work) -> float:
    """Bytes that a layer's norms, rotations, SwiGLU and additions read and write, both passes: counted operation by
    operation of the model's code, or of kernels that do each in one go."""
    model, share = work.model, work.share
    mine = share.tokens * model.hidden_size / (share.tp if share.sequence_parallel else 1)
    heads = share.tokens * (model.num_heads + model.num_kv_heads) * model.head_dim / share.tp
    middle = share.tokens * model.intermediate_size / share.tp
    each = (56, 16, 16) if work.fused else (220, 40, 30)
    return sum(factor * size for factor, size in zip(each, (mine, heads, middle), strict=True)) * work.bytes_each / 2


def _dp_each(work: Work, rank: int, gpu: Gpu) -> float:
    """Seconds of FSDP's collectives that come with every micro-batch."""
    parallel = work.parallel
    gathers = 2 if parallel.reshard else 0
    return _dp_seconds(work, rank, gpu, gathers, 1 if parallel.reduce_each else 0)


def _dp_once(work: Work, rank: int, gpu: Gpu) -> float:
    """Seconds of those that come once a step; the last backward pass hides a part."""
    parallel = work.parallel
    seconds = _dp_seconds(work, rank, gpu, 0 if parallel.reshard else 1, 0 if parallel.reduce_each else 1)
    return seconds * (1 - _HIDDEN / 2)


def _dp_seconds(work: Work, rank: int, gpu: Gpu, gathers: int, sums: int) -> float:
    parallel = work.parallel
    shard, inner = parallel.dp * parallel.cp, parallel.tp
    held = rank_parameters(work, rank).total
    moved = held * (shard - 1) / shard * (work.bytes_each * gathers + 4 * sums)
    seconds = moved / _rate(gpu, inner, shard)
    copies = parallel.dp_replicate
    if copies > 1:
        moved = 2 * 4 * held / shard * (copies - 1) / copies * sums
        seconds += moved / _rate(gpu, inner * shard, copies)
    return seconds


def _rate(gpu: Gpu, stride: int, size: int) -> float:
    """Bytes a second of a collective of `size` processes, `stride` apart. Inside a machine the link's; beyond it the
    network's, once for each member of the group in the machine: their cards share the group's traffic."""
    if size == 1 or stride * size <= gpu.per_machine:
        return gpu.link_rate * _LINK_USE
    members = max(gpu.per_machine // stride, 1)
    return min(gpu.link_rate, gpu.network_rate * members) * _LINK_USE

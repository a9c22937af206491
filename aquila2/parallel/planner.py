"""Which layout: the memory and the time of each, the best first.

Memory comes from `memory.py`, time from `timing.py`, both formulas of what the passes of this folder do; the GPUs'
rates from `gpus.py`. Nothing is measured and no GPU is needed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from aquila2.base.errors import UserError
from aquila2.model.config import AquilaConfig
from aquila2.parallel.activations import layer_activations
from aquila2.parallel.config import Kept, ParallelConfig, Recompute, check_model, split_layers
from aquila2.parallel.gpus import Gpu
from aquila2.parallel.memory import Terms, Work, layer_matrices, rank_memory
from aquila2.parallel.timing import flops_per_token, step_seconds

Cluster = Sequence[tuple[int, Gpu]]


@dataclass(frozen=True)
class Plan:
    """A layout's forecast. `memory` is of the process that has least room left."""

    work: Work
    memory: Terms
    seconds: Terms
    mfu: float
    room_bytes: float

    @property
    def memory_bytes(self) -> float:
        """The sum of its terms."""
        return sum(self.memory.values())

    @property
    def seconds_per_step(self) -> float:
        """The sum of its terms."""
        return sum(self.seconds.values())

    @property
    def fits(self) -> bool:
        """Whether every process has room."""
        return self.room_bytes >= 0


@dataclass(frozen=True)
class Request:
    """What is to be planned: a model on a cluster, rows a step, tokens a row; None: the planner chooses."""

    model: AquilaConfig
    cluster: Cluster
    batch: int
    seq: int
    micro_batch: int | None = None
    recompute: Recompute | None = None
    fused: bool = False
    packed: bool = True


def forecast(work: Work, gpus: Sequence[Gpu]) -> Plan:
    """Memory and time of one layout; `gpus` holds the GPU of each pipeline rank."""
    parallel = work.parallel
    memories = [rank_memory(work, rank) for rank in range(parallel.pp)]
    rooms = [gpu.usable_bytes - sum(memory.values()) for gpu, memory in zip(gpus, memories, strict=True)]
    tightest = min(range(parallel.pp), key=lambda rank: rooms[rank])
    seconds = step_seconds(work, gpus)
    size = parallel.tp * parallel.cp * parallel.data_size
    flops = flops_per_token(work.model, work.seq) * work.batch * work.seq
    mfu = flops / sum(seconds.values()) / sum(gpu.peak_flops * size for gpu in gpus)
    return Plan(work, memories[tightest], seconds, mfu, rooms[tightest])


def plans(request: Request) -> list[Plan]:
    """Every layout's best plan: those that fit by time, then those that do not by what is missing.

    Raises:
        UserError: a batch or a row that no layout divides.
    """
    best: dict[tuple[int, int, int, int], Plan] = {}
    for work, gpus in _works(request):
        plan = forecast(work, gpus)
        at = (work.parallel.data_size, work.parallel.tp, work.parallel.pp, work.parallel.cp)
        if at not in best or _order(plan) < _order(best[at]):
            best[at] = plan
    if not best:
        world = sum(count for count, _ in request.cluster)
        raise UserError(
            f"no layout of {world} GPUs divides batch={request.batch} rows of seq={request.seq}: change batch= or gpus="
        )
    return sorted(best.values(), key=_order)


def _order(plan: Plan) -> tuple[bool, float]:
    return not plan.fits, plan.seconds_per_step if plan.fits else -plan.room_bytes


def _works(request: Request) -> Iterator[tuple[Work, list[Gpu]]]:
    """Every layout that divides, with each micro-batch, recomputation, schedule and way to shard worth a look."""
    world = sum(count for count, _ in request.cluster)
    machine = min(gpu.per_machine for _, gpu in request.cluster)
    kinds: tuple[Recompute, ...] = ("none", "selective", "mlp", "full")
    if request.recompute is not None:
        kinds = (request.recompute,)
    for tp in (1, 2, 4, 8):
        for pp in range(1, min(world // tp, request.model.num_layers) + 1):
            for cp in (1, 2, 4, 8):
                if tp > machine or world % (tp * pp * cp) or request.seq % (2 * cp * tp if cp > 1 else tp):
                    continue
                dp = world // (tp * pp * cp)
                gpus = _stage_gpus(request.cluster, pp)
                base = ParallelConfig(dp=dp, tp=tp, pp=pp, cp=cp)
                if gpus is None or request.batch % dp or not _divides(request.model, base):
                    continue
                for parallel in _variants(base, machine):
                    for rows in range(1, 9) if request.micro_batch is None else (request.micro_batch,):
                        count = request.batch // dp // rows
                        if request.batch // dp % rows or (pp > 1 and count < parallel.num_stages):
                            continue
                        if parallel.schedule == "interleaved" and count % pp:
                            continue
                        for kind in kinds:
                            spread = replace(parallel, recompute=kind)
                            size = (request.batch, rows, request.seq)
                            work = Work(request.model, spread, *size, fused=request.fused, packed=request.packed)
                            yield _balanced(work, gpus)


def _variants(base: ParallelConfig, machine: int) -> Iterator[ParallelConfig]:
    """Ways to shard and to order the micro-batches."""
    inside = machine // (base.tp * base.cp)  # data ranks of one machine: HSDP shards among them alone
    sharded = [base]
    if 1 < inside < base.dp and base.dp % inside == 0:
        sharded.append(replace(base, dp=inside, dp_replicate=base.dp // inside))
    for one in sharded:
        for reshard in (True, False) if base.dp * base.cp > 1 else (True,):
            way = replace(one, reshard=reshard, reduce_each=reshard)
            yield way
            if base.pp > 1:
                yield replace(way, schedule="interleaved")


def _divides(model: AquilaConfig, parallel: ParallelConfig) -> bool:
    try:
        check_model(model, parallel)
    except UserError:
        return False
    return True


def _stage_gpus(cluster: Cluster, pp: int) -> list[Gpu] | None:
    """The GPU of each pipeline rank, kinds in the order given; None where a stage would have two kinds."""
    world = sum(count for count, _ in cluster)
    size = world // pp
    if any(count % size for count, _ in cluster) and len(cluster) > 1:
        return None
    return [gpu for count, gpu in cluster for _ in range(count // size)] if len(cluster) > 1 else [cluster[0][1]] * pp


def _balanced(work: Work, gpus: list[Gpu]) -> tuple[Work, list[Gpu]]:
    """On unlike GPUs: more layers where they are computed faster, then moved from where there is no room for them."""
    parallel, model = work.parallel, work.model
    if len({gpu.name for gpu in gpus}) == 1 or parallel.num_stages > model.num_layers:
        return work, gpus
    end = model.vocab_size * model.hidden_size / layer_matrices(model)
    owners = [gpus[s % parallel.pp] for s in range(parallel.num_stages)]
    speeds = tuple(gpu.peak_flops * gpu.efficiency for gpu in owners)
    split = list(split_layers(model.num_layers, (end, end), speeds))
    for _ in range(model.num_layers):
        work = replace(work, parallel=replace(parallel, layer_split=split))
        rooms = [gpu.usable_bytes - sum(rank_memory(work, rank).values()) for rank, gpu in enumerate(gpus)]
        worst = min(range(len(rooms)), key=lambda rank: rooms[rank])
        most = max(range(len(rooms)), key=lambda rank: rooms[rank])
        source = max(range(worst, len(split), parallel.pp), key=lambda s: split[s])
        if rooms[worst] >= 0 or rooms[most] <= 0 or split[source] == 1:
            break
        split = list(split)
        split[source] -= 1
        split[most] += 1
    return work, gpus


def recompute_kinds(work: Work, available_bytes: float) -> list[Kept]:
    """How to recompute each layer: as `work.parallel` says, or with `auto` as little as the memory allows.

    First nothing, then selective in more and more layers, then mlp, then full in more and more; a kind that keeps no
    less than the one before is left out. Where what is kept goes to host memory, mlp comes first: the least that there
    is time to copy. Layers are chosen evenly over the pipeline's ranks, for each has its own memory.

    Raises:
        UserError: full recomputation of every layer does not fit.
    """
    layers, told = work.model.num_layers, work.parallel.recompute
    if told != "auto":
        return [told] * layers
    ranks = [[i for stage in work.stages(rank) for i in stage] for rank in range(work.parallel.pp)]
    steps: list[Kept] = ["mlp" if work.parallel.offload == "kept" else "none"]
    for kind in ("selective", "mlp", "full"):
        if _kept_bytes(work, kind) < _kept_bytes(work, steps[-1]):
            steps.append(kind)
    kinds: list[Kept] = [steps[0]] * layers
    for rank, own in enumerate(ranks):
        order = [(kind, i) for kind in steps[1:] for i in own]
        while sum(rank_memory(replace(work, kinds=tuple(kinds)), rank).values()) > available_bytes:
            if not order:
                needed = sum(rank_memory(replace(work, kinds=tuple(kinds)), rank).values())
                raise UserError(
                    f"a step needs {needed / 1e9:.1f} GB with every layer recomputed and there are "
                    f"{available_bytes / 1e9:.1f}: give a smaller micro_batch_size, or more tp, pp or cp"
                )
            kind, i = order.pop(0)
            kinds[i] = kind
    return kinds


def _kept_bytes(work: Work, kind: Kept) -> float:
    return sum(layer_activations(work.model, work.share, kind).values())

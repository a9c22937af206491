"""What every process of a layout test does: the whole model alone, then its part of it in one layout after another."""

from dataclasses import fields

import pytest
import torch
import torch.distributed as dist
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.model.batch import Batch, attend_for
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.parallel.config import Kept, ParallelConfig
from aquila2.parallel.data_parallel import Precision, clip_grad_norm
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.parallelize import Parallel, parallelize
from aquila2.parallel.weights import fill_fresh, local_part
from aquila2.train.loss import CrossEntropy

CONFIG = AquilaConfig(
    vocab_size=96,
    hidden_size=32,
    intermediate_size=48,
    num_layers=4,
    num_heads=4,
    num_kv_heads=2,
    head_dim=8,
    context_length=32,
    dtype="float32",
    init_std=0.15,
)
FLOAT32 = Precision(torch.float32, torch.float32)
ROWS, TOKENS = 8, 16


def batch_of(rows: int = ROWS, vocab_size: int = CONFIG.vocab_size) -> Batch:
    """Rows of packed documents that begin anywhere; labels missing in some rows far more than in others."""
    generator = torch.Generator().manual_seed(5)
    ids = torch.randint(0, vocab_size, (rows, TOKENS), generator=generator)
    begins = torch.rand(rows, TOKENS, generator=generator) < 0.12
    begins[:, 0] = True
    begins[0, 1:] = False
    documents = begins.long().cumsum(1) - 1
    at = torch.arange(TOKENS).expand_as(ids)
    positions = at - torch.where(begins, at, 0).cummax(1).values
    labels = torch.where(
        torch.rand(rows, TOKENS, generator=generator) < torch.linspace(0.1, 1, rows)[:, None], ids, -100
    )
    return Batch(ids, labels, positions, documents)


def alone(config: AquilaConfig, batch: Batch) -> tuple[float, dict[str, Tensor], float]:
    """Loss, gradients and their norm of one process."""
    model = Transformer(config).init_weights(seed=7, norm_init=0.5)
    loss = model(
        batch.ids_BS,
        batch.positions_BS,
        attend_for(batch),
        length=TOKENS,
        head=CrossEntropy(batch.labels_BS, batch.num_labels),
    )
    loss.backward()
    grads = {name: p.grad for name, p in model.named_parameters() if p.grad is not None}
    return float(loss.detach()), grads, float(torch.stack([g.square().sum() for g in grads.values()]).sum().sqrt())


def spread(layout: ParallelConfig, config: AquilaConfig = CONFIG, recompute: list[Kept] | None = None) -> Parallel:
    """The model of `alone` in a layout."""
    mesh = Mesh(layout, config, torch.device("cpu"))
    with torch.device("meta"):
        model = Transformer(config)
    parallel = parallelize(model, mesh, FLOAT32, recompute)
    fill_fresh(parallel, config.init_std, norm_init=0.5, seed=7)
    return parallel


def rows_of(batch: Batch, parallel: Parallel) -> Batch:
    """The part of a batch that this process's data rank reads."""
    return batch.split(len(batch.ids_BS) // parallel.data_size)[parallel.data_rank]


def check(
    name: str, layout: ParallelConfig, config: AquilaConfig = CONFIG, rows: int = 2, recompute: list[Kept] | None = None
) -> None:
    """The layout's weights, loss, gradients and norm are those of one process."""
    batch = batch_of()
    loss, grads, norm = alone(config, batch)
    parallel = spread(layout, config, recompute)
    whole = dict(Transformer(config).init_weights(seed=7, norm_init=0.5).named_parameters())
    mine = parallel.named_parameters()
    for key, parameter in mine.items():
        assert torch.equal(local(parameter), local_part(whole[key].detach(), parameter)), f"{name}: weights of {key}"
    count = torch.tensor([float(sum(local(p).numel() for p in mine.values()))])
    dist.all_reduce(count)
    assert count >= sum(p.numel() for p in whole.values()), f"{name}: parameters are missing"

    def head_for(part: Batch) -> CrossEntropy:
        return CrossEntropy(part.labels_BS, batch.num_labels)

    for times in (1, 2):  # the second time in other micro-batches, added to the gradients of the first
        got = parallel.forward_backward(rows_of(batch, parallel), times * rows, head_for)
        total = float(parallel.mesh.sum(got, "data"))
        assert abs(total - loss) <= 1e-5 * loss, f"{name}: loss {total}, alone {loss}"
        for key, parameter in mine.items():
            assert parameter.grad is not None, f"{name}: no gradient of {key}"
            torch.testing.assert_close(
                local(parameter.grad),
                times * local_part(grads[key], parameter.grad),
                rtol=1e-4,
                atol=1e-6,
                msg=lambda text, key=key: f"{name}: {key}: {text}",
            )
    checked = float(parallel.mesh.sum(parallel.evaluate(rows_of(batch, parallel), rows, head_for), "data"))
    assert abs(checked - loss) <= 1e-5 * loss, f"{name}: evaluated {checked}, alone {loss}"
    for limit in (4 * norm, norm / 4):
        found = float(clip_grad_norm(mine.values(), limit, parallel.mesh))
        assert abs(found - 2 * norm) <= 1e-4 * norm, f"{name}: norm {found}, alone {2 * norm}"
    for key, parameter in mine.items():
        assert parameter.grad is not None
        wanted = local_part(grads[key] / 4, parameter.grad)
        torch.testing.assert_close(local(parameter.grad), wanted, rtol=1e-3, atol=1e-6)


def local(tensor: Tensor) -> Tensor:
    """What of it lies here."""
    part: Tensor = tensor.detach()
    return part.to_local() if hasattr(part, "to_local") else part


def four() -> None:
    """Each axis, and the axes together."""
    tied = CONFIG.replace(tie_embeddings=True)
    kinds: list[Kept] = ["mlp", "selective", "full", "none"]
    once = {"reduce_each": False, "reshard": False}
    check("tp 2, dp 2", ParallelConfig(tp=2))
    check(
        "tp 2 without sequence parallelism, tied", ParallelConfig(tp=2, sequence_parallel=False, **once), tied, rows=3
    )
    check("dp 4, uneven shards", ParallelConfig(), CONFIG.replace(vocab_size=97), recompute=kinds)
    check("dp 2 x 2, tied", ParallelConfig(dp_replicate=2, **once), tied)
    check("pp 4", ParallelConfig(pp=4), rows=1)
    check("pp 2 uneven, dp 2", ParallelConfig(pp=2, layer_split=[3, 1], **once), rows=1)
    check("pp 2 interleaved, tp 2", ParallelConfig(pp=2, tp=2, schedule="interleaved"), rows=1, recompute=kinds)
    check("cp 2, tp 2", ParallelConfig(cp=2, tp=2), recompute=kinds)
    check("cp 2, dp 2", ParallelConfig(cp=2))
    check("cp 2, pp 2", ParallelConfig(cp=2, pp=2))
    check_half_precision()
    check_refusals()


def check_half_precision() -> None:
    """As models are trained: bf16 products, float32 masters and sums."""
    batch = batch_of()
    loss, grads, norm = alone(CONFIG, batch)
    mesh = Mesh(ParallelConfig(), CONFIG, torch.device("cpu"))
    with torch.device("meta"):
        parallel = parallelize(Transformer(CONFIG), mesh, Precision())
    fill_fresh(parallel, CONFIG.init_std, norm_init=0.5, seed=7)
    got = parallel.forward_backward(
        rows_of(batch, parallel), 2, lambda part: CrossEntropy(part.labels_BS, batch.num_labels)
    )
    assert abs(float(mesh.sum(got, "data")) - loss) < 0.02 * loss
    for key, parameter in parallel.named_parameters().items():
        assert parameter.grad is not None
        assert parameter.dtype == parameter.grad.dtype == torch.float32, key  # masters, and sums of gradients
        off = local(parameter.grad) - local_part(grads[key], parameter.grad)
        assert float(off.norm()) < 0.05 * norm, key


def check_refusals() -> None:
    """What does not divide is told before anything is computed."""
    batch = batch_of()

    def refused(says: str, parallel: Parallel, rows: int, micro_batch_size: int, tokens: int = TOKENS) -> None:
        part = Batch(*(getattr(batch, field.name)[:rows, :tokens] for field in fields(batch)))
        with pytest.raises(UserError, match=says):
            parallel.forward_backward(part, micro_batch_size, lambda part: CrossEntropy(part.labels_BS, 1.0))

    piped = spread(ParallelConfig(pp=2, cp=2))
    refused("8 rows do not divide into micro-batches of 3", piped, 8, 3)
    refused("1 micro-batches for 2 pipeline stages", piped, 8, 8)
    refused("cp=2: rows of 6 tokens", piped, 2, 1, tokens=6)
    looped = spread(ParallelConfig(pp=2, tp=2, schedule="interleaved"))
    refused("5 micro-batches for 4 pipeline stages: give at least 4, a multiple of pp=2", looped, 5, 1)
    refused("tp=2: rows of 7 tokens", looped, 4, 1, tokens=7)

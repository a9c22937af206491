"""One training step: forward, loss, backward, step."""

from dataclasses import dataclass

import torch

from aquila2.model.batch import Batch
from aquila2.parallel.data_parallel import grad_norm
from aquila2.parallel.parallelize import Parallel
from aquila2.train.objective import NextToken, Objective, divisor_of
from aquila2.train.optim import AdamW

NEXT_TOKEN = NextToken()


@dataclass(frozen=True)
class Step:
    """What came of a step, the same on every process. `count` is what its loss was divided by. `applied` is false where
    NaN or infinity came up: then the gradients are still there, and the weights as they were (but see `AdamW` of
    updates in the backward pass)."""

    loss: float
    grad_norm: float
    count: int
    applied: bool


def train_step(
    parallel: Parallel,
    optimizer: AdamW,
    batch: Batch,
    micro_batch_size: int,
    lr: float,
    clip: float,
    objective: Objective = NEXT_TOKEN,
    first_sample: int = 0,
) -> Step:
    """Train on a batch, of which this is the data rank's part, in host memory.

    Args:
        parallel: the model.
        optimizer: of its parameters on this process.
        batch: the rows.
        micro_batch_size: rows whose activations exist at a time.
        lr: the learning rate.
        clip: the highest norm of the gradient of all parameters together. Updates in the backward pass know no norm.
        objective: the loss.
        first_sample: the number of the batch's first row in the run.
    """
    mesh = parallel.mesh
    divisor = divisor_of(objective, [batch], mesh)
    if optimizer.in_backward:
        optimizer.begin(lr)
    loss = parallel.forward_backward(
        batch, micro_batch_size, lambda part: objective.head(part, divisor), first_sample=first_sample
    )
    loss = mesh.sum(loss, "data")
    norm = optimizer.finish() if optimizer.in_backward else grad_norm(optimizer.parameters.values(), mesh)
    found = torch.stack([loss, norm]).tolist()
    applied = bool(torch.isfinite(torch.tensor(found)).all())
    if applied and not optimizer.in_backward:
        optimizer.step(lr, (clip / (norm + 1e-6)).clamp(max=1.0))
    return Step(found[0], found[1], int(divisor), applied)


def evaluate(
    parallel: Parallel, batches: list[Batch], micro_batch_size: int, objective: Objective = NEXT_TOKEN
) -> float:
    """The mean loss of some batches, each the data rank's part."""
    mesh = parallel.mesh
    divisor = divisor_of(objective, batches, mesh)
    total = torch.zeros((), device=mesh.device)
    for batch in batches:
        total += parallel.evaluate(batch, micro_batch_size, lambda part: objective.head(part, divisor))
    return float(mesh.sum(total, "data"))

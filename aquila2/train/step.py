"""One training step: forward, loss, backward, step."""

from dataclasses import dataclass

import torch

from aquila2.model.batch import Batch
from aquila2.parallel.data_parallel import grad_norm
from aquila2.parallel.parallelize import Parallel
from aquila2.train.loss import CrossEntropy
from aquila2.train.optim import AdamW

# Tokens whose logits exist at a time: 1.6 GB of the release's vocabulary in bf16. In pretraining optimizer and
# activations take far more, and smaller chunks would add the head's gradient up in float32.
LOGITS_AT_A_TIME = 8192


@dataclass(frozen=True)
class Step:
    """What came of a step, the same on every process. `applied` is false where NaN or infinity came up: then the
    gradients are still there, and the weights as they were."""

    loss: float
    grad_norm: float
    labels: int
    applied: bool


def train_step(
    parallel: Parallel, optimizer: AdamW, batch: Batch, micro_batch_size: int, lr: float, clip: float
) -> Step:
    """Train on a batch, of which this is the data rank's part, in host memory.

    Args:
        parallel: the model.
        optimizer: of its parameters on this process.
        batch: the rows.
        micro_batch_size: rows whose activations exist at a time.
        lr: the learning rate.
        clip: the highest norm of the gradient of all parameters together.
    """
    mesh = parallel.mesh
    labels = mesh.sum(torch.tensor(float(batch.num_labels), device=mesh.device), "data")
    divisor = float(labels.clamp(min=1))
    loss = parallel.forward_backward(
        batch, micro_batch_size, lambda part: CrossEntropy(part.labels_BS, divisor, LOGITS_AT_A_TIME)
    )
    loss = mesh.sum(loss, "data")
    norm = grad_norm(optimizer.parameters.values(), mesh)
    found = torch.stack([loss, norm]).tolist()
    applied = bool(torch.isfinite(torch.tensor(found)).all())
    if applied:
        optimizer.step(lr, (clip / (norm + 1e-6)).clamp(max=1.0))
    return Step(found[0], found[1], int(divisor), applied)


def evaluate(parallel: Parallel, batches: list[Batch], micro_batch_size: int) -> float:
    """The mean loss of the labels of some batches, each the data rank's part."""
    mesh = parallel.mesh
    labels = torch.tensor(float(sum(batch.num_labels for batch in batches)), device=mesh.device)
    divisor = float(mesh.sum(labels, "data").clamp(min=1))
    total = torch.zeros((), device=mesh.device)
    for batch in batches:
        total += parallel.evaluate(batch, micro_batch_size, lambda part: CrossEntropy(part.labels_BS, divisor))
    return float(mesh.sum(total, "data"))

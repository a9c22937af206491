"""What a run is to make small: which tokens or pairs count, and the head that scores them."""

from typing import Protocol

import torch
from torch import Tensor

from aquila2.model.batch import Batch
from aquila2.model.transformer import Head
from aquila2.parallel.mesh import Mesh
from aquila2.train.loss import CrossEntropy
from aquila2.train.preference import PairBatch, PairFigures, PreferenceConfig, PreferenceLoss

# Tokens whose logits exist at a time: 1.6 GB of the release's vocabulary in bf16. In pretraining optimizer and
# activations take far more, and smaller chunks would add the head's gradient up in float32.
LOGITS_AT_A_TIME = 8192


class Objective(Protocol):
    """A loss over a step's batch."""

    unit: str  # what is counted, for a record

    def count(self, batch: Batch) -> int:
        """How many there are in a batch: the loss of a step is divided by those of all its processes."""
        ...

    def head(self, part: Batch, divisor: float) -> Head:
        """The loss of a micro-batch, on the device."""
        ...

    def figures(self, mesh: Mesh) -> dict[str, float]:
        """What else came of the batches since this was asked last, over all processes, each of which must ask."""
        ...


class NextToken:
    """Cross entropy of the labels.

    Args:
        chunk: tokens whose logits exist at a time.
    """

    unit = "labels"

    def __init__(self, chunk: int = LOGITS_AT_A_TIME) -> None:
        self.chunk = chunk

    def count(self, batch: Batch) -> int:
        return batch.num_labels

    def head(self, part: Batch, divisor: float) -> Head:
        return CrossEntropy(part.labels_BS, divisor, self.chunk)

    def figures(self, mesh: Mesh) -> dict[str, float]:
        return {}


class Preference:
    """DPO on batches of pairs.

    Args:
        reference_N2: see `preference.reference_logps`; of all pairs that are trained or evaluated on.
        chunk: tokens whose logits exist at a time.
    """

    unit = "pairs"

    def __init__(self, config: PreferenceConfig, reference_N2: Tensor, chunk: int = LOGITS_AT_A_TIME) -> None:
        self.config, self.reference_N2, self.chunk = config, reference_N2, chunk
        self._figures = PairFigures(reference_N2.device)

    def count(self, batch: Batch) -> int:
        assert isinstance(batch, PairBatch)
        return batch.num_pairs

    def head(self, part: Batch, divisor: float) -> Head:
        assert isinstance(part, PairBatch)
        return PreferenceLoss(part, self.reference_N2, divisor, self.config, self._figures, self.chunk)

    def figures(self, mesh: Mesh) -> dict[str, float]:
        return self._figures.take(mesh)


def divisor_of(objective: Objective, batches: list[Batch], mesh: Mesh) -> float:
    """What the losses of some batches are divided by: the count of all data ranks together, at least 1."""
    count = torch.tensor(float(sum(map(objective.count, batches))), device=mesh.device)
    return float(mesh.sum(count, "data").clamp(min=1))

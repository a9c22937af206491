"""Direct preference optimization (DPO, arXiv 2305.18290): of two answers the better one is to become likelier, measured
from where the model began.

    z = beta * ((log p(better) - log p_ref(better)) - (log p(worse) - log p_ref(worse)));  loss = -log sigmoid(z)

A sample is a pair of documents in one row, the better one first: the row's documents 2k and 2k + 1 are its pair k.

The reference is the model as it is before its first step; for an adapter too, which then adds nothing. So its
log-probabilities, two numbers a pair, are found once (`reference_logps`) and kept in a file: a run that goes on has the
same ones, and a step runs one model.

The gradient is that of the tokens' cross entropies, each weighted by how far its pair still is from being told apart.
So the head goes over the tokens twice, for the sums and for the gradients, and never has their logits whole.

Legend: B rows, S tokens of a row, T tokens, D hidden, P most pairs of a row, N pairs of the data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from aquila2.base.errors import UserError, WorkError
from aquila2.base.files import atomic_file
from aquila2.model.batch import Batch
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.parallelize import Parallel
from aquila2.train.loss import head_weight, linear_cross_entropy, token_losses

_CHUNK = 2048


@dataclass(frozen=True)
class PreferenceConfig:
    """How answers are preferred.

    Args:
        beta: how dear it is to leave the reference.
        label_smoothing: the share of pairs that are taken to be the wrong way round (conservative DPO).

    Raises:
        UserError: a number out of range.
    """

    beta: float = 0.1
    label_smoothing: float = 0.0

    def __post_init__(self) -> None:
        if not self.beta > 0:
            raise UserError(f"beta={self.beta}: give a number above 0, such as 0.1")
        if not 0 <= self.label_smoothing < 0.5:
            raise UserError(f"label_smoothing={self.label_smoothing}: give a share from 0 to below 0.5")


@dataclass(frozen=True)
class PairBatch(Batch):
    """Rows of pairs."""

    pairs_BP: Tensor  # int64, the number of each of a row's pairs in the data; -1 behind the last

    @classmethod
    def of_rows(cls, batch: Batch, members: Sequence[np.ndarray]) -> "PairBatch":
        """A batch with the numbers of its rows' pairs (`members` of `data.sft_rows`' loaders)."""
        pairs_BP = np.full((len(members), max(1, *map(len, members))), -1, np.int64)
        for row, numbers in enumerate(members):
            pairs_BP[row, : len(numbers)] = numbers
        return cls(batch.ids_BS, batch.labels_BS, batch.positions_BS, batch.documents_BS, torch.from_numpy(pairs_BP))

    @property
    def num_pairs(self) -> int:
        """Pairs that are there."""
        return int((self.pairs_BP >= 0).sum())


class PairFigures:
    """What came of a step's pairs, summed up on the device while it runs."""

    def __init__(self, device: torch.device) -> None:
        self._sums = torch.zeros(3, device=device)

    def add(self, z_BP: Tensor, real_BP: Tensor) -> None:
        """Count a micro-batch's pairs, those that are `real`."""
        parts = (real_BP, real_BP & (z_BP > 0), torch.where(real_BP, z_BP, 0))
        self._sums += torch.stack([part.sum(dtype=torch.float32) for part in parts])

    def take(self, mesh: Mesh) -> dict[str, float]:
        """`accuracy`, the share of pairs whose z is above 0, and `margin`, their mean z, over all processes, each of
        which must call this; empty where no pair was counted. Counting begins anew."""
        pairs, right, margin = mesh.sum(self._sums, "data", "pp").tolist()
        self._sums.zero_()
        return {"accuracy": right / pairs, "margin": margin / pairs} if pairs else {}


class PreferenceLoss:
    """A `Head`: the sum of the pairs' losses, divided by `divisor`.

    Args:
        part: the micro-batch, on the device.
        reference_N2: what the reference gives the answers of all pairs, better and worse (`reference_logps`).
        divisor: pairs of the whole step, all ranks and micro-batches together.
        figures: where the pairs are counted too.
        chunk: tokens whose logits exist at a time.
    """

    def __init__(
        self,
        part: PairBatch,
        reference_N2: Tensor,
        divisor: float,
        config: PreferenceConfig,
        figures: PairFigures | None = None,
        chunk: int = _CHUNK,
    ) -> None:
        self.part, self.reference_N2, self.divisor = part, reference_N2, divisor
        self.config, self.figures, self.chunk = config, figures, chunk

    def __call__(self, x_BSD: Tensor, lm_head: nn.Module) -> Tensor:
        """A scalar in float32. A head that is sharded by rows (tensor parallel) is used as it lies."""
        beta, smoothing, pairs_BP = self.config.beta, self.config.label_smoothing, self.part.pairs_BP
        real_BP = pairs_BP >= 0
        logps_BP2 = pair_logps(x_BSD, lm_head, self.part, self.chunk)
        gains_BP2 = logps_BP2 - self.reference_N2[pairs_BP.clamp(min=0)]
        z_BP = beta * (gains_BP2[..., 0] - gains_BP2[..., 1])
        losses_BP = -(1 - smoothing) * nn.functional.logsigmoid(z_BP) - smoothing * nn.functional.logsigmoid(-z_BP)
        loss = torch.where(real_BP, losses_BP, 0).sum() / self.divisor
        if self.figures is not None:
            self.figures.add(z_BP, real_BP)
        if not torch.is_grad_enabled():
            return loss
        # the loss by z; and by the cross entropy of each of the better answer's tokens, then of the worse one's
        slope_BP = torch.where(real_BP, smoothing - (-z_BP).sigmoid(), 0)
        weights_BP2 = torch.stack((-slope_BP, slope_BP), -1) * (beta / self.divisor)
        weight, group = head_weight(lm_head)
        weighted = linear_cross_entropy(
            x_BSD.flatten(0, 1),
            weight,
            self.part.labels_BS.flatten(),
            self.chunk,
            group,
            weights_T=_to_tokens(weights_BP2, self.part.documents_BS),
        )
        return loss + (weighted - weighted.detach())  # the one's value, the other's gradient


def pair_logps(x_BSD: Tensor, lm_head: nn.Module, part: PairBatch, chunk: int = _CHUNK) -> Tensor:
    """The log-probability of each pair's answers, better and worse: float32 [B, P, 2], without gradients."""
    weight, group = head_weight(lm_head)
    losses_T = token_losses(x_BSD.flatten(0, 1), weight, part.labels_BS.flatten(), chunk, group)
    # a product with ones and zeros: adding up by index would not give the same sums every time
    documents = torch.arange(2 * part.pairs_BP.shape[1], device=x_BSD.device)
    where_BSd = (part.documents_BS[..., None] == documents).float()
    sums = (where_BSd * losses_T.view(part.labels_BS.shape)[..., None]).sum(1)
    return -sums.view(*part.pairs_BP.shape, 2)


def reference_logps(parallel: Parallel, batches: Iterable[PairBatch], num_pairs: int, micro_batch_size: int) -> Tensor:
    """The log-probabilities that a model gives the answers of all pairs: float32 [N, 2] on its device, the same on
    every process, each of which must call this.

    Args:
        parallel: the model, as it is before its first step.
        batches: this data rank's rows; all ranks' together hold each pair once.
        num_pairs: N.
        micro_batch_size: rows whose activations exist at a time.
    """
    found_N2 = torch.zeros(num_pairs, 2, device=parallel.mesh.device)
    for batch in batches:
        parallel.evaluate(batch, micro_batch_size, lambda part: _Record(part, found_N2))
    return parallel.mesh.sum(found_N2, "data", "pp")


class _Record:
    """A `Head` that notes the pairs' log-probabilities down."""

    def __init__(self, part: Batch, found_N2: Tensor) -> None:
        assert isinstance(part, PairBatch)
        self.part, self.found_N2 = part, found_N2

    def __call__(self, x_BSD: Tensor, lm_head: nn.Module) -> Tensor:
        real_BP = self.part.pairs_BP >= 0
        self.found_N2[self.part.pairs_BP[real_BP]] = pair_logps(x_BSD, lm_head, self.part)[real_BP]
        return x_BSD.new_zeros((), dtype=torch.float32)


def save_reference(path: Path, keys: np.ndarray, reference_N2: Tensor) -> None:
    """Keep what `reference_logps` found: a safetensors file, the pairs known by the hash of what they say.

    Args:
        keys: uint64 [N], `Samples.keys`.
    """
    from safetensors.numpy import save_file

    with atomic_file(path) as beside:
        save_file({"keys": keys, "logps": reference_N2.cpu().numpy()}, beside)


def load_reference(path: Path, keys: np.ndarray, device: torch.device) -> Tensor:
    """What `save_reference` kept of these pairs: float32 [N, 2], in the order of `keys`.

    Raises:
        WorkError: the file is not there or is broken, or lacks a pair. It cannot be made again: the model has learned.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        kept = load_file(path)
    except (OSError, SafetensorError) as error:
        raise WorkError(
            f"cannot read the reference of this run, {path} ({error}): begin anew, overwrite=true"
        ) from None
    order = np.argsort(kept["keys"], kind="stable")
    ordered = kept["keys"][order]
    at = np.searchsorted(ordered, keys).clip(max=max(len(ordered) - 1, 0))
    missing = len(keys) if not len(ordered) else int((ordered[at] != keys).sum())
    if missing:
        raise WorkError(
            f"{path} lacks {missing:,} of {len(keys):,} pairs: the data has changed; begin anew, overwrite=true"
        )
    return torch.from_numpy(kept["logps"][order[at]]).to(device)


def _to_tokens(values_BP2: Tensor, documents_BS: Tensor) -> Tensor:
    """Each document's value for each of its tokens, [T]; 0 behind the last pair."""
    values = nn.functional.pad(values_BP2.flatten(1), (0, 1))
    return values.gather(1, documents_BS.clamp(max=values.shape[1] - 1)).flatten()

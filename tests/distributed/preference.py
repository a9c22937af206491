"""What every process of a DPO test does: the reference and a step, alone and in several layouts."""

import functools

import torch
from torch import Tensor

from aquila2.data.sft_rows import HeldOutLoader
from aquila2.model.batch import Batch, attend_for
from aquila2.model.transformer import Transformer
from aquila2.parallel.config import ParallelConfig
from aquila2.parallel.weights import local_part
from aquila2.train.preference import (
    PairBatch,
    PairFigures,
    PreferenceConfig,
    PreferenceLoss,
    pair_logps,
    reference_logps,
)
from aquila2.train.trainer import to_batch
from tests.distributed.layouts import CONFIG, local, spread
from tests.tiny_samples import samples_of

SAMPLES = samples_of([6, 3, 2, 5, 4, 7, 8, 2, 3, 3, 9, 4], max_seq_len=16, each=2)
ROWS = 8  # some of them empty
SETTINGS = PreferenceConfig(beta=0.2)


def batch_of(rank: int, size: int) -> PairBatch:
    """A data rank's part of all pairs."""
    loader = HeldOutLoader(SAMPLES)
    assert loader.num_rows <= ROWS
    rows = loader.batch(0, ROWS, rank, size)
    return PairBatch.of_rows(to_batch(rows), loader.members(0, ROWS, rank, size))


def alone(reference_N2: Tensor) -> tuple[float, dict[str, Tensor], Tensor]:
    """One process: loss, gradients, and the answers' log-probabilities, [N, 2]."""
    batch = batch_of(0, 1)
    model = Transformer(CONFIG).init_weights(seed=7, norm_init=0.5)
    run = functools.partial(model, batch.ids_BS, batch.positions_BS, attend_for(batch))
    loss = run(head=PreferenceLoss(batch, reference_N2, batch.num_pairs, SETTINGS))
    loss.backward()
    grads = {name: p.grad for name, p in model.named_parameters() if p.grad is not None}
    logps_BP2 = run(head=lambda x_BSD, lm_head: pair_logps(x_BSD, lm_head, batch))
    logps_N2 = torch.empty_like(reference_N2)
    logps_N2[batch.pairs_BP[batch.pairs_BP >= 0]] = logps_BP2[batch.pairs_BP >= 0]
    return float(loss.detach()), grads, logps_N2


def two() -> None:
    """The vocabulary in two, the rows in two, the layers in two."""
    reference_N2 = torch.randn(len(SAMPLES), 2, generator=torch.Generator().manual_seed(1)) - 30
    loss, grads, logps_N2 = alone(reference_N2)
    gains_N2 = SETTINGS.beta * (logps_N2 - reference_N2)
    z_N = gains_N2[:, 0] - gains_N2[:, 1]
    for layout in (ParallelConfig(tp=2), ParallelConfig(), ParallelConfig(pp=2)):
        parallel = spread(layout)
        mesh = parallel.mesh
        batch = batch_of(parallel.data_rank, parallel.data_size)
        pairs = float(mesh.sum(torch.tensor(float(batch.num_pairs)), "data"))
        assert pairs == len(SAMPLES)
        found = reference_logps(parallel, [batch], len(SAMPLES), 2)
        torch.testing.assert_close(found, logps_N2, rtol=1e-5, atol=1e-4, msg=str(layout))
        counted = PairFigures(mesh.device)

        def head_for(part: Batch, pairs: float = pairs, counted: PairFigures = counted) -> PreferenceLoss:
            assert isinstance(part, PairBatch)
            return PreferenceLoss(part, reference_N2, pairs, SETTINGS, counted)

        total = float(mesh.sum(parallel.forward_backward(batch, 2, head_for), "data"))
        assert abs(total - loss) < 1e-5 * loss, layout
        got = counted.take(mesh)
        assert abs(got["accuracy"] - float((z_N > 0).float().mean())) < 1e-6, layout
        assert abs(got["margin"] - float(z_N.mean())) < 1e-4, layout
        for key, parameter in parallel.named_parameters().items():
            assert parameter.grad is not None
            torch.testing.assert_close(
                local(parameter.grad), local_part(grads[key], parameter.grad), rtol=1e-4, atol=1e-6, msg=key
            )

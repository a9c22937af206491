"""DPO against its formula in plain PyTorch: loss, gradients, figures; and the reference that is kept."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from aquila2.base.errors import UserError, WorkError
from aquila2.data.sft_rows import HeldOutLoader, SampleLoader
from aquila2.model.batch import attend_for
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.parallel.config import ParallelConfig
from aquila2.parallel.data_parallel import Precision
from aquila2.parallel.mesh import Mesh
from aquila2.parallel.parallelize import parallelize
from aquila2.parallel.weights import fill_fresh
from aquila2.train.preference import (
    PairBatch,
    PairFigures,
    PreferenceConfig,
    PreferenceLoss,
    load_reference,
    reference_logps,
    save_reference,
)
from aquila2.train.trainer import to_batch
from tests.tiny_samples import samples_of

CONFIG = AquilaConfig(
    vocab_size=160, hidden_size=16, intermediate_size=24, num_layers=2, num_heads=2, num_kv_heads=1, head_dim=8,
    context_length=64, init_std=0.3, dtype="float32",
)  # fmt: skip
SAMPLES = samples_of([9, 5, 4, 14, 6, 6, 3, 2, 11, 13, 8, 3, 5, 12], max_seq_len=32, each=2)
CPU = torch.device("cpu")
MESH = Mesh(ParallelConfig(), CONFIG, CPU)
SETTINGS = PreferenceConfig(beta=0.3, label_smoothing=0.1)
Result = tuple[Tensor, dict[str, Tensor]]


def model_of(seed: int) -> Transformer:
    return Transformer(CONFIG).init_weights(seed)


def logp(model: Transformer, ids: np.ndarray, loss: np.ndarray) -> Tensor:
    """Of one document, alone: the log-probabilities of the tokens that have loss, added up."""
    ids_1S = torch.from_numpy(ids.astype(np.int64))[None]
    logps_TV = model(ids_1S)[0, :-1].log_softmax(-1)
    return logps_TV.gather(1, ids_1S[0, 1:, None])[:, 0][torch.from_numpy(loss[1:])].sum()


def plain_logps(model: Transformer) -> Tensor:
    pairs = [[logp(model, *document) for document in SAMPLES.documents(n)] for n in range(len(SAMPLES))]
    return torch.stack([torch.stack(pair) for pair in pairs])


def plain(policy: Transformer, reference: Transformer, config: PreferenceConfig = SETTINGS) -> tuple[Tensor, Tensor]:
    """Equation 7 of the paper, with label smoothing as conservative DPO has it: the mean loss, and z."""
    with torch.no_grad():
        wanted, rejected = plain_logps(reference).T
    better, worse = plain_logps(policy).T
    z = config.beta * ((better - worse) - (wanted - rejected))
    share = config.label_smoothing
    return -((1 - share) * z.sigmoid().log() + share * (-z).sigmoid().log()).mean(), z


def pair_batch(packing: bool = True, loader: HeldOutLoader | None = None) -> PairBatch:
    loader = loader or HeldOutLoader(SAMPLES, packing)
    return PairBatch.of_rows(to_batch(loader.batch(0, loader.num_rows + 1)), loader.members(0, loader.num_rows + 1))


def grads(model: Transformer) -> dict[str, Tensor]:
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


def ours(policy: Transformer, reference_N2: Tensor, batches: list[PairBatch], chunk: int = 2048) -> Result:
    policy.zero_grad()
    total = torch.zeros(())
    for part in batches:
        head = PreferenceLoss(part, reference_N2, len(SAMPLES), SETTINGS, chunk=chunk)
        loss = policy(part.ids_BS, part.positions_BS, attend_for(part), head=head)
        loss.backward()
        total += loss.detach()
    return total, grads(policy)


def assert_same(got: Result, expected: Result) -> None:
    torch.testing.assert_close(got[0], expected[0], atol=1e-5, rtol=1e-5)
    assert got[1].keys() == expected[1].keys()
    for name in expected[1]:
        torch.testing.assert_close(got[1][name], expected[1][name], atol=1e-5, rtol=1e-5, msg=name)


@pytest.fixture(scope="module")
def reference_n2() -> Tensor:
    with torch.no_grad():
        return plain_logps(model_of(1))


@pytest.fixture(scope="module")
def expected() -> Result:
    policy = model_of(2)
    loss, _ = plain(policy, model_of(1))
    loss.backward()
    return loss.detach(), grads(policy)


@pytest.mark.parametrize("packing", [True, False])
def test_loss_and_gradients_are_the_formulas(packing: bool, reference_n2: Tensor, expected: Result) -> None:
    batch = pair_batch(packing)
    assert batch.num_pairs == len(SAMPLES)
    assert (batch.pairs_BP.shape[1] > 1) == packing
    assert_same(ours(model_of(2), reference_n2, [batch]), expected)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_micro_batches_are_one_batch(rows: int, reference_n2: Tensor, expected: Result) -> None:
    assert_same(ours(model_of(2), reference_n2, pair_batch().split(rows)), expected)


@pytest.mark.parametrize("chunk", [1, 50])
def test_chunks_are_the_whole(chunk: int, reference_n2: Tensor, expected: Result) -> None:
    assert_same(ours(model_of(2), reference_n2, [pair_batch()], chunk), expected)


def test_a_frozen_head_and_an_evaluation(reference_n2: Tensor, expected: Result) -> None:
    policy = model_of(2)
    policy.lm_head.requires_grad_(False)
    loss, found = ours(policy, reference_n2, [pair_batch()])
    assert "lm_head.weight" not in found
    assert_same((loss, found), (expected[0], {k: v for k, v in expected[1].items() if k != "lm_head.weight"}))
    with torch.no_grad():
        assert_same((ours_value(policy, reference_n2), {}), (expected[0], {}))


def ours_value(policy: Transformer, reference_N2: Tensor) -> Tensor:
    batch = pair_batch()
    head = PreferenceLoss(batch, reference_N2, len(SAMPLES), SETTINGS)
    return policy(batch.ids_BS, batch.positions_BS, attend_for(batch), head=head)


def test_the_figures_are_of_the_pairs_that_are_there(reference_n2: Tensor) -> None:
    policy, figures = model_of(2), PairFigures(CPU)
    z = plain(policy, model_of(1))[1].detach()
    assert figures.take(MESH) == {}
    for part in pair_batch().split(1):
        head = PreferenceLoss(part, reference_n2, 1.0, SETTINGS, figures)
        policy(part.ids_BS, part.positions_BS, attend_for(part), head=head)
    found = figures.take(MESH)
    assert found["accuracy"] == pytest.approx(float((z > 0).float().mean()))
    assert found["margin"] == pytest.approx(float(z.mean()), abs=1e-5)
    assert figures.take(MESH) == {}


def test_the_reference_is_found_once_and_kept(tmp_path: Path, reference_n2: Tensor) -> None:
    with torch.device("meta"):
        model = Transformer(CONFIG)
    parallel = parallelize(model, MESH, Precision(torch.float32))
    fill_fresh(parallel, CONFIG.init_std, norm_init=1.0, seed=1)
    loader = HeldOutLoader(SAMPLES)
    batches = [
        PairBatch.of_rows(to_batch(loader.batch(row, 1)), loader.members(row, 1)) for row in range(loader.num_rows)
    ]
    found = reference_logps(parallel, batches, len(SAMPLES), 1)
    torch.testing.assert_close(found, reference_n2, atol=1e-4, rtol=1e-5)
    assert not any(p.grad is not None for p in parallel.named_parameters().values())
    # at the beginning no pair is told apart, whichever rows it comes in
    rows = SampleLoader(SAMPLES, seed=5)
    whole = PairBatch.of_rows(to_batch(rows.global_batch(0, 4)), rows.members(0, 4))
    head = PreferenceLoss(whole, found, whole.num_pairs, PreferenceConfig())
    loss = parallel.modules[0](whole.ids_BS, whole.positions_BS, attend_for(whole), head=head)
    assert float(loss.detach()) == pytest.approx(np.log(2), abs=1e-5)

    path = tmp_path / "state" / "reference.safetensors"
    save_reference(path, SAMPLES.keys, found)
    order = np.random.default_rng(0).permutation(len(SAMPLES))
    assert torch.equal(load_reference(path, SAMPLES.keys[order], CPU), found[torch.from_numpy(order)])
    with pytest.raises(WorkError, match="lacks 1 of 1 pairs"):
        load_reference(path, np.array([2**64 - 1], np.uint64), CPU)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(WorkError, match="cannot read the reference"):
        load_reference(path, SAMPLES.keys, CPU)
    with pytest.raises(WorkError, match="cannot read the reference"):
        load_reference(tmp_path / "none", SAMPLES.keys, CPU)


def test_rows_know_their_pairs_on_every_rank() -> None:
    loader = SampleLoader(SAMPLES, seed=2)
    whole = loader.members(1, 4)
    parts = [members for rank in (0, 1) for members in loader.members(1, 4, rank, 2)]
    assert [m.tolist() for m in whole] == [m.tolist() for m in parts]
    rows = loader.global_batch(1, 4)
    for ids, members in zip(rows.ids, whole, strict=True):
        spoken = np.concatenate([ids for n in members for ids, _ in SAMPLES.documents(n)])
        assert ids[: len(spoken)].tolist() == spoken.tolist()


@pytest.mark.parametrize(
    ("numbers", "says"),
    [({"beta": 0}, "beta=0: give a number above 0"), ({"label_smoothing": 0.5}, "label_smoothing=0.5: give a share")],
)
def test_numbers_out_of_range(numbers: dict[str, float], says: str) -> None:
    with pytest.raises(UserError, match=says):
        PreferenceConfig(**numbers)

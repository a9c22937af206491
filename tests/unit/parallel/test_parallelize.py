"""One process alone: no process group, the same passes."""

import functools
from collections.abc import Iterator

import pytest
import torch

from aquila2.model.batch import Batch
from aquila2.parallel.config import Kept, ParallelConfig
from aquila2.parallel.data_parallel import clip_grad_norm
from aquila2.parallel.recompute import apply_recompute
from aquila2.train.loss import CrossEntropy
from tests.distributed.layouts import CONFIG, alone, batch_of, rows_of, spread


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Products this small only wait for a second thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize(
    "kinds", [None, ["selective"] * 4, ["mlp"] * 4, ["full"] * 4], ids=["none", "selective", "mlp", "full"]
)
def test_one_process_compiled_or_not(kinds: list[Kept] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = batch_of()
    loss, grads, norm = alone(CONFIG, batch)
    monkeypatch.setattr(torch, "compile", functools.partial(torch.compile, backend="eager", fullgraph=True))
    for compile in (False, True):
        torch._dynamo.reset()
        torch._dynamo.utils.counters.clear()
        parallel = spread(ParallelConfig(compile=compile), CONFIG, kinds)
        assert (parallel.data_rank, parallel.data_size) == (0, 1)
        assert rows_of(batch, parallel).num_labels == batch.num_labels

        def head_for(part: Batch) -> CrossEntropy:
            return CrossEntropy(part.labels_BS, batch.num_labels)

        got = parallel.forward_backward(batch, 3, head_for)
        assert abs(float(got) - loss) < 1e-5 * loss
        assert abs(float(clip_grad_norm(parallel.named_parameters().values(), 1e9, parallel.mesh)) - norm) < 1e-4 * norm
        for name, parameter in parallel.named_parameters().items():
            assert parameter.grad is not None
            torch.testing.assert_close(parameter.grad, grads[name], rtol=1e-4, atol=1e-6)
        if compile:  # one graph serves all layers (a second the last micro-batch, which has another number of rows)
            assert torch._dynamo.utils.counters["stats"]["unique_graphs"] == 2
    torch._dynamo.reset()


def test_nothing_to_wrap_is_left_alone() -> None:
    class Plain:
        def forward(self) -> int:
            return 3

    layer = Plain()
    apply_recompute([layer], ["none"])  # type: ignore[list-item]
    assert layer.forward() == 3

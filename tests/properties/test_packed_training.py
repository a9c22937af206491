"""Documents packed into rows: the same loss and gradients as each document alone."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from aquila2.model.batch import Batch, attend_for
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.train.loss import CrossEntropy

CONFIG = AquilaConfig(
    vocab_size=50, hidden_size=16, intermediate_size=24, num_layers=2, num_heads=2, num_kv_heads=1, head_dim=8,
    context_length=64, init_std=0.2,
)  # fmt: skip


def grads_of(model: Transformer, batches: list[Batch], divisor: int) -> tuple[float, dict[str, torch.Tensor]]:
    model.zero_grad()
    total = 0.0
    for batch in batches:
        head = CrossEntropy(batch.labels_BS, divisor)
        loss = model(batch.ids_BS, batch.positions_BS, attend_for(batch), head=head)
        loss.backward()
        total += float(loss.detach())
    return total, {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


@given(lengths=st.lists(st.integers(1, 12), min_size=1, max_size=5), seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_packed_is_unpacked(lengths: list[int], seed: int) -> None:
    model = Transformer(CONFIG).init_weights(1)
    generator = torch.Generator().manual_seed(seed)
    documents = [Batch.of(torch.randint(0, 50, (1, length), generator=generator)) for length in lengths]
    divisor = max(sum(document.num_labels for document in documents), 1)
    packed = Batch(
        *(
            torch.cat([getattr(document, name) for document in documents], 1)
            for name in ("ids_BS", "labels_BS", "positions_BS")
        ),
        torch.cat([torch.full((1, length), i) for i, length in enumerate(lengths)], 1),
    )
    loss, grads = grads_of(model, [packed], divisor)
    expected_loss, expected = grads_of(model, documents, divisor)
    assert abs(loss - expected_loss) < 1e-5
    for name in expected:
        torch.testing.assert_close(grads[name], expected[name], atol=1e-5, rtol=1e-4)


@given(rows=st.integers(1, 4))
@settings(max_examples=4, deadline=None)
def test_micro_batches_are_one_batch(rows: int) -> None:
    """Labels that count are spread unevenly over the rows."""
    model = Transformer(CONFIG).init_weights(1)
    batch = Batch.of(torch.randint(0, 50, (4, 10), generator=torch.Generator().manual_seed(3)))
    batch.labels_BS[0, 2:] = -100
    loss, grads = grads_of(model, batch.split(rows), batch.num_labels)
    expected_loss, expected = grads_of(model, [batch], batch.num_labels)
    assert abs(loss - expected_loss) < 1e-5
    for name in expected:
        torch.testing.assert_close(grads[name], expected[name], atol=1e-6, rtol=1e-4)

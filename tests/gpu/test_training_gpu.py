"""Training's Triton kernels against their plain twins, and a step on a GPU against the same step on the CPU."""

import pytest
import torch

from aquila2.kernels.adamw import Update, adamw, adamw_plain
from aquila2.kernels.cross_entropy import logit_sums, logit_sums_plain, softmax_grad_, softmax_grad_plain_
from aquila2.kernels.fp8 import fp8_linear, quantize, quantize_plain
from aquila2.model.batch import Batch, attend_for
from aquila2.model.transformer import Transformer
from aquila2.train.loss import CrossEntropy, linear_cross_entropy, linear_cross_entropy_plain
from aquila2.train.optim import AdamW

pytestmark = pytest.mark.gpu
GPU = "cuda:0"


@pytest.mark.parametrize("shape", [(1,), (4097,), (333, 77)])
@pytest.mark.parametrize("grad_dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("narrow", [False, True])
def test_adamw(shape, grad_dtype, narrow):
    master, first = torch.randn(shape, device=GPU), torch.randn(shape, device=GPU)
    second, grad = torch.rand(shape, device=GPU), torch.randn(shape, device=GPU).to(grad_dtype)
    weight = torch.empty_like(master, dtype=torch.bfloat16) if narrow else None
    scale = torch.tensor(0.3, device=GPU)
    ours = [t.clone() for t in (master, first, second)] + [None if weight is None else weight.clone()]
    plain = [t.clone() for t in (master, first, second)] + [None if weight is None else weight.clone()]
    for function, (w, m, v, low) in ((adamw, ours), (adamw_plain, plain)):
        function(w, grad, m, v, low, Update(scale, 0.01, (0.9, 0.95), 1e-8, 0.1, 3))
    for a, b in zip(ours, plain, strict=True):
        if a is not None:
            torch.testing.assert_close(a, b)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("V", [33, 8192, 100_008])
def test_cross_entropy_kernels(dtype, V):
    logits = (3 * torch.randn(37, V, device=GPU)).to(dtype)
    columns = torch.randint(0, V, (37,), device=GPU)
    columns[::7] = -1
    counts = torch.randn(37, device=GPU) * (torch.rand(37, device=GPU) > 0.3)  # of any sign
    for a, b in zip(logit_sums(logits, columns), logit_sums_plain(logits, columns), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-4)
    highest, total, _ = logit_sums_plain(logits, columns)
    ours, plain = logits.clone(), logits.clone()
    softmax_grad_(ours, highest, total, columns, counts)
    softmax_grad_plain_(plain, highest, total, columns, counts)
    torch.testing.assert_close(ours, plain, rtol=2e-2 if dtype == torch.bfloat16 else 1e-4, atol=1e-6)


@pytest.mark.parametrize("chunk", [100, 1000])
def test_linear_cross_entropy(chunk):
    x = torch.randn(300, 64, device=GPU, dtype=torch.bfloat16)
    weight = torch.randn(1000, 64, device=GPU, dtype=torch.bfloat16)
    labels = torch.randint(0, 1000, (300,), device=GPU)
    wide = [x.float().requires_grad_(), weight.float().requires_grad_()]
    narrow = [x.requires_grad_(), weight.requires_grad_()]
    expected = linear_cross_entropy_plain(*wide, labels)
    expected.backward()
    loss = linear_cross_entropy(*narrow, labels, chunk)
    loss.backward()
    torch.testing.assert_close(loss, expected, rtol=1e-2, atol=0)
    for ours, exact in zip(narrow, wide, strict=True):
        assert (ours.grad.float() - exact.grad).norm() / exact.grad.norm() < 0.01


@pytest.mark.parametrize("shape", [(16, 16), (144, 80), (1024, 2048)])
@pytest.mark.parametrize("e5m2", [False, True])
def test_quantize_fp8(shape, e5m2):
    x = torch.randn(shape, device=GPU, dtype=torch.bfloat16)
    for a, b in zip(quantize([x, x[:16]], e5m2), quantize_plain([x, x[:16]], e5m2), strict=True):
        torch.testing.assert_close(a.float(), b.float())


@pytest.mark.parametrize("compiled", [False, True])
def test_fp8_products_and_their_gradients(compiled):
    torch.manual_seed(0)
    x = torch.randn(64, 128, device=GPU, dtype=torch.bfloat16)
    weights = [torch.randn(rows, 128, device=GPU, dtype=torch.bfloat16) for rows in (256, 64)]
    here = [t.requires_grad_() for t in (x, *weights)]
    there = [t.detach().cpu().requires_grad_() for t in here]
    for function, inputs in ((torch.compile(fp8_linear) if compiled else fp8_linear, here), (fp8_linear, there)):
        first, second = function(*inputs)
        (first.float().square().sum() + (3 * second).float().square().sum()).backward()
    for ours, twin in zip(here, there, strict=True):  # sums in another order fall on another side of two 8-bit numbers
        assert (ours.grad.cpu().float() - twin.grad.float()).norm() / twin.grad.float().norm() < 0.02


@pytest.mark.parametrize("packed", [False, True])
def test_a_step_on_the_gpu_is_the_cpus(tiny_config, packed):
    generator = torch.Generator().manual_seed(0)
    batch = Batch.of(torch.randint(0, tiny_config.vocab_size, (3, 64), generator=generator))
    if packed:
        documents = (torch.rand(3, 64, generator=generator) < 0.1).long().cumsum(1)
        batch = Batch(batch.ids_BS, batch.labels_BS, batch.positions_BS, documents)
    grads = []
    for device, dtype in ((torch.device("cpu"), torch.float32), (torch.device(GPU), torch.bfloat16)):
        model = Transformer(tiny_config.replace(init_std=0.1)).init_weights(1).to(device, dtype)
        optimizer = AdamW(dict(model.named_parameters()), sum_in_float32=True)
        for part in batch.split(2):
            there = part.to(device)
            head = CrossEntropy(there.labels_BS, batch.num_labels)
            model(there.ids_BS, there.positions_BS, attend_for(part, device), length=64, head=head).backward()
        grads.append({name: p.grad.float().cpu() for name, p in optimizer.parameters.items()})
    for name, exact in grads[0].items():
        assert (grads[1][name] - exact).norm() / exact.norm() < 0.05, name


def test_preference_loss():
    """On the GPU, in bfloat16 and by chunks, as on the CPU."""
    from aquila2.train.preference import PairBatch, PreferenceConfig, PreferenceLoss

    generator = torch.Generator().manual_seed(3)
    documents = torch.tensor([0] * 40 + [1] * 30 + [2] * 30 + [3] * 20 + [4] * 8).repeat(2, 1)
    labels = torch.randint(0, 1000, documents.shape, generator=generator)
    labels[documents == 4] = -100
    pairs = torch.tensor([[0, 1], [2, -1]])
    labels[1, documents[1] > 1] = -100
    batch = PairBatch(labels, labels, labels, documents, pairs)
    x = torch.randn(2, 128, 64, generator=generator).bfloat16()
    reference = torch.full((3, 2), -300.0)
    found = []
    for device, dtype in (("cpu", torch.float32), (GPU, torch.bfloat16)):
        head = torch.nn.Linear(64, 1000, bias=False)
        torch.nn.init.normal_(head.weight, std=0.1, generator=torch.Generator().manual_seed(5))
        head.to(torch.bfloat16).to(device, dtype)
        states = x.to(device, dtype).detach().requires_grad_()
        part = batch.to(torch.device(device))
        loss = PreferenceLoss(part, reference.to(device), 3.0, PreferenceConfig(), chunk=50)(states, head)
        loss.backward()
        found.append((loss.detach().cpu(), states.grad.float().cpu(), head.weight.grad.float().cpu()))
    (exact, *grads), (loss, *narrow) = found
    torch.testing.assert_close(loss, exact, rtol=0.02, atol=0.02)
    for ours, wanted in zip(narrow, grads, strict=True):
        assert (ours - wanted).norm() / wanted.norm() < 0.05

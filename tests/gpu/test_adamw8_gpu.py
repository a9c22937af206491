"""The 8-bit AdamW kernel against its plain twin, and moments that visit the GPU."""

import pytest
import torch
from torch import nn

from aquila2.kernels.adamw import Update
from aquila2.kernels.adamw8 import E4M3, adamw8_plain, key_of, scales_shape
from aquila2.train.optim import AdamW

pytestmark = pytest.mark.gpu
pytest.importorskip("triton")
GPU = "cuda:0"


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (7, 256), (5, 300), (33, 1000), (129, 4096), (3, 4097)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("grad_dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("beta2", [0.95, 0.999])
def test_kernel_is_its_twin(shape, dtype, grad_dtype, beta2):
    from aquila2.kernels import gpu_adamw8

    generator = torch.Generator(GPU).manual_seed(1)
    weight = torch.randn(shape, device=GPU, generator=generator).to(dtype)

    def state():
        codes = [torch.zeros(shape, dtype=E4M3, device=GPU) for _ in range(2)]
        return [weight.clone(), *codes, *(torch.zeros(scales_shape(weight.shape), device=GPU) for _ in range(2))]

    ours, plain = state(), state()
    for step in range(1, 4):
        size = torch.randn(shape, device=GPU, generator=generator).mul(3).exp()
        grad = (1e-3 * size * torch.randn(shape, device=GPU, generator=generator)).to(grad_dtype)
        if step == 2:
            grad[0] = 0
        scale = torch.tensor(0.5, device=GPU)
        for (w, *moments), function in ((ours, gpu_adamw8.adamw8), (plain, adamw8_plain)):
            how = Update(scale, 0.01, (0.9, beta2), 1e-8, 0.1, step)
            function(w, grad, *moments, how, key_of(1, step, "w"))
        for a, b in zip(ours[1:3], plain[1:3], strict=True):
            codes = [t.view(torch.uint8).int() for t in (a, b)]
            # sums that differ in their last bit fall on two sides of what chance says, once in some 2^16 numbers
            assert (codes[0] != codes[1]).sum() <= 1 + weight.numel() / 1000
            assert ((codes[0] & 0x7F) - (codes[1] & 0x7F)).abs().max() <= 1
        for a, b in zip(ours[3:], plain[3:], strict=True):
            torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-30)
        if dtype == torch.float32:
            torch.testing.assert_close(ours[0], plain[0], rtol=1e-5, atol=1e-3)
        else:
            assert (ours[0] != plain[0]).sum() <= 1 + weight.numel() / 500
            torch.testing.assert_close(ours[0], plain[0], rtol=2**-7, atol=1e-3)
        for a, b in zip(ours, plain, strict=True):
            a.copy_(b)  # what differs is not to grow


def test_scale_of_zero_and_steps_that_repeat():
    weight = nn.Parameter(torch.randn(64, 1000, device=GPU).bfloat16())
    optimizer = AdamW({"w": weight}, moments="8bit")

    def step(grad, scale):
        weight.grad = grad
        optimizer.step(0.01, torch.tensor(scale, device=GPU))
        return [t.float().clone() for kinds in optimizer.tensors().values() for t in kinds.values()]

    grad = torch.randn(64, 1000, device=GPU).bfloat16()
    first = step(grad.clone(), 1.0)
    held = step(torch.full_like(grad, float("nan")), 0.0)
    assert all(torch.equal(a, b) for a, b in zip(first, held, strict=True))
    kept = {kind: {n: t.clone() for n, t in named.items()} for kind, named in optimizer.tensors().items()}
    second = step(grad.clone(), 1.0)
    for kind, named in optimizer.tensors().items():
        for name, tensor in named.items():
            tensor.copy_(kept[kind][name])
    optimizer.updates -= 1
    assert all(torch.equal(a, b) for a, b in zip(second, step(grad.clone(), 1.0), strict=True))


@pytest.mark.parametrize("moments", ["float32", "8bit"])
@pytest.mark.parametrize("in_backward", [False, True])
def test_paged_moments_are_those_on_the_gpu(moments, in_backward):
    runs = []
    for paged in (False, True):
        torch.manual_seed(0)
        model = nn.Sequential(*(nn.Linear(256 * (1 + i % 3), 256 * (1 + (i + 1) % 3)) for i in range(12)))
        model.to(GPU, torch.bfloat16)
        optimizer = AdamW(dict(model.named_parameters()), moments=moments, paged=paged, in_backward=in_backward)
        for seed in range(5):
            x = torch.randn(64, 256, generator=torch.Generator().manual_seed(seed)).to(GPU, torch.bfloat16)
            if in_backward:
                optimizer.begin(0.01)
            model(x).square().mean().backward()
            if in_backward:
                assert optimizer.finish().isfinite()
            else:
                optimizer.step(0.01, torch.tensor(1.0, device=GPU))
        runs.append([t.float().cpu() for named in optimizer.tensors().values() for t in named.values()])
    assert all(torch.equal(a, b) for a, b in zip(*runs, strict=True))

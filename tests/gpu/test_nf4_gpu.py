"""NF4 on a GPU: the kernel gives its twin's bits, quantizing gives the CPU's, and a step trains."""

import pytest
import torch

from aquila2.kernels.nf4 import NF4, dequantize_nf4, dequantize_nf4_plain, nf4_linear, quantize_nf4
from aquila2.lora.adapter import adapter_tensors
from aquila2.lora.layer import LoraConfig, apply_lora, init_adapter
from aquila2.model.batch import Batch
from aquila2.model.position_hash import set_first_sample
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4
from aquila2.quant.nf4 import Nf4Linear
from aquila2.train.loss import CrossEntropy

pytestmark = pytest.mark.gpu
GPU = "cuda:0"

SHAPES = [(1, 1), (3, 21), (64, 64), (33, 64), (100, 67), (129, 8192 + 32), (4096, 1024)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("double_quant", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_kernel_equals_its_twin(shape, double_quant, dtype):
    quantized = quantize_nf4(0.02 * torch.randn(shape, device=GPU), double_quant)
    got = dequantize_nf4(quantized, shape, dtype)
    assert torch.equal(got, dequantize_nf4_plain(quantized, shape, dtype))
    there = NF4(*(None if tensor is None else tensor.cpu() for tensor in quantized))
    assert torch.equal(got.cpu(), dequantize_nf4_plain(there, shape, dtype))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("double_quant", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_quantizing_gives_the_cpus_bits(shape, double_quant, dtype):
    weight = (0.02 * torch.randn(shape)).to(dtype)
    weight.flatten()[: weight.numel() // 3] *= 0  # blocks of zeros too
    for ours, plain in zip(quantize_nf4(weight.to(GPU), double_quant), quantize_nf4(weight, double_quant), strict=True):
        assert plain is None if ours is None else torch.equal(ours.cpu(), plain)


def test_no_weight_is_kept_for_the_backward_pass():
    layer = Nf4Linear(4096, 4096, device=torch.device(GPU))
    layer.fill(torch.randn(4096, 4096, dtype=torch.bfloat16))
    x = torch.randn(8, 4096, device=GPU, dtype=torch.bfloat16, requires_grad=True)
    for run in (layer, torch.compile(torch.nn.Sequential(layer, torch.nn.SiLU()), fullgraph=True)):
        run(x).sum().backward()
        before = torch.cuda.memory_allocated()
        y = run(x)
        assert torch.cuda.memory_allocated() - before < 2**20  # the matrix is 32 MB
        y.sum().backward()


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("dora", [False, True])
def test_a_step_on_the_gpu_is_the_cpus(tiny_config, compiled, dora):
    generator = torch.Generator().manual_seed(0)
    batch = Batch.of(torch.randint(0, tiny_config.vocab_size, (3, 64), generator=generator))
    disturbance = {}
    grads = []
    for device, dtype in ((torch.device("cpu"), torch.float32), (torch.device(GPU), torch.bfloat16)):
        model = apply_nf4(Transformer(tiny_config.replace(init_std=0.1)).init_weights(1)).to(device, dtype)
        apply_lora(model, LoraConfig(target_modules="all-linear", dropout=0.2, use_dora=dora))
        init_adapter(model)
        for name, tensor in adapter_tensors(model).items():  # so that B is not zero
            if name not in disturbance:
                disturbance[name] = 0.05 * torch.randn(tensor.shape, generator=generator)
            tensor += disturbance[name].to(device, dtype)
        set_first_sample(model, 11)
        if compiled and device.type == "cuda":
            for layer in model.layers:
                layer.forward = torch.compile(layer.forward)
        there = batch.to(device)
        model(there.ids_BS, head=CrossEntropy(there.labels_BS, batch.num_labels)).backward()
        grads.append({n: p.grad.float().cpu() for n, p in model.named_parameters() if p.requires_grad})
    for name, exact in grads[0].items():
        assert (grads[1][name] - exact).norm() / exact.norm() < 0.05, name


@pytest.mark.parametrize("shape", [(33, 64), (7, 4096), (100, 11008), (5, 1088)])
@pytest.mark.parametrize("double_quant", [False, True])
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_one_row(shape, double_quant, dtype):
    torch.manual_seed(0)
    quantized = quantize_nf4(torch.randn(shape, device=GPU), double_quant)
    x = torch.randn(1, 1, shape[1], device=GPU, dtype=dtype)
    exact = x.float() @ dequantize_nf4_plain(quantized, shape, torch.float32).T
    torch.testing.assert_close(nf4_linear(x, quantized, shape[0]).float(), exact, rtol=1e-2, atol=1e-2)

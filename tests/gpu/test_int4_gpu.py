"""Products with 4-bit matrices on a GPU: every kernel against the plain twin, on shapes that fit no tile."""

import pytest
import torch

from aquila2.kernels.int4 import IntWeight, dequantize_int, dequantize_int_plain, int_linear, pack_codes

pytestmark = pytest.mark.gpu
GPU = "cuda:0"

DTYPES = [torch.float16, torch.bfloat16]
# out, in, group size
SHAPES = [(1, 32, 32), (37, 96, 32), (70, 576, 64), (130, 1024, 128), (33, 1376, 1376), (65, 384, 192), (20, 512, 256)]


def random_weight(out: int, inputs: int, group_size: int, zeros: bool, dtype: torch.dtype, order: bool = False):
    generator = torch.Generator().manual_seed(out)
    groups = inputs // group_size
    codes = torch.randint(0, 16, (out, inputs), generator=generator, dtype=torch.uint8)
    weight = IntWeight(
        pack_codes(codes),
        (0.01 + 0.02 * torch.rand(out, groups, generator=generator)).to(dtype),
        torch.randint(0, 16, (out, groups), generator=generator, dtype=torch.uint8) if zeros else None,
        torch.randperm(inputs, generator=generator) if order else None,
    )
    return IntWeight(*(None if tensor is None else tensor.to(GPU) for tensor in weight))


def assert_product(x: torch.Tensor, weight: IntWeight, got: torch.Tensor) -> None:
    exact = x.double() @ dequantize_int_plain(weight, torch.float32).double().T
    assert got.dtype == x.dtype
    assert got.shape == exact.shape
    assert (got.double() - exact).norm() / exact.norm() < {torch.float16: 2**-9, torch.bfloat16: 2**-7}[x.dtype]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("zeros", [False, True])
@pytest.mark.parametrize("dtype", DTYPES)
def test_one_row(shape, zeros, dtype):
    from aquila2.kernels import gpu_int4

    weight = random_weight(*shape, zeros, dtype)
    x = torch.randn(1, shape[1], generator=torch.Generator().manual_seed(3)).to(GPU, dtype)
    assert_product(x, weight, int_linear(x, weight))
    for config in gpu_int4.GEMV_CONFIGS:
        assert_product(x, weight, gpu_int4.gemv(x, weight, config))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("zeros", [False, True])
@pytest.mark.parametrize("dtype", DTYPES)
def test_few_rows(shape, zeros, dtype):
    from aquila2.kernels import gpu_int4

    weight = random_weight(*shape, zeros, dtype)
    for rows in (2, 16, 33):
        x = torch.randn(1, rows, shape[1], generator=torch.Generator().manual_seed(rows)).to(GPU, dtype)
        assert_product(x, weight, int_linear(x, weight))
        for config in gpu_int4.FEW_ROWS_CONFIGS:
            assert_product(x, weight, gpu_int4.few_rows(x, weight, config))


@pytest.mark.parametrize("dtype", DTYPES)
def test_large_inputs_stay_finite(dtype):
    weight = random_weight(40, 256, 128, True, dtype)
    x = torch.full((1, 256), 6e4).to(GPU, dtype)
    x[:, 1::2] *= -1
    scaled = IntWeight(weight.codes, weight.scales * 0.01, weight.zeros, None)
    assert_product(x, scaled, int_linear(x, scaled))


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_inputs_in_another_order_and_of_any_stride(rows):
    weight = random_weight(50, 256, 64, True, torch.float16, order=True)
    x = torch.randn(rows, 257).to(GPU, torch.float16)[:, 1:]
    assert_product(x, weight, int_linear(x, weight))


@pytest.mark.parametrize("shape", [*SHAPES, (4096, 1024, 128)])
@pytest.mark.parametrize("zeros", [False, True])
@pytest.mark.parametrize("dtype", [*DTYPES, torch.float32])
def test_the_matrix_equals_its_twin(shape, zeros, dtype):
    for scales in (torch.float16, torch.bfloat16, torch.float32):
        weight = random_weight(*shape, zeros, scales, order=zeros)
        assert torch.equal(dequantize_int(weight, dtype), dequantize_int_plain(weight, dtype))

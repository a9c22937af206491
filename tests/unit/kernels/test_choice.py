"""What `aquila2 info` tells of kernels is what is called."""

import pytest
import torch

from aquila2.kernels import cpu, cpu_int, int4, linear
from aquila2.kernels.choice import explain
from aquila2.kernels.int4 import IntWeight, int_linear

CPU, GPU = torch.device("cpu"), torch.device("cuda")


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_rows_of_plain_weights(dtype, monkeypatch):
    told = explain("plain", CPU, dtype)
    rows = int(told.split("1 to ")[1].split(" ")[0])
    called = []
    monkeypatch.setattr(cpu, "gemv", lambda x, weight: called.append(x.shape[0]) or x.new_zeros(x.shape[0], 4))
    for count in (1, rows, rows + 1):
        linear.linear(torch.ones(count, 8, dtype=dtype), torch.ones(4, 8, dtype=dtype))
    assert called == [1, rows]


@pytest.mark.parametrize("bits", [4, 8])
def test_one_row_of_packed_weights(bits, monkeypatch):
    assert explain(f"int{bits}", CPU, torch.float32).startswith("1 row: our compiled loops")
    codes = torch.zeros(4, 4, dtype=torch.int32) if bits == 4 else torch.zeros(4, 32, dtype=torch.uint8)
    weight = IntWeight(codes, torch.ones(4, 1), None, None)
    called = []
    monkeypatch.setattr(cpu_int, "gemv", lambda x, weight: called.append(x.shape[0]) or x.new_zeros(x.shape[0], 4))
    for count in (1, 2):
        int_linear(torch.ones(count, 32), weight)
    assert called == [1]


def test_what_is_missing_is_said(monkeypatch):
    monkeypatch.setattr("aquila2.kernels.choice.installed", lambda name: False)
    assert "pip install triton" in explain("int4", GPU, torch.bfloat16)
    assert "pip install numba" in explain("plain", CPU, torch.bfloat16)
    assert "float16" in explain("plain", CPU, torch.float16)


def test_a_gpu(monkeypatch):
    monkeypatch.setattr("aquila2.kernels.choice.installed", lambda name: True)
    assert f"1 to {int4.FEW_ROWS} rows" in explain("int4", GPU, torch.bfloat16)
    assert "cuBLAS" in explain("plain", GPU, torch.bfloat16)
    assert explain("plain", GPU, torch.float32).startswith("PyTorch throughout: our")
    assert "no kernels of ours for mps" in explain("nf4", torch.device("mps"), torch.float16)

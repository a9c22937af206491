"""Quantized linears packed number by number, as the formats are described: slow, and independent of the library."""

import torch
from torch import Tensor

AWQ_ORDER = (0, 2, 4, 6, 1, 3, 5, 7)


def pack(codes: list[int], bits: int) -> list[int]:
    """Codes to int32 words, the first in the lowest bits."""
    words = []
    for start in range(0, len(codes), 32 // bits):
        word = 0
        for place, code in enumerate(codes[start : start + 32 // bits]):
            assert 0 <= code < 2**bits
            word |= code << (bits * place)
        words.append(word - 2**32 if word >= 2**31 else word)
    return words


def rows(matrix: Tensor, bits: int) -> Tensor:
    """Every row of a matrix of codes, packed."""
    return torch.tensor([pack(row, bits) for row in matrix.tolist()], dtype=torch.int32)


def columns(matrix: Tensor, bits: int) -> Tensor:
    """Every column of it, packed."""
    return rows(matrix.T, bits).T.contiguous()


def random_groups(out: int, inputs: int, group_size: int, bits: int = 4, seed: int = 0, symmetric: bool = False):
    """codes [out, in], scales [out, groups] float16, zeros [out, groups]: of a random linear."""
    generator = torch.Generator().manual_seed(seed)
    groups = inputs // group_size
    codes = torch.randint(0, 2**bits, (out, inputs), generator=generator, dtype=torch.uint8)
    zeros = torch.randint(1, 2**bits, (out, groups), generator=generator, dtype=torch.uint8)
    if symmetric:
        zeros[:] = 2 ** (bits - 1)
    scales = (0.2 / 2**bits * (0.5 + torch.rand(out, groups, generator=generator))).half()
    return codes, scales, zeros


def matrix(codes: Tensor, scales: Tensor, zeros: Tensor, group: Tensor | None = None) -> Tensor:
    """The float32 matrix that they stand for."""
    out, inputs = codes.shape
    size = inputs // scales.shape[1]
    weight = torch.zeros(out, inputs)
    for i in range(inputs):
        g = i // size if group is None else int(group[i])
        weight[:, i] = (codes[:, i].float() - zeros[:, g].float()) * scales[:, g].float()
    return weight


def gptq(codes: Tensor, scales: Tensor, zeros: Tensor, group: Tensor | None = None, bits: int = 4, version: int = 1):
    """AutoGPTQ's tensors."""
    inputs, groups = codes.shape[1], scales.shape[1]
    stored = zeros.T.int() - (1 if version == 1 else 0)
    return {
        "qweight": columns(codes.T, bits),
        "qzeros": rows(stored % 2**bits, bits),
        "scales": scales.T.contiguous(),
        "g_idx": torch.arange(inputs, dtype=torch.int32) // (inputs // groups) if group is None else group.int(),
    }


def awq(codes: Tensor, scales: Tensor, zeros: Tensor) -> dict[str, Tensor]:
    """AutoAWQ's, for its GEMM kernel."""

    def interleaved(matrix: Tensor) -> Tensor:
        order = [8 * (o // 8) + AWQ_ORDER[o % 8] for o in range(matrix.shape[1])]
        return rows(matrix[:, order], 4)

    return {"qweight": interleaved(codes.T), "qzeros": interleaved(zeros.T), "scales": scales.T.contiguous()}


def compressed(codes: Tensor, scales: Tensor, zeros: Tensor | None, bits: int = 4) -> dict[str, Tensor]:
    """compressed-tensors'. Its numbers are signed; packing adds what makes them codes again."""
    tensors = {
        "weight_packed": rows(codes, bits),
        "weight_scale": scales,
        "weight_shape": torch.tensor(codes.shape),
    }
    return tensors if zeros is None else {**tensors, "weight_zero_point": columns(zeros, bits)}

"""NF4 (arXiv 2305.14314), in bitsandbytes' layout and to the bit its numbers.

A matrix is a row of numbers in blocks of 64. Each number becomes the nearest of 16 levels times its block's largest
magnitude, `absmax`; two levels a byte, the first in the high half. With double quantization each absmax, less the mean
of all, becomes one of 256 levels times the largest of its 256: 4.127 bits a number instead of 4.5.

The bits are those that bitsandbytes 0.50 gives on a CPU, on whatever device this runs. (A number halfway between two
levels takes the lower.) Its CUDA kernels differ in the last place here and there: they multiply a short last block by
1/absmax where the CPU divides, find the nearest 8-bit level where the CPU looks into a table of 65536 places, and add
up the mean in another order.

Legend: N numbers, B blocks.
"""

import functools
from typing import NamedTuple

import torch
from torch import Tensor

from aquila2.kernels.dispatch import use_triton_for_nf4

BLOCK, NESTED_BLOCK = 64, 256
BYTES = 1 / 2 + 1 / BLOCK + 4 / (BLOCK * NESTED_BLOCK)  # a number takes, with double quantization
_SMALLEST = 1e-38  # what a block of zeros is divided by
_PLACES = 65536  # of the table that rounds a scaled absmax
_PIECE = 1 << 22  # numbers quantized at a time: what exists beside the matrix is some 40 bytes for each of these

# Quantiles of the normal distribution (appendix E of the paper), as bitsandbytes writes them.
_LEVELS = (
    -1.0,
    -0.6961928009986877,
    -0.5250730514526367,
    -0.39491748809814453,
    -0.28444138169288635,
    -0.18477343022823334,
    -0.09105003625154495,
    0.0,
    0.07958029955625534,
    0.16093020141124725,
    0.24611230194568634,
    0.33791524171829224,
    0.44070982933044434,
    0.5626170039176941,
    0.7229568362236023,
    1.0,
)


class NF4(NamedTuple):
    """A quantized matrix: all that is needed to have it back, but its shape. The last three are None without double
    quantization."""

    packed: Tensor  # uint8 [ceil(N / 2), 1]
    absmax: Tensor  # float32 [B], or uint8 [B]: places in `nested_quant_map`
    quant_map: Tensor  # float32 [16]
    nested_absmax: Tensor | None  # float32 [ceil(B / 256)]
    nested_quant_map: Tensor | None  # float32 [256]
    nested_offset: Tensor | None  # float32 scalar: the mean that was taken from every absmax


def quant_map() -> Tensor:
    """The 16 levels, float32, rising."""
    return torch.tensor(_LEVELS)


def nested_quant_map() -> Tensor:
    """The 256 levels of double quantization (arXiv 1511.04561), float32, rising: 0, 1, and for each power of ten from
    1e-6 to 1 twice as many evenly spaced ones as for the one below, of both signs."""
    levels = [torch.tensor([0.0, 1.0])]
    for i in range(7):
        edges = torch.linspace(0.1, 1, 2**i + 1)
        centers = (edges[:-1] + edges[1:]) / 2 * 10.0 ** (i - 6)
        levels += [centers, -centers]
    return torch.cat(levels).sort().values


def empty_nf4(shape: tuple[int, int], double_quant: bool, device: torch.device | None = None) -> NF4:
    """A quantized matrix [out, in] that holds nothing yet."""
    numbers = shape[0] * shape[1]
    blocks = -(-numbers // BLOCK)
    packed = torch.empty(-(-numbers // 2), 1, dtype=torch.uint8, device=device)
    if not double_quant:
        return NF4(packed, torch.empty(blocks, device=device), quant_map().to(device), None, None, None)
    return NF4(
        packed,
        torch.empty(blocks, dtype=torch.uint8, device=device),
        quant_map().to(device),
        torch.empty(-(-blocks // NESTED_BLOCK), device=device),
        nested_quant_map().to(device),
        torch.empty((), device=device),
    )


@torch.no_grad()
def quantize_nf4(weight: Tensor, double_quant: bool = True) -> NF4:
    """Quantize a matrix of any float dtype, where it lies. Beside it a few hundred MB at most are needed.

    The mean of double quantization is added up on the CPU, by `torch.mean`, as bitsandbytes does; with another number
    of threads its last bit may differ, with all that follows from it.
    """
    flat = weight.detach().reshape(-1)
    pieces = [_quantize_piece(flat[start : start + _PIECE].float()) for start in range(0, len(flat), _PIECE)]
    packed, absmax = (torch.cat(parts) for parts in zip(*pieces, strict=True))
    levels = quant_map().to(weight.device)
    if not double_quant:
        return NF4(packed.unsqueeze(1), absmax, levels, None, None, None)
    offset = absmax.cpu().mean().to(weight.device)
    codes, nested_absmax = _quantize_absmax(absmax - offset)
    return NF4(packed.unsqueeze(1), codes, levels, nested_absmax, nested_quant_map().to(weight.device), offset)


def dequantize_nf4_plain(quantized: NF4, shape: tuple[int, int], dtype: torch.dtype) -> Tensor:
    """The definition: the matrix [out, in], computed in float32 and rounded to `dtype` once."""
    absmax = quantized.absmax
    if quantized.nested_absmax is not None:
        assert quantized.nested_quant_map is not None
        assert quantized.nested_offset is not None
        scales = quantized.nested_absmax.repeat_interleave(NESTED_BLOCK)[: len(absmax)]
        absmax = quantized.nested_quant_map[absmax.int()] * scales + quantized.nested_offset
    byte = torch.arange(256, device=absmax.device)
    pairs = torch.stack([quantized.quant_map[byte >> 4], quantized.quant_map[byte & 15]], 1)
    values = pairs[quantized.packed.flatten().int()].flatten()
    missing = len(absmax) * BLOCK - len(values)  # of the last block, where it is a short one
    if missing:
        values = torch.nn.functional.pad(values, (0, missing))
    values = (values.view(-1, BLOCK) * absmax.unsqueeze(1)).to(dtype).flatten()
    return values[: shape[0] * shape[1]].view(shape)


def dequantize_nf4(quantized: NF4, shape: tuple[int, int], dtype: torch.dtype) -> Tensor:
    """`dequantize_nf4_plain`, as one kernel on a GPU."""
    if use_triton_for_nf4(quantized.packed, dtype):
        from aquila2.kernels import gpu_nf4

        return gpu_nf4.dequantize(quantized, shape, dtype)
    return dequantize_nf4_plain(quantized, shape, dtype)


def nf4_linear(x: Tensor, quantized: NF4, out_features: int) -> Tensor:
    """`x` [..., K] times the matrix [out, K], transposed -> [..., out], in x's dtype. One row on a GPU walks over the
    bytes; more rows are multiplied by the matrix made whole."""
    K = x.shape[-1]
    if x.numel() == K and K % BLOCK == 0 and x.is_contiguous() and use_triton_for_nf4(quantized.packed, x.dtype):
        from aquila2.kernels import gpu_nf4

        return gpu_nf4.gemv(x, quantized, out_features)
    return torch.nn.functional.linear(x, dequantize_nf4(quantized, (out_features, K), x.dtype))


def _quantize_piece(values_N: Tensor) -> tuple[Tensor, Tensor]:
    """Float32 numbers, whole blocks but for the matrix's last: bytes [ceil(N / 2)] and absmax [B]."""
    whole = len(values_N) // BLOCK * BLOCK
    blocks = values_N[:whole].view(-1, BLOCK)
    absmax = blocks.abs().amax(1)
    scaled = (blocks * (1.0 / absmax.clamp(min=_SMALLEST)).unsqueeze(1)).flatten()
    if whole < len(values_N):
        last = values_N[whole:]
        most = last.abs().amax().clamp(min=_SMALLEST)
        absmax, scaled = torch.cat([absmax, most.unsqueeze(0)]), torch.cat([scaled, last / most])
    if len(scaled) % 2:
        scaled = torch.nn.functional.pad(scaled, (0, 1))
    levels = quant_map()
    codes = torch.bucketize(scaled, ((levels[:-1] + levels[1:]) / 2).to(scaled.device), out_int32=True).to(torch.uint8)
    return codes[::2] << 4 | codes[1::2], absmax


def _quantize_absmax(centered_B: Tensor) -> tuple[Tensor, Tensor]:
    """What is left of every absmax without their mean: its place among the 256 levels, and each 256 blocks' largest."""
    padded = torch.nn.functional.pad(centered_B, (0, -len(centered_B) % NESTED_BLOCK)).view(-1, NESTED_BLOCK)
    nested_absmax = padded.abs().amax(1)
    scaled = (padded * (1.0 / nested_absmax).unsqueeze(1)).clamp(-1, 1).nan_to_num(-1.0)  # 0 * inf where all are 0
    place = ((scaled + 1) * ((_PLACES - 1) / 2) + 0.5).int()
    return _nearest_levels().to(place.device)[place].flatten()[: len(centered_B)], nested_absmax


@functools.cache
def _nearest_levels() -> Tensor:
    """uint8 [65536]: the nearest of the 256 levels to each place of an even grid over [-1, 1]."""
    levels = nested_quant_map().double()
    grid = torch.arange(_PLACES, dtype=torch.float64) * 2 / (_PLACES - 1) - 1
    return torch.bucketize(grid, (levels[:-1] + levels[1:]) / 2).to(torch.uint8)

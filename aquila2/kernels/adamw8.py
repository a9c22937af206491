"""AdamW with 8-bit moments and no master weights: 4 bytes a bf16 parameter in place of 14.

The first moment, and the root of the second (whose range would not fit), are e4m3 floats (arXiv 2209.05433); each
BLOCK of them in a row has a float32 scale, which makes the largest 448, the format's largest.

Everything narrow is rounded up or down by chance, with odds that keep the expectation. The nearest number would do
harm: with beta2 = 0.999 the root falls by 1/2000 a step at most and seldom rises by more, while its neighbours lie 1/16
to 1/8 away, so it would never move again; and a bf16 weight would lose every update below 1/512 of it. (The root's
square comes out 2 to 5 % too large this way, which is as if the learning rate were 1 to 3 % lower.)

A root that is not zero never becomes zero, or the update, which is divided by it, would explode.

The chance comes from a hash of a key (seed, step, parameter: `key_of`) and of the element's place: a step that is
repeated repeats to the bit, and copies of a parameter on several processes stay equal.
"""

import hashlib

import torch
from torch import Tensor
from torch.nn.functional import pad

from aquila2.kernels.adamw import Update
from aquila2.kernels.dispatch import use_triton_for_update

E4M3 = torch.float8_e4m3fn
BLOCK = 256
WEIGHTS = (torch.float32, torch.bfloat16)

# The largest number of a block becomes a hair less than 448: whatever the rounding of the division, it does not pass
# 448, beyond which lies NaN. Scales of blocks of zeros are those of the least number that is not lost.
MOST, LEAST = 447.999, 1e-30


def key_of(seed: int, step: int, name: str) -> tuple[int, int]:
    """Two 32-bit integers (signed, as kernels take them) that begin the hash of every element of a parameter."""
    digest = hashlib.blake2b(f"{seed} {step} {name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little", signed=True), int.from_bytes(digest[4:], "little", signed=True)


def scales_shape(shape: torch.Size) -> tuple[int, ...]:
    """The shape of the scales of a parameter's moments: one for every BLOCK of a row, the last of them shorter."""
    return (*shape[:-1], -(-shape[-1] // BLOCK))


def adamw8_plain(
    weight: Tensor,
    grad: Tensor,
    first: Tensor,
    second: Tensor,
    first_scale: Tensor,
    second_scale: Tensor,
    how: Update,
    key: tuple[int, int],
) -> None:
    """The definition, in place; the arithmetic is float32.

    Args:
        weight: bf16, rounded by chance, or float32, not rounded.
        grad: the gradient, of any float dtype.
        first, second: the moments, e4m3, of the same shape; of the second its root.
        first_scale, second_scale: float32, of `scales_shape`; all zeros with moments of zero to begin with.
        key: of `key_of`.
    """
    scale, lr, (beta1, beta2), eps, weight_decay, step = how
    if not scale:
        return
    for_weight, for_first, for_second = _random_bits(weight, key)
    scaled = grad.float() * scale
    m = _decode(first, first_scale).lerp_(scaled, 1 - beta1)
    root = (_decode(second, second_scale).square_().mul_(beta2) + scaled.square_().mul_(1 - beta2)).sqrt_()
    _encode(m, for_first, first, first_scale)
    _encode(root, for_second, second, second_scale)
    second.view(torch.uint8).clamp_(min=(root > 0).to(torch.uint8))
    new = weight.float() * (1 - lr * weight_decay)
    new.addcdiv_(m, root.mul_((1 - beta2**step) ** -0.5).add_(eps), value=-lr / (1 - beta1**step))
    if weight.dtype == torch.bfloat16:
        new = ((new.view(torch.int32) + for_weight) & ~0xFFFF).view(torch.float32)
    weight.copy_(new)


def _random_bits(weight: Tensor, key: tuple[int, int]) -> tuple[Tensor, Tensor, Tensor]:
    """Three 16-bit integers an element: halves of a 32-bit hash (a public-domain mixer, "lowbias32", keyed twice), and
    half of what one more multiplication makes of it. Any two of them are independent."""
    first, second = (half & 0xFFFFFFFF for half in key)
    x = (torch.arange(weight.numel(), device=weight.device).view(weight.shape) & 0xFFFFFFFF) ^ first
    x = ((x ^ x >> 16) * 0x7FEB352D) & 0xFFFFFFFF
    x = ((x ^ x >> 15 ^ second) * 0x846CA68B) & 0xFFFFFFFF
    x = x ^ x >> 16
    more = (x * 0x9E3779B1) & 0xFFFFFFFF
    return (x & 0xFFFF).int(), (x >> 16).int(), (more >> 16).int()


def _blocks(x: Tensor) -> Tensor:
    """A view or copy [..., blocks, BLOCK] of [..., C], with zeros at the rows' ends."""
    return pad(x, (0, -x.shape[-1] % BLOCK)).unflatten(-1, (-1, BLOCK))


def _decode(codes: Tensor, scales: Tensor) -> Tensor:
    return (_blocks(codes.float()) * scales.unsqueeze(-1)).flatten(-2)[..., : codes.shape[-1]]


def _encode(x: Tensor, bits: Tensor, codes: Tensor, scales: Tensor) -> None:
    """Into e4m3 numbers and their scales, each up or down as its 16 random bits say."""
    blocks = _blocks(x)
    most = blocks.abs().amax(-1).clamp_(min=LEAST)
    scales.copy_(most / 448)
    small = (blocks * (MOST / most).unsqueeze(-1)).flatten(-2)[..., : x.shape[-1]]
    # Below 2^-6 e4m3's numbers lie 2^-9 apart, as they do from 2^-6 to 2^-5: moved up there and back, numbers are
    # rounded like all others, by adding chance below the third bit of the mantissa and cutting there.
    lift = torch.where(small.abs() < 2**-6, 2**-6, 0.0)
    cut = ((small.abs() + lift).view(torch.int32) + (bits << 4) + 8) & ~0xFFFFF
    codes.copy_((cut.view(torch.float32) - lift).copysign(small))


@torch.no_grad()
def adamw8(
    weight: Tensor,
    grad: Tensor,
    first: Tensor,
    second: Tensor,
    first_scale: Tensor,
    second_scale: Tensor,
    how: Update,
    key: tuple[int, int],
) -> None:
    """`adamw8_plain`, as one kernel on a GPU."""
    if use_triton_for_update(weight, grad, first_scale, second_scale):
        from aquila2.kernels import gpu_adamw8

        gpu_adamw8.adamw8(weight, grad, first, second, first_scale, second_scale, how, key)
    else:
        adamw8_plain(weight, grad, first, second, first_scale, second_scale, how, key)

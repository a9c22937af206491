# mypy: disable-error-code="no-untyped-def"
# (Triton gives a kernel's parameters their types when it is launched.)
"""Triton kernels for the GPU, each with the function that launches it. Needs Triton; imported when first used.

Arithmetic is float32; results are rounded where the plain twins round. Addresses are int64 where a tensor of a long
batch may pass 2^31 numbers. Everything here can be captured in a CUDA graph.
"""

from typing import Any

import torch
import triton
import triton.language as tl
from torch import Tensor

# One program holds a row of a norm: 64 numbers a thread with 16 warps.
_MAX_ROW = 32768


def launch(kernel: Any, grid: tuple[int, ...], first: Tensor, *args: Any, **options: Any) -> None:
    """Start a kernel on the device that its first tensor lies on."""
    with torch.cuda.device_of(first):  # Triton launches on the current device, wherever the tensors lie
        kernel[grid](first, *args, **options)


@triton.jit
def _rms_norm_kernel(x, residual, weight, y, total, eps, D, ADD: tl.constexpr, BLOCK: tl.constexpr):
    row = tl.program_id(0).to(tl.int64) * D
    d = tl.arange(0, BLOCK)
    inside = d < D
    value = tl.load(x + row + d, mask=inside, other=0.0).to(tl.float32)
    w = tl.load(weight + d, mask=inside, other=0.0).to(tl.float32)
    if ADD:
        value += tl.load(residual + row + d, mask=inside, other=0.0).to(tl.float32)
        rounded = value.to(total.dtype.element_ty)
        tl.store(total + row + d, rounded, mask=inside)
        value = rounded.to(tl.float32)
    scale = tl.rsqrt(tl.sum(value * value, 0) / D + eps)
    normed = (value * scale).to(y.dtype.element_ty).to(tl.float32)
    tl.store(y + row + d, (w * normed).to(y.dtype.element_ty), mask=inside)


def rms_norm(x: Tensor, residual: Tensor | None, weight: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """(norm of `x + residual`, that sum); without a residual the second is `x`. All contiguous, [..., D] and [D]."""
    y = torch.empty_like(x)
    total = x if residual is None else torch.empty_like(x)
    D = weight.numel()
    block = triton.next_power_of_2(D)
    launch(
        _rms_norm_kernel,
        (x.numel() // D,),
        x,
        x if residual is None else residual,
        weight,
        y,
        total,
        eps,
        D,
        ADD=residual is not None,
        BLOCK=block,
        num_warps=min(16, max(1, block // 512)),
    )
    return y, total


def fits_a_row(D: int) -> bool:
    """Whether `rms_norm` takes rows of D: one program holds the row."""
    return D <= _MAX_ROW


@triton.jit
def _silu_mul_kernel(gate, up, y, stride, D, BLOCK: tl.constexpr):
    row = tl.program_id(0).to(tl.int64)
    d = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    inside = d < D
    g = tl.load(gate + row * stride + d, mask=inside, other=0.0).to(tl.float32)
    u = tl.load(up + row * stride + d, mask=inside, other=0.0).to(tl.float32)
    silu = (g / (1.0 + tl.exp(-g))).to(y.dtype.element_ty).to(tl.float32)
    tl.store(y + row * D + d, (silu * u).to(y.dtype.element_ty), mask=inside)


def silu_mul(gate: Tensor, up: Tensor) -> Tensor:
    """`silu(gate) * up`, both contiguous and of one shape."""
    y = torch.empty_like(gate)
    _silu_mul(gate, up, y, gate.shape[-1])
    return y


def silu_mul_packed(gate_up: Tensor) -> Tensor:
    """`silu_mul` of the halves of a contiguous [..., 2D]."""
    *rows, width = gate_up.shape
    y = gate_up.new_empty((*rows, width // 2))
    _silu_mul(gate_up, gate_up[..., width // 2 :], y, width)
    return y


def _silu_mul(gate: Tensor, up: Tensor, y: Tensor, stride: int) -> None:
    D = y.shape[-1]
    block = 1024 if D >= 1024 else triton.next_power_of_2(D)
    launch(_silu_mul_kernel, (y.numel() // D, triton.cdiv(D, block)), gate, up, y, stride, D, BLOCK=block, num_warps=4)


@triton.jit
def _rotate(x, cos, sin, y, n, inside_n, x_stride, y_stride, H, HALF: tl.constexpr):
    """Turn the heads `n` that start at x, into those that start at y."""
    half = H // 2
    h = tl.arange(0, HALF)
    inside_h = h < half
    inside = inside_n[:, None] & inside_h[None, :]
    low_at, high_at = n[:, None] * x_stride + h[None, :], n[:, None] * x_stride + half + h[None, :]
    low = tl.load(x + low_at, mask=inside, other=0.0).to(tl.float32)
    high = tl.load(x + high_at, mask=inside, other=0.0).to(tl.float32)
    cos_low = tl.load(cos + h, mask=inside_h, other=0.0).to(tl.float32)[None, :]
    cos_high = tl.load(cos + half + h, mask=inside_h, other=0.0).to(tl.float32)[None, :]
    sin_low = tl.load(sin + h, mask=inside_h, other=0.0).to(tl.float32)[None, :]
    sin_high = tl.load(sin + half + h, mask=inside_h, other=0.0).to(tl.float32)[None, :]
    kind = y.dtype.element_ty
    new_low = (low * cos_low).to(kind).to(tl.float32) + (-high * sin_low).to(kind).to(tl.float32)
    new_high = (high * cos_high).to(kind).to(tl.float32) + (low * sin_high).to(kind).to(tl.float32)
    tl.store(y + n[:, None] * y_stride + h[None, :], new_low.to(kind), mask=inside)
    tl.store(y + n[:, None] * y_stride + half + h[None, :], new_high.to(kind), mask=inside)


@triton.jit(do_not_specialize=["S"])
def _rope_kernel(
    q,
    k,
    v,
    cos,
    sin,
    q_out,
    k_out,
    v_out,
    slots,
    P,
    S,
    N,
    K,
    H,
    q_b,
    q_s,
    q_n,
    k_b,
    k_s,
    k_n,
    v_b,
    v_s,
    v_n,
    out_b,
    out_s,
    out_n,
    angle_b,
    angle_s,
    PAGED: tl.constexpr,
    HEADS: tl.constexpr,
    HALF: tl.constexpr,
):
    row = tl.program_id(0)
    b, s = (row // S).to(tl.int64), (row % S).to(tl.int64)
    cos += b * angle_b + s * angle_s
    sin += b * angle_b + s * angle_s
    if PAGED:  # the place is not s of row b, but a block's
        slot = tl.load(slots + row)
        out = slot // P * out_b + slot % P * out_s
    else:
        out = b * out_b + s * out_s
    group = tl.program_id(1)
    q_groups, k_groups = tl.cdiv(N, HEADS), tl.cdiv(K, HEADS)
    lane = tl.arange(0, HEADS)
    if group < q_groups:
        n = group * HEADS + lane
        _rotate(q + b * q_b + s * q_s, cos, sin, q_out + row.to(tl.int64) * N * H, n, n < N, q_n, H, H, HALF)
    elif group < q_groups + k_groups:
        n = (group - q_groups) * HEADS + lane
        _rotate(k + b * k_b + s * k_s, cos, sin, k_out + out, n, n < K, k_n, out_n, H, HALF)
    else:
        n = (group - q_groups - k_groups) * HEADS + lane
        h = tl.arange(0, 2 * HALF)
        inside = (n < K)[:, None] & (h < H)[None, :]
        value = tl.load(v + b * v_b + s * v_s + n[:, None] * v_n + h[None, :], mask=inside)
        tl.store(v_out + out + n[:, None] * out_n + h[None, :], value, mask=inside)


def rope(q: Tensor, k: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor]:
    """`apply_rope` for q [B, S, N, H], k [B, S, K, H], cos and sin of any strides but the last."""
    k_out = torch.empty(k.shape, dtype=k.dtype, device=k.device)
    return _rope(q, k, None, cos, sin, k_out, k_out, k_out.stride()[:3], None), k_out


def rope_append(
    q: Tensor, k: Tensor, v: Tensor, cos: Tensor, sin: Tensor, k_cache: Tensor, v_cache: Tensor, slots: Tensor
) -> Tensor:
    """`append_rotated` for caches [C, K, P, H] of the same strides, the last of them 1."""
    block, heads, places, _ = k_cache.stride()
    return _rope(q, k, v, cos, sin, k_cache, v_cache, (block, places, heads), slots)


def _rope(
    q: Tensor,
    k: Tensor,
    v: Tensor | None,
    cos: Tensor,
    sin: Tensor,
    k_out: Tensor,
    v_out: Tensor,
    out_strides: tuple[int, ...],
    slots: Tensor | None,
) -> Tensor:
    B, S, N, H = q.shape
    K = k.shape[2]
    q_out = torch.empty((B, S, N, H), dtype=q.dtype, device=q.device)
    # A decoded token has few rows: one head a program spreads it over the GPU. A prompt has thousands.
    heads = 1 if B * S < 64 else 8
    groups = triton.cdiv(N, heads) + triton.cdiv(K, heads) * (1 if v is None else 2)
    launch(
        _rope_kernel,
        (B * S, groups),
        q,
        k,
        k if v is None else v,
        cos,
        sin,
        q_out,
        k_out,
        v_out,
        cos if slots is None else slots,
        k_out.shape[2],
        S,
        N,
        K,
        H,
        *q.stride()[:3],
        *k.stride()[:3],
        *(k if v is None else v).stride()[:3],
        *out_strides,
        cos.stride(0) if cos.shape[0] > 1 else 0,
        cos.stride(1),
        PAGED=slots is not None,
        HEADS=heads,
        HALF=triton.next_power_of_2(H // 2),
        num_warps=1 if heads == 1 else 4,
    )
    return q_out


@triton.jit
def _gemv_kernel(x, weight, y, N, K, ROWS: tl.constexpr, COLUMNS: tl.constexpr):
    n = tl.program_id(0) * ROWS + tl.arange(0, ROWS)
    inside_n = n < N
    weight += n.to(tl.int64)[:, None] * K
    total = tl.zeros([ROWS, COLUMNS], dtype=tl.float32)
    for start in range(0, K, COLUMNS):
        k = start + tl.arange(0, COLUMNS)
        inside_k = k < K
        w = tl.load(
            weight + k[None, :],
            mask=inside_n[:, None] & inside_k[None, :],
            other=0.0,
            eviction_policy="evict_first",
        )
        value = tl.load(x + k, mask=inside_k, other=0.0, eviction_policy="evict_last")
        total += w.to(tl.float32) * value.to(tl.float32)[None, :]
    tl.store(y + n, tl.sum(total, 1).to(y.dtype.element_ty), mask=inside_n)


# (rows of weights a program, columns a step, warps): what bench/decode.py times for each shape.
GEMV_CONFIGS = [
    (4, 1024, 4),
    (8, 512, 4),
    (8, 1024, 4),
    (8, 1024, 8),
    (16, 256, 4),
    (16, 512, 8),
    (2, 2048, 4),
    (1, 4096, 4),
]


def gemv(x: Tensor, weight: Tensor, config: tuple[int, int, int] = (8, 1024, 4)) -> Tensor:
    """One row `x` [..., K] times `weight` [N, K], both contiguous."""
    N, K = weight.shape
    y = x.new_empty((*x.shape[:-1], N))
    rows, columns, warps = config
    columns = min(columns, triton.next_power_of_2(K))
    launch(_gemv_kernel, (triton.cdiv(N, rows),), x, weight, y, N, K, ROWS=rows, COLUMNS=columns, num_warps=warps)
    return y

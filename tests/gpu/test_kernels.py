"""Triton kernels against the plain PyTorch that defines them: odd shapes, float32, bfloat16, float16, CUDA graphs."""

import math
import types

import pytest
import torch

from aquila2.kernels.decode_attention import decode_attention, decode_attention_plain
from aquila2.kernels.linear import linear
from aquila2.kernels.rms_norm import add_rms_norm, add_rms_norm_plain, rms_norm, rms_norm_plain
from aquila2.kernels.rope import append_rotated, append_rotated_plain, apply_rope, apply_rope_plain
from aquila2.kernels.swiglu import silu_mul, silu_mul_packed, silu_mul_plain

pytestmark = pytest.mark.gpu
pytest.importorskip("triton")

DEVICE = "cuda"
DTYPES = [torch.float32, torch.bfloat16, torch.float16]
# of the largest value: sums in another order in float32, a rounding or two in the others
TOLERANCE = {torch.float32: 1e-5, torch.bfloat16: 2**-7, torch.float16: 2**-10}


@pytest.fixture(autouse=True)
def launched(monkeypatch):
    """The Triton kernels that ran: a test that compares the twin with itself proves nothing."""
    from aquila2.kernels import gpu, gpu_attention

    names = []
    for module in (gpu, gpu_attention):
        for name, function in list(vars(module).items()):
            if isinstance(function, types.FunctionType) and function.__module__ == module.__name__ and name[0] != "_":
                monkeypatch.setattr(module, name, _recorded(function, names))
    return names


def _recorded(function, names):
    def run(*args, **kwargs):
        names.append(function.__name__)
        return function(*args, **kwargs)

    return run


def random(*shape, dtype, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(DEVICE, dtype)


def assert_near(ours, plain):
    assert ours.dtype == plain.dtype
    assert ours.shape == plain.shape
    scale = plain.float().abs().max().item()
    torch.testing.assert_close(ours.float(), plain.float(), rtol=0, atol=TOLERANCE[plain.dtype] * scale)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 1, 577), (2, 3, 4096), (1, 70, 259)])
def test_rms_norm(shape, dtype, launched):
    x, residual = random(*shape, dtype=dtype), random(*shape, dtype=dtype, seed=1)
    weight = random(shape[-1], dtype=dtype, seed=2)
    assert_near(rms_norm(x, weight, 1e-5), rms_norm_plain(x, weight, 1e-5))
    normed, total = add_rms_norm(x, residual, weight, 1e-5)
    plain_normed, plain_total = add_rms_norm_plain(x, residual, weight, 1e-5)
    assert_near(normed, plain_normed)
    assert torch.equal(total, plain_total)
    assert [name for name in launched if name != "fits_a_row"] == ["rms_norm"] * 2


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 1, 11008), (2, 3, 35), (1, 70, 1537)])
def test_silu_mul(shape, dtype, launched):
    gate, up = random(*shape, dtype=dtype) * 20, random(*shape, dtype=dtype, seed=1)
    plain = silu_mul_plain(gate, up)
    assert_near(silu_mul(gate, up), plain)
    assert_near(silu_mul_packed(torch.cat((gate, up), -1)), plain)
    assert launched == ["silu_mul", "silu_mul_packed"]


def test_silu_mul_keeps_what_is_not_a_number(launched):
    gate = torch.tensor([math.inf, -math.inf, math.nan, 0.0, 100.0, -100.0], device=DEVICE)
    torch.testing.assert_close(
        silu_mul(gate, torch.ones_like(gate)), silu_mul_plain(gate, torch.ones_like(gate)), equal_nan=True
    )
    assert launched == ["silu_mul"]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("B", "S", "N", "K", "H"), [(1, 1, 32, 32, 128), (2, 5, 4, 1, 6), (3, 1, 9, 3, 34), (1, 70, 12, 3, 64)]
)
def test_rope_of_a_packed_projection(B, S, N, K, H, dtype, launched):
    packed = random(B, S, (N + 2 * K) * H, dtype=dtype)
    q, k, v = (part.view(B, S, -1, H) for part in packed.split([N * H, K * H, K * H], dim=-1))
    for rows in (1, B):
        angles = random(rows, S, H, dtype=torch.float32, seed=3)
        cos, sin = angles.cos().to(dtype), angles.sin().to(dtype)
        for ours, plain in zip(apply_rope(q, k, cos, sin), apply_rope_plain(q, k, cos, sin), strict=True):
            assert_near(ours, plain)
        caches = [random(B * (S + 3), K, 2, H, dtype=dtype, seed=4) for _ in range(4)]
        slots = torch.randperm(2 * len(caches[0]), generator=torch.Generator().manual_seed(1))
        slots = slots[: B * S].view(B, S).to(DEVICE)
        assert_near(
            append_rotated(q, k, v, cos, sin, *caches[:2], slots),
            append_rotated_plain(q, k, v, cos, sin, *caches[2:], slots),
        )
        assert_near(caches[0], caches[2])
        assert torch.equal(caches[1], caches[3])
    assert launched == ["rope", "rope_append"] * 2


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("B", "N", "K", "M", "P", "H"),
    [
        (1, 32, 32, 8, 32, 128),
        (1, 48, 8, 22, 32, 128),
        (2, 9, 3, 1, 70, 64),
        (3, 4, 1, 5, 1, 6),
        (2, 2, 2, 3, 11, 34),
        (1, 8, 2, 282, 32, 256),
        (130, 32, 32, 5, 32, 128),
        (20, 16, 2, 40, 16, 64),
    ],
)
def test_decode_attention(B, N, K, M, P, H, dtype, launched):
    q, tables, lengths, k, v = paged(B, N, K, M, P, H, dtype)
    assert_near(decode_attention(q, k, v, lengths, tables), decode_attention_plain(q, k, v, lengths, tables))
    assert launched == ["decode_attention"]


def paged(B, N, K, M, P, H, dtype):
    """Queries, tables of scattered blocks, lengths from all slots down to one, and a cache that holds NaN where
    nothing was written."""
    C = B * M + 2
    tables = torch.randperm(C, generator=torch.Generator().manual_seed(3))[: B * M].view(B, M).int()
    lengths = torch.tensor([max(1, M * P - b * P // 2) for b in range(B)], dtype=torch.int32)
    written = torch.zeros(C, P, dtype=torch.bool)
    for table, length in zip(tables.long(), lengths.tolist(), strict=True):
        at = torch.arange(length)
        written[table[at // P], at % P] = True
    k, v = (random(C, K, P, H, dtype=dtype, seed=seed) for seed in (1, 2))
    for cache in (k, v):
        cache.masked_fill_(~written.to(DEVICE)[:, None, :, None], math.nan)
    return random(B, N, H, dtype=dtype), tables.to(DEVICE), lengths.to(DEVICE), k, v


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("N", "K"), [(1, 1), (37, 65), (4096, 11008), (1000, 4100)])
def test_gemv(N, K, dtype):
    from aquila2.kernels import gpu

    x, weight = random(1, 1, K, dtype=dtype), random(N, K, dtype=dtype, seed=1)
    plain = linear(x.double(), weight.double()).to(dtype)
    for config in gpu.GEMV_CONFIGS:
        assert_near(gpu.gemv(x, weight, config), plain)


def test_a_captured_step_follows_the_position(launched):
    """One graph of rope, cache and attention, replayed at several positions: what the engine does."""
    dtype, (N, K, P, M, H) = torch.bfloat16, (8, 4, 32, 10, 64)
    q, k, v = (random(1, 1, heads, H, dtype=dtype, seed=heads) for heads in (N, K, K + 1))
    v = v[:, :, :K]
    cos, sin = random(1, 1, H, dtype=dtype, seed=5), random(1, 1, H, dtype=dtype, seed=6)
    position = torch.zeros(1, 1, dtype=torch.long, device=DEVICE)
    tables = torch.arange(M, device=DEVICE).flip(0)[None].int()
    caches = [random(M, K, P, H, dtype=dtype, seed=7) for _ in range(4)]

    def step(append, attention, k_cache, v_cache):
        slots = tables.gather(1, position // P).long() * P + position % P
        turned = append(q, k, v, cos, sin, k_cache, v_cache, slots)
        return attention(turned[:, 0], k_cache, v_cache, (position[0] + 1).int(), tables)

    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        step(append_rotated, decode_attention, *caches[:2])
    torch.cuda.current_stream().wait_stream(side)
    caches[2].copy_(caches[0])
    caches[3].copy_(caches[1])
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        out = step(append_rotated, decode_attention, *caches[:2])
    for at in (0, 1, 63, 64, 200, 299):
        position.fill_(at)
        q.normal_()
        graph.replay()
        assert_near(out, step(append_rotated_plain, decode_attention_plain, *caches[2:]))
    assert launched == ["rope_append", "decode_attention"] * 2


def test_a_wanted_gradient_goes_through_the_twin(launched):
    x = random(1, 8, dtype=torch.float32).requires_grad_()
    silu_mul(x, x).sum().backward()
    assert x.grad is not None
    assert launched == []

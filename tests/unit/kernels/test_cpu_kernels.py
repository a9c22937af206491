"""Each kernel against the plain PyTorch that defines it: odd shapes, both dtypes, one thread and two."""

import math

import pytest
import torch

from aquila2.kernels import cpu, dispatch
from aquila2.kernels.decode_attention import decode_attention, decode_attention_plain
from aquila2.kernels.linear import linear
from aquila2.kernels.rms_norm import add_rms_norm, add_rms_norm_plain, rms_norm, rms_norm_plain
from aquila2.kernels.rope import append_rotated, append_rotated_plain, apply_rope, apply_rope_plain
from aquila2.kernels.swiglu import silu_mul, silu_mul_packed, silu_mul_plain

DTYPES = [torch.float32, torch.bfloat16]
# Sums in another order: 1e-5 of the largest value in float32, one rounding in bfloat16.
TOLERANCE = {torch.float32: 1e-5, torch.bfloat16: 2**-8}

pytest.importorskip("numba")


@pytest.fixture(params=[1, 2])
def threads(request):
    before = torch.get_num_threads()
    torch.set_num_threads(request.param)
    yield request.param
    torch.set_num_threads(before)


@pytest.fixture
def served(monkeypatch):
    """The names of the compiled kernels that ran: a test that compares the twin with itself proves nothing."""
    names = []
    launch = cpu.launch

    def spy(call):
        names.append(call.name)
        launch(call)

    monkeypatch.setattr(cpu, "launch", spy)
    return names


def random(*shape, dtype, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


def assert_near(ours, plain):
    assert ours.dtype == plain.dtype
    assert ours.shape == plain.shape
    scale = plain.float().abs().max().item()
    torch.testing.assert_close(ours.float(), plain.float(), rtol=0, atol=TOLERANCE[plain.dtype] * scale)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("rows", "outputs", "inputs"), [(1, 1, 1), (1, 37, 65), (1, 960, 577), (3, 131, 259)])
def test_linear_equals_torch(rows, outputs, inputs, dtype, threads, served):
    x, weight = random(1, rows, inputs, dtype=dtype), random(outputs, inputs, dtype=dtype, seed=1)
    assert_near(linear(x, weight), torch.nn.functional.linear(x, weight))
    assert served == ["gemv"]


@pytest.mark.parametrize("dtype", DTYPES)
def test_linear_takes_any_view(dtype):
    x, weight = random(4, 10, dtype=dtype), random(12, 6, dtype=dtype, seed=1)
    for x_view, weight_view in (
        (x[:1, ::2], weight[:, :5]),
        (x[:1, :6], weight),
        (x[:0, :6], weight),
        (x[0, :6], weight),
    ):
        assert_near_or_empty(linear(x_view, weight_view), torch.nn.functional.linear(x_view, weight_view))
    with pytest.raises(RuntimeError):
        linear(x[:1], weight)


def assert_near_or_empty(ours, plain):
    assert ours.shape == plain.shape
    if plain.numel():
        assert_near(ours, plain)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_linear_keeps_what_is_not_a_number(dtype, bad, served):
    x, weight = random(1, 70, dtype=dtype), random(5, 70, dtype=dtype, seed=1)
    x[0, 69] = bad
    weight[2] = 0
    torch.testing.assert_close(linear(x, weight), torch.nn.functional.linear(x, weight), equal_nan=True)
    assert served == ["gemv"]


def test_bfloat16_rounds_to_nearest_even(served):
    """One product a sum, so that the result is the rounding alone: ties, overflow to infinity, subnormals."""
    values = torch.tensor([1.0, 1 + 2**-7, 1 + 3 * 2**-7, 3.38e38, 1e-39, 2.0**-133]).bfloat16()
    factor = torch.tensor([[1 + 2**-7]]).bfloat16()
    ours = linear(factor, values[:, None])
    assert served == ["gemv"]
    wanted = (values.float() * factor.float()[0, 0]).bfloat16()
    assert torch.equal(ours[0].view(torch.int16), wanted.view(torch.int16))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 1, 577), (2, 3, 64), (1, 70, 259)])
def test_rms_norm(shape, dtype, threads, served):
    x, residual, weight = (
        random(*shape, dtype=dtype),
        random(*shape, dtype=dtype, seed=1),
        random(shape[-1], dtype=dtype, seed=2),
    )
    assert_near(rms_norm(x, weight, 1e-5), rms_norm_plain(x, weight, 1e-5))
    normed, total = add_rms_norm(x, residual, weight, 1e-5)
    plain_normed, plain_total = add_rms_norm_plain(x, residual, weight, 1e-5)
    assert_near(normed, plain_normed)
    assert torch.equal(total, plain_total)
    assert served == ["rms_norm", "rms_norm"]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 1, 1537), (2, 3, 35), (1, 70, 260)])
def test_silu_mul(shape, dtype, threads, served):
    gate, up = random(*shape, dtype=dtype) * 20, random(*shape, dtype=dtype, seed=1)
    plain = silu_mul_plain(gate, up)
    assert_near(silu_mul(gate, up), plain)
    assert_near(silu_mul_packed(torch.cat((gate, up), -1)), plain)
    assert served == ["silu_mul", "silu_mul"]


def test_silu_mul_over_the_whole_range(served):
    gate = torch.cat((torch.linspace(-95, 95, 20001), torch.tensor([1e30, -1e30, 0.0, math.inf, -math.inf, math.nan])))
    ours, plain = silu_mul(gate, torch.ones_like(gate)), silu_mul_plain(gate, torch.ones_like(gate))
    assert served == ["silu_mul"]
    torch.testing.assert_close(ours, plain, rtol=1e-6, atol=1e-35, equal_nan=True)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(("B", "S", "N", "K", "H"), [(1, 1, 9, 3, 64), (2, 5, 4, 1, 6), (3, 1, 2, 2, 34)])
def test_rope_of_a_packed_projection(B, S, N, K, H, dtype, threads, served):
    packed = random(B, S, (N + 2 * K) * H, dtype=dtype)
    q, k, v = (part.view(B, S, -1, H) for part in packed.split([N * H, K * H, K * H], dim=-1))
    for rows in (1, B):
        angles = random(rows, S, H, dtype=torch.float32, seed=3)
        cos, sin = angles.cos().to(dtype), angles.sin().to(dtype)
        for ours, plain in zip(apply_rope(q, k, cos, sin), apply_rope_plain(q, k, cos, sin), strict=True):
            assert_near(ours, plain)
        caches = [random(B * (S + 3), K, 2, H, dtype=dtype, seed=4) for _ in range(4)]
        slots = torch.randperm(2 * len(caches[0]), generator=torch.Generator().manual_seed(1))[: B * S].view(B, S)
        assert_near(
            append_rotated(q, k, v, cos, sin, *caches[:2], slots),
            append_rotated_plain(q, k, v, cos, sin, *caches[2:], slots),
        )
        assert_near(caches[0], caches[2])
        assert torch.equal(caches[1], caches[3])
    assert served == ["rope"] * 4


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("B", "N", "K", "M", "P", "H"),
    [(1, 9, 3, 1, 70, 64), (2, 4, 1, 5, 1, 6), (3, 2, 2, 2, 3, 34), (1, 8, 2, 20, 32, 128), (4, 6, 3, 7, 16, 64)],
)
def test_decode_attention(B, N, K, M, P, H, dtype, threads, served):
    q, tables, lengths, k, v = paged(B, N, K, M, P, H, dtype)
    assert_near(decode_attention(q, k, v, lengths, tables), decode_attention_plain(q, k, v, lengths, tables))
    assert served == ["decode_attention"]


def paged(B, N, K, M, P, H, dtype):
    """Queries, tables of scattered blocks, lengths from all slots down to one, and a cache that holds NaN where
    nothing was written."""
    generator = torch.Generator().manual_seed(3)
    C = B * M + 2
    tables = torch.randperm(C, generator=generator)[: B * M].view(B, M).int()
    lengths = torch.tensor([max(1, M * P - b * P) for b in range(B)], dtype=torch.int32)
    k, v = (random(C, K, P, H, dtype=dtype, seed=seed) for seed in (1, 2))
    written = torch.zeros(C, P, dtype=torch.bool)
    for table, length in zip(tables.long(), lengths.tolist(), strict=True):
        at = torch.arange(length)
        written[table[at // P], at % P] = True
    for cache in (k, v):
        cache.masked_fill_(~written[:, None, :, None], math.nan)
    return random(B, N, H, dtype=dtype), tables, lengths, k, v


def test_decode_attention_is_sdpa_of_the_filled_slots():
    q, tables, lengths, k, v = paged(2, 6, 2, 7, 3, 16, torch.float32)
    got = decode_attention_plain(q, k, v, lengths, tables)
    for b, length in enumerate(lengths.tolist()):
        keys, values = (cache[tables[b].long()].transpose(0, 1).flatten(1, 2)[None, :, :length] for cache in (k, v))
        sdpa = torch.nn.functional.scaled_dot_product_attention(q[b][None, :, None], keys, values, enable_gqa=True)
        torch.testing.assert_close(got[b], sdpa[0, :, 0], rtol=1e-5, atol=1e-6)


def test_a_wanted_gradient_goes_through_the_twin(served):
    x, weight = random(1, 8, dtype=torch.float32).requires_grad_(), torch.ones(8, requires_grad=True)
    gate_up, square = torch.cat((x, x), -1), torch.nn.Parameter(random(8, 8, dtype=torch.float32))
    outputs = rms_norm(x, weight, 1e-5), add_rms_norm(x, x, weight, 1e-5)[0], silu_mul(x, x), linear(x, square)
    sum(output.sum() for output in (*outputs, silu_mul_packed(gate_up))).backward()
    assert x.grad is not None
    assert weight.grad is not None
    assert square.grad is not None
    assert served == []
    with torch.no_grad():
        linear(x, square)
    assert served == ["gemv"]


def test_other_tensors_go_through_the_twin(served):
    half = random(1, 8, dtype=torch.float16)
    assert linear(half, half).dtype == torch.float16
    meta = torch.empty(1, 8, device="meta")
    assert rms_norm(meta, torch.empty(8, device="meta"), 1e-5).is_meta
    mixed = rms_norm(half.bfloat16(), torch.ones(8), 1e-5)  # a float32 weight makes a float32 result, as in torch
    assert mixed.dtype == torch.float32
    assert served == []


def test_without_numba_the_twin_serves(monkeypatch, served):
    monkeypatch.setattr(dispatch, "installed", lambda name: False)
    x = random(1, 8, dtype=torch.float32)
    assert torch.equal(silu_mul(x, x), silu_mul_plain(x, x))
    assert served == []


def test_without_an_openmp_runtime_one_thread_serves(monkeypatch, served):
    from aquila2.kernels import cpu_team

    monkeypatch.setattr(cpu_team, "_openmp", lambda: (0, 0))
    monkeypatch.setattr(cpu_team, "team", cpu_team.Team)
    x, weight = random(1, 600, dtype=torch.float32), random(300, 600, dtype=torch.float32, seed=1)
    assert_near(linear(x, weight), torch.nn.functional.linear(x, weight))
    assert served == ["gemv"]


def test_without_a_folder_to_cache_in_kernels_are_compiled_anew(monkeypatch):
    from aquila2.kernels import cpu_kernels

    cfunc, asked = cpu_kernels.numba.cfunc, []

    def no_folder(signature, cache=False, **options):
        asked.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return cfunc(signature, **options)

    monkeypatch.setattr(cpu_kernels.numba, "cfunc", no_folder)
    assert cpu_kernels.Kernel(cpu_kernels.silu_mul.function).address("float32")
    assert asked == [True, False]


@pytest.mark.parametrize("threads", [1, 2, 3, 7])
def test_every_chunk_is_done_once_whatever_the_team(threads):
    """Many small regions of more threads than cores: late threads, none left to take, teams of one."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    x, weight = random(1, 64, dtype=torch.float32), random(1999, 64, dtype=torch.float32, seed=1)
    plain = torch.nn.functional.linear(x, weight)
    y = torch.empty_like(plain)
    program = cpu.Program([cpu.gemv_call(x, weight, y), cpu.gemv_call(x, weight[:3], y[:, 5:8])] * 5)
    for _ in range(20):
        y.fill_(torch.nan)
        program.run()
        assert_near(y[:, 8:], plain[:, 8:])
        assert_near(y[:, 5:8], plain[:, :3])
    torch.set_num_threads(before)


def test_a_forked_child_runs_kernels():
    """A data loader's worker is one: it inherits the memory of the team but not its threads."""
    import multiprocessing

    x, weight = random(1, 600, dtype=torch.float32), random(300, 600, dtype=torch.float32, seed=1)
    ours = linear(x, weight)
    child = multiprocessing.get_context("fork").Process(target=_child, args=(x, weight, ours))
    child.start()
    child.join(60)
    assert child.exitcode == 0


def _child(x, weight, ours):
    torch.set_num_threads(1)
    assert torch.equal(linear(x, weight), ours)


def test_kernels_compile_into_a_graph():
    """Under torch.compile the twins are traced; no compiled kernel breaks the graph."""

    def block(x, weight, square):
        normed, total = add_rms_norm(x, x, weight, 1e-5)
        return silu_mul(linear(normed, square), total)

    x, weight, square = random(1, 8, dtype=torch.float32), torch.ones(8), random(8, 8, dtype=torch.float32, seed=1)
    compiled = torch.compile(block, backend="eager", fullgraph=True)
    torch.testing.assert_close(compiled(x, weight, square), block(x, weight, square))

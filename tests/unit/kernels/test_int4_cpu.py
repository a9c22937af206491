"""Compiled kernels for matrices of whole numbers against the plain twin, one thread and two; whole decode steps."""

import pytest
import torch

from aquila2.engine.decode_program import can_decode
from aquila2.kernels import cpu, cpu_int
from aquila2.kernels.int4 import IntWeight, dequantize_int, dequantize_int_plain, int_linear, pack_codes
from aquila2.model.fuse import FusedAttention, FusedMLP, fuse_projections
from aquila2.model.layers import Linear
from aquila2.quant.int4 import Grouped, IntLinear
from tests.reference_packers import random_groups
from tests.tiny_engine import greedy_request, tiny_engine
from tests.tiny_tokenizer import aquila_like

pytest.importorskip("numba")

# out, in, group size: vectors of 4, 8 and 16 words
SHAPES = [(1, 32, 32), (37, 96, 32), (70, 576, 64), (301, 1024, 128), (33, 672, 672), (65, 384, 192)]


@pytest.fixture
def served(monkeypatch):
    """The names of the compiled kernels that ran."""
    names = []
    launch = cpu.launch

    def spy(call):
        names.append(call.name)
        launch(call)

    monkeypatch.setattr(cpu_int, "launch", spy)
    return names


def random_weight(shape, bits, scales, zeros, ordered):
    codes, scale, zero = random_groups(*shape, bits)
    order = None if ordered else torch.randperm(shape[1], generator=torch.Generator().manual_seed(1))
    return IntWeight(pack_codes(codes) if bits == 4 else codes, scale.to(scales), zero if zeros else None, order)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("bits", [4, 8])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_kernels_equal_their_twins(shape, bits, dtype, served):
    before = torch.get_num_threads()
    for threads, scales in ((1, torch.float16), (2, torch.bfloat16), (2, torch.float32)):
        torch.set_num_threads(threads)
        for zeros, ordered in ((True, True), (False, False)):
            weight = random_weight(shape, bits, scales, zeros, ordered)
            x = torch.randn(1, 1, shape[1]).to(dtype)
            got = int_linear(x, weight)
            exact = x.double() @ dequantize_int_plain(weight, torch.float32).double().T
            assert got.dtype == dtype
            assert (got.double() - exact).norm() / exact.norm() < {torch.float32: 1e-5, torch.bfloat16: 2**-8}[dtype]
            assert torch.equal(dequantize_int(weight, dtype), dequantize_int_plain(weight, dtype))
    torch.set_num_threads(before)
    once = ["int4_planes", "int4_gemv", "int4_dequantize"] if bits == 4 else ["int8_inputs", "int8_gemv"]
    assert served == once * 6


def quantized(model, bits, group_size):
    """The model with random matrices of whole numbers in its layers."""
    for layer in model.layers:
        for part in (layer.attention, layer.mlp):
            for name, linear in list(part.named_children()):
                assert isinstance(linear, Linear)
                out, inputs = linear.weight.shape
                codes, scales, zeros = random_groups(out, inputs, group_size, bits, out)
                filled = IntLinear(inputs, out).fill(Grouped(codes, scales, zeros, None, bits))
                setattr(part, name, filled.eval())
    return model


@pytest.mark.parametrize("bits", [4, 8])
def test_a_program_decodes_a_quantized_model(tiny_model, bits):
    prompt = [5, 300, 33]
    quantized(tiny_model, bits, 32)
    expected = tiny_model(torch.tensor([prompt]))[0, -1]
    model = fuse_projections(tiny_model)
    assert isinstance(model.layers[0].attention, FusedAttention)
    assert isinstance(model.layers[0].mlp, FusedMLP)
    assert can_decode(model)
    logprobs = []
    for prepared in (True, False):
        engine = tiny_engine(model, prepared)
        engine.add(greedy_request(prompt, logprobs=3))
        entries = [entry for _, delta in iter_deltas(engine) for entry in delta.logprobs]
        logprobs.append([entry.top for entry in entries])
    wanted = expected[: aquila_like().vocab_size].log_softmax(-1)
    assert logprobs[0][0] == pytest.approx({i: float(wanted[i]) for i in logprobs[0][0]}, abs=1e-4)
    # the kernels are the same
    assert logprobs[0] == logprobs[1]


def iter_deltas(engine):
    while engine.has_work:
        yield from engine.step()


def test_a_module_without_calls_keeps_a_model_from_the_program(tiny_model):
    model = fuse_projections(quantized(tiny_model, 4, 32))
    model.layers[1].mlp.down_proj = torch.nn.Identity()
    assert not can_decode(model)

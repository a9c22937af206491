"""The compiled decode program against the model's own forward pass, token by token."""

import pytest
import torch

from aquila2.engine.decode_program import DecodeProgram, can_decode
from aquila2.engine.model_runner import ModelRunner
from aquila2.lora.layer import TARGETS, LoraConfig, apply_lora, init_adapter, merge
from aquila2.model.config import AquilaConfig, RopeScaling
from aquila2.model.fuse import fuse_projections
from aquila2.model.kv_cache import KVCache
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4

pytest.importorskip("numba")

CONFIG = AquilaConfig(
    vocab_size=997,
    hidden_size=72,
    intermediate_size=136,
    num_layers=3,
    num_heads=6,
    num_kv_heads=2,
    head_dim=12,
    context_length=64,
)


def model_of(config, dtype=torch.float32):
    return fuse_projections(Transformer(config).init_weights(seed=1).to(dtype).eval().requires_grad_(False))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize(
    "config",
    [
        CONFIG,
        CONFIG.replace(num_kv_heads=6, tie_embeddings=True),
        CONFIG.replace(rope_scaling=RopeScaling("dynamic", 2.0, original_context_length=64)),
    ],
    ids=["gqa", "tied", "dynamic"],
)
def test_program_decodes_as_the_model(config, dtype):
    model = model_of(config, dtype)
    assert can_decode(model)
    prompt, length = [5, 900, 33], 80
    runners = [ModelRunner(model, 80) for _ in range(2)]
    program = DecodeProgram(model, runners[1].cache)
    logits_V, same_V = (runner.prefill(prompt, length) for runner in runners)
    assert torch.equal(logits_V, same_V)
    before = torch.get_num_threads()
    for i in range(70):
        torch.set_num_threads(1 + i % 2)  # the program follows
        token = logits_V.argmax()
        with torch.inference_mode():
            positions_BS = torch.full((1, 1), len(prompt) + i)
            plain_V = model(token.view(1, 1), positions_BS, runners[0].cache.attend(), length=length)[0, 0]
        runners[0].cache.advance(1)
        logits_V = program.decode(token, length)
        runners[1].cache.advance(1)
        # the kernels are the same, cut at other rows at most
        assert torch.equal(logits_V, plain_V)
    torch.set_num_threads(before)


def test_programs_are_for_plain_models_on_the_cpu():
    assert not can_decode(Transformer(CONFIG).eval())  # projections not packed
    assert not can_decode(model_of(CONFIG, torch.float16))
    with torch.device("meta"):
        assert not can_decode(fuse_projections(Transformer(CONFIG)))
    wrapped = model_of(CONFIG)
    wrapped.layers[1].mlp.down_proj = torch.nn.Sequential(wrapped.layers[1].mlp.down_proj)
    assert not can_decode(wrapped)
    for target in TARGETS:  # one linear in NF4, or with an adapter, wherever it is
        config = LoraConfig(target_modules=(target,), dropout=0.0)
        assert not can_decode(fuse_projections(apply_lora(Transformer(CONFIG).init_weights().eval(), config)))
        others = [name for name in (*TARGETS, "lm_head") if name != target]
        assert not can_decode(fuse_projections(apply_nf4(Transformer(CONFIG).init_weights().eval(), skip=others)))
    merged = apply_lora(Transformer(CONFIG).init_weights().eval(), LoraConfig(dropout=0.0))
    init_adapter(merged)
    assert can_decode(fuse_projections(merge(merged)))


def test_a_program_writes_the_cache_that_it_was_given():
    model = model_of(CONFIG)
    cache = KVCache(CONFIG, 1, 8, torch.float32, torch.device("cpu"))
    program = DecodeProgram(model, cache)
    program.decode(torch.tensor(3), 8)
    assert all(bool(layer.k_BKPH[:, :, 0].any()) and not layer.k_BKPH[:, :, 1:].any() for layer in cache.layers)

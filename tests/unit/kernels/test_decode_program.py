"""The compiled decode program against the model's own forward pass, token by token."""

import pytest
import torch

from aquila2.engine.decode_program import DecodeProgram, can_decode
from aquila2.lora.layer import TARGETS, LoraConfig, apply_lora, init_adapter, merge
from aquila2.model.config import AquilaConfig, RopeScaling
from aquila2.model.fuse import fuse_projections
from aquila2.model.kv_cache import Chunk, PagedAttend, PagedKVCache
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4

pytest.importorskip("numba")

CPU = torch.device("cpu")

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
    check_program(model, torch.randperm(21, generator=torch.Generator().manual_seed(2)).tolist(), 4)
    check_program(model, [0], 80)  # a cache that is not paged: one block


@torch.inference_mode()
def check_program(model, table, block_size):
    """A prompt, then tokens by the program and by the model's own forward pass, each with its own cache."""
    prompt, length = [5, 900, 33], 80
    caches = [PagedKVCache(model.config, len(table), block_size, model.embed.weight.dtype, CPU) for _ in range(2)]
    program = DecodeProgram(model, caches[1], length)

    def slots(*positions):
        return torch.tensor([table[p // block_size] * block_size + p % block_size for p in positions])

    def forward(cache, ids, start, rows):
        positions = range(start, start + len(ids))
        lengths = torch.tensor([p + 1 for p in positions][:rows], dtype=torch.int32)
        tables = torch.tensor([table] * rows, dtype=torch.int32).view(rows, len(table))
        chunks = [] if rows else [Chunk(len(ids), start + len(ids), table)]
        attend = PagedAttend(cache, slots(*positions), lengths, tables, chunks)
        return model(torch.tensor([ids]), torch.tensor([positions]), attend, length=length)[0, -1]

    logits_V, same_V = (forward(cache, prompt, 0, 0) for cache in caches)
    assert torch.equal(logits_V, same_V)
    before = torch.get_num_threads()
    for position in range(len(prompt), 73):
        torch.set_num_threads(1 + position % 2)  # the program follows
        token = int(logits_V.argmax())
        plain_V = forward(caches[0], [token], position, 1)
        rotation = model.rotary.at(torch.tensor([[position]]), length, logits_V.dtype)
        logits_V = program.decode(token, position, table, rotation)
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
    cache = PagedKVCache(CONFIG, 3, 8, torch.float32, CPU)
    for layer in cache.layers:
        layer.k_CKPH.zero_()
    DecodeProgram(model, cache, 16).decode(3, 8, [2, 1], model.rotary.at(torch.tensor([[8]]), 16, torch.float32))
    for layer in cache.layers:
        assert bool(layer.k_CKPH[1, :, 0].any())
        layer.k_CKPH[1, :, 0] = 0
        assert not layer.k_CKPH.any()

"""Logits equal transformers' Llama on the same random weights: the reference nobody here wrote."""

import itertools

import pytest
import torch

from aquila2.model.attention import CausalAttend
from aquila2.model.config import AquilaConfig, RopeScaling
from aquila2.model.kv_cache import Chunk, PagedAttend, PagedKVCache
from aquila2.model.transformer import Transformer

transformers = pytest.importorskip("transformers")

SHAPE = {
    "vocab_size": 160,
    "hidden_size": 64,
    "intermediate_size": 112,
    "num_layers": 3,
    "num_heads": 4,
    "head_dim": 16,
}
SCALINGS = {
    "plain": None,
    "linear": RopeScaling("linear", 4.0),
    "dynamic": RopeScaling("dynamic", 3.0),
    "yarn": RopeScaling("yarn", 4.0, original_context_length=16),
    "yarn-long": RopeScaling(
        "yarn", 2.0, original_context_length=32, beta_fast=16.0, beta_slow=2.0, attention_factor=1.2
    ),
}
TOLERANCE = 1e-4  # the bar, float32; measured differences are near 1e-6


class Cached:
    """Several sequences of one length through a paged cache, their tokens packed; blocks of 8, dealt in turn."""

    def __init__(self, model, rows, capacity):
        self.model, self.rows = model, rows
        blocks = capacity // 8
        self.cache = PagedKVCache(model.config, rows * blocks, 8, torch.float32, torch.device("cpu"))
        self.tables = torch.arange(rows * blocks, dtype=torch.int32).view(blocks, rows).T.contiguous()

    def __call__(self, ids_BS, start, length):
        S = ids_BS.shape[1]
        positions = torch.arange(start, start + S)
        slots = (self.tables.long()[:, positions // 8] * 8 + positions % 8).flatten()
        lengths = torch.full((self.rows,), start + 1, dtype=torch.int32)
        chunks = [Chunk(S, start + S, table) for table in self.tables.tolist()] if S > 1 else []
        rows = 0 if chunks else self.rows
        attend = PagedAttend(self.cache, slots, lengths[:rows], self.tables[:rows], chunks)
        packed = positions.repeat(self.rows)[None]
        return self.model(ids_BS.reshape(1, -1), packed, attend, length=length).view(*ids_BS.shape, -1)


def make_pair(scaling: RopeScaling | None, num_kv_heads: int, tied: bool = False):
    """Our model and transformers' with the same random weights."""
    config = AquilaConfig(
        **SHAPE, num_kv_heads=num_kv_heads, context_length=64, rope_scaling=scaling, tie_embeddings=tied, init_std=0.15,
        model_type="llama", dtype="float32",
    )  # fmt: skip
    ours = Transformer(config).init_weights(seed=3).eval()
    reference = transformers.LlamaForCausalLM(transformers.LlamaConfig(**config.to_published())).eval()
    renamed = {}
    for name, tensor in ours.state_dict().items():
        new = name.replace("layers.", "model.layers.").replace("attention_norm", "input_layernorm")
        new = new.replace("mlp_norm", "post_attention_layernorm").replace(".attention.", ".self_attn.")
        new = {"embed.weight": "model.embed_tokens.weight", "norm.weight": "model.norm.weight"}.get(name, new)
        renamed[new] = tensor
    reference.load_state_dict(renamed, strict=True)
    return ours, reference


def ids_of(batch: int, length: int) -> torch.Tensor:
    return torch.randint(0, SHAPE["vocab_size"], (batch, length), generator=torch.Generator().manual_seed(length))


@pytest.mark.parametrize("kind", SCALINGS)
@pytest.mark.parametrize("num_kv_heads", [4, 2, 1])
@torch.inference_mode()
def test_prefill(kind, num_kv_heads):
    ours, reference = make_pair(SCALINGS[kind], num_kv_heads)
    ids = ids_of(2, 48)
    torch.testing.assert_close(ours(ids), reference(ids).logits, atol=TOLERANCE, rtol=0)


@torch.inference_mode()
def test_prefill_past_the_trained_length_with_dynamic_scaling():
    ours, reference = make_pair(SCALINGS["dynamic"], 2)
    for length in (100, 50, 150):  # longer, back within, longer again: no state stays behind
        ids = ids_of(1, length)
        torch.testing.assert_close(ours(ids), reference(ids).logits, atol=TOLERANCE, rtol=0)


@torch.inference_mode()
def test_tied_embeddings():
    ours, reference = make_pair(None, 2, tied=True)
    assert ours.lm_head.weight is ours.embed.weight
    torch.testing.assert_close(ours(ids_of(1, 20)), reference(ids_of(1, 20)).logits, atol=TOLERANCE, rtol=0)


@pytest.mark.parametrize("kind", SCALINGS)
@torch.inference_mode()
def test_step_by_step_decode(kind):
    """One token at a time through our cache, through theirs, and all at once: three equal answers."""
    ours, reference = make_pair(SCALINGS[kind], 2)
    ids = ids_of(2, 40)
    cached, theirs = Cached(ours, 2, 64), transformers.DynamicCache()
    cuts = [0, 13, 20, *range(21, 41)]  # a prefill, a second chunk, then single steps
    for start, end in itertools.pairwise(cuts):
        got = cached(ids[:, start:end], start, end)
        wanted = reference(ids[:, start:end], past_key_values=theirs, use_cache=True).logits
        torch.testing.assert_close(got, wanted, atol=TOLERANCE, rtol=0)
    torch.testing.assert_close(got[:, -1], ours(ids)[:, -1], atol=TOLERANCE, rtol=0)


@torch.inference_mode()
def test_decode_past_the_trained_length_with_dynamic_scaling():
    """A sequence keeps the angles of the length it was begun for: every step equals a fresh prefill under that length.
    (transformers mixes angles: keys cached early keep those of a shorter text. A fresh prefill, which equals theirs
    by the test above, is the reference.)"""
    ours, reference = make_pair(SCALINGS["dynamic"], 2)
    ids = ids_of(1, 90)
    cached = Cached(ours, 1, 96)
    whole = ours(ids)
    torch.testing.assert_close(whole, reference(ids).logits, atol=TOLERANCE, rtol=0)
    for start, end in [(0, 60), *((i, i + 1) for i in range(60, 90))]:
        got = cached(ids[:, start:end], start, 90)
        torch.testing.assert_close(got, whole[:, start:end], atol=TOLERANCE, rtol=0)


@pytest.mark.parametrize("kind", ["plain", "dynamic", "yarn"])
@pytest.mark.parametrize("side", ["left", "right"])
@torch.inference_mode()
def test_padding(kind, side):
    """Rows of unlike length, padded on either side, equal transformers' with the same mask."""
    ours, reference = make_pair(SCALINGS[kind], 2)
    ids, lengths = ids_of(3, 24), [24, 9, 17]
    mask = torch.zeros(3, 24, dtype=torch.long)
    for row, length in enumerate(lengths):
        mask[row, slice(24 - length, None) if side == "left" else slice(0, length)] = 1
    positions = (mask.cumsum(-1) - 1).clamp(min=0)
    got = ours(ids, positions, CausalAttend(mask.bool()))
    wanted = reference(ids, attention_mask=mask, position_ids=positions).logits
    real = mask.bool()
    torch.testing.assert_close(got[real], wanted[real], atol=TOLERANCE, rtol=0)


@torch.inference_mode()
def test_selected_tokens_get_the_same_logits():
    ours, _ = make_pair(None, 2)
    ids = ids_of(2, 12)
    torch.testing.assert_close(ours(ids, select_S=torch.tensor([3, 11])), ours(ids)[:, [3, 11]])


def test_gradients():
    """Training goes through the same layers: gradients equal transformers'."""
    ours, reference = make_pair(None, 2)
    ids = ids_of(2, 16)
    for model, logits in ((ours, ours(ids)), (reference, reference(ids).logits)):
        torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten()).backward()
        model.requires_grad_(False)
    torch.testing.assert_close(ours.embed.weight.grad, reference.model.embed_tokens.weight.grad, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(
        ours.layers[1].attention.k_proj.weight.grad,
        reference.model.layers[1].self_attn.k_proj.weight.grad,
        atol=1e-5,
        rtol=1e-4,
    )


@torch.inference_mode()
def test_compiles():
    """The model is pure enough for torch.compile's full graph."""
    ours, _ = make_pair(None, 2)
    compiled = torch.compile(ours, fullgraph=True, backend="aot_eager")
    torch.testing.assert_close(compiled(ids_of(1, 8)), ours(ids_of(1, 8)))

"""Names of tensors: ours beside the published ones (Hugging Face's Llama layout) and GGUF's.

Published keys live here and in `model/config.py`, nowhere else.
"""

import re

# ours, published, GGUF; {i} is the number of the layer
_TABLE = (
    ("embed.weight", "model.embed_tokens.weight", "token_embd.weight"),
    ("layers.{i}.attention_norm.weight", "model.layers.{i}.input_layernorm.weight", "blk.{i}.attn_norm.weight"),
    ("layers.{i}.attention.q_proj.weight", "model.layers.{i}.self_attn.q_proj.weight", "blk.{i}.attn_q.weight"),
    ("layers.{i}.attention.k_proj.weight", "model.layers.{i}.self_attn.k_proj.weight", "blk.{i}.attn_k.weight"),
    ("layers.{i}.attention.v_proj.weight", "model.layers.{i}.self_attn.v_proj.weight", "blk.{i}.attn_v.weight"),
    ("layers.{i}.attention.o_proj.weight", "model.layers.{i}.self_attn.o_proj.weight", "blk.{i}.attn_output.weight"),
    ("layers.{i}.mlp_norm.weight", "model.layers.{i}.post_attention_layernorm.weight", "blk.{i}.ffn_norm.weight"),
    ("layers.{i}.mlp.gate_proj.weight", "model.layers.{i}.mlp.gate_proj.weight", "blk.{i}.ffn_gate.weight"),
    ("layers.{i}.mlp.up_proj.weight", "model.layers.{i}.mlp.up_proj.weight", "blk.{i}.ffn_up.weight"),
    ("layers.{i}.mlp.down_proj.weight", "model.layers.{i}.mlp.down_proj.weight", "blk.{i}.ffn_down.weight"),
    ("norm.weight", "model.norm.weight", "output_norm.weight"),
    ("lm_head.weight", "lm_head.weight", "output.weight"),
)

_PUBLISHED = {ours: published for ours, published, _ in _TABLE}
_OURS = {published: ours for ours, published, _ in _TABLE}
_GGUF = {published: gguf for _, published, gguf in _TABLE}
_FROM_GGUF = {gguf: published for _, published, gguf in _TABLE}

EMBEDDING = _PUBLISHED["embed.weight"]
HEAD = _PUBLISHED["lm_head.weight"]

# Old exports stored the rotary frequencies as a buffer. They follow from the config, so they carry no
# information; every other unknown key is an error.
_IGNORED = re.compile(r"model\.layers\.\d+\.self_attn\.rotary_emb\.inv_freq")

_LAYER = re.compile(r"(?<=\.)\d+(?=\.)")


def published_name(ours: str) -> str:
    """`layers.3.attention.q_proj.weight` -> `model.layers.3.self_attn.q_proj.weight`.

    Raises:
        KeyError: not a tensor of the model.
    """
    return _translate(_PUBLISHED, ours)


def our_name(published: str) -> str | None:
    """The model's own name of a published tensor; None when the model has no such tensor."""
    try:
        return _translate(_OURS, published)
    except KeyError:
        return None


def gguf_name(published: str) -> str:
    """The name under which GGUF (architecture `llama`) keeps a published tensor.

    Raises:
        KeyError: not a tensor of the model.
    """
    return _translate(_GGUF, published)


def published_from_gguf(gguf: str) -> str | None:
    """The published name of a GGUF tensor; None when the model has no such tensor."""
    try:
        return _translate(_FROM_GGUF, gguf)
    except KeyError:
        return None


def is_ignored(published: str) -> bool:
    """Whether a key of a checkpoint says nothing that its config does not (see the table)."""
    return _IGNORED.fullmatch(published) is not None


def _translate(table: dict[str, str], name: str) -> str:
    layer = _LAYER.search(name)
    pattern = name if layer is None else f"{name[: layer.start()]}{{i}}{name[layer.end() :]}"
    return table[pattern] if layer is None else table[pattern].format(i=layer[0])

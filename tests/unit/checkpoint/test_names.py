"""The table of names: one to one in every direction."""

import pytest

from aquila2.checkpoint import names

LAYERED = "model.layers.17.self_attn.q_proj.weight"


def test_a_layer_keeps_its_number():
    assert names.our_name(LAYERED) == "layers.17.attention.q_proj.weight"
    assert names.published_name("layers.17.attention.q_proj.weight") == LAYERED
    assert names.gguf_name(LAYERED) == "blk.17.attn_q.weight"
    assert names.published_from_gguf("blk.17.attn_q.weight") == LAYERED


@pytest.mark.parametrize("ours", ["embed.weight", "norm.weight", "lm_head.weight", "layers.0.mlp.down_proj.weight"])
def test_every_direction_leads_back(ours):
    published = names.published_name(ours)
    assert names.our_name(published) == ours
    assert names.published_from_gguf(names.gguf_name(published)) == published


@pytest.mark.parametrize("name", ["model.layers.x.self_attn.q_proj.weight", "model.layers.1.self_attn.q_proj.bias", ""])
def test_unknown_names_have_no_counterpart(name):
    assert names.our_name(name) is None
    assert names.published_from_gguf(name) is None
    assert not names.is_ignored(name)


def test_only_the_rotary_buffer_is_ignored():
    assert names.is_ignored("model.layers.3.self_attn.rotary_emb.inv_freq")
    assert not names.is_ignored("model.rotary_emb.inv_freq.weight")
    assert not names.is_ignored(LAYERED)

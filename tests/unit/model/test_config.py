"""Published configs, old and new, read and written."""

import pytest

from aquila2.base.errors import UserError
from aquila2.model.config import PRESETS, AquilaConfig, RopeScaling, preset

# what the release's 16K model states (old keys), and what transformers 5 writes
OLD = {
    "architectures": ["AquilaModel"],
    "model_type": "aquila",
    "hidden_size": 4096,
    "intermediate_size": 11008,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 32,
    "max_position_embeddings": 16384,
    "rms_norm_eps": 1e-5,
    "rope_scaling": {"type": "linear", "factor": 8.0},
    "rope_theta": 10000.0,
    "torch_dtype": "bfloat16",
    "vocab_size": 100008,
}


def test_parameters_of_the_published_shapes():
    assert preset("7b").num_parameters == 7_295_537_152
    assert {name: round(c.num_parameters / 1e9, 1) for name, c in PRESETS.items()} == {
        "7b": 7.3,
        "34b": 33.7,
        "70b": 70.1,
        "7b-16k": 7.3,
        "34b-16k": 33.7,
    }
    assert preset("34B").kv_bytes_per_token() == 2 * 60 * 8 * 128 * 2
    with pytest.raises(UserError, match="'7b'"):
        preset("7bb")


def test_old_keys():
    config = AquilaConfig.from_published(OLD)
    assert config == PRESETS["7b-16k"]
    assert config.rope_scaling == RopeScaling("linear", 8.0)


@pytest.mark.parametrize(
    "scaling",
    [
        None,
        RopeScaling("linear", 4.0),
        RopeScaling("dynamic", 2.0),
        RopeScaling("yarn", 4.0, original_context_length=2048, beta_fast=16.0, attention_factor=1.1),
    ],
    ids=str,
)
@pytest.mark.parametrize("keys", ["both", "old", "new"])
def test_round_trip_through_either_generation_of_keys(scaling, keys):
    config = preset("34b").replace(rope_scaling=scaling, tie_embeddings=True, eos_token_id=[2, 7], model_type="llama")
    published = config.to_published()
    if keys == "old":
        del published["rope_parameters"], published["dtype"]
    if keys == "new":
        published = {k: v for k, v in published.items() if k not in ("rope_scaling", "rope_theta", "torch_dtype")}
    assert AquilaConfig.from_published(published) == config


def test_missing_keys_have_llamas_defaults():
    config = AquilaConfig.from_published(
        {k: v for k, v in OLD.items() if k not in ("num_key_value_heads", "rope_scaling")}
    )
    assert (config.num_kv_heads, config.head_dim, config.tie_embeddings) == (32, 128, False)


def test_dynamic_scaling_reads_beyond_its_trained_context():
    config = preset("7b").replace(rope_scaling=RopeScaling("dynamic", 8.0))
    assert (config.context_length, config.longest_context) == (2048, 16384)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"model_type": "mistral"}, "mistral"),
        ({"attention_bias": True}, "attention_bias"),
        ({"hidden_act": "gelu"}, "gelu"),
        ({"hidden_size": None}, "hidden_size"),
        ({"num_key_value_heads": 5}, "5 key-value heads"),
        ({"num_hidden_layers": 0}, "num_layers is 0"),
        ({"head_dim": 127}, "head_dim 127"),
        ({"rope_scaling": {"type": "llama3", "factor": 8}}, "llama3"),
        ({"rope_scaling": {"type": "linear"}}, "factor"),
        ({"rope_scaling": {"type": "linear", "factor": 0.5}}, "0.5"),
        ({"rope_scaling": "linear"}, "rope_scaling"),
        ({"rope_scaling": {"type": "yarn", "factor": 2, "mscale": 1.0}}, "mscale"),
    ],
    ids=str,
)
def test_what_is_not_computed_is_refused_by_name(changes, says):
    with pytest.raises(UserError, match=says):
        AquilaConfig.from_published({**OLD, **changes})

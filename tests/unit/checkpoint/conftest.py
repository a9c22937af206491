"""A small model (hidden 64, two layers, grouped-query attention) and its checkpoint."""

import pytest
import torch

from aquila2.checkpoint.checkpoint import save_weights, write_config
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer


@pytest.fixture
def config() -> AquilaConfig:
    return AquilaConfig(
        vocab_size=96,
        hidden_size=64,
        intermediate_size=128,
        num_layers=2,
        num_heads=4,
        num_kv_heads=2,
        head_dim=16,
        context_length=128,
        init_std=0.2,
        dtype="float32",
    )


@pytest.fixture
def model(config):
    return Transformer(config).init_weights(seed=1)


@pytest.fixture
def folder(tmp_path, config, model):
    path = tmp_path / "checkpoint"
    save_weights(model, path)
    write_config(path, config)
    return path


@pytest.fixture
def empty_model():
    def build(config: AquilaConfig) -> Transformer:
        with torch.device("meta"):
            return Transformer(config)

    return build

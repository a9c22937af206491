"""A small checkpoint folder like a published one: random weights, a tokenizer with Aquila's specials, a template."""

from pathlib import Path

import torch

from aquila2.chat.files import write_chat_files
from aquila2.chat.templates import get_template
from aquila2.checkpoint.checkpoint import save_weights, write_config
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_tokenizer import aquila_like


def write_tiny_checkpoint(
    folder: Path, template: str | None = "aquila-v1", tokenizer: Tokenizer | None = None, **changes: object
) -> Path:
    """Write it; `changes` replace sizes of the config."""
    tokenizer = tokenizer or aquila_like()
    sizes = {
        "vocab_size": tokenizer.vocab_size,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_layers": 2,
        "num_heads": 4,
        "num_kv_heads": 2,
        "head_dim": 16,
        "context_length": 256,
        "dtype": "float32",
        "init_std": 0.15,
        "bos_token_id": tokenizer.bos_id,
        "eos_token_id": tokenizer.eos_id,
        "pad_token_id": tokenizer.pad_id,
    }
    config = AquilaConfig(**{**sizes, **changes})
    model = Transformer(config).init_weights(seed=11).to(getattr(torch, config.dtype))
    folder.mkdir(parents=True, exist_ok=True)
    write_config(folder, config)
    save_weights(model, folder)
    tokenizer.save(folder)
    write_chat_files(folder, get_template(template) if template else None, tokenizer)
    return folder

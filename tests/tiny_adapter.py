"""A small adapter folder: random numbers, on a tiny checkpoint, with a record as fine-tuning writes it."""

from pathlib import Path

import torch

from aquila2.chat.templates import get_template
from aquila2.checkpoint.checkpoint import read_config
from aquila2.lora.adapter import adapter_tensors, write_adapter
from aquila2.lora.layer import LoraConfig, apply_lora
from aquila2.model.transformer import Transformer
from aquila2.recipes.adapted import record_for
from aquila2.tokenizer.tokenizer import Tokenizer

CONFIG = LoraConfig(rank=4, alpha=8, dropout=0.05, target_modules=("q_proj", "v_proj", "down_proj"))


def write_tiny_adapter(
    folder: Path,
    base: Path,
    config: LoraConfig = CONFIG,
    template: str | None = "aquila-v1",
    nf4: bool = False,
    std: float = 0.15,
) -> Path:
    """Write it; `std` is that of A and B."""
    model = apply_lora(Transformer(read_config(base)), config)
    generator = torch.Generator().manual_seed(5)
    tensors = adapter_tensors(model)
    for name, tensor in tensors.items():
        tensor.normal_(1.0 if name.endswith("magnitude") else 0.0, std, generator=generator)
    chosen = None if template is None else get_template(template)
    folder.mkdir(parents=True, exist_ok=True)
    write_adapter(folder, tensors, config, str(base), record_for(base, Tokenizer.load(base), chosen, nf4))
    return folder

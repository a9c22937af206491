"""`AutoLoader`: the release's way to load a model by name."""

from pathlib import Path
from typing import Any

import torch

from aquila2.base.errors import UserError
from aquila2.recipes.llm import LLM
from aquila2.recipes.quantized import read_quantization
from aquila2.tokenizer.tokenizer import Tokenizer


class AutoLoader:
    """Loads a model and its tokenizer.

    Args:
        task_name: "aquila2".
        model_name: a published name (`AquilaChat2-7B`), `nano`, `smollm2`, or a folder.
        model_dir: the folder that holds models by name.
        lora_dir: the folder of an adapter that was made on this model.
        qlora_dir: the same, and the model's layers in NF4; give one of the two.
        quantization_config: transformers' `BitsAndBytesConfig`, or a dict of its fields: NF4 or 8 bits while the model
            is loaded. None for the checkpoint's own format.
        all_devices: spread the layers over all visible GPUs, and over the CPU what does not fit.
        device: "cpu", "cuda", "cuda:1"; None takes the first GPU, else the CPU.
        torch_dtype: number format; None takes the checkpoint's.
        offline: no call of the network; False downloads a published model that is not in `model_dir`.

    Raises:
        UserError: another task, or anything that `LLM` refuses.
    """

    def __init__(
        self,
        task_name: str = "aquila2",
        model_name: str | Path = "AquilaChat2-7B",
        model_dir: str | Path = "./checkpoints",
        *,
        lora_dir: str | Path | None = None,
        qlora_dir: str | Path | None = None,
        quantization_config: Any = None,
        all_devices: bool = False,
        device: str | torch.device | None = None,
        torch_dtype: str | torch.dtype | None = None,
        offline: bool = False,
    ) -> None:
        if task_name not in ("aquila2", "lm"):
            raise UserError(f"task_name={task_name!r} is not known: give 'aquila2'")
        self._llm = LLM(
            model_name,
            dtype="auto" if torch_dtype is None else torch_dtype,
            device=device,
            all_devices=all_devices,
            model_dir=model_dir,
            lora_dir=lora_dir,
            qlora_dir=qlora_dir,
            quantization=read_quantization(quantization_config, "quantization_config"),
            offline=offline,
        )

    def get_model(self) -> LLM:
        """The model; `.predict(text, tokenizer=..., ...)` answers."""
        return self._llm

    def get_tokenizer(self) -> Tokenizer:
        """The model's tokenizer."""
        return self._llm.tokenizer

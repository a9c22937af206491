"""Quantized checkpoints behind the classes of AutoAWQ and AutoGPTQ: loaded and run by aquila2."""

from typing import Any

import torch

from aquila2 import LLM, SamplingParams
from aquila2.base.errors import UserError

# What those libraries' callers say about their kernels and loading: nothing here follows from it.
_WITHOUT_MEANING = {
    "trust_remote_code",
    "fuse_layers",
    "inject_fused_attention",
    "inject_fused_mlp",
    "low_cpu_mem_usage",
    "use_safetensors",
    "use_triton",
    "disable_exllama",
    "disable_exllamav2",
    "safetensors",
    "batch_size",
}


class QuantizedModel(LLM):
    """An `LLM` with the few methods of a PyTorch module that these programs call."""

    def eval(self) -> "QuantizedModel":
        """It never trains."""
        return self

    def to(self, device: str | torch.device) -> "QuantizedModel":
        """Where it is already.

        Raises:
            UserError: another device; a quantized model is loaded where it runs.
        """
        if torch.device(device).type != self.device.type:
            raise UserError(f"to({device}): the model was loaded on {self.device}; say device= when loading")
        return self

    @property
    def device(self) -> torch.device:
        """Where it is."""
        return self.engine.runner.device

    def generate(self, inputs: Any = None, *args: Any, **settings: Any) -> Any:  # type: ignore[override]
        """Ids [1, S] -> the same ids and the answer's [1, S + new], as transformers' models give them.

        Settings: `max_new_tokens`, `do_sample`, `temperature`, `top_k`, `top_p`, `seed`. Texts and lists of ids are
        `LLM.generate`'s.
        """
        if inputs is None:
            inputs = settings.pop("input_ids")
        if not isinstance(inputs, torch.Tensor):
            return super().generate(inputs, *args, **settings)
        settings.pop("attention_mask", None)
        if not settings.pop("do_sample", False):
            settings |= {"temperature": 0.0}
        params = SamplingParams(max_tokens=settings.pop("max_new_tokens", None), **settings)
        answers = super().generate([row.tolist() for row in inputs], params)
        rows = [torch.tensor([*row.tolist(), *answer.token_ids]) for row, answer in zip(inputs, answers, strict=True)]
        return torch.nn.utils.rnn.pad_sequence(rows, True, self.tokenizer.pad_id or 0).to(inputs.device)


def load_quantized(folder: str, device: Any = None, **settings: Any) -> QuantizedModel:
    """The model in a folder.

    Raises:
        UserError: a setting that is not known; anything that `LLM` refuses.
    """
    if unknown := set(settings) - _WITHOUT_MEANING:
        raise UserError(f"from_quantized: {', '.join(sorted(unknown))} is not known here")
    return QuantizedModel(folder, device=device)

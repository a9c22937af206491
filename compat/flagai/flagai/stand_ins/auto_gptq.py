"""AutoGPTQ's class, as far as the release's programs use it."""

from typing import Any

from flagai.quantized import QuantizedModel, load_quantized


class AutoGPTQForCausalLM:
    """Loads a GPTQ checkpoint."""

    @classmethod
    def from_quantized(cls, model_name_or_path: str, **settings: Any) -> QuantizedModel:
        """See `load_quantized`."""
        return load_quantized(model_name_or_path, **settings)

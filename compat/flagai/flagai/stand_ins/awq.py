"""AutoAWQ's class, as far as the release's programs use it."""

from typing import Any

from flagai.quantized import QuantizedModel, load_quantized


class AutoAWQForCausalLM:
    """Loads an AWQ checkpoint."""

    @classmethod
    def from_quantized(cls, quant_path: str, **settings: Any) -> QuantizedModel:
        """See `load_quantized`."""
        return load_quantized(quant_path, **settings)

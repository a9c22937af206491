"""aquila2: chat, serve, quantize, fine-tune, pretrain, evaluate and audit the Aquila2 family of language models.

The public names below are imported when they are first used, so that `import aquila2` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PUBLIC = {
    "AutoLoader": "aquila2.recipes.auto_loader",
    "LLM": "aquila2.recipes.llm",
    "SamplingParams": "aquila2.engine.sampling_params",
    "predict": "aquila2.recipes.predict",
}

__all__ = ["LLM", "AutoLoader", "SamplingParams", "__version__", "predict"]

if TYPE_CHECKING:
    from aquila2.engine.sampling_params import SamplingParams
    from aquila2.recipes.auto_loader import AutoLoader
    from aquila2.recipes.llm import LLM
    from aquila2.recipes.predict import predict


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(importlib.import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'aquila2' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_PUBLIC))

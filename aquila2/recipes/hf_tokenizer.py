"""A transformers tokenizer seen as ours, for `predict` on transformers models."""

import copy
from typing import Any

from aquila2.base.errors import UserError
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.messages import Template
from aquila2.tokenizer.tokenizer import Tokenizer


def wrap_tokenizer(tokenizer: Any) -> Tokenizer:
    """Our tokenizer over a copy of a fast tokenizer's encoder; the same ids.

    Raises:
        UserError: a slow tokenizer, which has no such encoder.
    """
    backend = getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise UserError(f"tokenizer={type(tokenizer).__name__} is not a fast tokenizer of transformers: load it as one")
    roles = {role: str(token) for role, token in tokenizer.special_tokens_map.items() if isinstance(token, str)}
    return Tokenizer(copy.deepcopy(backend), roles)


def template_of(tokenizer: Any) -> Template | None:
    """The chat template that a tokenizer carries, None where it has none."""
    source = getattr(tokenizer, "chat_template", None)
    return JinjaTemplate(source) if isinstance(source, str) and source else None

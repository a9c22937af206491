"""Prompts as ids, under the release's name for it, misspelling and all."""

from collections.abc import Sequence
from typing import Any

from aquila2.chat.render import render_prompt
from aquila2.chat.templates import get_template
from aquila2.recipes.hf_tokenizer import wrap_tokenizer
from aquila2.recipes.predict import as_messages
from aquila2.tokenizer.tokenizer import Tokenizer


def covert_prompt_to_input_ids_with_history(
    text: str, history: Sequence[Any] | None, tokenizer: Any, max_token: int, convo_template: str = "aquila-chat"
) -> list[int]:
    """The ids that a model reads to answer `text`.

    Args:
        text: the question.
        history: earlier turns, oldest first: ("USER" | "ASSISTANT", text) or {"role", "content"}. It is not changed;
            the release's function emptied it.
        tokenizer: aquila2's, or a fast one of transformers.
        max_token: ids at most; the oldest turns go first, the question never does.
        convo_template: aquila, aquila-chat, aquila-legacy, aquila-v1 or aquila-v2.

    Raises:
        UserError: an unknown template, a history that is no conversation, a question longer than `max_token`.
    """
    ours = tokenizer if isinstance(tokenizer, Tokenizer) else wrap_tokenizer(tokenizer)
    messages = [*as_messages(history), {"role": "user", "content": text}]
    return render_prompt(get_template(convo_template), ours, messages, max_token).input_ids

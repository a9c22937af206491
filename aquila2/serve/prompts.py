"""What a client wrote to what the engine runs: model name to adapter, messages to ids, fields to `SamplingParams`."""

import json
from collections.abc import Sequence
from typing import Any

from aquila2.base.errors import UserError
from aquila2.chat.render import render_prompt
from aquila2.chat.tool_calls import called, has_tools
from aquila2.engine.request import Request
from aquila2.engine.sampling_params import Guide, SamplingParams
from aquila2.serve.errors import ApiError, from_user_error, not_supported
from aquila2.serve.protocol import (
    MAX_CHOICES,
    MAX_SCHEMA,
    ChatMessage,
    ChatRequest,
    CompletionRequest,
    JsonObjectFormat,
    JsonSchemaFormat,
    Sampled,
    Tool,
    dumped,
)
from aquila2.serve.served import Served, Spoken

# Fields that mean the same in the API and in SamplingParams.
_SAME = (
    *("temperature", "top_p", "top_k", "min_p", "repetition_penalty", "presence_penalty", "frequency_penalty"),
    *("ignore_eos", "stop_token_ids"),
)


def chat_requests(asked: ChatRequest, served: Served) -> list[Request]:
    """The `n` requests of a chat.

    Raises:
        ApiError: as the API says it, with the field.
    """
    spoken = served.spoken(asked.model)
    if asked.top_logprobs is not None and not asked.logprobs:
        raise ApiError(400, "top_logprobs needs logprobs=true", "top_logprobs", "invalid_value")
    ids = render(asked.messages, asked.tools if asked.tool_choice != "none" else None, spoken, served)
    if asked.max_tokens is not None and asked.max_completion_tokens is not None:
        raise ApiError(400, "give max_completion_tokens or max_tokens, not both", "max_tokens", "invalid_value")
    settings: dict[str, Any] = {"logprobs": asked.top_logprobs or 0} if asked.logprobs else {}
    if isinstance(asked.response_format, JsonObjectFormat):
        settings["guide"] = Guide(json_object=True)
    elif isinstance(asked.response_format, JsonSchemaFormat):
        settings["guide"] = Guide(json_schema=_schema(asked.response_format.json_schema.schema_))
    if asked.tools:
        settings["skip_special_tokens"] = False  # <tool_call> may be one
    return _requests(asked, [ids], asked.max_completion_tokens or asked.max_tokens, settings, spoken, served)


def completion_requests(asked: CompletionRequest, served: Served) -> list[Request]:
    """The `n` requests of each prompt, those of the first prompt first.

    Raises:
        ApiError: as the API says it, with the field.
    """
    spoken = served.spoken(asked.model)
    given: Any = asked.prompt
    prompts = [given] if isinstance(given, str) or (given and isinstance(given[0], int)) else given
    if not prompts:
        raise ApiError(400, "prompt is empty: give a text, or a list of token ids", "prompt", "invalid_value")
    if len(prompts) * (asked.n or 1) > MAX_CHOICES:
        why = f"{len(prompts)} prompts with n={asked.n or 1} are over {MAX_CHOICES} answers at once: divide the request"
        raise ApiError(400, why, "prompt", "too_many")
    encoded = [encode(served, prompt) if isinstance(prompt, str) else prompt for prompt in prompts]
    unknown = next((id for ids in encoded for id in ids if id >= served.tokenizer.vocab_size), None)
    if unknown is not None:
        why = (
            f"the token id {unknown} is not in the vocabulary, whose ids go from 0 to {served.tokenizer.vocab_size - 1}"
        )
        raise ApiError(400, why, "prompt", "invalid_value")
    settings = {} if asked.logprobs is None else {"logprobs": asked.logprobs}
    return _requests(asked, encoded, asked.max_tokens, settings, Spoken(None, spoken.stops, spoken.adapter), served)


def encode(served: Served, text: str) -> list[int]:
    """A text's ids; special tokens that it spells are text."""
    try:
        return served.tokenizer.encode(text)
    except UserError as error:
        raise from_user_error(error, "prompt") from None


def render(messages: Sequence[ChatMessage], tools: Sequence[Tool] | None, spoken: Spoken, served: Served) -> list[int]:
    """The ids that the model reads for these messages: all of them, nothing is left out.

    Raises:
        ApiError: no chat template, no form for tools in it, messages that are no conversation.
    """
    template = spoken.template
    if template is None:
        why = f"the model {served.name} has no chat template: use /v1/completions, or start with template=NAME"
        raise ApiError(400, why, "messages", "no_chat_template")
    if not has_tools(template):
        if tools:
            raise not_supported("tools", "this checkpoint's chat template has no form for tools that is read back here")
        if any(message.role == "tool" or message.tool_calls for message in messages):
            raise not_supported("messages", "this checkpoint's chat template has no form for tool calls and results")
    try:
        plain = [_plain(message, index) for index, message in enumerate(messages)]
        return render_prompt(template, served.tokenizer, plain, tools=[dumped(tool) for tool in tools or ()]).input_ids
    except UserError as error:
        raise from_user_error(error, "messages") from None


def _plain(message: ChatMessage, index: int) -> dict[str, Any]:
    if message.content is None and not message.tool_calls:
        raise UserError(f"messages[{index}]: content is missing")
    if message.tool_call_id is not None and message.role != "tool":
        raise UserError(f"messages[{index}]: tool_call_id belongs to messages of the role tool")
    role = "system" if message.role == "developer" else message.role
    plain: dict[str, Any] = {"role": role, "content": message.text()}
    if message.tool_calls is not None:
        plain["tool_calls"] = [called(call.function.name, call.function.arguments) for call in message.tool_calls]
    return plain


def _requests(
    asked: Sampled,
    prompts: list[list[int]],
    max_tokens: int | None,
    settings: dict[str, Any],
    spoken: Spoken,
    served: Served,
) -> list[Request]:
    field = "messages" if isinstance(asked, ChatRequest) else "prompt"
    for ids in prompts:
        _check_length(len(ids), max_tokens, served.max_model_len, field)
    given = {name: value for name in _SAME if (value := getattr(asked, name)) is not None}
    if asked.logit_bias:
        given["logit_bias"] = _bias(asked.logit_bias, served.tokenizer.vocab_size)
    if asked.stop is not None:
        given["stop"] = asked.stop
    start = spoken.template.answer_start if spoken.template is not None else ""
    requests = []
    try:
        for ids in prompts:
            for choice in range(asked.n or 1):
                # the choices of one seed are told apart by adding to it, and are as repeatable as one
                seed = None if asked.seed is None else (asked.seed + choice) % 2**63
                params = SamplingParams(**{**served.defaults, **settings, **given}, max_tokens=max_tokens, seed=seed)
                requests.append(Request(list(ids), params, spoken.stops, start, spoken.adapter))
    except UserError as error:
        raise from_user_error(error) from None
    return requests


def _check_length(prompt_tokens: int, max_tokens: int | None, max_model_len: int, field: str) -> None:
    """Refuse what does not fit: neither a prompt nor an answer is made shorter than the client asked for."""
    if not prompt_tokens:
        raise ApiError(400, f"{field} has no tokens: give at least one", field, "invalid_value")
    if prompt_tokens >= max_model_len:
        raise ApiError(
            400,
            f"the prompt has {prompt_tokens} tokens and the context holds {max_model_len}, an answer included: "
            "shorten the prompt",
            field,
            "context_length_exceeded",
        )
    if max_tokens is not None and prompt_tokens + max_tokens > max_model_len:
        raise ApiError(
            400,
            f"the prompt's {prompt_tokens} tokens and max_tokens={max_tokens} are {prompt_tokens + max_tokens}, and "
            f"the context holds {max_model_len}: ask for at most {max_model_len - prompt_tokens}",
            "max_tokens",
            "context_length_exceeded",
        )


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    size = len(json.dumps(schema))
    if size > MAX_SCHEMA:
        why = f"response_format: the schema has {size:,} characters, and may have {MAX_SCHEMA:,}"
        raise ApiError(400, why, "response_format", "too_large")
    return schema


def _bias(given: dict[str, float], vocab_size: int) -> dict[int, float]:
    bias = {}
    for word, value in given.items():
        if not (word.isascii() and word.isdigit() and len(word) < 12 and int(word) < vocab_size):
            raise ApiError(
                400,
                f"logit_bias: {word[:40]!r} is no token id of this model; ids go from 0 to {vocab_size - 1}",
                "logit_bias",
                "invalid_value",
            )
        bias[int(word)] = value
    return bias

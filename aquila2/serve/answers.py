"""Answers as OpenAI's clients read them: whole, or as events while they grow."""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aquila2.chat.tool_calls import ToolCall, ToolCalls
from aquila2.engine.output import Delta, Usage
from aquila2.engine.request import Request
from aquila2.engine.sampler import TokenLogprob
from aquila2.tokenizer.tokenizer import Tokenizer

DONE = b"data: [DONE]\n\n"


def event(value: dict[str, Any]) -> bytes:
    """One server-sent event."""
    return b"data: " + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"


@dataclass
class Choice:
    """One of the answers to a request, so far."""

    request: Request
    tools: ToolCalls | None = None
    text: str = ""
    logprobs: list[TokenLogprob] = field(default_factory=list)
    finish_reason: str | None = None
    usage: Usage | None = None
    shown_calls: int = 0


@dataclass(frozen=True)
class News:
    """What a delta added to a choice: text from character `offset` on, tool calls from number `num_calls` on."""

    index: int
    text: str
    logprobs: list[TokenLogprob]
    calls: list[ToolCall]
    offset: int
    num_calls: int
    finish_reason: str | None


class Answers:
    """The answers to one call of the API. `add` is given each delta; `events` tell a stream of it.

    Args:
        model: the name that the client asked for.
        requests: what the engine runs, `n` for each prompt.
        n: choices a prompt.
        tokenizer: for the tokens' text in log-probabilities.
        logprobs: whether the client wants them.
        include_usage: whether a stream ends with the tokens counted.
        with_tools: whether the answers may call tools.
    """

    prefix, kind, chunk_kind = "cmpl-", "text_completion", "text_completion"

    def __init__(
        self,
        model: str,
        requests: list[Request],
        n: int,
        tokenizer: Tokenizer,
        logprobs: bool,
        include_usage: bool = False,
        with_tools: bool = False,
    ) -> None:
        self.choices = [Choice(request, ToolCalls() if with_tools else None) for request in requests]
        self.n, self.tokenizer, self.logprobs, self.include_usage = n, tokenizer, logprobs, include_usage
        self.head = {"id": self.prefix + secrets.token_hex(16), "created": int(time.time()), "model": model}

    def add(self, index: int, delta: Delta) -> "News":
        """Add a delta to choice `index`; what is new of it."""
        choice = self.choices[index]
        text = delta.text if choice.tools is None else choice.tools.push(delta.text)
        logprobs = self._without_stop(choice, delta) if self.logprobs else []
        if delta.finish_reason is not None:
            if choice.tools is not None:
                text += choice.tools.finish()
            called = choice.tools is not None and choice.tools.calls and delta.finish_reason == "stop"
            choice.finish_reason = "tool_calls" if called else delta.finish_reason
            choice.usage = delta.usage
        calls = choice.tools.calls[choice.shown_calls :] if choice.tools is not None else []
        news = News(index, text, logprobs, calls, len(choice.text), choice.shown_calls, choice.finish_reason)
        choice.text += text
        choice.logprobs += logprobs
        choice.shown_calls += len(calls)
        return news

    def events(self, news: "News") -> Iterator[bytes]:
        """The events that tell of it; none while text is held back."""
        if news.text or news.logprobs or news.calls or news.finish_reason is not None:
            yield self._chunk({"index": news.index, **self._news(news), "finish_reason": news.finish_reason})

    def opening(self) -> Iterator[bytes]:
        """The events before the first text."""
        return iter(())

    def closing(self) -> Iterator[bytes]:
        """The events after the last choice has ended."""
        if self.include_usage:
            yield event({**self.head, "object": self.chunk_kind, "choices": [], "usage": self.usage()})
        yield DONE

    def whole(self) -> dict[str, Any]:
        """The answer of a request that does not stream."""
        choices = [self._whole(index, choice) for index, choice in enumerate(self.choices)]
        return {**self.head, "object": self.kind, "choices": choices, "usage": self.usage()}

    def usage(self) -> dict[str, Any]:
        """Tokens counted; a prompt with several choices counts once."""
        first = [choice.usage for choice in self.choices[:: self.n] if choice.usage is not None]
        drawn = sum(choice.usage.completion_tokens for choice in self.choices if choice.usage is not None)
        prompt = sum(usage.prompt_tokens for usage in first)
        return {
            "prompt_tokens": prompt,
            "completion_tokens": drawn,
            "total_tokens": prompt + drawn,
            "prompt_tokens_details": {"cached_tokens": sum(usage.cached_tokens for usage in first)},
        }

    def _chunk(self, choice: dict[str, Any]) -> bytes:
        value = {**self.head, "object": self.chunk_kind, "choices": [choice]}
        return event({**value, "usage": None} if self.include_usage else value)

    def _without_stop(self, choice: Choice, delta: Delta) -> list[TokenLogprob]:
        """The log-probabilities of tokens that the client sees: not that of the token which ended the answer."""
        params, found = choice.request.params, delta.logprobs or []
        ends = {*params.stop_token_ids} if params.ignore_eos else {*choice.request.stops.ids, *params.stop_token_ids}
        return found[:-1] if delta.finish_reason == "stop" and found and found[-1].token_id in ends else found

    def _token(self, token_id: int) -> str:
        return self.tokenizer.decode([token_id], skip_special=False)

    def _news(self, news: "News") -> dict[str, Any]:
        return {"text": news.text, "logprobs": self._logprobs(news.logprobs, news.offset) if self.logprobs else None}

    def _whole(self, index: int, choice: Choice) -> dict[str, Any]:
        shown = self._logprobs(choice.logprobs, 0) if self.logprobs else None
        return {"index": index, "text": choice.text, "logprobs": shown, "finish_reason": choice.finish_reason}

    def _logprobs(self, found: list[TokenLogprob], offset: int) -> dict[str, Any]:
        tokens = [self._token(each.token_id) for each in found]
        offsets = [offset + sum(map(len, tokens[:place])) for place in range(len(tokens))]
        return {
            "tokens": tokens,
            "token_logprobs": [each.logprob for each in found],
            "top_logprobs": [{self._token(id): value for id, value in each.top.items()} for each in found],
            "text_offset": offsets,
        }


class ChatAnswers(Answers):
    """The same for a chat: messages, tool calls, and the other form of log-probabilities."""

    prefix, kind, chunk_kind = "chatcmpl-", "chat.completion", "chat.completion.chunk"

    def opening(self) -> Iterator[bytes]:
        for index in range(len(self.choices)):
            delta = {"role": "assistant", "content": ""}
            yield self._chunk({"index": index, "delta": delta, "logprobs": None, "finish_reason": None})

    def _news(self, news: "News") -> dict[str, Any]:
        delta: dict[str, Any] = {"content": news.text} if news.text else {}
        if news.calls:
            delta["tool_calls"] = [{"index": news.num_calls + k, **_call(call)} for k, call in enumerate(news.calls)]
        return {"delta": delta, "logprobs": self._content(news.logprobs) if self.logprobs and news.logprobs else None}

    def _whole(self, index: int, choice: Choice) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": choice.text}
        if choice.tools is not None and choice.tools.calls:
            message = {**message, "content": choice.text or None, "tool_calls": [_call(c) for c in choice.tools.calls]}
        logprobs = self._content(choice.logprobs) if self.logprobs else None
        return {"index": index, "message": message, "logprobs": logprobs, "finish_reason": choice.finish_reason}

    def _content(self, found: list[TokenLogprob]) -> dict[str, Any]:
        return {
            "content": [
                {
                    **self._entry(each.token_id, each.logprob),
                    "top_logprobs": [self._entry(id, value) for id, value in each.top.items()],
                }
                for each in found
            ]
        }

    def _entry(self, token_id: int, logprob: float) -> dict[str, Any]:
        token = self._token(token_id)
        raw = self.tokenizer.token_bytes(token_id) if self.tokenizer.byte_level else token.encode()
        return {"token": token, "bytes": list(raw), "logprob": logprob}


def _call(call: ToolCall) -> dict[str, Any]:
    return {
        "id": "call_" + secrets.token_hex(12),
        "type": "function",
        "function": {"name": call.name, "arguments": call.arguments},
    }

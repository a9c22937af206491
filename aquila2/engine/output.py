"""What a request gives back, and the text that grows token by token."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from aquila2.engine.sampler import TokenLogprob
from aquila2.engine.sampling_params import SamplingParams
from aquila2.tokenizer.stream import StopFilter, Stops
from aquila2.tokenizer.tokenizer import Tokenizer

FinishReason = Literal["stop", "length", "abort"]


@dataclass(frozen=True)
class Usage:
    """Tokens counted and seconds taken. `cached_tokens` of the prompt were read in an earlier request."""

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    seconds_to_first_token: float
    seconds: float

    @property
    def tokens_per_second(self) -> float:
        """Decoding speed: the tokens after the first, over the time they took."""
        decoding = self.seconds - self.seconds_to_first_token
        return (self.completion_tokens - 1) / decoding if self.completion_tokens > 1 and decoding > 0 else 0.0


@dataclass(frozen=True)
class Delta:
    """A step of a streamed answer. The last one has a `finish_reason`, the whole `usage`, and may have no text."""

    text: str
    token_ids: list[int]
    logprobs: list[TokenLogprob] | None = None
    finish_reason: FinishReason | None = None
    usage: Usage | None = None


@dataclass(frozen=True)
class RequestOutput:
    """A finished answer.

    Attributes:
        text: the answer, without its stop.
        token_ids: the tokens that were drawn, the stop token included.
        finish_reason: `stop` (a stop token or string), `length` (max_tokens or the context's end), `abort`.
        logprobs: one entry a token when they were asked for.
        prompt_token_ids: what the model read.
        num_dropped_turns: turns of a chat that were left out because the context is too short.
    """

    text: str
    token_ids: list[int]
    finish_reason: FinishReason
    usage: Usage
    prompt_token_ids: list[int]
    logprobs: list[TokenLogprob] | None = None
    num_dropped_turns: int = 0


def collect(deltas: Iterable[Delta], prompt_ids: list[int], num_dropped_turns: int = 0) -> RequestOutput:
    """A streamed answer read to its end."""
    text, token_ids, logprobs = "", list[int](), list[TokenLogprob]()
    for delta in deltas:
        text += delta.text
        token_ids += delta.token_ids
        logprobs += delta.logprobs or []
        if delta.finish_reason is not None and delta.usage is not None:
            asked = None if delta.logprobs is None else logprobs
            return RequestOutput(
                text, token_ids, delta.finish_reason, delta.usage, prompt_ids, asked, num_dropped_turns
            )
    raise RuntimeError("the stream ended without a finish_reason")


@dataclass
class Answer:
    """The answer so far: decides whether a token ends it, and which text can be shown.

    Text is held back while it may be the beginning of a stop string or of a character. `answer_start` is text that
    the template puts before every answer and the model says (a blank); it is not shown.
    """

    tokenizer: Tokenizer
    params: SamplingParams
    stops: Stops
    answer_start: str = ""
    token_ids: list[int] = field(default_factory=list)
    finish_reason: FinishReason | None = None

    def __post_init__(self) -> None:
        own = () if self.params.ignore_eos else self.stops.strings
        ids = frozenset() if self.params.ignore_eos else self.stops.ids
        self.stop_ids = ids | frozenset(self.params.stop_token_ids)
        self._filter = StopFilter((*own, *self.params.stop))
        self._decoder = self.tokenizer.stream(skip_special=self.params.skip_special_tokens)

    def push(self, token_id: int) -> str:
        """Take one more token; returns the text that became certain. Sets `finish_reason` when the answer ends."""
        self.token_ids.append(token_id)
        if token_id in self.stop_ids:
            return self.cut("stop")
        text, stopped = self._filter.push(self._decoder.push(token_id))
        if stopped:
            self.finish_reason = "stop"
        elif self.params.max_tokens is not None and len(self.token_ids) >= self.params.max_tokens:
            return self._shown(text) + self.cut("length")
        return self._shown(text)

    def cut(self, reason: FinishReason) -> str:
        """End the answer: here, or from outside (the context is full). Returns the text that was held back."""
        text, stopped = self._filter.push(self._decoder.finish())
        self.finish_reason = "stop" if stopped else reason
        return self._shown(text + self._filter.finish())

    def _shown(self, text: str) -> str:
        if text and self.answer_start:
            text, self.answer_start = text.removeprefix(self.answer_start), ""
        return text

"""How an answer is drawn and where it ends."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aquila2.base.errors import UserError


@dataclass(frozen=True)
class Guide:
    """What an answer must be: give one of the four.

    Attributes:
        json_schema: JSON that fits this schema (as text, or as the object that it is).
        json_object: any JSON object.
        regex: text that this expression matches as a whole.
        choice: one of these texts.

    Raises:
        UserError: none of them, or several.
    """

    json_schema: str | Mapping[str, Any] | None = None
    json_object: bool = False
    regex: str | None = None
    choice: Sequence[str] | None = None

    def __post_init__(self) -> None:
        given = [self.json_schema is not None, self.json_object, self.regex is not None, self.choice is not None]
        if sum(given) != 1:
            raise UserError("guide: give one of json_schema, json_object, regex and choice")
        if self.choice is not None:
            object.__setattr__(self, "choice", tuple(self.choice))
            if not self.choice or not all(isinstance(text, str) and text for text in self.choice):
                raise UserError(f"guide: choice={list(self.choice)} must be texts that are not empty")


@dataclass(frozen=True)
class SamplingParams:
    """Settings of one request. They act on the logits in the order they stand here, which is transformers' order.

    Attributes:
        logit_bias: added to the logits of these token ids, -100 to 100.
        frequency_penalty: taken from a token's logit for each time that it stands in the answer, -2 to 2.
        presence_penalty: taken once from the logits of all tokens that stand in the answer, -2 to 2.
        repetition_penalty: logits of tokens that stand in prompt or answer are divided by it where positive,
            multiplied where negative (CTRL, arXiv 1909.05858). 1 does nothing.
        temperature: divides the logits. 0 takes the likeliest token, whatever the settings below say.
        top_k: keep the k likeliest tokens. 0 or -1 keeps all.
        top_p: of those keep the likeliest that together reach this probability (arXiv 1904.09751). 1 keeps all.
        min_p: of those keep the ones at least `min_p` times as likely as the likeliest (arXiv 2407.01082).
        seed: the same seed gives the same answer, alone or among others; None draws a new one each time.
        max_tokens: the answer's length at most; None lets it run to the end of the context.
        stop: strings that end the answer and are not part of it, beside the template's own.
        stop_token_ids: the same for tokens.
        min_tokens: no token that ends the answer is drawn before it has so many.
        ignore_eos: go on past the checkpoint's and the template's stops, for measuring. `stop` still counts.
        logprobs: report the log-probability of each answer token and of the `logprobs` likeliest, from the model's own
            logits, before any of the settings above; None reports none.
        skip_special_tokens: leave special tokens out of the text.
        guide: what the answer must be; tokens that would make it something else are never drawn.

    Raises:
        UserError: a value out of its range.
    """

    logit_bias: Mapping[int, float] = field(default_factory=dict)
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    repetition_penalty: float = 1.0
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    seed: int | None = None
    max_tokens: int | None = 512
    stop: str | Sequence[str] = ()
    stop_token_ids: Sequence[int] = ()
    min_tokens: int = 0
    ignore_eos: bool = False
    logprobs: int | None = None
    skip_special_tokens: bool = True
    guide: Guide | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "stop", (self.stop,) if isinstance(self.stop, str) else tuple(self.stop))
        object.__setattr__(self, "stop_token_ids", tuple(self.stop_token_ids))
        object.__setattr__(self, "logit_bias", dict(self.logit_bias))
        for name in ("frequency_penalty", "presence_penalty"):
            self._require(name, getattr(self, name), -2 <= getattr(self, name) <= 2, "from -2 to 2")
        biased = all(isinstance(i, int) and i >= 0 and -100 <= bias <= 100 for i, bias in self.logit_bias.items())
        self._require("logit_bias", self.logit_bias, biased, "token ids with numbers from -100 to 100")
        self._require("temperature", self.temperature, self.temperature >= 0, "0 or more")
        self._require("top_k", self.top_k, self.top_k >= -1, "a count, or 0 to keep all")
        self._require("top_p", self.top_p, 0 < self.top_p <= 1, "above 0 and at most 1")
        self._require("min_p", self.min_p, 0 <= self.min_p <= 1, "from 0 to 1")
        self._require("repetition_penalty", self.repetition_penalty, self.repetition_penalty > 0, "above 0")
        self._require("max_tokens", self.max_tokens, self.max_tokens is None or self.max_tokens >= 1, "1 or more")
        enough = self.max_tokens is None or self.min_tokens <= self.max_tokens
        self._require("min_tokens", self.min_tokens, self.min_tokens >= 0 and enough, "from 0 to max_tokens")
        self._require("logprobs", self.logprobs, self.logprobs is None or 0 <= self.logprobs <= 100, "from 0 to 100")
        self._require("seed", self.seed, self.seed is None or 0 <= self.seed < 2**63, "from 0 to 2^63 - 1")
        self._require("stop", list(self.stop), all(self.stop), "strings that are not empty")

    @property
    def greedy(self) -> bool:
        """Whether the likeliest token is taken each time."""
        return self.temperature == 0

    @property
    def penalizes(self) -> bool:
        """Whether the tokens so far change the logits."""
        return self.repetition_penalty != 1 or self.frequency_penalty != 0 or self.presence_penalty != 0

    @staticmethod
    def _require(name: str, value: object, holds: bool, rule: str) -> None:
        if not holds or (isinstance(value, float) and not math.isfinite(value)):
            raise UserError(f"{name}={value}: it must be {rule}")

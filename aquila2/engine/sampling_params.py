"""How an answer is drawn and where it ends."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from aquila2.base.errors import UserError


@dataclass(frozen=True)
class SamplingParams:
    """Settings of one request. They act on the logits in the order they stand here, which is transformers' order.

    Attributes:
        repetition_penalty: logits of tokens that stand in prompt or answer are divided by it where positive,
            multiplied where negative (CTRL, arXiv 1909.05858). 1 does nothing.
        temperature: divides the logits. 0 takes the likeliest token, whatever the settings below say.
        top_k: keep the k likeliest tokens. 0 or -1 keeps all.
        top_p: of those keep the likeliest that together reach this probability (arXiv 1904.09751). 1 keeps all.
        min_p: of those keep the ones at least `min_p` times as likely as the likeliest (arXiv 2407.01082).
        seed: the same seed gives the same answer on the same machine; None draws a new one each time.
        max_tokens: the answer's length at most; None lets it run to the end of the context.
        stop: strings that end the answer and are not part of it, beside the template's own.
        stop_token_ids: the same for tokens.
        ignore_eos: go on past the checkpoint's and the template's stops, for measuring. `stop` still counts.
        logprobs: report the log-probability of each answer token and of the `logprobs` likeliest, from the model's own
            logits, before any of the settings above; None reports none.
        skip_special_tokens: leave special tokens out of the text.

    Raises:
        UserError: a value out of its range.
    """

    repetition_penalty: float = 1.0
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    seed: int | None = None
    max_tokens: int | None = 512
    stop: str | Sequence[str] = ()
    stop_token_ids: Sequence[int] = ()
    ignore_eos: bool = False
    logprobs: int | None = None
    skip_special_tokens: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "stop", (self.stop,) if isinstance(self.stop, str) else tuple(self.stop))
        object.__setattr__(self, "stop_token_ids", tuple(self.stop_token_ids))
        self._require("temperature", self.temperature, self.temperature >= 0, "0 or more")
        self._require("top_k", self.top_k, self.top_k >= -1, "a count, or 0 to keep all")
        self._require("top_p", self.top_p, 0 < self.top_p <= 1, "above 0 and at most 1")
        self._require("min_p", self.min_p, 0 <= self.min_p <= 1, "from 0 to 1")
        self._require("repetition_penalty", self.repetition_penalty, self.repetition_penalty > 0, "above 0")
        self._require("max_tokens", self.max_tokens, self.max_tokens is None or self.max_tokens >= 1, "1 or more")
        self._require("logprobs", self.logprobs, self.logprobs is None or 0 <= self.logprobs <= 100, "from 0 to 100")
        self._require("seed", self.seed, self.seed is None or 0 <= self.seed < 2**63, "from 0 to 2^63 - 1")
        self._require("stop", list(self.stop), all(self.stop), "strings that are not empty")

    @property
    def greedy(self) -> bool:
        """Whether the likeliest token is taken each time."""
        return self.temperature == 0

    @staticmethod
    def _require(name: str, value: object, holds: bool, rule: str) -> None:
        if not holds or (isinstance(value, float) and not math.isfinite(value)):
            raise UserError(f"{name}={value}: it must be {rule}")

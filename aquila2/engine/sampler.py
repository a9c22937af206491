"""From one position's logits to a token. `SamplingParams` states the order of the steps.

Legend: V vocab, C candidates left.
"""

import secrets
from dataclasses import dataclass

import torch
from torch import Tensor

from aquila2.engine.sampling_params import SamplingParams

# Sorting a vocabulary of 100,008 takes milliseconds; nearly always the likeliest few hold all of top_p.
_FEW = 512


@dataclass(frozen=True)
class TokenLogprob:
    """The log-probability of the token that was drawn, and of the likeliest (token id -> log-probability)."""

    token_id: int
    logprob: float
    top: dict[int, float]


class Sampler:
    """Draws the tokens of one request; holds its random state and the tokens it has seen.

    Args:
        params: the request's settings.
        prompt_ids: counted by the repetition penalty.
        device: where the logits will lie.
    """

    def __init__(self, params: SamplingParams, prompt_ids: list[int], device: torch.device) -> None:
        self.params = params
        self._generator = torch.Generator(device)
        self._generator.manual_seed(secrets.randbits(63) if params.seed is None else params.seed)
        self._seen: Tensor | None = None
        if params.repetition_penalty != 1.0:
            self._seen = torch.tensor(sorted(set(prompt_ids)), dtype=torch.long, device=device)

    def draw(self, logits_V: Tensor) -> Tensor:
        """The next token, as a tensor of no dimensions on the logits' device."""
        if self._seen is not None:
            logits_V = penalize(logits_V, self._seen, self.params.repetition_penalty)
        if self.params.greedy:
            token = logits_V.argmax()
        else:
            kept_C, ids_C = keep(logits_V.float() / self.params.temperature, self.params)
            # The exponential race: argmax of p / e with e ~ Exp(1) draws from p, without a look at the host.
            race_C = torch.empty_like(kept_C).exponential_(generator=self._generator).clamp_min_(1e-30)
            token = (kept_C.softmax(-1) / race_C).argmax()
            token = token if ids_C is None else ids_C[token]
        if self._seen is not None:
            self._seen = torch.cat((self._seen, token[None]))
        return token


def penalize(logits_V: Tensor, seen: Tensor, penalty: float) -> Tensor:
    """Logits with those of the `seen` token ids made less likely; a copy."""
    logits_V = logits_V.float().clone()
    values = logits_V[seen]
    logits_V[seen] = torch.where(values > 0, values / penalty, values * penalty)
    return logits_V


def keep(logits_V: Tensor, params: SamplingParams) -> tuple[Tensor, Tensor | None]:
    """The logits that top-k, top-p and min-p leave, likeliest first, and their token ids (None: all, in order)."""
    V = logits_V.shape[-1]
    top_k = params.top_k if 0 < params.top_k < V else V
    if top_k == V and params.top_p == 1 and params.min_p == 0:
        return logits_V, None
    count = min(top_k, V)
    if top_k == V and params.top_p < 1:
        # top-p over the whole vocabulary: look at the likeliest few, sort all only if they do not reach it
        few_C, ids_C = logits_V.topk(min(_FEW, V))
        reached = (few_C - logits_V.logsumexp(-1)).exp().sum() >= params.top_p
        if bool(reached):
            return _cut(few_C, ids_C, params, logits_V.logsumexp(-1))
    kept_C, ids_C = logits_V.topk(count)
    return _cut(kept_C, ids_C, params, kept_C.logsumexp(-1))


def _cut(logits_C: Tensor, ids_C: Tensor, params: SamplingParams, total: Tensor) -> tuple[Tensor, Tensor]:
    """Top-p and min-p on sorted logits; `total` is the log of the sum that probabilities are a share of."""
    probability_C = (logits_C - total).exp()
    kept = torch.ones_like(probability_C, dtype=torch.bool)
    if params.top_p < 1:
        # a token stays while those before it have not reached top_p: the one that crosses it stays too
        kept &= probability_C.cumsum(-1) - probability_C < params.top_p
    if params.min_p > 0:
        kept &= probability_C >= params.min_p * probability_C[0]
    return logits_C.masked_fill(~kept, float("-inf")), ids_C


def logprobs_of(logits_V: Tensor, token_id: int, count: int) -> TokenLogprob:
    """Log-probabilities under the model's own logits."""
    logprobs_V = logits_V.float().log_softmax(-1)
    values, ids = logprobs_V.topk(count) if count else (logprobs_V[:0], logprobs_V[:0])
    top = dict(zip([int(i) for i in ids.tolist()], values.tolist(), strict=True))
    return TokenLogprob(token_id, float(logprobs_V[token_id]), top)

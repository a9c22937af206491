"""From logits to tokens, for all rows of a step at once. `SamplingParams` states the order of what happens to them.

Nothing here waits for a GPU: which rows need what is known from their settings, and the tokens stay on the device.

Legend: R rows, V vocab, C candidates left, Q rows that are treated alike.
"""

import math
import secrets
from collections.abc import Callable
from collections.abc import Sequence as Many
from dataclasses import dataclass, field

import torch
from torch import Tensor

from aquila2.base.device import upload
from aquila2.engine.noise import exponential, row_keys
from aquila2.engine.sampling_params import SamplingParams

# Sorting a vocabulary of 100,008 takes milliseconds; nearly always the likeliest few hold all of top_p.
_FEW = 512

_Column = Callable[[list[float]], Tensor]  # numbers, one a row, as a tensor [Q, 1] on the device


@dataclass(frozen=True)
class TokenLogprob:
    """The log-probability of the token that was drawn, and of the likeliest (token id -> log-probability)."""

    token_id: int
    logprob: float
    top: dict[int, float]


@dataclass(frozen=True)
class Draw:
    """A row's settings and place.

    Attributes:
        params: of the request.
        seed: of the request; one was made where `params` has none.
        place: the token's number in the answer, from 0.
        slot: the sequence's number among those that run.
        stop_ids: tokens that would end the answer.
        allowed: one bit a token, 1 where a guide lets it be drawn: int32 [ceil(V / 32)]; None for all.
    """

    params: SamplingParams
    seed: int
    place: int
    slot: int = 0
    stop_ids: frozenset[int] = frozenset()
    allowed: Tensor | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the logits stay what the model says, but for temperature and what is cut off."""
        early = self.place < self.params.min_tokens and bool(self.stop_ids)
        return not (self.params.penalizes or self.params.logit_bias or early or self.allowed is not None)


@dataclass
class Drawn:
    """A step's tokens [R], on the device, and what was asked of their probabilities: for the rows `logprob_rows` that
    of the token [Q], and of the likeliest tokens [Q, count] with their ids."""

    tokens_R: Tensor
    logprob_rows: list[int] = field(default_factory=list)
    logprobs: tuple[Tensor, Tensor, Tensor] | None = None


def fresh_seed(params: SamplingParams) -> int:
    """The request's seed, or one by chance."""
    return secrets.randbits(63) if params.seed is None else params.seed


class Sampler:
    """Draws tokens; remembers what sequences with penalties have said.

    Args:
        device: where the logits lie.
        vocab_size: tokens that there are. Rows of a padded head beyond it stand for nothing.
        num_slots: sequences that run at once.
    """

    def __init__(self, device: torch.device, vocab_size: int, num_slots: int = 1) -> None:
        self.device, self.vocab_size, self.num_slots = device, vocab_size, num_slots
        self._ids_1V = torch.arange(vocab_size, dtype=torch.int32, device=device)[None]
        self._said: Tensor | None = None  # [slots, V], how often in the answer
        self._in_prompt: Tensor | None = None  # [slots, V]

    def begin(self, slot: int, prompt_ids: list[int], answer_ids: list[int]) -> None:
        """Say what a sequence with penalties, that has this slot from now on, has read and said."""
        if self._said is None or self._in_prompt is None:
            shape = self.num_slots, self.vocab_size
            self._said = torch.zeros(shape, dtype=torch.int32, device=self.device)
            self._in_prompt = torch.zeros(shape, dtype=torch.bool, device=self.device)
        self._said[slot] = 0
        self._in_prompt[slot] = False
        known = [i for i in prompt_ids if i < self.vocab_size]
        self._in_prompt[slot, self._index(known)] = True
        said = self._index(answer_ids)
        self._said[slot].index_add_(0, said, torch.ones_like(said, dtype=torch.int32))

    @torch.inference_mode()
    def draw(self, logits_RV: Tensor, draws: Many[Draw]) -> Drawn:
        """A token for each row of the logits [R, V or more]."""
        logits_RV = logits_RV[:, : self.vocab_size]
        changed_RV = self._changed(logits_RV, draws)
        greedy = [r for r, draw in enumerate(draws) if draw.params.greedy]
        if len(greedy) == len(draws):
            drawn = Drawn(changed_RV.argmax(-1))
        else:
            drawn = Drawn(torch.empty(len(draws), dtype=torch.long, device=self.device))
            kinds: dict[str, list[int]] = {}
            for r, draw in enumerate(draws):
                kinds.setdefault(_kind(draw.params), []).append(r)
            for kind, rows in kinds.items():
                at = self._index(rows)
                drawn.tokens_R[at] = self._race(kind, changed_RV[at], [draws[r] for r in rows])
        self._count(drawn.tokens_R, draws)
        drawn.logprob_rows = [r for r, draw in enumerate(draws) if draw.params.logprobs is not None]
        if drawn.logprob_rows:
            count = max(draws[r].params.logprobs or 0 for r in drawn.logprob_rows)
            at = self._index(drawn.logprob_rows)
            logprobs_QV = logits_RV[at].float().log_softmax(-1)
            own = logprobs_QV.gather(1, drawn.tokens_R[at][:, None])[:, 0]
            drawn.logprobs = (own, *logprobs_QV.topk(min(count, self.vocab_size)))
        return drawn

    def _race(self, kind: str, logits_QV: Tensor, draws: list[Draw]) -> Tensor:
        """Tokens for rows of one kind: greedy, whole (any token may come), few or sorted (by how many candidates are
        looked at)."""
        if kind == "greedy":
            return logits_QV.argmax(-1)
        params = [draw.params for draw in draws]
        keys = row_keys([draw.seed for draw in draws], [draw.place for draw in draws])
        keys_Q = upload(torch.from_numpy(keys), self.device)
        logits_QV = logits_QV.float() / self._column([p.temperature for p in params])
        if kind == "whole":
            kept = keep_likely(logits_QV, logits_QV.amax(-1, keepdim=True), params, self._column)
            return _winner(kept, exponential(keys_Q, self._ids_1V))
        kept_QC, ids_QC = self._candidates(kind, logits_QV, params)
        winner_Q = _winner(kept_QC, exponential(keys_Q, ids_QC.int()))
        return ids_QC.gather(1, winner_Q[:, None])[:, 0]

    def _candidates(self, kind: str, logits_QV: Tensor, params: list[SamplingParams]) -> tuple[Tensor, Tensor]:
        """Logits of the likeliest tokens, those that are cut off at -inf, and their ids."""
        V = self.vocab_size
        if kind == "few":
            values_QC, ids_QC = logits_QV.topk(min(max(p.top_k for p in params), V))
            return cut(values_QC, values_QC, params, self._column), ids_QC
        if not logits_QV.is_cuda:  # here a look at the numbers costs nothing
            values_QC, ids_QC = logits_QV.topk(min(_FEW, V))
            share_Q = (values_QC.logsumexp(-1) - logits_QV.logsumexp(-1)).exp()
            if bool((share_Q >= self._column([p.top_p for p in params])[:, 0]).all()) and not any(
                p.top_k > _FEW for p in params
            ):
                return cut(values_QC, logits_QV, params, self._column), ids_QC
        values_QC, ids_QC = logits_QV.sort(-1, descending=True)
        return cut(values_QC, values_QC, params, self._column), ids_QC

    def _changed(self, logits_RV: Tensor, draws: Many[Draw]) -> Tensor:
        """The logits, as penalties, biases, guides and a least length have it; the others' as they are."""
        if all(draw.is_plain for draw in draws):
            return logits_RV
        logits_RV = logits_RV.float().clone()
        for r, draw in enumerate(draws):
            if draw.params.logit_bias:
                ids = [i for i in draw.params.logit_bias if i < self.vocab_size]
                bias = [draw.params.logit_bias[i] for i in ids]
                logits_RV[r, self._index(ids)] += self._column(bias)[:, 0]
            if draw.place < draw.params.min_tokens and draw.stop_ids:
                logits_RV[r, self._index([i for i in draw.stop_ids if i < self.vocab_size])] = -math.inf
            if draw.allowed is not None:
                logits_RV[r].masked_fill_(~_bits(upload(draw.allowed, self.device), self.vocab_size), -math.inf)
        rows = [r for r, draw in enumerate(draws) if draw.params.penalizes]
        if rows:
            at = self._index(rows)
            logits_RV[at] = self._penalized(logits_RV[at], [draws[r] for r in rows])
        return logits_RV

    def _penalized(self, logits_QV: Tensor, draws: list[Draw]) -> Tensor:
        assert self._said is not None
        assert self._in_prompt is not None
        slots, params = self._index([draw.slot for draw in draws]), [draw.params for draw in draws]
        said_QV = self._said[slots]
        logits_QV = logits_QV - said_QV * self._column([p.frequency_penalty for p in params])
        logits_QV = logits_QV - (said_QV > 0) * self._column([p.presence_penalty for p in params])
        factor = self._column([p.repetition_penalty for p in params])
        seen_QV = self._in_prompt[slots] | (said_QV > 0)
        return torch.where(seen_QV, torch.where(logits_QV > 0, logits_QV / factor, logits_QV * factor), logits_QV)

    def _count(self, tokens_R: Tensor, draws: Many[Draw]) -> None:
        rows = [r for r, draw in enumerate(draws) if draw.params.penalizes]
        if rows:
            assert self._said is not None
            self._said[self._index([draws[r].slot for r in rows]), tokens_R[self._index(rows)]] += 1

    def _index(self, numbers: list[int]) -> Tensor:
        return upload(torch.tensor(numbers, dtype=torch.long), self.device)

    def _column(self, numbers: list[float]) -> Tensor:
        return upload(torch.tensor(numbers, dtype=torch.float32), self.device)[:, None]


def _kind(params: SamplingParams) -> str:
    if params.greedy:
        return "greedy"
    if 0 < params.top_k <= _FEW:
        return "few"
    return "whole" if params.top_k <= 0 and params.top_p == 1 else "sorted"


def cut(values_QC: Tensor, among_QX: Tensor, params: list[SamplingParams], column: _Column) -> Tensor:
    """Sorted logits, likeliest first, with what top-k, top-p and min-p leave out at -inf; `among` are those that
    probabilities are a share of where there is no top-k."""
    C = values_QC.shape[1]
    limit = column([float(p.top_k if p.top_k > 0 else C) for p in params])
    values_QC = values_QC.masked_fill(torch.arange(C, device=values_QC.device) >= limit, -math.inf)
    has_limit = column([float(p.top_k > 0) for p in params]) > 0
    total_Q1 = torch.where(has_limit, values_QC.logsumexp(-1, keepdim=True), among_QX.logsumexp(-1, keepdim=True))
    probability_QC = (values_QC - total_Q1).exp()
    # a token stays while those before it have not reached top_p: the one that crosses it stays too
    top_p = column([p.top_p if p.top_p < 1 else 2.0 for p in params])
    values_QC = values_QC.masked_fill(probability_QC.cumsum(-1) - probability_QC >= top_p, -math.inf)
    return keep_likely(values_QC, values_QC[:, :1], params, column)


def keep_likely(values_QC: Tensor, best_Q1: Tensor, params: list[SamplingParams], column: _Column) -> Tensor:
    """Logits with what min-p leaves out at -inf."""
    if all(p.min_p == 0 for p in params):
        return values_QC
    least = column([math.log(p.min_p) if p.min_p > 0 else -math.inf for p in params])
    return values_QC.masked_fill(values_QC < best_Q1 + least, -math.inf)


def _winner(logits_QC: Tensor, race_QC: Tensor) -> Tensor:
    return (logits_QC - race_QC.log()).argmax(-1)


def _bits(words: Tensor, count: int) -> Tensor:
    """bool [count] from 32 a word, the lowest first."""
    return ((words[:, None] >> torch.arange(32, device=words.device)) & 1).bool().flatten()[:count]

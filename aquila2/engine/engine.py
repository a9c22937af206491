"""The decode loop of one sequence: read the prompt, then sample, show, read, until the answer ends."""

import time
from collections.abc import Iterator

from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.engine.model_runner import ModelRunner
from aquila2.engine.output import Answer, Delta, Usage
from aquila2.engine.sampler import Sampler, TokenLogprob, logprobs_of
from aquila2.engine.sampling_params import SamplingParams
from aquila2.tokenizer.stream import Stops
from aquila2.tokenizer.tokenizer import Tokenizer


class Engine:
    """Answers one request at a time. The part of a prompt that the last request had too is not read again."""

    def __init__(self, runner: ModelRunner, tokenizer: Tokenizer) -> None:
        self.runner, self.tokenizer = runner, tokenizer
        self._cached_ids: list[int] = []
        self._request: object = None
        self._cached_length = 0  # what the cached keys' angles were made for; matters for dynamic scaling alone

    @property
    def max_model_len(self) -> int:
        """Tokens of prompt and answer together, at most."""
        return self.runner.cache.capacity

    def stream(
        self, prompt_ids: list[int], params: SamplingParams, stops: Stops, answer_start: str = ""
    ) -> Iterator[Delta]:
        """The answer as it grows. Closing the iterator ends the request.

        Args:
            prompt_ids: what the model reads.
            params: how to draw the answer.
            stops: where answers of this checkpoint end.
            answer_start: text the template puts before every answer, which is not shown.

        Raises:
            UserError: an empty prompt, one with unknown ids, or one that leaves no room for an answer.
        """
        self.check(prompt_ids)
        return self._run(list(prompt_ids), params, Answer(self.tokenizer, params, stops, answer_start))

    def _run(self, prompt_ids: list[int], params: SamplingParams, answer: Answer) -> Iterator[Delta]:
        start = time.perf_counter()
        self._request = request = object()
        room = self.max_model_len - len(prompt_ids)
        length = len(prompt_ids) + (room if params.max_tokens is None else min(params.max_tokens, room))
        num_cached = self._reuse(prompt_ids, length)
        sampler = Sampler(params, prompt_ids, self.runner.logits_device)

        logits_V = self._known(self.runner.prefill(prompt_ids[num_cached:], length))
        first = 0.0
        while True:
            token = sampler.draw(logits_V)
            token_id = int(token)
            first = first or time.perf_counter() - start
            text = answer.push(token_id)
            if answer.finish_reason is None and len(answer.token_ids) == room:
                text += answer.cut("length")
            logprobs = self._logprobs(logits_V, token_id, params)
            if answer.finish_reason is not None:
                break
            yield Delta(text, [token_id], logprobs)
            if self._request is not request:
                raise RuntimeError("another request began on this engine before the answer was read to its end")
            logits_V = self._known(self.runner.decode(token, length))
            self._cached_ids.append(token_id)
        usage = Usage(len(prompt_ids), len(answer.token_ids), num_cached, first, time.perf_counter() - start)
        yield Delta(text, [token_id], logprobs, answer.finish_reason, usage)

    def _known(self, logits_V: Tensor) -> Tensor:
        """Without the rows that pad a head beyond the tokenizer's vocabulary: they stand for nothing."""
        return logits_V[: self.tokenizer.vocab_size]

    def _reuse(self, prompt_ids: list[int], length: int) -> int:
        """Keep the cache's part that this prompt begins with; how many tokens that is. The last token is always
        read again, because its logits are wanted."""
        common = 0
        if not self.runner.model.rotary.depends_on_length or length == self._cached_length:
            for ours, cached in zip(prompt_ids[:-1], self._cached_ids, strict=False):
                if ours != cached:
                    break
                common += 1
        self.runner.cache.rewind(min(common, self.runner.cache.length))
        common = self.runner.cache.length
        self._cached_ids, self._cached_length = prompt_ids.copy(), length
        return common

    def _logprobs(self, logits_V: Tensor, token_id: int, params: SamplingParams) -> list[TokenLogprob] | None:
        return None if params.logprobs is None else [logprobs_of(logits_V, token_id, params.logprobs)]

    def check(self, prompt_ids: list[int]) -> None:
        """Refuse a prompt that cannot be answered; raises UserError as `stream`."""
        if not prompt_ids:
            raise UserError("the prompt is empty: give at least one token")
        vocab_size = self.runner.model.config.vocab_size
        wrong = [i for i in prompt_ids if not 0 <= i < vocab_size]
        if wrong:
            raise UserError(f"prompt token id {wrong[0]} is not in the vocabulary of {vocab_size}")
        if len(prompt_ids) >= self.max_model_len:
            raise UserError(
                f"the prompt has {len(prompt_ids)} tokens and the context holds {self.max_model_len}, an answer "
                "included: shorten the prompt or raise max_model_len"
            )

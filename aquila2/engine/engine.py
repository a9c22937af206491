"""The engine's loop: schedule, run, output. Requests join and leave it at every step (continuous batching)."""

import hashlib
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from aquila2.base.errors import UserError
from aquila2.engine.adapters import Adapter, Adapters
from aquila2.engine.guide import Guides, GuideState
from aquila2.engine.kv_cache_manager import KVCacheManager
from aquila2.engine.model_runner import Launched, ModelRunner, Result
from aquila2.engine.output import Answer, Delta, Usage
from aquila2.engine.request import Request, Sequence
from aquila2.engine.sampler import TokenLogprob, fresh_seed
from aquila2.engine.sampling_params import Guide, SamplingParams
from aquila2.engine.scheduler import Scheduler
from aquila2.engine.speculation import Drafter, Speculation
from aquila2.tokenizer.stream import Stops
from aquila2.tokenizer.tokenizer import Tokenizer

_DRAFT_ROWS = 64  # of a step, drafts included: up to there a step on a GPU takes as long as one of a single row


class Engine:
    """Answers many requests at once. Not to be called from two threads at the same time (`AsyncEngine` has its own).

    Args:
        runner: the model and its cache.
        tokenizer: of the model.
        prefix_caching: whether what prompts begin with is kept, for others that begin the same.
        adapters: those that requests can name; None where there can be none.
        drafter: where drafts come from; None for no speculation.
    """

    def __init__(
        self,
        runner: ModelRunner,
        tokenizer: Tokenizer,
        prefix_caching: bool = True,
        adapters: Adapters | None = None,
        drafter: Drafter | None = None,
    ) -> None:
        self.runner, self.tokenizer, self.adapters = runner, tokenizer, adapters
        self.speculation = None if drafter is None else Speculation(drafter, runner.device.type)
        runner.adapters = adapters
        runner.set_vocab_size(tokenizer.vocab_size)
        size = runner.size.require(runner.max_model_len)
        self.manager = KVCacheManager(size.num_blocks, size.block_size, prefix_caching)
        self.scheduler = Scheduler(self.manager, size.max_num_seqs, size.token_budget)
        self.num_aborted = self.num_generated = self.num_prompt_tokens = self.num_cached_tokens = 0
        self._sequences: dict[int, Sequence] = {}
        self._launched: Launched | None = None
        self._guides: Guides | None = None
        self._streams: dict[int, deque[Delta]] = {}

    @property
    def max_model_len(self) -> int:
        """Tokens of prompt and answer together, at most."""
        return self.runner.max_model_len

    @property
    def has_work(self) -> bool:
        """Whether `step` has something to do."""
        return bool(self._sequences) or self._launched is not None

    def step(self) -> list[tuple[Request, Delta]]:
        """Compute once; what came of it. On a GPU that is what came of the step before, while this one runs."""
        start = time.perf_counter()
        deltas = self._read() if self._needs_all_read() else []
        if self.speculation is not None:
            running = self.scheduler.running
            rows = min(_DRAFT_ROWS, self.scheduler.max_num_seqs) - len(running)
            self.speculation.propose(running, min(rows, self.manager.num_free))
        works = self.scheduler.schedule()
        launched = self.runner.run(works) if works else None
        deltas += self._read()
        self._launched = launched
        if self.runner.overlaps:
            return deltas
        deltas += self._read()
        if self.speculation is not None and works and all(work.count == 1 + len(work.drafts) for work in works):
            num_drafts = sum(len(work.drafts) for work in works)
            self.speculation.observe(len(works), num_drafts, time.perf_counter() - start)
        return deltas

    def _read(self) -> list[tuple[Request, Delta]]:
        """What came of the step that is on its way."""
        launched, self._launched = self._launched, None
        return [] if launched is None else self._output(launched.read())

    def _needs_all_read(self) -> bool:
        """Whether what comes next depends on tokens that are on their way."""
        running = self.scheduler.running
        if any(sequence.guide is not None for sequence in running):
            return True
        return self.speculation is not None and self.speculation.needs_all_read(running)

    def add(self, request: Request) -> None:
        """Take a request.

        Raises:
            UserError: as `check`.
        """
        self.check(request)
        params, prompt = request.params, request.prompt_ids
        room = self.max_model_len - len(prompt)
        limit = len(prompt) + (room if params.max_tokens is None else min(params.max_tokens, room))
        answer = Answer(self.tokenizer, params, request.stops, request.answer_start)
        adapter = None if request.adapter is None or self.adapters is None else self.adapters.find(request.adapter)
        sequence = Sequence(request, answer, limit, self._root(adapter, limit), self.manager.block_size)
        sequence.seed, sequence.adapter = fresh_seed(params), adapter
        sequence.guide = None if params.guide is None else self._guide(request)
        self._sequences[request.id] = sequence
        self.scheduler.add(sequence)

    def abort(self, request: Request) -> None:
        """Give a request up: it holds no blocks any more. One that is not there, or has ended, is left alone."""
        sequence = self._sequences.pop(request.id, None)
        if sequence is not None:
            sequence.answer.finish_reason = "abort"
            self._leave(sequence)
            self.num_aborted += 1

    def reset(self) -> None:
        """Give every request up and forget the cache's contents: a step broke off half way."""
        self._launched = None
        for sequence in list(self._sequences.values()):
            self.abort(sequence.request)
        self.manager.forget()

    def stream(
        self, prompt_ids: list[int], params: SamplingParams, stops: Stops, answer_start: str = ""
    ) -> Iterator[Delta]:
        """The answer as it grows, beside what else the engine does. Closing the iterator ends the request.

        Args:
            prompt_ids: what the model reads.
            params: how to draw the answer.
            stops: where answers of this checkpoint end.
            answer_start: text the template puts before every answer, which is not shown.

        Raises:
            UserError: as `check`.
        """
        request = Request(list(prompt_ids), params, stops, answer_start)
        self.check(request)
        return self._stream(request)

    def _stream(self, request: Request) -> Iterator[Delta]:
        self.add(request)
        mine = self._streams[request.id] = deque()
        try:
            while True:
                while not mine:
                    for other, delta in self.step():
                        if other.id in self._streams:
                            self._streams[other.id].append(delta)
                delta = mine.popleft()
                yield delta
                if delta.finish_reason is not None:
                    return
        finally:
            del self._streams[request.id]
            self.abort(request)

    def check(self, request: Request) -> None:
        """Refuse a request that cannot be answered.

        Raises:
            UserError: an empty prompt, one with unknown ids, or one that leaves no room for an answer; an adapter that
                is not loaded; a guide that is no schema or expression.
        """
        prompt_ids, vocab_size = request.prompt_ids, self.runner.model.config.vocab_size
        if not prompt_ids:
            raise UserError("the prompt is empty: give at least one token")
        wrong = [i for i in prompt_ids if not 0 <= i < vocab_size]
        if wrong:
            raise UserError(f"prompt token id {wrong[0]} is not in the vocabulary of {vocab_size}")
        if len(prompt_ids) >= self.max_model_len:
            raise UserError(
                f"the prompt has {len(prompt_ids)} tokens and the context holds {self.max_model_len}, an answer "
                "included: shorten the prompt or raise max_model_len"
            )
        if request.adapter is not None:
            self._adapters().find(request.adapter)
        if request.params.guide is not None:
            self._guide(request)

    def load_adapter(self, name: str, folder: str | Path) -> None:
        """Let requests name the adapter in a folder (ours, or PEFT's).

        Raises:
            UserError: a name that is taken, or an adapter that does not belong to this model.
        """
        self._adapters().load(name, folder)

    def unload_adapter(self, name: str) -> None:
        """Take no more requests for an adapter; those that there are go on with it.

        Raises:
            UserError: none of this name is loaded.
        """
        self._adapters().unload(name)

    def prepare_guides(self, stops: Stops) -> None:
        """Do now what the first guided request would wait for: a second or two, for a large vocabulary.

        Raises:
            UserError: the package llguidance is not installed.
        """
        self._guide(Request([0], SamplingParams(guide=Guide(json_object=True)), stops))

    def _guide(self, request: Request) -> GuideState:
        guide, params = request.params.guide, request.params
        assert guide is not None
        if self._guides is None:
            self._guides = Guides(self.tokenizer)
        ends = frozenset() if params.ignore_eos else request.stops.ids
        return self._guides.start(guide, ends | frozenset(params.stop_token_ids))

    def _adapters(self) -> Adapters:
        if self.adapters is None:
            raise UserError("this engine has no adapters by name: a model that was loaded with lora_dir= has its own")
        return self.adapters

    def _root(self, adapter: Adapter | None, limit: int) -> bytes:
        """What keys depend on beside the tokens: the adapter, and the length that dynamic rope scaling looks at."""
        rotary = self.runner.model.rotary
        span = rotary.span(limit) if rotary.depends_on_length else 0
        return hashlib.sha256(f"{None if adapter is None else adapter.identity!r} {span}".encode()).digest()

    def _output(self, results: list[Result]) -> list[tuple[Request, Delta]]:
        """Tokens to text; who has ended leaves. Tokens of sequences that ended meanwhile are dropped."""
        deltas = list[tuple[Request, Delta]]()
        for result in results:
            sequence = result.work.sequence
            if sequence.finished:
                continue
            if result.work.draws:
                sequence.num_unread -= 1
                deltas.append((sequence.request, self._take(sequence, result)))
            self._register(sequence)
            if sequence.finished:
                del self._sequences[sequence.request.id]
                self._leave(sequence)
        return deltas

    def _leave(self, sequence: Sequence) -> None:
        self.scheduler.remove(sequence)
        if self.speculation is not None:
            self.speculation.forget(sequence)

    def _take(self, sequence: Sequence, result: Result) -> Delta:
        """A step's tokens into the answer: those that were drawn after a draft only if the draft was drawn too."""
        drafts, token_ids = result.work.drafts, result.token_ids[:1]
        for draft, token_id in zip(drafts, result.token_ids[1:], strict=True):
            if token_ids[-1] != draft:
                break
            token_ids.append(token_id)
        if drafts and result.work.run == sequence.runs:
            sequence.num_computed -= len(drafts) + 1 - len(token_ids)
        if drafts and self.speculation is not None:
            self.speculation.learn(sequence, len(drafts), len(token_ids) - 1)
        answer, text, taken = sequence.answer, "", 0
        if not answer.token_ids:
            sequence.first_token = time.perf_counter() - sequence.started
            self.num_prompt_tokens += len(sequence.request.prompt_ids)
            self.num_cached_tokens += sequence.num_cached
        for token_id in token_ids:
            taken += 1
            sequence.token_ids.append(token_id)
            text += answer.push(token_id)
            if answer.finish_reason is None and sequence.guide is not None:
                sequence.guide.accept(token_id)
                if sequence.guide.ended or sequence.guide.failed:
                    text += answer.cut("stop" if sequence.guide.ended else "abort")
            if answer.finish_reason is None and len(sequence.token_ids) == self.max_model_len:
                text += answer.cut("length")
            if answer.finish_reason is not None:
                break
        self.num_generated += taken
        logprobs: list[TokenLogprob] | None = None if result.logprobs is None else result.logprobs[:taken]
        usage = self._usage(sequence) if sequence.finished else None
        return Delta(text, token_ids[:taken], logprobs, answer.finish_reason, usage)

    def _usage(self, sequence: Sequence) -> Usage:
        prompt = len(sequence.request.prompt_ids)
        seconds = time.perf_counter() - sequence.started
        return Usage(prompt, len(sequence.answer.token_ids), sequence.num_cached, sequence.first_token, seconds)

    def _register(self, sequence: Sequence) -> None:
        """Let other requests find the blocks that are full."""
        known = min(sequence.num_computed, len(sequence.token_ids))
        if known // self.manager.block_size > sequence.num_registered:
            hashes = sequence.block_hashes(known)
            for i in range(sequence.num_registered, len(hashes)):
                self.manager.register(sequence.block_table[i], hashes[i])
            sequence.num_registered = len(hashes)

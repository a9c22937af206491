"""Who is computed in the next step. It holds sequences and counts, no tensors.

Running sequences come first, oldest first: each its next token, or the next chunk of its prompt. What is left of the
step's tokens goes to waiting ones. When the blocks run out, the newest sequence gives its own back and waits again
(preemption by recomputation); the oldest can always go on, because the cache holds one sequence of the greatest length.
"""

from collections import deque
from dataclasses import dataclass, field

from aquila2.engine.kv_cache_manager import KVCacheManager
from aquila2.engine.request import Sequence


@dataclass(frozen=True)
class Work:
    """What a step computes of one sequence: the tokens from `start` on, so many, the last of them `drafts`.

    With `draws` a token is drawn after the last one, and after each draft.
    """

    sequence: Sequence
    start: int
    count: int
    draws: bool
    drafts: list[int] = field(default_factory=list)
    run: int = 0  # `Sequence.runs` then


class Scheduler:
    """Sequences that wait and that run.

    Args:
        manager: of the KV cache.
        max_num_seqs: sequences that run at once.
        token_budget: tokens a step, at least `max_num_seqs`.
    """

    def __init__(self, manager: KVCacheManager, max_num_seqs: int, token_budget: int) -> None:
        self.manager, self.max_num_seqs, self.token_budget = manager, max_num_seqs, max(token_budget, max_num_seqs)
        self.waiting: deque[Sequence] = deque()
        self.running: list[Sequence] = []
        self.num_preemptions = 0
        self._slots = list(range(max_num_seqs))[::-1]

    def add(self, sequence: Sequence) -> None:
        """At the end of those that wait."""
        self.waiting.append(sequence)

    def schedule(self) -> list[Work]:
        """The next step's work; empty where every sequence waits for what is on its way."""
        works, budget, preempted = list[Work](), self.token_budget, self.num_preemptions
        for sequence in list(self.running):
            if sequence.slot < 0:
                continue  # preempted just now
            count = min(sequence.num_tokens + len(sequence.drafts) - sequence.num_computed, budget)
            if count <= 0 or sequence.num_tokens >= sequence.limit:
                continue
            while not self.manager.grow(sequence.block_table, sequence.num_computed + count):
                if sequence.drafts:
                    count, sequence.drafts = count - len(sequence.drafts), []
                elif self._preempt_newest() is sequence:
                    break
            if sequence.slot >= 0:
                works.append(self._work(sequence, count))
                budget -= count
        while self.waiting and budget > 0 and len(self.running) < self.max_num_seqs:
            sequence = self.waiting[0]
            if self.num_preemptions > preempted or sequence.num_unread or not self._admit(sequence, budget):
                break
            works.append(self._work(sequence, min(sequence.num_tokens - sequence.num_computed, budget)))
            budget -= works[-1].count
        return works

    def remove(self, sequence: Sequence) -> None:
        """Take a sequence out, finished or not; its blocks are free at once."""
        self._release(sequence)
        if sequence in self.running:
            self.running.remove(sequence)
        elif sequence in self.waiting:
            self.waiting.remove(sequence)

    def _admit(self, sequence: Sequence, budget: int) -> bool:
        """Let a waiting sequence run, if there are blocks for all its tokens; what the cache holds of them is taken.
        The last token is always computed, because what comes after it is wanted."""
        found = self.manager.find(sequence.block_hashes(sequence.num_tokens - 1))
        self.manager.take(found)
        table, cached = found, len(found) * self.manager.block_size
        needed = self.manager.blocks_for(sequence.num_tokens) - len(table)
        end = min(sequence.num_tokens, cached + budget)
        if needed > self.manager.num_free or not self.manager.grow(table, end):
            self.manager.release(table)
            return False
        if sequence.runs == 0:
            sequence.num_cached = cached
        sequence.block_table, sequence.num_computed, sequence.num_registered = table, cached, cached
        sequence.num_registered = cached // self.manager.block_size
        sequence.slot = self._slots.pop()
        self.running.append(self.waiting.popleft())
        return True

    def _work(self, sequence: Sequence, count: int) -> Work:
        start, sequence.num_computed = sequence.num_computed, sequence.num_computed + count
        drafts, sequence.drafts = sequence.drafts, []
        draws = sequence.num_computed >= sequence.num_tokens
        if draws:
            drafts = drafts[: sequence.num_computed - sequence.num_tokens]
            sequence.num_unread += 1
        return Work(sequence, start, count, draws, drafts if draws else [], sequence.runs)

    def _preempt_newest(self) -> Sequence:
        sequence = self.running.pop()
        self._release(sequence)
        sequence.num_computed, sequence.drafts = 0, []
        sequence.runs += 1
        self.num_preemptions += 1
        self.waiting.appendleft(sequence)
        return sequence

    def _release(self, sequence: Sequence) -> None:
        self.manager.release(sequence.block_table)
        if sequence.slot >= 0:
            self._slots.append(sequence.slot)
            sequence.slot = -1

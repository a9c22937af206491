"""Drafts: tokens that may come next, so that one step of the model says whether several do (arXiv 2211.17192).

A draft is kept where the model draws that very token. What it draws follows from the logits and from chance that is a
function of the place (`noise.py`), so the answer is token for token the one without drafts, sampled or not; a draft
model draws with the same chance, and so guesses right as often as the two distributions allow (a Gumbel coupling).

Drafts cost: every further row makes a step longer, by much on a CPU. `Pace` stops where they do not pay.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from aquila2.engine.kv_cache_manager import KVCacheManager
from aquila2.engine.model_runner import ModelRunner
from aquila2.engine.request import Sequence
from aquila2.engine.scheduler import Work

_MOST, _FIRST = 15, 3  # drafts at once
_NGRAM = 3  # tokens that must stand earlier in the text for what followed them to be a draft
_REST = 16  # tokens without drafts after they did not pay; twice as many each time
# What a further row adds to a step, as a share of one row's, until it was measured (`observe`). SmolLM2 in bfloat16 on
# a CPU: 0.9 for 3, 1.8 for 7 and 2.3 for 15; a GPU's step reads the weights, whether for one row or for sixteen.
_ROW_COST = {"cpu": 0.3, "cuda": 0.03}


class Drafter(Protocol):
    """Where drafts come from."""

    def has_some(self, sequence: Sequence) -> bool:
        """Whether there may be drafts after what the host knows of the sequence; the engine then reads first what is
        on its way."""
        ...

    def propose(self, wanted: list[tuple[Sequence, int]]) -> None:
        """Set `drafts` of sequences that are wholly known, so many at most."""
        ...

    def forget(self, sequence: Sequence) -> None:
        """It has ended."""
        ...


@dataclass
class Pace:
    """How many drafts a sequence gets: more while all are kept, none for a while where they do not pay."""

    count: int = _FIRST
    gain: float = 1.0  # tokens a step over the step's length, lately
    rest: int = _REST
    resumes: int = 0  # at which length

    def wants(self, length: int) -> bool:
        """Whether a sequence of this length should have drafts now."""
        return length >= self.resumes

    def learn(self, length: int, proposed: int, kept: int, row_cost: float) -> None:
        """Of so many drafts so many were kept. `row_cost` is what a further row adds to a step, as a share of one
        row's."""
        self.gain = 0.7 * self.gain + 0.3 * (1 + kept) / (1 + row_cost * proposed)
        if kept == proposed:
            self.count = min(2 * self.count, _MOST)
        elif kept < proposed / 2:
            self.count = max(1, self.count // 2)
        if self.gain < 1:
            self.resumes, self.rest = length + self.rest, 2 * self.rest
            self.gain, self.count = 1.0, 2


class Speculation:
    """Drafts for the engine's sequences.

    Args:
        drafter: where they come from.
        device_type: of the model that verifies them.
    """

    def __init__(self, drafter: Drafter, device_type: str) -> None:
        self.drafter, self.row_cost = drafter, _ROW_COST[device_type]
        self._plain: dict[int, float] = {}  # sequences of a step without drafts -> its seconds, lately
        self._paces: dict[int, Pace] = {}
        self.num_proposed = self.num_kept = 0

    def needs_all_read(self, sequences: Iterable[Sequence]) -> bool:
        """Whether one of them may get drafts as soon as its last token is known."""
        return any(
            sequence.num_unread > 0 and self._may(sequence) and self.drafter.has_some(sequence)
            for sequence in sequences
        )

    def propose(self, sequences: Iterable[Sequence], most: int) -> None:
        """Give drafts to those that are known and may have some, `most` together."""
        wanted = list[tuple[Sequence, int]]()
        for sequence in sequences:
            if sequence.num_unread == 0 and self._may(sequence):
                room = min(sequence.limit - sequence.num_tokens - 1, most)
                count = min(self._pace(sequence).count, room)
                if count > 0 and self.drafter.has_some(sequence):
                    wanted.append((sequence, count))
                    most -= count
        if wanted:
            self.drafter.propose(wanted)

    def learn(self, sequence: Sequence, proposed: int, kept: int) -> None:
        """Of so many drafts so many were kept."""
        self.num_proposed, self.num_kept = self.num_proposed + proposed, self.num_kept + kept
        self._pace(sequence).learn(len(sequence.token_ids), proposed, kept, self.row_cost)

    def observe(self, num_sequences: int, num_drafts: int, seconds: float) -> None:
        """What a step without chunks of prompts took: so what drafts cost is known, whatever else the machine does."""
        if num_drafts == 0:
            before = self._plain.get(num_sequences, seconds)
            self._plain[num_sequences] = 0.8 * before + 0.2 * min(seconds, 3 * before)
        elif num_sequences in self._plain:
            cost = (seconds / self._plain[num_sequences] - 1) * num_sequences / num_drafts
            self.row_cost = 0.8 * self.row_cost + 0.2 * min(max(cost, 0.0), 2.0)

    def forget(self, sequence: Sequence) -> None:
        """It has ended."""
        self._paces.pop(sequence.request.id, None)
        self.drafter.forget(sequence)

    def _may(self, sequence: Sequence) -> bool:
        """Its prompt is read, nothing but the text decides what comes next, and drafts have paid lately."""
        if sequence.num_computed < sequence.num_tokens - 1 or sequence.guide is not None or sequence.params.penalizes:
            return False
        return self._pace(sequence).wants(len(sequence.token_ids))

    def _pace(self, sequence: Sequence) -> Pace:
        return self._paces.setdefault(sequence.request.id, Pace())


@dataclass
class _Seen:
    """Where each few tokens last ended in a text."""

    ends: dict[tuple[int, ...], int] = field(default_factory=dict)
    indexed: int = _NGRAM  # ends below it are in


class PromptLookup:
    """What followed when the last few tokens stood in the text before: right where an answer copies."""

    def __init__(self) -> None:
        self._seen: dict[int, _Seen] = {}

    def has_some(self, sequence: Sequence) -> bool:
        """Whether the last known tokens stood there before."""
        return self._find(sequence) is not None

    def propose(self, wanted: list[tuple[Sequence, int]]) -> None:
        """As `Drafter`."""
        for sequence, count in wanted:
            end = self._find(sequence)
            if end is not None:  # a text that repeats its end goes on repeating it
                ids, period = sequence.token_ids, len(sequence.token_ids) - end
                sequence.drafts = [ids[end + i % period] for i in range(count)]

    def forget(self, sequence: Sequence) -> None:
        """As `Drafter`."""
        self._seen.pop(sequence.request.id, None)

    def _find(self, sequence: Sequence) -> int | None:
        """Where the last tokens last ended before."""
        ids, seen = sequence.token_ids, self._seen.setdefault(sequence.request.id, _Seen())
        for end in range(seen.indexed, len(ids)):
            seen.ends[tuple(ids[end - _NGRAM : end])] = end
        seen.indexed = max(seen.indexed, len(ids))
        return seen.ends.get(tuple(ids[-_NGRAM:]))


class DraftModel:
    """A smaller model of the same vocabulary, which answers ahead. It has a cache of its own.

    Args:
        runner: the model; `set_vocab_size` was called.
    """

    def __init__(self, runner: ModelRunner) -> None:
        self.runner = runner
        runner.overlaps = False
        self.manager = KVCacheManager(runner.size.num_blocks, runner.size.block_size, prefix_caching=False)
        self._copies: dict[int, Sequence] = {}

    def has_some(self, sequence: Sequence) -> bool:
        """Always, within its context."""
        return sequence.num_tokens + _MOST < self.runner.max_model_len

    def propose(self, wanted: list[tuple[Sequence, int]]) -> None:
        """As `Drafter`; one that its cache has no room for gets none."""
        going = list[tuple[Sequence, Sequence, int]]()
        for sequence, count in wanted:
            copy = self._copy(sequence)
            if self.manager.grow(copy.block_table, len(copy.token_ids) + count - 1):
                going.append((sequence, copy, count))
        while going:
            self._step([copy for _, copy, _ in going])
            for sequence, copy, count in going:
                if len(copy.token_ids) == len(sequence.token_ids) + count:
                    sequence.drafts = copy.token_ids[-count:]
            going = [(s, copy, count) for s, copy, count in going if not s.drafts]

    def forget(self, sequence: Sequence) -> None:
        """As `Drafter`."""
        copy = self._copies.pop(sequence.request.id, None)
        if copy is not None:
            self.manager.release(copy.block_table)

    def _copy(self, sequence: Sequence) -> Sequence:
        """Its tokens as they are known now; what was computed of drafts that were not kept is computed again."""
        copy = self._copies.get(sequence.request.id)
        if copy is None:
            copy = Sequence(sequence.request, sequence.answer, sequence.limit, b"", self.manager.block_size)
            self._copies[sequence.request.id] = copy
        copy.token_ids, copy.seed, copy.slot = list(sequence.token_ids), sequence.seed, sequence.slot
        copy.num_computed = min(copy.num_computed, len(copy.token_ids) - 1)
        return copy

    def _step(self, copies: list[Sequence]) -> None:
        """A token more for those that are read to their end; a step's worth of the others."""
        works, budget = list[Work](), self.runner.size.token_budget
        for copy in copies:
            count = min(len(copy.token_ids) - copy.num_computed, budget)
            if count:
                draws = copy.num_computed + count == len(copy.token_ids)
                works.append(Work(copy, copy.num_computed, count, draws))
                copy.num_computed, budget = copy.num_computed + count, budget - count
        for result in self.runner.run(works).read():
            result.work.sequence.token_ids += result.token_ids

"""A request, and the sequence that it is while the engine works on it."""

import hashlib
import itertools
import time
from array import array
from dataclasses import dataclass, field

from aquila2.engine.adapters import Adapter
from aquila2.engine.guide import GuideState
from aquila2.engine.output import Answer
from aquila2.engine.sampling_params import SamplingParams
from aquila2.tokenizer.stream import Stops

_numbers = itertools.count()


@dataclass(eq=False)
class Request:
    """What is asked of the engine.

    Attributes:
        prompt_ids: what the model reads.
        params: how to draw the answer.
        stops: where answers of this checkpoint end.
        answer_start: text the template puts before every answer, which is not shown.
        adapter: the name of a loaded adapter; None for the model as it is.
        id: its number, no two have the same.
    """

    prompt_ids: list[int]
    params: SamplingParams
    stops: Stops
    answer_start: str = ""
    adapter: str | None = None
    id: int = field(default_factory=lambda: next(_numbers))


class Sequence:
    """A request's tokens, and how far the model has come with them.

    The last tokens may still be on their way: drawn on the device, not yet read by the host (`num_unread`). What the
    model was given counts as computed, because the device works in order.

    Args:
        request: what is answered.
        answer: what its tokens become; None for a sequence that nobody reads.
        limit: tokens of prompt and answer at most.
        root: what the hash of its first block begins with: all but its tokens that its keys depend on.
        block_size: tokens of a block.
    """

    def __init__(self, request: Request, answer: Answer | None, limit: int, root: bytes, block_size: int) -> None:
        self.request, self.limit = request, limit
        self._answer = answer
        self.token_ids = list(request.prompt_ids)  # those that the host knows
        self.num_unread = 0
        self.num_computed = 0  # tokens whose keys and values are in the cache, or will be before anything reads them
        self.drafts: list[int] = []  # tokens that may come next
        self.block_table: list[int] = []
        self.num_registered = 0  # blocks that other requests can find
        self.slot = -1  # a number of its own among the running ones
        self.runs = 0  # how often it was preempted: results of an earlier run say nothing about this one's blocks
        self.num_cached = 0  # tokens of the prompt that were found in the cache when it first ran
        self.started, self.first_token = time.perf_counter(), 0.0
        self.seed = 0  # of its chances
        self.guide: GuideState | None = None
        self.adapter: Adapter | None = None
        self._block_size, self._hashes = block_size, [root]

    @property
    def answer(self) -> Answer:
        """What its tokens become."""
        assert self._answer is not None
        return self._answer

    @property
    def params(self) -> SamplingParams:
        """The request's settings."""
        return self.request.params

    @property
    def num_tokens(self) -> int:
        """Tokens that there are, read or not."""
        return len(self.token_ids) + self.num_unread

    @property
    def finished(self) -> bool:
        """Whether its answer has ended."""
        return self.answer.finish_reason is not None

    def block_hashes(self, num_tokens: int) -> list[bytes]:
        """A hash of each full block of the first `num_tokens`, all known, and of everything before it."""
        full = num_tokens // self._block_size
        while len(self._hashes) <= full:
            end = len(self._hashes) * self._block_size
            tokens = array("q", self.token_ids[end - self._block_size : end])
            self._hashes.append(hashlib.sha256(self._hashes[-1] + tokens.tobytes()).digest())
        return self._hashes[1 : full + 1]

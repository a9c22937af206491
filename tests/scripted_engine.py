"""An engine without a model: it says what it is told to, at the pace it is told, and can be full or fail.

The rest is the real engine's: answers are made by `Answer`, so stops, max_tokens and held-back text are a model's.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from aquila2.base.errors import UserError
from aquila2.chat.templates import get_template
from aquila2.engine.async_engine import AsyncEngine, EngineBusy, EngineStats
from aquila2.engine.output import Answer, Delta, Usage
from aquila2.engine.request import Request
from aquila2.engine.sampler import TokenLogprob
from aquila2.serve.served import Served
from aquila2.tokenizer.stream import Stops
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_tokenizer import aquila_like


class ScriptedEngine(AsyncEngine):
    """`says` is the text of every answer, or makes it from a request; `</s>` follows it."""

    def __init__(self, says: str | Callable[[Request], str] = "hello there", pause: float = 0.0) -> None:
        self.tokenizer: Tokenizer = aquila_like()
        self.says, self.pause, self.max_waiting = says, pause, 8
        self.running: list[Request] = []
        self.seen: list[Request] = []
        self.aborted = self.drawn = 0
        self.fails_after: int | None = None
        self.failure: Exception = RuntimeError("the scripted engine fails")
        self.closed = False
        self._adapters: list[str] = []

    @property
    def adapters(self) -> list[str]:
        return self._adapters

    def stream(self, request: Request) -> AsyncIterator[Delta]:
        if len(self.running) >= self.max_waiting:
            raise EngineBusy(f"{len(self.running)} requests are waiting")
        self.seen.append(request)
        return self._run(request)

    async def _run(self, request: Request) -> AsyncIterator[Delta]:
        self.running.append(request)
        start = time.perf_counter()
        said = self.says if isinstance(self.says, str) else self.says(request)
        ids = [*self.tokenizer.encode(said), self.tokenizer.special_tokens["</s>"]]
        answer = Answer(self.tokenizer, request.params, request.stops, request.answer_start)
        try:
            for count, token_id in enumerate(ids):
                await asyncio.sleep(self.pause)
                if count == self.fails_after:
                    raise self.failure
                text = answer.push(token_id)
                self.drawn += 1
                logprobs = None
                if request.params.logprobs is not None:
                    top = dict.fromkeys(range(token_id, token_id + request.params.logprobs), -0.5)
                    logprobs = [TokenLogprob(token_id, -0.25, top)]
                if answer.finish_reason is not None:
                    taken = time.perf_counter() - start
                    usage = Usage(len(request.prompt_ids), len(answer.token_ids), 0, taken, taken)
                    yield Delta(text, [token_id], logprobs, answer.finish_reason, usage)
                    return
                yield Delta(text, [token_id], logprobs)
        finally:
            self.running.remove(request)
            self.aborted += answer.finish_reason is None

    def stats(self) -> EngineStats:
        return EngineStats(
            requests_running=len(self.running),
            requests_waiting=0,
            kv_blocks_in_use=len(self.running),
            kv_blocks_total=64,
            requests_aborted_total=self.aborted,
            tokens_generated_total=self.drawn,
            prompt_tokens_total=0,
            preemptions_total=0,
            prefix_cached_tokens_total=0,
        )

    async def drain(self) -> None:
        while self.running:
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        self.closed = True

    async def load_adapter(self, name: str, folder: Path) -> None:
        if not (folder / "adapter_config.json").is_file():
            raise UserError(f"{folder.name} holds no adapter")
        self._adapters.append(name)

    async def unload_adapter(self, name: str) -> None:
        self._adapters.remove(name)


def scripted(engine: ScriptedEngine, template: str | None = "aquila-v1", max_model_len: int = 256) -> Served:
    """The engine as a server takes it, under the name `tiny`."""
    stops = Stops(frozenset({engine.tokenizer.special_tokens["</s>"]}), ())
    chosen = get_template(template) if template else None
    return Served("tiny", engine, engine.tokenizer, chosen, stops, max_model_len)

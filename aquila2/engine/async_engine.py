"""The engine for many callers of one event loop: a thread of its own runs the steps."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError
from aquila2.base.log import get_logger
from aquila2.engine.engine import Engine
from aquila2.engine.output import Delta
from aquila2.engine.request import Request

_logger = get_logger("aquila2.engine")


class EngineBusy(Exception):  # noqa: N818  (a state, which passes)
    """As many requests wait as may."""


class EngineFailed(Exception):  # noqa: N818
    """A step broke off; what was running is lost, the engine goes on."""


@dataclass(frozen=True)
class EngineStats:
    """What an engine does now and has done. Blocks that are kept only as prefix cache count as free."""

    requests_running: int
    requests_waiting: int
    kv_blocks_in_use: int
    kv_blocks_total: int
    requests_aborted_total: int
    tokens_generated_total: int
    prompt_tokens_total: int
    preemptions_total: int
    prefix_cached_tokens_total: int


class AsyncEngine:
    """Runs an engine. Requests come from tasks; the thread computes whenever there are some.

    Args:
        engine: nobody else may call it any more.
        max_waiting: requests that wait to be run, at most.
    """

    def __init__(self, engine: Engine, max_waiting: int = 256) -> None:
        self._engine, self.max_waiting = engine, max_waiting
        self._wake = threading.Condition()
        self._commands: deque[Callable[[], None]] = deque()
        self._mailboxes: dict[int, _Mailbox] = {}
        self._pending = 0  # requests that the thread has not seen yet
        self._draining = self._closed = False
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    def stream(self, request: Request) -> AsyncIterator[Delta]:
        """The answer as it grows. Closing it (`aclose`), or cancelling the task that waits for it, ends the request:
        its blocks are free before the next step.

        Raises:
            UserError: at once, as `Engine.check`.
            EngineBusy: at once; too many wait, or the engine is being shut down.
        """
        self._engine.check(request)
        with self._wake:
            if self._draining or self._closed:
                raise EngineBusy("the server is shutting down")
            if len(self._engine.scheduler.waiting) + self._pending >= self.max_waiting:
                raise EngineBusy(f"{self.max_waiting} requests are waiting already; try again later")
            self._pending += 1
            mailbox = self._mailboxes[request.id] = _Mailbox()
            self._command(lambda: self._add(request))
        return _Answers(self, request, mailbox)

    def stats(self) -> EngineStats:
        """Figures of this moment."""
        engine, scheduler = self._engine, self._engine.scheduler
        return EngineStats(
            requests_running=len(scheduler.running),
            requests_waiting=len(scheduler.waiting) + self._pending,
            kv_blocks_in_use=engine.manager.num_in_use,
            kv_blocks_total=engine.manager.num_blocks,
            requests_aborted_total=engine.num_aborted,
            tokens_generated_total=engine.num_generated,
            prompt_tokens_total=engine.num_prompt_tokens,
            preemptions_total=scheduler.num_preemptions,
            prefix_cached_tokens_total=engine.num_cached_tokens,
        )

    async def drain(self) -> None:
        """Take no more requests; return when those that there are have been answered."""
        self._draining = True
        while self._pending or self._mailboxes or self._engine.has_work:
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Stop the thread. Requests that were not answered end with `EngineBusy`."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        await asyncio.to_thread(self._thread.join)
        for mailbox in list(self._mailboxes.values()):
            mailbox.give(EngineBusy("the server was shut down"))
        self._mailboxes.clear()

    @property
    def adapters(self) -> list[str]:
        """Names of those that are loaded."""
        return [] if self._engine.adapters is None else self._engine.adapters.names

    async def load_adapter(self, name: str, folder: str | Path) -> None:
        """As `Engine.load_adapter`, between two steps."""
        await self._call(lambda: self._engine.load_adapter(name, folder))

    async def unload_adapter(self, name: str) -> None:
        """As `Engine.unload_adapter`, between two steps."""
        await self._call(lambda: self._engine.unload_adapter(name))

    def abort(self, request: Request) -> None:
        """End a request, from any thread; one that has ended is left alone."""
        with self._wake:
            if self._mailboxes.pop(request.id, None) is not None:
                self._command(lambda: self._engine.abort(request))

    async def _call(self, action: Callable[[], Any]) -> Any:
        """Do something in the engine's thread, between two steps."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Any] = loop.create_future()

        def settle(value: Any, error: BaseException | None) -> None:
            if not done.cancelled():
                done.set_result(value) if error is None else done.set_exception(error)

        def act() -> None:
            try:
                value, error = action(), None
            except Exception as raised:
                value, error = None, raised
            loop.call_soon_threadsafe(settle, value, error)

        with self._wake:
            self._command(act)
        return await done

    def _command(self, command: Callable[[], None]) -> None:
        self._commands.append(command)
        self._wake.notify()

    def _add(self, request: Request) -> None:
        with self._wake:
            self._pending -= 1
        if request.id in self._mailboxes:  # not given up meanwhile
            try:
                self._engine.add(request)
            except UserError as error:  # an adapter that was unloaded meanwhile
                self._mailboxes.pop(request.id).give(error)

    def _run(self) -> None:
        engine = self._engine
        while True:
            with self._wake:
                while not (self._commands or engine.has_work or self._closed):
                    self._wake.wait()
                if self._closed:
                    return
                commands = list(self._commands)
                self._commands.clear()
            for command in commands:
                command()
            if engine.has_work:
                try:
                    self._deliver(engine.step())
                except Exception as error:
                    self._fail(error)

    def _deliver(self, deltas: list[tuple[Request, Delta]]) -> None:
        """A step's deltas; each loop is woken once for all of its own."""
        sent = dict[asyncio.AbstractEventLoop, list[tuple[_Mailbox, Delta]]]()
        for request, delta in deltas:
            ended = delta.finish_reason is not None
            mailbox = self._mailboxes.pop(request.id, None) if ended else self._mailboxes.get(request.id)
            if mailbox is not None:
                sent.setdefault(mailbox.loop, []).append((mailbox, delta))
        for loop, letters in sent.items():
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits
                loop.call_soon_threadsafe(_put_all, letters)

    def _fail(self, error: Exception) -> None:
        """All that was running ends; the cache's contents are not trusted any more."""
        _logger.exception("a step failed")
        for mailbox in list(self._mailboxes.values()):
            mailbox.give(EngineFailed(f"the engine failed: {error}"))
        self._mailboxes.clear()
        self._engine.reset()


class _Mailbox:
    """What the engine's thread gives to a task."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.queue: asyncio.Queue[Delta | Exception] = asyncio.Queue()

    def give(self, what: Delta | Exception) -> None:
        """Called by the engine's thread."""
        with contextlib.suppress(RuntimeError):  # as in `_deliver`
            self.loop.call_soon_threadsafe(self.queue.put_nowait, what)


def _put_all(letters: "list[tuple[_Mailbox, Delta]]") -> None:
    for mailbox, delta in letters:
        mailbox.queue.put_nowait(delta)


class _Answers:
    """An `AsyncIterator` of one request's deltas. The engine does not hold it: dropping it ends the request."""

    def __init__(self, engine: AsyncEngine, request: Request, mailbox: _Mailbox) -> None:
        self._engine, self._request, self._mailbox = engine, request, mailbox
        self._ended = False

    def __aiter__(self) -> "_Answers":
        return self

    async def __anext__(self) -> Delta:
        if self._ended:
            raise StopAsyncIteration
        try:
            found = await self._mailbox.queue.get()
        except asyncio.CancelledError:
            await self.aclose()
            raise
        if isinstance(found, Exception):
            self._ended = True
            raise found
        self._ended = found.finish_reason is not None
        return found

    async def aclose(self) -> None:
        """End the request, if it has not ended."""
        if not self._ended:
            self._ended = True
            self._engine.abort(self._request)

    def __del__(self) -> None:
        if not self._ended:
            self._engine.abort(self._request)

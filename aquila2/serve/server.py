"""The server's sockets: what slow clients may cost, how a signal ends it, and the model loading beside it."""

import asyncio
import contextlib
import json
import logging
import signal
import socket
import threading
from asyncio.events import TimerHandle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import ClassVar

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from aquila2.serve.errors import ApiError
from aquila2.serve.served import Served
from aquila2.serve.service import Service


@dataclass(frozen=True)
class Patience:
    """Seconds and bytes that one connection may cost.

    Attributes:
        head_seconds: until a request's headers are whole.
        body_seconds: until its body is.
        read_seconds: that a client may leave what it was sent unread, once the buffers are full.
        head_bytes: of a request's line and headers.
        idle_seconds: that a connection stays open between requests.
        drain_seconds: that answers have to end after SIGTERM.
    """

    head_seconds: float = 20
    body_seconds: float = 120
    read_seconds: float = 60
    head_bytes: int = 65_536
    idle_seconds: int = 30
    drain_seconds: int = 120


class _Connection(HttpToolsProtocol):
    """uvicorn's connection with an end to its patience: it waits for ever for headers and bodies, takes headers of any
    size, and keeps an answer that nobody reads."""

    patience: ClassVar[Patience]
    _waiting: TimerHandle | None = None
    _unread: TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(self.patience.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head = 0
        self._wait(self.patience.head_seconds)

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._wait(self.patience.body_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._stop_waiting()
        super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.patience.read_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        self._refuse(ApiError(400, "this is not HTTP", code="invalid_http"))

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > self.patience.head_bytes:
            self._refuse(
                ApiError(431, f"line and headers are over {self.patience.head_bytes:,} bytes", code="too_large")
            )
            raise _TooMuchError

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._waiting = self.loop.call_later(seconds, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        self._waiting = None
        if self.cycle is not None and self.cycle.response_started:  # it was refused, and goes on sending
            self.transport.close()
            return
        self._refuse(ApiError(408, "the request did not come in time: send it faster", code="too_slow"))

    def _refuse(self, error: ApiError) -> None:
        """Answer below ASGI, and close."""
        if self.transport.is_closing():
            return
        body = json.dumps(error.body()).encode()
        head = f"HTTP/1.1 {error.status} Refused\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        self.transport.write(head.encode() + b"connection: close\r\n\r\n" + body)
        self.transport.close()


class _TooMuchError(Exception):
    """Ends the parsing of a request that was refused."""


class _Server(uvicorn.Server):
    """uvicorn's server, that loads the model beside, and ends with status 0 on SIGTERM and SIGINT."""

    def __init__(
        self,
        config: uvicorn.Config,
        service: Service,
        load: Callable[[], Served],
        started: Callable[[Callable[[], None]], None] | None,
    ) -> None:
        super().__init__(config)
        self.service, self._load, self._started = service, load, started

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        loop = asyncio.get_running_loop()
        if self._started is not None:
            self._started(lambda: self._end_soon(loop))
        loaded: asyncio.Future[Served] = loop.create_future()
        loaded.add_done_callback(self._take)
        # a daemon: a signal that comes while gigabytes are read is obeyed at once
        threading.Thread(target=self._load_into, args=(loaded, loop), daemon=True, name="load").start()
        await super().serve(sockets)
        if self.service.served is not None:
            self.service.final_stats = self.service.served.engine.stats()
            await self.service.served.engine.close()
        elif loaded.done():
            loaded.result()

    def _end_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_soon_threadsafe(self.handle_exit, signal.SIGTERM, None)

    def _load_into(self, loaded: "asyncio.Future[Served]", loop: asyncio.AbstractEventLoop) -> None:
        try:
            outcome = partial(loaded.set_result, self._load())
        except BaseException as error:
            outcome = partial(loaded.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(outcome)

    def _take(self, loaded: "asyncio.Future[Served]") -> None:
        if loaded.exception() is None:
            self.service.served = loaded.result()
        else:
            self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As the base class, which raises the signals again at the end: that would make 143 of a clean end."""
        try:
            before = {sig: signal.signal(sig, self.handle_exit) for sig in (signal.SIGINT, signal.SIGTERM)}
        except ValueError:  # not in the main thread: whoever started it ends it
            yield
            return
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            self.force_exit = True  # asked twice: at once
        self.service.draining = self.should_exit = True


def _is_news(record: logging.LogRecord) -> bool:
    """Whether the operator should see it: not that answers are cut off by an end that was asked for twice."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def serve(
    app: ASGIApp,
    service: Service,
    sock: socket.socket,
    load: Callable[[], Served],
    patience: Patience | None = None,
    started: Callable[[Callable[[], None]], None] | None = None,
) -> None:
    """Serve until a signal. The socket answers at once, `/ready` when `load`, which runs in a thread, is through.

    `started` is called with a function that ends the server, for whoever runs it in a thread.

    Raises:
        Exception: what `load` raised.
    """
    patience = patience or Patience()
    errors = logging.getLogger("uvicorn.error")
    errors.setLevel(logging.ERROR)
    errors.addFilter(_is_news)
    config = uvicorn.Config(
        app,
        http=type("Connection", (_Connection,), {"patience": patience}),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=patience.idle_seconds,
        timeout_graceful_shutdown=patience.drain_seconds,
    )
    _Server(config, service, load, started).run(sockets=[sock])

"""One exchange over HTTP: the key, the body and its limit, the answer, and a client that goes away."""

import asyncio
import hashlib
import hmac
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import aclosing
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send

from aquila2.base.errors import UserError
from aquila2.base.log import get_logger
from aquila2.engine.async_engine import EngineBusy
from aquila2.serve.errors import ApiError, busy, from_user_error


class Keys:
    """The API keys. None given: everybody may ask."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._digests = [_digest(key) for key in keys]

    def __bool__(self) -> bool:
        return bool(self._digests)

    def check(self, headers: Headers) -> None:
        """Raises ApiError 401 where a key is needed and `Authorization: Bearer KEY` does not bring one. Takes as long
        for a wrong key as for a right one."""
        if not self._digests:
            return
        scheme, _, given = headers.get("authorization", "").partition(" ")
        digest = _digest(given.strip() if scheme.lower() == "bearer" else "")
        right = sum(hmac.compare_digest(digest, known) for known in self._digests)
        if not right:
            what = "this API key is not known" if given else "an API key is needed"
            raise ApiError(
                401,
                f"{what}: send it as `Authorization: Bearer KEY`",
                code="invalid_api_key",
                headers={"WWW-Authenticate": "Bearer"},
            )


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


class ClientGoneError(Exception):
    """The client closed the connection before it had the answer."""


async def read_body(headers: Headers, receive: Receive, limit: int) -> bytes:
    """The whole body, which must be JSON by its own word.

    Raises:
        ApiError: 413 over `limit` bytes, 415 for another content type. (A page of another site may make a browser send
            text or forms here without asking; JSON it may not.)
        ClientGoneError: there is nobody any more.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ApiError(415, f"Content-Type is {kind[:60] or 'missing'}: send application/json", code="invalid_type")
    said = headers.get("content-length", "0")
    if said.isdigit() and int(said) > limit:
        raise _too_large(limit)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        body += message.get("body", b"")
        if len(body) > limit:
            raise _too_large(limit)
        if not message.get("more_body"):
            return bytes(body)


def _too_large(limit: int) -> ApiError:
    return ApiError(413, f"the body is over {limit:,} bytes: send less at once", code="body_too_large")


def error_response(error: Exception) -> Response:
    """The answer that an exception becomes; one that nobody foresaw is logged, and the client told that alone."""
    if isinstance(error, EngineBusy):
        error = busy(str(error))
    elif isinstance(error, UserError):
        error = from_user_error(error)
    elif not isinstance(error, ApiError):
        get_logger().error("%s", "".join(traceback.format_exception(error)).rstrip())
        error = ApiError(500, "the server failed on this request; its log says how", code="internal_error")
    return JSONResponse(error.body(), error.status, headers=error.headers)


class EventStream(Response):
    """Server-sent events. An error in the middle becomes an event of its own, and no `[DONE]` follows.

    `source` is what the events are made of; it is closed in any case, even if not one event was asked for.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes, None], source: AsyncGenerator[Any, None]) -> None:
        self.events, self.source = events, source
        self.status_code, self.background = 200, None
        self.init_headers({"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self.source), aclosing(self.events):
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            try:
                async for chunk in self.events:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            except Exception as error:
                told: Any = error_response(error)
                await send({"type": "http.response.body", "body": b"data: " + told.body + b"\n\n", "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def while_connected(receive: Receive, work: Callable[[], Awaitable[None]]) -> None:
    """Do `work`, which answers; cancel it as soon as the client goes away.

    Raises:
        ClientGoneError: it went away, and the work is cancelled.
    """

    async def until_gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    working, gone = asyncio.ensure_future(work()), asyncio.ensure_future(until_gone())
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            working.cancel()
            await asyncio.wait({working})
            raise ClientGoneError
        working.result()
    finally:
        working.cancel()
        gone.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)


def counted(send: Send, seen: list[int]) -> Send:
    """`send`, with the status of the answer put into `seen`."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen.append(message["status"])
        await send(message)

    return sending

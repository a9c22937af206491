"""`aquila2 rag serve` as an ASGI application: the REST API, the OpenAI-compatible endpoint, the page.

A knowledge base is a model by its name: any OpenAI client can ask it. What that API has no place for comes beside: the
first event of a stream has `sources`, the last `checked`, the answer with its citations; a whole answer has `checked`.
"""

import asyncio
import secrets
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from aquila2.rag.knowledge import Knowledge
from aquila2.rag.model import Message
from aquila2.rag.pipeline import Answer, Sources
from aquila2.rag.records import answer_record, hit_record
from aquila2.rag.store import Document
from aquila2.serve.answers import DONE, event
from aquila2.serve.app import OwnHosts
from aquila2.serve.errors import ApiError, from_validation
from aquila2.serve.exchange import EventStream, Keys, error_response, read_body
from aquila2.serve.protocol import Body, ChatMessage, StreamOptions
from aquila2.serve.web import page_routes

PAGE = Path(__file__).parent / "page"

_BODY_BYTES = 2_000_000
_ASKED_AT_ONCE = 32  # answers that wait for the model; more clients are asked to come again


class CreateBase(Body):
    """A new, empty base."""

    name: Annotated[str, Field(min_length=1, max_length=64)]


class SearchBody(Body):
    """A search."""

    question: Annotated[str, Field(min_length=1, max_length=10_000)]
    top_k: Annotated[int, Field(ge=1, le=1000)] = 10
    mode: Literal["hybrid", "dense", "sparse"] = "hybrid"


class ChatBody(Body):
    """OpenAI's chat request, as far as it means something here. `model` is a base's name."""

    model: str
    messages: Annotated[list[ChatMessage], Field(min_length=1, max_length=200)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    max_tokens: Annotated[int, Field(ge=1, le=100_000)] | None = None
    temperature: Annotated[float, Field(ge=0)] | None = None
    user: str | None = None


Handler = Callable[[Request], Awaitable[Response]]


def create_app(knowledge: Knowledge, api_keys: list[str], hosts: list[str], page: bool = True) -> ASGIApp:
    """The application.

    Args:
        api_keys: one of which must come with every request, if there are any.
        hosts: names that a request may call this server by; empty: any.
    """
    api = _Api(knowledge, Keys(api_keys))
    table: list[tuple[str, str, Handler]] = [
        ("GET", "/v1/models", api.models),
        ("POST", "/v1/chat/completions", api.chat),
        ("GET", "/api/bases", api.bases),
        ("POST", "/api/bases", api.create),
        ("DELETE", "/api/bases/{kb}", api.delete),
        ("GET", "/api/bases/{kb}/documents", api.documents),
        ("DELETE", "/api/bases/{kb}/documents", api.remove),
        ("GET", "/api/bases/{kb}/document", api.document),
        ("POST", "/api/bases/{kb}/files", api.upload),
        ("POST", "/api/bases/{kb}/search", api.search),
    ]
    routes: list[BaseRoute] = [Route(path, api.guarded(run), methods=[method]) for method, path, run in table]
    routes.append(Route("/ready", lambda request: JSONResponse({"status": "ready"})))
    if page:
        own = page_routes(PAGE)
        routes += [own[0], Mount("/rag", routes=own[1:]), page_routes()[1]]  # parts of the chat page are used too
    app: ASGIApp = Starlette(routes=routes, exception_handlers={HTTPException: _refused})
    return OwnHosts(app, hosts)


async def _refused(request: Request, error: Exception) -> Response:
    """Starlette's own refusals, in the form of the API's."""
    if isinstance(error, HTTPException):
        what = {404: f"there is nothing at {request.url.path[:200]}", 405: "this path has another method"}
        error = ApiError(error.status_code, what.get(error.status_code, str(error.detail)))
    return error_response(error)


class _Api:
    def __init__(self, knowledge: Knowledge, keys: Keys) -> None:
        self.knowledge, self.keys = knowledge, keys
        self._asking = 0

    def guarded(self, run: Handler) -> Handler:
        """`run` behind the key, its errors as answers."""

        async def handler(request: Request) -> Response:
            try:
                self.keys.check(request.headers)
                return await run(request)
            except Exception as error:
                return error_response(error)

        return handler

    def _base(self, name: str) -> str:
        if name not in self.knowledge.names():
            known = ", ".join(self.knowledge.names()) or "none yet"
            why = f"there is no knowledge base {name[:100]!r}; there is {known}"
            raise ApiError(404, why, "model", "model_not_found")
        return name

    async def models(self, request: Request) -> Response:
        card = {"object": "model", "owned_by": "aquila2", "created": 0, "max_model_len": self.knowledge.model.room}
        return JSONResponse({"object": "list", "data": [{"id": n, **card} for n in self.knowledge.names()]})

    def _documents(self, name: str) -> list[Document]:
        return self.knowledge.store(name).documents()

    async def bases(self, request: Request) -> Response:
        found = []
        for name in self.knowledge.names():
            documents = await asyncio.to_thread(self._documents, name)
            found.append({"name": name, "documents": len(documents), "chunks": sum(d.chunks for d in documents)})
        return JSONResponse({"bases": found})

    async def create(self, request: Request) -> Response:
        asked = await _body(request, CreateBase)
        await asyncio.to_thread(self.knowledge.create, asked.name)
        return JSONResponse({"name": asked.name}, 201)

    async def delete(self, request: Request) -> Response:
        name = self._base(request.path_params["kb"])
        await asyncio.to_thread(self.knowledge.delete, name)
        return JSONResponse({"deleted": name})

    async def documents(self, request: Request) -> Response:
        store = self.knowledge.store(self._base(request.path_params["kb"]))
        found = await asyncio.to_thread(store.documents)
        keys = ("path", "bytes", "characters", "chunks", "notes", "added")
        return JSONResponse({"documents": [{key: getattr(d, key) for key in keys} for d in found]})

    async def remove(self, request: Request) -> Response:
        name, path = self._base(request.path_params["kb"]), request.query_params.get("path", "")
        removed = await asyncio.to_thread(self.knowledge.remove, name, path)
        if not removed:
            raise ApiError(404, f"there is no document {path[:200]!r}", "path", "document_not_found")
        return JSONResponse({"removed": path})

    async def document(self, request: Request) -> Response:
        store, path = self.knowledge.store(self._base(request.path_params["kb"])), request.query_params.get("path", "")
        text = await asyncio.to_thread(store.text, path)
        if text is None:
            raise ApiError(404, f"there is no document {path[:200]!r}", "path", "document_not_found")
        pages = next(d.pages for d in await asyncio.to_thread(store.documents) if d.path == path)
        marks = [{"start": page.start, "label": page.label} for page in pages]
        return JSONResponse({"path": path, "text": text, "pages": marks})

    async def upload(self, request: Request) -> Response:
        """The file is the body, its name `?name=`. (Of another site's page a browser sends no such type unasked.)"""
        name = self._base(request.path_params["kb"])
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/octet-stream":
            why = f"Content-Type is {kind[:60] or 'missing'}: send application/octet-stream"
            raise ApiError(415, why, code="invalid_type")
        data = bytearray()
        async for piece in request.stream():
            data += piece
            if len(data) > self.knowledge.limits.file_bytes:
                why = f"the file is over {self.knowledge.limits.file_bytes:,} bytes: divide it"
                raise ApiError(413, why, code="body_too_large")
        file = request.query_params.get("name", "")
        result = await asyncio.to_thread(self.knowledge.upload, name, file, bytes(data))
        if result.failed:
            raise ApiError(422, f"{file}: {result.failed[file]}", "name", "unreadable_file")
        state = "added" if result.added else "replaced" if result.replaced else "unchanged"
        return JSONResponse(
            {"document": file, "state": state, "chunks": result.chunks, "notes": result.notes.get(file, [])}
        )

    async def search(self, request: Request) -> Response:
        name = self._base(request.path_params["kb"])
        asked = await _body(request, SearchBody)
        found = await asyncio.to_thread(self.knowledge.search, name, asked.question, asked.top_k, asked.mode)
        return JSONResponse({"hits": [hit_record(hit) for hit in found.hits], "notes": found.notes})

    async def chat(self, request: Request) -> Response:
        asked = await _body(request, ChatBody)
        name = self._base(asked.model)
        if asked.messages[-1].role != "user":
            raise ApiError(400, "messages must end with the user's question", "messages", "invalid_value")
        if self._asking >= _ASKED_AT_ONCE:
            raise ApiError(429, "too many answers are waiting", code="queue_full", headers={"Retry-After": "5"})
        turns = [{"role": m.role, "content": m.text()} for m in asked.messages if m.role in ("user", "assistant")]
        settings: dict[str, Any] = {}
        if asked.max_tokens is not None:
            settings["max_tokens"] = asked.max_tokens
        if asked.temperature is not None:
            settings["temperature"] = asked.temperature
        answering = self._answering(name, turns, settings)
        head = {"id": f"chatcmpl-{secrets.token_hex(16)}", "created": int(time.time()), "model": name}
        if asked.stream:
            first = await anext(answering)  # what is refused until then has its own status
            return EventStream(_events(first, answering, head), answering)
        text, record = "", {}
        async for item in answering:
            if isinstance(item, Answer):
                text, record = item.text, answer_record(item)
        message = {"role": "assistant", "content": text, "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "checked": record})

    async def _answering(
        self, name: str, turns: list[Message], settings: dict[str, Any]
    ) -> AsyncGenerator[Sources | str | Answer, None]:
        """The pipeline's events from a thread of its own, which ends when nobody listens any more."""
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[Any]()
        gone = threading.Event()

        def tell(item: Any) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, item)

        def work() -> None:
            try:
                for item in self.knowledge.ask(name, turns[-1]["content"], turns[:-1], **settings):
                    if gone.is_set():
                        return
                    tell(item)
                tell(None)
            except Exception as error:
                tell(error)

        self._asking += 1
        working = asyncio.ensure_future(asyncio.to_thread(work))
        try:
            while (item := await queue.get()) is not None:
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            gone.set()
            self._asking -= 1
            working.cancel()


async def _events(
    first: Sources | str | Answer, rest: AsyncGenerator[Sources | str | Answer, None], head: dict[str, Any]
) -> AsyncGenerator[bytes, None]:
    """OpenAI's events, `sources` in the first and `checked` in the last."""

    def told(delta: dict[str, str], finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return event({**head, "object": "chat.completion.chunk", "choices": [choice], **more})

    def item_event(item: Sources | str | Answer) -> bytes:
        if isinstance(item, Sources):
            records = [hit_record(hit) for hit in item.hits]
            return told({"role": "assistant", "content": ""}, sources=records, rewrites=item.rewrites)
        if isinstance(item, Answer):
            return told({}, "stop", checked=answer_record(item))
        return told({"content": item})

    yield item_event(first)
    async for item in rest:
        yield item_event(item)
    yield DONE


async def _body(request: Request, kind: Any) -> Any:
    """The request's JSON as `kind`.

    Raises:
        ApiError: it is none.
    """
    body = await read_body(request.headers, request.receive, _BODY_BYTES)
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        fields = list(kind.model_fields) if issubclass(kind, BaseModel) else []
        raise from_validation(error, fields, frozenset()) from None

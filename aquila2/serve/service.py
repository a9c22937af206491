"""The endpoints, each a function from a checked request to a response, in one table."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from aquila2.base.errors import UserError
from aquila2.engine.async_engine import EngineStats
from aquila2.engine.output import Delta
from aquila2.serve.answers import Answers, ChatAnswers
from aquila2.serve.embedder import Embedder
from aquila2.serve.errors import ApiError, busy, from_user_error, not_ready
from aquila2.serve.exchange import EventStream, Keys
from aquila2.serve.metrics import CONTENT_TYPE, Metrics
from aquila2.serve.prompts import chat_requests, completion_requests, encode, render
from aquila2.serve.protocol import (
    ChatRequest,
    CompletionRequest,
    DetokenizeRequest,
    EmbeddingRequest,
    LoadAdapterRequest,
    Sampled,
    TokenizeRequest,
    UnloadAdapterRequest,
)
from aquila2.serve.running import run_all
from aquila2.serve.served import Served

# A body above this is parsed and tokenized in a thread, so that the others' tokens go on meanwhile.
_LONG = 20_000

_MAX_EMBEDDING_CALLS = 64


@dataclass
class Settings:
    """What may be asked of the server, and by whom.

    Attributes:
        api_keys: one of them must come with every request, if there are any.
        cors: origins whose pages may ask; none by default.
        max_body_bytes: of a request.
        lora_root: adapters are loaded at run time from below this folder alone.
        log_prompts: write prompts and answers to the log.
        hosts: names that a request may call this server by; empty: any.
    """

    api_keys: list[str] = field(default_factory=list)
    cors: list[str] = field(default_factory=list)
    max_body_bytes: int = 8_000_000
    lora_root: Path = Path(".")
    log_prompts: bool = False
    hosts: list[str] = field(default_factory=list)


class Service:
    """The state behind the endpoints. `served` is None until the model can answer."""

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        self.settings, self.embedder = settings, embedder
        self.keys = Keys(settings.api_keys)
        self.served: Served | None = None
        self.draining = False
        self.final_stats: EngineStats | None = None  # once the server has ended
        self.metrics = Metrics(lambda: self.served.engine.stats() if self.served is not None else None)
        self._embedding = asyncio.Semaphore(1)
        self._embedding_calls = 0

    def ready(self) -> Served:
        """Raises ApiError 503 while the model is loading, and when the server is about to end."""
        if self.draining:
            raise not_ready("the server is ending: it finishes what it has begun, and takes nothing new")
        if self.served is None:
            raise not_ready("the model is being loaded")
        return self.served

    async def chat(self, asked: ChatRequest) -> Response:
        served = self.ready()
        requests = await _aside(lambda: chat_requests(asked, served), _size(asked.messages))
        tools = bool(asked.tools) and asked.tool_choice != "none"
        usage = bool(asked.stream_options and asked.stream_options.include_usage)
        answers = ChatAnswers(asked.model, requests, asked.n or 1, served.tokenizer, bool(asked.logprobs), usage, tools)
        return await self._answer(served, asked, answers)

    async def complete(self, asked: CompletionRequest) -> Response:
        served = self.ready()
        requests = await _aside(lambda: completion_requests(asked, served), _size(asked.prompt))
        usage = bool(asked.stream_options and asked.stream_options.include_usage)
        answers = Answers(asked.model, requests, asked.n or 1, served.tokenizer, asked.logprobs is not None, usage)
        return await self._answer(served, asked, answers)

    async def _answer(self, served: Served, asked: Sampled, answers: Answers) -> Response:
        if asked.stream_options is not None and not asked.stream:
            raise ApiError(400, "stream_options needs stream=true", "stream_options", "invalid_value")
        deltas = run_all(served.engine, [choice.request for choice in answers.choices], self.metrics)
        if asked.stream:
            # the first token before the status line: what is refused until then has its own status
            return EventStream(self._events(answers, await anext(deltas), deltas), deltas)
        async with contextlib.aclosing(deltas):
            async for index, delta in deltas:
                _refuse_aborted(delta)
                answers.add(index, delta)
        return JSONResponse(answers.whole())

    async def _events(
        self, answers: Answers, first: tuple[int, Delta], deltas: AsyncIterator[tuple[int, Delta]]
    ) -> AsyncGenerator[bytes, None]:
        for event in answers.opening():
            yield event
        for event in answers.events(answers.add(*first)):
            yield event
        async for index, delta in deltas:
            _refuse_aborted(delta)
            for event in answers.events(answers.add(index, delta)):
                yield event
        for event in answers.closing():
            yield event

    async def embed(self, asked: EmbeddingRequest) -> Response:
        if self.embedder is None:
            why = "this server has no embedder: start it with one to use /v1/embeddings"
            raise ApiError(404, why, "model", "no_embedder")
        embedder = self.embedder
        name, size = embedder.name, embedder.dim
        if asked.model != name:
            raise ApiError(404, f"the embedder here is {name}, not {asked.model[:100]!r}", "model", "model_not_found")
        if asked.dimensions not in (None, size):
            why = f"dimensions={asked.dimensions}: vectors of {name} have {size}"
            raise ApiError(400, why, "dimensions", "invalid_value")
        texts = [asked.input] if isinstance(asked.input, str) else asked.input
        if self._embedding_calls >= _MAX_EMBEDDING_CALLS:
            raise busy(f"{self._embedding_calls} calls of the embedder are waiting: come again")
        self._embedding_calls += 1
        try:
            async with self._embedding:
                embed = embedder.embed_queries if asked.input_type == "query" else embedder.embed_documents
                vectors = await asyncio.to_thread(embed, texts)
                tokens = await asyncio.to_thread(embedder.count_tokens, texts)
        except UserError as error:
            raise from_user_error(error, "input") from None
        finally:
            self._embedding_calls -= 1
        as_text = asked.encoding_format == "base64"
        data = [
            {
                "object": "embedding",
                "index": index,
                "embedding": base64.b64encode(row.astype("<f4").tobytes()).decode() if as_text else row.tolist(),
            }
            for index, row in enumerate(vectors)
        ]
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return JSONResponse({"object": "list", "data": data, "model": name, "usage": usage})

    async def models(self) -> Response:
        served = self.ready()
        names = served.names() + ([self.embedder.name] if self.embedder is not None else [])
        return JSONResponse({"object": "list", "data": [self._card(served, name) for name in names]})

    async def model(self, name: str) -> Response:
        served = self.ready()
        if self.embedder is None or name != self.embedder.name:
            served.spoken(name)
        return JSONResponse(self._card(served, name))

    def _card(self, served: Served, name: str) -> dict[str, Any]:
        card: dict[str, Any] = {"id": name, "object": "model", "created": served.created, "owned_by": "aquila2"}
        if name in served.names():
            spoken = served.spoken(name)
            card |= {
                "parent": None if name == served.name else served.name,
                "max_model_len": served.max_model_len,
                "chat": spoken.template is not None,
                "sampling": served.defaults,
            }
        return card

    async def tokenize(self, asked: TokenizeRequest) -> Response:
        served = self.ready()
        spoken = served.spoken(asked.model or served.name)
        if (asked.prompt is None) == (asked.messages is None):
            raise ApiError(400, "give prompt or messages, one of them", "prompt", "invalid_value")
        if asked.messages is None and asked.tools is not None:
            raise ApiError(400, "tools go with messages", "tools", "invalid_value")

        def ids() -> list[int]:
            if asked.messages is not None:
                return render(asked.messages, asked.tools, spoken, served)
            return encode(served, asked.prompt or "")

        tokens = await _aside(ids, _size(asked.messages or asked.prompt))
        return JSONResponse({"tokens": tokens, "count": len(tokens), "max_model_len": served.max_model_len})

    async def detokenize(self, asked: DetokenizeRequest) -> Response:
        served = self.ready()
        served.spoken(asked.model or served.name)
        try:
            text = await _aside(lambda: served.tokenizer.decode(asked.tokens, skip_special=False), len(asked.tokens))
        except UserError as error:
            raise from_user_error(error, "tokens") from None
        return JSONResponse({"prompt": text})

    async def load_adapter(self, asked: LoadAdapterRequest) -> Response:
        served = self._guarded()
        root = self.settings.lora_root.resolve()
        folder = (root / asked.lora_path).resolve()
        if not folder.is_relative_to(root):
            raise ApiError(403, "lora_path lies outside of the server's lora_root", "lora_path", "forbidden")
        if not folder.is_dir():
            raise ApiError(404, f"there is no folder {asked.lora_path[:200]!r} in lora_root", "lora_path", "not_found")
        await served.load_adapter(asked.lora_name, folder)
        return JSONResponse({"id": asked.lora_name, "object": "model", "parent": served.name})

    async def unload_adapter(self, asked: UnloadAdapterRequest) -> Response:
        served = self._guarded()
        await served.unload_adapter(asked.lora_name)
        return JSONResponse({"id": asked.lora_name, "object": "model", "deleted": True})

    def _guarded(self) -> Served:
        if not self.keys:
            why = "adapters are loaded and unloaded at run time only on a server that was started with an API key"
            raise ApiError(403, why, code="needs_api_key")
        return self.ready()

    async def health(self) -> Response:
        return JSONResponse({"status": "alive"})

    async def is_ready(self) -> Response:
        self.ready()
        return JSONResponse({"status": "ready"})

    async def read_metrics(self) -> Response:
        return Response(self.metrics.text(), media_type=CONTENT_TYPE)


@dataclass(frozen=True)
class Endpoint:
    """A row of the API: `body` is the request's schema, `open` says that no key is needed."""

    method: str
    path: str
    run: Callable[..., Awaitable[Response]]
    about: str
    body: type[BaseModel] | None = None
    open: bool = False
    streams: bool = False


ENDPOINTS = [
    Endpoint("POST", "/v1/chat/completions", Service.chat, "Answer a conversation", ChatRequest, streams=True),
    Endpoint("POST", "/v1/completions", Service.complete, "Continue a text", CompletionRequest, streams=True),
    Endpoint("POST", "/v1/embeddings", Service.embed, "Texts as vectors", EmbeddingRequest),
    Endpoint("GET", "/v1/models", Service.models, "What is served"),
    Endpoint("GET", "/v1/models/{name:path}", Service.model, "One of them"),
    Endpoint("POST", "/v1/load_lora_adapter", Service.load_adapter, "Serve an adapter", LoadAdapterRequest),
    Endpoint("POST", "/v1/unload_lora_adapter", Service.unload_adapter, "No longer serve it", UnloadAdapterRequest),
    Endpoint("POST", "/tokenize", Service.tokenize, "Text or messages as token ids", TokenizeRequest),
    Endpoint("POST", "/detokenize", Service.detokenize, "Token ids as text", DetokenizeRequest),
    Endpoint("GET", "/health", Service.health, "Whether the server lives", open=True),
    Endpoint("GET", "/ready", Service.is_ready, "Whether the model can answer", open=True),
    Endpoint("GET", "/metrics", Service.read_metrics, "For Prometheus"),
]


def _refuse_aborted(delta: Delta) -> None:
    if delta.finish_reason == "abort":
        raise not_ready("the server ended this answer before it was whole")


async def _aside(work: Callable[[], Any], size: int) -> Any:
    """Short work here, long work in a thread."""
    return work() if size < _LONG else await asyncio.to_thread(work)


def _size(value: Any) -> int:
    """Characters, or ids, about."""
    if isinstance(value, BaseModel):
        return sum(_size(inner) for inner in vars(value).values())
    if isinstance(value, list):
        return sum(_size(inner) for inner in value)
    return len(value) if isinstance(value, str) else 1

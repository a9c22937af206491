"""The server as an ASGI application: routes, keys, errors and the log around the endpoints of `service.py`."""

import json
import time
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from aquila2.base.log import get_logger
from aquila2.serve.errors import ApiError, from_validation
from aquila2.serve.exchange import ClientGoneError, counted, error_response, read_body, while_connected
from aquila2.serve.openapi import describe
from aquila2.serve.protocol import ELSEWHERE
from aquila2.serve.service import ENDPOINTS, Endpoint, Service
from aquila2.serve.web import page_routes


def create_app(service: Service, page: bool = True) -> ASGIApp:
    """The application. `page`: with the chat page at `/`."""
    description = describe(ENDPOINTS)
    routes: list[BaseRoute] = [
        Route(endpoint.path, _Exchange(service, endpoint), methods=[endpoint.method]) for endpoint in ENDPOINTS
    ]
    routes.append(Route("/openapi.json", lambda request: JSONResponse(description)))
    app: ASGIApp = Starlette(
        routes=routes + (page_routes() if page else []),
        exception_handlers={HTTPException: _http_error, ApiError: _http_error},
    )
    app = OwnHosts(app, service.settings.hosts)
    if service.settings.cors:
        app = CORSMiddleware(
            app, allow_origins=service.settings.cors, allow_methods=["GET", "POST"], allow_headers=["*"]
        )
    return app


class _Exchange:
    """One endpoint: key, body, answer, and a line in the log."""

    def __init__(self, service: Service, endpoint: Endpoint) -> None:
        self.service, self.endpoint = service, endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, statuses, note = time.perf_counter(), list[int](), dict[str, Any]()
        sending = counted(send, statuses)
        try:
            await self._answer(scope, receive, sending, note)
        except ClientGoneError:
            statuses = [499]  # what nginx calls it; nobody receives it
        except Exception as error:
            await error_response(error)(scope, receive, sending)
            note["error"] = getattr(error, "code", None)
        finally:
            status = statuses[0] if statuses else 500
            self.service.metrics.responses.labels(self.endpoint.path, str(status)).inc()
            if not self.endpoint.open and (self.endpoint.method == "POST" or status >= 400):
                self._log(scope, status, time.perf_counter() - start, note)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, note: dict[str, Any]) -> None:
        headers = Headers(scope=scope)
        if not self.endpoint.open:
            self.service.keys.check(headers)
        if self.endpoint.body is None:
            response = await self.endpoint.run(self.service, **scope["path_params"])
            await response(scope, receive, send)
            return
        body = await read_body(headers, receive, self.service.settings.max_body_bytes)
        try:
            asked = self.endpoint.body.model_validate_json(body)
        except ValidationError as error:
            fields = [field.alias or name for name, field in self.endpoint.body.model_fields.items()]
            raise from_validation(error, fields, ELSEWHERE if self.endpoint.streams else frozenset()) from None
        note |= {"model": getattr(asked, "model", None), "user": getattr(asked, "user", None)}
        if self.service.settings.log_prompts:
            get_logger().info("%s asked: %s", self.endpoint.path, json.dumps(json.loads(body), ensure_ascii=False))

        async def work() -> None:
            response = await self.endpoint.run(self.service, asked)
            await response(scope, receive, send)

        await while_connected(receive, work)

    def _log(self, scope: Scope, status: int, seconds: float, note: dict[str, Any]) -> None:
        """What was asked of whom and how it went; nothing of what was said. Words of a client are quoted."""
        client = scope.get("client") or ("-", 0)
        words = "".join(f" {key}={str(value)[:100]!r}" for key, value in note.items() if value is not None)
        stamp = time.strftime("%H:%M:%S")
        get_logger().info(
            "%s %s %s %s %d %.3f s%s",
            stamp,
            client[0],
            self.endpoint.method,
            self.endpoint.path,
            status,
            seconds,
            words,
        )


async def _http_error(request: Request, error: Exception) -> Response:
    """Starlette's own refusals (no such path, no such method), in the form of the API's."""
    if isinstance(error, HTTPException):
        what = {404: f"there is nothing at {request.url.path[:200]}", 405: "this path has another method"}
        headers = dict(error.headers or {})
        error = ApiError(error.status_code, what.get(error.status_code, str(error.detail)), headers=headers)
    return error_response(error)


class OwnHosts:
    """Refuses requests that call this server by another name than its own.

    Without a key, a page from anywhere could otherwise let its own name point to 127.0.0.1 and read the answers: to the
    browser that would be the same site.
    """

    def __init__(self, app: ASGIApp, hosts: list[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.hosts:
            host = Headers(scope=scope).get("host", "").rsplit("]")[0].lstrip("[")
            name = host if ":" in host and host.count(":") > 1 else host.partition(":")[0]
            if name.lower() not in self.hosts:
                why = f"this server answers to {', '.join(self.hosts)}; behind a proxy, start it with api_key="
                await error_response(ApiError(421, why, code="wrong_host"))(scope, receive, send)
                return
        await self.app(scope, receive, send)

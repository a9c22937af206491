"""The chat page: static files from this package, and headers that keep everything else out."""

from pathlib import Path

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE = Path(__file__).parent / "page"

# Scripts, styles and requests from this server alone; no frames, no plugins, nothing evaluated. What a model writes
# cannot load an image from elsewhere, and so cannot tell anybody what was said.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # the sliders place their parts so; answers keep no style attributes
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-cache"),  # asked again each time, answered with 304: a new release is seen at once
]


def page_routes(folder: Path = PAGE, index: str = "index.html") -> list[BaseRoute]:
    """`/` and `/page/...`."""

    def front(request: object) -> Response:
        return FileResponse(folder / index)

    return [
        Route("/", _Guarded(Route("/", front).app), methods=["GET", "HEAD"]),
        Mount("/page", _Guarded(StaticFiles(directory=folder))),
    ]


class _Guarded:
    """Adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *_HEADERS]}
            await send(message)

        await self.app(scope, receive, sending)

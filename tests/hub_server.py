"""A web server on this machine that holds files and misbehaves as it is told to, for tests of downloads."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aquila2.hub.manifest import MANIFEST
from aquila2.hub.transfer import Patience

CHUNK = 4096  # bytes of a chunk in these tests
QUICK = Patience(attempts=4, connect=2, stall=0.6, slowest=2000, pause=0.01, longest_pause=0.02, longest_wait=3)


class HubServer:
    """Files by path. `faults[path]` is a list of things that go wrong, one a GET, first come first served: a name of
    `_FAULTS`, or (name, number). `answers[(method, path)]` answers a call of an API. `requests` is what was asked."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[Any]] = {}
        self.answers: dict[tuple[str, str], Callable[[_Handler], tuple[int, dict[str, str], bytes]]] = {}
        self.requests: list[tuple[str, str, str | None]] = []
        self.knows_ranges = True
        self.has_etags = True
        self.lock = threading.Lock()
        self.url = ""

    def put(self, path: str, data: bytes) -> None:
        self.files["/" + path] = data

    def fail(self, path: str, *faults: Any) -> None:
        self.faults.setdefault("/" + path, []).extend(faults)

    def next_fault(self, path: str) -> Any:
        with self.lock:
            queue = self.faults.get(path, [])
            return queue.pop(0) if queue else None

    def asked(self, path: str) -> list[str | None]:
        """The ranges of all GETs of a path, in order."""
        return [span for method, name, span in self.requests if method == "GET" and name == "/" + path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self._serve(with_body=False)

    def do_GET(self) -> None:
        self._serve(with_body=True)

    def do_POST(self) -> None:
        self._serve(with_body=True)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def send(self, status: int, headers: dict[str, str], data: bytes, with_body: bool = True) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def _serve(self, with_body: bool) -> None:
        hub, (path, _, _) = self.server.hub, self.path.partition("?")
        with hub.lock:
            hub.requests.append((self.command, path, self.headers.get("Range")))
        if answer := hub.answers.get((self.command, path)):
            return self.send(*answer(self), with_body=with_body)
        data = hub.files.get(path)
        if data is None:
            return self.send(404, {}, b"not here")
        fault = hub.next_fault(path) if self.command == "GET" else None
        name, number = fault if isinstance(fault, tuple) else (fault, 0)
        if name == "status":
            return self.send(number, {}, b"no")
        if name == "busy":
            return self.send(429, {"Retry-After": str(number)}, b"later")
        if name == "redirect":
            return self.send(302, {"Location": path}, b"")
        if name == "elsewhere":
            return self.send(302, {"Location": f"{hub.url}/moved{path}"}, b"")
        if name == "change":
            hub.files[path] = data = hashlib.sha256(data).digest() * (len(data) // 32) + data[: len(data) % 32]
        start, end = self._range(len(data))
        status = 206 if hub.knows_ranges and self.headers.get("Range") else 200
        part = data[start:end] if status == 206 else data
        headers = {"Accept-Ranges": "bytes"}
        if hub.has_etags:
            headers["ETag"] = f'"{hashlib.md5(data).hexdigest()}"'
        if status == 206:
            shift = 1 if name == "wrong range" else 0
            headers["Content-Range"] = f"bytes {start + shift}-{end - 1}/{len(data)}"
        if name == "wrong bytes":
            part = bytes([part[0] ^ 1]) + part[1:]
        if name == "stall":
            self.send(status, {**headers, "Content-Length": str(len(part))}, part[:1000])
            self.wfile.flush()
            time.sleep(number)
            self.close_connection = True
            return None
        if name == "trickle":
            return self._trickle(status, headers, part, number)
        if name == "drop":
            self.send(status, {**headers, "Content-Length": str(len(part))}, part[:number])
            self.close_connection = True
            return None
        return self.send(status, headers, part, with_body)

    def _trickle(self, status: int, headers: dict[str, str], part: bytes, seconds: float) -> None:
        """A byte at a time, for a while."""
        self.send(status, {**headers, "Content-Length": str(len(part))}, b"")
        self.close_connection = True
        end = time.monotonic() + seconds
        try:
            for byte in part:
                if time.monotonic() > end:
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.02)
        except OSError:
            return  # the client had enough

    def _range(self, size: int) -> tuple[int, int]:
        said = self.headers.get("Range")
        if not said:
            return 0, size
        first, _, last = said.removeprefix("bytes=").partition("-")
        return int(first), min(int(last) + 1 if last else size, size)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hub: HubServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients hang up; that is what these tests are about."""


@contextmanager
def serve() -> Iterator[HubServer]:
    hub = HubServer()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.hub = hub
        hub.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()


def put(hub: HubServer, files: dict[str, bytes], folder: str = "m") -> None:
    for name, data in files.items():
        hub.put(f"{folder}/{name}", data)
    links = "".join(f'<a href="{name}">{name}</a>' for name in files)
    hub.put(f"{folder}/", f'<a href="../">up</a><a href="?sort=size">size</a>{links}'.encode())


def held(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, its manifest aside."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found.pop(MANIFEST, None)
    return found

"""Bytes of a file over HTTP: a range of them, exactly, however the server behaves.

What passes is waited out and asked again from the byte that is missing: dropped and stalled connections, 429 and 5xx
(as long as `Retry-After` says). What would mix two files is refused: another range than the one asked for, another
length, another version. Ranges are RFC 9110's, section 14.
"""

import email.utils
import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any

from aquila2 import __version__
from aquila2.base.log import get_logger
from aquila2.hub.listing import FileChangedError, RemoteFile, SourceError

if TYPE_CHECKING:
    import httpx

_PASSING = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Patience:
    """How long a server is waited for.

    Args:
        attempts: tries in a row that bring nothing, before a source is given up.
        stall: seconds without a byte, and over which fewer than `slowest` bytes a second are too few.
        pause: seconds before the second try; twice that before each further one, up to `longest_pause`.
        longest_wait: most seconds that a server may ask for by `Retry-After`.
    """

    attempts: int = 6
    connect: float = 15.0
    stall: float = 30.0
    slowest: int = 1024
    pause: float = 1.0
    longest_pause: float = 30.0
    longest_wait: float = 300.0


class _AgainError(Exception):
    """This try failed, another may not; `wait` is what the server asks for, in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class Transfer:
    """One client for many threads. `with Transfer() as transfer: for data in transfer.stream(file, 0, file.size): ...`

    Proxies and certificates come from the environment, as httpx reads it.
    """

    def __init__(self, patience: Patience | None = None, connections: int = 8) -> None:
        import httpx

        self.patience = patience or Patience()
        self.stopped = threading.Event()  # a worker failed: the others need not go on
        self.whole_only: set[str] = set()  # files whose server sends all of them whatever range is asked for
        self._versions: dict[str, str] = {}
        self._client = httpx.Client(
            follow_redirects=True,
            max_redirects=10,
            timeout=httpx.Timeout(self.patience.stall, connect=self.patience.connect),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            headers={"User-Agent": f"aquila2/{__version__}", "Accept-Encoding": "identity"},
            event_hooks={"response": [_refuse_downgrade]},
        )

    def __enter__(self) -> "Transfer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def forget(self) -> None:
        """Begin anew: no failure, no version of any file is known."""
        self.stopped.clear()
        self._versions.clear()

    def get_json(self, method: str, url: str, **request: Any) -> Any:
        """What a server answers a small request with.

        Raises:
            SourceError: it answers no JSON, or not at all.
        """
        response = self.get(method, url, **request)
        try:
            return response.json()
        except ValueError:
            raise SourceError(f"{url} answers with what is no JSON") from None

    def get(self, method: str, url: str, missing_ok: bool = False, **request: Any) -> "httpx.Response":
        """A small answer, waited for as `Patience` says; with `missing_ok` a 404 is one.

        Raises:
            SourceError: an error, or none in all tries.
        """
        failures = 0
        while True:
            try:
                return self._small(method, url, missing_ok, request)
            except _AgainError as error:
                failures += 1
                self._wait(url, failures, error)

    def stream(self, file: RemoteFile, start: int, end: int) -> Iterator[bytes]:
        """The bytes `start` to `end` (without that one), in pieces, each once and in order.

        Raises:
            SourceError: they cannot be had. `FileChangedError`: the server has another file by now.
        """
        failures = 0
        while start < end:
            try:
                for data in self._once(file, start, end):
                    start, failures = start + len(data), 0
                    yield data
                if start < end:
                    raise _AgainError("the connection ended early")
            except _AgainError as error:
                failures += 1
                self._wait(file.path, failures, error)

    def _once(self, file: RemoteFile, start: int, end: int) -> Iterator[bytes]:
        """One request; ends early where the server does."""
        import httpx

        address = file.address()
        headers = {**address.headers, "Range": f"bytes={start}-{end - 1}"}
        begun, received = time.monotonic(), 0
        try:
            with self._client.stream("GET", address.url, headers=headers) as response:
                skip = self._check(file, response, start, end)
                for data in response.iter_raw():
                    if self.stopped.is_set():
                        raise SourceError("stopped")
                    received += len(data)
                    skip, data = max(0, skip - len(data)), data[skip:]
                    data = data[: end - start]
                    if data:
                        start += len(data)
                        yield data
                    if start >= end:
                        return
                    if (took := time.monotonic() - begun) > self.patience.stall and (
                        received < took * self.patience.slowest
                    ):
                        raise _AgainError(f"only {received / took:.0f} bytes a second come")
        except httpx.TransportError as error:
            raise _AgainError(str(error) or type(error).__name__) from None
        except httpx.HTTPError as error:  # too many redirects, an address that is none
            raise SourceError(f"{file.path}: {error}") from None

    def _check(self, file: RemoteFile, response: "httpx.Response", start: int, end: int) -> int:
        """Refuse what is not the range that was asked for. Returns how many bytes come before it."""
        status, headers = response.status_code, response.headers
        if status == 416:
            raise FileChangedError(f"{file.path} is shorter than the {file.size:,} bytes that were listed")
        _check_status(status, headers.get("retry-after"), file.path, response.url.host)
        if headers.get("content-encoding", "identity") != "identity":
            raise SourceError(f"{file.path}: {response.url.host} sends it as {headers['content-encoding']}")
        if status == 206:
            found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", headers.get("content-range", "").strip())
            if found is None or int(found[1]) != start or int(found[2]) >= end:
                said = headers.get("content-range", "nothing")
                raise _AgainError(f"asked for bytes {start}-{end - 1}, sent {said!r}")
            total, skip = found[3], 0
        else:
            self.whole_only.add(file.path)
            total, skip = headers.get("content-length", "*"), start
        if total.isdigit() and int(total) != file.size:
            raise FileChangedError(f"{file.path} has {int(total):,} bytes by now, {file.size:,} were listed")
        self._check_version(file, headers.get("etag") or headers.get("last-modified"))
        return skip

    def _check_version(self, file: RemoteFile, version: str | None) -> None:
        """Where no hash tells whether the bytes belong together, the server's word for the version has to."""
        if version is None or file.sha256 or file.git_sha1:
            return  # a network of servers may have many words for one version; the hash decides
        known = file.version or self._versions.setdefault(file.path, version)
        if version != known:
            raise FileChangedError(f"{file.path} changed at the server while it was being read")

    def _small(self, method: str, url: str, missing_ok: bool, request: dict[str, Any]) -> "httpx.Response":
        import httpx

        try:
            response = self._client.request(method, url, **request)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise SourceError(f"{httpx.URL(url).host} cannot be reached: {error}") from None
        except httpx.TransportError as error:
            raise _AgainError(str(error) or type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SourceError(f"{url}: {error}") from None
        if not (missing_ok and response.status_code == 404):
            _check_status(response.status_code, response.headers.get("retry-after"), url, response.url.host)
        return response

    def _wait(self, what: str, failures: int, error: _AgainError) -> None:
        """Sleep as long as the server or patience says, unless another worker has failed meanwhile."""
        if failures >= self.patience.attempts:
            raise SourceError(f"{what}: {error}, {failures} times") from None
        pause = min(self.patience.longest_pause, self.patience.pause * 2 ** (failures - 1))
        wait = pause * random.uniform(0.5, 1.0)  # so that many workers do not come back at once
        if error.wait is not None:
            if error.wait > self.patience.longest_wait:
                raise SourceError(f"{what}: {error}, and asks to wait {error.wait:.0f} seconds") from None
            wait = max(wait, error.wait)
        get_logger().debug("%s: %s, again in %.1f s", what, error, wait)
        if self.stopped.wait(wait):
            raise SourceError("stopped")


def _check_status(status: int, retry_after: str | None, what: str, host: str) -> None:
    if status in _PASSING:
        raise _AgainError(f"{host} answers {status}", _seconds(retry_after))
    if status in (401, 403):
        raise SourceError(
            f"{what}: {host} answers {status}: it wants a login, or that you agree to the model's licence"
        )
    if status not in (200, 206):
        raise SourceError(f"{what}: {host} answers {status}")


def _seconds(retry_after: str | None) -> float | None:
    """`Retry-After`: seconds, or a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _refuse_downgrade(response: "httpx.Response") -> None:
    """A redirect from https to http would let anybody on the way choose the bytes."""
    if response.url.scheme == "https" and response.has_redirect_location:
        following = response.url.join(response.headers["location"])
        if following.scheme != "https":
            raise SourceError(f"{response.url.host} sends us from https to {following.scheme}: refused")

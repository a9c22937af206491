"""A server on a free port of this machine, in a thread, for the length of a block."""

import contextlib
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aquila2.serve.app import create_app
from aquila2.serve.embedder import Embedder
from aquila2.serve.listen import bind
from aquila2.serve.served import Served
from aquila2.serve.server import Patience, serve
from aquila2.serve.service import Service, Settings


@dataclass(frozen=True)
class Running:
    """A server that runs: where, and its inside."""

    url: str
    port: int
    service: Service

    def metric(self, name: str) -> float:
        """A number of /metrics."""
        lines = self.service.metrics.text().decode().splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(name + " "))

    def wait(self, true: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Whether it became true in time."""
        end = time.monotonic() + seconds
        while not true() and time.monotonic() < end:
            time.sleep(0.005)
        return true()


@contextlib.contextmanager
def serving(
    load: Served | Callable[[], Served],
    settings: Settings | None = None,
    patience: Patience | None = None,
    embedder: Embedder | None = None,
    wait_ready: bool = True,
) -> Iterator[Running]:
    """Serve until the block ends; it begins when the server answers, and with `wait_ready` when the model does."""
    service = Service(settings or Settings(), embedder)
    sock = bind("127.0.0.1", 0)
    port = sock.getsockname()[1]
    ends: list[Callable[[], None]] = []
    making = load if not isinstance(load, Served) else lambda: load
    thread = threading.Thread(
        target=serve, args=(create_app(service), service, sock, making, patience, ends.append), daemon=True
    )
    thread.start()
    running = Running(f"http://127.0.0.1:{port}", port, service)
    try:
        with urllib.request.urlopen(running.url + "/health", timeout=10) as answer:
            assert answer.status == 200
        if wait_ready:
            assert running.wait(lambda: service.served is not None)
        yield running
    finally:
        ends[0]()
        thread.join(timeout=10)
        assert not thread.is_alive(), "the server did not end"

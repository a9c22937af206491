"""A server of files, chunks small enough for tests, and the network allowed, to this machine alone."""

import random
from collections.abc import Iterator

import pytest

from aquila2.hub import listing, manifest, part
from tests.hub_server import CHUNK, HubServer, put, serve


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (listing, manifest, part):
        monkeypatch.setattr(module, "CHUNK_BYTES", CHUNK)


@pytest.fixture(autouse=True)
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    """What asks the network here asks this machine; the hubs' clients stay forbidden."""
    monkeypatch.delenv("AQUILA2_OFFLINE")


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with serve() as server:
        yield server


@pytest.fixture
def files(hub: HubServer) -> dict[str, bytes]:
    """A model's files at `URL/m/`, listed by an index page."""
    rng = random.Random(7)
    found = {
        "config.json": b'{"model_type": "aquila"}',
        "empty.txt": b"",
        "model.safetensors": rng.randbytes(40 * CHUNK + 123),
        "exact.bin": rng.randbytes(3 * CHUNK),
    }
    put(hub, found)
    return found

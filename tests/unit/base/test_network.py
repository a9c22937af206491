"""What forbids the network, and for whom."""

import os

import pytest

from aquila2.base import network
from aquila2.base.errors import UserError


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AQUILA2_OFFLINE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "value", "all_calls", "clients"),
    [
        ("AQUILA2_OFFLINE", "1", True, True),
        ("AQUILA2_OFFLINE", "True", True, True),
        ("AQUILA2_OFFLINE", "0", False, False),
        ("HF_HUB_OFFLINE", "1", False, True),
        ("TRANSFORMERS_OFFLINE", "yes", False, True),
        ("OTHER", "1", False, False),
    ],
)
def test_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, all_calls: bool, clients: bool
) -> None:
    monkeypatch.setenv(name, value)
    assert network.is_offline() is all_calls
    assert network.hub_clients_are_offline() is clients


def test_a_block_and_what_was_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    with network.offline():
        assert network.is_offline()
        assert network.hub_clients_are_offline()
        with network.offline(False):
            assert network.is_offline(), "an inner block allows nothing that an outer one forbids"
        with pytest.raises(UserError, match="no weather: offline=true"):
            network.refuse_offline("no weather")
    assert os.environ["HF_HUB_OFFLINE"] == "0"
    assert not network.is_offline()
    network.refuse_offline("nothing")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/v1", "http://localhost:1", "http://[::1]:8000/"])
def test_this_machine_may_be_asked_offline(url):
    with network.offline():
        assert network.refuse_address_offline(url) is None


def test_other_machines_may_not():
    network.refuse_address_offline("https://example.org/v1")
    with network.offline(), pytest.raises(UserError, match=r"https://example\.org/v1: offline=true"):
        network.refuse_address_offline("https://example.org/v1")

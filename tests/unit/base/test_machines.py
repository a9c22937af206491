"""Hostfiles as DeepSpeed has them, and which machine is this one."""

import socket
from pathlib import Path

import pytest

from aquila2.base.errors import UserError
from aquila2.base.machines import Machine, is_this_machine, read_hostfile, shared_environment


def test_a_hostfile(tmp_path: Path) -> None:
    path = tmp_path / "hosts"
    path.write_text("# ours\n\nnode1 slots=8\n  me@10.0.0.2   slots=4  # half of it\nnode3\n", encoding="utf-8")
    machines = read_hostfile(path)
    assert machines == [Machine("node1", 8), Machine("me@10.0.0.2", 4), Machine("node3")]
    assert [machine.address for machine in machines] == ["node1", "10.0.0.2", "node3"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no machine"),
        ("# node1 slots=8\n", "names no machine"),
        ("a slots=8\nb slots=0\n", "line 2: 'b slots=0' is not"),
        ("a slots=many\n", "line 1: 'a slots=many' is not"),
        ("a 8\n", "line 1: 'a 8' is not"),
        ("a slots=8 more\n", "line 1"),
        ("slots=8\n", "line 1"),
        ("-oProxyCommand=x slots=8\n", "line 1"),
        ("a slots=8\na slots=8\n", "line 2: a stands there twice"),
    ],
)
def test_what_is_no_hostfile(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "hosts"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=says):
        read_hostfile(path)


def test_a_hostfile_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot read hostfile="):
        read_hostfile(tmp_path / "none")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match="no UTF-8 text"):
        read_hostfile(tmp_path / "binary")


def test_which_machine_is_this_one() -> None:
    assert all(map(is_this_machine, ("localhost", "127.0.0.1", socket.gethostname())))
    assert not is_this_machine("203.0.113.1")  # an address that no machine has (RFC 5737)


def test_others_learn_where_the_code_is_and_which_network_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"NCCL_SOCKET_IFNAME": "eth0", "PYTHONPATH": "/a b", "SECRET": "x"}.items():
        monkeypatch.setenv(name, value)
    found = shared_environment()
    assert found["NCCL_SOCKET_IFNAME"] == "eth0"
    assert found["PYTHONPATH"] == "/a b"
    assert "SECRET" not in found

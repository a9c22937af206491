"""Whether this process may ask the network at all.

`AQUILA2_OFFLINE=1` and `offline=true` forbid every call; `HF_HUB_OFFLINE=1`, which the hubs' own clients know, forbids
those clients alone. Processes that are started here inherit both.
"""

import contextlib
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from aquila2.base.errors import UserError

_OFFLINE = "AQUILA2_OFFLINE"
_CLIENTS_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


def is_offline() -> bool:
    """Whether nothing may be asked of the network."""
    return _is_true(_OFFLINE)


def hub_clients_are_offline() -> bool:
    """Whether the hubs' clients (huggingface_hub, modelscope_hub) may not be used."""
    return is_offline() or any(map(_is_true, _CLIENTS_OFFLINE))


@contextlib.contextmanager
def offline(forbid: bool = True) -> Iterator[None]:
    """Forbid every call of the network in this block, in other libraries too where they know such a setting."""
    names = (_OFFLINE, *_CLIENTS_OFFLINE) if forbid else ()
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def refuse_offline(what: str) -> None:
    """Refuse work that needs the network where it is forbidden.

    Raises:
        UserError: it is.
    """
    if is_offline():
        raise UserError(f"{what}: offline=true (or AQUILA2_OFFLINE) forbids every call of the network; leave it out")


def refuse_address_offline(url: str) -> None:
    """Refuse an address beyond this machine where the network is forbidden.

    Raises:
        UserError: it is.
    """
    if urlsplit(url).hostname not in ("localhost", "127.0.0.1", "::1"):
        refuse_offline(url)


def _is_true(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in ("1", "true", "yes", "on")

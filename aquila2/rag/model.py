"""The language model behind the answers, as this room sees it, and one at any OpenAI-compatible address."""

import json
from collections.abc import Iterator, Sequence
from typing import Protocol

from aquila2.base.errors import UserError, WorkError
from aquila2.base.network import refuse_address_offline

Message = dict[str, str]


class Model(Protocol):
    """Whatever answers messages."""

    @property
    def name(self) -> str: ...

    @property
    def room(self) -> int:
        """Tokens of prompt and answer together."""

    def count_tokens(self, text: str) -> int:
        """How many tokens a text is to it, or about."""

    def stream(self, messages: Sequence[Message], max_tokens: int, temperature: float) -> Iterator[str]:
        """The answer, piece by piece."""


class RemoteModel:
    """A model at an OpenAI-compatible address, such as http://127.0.0.1:8000/v1.

    Args:
        room: tokens that its context has; the address does not tell.

    Raises:
        UserError: no http address.
    """

    def __init__(self, url: str, name: str, api_key: str | None = None, room: int = 8192, timeout: float = 120) -> None:
        if not url.startswith(("http://", "https://")):
            raise UserError(f"url={url}: give an address such as http://127.0.0.1:8000/v1")
        refuse_address_offline(url)
        self.name, self.room = name, room
        self._url = url.rstrip("/") + "/chat/completions"
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._timeout = timeout

    def count_tokens(self, text: str) -> int:
        from aquila2.rag.chunker import estimate_tokens

        return estimate_tokens(text)

    def stream(self, messages: Sequence[Message], max_tokens: int, temperature: float) -> Iterator[str]:
        """Raises WorkError for what the other side or the network says."""
        import httpx

        asked = {
            "model": self.name,
            "messages": list(messages),
            "max_tokens": max_tokens,
            "temperature": temperature,
            "stream": True,
        }
        try:
            with httpx.stream("POST", self._url, json=asked, headers=self._headers, timeout=self._timeout) as answer:
                if answer.status_code != 200:
                    told = answer.read().decode("utf-8", "replace")[:300]
                    raise WorkError(f"{self._url} answered {answer.status_code}: {' '.join(told.split())}")
                for line in answer.iter_lines():
                    data = line.removeprefix("data:").strip()
                    if not line.startswith("data:") or data == "[DONE]":
                        continue
                    choices = json.loads(data).get("choices") or [{}]
                    if piece := (choices[0].get("delta") or {}).get("content"):
                        yield piece
        except (httpx.HTTPError, ValueError) as error:
            raise WorkError(f"{self._url}: {type(error).__name__}: {error}") from None

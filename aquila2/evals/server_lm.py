"""A server with OpenAI's interface as a model of lm-evaluation-harness: it is asked for answers.

Such a server tells no log-likelihoods of texts that it is given (some tell them, each in its own way), so tasks that
compare those are refused by name.
"""

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lm_eval.api.instance import Instance
from lm_eval.api.model import LM

from aquila2.base.errors import UserError, WorkError
from aquila2.base.log import Progress
from aquila2.base.network import refuse_address_offline
from aquila2.evals.lm import Generated

_AT_ONCE = 8
_TRIES = 6
_BUSY = (429, 502, 503, 504)
_SECONDS = 600.0
_STOPS = 4  # that OpenAI's interface takes


class ChatMessages(str):
    """A conversation as text for the record, that keeps its messages."""

    messages: list[dict[str, str]]

    def __new__(cls, messages: list[dict[str, str]]) -> "ChatMessages":
        made = super().__new__(cls, "\n".join(f"{m['role']}: {m['content']}" for m in messages))
        made.messages = messages
        return made


class ServerLM(LM):
    """A server.

    Args:
        url: of its interface, such as http://127.0.0.1:8000/v1.
        model: the model's name there; None for the only one.
        key: for servers that want one.
        max_model_len: nothing of ours knows the server's; must be None.

    Raises:
        UserError: the server does not answer, has no such model, or has several.
    """

    def __init__(self, url: str, model: str | None, key: str | None, max_model_len: int | None = None) -> None:
        super().__init__()
        import httpx

        if max_model_len is not None:
            raise UserError("max_model_len= is the server's to say: leave it out with a URL")
        refuse_address_offline(url)
        base = url.rstrip("/")
        self.url = base if base.endswith("/v1") else f"{base}/v1"
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        limits = httpx.Limits(max_connections=_AT_ONCE)
        self._client = httpx.Client(headers=headers, timeout=_SECONDS, limits=limits)
        self.model, self.template = self._named(model), None
        self.cut: Counter[str] = Counter()
        self._task = ""

    @property
    def tokenizer_name(self) -> str:
        """What the library names its caches of prompts by."""
        return self.model.replace("/", "__")

    def begin(self, task: str) -> None:
        """Say which task is asked from now on."""
        self._task = task

    def apply_chat_template(
        self, chat_history: list[dict[str, str]], add_generation_prompt: bool = True
    ) -> ChatMessages:
        """The messages as they are: the server has the template."""
        if not add_generation_prompt:
            raise UserError("a task that gives an answer's beginning (gen_prefix) goes without a chat template")
        return ChatMessages(chat_history)

    def loglikelihood(self, requests: list[Instance], disable_tqdm: bool = False) -> list[tuple[float, bool]]:
        """Refused."""
        raise UserError(
            f"{self._task} compares log-likelihoods, which {self.url} does not tell: ask for tasks of generated"
            " answers, such as aquila2_chat"
        )

    def loglikelihood_rolling(self, requests: list[Instance], disable_tqdm: bool = False) -> list[float]:
        """Refused."""
        self.loglikelihood(requests)
        return []

    def generate_until(self, requests: list[Instance], disable_tqdm: bool = False) -> list[str]:
        """Answers, a few at a time."""
        with Progress(self._task or "asking", len(requests), " requests") as progress:
            answers = []
            with ThreadPoolExecutor(_AT_ONCE) as threads:
                found = threads.map(lambda request: self._answer(*request.args), requests)
                for request, answer in zip(requests, found, strict=True):
                    self.cache_hook.add_partial("generate_until", request.args, answer)
                    answers.append(answer)
                    progress.advance()
        return list(answers)

    def _answer(self, context: str, settings: dict[str, Any]) -> Generated:
        until = settings.get("until") or []
        until = [until] if isinstance(until, str) else list(until)
        body: dict[str, Any] = {
            "model": self.model,
            "max_tokens": int(settings.get("max_gen_toks", 256)),
            "temperature": float(settings.get("temperature", 1.0)) if settings.get("do_sample") else 0.0,
        }
        if until:
            body["stop"] = until[:_STOPS]
        if isinstance(context, ChatMessages):
            choice = self._post("chat/completions", {**body, "messages": context.messages})["choices"][0]
            text = choice["message"].get("content") or ""
        else:
            choice = self._post("completions", {**body, "prompt": context})["choices"][0]
            text = choice["text"]
        for stop in until[_STOPS:]:
            text = text.split(stop, 1)[0]
        return Generated(text, choice.get("finish_reason") or "stop")

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        for attempt in range(_TRIES):
            answer = self._client.post(f"{self.url}/{path}", json=body)
            if answer.status_code not in _BUSY:
                break
            wait = answer.headers.get("Retry-After", "")
            time.sleep(float(wait) if wait.isdigit() else 2.0**attempt)
        if answer.status_code != 200:
            raise WorkError(f"{self.url}/{path}: status {answer.status_code}: {answer.text[:300]}")
        found: dict[str, Any] = answer.json()
        return found

    def _named(self, model: str | None) -> str:
        import httpx

        try:
            answer = self._client.get(f"{self.url}/models")
        except httpx.HTTPError as error:
            raise UserError(f"model={self.url} does not answer: {error}") from None
        if answer.status_code != 200:
            raise UserError(f"model={self.url}: status {answer.status_code} for its models: {answer.text[:200]}")
        names: Sequence[str] = [entry["id"] for entry in answer.json()["data"]]
        if model is None and len(names) != 1:
            raise UserError(f"model={self.url} has {', '.join(names) or 'no models'}: say served_model=")
        if model is not None and model not in names:
            raise UserError(f"served_model={model}: {self.url} has {', '.join(names)}")
        return model or names[0]

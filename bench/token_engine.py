"""The engine on models without a tokenizer: random weights answer in numbers."""

from collections.abc import Iterator
from typing import Any

from aquila2.engine.engine import Engine
from aquila2.engine.model_runner import ModelRunner
from aquila2.engine.output import Delta
from aquila2.engine.request import Request
from aquila2.engine.sampling_params import SamplingParams
from aquila2.tokenizer.stream import Stops


class Numbers:
    """Stands where a tokenizer would: every token is without text."""

    def __init__(self, vocab_size: int) -> None:
        self.vocab_size = vocab_size

    def stream(self, skip_special: bool = True) -> "Numbers":
        return self

    def push(self, token_id: int) -> str:
        return ""

    def finish(self) -> str:
        return ""


def engine_on(model: Any, max_model_len: int, **settings: Any) -> Engine:
    """Ready: its graphs are captured. `settings` are the engine's."""
    runner = ModelRunner(model, max_model_len)
    engine = Engine(runner, Numbers(model.config.vocab_size), **settings)  # type: ignore[arg-type]
    runner.warm_up()
    return engine


def request_of(prompt: list[int], new: int, **settings: Any) -> Request:
    """Greedy, so many tokens."""
    params = SamplingParams(temperature=0, max_tokens=new, ignore_eos=True, **settings)
    return Request(prompt, params, Stops())


def answer_all(engine: Engine, requests: list[Request]) -> dict[int, list[Delta]]:
    """All at once, to the end."""
    deltas: dict[int, list[Delta]] = {request.id: [] for request in requests}
    for request in requests:
        engine.add(request)
    while engine.has_work:
        for request, delta in engine.step():
            deltas[request.id].append(delta)
    return deltas


def greedy(engine: Engine) -> Any:
    """A function of a prompt and a number of new tokens that yields them as they come."""

    def stream(prompt: list[int], new: int) -> Iterator[int]:
        engine.manager.forget()  # every turn reads its whole prompt
        request = request_of(prompt, new)
        for delta in engine.stream(request.prompt_ids, request.params, request.stops):
            yield from delta.token_ids

    return stream

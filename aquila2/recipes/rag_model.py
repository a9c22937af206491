"""The model behind `rag ask` and `rag serve`: ours on this machine, or any at an OpenAI-compatible address."""

from collections.abc import Iterator, Sequence
from typing import Any

from aquila2.base.errors import UserError
from aquila2.base.log import note
from aquila2.engine.sampling_params import SamplingParams
from aquila2.rag.model import Message, Model, RemoteModel
from aquila2.recipes.llm import LLM

_WEAK = 1_000_000_000  # parameters; below, answers often do not follow the instructions


class LocalModel:
    """An `LLM` as the knowledge base's pipeline sees it."""

    def __init__(self, llm: LLM, name: str) -> None:
        self._llm, self.name = llm, name

    @property
    def room(self) -> int:
        return self._llm.max_model_len

    def count_tokens(self, text: str) -> int:
        return len(self._llm.tokenizer.encode(text))

    def stream(self, messages: Sequence[Message], max_tokens: int, temperature: float) -> Iterator[str]:
        params = SamplingParams(max_tokens=max_tokens, temperature=temperature)
        for delta in self._llm.stream(list(messages), params):
            yield delta.text


def answering_model(options: Any) -> Model:
    """The model that a command's `model=` or `url=` names.

    Raises:
        UserError: the model is aquila2-nano, which writes poems and can do nothing else; a local option with `url=`.
    """
    if options.url is not None:
        if options.device is not None or options.quantization is not None:
            raise UserError("device= and quantization= mean nothing with url=: the model runs there")
        key = None
        if options.api_key is not None:
            try:
                key = options.api_key.read_text(encoding="utf-8").strip()
            except OSError as error:
                raise UserError(f"api_key={options.api_key}: {error.strerror}") from None
        return RemoteModel(options.url, options.model, key, options.context)
    if options.api_key is not None:
        raise UserError("api_key= means nothing without url=")
    if options.model in ("nano", "aquila2-nano"):
        raise UserError("model=nano writes poems and cannot answer from references: give an AquilaChat2, or url=")
    llm = LLM(options.model, quantization=options.quantization, device=options.device, model_dir=options.model_dir)
    if sum(parameter.numel() for parameter in llm.model.parameters()) < _WEAK:
        note(f"model={options.model} is small: its answers are a demonstration; use AquilaChat2-7B or larger, or url=")
    return LocalModel(llm, options.model)

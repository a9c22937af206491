"""`LLM`: a model to write programs with. One prompt or thousands; answers come whole or as they grow."""

import contextlib
import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch

from aquila2.base.errors import UserError
from aquila2.base.log import Progress
from aquila2.chat.messages import Template
from aquila2.chat.render import Prompt, render_prompt
from aquila2.engine.cache_size import BLOCK_SIZE, CacheSize, plan_cache
from aquila2.engine.engine import Engine
from aquila2.engine.model_runner import ModelRunner
from aquila2.engine.output import Delta, RequestOutput, collect
from aquila2.engine.request import Request
from aquila2.engine.sampling_params import SamplingParams
from aquila2.engine.speculation import Drafter, DraftModel, PromptLookup
from aquila2.lora.batched import BatchedAdapters
from aquila2.model.attention import Implementation, check_implementation
from aquila2.recipes.adapted import check_fit, given_adapter
from aquila2.recipes.build import Loaded, load
from aquila2.recipes.predict import predict
from aquila2.recipes.quantized import own_format
from aquila2.tokenizer.tokenizer import Tokenizer

Messages = Sequence[dict[str, str]]
TextOrIds = str | Sequence[int]

_DRAFT_TOKENS = 16384  # that a draft model's cache holds, at least
_MANY = 8  # prompts that a progress bar is shown for


class LLM:
    """A language model with its tokenizer, chat template and engine.

    Args:
        model: a checkpoint's folder, or a name: one that the release published (looked for in `model_dir`), `nano`,
            which this package carries, or `smollm2`, which another brings.
        dtype: "auto" (the checkpoint's), "float32", "bfloat16", "float16".
        quantization: what the layers become while they are loaded: "nf4", "int8", or a `BitsAndBytesConfig`; None for
            the checkpoint's own format, which may be quantized (GPTQ, AWQ, compressed-tensors, bitsandbytes).
        tensor_parallel_size: 1; this version computes a layer on one device.
        max_model_len: tokens of prompt and answer together; the model's context when not given.
        device: "cpu", "cuda", "cuda:1"; None takes the first GPU, else the CPU.
        all_devices: spread the layers over all GPUs, and over the CPU what does not fit.
        attention: "auto", "sdpa" or "flash" (the package flash-attn).
        template: a chat template by name, in place of the checkpoint's own, and of the adapter's.
        model_dir: where models called by name lie.
        lora_dir: the folder of an adapter that was made on this model (ours, or PEFT's).
        qlora_dir: the same, and the model's layers in NF4; give one of the two.
        merge: `lora_dir` into the weights (faster), or beside them; None merges it unless rounding to 16 bits would
            lose more than a tenth of what it adds.
        max_num_seqs: prompts that are answered at once; None: 256 on a GPU, 64 on the CPU.
        memory_share: of a GPU's memory that is taken, all together.
        prefix_caching: whether what prompts begin with is kept, for others that begin the same.
        speculation: "prompt_lookup" drafts what followed the same words earlier in the text; a model, as `model`, of
            the same vocabulary drafts by itself. Answers stay what they are.

    Raises:
        UserError: anything wrong with these, in one line.
    """

    def __init__(
        self,
        model: str | Path,
        dtype: str | torch.dtype = "auto",
        quantization: Any = None,
        tensor_parallel_size: int = 1,
        max_model_len: int | None = None,
        *,
        device: str | torch.device | None = None,
        all_devices: bool = False,
        attention: Implementation = "auto",
        template: str | None = None,
        model_dir: str | Path = "./checkpoints",
        lora_dir: str | Path | None = None,
        qlora_dir: str | Path | None = None,
        merge: bool | None = None,
        max_num_seqs: int | None = None,
        memory_share: float = 0.9,
        prefix_caching: bool = True,
        speculation: str | Path | None = None,
    ) -> None:
        if tensor_parallel_size != 1:
            raise UserError(f"tensor_parallel_size={tensor_parallel_size} is not supported by this version, only 1 is")
        if max_model_len is not None and max_model_len < 2:
            raise UserError(f"max_model_len={max_model_len} must be 2 or more: a prompt and an answer")
        check_implementation(attention)
        loaded = load(
            model,
            model_dir=model_dir,
            dtype=dtype,
            device=device,
            all_devices=all_devices,
            max_model_len=max_model_len,
            template=template,
            lora_dir=lora_dir,
            qlora_dir=qlora_dir,
            merge=merge,
            quantization=quantization,
        )
        self.config = loaded.model.config
        longest = self.config.longest_context
        if max_model_len is not None and max_model_len > longest:
            raise UserError(f"max_model_len={max_model_len} is beyond the model's context of {longest} tokens")
        self.folder = loaded.folder
        self.tokenizer: Tokenizer = loaded.tokenizer
        self.template: Template | None = loaded.template
        self.stops = loaded.stops
        length = max_model_len or longest
        drafter = None if speculation is None else self._drafter(speculation, loaded, length, model_dir)
        devices = [layer.mlp_norm.weight.device for layer in loaded.model.layers]
        size = plan_cache(loaded.model, length, devices, max_num_seqs, memory_share)
        runner = ModelRunner(loaded.model, length, attention, size=size)
        own = lora_dir is not None or qlora_dir is not None
        adapters = None if own else BatchedAdapters(loaded.model, self._check_adapter)
        self.engine = Engine(runner, self.tokenizer, prefix_caching, adapters, drafter)
        runner.warm_up()

    @property
    def model(self) -> torch.nn.Module:
        """The transformer itself."""
        return self.engine.runner.model

    @property
    def max_model_len(self) -> int:
        """Tokens of prompt and answer together, at most."""
        return self.engine.max_model_len

    def generate(
        self,
        prompts: TextOrIds | Sequence[TextOrIds],
        sampling_params: SamplingParams | None = None,
    ) -> list[RequestOutput]:
        """Continue one prompt or a list of them, each a text or a list of ids; answers in the same order.

        Special tokens written in a text are ordinary text: give ids for a prompt that has some.

        Raises:
            UserError: an empty prompt, one longer than the context, wrong sampling settings.
        """
        params = sampling_params or SamplingParams()
        return self._answers([Request(self._ids(prompt), params, self.stops) for prompt in _listed(prompts)])

    def chat(
        self, messages: Messages | Sequence[Messages], sampling_params: SamplingParams | None = None
    ) -> list[RequestOutput]:
        """Answer one conversation or a list of them, each a list of `{"role", "content"}` that ends with a question.

        A history that is too long loses its oldest turns (`RequestOutput.num_dropped_turns`), never the question.

        Raises:
            UserError: messages that are no conversation, a question longer than the context, no chat template.
        """
        params = sampling_params or SamplingParams()
        conversations: Any = [messages] if messages and isinstance(messages[0], dict) else messages
        prompts = [self.render(conversation, params) for conversation in conversations]
        requests = [Request(prompt.input_ids, params, self.stops, self._answer_start) for prompt in prompts]
        outputs = self._answers(requests)
        return [
            dataclasses.replace(output, num_dropped_turns=prompt.num_dropped_turns)
            for output, prompt in zip(outputs, prompts, strict=True)
        ]

    def stream(self, prompt: TextOrIds | Messages, sampling_params: SamplingParams | None = None) -> Iterator[Delta]:
        """As `chat` for one list of messages, as `generate` for one text or list of ids, but the answer as it grows.

        Closing the iterator ends the answer.
        """
        params = sampling_params or SamplingParams()
        given: Any = prompt
        if not isinstance(given, str) and len(given) and isinstance(given[0], dict):
            return self.engine.stream(self.render(given, params).input_ids, params, self.stops, self._answer_start)
        return self.engine.stream(self._ids(given), params, self.stops)

    def render(self, messages: Messages, sampling_params: SamplingParams | None = None) -> Prompt:
        """The ids that the model reads for these messages, trimmed to leave room for an answer.

        Raises:
            UserError: as `chat`.
        """
        if self.template is None:
            raise UserError(
                f"{self.folder} has no chat template: say template=NAME, or continue a plain text (sft=false)"
            )
        asked = (sampling_params or SamplingParams()).max_tokens
        # An answer of max_tokens has to fit too; but a long max_tokens does not push the question itself out.
        room = min(asked or 1, self.max_model_len // 2)
        return render_prompt(self.template, self.tokenizer, messages, self.max_model_len - room)

    def predict(self, text: str, **settings: Any) -> str:
        """The release's interface: see `aquila2.predict`."""
        return predict(self, text, **settings)

    def _drafter(self, asked: str | Path, loaded: Loaded, length: int, model_dir: str | Path) -> Drafter:
        if asked == "prompt_lookup":
            return PromptLookup()
        device = loaded.model.embed.weight.device
        other = load(asked, model_dir=model_dir, dtype=loaded.model.embed.weight.dtype, device=device)
        if other.tokenizer.to_json() != loaded.tokenizer.to_json():
            raise UserError(f"speculation={asked}: its tokenizer is another than that of {loaded.folder}")
        length = min(length, other.model.config.longest_context)
        blocks = max(4 * length, _DRAFT_TOKENS) // BLOCK_SIZE + 1
        runner = ModelRunner(other.model, length, size=CacheSize(blocks, max_num_seqs=64, token_budget=2048))
        runner.set_vocab_size(other.tokenizer.vocab_size)
        runner.warm_up()
        return DraftModel(runner)

    def _check_adapter(self, folder: Path) -> None:
        given = given_adapter(folder, None)
        assert given is not None
        check_fit(given, self.folder, self.tokenizer, own_format(self.folder, None) is not None)

    def _answers(self, requests: list[Request]) -> list[RequestOutput]:
        """All of them through the engine at once; a progress bar where they are many."""
        for request in requests:
            self.engine.check(request)  # all of them, before minutes go into the first
        deltas: dict[int, list[Delta]] = {request.id: [] for request in requests}
        left = len(requests)
        try:
            for request in requests:
                self.engine.add(request)
            with Progress("answers", left) if left >= _MANY else contextlib.nullcontext() as progress:
                while left:
                    for request, delta in self.engine.step():
                        deltas[request.id].append(delta)
                        if delta.finish_reason is not None:
                            left -= 1
                            if progress is not None:
                                progress.advance()
        finally:
            for request in requests if left else ():
                self.engine.abort(request)
        return [collect(deltas[request.id], request.prompt_ids) for request in requests]

    @property
    def _answer_start(self) -> str:
        return self.template.answer_start if self.template is not None else ""

    def _ids(self, prompt: TextOrIds) -> list[int]:
        return self.tokenizer.encode(prompt) if isinstance(prompt, str) else list(prompt)


def _listed(prompts: TextOrIds | Sequence[TextOrIds]) -> list[TextOrIds]:
    given: Any = prompts
    if isinstance(given, str):
        return [given]
    if len(given) and isinstance(given[0], int):
        return [list(given)]
    return list(given)

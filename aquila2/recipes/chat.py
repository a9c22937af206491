"""`aquila2 chat`: one question, or a conversation on the terminal. Answers stream to stdout."""

import contextlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.log import note, say
from aquila2.engine.sampling_params import SamplingParams

if TYPE_CHECKING:
    from aquila2.engine.output import Delta, Usage
    from aquila2.recipes.llm import LLM

_HELP = "/reset forgets the conversation, /exit ends, Ctrl-C stops an answer"

# where neither the user nor the checkpoint says otherwise
SAMPLING: dict[str, Any] = {"temperature": 0.7, "top_p": 0.95, "top_k": 50, "min_p": 0.0, "repetition_penalty": 1.0}


@dataclass
class Options:
    """Settings of the command."""

    model: str | None = option(None, "a folder, or a model's name [the adapter's base, else the packaged one]")
    lora_dir: Path | None = option(None, "an adapter made on this model, PEFT's or ours")
    qlora_dir: Path | None = option(None, "the same, the model's layers in NF4")
    merge: bool | None = option(None, "lora_dir= into the weights, which is faster [where rounding keeps it]")
    prompt: str | None = option(None, "one question; without it the chat is interactive")
    system: str | None = option(None, "a system message")
    temperature: float | None = option(None, "0 always takes the likeliest token [the checkpoint's own, else 0.7]")
    top_p: float | None = option(None, "the likeliest tokens that together reach this share [its own, else 0.95]")
    top_k: int | None = option(None, "this many of the likeliest tokens, 0 for all [its own, else 50]")
    min_p: float | None = option(None, "tokens at least this share as likely as the likeliest [its own, else 0]")
    repetition_penalty: float | None = option(None, "above 1, tokens that were used are less likely [its own, else 1]")
    max_tokens: int = option(512, "length of an answer at most")
    seed: int | None = option(None, "the same seed gives the same answer")
    template: str | None = option(None, "a chat template by name, in place of the checkpoint's own")
    sft: bool = option(True, "false continues the text as it stands: for base models")
    dtype: str = option("auto", "auto, float32, bfloat16 or float16")
    quantization: str | None = option(None, "nf4 or int8: the layers become that while they are loaded")
    device: str = option("auto", "auto, cpu, cuda or cuda:N")
    all_devices: bool = option(False, "spread the layers over all GPUs, and over the CPU what does not fit")
    attention: str = option("auto", "auto, sdpa or flash")
    max_model_len: int | None = option(None, "tokens of prompt and answer together")
    model_dir: Path = option(Path("./checkpoints"), "where models called by name lie")


def run(options: Options) -> dict[str, Any]:
    """Answer `prompt`, or talk until the user leaves; the last answer is the result."""
    given = {name: getattr(options, name) for name in SAMPLING if getattr(options, name) is not None}
    SamplingParams(**given, max_tokens=options.max_tokens, seed=options.seed)  # refused before anything is loaded
    if options.prompt is not None and not options.prompt:
        raise UserError("prompt= is empty: give a question, or leave it out for a conversation")
    # imported here, so that --help and mistakes are answered without the seconds that torch takes
    from aquila2.recipes.adapted import base_of, given_adapter
    from aquila2.recipes.build import recommended_sampling
    from aquila2.recipes.llm import LLM

    llm = LLM(
        base_of(options.model, given_adapter(options.lora_dir, options.qlora_dir), options.model_dir),
        dtype=options.dtype,
        quantization=options.quantization,
        max_model_len=options.max_model_len,
        device=options.device,
        all_devices=options.all_devices,
        attention=options.attention,  # type: ignore[arg-type]
        template=options.template,
        model_dir=options.model_dir,
        lora_dir=options.lora_dir,
        qlora_dir=options.qlora_dir,
        merge=options.merge,
        max_num_seqs=1,
    )
    settings = {**SAMPLING, **recommended_sampling(llm.folder), **given}
    params = SamplingParams(**settings, max_tokens=options.max_tokens, seed=options.seed)
    conversation = Conversation(llm, params, options.system, options.sft)
    if options.prompt is not None:
        conversation.ask(options.prompt)
        return conversation.result()
    _converse(conversation)
    return conversation.result()


class Conversation:
    """Messages so far, and the last answer. With `sft` false every text is continued for itself, without a history."""

    def __init__(self, llm: "LLM", params: SamplingParams, system: str | None, sft: bool) -> None:
        if not sft and system is not None:
            raise UserError("system= needs a chat template: leave it out with sft=false")
        self.llm, self.params, self.sft = llm, params, sft
        self._system = [{"role": "system", "content": system}] if system is not None else []
        self.messages = list(self._system)
        self.text, self.finish_reason = "", ""
        self.usage: Usage | None = None

    def reset(self) -> None:
        """Forget all turns."""
        self.messages = list(self._system)

    def ask(self, text: str) -> None:
        """Stream the answer to stdout. Ctrl-C ends the answer; what was said of it stays in the history."""
        question = [*self.messages, {"role": "user", "content": text}]
        if self.sft:
            dropped = self.llm.render(question, self.params).num_dropped_turns
            if dropped:
                note(
                    f"({dropped} of the oldest turns no longer fit into the context of {self.llm.max_model_len} tokens)"
                )
        deltas = self.llm.stream(question if self.sft else text, self.params)
        self.text, self.finish_reason, self.usage = "", "abort", None
        try:
            for delta in deltas:
                self._take(delta)
        except KeyboardInterrupt:
            if not sys.stdin.isatty():
                raise
        say()
        if self.sft:
            self.messages = [*question, {"role": "assistant", "content": self.text}]

    def _take(self, delta: "Delta") -> None:
        self.text += delta.text
        self.finish_reason, self.usage = delta.finish_reason or "abort", delta.usage
        say(delta.text, end="")

    def result(self) -> dict[str, Any]:
        """The keys of the `--json` line; of the last answer, none if there was none."""
        if self.usage is None:
            return {"text": self.text, "finish_reason": self.finish_reason, "usage": None, "tokens_per_second": None}
        usage = self.usage
        return {
            "text": self.text,
            "finish_reason": self.finish_reason,
            "usage": {
                "prompt_tokens": usage.prompt_tokens,
                "completion_tokens": usage.completion_tokens,
                "cached_tokens": usage.cached_tokens,
                "seconds_to_first_token": round(usage.seconds_to_first_token, 4),
            },
            "tokens_per_second": round(usage.tokens_per_second, 2),
        }


def _converse(conversation: Conversation) -> None:
    """Read a line, answer it, until the input ends. On a terminal neither an error nor Ctrl-C ends the program."""
    if not sys.stdin.isatty():
        for line in sys.stdin:
            if not _handle(conversation, line):
                return
        return
    note(f"{conversation.llm.folder.name}. {_HELP}.")
    read = None
    while True:
        try:
            read = read or _reader()
            if not _handle(conversation, read()):
                return
        except KeyboardInterrupt:  # while typing: the line is dropped
            say()
        except EOFError:
            say()
            return
        except UserError as error:
            note(f"aquila2: {error}")


def _handle(conversation: Conversation, line: str) -> bool:
    """A command or a question; False when the user leaves."""
    text = line.strip()
    if text == "/exit":
        return False
    if text == "/reset":
        conversation.reset()
        note("(the conversation is forgotten)")
    elif text.startswith("/") and " " not in text:
        note(f"{text} is no command: {_HELP}")
    elif text:
        conversation.ask(text)
    return True


def _reader() -> Callable[[], str]:
    """A prompt with editing and history. prompt_toolkit knows wide characters; without it, the plain prompt."""
    with contextlib.suppress(ImportError):
        from prompt_toolkit import PromptSession

        session: Any = PromptSession()
        return lambda: str(session.prompt("> "))
    return lambda: input("> ")

"""Our engine as a model of lm-evaluation-harness: log-likelihoods, rolling ones, generation, chat templates.

Requests of a task begin alike: the description and the examples. They are handed over in order of their tokens, so that
the engine, which keeps what it has read (prefix caching), reads that beginning once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from lm_eval.api.instance import Instance
from lm_eval.api.model import LM
from lm_eval.utils import get_rolling_token_windows, make_disjoint_window

from aquila2.base.errors import UserError
from aquila2.base.log import Progress
from aquila2.chat.messages import Template
from aquila2.chat.render import render_prompt
from aquila2.engine.engine import Engine
from aquila2.engine.request import Request
from aquila2.engine.sampling_params import SamplingParams
from aquila2.tokenizer.stream import Stops

_KNOWN = {"until", "max_gen_toks", "do_sample", "temperature", "top_p", "top_k", "seed"}
_ANSWER_TOKENS = 256  # the library's own default
_WAITING = 512  # requests that the engine is given at a time: it keeps their tokens


class Generated(str):
    """An answer that knows why it ended (`stop` or `length`); the library passes it on as the text that it is."""

    finish_reason: str

    def __new__(cls, text: str, finish_reason: str) -> "Generated":
        made = super().__new__(cls, text)
        made.finish_reason = finish_reason
        return made

    def __reduce__(self) -> tuple[Any, ...]:  # the library's cache pickles answers
        return Generated, (str(self), self.finish_reason)


class ChatPrompt(str):
    """A rendered conversation that keeps its ids: marks of the template are special tokens in them, and what a test
    item says never is, which its text alone does not tell."""

    input_ids: list[int]

    def __new__(cls, text: str, input_ids: list[int]) -> "ChatPrompt":
        made = super().__new__(cls, text)
        made.input_ids = input_ids
        return made


class EngineLM(LM):
    """Our engine.

    Args:
        engine: nothing else may use it meanwhile.
        stops: where answers of this checkpoint end.
        template: of chats; None for a model that has none.
        name: what results call the model.

    Attributes:
        cut: by task, prompts that were longer than the context and lost their beginning; the report tells.
    """

    def __init__(
        self,
        engine: Engine,
        stops: Stops,
        template: Template | None,
        name: str,
    ) -> None:
        super().__init__()
        self.engine, self.stops, self.template, self.name = engine, stops, template, name
        self.cut: Counter[str] = Counter()
        self._tokenizer, self._task = engine.tokenizer, ""
        self._device = engine.runner.device

    def begin(self, task: str) -> None:
        """Say which task is asked from now on."""
        self._task = task

    @property
    def tokenizer_name(self) -> str:
        """What the library names its caches of prompts by."""
        return self.name.replace("/", "__")

    def apply_chat_template(
        self, chat_history: list[dict[str, str]], add_generation_prompt: bool = True
    ) -> "ChatPrompt":
        """A prompt that ends where the answer begins.

        Raises:
            UserError: the model has no template; an answer whose beginning is given.
        """
        if self.template is None:
            raise UserError(f"{self.name} has no chat template: say chat=false, or template=NAME")
        if not add_generation_prompt:
            raise UserError("a task that gives an answer's beginning (gen_prefix) goes without a chat template")
        ids = render_prompt(self.template, self._tokenizer, chat_history).input_ids
        return ChatPrompt(self._tokenizer.decode(ids, skip_special=False), ids)

    def chat_template(self, chat_template: bool | str = False) -> str:
        """The template as Jinja, for the record."""
        return self.template.to_jinja() if self.template is not None and chat_template else ""

    def loglikelihood(self, requests: list[Instance], disable_tqdm: bool = False) -> list[tuple[float, bool]]:
        """(log-probability of the continuation, whether greedy decoding would write it) for each request."""
        pairs = [self._pair(*request.args) for request in requests]
        done = self._score(pairs, lambda i, result: self._keep("loglikelihood", requests[i], result))
        return [done[i] for i in range(len(requests))]

    def loglikelihood_rolling(self, requests: list[Instance], disable_tqdm: bool = False) -> list[float]:
        """The log-probability of whole texts, in windows as long as the context that each begin at a fresh start."""
        pairs, owners = [], []
        for place, request in enumerate(requests):
            windows = get_rolling_token_windows(
                token_list=self._tokenizer.encode(request.args[0]),
                prefix_token=self._first,
                max_seq_len=self.engine.max_model_len,
                context_len=1,
            )
            for window in map(make_disjoint_window, windows):
                pairs.append((list(window[0]), list(window[1])))
                owners.append(place)
        found = self._score(pairs, lambda i, result: None)
        totals = [0.0] * len(requests)
        for i, owner in enumerate(owners):
            totals[owner] += found[i][0]
        for request, total in zip(requests, totals, strict=True):
            self._keep("loglikelihood_rolling", request, total)
        return totals

    def generate_until(self, requests: list[Instance], disable_tqdm: bool = False) -> list[str]:
        """Answers, each ended by its `until`, the model's own end, or `max_gen_toks` tokens."""
        asked = [self._request(*request.args) for request in requests]
        texts: dict[int, str] = {}
        answers: dict[int, str] = {}

        def take(i: int, delta: Any) -> bool:
            texts[i] = texts.get(i, "") + delta.text
            if delta.finish_reason is None:
                return False
            answers[i] = Generated(texts[i], delta.finish_reason)
            self._keep("generate_until", requests[i], answers[i])
            return True

        self._run(asked, take)
        return [answers[i] for i in range(len(requests))]

    @property
    def _first(self) -> int:
        """The token that a text without a beginning begins after, as the library's own backend has it."""
        bos, eos = self._tokenizer.bos_id, self._tokenizer.eos_id
        found = bos if bos is not None else eos
        if found is None:
            raise UserError(
                f"{self.name}: the tokenizer has neither a first nor an end token, and a task begins with nothing"
            )
        return found

    def _pair(self, context: str, continuation: str) -> tuple[list[int], list[int]]:
        """Ids of a context and of what follows it. Blanks between belong to what follows, and both are encoded as one
        text, as the library's own backend does."""
        if isinstance(context, ChatPrompt):
            return context.input_ids, self._tokenizer.encode(continuation)
        if not context:
            ids = self._tokenizer.encode(continuation)
            return ([self._first], ids) if ids[0] != self._first else (ids[:1], ids[1:])
        blanks = len(context) - len(context.rstrip())
        if blanks:
            context, continuation = context[:-blanks], context[-blanks:] + continuation
        ids = self._tokenizer.encode(context + continuation)
        length = len(self._tokenizer.encode(context))
        return ids[:length], ids[length:]

    def _score(
        self, pairs: Sequence[tuple[list[int], list[int]]], keep: Callable[[int, tuple[float, bool]], None]
    ) -> dict[int, tuple[float, bool]]:
        params = SamplingParams(temperature=0, logprobs=1)
        asked, found = [], dict[int, tuple[float, bool]]()
        for context, continuation in pairs:
            fitting = self._fitting(context, len(continuation) - 1)
            asked.append(Request(fitting, params, self.stops, continuation=list(continuation)))

        def take(i: int, delta: Any) -> bool:
            if delta.finish_reason is None:
                return False
            greedy = all(max(each.top, key=each.top.__getitem__) == each.token_id for each in delta.logprobs)
            found[i] = sum(each.logprob for each in delta.logprobs), greedy
            keep(i, found[i])
            return True

        self._run(asked, take)
        return found

    def _request(self, context: str, settings: dict[str, Any]) -> Request:
        unknown = settings.keys() - _KNOWN
        if unknown:
            raise UserError(f"generation_kwargs has {', '.join(sorted(unknown))}, which our engine does not know")
        until = settings.get("until") or []
        greedy = not settings.get("do_sample", False)
        most = int(settings.get("max_gen_toks", _ANSWER_TOKENS))
        params = SamplingParams(
            temperature=0.0 if greedy else float(settings.get("temperature", 1.0)),
            top_p=1.0 if greedy else float(settings.get("top_p", 1.0)),
            top_k=0 if greedy else int(settings.get("top_k", 0)),
            seed=settings.get("seed"),
            max_tokens=most,
            stop=[until] if isinstance(until, str) else until,
        )
        ids = context.input_ids if isinstance(context, ChatPrompt) else self._tokenizer.encode(context)
        start = self.template.answer_start if isinstance(context, ChatPrompt) and self.template else ""
        return Request(self._fitting(ids or [self._first], most), params, self.stops, start)

    def _fitting(self, ids: list[int], room: int) -> list[int]:
        """A prompt that leaves `room` in the context: without its beginning, if it must."""
        most = self.engine.max_model_len - room
        if most < 1:
            raise UserError(
                f"an answer of {room} tokens is asked for, and the context holds {self.engine.max_model_len}: "
                "say max_model_len="
            )
        if len(ids) <= most:
            return ids
        self.cut[self._task] += 1
        return ids[-most:]

    def _run(self, asked: Sequence[Request], take: Callable[[int, Any], bool]) -> None:
        """Ask the engine; `take` hears of every delta, and says whether its request is done."""
        order = sorted(range(len(asked)), key=lambda i: asked[i].prompt_ids)
        waiting, places = iter(order), dict[int, int]()
        with Progress(self._task or "asking", len(asked), " requests") as progress:
            while progress.done < len(asked):
                while len(places) < _WAITING and (i := next(waiting, None)) is not None:
                    self.engine.add(asked[i])
                    places[asked[i].id] = i
                for request, delta in self.engine.step():
                    if take(places[request.id], delta):
                        del places[request.id]
                        progress.advance()

    def _keep(self, kind: str, request: Instance, result: Any) -> None:
        self.cache_hook.add_partial(kind, request.args, result)

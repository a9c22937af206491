"""Templates that a checkpoint brings as Jinja (`chat_template`), rendered as transformers renders them.

The environment is the same: sandboxed and immutable (a template comes from whoever made the checkpoint),
`trim_blocks`, `lstrip_blocks`, loop controls, `{% generation %}` blocks, `tojson`, `raise_exception`,
`strftime_now`, and the checkpoint's `bos_token`, `eos_token` and so on as variables.
"""

import functools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jinja2
import jinja2.ext
import jinja2.nodes
import jinja2.parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from aquila2.base.errors import UserError
from aquila2.chat.messages import Message, Segment
from aquila2.chat.special_text import absent_characters


@dataclass(frozen=True)
class JinjaTemplate:
    """A checkpoint's own template. `where` is the file it came from, for messages; `tools` the functions that the
    prompt offers, as OpenAI's API writes them.

    Raises:
        UserError: `source` is not valid Jinja.
    """

    source: str
    where: str = "chat_template"
    tools: tuple[dict[str, Any], ...] = ()

    def __post_init__(self) -> None:
        try:
            _compile(self.source)
        except jinja2.TemplateError as error:
            raise UserError(f"{self.where}: the chat template is not valid Jinja: {_line(error)}") from None

    @property
    def name(self) -> str:
        return "jinja"

    @property
    def stop(self) -> tuple[str, ...]:
        return ()  # a checkpoint's own template ends its answers with the end tokens of generation_config.json

    @property
    def answer_start(self) -> str:
        return ""

    def to_jinja(self) -> str:
        return self.source

    def render(self, messages: Sequence[Message], generate: bool, variables: dict[str, str]) -> str:
        """The conversation as text.

        Raises:
            UserError: the template refuses these messages, or fails on them.
        """
        try:
            return _compile(self.source).render(
                messages=list(messages),
                tools=list(self.tools) or None,
                documents=None,
                add_generation_prompt=generate,
                **variables,
            )
        except jinja2.TemplateError as error:
            raise UserError(f"{self.where}: the chat template refuses these messages: {_line(error)}") from None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise UserError(f"{self.where}: the chat template fails: {type(error).__name__}: {_line(error)}") from None

    def segments(self, messages: Sequence[Message], generate: bool, variables: dict[str, str]) -> list[Segment]:
        """The rendering, divided where its own prefixes end: an answer lies between the prompt that asks for it and
        the conversation that ends with it.

        For training (`generate` false) every prefix must be the beginning of the whole, or the mask would not be
        exact. A prompt only has no division there: what the template makes of the history is given to the model.

        Raises:
            UserError: the template refuses the messages; in training, a prefix is rendered in another way than
                within the whole (a template that drops the reasoning of earlier answers, say).
        """
        whole = self.render(messages, generate, variables)
        places = self._places_by_marks(whole, messages, variables) if generate else None
        if places is None:
            places = self._places_by_prefixes(whole, messages, variables, strict=not generate)
        found: list[Segment] = []
        done = 0
        for start, end in places:
            found += [Segment(whole[done:start], False), Segment(whole[start:end], True)]
            done = end
        return [*found, Segment(whole[done:], False)]

    def _places_by_prefixes(
        self, whole: str, messages: Sequence[Message], variables: dict[str, str], strict: bool
    ) -> list[tuple[int, int]]:
        """Start and end of every answer in `whole`, from two renderings a turn: exact, and quadratic."""
        places: list[tuple[int, int]] = []
        for index in _answers(messages):
            prompt = self.render(messages[:index], True, variables)
            answered = self.render(messages[: index + 1], False, variables)
            if whole.startswith(answered) and answered.startswith(prompt):
                places.append((len(prompt), len(answered)))
            elif strict:
                raise UserError(
                    f"{self.where}: the chat template renders messages[0..{index}] in another way alone than within the"
                    " whole conversation, so the answer's place cannot be known: train with template=..."
                )
        return places

    def _places_by_marks(
        self, whole: str, messages: Sequence[Message], variables: dict[str, str]
    ) -> list[tuple[int, int]] | None:
        """The same for a prompt, from four renderings however long the history is (400 turns: 10 ms, not 1.4 s):
        answers are found by marks around their contents, and what precedes and follows them is the same for all.
        None where the template does not treat them alike (it trims a content, say)."""
        answers = _answers(messages)
        if not answers:
            return []
        opening, closing = absent_characters([whole], 2)
        marked = self.render(
            [{**m, "content": opening + m["content"] + closing} if m["role"] == "assistant" else m for m in messages],
            True,
            variables,
        )
        contents = [match.span() for match in re.finditer(f"{opening}[^{opening}{closing}]*{closing}", marked)]
        if len(contents) != len(answers) or marked.replace(opening, "").replace(closing, "") != whole:
            return None
        history = self.render(messages, False, variables)
        answered = self.render(messages[: answers[-1] + 1], False, variables)
        # each content before has two marks, and this one its own
        spans = [(start - 2 * k, end - 2 * k - 2) for k, (start, end) in enumerate(contents)]
        before, after = whole[len(history) :], answered[spans[-1][1] :]
        uniform = (
            before
            and whole.startswith(history)
            and whole.startswith(answered)
            and all(whole.endswith(before, 0, s) and whole.startswith(after, e) for s, e in spans)
        )
        return [(start, end + len(after)) for start, end in spans] if uniform else None


def _answers(messages: Sequence[Message]) -> list[int]:
    return [index for index, message in enumerate(messages) if message["role"] == "assistant"]


class _GenerationBlock(jinja2.ext.Extension):
    """`{% generation %} ... {% endgeneration %}` marks answers for other trainers; its content is plain output."""

    tags = {"generation"}  # noqa: RUF012

    def parse(self, parser: jinja2.parser.Parser) -> list[jinja2.nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def _raise_exception(message: str) -> None:
    raise jinja2.TemplateError(message)


def _tojson(value: Any, ensure_ascii: bool = False, indent: int | None = None, **options: Any) -> str:
    # Jinja's own filter escapes <, > and & for HTML
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, **options)


def _strftime_now(form: str) -> str:
    return datetime.now().strftime(form)


@functools.lru_cache(maxsize=32)
def _compile(source: str) -> jinja2.Template:
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[_GenerationBlock, jinja2.ext.loopcontrols]
    )
    environment.filters["tojson"] = _tojson
    environment.globals.update(raise_exception=_raise_exception, strftime_now=_strftime_now)
    return environment.from_string(source)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())

"""Messages to ids, with the loss mask; prompts that fit; where answers stop.

Rules:

1. Special tokens of the template's markup become their ids. Nothing in a message's content ever does: a user who
   types `</s>` or `<|im_end|>` gets ordinary ids. For that, special tokens written in a content are broken apart
   with a character found nowhere else before rendering, and that character is taken out again afterwards.
2. The text between two special tokens is tokenized as one string, markup and content together, as the released
   models were trained: the `a` of `Human: a###` is not tokenized alone.
3. But there is always a cut where an answer begins (the end of a prompt) and after its end mark. So the ids of a
   conversation begin exactly with the ids of each of its prompts, and the loss mask is exact by construction: it is
   never found by tokenizing pieces again.
4. Loss is on the answer and its end mark (`</s>`, `###`, `<|im_end|>`), nowhere else. Blanks that a Jinja template
   writes after the end mark belong to what follows: the model has stopped by then.
5. A history that is too long loses whole turns, the oldest first. The system message stays; the newest question is
   never dropped.
"""

import dataclasses
import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from aquila2.base.errors import UserError
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.messages import Message, Segment, Template, check_messages
from aquila2.chat.special_text import SpecialText, absent_characters
from aquila2.chat.tool_calls import has_tools
from aquila2.tokenizer.stream import Stops
from aquila2.tokenizer.tokenizer import Tokenizer


@dataclass(frozen=True)
class Prompt:
    """Ids that end where an answer begins, and how many turns of the history were left out to fit."""

    input_ids: list[int]
    num_dropped_turns: int


@dataclass(frozen=True)
class Rendered:
    """A conversation for training: ids [S], and [S] whether the id is the model's to say (has loss)."""

    input_ids: list[int]
    loss_mask: list[bool]


class Piece(NamedTuple):
    """A part of a conversation that is tokenized as one string, or is one special token."""

    text: str
    is_special: bool
    has_loss: bool


def render_prompt(
    template: Template,
    tokenizer: Tokenizer,
    messages: Sequence[Message],
    max_prompt_len: int | None = None,
    tools: Sequence[dict[str, Any]] = (),
) -> Prompt:
    """The ids that ask for the next answer. A turn is a user message and the answer after it.

    `tools` are for a template that has a form for them (`tool_calls.has_tools`); with one, messages may hold calls and
    results.

    Raises:
        UserError: messages that are no conversation or do not end with a user message (or a tool's result); with
            `max_prompt_len`, a newest question that does not fit even alone (with its system text).
    """
    with_tools = has_tools(template)
    if tools and not with_tools:
        raise UserError(f"tools: the chat template ({template.name}) has no form for them that is read back here")
    checked = check_messages(messages, with_tools)
    if checked[-1]["role"] not in ("user", "tool"):
        raise UserError(
            f"messages[{len(checked) - 1}]: a prompt must end with a user message, not a {checked[-1]['role']} message"
        )
    encoder = _Encoder(template, tokenizer, checked, tools)
    head = 1 if checked[0]["role"] == "system" else 0
    turns = [index for index, message in enumerate(checked) if message["role"] == "user"]

    @functools.cache
    def keeping(num_turns: int) -> list[int]:
        kept = [*range(head), *range(turns[-num_turns], len(checked))]
        return encoder.prompt_ids(kept)

    if max_prompt_len is None:
        return Prompt(keeping(len(turns)), 0)
    if len(keeping(1)) > max_prompt_len:
        raise UserError(
            f"the newest question takes {len(keeping(1))} tokens with its template and system text, but only"
            f" {max_prompt_len} fit: shorten it, or leave more room (a longer max_model_len, fewer max_tokens)"
        )
    num_turns = _most(len(turns), lambda num_turns: len(keeping(num_turns)) <= max_prompt_len)
    return Prompt(keeping(num_turns), len(turns) - num_turns)


def render_conversation(template: Template, tokenizer: Tokenizer, messages: Sequence[Message]) -> Rendered:
    """A whole conversation with its loss mask.

    Raises:
        UserError: messages that are no conversation or hold no answer to learn; a Jinja template that renders a
            turn in another way alone than within the whole.
    """
    (rendered,) = encode_pieces(tokenizer, [conversation_pieces(template, tokenizer, messages)])
    if not any(rendered.loss_mask):
        raise UserError(f"the template {template.name} renders every answer of the conversation as nothing")
    return rendered


def conversation_pieces(template: Template, tokenizer: Tokenizer, messages: Sequence[Message]) -> list[Piece]:
    """What `render_conversation` tokenizes; with `encode_pieces`, many conversations are tokenized in one call.

    Raises:
        UserError: as `render_conversation`, but for answers that are rendered as nothing.
    """
    checked = check_messages(messages)
    if not any(message["role"] == "assistant" for message in checked):
        raise UserError("the conversation has no assistant message, so there is nothing to learn from it")
    return list(_Encoder(template, tokenizer, checked).pieces(range(len(checked)), generate=False))


def encode_pieces(tokenizer: Tokenizer, conversations: Sequence[Sequence[Piece]]) -> list[Rendered]:
    """The ids and loss masks of conversations, tokenized on all cores."""
    texts = {piece.text for pieces in conversations for piece in pieces if not piece.is_special}
    ids_of = dict(zip(texts, tokenizer.encode_batch(list(texts)), strict=True))
    rendered = []
    for pieces in conversations:
        ids: list[int] = []
        mask: list[bool] = []
        for piece in pieces:
            ids += [tokenizer.special_tokens[piece.text]] if piece.is_special else ids_of[piece.text]
            mask += [piece.has_loss] * (len(ids) - len(mask))
        rendered.append(Rendered(ids, mask))
    return rendered


def stops_for(template: Template | None, tokenizer: Tokenizer, generation_config: dict[str, Any] | None) -> Stops:
    """Where answers end: the end tokens of the tokenizer and of `generation_config` (an id or a list of ids), and
    the template's stop strings. A stop string that is one special token is an id too; it stays a string, because
    a model can also spell it with ordinary tokens.

    Raises:
        UserError: an end token in `generation_config` that is no id of the vocabulary.
    """
    config = generation_config or {}
    strings = [*(template.stop if template else ()), *_as_list(config.get("stop_strings"))]
    ids = {tokenizer.special_tokens[string] for string in strings if string in tokenizer.special_tokens}
    if tokenizer.eos_id is not None:
        ids.add(tokenizer.eos_id)
    for id in _as_list(config.get("eos_token_id")):
        if isinstance(id, bool) or not isinstance(id, int) or id < 0:
            raise UserError(f"generation_config.json: eos_token_id {id!r} must be an id of the vocabulary, or a list")
        ids.add(id)
    return Stops(frozenset(ids), tuple(dict.fromkeys(strings)))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `limit` that fits, where 1 fits: doubled while it fits, then halved in between, so
    the work is in proportion to what is kept, not to a history of hundreds of turns."""
    low, high = 1, min(2, limit)
    while low < limit and fits(high):
        low, high = high, min(2 * high, limit)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _texts(value: Any) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


class _Encoder:
    """One conversation, or parts of it, rendered with one template."""

    def __init__(
        self,
        template: Template,
        tokenizer: Tokenizer,
        messages: list[Message],
        tools: Sequence[dict[str, Any]] = (),
    ) -> None:
        self._tokenizer = tokenizer
        self._specials = SpecialText(tokenizer.special_tokens)
        written = [*_texts([message[key] for message in messages for key in message if key != "role"]), *_texts(tools)]
        (self._sentinel,) = absent_characters([template.to_jinja(), *written], 1)
        self._messages = [
            {key: value if key == "role" else self._broken(value) for key, value in message.items()}
            for message in messages
        ]
        if tools:
            assert isinstance(template, JinjaTemplate)
            template = dataclasses.replace(template, tools=tuple(self._broken(tool) for tool in tools))
        self._template = template
        self._encode = functools.cache(tokenizer.encode)  # trimming renders the same pieces again

    def _broken(self, value: Any) -> Any:
        """What a user wrote, at any depth, with special tokens in it broken apart."""
        if isinstance(value, str):
            return self._specials.broken(value, self._sentinel)
        if isinstance(value, dict):
            return {self._broken(key): self._broken(inner) for key, inner in value.items()}
        return [self._broken(inner) for inner in value] if isinstance(value, list) else value

    def prompt_ids(self, indices: Sequence[int]) -> list[int]:
        ids: list[int] = []
        for text, is_special, _ in self.pieces(indices, generate=True):
            ids += [self._tokenizer.special_tokens[text]] if is_special else self._encode(text)
        return ids

    def pieces(self, indices: Sequence[int], generate: bool) -> Iterator[Piece]:
        messages = [dict(self._messages[index]) for index in indices]
        segments = self._template.segments(messages, generate, dict(self._tokenizer.roles))
        ended = itertools.chain.from_iterable(self._at_end_mark(segment) for segment in segments)
        for is_answer, group in itertools.groupby(ended, key=lambda segment: segment.is_answer):
            for text, is_special in self._specials.split("".join(segment.text for segment in group)):
                yield Piece(text.replace(self._sentinel, ""), is_special, is_answer)

    def _at_end_mark(self, segment: Segment) -> Iterator[Segment]:
        """An answer's segment ends with its end mark: blanks after its last special token are not the answer's."""
        end = self._specials.last_end(segment.text) if segment.is_answer else 0
        if end and segment.text[end:].isspace():
            yield Segment(segment.text[:end], True)
            yield Segment(segment.text[end:], False)
        else:
            yield segment

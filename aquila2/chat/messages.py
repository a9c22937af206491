"""What a conversation is: a list of `{"role", "content"}`, checked before anything is made of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from aquila2.base.errors import UserError

# role and content, both texts; where tools are, an assistant message may have tool_calls, as templates read them
Message = dict[str, Any]

_ROLES = ("system", "user", "assistant")


class Segment(NamedTuple):
    """A piece of a rendered conversation. `is_answer`: the model says it (an answer and its end mark), so it has
    loss; everything else is given to the model."""

    text: str
    is_answer: bool


class Template(Protocol):
    """What rendering needs of a template; `ChatTemplate` and `JinjaTemplate` are such."""

    @property
    def name(self) -> str: ...

    @property
    def stop(self) -> tuple[str, ...]:
        """Strings at which an answer ends, besides the end tokens of the checkpoint."""
        ...

    @property
    def answer_start(self) -> str:
        """Text that belongs to every answer but is not part of its content (a blank), so not part of a history."""
        ...

    def segments(self, messages: Sequence[Message], generate: bool, variables: dict[str, str]) -> list[Segment]:
        """The rendered conversation, in order. With `generate` it ends where an answer is to begin."""
        ...

    def to_jinja(self) -> str:
        """The template as a `chat_template` of Hugging Face tokenizers."""
        ...


def check_messages(messages: Any, with_tools: bool = False) -> list[Message]:
    """`messages` as a list of its own, every one checked.

    A system message may only be the first; the first other one is the user's; an assistant's message answers a
    user's. Two user messages in a row are allowed (a request that was cancelled, then sent again). `with_tools`: an
    assistant's message may have `tool_calls`, and after one that has, messages of the role `tool` bring the results.

    Raises:
        UserError: names the index of the first message that is wrong.
    """
    if isinstance(messages, (str, dict)) or not isinstance(messages, Sequence):
        raise UserError(f"messages must be a list of {{'role', 'content'}}, not a {type(messages).__name__}")
    if not messages:
        raise UserError("messages is empty: give at least one user message")
    checked: list[Message] = []
    for index, message in enumerate(messages):
        where = f"messages[{index}]"
        if not isinstance(message, dict) or not {"role", "content"} <= set(message):
            raise UserError(f"{where} must be an object with role and content, not {_short(message)}")
        known = {"role", "content", "tool_calls"} if with_tools else {"role", "content"}
        unknown = sorted(str(key) for key in set(message) - known)
        if unknown:
            raise UserError(f"{where} has {', '.join(unknown)}: a message has role and content alone")
        role, content = message["role"], message["content"]
        if role not in _ROLES and not (with_tools and role == "tool"):
            raise UserError(f"{where}: role {_short(role)} is not known; system, user and assistant are")
        if not isinstance(content, str):
            raise UserError(f"{where}: content must be a string, not a {type(content).__name__}")
        before = checked[-1]["role"] if checked else None
        if role == "system" and before is not None:
            raise UserError(f"{where}: a system message can only be the first")
        if role == "tool" and not (before == "tool" or (checked and checked[-1].get("tool_calls"))):
            raise UserError(f"{where}: a tool message must follow an assistant message with tool_calls")
        if "tool_calls" in message and role != "assistant":
            raise UserError(f"{where}: a {role} message cannot have tool_calls")
        if role == "assistant" and before not in ("user", "tool"):
            after = f"a {before} message" if before == "system" else "another" if before else "nothing"
            raise UserError(f"{where}: an assistant message must follow a user message, this one follows {after}")
        calls = {"tool_calls": message["tool_calls"]} if message.get("tool_calls") else {}
        checked.append({"role": role, "content": content, **calls})
    return checked


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

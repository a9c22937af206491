"""Records of the formats that fine-tuning data comes in, to conversations.

```
conversations  {"conversations": [{"from": "human", "value"}, {"from": "gpt", "value"}, ...], "instruction"}
               the release's and ShareGPT's; a text in `instruction` or `system` is the system text
messages       {"messages": [{"role": "user", "content"}, {"role": "assistant", "content"}, ...]}
alpaca         {"instruction", "input", "output"}, and `system`, `history` as a list of [question, answer]
pairs          `chosen` and `rejected`: a text, a turn, or a list of turns, and what they answer: `conversations`,
               `messages` or `prompt` with turns, `prompt` with a text, `instruction` and `input`, or nothing where
               `chosen` and `rejected` are whole conversations
```

Turns of either naming are taken under either field. A field that is null is as if it were not there.

Tool calls become text, for the templates have no marks of their own for them: a call (`function_call`) is an answer, a
result (`observation`, `tool`) stands where a user's message does, and the descriptions in `tools` follow the system
text. Who gives the model the same text later gets calls back.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aquila2.chat.messages import Message

TOOLS = "You can call these functions. To call one, answer with its name and arguments as JSON.\n"

_RESULTS = frozenset({"observation", "tool", "tool_response", "function_response", "function"})
_CALLS = frozenset({"function_call", "tool_call"})
_ROLES = {
    "system": "system",
    **dict.fromkeys(["human", "user", *sorted(_RESULTS)], "user"),
    **dict.fromkeys(["gpt", "assistant", "chatgpt", "bard", "bing", "model", *sorted(_CALLS)], "assistant"),
}


class NotASample(Exception):  # noqa: N818 (a finding, not a failure)
    """A record that cannot be learned from. `kind` is one of a few words, to count by."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


@dataclass(frozen=True)
class Conversation:
    """Messages of user and assistant in turn, after a system message or none; the last is an answer. `rejected` is
    the worse answer of a preference pair. `tools`: there are calls, results or descriptions of tools in it."""

    messages: list[Message]
    rejected: str | None = None
    tools: bool = False


def format_of(record: Any) -> str:
    """The name of the record's format.

    Raises:
        NotASample: it has the fields of none.
    """
    name = _format(_object(record))
    if name is None:
        fields = ", ".join(map(repr, list(record)[:8])) or "none"
        raise NotASample(
            "unknown-format",
            f"its fields are {fields}; a sample has 'conversations', 'messages', 'instruction' and 'output', or"
            " 'chosen' and 'rejected'",
        )
    return name


def read_record(record: Any, name: str) -> Conversation:
    """The conversation of a record in a file of the format `name`.

    Raises:
        NotASample: it is none, or of another format.
    """
    try:
        return _FORMATS[name](_object(record))
    except NotASample as problem:
        other = _format(record) if problem.kind == "missing-field" else None
        if other in (None, name):
            raise
        reason = f"a record of the format {other} in a file of {name}: give each a file of its own"
        raise NotASample("other-format", reason) from None


def _object(record: Any) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise NotASample("not-an-object", f"a sample is an object with fields, not {_a(record)}")
    return record


def _format(record: dict[str, Any]) -> str | None:
    has = {name for name, value in record.items() if value is not None}
    if {"chosen", "rejected"} <= has:
        return "pairs"
    if {"instruction", "output"} <= has and not {"conversations", "messages"} & has:
        return "alpaca"
    return next((name for name in ("conversations", "messages") if name in has), None)


def _conversations(record: dict[str, Any]) -> Conversation:
    return _checked(record, *_turns(_there(record, "conversations"), "conversations"))


def _messages(record: dict[str, Any]) -> Conversation:
    return _checked(record, *_turns(_there(record, "messages"), "messages"))


def _alpaca(record: dict[str, Any]) -> Conversation:
    messages = [*_question(record), _answer(_text(_there(record, "output"), "output"))]
    return _checked({**record, "instruction": None}, messages, False)


def _pairs(record: dict[str, Any]) -> Conversation:
    """A pair as its prompt and the better answer, which is checked like any conversation, and the worse one."""
    chosen, tools = _side(record, "chosen")
    rejected, _ = _side(record, "rejected")
    if chosen[:-1] != rejected[:-1]:
        raise NotASample("different-prompts", "'chosen' and 'rejected' are not answers to the same messages")
    if chosen[-1]["role"] != "assistant" or rejected[-1]["role"] != "assistant":
        raise NotASample("role-order", "'chosen' and 'rejected' must each end with an answer")
    prompt, more_tools, system = chosen[:-1], False, record
    name = next((name for name in ("conversations", "messages", "prompt") if record.get(name) is not None), None)
    if name is not None and not isinstance(record[name], str):
        given, more_tools = _turns(record[name], name)
        if prompt and prompt != given:
            raise NotASample("different-prompts", f"{name!r} is not what 'chosen' and 'rejected' answer")
        prompt = given
    elif name is not None:
        asked = _text(record[name], name)
        if prompt and {"role": "user", "content": asked} not in prompt:
            raise NotASample("different-prompts", f"{name!r} is not what 'chosen' and 'rejected' answer")
        prompt = prompt or [{"role": "user", "content": asked}]
    elif not prompt:
        if record.get("instruction") is None:
            raise NotASample("missing-field", "nothing that 'chosen' and 'rejected' answer: give it as 'prompt'")
        prompt, system = _question(record), {**record, "instruction": None}
    better = _checked(system, [*prompt, chosen[-1]], tools or more_tools)
    worse = rejected[-1]["content"]
    if not worse.strip():
        raise NotASample("empty-answer", "'rejected' is empty")
    if worse == chosen[-1]["content"]:
        raise NotASample("same-answers", "'chosen' and 'rejected' are the same, so there is nothing to prefer")
    return Conversation(better.messages, worse, better.tools)


_FORMATS: dict[str, Callable[[dict[str, Any]], Conversation]] = {
    "conversations": _conversations,
    "messages": _messages,
    "alpaca": _alpaca,
    "pairs": _pairs,
}


def _side(record: dict[str, Any], name: str) -> tuple[list[Message], bool]:
    """An answer of a pair, behind the messages it answers where they are given with it."""
    value = _there(record, name)
    if isinstance(value, str):
        return [_answer(_text(value, name))], False
    return _turns(value if isinstance(value, list) else [value], name)


def _question(record: dict[str, Any]) -> list[Message]:
    """The messages of an alpaca record but for its answer: the input, if any, is a line of its own."""
    messages: list[Message] = []
    history = record.get("history") or []
    if not isinstance(history, list):
        raise NotASample("not-a-list", f"'history' is {_a(history)}, not a list of [question, answer]")
    for index, turn in enumerate(history):
        if not isinstance(turn, list) or len(turn) != 2:
            raise NotASample("not-a-list", f"history[{index}] is not a list of a question and its answer")
        asked, answered = (_text(value, f"history[{index}]") for value in turn)
        messages += [{"role": "user", "content": asked}, _answer(answered)]
    asked = _text(_there(record, "instruction"), "instruction")
    if more := _optional(record, "input"):
        asked = f"{asked}\n{more}" if asked else more
    return [*messages, {"role": "user", "content": asked}]


def _turns(turns: Any, field: str) -> tuple[list[Message], bool]:
    """Turns as messages, and whether tools are among them."""
    if not isinstance(turns, list):
        raise NotASample("not-a-list", f"{field!r} is {_a(turns)}, not a list of turns")
    if not turns:
        raise NotASample("missing-field", f"{field!r} is empty")
    messages, tools = [], False
    for index, turn in enumerate(turns):
        where = f"{field}[{index}]"
        if not isinstance(turn, dict):
            raise NotASample("not-an-object", f"{where} is {_a(turn)}, not an object")
        who, what = ("from", "value") if "from" in turn else ("role", "content")
        for name in ("tool_calls", "function_call"):
            if turn.get(name):
                raise NotASample("tool-calls", f"{where} has {name!r}: write the calls into its {what!r} as text")
        if turn.get("weight") not in (None, 1):
            raise NotASample("weight", f"{where} has weight {turn['weight']!r}: every answer is learned alike here")
        role = _text(_there(turn, who, where), f"{where}.{who}").lower()
        if role not in _ROLES:
            raise NotASample("unknown-role", f"{where}: role {role[:40]!r} is not known; known are {', '.join(_ROLES)}")
        messages.append({"role": _ROLES[role], "content": _text(_there(turn, what, where), f"{where}.{what}")})
        tools = tools or role in _RESULTS or role in _CALLS
    return messages, tools


def _checked(record: dict[str, Any], messages: list[Message], tools: bool) -> Conversation:
    """A conversation with the record's system text, its order and its answers checked."""
    texts = [text for name in ("system", "instruction") if (text := _optional(record, name))]
    head = messages[:1] if messages[0]["role"] == "system" else []
    texts += [message["content"] for message in head if message["content"]]
    if len(set(texts)) > 1:
        raise NotASample("two-systems", "it has two system texts that differ: keep one")
    turns = messages[len(head) :]
    for index, message in enumerate(turns):
        expected = ("user", "assistant")[index % 2]
        if message["role"] != expected:
            raise NotASample(
                "role-order",
                f"message {len(head) + index + 1} is of {message['role']}, where one of {expected} belongs: user and"
                " assistant take turns, after a system message or none",
            )
        if expected == "assistant" and not message["content"].strip():
            raise NotASample("empty-answer", f"message {len(head) + index + 1}, an answer, is empty")
    if len(turns) % 2 or not turns:
        raise NotASample("role-order", "it does not end with an answer")
    if described := _tools(record):
        texts = ["\n\n".join([*texts[:1], TOOLS + described])]
    if texts:
        head = [{"role": "system", "content": texts[0]}]
    return Conversation([*head, *turns], tools=tools or bool(described))


def _tools(record: dict[str, Any]) -> str:
    """The descriptions of tools that a record has, JSON as text or as it stands."""
    value = record.get("tools")
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    text = _optional({"tools": value}, "tools").strip()
    return "" if text == "[]" else text


def _answer(text: str) -> Message:
    return {"role": "assistant", "content": text}


def _there(record: dict[str, Any], name: str, where: str = "it") -> Any:
    if record.get(name) is None:
        raise NotASample("missing-field", f"{where} has no {name!r}")
    return record[name]


def _optional(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return "" if value is None else _text(value, name)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise NotASample("not-a-string", f"{where} is {_a(value)}, not a string")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotASample("not-text", f"{where} has half a surrogate pair at character {error.start + 1}") from None
    return value


def _a(value: Any) -> str:
    return "null" if value is None else f"a {type(value).__name__}"

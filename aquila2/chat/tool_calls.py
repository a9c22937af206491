"""Tools in the one form that is read back here: Hermes', which Qwen, SmolLM3 and others were trained on.

The model sees the functions where its template puts `tools`, and asks for one by saying
`<tool_call>{"name": ..., "arguments": {...}}</tool_call>`. A template without both has no form for tools.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from aquila2.base.errors import UserError
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.messages import Template

_OPEN, _CLOSE = "<tool_call>", "</tool_call>"


def has_tools(template: Template | None) -> bool:
    """Whether the template puts tools into a prompt, and in the form that `ToolCalls` reads."""
    return isinstance(template, JinjaTemplate) and "tools" in template.source and _OPEN in template.source


@dataclass(frozen=True)
class ToolCall:
    """A function that the model asks for. `arguments` is a JSON object as text."""

    name: str
    arguments: str


@dataclass
class ToolCalls:
    """An answer as it comes, parted into text and calls: text is held back while it may begin a call.

    What stands between the marks and is no call is given back as the text it is: nothing is lost.
    """

    calls: list[ToolCall] = field(default_factory=list)
    _held: str = ""
    _after_call: bool = False  # line ends around calls belong to the form

    def push(self, text: str) -> str:
        """Take more of the answer; returns the text that is certainly not part of a call."""
        self._held += text
        shown = ""
        while True:
            if self._after_call:
                self._held = self._held.lstrip("\n")
                self._after_call = not self._held
            before, opened, rest = self._held.partition(_OPEN)
            inside, closed, after = rest.partition(_CLOSE)
            if not closed:
                # before a mark that is still open, or before what may become one
                end = len(before) if opened else len(before) - _beginning(before)
                end = len(before[:end].rstrip("\n"))
                shown, self._held = shown + self._held[:end], self._held[end:]
                return shown
            call = _read(inside)
            if call is None:
                shown += before + opened + inside + closed
            else:
                shown += before.rstrip("\n")
                self.calls.append(call)
                self._after_call = True
            self._held = after

    def finish(self) -> str:
        """What was held back and became no call; a call whose end mark is missing counts, if it is whole."""
        held, self._held = self._held, ""
        before, opened, rest = held.partition(_OPEN)
        call = _read(rest) if opened else None
        if call is None:
            return held
        self.calls.append(call)
        return before.rstrip("\n")


def _beginning(text: str) -> int:
    """How many characters at the end of `text` may begin a call."""
    return next((length for length in range(len(_OPEN) - 1, 0, -1) if text.endswith(_OPEN[:length])), 0)


def _read(inside: str) -> ToolCall | None:
    try:
        found = json.loads(inside)
    except ValueError:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("name"), str):
        return None
    arguments = found.get("arguments", {})
    if not isinstance(arguments, dict):
        return None
    return ToolCall(found["name"], json.dumps(arguments, ensure_ascii=False))


def called(name: str, arguments: str) -> dict[str, Any]:
    """A call of an earlier answer as templates read it: the arguments as an object.

    Raises:
        UserError: the arguments are no JSON object.
    """
    try:
        value = json.loads(arguments)
    except ValueError as error:
        raise UserError(f"the arguments of the tool call {name} are not JSON: {error}") from None
    if not isinstance(value, dict):
        raise UserError(f"the arguments of the tool call {name} must be a JSON object, not a {type(value).__name__}")
    return {"type": "function", "function": {"name": name, "arguments": value}}

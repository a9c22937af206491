"""The five conversation templates of the Aquila2 release, as data, and which one a checkpoint carries.

They are FastChat's conversation templates as the release's `predict` uses them. S is the system text below.

```
name          system          user               assistant         after user  after assistant  stop
aquila-chat   S ###           Human:             Assistant:        ###         ###              ### </s> [UNK]
aquila        S ###           Human:             Assistant:        ###         </s>             </s> [UNK]
aquila-legacy S 2 newlines    ### Human:         ### Assistant:    newline     </s>             </s> [UNK]
aquila-v1     (none)          <|startofpiece|>   <|endofpiece|>    nothing     </s>             </s> <|endoftext|>
aquila-v2     S 2 newlines    <|startofpiece|>   <|endofpiece|>    nothing     </s>             </s> <|endoftext|>
                                                                                   and both marks
```

The marks in words have a blank after the colon. In `aquila` and `aquila-chat` the prompt ends without it
(`Assistant:`), so the model says the blank: it is part of the answer and has loss.

A leading system message takes the place of S, an empty one leaves out S and what follows it. `aquila-v1` was
trained without a system text; a system message is put there as in `aquila-v2`, whose marks are the same: the text
and two newlines before the first mark.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json_if_there
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.messages import Message, Segment

_SYSTEM = (
    "A chat between a curious human and an artificial intelligence assistant. "
    "The assistant gives helpful, detailed, and polite answers to the human's questions."
)


@dataclass(frozen=True)
class ChatTemplate:
    """A template of fixed strings.

    Attributes:
        system: the default system text, may be empty.
        after_system: what follows a system text that is not empty.
        user_mark, assistant_mark: what precedes a message.
        after_user, after_assistant: what follows it; after an answer it is the end mark the model learns to say.
        stop: strings at which an answer ends.
        generation_prompt: the end of a prompt, the beginning of `assistant_mark`.
    """

    name: str
    system: str
    after_system: str
    user_mark: str
    assistant_mark: str
    after_user: str
    after_assistant: str
    stop: tuple[str, ...]
    generation_prompt: str

    @property
    def answer_start(self) -> str:
        return self.assistant_mark[len(self.generation_prompt) :]

    def segments(self, messages: Sequence[Message], generate: bool, variables: dict[str, str]) -> list[Segment]:
        system = self.system
        if messages and messages[0]["role"] == "system":
            system, messages = messages[0]["content"], messages[1:]
        found = [Segment(system + self.after_system, False)] if system else []
        for message in messages:
            content = message["content"]
            if message["role"] == "user":
                found.append(Segment(self.user_mark + content + self.after_user, False))
            else:
                found.append(Segment(self.generation_prompt, False))
                found.append(Segment(self.answer_start + content + self.after_assistant, True))
        if generate:
            found.append(Segment(self.generation_prompt, False))
        return found

    def to_jinja(self) -> str:
        """The same text for transformers, vLLM and others; the blanks around `{%- -%}` are not output."""
        # a literal is JSON's: Jinja reads its escapes the same way
        literal = {field: json.dumps(value) for field, value in vars(self).items() if isinstance(value, str)}
        return (
            "{%- if messages and messages[0]['role'] == 'system' -%}"
            "{%- set system = messages[0]['content'] -%}{%- set turns = messages[1:] -%}"
            f"{{%- else -%}}{{%- set system = {literal['system']} -%}}{{%- set turns = messages -%}}{{%- endif -%}}"
            f"{{%- if system -%}}{{{{ system + {literal['after_system']} }}}}{{%- endif -%}}"
            "{%- for message in turns -%}{%- if message['role'] == 'user' -%}"
            f"{{{{ {literal['user_mark']} + message['content'] + {literal['after_user']} }}}}"
            "{%- elif message['role'] == 'assistant' -%}"
            f"{{{{ {literal['assistant_mark']} + message['content'] + {literal['after_assistant']} }}}}"
            "{%- else -%}{{ raise_exception('a message is of user or assistant, a system message comes first') }}"
            "{%- endif -%}{%- endfor -%}"
            f"{{%- if add_generation_prompt -%}}{{{{ {literal['generation_prompt']} }}}}{{%- endif -%}}"
        )


TEMPLATES: dict[str, ChatTemplate] = {
    template.name: template
    for template in (
        ChatTemplate(
            name="aquila-chat",
            system=_SYSTEM,
            after_system="###",
            user_mark="Human: ",
            assistant_mark="Assistant: ",
            after_user="###",
            after_assistant="###",
            stop=("###", "</s>", "[UNK]"),
            generation_prompt="Assistant:",
        ),
        ChatTemplate(
            name="aquila",
            system=_SYSTEM,
            after_system="###",
            user_mark="Human: ",
            assistant_mark="Assistant: ",
            after_user="###",
            after_assistant="</s>",
            stop=("</s>", "[UNK]"),
            generation_prompt="Assistant:",
        ),
        ChatTemplate(
            name="aquila-legacy",
            system=_SYSTEM,
            after_system="\n\n",
            user_mark="### Human: ",
            assistant_mark="### Assistant: ",
            after_user="\n",
            after_assistant="</s>",
            stop=("</s>", "[UNK]"),
            generation_prompt="### Assistant: ",
        ),
        ChatTemplate(
            name="aquila-v1",
            system="",
            after_system="\n\n",
            user_mark="<|startofpiece|>",
            assistant_mark="<|endofpiece|>",
            after_user="",
            after_assistant="</s>",
            stop=("</s>", "<|endoftext|>"),
            generation_prompt="<|endofpiece|>",
        ),
        ChatTemplate(
            name="aquila-v2",
            system=_SYSTEM,
            after_system="\n\n",
            user_mark="<|startofpiece|>",
            assistant_mark="<|endofpiece|>",
            after_user="",
            after_assistant="</s>",
            stop=("</s>", "<|endoftext|>", "<|startofpiece|>", "<|endofpiece|>"),
            generation_prompt="<|endofpiece|>",
        ),
    )
}


def get_template(name: str) -> ChatTemplate:
    """The template called `name`.

    Raises:
        UserError: there is none; the error lists those there are.
    """
    if name not in TEMPLATES:
        raise UserError(f"unknown template {name!r}: known are {', '.join(TEMPLATES)}")
    return TEMPLATES[name]


def load_template(folder: str | Path) -> ChatTemplate | JinjaTemplate | None:
    """The template that a checkpoint's folder carries: one of the five where its Jinja form is exactly ours,
    else the Jinja itself, None where the folder has none.

    `chat_template.jinja` is read before `chat_template` in tokenizer_config.json, as transformers 5 does; of a
    list of named templates, the one named `default`.

    Raises:
        UserError: what is there is not a template.
    """
    folder = Path(folder)
    file = folder / "chat_template.jinja"
    if file.is_file():
        try:
            return read_template(file.read_text(encoding="utf-8"), str(file))
        except UnicodeDecodeError:
            raise UserError(f"{str(file)!r} is not UTF-8 text") from None
    where = folder / "tokenizer_config.json"
    stored = read_json_if_there(where).get("chat_template")
    return None if stored is None else read_template(_default_of(stored, where), str(where))


def _default_of(stored: Any, where: Path) -> str:
    if isinstance(stored, str):
        return stored
    try:
        named = {str(entry["name"]): entry["template"] for entry in stored}
    except (KeyError, TypeError):
        named = {}
    if not isinstance(named.get("default"), str):
        found = f" (it has {', '.join(named)})" if named else ""
        raise UserError(f"{str(where)!r}: chat_template must be a string, or a list with one named default{found}")
    return named["default"]


def read_template(source: str, where: str) -> ChatTemplate | JinjaTemplate:
    """One of the five where its Jinja form is exactly this, else the Jinja itself.

    Raises:
        UserError: it is no template; `where` says whose.
    """
    for template in TEMPLATES.values():
        if template.to_jinja() == source:
            return template
    return JinjaTemplate(source, where)

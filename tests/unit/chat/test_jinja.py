"""Templates that checkpoints bring: where their answers are, and what they may not do."""

import pytest

from aquila2.base.errors import UserError
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.messages import Message
from aquila2.chat.render import render_conversation, render_prompt
from tests.tiny_tokenizer import CHATML, chatml_like

TRIMMED = CHATML.replace("message['content']", "(message['content'] | trim)")
NUMBERED = (
    "{% for m in messages %}{{ '<|im_start|>' ~ m.role ~ loop.index ~ '\n' ~ m.content ~ '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant' ~ (messages | length + 1) ~ '\n' }}{% endif %}"
)
NO_PROMPT = "{% for m in messages %}{{ m.role ~ ': ' ~ m.content ~ eos_token }}{% endfor %}"
SHORT_PROMPT = CHATML.replace("{{ '<|im_start|>assistant\n' }}{% endif %}", "{{ '<|im_start|>assistant' }}{% endif %}")
VARIED_END = CHATML.replace("'<|im_end|>' + '\n'}}", "('<|im_end|>' if loop.index > 2 else '!') + '\n'}}")
TRIMMED_OPEN = (
    "{% for m in messages %}{{ m.role ~ ': ' ~ (m.content | trim) }}{% endfor %}"
    "{% if add_generation_prompt %}assistant: {% endif %}"
)
FORGETFUL = (
    "{% for m in messages %}{{ '<|im_start|>' ~ m.role ~ '\n' ~ "
    "(m.content if loop.last or m.role != 'assistant' else m.content.split('</think>')[-1]) ~ '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def conversation(turns: int, answer: str = "it is {}") -> list[Message]:
    messages: list[Message] = []
    for turn in range(turns):
        messages.append({"role": "user", "content": f"what is {turn}?"})
        messages.append({"role": "assistant", "content": answer.format(turn)})
    return messages


class Counting(JinjaTemplate):
    """A template that counts how often it is rendered."""

    def render(self, messages, generate, variables):
        object.__setattr__(self, "count", getattr(self, "count", 0) + 1)
        return super().render(messages, generate, variables)


@pytest.mark.parametrize("source", [CHATML, TRIMMED, NUMBERED, NO_PROMPT, SHORT_PROMPT, VARIED_END, TRIMMED_OPEN])
@pytest.mark.parametrize("answer", ["it is {}", " it is {} \n", "", "\n\n"])
@pytest.mark.parametrize("turns", [1, 3])
def test_places_in_a_prompt_are_those_of_training(source: str, answer: str, turns: int):
    template, roles = JinjaTemplate(source), dict(chatml_like().roles)
    history = conversation(turns, answer)
    prompt = template.segments([*history, {"role": "user", "content": "last?"}], True, roles)
    trained = template.segments(history, False, roles)
    assert prompt[: 2 * turns] == trained[: 2 * turns]
    assert [s.is_answer for s in prompt] == [False, True] * turns + [False]
    assert trained[-1].text == ""


def test_a_prompt_takes_as_many_renderings_however_long_the_history():
    counts = []
    for turns in (2, 50):
        template = Counting(CHATML)
        template.segments([*conversation(turns), {"role": "user", "content": "q"}], True, {})
        counts.append(template.count)
    assert counts[0] == counts[1] <= 4


def test_training_refuses_a_template_whose_prefixes_are_not_the_whole():
    template = JinjaTemplate(FORGETFUL, "some/chat_template.jinja")
    messages = conversation(2, "<think>so</think>it is {}")
    with pytest.raises(UserError, match=r"some/chat_template.jinja: .* renders messages\[0..1\] in another way"):
        render_conversation(template, chatml_like(), messages)
    # one turn is exact, and a prompt only needs the text
    rendered = render_conversation(template, chatml_like(), messages[:2])
    loss = [id for id, has_loss in zip(rendered.input_ids, rendered.loss_mask, strict=True) if has_loss]
    assert chatml_like().decode(loss, skip_special=False) == "<think>so</think>it is 0<|im_end|>"
    prompt = render_prompt(template, chatml_like(), [*messages[:2], {"role": "user", "content": "and?"}])
    assert "<think>" not in chatml_like().decode(prompt.input_ids)
    assert "it is 0" in chatml_like().decode(prompt.input_ids)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ raise_exception('roles must alternate') }}", "refuses these messages: roles must alternate"),
        ("{{ messages[0].content.absent.more }}", "refuses these messages: .*absent"),
        ("{{ 1 / 0 }}", "the chat template fails: ZeroDivisionError"),
        ("{{ 'a' + 1 }}", "the chat template fails: TypeError"),
        ("{{ messages.append(1) }}", "refuses these messages: .*unsafe"),
        ("{{ ''.__class__.__mro__ }}", "refuses these messages: .*unsafe"),
    ],
)
def test_a_template_that_fails_is_named(source: str, error: str):
    with pytest.raises(UserError, match=rf"^here: .*{error}"):
        JinjaTemplate(source, "here").render(conversation(1), False, {})

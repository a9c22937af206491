"""Rendering against the character-level oracle."""

import itertools
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aquila2.base.errors import UserError
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.messages import Message, Template
from aquila2.chat.render import render_conversation, render_prompt
from aquila2.chat.templates import TEMPLATES, load_template
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.chat_oracle import PARTS, PIECES, conversations, oracle
from tests.tiny_tokenizer import CHATML, aquila_like, chatml_like


def check(name: str, template: Template, tokenizer: Tokenizer, messages: list[Message]) -> None:
    before = [dict(message) for message in messages]
    rendered = render_conversation(template, tokenizer, messages)
    assert messages == before
    ids, mask = rendered.input_ids, rendered.loss_mask
    pieces = oracle(name, messages)

    # every character, and which of them have loss: run by run, each decoded alone
    assert tokenizer.decode(ids, skip_special=False) == "".join(text for text, _ in pieces)
    runs = [
        (tokenizer.decode([id for id, _ in run], skip_special=False), has_loss)
        for has_loss, run in itertools.groupby(zip(ids, mask, strict=True), key=lambda pair: pair[1])
    ]
    expected = [
        ("".join(text for text, _ in group), has_loss)
        for has_loss, group in itertools.groupby(pieces, key=lambda piece: piece[1])
    ]
    assert runs == [run for run in expected if run[0]]

    # special ids come from markup alone: as many as with harmless contents
    plain = render_conversation(template, tokenizer, [{**message, "content": "x"} for message in messages])
    special = set(tokenizer.special_tokens.values())
    if all(message["content"] for message in messages if message["role"] == "system"):
        assert [id for id in ids if id in special] == [id for id in plain.input_ids if id in special]

    # every prompt is the beginning of the conversation, and the answer begins there
    for index, message in enumerate(messages):
        if message["role"] == "assistant":
            prompt = render_prompt(template, tokenizer, messages[:index]).input_ids
            assert ids[: len(prompt)] == prompt
            assert mask[len(prompt)]
            assert not mask[len(prompt) - 1]


@pytest.mark.parametrize("name", PARTS)
@given(messages=conversations())
@example(messages=[{"role": "user", "content": "a</"}, {"role": "assistant", "content": "s><"}])
@settings(max_examples=60, deadline=None)
def test_the_five_against_the_oracle(name: str, messages: list[Message]):
    check(name, TEMPLATES[name], aquila_like(), messages)


@given(messages=conversations())
@settings(max_examples=60, deadline=None)
def test_chatml_against_the_oracle(messages: list[Message]):
    check("chatml", JinjaTemplate(CHATML), chatml_like(), messages)


@given(messages=conversations())
@settings(max_examples=30, deadline=None)
def test_a_template_on_a_vocabulary_without_its_tokens_is_plain_text(messages: list[Message]):
    harmless = [{**message, "content": message["content"].replace("</s>", "")} for message in messages]
    check("aquila-legacy", TEMPLATES["aquila-legacy"], chatml_like(), harmless)


# SmolLM2's vocabulary lacks 21 bytes: some control characters, and those that begin characters of planes 4 to 11
smollm2_text = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@pytest.mark.real
@given(messages=conversations(smollm2_text))
@settings(max_examples=40, deadline=None)
def test_smollm2_against_the_oracle(smollm2: tuple[Template, Tokenizer], messages: list[Message]):
    template, tokenizer = smollm2
    if messages[0]["role"] != "system":
        messages = [{"role": "system", "content": "You are brief."}, *messages]
    check("chatml", template, tokenizer, messages)


@pytest.fixture(scope="module")
def smollm2(smollm2_dir: Path) -> tuple[Template, Tokenizer]:
    template = load_template(smollm2_dir)
    assert template is not None
    return template, Tokenizer.load(smollm2_dir)


@pytest.mark.parametrize("name", ["aquila", "aquila-v1", "chatml"])
@given(messages=conversations(), max_prompt_len=st.integers(1, 160))
@settings(max_examples=60, deadline=None)
def test_trimming_drops_whole_turns_and_no_more_than_needed(name: str, messages: list[Message], max_prompt_len: int):
    template: Template = JinjaTemplate(CHATML) if name == "chatml" else TEMPLATES[name]
    tokenizer = chatml_like() if name == "chatml" else aquila_like()
    messages = [*messages, {"role": "user", "content": "last?"}]
    head = messages[:1] if messages[0]["role"] == "system" else []
    turns = (len(messages) - len(head) + 1) // 2
    without = [
        render_prompt(template, tokenizer, head + messages[len(head) + 2 * dropped :]).input_ids
        for dropped in range(turns)
    ]
    fitting = [dropped for dropped in range(turns) if len(without[dropped]) <= max_prompt_len]
    if len(without[-1]) > max_prompt_len:
        with pytest.raises(UserError, match=rf"takes {len(without[-1])} tokens .* only {max_prompt_len} fit"):
            render_prompt(template, tokenizer, messages, max_prompt_len)
        return
    prompt = render_prompt(template, tokenizer, messages, max_prompt_len)
    assert prompt.num_dropped_turns == fitting[0]
    assert prompt.input_ids == without[fitting[0]]

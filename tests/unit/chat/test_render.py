"""Ids of prompts and conversations: what is special, where cuts are, what is refused; and stops."""

import time
from typing import Any

import pytest

from aquila2.base.errors import UserError
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.messages import Message
from aquila2.chat.render import Stops, render_conversation, render_prompt, stops_for
from aquila2.chat.special_text import SpecialText, absent_characters
from aquila2.chat.templates import TEMPLATES, get_template
from tests.tiny_tokenizer import CHATML, aquila_like, chatml_like

QUESTION = {"role": "user", "content": "Hi </s>"}
ANSWER = {"role": "assistant", "content": "the time<|endofpiece|>"}


def test_ids_of_a_prompt_and_of_a_conversation_in_full():
    tokenizer = aquila_like()
    special = tokenizer.special_tokens
    prompt = [special["<|startofpiece|>"], *tokenizer.encode("Hi </s>"), special["<|endofpiece|>"]]
    answer = [*tokenizer.encode("the time<|endofpiece|>"), special["</s>"]]
    v1 = get_template("aquila-v1")
    assert render_prompt(v1, tokenizer, [QUESTION]).input_ids == prompt
    rendered = render_conversation(v1, tokenizer, [QUESTION, ANSWER])
    assert rendered.input_ids == prompt + answer
    assert rendered.loss_mask == [False] * len(prompt) + [True] * len(answer)


def test_text_between_special_tokens_is_one_string():
    tokenizer = aquila_like()
    legacy = get_template("aquila-legacy")
    first = "Be brief.\n\n### Human: Hi </s>\n### Assistant: "
    second = "### Human: Hi </s>\n### Assistant: "
    messages = [{"role": "system", "content": "Be brief."}, QUESTION, ANSWER, QUESTION]
    assert render_prompt(legacy, tokenizer, messages).input_ids == [
        *tokenizer.encode(first),
        *tokenizer.encode("the time<|endofpiece|>"),
        tokenizer.special_tokens["</s>"],
        *tokenizer.encode(second),
    ]


@pytest.mark.parametrize("name", ["aquila", "aquila-chat"])
def test_the_blank_belongs_to_the_answer(name: str):
    tokenizer, template = aquila_like(), get_template(name)
    rendered = render_conversation(template, tokenizer, [QUESTION, ANSWER])
    loss = [id for id, has_loss in zip(rendered.input_ids, rendered.loss_mask, strict=True) if has_loss]
    end = [tokenizer.special_tokens["</s>"]] if name == "aquila" else []
    assert loss == tokenizer.encode(" the time<|endofpiece|>" + ("" if end else "###")) + end


@pytest.mark.parametrize("content", ["<", "s>", "</s>", "<</s>>"])
def test_content_and_markup_never_make_a_special_token_together(content: str):
    template = JinjaTemplate("{% for m in messages %}{{ '</' + m.content + '/s></s>' }}{% endfor %}")
    ids = render_prompt(template, aquila_like(), [{"role": "user", "content": content}]).input_ids
    assert [id for id in ids if id in aquila_like().special_tokens.values()] == [aquila_like().eos_id]
    assert aquila_like().decode(ids, skip_special=False) == f"</{content}/s></s>"


def test_every_noncharacter_in_a_content_is_kept():
    every = "".join(map(chr, range(0xFDD0, 0xFDF0))) + "</s>"
    ids = render_prompt(get_template("aquila-v1"), aquila_like(), [{"role": "user", "content": every}]).input_ids
    assert aquila_like().decode(ids) == every


def test_a_content_that_leaves_no_character_to_mark_with_is_refused():
    everything = "".join(map(chr, [*range(0xFDD0, 0xFDF0), *range(0xF0000, 0xFFFFE), *range(0x100000, 0x10FFFE)]))
    with pytest.raises(UserError, match="none is left"):
        absent_characters([everything], 1)
    assert absent_characters([everything[:-1]], 1) == (everything[-1],)


def test_a_vocabulary_without_special_tokens():
    text = SpecialText(())
    assert list(text.split("a</s>")) == [("a</s>", False)]
    assert text.broken("a</s>", "!") == "a</s>"
    assert text.last_end("a</s>") == 0


def test_the_longest_special_token_is_found_first():
    text = SpecialText(("<a>", "<a><b>", "<"))
    assert list(text.split("x<a><b><a>")) == [("x", False), ("<a><b>", True), ("<a>", True)]
    assert text.last_end("x<a>y") == 4


def test_the_callers_messages_are_not_touched():
    messages = [dict(QUESTION), dict(ANSWER), dict(QUESTION)]
    render_prompt(get_template("aquila"), aquila_like(), messages, max_prompt_len=90)
    render_conversation(get_template("aquila"), aquila_like(), messages)
    assert messages == [QUESTION, ANSWER, QUESTION]


@pytest.mark.parametrize("messages", [[QUESTION, ANSWER], [{"role": "system", "content": "s"}]])
def test_a_prompt_ends_with_a_question(messages: list[Message]):
    with pytest.raises(UserError, match=rf"messages\[{len(messages) - 1}\]: a prompt must end with a user message"):
        render_prompt(get_template("aquila"), aquila_like(), messages)


def test_a_question_that_does_not_fit_alone_is_refused_with_both_lengths():
    messages = [{"role": "system", "content": "Be brief."}, QUESTION, ANSWER, QUESTION]
    alone = len(render_prompt(get_template("aquila"), aquila_like(), [messages[0], QUESTION]).input_ids)
    assert render_prompt(get_template("aquila"), aquila_like(), messages, alone).num_dropped_turns == 1
    with pytest.raises(UserError, match=rf"takes {alone} tokens .* only {alone - 1} fit"):
        render_prompt(get_template("aquila"), aquila_like(), messages, alone - 1)


def test_a_turn_goes_with_its_answer_and_the_system_message_stays():
    tokenizer, v1 = aquila_like(), get_template("aquila-v1")
    system = {"role": "system", "content": "S"}
    history = [{"role": "user", "content": "one"}, {"role": "assistant", "content": "1"}]
    kept = [{"role": "user", "content": "two"}, {"role": "user", "content": "three"}]
    fits = render_prompt(v1, tokenizer, [system, *kept]).input_ids
    prompt = render_prompt(v1, tokenizer, [system, *history, *kept], len(fits))
    assert (prompt.input_ids, prompt.num_dropped_turns) == (fits, 1)


@pytest.mark.parametrize("template", [*TEMPLATES.values(), JinjaTemplate(CHATML)], ids=lambda template: template.name)
def test_hundreds_of_turns_are_trimmed_in_no_time(template: Any):
    messages = [
        {"role": role, "content": f"{role} says {turn}"} for turn in range(400) for role in ("user", "assistant")
    ]
    tokenizer = chatml_like() if template.name == "jinja" else aquila_like()
    start = time.process_time()
    prompt = render_prompt(template, tokenizer, [*messages, QUESTION], 2000)
    assert time.process_time() - start < 1.0  # 0.03 s; a rendering for each turn of each attempt takes over ten
    assert 0 < prompt.num_dropped_turns < 400
    assert len(prompt.input_ids) <= 2000


def test_nothing_to_learn_is_refused():
    with pytest.raises(UserError, match="no assistant message"):
        render_conversation(get_template("aquila"), aquila_like(), [QUESTION])
    silent = JinjaTemplate("{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}")
    with pytest.raises(UserError, match="renders every answer of the conversation as nothing"):
        render_conversation(silent, aquila_like(), [QUESTION, ANSWER])


@pytest.mark.parametrize(
    ("name", "ids", "strings"),
    [
        ("aquila-chat", {"</s>"}, ("###", "</s>", "[UNK]")),
        ("aquila-v1", {"</s>", "<|endoftext|>"}, ("</s>", "<|endoftext|>")),
        (
            "aquila-v2",
            {"</s>", "<|endoftext|>", "<|startofpiece|>", "<|endofpiece|>"},
            ("</s>", "<|endoftext|>", "<|startofpiece|>", "<|endofpiece|>"),
        ),
    ],
)
def test_stops_of_the_five(name: str, ids: set[str], strings: tuple[str, ...]):
    tokenizer = aquila_like()
    expected = Stops(frozenset(tokenizer.special_tokens[token] for token in ids), strings)
    assert stops_for(get_template(name), tokenizer, None) == expected
    more = stops_for(get_template(name), tokenizer, {"eos_token_id": [5, 6], "stop_strings": "STOP"})
    assert more == Stops(expected.ids | {5, 6}, (*strings, "STOP"))


def test_stops_without_a_template_of_ours():
    tokenizer = chatml_like()
    assert stops_for(None, tokenizer, None) == Stops(frozenset({tokenizer.eos_id}), ())
    assert stops_for(JinjaTemplate(CHATML), tokenizer, {"eos_token_id": 0}).ids == {0, tokenizer.eos_id}


@pytest.mark.parametrize("id", ["2", True, -1, 1.5, [None]])
def test_an_end_token_that_is_no_id_is_refused(id: object):
    with pytest.raises(UserError, match="eos_token_id"):
        stops_for(None, aquila_like(), {"eos_token_id": id})

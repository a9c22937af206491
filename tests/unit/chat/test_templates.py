"""The five templates by name, their texts in full, and which template a folder carries."""

import json
from pathlib import Path

import pytest

from aquila2.base.errors import UserError
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.templates import TEMPLATES, get_template, load_template

S = (
    "A chat between a curious human and an artificial intelligence assistant. "
    "The assistant gives helpful, detailed, and polite answers to the human's questions."
)
MESSAGES = [
    {"role": "user", "content": "Hi"},
    {"role": "assistant", "content": "Yes?"},
    {"role": "user", "content": "Why"},
]
PROMPTS = {
    "aquila-chat": f"{S}###Human: Hi###Assistant: Yes?###Human: Why###Assistant:",
    "aquila": f"{S}###Human: Hi###Assistant: Yes?</s>Human: Why###Assistant:",
    "aquila-legacy": f"{S}\n\n### Human: Hi\n### Assistant: Yes?</s>### Human: Why\n### Assistant: ",
    "aquila-v1": "<|startofpiece|>Hi<|endofpiece|>Yes?</s><|startofpiece|>Why<|endofpiece|>",
    "aquila-v2": f"{S}\n\n<|startofpiece|>Hi<|endofpiece|>Yes?</s><|startofpiece|>Why<|endofpiece|>",
}
OWN_SYSTEM = {
    "aquila-chat": "Be brief.###Human: Hi###Assistant:",
    "aquila": "Be brief.###Human: Hi###Assistant:",
    "aquila-legacy": "Be brief.\n\n### Human: Hi\n### Assistant: ",
    "aquila-v1": "Be brief.\n\n<|startofpiece|>Hi<|endofpiece|>",
    "aquila-v2": "Be brief.\n\n<|startofpiece|>Hi<|endofpiece|>",
}
STOPS = {
    "aquila-chat": ("###", "</s>", "[UNK]"),
    "aquila": ("</s>", "[UNK]"),
    "aquila-legacy": ("</s>", "[UNK]"),
    "aquila-v1": ("</s>", "<|endoftext|>"),
    "aquila-v2": ("</s>", "<|endoftext|>", "<|startofpiece|>", "<|endofpiece|>"),
}


@pytest.mark.parametrize("name", PROMPTS)
def test_the_text_of_a_prompt(name: str):
    segments = get_template(name).segments(MESSAGES, True, {})
    assert "".join(segment.text for segment in segments) == PROMPTS[name]
    own = [{"role": "system", "content": "Be brief."}, MESSAGES[0]]
    assert "".join(segment.text for segment in get_template(name).segments(own, True, {})) == OWN_SYSTEM[name]
    assert get_template(name).stop == STOPS[name]


def test_there_are_five():
    assert list(TEMPLATES) == list(PROMPTS)
    assert all(template.assistant_mark.startswith(template.generation_prompt) for template in TEMPLATES.values())
    starts = {name: template.answer_start for name, template in TEMPLATES.items()}
    assert starts == {"aquila-chat": " ", "aquila": " ", "aquila-legacy": "", "aquila-v1": "", "aquila-v2": ""}


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UserError, match="'vicuna': known are aquila-chat, aquila, aquila-legacy, aquila-v1, aquila-v2"):
        get_template("vicuna")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_stored_template_that_is_ours_is_known_by_its_text(name: str, tmp_path: Path):
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"chat_template": TEMPLATES[name].to_jinja()}))
    assert load_template(tmp_path) is TEMPLATES[name]


def test_other_templates_and_none(tmp_path: Path):
    assert load_template(tmp_path) is None
    config = tmp_path / "tokenizer_config.json"
    config.write_text("{}")
    assert load_template(tmp_path) is None
    config.write_text(json.dumps({"chat_template": "{{ messages }}"}))
    assert load_template(tmp_path) == JinjaTemplate("{{ messages }}", str(config))
    listed = [{"name": "tool_use", "template": "t"}, {"name": "default", "template": "d"}]
    config.write_text(json.dumps({"chat_template": listed}))
    assert load_template(tmp_path) == JinjaTemplate("d", str(config))
    (tmp_path / "chat_template.jinja").write_text("file 你好", encoding="utf-8")
    assert load_template(tmp_path) == JinjaTemplate("file 你好", str(tmp_path / "chat_template.jinja"))


@pytest.mark.parametrize(
    ("stored", "error"),
    [
        (5, "chat_template must be a string, or a list with one named default"),
        ([{"name": "tool_use", "template": "t"}], r"one named default \(it has tool_use\)"),
        ([{"template": "t"}], "must be a string, or a list"),
        ("{% for m in messages %}", "is not valid Jinja"),
    ],
)
def test_what_is_no_template_is_refused(stored: object, error: str, tmp_path: Path):
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"chat_template": stored}))
    with pytest.raises(UserError, match=error):
        load_template(tmp_path)


def test_a_template_file_that_is_no_text_is_refused(tmp_path: Path):
    (tmp_path / "chat_template.jinja").write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match=r"chat_template\.jinja' is not UTF-8"):
        load_template(tmp_path)

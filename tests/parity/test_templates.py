"""Every template's Jinja form, rendered by transformers, is the text that we render; so are other checkpoints' own."""

import functools
from pathlib import Path

import pytest

from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.messages import Message, Template
from aquila2.chat.templates import TEMPLATES, load_template
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_tokenizer import CHATML, aquila_like, chatml_like

transformers = pytest.importorskip("transformers")

SYSTEM = {"role": "system", "content": "You are \"brief\" & 'exact'.\n你好 {{ x }} {% y %}"}
QUESTION = {"role": "user", "content": " Why?  \n</s> ### \\n 为什么 <b> "}
ANSWER = {"role": "assistant", "content": "\nBecause.  '\"\\ <|im_end|> 😀 "}

CONVERSATIONS: list[list[Message]] = [
    [QUESTION],
    [QUESTION, ANSWER],
    [QUESTION, ANSWER, QUESTION],
    [SYSTEM, QUESTION, ANSWER, QUESTION, ANSWER],
    [{"role": "system", "content": ""}, QUESTION],
    [{"role": "user", "content": ""}, {"role": "assistant", "content": ""}],
    [QUESTION, QUESTION, ANSWER, QUESTION],
]

# what real templates do: bos, trimming, alternation, loop controls, JSON, marked answers, a date, whitespace control
OTHERS = {
    "chatml": CHATML,
    "llama2": "{% if messages[0]['role'] == 'system' %}{% set start = 1 %}{% set system = '<<SYS>>\n' + "
    "messages[0]['content'] | trim + '\n<</SYS>>\n\n' %}{% else %}{% set start = 0 %}{% set system = '' %}{% endif %}"
    "{% for message in messages[start:] %}{% if message.role == 'user' %}{{ bos_token + '[INST] ' + "
    "(system if loop.first else '') + message.content.strip() + ' [/INST]' }}{% elif message.role == 'assistant' %}"
    "{{ ' ' + message.content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
    "blocks": "{%- for message in messages %}\n    {%- if message.role == 'system' %}{% continue %}{% endif %}\n"
    "    {{- '<|' + message.role + '|>' }}\n    {% generation %}{{ message.content | tojson }}{% endgeneration %}\n"
    "  {% endfor %}\n{% if add_generation_prompt %}<|assistant|>{% endif %}\n{{ strftime_now('%Y') }}{{ tools }}"
    "{{ undefined_name }}\n",
}


def rendered(template: Template, messages: list[Message], generate: bool, tokenizer: Tokenizer) -> str:
    return "".join(segment.text for segment in template.segments(messages, generate, dict(tokenizer.roles)))


@functools.cache
def reference(tokenizer: Tokenizer, folder: Path) -> "transformers.PreTrainedTokenizerFast":
    tokenizer.save(folder)
    (folder / "config.json").write_text('{"model_type": "llama"}', encoding="utf-8")
    return transformers.AutoTokenizer.from_pretrained(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reference")


@pytest.mark.parametrize("generate", [False, True])
@pytest.mark.parametrize("messages", CONVERSATIONS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_five_as_jinja(name: str, messages: list[Message], generate: bool, folder: Path):
    template = TEMPLATES[name]
    theirs = reference(aquila_like(), folder).apply_chat_template(
        messages, chat_template=template.to_jinja(), tokenize=False, add_generation_prompt=generate
    )
    assert rendered(template, messages, generate, aquila_like()) == theirs


@pytest.mark.parametrize("generate", [False, True])
@pytest.mark.parametrize("messages", [c for c in CONVERSATIONS if c[0]["content"]])
@pytest.mark.parametrize("name", OTHERS)
def test_other_templates_as_transformers_renders_them(name: str, messages: list[Message], generate: bool, folder: Path):
    tokenizer = chatml_like()
    template = JinjaTemplate(OTHERS[name])
    theirs = reference(tokenizer, folder / "chatml").apply_chat_template(
        messages, chat_template=OTHERS[name], tokenize=False, add_generation_prompt=generate
    )
    assert template.render(messages, generate, dict(tokenizer.roles)) == theirs


@pytest.mark.real
@pytest.mark.parametrize("messages", CONVERSATIONS)
def test_smollm2_renders_as_transformers_does(smollm2_dir: Path, messages: list[Message]):
    tokenizer, template = Tokenizer.load(smollm2_dir), load_template(smollm2_dir)
    assert isinstance(template, JinjaTemplate)
    theirs = transformers.AutoTokenizer.from_pretrained(smollm2_dir)
    expected = theirs.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    assert rendered(template, messages, True, tokenizer) == expected
    assert "<|im_start|>user\n" in expected

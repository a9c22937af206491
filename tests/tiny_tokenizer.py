"""Small byte-level tokenizers made on the spot, for tests that need real ids and no data: trained on a few lines."""

import functools

from tokenizers import Tokenizer as Backend
from tokenizers import decoders, models, pre_tokenizers, trainers

from aquila2.tokenizer.special_tokens import AQUILA_ROLES, AQUILA_SPECIALS, END_OF_TEXT
from aquila2.tokenizer.tokenizer import Tokenizer

LINES = [
    "There is something wrong, please query again. Human: what is the time? Assistant: it is noon.",
    "A chat between a curious human and an artificial intelligence assistant. The assistant gives helpful answers.",
    "请给出10个要到北京旅游的理由。北京是中国的首都，有很多名胜古迹。",
    "<s> </s> [UNK] ### <|im_start|>user assistant system <|im_end|> <|endofpiece|>",
    "    indented\n\n\ttext 123 4567 https://example.org/a?b=c&d=e\r\n",
]

CHATML = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\nYou are a helpful assistant<|im_end|>\n' }}{% endif %}"
    "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def trained_backend(first: list[str], entries: int = 600) -> Backend:
    """A byte-level BPE encoder with the entries `first` at the front, then the 256 bytes, then merges."""
    backend = Backend(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=entries,
        special_tokens=first,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
        min_frequency=1,
    )
    backend.train_from_iterator(LINES, trainer)
    return backend


@functools.cache
def aquila_like() -> Tokenizer:
    """Aquila's layout in small: `<|endoftext|>`, the bytes, merges, then the eight special tokens."""
    backend = trained_backend([END_OF_TEXT])
    backend.add_special_tokens(list(AQUILA_SPECIALS))
    return Tokenizer(backend, AQUILA_ROLES)


@functools.cache
def chatml_like() -> Tokenizer:
    """SmolLM2's layout in small: three special tokens first; `<|im_end|>` ends an answer."""
    roles = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": "<|im_end|>"}
    return Tokenizer(trained_backend([END_OF_TEXT, "<|im_start|>", "<|im_end|>"]), roles)

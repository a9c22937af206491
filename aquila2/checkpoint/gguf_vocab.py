"""The tokenizer inside a GGUF file, to and from a `tokenizer.json`.

GGUF keeps a byte-level BPE as three lists (tokens, their kinds, merges) and a word, `tokenizer.ggml.pre`, that
names the pattern by which text is split before merging. The word has to be right: with another one llama.cpp
cuts numbers and Chinese differently and the model sees ids that it was not trained on.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from aquila2.base.errors import UserError

# kinds of tokens in GGUF
NORMAL, CONTROL, USER_DEFINED, UNUSED = 1, 3, 4, 5

# llama.cpp ends an answer at this one by its name
KNOWN_END = "<|endoftext|>"
MORE_ENDS = ("eot", "eom")

ROLES = ("bos_token", "eos_token", "unk_token", "pad_token")


@dataclass(frozen=True)
class GgufVocab:
    """A byte-level BPE as GGUF keeps it.

    Attributes:
        tokens: the entries in the order of their ids, bytes written as GPT-2 writes them.
        kinds: GGUF's kind of each entry (normal, control, user defined, unused).
        merges: "left right", most frequent first.
        pre: how text is split first: `gpt-2` (GPT-2's pattern) or `smollm` (each digit alone, then GPT-2's pattern).
        roles: `bos_token`, `eos_token`, `unk_token`, `pad_token` -> id, where there is one.
        chat_template: Jinja, as in `tokenizer_config.json`.
        more_ends: tokens that end an answer besides the eos token; GGUF has room for two.
    """

    tokens: list[str]
    kinds: list[int]
    merges: list[str]
    pre: str
    roles: dict[str, int] = field(default_factory=dict)
    chat_template: str | None = None
    more_ends: tuple[int, ...] = ()

    def to_tokenizer(self) -> Tokenizer:
        """The tokenizer that encodes as the one this was made from.

        Raises:
            UserError: `pre` is not known, or a merge joins tokens that are not in the vocabulary.
        """
        if self.pre not in _SPLITTERS:
            raise UserError(
                f"the GGUF's tokenizer.ggml.pre is {self.pre!r}: {' and '.join(sorted(_SPLITTERS))} are known; "
                "take the tokenizer from the original checkpoint"
            )
        # Padding at the end of the vocabulary is no token, and added tokens there need no entry of the BPE's own.
        end = len(self.tokens)
        while end and self.kinds[end - 1] == UNUSED:
            end -= 1
        size = end
        while size and self.kinds[size - 1] in (CONTROL, USER_DEFINED):
            size -= 1
        vocab = {token: id for id, token in enumerate(self.tokens[:size])}
        pairs = [(left, right) for left, _, right in (merge.partition(" ") for merge in self.merges)]
        try:
            tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=pairs))
        except Exception as error:  # the library raises plain Exception for everything
            raise UserError(f"the GGUF's tokenizer is broken: {' '.join(str(error).split())}") from None
        tokenizer.pre_tokenizer = _SPLITTERS[self.pre]()
        tokenizer.decoder = decoders.ByteLevel()
        for token, kind in zip(self.tokens[:end], self.kinds[:end], strict=True):
            if kind in (CONTROL, USER_DEFINED):
                tokenizer.add_tokens([AddedToken(token, special=kind == CONTROL, normalized=False)])
        return tokenizer

    @classmethod
    def from_tokenizer_json(
        cls, text: str, vocab_size: int, roles: dict[str, int], chat_template: str | None
    ) -> "GgufVocab":
        """From the text of a `tokenizer.json`, filled with unused entries up to the model's `vocab_size`.

        Raises:
            UserError: not a byte-level BPE, split by another pattern than GGUF has a word for here, or more tokens
                than the model has rows.
        """
        content = json.loads(text)
        model = content["model"]
        if model.get("type", "BPE") != "BPE" or model.get("byte_fallback"):
            raise UserError("GGUF takes a byte-level BPE tokenizer; this checkpoint's is of another kind")
        pre = _name_splitter(content)
        by_id = {id: (token, NORMAL) for token, id in model["vocab"].items()}
        by_id |= {t["id"]: (t["content"], CONTROL if t["special"] else USER_DEFINED) for t in content["added_tokens"]}
        if max(by_id) >= vocab_size:
            raise UserError(
                f"the tokenizer has id {max(by_id)}, the model has {vocab_size} embeddings: they do not belong together"
            )
        entries = [by_id.get(id, (f"[PAD{id}]", UNUSED)) for id in range(vocab_size)]
        return cls(
            tokens=[token for token, _ in entries],
            kinds=[kind for _, kind in entries],
            merges=[merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]],
            pre=pre,
            roles=roles,
            chat_template=chat_template,
        )


def _gpt2() -> Any:
    return pre_tokenizers.ByteLevel(add_prefix_space=False)


def _smollm() -> Any:
    return pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), _gpt2()])


_SPLITTERS = {"gpt-2": _gpt2, "smollm": _smollm}


def _name_splitter(content: dict[str, Any]) -> str:
    """GGUF's word for the way a `tokenizer.json` splits text."""
    found = content.get("pre_tokenizer") or {}
    steps = [
        (step["type"], step.get("individual_digits"), step.get("add_prefix_space", False), step.get("use_regex", True))
        for step in found.get("pretokenizers", [found])
        if step
    ]
    byte_level = ("ByteLevel", None, False, True)
    known = {(byte_level,): "gpt-2", (("Digits", True, False, True), byte_level): "smollm"}
    if content.get("normalizer") is not None or tuple(steps) not in known:
        raise UserError(
            "GGUF has no word here for the way this tokenizer splits text: GPT-2's pattern (Aquila) and "
            "single digits with GPT-2's pattern (SmolLM2) can be written"
        )
    return known[tuple(steps)]

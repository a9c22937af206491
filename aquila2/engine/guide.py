"""Answers of a given form (guided decoding): which tokens may come next.

The grammar is kept by llguidance, a library without dependencies that has compiled wheels for every Python. It knows a
vocabulary by its tokens' bytes, so it serves Aquila's and anybody else's.
"""

import functools
import json
import re
from collections.abc import Mapping
from typing import Any, cast

import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.engine.sampling_params import Guide
from aquila2.tokenizer.tokenizer import Tokenizer

# Between the parts of JSON. Without a limit a model that has nothing to say says blanks to the end.
_BLANKS = r"[ \n]{0,16}"
_KEPT = 64  # grammars that stay compiled


class GuideState:
    """Where one answer is in its grammar."""

    def __init__(self, matcher: Any) -> None:
        self._matcher = matcher

    def allowed(self) -> Tensor:
        """One bit a token, 1 where it may come next, the first token lowest: int32 [ceil(V / 32)]."""
        return torch.frombuffer(bytearray(self._matcher.compute_bitmask()), dtype=torch.int32)

    def accept(self, token_id: int) -> None:
        """Go on by a token."""
        self._matcher.consume_token(token_id)

    @property
    def ended(self) -> bool:
        """Whether nothing can follow."""
        return bool(self._matcher.is_stopped())

    @property
    def failed(self) -> bool:
        """Whether the grammar grew over the library's limits."""
        return bool(self._matcher.is_error())


class Guides:
    """Guides for one vocabulary."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        try:
            import llguidance
        except ImportError:
            raise UserError("guide: answers of a given form need the package llguidance: install it") from None
        self._library, self._vocabulary = llguidance, _Vocabulary(tokenizer)
        self._tokenizers = functools.lru_cache(8)(self._tokenizer)
        self._begins = functools.lru_cache(_KEPT)(self._begin)

    def start(self, guide: Guide, stop_ids: frozenset[int]) -> GuideState:
        """At the beginning of an answer, which ends with one of `stop_ids` where the grammar lets it.

        Raises:
            UserError: a schema or an expression that is none, or that the library cannot keep.
        """
        return GuideState(self._begins(self._grammar(guide), stop_ids).deep_copy())

    def _begin(self, grammar: str, stop_ids: frozenset[int]) -> Any:
        matcher = self._library.LLMatcher(self._tokenizers(stop_ids), grammar, log_level=0)
        if matcher.is_error():
            reason = str(matcher.get_error()).strip().splitlines()[0]
            raise UserError(f"guide: {reason[:300]}")
        return matcher

    def _tokenizer(self, stop_ids: frozenset[int]) -> Any:
        ends, vocabulary = sorted(stop_ids) or [self._vocabulary.eos_token_id], cast(Any, self._vocabulary)
        return self._library.LLTokenizer(vocabulary, n_vocab=len(self._vocabulary.tokens), eos_token=ends)

    def _grammar(self, guide: Guide) -> str:
        library = self._library.LLMatcher
        if guide.regex is not None:
            return str(library.grammar_from_regex(guide.regex))
        if guide.choice is not None:
            choices = " | ".join(json.dumps(text, ensure_ascii=False) for text in guide.choice)
            return str(library.grammar_from_lark(f"start: {choices}"))
        schema: Any = {"type": "object"} if guide.json_schema is None else guide.json_schema
        try:
            text = json.dumps(schema) if isinstance(schema, Mapping) else schema
            if not isinstance(json.loads(text), (dict, bool)):
                raise ValueError("it is no object")
            return str(library.grammar_from_json_schema(text, overrides={"whitespace_pattern": _BLANKS}))
        except (TypeError, ValueError) as error:
            raise UserError(f"guide: json_schema is not a JSON schema: {error}") from None


class _Vocabulary:
    """A tokenizer as llguidance wants it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._encode = tokenizer.encode
        special = set(tokenizer.special_tokens.values())
        self.tokens = [b"" if i in special else _bytes_of(tokenizer, i) for i in range(tokenizer.vocab_size)]
        for text, i in tokenizer.special_tokens.items():
            self.tokens[i] = text.encode()
        self.special_token_ids = sorted(special)
        eos = tokenizer.eos_id
        self.eos_token_id = eos if eos is not None else min(special, default=0)
        self.bos_token_id = tokenizer.bos_id
        self.is_tokenizer_wrapper = True

    def __call__(self, text: str) -> list[int]:
        return self._encode(text)


def _bytes_of(tokenizer: Tokenizer, token_id: int) -> bytes:
    """What an entry stands for; nothing for a number without one."""
    try:
        if tokenizer.byte_level:
            return tokenizer.token_bytes(token_id)
        token = tokenizer.id_to_token(token_id)
    except UserError:
        return b""
    byte = re.fullmatch(r"<0x([0-9A-Fa-f]{2})>", token)
    return bytes([int(byte[1], 16)]) if byte else token.replace("\u2581", " ").encode()

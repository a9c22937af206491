"""A tokenizer: loaded from a checkpoint's folder, exact both ways, and deaf to special tokens in what users write.

The `tokenizers` library encodes. What stands here is what it leaves open: which added tokens a folder really has
and at which ids, that a user who types `</s>` gets ordinary ids, that decoding gives back every byte, and that
what we save is read with the same ids by other software.
"""

import itertools
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer as Backend

from aquila2.base.errors import UserError
from aquila2.base.json_files import write_json
from aquila2.base.log import get_logger
from aquila2.tokenizer.byte_level import read_byte_level_bpe, token_to_bytes
from aquila2.tokenizer.special_tokens import (
    ROLES,
    add_declared,
    added_token,
    complete_aquila,
    is_aquila,
    read_declared,
    read_extra_specials,
    read_roles,
)
from aquila2.tokenizer.stream import StreamDecoder, WindowStreamDecoder

_BYTE_TOKEN = re.compile(r"<0x[0-9A-Fa-f]{2}>")


class Tokenizer:
    """Text to ids and back.

    Attributes:
        special_tokens: token -> id. They stand for themselves in markup and are never made from a user's text.
        roles: the token that is `bos_token`, `eos_token`, `pad_token`, `unk_token`, ..., where there is one.
        vocab_size: one more than the largest id.
        byte_level: whether every entry is a string of bytes, so that decoding is exact for any text.
    """

    def __init__(self, backend: Backend, roles: dict[str, str] | None = None, specials: Iterable[str] = ()) -> None:
        """A tokenizer from an encoder of the `tokenizers` library (see `byte_level_bpe`), which it takes over.

        `roles` maps `bos_token`, `eos_token`, ... to tokens; those and `specials` become special tokens. A role
        whose token is not in the vocabulary is dropped with a note: an id of its own would be one that the
        model does not have.
        """
        backend.no_truncation()
        backend.no_padding()
        self.roles: dict[str, str] = {}
        for role, token in (roles or {}).items():
            if backend.token_to_id(token) is None:
                get_logger().warning("%s %r is not in the vocabulary: there is no %s", role, token, role)
            else:
                self.roles[role] = token
        known = {t.content for t in backend.get_added_tokens_decoder().values() if t.special}
        marked = [t for t in dict.fromkeys([*self.roles.values(), *specials]) if t not in known]
        backend.add_special_tokens([added_token(t) for t in marked if backend.token_to_id(t) is not None])
        backend.encode_special_tokens = True  # the library's name for: special tokens in a text are ordinary text
        self._backend = backend
        self._with_specials: Backend | None = None

        added = backend.get_added_tokens_decoder()
        self.special_tokens = {token.content: id for id, token in sorted(added.items()) if token.special}
        self.vocab_size = max(backend.get_vocab_size(with_added_tokens=True), max(added, default=-1) + 1)
        self.byte_level = _is_byte_level(backend)
        self.bos_id, self.eos_id, self.pad_id, self.unk_id = (
            self.special_tokens.get(self.roles.get(role, "")) for role in ROLES[:4]
        )
        self._all_bytes = _TokenBytes(self, skipped=frozenset())
        self._text_bytes = _TokenBytes(self, skipped=frozenset(self.special_tokens.values()))
        self._leaks = self._leaking_specials()

    def __reduce__(self) -> tuple[Any, ...]:
        # a copy made for another process goes through the constructor, because the library's object forgets there
        # that special tokens in a text are ordinary text
        return Tokenizer, (self._backend, self.roles, list(self.special_tokens))

    @classmethod
    def load(cls, folder: str | Path) -> "Tokenizer":
        """The tokenizer of a checkpoint's folder: tokenizer.json, or vocab.json with merges.txt.

        Added tokens come, in order of trust, from tokenizer.json, tokenizer_config.json, added_tokens.json and
        special_tokens.txt. An Aquila vocabulary has its eight special tokens whatever the files say.

        Raises:
            UserError: no such folder, no tokenizer in it, a broken file, files that contradict each other.
        """
        folder = Path(folder)
        if not folder.is_dir():
            raise UserError(f"no tokenizer at {str(folder)!r}: there is no such folder")
        from_json = (folder / "tokenizer.json").is_file()
        if from_json:
            backend = _read_tokenizer_json(folder / "tokenizer.json")
        elif (folder / "vocab.json").is_file() and (folder / "merges.txt").is_file():
            backend = read_byte_level_bpe(folder / "vocab.json", folder / "merges.txt")
        else:
            raise UserError(f"no tokenizer in {str(folder)!r}: it needs tokenizer.json, or vocab.json and merges.txt")
        aquila = is_aquila(backend)
        if aquila:
            backend = complete_aquila(backend)
        else:
            add_declared(backend, read_declared(folder), trust_backend=from_json)
        roles = read_roles(folder, backend.id_to_token, aquila)
        return cls(backend, roles, read_extra_specials(folder))

    def encode(self, text: str, allow_special: bool = False) -> list[int]:
        """The ids of `text`; nothing is put before or after them.

        With `allow_special` the special tokens written in `text` become their ids; without it they are text like
        any other.

        Raises:
            UserError: `text` holds half of a surrogate pair, which is no character.
        """
        backend = self._special_backend() if allow_special else self._backend
        try:
            ids = backend.encode(text, add_special_tokens=False).ids
        except TypeError:
            raise _not_text([text]) from None
        if self._leaks and not allow_special and not self._leaks.isdisjoint(ids):
            return self._encode_broken(text)
        return ids

    def encode_batch(self, texts: Sequence[str], allow_special: bool = False) -> list[list[int]]:
        """`encode` of many texts, on all cores."""
        backend = self._special_backend() if allow_special else self._backend
        try:
            encodings = backend.encode_batch_fast(list(texts), add_special_tokens=False)
        except TypeError:
            raise _not_text(texts) from None
        batch = [encoding.ids for encoding in encodings]
        if self._leaks and not allow_special:
            leaking = [not self._leaks.isdisjoint(ids) for ids in batch]
            batch = [
                self._encode_broken(text) if leaks else ids
                for text, ids, leaks in zip(texts, batch, leaking, strict=True)
            ]
        return batch

    def decode(self, ids: Iterable[int], skip_special: bool = True) -> str:
        """The text of `ids`: exact for ids from `encode`; bytes that are not UTF-8 become U+FFFD.

        Raises:
            UserError: an id is not in the vocabulary.
        """
        pieces = self._text_bytes if skip_special else self._all_bytes
        if self.byte_level:
            return b"".join([pieces[id] for id in ids]).decode("utf-8", "replace")
        return self._backend.decode([self._checked(id) for id in ids], skip_special_tokens=skip_special)

    def stream(self, skip_special: bool = True) -> StreamDecoder:
        """A decoder for ids that come one by one."""
        if self.byte_level:
            return StreamDecoder((self._text_bytes if skip_special else self._all_bytes).__getitem__)
        skipped = frozenset(self.special_tokens.values()) if skip_special else frozenset()
        return WindowStreamDecoder(
            lambda ids: self._backend.decode(ids, skip_special_tokens=skip_special),
            is_skipped=lambda id: self._checked(id) in skipped,
            is_byte=lambda id: _BYTE_TOKEN.fullmatch(self.id_to_token(id)) is not None,
        )

    def id_to_token(self, id: int) -> str:
        """The entry `id` as it stands in the vocabulary.

        Raises:
            UserError: `id` is not in the vocabulary.
        """
        token = self._backend.id_to_token(id) if id >= 0 else None
        if token is None:
            raise UserError(f"id {id} is not in the vocabulary, whose ids go from 0 to {self.vocab_size - 1}")
        return token

    def token_to_id(self, token: str) -> int | None:
        """The id of a vocabulary entry, None where there is no such entry."""
        return self._backend.token_to_id(token)

    def token_bytes(self, id: int) -> bytes:
        """The bytes that `id` stands for in a byte-level vocabulary; an added token stands for its own text."""
        return self._all_bytes[id]

    def to_json(self) -> str:
        """The whole encoder as the text of a tokenizer.json."""
        return self._backend.to_str()

    def save(self, folder: str | Path) -> None:
        """Write tokenizer.json, tokenizer_config.json, special_tokens_map.json and, for BPE, vocab.json and
        merges.txt. transformers' AutoTokenizer reads the same ids from them, special tokens included."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self._backend.save(str(folder / "tokenizer.json"))
        if type(self._backend.model).__name__ == "BPE":
            self._backend.model.save(str(folder))
        flags = ("lstrip", "normalized", "rstrip", "single_word", "special")
        added = {
            str(id): {"content": token.content, **{flag: getattr(token, flag) for flag in flags}}
            for id, token in sorted(self._backend.get_added_tokens_decoder().items())
        }
        config: dict[str, Any] = {
            "tokenizer_class": "PreTrainedTokenizerFast",
            # without this line other software deletes the blank before ".", "'s" and the like when it decodes
            "clean_up_tokenization_spaces": False,
            "added_tokens_decoder": added,
            **self.roles,
        }
        write_json(folder / "tokenizer_config.json", config)
        write_json(folder / "special_tokens_map.json", dict(self.roles))

    def _special_backend(self) -> Backend:
        """The encoder that knows special tokens in text: a second object, because the switch is a state of the
        library's object and other threads may be encoding. Made when first asked for."""
        if self._with_specials is None:
            self._with_specials = Backend.from_str(self._backend.to_str())
        return self._with_specials

    def _leaking_specials(self) -> frozenset[int]:
        """All special ids (but unk, a legitimate result), if the model itself makes one from its spelling, as a
        Unigram or a converted SentencePiece model does that has `</s>` among its pieces; else nothing."""
        guarded = frozenset(self.special_tokens.values()) - {self.unk_id}
        encodings = self._backend.encode_batch_fast(list(self.special_tokens), add_special_tokens=False)
        return guarded if any(not guarded.isdisjoint(encoding.ids) for encoding in encodings) else frozenset()

    def _encode_broken(self, text: str) -> list[int]:
        """Ids of a text whose special tokens the model would make itself: each is cut after its first character."""
        spelled = "|".join(re.escape(token) for token in self.special_tokens)
        cuts = [0, *(match.start() + 1 for match in re.finditer(f"(?={spelled})", text)), len(text)]
        pieces = [text[start:end] for start, end in itertools.pairwise(cuts)]
        encodings = self._backend.encode_batch_fast(pieces, add_special_tokens=False)
        return [id for encoding in encodings for id in encoding.ids]

    def _checked(self, id: int) -> int:
        self.id_to_token(id)
        return id


class _TokenBytes(dict[int, bytes]):
    """id -> bytes, filled as ids are met: of 100,000 entries a conversation uses a few hundred."""

    def __init__(self, tokenizer: Tokenizer, skipped: frozenset[int]) -> None:
        super().__init__()
        self._tokenizer, self._skipped = tokenizer, skipped
        self._added = {id: t.content for id, t in tokenizer._backend.get_added_tokens_decoder().items()}

    def __missing__(self, id: int) -> bytes:
        if id in self._skipped:
            value = b""
        elif id in self._added:
            value = self._added[id].encode("utf-8")
        else:
            value = token_to_bytes(self._tokenizer.id_to_token(id))
        self[id] = value
        return value


def _is_byte_level(backend: Backend) -> bool:
    return backend.decoder is not None and type(backend.decoder).__name__ == "ByteLevel"


def _read_tokenizer_json(path: Path) -> Backend:
    try:
        text = path.read_text(encoding="utf-8")
        backend = Backend.from_str(text)
    except OSError as error:
        raise UserError(f"cannot read {str(path)!r}: {error.strerror}") from None
    except Exception as error:  # the library raises plain Exception for everything
        raise UserError(f"{str(path)!r} is not a tokenizer: {' '.join(str(error).split())}") from None
    if not is_aquila(backend):  # whose added tokens are put right later
        _check_added_ids(path, text, backend)
    return backend


def _check_added_ids(path: Path, text: str, backend: Backend) -> None:
    """The library gives an added token the next free id when its own cannot be had, and goes on."""
    for match in re.finditer(r'"added_tokens"\s*:\s*(?=\[)', text):
        for entry in json.JSONDecoder().raw_decode(text, match.end())[0]:
            if backend.token_to_id(entry["content"]) != entry["id"]:
                raise UserError(
                    f"{str(path)!r}: added token {entry['content']!r} is declared as id {entry['id']}, but its place"
                    f" after the vocabulary is {backend.token_to_id(entry['content'])}"
                )


def _not_text(texts: Sequence[str]) -> UserError:
    for text in texts:
        if not isinstance(text, str):
            return UserError(f"a text to encode is a {type(text).__name__}, not a string")
        for at, char in enumerate(text):
            if "\ud800" <= char <= "\udfff":
                return UserError(
                    f"the text has half a surrogate pair ({char!r}) at character {at}: it is not Unicode text"
                )
    return UserError("the texts to encode must be strings")

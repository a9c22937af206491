"""Special tokens: which ones a folder declares, which roles they play, and the eight of Aquila.

The published Aquila files (vocab.json, merges.txt, tokenizer_config.json) name only `[CLS]` and `</s>`. Software
that adds what is named numbers these two 100000 and 100001 and drops the other six; the models were trained with
all eight, in order, from 100000. A vocabulary that is Aquila's by its content therefore always gets the eight.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import AddedToken
from tokenizers import Tokenizer as Backend

from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json_if_there
from aquila2.base.log import get_logger
from aquila2.tokenizer.byte_level import CHAR_TO_BYTE

AQUILA_VOCAB_SIZE = 100_000
END_OF_TEXT = "<|endoftext|>"
AQUILA_SPECIALS = (
    "<|startofpiece|>",
    "<|endofpiece|>",
    "<|LDWANG|>",
    "[MASK]",
    "[gMASK]",
    "[sMASK]",
    "[CLS]",
    "</s>",
)
AQUILA_ROLES = {"bos_token": "[CLS]", "eos_token": "</s>", "pad_token": END_OF_TEXT, "unk_token": END_OF_TEXT}

# what tells Aquila's 100,000 entries from another byte-level vocabulary of that size: first merges and last entry
_AQUILA_ENTRIES = {257: "ĠĠ", 258: "ä¸", 259: "Ġt", 260: "ï¼", 99_999: "çŃīè¯¾ç¨ĭ"}

ROLES = ("bos_token", "eos_token", "pad_token", "unk_token", "cls_token", "sep_token", "mask_token")


@dataclass(frozen=True)
class Declared:
    """A token that a file says was added to the vocabulary. `id` is None where the file gives only an order."""

    token: AddedToken
    id: int | None
    file: str


def is_aquila(backend: Backend) -> bool:
    """Whether the vocabulary is Aquila's, told by its entries alone. The eight special tokens may be part of the
    vocabulary (as in the files made for llama.cpp), be added to it, or be missing."""
    size = backend.get_vocab_size(with_added_tokens=False)
    if size not in (AQUILA_VOCAB_SIZE, AQUILA_VOCAB_SIZE + len(AQUILA_SPECIALS)):
        return False
    entries = {0: END_OF_TEXT, **dict(enumerate(sorted(CHAR_TO_BYTE), start=1)), **_AQUILA_ENTRIES}
    return all(backend.id_to_token(id) == token for id, token in entries.items())


def complete_aquila(backend: Backend) -> Backend:
    """Aquila's encoder with `<|endoftext|>` and all eight special tokens at their ids.

    Added tokens at wrong ids are the trap described above, saved by other software: they are put right. Where
    100000 onwards holds tokens that are not among the eight, somebody extended the vocabulary another way, and
    it is left as it is.
    """
    wanted = {AQUILA_VOCAB_SIZE + k: token for k, token in enumerate(AQUILA_SPECIALS)}
    found = {id: backend.id_to_token(id) for id in wanted}
    if any(token is not None and token not in AQUILA_SPECIALS for token in found.values()):
        return backend
    extra = [t for id, t in sorted(backend.get_added_tokens_decoder().items()) if t.content not in AQUILA_SPECIALS]
    if any(token is not None and token != wanted[id] for id, token in found.items()):
        get_logger().warning(
            "this Aquila tokenizer numbers its special tokens wrongly (saved by other software): put right to %d-%d",
            min(wanted),
            max(wanted),
        )
        backend = _without_added_tokens(backend)
    backend.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in (END_OF_TEXT, *AQUILA_SPECIALS)])
    for token in extra:
        if backend.token_to_id(token.content) is None:
            (backend.add_special_tokens if token.special else backend.add_tokens)([token])
    return backend


def _without_added_tokens(backend: Backend) -> Backend:
    bare = Backend(backend.model)
    for part in ("normalizer", "pre_tokenizer", "post_processor", "decoder"):
        if getattr(backend, part) is not None:
            setattr(bare, part, getattr(backend, part))
    return bare


def read_declared(folder: Path) -> list[Declared]:
    """The added tokens that the files beside the vocabulary declare, the most trusted file first."""
    declared: list[Declared] = []
    decoder = read_json_if_there(folder / "tokenizer_config.json").get("added_tokens_decoder") or {}
    added = read_json_if_there(folder / "added_tokens.json")
    try:
        entries = [("tokenizer_config.json", int(id), entry) for id, entry in decoder.items()]
        entries += [("added_tokens.json", int(id), content) for content, id in added.items()]
        declared += [Declared(added_token(entry), id, file) for file, id, entry in entries]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise UserError(
            f"{str(folder)!r}: added_tokens_decoder in tokenizer_config.json must map ids to objects with `content`,"
            " and added_tokens.json must map tokens to ids"
        ) from None
    declared.sort(key=lambda item: (item.file != "tokenizer_config.json", item.id))
    listed = folder / "special_tokens.txt"
    if listed.is_file():
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line:
                declared.append(Declared(added_token(line), None, "special_tokens.txt"))
    return declared


def added_token(entry: str | dict[str, Any]) -> AddedToken:
    """An added token from its form in the JSON files: its text, or an object with its flags."""
    if isinstance(entry, str):
        return AddedToken(entry, special=True, normalized=False)
    flags = ("lstrip", "rstrip", "single_word", "normalized", "special")
    given: dict[str, Any] = {"normalized": False, "special": True, **{f: entry[f] for f in flags if f in entry}}
    return AddedToken(entry["content"], **given)


def add_declared(backend: Backend, declared: Iterable[Declared], trust_backend: bool) -> None:
    """Add the declared tokens that the vocabulary lacks, each at the id its file gives.

    `trust_backend` (a tokenizer.json was there): a file that contradicts the vocabulary is passed over.

    Raises:
        UserError: a declared id cannot be had, so every later id would be wrong.
    """
    for item in declared:
        content = item.token.content
        known = backend.token_to_id(content)
        if known is None and trust_backend and item.id != _next_id(backend):
            continue
        if known is None and item.id is not None and item.id != _next_id(backend):
            raise UserError(
                f"{item.file}: {content!r} is declared as id {item.id}, but the next free id is {_next_id(backend)}:"
                " the vocabulary beside it is another one"
            )
        if known is not None and item.id is not None and known != item.id:
            if trust_backend:
                continue
            raise UserError(
                f"{item.file}: {content!r} is declared as id {item.id}, but the vocabulary has it as {known}"
            )
        _add(backend, item.token)


def _next_id(backend: Backend) -> int:
    return backend.get_vocab_size(with_added_tokens=True)


def _add(backend: Backend, token: AddedToken) -> None:
    (backend.add_special_tokens if token.special else backend.add_tokens)([token])


def read_roles(folder: Path, token_of: Callable[[int], str | None], aquila: bool) -> dict[str, str]:
    """Which token plays which role (`bos_token`, `eos_token`, ...), as the folder's files say: tokenizer_config.json,
    then special_tokens_map.json, then the ids of generation_config.json and config.json.

    In an Aquila folder `<|endoftext|>` as bos or eos is the default of the class named there (GPT-2), not a fact
    about the model: Aquila's own roles stand.
    """
    roles: dict[str, str] = {}
    for name in ("tokenizer_config.json", "special_tokens_map.json"):
        stated = read_json_if_there(folder / name)
        for role in ROLES:
            value = stated.get(role)
            content = value.get("content") if isinstance(value, dict) else value
            if isinstance(content, str) and content:
                roles.setdefault(role, content)
    for name in ("generation_config.json", "config.json"):
        stated = read_json_if_there(folder / name)
        for role in ("bos_token", "eos_token", "pad_token"):
            id = stated.get(f"{role}_id")
            id = id[0] if isinstance(id, list) and id else id
            token = token_of(id) if isinstance(id, int) and id >= 0 else None
            if token is not None:
                roles.setdefault(role, token)
    if aquila:
        roles = {r: t for r, t in roles.items() if not (r in ("bos_token", "eos_token") and t == END_OF_TEXT)}
        roles = AQUILA_ROLES | roles
    return roles


def read_extra_specials(folder: Path) -> list[str]:
    """Tokens that the configuration calls special beyond the roles (`additional_special_tokens` and its new name)."""
    found: list[str] = []
    for name in ("tokenizer_config.json", "special_tokens_map.json"):
        stated = read_json_if_there(folder / name)
        for key in ("additional_special_tokens", "extra_special_tokens"):
            listed = stated.get(key) or []
            values = listed.values() if isinstance(listed, dict) else listed
            found += [value["content"] if isinstance(value, dict) else str(value) for value in values]
    return found

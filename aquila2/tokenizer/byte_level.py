"""Byte-level BPE as GPT-2 has it: every byte is written as one printable character, so any text has ids."""

from pathlib import Path

from tokenizers import Tokenizer as Backend
from tokenizers import decoders, models, pre_tokenizers

from aquila2.base.errors import UserError


def _alphabet() -> dict[int, str]:
    """GPT-2's table, byte -> character: printable Latin-1 stands for itself, the 68 others for U+0100 onwards."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(0x100 + k) for k, byte in enumerate(others)}


BYTE_TO_CHAR: dict[int, str] = _alphabet()
CHAR_TO_BYTE: dict[str, int] = {char: byte for byte, char in BYTE_TO_CHAR.items()}


def token_to_bytes(token: str) -> bytes:
    """The bytes that a vocabulary entry stands for. An entry with a character outside the alphabet (an old
    special token, say) stands for its own text, as in `tokenizers`' ByteLevel decoder."""
    try:
        return bytes(CHAR_TO_BYTE[char] for char in token)
    except KeyError:
        return token.encode("utf-8")


def byte_level_bpe(vocab: dict[str, int], merges: list[tuple[str, str]]) -> Backend:
    """A byte-level BPE encoder with GPT-2's split pattern and no blank put in front.

    Raises:
        UserError: a merge makes a token that the vocabulary lacks.
    """
    try:
        model = models.BPE(vocab, merges)
    except Exception as error:  # the library raises plain Exception for everything
        raise UserError(f"the vocabulary and its merges do not fit: {' '.join(str(error).split())}") from None
    return _around(model)


def read_byte_level_bpe(vocab: Path, merges: Path) -> Backend:
    """The same from a vocab.json and a merges.txt.

    Raises:
        UserError: the files are not what their names say, or do not belong together.
    """
    try:
        model = models.BPE.from_file(str(vocab), str(merges))
    except Exception as error:
        reason = " ".join(str(error).split())
        raise UserError(f"cannot read a tokenizer from {str(vocab)!r} and {merges.name}: {reason}") from None
    return _around(model)


def _around(model: models.BPE) -> Backend:
    backend = Backend(model)
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    backend.decoder = decoders.ByteLevel()
    return backend

"""Text as it comes: ids to text without half characters, and text without what may become a stop string."""

import codecs
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aquila2.base.errors import UserError


@dataclass(frozen=True)
class Stops:
    """Where an answer ends: at one of these ids, or before one of these strings, which may straddle tokens."""

    ids: frozenset[int] = frozenset()
    strings: tuple[str, ...] = ()


class StreamDecoder:
    """Ids in, text out. All texts together are exactly `Tokenizer.decode` of all ids; no text ever ends inside a
    character. Made by `Tokenizer.stream`; serves one sequence.

    `to_bytes` gives the bytes of an id in a byte-level vocabulary. Bytes are decoded as they come, so a token
    costs O(its own length); bytes that are not UTF-8 become U+FFFD as soon as that is certain.
    """

    def __init__(self, to_bytes: Callable[[int], bytes]) -> None:
        self._to_bytes = to_bytes
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def push(self, id: int) -> str:
        """The text that `id` completes, often its own, empty where a character is still open.

        Raises:
            UserError: `id` is not in the vocabulary.
        """
        return self._decoder.decode(self._to_bytes(id))

    def finish(self) -> str:
        """What was held back: an open character, as U+FFFD. The sequence ends here."""
        return self._decoder.decode(b"", final=True)


class WindowStreamDecoder(StreamDecoder):
    """The same for vocabularies that are not byte-level, whose decoders look at neighbouring tokens.

    A window of ids is decoded: those of the last text given out, as context, and those after it. Text is held back
    while it ends in U+FFFD or in a byte token (`<0xE4>`), because such a run is decoded as a whole: one bad byte
    turns all of it into U+FFFD.
    """

    def __init__(
        self, decode: Callable[[list[int]], str], is_skipped: Callable[[int], bool], is_byte: Callable[[int], bool]
    ) -> None:
        self._decode, self._is_skipped, self._is_byte = decode, is_skipped, is_byte
        self._context: list[int] = []  # already given out
        self._new: list[int] = []

    def push(self, id: int) -> str:
        if self._is_skipped(id):
            return ""
        self._new.append(id)
        if self._is_byte(id):
            return ""
        text = self._unseen()
        if text.endswith("\ufffd"):
            return ""
        self._context, self._new = self._new, []
        return text

    def finish(self) -> str:
        text = self._unseen()
        self._context, self._new = self._context + self._new, []
        return text

    def _unseen(self) -> str:
        return self._decode(self._context + self._new)[len(self._decode(self._context)) :]


class StopFilter:
    """Text in, text out, cut before the first stop string, however the text is divided.

    "First" is the one that is complete first (of two that end together, the longer). What may still become a
    stop string is held back: the longest end of the text that begins one.
    """

    def __init__(self, strings: Iterable[str]) -> None:
        """Raises:
        UserError: an empty stop string, which every text would contain.
        """
        self._strings = tuple(dict.fromkeys(strings))
        if "" in self._strings:
            raise UserError("stop='': a stop string must have at least one character")
        self._beginnings = {string[:length] for string in self._strings for length in range(1, len(string))}
        self._longest = max((len(string) for string in self._strings), default=1) - 1
        self._held = ""
        self._stopped = False

    def push(self, text: str) -> tuple[str, bool]:
        """The text that can be given out now, and whether a stop string was met. After that everything is swallowed."""
        if self._stopped:
            return "", True
        text = self._held + text
        ends = [(at + len(string), at) for string in self._strings if (at := text.find(string)) >= 0]
        if ends:
            self._held, self._stopped = "", True
            return text[: min(ends)[1]], True
        for length in range(min(self._longest, len(text)), 0, -1):
            if text[-length:] in self._beginnings:
                self._held = text[-length:]
                return text[:-length], False
        self._held = ""
        return text, False

    def finish(self) -> str:
        """What was held back and did not become a stop string. The text ends here."""
        held, self._held = self._held, ""
        return held

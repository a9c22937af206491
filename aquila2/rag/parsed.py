"""What a file becomes: one text, blocks that say what its parts are, and the pages they stand on."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "heading", "table", "code"]


class UnreadableError(Exception):
    """A file that cannot be read; the message says why and what to do. The other files go on."""


@dataclass(frozen=True)
class Limits:
    """What a file may be, so that one of them cannot take all memory or time.

    Compressed Office files are measured before they are unpacked, by the sizes that their directory states: the
    unpacking stops there.
    """

    file_bytes: int = 200_000_000
    unpacked_bytes: int = 1_000_000_000
    unpacked_ratio: int = 200  # of unpacked to packed bytes, above 10 MB
    characters: int = 50_000_000
    pages: int = 10_000


@dataclass(frozen=True)
class Block:
    """Characters `start` to `end` of the text: a paragraph, a heading (of `level` 1, 2 ...), a table, code."""

    start: int
    end: int
    kind: Kind = "text"
    level: int = 0


@dataclass(frozen=True)
class Page:
    """Where a page begins: its number from 1 (a slide's, a record's line) or a sheet's name. No chunk reaches over the
    beginning of a page that is `apart`."""

    start: int
    label: str
    apart: bool = False


@dataclass(frozen=True)
class Parsed:
    """A file as text. `notes` are what the user should know: pages without text, records left out."""

    text: str
    blocks: list[Block]
    pages: list[Page]
    notes: list[str] = field(default_factory=list)


class Builder:
    """Puts a `Parsed` together, block by block."""

    def __init__(self, limits: Limits) -> None:
        self.notes: list[str] = []
        self._limits = limits
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._pages: list[Page] = []
        self._length = 0

    def page(self, label: str, apart: bool = False) -> None:
        """What is added from here on stands on this page."""
        if len(self._pages) >= self._limits.pages and not apart:
            raise UnreadableError(f"over {self._limits.pages:,} pages: divide it")
        self._pages.append(Page(self._length, label, apart))

    def add(self, text: str, kind: Kind = "text", level: int = 0) -> None:
        """One more block; an empty one is nothing."""
        text = text.strip("\n").encode("utf-8", "replace").decode("utf-8")  # halves of surrogate pairs become `?`
        if not text.strip():
            return
        self._blocks.append(Block(self._length, self._length + len(text), kind, level))
        self._parts += [text, "\n\n"]
        self._length += len(text) + 2
        check_length(self._length, self._limits)

    def done(self) -> Parsed:
        return Parsed("".join(self._parts), self._blocks, self._pages, self.notes)


def check_length(characters: int, limits: Limits) -> None:
    if characters > limits.characters:
        raise UnreadableError(f"over {limits.characters:,} characters of text: divide it")

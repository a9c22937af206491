"""Documents cut into chunks: along headings, paragraphs, sentences and table rows, none longer than asked.

Sizes are in tokens as `estimate_tokens` counts them: with any embedder, or none, the same document has the same chunks.
"""

import bisect
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from aquila2.rag.parsed import Block, Page, Parsed

CHINESE = "\u2e80-\u2fdf\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"

# a sentence ends behind its mark and the quotes and blanks that follow; a Latin full stop ends one only before a blank
_SENTENCE = re.compile(r"(?:[。！？!?…]+[”’」』）)\]\"']*|[.;；][\"')\]]*(?=\s)|\n)\s*")
_CLAUSE = re.compile(r"[，,、：:；;]\s*|\s+")


@dataclass(frozen=True)
class Chunk:
    """Characters `start` to `end` of a document's text, its `number` in the document from 0, the page or pages it
    stands on (`3`, `3-4`; empty where there are none), and what stands above it: headings, or a table's first row."""

    number: int
    start: int
    end: int
    page: str
    above: str


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    tokens: int
    repeatable: bool  # may begin the next chunk too


def estimate_tokens(text: str) -> int:
    """About the tokens of `text` to a multilingual model, rather too many: one for a Chinese character (three bytes of
    UTF-8), one for three others. Two lengths tell both: nothing is looked at twice."""
    wide = (len(text.encode("utf-8", "surrogatepass")) - len(text)) / 2
    return math.ceil(wide + (len(text) - wide) / 3)


def chunk(parsed: Parsed, size: int = 400, overlap: int = 40) -> list[Chunk]:
    """Cut a document into chunks of at most `size` tokens.

    A chunk of running text begins with the last sentences of the one before, up to `overlap` tokens. Headings begin a
    chunk, unless what came before them is short; pages that stand apart always do.
    """
    chunks: list[Chunk] = []
    for page, blocks in _apart(parsed):
        _chunk_blocks(parsed, blocks, page, size, overlap, chunks)
    return chunks


def _apart(parsed: Parsed) -> Iterator[tuple[Page | None, list[Block]]]:
    """The runs of blocks that no chunk may reach over."""
    borders = [page for page in parsed.pages if page.apart]
    at = 0
    while at < len(parsed.blocks):
        found = bisect.bisect_right(borders, parsed.blocks[at].start, key=lambda page: page.start)
        end = borders[found].start if found < len(borders) else len(parsed.text) + 1
        stop = bisect.bisect_left(parsed.blocks, end, key=lambda block: block.start)
        yield (borders[found - 1] if found else None), parsed.blocks[at:stop]
        at = stop


def _chunk_blocks(
    parsed: Parsed, blocks: list[Block], apart: Page | None, size: int, overlap: int, chunks: list[Chunk]
) -> None:
    text = parsed.text
    headings: list[tuple[int, str]] = []
    held: list[_Piece] = []
    above, filled = "", 0

    def flush(keep: int) -> None:
        nonlocal held, filled
        if held:
            start = held[0].start
            end = start + len(text[start : held[-1].end].rstrip())
            if end > start:
                page = apart.label if apart else _pages_of(parsed.pages, start, end)
                chunks.append(Chunk(len(chunks), start, end, page, above))
        kept: list[_Piece] = []
        total = 0
        for piece in reversed(held):
            total += piece.tokens
            if total > keep or not piece.repeatable:
                break
            kept.insert(0, piece)
        held = kept if len(kept) < len(held) else []
        filled = sum(piece.tokens for piece in held)

    for block in blocks:
        if block.kind == "heading":
            if filled > size // 3:
                flush(0)
            headings = [(level, title) for level, title in headings if level < block.level]
        elif block.kind == "table":
            flush(0)
        if not held:
            above = " > ".join(title for _, title in headings)
        header = _first_row(text, block) if block.kind == "table" else ""
        for number, piece in enumerate(_pieces(text, block, size)):
            if held and filled + piece.tokens > size:
                flush(overlap)
                if filled + piece.tokens > size:
                    held, filled = [], 0
                above = " > ".join(title for _, title in headings)
                if header and number:
                    above = f"{above} > {header}" if above else header
            held.append(piece)
            filled += piece.tokens
        if block.kind == "heading":
            headings.append((block.level, " ".join(text[block.start : block.end].split()).lstrip("# ")[:200]))
        elif block.kind == "table":
            flush(0)
    flush(0)


def _pieces(text: str, block: Block, size: int) -> Iterator[_Piece]:
    """The smallest parts of a block that stay whole: sentences, rows, lines; what is longer than a chunk is cut at
    clauses, then anywhere."""
    running = block.kind == "text"
    for start, end in _cuts(text, block.start, block.end, _SENTENCE if running else re.compile("\n")):
        tokens = estimate_tokens(text[start:end])
        if tokens <= size:
            yield _Piece(start, end, tokens, running)
            continue
        at, held, longest = start, 0, 0
        for left, right in _cuts(text, start, end, _CLAUSE):
            for a in range(left, right, size):
                b = min(a + size, right)
                more = estimate_tokens(text[a:b])
                if held and held + more > size:
                    yield _Piece(at, a, held, False)
                    at, held = a, 0
                held += more
                longest = b
        yield _Piece(at, longest, held, False)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand, those of blanks alone left out."""
    return [(start, end) for start, end in _cuts(text, 0, len(text), _SENTENCE) if text[start:end].strip()]


def _cuts(text: str, start: int, end: int, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    at = start
    for match in mark.finditer(text, start, end):
        if match.end() > at:
            yield at, match.end()
            at = match.end()
    if at < end:
        yield at, end


def _first_row(text: str, block: Block) -> str:
    return text[block.start : block.end].partition("\n")[0].strip()[:300]


def _pages_of(pages: list[Page], start: int, end: int) -> str:
    first, last = (bisect.bisect_right(pages, at, key=lambda page: page.start) for at in (start, end - 1))
    labels = dict.fromkeys(page.label for page in (pages[first - 1 : first] + pages[last - 1 : last]) if first)
    return "-".join(labels)

"""Plain text, Markdown, CSV and JSON Lines: the file's own characters, so that offsets are the file's."""

import csv
import re

from aquila2.base.sources import FIELDS, json_value
from aquila2.rag.parsed import Block, Builder, Limits, Parsed, UnreadableError, check_length

_PARAGRAPH = re.compile(r"\n[ \t\u3000]*\n+")
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_FENCE = re.compile(r"[ ]{0,3}(```+|~~~+)")


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030, with line ends as `\\n`.

    Raises:
        UnreadableError: none of these.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        order = ["utf-16"]
    elif b"\0" in data[:8192]:
        raise UnreadableError("it is not text: there are zero bytes in it")
    else:
        order = ["utf-8-sig", "gb18030"]
    for encoding in order:
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise UnreadableError("its characters are neither UTF-8 nor GB 18030: save it as UTF-8")


def parse_plain(data: bytes, limits: Limits) -> Parsed:
    text = decode(data)
    check_length(len(text), limits)
    return Parsed(text, _paragraphs(text, 0, len(text)), [])


def parse_markdown(data: bytes, limits: Limits) -> Parsed:
    """Headings (`#`), fenced code and pipe tables are blocks of their own; the rest is paragraphs."""
    text = decode(data)
    check_length(len(text), limits)
    blocks: list[Block] = []
    at = plain = 0  # plain: where the paragraphs that are not yet blocks begin
    fence = ""
    start = 0
    table = -1
    for line in [*text.splitlines(keepends=True), "\n"]:
        is_row = not fence and line.lstrip().startswith("|")
        if table >= 0 and not is_row:
            blocks.append(Block(table, at, "table"))
            plain, table = at, -1
        marked = _FENCE.match(line)
        if fence:
            if marked and marked[1].startswith(fence) and not line.strip(" `~\n"):
                blocks.append(Block(start, at + len(line), "code"))
                plain, fence = at + len(line), ""
        elif marked or is_row or _HEADING.match(line):
            if table < 0:
                blocks += _paragraphs(text, plain, at)
            if marked:
                fence, start = marked[1], at
            elif is_row:
                table = at if table < 0 else table
            else:
                blocks.append(Block(at, at + len(line.rstrip()), "heading", len(line) - len(line.lstrip("#"))))
                plain = at + len(line)
        at += len(line)
    end = len(text)
    blocks += [Block(start, end, "code")] if fence else _paragraphs(text, plain, end)
    return Parsed(text, [block for block in blocks if text[block.start : block.end].strip()], [])


def parse_csv(data: bytes, limits: Limits) -> Parsed:
    """One table; its first row stands above every chunk. A row within quotes over several lines is not cut."""
    text = decode(data)
    check_length(len(text), limits)
    try:
        csv.Sniffer().sniff(text[:8192], ",;\t|")
    except csv.Error:
        return Parsed(text, _paragraphs(text, 0, len(text)), [], ["no table was found in it: read as plain text"])
    return Parsed(text, [Block(0, len(text.rstrip()), "table")], [])


def parse_jsonl(data: bytes, limits: Limits, fields: tuple[str, ...] = ()) -> Parsed:
    """A record a line, each apart from the others, its page the line's number. The text is in the fields asked for, or
    in `text` or `content`; a `title` besides stands above it."""
    builder = Builder(limits)
    left_out = []
    for number, line in enumerate(decode(data).split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json_value(line.encode("utf-8"))
            text = value if isinstance(value, str) else _record_text(value, fields)
        except (ValueError, UnicodeEncodeError) as error:
            left_out.append(f"line {number}: {error}")
            continue
        builder.page(str(number), apart=True)
        if isinstance(value, dict) and isinstance(value.get("title"), str) and "title" not in fields:
            builder.add(" ".join(value["title"].split()), "heading", 1)
        for paragraph in text.split("\n\n"):
            builder.add(paragraph)
    if left_out:
        builder.notes.append(f"{len(left_out):,} records left out; {left_out[0]}")
    parsed = builder.done()
    if left_out and not parsed.blocks:
        raise UnreadableError(f"no record can be read; {left_out[0]}")
    return parsed


def _record_text(value: object, fields: tuple[str, ...]) -> str:
    if not isinstance(value, dict):
        raise ValueError(f"a {type(value).__name__}, not an object with a text")
    names = fields or tuple(name for name in FIELDS if name in value)[:1]
    found = [value[name] for name in names if isinstance(value.get(name), str)]
    if not found:
        asked = " or ".join(map(repr, fields or FIELDS))
        raise ValueError(f"no text in {asked}; it has {', '.join(map(str, value))}: name it with field="[:200])
    return "\n\n".join(found)


def _paragraphs(text: str, start: int, end: int) -> list[Block]:
    blocks = []
    at = start
    for match in _PARAGRAPH.finditer(text, start, end):
        blocks.append(Block(at, match.start()))
        at = match.end()
    blocks.append(Block(at, end))
    return [block for block in blocks if text[block.start : block.end].strip()]

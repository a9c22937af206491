"""HTML: the text that a reader sees, with headings, tables and code told apart."""

import re
from typing import Any

from aquila2.rag.parsed import Builder, Limits, Parsed
from aquila2.rag.read_text import decode

_UNSEEN = ["script", "style", "noscript", "template", "svg", "nav", "iframe", "object", "select", "button"]
_NAMES = (
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead title tr ul"
)
_BLOCKS = frozenset(_NAMES.split())
_BLANKS = re.compile(r"\s+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def parse_html(data: bytes, limits: Limits) -> Parsed:
    """Raises UnreadableError where the characters cannot be made out."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_decode(data))
    builder = Builder(limits)
    title = tree.css_first("title")
    headed = tree.css_first("h1") is not None
    if title is not None and not headed:
        builder.add(" ".join(title.text().split()), "heading", 1)
    tree.strip_tags(_UNSEEN)
    if tree.body is not None:
        line: list[str] = []
        _walk(tree.body, builder, line)
        _flush(builder, line)
    return builder.done()


def _walk(root: Any, builder: Builder, line: list[str]) -> None:
    """Depth first without recursion: a hostile page may nest deeper than Python does."""
    node = root.child
    while node is not None:
        tag = node.tag
        inside = None
        if tag == "-text":
            line.append(_BLANKS.sub(" ", node.text_content or ""))
        elif tag == "br":
            line.append("\n")
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            _flush(builder, line)
            builder.add(" ".join(node.text().split()), "heading", int(tag[1]))
        elif tag == "pre":
            _flush(builder, line)
            builder.add(node.text(), "code")
        elif tag == "table" and node.css_first("table table") is None:
            _flush(builder, line)
            rows = [[" ".join(cell.text().split()) for cell in row.css("td, th")] for row in node.css("tr")]
            builder.add("\n".join(" | ".join(row) for row in rows if any(row)), "table")
        elif not tag.startswith(("-", "!")):
            if tag in _BLOCKS:
                _flush(builder, line)
            if tag == "li":
                line.append("- ")
            inside = node.child
        if inside is not None:
            node = inside
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node.mem_id == root.mem_id:
                return
            if node.tag in _BLOCKS:
                _flush(builder, line)
        node = node.next if node is not None else None


def _flush(builder: Builder, line: list[str]) -> None:
    """What was gathered becomes a paragraph, its blanks as a browser shows them."""
    text = "\n".join(" ".join(part.split()) for part in "".join(line).split("\n"))
    builder.add(text if text.strip("- \n") else "")
    line.clear()


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk") else name)
        except (LookupError, UnicodeDecodeError):
            pass  # what it says is wrong: as any text
    return decode(data)

"""PDF, through pdfium (Chromium's): text page by page, its lines joined into paragraphs."""

import re
import threading
from typing import Any

from aquila2.rag.chunker import CHINESE
from aquila2.rag.parsed import Builder, Limits, Parsed, UnreadableError

_PDFIUM = threading.Lock()  # the library is not made for several threads
_ENDS = tuple("。！？!?.:：；;”』」")
_ITEM = re.compile(r"\s*([-•·●◦▪*]|\(?\d{1,3}[.)、]|[一二三四五六七八九十]+、|第.{1,4}[章节条])")
_ONE_WORD = re.compile(rf"[{CHINESE}，。、；：？！（）《》“”]")


def parse_pdf(data: bytes, limits: Limits) -> Parsed:
    """Raises UnreadableError for a password, a scan (pages without any text) and what is damaged."""
    import pypdfium2

    builder = Builder(limits)
    silent = 0
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnreadableError("it is protected by a password: save it without one") from None
            raise UnreadableError(f"a damaged PDF: {error}") from None
        try:
            count = len(document)
            for number in range(count):
                builder.page(str(number + 1))
                text = _page_text(document, number)
                silent += not text.strip()
                for paragraph in _paragraphs(text):
                    builder.add(paragraph)
        finally:
            document.close()
    if count and silent == count:
        raise UnreadableError(
            f"{count:,} pages without any text: it is a scan; have its characters recognised (OCR) first"
        )
    if silent:
        builder.notes.append(f"{silent:,} of {count:,} pages have no text: they are empty or scans")
    return builder.done()


def _page_text(document: Any, number: int) -> str:
    page = document[number]
    try:
        found = page.get_textpage()
        text: str = found.get_text_bounded()
        found.close()
    finally:
        page.close()
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\0", "")


def _paragraphs(text: str) -> list[str]:
    """Lines that a page's width broke become one again: a line that is nearly as long as the longest, and ends no
    sentence, goes on in the next, unless that begins an item of a list."""
    lines = [line.rstrip() for line in text.split("\n")]
    widths = [len(line) + len(_ONE_WORD.findall(line)) for line in lines]  # a Chinese character is two letters wide
    longest = max(widths, default=0)
    paragraphs: list[str] = []
    joins = False
    for line, width in zip(lines, widths, strict=True):
        if joins and line and not _ITEM.match(line):
            last = paragraphs[-1]
            if last.endswith("-") and line[:1].islower():
                paragraphs[-1] = last[:-1] + line
            else:
                chinese = _ONE_WORD.match(last[-1]) and _ONE_WORD.match(line.lstrip()[0])
                paragraphs[-1] = last + ("" if chinese else " ") + line.lstrip()
        else:
            paragraphs.append(line)
        joins = bool(line) and width > 0.7 * longest and not line.endswith(_ENDS)
    return "\n".join(paragraphs).split("\n\n")

"""DOCX, PPTX and XLSX: paragraphs, headings, tables, slides with their notes, sheets."""

import io
from collections.abc import Iterable
from typing import Any

from aquila2.rag.parsed import Builder, Limits, Parsed


def parse_docx(data: bytes, limits: Limits) -> Parsed:
    """The body in its order. Page numbers are not in the file: the program that shows it makes them."""
    import docx
    from docx.table import Table

    builder = Builder(limits)
    for item in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(item, Table):
            _add_table(builder, ([cell.text for cell in row.cells] for row in item.rows))
        else:
            builder.add(item.text, *_docx_kind(item))
    return builder.done()


def _docx_kind(paragraph: Any) -> tuple[Any, int]:
    """A paragraph's kind and level, by the name of its style (`Heading 2`, 标题 2, `Title`)."""
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    first, _, level = name.rpartition(" ")
    if first.lower() in ("heading", "标题") and level.isdigit():
        return "heading", int(level)
    return ("heading", 1) if name == "Title" else ("text", 0)


def parse_pptx(data: bytes, limits: Limits) -> Parsed:
    """A slide a page, no chunk over two of them; what the speaker notes comes behind the slide's text."""
    import pptx

    builder = Builder(limits)
    for number, slide in enumerate(pptx.Presentation(io.BytesIO(data)).slides, 1):
        builder.page(str(number), apart=True)
        title = slide.shapes.title
        if title is not None and title.has_text_frame:
            builder.add(" ".join(title.text_frame.text.split()), "heading", 1)
        for shape in _shapes(slide.shapes):
            if shape.has_text_frame and (title is None or shape.shape_id != title.shape_id):
                builder.add(shape.text_frame.text.replace("\v", "\n"))
            elif getattr(shape, "has_table", False):
                _add_table(builder, ([cell.text for cell in row.cells] for row in shape.table.rows))
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            builder.add(slide.notes_slide.notes_text_frame.text)
    return builder.done()


def _shapes(shapes: Any) -> Iterable[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):  # a group
            yield from _shapes(shape.shapes)
        else:
            yield shape


def parse_xlsx(data: bytes, limits: Limits) -> Parsed:
    """A sheet a page, one table each, with the values that the program last computed."""
    import openpyxl

    builder = Builder(limits)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            builder.page(sheet.title, apart=True)
            _add_table(builder, ([_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)))
    finally:
        book.close()
    return builder.done()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _add_table(builder: Builder, rows: Iterable[list[str]]) -> None:
    lines = []
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells):
            lines.append(" | ".join(cells).rstrip(" |"))
    builder.add("\n".join(lines), "table")

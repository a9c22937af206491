"""Every kind of file, and what is wrong with some."""

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pptx
import pypdf
import pytest

from aquila2.rag.parsed import Limits, UnreadableError
from aquila2.rag.read_file import read_bytes


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF whose pages show these lines, written by hand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        lines = " T* ".join(f"({line}) Tj" for line in text.split("\n"))
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {lines} ET" if text else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R /Resources {font} >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return (out + f"startxref\n{out.index('xref')}\n%%EOF\n").encode()


def encrypted(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    return saved(writer.write)


def kinds(data: bytes, name: str) -> list[tuple[str, str]]:
    parsed = read_bytes(data, name)
    return [(block.kind, parsed.text[block.start : block.end]) for block in parsed.blocks]


def test_pdf_has_pages_and_lines_that_belong_together_are_joined() -> None:
    parsed = read_bytes(pdf("This line was broken at the edge of the\npage and goes on here.", "Second page."), "a.pdf")
    assert [page.label for page in parsed.pages] == ["1", "2"]
    assert "at the edge of the page and goes on" in parsed.text
    assert parsed.text[parsed.pages[1].start :].startswith("Second page.")


def test_a_pdf_whose_pages_have_no_text_is_said_to_be_a_scan() -> None:
    with pytest.raises(UnreadableError, match="2 pages without any text: it is a scan"):
        read_bytes(pdf("", ""), "a.pdf")
    assert "1 of 2 pages have no text" in read_bytes(pdf("text", ""), "a.pdf").notes[0]


def test_a_protected_pdf_is_refused_as_one() -> None:
    with pytest.raises(UnreadableError, match="password"):
        read_bytes(encrypted(pdf("text")), "a.pdf")


def test_docx_has_headings_paragraphs_and_tables_in_their_order() -> None:
    document = docx.Document()
    document.add_heading("Chapter", 2)
    document.add_paragraph("正文。")
    table = document.add_table(2, 2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ["k", "v", "1", "2"], strict=True):
        cell.text = text
    document.add_paragraph("After.")
    expected = [("heading", "Chapter"), ("text", "正文。"), ("table", "k | v\n1 | 2"), ("text", "After.")]
    assert kinds(saved(document.save), "a.docx") == expected


def test_pptx_has_a_page_a_slide_with_its_notes() -> None:
    deck = pptx.Presentation()
    for title in ("First", "Second"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "body"
    slide.notes_slide.notes_text_frame.text = "said aloud"
    parsed = read_bytes(saved(deck.save), "a.pptx")
    assert [(page.label, page.apart) for page in parsed.pages] == [("1", True), ("2", True)]
    assert parsed.text.split("\n\n")[:-1] == ["First", "body", "Second", "body", "said aloud"]


def test_xlsx_has_a_table_a_sheet() -> None:
    book = openpyxl.Workbook()
    book.active.title = "价格"
    book.active.append(["name", "price"])
    book.active.append(["茶", 12.0])
    parsed = read_bytes(saved(book.save), "a.xlsx")
    assert parsed.pages[0].label == "价格"
    assert parsed.text.strip() == "name | price\n茶 | 12"


def test_html_is_what_a_reader_sees() -> None:
    page = "<html><head><title>t</title><style>x</style></head><body><h1>H</h1><p>a <b>b</b>\nc<script>bad()</script>"
    page += "<ul><li>one</ul><table><tr><th>k<th>v<tr><td>1<td>2</table></body></html>"
    expected = [("heading", "H"), ("text", "a b c"), ("text", "- one"), ("table", "k | v\n1 | 2")]
    assert kinds(page.encode(), "a.html") == expected


def test_html_nested_deeper_than_python_can_recurse() -> None:
    assert "deep" in read_bytes(b"<div>" * 5000 + b"deep" + b"</div>" * 5000, "a.html").text


def test_html_in_another_encoding() -> None:
    assert "中文" in read_bytes('<meta charset="gb2312"><p>中文'.encode("gb18030"), "a.html").text


def test_markdown_tells_headings_tables_and_code() -> None:
    text = "# H\n\ntext\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\n# no heading\n```\nend"
    found = kinds(text.encode(), "a.md")
    assert [kind for kind, _ in found] == ["heading", "text", "table", "code", "text"]
    assert found[3][1] == "```sh\n# no heading\n```\n"


def test_jsonl_records_stand_apart_and_bad_ones_are_told() -> None:
    parsed = read_bytes('{"text": "一", "title": "题"}\n{bad\n{"x": 1}\n"plain"\n'.encode(), "a.jsonl")
    assert [page.label for page in parsed.pages] == ["1", "4"]
    assert parsed.notes == [
        "2 records left out; line 2: not JSON: Expecting property name enclosed in double quotes: "
        "line 1 column 2 (char 1)"
    ]
    assert "abc" in read_bytes(b'{"body": "abc"}', "a.jsonl", fields=("body",)).text
    with pytest.raises(UnreadableError, match="name it with field="):
        read_bytes(b'{"body": "abc"}', "a.jsonl")


def test_csv_is_one_table() -> None:
    assert kinds("名,价\n茶,12\n".encode("gb18030"), "a.csv") == [("table", "名,价\n茶,12")]


def test_a_file_is_what_its_content_says() -> None:
    parsed = read_bytes(pdf("text"), "notes.txt")
    assert parsed.notes == ["its name ends with .txt, but it is a .pdf file inside and read as one"]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    return file.getvalue()


def other_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evil.txt", b"x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.txt", "it is empty"),
        (b" \n\t\n", "a.md", "it is empty"),
        (b"<html><script>x</script></html>", "a.html", "no text"),
        (b"\x00\x01\x02abc", "a.txt", "zero bytes"),
        (b"\x81\x20\xff\xff", "a.txt", "neither UTF-8 nor GB 18030"),
        (b"MZ...", "a.exe", "cannot read this kind of file"),
        (b"plain", "a.pdf", "no such file inside"),
        (b"%PDF-1.4 cut", "a.pdf", "damaged PDF"),
        (b"PK\x03\x04 cut", "a.docx", "damaged archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.docx", "password, or in the old format"),
        (b"{\\rtf1 x}", "a.docx", "Rich Text"),
        (bomb(), "a.docx", "zip bomb"),
        (other_zip(), "a.docx", "an archive, not a document"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_bytes(data, name)


def test_limits_hold() -> None:
    with pytest.raises(UnreadableError, match="over 10 characters"):
        read_bytes(b"a" * 11, "a.txt", Limits(characters=10))
    with pytest.raises(UnreadableError, match="over 1 pages"):
        read_bytes(pdf("a", "b"), "a.pdf", Limits(pages=1))

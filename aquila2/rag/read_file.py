"""A file as text: which kind it is, by its content before its name, and what it may not be."""

import contextlib
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from aquila2.rag.parsed import Limits, Parsed, UnreadableError
from aquila2.rag.read_html import parse_html
from aquila2.rag.read_office import parse_docx, parse_pptx, parse_xlsx
from aquila2.rag.read_pdf import parse_pdf
from aquila2.rag.read_text import parse_csv, parse_jsonl, parse_markdown, parse_plain

Parser = Callable[[bytes, Limits], Parsed]

PARSERS: dict[str, Parser] = {
    ".pdf": parse_pdf,
    ".docx": parse_docx,
    ".pptx": parse_pptx,
    ".xlsx": parse_xlsx,
    ".html": parse_html,
    ".htm": parse_html,
    ".md": parse_markdown,
    ".markdown": parse_markdown,
    ".txt": parse_plain,
    ".csv": parse_csv,
    ".tsv": parse_csv,
}
SUFFIXES = (*PARSERS, ".jsonl")
_OFFICE = {"word/document.xml": ".docx", "ppt/presentation.xml": ".pptx", "xl/workbook.xml": ".xlsx"}
_UNMEASURED = 10_000_000  # bytes unpacked that no ratio forbids


def read_file(path: Path, limits: Limits | None = None, fields: tuple[str, ...] = ()) -> Parsed:
    """The file at `path` as text.

    Args:
        fields: the names of the text in JSON records, joined in this order; without any, `text` or `content`.

    Raises:
        UnreadableError: with the reason, and what can be done.
    """
    limits = limits or Limits()
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise UnreadableError(f"{size:,} bytes, and {limits.file_bytes:,} are the most: divide it")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from None
    return read_bytes(data, path.name, limits, fields)


def read_bytes(data: bytes, name: str, limits: Limits | None = None, fields: tuple[str, ...] = ()) -> Parsed:
    """As `read_file`, of a file that is in memory."""
    limits = limits or Limits()
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableError("it is empty")
    named = Path(name).suffix.lower()
    suffix = _kind_inside(data, limits) or named
    if suffix in (".pdf", ".docx", ".pptx", ".xlsx") and _kind_inside(data, limits) is None:
        raise UnreadableError(f"its name ends with {named}, but it is no such file inside")
    if suffix == ".jsonl":
        parsed = parse_jsonl(data, limits, fields)
    elif suffix in PARSERS:
        with _told():
            parsed = PARSERS[suffix](data, limits)
    else:
        raise UnreadableError(f"cannot read this kind of file; known are {', '.join(SUFFIXES)}")
    if suffix != named and {suffix, named} != {".html", ".htm"}:
        parsed.notes.append(
            f"its name ends with {named or 'nothing'}, but it is a {suffix} file inside and read as one"
        )
    if not parsed.blocks:
        raise UnreadableError("there is no text in it")
    return parsed


def _kind_inside(data: bytes, limits: Limits) -> str | None:
    """What the first bytes say; None for plain text of any kind."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableError("it is protected by a password, or in the old format of Office before 2007: save it anew")
    if data.startswith(b"{\\rtf"):
        raise UnreadableError("it is a Rich Text file: save it as .docx")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data, limits)
    return None


def _kind_of_zip(data: bytes, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnreadableError(f"a damaged archive: {error}") from None
    total = sum(member.file_size for member in members)
    ratio = total // max(len(data), 1)
    if total > limits.unpacked_bytes or (total > _UNMEASURED and ratio > limits.unpacked_ratio):
        raise UnreadableError(f"it would unpack to {total:,} bytes, {ratio:,} times its size: refused as a zip bomb")
    names = {member.filename for member in members}
    found = next((suffix for inside, suffix in _OFFICE.items() if inside in names), None)
    if found is None:
        raise UnreadableError("it is an archive, not a document: unpack it first")
    return found


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What the parsers of other people raise on a damaged file, as one line."""
    try:
        yield
    except (UnreadableError, MemoryError, ImportError):
        raise
    except Exception as error:
        raise UnreadableError(f"a damaged file: {type(error).__name__}: {error}"[:300]) from None

"""The text that the package carries (`assets/text`): to calibrate on, to measure with, a sample of clean text."""

from pathlib import Path

BUILTIN = "builtin"
_FOLDER = Path(__file__).resolve().parent.parent / "assets" / "text"


def builtin_files(part: str) -> list[Path]:
    """The files of the part `calibration` or `evaluation`, one a language."""
    return sorted(_FOLDER.glob(f"{part}.*.txt.gz"))

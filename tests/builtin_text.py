"""How `aquila2/assets/text` was made: from the public-domain texts of the data folder's `corpus`.

`python -m tests.builtin_text SHARED` writes the four files again. Each part takes its passages from other books, or
other chapters and entries, than the other; of the evaluation part, paragraphs that share 50 characters with the
calibration part are left out.
"""

import gzip
import json
import re
import sys
from pathlib import Path

RUN = 50  # characters: what two texts must not share
FOLDER = Path(__file__).resolve().parents[1] / "aquila2" / "assets" / "text"

# (book, chapters), each passage as the book has it
_NOVELS = {
    "calibration": (("sanguo", (20, 40, 60, 80)), ("xiyou", (11, 30, 50, 70)), ("honglou", (2, 16, 33, 56))),
    "evaluation": (("shuihu", (6, 30, 50, 70)), ("fengshen", (11, 30, 50, 70))),
}
# characters of the Jargon File: chapters 1 to 5 and the lexicon's beginning; chapters 6 to 10, a part of the lexicon
# further on, and both appendices that tell stories
_JARGON = {
    "calibration": ((7_697, 75_022), (108_826, 385_000)),
    "evaluation": ((75_022, 94_957), (900_000, 1_015_000), (1_544_779, 1_605_545)),
}
_BYTES = {"calibration.en": 330_000, "calibration.zh": 250_000, "evaluation.en": 180_000, "evaluation.zh": 150_000}


def make(shared: Path) -> dict[str, str]:
    """Name of a file (`calibration.en`) -> its text."""
    corpus = shared / "data" / "corpus"
    with gzip.open(corpus / "jargon_file" / "jargon.txt.gz", "rt", encoding="utf-8") as file:
        jargon = file.read()
    texts = {}
    for part in ("calibration", "evaluation"):
        english = [jargon[start:stop] for start, stop in _JARGON[part]]
        chinese = []
        for book, chapters in _NOVELS[part]:
            with gzip.open(corpus / "novels_zh" / f"{book}.jsonl.gz", "rt", encoding="utf-8") as file:
                rows = [json.loads(line) for line in file]
            chinese += [f"{rows[number]['title']}\n\n{rows[number]['text']}" for number in chapters]
        for name, passages in ((f"{part}.en", english), (f"{part}.zh", chinese)):
            texts[name] = _tidy(passages, _BYTES[name])
    for language in ("en", "zh"):
        seen = runs(texts[f"calibration.{language}"])
        name = f"evaluation.{language}"
        kept = [p for p in texts[name].split("\n\n") if seen.isdisjoint(runs(p))]
        texts[name] = "\n\n".join(kept).strip() + "\n"
    return texts


def runs(text: str) -> set[str]:
    """Every run of `RUN` characters, blanks aside."""
    text = re.sub(r"\s+", "", text)
    return {text[i : i + RUN] for i in range(len(text) - RUN + 1)}


def _tidy(passages: list[str], most: int) -> str:
    """Paragraphs, one a line with an empty one between; of every passage its share of `most` bytes, to the end of a
    sentence."""
    total = sum(len(passage.encode()) for passage in passages)
    out = []
    for passage in passages:
        left = most * len(passage.encode()) // total
        for paragraph in re.split(r"\n\s*\n|\n(?=\u3000)", passage):
            line = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", re.sub(r"\s+", " ", paragraph).strip())
            line = re.sub(r"(?<=[^\x00-\x7f])[0-9A-F]{4}(?=[^\x00-\x7f])", "", line)  # what became of rare characters
            if len(line.encode()) < 60:  # headings, lists of words
                continue
            if len(line.encode()) + 2 > left:
                cut = line.encode()[: max(left - 2, 0)].decode(errors="ignore")
                line = cut[: max(cut.rfind(mark) + 1 for mark in ".。")]
                left = 0
            left -= len(line.encode()) + 2
            if line:
                out.append(line)
            if left <= 0:
                break
    return "\n\n".join(out) + "\n"


def main() -> None:
    """Write the files."""
    for name, text in make(Path(sys.argv[1])).items():
        with open(FOLDER / f"{name}.txt.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
            packed.write(text.encode())


if __name__ == "__main__":
    main()

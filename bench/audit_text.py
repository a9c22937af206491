"""Text out of Debian's documentation packages, to plant leaks in: `python bench/audit_text.py OUT X.deb...`

The packages come with `apt-get download`; `bench/results/audit.json` names those that its figures are of.
"""

import gzip
import html
import io
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

_NO_TEXT = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<head>.*?</head>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_ROFF = re.compile(r"^\.(?:\\\"|[A-Za-z]{1,2}\b).*$", re.MULTILINE)
_KINDS = (".html", ".htm", ".xhtml", ".txt", ".rst", ".pod", ".page", ".xml")
_SHORTEST = 200


def texts(package: Path) -> "list[str]":
    """The texts of a package's documents, each once."""
    raw = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], check=True, capture_output=True).stdout
    found: dict[str, None] = {}
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        for member in sorted((m for m in archive if m.isfile()), key=lambda m: m.name):
            name = member.name
            file = archive.extractfile(member)
            data = file.read() if file else b""
            if name.endswith(".gz"):
                data, name = gzip.decompress(data), name[:-3]
            manual = "/man/" in name or "/fortunes/" in name
            if not (manual or name.endswith(_KINDS)):
                continue
            text = data.decode("utf-8", "replace")
            if manual:
                text = re.sub(r"\\f[BIRP]|\\&", "", _ROFF.sub("", text)).replace("\\-", "-")
            elif not name.endswith((".txt", ".rst", ".pod")):
                text = html.unescape(_TAG.sub(" ", _NO_TEXT.sub(" ", text)))
            text = re.sub(r"[ \t\u00a0]+", " ", text)
            text = re.sub(r"\s*\n\s*", "\n", text).strip()
            if len(text) >= _SHORTEST:
                found[text] = None
    return list(found)


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for package in map(Path, sys.argv[2:]):
        name = "_".join(package.name.split("_")[:2]).replace("%3a", ".")
        found = texts(package)
        with open(out / f"{name}.jsonl", "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in found)
        size = sum(len(text.encode()) for text in found)
        print(f"{name}: {len(found):,} documents, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

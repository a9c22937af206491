"""The drill: known leaks are planted in clean text at known places, the scan looks for them, and what it found is
counted.

The clean text is scanned before: what it holds of the tests already is shown apart and counts neither way, and nothing
is planted in a document with such an overlap. A document gets one plant, at a blank or a line end. An item that cannot
be told by what an edit leaves of it (too few words, or words that many items share) is listed, and recall is given both
without such items and with all.
"""

import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from aquila2.audit.documents import read_texts
from aquila2.audit.edits import EDITS, edited, parts_of
from aquila2.audit.index import GENERIC, Index
from aquila2.audit.scan import read_matches
from aquila2.audit.verdict import Thresholds, can_tell
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file
from aquila2.base.sources import Problem, cut

_LONGEST, _SHORTEST = 6000, 2000  # bytes of a document that is cut off, or put together
_FILE = 64 << 20


@dataclass(frozen=True)
class Plant:
    """An item, changed, in a document of a file (its line, from 1), from a byte on."""

    item: int
    edit: str
    file: str
    document: int
    offset: int
    length: int
    can_be_told: bool


@dataclass
class Count:
    """How many of the planted ones were found."""

    planted: int = 0
    found: int = 0
    untold: int = 0
    untold_found: int = 0
    missed: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        low, high = wilson(self.found, self.planted)
        everything = self.planted + self.untold
        return {
            "recall": round(self.found / self.planted, 5) if self.planted else None,
            "low": round(low, 5), "high": round(high, 5), "planted": self.planted, "found": self.found,
            "untold": self.untold, "untold_found": self.untold_found,
            "recall_of_all": round((self.found + self.untold_found) / everything, 5) if everything else None,
            "missed": self.missed[:20],
        }  # fmt: skip


def wilson(found: int, of: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    z, share = 1.959964, found / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max((middle - spread) / (1 + z * z / of), 0.0), min((middle + spread) / (1 + z * z / of), 1.0)


def clean_documents(files: Sequence[Path], size: int) -> Iterator[str]:
    """Documents of some kilobytes out of clean text: long ones cut at line ends, short ones put together. The text is
    read until `size` bytes are given, or it ends."""
    given = 0

    def refuse(problem: Problem) -> None:
        raise UserError(f"{problem}: mend it, or leave the file out of text=")

    for path in files:
        held = ""
        for shard in cut(path, 1 << 40):
            for some in read_texts(shard, refuse):
                data = some.data.tobytes()
                for start, stop in some.bounds.tolist():
                    start, stop = max(start, some.owned[0]), min(stop, some.owned[1])
                    for line in data[start:stop].decode("utf-8", "ignore").splitlines(keepends=True):
                        for first in range(0, len(line), _LONGEST):  # a book without line ends
                            held += line[first : first + _LONGEST]
                            if len(held) >= _SHORTEST:
                                yield held
                                given += len(held.encode())
                                held = ""
                                if given >= size:
                                    return
                    held += "" if held.endswith("\n") or not held else "\n"
        if held.strip():
            yield held
            given += len(held.encode())


def write_clean(documents: Iterator[str], folder: Path) -> list[tuple[Path, int]]:
    """Write documents as JSON Lines. Returns the files, and how many documents each has."""
    folder.mkdir(parents=True, exist_ok=True)
    files: list[tuple[Path, int]] = []
    while True:
        path = folder / f"{len(files):04}.jsonl"
        count = size = 0
        with atomic_file(path) as beside, open(beside, "w", encoding="utf-8") as file:
            for document in documents:
                size += file.write(json.dumps({"text": document}, ensure_ascii=False) + "\n")
                count += 1
                if size > _FILE // 2:
                    break
        files.append((path, count))
        if size <= _FILE // 2:
            return files


def plant(
    index: Index, clean: list[tuple[Path, int]], taken: set[tuple[str, int]], folder: Path, per: int, seed: int,
    limits: Thresholds, names: Sequence[str],
) -> list[Plant]:  # fmt: skip
    """Plant `per` items of each set with each edit, and write the planted files.

    Raises:
        UserError: there are too few documents without an overlap to plant in.
    """
    draw = random.Random(seed)
    wanted: list[tuple[int, str, str, bool]] = []
    words = _words(clean, draw)
    by_set: dict[str, list[int]] = {}
    for number, entry in enumerate(index.items):
        by_set.setdefault(entry.set, []).append(number)
    for numbers in by_set.values():
        for name in names:
            count = 0
            for number in draw.sample(numbers, len(numbers)):
                entry = index.items[number]
                text = edited(EDITS[name], parts_of(index, entry), draw, words)
                if text is not None:
                    wanted.append((number, name, text, can_tell(index, entry, EDITS[name].kinds, limits)))
                    count += 1
                    if count == per:
                        break
    free = [(path, row) for path, count in clean for row in range(1, count + 1) if (path.name, row) not in taken]
    if len(free) < 2 * len(wanted):
        raise UserError(
            f"{len(wanted):,} plants need twice as many clean documents and there are {len(free):,}: give more text="
            f" or size_mb=, or a smaller per={per}"
        )
    hosts = dict(zip(draw.sample(free, len(wanted)), draw.sample(wanted, len(wanted)), strict=True))
    folder.mkdir(parents=True, exist_ok=True)
    plants = []
    for path, _ in clean:
        with (
            open(path, encoding="utf-8") as source,
            atomic_file(folder / path.name) as beside,
            open(beside, "w", encoding="utf-8") as file,
        ):
            for row, line in enumerate(source, 1):
                if (path, row) in hosts:
                    number, name, text, told = hosts[path, row]
                    document = json.loads(line)["text"]
                    at = _place(document, draw)
                    before = document[:at] + "\n"
                    line = json.dumps({"text": before + text + "\n" + document[at:]}, ensure_ascii=False) + "\n"
                    offset = len(before.encode())
                    plants.append(Plant(number, name, path.name, row, offset, len(text.encode()), told))
                file.write(line)
    return plants


def _place(document: str, draw: random.Random) -> int:
    """A place between words."""
    blanks = [at for at, sign in enumerate(document) if sign.isspace()]
    return draw.choice(blanks) if blanks else draw.choice((0, len(document)))


def _words(clean: list[tuple[Path, int]], draw: random.Random) -> list[str]:
    """Words to put in the place of others, from the clean text."""
    found: set[str] = set()
    for path, _ in clean:
        with open(path, encoding="utf-8") as file:
            for row, line in enumerate(file):
                if row == 200:
                    break
                found.update(word for word in json.loads(line)["text"].split() if word.isalpha() and len(word) < 20)
    return draw.sample(sorted(found), min(len(found), 5000))


def count(index: Index, plants: list[Plant], before: set[tuple[str, int]], scanned: Path) -> dict[str, Any]:
    """What the scan of the planted text found, against what was planted.

    A plant is found where a match with its item overlaps it, or with an item of which it has the same question.
    A document counts as accused where it has a match and had none before.
    """
    met: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in read_matches(scanned):
        met.setdefault((Path(row["file"]).name, row["document"]), []).append(row)
    edits: dict[str, Count] = {}
    sets: dict[str, Count] = {}
    both: dict[tuple[str, str], Count] = {}
    untold: list[dict[str, str]] = []
    own = other = 0
    for planted in plants:
        entry = index.items[planted.item]
        twins = _twins(index, planted.item)
        end = planted.offset + planted.length
        rows = met.get((planted.file, planted.document), [])
        here = [row for row in rows if row["offset"] < end and row["end"] > planted.offset]
        found = any(row["item"] in twins for row in here)
        own += sum(row["item"] in twins for row in here)
        other += sum(row["item"] not in twins for row in here)
        for counter in (
            edits.setdefault(planted.edit, Count()),
            sets.setdefault(entry.set, Count()),
            both.setdefault((entry.set, planted.edit), Count()),
        ):
            if planted.can_be_told:
                counter.planted += 1
                counter.found += found
                if not found:
                    counter.missed.append(f"{entry.set} {entry.id} ({planted.edit})")
            else:
                counter.untold += 1
                counter.untold_found += found
        if not planted.can_be_told:
            untold.append({"set": entry.set, "id": entry.id, "edit": planted.edit})
    hosts = {(planted.file, planted.document) for planted in plants}
    accused = set(met) - before
    right = len(accused & hosts)
    low, high = wilson(right, len(accused))
    return {
        "recall": {name: edits[name].summary() for name in EDITS if name in edits},
        "by_set": {name: found.summary() for name, found in sets.items()},
        "by_set_and_edit": {f"{name} {edit}": found.summary() for (name, edit), found in both.items()},
        "precision": {
            "precision": round(right / len(accused), 5) if accused else None, "low": round(low, 5),
            "high": round(high, 5), "accused": len(accused), "right": right,
        },
        "items_named": {"planted": own, "others": other},
        "untold": untold,
    }  # fmt: skip


def _twins(index: Index, item: int) -> set[int]:
    """The items that share a text with one, but for texts that many have."""
    found = {item}
    for _, text in index.items[item].fields:
        holders = index.holders[text]
        if len(holders) <= GENERIC:
            found.update(holders)
    return found


def write_plants(plants: list[Plant], index: Index, path: Path) -> None:
    """Where each item was planted, a line each."""
    with atomic_file(path) as beside, open(beside, "w", encoding="utf-8") as file:
        for planted in plants:
            entry = index.items[planted.item]
            file.write(json.dumps({"set": entry.set, "id": entry.id, **asdict(planted)}, ensure_ascii=False) + "\n")

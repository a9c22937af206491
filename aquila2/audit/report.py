"""From the matches of a scan to what is known of each item, each set and each source; and what scores are worth."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aquila2.audit.drill import wilson
from aquila2.audit.index import Index
from aquila2.audit.scan import PARAPHRASES
from aquila2.audit.verdict import CLEAN, DIRTY, PARTLY
from aquila2.base.errors import UserError

_EVIDENCE = 3  # documents of an item that are shown
_TOLD = 0.7  # of a question, or an answer, that counts as met


@dataclass
class Found:
    """What is known of an item.

    Attributes:
        verdict: the worst that a document gave.
        question, answer, all: the largest share that a document has of each.
        span: units of the longest span.
        documents: how many have it.
        evidence: rows of `matches.jsonl`, those that have most of it first.
    """

    verdict: str = CLEAN
    question: float = 0.0
    answer: float = 0.0
    all: float = 0.0
    span: int = 0
    documents: int = 0
    evidence: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: dict[str, Any]) -> None:
        """Take in a match."""
        if self.verdict != DIRTY:
            self.verdict = row["verdict"]
        self.question, self.answer = max(self.question, row["question"]), max(self.answer, row["answer"])
        self.all, self.span = max(self.all, row["all"]), max(self.span, row["span"])
        self.documents += 1
        self.evidence.append(row)
        self.evidence.sort(key=lambda row: (row["verdict"] != DIRTY, -row["bits"], row["file"], row["document"]))
        del self.evidence[_EVIDENCE:]


def gather(rows: Iterator[dict[str, Any]]) -> dict[int, Found]:
    """What is known of each item that was met, by its number in the index."""
    found: dict[int, Found] = {}
    for row in rows:
        found.setdefault(row["item"], Found()).add(row)
    return found


def by_set(index: Index, found: dict[int, Found]) -> dict[str, dict[str, Any]]:
    """Each set's figures."""
    sets: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(index.items):
        one = sets.setdefault(
            entry.set,
            {"items": 0, DIRTY: 0, PARTLY: 0, CLEAN: 0, "questions": 0, "answers": 0, "span": 0, "share": 0.0},
        )
        known = found.get(number, _NOTHING)
        one["items"] += 1
        one[known.verdict] += 1
        one["questions"] += known.question >= _TOLD
        one["answers"] += known.answer >= _TOLD
        one["span"] = max(one["span"], known.span)
        one["share"] += known.all
    for one in sets.values():
        one["dirty_share"] = round(one[DIRTY] / one["items"], 6)
        one["share"] = round(one["share"] / one["items"], 6)
    return sets


_NOTHING = Found()


def by_source(summary: dict[str, Any], rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each file's figures, the worst first."""
    items: dict[str, dict[str, set[int]]] = {}
    for row in rows:
        for file in summary["files"]:
            if row["file"] == file["file"] or row["file"].rpartition("/")[0] == file["file"]:
                items.setdefault(file["file"], {}).setdefault(row["verdict"], set()).add(row["item"])
                break
    sources = []
    for file in summary["files"]:
        mine = items.get(file["file"], {})
        dirty = mine.get(DIRTY, set())
        sources.append(
            {
                "file": file["file"],
                "sha256": file["sha256"],
                "documents": file["documents"],
                "bytes": file["bytes"],
                "hits": file["hits"],
                DIRTY: len(dirty),
                PARTLY: len(mine.get(PARTLY, set()) - dirty),
                "problems": file["problems"],
                "first_problems": file["first_problems"],
            }
        )
    return sorted(sources, key=lambda one: (-one[DIRTY], -one[PARTLY], -one["hits"], one["file"]))


def read_paraphrases(folder: Path, found: dict[int, Found]) -> list[dict[str, Any]]:
    """Documents that have the words of an item which was not met as it stands; the likest first."""
    path = folder / PARAPHRASES
    if not path.is_file():
        return []
    with open(path, encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["item"] not in found]
    return sorted(rows, key=lambda row: (-row["similarity"], row["file"], row["document"]))


def verdicts(index: Index, found: dict[int, Found]) -> Iterator[dict[str, Any]]:
    """The verdict on every item of the index: the lines of `verdicts.jsonl`."""
    for number, entry in enumerate(index.items):
        yield {"set": entry.set, "id": entry.id, "verdict": found.get(number, _NOTHING).verdict}


def read_scores(path: Path) -> dict[tuple[str, str], float]:
    """What a model scored on each item: JSON Lines of `set`, `id` and `score` (a number, or true and false).

    Raises:
        UserError: it cannot be read so, or an item stands there twice.
    """
    scores: dict[tuple[str, str], float] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"scores={path} cannot be read: {error}") from None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            key, score = (str(row["set"]), str(row["id"])), float(row["score"])
        except (ValueError, TypeError, KeyError) as error:
            raise UserError(
                f"scores={path}, line {number}: a line is an object of set, id and score, and this one is not ({error})"
            ) from None
        if key in scores:
            raise UserError(f"scores={path}, line {number}: {key[0]} {key[1]} stands there twice")
        scores[key] = score
    return scores


def compare_scores(
    index: Index, found: dict[int, Found], scores: dict[tuple[str, str], float]
) -> dict[str, dict[str, Any]]:
    """The score of each set on all of its items that have one, and on those that are clean, partly dirty and dirty.

    Raises:
        UserError: not one item of the index has a score.
    """
    groups: dict[str, dict[str, list[float]]] = {}
    for number, entry in enumerate(index.items):
        score = scores.get((entry.set, entry.id))
        if score is not None:
            mine = groups.setdefault(entry.set, {"all": [], CLEAN: [], PARTLY: [], DIRTY: []})
            mine["all"].append(score)
            mine[found.get(number, _NOTHING).verdict].append(score)
    if not groups:
        raise UserError("scores=: not one of its items is in the index; set and id must be those of verdicts.jsonl")
    return {name: {kind: _mean(values) for kind, values in mine.items()} for name, mine in groups.items()}


def _mean(values: list[float]) -> dict[str, Any]:
    """The mean and its 95 % interval."""
    if not values:
        return {"n": 0, "score": None, "low": None, "high": None}
    mean = sum(values) / len(values)
    if set(values) <= {0.0, 1.0}:
        low, high = wilson(int(sum(values)), len(values))
    else:
        spread = math.sqrt(sum((value - mean) ** 2 for value in values) / max(len(values) - 1, 1) / len(values))
        low, high = mean - 1.959964 * spread, mean + 1.959964 * spread
    return {"n": len(values), "score": round(mean, 6), "low": round(low, 6), "high": round(high, 6)}


def marked_parts(index: Index, item: int, row: dict[str, Any]) -> list[tuple[str, str, list[tuple[int, int]]]]:
    """The item's texts, each with its kind and the places (first and last character) that a match has."""
    shown = []
    for number, (kind, text) in enumerate(index.items[item].fields):
        raw = index.texts[text]
        runs = [(first, last) for part, first, last in row["runs"] if part == number]
        marks = []
        if runs:
            encoded = raw.encode("utf-8", "replace")
            _, _, starts, ends = index.cut([raw])
            marks = [
                tuple(len(encoded[: int(byte)].decode("utf-8", "ignore")) for byte in (starts[first], ends[last - 1]))
                for first, last in runs
            ]
        shown.append((kind, raw, [(int(a), int(b)) for a, b in marks]))
    return shown

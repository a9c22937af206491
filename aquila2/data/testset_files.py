"""Test items in files of the user's own: JSON Lines or CSV, whose fields are found by their names or named."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aquila2.base.errors import UserError
from aquila2.data.testset_item import Item, Row, csv_rows, jsonl_rows

SUFFIXES = (".jsonl", ".jsonl.gz", ".csv", ".csv.gz")

_QUESTION = ("question", "prompt", "text", "ctx", "sentence", "goal", "query", "instruction", "input", "problem",
             "content", "premise", "story", "sentence1")  # fmt: skip
_CONTEXT = ("context", "passage", "premise", "story", "sentence1", "input", "article")
_SECOND = ("sentence2", "hypothesis")
_ANSWER = ("answer", "output", "target", "solution", "response", "best answer", "reference", "canonical_solution")
_OPTIONS = ("choices", "options", "endings", "candidates")
_SINGLE = tuple("abcdefgh")
_NUMBERED = ("choice", "option", "ending", "sol", "hypothesis", "hyp")


def read_items(path: Path, fields: Sequence[str] = ()) -> list[Item]:
    """The items of a file; the set is named as the file is.

    Args:
        fields: names of the fields that hold an item's text; by default those that are known by their names.

    Raises:
        UserError: no record, a record without any such field, or a file that cannot be read.
    """
    rows = csv_rows(path) if path.name.removesuffix(".gz").endswith(".csv") else jsonl_rows(path)
    name = path.name.partition(".")[0]
    items = [_item(name, row, fields) for row in rows]
    if not items:
        raise UserError(f"{path}: there is no item in it")
    return items


def _item(name: str, row: Row, fields: Sequence[str]) -> Item:
    id = str(next((row.value[key] for key in ("id", "idx", "task_id") if row.value.get(key) is not None), row.number))
    split = str(row.value.get("split", ""))
    if fields:
        for field in fields:
            if field not in row.value:
                raise row.wrong(f"there is no field {field!r}; it has {', '.join(map(str, row.value))}")
        first, *rest = [_text(row.value[field]) for field in fields]
        return Item(name, id, first, "\n".join(filter(None, rest)), split=split)
    known = {str(key).lower(): key for key in row.value}

    def get(names: Sequence[str], but: set[str] | None = None) -> tuple[str, str]:
        for wanted in names:
            if wanted in known and wanted not in (but or ()) and (text := _text(row.value[known[wanted]])):
                return wanted, text
        return "", ""

    used, question = get(_QUESTION)
    options = _options(row, known)
    _, answer = get(_ANSWER)
    if not (question or answer or options):
        named = ", ".join(map(str, row.value)) or "none"
        raise UserError(
            f"{row.path}, record {row.number}: no field is known as a test item's; it has {named}: name those with"
            " text with fields=question,answer"
        )
    _, context = get(_CONTEXT, {used})
    _, second = get(_SECOND, {used})
    gold = _gold(answer, options)
    question = "\n".join(filter(None, (question, second)))
    text = answer if gold is None else options[gold]
    return Item(name, id, question, text, tuple(options), gold, context, split=split)


def _options(row: Row, known: dict[str, Any]) -> list[str]:
    for name in _OPTIONS:
        if name in known:
            value = row.value[known[name]]
            if isinstance(value, dict):
                value = value.get("text", list(value.values()))
            if isinstance(value, list):
                return [_text(part) for part in value]
    letters = [row.value[known[letter]] for letter in _SINGLE if letter in known]
    if len(letters) > 1:
        return [_text(option) for option in letters]
    for stem in _NUMBERED:
        numbered = sorted(key for key in known if key.startswith(stem) and key[len(stem) :].isdigit())
        if len(numbered) > 1:
            return [_text(row.value[known[key]]) for key in numbered]
    return []


def _gold(answer: str, options: list[str]) -> int | None:
    if answer in options:
        return options.index(answer)
    place = ord(answer.upper()) - ord("A") if len(answer) == 1 and answer.isalpha() else -1
    if answer.isdigit():
        place = int(answer)
    return place if 0 <= place < len(options) else None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return "\n".join(filter(None, map(_text, value.values())))
    return "" if value is None or isinstance(value, bool) else str(value)

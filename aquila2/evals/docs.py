"""Test items as the tasks' templates read them: one flat record an item, the words of answers put in.

A set's file says `entailment` or 1; what a model is to answer is the task's choice of words, and stands in its YAML
file (`metadata.labels`).
"""

import dataclasses
import random
from collections.abc import Mapping, Sequence
from typing import Any

from aquila2.base.errors import UserError
from aquila2.data.testset_item import Item

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DISTRACTORS = 3


def to_docs(items: Sequence[Item], labels: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The records of a split.

    Args:
        items: of one set.
        labels: a set's own answer -> the word for it, in the order in which a prompt lists them.

    Raises:
        UserError: an answer that has no word.
    """
    if items and items[0].set == "entailmentbank":
        items = _with_distractors(items)
    if items and items[0].set == "truthfulqa":
        items = [_shuffled(item) for item in items]
    return [_doc(item, labels) for item in items]


def _doc(item: Item, labels: Mapping[str, str] | None) -> dict[str, Any]:
    options = list(item.options)
    doc: dict[str, Any] = {
        "id": item.id,
        "set": item.set,
        "subject": item.subject,
        "question": item.question,
        "context": item.context,
        "options": options,
        "gold": -1 if item.gold is None else item.gold,
        "answer": item.answer,
        "code": item.code,
        "letters": list(LETTERS[: len(options)]),
        "labels": list(labels.values()) if labels else options,
        "label": item.answer,
        "reasoning": _reasoning(item),
    }
    if labels is not None:
        if item.answer not in labels:
            raise UserError(f"{item.set} {item.id}: the answer {item.answer!r} is none of {', '.join(labels)}")
        doc["label"] = labels[item.answer]
        doc["gold"] = list(labels).index(item.answer)
    return doc | _more(item)


def _reasoning(item: Item) -> str:
    """What leads to the answer, where the set says so: examples of reasoning show it."""
    if item.set in ("babi_15", "babi_16"):
        return " ".join(item.more["facts"])
    if item.set == "gsm8k":
        return item.answer.rpartition("####")[0].strip()
    if item.set == "entailmentbank":
        return str(item.more["hypothesis"])
    return str(item.more.get("explanation") or "")


def _more(item: Item) -> dict[str, Any]:
    """What one set has and the others have not."""
    more = item.more
    if item.set == "cluewsc":
        return {"noun": more["target"]["span1_text"], "pronoun": more["target"]["span2_text"]}
    if item.set == "winogrande":
        before, _, rest = item.question.partition("_")
        return {"beginnings": [before + option for option in item.options], "rest": rest.strip()}
    if item.set == "csl":
        return {"keywords": "、".join(more["keyword"])}
    if item.set == "humaneval":
        return {"test": more["test"], "entry_point": more["entry_point"]}
    if item.set == "wmt22_en_zh":
        return {"references": [item.answer, more["reference_b"]]}
    if item.set == "raft":
        return {"fields": "\n".join(f"{name}: {' '.join(str(text).split())}" for name, text in more.items())}
    if item.set == "truthfulqa":
        targets = more.get("mc2_targets", {})
        return {"statements": list(targets), "true": [int(value) for value in targets.values()]}
    if item.set == "gsm8k":
        return {"result": item.answer.rpartition("####")[2].strip().replace(",", "")}
    return {}


def _shuffled(item: Item) -> Item:
    """TruthfulQA's file has the right option first, always."""
    order = list(range(len(item.options)))
    random.Random(item.id).shuffle(order)
    options = tuple(item.options[place] for place in order)
    return dataclasses.replace(item, options=options, gold=None if item.gold is None else order.index(item.gold))


def _with_distractors(items: Sequence[Item]) -> list[Item]:
    """EntailmentBank's answers are free text: its right one among those of three other items. The form is our own."""
    answers = list(dict.fromkeys(item.answer for item in items))
    made = []
    for item in items:
        draw = random.Random(item.id)
        others = draw.sample([answer for answer in answers if answer != item.answer], _DISTRACTORS)
        place = draw.randrange(_DISTRACTORS + 1)
        options = (*others[:place], item.answer, *others[place:])
        made.append(dataclasses.replace(item, options=options, gold=place))
    return made

"""Files to fine-tune a tiny checkpoint on: short questions, and answers that follow from them."""

import json
import random
from pathlib import Path
from typing import Any

_NAMES = ["Ann", "Bob", "王五", "李四"]
_THINGS = {"a cat": "noon", "北京": "时间", "the time": "a human", "answers": "北京"}


def _pairs(count: int, seed: int) -> list[tuple[str, str]]:
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        name, (thing, answer) = rng.choice(_NAMES), rng.choice(list(_THINGS.items()))
        found.append((f"{name} {rng.randrange(999)}: {thing}?", " ".join([answer] * rng.randrange(1, 5))))
    return found


def write_conversations(path: Path, count: int = 48, seed: int = 0) -> Path:
    """Conversations in the release's format, JSON Lines; some have two turns."""
    asked = _pairs(2 * count, seed)
    lines = []
    for number in range(count):
        turns = []
        for question, answer in asked[2 * number :][: 1 + (number % 4 == 0)]:
            turns += [{"from": "human", "value": question}, {"from": "gpt", "value": answer}]
        lines.append({"id": str(number), "conversations": turns, "instruction": ""})
    return _write(path, lines)


def write_pairs(path: Path, count: int = 32, seed: int = 1) -> Path:
    """Preference pairs: the better answer is the short one."""
    rng = random.Random(seed)
    lines = [
        {"instruction": question, "input": "", "chosen": "noon", "rejected": f"{answer} query {rng.randrange(99)}"}
        for question, answer in _pairs(count, seed)
    ]
    return _write(path, lines)


def _write(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path

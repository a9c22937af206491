"""Which items a prompt shows as examples: the same for every question, but for those that ask one of them.

Examples that do not change from question to question are read once by an engine that keeps what prompts begin with.
"""

import random
from collections.abc import Sequence
from typing import Any

from aquila2.base.errors import UserError


class Shots:
    """Examples for the items of a task.

    Args:
        pool: what examples are drawn from, in the file's order.
        by_subject: an item's examples are of its own subject.
        seed: of the draw; None: the first ones, as sets with examples of their own have them ordered.
        where: what an error calls the pool.
    """

    def __init__(self, pool: Sequence[dict[str, Any]], by_subject: bool, seed: int | None, where: str) -> None:
        self._by_subject, self._where = by_subject, where
        self._pools: dict[str, list[dict[str, Any]]] = {}
        for doc in pool:
            self._pools.setdefault(self._key(doc), []).append(doc)
        if seed is not None:
            for key in sorted(self._pools):
                random.Random(f"{seed} {key}").shuffle(self._pools[key])

    def of(self, doc: dict[str, Any], count: int) -> list[dict[str, Any]]:
        """`count` examples for an item: never itself, nor another with the same question.

        Raises:
            UserError: the pool has too few.
        """
        chosen: list[dict[str, Any]] = []
        for other in self._pools.get(self._key(doc), []):
            if len(chosen) == count:
                break
            if _asks(other) != _asks(doc):
                chosen.append(other)
        if len(chosen) < count:
            raise UserError(
                f"{self._where} has {len(chosen)} examples for an item of {count}: say num_fewshot={len(chosen)}"
            )
        return chosen

    def _key(self, doc: dict[str, Any]) -> str:
        return str(doc["subject"]) if self._by_subject else ""


def _asks(doc: dict[str, Any]) -> tuple[str, str]:
    return doc["context"], doc["question"]

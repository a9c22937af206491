"""What is finished, written down as it happens, so that a killed process loses the tasks it was in and no others."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Commits(Generic[T]):
    """The results of finished tasks, dataclasses of JSON values, one line each. A line that a kill cut short is none.

    Attributes:
        done: the results, those of earlier processes first.
    """

    def __init__(self, path: Path, kind: type[T]) -> None:
        self.path = path
        self.done: list[T] = []
        if path.exists():
            for line in path.read_bytes().split(b"\n"):
                try:
                    self.done.append(kind(**json.loads(line)))
                except (ValueError, TypeError):
                    continue

    def add(self, done: T) -> None:
        """Write down a finished task; it is on disk when this returns."""
        self.done.append(done)
        value: Any = done
        with open(self.path, "ab") as file:
            file.write(b"\n" + json.dumps(asdict(value)).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

"""Text that a model is calibrated and measured on: the package's own, or the user's; and whether two texts overlap."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from aquila2.base.builtin_text import BUILTIN, builtin_files
from aquila2.base.errors import UserError
from aquila2.base.log import note
from aquila2.base.sources import Problem, cut, find_files, read
from aquila2.tokenizer.tokenizer import Tokenizer

RUN = 50  # characters, blanks aside: two texts that share so many in a row overlap
_MOST = 32 << 20  # characters that are read of a file


@dataclass(frozen=True)
class Text:
    """The text of some files: name -> what is in it, documents apart by an empty line, lines of .txt as they are."""

    files: dict[str, str] = field(repr=False)

    @property
    def sha256(self) -> dict[str, str]:
        """A hash of every file's text, as UTF-8."""
        return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in self.files.items()}


def read_text(where: list[str], part: str, option: str, field: str | None = None) -> Text:
    """The built-in text called `part` (`calibration`, `evaluation`), or that of files.

    Args:
        where: `builtin`, or files, folders and globs.
        option: the option that says so, for messages.
        field: the text's name in JSON objects and Parquet files.

    Raises:
        UserError: no such file, no text, or something in it that cannot be read.
    """
    if where == [BUILTIN]:
        names = {path.name.removesuffix(".txt.gz"): path for path in builtin_files(part)}
        return Text({f"{BUILTIN} {name}": _file_text(path, None) for name, path in names.items()})
    files = {str(path): _file_text(path, field) for path in find_files(where, option=option)}
    if not any(text.strip() for text in files.values()):
        raise UserError(f"{option}={','.join(where)}: there is no text in it")
    return Text(files)


def token_windows(text: Text, tokenizer: Tokenizer, length: int, count: int, seed: int | None) -> dict[str, Tensor]:
    """Windows of `length` tokens without a token in common, `count` in all, from each file about as many.

    Args:
        seed: of the draw among a file's windows; None takes its first ones.

    Returns:
        Ids, int64 [windows, length], by file. Fewer than `count` where the text is too short.
    """
    found = {}
    for name, content in text.files.items():
        ids = torch.tensor(tokenizer.encode(content), dtype=torch.int64)
        whole = ids[: len(ids) // length * length].view(-1, length)
        if seed is not None:
            generator = torch.Generator().manual_seed(seed)
            whole = whole[torch.randperm(len(whole), generator=generator)]
        found[name] = whole
    left, shares = count, {}
    for place, name in enumerate(sorted(found, key=lambda name: len(found[name]))):  # what one lacks others may give
        shares[name] = min(len(found[name]), left // (len(found) - place))
        left -= shares[name]
    return {name: ids[: shares[name]] for name, ids in found.items() if shares[name]}


@dataclass(frozen=True)
class Overlap:
    """What two texts share: characters of the second in runs of `RUN` or more, as a part of all, and one such run."""

    characters: int
    share: float
    example: str | None


def find_overlap(text: Text, other: Text) -> Overlap:
    """What of `other` stands in `text`, blanks aside."""
    one, two = ("\n".join(t.files.values()) for t in (text, other))
    one, two = (re.sub(r"\s+", "", t) for t in (one, two))
    starts = np.flatnonzero(np.isin(_hashes(two), _hashes(one)))
    covered = np.zeros(len(two) + 1, np.int64)
    np.add.at(covered, starts, 1)
    np.add.at(covered, np.minimum(starts + RUN, len(two)), -1)
    characters = int((covered.cumsum()[:-1] > 0).sum())
    example = two[int(starts[0]) : int(starts[0]) + RUN] if len(starts) else None
    return Overlap(characters, round(characters / max(len(two), 1), 6), example)


def _hashes(text: str) -> np.ndarray:
    """A 64-bit hash of every run of `RUN` characters."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(points) < RUN:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(len(points) - RUN + 1, np.uint64)
    for place in range(RUN):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + points[place : place + len(hashes)]
    return hashes


def _file_text(path: Path, field: str | None) -> str:
    parts, size = [], 0
    between = "" if ".txt" in path.suffixes else "\n\n"
    for document in _documents(path, field):
        parts.append(document)
        size += len(document)
        if size > _MOST:
            note(f"{path}: read as far as {size:,} characters, which is enough")
            break
    return between.join(parts)


def _documents(path: Path, field: str | None) -> Iterator[str]:
    def refuse(problem: Problem) -> None:
        raise UserError(f"{problem}: mend it, or leave it out")

    for shard in cut(path, 1 << 40):
        for batch in read(shard, refuse, field):
            data = batch.data.tobytes()
            for start, stop in batch.bounds.tolist():
                yield data[start:stop].decode("utf-8")

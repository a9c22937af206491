"""What fine-tuning learns from: files of conversations, or of preference pairs, checked and encoded.

Every record is checked before the run; what is wrong with one is a problem with a name, a file and a line.
"""

import hashlib
import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from aquila2.base.errors import UserError
from aquila2.base.sources import find_files
from aquila2.chat.messages import Message, Template
from aquila2.chat.render import Piece, Rendered, conversation_pieces, encode_pieces
from aquila2.data.sft_files import SUFFIXES, Place, read_records
from aquila2.data.sft_formats import Conversation, NotASample, format_of, read_record
from aquila2.data.sft_report import Problem, Report
from aquila2.data.sft_samples import Samples
from aquila2.tokenizer.tokenizer import Tokenizer

_CHUNK = 1024  # conversations that are tokenized in one call
_EXAMPLES = 3  # problems of a kind that a report shows


def load_samples(
    patterns: Sequence[str | Path],
    template: Template,
    tokenizer: Tokenizer,
    max_seq_len: int,
    pairs: bool = False,
    too_long: Literal["truncate", "skip"] = "truncate",
    on_error: Literal["stop", "skip"] = "stop",
    option: str = "data",
) -> tuple[Samples, Report]:
    """The samples of files or folders, file by file, in order, and a report of them.

    A sample longer than `max_seq_len` tokens keeps its beginning, and is counted. Of a pair, whose two documents have
    that many together, the longer is cut, or both where each has over half. Loss is on all answers of a conversation,
    and on the last of each document of a pair.

    Args:
        patterns: paths or globs of `.json` and `.jsonl` files (`.gz`, `.zst`), or folders of such.
        template: how conversations are rendered; the model must be asked with the same.
        pairs: the files hold preference pairs.
        too_long: `skip` leaves samples that are too long out, and counts them.
        on_error: `stop` raises at the first problem; `skip` leaves the record out and counts it.
        option: what the user named the files by.

    Raises:
        UserError: a problem, with `on_error="stop"`; a file that cannot be read at all; not one sample.
    """
    files = find_files(patterns, SUFFIXES, option)
    reading = _Reading(template, tokenizer, max_seq_len, pairs, too_long, on_error)
    for number, path in enumerate(files):
        reading.file(number, path)
    samples = reading.samples(tuple(map(str, files)))
    report = reading.report(samples)
    if not len(samples):
        why = f" ({', '.join(f'{kind} {count:,}' for kind, count in report.problems.items())})"
        raise UserError(f"{option}={','.join(map(str, patterns))}: not one sample{why if report.problems else ''}")
    return samples, report


@dataclass
class _Read:
    """A record that became a conversation, or did not; in the file's order with all others."""

    place: Place
    format: str = ""
    conversation: Conversation | None = None
    problem: NotASample | None = None


class _Reading:
    """Samples as they gather, and what is counted meanwhile."""

    def __init__(
        self,
        template: Template,
        tokenizer: Tokenizer,
        max_seq_len: int,
        pairs: bool,
        too_long: str,
        on_error: str,
    ) -> None:
        self._template, self._tokenizer, self._size = template, tokenizer, max_seq_len
        self._pairs, self._too_long, self._on_error = pairs, too_long, on_error
        self._ids, self._loss, self._lengths = array("i"), bytearray(), array("q")
        self._keys, self._places = array("Q"), array("q")
        self._whole = array("q")  # the documents' lengths before any was cut or left out
        self._seen: dict[int, Place] = {}
        self._counts = dict.fromkeys(("turns", "truncated", "left_out", "duplicates", "tools"), 0)
        self._first_duplicate = ""
        self._formats: dict[str, int] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._problem_counts: dict[str, int] = {}

    def file(self, number: int, path: Path) -> None:
        chunk: list[_Read] = []
        for read in self._read(path):
            chunk.append(read)
            if len(chunk) >= _CHUNK:
                self._encode(number, chunk)
                chunk = []
        self._encode(number, chunk)

    def _read(self, path: Path) -> Iterator[_Read]:
        name: str | None = None  # of the file's format, told by its first record that has one
        unread: list[_Read] = []

        def report(place: Place, reason: str) -> None:
            unread.append(_Read(place, problem=NotASample("unreadable", reason)))

        for place, record in read_records(path, report):
            yield from unread
            unread.clear()
            try:
                name = name or format_of(record)
                yield _Read(place, name, self._conversation(record, name))
            except NotASample as problem:
                yield _Read(place, problem=problem)
        yield from unread

    def _conversation(self, record: Any, name: str) -> Conversation:
        """The conversation of a record in a file of the format `name`."""
        if (name == "pairs") != self._pairs:
            wanted, found = ("pairs", "a conversation") if self._pairs else ("conversations", "a preference pair")
            raise NotASample("other-format", f"{wanted} are to be learned here, and this is {found}")
        return read_record(record, name)

    def _encode(self, number: int, chunk: list[_Read]) -> None:
        """Tokenize a chunk and take in its samples; problems are met in the order of the records."""
        pieces: list[list[Piece]] = []
        for read in chunk:
            if read.conversation is not None:
                try:
                    pieces += [
                        conversation_pieces(self._template, self._tokenizer, messages)
                        for messages in _both(read.conversation)
                    ]
                except UserError as error:
                    read.conversation, read.problem = None, NotASample("template", str(error))
        rendered = iter(encode_pieces(self._tokenizer, pieces))
        for read in chunk:
            problem = read.problem
            if read.conversation is not None:
                documents = [next(rendered) for _ in _both(read.conversation)]
                problem = self._add(number, read.place, read.conversation, documents)
                self._formats[read.format] = self._formats.get(read.format, 0) + (problem is None)
            if problem is not None:
                self._note(Problem(problem.kind, str(read.place), str(problem)))

    def _note(self, problem: Problem) -> None:
        if self._on_error == "stop":
            raise UserError(f"{problem}: mend it, or leave such samples out with data.on_error=skip")
        self._problem_counts[problem.kind] = self._problem_counts.get(problem.kind, 0) + 1
        examples = self._problems.setdefault(problem.kind, [])
        if len(examples) < _EXAMPLES:
            examples.append(problem)

    def _add(
        self, number: int, place: Place, conversation: Conversation, documents: list[Rendered]
    ) -> NotASample | None:
        """Take in a sample; returns what is wrong with it where there is nothing to learn."""
        whole = [len(document.input_ids) for document in documents]
        self._whole.extend(whole)
        if self._pairs:
            documents = [Rendered(document.input_ids, _last_run(document.loss_mask)) for document in documents]
        if not all(any(document.loss_mask[1:]) for document in documents):
            return NotASample("no-loss", f"the template {self._template.name} renders its answers as nothing")
        kept = _shares(whole, self._size)
        if kept != whole:
            if self._too_long == "skip":
                self._counts["left_out"] += 1
                return None
            for document, length in zip(documents, kept, strict=True):
                if not any(document.loss_mask[1:length]):
                    shared = ", for both documents of the pair," if self._pairs else ""
                    return NotASample(
                        "no-loss",
                        f"what is to be learned begins behind the first {length:,} of {len(document.input_ids):,}"
                        f" tokens, and only those are kept: max_seq_len={self._size}{shared} is too short for it",
                    )
            self._counts["truncated"] += 1
        for document, length in zip(documents, kept, strict=True):
            self._ids.extend(document.input_ids[:length])
            self._loss.extend(document.loss_mask[:length])
        self._lengths.extend(kept)
        self._places.extend((number, place.line))
        key = _key(conversation)
        if key in self._seen:
            self._counts["duplicates"] += 1
            self._first_duplicate = self._first_duplicate or f"{place} repeats {self._seen[key]}"
        self._seen.setdefault(key, place)
        self._keys.append(key)
        self._counts["turns"] += 1 if self._pairs else _answers(conversation)
        self._counts["tools"] += conversation.tools
        return None

    def samples(self, files: tuple[str, ...]) -> Samples:
        roles = (self._tokenizer.pad_id, self._tokenizer.eos_id)
        return Samples(
            ids=np.array(self._ids, np.int32),
            loss=np.frombuffer(bytes(self._loss), bool),
            bounds=np.concatenate([[0], np.cumsum(np.array(self._lengths, np.int64))]),
            each=2 if self._pairs else 1,
            max_seq_len=self._size,
            pad_id=next((id for id in roles if id is not None), 0),
            keys=np.array(self._keys, np.uint64),
            places=np.array(self._places, np.int64).reshape(-1, 2),
            files=files,
        )

    def report(self, samples: Samples) -> Report:
        lengths = np.array(self._whole, np.int64) if self._whole else np.zeros(1, np.int64)
        return Report(
            template=self._template.name,
            formats=self._formats,
            samples=len(samples),
            pairs=self._pairs,
            turns=self._counts["turns"],
            tokens=len(samples.ids),
            loss_tokens=int(samples.loss.sum()),
            truncated=self._counts["truncated"],
            left_out=self._counts["left_out"],
            max_seq_len=self._size,
            median_length=int(np.percentile(lengths, 50, method="lower")),
            p95_length=int(np.percentile(lengths, 95, method="lower")),
            longest=int(lengths.max()),
            duplicates=self._counts["duplicates"],
            first_duplicate=self._first_duplicate,
            with_tools=self._counts["tools"],
            problems=self._problem_counts,
            examples=tuple(problem for examples in self._problems.values() for problem in examples),
        )


def _both(conversation: Conversation) -> list[list[Message]]:
    """The conversations of a sample: one, or that of the better answer and that of the worse."""
    messages, rejected = conversation.messages, conversation.rejected
    worse = [] if rejected is None else [[*messages[:-1], {"role": "assistant", "content": rejected}]]
    return [messages, *worse]


def _answers(conversation: Conversation) -> int:
    return sum(message["role"] == "assistant" for message in conversation.messages)


def _last_run(mask: list[bool]) -> list[bool]:
    """The last run of a mask alone: what a pair prefers is its last answer, the others are of its prompt."""
    stop = len(mask) - mask[::-1].index(True) if True in mask else 0
    start = stop
    while start and mask[start - 1]:
        start -= 1
    return [start <= place < stop for place in range(len(mask))]


def _shares(lengths: list[int], size: int) -> list[int]:
    """How much of each document is kept, `size` in all: the shorter of two is whole up to half of it."""
    if sum(lengths) <= size:
        return lengths
    if len(lengths) == 1:
        return [size]
    least = min(min(lengths), size // 2)
    return [least, size - least] if lengths[0] <= lengths[1] else [size - least, least]


def _key(conversation: Conversation) -> int:
    said = [conversation.rejected, *([m["role"], m["content"]] for m in conversation.messages)]
    digest = hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")

"""Test items in text that is about to be learned or calibrated on: `finetune` and `quantize` look before they begin."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aquila2.base.errors import UserError
from aquila2.base.sources import find_files
from aquila2.data.sft_files import SUFFIXES, read_records

_AT_ONCE = 1024
_EXAMPLES = 5


@dataclass(frozen=True)
class FoundItems:
    """Test items that a text holds.

    Attributes:
        index: the SHA-256 of the index that was asked.
        dirty: how many items of each set are there whole, or nearly.
        partly: how many others a long span is there of.
        examples: some of them, with their places.
    """

    index: str
    dirty: dict[str, int]
    partly: int
    examples: tuple[str, ...]

    def refuse(self, what: str, option: str) -> None:
        """Refuse a text that holds whole items.

        Raises:
            UserError: it does. The message names them, and the option that goes on all the same.
        """
        if self.dirty:
            sets = ", ".join(f"{name} {count:,}" for name, count in self.dirty.items())
            raise UserError(
                f"{what} holds test items ({sets}), such as {self.examples[0]}: aquila2 audit clean takes them out, or"
                f" say {option}=true"
            )


def find_items(index: Path, texts: Iterable[tuple[str, str]]) -> FoundItems:
    """The items of an index that some texts hold, each text with its place.

    Raises:
        UserError: see `audit_scan.load_fresh`.
    """
    import numpy as np

    from aquila2.audit.match import Matcher
    from aquila2.audit.verdict import DIRTY, Thresholds
    from aquila2.base.sources import PADDING
    from aquila2.recipes.audit_scan import load_fresh

    found = load_fresh(index)
    matcher = Matcher(found, Thresholds())
    verdicts: dict[int, str] = {}
    examples: list[tuple[bool, str]] = []
    for some in _chunks(texts):
        encoded = [text.encode("utf-8", "replace") for _, text in some]
        ends = np.cumsum([len(text) for text in encoded], dtype=np.int64)
        bounds = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1)
        for match in matcher.matches(np.frombuffer(b"".join(encoded) + bytes(PADDING), np.uint8), bounds):
            entry = found.items[match.item]
            if match.item not in verdicts:
                told = (
                    f"{entry.set} {entry.id} at {some[match.document][0]} ({match.question.share:.0%} of its question)"
                )
                examples.append((match.verdict != DIRTY, told))
            if verdicts.get(match.item) != DIRTY:
                verdicts[match.item] = match.verdict
    dirty: dict[str, int] = {}
    for item, verdict in verdicts.items():
        if verdict == DIRTY:
            dirty[found.items[item].set] = dirty.get(found.items[item].set, 0) + 1
    first = tuple(told for _, told in sorted(examples, key=lambda one: one[0])[:_EXAMPLES])
    return FoundItems(found.sha256, dirty, sum(verdict != DIRTY for verdict in verdicts.values()), first)


def texts_of_samples(patterns: list[str]) -> Iterator[tuple[str, str]]:
    """All text of the records of fine-tuning files; those that cannot be read are told of elsewhere."""
    from aquila2.audit.documents import text_of

    for path in find_files(patterns, SUFFIXES):
        for place, record in read_records(path, lambda place, reason: None):
            try:
                yield str(place), text_of(record)
            except ValueError:
                continue


def _chunks(texts: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    rest = iter(texts)
    while some := list(itertools.islice(rest, _AT_ONCE)):
        yield some

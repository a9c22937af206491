"""The index of test items: their texts cut into units, what each unit tells, and the seeds that documents are searched
for.

A text (a question, an option, an answer) that several items have stands once. A seed is four words or six signs in a
row; of a long text only the rarest seeds are taken, of a short one all. What is common in clean text is no seed
(stop-grams): so what a document shares with a test text by chance costs nothing.

    index.json      the settings, the test files with their SHA-256, the sets
    items.jsonl     an item a line: set, id, split, subject, and its parts, each by its kind and text
    texts.jsonl     the texts, a JSON string a line
    arrays.npz      units, bits, seeds and their places, the folding table
"""

import functools
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from aquila2.audit.fold import fold_table
from aquila2.audit.match_kernels import choose_seeds
from aquila2.audit.unit_kernels import NUMBER, SIGN_UNIT, SIGNS, WORDS, cut_documents, fill_filter, fill_table, seeds_of
from aquila2.base.errors import UserError
from aquila2.base.json_files import read_json, write_json
from aquila2.base.sources import PADDING
from aquila2.data.testset_item import Item

FORMAT = 1
INDEX = "index.json"
GENERIC = 16  # items that share a text: more, and the text alone says nothing of which one is meant

QUESTION, CONTEXT, OPTION, ANSWER, CODE, WHOLE = "question", "context", "option", "answer", "code", "whole"

_MOST_BITS = 12.0  # of a unit: a name that comes up once tells no more than a rare word
_WEAK_BITS = 4.0  # of a number or a letter: those that stand in a row follow from one another
_SIGN_PART = 0.7  # six common characters in a row are one phrase, and no item
_WHOLE = 24  # units of a text of which every seed counts
_WINDOW = 4
_MOST_PLACES = 512  # of a seed
_SHORT = 12  # units of a question that is also sought together with what stands beside it
_COMMON = 2  # documents of clean text that make a stop-gram
_TRIVIAL = {"true", "false", "yes", "no"}


@dataclass(frozen=True)
class Entry:
    """An item in the index: its parts are kinds and numbers of texts."""

    set: str
    id: str
    split: str
    subject: str
    parts: tuple[tuple[str, int], ...]

    @functools.cached_property
    def fields(self) -> tuple[tuple[str, int], ...]:
        """The parts that stand in the item; others are put together of them."""
        return tuple(part for part in self.parts if part[0] != WHOLE)

    @functools.cached_property
    def answered(self) -> bool:
        """Whether it has an answer, or a solution, as a text of its own."""
        return any(kind in (ANSWER, CODE) for kind, _ in self.parts)

    @functools.cached_property
    def sides(self) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
        """The texts of its question (with the context), of its answer (the options where there is none), and all of
        them, each once."""

        def of(*kinds: str) -> tuple[int, ...]:
            return tuple(dict.fromkeys(text for kind, text in self.fields if kind in kinds))

        answers = of(ANSWER, CODE) if self.answered else of(OPTION)
        return of(QUESTION, CONTEXT), answers, of(QUESTION, CONTEXT, OPTION, ANSWER, CODE)


@dataclass(frozen=True)
class Arrays:
    """The numbers of an index.

    Attributes:
        units: uint32, of all texts; `bounds` int64 [texts + 1] says where each begins.
        bits: float32, what each of these units tells.
        seeds: uint64, in order; `postings` int64 [seeds + 1] says where the places of each begin in `places`, int32
            [places, 2]: text and unit.
        table, expansions: see `fold`.
    """

    units: np.ndarray
    bounds: np.ndarray
    bits: np.ndarray
    seeds: np.ndarray
    postings: np.ndarray
    places: np.ndarray
    table: np.ndarray
    expansions: np.ndarray


class Index:
    """An index in memory."""

    def __init__(self, about: dict[str, Any], items: list[Entry], texts: list[str], arrays: Arrays) -> None:
        self.about, self.items, self.texts, self.arrays = about, items, texts, arrays

    @functools.cached_property
    def filter(self) -> np.ndarray:
        """A Bloom filter of the seeds, sixteen bits for each."""
        words = np.zeros(max(1 << int(np.ceil(np.log2(max(len(self.arrays.seeds), 1) / 4))), 64), np.uint64)
        fill_filter(self.arrays.seeds, words)
        return words

    @functools.cached_property
    def table(self) -> tuple[np.ndarray, np.ndarray]:
        """A hash table of the seeds: keys, and their rows."""
        size = max(1 << int(np.ceil(np.log2(2 * max(len(self.arrays.seeds), 1)))), 64)
        keys, rows = np.zeros(size, np.uint64), np.zeros(size, np.int32)
        fill_table(self.arrays.seeds, keys, rows)
        return keys, rows

    @functools.cached_property
    def holders(self) -> list[list[int]]:
        """The items that have each text."""
        found: list[list[int]] = [[] for _ in self.texts]
        for number, item in enumerate(self.items):
            for text in dict.fromkeys(text for _, text in item.parts):
                found[text].append(number)
        return found

    @functools.cached_property
    def text_bits(self) -> np.ndarray:
        """What each text tells, float64 [texts]."""
        ends = np.concatenate([[0.0], np.cumsum(self.arrays.bits, dtype=np.float64)])
        bounds = self.arrays.bounds
        told: np.ndarray = ends[bounds[1:]] - ends[bounds[:-1]]
        return told

    def told(self, item: Entry, kinds: Iterable[str]) -> float:
        """What the texts of some kinds tell of an item, a text that many items have left out."""
        texts = {text for kind, text in item.fields if kind in kinds and len(self.holders[text]) <= GENERIC}
        return float(sum(self.text_bits[text] for text in texts))

    @functools.cached_property
    def sha256(self) -> str:
        """What identifies the index: its settings and its texts."""
        digest = hashlib.sha256(json.dumps(self.about, sort_keys=True).encode())
        for array in (self.arrays.units, self.arrays.bounds, self.arrays.seeds, self.arrays.places):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    def cut(self, texts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """See `cut_texts`, with the folding of this index."""
        return cut_texts(texts, self.arrays.table, self.arrays.expansions)


def cut_texts(
    texts: list[str], table: np.ndarray, expansions: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Units (uint32) of texts, where each text's begin (int64 [texts + 1]), and each unit's first byte and the byte
    behind it in its text (int32)."""
    encoded = [text.encode("utf-8", "replace") for text in texts]
    ends = np.cumsum([len(text) for text in encoded], dtype=np.int64)
    bounds = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1) if texts else np.zeros((0, 2), np.int64)
    data = np.frombuffer(b"".join(encoded) + bytes(PADDING), np.uint8)
    size = 2 * (len(data) - PADDING)
    units, counts = np.empty(size, np.uint32), np.zeros(len(texts) + 1, np.int64)
    starts, stops = np.empty(size, np.int32), np.empty(size, np.int32)
    total = cut_documents(data, bounds, table, expansions, units, starts, stops, counts)
    return units[:total].copy(), counts, starts[:total].copy(), stops[:total].copy()


def build_index(
    items: Iterable[Item], files: dict[str, str], settings: dict[str, Any], clean: Iterable[list[str]] = ()
) -> Index:
    """The index of some items.

    Args:
        files: the test files and their SHA-256.
        settings: what it is built with; `simplified` says whether simplified and traditional characters are one.
        clean: clean text, some documents at a time.

    Raises:
        UserError: not one item has text.
    """
    table, expansions = fold_table(bool(settings["simplified"]))
    texts: dict[str, int] = {}
    entries, questions = [], []
    for item in items:
        fields = item_parts(item)
        if not fields:
            continue
        parts = [(kind, texts.setdefault(text, len(texts))) for kind, text in fields]
        entries.append(Entry(item.set, item.id, item.split, item.subject, tuple(parts)))
        questions.append(item)
    if not entries:
        raise UserError("there is no text in the test items: name their fields with fields=question,answer")
    units, bounds, _, _ = cut_texts(list(texts), table, expansions)
    sizes = np.diff(bounds)
    for number, item in enumerate(questions):
        asked = [sizes[text] for kind, text in entries[number].parts if kind in (QUESTION, CONTEXT)]
        if max(asked, default=0) <= _SHORT:
            wholes = tuple((WHOLE, texts.setdefault(text, len(texts))) for text in renderings(item))
            entries[number] = replace(entries[number], parts=entries[number].parts + wholes)
    units, bounds, starts, ends = cut_texts(list(texts), table, expansions)
    usual = _read_clean(clean, table, expansions)
    bits = unit_bits(units, ends - starts, usual.units, usual.counts)
    seeds, postings, places = _seeds(units, bounds, bits, usual.seeds)
    sets: dict[str, int] = {}
    for entry in entries:
        sets[entry.set] = sets.get(entry.set, 0) + 1
    about = {"format": FORMAT, **settings, "sets": sets, "files": files}
    arrays = Arrays(units, bounds, bits, seeds, postings, places, table, expansions)
    return Index(about, entries, list(texts), arrays)


def item_parts(item: Item) -> list[tuple[str, str]]:
    """The texts of an item that training data may hold, each with its kind."""
    parts = [(CONTEXT, item.context), (QUESTION, item.question)]
    parts += [(OPTION, option) for option in item.options if option.lower() not in _TRIVIAL]
    others = [item.more[name] for name in ("hypothesis", "reference_b") if name in item.more]
    if item.answer not in item.options and item.set not in _LABELS:
        parts += [(ANSWER, text) for text in (item.answer, *others)]
    parts.append((CODE, item.code))
    return [(kind, text) for kind, text in parts if text.strip()]


# Sets whose answer is a class's name, and whose options are those of every item.
_LABELS = {"cluewsc", "bustm", "eprstmt", "tnews", "ocnli", "csl", "boolq", "raft"}


def renderings(item: Item) -> list[str]:
    """A short item as one text: its parts one behind the other, and with letters before the options."""
    head = [text for text in (item.context, item.question) if text.strip()]
    options = [] if item.set in _LABELS else list(item.options)
    if not options:
        answer = [] if item.set in _LABELS or not item.answer.strip() else [item.answer]
        return ["\n".join([*head, *answer])] if len(head) + len(answer) > 1 else []
    lettered = [f"{chr(ord('A') + place)}. {option}" for place, option in enumerate(options)]
    return ["\n".join([*head, *options]), "\n".join([*head, *lettered])]


def unit_bits(units: np.ndarray, lengths: np.ndarray, others: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """How much each unit tells, float32: the negative logarithm of its part among the units of its kind; less for
    signs, which follow from one another, and little for numbers and single letters. `lengths` are in bytes.
    `others` are units of other text, with their counts: a small test set alone does not say which words are common."""
    bits = np.zeros(len(units), np.float32)
    for kind in (0, 1):
        mine, usual = np.flatnonzero((units & 1) == kind), (others & 1) == kind
        if len(mine):
            known, where = np.unique(np.concatenate([units[mine], others[usual]]), return_inverse=True)
            weights = np.concatenate([np.ones(len(mine)), counts[usual]])
            times = np.bincount(where, weights, len(known))
            told = -np.log2(np.maximum(times, 2) / max(times.sum(), 1 << 20))
            bits[mine] = np.minimum(told, _MOST_BITS)[where[: len(mine)]]
    signs = (units & SIGN_UNIT) > 0
    bits[signs] *= _SIGN_PART
    weak = ((units & 3) == NUMBER) | (~signs & (lengths == 1))
    bits[weak] = np.minimum(bits[weak], _WEAK_BITS)
    return bits


@dataclass(frozen=True)
class _Clean:
    """What clean text is made of: its units, each with its count, and its seeds, each as often as documents have it."""

    units: np.ndarray
    counts: np.ndarray
    seeds: np.ndarray


def _read_clean(clean: Iterable[list[str]], table: np.ndarray, expansions: np.ndarray) -> _Clean:
    units, counts, seeds = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    for documents in clean:
        found, bounds, _, _ = cut_texts(documents, table, expansions)
        mine, times = np.unique(found, return_counts=True)
        units.append(mine)
        counts.append(times)
        hashes = np.zeros(len(found), np.uint64)
        seeds_of(found, bounds, WORDS, SIGNS, hashes)
        document = np.repeat(np.arange(len(documents)), np.diff(bounds))
        kept = np.flatnonzero(hashes)
        order = np.lexsort((document[kept], hashes[kept]))
        hashes, document = hashes[kept][order], document[kept][order]
        first = np.ones(len(hashes), bool)
        first[1:] = (hashes[1:] != hashes[:-1]) | (document[1:] != document[:-1])
        seeds.append(hashes[first])
    return _Clean(np.concatenate(units), np.concatenate(counts), np.concatenate(seeds))


def _seeds(
    units: np.ndarray, bounds: np.ndarray, bits: np.ndarray, clean: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The seeds that stand for the texts, and their places."""
    seeds = np.zeros(len(units), np.uint64)
    seeds_of(units, bounds, WORDS, SIGNS, seeds)
    unique, where, counts = np.unique(seeds, return_inverse=True, return_counts=True)
    common = np.zeros(len(unique), np.int64)
    met, times = np.unique(clean, return_counts=True)
    at = np.minimum(np.searchsorted(unique, met), len(unique) - 1)
    same = unique[at] == met
    common[at[same]] = times[same]
    # rare words before common ones, and seeds of few texts before those of many
    told = np.convolve(bits, np.ones(4, np.float32))[: len(bits)].astype(np.float32)
    scores = np.maximum(told - 4 * np.log2(counts)[where], 0).astype(np.float32)
    scores[(common[where] >= _COMMON) | (counts[where] > _MOST_PLACES)] = -1
    chosen = np.zeros(len(units), bool)
    choose_seeds(units, bounds, seeds, scores, _WHOLE, _WINDOW, chosen)
    at = np.flatnonzero(chosen)
    order = np.argsort(seeds[at], kind="stable")
    at = at[order]
    kept, first = np.unique(seeds[at], return_index=True)
    text = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))[at]
    places = np.stack([text, at - bounds[text]], axis=1).astype(np.int32)
    return kept, np.append(first, len(at)).astype(np.int64), places


def save_index(index: Index, folder: Path) -> None:
    """Write an index into an empty folder."""
    write_json(folder / INDEX, {**index.about, "sha256": index.sha256})
    with open(folder / "items.jsonl", "w", encoding="utf-8") as file:
        for item in index.items:
            file.write(json.dumps([item.set, item.id, item.split, item.subject, item.parts], ensure_ascii=False) + "\n")
    with open(folder / "texts.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(text) + "\n" for text in index.texts)
    np.savez(folder / "arrays.npz", **vars(index.arrays))


def load_about(folder: Path) -> dict[str, Any]:
    """What `index.json` says.

    Raises:
        UserError: there is none, or of another format.
    """
    if not (folder / INDEX).is_file():
        raise UserError(f"index={folder}: there is no {INDEX}: make it with aquila2 audit build")
    about = read_json(folder / INDEX)
    if about.get("format") != FORMAT:
        raise UserError(f"index={folder}: format {about.get('format')} is not {FORMAT}: build it again")
    return about


def load_index(folder: Path) -> Index:
    """An index that `save_index` wrote.

    Raises:
        UserError: there is none, or of another format, or it is not whole.
    """
    about = load_about(folder)
    stated = about.pop("sha256", "")
    try:
        with open(folder / "items.jsonl", encoding="utf-8") as file:
            items = [
                Entry(name, id, split, subject, tuple((kind, text) for kind, text in parts))
                for name, id, split, subject, parts in map(json.loads, file)
            ]
        with open(folder / "texts.jsonl", encoding="utf-8") as file:
            texts = [json.loads(line) for line in file]
        with np.load(folder / "arrays.npz") as arrays:
            index = Index(about, items, texts, Arrays(**{name: arrays[name] for name in arrays.files}))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UserError(f"index={folder} is not whole ({error}): build it again") from None
    if index.sha256 != stated:
        raise UserError(f"index={folder} is not as it was written: build it again")
    return index

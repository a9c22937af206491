"""The held-out loss of a pretraining run beside that of a 5-gram model of the same tokens.

python bench/ngram.py run=RUN data=PREPARED

The model is interpolated Kneser-Ney (Kneser and Ney 1995; Chen and Goodman 1998, section 3), discount 0.75, of the rows
that the run has seen, none of them twice; like the run's, its contexts end at the beginnings of documents. Both losses
are of the same held-out tokens, in nats a token.
"""

import dataclasses
import json
import sys
from pathlib import Path

import numpy as np
from provenance import save

from aquila2.base.config import load_options, option
from aquila2.checkpoint.checkpoint import read_config
from aquila2.data.indexed import TokenShards
from aquila2.data.loader import TrainLoader, ValidLoader
from aquila2.data.packing import IGNORED, Rows
from aquila2.train.metrics import read_metrics

ORDER, DISCOUNT = 5, 0.75
_ODD = 0x9E3779B97F4A7C15  # sums of products with its powers hardly ever meet


@dataclasses.dataclass
class Options:
    """What to compare."""

    run: Path = option(help="the run's folder")
    data: Path = option(help="the prepared folder it was trained on")
    rows: int = option(10**9, "held-out rows that the run was evaluated on")


@dataclasses.dataclass
class Grams:
    """The n-grams that end with each label that counts, column n - 1 for n: their hashes, those of the same without the
    label, uint64 [tokens, ORDER]; and how many tokens of its document stand before the label, up to ORDER - 1."""

    hashes: np.ndarray
    before: np.ndarray
    depth: np.ndarray

    @classmethod
    def of(cls, rows: Rows) -> "Grams":
        before = np.zeros((*rows.ids.shape, ORDER), np.uint64)
        power = _ODD
        for n in range(1, ORDER):
            shifted = np.zeros(rows.ids.shape, np.uint64)
            shifted[:, n - 1 :] = rows.ids[:, : rows.ids.shape[1] - n + 1] + 1
            before[:, :, n] = before[:, :, n - 1] + shifted * np.uint64(power)
            power = power * _ODD % 2**64
        counted = rows.labels != IGNORED
        label = (rows.labels[counted] + 1).astype(np.uint64)
        depth = np.minimum(rows.positions[counted] + 1, ORDER - 1)
        return cls(before[counted] + label[:, None], before[counted], depth)


@dataclasses.dataclass
class Level:
    """One order: its n-grams and their counts, its contexts with their totals and their numbers of kinds."""

    keys: np.ndarray
    counts: np.ndarray
    context_keys: np.ndarray
    totals: np.ndarray
    kinds: np.ndarray


def levels_of(grams: Grams) -> list[Level]:
    """Kneser-Ney's counts: of the highest order how often, of the lower ones behind how many different tokens (at the
    beginning of a document, where nothing stands before, the beginning is one)."""
    levels: list[Level] = []
    for n in range(1, ORDER + 1):
        mine = grams.depth >= n - 1
        ends, context = grams.hashes[mine, n - 1], grams.before[mine, n - 1]
        if n < ORDER:
            longer = np.where(grams.depth[mine] >= n, grams.hashes[mine, n], grams.hashes[mine, n - 1])
            _, kinds = np.unique(longer, return_index=True)
            ends, context = ends[kinds], context[kinds]
        keys, first, counts = np.unique(ends, return_index=True, return_counts=True)
        context_keys, place = np.unique(context[first], return_inverse=True)
        levels.append(Level(keys, counts, context_keys, np.bincount(place, counts), np.bincount(place)))
    return levels


def looked_up(keys: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The value of each key, 0 for one that is not there."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], 0)


def loss_of(levels: list[Level], grams: Grams, vocab_size: int) -> float:
    """The mean loss of held-out labels, the lowest order interpolated with all entries alike."""
    chance = np.full(len(grams.depth), 1.0 / vocab_size)
    for n, level in enumerate(levels, 1):
        totals = looked_up(level.context_keys, level.totals, grams.before[:, n - 1])
        kinds = looked_up(level.context_keys, level.kinds, grams.before[:, n - 1])
        counts = looked_up(level.keys, level.counts, grams.hashes[:, n - 1])
        usable = (grams.depth >= n - 1) & (totals > 0)
        safe = np.where(usable, totals, 1.0)
        mixed = np.maximum(counts - DISCOUNT, 0) / safe + DISCOUNT * kinds / safe * chance
        chance = np.where(usable, mixed, chance)
    return float(-np.log(chance).mean())


def main() -> None:
    options = load_options(Options, sys.argv[1:])
    job = json.loads((options.run / "state" / "job.json").read_text(encoding="utf-8"))
    records = read_metrics(options.run / "metrics.jsonl")
    last = [record for record in records if "eval_loss" in record][-1]
    seq, vocab_size = job["model"]["max_position_embeddings"], job["model"]["vocab_size"]
    loader = TrainLoader(TokenShards.open(options.data), seq, job["seed"])
    seen = min(last["samples"], loader.samples_per_epoch)
    levels = levels_of(Grams.of(loader.rows(np.arange(seen))))
    held_out = ValidLoader(TokenShards.open(options.data, "valid"), seq)
    rows = held_out.batch(0, min(options.rows, held_out.num_rows))
    loss = loss_of(levels, Grams.of(rows), vocab_size)
    found = {
        "parameters": read_config(options.run).num_parameters,
        "tokens_seen": int(seen * seq),
        "steps": last["step"],
        "held_out_tokens": int((rows.labels != IGNORED).sum()),
        "five_gram_loss": round(loss, 4),
        "run_loss": round(last["eval_loss"], 4),
    }
    print(json.dumps(found, indent=2))
    print(save("ngram", found))


if __name__ == "__main__":
    main()

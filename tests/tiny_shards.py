"""Prepared folders made on the spot, without text or a tokenizer: documents of given lengths over a few shards."""

from pathlib import Path

import numpy as np

from aquila2.base.json_files import write_json
from aquila2.data.indexed import FORMAT, ShardWriter, TokenShards, token_dtype

END = 0


def documents_of(lengths: list[int], seed: int = 0, vocab_size: int = 300) -> list[np.ndarray]:
    """Random documents, each with END as its last token and nowhere else."""
    rng = np.random.default_rng(seed)
    return [np.append(rng.integers(1, vocab_size, length - 1), END) for length in lengths]


def write_shards(
    folder: Path, documents: list[np.ndarray], per_shard: int = 3, vocab_size: int = 300, split: str = "train"
) -> TokenShards:
    """The documents, `per_shard` in a shard, all from one source."""
    entries, pieces = [], {}
    for first in range(0, len(documents), per_shard):
        part = documents[first : first + per_shard]
        name = f"{first // per_shard:05}"
        writer = ShardWriter(folder / split, name, token_dtype(vocab_size))
        for number, tokens in enumerate(part):
            writer.add(tokens, np.array([len(tokens)]), np.array([number]))
        entries.append(writer.close())
        pieces[name] = [[0, first, len(part)]]
    totals = {name: sum(entry[name] for entry in entries) for name in ("tokens", "documents")}
    empty = {"tokens": 0, "documents": 0, "shards": []}
    manifest = {
        "format": FORMAT,
        "splits": {"train": empty, "valid": empty, split: {**totals, "shards": entries}},
        "tokenizer": {"vocab_size": vocab_size, "end_of_document": {"token": "<end>", "id": END}},
        "sources": [{"path": "book.txt"}],
        "pieces": pieces,
    }
    write_json(folder / "manifest.json", manifest)
    return TokenShards.open(folder, split)

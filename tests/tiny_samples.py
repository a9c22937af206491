"""Encoded samples made on the spot, without text or a tokenizer: documents of given lengths, random ids and loss."""

from collections.abc import Sequence

import numpy as np

from aquila2.data.sft_samples import Samples

PAD = 1


def samples_of(lengths: Sequence[int], max_seq_len: int, each: int = 1, seed: int = 0) -> Samples:
    """Samples whose documents have these lengths; every id is of one place alone, and none is PAD."""
    rng = np.random.default_rng(seed)
    total, count = sum(lengths), len(lengths) // each
    return Samples(
        ids=np.arange(2, total + 2, dtype=np.int32),
        loss=rng.random(total) < 0.6,
        bounds=np.concatenate([[0], np.cumsum(lengths)]),
        each=each,
        max_seq_len=max_seq_len,
        pad_id=PAD,
        keys=rng.integers(0, 2**64, count, np.uint64),
        places=np.stack([np.arange(count) % 2, np.arange(count) + 1], axis=1),
        files=("a.jsonl", "b.jsonl"),
    )

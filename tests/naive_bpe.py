"""The reference for training: quadratic, obvious, and nothing else."""

import itertools
from collections import Counter

from aquila2.tokenizer.trainer import byte_order


def naive_merges(words: dict[bytes, int], entries: int) -> list[tuple[int, int]]:
    """Count all pairs, merge the most frequent (of equals the smallest ids), and again, until there are `entries`."""
    order = byte_order().tolist()
    sequences = [([order[byte] + 1 for byte in word], count) for word, count in words.items()]
    merges: list[tuple[int, int]] = []
    while len(merges) < entries - 257:
        pairs: Counter[tuple[int, int]] = Counter()
        for ids, count in sequences:
            for pair in itertools.pairwise(ids):
                pairs[pair] += count
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        for ids, _ in sequences:
            at = 0
            while at < len(ids) - 1:
                if (ids[at], ids[at + 1]) == best:
                    ids[at : at + 2] = [257 + len(merges)]
                at += 1
        merges.append(best)
    return merges

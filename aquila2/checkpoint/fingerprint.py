"""A fingerprint of a checkpoint's weights that does not read them all: it tells one model from another in a second.

It is the SHA-256 of a text with a line a tensor, in order of their published names:

    <name> <shape, e.g. 4096x11008> <dtype, e.g. bfloat16> <SHA-256 of the sample, in hex>

The sample is the tensor's first 4096 bytes and its last 4096, as its numbers lie in memory (all of it, twice, where it
is no larger). How the checkpoint is divided into files, and which kind of files, makes no difference. It is no proof
against somebody who changes numbers in the middle on purpose.
"""

import hashlib
from pathlib import Path

import torch
from torch import Tensor

from aquila2.checkpoint import names
from aquila2.checkpoint.shards import StoredTensor, open_shards

_SAMPLE = 4096


def fingerprint(folder: str | Path) -> str:
    """The fingerprint of a checkpoint folder, 64 hex digits. Raises as `open_shards`."""
    stored = open_shards(folder)
    whole = hashlib.sha256()
    for name in sorted(name for name in stored if not names.is_ignored(name)):
        tensor = stored[name]
        shape = "x".join(map(str, tensor.shape))
        dtype = str(tensor.dtype).removeprefix("torch.")
        whole.update(f"{name} {shape} {dtype} {hashlib.sha256(_sample(tensor)).hexdigest()}\n".encode())
    return whole.hexdigest()


def _sample(tensor: StoredTensor) -> bytes:
    if not tensor.shape:
        raw = _bytes(tensor.read())
        return raw + raw
    count = tensor.shape[0]
    rows = min(count, -(-_SAMPLE * count // max(tensor.nbytes, 1)))  # enough of them for a sample
    first, last = tensor.file.rows(tensor.name, 0, rows), tensor.file.rows(tensor.name, count - rows, count)
    return _bytes(first)[:_SAMPLE] + _bytes(last)[-_SAMPLE:]


def _bytes(tensor: Tensor) -> bytes:
    flat = tensor.contiguous().flatten()
    return flat.view(torch.uint8).numpy().tobytes()

"""Whatever the tensors and the size of shards: what is written is what is read, and `.bin` reads as safetensors do."""

import json
import tempfile
from pathlib import Path

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file

from aquila2.checkpoint import shards
from aquila2.checkpoint.shards import open_shards, write_shards

DTYPES = [
    torch.float64,
    torch.float32,
    torch.float16,
    torch.bfloat16,
    torch.int64,
    torch.int32,
    torch.uint8,
    torch.bool,
]
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)


@st.composite
def states(draw) -> dict[str, torch.Tensor]:
    """A state dict of random bits (patterns that are no numbers included), some tensors transposed."""
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**32)))
    state = {}
    for name in draw(st.lists(NAMES.filter(lambda n: n != "__metadata__"), min_size=1, max_size=8, unique=True)):
        dtype = draw(st.sampled_from(DTYPES))
        shape = draw(st.lists(st.integers(0, 6), max_size=3))
        raw = torch.randint(0, 256, (*shape, dtype.itemsize), generator=generator, dtype=torch.uint8)
        tensor = raw.view(dtype).squeeze(-1) if dtype != torch.bool else raw.squeeze(-1) > 127
        state[name] = tensor.T.contiguous().T if tensor.ndim == 2 and draw(st.booleans()) else tensor
    return state


def bits(tensor: torch.Tensor) -> tuple:
    return tensor.dtype, tensor.shape, tensor.contiguous().reshape(-1).view(torch.uint8).tolist()


def read(folder: Path) -> dict[str, tuple]:
    return {name: bits(stored.read()) for name, stored in open_shards(folder).items()}


@settings(max_examples=60, deadline=None)
@given(state=states(), max_shard_bytes=st.integers(1, 2000), piece_bytes=st.integers(1, 200))
def test_saving_and_loading_is_the_identity(state, max_shard_bytes, piece_bytes):
    expected = {name: bits(tensor) for name, tensor in state.items()}
    before, shards.PIECE_BYTES = shards.PIECE_BYTES, piece_bytes
    try:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            safe, pickled = Path(one), Path(two)
            assert write_shards(safe, state, max_shard_bytes=max_shard_bytes) == sum(t.nbytes for t in state.values())
            torch.save(state, pickled / "pytorch_model.bin")
            assert read(safe) == expected
            assert read(pickled) == expected
            by_library = {}
            for file in safe.glob("*.safetensors"):
                by_library.update(load_file(file))
            assert {name: bits(tensor) for name, tensor in by_library.items()} == expected
            check_shards(safe, state, max_shard_bytes)
    finally:
        shards.PIECE_BYTES = before


def check_shards(folder: Path, state: dict[str, torch.Tensor], max_shard_bytes: int) -> None:
    index = folder / "model.safetensors.index.json"
    if not index.exists():
        assert [path.name for path in folder.iterdir()] == ["model.safetensors"]
        return
    held: dict[str, list[str]] = {}
    for name, file in json.loads(index.read_text())["weight_map"].items():
        held.setdefault(file, []).append(name)
    assert set(held) == {path.name for path in folder.glob("*.safetensors")}
    assert all(len(names) == 1 or sum(state[n].nbytes for n in names) <= max_shard_bytes for names in held.values())

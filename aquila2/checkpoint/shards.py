"""Files of tensors: safetensors and torch's `.bin`, whole or in shards with an index, read and written piece by piece.

Reading maps a file, takes a piece from it, and lets go of the mapping. A mapping that stays open keeps every page
it touched in the process's resident memory, so a loader that opens its shards once needs twice the checkpoint; this
one needs the weights themselves and a piece. Opening safetensors again costs 0.4 ms; a `.bin` of a hundred tensors
20 ms, so that one is kept for a twentieth of its size.

Writing follows the safetensors format (8 bytes of header length, JSON header, little-endian data without gaps).
"""

import abc
import contextlib
import json
import pickle
import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file
from aquila2.base.json_files import read_json

PIECE_BYTES = 16 * 2**20
DEFAULT_SHARD_BYTES = 5 * 10**9

_SINGLE, _INDEX = "model.safetensors", "model.safetensors.index.json"
_BIN_SINGLE, _BIN_INDEX = "pytorch_model.bin", "pytorch_model.bin.index.json"
_WRITTEN = re.compile(r"model(-\d{5}-of-\d{5})?\.safetensors|model\.safetensors\.index\.json")

_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "F8_E4M3": torch.float8_e4m3fn,
    "F8_E5M2": torch.float8_e5m2,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
_DTYPE_NAMES = {dtype: name for name, dtype in _DTYPES.items()}


class TensorFile(abc.ABC):
    """A file that holds named tensors."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @abc.abstractmethod
    def tensors(self) -> "dict[str, StoredTensor]":
        """What the file holds, without reading the data.

        Raises:
            UserError: the file cannot be read, or is not what its name says.
        """

    @abc.abstractmethod
    def rows(self, name: str, start: int, stop: int) -> Tensor:
        """Rows `start` to `stop` of a tensor (a scalar whole), mapped from the file: read them, do not keep them."""


@dataclass(frozen=True)
class StoredTensor:
    """A tensor that lies in a file and is read when asked."""

    name: str
    shape: tuple[int, ...]
    dtype: torch.dtype
    file: TensorFile

    @property
    def nbytes(self) -> int:
        """Bytes of the values in `dtype`."""
        return torch.Size(self.shape).numel() * self.dtype.itemsize

    def pieces(self) -> Iterator[Tensor]:
        """The tensor's rows in order, about `PIECE_BYTES` at a time; each piece is good until the next one is asked."""
        for start, stop in _row_ranges(self.shape, self.dtype):
            yield self.file.rows(self.name, start, stop)

    def copy_to(self, destination: Tensor) -> None:
        """Fill `destination` (same shape; any dtype and device)."""
        for (start, stop), piece in zip(_row_ranges(self.shape, self.dtype), self.pieces(), strict=True):
            (destination[start:stop] if self.shape else destination).copy_(piece)

    def read(self) -> Tensor:
        """The tensor in memory of its own."""
        tensor = torch.empty(self.shape, dtype=self.dtype)
        self.copy_to(tensor)
        return tensor


class SafetensorsFile(TensorFile):
    """A `.safetensors` file."""

    def tensors(self) -> dict[str, StoredTensor]:
        """What the header names."""
        found = {}
        with self._open() as file:
            for name in file.keys():  # noqa: SIM118 (safe_open is no mapping)
                view = file.get_slice(name)
                if view.get_dtype() not in _DTYPES:
                    raise UserError(f"{self.path}: {name} is stored as {view.get_dtype()}, a format we do not read")
                found[name] = StoredTensor(name, tuple(view.get_shape()), _DTYPES[view.get_dtype()], self)
        return found

    def rows(self, name: str, start: int, stop: int) -> Tensor:
        """Rows of one tensor, mapped."""
        with self._open() as file:
            view = file.get_slice(name)
            return view[start:stop] if view.get_shape() else file.get_tensor(name)

    def _open(self) -> Any:
        _check_readable(self.path)
        try:
            return safe_open(str(self.path), framework="pt")
        except (SafetensorError, OSError) as error:
            raise UserError(f"{self.path} is truncated or damaged ({error}): download or convert it again") from None


class BinFile(TensorFile):
    """A file of `torch.save`, read with `weights_only=True` alone: a pickle can hold any program."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._mapped: dict[str, Tensor] = {}
        self._touched = 0

    def tensors(self) -> dict[str, StoredTensor]:
        """What the state dict names."""
        return {
            name: StoredTensor(name, tuple(t.shape), t.dtype, self)
            for name, t in self._load(map_location="meta").items()
        }

    def rows(self, name: str, start: int, stop: int) -> Tensor:
        """Rows of one tensor, mapped."""
        if self._touched >= max(PIECE_BYTES, self.path.stat().st_size // 20):
            self._mapped, self._touched = {}, 0  # first let go, then open again
        if not self._mapped:
            self._mapped = self._load(map_location="cpu", mmap=True)
        tensor = self._mapped[name]
        rows = tensor[start:stop] if tensor.ndim else tensor
        self._touched += rows.nbytes
        return rows

    def _load(self, **how: Any) -> dict[str, Tensor]:
        _check_readable(self.path)
        if not zipfile.is_zipfile(self.path):
            raise UserError(f"{self.path} is truncated, or older than torch 1.6's format: download or save it again")
        try:
            state = torch.load(self.path, weights_only=True, **how)
        except pickle.UnpicklingError:
            raise UserError(
                f"{self.path} is damaged, or holds more than tensors and could run a program when loaded: "
                "download it again, or use the checkpoint's safetensors files"
            ) from None
        except (RuntimeError, EOFError, KeyError, OSError) as error:
            reason = str(error).split("\n")[0]
            raise UserError(f"{self.path} is truncated or damaged ({reason}): download or convert it again") from None
        if not isinstance(state, dict) or not all(isinstance(t, Tensor) for t in state.values()):
            raise UserError(f"{self.path} is not a state dict: it must map names to tensors and hold nothing else")
        return state


def open_shards(folder: str | Path) -> dict[str, StoredTensor]:
    """Every tensor of a checkpoint folder by its published name, headers read, data not.

    `model.safetensors`, its sharded form with `model.safetensors.index.json`, and the two `pytorch_model.bin`
    forms are looked for in this order.

    Raises:
        UserError: no such folder, no weights in it, a shard that is missing or damaged, or one that lacks a tensor
            that the index says it holds.
    """
    folder = Path(folder)
    check_folder(folder)
    for single, index, kind in ((_SINGLE, _INDEX, SafetensorsFile), (_BIN_SINGLE, _BIN_INDEX, BinFile)):
        if (folder / single).exists():
            return kind(folder / single).tensors()
        if (folder / index).exists():
            return _open_index(folder / index, kind)
    raise UserError(
        f"{folder} holds no weights: a checkpoint has {_SINGLE}, {_BIN_SINGLE}, or one of them in shards with its index"
    )


def iter_tensors(folder: str | Path) -> Iterator[tuple[str, Tensor]]:
    """(published name, tensor) of a checkpoint folder, one tensor in memory at a time. Raises as `open_shards`."""
    for name, stored in open_shards(folder).items():
        yield name, stored.read()


def check_folder(folder: Path) -> None:
    """Refuse a path that is no folder.

    Raises:
        UserError: nothing there, or a file.
    """
    if not folder.exists():
        raise UserError(f"no such folder: {folder}; give a checkpoint's folder")
    if not folder.is_dir():
        raise UserError(
            f"{folder} is a file: give the checkpoint's folder, or bring it into one with `aquila2 convert`"
        )


def write_shards(
    folder: str | Path,
    tensors: Mapping[str, Tensor | StoredTensor],
    dtype: torch.dtype | None = None,
    max_shard_bytes: int = DEFAULT_SHARD_BYTES,
    advance: Callable[[int], None] = lambda nbytes: None,
) -> int:
    """Write safetensors under published names: one file, or shards of at most `max_shard_bytes` with an index.

    A tensor larger than that gets a shard of its own. `dtype` None keeps each tensor's own. All files are written
    beside and renamed at the end, the index last; safetensors files of an earlier save in `folder` are removed.
    `advance` is called with the bytes written since its last call. Returns the bytes of all tensors.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shards: list[dict[str, Tensor | StoredTensor]] = [{}]
    sizes = {name: _written_bytes(tensor, dtype) for name, tensor in tensors.items()}
    filled = 0
    for name, tensor in tensors.items():
        if shards[-1] and filled + sizes[name] > max_shard_bytes:
            shards.append({})
            filled = 0
        shards[-1][name] = tensor
        filled += sizes[name]
    count = len(shards)
    files = [_SINGLE] if count == 1 else [f"model-{i + 1:05}-of-{count:05}.safetensors" for i in range(count)]
    with contextlib.ExitStack() as renamed_last_first:
        if count > 1:
            index = renamed_last_first.enter_context(atomic_file(folder / _INDEX))
            weight_map = {name: file for file, shard in zip(files, shards, strict=True) for name in shard}
            content = {"metadata": {"total_size": sum(sizes.values())}, "weight_map": weight_map}
            index.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        for file, shard in zip(files, shards, strict=True):
            beside = renamed_last_first.enter_context(atomic_file(folder / file))
            _write_file(beside, shard, dtype, advance)
    current = {*files, _INDEX} if count > 1 else set(files)
    for path in folder.iterdir():
        if _WRITTEN.fullmatch(path.name) and path.name not in current:
            path.unlink()
    return sum(sizes.values())


def pieces_of(tensor: Tensor | StoredTensor) -> Iterator[Tensor]:
    """A tensor's rows in order, about `PIECE_BYTES` at a time, whether it is in memory or in a file."""
    if isinstance(tensor, StoredTensor):
        yield from tensor.pieces()
        return
    tensor = tensor.detach()
    for start, stop in _row_ranges(tuple(tensor.shape), tensor.dtype):
        yield tensor[start:stop] if tensor.ndim else tensor


def _open_index(path: Path, kind: type[TensorFile]) -> dict[str, StoredTensor]:
    weight_map = read_json(path).get("weight_map")
    if not isinstance(weight_map, dict) or not weight_map or not all(isinstance(f, str) for f in weight_map.values()):
        raise UserError(f"{path} has no weight_map from tensor names to shards: download it again")
    found: dict[str, StoredTensor] = {}
    for shard in sorted(set(weight_map.values())):
        if Path(shard).name != shard:
            raise UserError(f"{path} names the shard {shard!r}, which is not a plain file name")
        if not (path.parent / shard).exists():
            raise UserError(f"the shard {path.parent / shard} is missing, {path.name} names it: download it again")
        held = kind(path.parent / shard).tensors()
        promised = [name for name, file in weight_map.items() if file == shard]
        lacking = [name for name in promised if name not in held]
        if lacking:
            raise UserError(
                f"{path.parent / shard} lacks {some(lacking)}, which {path.name} says it holds: download both again"
            )
        # a tensor outside the index is kept too: whether the model knows it is the loader's question
        found.update((name, tensor) for name, tensor in held.items() if weight_map.get(name, shard) == shard)
    return found


def some(names: list[str], most: int = 3) -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _check_readable(path: Path) -> None:
    try:
        with open(path, "rb"):
            pass
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None


def _row_ranges(shape: tuple[int, ...], dtype: torch.dtype) -> Iterator[tuple[int, int]]:
    if not shape:
        yield 0, 1
        return
    row_bytes = torch.Size(shape[1:]).numel() * dtype.itemsize
    step = max(1, PIECE_BYTES // max(row_bytes, 1))
    for start in range(0, shape[0], step):
        yield start, min(start + step, shape[0])


def _written_bytes(tensor: Tensor | StoredTensor, dtype: torch.dtype | None) -> int:
    return torch.Size(tensor.shape).numel() * (dtype or tensor.dtype).itemsize


def _write_file(
    path: Path,
    tensors: Mapping[str, Tensor | StoredTensor],
    dtype: torch.dtype | None,
    advance: Callable[[int], None],
) -> None:
    # widest first, so that every tensor starts at a multiple of its own item size
    ordered = sorted(tensors.items(), key=lambda item: -(dtype or item[1].dtype).itemsize)
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    offset = 0
    for name, tensor in ordered:
        end = offset + _written_bytes(tensor, dtype)
        stored_as = _DTYPE_NAMES[dtype or tensor.dtype]
        header[name] = {"dtype": stored_as, "shape": list(tensor.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, tensor in ordered:
            for piece in pieces_of(tensor):
                raw = piece.to(device="cpu", dtype=dtype or piece.dtype).contiguous().reshape(-1).view(torch.uint8)
                file.write(raw.numpy().data)
                advance(raw.numel())

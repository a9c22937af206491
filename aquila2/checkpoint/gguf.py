"""GGUF (llama.cpp's format), architecture `llama`: read dequantized, written as F16 or Q8_0.

llama.cpp turns neighbouring pairs of a head (interleaved RoPE) where the published layout turns its two halves, so
GGUF keeps the rows of the query and key projections in another order: row `2i + j` of a head there is its row
`j * head_dim/2 + i` here. A row is quantized by itself, so rows are put in order before they are dequantized.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor

from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file
from aquila2.checkpoint import names
from aquila2.checkpoint.gguf_vocab import MORE_ENDS, ROLES, GgufVocab
from aquila2.checkpoint.shards import StoredTensor, TensorFile, pieces_of
from aquila2.model.config import AquilaConfig, RopeScaling

OutType = Literal["f16", "q8_0"]

_ROLE_KEYS = dict(zip(ROLES, ("bos", "eos", "unknown", "padding"), strict=True))
_FILE_TYPES = {"f16": 1, "q8_0": 7}  # llama.cpp's LLAMA_FTYPE_MOSTLY_*
_MAGIC = b"GGUF"


@dataclass(frozen=True)
class GgufModel:
    """A model read from a GGUF file: tensors under their published names, read and dequantized when asked."""

    name: str
    config: AquilaConfig
    tensors: dict[str, StoredTensor]
    vocab: GgufVocab


def is_gguf(path: str | Path) -> bool:
    """Whether a file is GGUF, by its first bytes."""
    try:
        with open(path, "rb") as file:
            return file.read(4) == _MAGIC
    except OSError:
        return False


def read_gguf(path: str | Path) -> GgufModel:
    """Open a GGUF file of a Llama-layout model with a byte-level BPE tokenizer.

    The config's dtype is that of the file's matrices: float32, float16, or bfloat16 for BF16 and every quantized
    form. Any form that the `gguf` package can dequantize is read: F32, F16, BF16, Q4_0 to Q8_0, K-quants, IQ.

    Raises:
        UserError: `gguf` is not installed, the file is damaged, or holds another architecture.
    """
    path = Path(path)
    reader = _open(path)
    fields = {name: field.contents() for name, field in reader.fields.items()}
    architecture = fields.get("general.architecture")
    if architecture != "llama":
        raise UserError(f"{path} holds a model of architecture {architecture!r}: llama is what we compute")
    kinds = {tensor.name: tensor.tensor_type for tensor in reader.tensors}
    shapes = {tensor.name: tuple(int(n) for n in reversed(tensor.shape.tolist())) for tensor in reader.tensors}
    vocab = _read_vocab(path, fields)
    config = _read_config(path, fields, shapes, vocab)
    matrices = [kind.name for name, kind in kinds.items() if len(shapes[name]) > 1]
    config = config.replace(
        dtype={"F32": "float32", "F16": "float16"}.get(max(set(matrices), key=matrices.count), "bfloat16")
    )
    file = GgufFile(path, reader, config)
    return GgufModel(str(fields.get("general.name", path.stem)), config, file.tensors(), vocab)


class GgufFile(TensorFile):
    """The tensors of a GGUF file under published names, in the published order of rows."""

    def __init__(self, path: Path, reader: Any, config: AquilaConfig) -> None:
        super().__init__(path)
        self._config = config
        # offset, form, rows, bytes a row; the reader itself maps the whole file, so it is not kept
        self._where: dict[str, tuple[int, Any, tuple[int, ...]]] = {}
        self._tensors: dict[str, StoredTensor] = {}
        for tensor in reader.tensors:
            # a name that is not the model's is kept as it is: the account of all keys will show it
            name = names.published_from_gguf(tensor.name) or tensor.name
            shape = tuple(int(n) for n in reversed(tensor.shape.tolist()))
            dtype = {"F16": torch.float16, "BF16": torch.bfloat16}.get(tensor.tensor_type.name, torch.float32)
            row_bytes = tensor.n_bytes // math.prod(shape[:-1])
            self._where[name] = (tensor.data_offset, tensor.tensor_type, (*shape[:-1], row_bytes))
            self._tensors[name] = StoredTensor(name, shape, dtype, self)

    def tensors(self) -> dict[str, StoredTensor]:
        """What the file holds."""
        return self._tensors

    def rows(self, name: str, start: int, stop: int) -> Tensor:
        """Rows in the published order; quantized ones as float32."""
        offset, kind, shape = self._where[name]
        mapped = np.memmap(self.path, dtype=np.uint8, mode="r", offset=offset, shape=shape)
        if len(shape) == 1:  # a norm: one row of values
            return _to_tensor(mapped, kind)[start:stop]
        heads = _turned_heads(name, self._config)
        return _to_tensor(
            mapped[start:stop] if heads is None else mapped[_halves_from_pairs(shape[0], heads)[start:stop]], kind
        )


def write_gguf(
    path: str | Path,
    config: AquilaConfig,
    tensors: Mapping[str, Tensor | StoredTensor],
    vocab: GgufVocab,
    outtype: OutType = "f16",
    name: str = "",
    advance: Callable[[int], None] = lambda nbytes: None,
    made_from: str = "",
) -> None:
    """Write a GGUF file that llama.cpp loads: matrices as F16 or Q8_0, norms as F32.

    A matrix whose rows are no multiple of 32 long stays F16 in a Q8_0 file, as llama.cpp's own converter does it.
    `tensors` are under published names; `advance` is called with the values written since its last call; `made_from`
    is written among the first keys as `aquila2.made_from`.

    Raises:
        UserError: `gguf` is not installed, the config has what GGUF cannot say (dynamic rope scaling), or a weight
            is too large for float16.
    """
    gguf = _library()
    writer = gguf.GGUFWriter(None, "llama")
    if made_from:
        writer.add_string("aquila2.made_from", made_from)
    _write_config(writer, config, outtype, name)
    _write_vocab(writer, vocab)
    kinds = {}
    for published, tensor in tensors.items():
        kinds[published] = kind = _kind(gguf, tuple(tensor.shape), outtype)
        row = gguf.quant_shape_to_byte_shape(tuple(tensor.shape), kind)
        writer.add_tensor_info(names.gguf_name(published), row, np.dtype(np.uint8), math.prod(row), raw_dtype=kind)
    with atomic_file(path) as beside:
        writer.write_header_to_file(path=beside)
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        for published, tensor in tensors.items():
            heads = _turned_heads(published, config)
            parts = []
            for piece in pieces_of(tensor) if heads is None else [_turned(tensor, heads)]:
                values = piece.to(device="cpu", dtype=torch.float32).numpy()
                parts.append(_encode(gguf, values, kinds[published], published))
                advance(values.size)
            writer.write_tensor_data(np.concatenate(parts))
        writer.close()


def _library() -> Any:
    try:
        import gguf
    except ImportError:
        raise UserError("GGUF files need the package gguf: pip install 'aquila2[gguf]'") from None
    logging.getLogger("gguf").setLevel(logging.WARNING)  # it tells of every file it opens
    return gguf


def _open(path: Path) -> Any:
    gguf = _library()
    if not path.exists():
        raise UserError(f"no such file: {path}")
    if not is_gguf(path):
        raise UserError(f"{path} is not a GGUF file, or cannot be read")
    try:
        return gguf.GGUFReader(path)
    except Exception as error:  # whatever the first missing byte leads to: ValueError, IndexError, KeyError, ...
        reason = f"{type(error).__name__}: {error}"
        raise UserError(f"{path} is truncated or damaged ({reason}): download or convert it again") from None


def _read_config(
    path: Path, fields: dict[str, Any], shapes: dict[str, tuple[int, ...]], vocab: GgufVocab
) -> AquilaConfig:
    def get(key: str, default: Any = None) -> Any:
        value = fields.get(f"llama.{key}", default)
        if value is None:
            raise UserError(f"{path} lacks llama.{key}: it is not a whole model")
        if isinstance(value, list):
            raise UserError(f"{path} has a llama.{key} of its own for every layer, which we do not compute")
        # numbers are stored as float32: 1e-5 comes back as itself, not as 9.999999747e-06
        return float(str(np.float32(value))) if isinstance(value, float) else value

    embedding = shapes.get("token_embd.weight")
    if embedding is None:
        raise UserError(f"{path} has no token_embd.weight: it is not a whole model")
    hidden_size, num_heads = get("embedding_length"), get("attention.head_count")
    head_dim = get("attention.key_length", hidden_size // num_heads)
    for key, allowed in (
        ("attention.value_length", head_dim), ("rope.dimension_count", head_dim), ("expert_count", 0)
    ):  # fmt: skip
        if get(key, allowed) != allowed:
            raise UserError(f"{path}: llama.{key} {get(key)} is not supported, only {allowed} is")
    return AquilaConfig(
        vocab_size=embedding[0],
        hidden_size=hidden_size,
        intermediate_size=get("feed_forward_length"),
        num_layers=get("block_count"),
        num_heads=num_heads,
        num_kv_heads=get("attention.head_count_kv", num_heads),
        head_dim=head_dim,
        context_length=get("context_length"),
        norm_eps=get("attention.layer_norm_rms_epsilon"),
        rope_theta=get("rope.freq_base", 10000.0),
        rope_scaling=_read_scaling(path, get),
        tie_embeddings="output.weight" not in shapes,
        model_type="llama",
        bos_token_id=vocab.roles.get("bos_token"),
        eos_token_id=vocab.roles.get("eos_token"),
        pad_token_id=vocab.roles.get("pad_token"),
    )


def _read_scaling(path: Path, get: Callable[..., Any]) -> RopeScaling | None:
    kind = get("rope.scaling.type", "none")
    if kind == "none":
        return None
    if kind not in ("linear", "yarn"):
        raise UserError(f"{path}: rope scaling {kind!r} is not supported; linear and yarn are")
    factor = get("rope.scaling.factor")
    if kind == "linear":
        return RopeScaling("linear", factor)
    relative = get("rope.scaling.attn_factor", 1.0)
    return RopeScaling(
        "yarn",
        factor,
        original_context_length=get("rope.scaling.original_context_length", get("context_length")),
        beta_fast=get("rope.scaling.yarn_beta_fast", 32.0),
        beta_slow=get("rope.scaling.yarn_beta_slow", 1.0),
        attention_factor=None if relative == 1.0 else relative * _yarn_attention_factor(factor),
    )


def _write_config(writer: Any, config: AquilaConfig, outtype: OutType, name: str) -> None:
    writer.add_name(name)
    writer.add_file_type(_FILE_TYPES[outtype])
    writer.add_quantization_version(2)  # of the block formats, as of ggml's change in May 2023
    writer.add_vocab_size(config.vocab_size)
    writer.add_context_length(config.context_length)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_heads)
    writer.add_head_count_kv(config.num_kv_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_layer_norm_rms_eps(config.norm_eps)
    writer.add_rope_dimension_count(config.head_dim)
    writer.add_rope_freq_base(config.rope_theta)
    scaling = config.rope_scaling
    if scaling is None:
        return
    if scaling.type == "dynamic":
        raise UserError(
            "GGUF has no dynamic rope scaling: convert to safetensors, or set linear or yarn in config.json"
        )
    writer.add_string("llama.rope.scaling.type", scaling.type)
    writer.add_rope_scaling_factor(scaling.factor)
    if scaling.type == "yarn":
        if (scaling.beta_fast, scaling.beta_slow) != (32.0, 1.0):
            # GGUF has keys for them, but llama.cpp passes over those for this architecture and computes with 32 and 1
            raise UserError(
                f"yarn with beta_fast {scaling.beta_fast:g} and beta_slow {scaling.beta_slow:g} cannot be a GGUF: "
                "llama.cpp would compute with 32 and 1; convert to safetensors"
            )
        writer.add_rope_scaling_orig_ctx_len(scaling.original_context_length)
        if scaling.attention_factor is not None:
            writer.add_rope_scaling_attn_factors(scaling.attention_factor / _yarn_attention_factor(scaling.factor))


def _yarn_attention_factor(factor: float) -> float:
    """YaRN's own scale of cos and sin, to which GGUF's `attn_factor` is relative (ours is absolute)."""
    return 0.1 * math.log(factor) + 1.0


def _read_vocab(path: Path, fields: dict[str, Any]) -> GgufVocab:
    model = fields.get("tokenizer.ggml.model")
    if model != "gpt2":
        raise UserError(f"{path} has a tokenizer of kind {model!r}: gpt2, a byte-level BPE, is what we read")
    tokens = fields["tokenizer.ggml.tokens"]
    return GgufVocab(
        tokens=tokens,
        kinds=fields.get("tokenizer.ggml.token_type", [1] * len(tokens)),
        merges=fields.get("tokenizer.ggml.merges", []),
        pre=fields.get("tokenizer.ggml.pre", "default"),
        roles={
            role: fields[f"tokenizer.ggml.{key}_token_id"]
            for role, key in _ROLE_KEYS.items()
            if f"tokenizer.ggml.{key}_token_id" in fields
        },
        chat_template=fields.get("tokenizer.chat_template"),
    )


def _write_vocab(writer: Any, vocab: GgufVocab) -> None:
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(vocab.pre)
    writer.add_token_list(vocab.tokens)
    writer.add_token_types(vocab.kinds)
    writer.add_token_merges(vocab.merges)
    for role, id in vocab.roles.items():
        writer.add_uint32(f"tokenizer.ggml.{_ROLE_KEYS[role]}_token_id", id)
    for key, id in zip(MORE_ENDS, vocab.more_ends, strict=False):
        writer.add_uint32(f"tokenizer.ggml.{key}_token_id", id)
    # nothing is put before a text: a chat template that wants a first token writes it itself
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    if vocab.chat_template is not None:
        writer.add_chat_template(vocab.chat_template)


def _turned_heads(published: str, config: AquilaConfig) -> int | None:
    """How many heads a projection has whose rows GGUF keeps in pairs; None for every other tensor."""
    if published.endswith("self_attn.q_proj.weight"):
        return config.num_heads
    return config.num_kv_heads if published.endswith("self_attn.k_proj.weight") else None


def _halves_from_pairs(rows: int, heads: int) -> np.ndarray:
    """For each row of the published order, its row in GGUF's."""
    return np.arange(rows).reshape(heads, -1, 2).swapaxes(1, 2).reshape(-1)


def _turned(tensor: Tensor | StoredTensor, heads: int) -> Tensor:
    """A whole projection with its rows in GGUF's order."""
    whole = torch.cat(list(pieces_of(tensor)))
    return whole.reshape(heads, 2, -1, whole.shape[1]).swapaxes(1, 2).reshape(whole.shape)


def _to_tensor(rows: np.ndarray, kind: Any) -> Tensor:
    if kind.name in ("F16", "BF16"):
        raw = torch.from_numpy(np.array(rows))
        return raw.view(torch.float16 if kind.name == "F16" else torch.bfloat16)
    return torch.from_numpy(_library().dequantize(np.array(rows), kind))


def _kind(gguf: Any, shape: tuple[int, ...], outtype: OutType) -> Any:
    if len(shape) == 1:
        return gguf.GGMLQuantizationType.F32
    if outtype == "q8_0" and shape[-1] % 32 == 0:
        return gguf.GGMLQuantizationType.Q8_0
    return gguf.GGMLQuantizationType.F16


def _encode(gguf: Any, values: np.ndarray, kind: Any, published: str) -> np.ndarray:
    """Values as the bytes of one form."""
    # a block of Q8_0 has a float16 scale, the largest of 32 values over 127
    largest = float(np.finfo(np.float16).max) * {"F32": math.inf, "F16": 1.0, "Q8_0": 127.0}[kind.name]
    if not np.abs(values).max(initial=0.0) <= largest:
        raise UserError(f"{published} has a value beyond {largest:g}, the largest that GGUF's {kind.name} can hold")
    encoded: np.ndarray = gguf.quantize(values, kind)
    return encoded.view(np.uint8)

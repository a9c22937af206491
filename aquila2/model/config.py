"""What a model is: its sizes and the published `config.json` that states them.

Published keys (Hugging Face's Llama names, `model_type` `aquila` or `llama`) live here and in
`checkpoint/names.py`, nowhere else.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from aquila2.base.config import nearest
from aquila2.base.errors import UserError

RopeKind = Literal["linear", "dynamic", "yarn"]

# published key -> ours, where the two differ only by name
_RENAMED = {
    "vocab_size": "vocab_size",
    "hidden_size": "hidden_size",
    "intermediate_size": "intermediate_size",
    "num_hidden_layers": "num_layers",
    "num_attention_heads": "num_heads",
    "num_key_value_heads": "num_kv_heads",
    "head_dim": "head_dim",
    "max_position_embeddings": "context_length",
    "rms_norm_eps": "norm_eps",
    "tie_word_embeddings": "tie_embeddings",
    "initializer_range": "init_std",
    "bos_token_id": "bos_token_id",
    "eos_token_id": "eos_token_id",
    "pad_token_id": "pad_token_id",
}

_SIZES = (
    "vocab_size",
    "hidden_size",
    "intermediate_size",
    "num_layers",
    "num_heads",
    "num_kv_heads",
    "head_dim",
    "context_length",
)

# published switches of the Llama family that would change the mathematics, and the only value we compute
_FIXED: dict[str, tuple[Any, ...]] = {
    "attention_bias": (False, None),
    "mlp_bias": (False, None),
    "hidden_act": ("silu", None),
    "pretraining_tp": (1, None),
}


@dataclass(frozen=True)
class RopeScaling:
    """How rotary positions are stretched to a longer context.

    `linear` is position interpolation (arXiv 2306.15595), `dynamic` the NTK-aware base that grows with the length,
    `yarn` arXiv 2309.00071. `original_context_length` is the length the model was trained for (yarn alone: published
    configs state it there; for dynamic scaling it is the config's own `context_length`).
    """

    type: RopeKind
    factor: float
    original_context_length: int | None = None
    beta_fast: float = 32.0
    beta_slow: float = 1.0
    attention_factor: float | None = None

    def __post_init__(self) -> None:
        if self.type not in ("linear", "dynamic", "yarn"):
            raise UserError(f"rope scaling type {self.type!r} is not known: linear, dynamic and yarn are")
        if not self.factor >= 1.0:
            raise UserError(f"rope scaling factor {self.factor} must be 1 or more")


@dataclass(frozen=True)
class AquilaConfig:
    """Sizes of an Aquila2 (Llama-layout) transformer. RMSNorm, SwiGLU, half-rotation RoPE, no biases.

    ```
    num_kv_heads == num_heads   each query head has its own key and value    Aquila2-7B    32 / 32
    num_kv_heads <  num_heads   groups of query heads share one (GQA)        Aquila2-34B   48 / 8
    ```
    """

    vocab_size: int = 100008
    hidden_size: int = 4096
    intermediate_size: int = 11008
    num_layers: int = 32
    num_heads: int = 32
    num_kv_heads: int = 32
    head_dim: int = 128
    context_length: int = 2048
    norm_eps: float = 1e-5
    rope_theta: float = 10000.0
    rope_scaling: RopeScaling | None = None
    tie_embeddings: bool = False
    init_std: float = 0.02
    model_type: str = "aquila"
    dtype: str = "bfloat16"
    bos_token_id: int | None = None
    eos_token_id: int | list[int] | None = None
    pad_token_id: int | None = None

    def __post_init__(self) -> None:
        for name in (
            "vocab_size",
            "hidden_size",
            "intermediate_size",
            "num_layers",
            "num_heads",
            "num_kv_heads",
            "head_dim",
            "context_length",
        ):
            value = getattr(self, name)
            if not isinstance(value, int) or value <= 0:
                raise UserError(f"model config: {name} is {value!r}, it must be a positive whole number")
        if self.num_heads % self.num_kv_heads:
            raise UserError(
                f"model config: {self.num_heads} heads cannot share {self.num_kv_heads} key-value heads evenly"
            )
        if self.head_dim % 2:
            raise UserError(f"model config: head_dim {self.head_dim} must be even, rotary positions turn pairs")

    @property
    def num_parameters(self) -> int:
        """Parameters, the tied head counted once."""
        attention = self.hidden_size * self.head_dim * (2 * self.num_heads + 2 * self.num_kv_heads)
        layer = attention + 3 * self.hidden_size * self.intermediate_size + 2 * self.hidden_size
        embeddings = self.vocab_size * self.hidden_size * (1 if self.tie_embeddings else 2)
        return embeddings + self.num_layers * layer + self.hidden_size

    @property
    def longest_context(self) -> int:
        """Tokens the model can read; under dynamic scaling `context_length` is the trained one, and this is longer."""
        if self.rope_scaling is not None and self.rope_scaling.type == "dynamic":
            return int(self.context_length * self.rope_scaling.factor)
        return self.context_length

    def kv_bytes_per_token(self, bytes_per_value: int = 2) -> int:
        """Bytes that one token takes in the KV cache, all layers."""
        return 2 * self.num_layers * self.num_kv_heads * self.head_dim * bytes_per_value

    @classmethod
    def from_published(cls, published: dict[str, Any]) -> "AquilaConfig":
        """Read a published `config.json`, with old (`rope_scaling.type`) or new (`rope_parameters`) rotary keys.

        Raises:
            UserError: another architecture, a missing size, or a switch that we do not compute.
        """
        model_type = published.get("model_type", "aquila")
        if model_type not in ("aquila", "aquila2", "llama"):
            raise UserError(
                f"model_type {model_type!r} is not ours: aquila and llama are, whose layers we compute exactly"
            )
        for key, allowed in _FIXED.items():
            if key in published and published[key] not in allowed:
                raise UserError(f"config.json: {key}={published[key]!r} is not supported, only {allowed[0]!r} is")
        needed = ("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads")
        missing = [key for key in needed if published.get(key) is None]
        if missing:
            raise UserError(f"config.json lacks {', '.join(missing)}: it is not the config of a checkpoint we can read")
        values = {ours: published[key] for key, ours in _RENAMED.items() if published.get(key) is not None}
        values.setdefault("num_kv_heads", values["num_heads"])
        values.setdefault("head_dim", values["hidden_size"] // values["num_heads"])
        values.setdefault("tie_embeddings", False)
        theta, scaling = _read_rope(published, values.get("context_length", 2048))
        dtype = str(published.get("dtype") or published.get("torch_dtype") or "float32").removeprefix("torch.")
        return cls(
            **values,
            model_type="llama" if model_type == "llama" else "aquila",
            rope_theta=theta,
            rope_scaling=scaling,
            dtype=dtype,
        )

    def to_published(self) -> dict[str, Any]:
        """The `config.json` that transformers, vLLM and the rest read; rotary keys in both the old and the new form."""
        published: dict[str, Any] = {
            "architectures": ["LlamaForCausalLM" if self.model_type == "llama" else "AquilaForCausalLM"],
            "model_type": self.model_type,
            **{key: getattr(self, ours) for key, ours in _RENAMED.items()},
            "hidden_act": "silu",
            "attention_bias": False,
            "mlp_bias": False,
            "rope_theta": self.rope_theta,
            "torch_dtype": self.dtype,
            "dtype": self.dtype,
        }
        parameters: dict[str, Any] = {"rope_type": "default", "rope_theta": self.rope_theta}
        if self.rope_scaling is not None:
            scaling = _write_scaling(self.rope_scaling)
            published["rope_scaling"] = {"type": self.rope_scaling.type, **scaling}
            parameters.update(scaling)
        published["rope_parameters"] = parameters
        return published

    def replace(self, **changes: Any) -> "AquilaConfig":
        """A copy with some fields changed."""
        return dataclasses.replace(self, **changes)


def _read_rope(published: dict[str, Any], context_length: int) -> tuple[float, RopeScaling | None]:
    """Rotary base and scaling from either generation of keys. `rope_parameters` (transformers 5) wins."""
    found = published.get("rope_parameters") or published.get("rope_scaling") or {}
    if not isinstance(found, dict):
        raise UserError(f"config.json: rope_scaling={found!r} must be an object with type and factor")
    theta = float(found.get("rope_theta") or published.get("rope_theta") or 10000.0)
    kind: Any = found.get("rope_type") or found.get("type") or "default"
    if kind == "default":
        return theta, None
    if kind not in ("linear", "dynamic", "yarn"):
        raise UserError(f"config.json: rope scaling type {kind!r} is not supported; linear, dynamic and yarn are")
    if found.get("factor") is None:
        raise UserError(f"config.json: rope scaling {kind!r} lacks its factor")
    unread = {k for k in ("mscale", "mscale_all_dim") if found.get(k) is not None} | (
        {"truncate"} if found.get("truncate") is False else set()
    )
    if unread:
        raise UserError(f"config.json: rope scaling {kind!r} with {', '.join(sorted(unread))} is not supported")
    original = found.get("original_max_position_embeddings") or published.get("original_max_position_embeddings")
    return theta, RopeScaling(
        type=kind,
        factor=float(found["factor"]),
        original_context_length=(int(original) if original else context_length) if kind == "yarn" else None,
        beta_fast=float(found.get("beta_fast") or 32.0),
        beta_slow=float(found.get("beta_slow") or 1.0),
        attention_factor=float(found["attention_factor"]) if found.get("attention_factor") is not None else None,
    )


def _write_scaling(scaling: RopeScaling) -> dict[str, Any]:
    written: dict[str, Any] = {"rope_type": scaling.type, "factor": scaling.factor}
    if scaling.type == "yarn":
        written["original_max_position_embeddings"] = scaling.original_context_length
        written |= {"beta_fast": scaling.beta_fast, "beta_slow": scaling.beta_slow}
        if scaling.attention_factor is not None:
            written["attention_factor"] = scaling.attention_factor
    return written


_BASE_34B = AquilaConfig(
    hidden_size=6144, intermediate_size=24576, num_layers=60, num_heads=48, num_kv_heads=8, context_length=4096
)

PRESETS = {
    "7b": AquilaConfig(),
    "34b": _BASE_34B,
    "70b": AquilaConfig(
        hidden_size=8192, intermediate_size=28672, num_layers=80, num_heads=64, num_kv_heads=8, context_length=4096
    ),
    "7b-16k": AquilaConfig(context_length=16384, rope_scaling=RopeScaling("linear", 8.0)),
    "34b-16k": _BASE_34B.replace(context_length=16384, rope_scaling=RopeScaling("linear", 4.0)),
}


def preset(name: str) -> AquilaConfig:
    """The published shape called `name` (7b, 34b, 70b, 7b-16k, 34b-16k).

    Raises:
        UserError: no such shape.
    """
    if name.lower() not in PRESETS:
        raise UserError(f"no model shape is called {name!r}{nearest(name.lower(), PRESETS)}")
    return PRESETS[name.lower()]

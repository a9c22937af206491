"""Low-rank adapters (LoRA, arXiv 2106.09685): a frozen linear, and beside it a product of two thin matrices.

    y = base(x) + scale * (dropout(x) @ A^T) @ B^T

`apply_lora` wraps any module that has `in_features` and `out_features` and maps [..., in] to [..., out]; what its
weight is made of is its own affair. To merge an adapter the weight must be had: by `base.dequantized()` where there is
such a method, else as `base.weight`.

With DoRA the sum is scaled row by row, by magnitude / norm of (W + scale B A); the norm is taken as a constant by the
backward pass (section 4.3 of the paper). Dropout concerns the adapter's input alone. (PEFT drops the base's input too
where DoRA is used.) It is a function of the position, not of a generator's state:
`model.position_hash.set_first_sample` says before a forward pass where in the run its rows stand.

Legend: B batch, S sequence, T tokens, I in, O out, R rank.
"""

import difflib
import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from aquila2.base.errors import UserError
from aquila2.lora.dropout import Dropout, keep
from aquila2.model.layers import Layer, Linear

ALL_LINEAR = "all-linear"
TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")

Model = TypeVar("Model", bound=nn.Module)


@dataclass(frozen=True)
class LoraConfig:
    """What an adapter is like.

    Args:
        rank: R.
        alpha: the product is scaled by alpha / rank.
        dropout: the share of the input's numbers that the adapter does not see in training.
        target_modules: names of linears (`TARGETS`), or "all-linear": all of them in the layers, not the head.
        use_rslora: scaled by alpha / sqrt(rank) instead (arXiv 2312.03732).
        use_dora: the weight's rows keep a magnitude of their own, which is trained too (arXiv 2402.09353).

    Raises:
        UserError: a number out of range, or a name that no linear has.
    """

    rank: int = 8
    alpha: float = 16
    dropout: float = 0.05
    target_modules: tuple[str, ...] | str = ("q_proj", "v_proj")
    use_rslora: bool = False
    use_dora: bool = False

    def __post_init__(self) -> None:
        if self.rank < 1:
            raise UserError(f"rank={self.rank}: an adapter has a rank of at least 1")
        if not self.alpha > 0:
            raise UserError(f"alpha={self.alpha}: an adapter's scale is above 0")
        if not 0 <= self.dropout < 1:
            raise UserError(f"dropout={self.dropout}: give a share from 0 to below 1")
        if not self.targets:
            raise UserError(f"target_modules is empty: name some of {', '.join(TARGETS)}, or {ALL_LINEAR}")
        for name in self.targets:
            if name not in TARGETS:
                near = difflib.get_close_matches(name, (*TARGETS, ALL_LINEAR), 1, 0)
                raise UserError(
                    f"target_modules: no linear of the layers is called {name!r}; did you mean {near[0]}? There are"
                    f" {', '.join(TARGETS)}, and {ALL_LINEAR} for them all"
                )

    @property
    def targets(self) -> tuple[str, ...]:
        """The names."""
        if isinstance(self.target_modules, str):
            return TARGETS if self.target_modules == ALL_LINEAR else (self.target_modules,)
        return TARGETS if tuple(self.target_modules) == (ALL_LINEAR,) else tuple(self.target_modules)

    @property
    def scale(self) -> float:
        """What B A is multiplied by."""
        return self.alpha / (math.sqrt(self.rank) if self.use_rslora else self.rank)


class LoraLinear(nn.Module):
    """A linear with an adapter beside it. The adapter holds nothing until it is filled (`init_adapter`).

    Args:
        base: what is wrapped; it is frozen.
        name: the module's name in the model, from which its random numbers come.
        seed: of the dropout.
        dtype, device: of the adapter.
    """

    def __init__(
        self, base: nn.Module, config: LoraConfig, name: str, seed: int, dtype: torch.dtype, device: torch.device
    ) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.in_features, self.out_features = _size(base, "in_features"), _size(base, "out_features")
        self.scale = config.scale
        self.dropout = Dropout(config.dropout, f"{seed} {name}", device) if config.dropout else None
        self.lora_a = nn.Parameter(torch.empty(config.rank, self.in_features, dtype=dtype, device=device))
        self.lora_b = nn.Parameter(torch.empty(self.out_features, config.rank, dtype=dtype, device=device))
        self.lora_magnitude: nn.Parameter | None = None
        if config.use_dora:
            self.lora_magnitude = nn.Parameter(torch.empty(self.out_features, dtype=dtype, device=device))
        self.row_scale: Tensor | None
        self.register_buffer("row_scale", None, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] -> [..., out], in x's dtype. Dropout works in training mode, where gradients are wanted."""
        y: Tensor = self.base(x)
        rows, share = None, 0.0
        if self.dropout is not None and self.training and torch.is_grad_enabled():
            rows, share = self.dropout.rows(x), self.dropout.share
        a, b = self.lora_a.to(x.dtype), self.lora_b.to(x.dtype)
        y = _AddLowRank.apply(y, x, rows, share, a, b, self.scale / (1 - share))
        if self.lora_magnitude is not None:
            scale = self.lora_magnitude.float() / self.norms() if self.row_scale is None else self.row_scale
            y = y * scale.to(y.dtype)
        return y

    @torch.no_grad()
    def fix_norms(self) -> None:
        """Find DoRA's scales of the rows now, for every pass to come: nothing is trained any more. (A pass that finds
        them reads the weight a second time.)"""
        if self.lora_magnitude is not None:
            self.row_scale = self.lora_magnitude.float() / self.norms()

    @torch.no_grad()
    def norms(self, weight: Tensor | None = None) -> Tensor:
        """Float32 [out]: the norm of every row of W + scale B A, found without making that matrix. W is the base's
        where none is given."""
        weight = self.base_weight() if weight is None else weight
        a, b = self.lora_a.to(weight.dtype), self.lora_b.float()
        squares = torch.linalg.vector_norm(weight, dim=1, dtype=torch.float32).square()
        mixed = ((weight @ a.T).float() * b).sum(1)
        wide = self.lora_a.float()
        own = ((b @ (wide @ wide.T)) * b).sum(1)
        return (squares + 2 * self.scale * mixed + self.scale**2 * own).clamp(min=1e-24).sqrt()

    def base_weight(self) -> Tensor:
        """The base's matrix [out, in]."""
        dequantized = getattr(self.base, "dequantized", None)
        weight: Tensor = self.base.weight if dequantized is None else dequantized()  # type: ignore[assignment]
        return weight.detach()

    @torch.no_grad()
    def merged(self, dtype: torch.dtype | None = None, weight: Tensor | None = None) -> Tensor:
        """The matrix [out, in] that does the work of both, computed in float32 and rounded once to `dtype`, that of
        the weight where none is given. The weight is the base's, or one in its place."""
        weight = self.base_weight() if weight is None else weight
        total = torch.addmm(weight.float(), self.lora_b.float(), self.lora_a.float(), alpha=self.scale)
        if self.lora_magnitude is not None:
            total *= (self.lora_magnitude.float() / self.norms(weight)).unsqueeze(1)
        return total.to(dtype or weight.dtype)


def apply_lora(
    model: Model,
    config: LoraConfig,
    seed: int = 0,
    dtype: torch.dtype | None = None,
    device: torch.device | None = None,
) -> Model:
    """Freeze a model and wrap the linears that `config` names.

    The adapter's matrices are in `dtype` on `device` (the model's own where none is given), and are still to be
    filled: by `init_adapter`, or by name with `fresh_adapter_weight`. On the meta device they have no memory yet.

    Raises:
        UserError: the model has an adapter already.
        KeyError: a layer lacks a linear of that name, as it does once its projections are fused.
    """
    if any(True for _ in adapters(model)):
        raise UserError("this model has an adapter already: merge or unload it first")
    model.requires_grad_(False)
    first = next(parameter for parameter in model.parameters() if parameter.is_floating_point())
    for path, layer in list(model.named_modules()):
        if not isinstance(layer, Layer):
            continue
        places = {name.rpartition(".")[2]: name for name, _ in layer.named_modules()}
        for target in config.targets:
            module = layer.get_submodule(places[target])
            place = device or next(tensor.device for tensor in (*module.parameters(), *module.buffers()))
            wrapped = LoraLinear(module, config, f"{path}.{places[target]}", seed, dtype or first.dtype, place)
            _replace(layer, places[target], wrapped.train(module.training))
    return model


@torch.no_grad()
def init_adapter(model: nn.Module, seed: int = 0) -> None:
    """Give every adapter its first values, with which the model is what it was: see `fresh_adapter_weight`. The base's
    weights must be there already where there are magnitudes."""
    for name, module in adapters(model):
        module.lora_a.copy_(fresh_adapter_weight(f"{name}.lora_a", module.lora_a.shape, seed))
        module.lora_b.zero_()
        if module.lora_magnitude is not None:
            module.lora_magnitude.copy_(torch.linalg.vector_norm(module.base_weight(), dim=1, dtype=torch.float32))


def fresh_adapter_weight(name: str, shape: torch.Size, seed: int = 0) -> Tensor:
    """The first value of a parameter `...lora_a` or `...lora_b`, float32: A uniform in +-1/sqrt(in) (what `nn.Linear`
    and PEFT begin with), B zero.

    Each has random numbers of its own, from the seed and its name, as the model's weights (`fresh_weight`).
    """
    if name.endswith("lora_b"):
        return torch.zeros(shape)
    digest = hashlib.sha256(f"{seed} {name}".encode()).digest()
    generator = torch.Generator().manual_seed(int.from_bytes(digest[:8], "little", signed=True))
    bound = 1 / math.sqrt(shape[1])
    return torch.empty(shape).uniform_(-bound, bound, generator=generator)


def adapters(model: nn.Module) -> Iterator[tuple[str, LoraLinear]]:
    """(name, module) of every wrapped linear, in the model's order."""
    for name, module in model.named_modules():
        if isinstance(module, LoraLinear):
            yield name, module


def base_name(name: str) -> str:
    """The name that a wrapped linear's own parameter had before: `...q_proj.base.weight` -> `...q_proj.weight`."""
    return name.replace(".base.", ".")


@torch.no_grad()
def merge(model: Model) -> Model:
    """Put every adapter into its base's weight (`LoraLinear.merged`), one after the other: plain `Linear`s are left."""
    for name, module in list(adapters(model)):
        with torch.device("meta"):
            linear = Linear(module.in_features, module.out_features)
        linear.weight = nn.Parameter(module.merged(), requires_grad=False)
        _replace(model, name, linear.train(module.training))
    return model


@torch.no_grad()
def share_kept(model: nn.Module) -> float:
    """The share of what the adapters add that would be left by `merge`, which rounds the sums (see `rounding`)."""
    added = left = 0.0
    for _, module in adapters(model):
        weight = module.base_weight()
        more, remains = rounding(module.merged(torch.float32), weight, weight.dtype)
        added, left = added + more, left + remains
    return left / added if added else 1.0


def rounding(exact: Tensor, weight: Tensor, dtype: torch.dtype) -> tuple[float, float]:
    """What rounding a merged matrix to `dtype` leaves of the change: the square of the change, and the product of the
    rounded change with it. A base's numbers lie on their format's grid, so a change of less than half a step leaves
    them as they were: it does not average out."""
    change = exact - weight
    left = change * (exact.to(dtype) - weight.float())
    return change.square_().sum(dtype=torch.float64).item(), left.sum(dtype=torch.float64).item()


def unload(model: Model) -> Model:
    """Take every adapter away; the bases are left as they were."""
    for name, module in list(adapters(model)):
        _replace(model, name, module.base)
    return model


class _AddLowRank(torch.autograd.Function):
    """`y + scale * keep(x) @ A^T @ B^T`. Kept for the backward pass are the input, as it lies, and the narrow product;
    what dropout makes of the input is made again."""

    @staticmethod
    def forward(
        ctx: Any, y: Tensor, x: Tensor, rows: Tensor | None, share: float, a_RI: Tensor, b_OR: Tensor, scale: float
    ) -> Tensor:
        low_TR = _kept(x, rows, share) @ a_RI.T
        ctx.save_for_backward(x, rows, a_RI, b_OR, low_TR)
        ctx.share, ctx.scale = share, scale
        return torch.addmm(y.flatten(0, -2), low_TR, b_OR.T, alpha=scale).view(y.shape)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        x, rows, a_RI, b_OR, low_TR = ctx.saved_tensors
        grad_TO = grads[0].flatten(0, -2)
        grad_low_TR = grad_TO @ b_OR * ctx.scale
        grad_b_OR = grad_TO.T @ low_TR * ctx.scale
        grad_a_RI = grad_low_TR.T @ _kept(x, rows, ctx.share)
        grad_x = None
        if ctx.needs_input_grad[1]:
            grad_x = (grad_low_TR @ a_RI).view(x.shape)
            grad_x = grad_x if rows is None else keep(grad_x, rows, ctx.share)
        return grads[0], grad_x, None, None, grad_a_RI, grad_b_OR, None


def _kept(x: Tensor, rows: Tensor | None, share: float) -> Tensor:
    return (x if rows is None else keep(x, rows, share)).flatten(0, -2)


def _size(module: nn.Module, name: str) -> int:
    size = getattr(module, name)
    assert isinstance(size, int)
    return size


def _replace(model: nn.Module, name: str, module: nn.Module) -> None:
    parent, _, leaf = name.rpartition(".")
    setattr(model.get_submodule(parent), leaf, module)

"""A pass: the layers' linears on 8-bit floats. The head and the embedding stay as they are, for their rows are few."""

from torch import Tensor, nn

from aquila2.base.errors import UserError
from aquila2.kernels.fp8 import ALIGN, fp8_linear
from aquila2.model.layers import MLP, Attention, Layer, Linear


class Fp8Linear(Linear):
    """A linear layer with 8-bit products, forward and backward."""

    def forward(self, x: Tensor) -> Tensor:
        """[..., in] -> [..., out]"""
        return fp8_linear(x, self.weight)[0]


class Fp8Attention(Attention):
    """Queries, keys and values as one product."""

    def project(self, x_BSD: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        q, k, v = fp8_linear(x_BSD, self.q_proj.weight, self.k_proj.weight, self.v_proj.weight)
        return q, k, v


class Fp8MLP(MLP):
    """Gate and up as one product."""

    def project(self, x_BSD: Tensor) -> tuple[Tensor, Tensor]:
        gate, up = fp8_linear(x_BSD, self.gate_proj.weight, self.up_proj.weight)
        return gate, up


def apply_fp8(model: nn.Module) -> nn.Module:
    """Turn the linears of all layers into `Fp8Linear`, before anything wraps them.

    Raises:
        UserError: a side of a matrix is no multiple of 16.
    """
    for layer in [module for module in model.modules() if isinstance(module, Layer)]:
        for name, module in layer.named_modules():
            if isinstance(module, Linear):
                if module.in_features % ALIGN or module.out_features % ALIGN:
                    raise UserError(
                        f"fp8=true: {name} is {module.out_features} x {module.in_features}, and 8-bit products need"
                        f" multiples of {ALIGN}: change the model's sizes, or leave fp8 out"
                    )
                module.__class__ = Fp8Linear
        layer.attention.__class__, layer.mlp.__class__ = Fp8Attention, Fp8MLP
    return model

"""Where NaN came up first, and losses that jump."""

import torch
from torch import nn

from aquila2.model.batch import Batch, attend_for
from aquila2.model.config import AquilaConfig
from aquila2.model.transformer import Transformer
from aquila2.train.faults import GRADIENT, NOTHING, OUTPUT, WEIGHTS, SpikeDetector, first_bad_place
from aquila2.train.loss import CrossEntropy


def place(model: Transformer, config: AquilaConfig) -> tuple[int, str]:
    batch = Batch.of(torch.randint(0, config.vocab_size, (2, 8), generator=torch.Generator().manual_seed(0)))
    parameters: dict[str, nn.Parameter] = dict(model.named_parameters())

    def forward() -> torch.Tensor:
        loss: torch.Tensor = model(
            batch.ids_BS, batch.positions_BS, attend_for(batch), head=CrossEntropy(batch.labels_BS, 1.0)
        )
        return loss

    return first_bad_place([model], parameters, forward)


def test_a_bad_weight(tiny_model: Transformer, tiny_config: AquilaConfig) -> None:
    with torch.no_grad():
        tiny_model.layers[1].mlp.up_proj.weight[3, 4] = float("nan")
    assert place(tiny_model, tiny_config) == (WEIGHTS, "the weights of layers.1.mlp.up_proj.weight")


def test_an_output_that_overflows(tiny_model: Transformer, tiny_config: AquilaConfig) -> None:
    with torch.no_grad():
        tiny_model.layers[0].mlp.down_proj.weight.fill_(3e38)
    kind, where = place(tiny_model, tiny_config)
    assert (kind, where) == (OUTPUT, "the output of layers.0.mlp.down_proj")


def test_gradients_are_looked_at_from_the_head_down(tiny_model: Transformer, tiny_config: AquilaConfig) -> None:
    for name in ("layers.0.attention.q_proj.weight", "layers.1.attention.o_proj.weight"):
        parameter = tiny_model.get_parameter(name)
        parameter.grad = torch.full_like(parameter, float("inf"))
    assert place(tiny_model, tiny_config) == (GRADIENT, "the gradient of layers.1.attention.o_proj.weight")


def test_nothing_is_wrong(tiny_model: Transformer, tiny_config: AquilaConfig) -> None:
    assert place(tiny_model, tiny_config)[0] == NOTHING
    assert not any(module._forward_hooks for module in tiny_model.modules())


def test_a_spike_is_told_and_noise_is_not() -> None:
    detector = SpikeDetector()
    generator = torch.Generator().manual_seed(0)
    losses = (3 + 0.1 * torch.randn(200, generator=generator)).tolist()
    assert not any(detector.add(loss) for loss in losses)
    message = detector.add(4.5)
    assert message is not None
    assert message.startswith("loss 4.5000 is far above the last 128")
    assert detector.add(3.0) is None

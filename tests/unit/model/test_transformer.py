"""Fresh weights: each parameter's own numbers, from the seed and its name."""

import torch

from aquila2.model.transformer import Transformer, fresh_weight


def test_a_parameter_s_numbers_depend_on_seed_and_name_alone(tiny_config):
    model = Transformer(tiny_config).init_weights(seed=3, norm_init=0.3)
    shallow = Transformer(tiny_config.replace(num_layers=1)).init_weights(seed=3, norm_init=0.3)
    ours = dict(model.named_parameters())
    for name, parameter in shallow.named_parameters():
        assert torch.equal(parameter, ours[name])
        assert torch.equal(parameter, fresh_weight(name, parameter.shape, tiny_config.init_std, 0.3, seed=3))
    q, k = (ours[f"layers.0.attention.{name}_proj.weight"] for name in "qk")
    assert not torch.equal(q[: len(k)], k)
    assert not torch.equal(q, ours["layers.1.attention.q_proj.weight"])
    assert not torch.equal(q, fresh_weight("layers.0.attention.q_proj.weight", q.shape, tiny_config.init_std, seed=4))


def test_their_spread_is_the_config_s(tiny_config):
    model = Transformer(tiny_config.replace(init_std=0.0165)).init_weights(norm_init=0.25)
    for name, parameter in model.named_parameters():
        if "norm" in name:
            assert parameter.eq(0.25).all()
        else:
            assert abs(float(parameter.detach().std()) / 0.0165 - 1) < 0.05
            assert abs(float(parameter.detach().mean())) < 0.002

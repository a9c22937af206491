"""Adapters on a tiny model: what trains, what is kept, what dropout does, merging."""

import dataclasses

import pytest
import torch
from torch.utils.checkpoint import checkpoint

from aquila2.base.errors import UserError
from aquila2.lora.dropout import keep
from aquila2.lora.layer import (
    LoraConfig,
    LoraLinear,
    adapters,
    apply_lora,
    init_adapter,
    merge,
    unload,
)
from aquila2.model.layers import Linear
from aquila2.model.position_hash import set_first_sample
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4

IDS = torch.randint(0, 512, (3, 11), generator=torch.Generator().manual_seed(1))
ALL = LoraConfig(rank=4, alpha=8, dropout=0.0, target_modules="all-linear")


def adapted(model: Transformer, config: LoraConfig = ALL) -> Transformer:
    """With an adapter that does something."""
    apply_lora(model, config, seed=5)
    init_adapter(model, seed=5)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("lora_b"):
                parameter.normal_(0, 0.1, generator=torch.Generator().manual_seed(len(name)))
            elif name.endswith("lora_magnitude"):
                parameter.mul_(1.1)
    return model


def test_a_fresh_adapter_changes_nothing_and_alone_is_trained(tiny_model):
    before = tiny_model(IDS)
    apply_lora(tiny_model, LoraConfig())
    init_adapter(tiny_model)
    # not to the bit: other kernels serve where a gradient is wanted
    torch.testing.assert_close(tiny_model(IDS), before, rtol=0, atol=2e-5)
    trained = {name for name, parameter in tiny_model.named_parameters() if parameter.requires_grad}
    assert trained == {
        f"layers.{i}.attention.{target}.lora_{which}"
        for i in (0, 1)
        for target in ("q_proj", "v_proj")
        for which in ("a", "b")
    }
    with pytest.raises(UserError, match="already"):
        apply_lora(tiny_model, LoraConfig())


def test_the_first_values_follow_from_the_seed_and_the_name(tiny_config):
    def first_values(config, seed):
        model = apply_lora(Transformer(tiny_config).init_weights(), config)
        init_adapter(model, seed)
        return {name: module.lora_a.detach() for name, module in adapters(model)}

    some, all_of_them = first_values(dataclasses.replace(ALL, target_modules="v_proj"), 3), first_values(ALL, 3)
    assert len(some) == 2
    assert len(all_of_them) == 14
    assert all(torch.equal(values, all_of_them[name]) for name, values in some.items())
    one, other = some.values()
    assert not torch.equal(one, other)
    assert not torch.equal(one, next(iter(first_values(ALL, 4).values())))
    assert 0.12 < one.abs().max() <= 1 / 8  # 1 / sqrt(64)


@pytest.mark.parametrize("dora", [False, True])
@pytest.mark.parametrize("nf4", [False, True])
def test_merged_is_unmerged_and_unloaded_is_the_base(tiny_model, dora, nf4):
    if nf4:
        apply_nf4(tiny_model)
    base = tiny_model(IDS)
    adapted(tiny_model, dataclasses.replace(ALL, use_dora=dora))
    changed = tiny_model(IDS)
    assert (changed - base).abs().max() > 0.1
    merge(tiny_model)
    torch.testing.assert_close(tiny_model(IDS), changed, rtol=0, atol=2e-5)
    assert not list(adapters(tiny_model))
    assert type(tiny_model.layers[0].mlp.up_proj) is Linear


def test_unload(tiny_model):
    base = tiny_model(IDS)
    unload(adapted(tiny_model))
    assert torch.equal(tiny_model(IDS), base)


@pytest.mark.parametrize("dora", [False, True])
def test_gradients_are_those_of_the_plain_formula(dora):
    torch.manual_seed(0)
    base = Linear(24, 20)
    torch.nn.init.normal_(base.weight)
    config = LoraConfig(rank=3, alpha=5, dropout=0.3, use_dora=dora)
    lora = LoraLinear(base, config, "x", 0, torch.float32, torch.device("cpu"))
    for parameter in lora.parameters():
        torch.nn.init.normal_(parameter) if parameter.requires_grad else None
    x = torch.randn(2, 5, 24, requires_grad=True)
    weight = torch.randn(2, 5, 20)
    (lora(x) * weight).sum().backward()
    got = [x.grad, *(p.grad for p in lora.parameters() if p.requires_grad)]
    for tensor in (x, *lora.parameters()):
        tensor.grad = None
    dropped = keep(x, lora.dropout.rows(x), 0.3) / 0.7
    y = base(x) + 5 / 3 * (dropped @ lora.lora_a.T) @ lora.lora_b.T
    if dora:
        whole = base.weight + 5 / 3 * lora.lora_b @ lora.lora_a
        y = y * (lora.lora_magnitude / whole.norm(dim=1).detach())
    torch.testing.assert_close(y, lora(x))
    (y * weight).sum().backward()
    for ours, plain in zip(got, [x.grad, *(p.grad for p in lora.parameters() if p.requires_grad)], strict=True):
        torch.testing.assert_close(ours, plain, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("nf4", [False, True])
def test_a_frozen_linear_keeps_its_input_once_and_a_narrow_product(nf4):
    holder = torch.nn.Module()
    holder.up_proj = Linear(64, 96)
    torch.nn.init.normal_(holder.up_proj.weight)
    if nf4:
        apply_nf4(holder)
    lora = LoraLinear(holder.up_proj, LoraConfig(rank=2), "x", 0, torch.float32, torch.device("cpu"))
    torch.nn.init.normal_(lora.lora_a)
    torch.nn.init.normal_(lora.lora_b)
    x = torch.randn(4, 32, 64, requires_grad=True)
    own = {tensor.data_ptr() for tensor in (x, *lora.parameters(), *lora.buffers())}
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda t: kept.append(t) or t, lambda t: t):
        lora(x)
    assert x.data_ptr() in {tensor.data_ptr() for tensor in kept}
    others = sum(tensor.nbytes for tensor in kept if tensor.data_ptr() not in own)
    assert others == 4 * 32 * 2 * 4 + 4 * 32 * 4  # x A^T, and a hash a token
    kept.clear()
    lora.requires_grad_(False)
    with torch.autograd.graph.saved_tensors_hooks(lambda t: kept.append(t) or t, lambda t: t):
        lora.base(x)
    assert kept
    assert x.data_ptr() not in {tensor.data_ptr() for tensor in kept}


def test_dropout_is_of_the_samples_alone(tiny_model):
    """Not of the micro-batch they come in, nor of what was drawn before; other samples lose other numbers."""
    model = adapted(tiny_model, dataclasses.replace(ALL, dropout=0.2)).train()

    def logits(ids, sample):
        set_first_sample(model, sample)
        return model(ids)

    whole = logits(IDS, 40)
    torch.rand(3)
    torch.testing.assert_close(logits(IDS[:2], 40), whole[:2])
    torch.testing.assert_close(logits(IDS[2:], 42), whole[2:])
    assert (logits(IDS, 41) - whole).abs().max() > 0.05
    with torch.no_grad():
        once = logits(IDS, 40)
        assert torch.equal(once, logits(IDS, 50))
        assert torch.equal(once, model.eval()(IDS))


def test_recomputation_drops_the_same(tiny_model):
    model = adapted(tiny_model, dataclasses.replace(ALL, dropout=0.2)).train()
    set_first_sample(model, 7)
    grads = []
    for again in (False, True):
        if again:
            for layer in model.layers:
                plain = layer.forward
                layer.forward = lambda *args, plain=plain: checkpoint(
                    plain, *args, use_reentrant=False, preserve_rng_state=False
                )
        model(IDS).square().mean().backward()
        grads.append([p.grad.clone() for p in model.parameters() if p.requires_grad])
        model.zero_grad()
    for a, b in zip(*grads, strict=True):
        torch.testing.assert_close(a, b)


def test_compiles(tiny_model):
    model = adapted(apply_nf4(tiny_model), dataclasses.replace(ALL, dropout=0.2)).train()
    mlp, x = model.layers[0].mlp, torch.randn(2, 3, 64)
    results = []
    for run in (mlp, torch.compile(mlp, fullgraph=True, backend="aot_eager")):
        set_first_sample(model, 7)
        run(x).square().mean().backward()
        results.append([p.grad.clone() for p in mlp.parameters() if p.requires_grad])
        model.zero_grad()
    for a, b in zip(*results, strict=True):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"target_modules": ("q_prj",)}, "'q_prj'; did you mean q_proj"),
        ({"target_modules": ("lm_head",)}, "lm_head"),
        ({"target_modules": "all_linear"}, "did you mean all-linear"),
        ({"target_modules": ()}, "empty"),
        ({"rank": 0}, "rank=0"),
        ({"dropout": 1.0}, "dropout=1.0"),
        ({"alpha": 0}, "alpha=0"),
    ],
)
def test_a_config_that_means_nothing(wrong, said):
    with pytest.raises(UserError, match=said):
        LoraConfig(**wrong)

"""Adapters of PEFT load here and ours there, with equal logits; training equals transformers and PEFT, step by step."""

import dataclasses

import pytest
import torch

from aquila2.checkpoint.checkpoint import load_weights, read_config
from aquila2.lora.adapter import adapter_tensors, load_adapter, write_adapter
from aquila2.lora.layer import LoraConfig, apply_lora, init_adapter
from aquila2.model.batch import Batch
from aquila2.model.transformer import Transformer
from aquila2.quant.apply import apply_nf4
from aquila2.train.loss import CrossEntropy
from tests.tiny_checkpoint import write_tiny_checkpoint

peft = pytest.importorskip("peft")
transformers = pytest.importorskip("transformers")

SOME = ("k_proj", "o_proj", "gate_proj")
KINDS = {
    "lora": LoraConfig(rank=4, alpha=12, dropout=0.0),
    "rslora": LoraConfig(rank=4, alpha=6, dropout=0.0, target_modules=SOME, use_rslora=True),
    "dora": LoraConfig(rank=4, alpha=8, dropout=0.0, target_modules="all-linear", use_dora=True),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_tiny_checkpoint(tmp_path_factory.mktemp("peft") / "tiny", model_type="llama", num_kv_heads=2)


@pytest.fixture(scope="module")
def ids():
    return torch.randint(0, 300, (3, 24), generator=torch.Generator().manual_seed(0))


def our_model(folder, dtype=torch.float32):
    with torch.device("meta"):
        model = Transformer(read_config(folder))
    load_weights(model, folder, dtype, torch.device("cpu"))
    return model


def their_model(folder, dtype=torch.float32):
    return transformers.LlamaForCausalLM.from_pretrained(folder, dtype=dtype)


def disturb(parameters):
    """So that an adapter does something."""
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for name, parameter in sorted(parameters):
            if "lora" in name:
                parameter += 0.1 * torch.randn(parameter.shape, generator=generator)


def peft_config(config):
    return peft.LoraConfig(
        r=config.rank,
        lora_alpha=config.alpha,
        lora_dropout=config.dropout,
        target_modules="all-linear" if config.target_modules == "all-linear" else list(config.targets),
        use_rslora=config.use_rslora,
        use_dora=config.use_dora,
        task_type="CAUSAL_LM",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_ours_loads_in_peft(folder, tmp_path, ids, kind, recwarn):
    ours = apply_lora(our_model(folder), KINDS[kind])
    init_adapter(ours)
    disturb(ours.named_parameters())
    write_adapter(tmp_path / "adapter", adapter_tensors(ours), KINDS[kind], str(folder))
    theirs = peft.PeftModel.from_pretrained(their_model(folder), tmp_path / "adapter")
    assert not [warning for warning in recwarn if "adapter" in str(warning.message).lower()]
    with torch.no_grad():
        torch.testing.assert_close(ours(ids), theirs(ids).logits, rtol=0, atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_pefts_loads_here(folder, tmp_path, ids, kind):
    theirs = peft.get_peft_model(their_model(folder), peft_config(KINDS[kind]))
    disturb(theirs.named_parameters())
    theirs.save_pretrained(tmp_path / "adapter")
    ours = our_model(folder)
    with torch.no_grad():
        before = ours(ids)
        loaded = load_adapter(ours, tmp_path / "adapter", folder)
        assert loaded.record is None
        assert loaded.config == dataclasses.replace(KINDS[kind], target_modules=KINDS[kind].targets)
        torch.testing.assert_close(ours(ids), theirs(ids).logits, rtol=0, atol=1e-4)
        assert (ours(ids) - before).abs().max() > 0.1


def losses(model, steps, ids, loss_of):
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=5e-3, weight_decay=0.01)
    found = []
    for step in range(steps):
        loss = loss_of(model, ids[step % 2 :][:2])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        found.append(loss.item())
    return torch.tensor(found)


def our_loss(model, rows):
    batch = Batch.of(rows)
    return model(batch.ids_BS, head=CrossEntropy(batch.labels_BS, batch.num_labels))


def their_loss(model, rows):
    return model(rows, labels=rows).loss


@pytest.mark.parametrize("kind", KINDS)
def test_twenty_steps_equal_pefts(folder, tmp_path, ids, kind):
    theirs = peft.get_peft_model(their_model(folder), peft_config(KINDS[kind]))
    theirs.save_pretrained(tmp_path / "adapter")
    ours = our_model(folder)
    load_adapter(ours, tmp_path / "adapter")
    expected = losses(theirs, 20, ids, their_loss)
    got = losses(ours, 20, ids, our_loss)
    assert expected[-1] < expected[0] - 0.5
    torch.testing.assert_close(got, expected, rtol=0, atol=1e-4)


def test_qlora_equals_peft_and_bitsandbytes(folder, tmp_path, ids):
    """In bfloat16 from the same adapter: the losses stay within its noise."""
    bitsandbytes = pytest.importorskip("bitsandbytes")
    model = their_model(folder, torch.bfloat16)
    for name, module in list(model.named_modules()):
        if name.endswith("_proj"):
            linear = bitsandbytes.nn.Linear4bit(
                module.in_features, module.out_features, bias=False, compute_dtype=torch.bfloat16, quant_type="nf4"
            )
            linear.weight = bitsandbytes.nn.Params4bit(module.weight.data, requires_grad=False, quant_type="nf4")
            model.get_submodule(name.rpartition(".")[0]).register_module(name.rpartition(".")[2], linear.to("cpu"))
    theirs = peft.get_peft_model(model, peft_config(KINDS["lora"]), autocast_adapter_dtype=False)
    theirs.save_pretrained(tmp_path / "adapter")
    ours = apply_nf4(our_model(folder, torch.bfloat16))
    load_adapter(ours, tmp_path / "adapter")
    there = theirs.get_base_model().model.layers[0].mlp.up_proj
    assert torch.equal(there.weight, ours.layers[0].mlp.up_proj.weight)
    expected = losses(theirs, 5, ids, their_loss)
    got = losses(ours, 5, ids, our_loss)
    torch.testing.assert_close(got, expected, rtol=0, atol=5e-3)

"""Twenty steps of `aquila2 finetune` have the losses of transformers and PEFT on the same weights and samples."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from aquila2.chat.templates import get_template
from aquila2.cli import main
from aquila2.data.sft import load_samples
from aquila2.data.sft_rows import SampleLoader
from aquila2.data.sft_samples import Samples
from aquila2.tokenizer.tokenizer import Tokenizer
from aquila2.train.metrics import read_metrics
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_lessons import write_conversations

peft = pytest.importorskip("peft")
transformers = pytest.importorskip("transformers")

STEPS, ROWS, SEED = 20, 4, 3


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parity")
    write_tiny_checkpoint(folder / "base", model_type="llama")
    write_conversations(folder / "talk.jsonl")
    write_conversations(folder / "held.jsonl", count=8, seed=7)
    return folder


def tune(place: Path, out: Path, **changes: object) -> list[dict[str, Any]]:
    """The records of a run."""
    options = {
        "data": place / "talk.jsonl", "model": place / "base", "out": out, "max_seq_len": 128, "packing": "false",
        "micro_batch_size": ROWS, "max_steps": STEPS, "precision": "fp32", "device": "cpu", "tensorboard": "false",
        "seed": SEED, "weight_decay": 0.01, "warmup": 0, **changes,
    }  # fmt: skip
    if options.get("method") != "full":
        options["lora.dropout"] = 0
    assert main(["finetune", *(f"{key}={value}" for key, value in options.items())]) == 0
    return read_metrics(out / "metrics.jsonl")


def encoded(place: Path) -> Samples:
    template, tokenizer = get_template("aquila-v1"), Tokenizer.load(place / "base")
    return load_samples([place / "talk.jsonl"], template, tokenizer, 128)[0]


def rows(place: Path) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Input ids and labels of each step, as a user of transformers makes them; the order is our loader's."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(place / "base")
    begin, end = tokenizer.convert_tokens_to_ids(["<|endofpiece|>", "</s>"])
    texts = [json.loads(line) for line in (place / "talk.jsonl").read_text(encoding="utf-8").splitlines()]
    loader = SampleLoader(encoded(place), SEED, packing=False)
    for step in range(STEPS):
        batch = []
        for row in range(step * ROWS, (step + 1) * ROWS):
            (where,) = loader.describe(row)["documents"]
            turns = texts[int(where.rpartition(":")[2]) - 1]["conversations"]
            roles = {"human": "user", "gpt": "assistant"}
            messages = [{"role": roles[turn["from"]], "content": turn["value"]} for turn in turns]
            ids = tokenizer(tokenizer.apply_chat_template(messages, tokenize=False), add_special_tokens=False).input_ids
            answering, labels = False, []
            for id in ids:
                labels.append(id if answering else -100)
                answering = id == begin or (answering and id != end)
            batch.append((ids, labels))
        longest = max(len(ids) for ids, _ in batch)
        yield (
            torch.tensor([ids + [tokenizer.pad_token_id] * (longest - len(ids)) for ids, _ in batch]),
            torch.tensor([labels + [-100] * (longest - len(labels)) for _, labels in batch]),
        )


def theirs(place: Path, model: Any, rate: float) -> list[float]:
    """The losses of transformers' model, PyTorch's AdamW and transformers' schedule."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = [
        {"params": [p for p in trained if p.dim() > 1], "weight_decay": 0.01},
        {"params": [p for p in trained if p.dim() == 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW([group for group in groups if group["params"]], lr=rate, betas=(0.9, 0.999))
    schedule = transformers.get_linear_schedule_with_warmup(optimizer, 0, STEPS)
    found = []
    for input_ids, labels in rows(place):
        loss = model(input_ids, labels=labels).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        found.append(loss.item())
    return found


def their_base(place: Path, dtype: torch.dtype = torch.float32) -> Any:
    return transformers.LlamaForCausalLM.from_pretrained(place / "base", dtype=dtype)


def first_adapter(place: Path, out: Path, **changes: object) -> Path:
    """The adapter that a run begins with."""
    tune(place, out, max_steps=1, learning_rate=0, **changes)
    return out


def losses(records: list[dict[str, Any]]) -> torch.Tensor:
    return torch.tensor([record["loss"] for record in records])


def test_full(place: Path, tmp_path: Path) -> None:
    expected = torch.tensor(theirs(place, their_base(place), 3e-3))
    got = losses(tune(place, tmp_path / "o", method="full", learning_rate=3e-3))
    assert expected[-1] < expected[0] - 1
    torch.testing.assert_close(got, expected, rtol=0, atol=1e-4)


def test_lora(place: Path, tmp_path: Path) -> None:
    adapter = first_adapter(place, tmp_path / "first")
    model = peft.PeftModel.from_pretrained(their_base(place), adapter, is_trainable=True)
    expected = torch.tensor(theirs(place, model, 1e-2))
    got = losses(tune(place, tmp_path / "o", learning_rate=1e-2))
    assert expected[-1] < expected[0] - 0.3
    torch.testing.assert_close(got, expected, rtol=0, atol=1e-4)


def test_qlora(place: Path, tmp_path: Path) -> None:
    """In bfloat16 on both sides, PEFT's adapter in float32 as it trains it, within the noise of bfloat16."""
    bitsandbytes = pytest.importorskip("bitsandbytes")
    model = their_base(place, torch.bfloat16)
    for name, module in list(model.named_modules()):
        if name.endswith("_proj"):
            linear = bitsandbytes.nn.Linear4bit(
                module.in_features, module.out_features, bias=False, compute_dtype=torch.bfloat16, quant_type="nf4"
            )
            linear.weight = bitsandbytes.nn.Params4bit(module.weight.data, requires_grad=False, quant_type="nf4")
            model.get_submodule(name.rpartition(".")[0]).register_module(name.rpartition(".")[2], linear.to("cpu"))
    adapter = first_adapter(place, tmp_path / "first", method="qlora", precision="bf16")
    model = peft.PeftModel.from_pretrained(model, adapter, is_trainable=True)
    expected = torch.tensor(theirs(place, model, 1e-2))
    got = losses(tune(place, tmp_path / "o", method="qlora", precision="bf16", learning_rate=1e-2))
    assert expected[-1] < expected[0] - 0.3
    torch.testing.assert_close(got, expected, rtol=0, atol=0.03)
    assert (got - expected).mean().abs() < 0.01


@pytest.mark.parametrize("method", ["lora", "full"])
def test_packed_rows_learn_what_rows_of_one_sample_do(place: Path, tmp_path: Path, method: str) -> None:
    """All samples in one step: its loss, its gradient's norm, and the held-out loss behind it."""
    found = []
    for packing in ("true", "false"):
        options = {"packing": packing, "method": method, "decay": "constant", "learning_rate": 1e-2}
        count = SampleLoader(encoded(place), SEED, packing == "true").samples_per_epoch
        options |= {"global_batch_size": count, "max_steps": 1, "data.eval_files": place / "held.jsonl"}
        (record,) = tune(place, tmp_path / packing, **options)
        found.append([record[name] for name in ("labels", "loss", "grad_norm", "eval_loss")])
        found[-1].append(count)
    (*packed, few), (*alone, many) = found
    assert few < many / 3
    assert packed == pytest.approx(alone, rel=1e-5)

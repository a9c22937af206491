"""From conversations to an adapter or a checkpoint that loads as it is, through the command."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from aquila2 import LLM
from aquila2.chat.templates import load_template
from aquila2.checkpoint.checkpoint import read_config
from aquila2.checkpoint.fingerprint import fingerprint
from aquila2.lora.adapter import adapter_tensors, load_adapter
from aquila2.model.transformer import Transformer
from aquila2.train.checkpoints import load_checkpoint
from aquila2.train.metrics import read_metrics
from tests.tiny_engine import engine_logits
from tests.trips.finetuning import curve, tune, words, write_place

ROOT = Path(__file__).resolve().parents[2]
RESULT = {
    "out", "steps", "train_loss", "eval_loss", "seconds_per_step", "tokens_per_second", "mfu", "peak_memory_bytes",
    "version", "seconds",
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_place(tmp_path_factory.mktemp("finetune"))


def ask(capsys: pytest.CaptureFixture[str], *given: object) -> str:
    found, _ = tune(capsys, "chat", "prompt=Ann 5: a cat?", "temperature=0", "max_tokens=8", "device=cpu", *given)
    return str(found["text"])


@pytest.mark.parametrize("method", ["lora", "qlora"])
def test_an_adapter_that_loads_as_it_is(
    place: Path, tmp_path: Path, method: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    options = {"method": method, "data.eval_fraction": 0.2, "max_steps": 24, "eval_every": 12}
    result, told = tune(capsys, *words(place, out, **options))
    assert set(result) == RESULT
    assert (result["out"], result["steps"]) == (str(out), 24)
    assert sorted(path.name for path in out.iterdir()) == [
        "adapter_config.json", "adapter_model.safetensors", "aquila2_adapter.json", "metrics.jsonl", "state",
        "training.json",
    ]  # fmt: skip
    records = read_metrics(out / "metrics.jsonl")
    assert [record["step"] for record in records] == list(range(1, 25))
    assert result["train_loss"] == records[-1]["loss"] < records[0]["loss"] - 0.5
    first, last = curve(out, "eval_loss")
    assert result["eval_loss"] == last < first
    assert {"learning_rate", "tokens_per_second", "memory_bytes", "labels", "epoch"} <= set(records[0])
    config = json.loads((out / "adapter_config.json").read_text(encoding="utf-8"))
    assert (config["r"], config["lora_alpha"], config["target_modules"]) == (8, 16, ["q_proj", "v_proj"])
    record = json.loads((out / "aquila2_adapter.json").read_text(encoding="utf-8"))
    assert record["base"] == fingerprint(place / "base")
    assert (record["template"], record["quantized"]) == ("aquila-v1", "nf4" if method == "qlora" else None)
    assert "samples" in told
    assert told.count("⟦") >= 5  # that many samples, with their loss marked
    assert "forecast: " in told
    assert " left" in told

    given = f"{'q' if method == 'qlora' else ''}lora_dir={out}"
    answer = ask(capsys, given)
    assert answer != ask(capsys, f"model={place / 'base'}")
    merged, _ = tune(capsys, "merge", given, f"out={tmp_path / 'merged'}", "dtype=float32")
    assert merged["kept"] == 1.0
    assert ask(capsys, f"model={tmp_path / 'merged'}") == answer


def test_a_whole_checkpoint_that_loads_as_it_is(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    result, _ = tune(capsys, *words(place, out, method="full", learning_rate=0.003))
    assert set(result) == RESULT
    assert result["eval_loss"] is None
    losses = curve(out)
    assert losses[-1] < losses[0] - 0.5
    assert {"config.json", "model.safetensors", "tokenizer.json", "generation_config.json", "training.json"} <= {
        path.name for path in out.iterdir()
    }
    assert load_template(out) == load_template(place / "base")
    assert ask(capsys, f"model={out}") != ask(capsys, f"model={place / 'base'}")
    ids = [5, 90, 33, 7, 210, 61]
    ours = engine_logits(LLM(out, max_model_len=64).engine, ids)[0]
    transformers = pytest.importorskip("transformers")
    import aquila2.hf  # noqa: F401 (transformers knows `aquila` from here on)

    theirs = transformers.AutoModelForCausalLM.from_pretrained(out, dtype=torch.float32)
    with torch.no_grad():
        torch.testing.assert_close(ours, theirs(torch.tensor([ids])).logits[0, -1], rtol=0, atol=2e-4)
    tokenizer = transformers.AutoTokenizer.from_pretrained(out)
    asked = [{"role": "user", "content": "北京"}]
    rendered = tokenizer.apply_chat_template(asked, add_generation_prompt=True, tokenize=False)
    assert tokenizer(rendered, add_special_tokens=False).input_ids == LLM(out).chat(asked)[0].prompt_token_ids


def test_dpo_prefers_the_better_answers(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    options = {"data": place / "pairs.jsonl", "objective": "dpo", "data.eval_fraction": 0.25, "max_steps": 20}
    result, told = tune(capsys, *words(place, out, **options))
    assert set(result) == RESULT
    assert "before it learns" in told
    records = read_metrics(out / "metrics.jsonl")
    assert records[0]["loss"] == pytest.approx(0.6931, abs=1e-4)  # the model is its own reference
    assert records[0]["margin"] == pytest.approx(0, abs=1e-5)
    assert records[-1]["loss"] < 0.4
    assert records[-1]["accuracy"] == records[-1]["eval_accuracy"] == 1
    assert records[-1]["eval_loss"] == result["eval_loss"] < 0.5
    assert records[-1]["pairs"] > 0
    assert ask(capsys, f"lora_dir={out}")


KILLED = {
    "lora": {"lora.dropout": 0.3, "neftune_alpha": 5, "samples.every": 2, "samples.max_tokens": 2},
    "full": {"method": "full", "moments": "8bit", "neftune_alpha": 5, "learning_rate": 0.001},
    "dpo": {"objective": "dpo", "data": "pairs.jsonl", "lora.dropout": 0.3, "micro_batch_size": 1},
}


@pytest.mark.parametrize("kind", ["lora", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("full", "dpo"))])
def test_a_killed_run_goes_on_bit_for_bit(
    place: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With dropout, noise, updates rounded by chance: what is random follows from the place in the run."""
    options = {"max_steps": 12, "save_every": 3, "eval_every": 3, "data.eval_fraction": 0.2, **KILLED[kind]}
    if "data" in options:
        options["data"] = place / str(options["data"])
    tune(capsys, *words(place, tmp_path / "whole", **options))
    out = tmp_path / "killed"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "aquila2.cli", *words(place, out, **options)]
    process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        metrics = out / "metrics.jsonl"
        if list(out.glob("state/step-*")) and len(metrics.read_bytes().splitlines()) > 3:
            break
        time.sleep(0.001)
    assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (out / "training.json").exists()
    _, told = tune(capsys, *words(place, out, **options))
    assert "going on from step" in told
    assert curve(out) == curve(tmp_path / "whole")
    assert curve(out, "eval_loss") == curve(tmp_path / "whole", "eval_loss")
    for left in ("samples.jsonl", "adapter_model.safetensors", "model.safetensors"):
        one, other = out / left, tmp_path / "whole" / left
        assert one.exists() == other.exists()
        assert not one.exists() or one.read_bytes() == other.read_bytes(), left


def test_it_ends_early_and_the_best_is_the_result(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A learning rate that ruins the model from some step on."""
    options = {"data.eval_files": place / "held.jsonl", "eval_every": 1, "learning_rate": 0.2, "max_steps": 60}
    options |= {"decay": "constant", "warmup": 0.5, "patience": 3, "lora.dropout": 0}
    result, _ = tune(capsys, *words(place, tmp_path / "o", **options))
    held_out = curve(tmp_path / "o", "eval_loss")
    best = held_out.index(min(held_out)) + 1
    assert result["steps"] == len(held_out) == best + 3 < 60
    # the adapter at the top is that step's
    assert json.loads((tmp_path / "o" / "training.json").read_text())["steps"] == best
    model = Transformer(read_config(place / "base"))
    load_adapter(model, tmp_path / "o")
    given = adapter_tensors(model)
    for step, same in ((best, True), (best + 3, False)):
        kept = {name: torch.empty(tensor.shape) for name, tensor in given.items()}
        load_checkpoint(tmp_path / "o" / "state" / f"step-{step:08d}", {"weights": kept})
        assert all(torch.equal(kept[name], tensor) for name, tensor in given.items()) == same
    # done is done: it does not go on where it waited
    again, _ = tune(capsys, *words(place, tmp_path / "o", **options))
    assert again["steps"] == best + 3
    # a run that does not keep the best gives the last
    options |= {"keep_best": "false", "keep_checkpoints": 1}
    tune(capsys, *words(place, tmp_path / "p", **options))
    assert json.loads((tmp_path / "p" / "training.json").read_text())["steps"] == best + 3
    assert [path.name for path in (tmp_path / "p" / "state").glob("step-*")] == [f"step-{best + 3:08d}"]
    # so does one that is told to when the best is gone
    tune(capsys, *words(place, tmp_path / "p", **{**options, "keep_best": "true"}))
    assert json.loads((tmp_path / "p" / "training.json").read_text())["steps"] == best + 3


def test_it_answers_while_it_learns(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"samples.every": 3, "samples.max_tokens": 6, "samples.prompts": "Ann 5: a cat?,北京", "max_steps": 6}
    _, told = tune(capsys, *words(place, tmp_path / "o", **options))
    lines = [json.loads(line) for line in (tmp_path / "o" / "samples.jsonl").read_text("utf-8").splitlines()]
    assert [line["step"] for line in lines] == [3, 3, 6, 6]
    assert "Ann 5: a cat?" in lines[0]["prompt"]
    assert "北京" in lines[1]["prompt"]
    # what the model says while it learns is what it says when it is asked
    found, _ = tune(
        capsys, "chat", f"lora_dir={tmp_path / 'o'}", "prompt=Ann 5: a cat?", "temperature=0", "max_tokens=6",
        "device=cpu", "dtype=float32",
    )  # fmt: skip
    assert found["text"] == lines[2]["answer"]
    assert repr(lines[2]["answer"]) in told


def test_rows_of_one_sample(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without packing an epoch has as many rows as samples; with it, fewer, and the same labels in all."""
    labels = []
    for packing in ("true", "false"):
        options = {"packing": packing, "max_steps": None, "epochs": 1, "micro_batch_size": 4}
        tune(capsys, *words(place, tmp_path / packing, **options))
        labels.append(sum(curve(tmp_path / packing, "labels")))
    assert labels[0] == labels[1]
    assert len(curve(tmp_path / "true")) < len(curve(tmp_path / "false")) == 12
    assert curve(tmp_path / "false", "epoch") == [0] * 12


def test_memory_is_spared_without_another_curve(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Moments in host memory and updates in the backward pass are the plain ones; 8-bit moments come near them."""
    plain = {"method": "full", "learning_rate": 0.002, "clip": 1e9}
    kinds: dict[str, dict[str, object]] = {
        "plain": {},
        "paged": {"paged": "true"},
        "in_backward": {"update": "in_backward", "clip": None},
        "paged in_backward": {"update": "in_backward", "clip": None, "paged": "true"},
        "micro": {"micro_batch_size": 1, "global_batch_size": 2},
        "recompute": {"parallel.recompute": "full"},
        "8bit": {"moments": "8bit", "clip": None},
    }
    curves = {}
    for kind, changes in kinds.items():
        tune(capsys, *words(place, tmp_path / kind, **{**plain, **changes}))
        curves[kind] = curve(tmp_path / kind)
    assert curves["plain"][-1] < curves["plain"][0] - 0.5
    for kind in ("paged", "in_backward", "paged in_backward", "recompute"):
        assert curves[kind] == pytest.approx(curves["plain"], rel=1e-6), kind
    assert curves["micro"] == pytest.approx(curves["plain"], rel=1e-4)
    assert curves["8bit"] == pytest.approx(curves["plain"], rel=0.03)
    assert curves["8bit"] != curves["plain"]


def test_a_layers_options_reach_the_adapter(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """DoRA and rsLoRA on all linears; merged, it says what it says beside its base."""
    options = {"lora.use_dora": "true", "lora.use_rslora": "true", "lora.target_modules": "all-linear", "lora.rank": 4}
    tune(capsys, *words(place, tmp_path / "o", **options))
    config = json.loads((tmp_path / "o" / "adapter_config.json").read_text(encoding="utf-8"))
    assert (config["use_dora"], config["use_rslora"], config["r"]) == (True, True, 4)
    assert len(config["target_modules"]) == 7
    assert curve(tmp_path / "o")[-1] < curve(tmp_path / "o")[0] - 0.5
    logits = [
        engine_logits(LLM(place / "base", lora_dir=tmp_path / "o", merge=merge, max_model_len=64).engine, [5, 90])
        for merge in (True, False)
    ]
    torch.testing.assert_close(logits[0].float(), logits[1].float(), rtol=0, atol=1e-3)

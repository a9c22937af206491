"""Real weights learn real conversations, on a CPU: held-out loss falls, answers change, merged is unmerged."""

import json
from pathlib import Path

import pytest
import torch

from aquila2 import LLM, SamplingParams
from tests.tiny_engine import engine_logits
from tests.trips.finetuning import curve, tune

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.long]

QUESTION = [{"role": "user", "content": "Who are you?"}]
IDS = [504, 3575, 282, 4649, 314]


def words(shared: Path, base: Path, out: Path, name: str = "identity", **changes: object) -> list[str]:
    options = {
        "data": shared / "data" / "sft" / "llama-factory" / f"{name}.jsonl.gz", "model": base, "out": out,
        "max_seq_len": 256, "micro_batch_size": 2, "max_steps": 12, "eval_every": 4, "data.eval_fraction": 0.15,
        "warmup": 0.2, "device": "cpu", "tensorboard": "false", **changes,
    }  # fmt: skip
    return ["finetune", *(f"{key}={value}" for key, value in options.items())]


def answer(llm: LLM) -> str:
    (output,) = llm.chat(QUESTION, SamplingParams(temperature=0, max_tokens=24))
    return output.text


@pytest.mark.timeout(900)
def test_lora(shared: Path, smollm2_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "lora"
    before, _ = tune(capsys, *words(shared, smollm2_dir, tmp_path / "zero", learning_rate=0, max_steps=1))
    result, _ = tune(capsys, *words(shared, smollm2_dir, out, learning_rate=2e-3))
    assert result["eval_loss"] < before["eval_loss"] - 0.3
    plain, beside = LLM(smollm2_dir, dtype="float32"), LLM(smollm2_dir, dtype="float32", lora_dir=out, merge=False)
    merged = LLM(smollm2_dir, dtype="float32", lora_dir=out, merge=True)
    assert "{{name}}" in answer(beside)
    assert answer(merged) == answer(beside) != answer(plain)
    logits = [engine_logits(llm.engine, IDS)[0] for llm in (beside, merged, plain)]
    torch.testing.assert_close(logits[1], logits[0], rtol=1e-4, atol=1e-3)
    assert (logits[2] - logits[0]).abs().max() > 0.1


@pytest.mark.timeout(900)
def test_full(shared: Path, smollm2_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "full"
    before, _ = tune(
        capsys, *words(shared, smollm2_dir, tmp_path / "zero", method="full", learning_rate=0, max_steps=1)
    )
    result, _ = tune(capsys, *words(shared, smollm2_dir, out, method="full", learning_rate=1e-4))
    assert result["eval_loss"] < before["eval_loss"] - 0.3
    assert json.loads((out / "config.json").read_text(encoding="utf-8"))["tie_word_embeddings"] is True
    assert "{{name}}" in answer(LLM(out)) != answer(LLM(smollm2_dir))


@pytest.mark.timeout(900)
def test_dpo(shared: Path, smollm2_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"objective": "dpo", "data.on_error": "skip", "max_steps": 30, "max_seq_len": 384}
    options |= {"micro_batch_size": 1, "data.eval_fraction": 0}
    tune(capsys, *words(shared, smollm2_dir, tmp_path / "o", "dpo_en_demo", learning_rate=3e-4, **options))
    accuracy = curve(tmp_path / "o", "accuracy")
    assert curve(tmp_path / "o")[0] == pytest.approx(0.6931, abs=1e-3)
    assert sum(accuracy[-10:]) / 10 > 0.6
    assert sum(curve(tmp_path / "o", "margin")[-10:]) > 0

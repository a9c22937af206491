"""What the package carries of a finished model."""

import json
from pathlib import Path

import pytest

from aquila2 import LLM, SamplingParams
from aquila2.base.errors import UserError
from aquila2.recipes.build import recommended_sampling
from examples.nano import pack
from tests.tiny_checkpoint import write_tiny_checkpoint


def test_what_is_packed_answers_as_it_is_recommended(tmp_path: Path) -> None:
    model = write_tiny_checkpoint(tmp_path / "model")
    (model / "training.json").write_text("{}", encoding="utf-8")
    for _ in range(2):  # a rerun replaces its own result
        pack.main([f"model={model}", f"out={tmp_path / 'nano'}"])
    assert not (tmp_path / "nano" / "training.json").exists()
    assert (tmp_path / "nano" / "README.md").read_text(encoding="utf-8").startswith("# aquila2-nano")
    generation = json.loads((tmp_path / "nano" / "generation_config.json").read_text(encoding="utf-8"))
    assert generation["eos_token_id"]
    assert recommended_sampling(tmp_path / "nano")["temperature"] == pack.SAMPLING["temperature"]
    greedy, question = SamplingParams(temperature=0, max_tokens=4), [{"role": "user", "content": "北京"}]
    assert LLM(tmp_path / "nano").chat(question, greedy)[0].text == LLM(model).chat(question, greedy)[0].text


def test_too_much_and_nothing_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="holds no checkpoint"):
        pack.main([f"model={tmp_path}", f"out={tmp_path / 'nano'}"])
    model = write_tiny_checkpoint(tmp_path / "model")
    monkeypatch.setattr(pack, "MOST_BYTES", 1000)
    with pytest.raises(UserError, match="quantize it"):
        pack.main([f"model={model}", f"out={tmp_path / 'nano'}"])
    assert not (tmp_path / "nano").exists()

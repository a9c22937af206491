"""What `aquila2 finetune` refuses, counts, or stops at."""

import json
import shutil
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from aquila2.chat.templates import load_template
from aquila2.cli import main
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_testsets import gsm8k_rows
from tests.trips.finetuning import curve, refused, tune, words, write_place


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_place(tmp_path_factory.mktemp("finetune"))


def test_a_run_that_is_done_says_so_again(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, _ = tune(capsys, *words(place, tmp_path / "o"))
    again, told = tune(capsys, *words(place, tmp_path / "o"))
    assert "going on from step 8" in told
    assert {**again, "seconds": 0} == {**first, "seconds": 0}
    # on the way of a longer one it goes on, which is another run: its learning rate falls otherwise
    error = refused(capsys, words(place, tmp_path / "o", max_steps=9))
    assert "holds a run with other max_steps: choose another place, or say overwrite=true" in error
    for changes, name in (({"seed": 3}, "seed"), ({"lora.rank": 4}, "lora"), ({"method": "full"}, "method")):
        assert f"holds a run with other {name}:" in refused(capsys, words(place, tmp_path / "o", **changes))
    error = refused(capsys, words(place, tmp_path / "o", data=place / "held.jsonl"))
    assert "holds a run with other data:" in error
    tune(capsys, *words(place, tmp_path / "o", max_steps=2, overwrite="true"))
    assert len(curve(tmp_path / "o")) == 2


def test_what_is_not_a_run_is_left_alone(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for out in (tmp_path, tmp_path / "mine.txt"):
        assert "is already there and is no run" in refused(capsys, words(place, out))
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"conversations": [', "not JSON"),
        ('{"conversations": [{"from": "gpt", "value": "noon"}]}', "take turns"),
        ('{"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": " "}]}', "empty"),
        ('{"conversations": [{"from": "human", "value": "a"}, {"from": "robot", "value": "b"}]}', "'robot'"),
        ('{"conversations": [{"from": "human", "value": "%s"}, {"from": "gpt", "value": "b"}]}' % ("北 " * 200),
         "too short for it"),
    ],
    ids=["json", "order", "empty", "role", "no loss"],
)  # fmt: skip
def test_a_bad_line_stops_or_is_counted(
    place: Path, tmp_path: Path, line: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (place / "talk.jsonl").read_text(encoding="utf-8").splitlines()
    bad = tmp_path / "bad.jsonl"
    bad.write_text("\n".join([*good[:2], line, *good[2:]]) + "\n", encoding="utf-8")
    error = refused(capsys, words(place, tmp_path / "o", data=bad))
    assert f"{bad}, line 3: " in error
    assert why in error
    assert not (tmp_path / "o").exists()
    options = {"data": bad, "data.on_error": "skip", "check_only": "true"}
    found, told = tune(capsys, *words(place, tmp_path / "o", **options))
    assert found["samples"] == 48
    assert list(found["problems"].values()) == [1]
    assert f"{bad}, line 3: " in told
    assert not (tmp_path / "o").exists()


def test_a_check_alone_reports_and_forecasts(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (place / "talk.jsonl").read_text(encoding="utf-8")
    (tmp_path / "twice.jsonl").write_text(lines + lines, encoding="utf-8")
    found, told = tune(
        capsys, *words(place, tmp_path / "o", data=tmp_path / "twice.jsonl", max_seq_len=24, check_only="true")
    )
    assert not (tmp_path / "o").exists()
    assert (found["samples"], found["duplicates"], found["formats"]) == (96, 48, {"conversations": 96})
    assert found["truncated"] > 0
    assert 0 < found["loss_tokens"] < found["tokens"]
    assert 0.5 < found["packing_efficiency"] <= 1
    assert found["memory_bytes"] > 100_000
    assert "duplicates" in told


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"max_seq_len": 999}, "max_seq_len=999 is beyond the model's context of 256: give less"),
        ({"model": "AquilaChat2-7B", "model_dir": "none"}, "model=AquilaChat2-7B is not in none: put its files into"),
        ({"update": "in_backward", "clip": 1}, "clip= does not go with update=in_backward"),
        ({"update": "in_backward", "global_batch_size": 4}, "update=in_backward goes with one process and one micro"),
        ({"parallel.tp": 2}, "method=lora goes with data and context parallelism, not parallel.tp=2 parallel.pp=1"),
        ({"parallel.tp": 2, "method": "full"}, "does not divide 1 processes"),
        ({"objective": "dpo", "parallel.cp": 2}, "objective=dpo does not go with parallel.cp=2"),
        ({"objective": "dpo"}, "pairs are to be learned here, and this is a conversation"),
        ({"data.eval_fraction": 0.5, "data.eval_files": "held.jsonl"}, "are both given: give one of them"),
        ({"data.eval_fraction": 2}, "eval_fraction=2.0: give a part of the samples"),
        ({"data": "nothing.jsonl"}, "nothing.jsonl: there is no such file"),
        ({"lora.target_modules": "q_prj"}, "no linear of the layers is called 'q_prj'; did you mean q_proj?"),
        ({"lora.rank": 0}, "rank=0: an adapter has a rank of at least 1"),
        ({"template": "aquila-v3"}, "aquila-v3"),
        ({"precision": "fp16"}, "precision=fp16: choose one of bf16, fp32"),
        ({"betas": "0.9"}, "betas=0.9: give two from 0 to below 1"),
        ({"warmup": 1}, "warmup=1.0: give a share of the run"),
        ({"epochs": 0}, "epochs=0.0: give more than 0"),
        ({"micro_batch_size": 0}, "micro_batch_size=0: give 1 or more"),
        ({"max_seq_len": 1}, "max_seq_len=1: give 2 or more"),
        ({"clip": 0}, "clip=0.0: give more than 0"),
        ({"samples.every": 1, "samples.max_tokens": 0}, "samples.max_tokens=0: give more"),
        ({"samples.every": 1, "samples.max_tokens": 128}, "samples.max_tokens=128 leaves no room for a"),
        ({"neftune_alpha": -1}, "neftune_alpha=-1.0: give 0 or more"),
        ({"method": "full", "neftune_alpha": 5, "parallel.pp": 2}, "neftune_alpha= does not go with parallel.pp=2"),
        ({"patience": 2}, "patience=2 needs held-out samples"),
        ({"samples.prompts": "who?"}, "samples.prompts are asked every samples.every steps"),
        ({"dpo.beta": 0.3}, "dpo.* goes with objective=dpo"),
        ({"method": "full", "lora.rank": 4}, "lora.* goes with method=lora or qlora"),
        ({"data.eval_files": "gone.jsonl"}, "data.eval_files=gone.jsonl: there is no such file"),
        ({"learning_rat": 1}, "unknown option 'learning_rat': did you mean 'learning_rate'?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_wrong_input_is_refused_in_one_line(
    place: Path, tmp_path: Path, changes: dict[str, object], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in refused(capsys, words(place, tmp_path / "o", **changes))
    assert not (tmp_path / "o").exists()


def test_held_out_files_are_told_of_and_what_is_learned_too(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = {"data.eval_files": f"{place / 'held.jsonl'},{place / 'talk.jsonl'}", "check_only": True}
    found, told = tune(capsys, *words(place, tmp_path / "o", **changes))
    assert f"held out: {found['samples']} of these are learned too" in told
    assert "held out: lengths: median" in told


def test_without_a_template_one_is_asked_for(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_tiny_checkpoint(tmp_path / "bare", template=None)
    error = refused(capsys, words(place, tmp_path / "o", model=tmp_path / "bare"))
    assert "has no chat template: give one by name, such as template=aquila-v1" in error
    options = {"model": tmp_path / "bare", "template": "aquila-v2", "max_steps": 1, "method": "full"}
    tune(capsys, *words(place, tmp_path / "o", **options))
    assert load_template(tmp_path / "o").name == "aquila-v2"


@pytest.mark.parametrize(
    ("method", "place_of_it"),
    [("full", "the weights of layers.1.mlp.up_proj.weight"), ("lora", "the output of layers.1.mlp.up_proj")],
)
def test_nan_stops_with_the_layers_name(
    place: Path, tmp_path: Path, method: str, place_of_it: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(place / "base", tmp_path / "bad")
    tensors = load_file(tmp_path / "bad" / "model.safetensors")
    tensors["model.layers.1.mlp.up_proj.weight"][0, 0] = float("nan")
    save_file(tensors, tmp_path / "bad" / "model.safetensors")
    options = {"model": tmp_path / "bad", "method": method}
    error = refused(capsys, words(place, tmp_path / "o", **options), code=1)
    assert "step 1: loss nan" in error
    assert f"NaN or infinity came up first in {place_of_it}" in error
    result, _ = tune(capsys, *words(place, tmp_path / "p", **options, on_bad="skip"))
    assert result["train_loss"] is None


def test_test_items_in_the_files_are_told_and_refused(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = gsm8k_rows(4, 1)
    (tmp_path / "mine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main(["audit", "build", f"tests={tmp_path / 'mine.jsonl'}", f"out={tmp_path / 'i'}"]) == 0
    talk = (place / "talk.jsonl").read_text(encoding="utf-8").splitlines()
    leaked = [{"from": "human", "value": rows[2]["question"].upper()}, {"from": "gpt", "value": "42"}]
    talk.insert(5, json.dumps({"conversations": leaked}))
    (tmp_path / "leaky.jsonl").write_text("\n".join(talk), encoding="utf-8")
    options = {"data": tmp_path / "leaky.jsonl", "data.audit": tmp_path / "i", "max_seq_len": 256}
    found, told = tune(capsys, *words(place, tmp_path / "o", **options, check_only=True))
    assert found["test_items"]["dirty"] == {"mine": 1}
    assert "test items in it: 1 (mine 1), and parts of 0\n" in told
    assert f"  mine 3 at {tmp_path / 'leaky.jsonl'}, line 6 (100% of its question)\n" in told
    line = refused(capsys, words(place, tmp_path / "o", **options))
    assert "holds test items (mine 1), such as mine 3 at" in line
    assert "data.allow_overlap=true" in line
    assert (
        tune(capsys, *words(place, tmp_path / "o", **options, **{"data.allow_overlap": True}, max_steps=1))[0]["steps"]
        == 1
    )
    clean, _ = tune(capsys, *words(place, tmp_path / "p", **{"data.audit": tmp_path / "i"}, check_only=True))
    assert clean["test_items"]["dirty"] == {}
    assert "data.allow_overlap= goes with" in refused(
        capsys, words(place, tmp_path / "p", **{"data.allow_overlap": True})
    )

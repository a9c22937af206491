"""From prepared tokens to a base model through the command: kill and resume, several processes, faults, the picture."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import torch

from aquila2.checkpoint.shards import iter_tensors
from aquila2.cli import main
from aquila2.train.metrics import read_metrics
from tests.tiny_tokenizer import aquila_like

ROOT = Path(__file__).resolve().parents[2]
SHAPE = ["model.hidden_size=32", "model.intermediate_size=64", "model.num_layers=2", "model.num_heads=4"]
SHAPE += ["model.num_kv_heads=2"]
SETTINGS = {
    "max_seq_len": 64, "global_batch_size": 8, "micro_batch_size": 4, "precision": "fp32", "learning_rate": 0.01,
    "min_learning_rate": 0.001, "device": "cpu", "tensorboard": "false", "eval_tokens": 2000,
}  # fmt: skip


def settings(**changes: object) -> list[str]:
    return [f"{key}={value}" for key, value in (SETTINGS | changes).items()]


TINY = SHAPE + settings()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few thousand tokens of text with something to learn: short sentences of few words."""
    folder = tmp_path_factory.mktemp("pretrain")
    aquila_like().save(folder / "tokenizer")
    rng = random.Random(0)
    names, verbs, things = (
        ["Ann", "Bob", "王五", "李四"],
        ["sees", "has", "看见", "有"],
        ["a cat", "noon", "北京", "时间"],
    )
    lines = [
        " ".join(rng.choice(part) for part in (names, verbs, things)) + f" {rng.randrange(999)}" for _ in range(900)
    ]
    (folder / "text.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = [f"data={folder / 'text.txt'}", f"tokenizer={folder / 'tokenizer'}", f"out={folder / 'prepared'}"]
    assert main(["prepare-data", *words, "dedupe=none", "valid_fraction=0.1"]) == 0
    return folder / "prepared"


@pytest.fixture(scope="module")
def whole(prepared: Path) -> Path:
    """A run of twelve steps that nothing interrupted."""
    out = prepared.parent / "whole"
    assert main(["pretrain", f"data={prepared}", f"out={out}", *TINY, "max_steps=12", "save_every=2"]) == 0
    return out


def run(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    code = main([*map(str, words), "--json"])
    out = capsys.readouterr()
    assert code == 0, out.err
    found: dict[str, Any] = json.loads(out.out.splitlines()[-1])
    return found


def refused(capsys: pytest.CaptureFixture[str], *words: object, code: int = 2) -> str:
    assert main(["pretrain", *map(str, words)]) == code
    return capsys.readouterr().err.splitlines()[-1]


def losses(out: Path) -> list[float]:
    return [record["loss"] for record in read_metrics(out / "metrics.jsonl")]


def test_a_run_learns_and_loads_as_it_is(
    prepared: Path, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run(capsys, "pretrain", f"data={prepared}", f"out={whole}", *TINY, "max_steps=12", "save_every=2")
    assert set(result) == {
        "out", "steps", "train_loss", "eval_loss", "seconds_per_step", "tokens_per_second", "mfu",
        "peak_memory_bytes", "version", "seconds",
    }  # fmt: skip
    assert result["steps"] == 12
    records = read_metrics(whole / "metrics.jsonl")
    assert [record["step"] for record in records] == list(range(1, 13))
    assert records[-1]["loss"] < records[0]["loss"] - 0.5
    assert records[-1]["eval_loss"] == result["eval_loss"] < records[0]["loss"] - 0.5
    assert records[-1]["samples"] == 96
    assert sorted(path.name for path in (whole / "state").iterdir()) == [
        "job.json",
        "step-00000010",
        "step-00000012",
        "tokenizer",
    ]
    info = run(capsys, "info", f"model={whole}")
    assert info["parameters"] == sum(tensor.numel() for _, tensor in iter_tensors(whole))
    chat = run(capsys, "chat", f"model={whole}", "prompt=Ann", "max_tokens=3", "device=cpu", "template=aquila-v1")
    assert chat["usage"]["completion_tokens"] <= 3
    training = json.loads((whole / "training.json").read_text(encoding="utf-8"))
    assert training["steps"] == 12
    assert training["data"][0]["splits"]["train"]["tokens"] > 1000


def test_a_killed_run_goes_on_bit_for_bit(prepared: Path, whole: Path, tmp_path: Path) -> None:
    """Killed at a step, and while a checkpoint is being written."""
    out = tmp_path / "killed"
    words = ["pretrain", f"data={prepared}", f"out={out}", *TINY, "max_steps=12", "save_every=2"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for pattern in ("metrics.jsonl", "state/.step-*"):
        process = subprocess.Popen([sys.executable, "-m", "aquila2.cli", *words], env=env, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        seen = len(list(out.glob("state/step-*")))
        while process.poll() is None and time.monotonic() < deadline:
            metrics = out / "metrics.jsonl"
            if pattern != "metrics.jsonl" and list(out.glob(pattern)):
                break
            if pattern == "metrics.jsonl" and metrics.exists() and len(metrics.read_bytes().splitlines()) > 4 + seen:
                break
            time.sleep(0.001)
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (out / "config.json").exists()
    done = subprocess.run(
        [sys.executable, "-m", "aquila2.cli", *words], env=env, check=True, capture_output=True, text=True
    )
    assert "going on from step" in done.stderr
    assert losses(out) == losses(whole)
    for (name, ours), (_, theirs) in zip(iter_tensors(out), iter_tensors(whole), strict=True):
        assert torch.equal(ours, theirs), name


@pytest.mark.slow
def test_it_goes_on_with_another_number_of_processes(prepared: Path, whole: Path, tmp_path: Path) -> None:
    """The first half alone, the second on two that share out the weights, then on two that share out the layers."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    for name, layout in (("dp", []), ("pp", ["parallel.pp=2"])):
        out = tmp_path / name
        words = ["pretrain", f"data={prepared}", f"out={out}", *TINY, "max_steps=12", "save_every=6"]
        assert main([*words, "keep_every=6"]) == 0
        for left in ("metrics.jsonl", "config.json"):
            (out / left).unlink()
        subprocess.run(["rm", "-r", str(out / "state" / "step-00000012")], check=True)
        done = subprocess.run(
            [*torchrun, "-m", "aquila2.cli", *words, *layout], env=env, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert losses(out) == pytest.approx(losses(whole)[6:], rel=1e-4)
        for (tensor, ours), (_, theirs) in zip(iter_tensors(out), iter_tensors(whole), strict=True):
            torch.testing.assert_close(ours, theirs, atol=2e-4, rtol=1e-2, msg=tensor)


@pytest.mark.slow
def test_a_rank_that_dies_ends_the_others_and_torchruns_restart_goes_on(prepared: Path, tmp_path: Path) -> None:
    out = tmp_path / "o"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    words = ["pretrain", f"data={prepared}", f"out={out}", *SHAPE, *settings(eval_tokens=0), "max_steps=24"]
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    job = subprocess.Popen(
        [*torchrun, "--max-restarts", "1", "-m", "aquila2.cli", *words, "save_every=3"],
        env=env,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    deadline = time.monotonic() + 120
    while not list(out.glob("state/step-*")) and job.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    children = Path(f"/proc/{job.pid}/task/{job.pid}/children")
    if not children.exists():
        job.kill()
        pytest.skip("needs Linux' list of a process's children")
    os.kill(int(children.read_text().split()[-1]), signal.SIGKILL)
    _, told = job.communicate(timeout=120)
    assert job.returncode == 0, told
    assert "exitcode: -9" in told
    assert "going on from step" in told
    assert [record["step"] for record in read_metrics(out / "metrics.jsonl")] == list(range(1, 25))


def test_weights_go_to_the_published_layout_and_back_exactly(
    prepared: Path, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A learning rate of zero changes nothing: what comes out is what went in, through a training checkpoint. And a
    checkpoint on the way is converted like any other."""
    still = [*settings(learning_rate=0, min_learning_rate=0), "max_steps=1", f"init_from={whole}"]
    run(capsys, "pretrain", f"data={prepared}", f"out={tmp_path / 'o'}", *still)
    for (name, ours), (_, theirs) in zip(iter_tensors(tmp_path / "o"), iter_tensors(whole), strict=True):
        assert torch.equal(ours, theirs), name
    for step, same in ((10, False), (12, True)):
        result = run(capsys, "convert", f"model={whole / 'state' / f'step-{step:08d}'}", f"out={tmp_path / str(step)}")
        assert result["dtype"] == "float32"
        pairs = zip(iter_tensors(tmp_path / str(step)), iter_tensors(whole), strict=True)
        assert all(torch.equal(ours, theirs) for (_, ours), (_, theirs) in pairs) == same
    run(capsys, "info", f"model={tmp_path / '10'}")


def test_nan_stops_with_the_layers_name_or_is_left_out(
    prepared: Path, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    from safetensors.torch import load_file, save_file

    shutil.copytree(whole, tmp_path / "bad", ignore=shutil.ignore_patterns("state"))
    tensors = load_file(tmp_path / "bad" / "model.safetensors")
    tensors["model.layers.1.mlp.up_proj.weight"][0, 0] = float("nan")
    save_file(tensors, tmp_path / "bad" / "model.safetensors")
    words = [*settings(), f"data={prepared}", f"init_from={tmp_path / 'bad'}", "max_steps=2"]
    error = refused(capsys, f"out={tmp_path / 'o'}", *words, code=1)
    assert "step 1: loss nan" in error
    assert "NaN or infinity came up first in the weights of layers.1.mlp.up_proj.weight" in error
    assert run(capsys, "pretrain", f"out={tmp_path / 'p'}", *words, "on_bad=skip")["train_loss"] is None
    last = read_metrics(tmp_path / "p" / "metrics.jsonl")[-1]
    assert (last["skipped"], last["loss"]) == (2, None)  # JSON has no NaN
    run(capsys, "pretrain", "plot", tmp_path / "p", f"out={tmp_path / 'p.png'}")


def test_documents_joined_and_a_batch_that_grows(
    prepared: Path, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["pretrain", f"data={prepared}", *SHAPE, *settings(eval_tokens=0), "max_steps=6"]
    result = run(capsys, *words, f"out={tmp_path / 'o'}", "documents=joined", "rampup=4,4,16")
    assert result["eval_loss"] is None
    records = read_metrics(tmp_path / "o" / "metrics.jsonl")
    assert [record["samples"] for record in records] == [4, 8, 12, 16, 24, 32]
    assert records[0]["loss"] != losses(whole)[0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["max_steps=1", "samples=3"],
            "how long? give one of samples=, max_steps=, epochs= (given: samples, max_steps)",
        ),
        ([], "how long? give one of samples=, max_steps=, epochs= (given: none)"),
        (["max_steps=1", "global_batch_size=6"], "global_batch_size=6 does not divide into 1 processes x micro_batch"),
        (["max_steps=1", "rampup=1,2"], "rampup=1,2: give start,increment,samples"),
        (["max_steps=1", "betas=0.9"], "betas=0.9: give two"),
        (["max_steps=1", "micro_batch_size=0"], "micro_batch_size=0: give 1 or more"),
        (["max_steps=1", "keep_checkpoints=0"], "keep_checkpoints=0: give 1 or more"),
        (["max_steps=1", "clip=0"], "clip=0.0: give more than 0"),
        (["max_steps=1", "max_seq_len=99999"], "fewer than one row"),
        (["max_steps=1", "fp8=true"], "fp8=true goes with precision=bf16, not fp32"),
        (["max_steps=1", "parallel.tp=2"], "does not divide 1 processes"),
        (["max_steps=1", "model.preset=8b"], "no model shape is called '8b'; known are"),
        (["max_steps=1", "learning_rat=1"], "unknown option 'learning_rat': did you mean 'learning_rate'?"),
    ],
)
def test_wrong_input_is_refused_in_one_line(
    prepared: Path, tmp_path: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = dict(word.split("=") for word in words if word.split("=")[0] in SETTINGS)
    rest = [word for word in words if word.split("=")[0] not in SETTINGS]
    error = refused(capsys, f"data={prepared}", f"out={tmp_path / 'o'}", *SHAPE, *settings(**changes), *rest)
    assert message in error
    assert not (tmp_path / "o" / "metrics.jsonl").exists()


def test_other_places_are_not_written_over(
    prepared: Path, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    error = refused(capsys, f"data={prepared}", f"out={tmp_path}", *TINY, "max_steps=1")
    assert "is already there and is no run" in error
    error = refused(capsys, f"data={prepared}", f"out={whole}", *TINY, "max_steps=12", "seed=3")
    assert "holds a run with other seed: choose another place, or say overwrite=true" in error
    error = refused(capsys, f"data={tmp_path}", f"out={tmp_path / 'o'}", *TINY, "max_steps=1")
    assert "holds no prepared data" in error


def test_a_run_killed_before_it_began_is_no_stranger(prepared: Path, tmp_path: Path) -> None:
    (tmp_path / "o" / "state" / "tokenizer").mkdir(parents=True)
    (tmp_path / "o" / "state" / ".job.json.x1").write_text("{", encoding="utf-8")
    words = [f"data={prepared}", f"out={tmp_path / 'o'}", *SHAPE, *settings(eval_tokens=0), "max_steps=1"]
    assert main(["pretrain", *words]) == 0


def test_the_curves_are_drawn(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    result = run(capsys, "pretrain", "plot", whole, whole, f"out={tmp_path / 'curves.png'}")
    assert result["steps"] == {str(whole): 12}
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")
    assert main(["pretrain", "plot", str(tmp_path)]) == 2
    assert "is no run: it has no metrics.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nano", "7b", "34b", "70b"])
def test_the_recipes_hold_the_published_settings(name: str) -> None:
    from aquila2.base.config import load_options
    from aquila2.recipes.pretrain_options import Options

    options = load_options(Options, ["data=a", "out=b"], ROOT / "configs" / "pretrain" / f"{name}.yaml")
    config = options.model.config(100_008 if name != "nano" else 8_192, options.max_seq_len or 0, {})
    assert options.betas == [0.9, 0.95]
    assert (options.weight_decay, options.clip, options.precision) == (0.1, 1.0, "bf16")
    published = {
        "7b": (7_295_537_152, 2048, 1728, 2e-5, 2e-6, 0.02, 1.0, 1, 1),
        "34b": (config.num_parameters, 4096, 1024, 1.5e-4, 1.5e-5, 0.0165, 0.3, 4, 4),
        "70b": (config.num_parameters, 4096, 1056, 1.5e-4, 1.5e-5, 0.0149, 0.25, 8, 4),
        "nano": (config.num_parameters, 512, 128, 1.5e-3, 1e-4, 0.02, 1.0, 1, 1),
    }
    assert published[name] == (
        config.num_parameters, config.context_length, options.global_batch_size, options.learning_rate,
        options.min_learning_rate, config.init_std, options.norm_init, options.parallel.tp, options.parallel.pp,
    )  # fmt: skip
    if name == "34b":
        assert (options.rampup, options.warmup_samples) == ([32, 32, 2_000_000], 500_000)
    if name == "nano":
        assert 20e6 < config.num_parameters < 40e6

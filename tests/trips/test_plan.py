"""`aquila2 plan`, by its command."""

import json
from pathlib import Path

import pytest

from aquila2.checkpoint.checkpoint import write_config
from aquila2.cli import main
from aquila2.model.config import AquilaConfig


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, dict]:
    code = main(["plan", *words, "--json"])
    out = capsys.readouterr()
    return code, out.out, json.loads(out.out.splitlines()[-1])


def test_a_cluster_is_planned_with_every_term(capsys: pytest.CaptureFixture[str]) -> None:
    code, text, result = run(capsys, "model=AquilaChat2-34B", "gpus=16xA800-80G,16xA100-40G", "top=3")
    assert code == 0
    best = result["layouts"][0]
    assert {"dp", "tp", "pp", "cp", "memory_bytes", "seconds_per_step", "mfu"} <= set(best)
    assert sum(best["layer_split"]) == 60
    assert best["memory_bytes"] == pytest.approx(sum(best["memory"].values()), abs=10)
    assert best["seconds_per_step"] == pytest.approx(sum(best["seconds"].values()))
    for name in (*best["memory"], *best["seconds"], "16 A800-80G, 16 A100-40G", "1024 rows of 4096 tokens"):
        assert name in text


def test_a_folder_s_model_and_one_that_does_not_fit(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_config(tmp_path, AquilaConfig(num_layers=2, hidden_size=512, num_heads=4, num_kv_heads=4))
    code, _, result = run(capsys, f"model={tmp_path}", "gpus=2", "gpu=4090", "batch=8", "seq=512")
    assert code == 0
    assert {(layout["dp"], layout["tp"], layout["pp"], layout["cp"]) for layout in result["layouts"]} == {
        (2, 1, 1, 1),
        (1, 2, 1, 1),
        (1, 1, 2, 1),
        (1, 1, 1, 2),
    }
    code, text, result = run(capsys, "model=70b", "gpus=1", "gpu=4090", "batch=8")
    assert code == 0
    assert not result["layouts"][0]["fits"]
    assert "None of 1 layouts fits" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("model=35b", "gpus=8", "gpu=H100"), "did you mean '34b'"),
        (("model=7b", "gpus=8"), "gpu=NAME"),
        (("model=7b", "gpus=8", "gpu=H101"), "H101"),
        (("model=7b", "gpus=8", "gpu=H100", "seq=0"), "seq=0"),
        (("model=7b", "gpus=8", "gpu=H100", "recompute=some"), "none, selective, mlp, full"),
    ],
)
def test_mistakes_are_told_in_one_line(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str) -> None:
    code, _, result = run(capsys, *words)
    assert code == 2
    assert says in result["error"]

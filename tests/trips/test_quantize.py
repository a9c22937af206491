"""`aquila2 quantize`: a checkpoint in, a quantized one with its receipt out; what is refused; going on after a kill."""

import json

import pytest

from aquila2.base.json_files import read_json
from aquila2.cli import main
from aquila2.recipes import quantize
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_testsets import gsm8k_rows

SMALL = ["group_size=32", "samples=4", "max_seq_len=32", "evaluate_tokens=128", "device=cpu"]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_tiny_checkpoint(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Short texts in place of the package's own, whose tokens take seconds."""
    folder = tmp_path_factory.mktemp("text")
    (folder / "calibration.txt").write_text("".join(f"Line {i} of a text about noon.\n" for i in range(150)))
    (folder / "evaluation.txt").write_text(
        "".join(f"{i}: there is something wrong, please query.\n" for i in range(99))
    )
    return [*SMALL, f"calibration={folder / 'calibration.txt'}", f"evaluate_on={folder / 'evaluation.txt'}"]


def run(capsys, *words):
    """The exit status, and what the last line says."""
    code = main(["quantize", *map(str, words), "--json"])
    out = capsys.readouterr()
    return code, json.loads(out.out.splitlines()[-1]), out.err


@pytest.mark.parametrize("method", ["gptq", "awq", "int8"])
def test_a_checkpoint_and_its_receipt(capsys, tmp_path, model, small, method):
    words = {"gptq": SMALL, "awq": small}.get(method, [w for w in small if not w.startswith(("group_size", "calib"))])
    code, result, _ = run(capsys, f"model={model}", f"out={tmp_path / 'q'}", f"method={method}", *words)
    assert code == 0
    keys = ("out", "perplexity_before", "perplexity_after", "bytes", "peak_memory_bytes", "seconds")
    assert set(keys) <= set(result)
    config, receipt = read_json(tmp_path / "q" / "config.json"), read_json(tmp_path / "q" / "quality.json")
    assert config["quantization_config"]["quant_method"] == {"int8": "bitsandbytes"}.get(method, method)
    assert config["hidden_size"] == 64
    assert result["bytes"] == sum(file.stat().st_size for file in (tmp_path / "q").iterdir())
    assert receipt["perplexity_after"] == result["perplexity_after"]
    assert receipt["tokens"] == 4 * 31
    if method == "gptq":
        assert list(receipt["texts"]) == ["builtin evaluation.en", "builtin evaluation.zh"]
    assert set(receipt["evaluation"]["sha256"]) == set(receipt["texts"])
    assert (receipt["calibration"] is None) == (method == "int8")
    if method != "int8":
        assert receipt["calibration"]["windows"] == 4
        assert receipt["overlap"] == {"characters": 0, "share": 0.0, "example": None}
    for name in ("tokenizer.json", "chat_template.jinja", "generation_config.json"):
        assert (tmp_path / "q" / name).read_bytes() == (model / name).read_bytes() or name == "tokenizer.json"
    assert not list(tmp_path.glob(".*"))
    code, result, _ = run(capsys, f"model={tmp_path / 'q'}", f"out={tmp_path / 'again'}", *SMALL)
    assert code == 2
    assert "quantized already" in result["error"]


def test_a_run_that_was_killed_goes_on(capsys, tmp_path, model, small, monkeypatch):
    words = [f"model={model}", "method=gptq", *small]
    assert run(capsys, *words, f"out={tmp_path / 'whole'}")[0] == 0
    with monkeypatch.context() as patch:

        def killed(*args):
            raise KeyboardInterrupt

        patch.setattr(quantize.Progress, "advance", killed)
        assert run(capsys, *words, f"out={tmp_path / 'q'}")[0] == 130
    assert [path.name for path in tmp_path.glob(".q.work/layer-*")] == ["layer-00000.safetensors"]
    code, _, err = run(capsys, *words, f"out={tmp_path / 'q'}")
    assert code == 0
    assert "going on behind layer 1" in err
    weights = [(tmp_path / name / "model.safetensors").read_bytes() for name in ("whole", "q")]
    assert weights[0] == weights[1]
    # other settings do not take what was left
    (tmp_path / ".q.work").mkdir()
    (tmp_path / ".q.work" / "layer-00000.safetensors").write_bytes(b"nonsense")
    assert run(capsys, *words, f"out={tmp_path / 'q'}", "seed=1", "overwrite=true")[0] == 0


def test_calibration_that_holds_what_is_measured_is_refused(capsys, tmp_path, model):
    text = "The quick brown fox jumps over the lazy dog, and then it sleeps until noon. " * 30
    (tmp_path / "seen.txt").write_text(f"A line before.\n{text}")
    (tmp_path / "test.txt").write_text(text)
    words = [f"model={model}", f"out={tmp_path / 'q'}", *SMALL]
    words += [f"calibration={tmp_path / 'seen.txt'}", f"evaluate_on={tmp_path / 'test.txt'}"]
    code, result, _ = run(capsys, *words)
    assert code == 2
    assert "holds 100.0 % of the evaluation text" in result["error"]
    assert "allow_overlap=true" in result["error"]
    assert run(capsys, *words, "allow_overlap=true")[0] == 0
    assert read_json(tmp_path / "q" / "quality.json")["overlap"]["share"] == 1.0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["group_size=48"], "group_size=48 does not fit a layer of 64 inputs"),
        (["group_size=0"], "group_size=0: give a number of inputs, or -1"),
        (["bits=3"], "bits=3: gptq has 4 or 8"),
        (["method=awq", "sym=true"], "sym=true is for gptq and rtn"),
        (["samples=0"], "samples=0: give at least 1"),
        (["max_seq_len=1"], "max_seq_len=1: give at least 2"),
        (["calibration=nowhere.txt"], "calibration=nowhere.txt: there is no such file"),
        (["evaluate_on=nowhere.txt"], "evaluate_on=nowhere.txt: there is no such file"),
        (["method=nf4", "group_size=32"], "group_size= is for gptq, awq, rtn, and means nothing to method=nf4"),
        (["method=rtn", "act_order=true"], "act_order= is for gptq"),
        (["method=awq", "scaling=true"], "scaling= is for gptq"),
        (["method=rtn", "calibration=a.txt"], "calibration= is for gptq, awq"),
    ],
)
def test_mistakes_are_told_in_a_line(capsys, tmp_path, model, words, says):
    given = [word for word in SMALL if word.partition("=")[0] not in {w.partition("=")[0] for w in words}]
    code, result, _ = run(capsys, f"model={model}", f"out={tmp_path / 'q'}", *given, *words)
    assert code == 2
    assert says in result["error"]
    assert not list(tmp_path.iterdir())


def test_what_stands_there_is_not_replaced(capsys, tmp_path, model):
    (tmp_path / "q").mkdir()
    (tmp_path / "q" / "mine.txt").write_text("mine")
    code, result, _ = run(capsys, f"model={model}", f"out={tmp_path / 'q'}", *SMALL)
    assert code == 2
    assert "already there" in result["error"]
    assert (tmp_path / "q" / "mine.txt").read_text() == "mine"


def test_methods_side_by_side(capsys, tmp_path, model, small):
    words = ["compare", f"model={model}", f"out={tmp_path / 'c'}", "methods=rtn", "new_tokens=8"]
    code, result, _ = run(capsys, *words, *small)
    assert code == 0
    rows = {row["method"]: row for row in result["rows"]}
    assert list(rows) == ["original", "rtn"]
    assert rows["rtn"]["bytes"] < 0.8 * rows["original"]["bytes"]
    assert rows["original"]["top1_agreement"] == 1.0 > rows["rtn"]["top1_agreement"]
    assert all(row["tokens_per_second"] > 0 and row["peak_memory_bytes"] > 10**8 for row in rows.values())
    assert read_json(tmp_path / "c" / "compare.json")["rows"] == result["rows"]
    assert read_json(tmp_path / "c" / "rtn" / "quality.json")["perplexity_after"] == rows["rtn"]["perplexity"]
    pytest.importorskip("matplotlib")
    assert (tmp_path / "c" / "compare.png").read_bytes().startswith(b"\x89PNG")


def test_a_comparison_of_nothing_is_refused(capsys, tmp_path, model):
    code, result, _ = run(capsys, "compare", f"model={model}", f"out={tmp_path / 'c'}", "methods=")
    assert code == 2
    assert "name one or more of" in result["error"]


def test_calibration_that_holds_test_items_is_refused(capsys, tmp_path, model):
    rows = gsm8k_rows(3, 1)
    (tmp_path / "mine.jsonl").write_text(json.dumps(rows[0]))
    assert main(["audit", "build", f"tests={tmp_path / 'mine.jsonl'}", f"out={tmp_path / 'i'}"]) == 0
    text = "".join(f"Line {i} of a text about noon.\n" for i in range(150))
    (tmp_path / "text.txt").write_text(f"{text}{rows[0]['question'].upper()}\n{text}")
    words = [f"model={model}", f"out={tmp_path / 'q'}", *SMALL, f"audit={tmp_path / 'i'}"]
    code, result, _ = run(capsys, *words, f"calibration={tmp_path / 'text.txt'}")
    assert code == 2
    assert "holds test items (mine 1), such as mine 1 at" in result["error"]
    assert run(capsys, *words, f"calibration={tmp_path / 'text.txt'}", "allow_overlap=true")[0] == 0
    assert read_json(tmp_path / "q" / "quality.json")["test_items"]["dirty"] == {"mine": 1}
    assert run(capsys, *words, "overwrite=true")[0] == 0
    assert read_json(tmp_path / "q" / "quality.json")["test_items"]["dirty"] == {}
    code, result, _ = run(capsys, *words, "method=nf4")
    assert "group_size= is for" in result["error"] or "audit= is for" in result["error"]

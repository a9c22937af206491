"""From text to a tokenizer that other software loads: the command, its report, a kill, a bound on memory, Ray."""

import base64
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aquila2.checkpoint.gguf_vocab import GgufVocab
from aquila2.cli import main
from aquila2.tokenizer.special_tokens import AQUILA_SPECIALS
from aquila2.tokenizer.tiktoken_encoder import TiktokenEncoder, fast_encoder
from aquila2.tokenizer.tokenizer import Tokenizer

TEXT = "Hello  world, don't 你好，世界！ 123\n\n<|startofpiece|>x<|endofpiece|></s> \u3000é🙂"


def write_corpus(path: Path, lines: int, seed: int = 0) -> Path:
    """Lines of words that follow Zipf's law, in two scripts."""
    rng = np.random.default_rng(seed)
    letters, signs = "etaoinshrdlucm", "的一是不了人我在有他这中大来上国"
    words = ["".join(rng.choice(list(letters), rng.integers(2, 9))) for _ in range(2000)]
    words += ["".join(rng.choice(list(signs), rng.integers(1, 5))) for _ in range(500)]
    picked = np.minimum(rng.zipf(1.3, lines * 8), len(words)) - 1
    with open(path, "w", encoding="utf-8") as file:
        for i in range(0, len(picked), 8):
            file.write(" ".join(words[j] for j in picked[i : i + 8]) + "。\n")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    code = main([*map(str, words), "--json"])
    out = capsys.readouterr()
    assert code == 0, out.err
    found: dict[str, Any] = json.loads(out.out.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    corpus = write_corpus(folder / "corpus.txt", 4000)
    assert main(["train-tokenizer", f"data={corpus}", "vocab_size=1200", f"out={folder / 'out'}", "workers=2"]) == 0
    return folder / "out"


def test_the_command_writes_a_tokenizer_and_its_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = write_corpus(tmp_path / "corpus.txt", 3000)
    out = tmp_path / "out"
    result = run(capsys, "train-tokenizer", f"data={corpus}", "vocab_size=900", f"out={out}")
    assert set(result) == {"out", "vocab_size", "seconds", "peak_bytes", "bytes_per_token", "version"}
    assert (result["out"], result["vocab_size"]) == (str(out), 900)
    assert 50e6 < result["peak_bytes"] < 4e9
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["bytes_per_token"] == result["bytes_per_token"] > 2
    assert report["sample"]["bytes"] <= 5_000_000
    assert report["round_trip"] == {"texts": report["sample"]["texts"], "lost": 0}
    assert {"Chinese", "Latin"} & set(report["bytes_per_token_by_language"]["this tokenizer"])
    assert [row["token"] for row in report["special_tokens"][1:]] == list(AQUILA_SPECIALS)
    assert all(row["one_id_in_markup"] and row["ordinary_in_text"] for row in report["special_tokens"])
    page = (out / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 4
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert not (tmp_path / ".out.work").exists()

    again = run(capsys, "train-tokenizer", f"data={corpus}", "vocab_size=900", f"out={out}")  # replaced
    assert again["bytes_per_token"] == result["bytes_per_token"]
    assert main(["train-tokenizer", f"data={corpus}", "vocab_size=901", f"out={out}"]) == 2
    assert "is already there" in capsys.readouterr().err


def test_ids_are_laid_out_as_aquilas(trained: Path) -> None:
    vocab = json.loads((trained / "vocab.json").read_text(encoding="utf-8"))
    assert vocab["<|endoftext|>"] == 0
    assert [vocab[c] for c in ("!", "~", "Ā", "Ń")] == [1, 94, 189, 256]
    tokenizer = Tokenizer.load(trained)
    assert [tokenizer.token_to_id(t) for t in AQUILA_SPECIALS] == list(range(1192, 1200))
    assert (tokenizer.bos_id, tokenizer.eos_id, tokenizer.pad_id, tokenizer.unk_id) == (1198, 1199, 0, 0)
    assert tokenizer.decode(tokenizer.encode(TEXT)) == TEXT


def test_transformers_reads_the_same_ids_and_the_template(trained: Path) -> None:
    transformers = pytest.importorskip("transformers")
    theirs, ours = transformers.AutoTokenizer.from_pretrained(trained), Tokenizer.load(trained)
    assert theirs.encode(TEXT, add_special_tokens=False) == ours.encode(TEXT, allow_special=True)
    rendered = theirs.apply_chat_template(
        [{"role": "user", "content": "hi"}], tokenize=False, add_generation_prompt=True
    )
    assert rendered == "<|startofpiece|>hi<|endofpiece|>"
    assert len(theirs) == 1200


def test_tokenizers_and_tiktoken_and_llama_cpp_read_it(trained: Path) -> None:
    from tokenizers import Tokenizer as Backend

    ours = Tokenizer.load(trained)
    assert Backend.from_file(str(trained / "tokenizer.json")).encode(TEXT).ids == ours.encode(TEXT, allow_special=True)
    tiktoken = pytest.importorskip("tiktoken")
    lines = (trained / "tokenizer.tiktoken").read_bytes().splitlines()
    ranks = {base64.b64decode(token): int(id) for token, id in (line.split() for line in lines)}
    encoding = tiktoken.Encoding(
        "trained", mergeable_ranks=ranks, **json.loads((trained / "tiktoken.json").read_text())
    )
    assert encoding.encode(TEXT, allowed_special="all") == ours.encode(TEXT, allow_special=True)
    assert encoding.encode_ordinary(TEXT) == ours.encode(TEXT)
    gguf = GgufVocab.from_tokenizer_json(ours.to_json(), 1200, {}, None)
    assert gguf.pre == "gpt-2"
    assert gguf.to_tokenizer().encode(TEXT).ids == ours.encode(TEXT, allow_special=True)


@pytest.mark.parametrize("split", ["gpt2", "cjk"])
def test_tiktoken_encodes_where_it_gives_the_same_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], split: str
) -> None:
    pytest.importorskip("tiktoken")
    corpus = write_corpus(tmp_path / "c.txt", 2000)
    run(capsys, "train-tokenizer", f"data={corpus}", "vocab_size=800", f"out={tmp_path / 'o'}", f"split={split}")
    tokenizer = Tokenizer.load(tmp_path / "o")
    encoder = fast_encoder(tokenizer)
    assert isinstance(encoder, TiktokenEncoder)
    rng = random.Random(0)
    texts = ["".join(rng.choice(TEXT + "的一是不 aeht\n") for _ in range(40)) for _ in range(300)]
    assert encoder.encode_batch(texts) == tokenizer.encode_batch(texts)


def test_a_report_of_any_tokenizer(trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("的一是不了 hello\n" * 50, encoding="utf-8")
    result = run(
        capsys, "train-tokenizer", "report", f"tokenizer={trained}", f"data={tmp_path / 'a.txt'}",
        f"baseline={trained}", f"out={tmp_path / 'r'}",
    )  # fmt: skip
    report = json.loads((tmp_path / "r" / "report.json").read_text(encoding="utf-8"))
    rates = report["bytes_per_token_by_language"]
    assert list(rates) == ["this tokenizer", "baseline out", "characters"]
    assert rates["this tokenizer"] == rates["baseline out"]
    assert rates["characters"]["Chinese"]["bytes_per_token"] == round(22 / 12, 3)
    assert result["bytes_per_token"] == pytest.approx(rates["this tokenizer"]["Chinese"]["bytes_per_token"], abs=1e-3)


def test_sources_are_named_below_their_common_folder(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / name).write_text("hello there\n" * 9, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    data = ["data=a.txt", f"data={tmp_path / 'sub' / 'b.txt'}"]  # one path relative, one absolute
    run(capsys, "train-tokenizer", "report", f"tokenizer={trained}", *data, f"out={tmp_path / 'r'}")
    report = json.loads((tmp_path / "r" / "report.json").read_text(encoding="utf-8"))
    assert set(report["bytes_per_token_by_source"]["this tokenizer"]) == {"a.txt", os.path.join("sub", "b.txt")}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["vocab_size=264"], "vocab_size=264: 265 entries are the least"),
        (["special_tokens=word"], "it may be a word of the text"),
        (["special_tokens=<a>,<a>"], "it is given twice"),
        (["memory=lots"], "memory=lots: give a size"),
        (["memory=20MB"], "memory=20MB: the program and its report alone take 380MB"),
        (["workers=0"], "workers=0: give at least 1, or ray"),
        (["data=nowhere.txt"], "there is no such file"),
    ],
)
def test_wrong_input_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    (tmp_path / "a.txt").write_text("some text\n")
    given = [f"data={tmp_path / 'a.txt'}"] if not words[0].startswith("data") else []
    assert main(["train-tokenizer", *given, f"out={tmp_path / 'o'}", *words]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "aquila2.cli", "train-tokenizer", *map(str, words)]


def test_a_killed_run_goes_on_to_the_same_merges(trained: Path, tmp_path: Path) -> None:
    """Killed three times, at moments that spread over the run; then left alone."""
    corpus = trained.parent / "corpus.txt"
    words = command(f"data={corpus}", "vocab_size=1200", f"out={tmp_path / 'out'}", "workers=2")
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    work = tmp_path / ".out.work"
    for seen in (work / "job.json", work / "commits.jsonl", work / "words.json"):
        process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not seen.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (tmp_path / "out").exists()
        assert seen.exists()
    subprocess.run(words, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert (tmp_path / "out" / "merges.txt").read_bytes() == (trained / "merges.txt").read_bytes()
    assert not work.exists()


@pytest.mark.slow
def test_memory_stays_below_its_bound(tmp_path: Path) -> None:
    """1.35 GB of text, three times the bound. Its 1.1 million different words, beginnings of lines counted apart, fill
    the tables many times over; most of it is one passage again and again, or the test would take a minute."""
    rng = np.random.default_rng(0)
    words = rng.integers(97, 123, (900_000, 10), np.uint8)
    words[:, -1] = np.where(np.arange(len(words)) % 12, 32, 10)
    passage = 43 * words[:100_000].tobytes()
    with open(tmp_path / "c.txt", "wb") as file:
        for _ in range(30):
            file.write(words[rng.integers(0, len(words), 200_000)].tobytes() + passage)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    options = [f"data={tmp_path / 'c.txt'}", "vocab_size=400", f"out={tmp_path / 'o'}", "memory=450MB", "workers=4"]
    done = subprocess.run([*command(*options), "--json"], env=env, check=False, capture_output=True, text=True)
    assert (tmp_path / "c.txt").stat().st_size == 1_350_000_000
    (tmp_path / "c.txt").unlink()
    assert done.returncode == 0, done.stderr
    assert 150e6 < json.loads(done.stdout.splitlines()[-1])["peak_bytes"] < 450e6
    report = json.loads((tmp_path / "o" / "report.json").read_text(encoding="utf-8"))
    assert report["training"]["unique_words"] > 1_000_000
    assert report["training"]["runs_on_disk"] > 12  # there are eight tasks


def test_what_is_compiled_ahead_is_all_that_a_run_calls(trained: Path, tmp_path: Path) -> None:
    """Nothing is compiled while memory is counted: neither at first, nor because a loop meets another type."""
    program = """
import sys
from aquila2 import cli
from aquila2.tokenizer import compiled, trainer
trainer.warm_up()
before = {kernel.__name__: kernel.signatures for kernel in compiled.kept()}
assert all(before.values()), before
assert cli.main(sys.argv[1:]) == 0
assert before == {kernel.__name__: kernel.signatures for kernel in compiled.kept()}
"""
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    words = [f"data={trained.parent / 'corpus.txt'}", "vocab_size=1200", f"out={tmp_path / 'o'}", "dedupe=true"]
    subprocess.run([sys.executable, "-c", program, "train-tokenizer", *words], env=env, check=True)


@pytest.mark.slow
def test_counting_on_ray_gives_the_same_merges(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ray = pytest.importorskip("ray")
    corpus = trained.parent / "corpus.txt"
    try:
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
        result = run(
            capsys, "train-tokenizer", f"data={corpus}", "vocab_size=1200", f"out={tmp_path / 'out'}", "workers=ray"
        )
    finally:
        ray.shutdown()
    assert (tmp_path / "out" / "merges.txt").read_bytes() == (trained / "merges.txt").read_bytes()
    assert result["peak_bytes"] > 100e6

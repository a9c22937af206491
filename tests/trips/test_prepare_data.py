"""From text to token shards through the command: what is kept, what is told, a kill, Ray, many workers."""

import gzip
import hashlib
import itertools
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

from aquila2.cli import main
from aquila2.data import tasks
from aquila2.data.indexed import TokenShards
from aquila2.data.loader import TrainLoader
from aquila2.tokenizer.tokenizer import Tokenizer
from tests.tiny_tokenizer import aquila_like, chatml_like

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tokenizer")
    aquila_like().save(folder)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lines and records in two scripts, some twice, some nearly."""
    rng = random.Random(0)
    words = ["".join(rng.choices("etaoinshrdlu", k=rng.randint(2, 8))) for _ in range(800)]
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 900)]
    lines = []
    for i in range(1500):
        units, blank = (words, " ") if i % 2 else (signs, "")
        lines.append(blank.join(rng.choices(units, k=rng.randint(10, 80))))
    lines += rng.sample(lines, 100)
    lines += [line + "。!" for line in rng.sample(lines[:1500], 50)]
    rng.shuffle(lines)
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a.txt").write_text("\n\n".join(lines[:900]) + "\n", encoding="utf-8")
    with gzip.open(folder / "b.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": line}) + "\n" for line in lines[900:])
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    code = main(["prepare-data", *map(str, words), "--json"])
    out = capsys.readouterr()
    assert code == 0, out.err
    found: dict[str, Any] = json.loads(out.out.splitlines()[-1])
    return found


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main(["prepare-data", *map(str, words)]) == 2
    error = capsys.readouterr().err.splitlines()
    return error[-1]


def files_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def texts_of(folder: Path, split: str = "train") -> list[str]:
    """The documents of a split, decoded."""
    shards = TokenShards.open(folder, split, verify=True)
    tokenizer = Tokenizer.load(folder / "tokenizer")
    starts = [*shards.document_starts(0, shards.num_tokens).tolist(), shards.num_tokens]
    found = []
    for start, stop in itertools.pairwise(starts):
        ids = shards.read(start, stop).tolist()
        assert ids[-1] == shards.end_id
        assert shards.end_id not in ids[:-1]
        found.append(tokenizer.decode(ids[:-1], skip_special=False))
    return found


def test_text_becomes_shards_with_a_manifest(
    corpus: Path, tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    words = (f"data={corpus}", f"tokenizer={tokenizer}", f"out={out}", "valid_fraction=0.1")
    result = run(capsys, *words)
    assert set(result) == {
        "out", "tokens", "documents", "kept", "duplicates", "near_duplicates", "seconds", "version",
    }  # fmt: skip
    assert (result["documents"], result["duplicates"], result["near_duplicates"]) == (1650, 100, 50)
    train, valid = texts_of(out), texts_of(out, "valid")
    lines = (corpus / "a.txt").read_text(encoding="utf-8").split("\n\n")
    with gzip.open(corpus / "b.jsonl.gz", "rt", encoding="utf-8") as file:
        lines += [json.loads(line)["text"] for line in file]
    bare = list(dict.fromkeys(line.rstrip("。!\n") for line in lines))
    assert sorted(text.rstrip("。!") for text in train + valid) == sorted(bare)
    assert 80 < len(valid) < 220

    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["kept"] == len(train) + len(valid) == result["kept"]
    for source, name in zip(manifest["sources"], ("a.txt", "b.jsonl.gz"), strict=True):
        assert source["path"] == str(corpus / name)
        assert source["sha256"] == hashlib.sha256((corpus / name).read_bytes()).hexdigest()
        assert source["bytes"] == (corpus / name).stat().st_size
        assert source["documents"] == source["kept"] + source["duplicates"] + source["near_duplicates"]
    assert sum(source["tokens"] for source in manifest["sources"]) == result["tokens"]
    assert manifest["tokenizer"]["end_of_document"]["token"] == "</s>"
    assert manifest["dtype"] == "uint16"
    shards = TokenShards.open(out)
    origins = shards.origins(0, shards.num_tokens)
    assert len(origins) == len(train)
    for origin, text in zip(origins, train, strict=True):
        first = 0 if origin.source.endswith("a.txt") else 900
        assert lines[first + origin.number].rstrip("\n") == text
    assert len(TrainLoader(shards, 64).global_batch(0, 8)) == 8
    assert not (tmp_path / ".out.work").exists()

    before = files_of(out)
    run(capsys, *words)  # the same again replaces its own
    assert files_of(out) == before
    assert "is already there" in refused(capsys, *words, "dedupe=none")


def test_each_kind_of_removal_is_as_asked(
    corpus: Path, tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = {}
    for kind in ("none", "exact"):
        result = run(capsys, f"data={corpus}", f"tokenizer={tokenizer}", f"out={tmp_path / kind}", f"dedupe={kind}")
        kept[kind] = (result["kept"], result["duplicates"], result["near_duplicates"])
    assert kept == {"none": (1650, 0, 0), "exact": (1550, 100, 0)}
    # the same text is held out or not wherever it stands
    both = set(texts_of(tmp_path / "none")) & set(texts_of(tmp_path / "none", "valid"))
    assert not both
    run(capsys, f"data={corpus}", f"tokenizer={tokenizer}", f"out={tmp_path / 's'}", "dedupe=exact", "seed=1")
    assert set(texts_of(tmp_path / "s", "valid")) != set(texts_of(tmp_path / "exact", "valid"))


def test_a_novel_is_one_document_or_its_paragraphs(
    tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Chapter one\nIt was noon.\n\n第二章\n北京是中国的首都。\n"
    (tmp_path / "novel.txt").write_text(text, encoding="utf-8")
    found = {}
    for kind in ("line", "blank", "file"):
        out = tmp_path / kind
        run(
            capsys, f"data={tmp_path / 'novel.txt'}", f"tokenizer={tokenizer}", f"out={out}", f"documents={kind}",
            "valid_fraction=0",
        )  # fmt: skip
        found[kind] = texts_of(out)
    assert found["file"] == [text.rstrip("\n")]
    assert found["blank"] == text.rstrip("\n").split("\n\n")
    assert found["line"] == [line for line in text.split("\n") if line]


def test_special_tokens_in_a_text_are_text(tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["plain", "an </s> in the text", "</s>", "<|startofpiece|>你好", "end"]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    run(capsys, f"data={tmp_path / 'a.txt'}", f"tokenizer={tokenizer}", f"out={tmp_path / 'o'}", "valid_fraction=0")
    assert texts_of(tmp_path / "o") == lines
    shards = TokenShards.open(tmp_path / "o")
    ours = aquila_like()
    expected = [id for line in lines for id in (*ours.encode(line), ours.eos_id)]
    assert shards.read(0, shards.num_tokens).tolist() == expected


def test_a_tokenizer_that_tiktoken_cannot_express_gives_its_own_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "fast_encoder", lambda tokenizer: tokenizer)
    ours = chatml_like()
    ours.save(tmp_path / "t")
    (tmp_path / "a.txt").write_text("one two\nthree <|im_end|>\n")
    words = (f"data={tmp_path / 'a.txt'}", f"tokenizer={tmp_path / 't'}", f"out={tmp_path / 'o'}")
    run(capsys, *words, "end_token=<|endoftext|>", "valid_fraction=0")
    shards = TokenShards.open(tmp_path / "o")
    end = ours.special_tokens["<|endoftext|>"]
    expected = [*ours.encode("one two"), end, *ours.encode("three <|im_end|>"), end]
    assert shards.read(0, shards.num_tokens).tolist() == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["tokenizer=nowhere"], "no tokenizer at 'nowhere'"),
        (["data=nowhere.txt"], "data=nowhere.txt: there is no such file"),
        (["data={empty}"], "there is no text, every file is empty"),
        (["data={blank}"], "there is no text in 1 files"),
        (["data={broken}"], "broken.txt, line 2: not UTF-8: byte 5 of the line is 0xff; on_error=skip"),
        (["near_threshold=1.5"], "near_threshold=1.5: give a similarity above 0, at most 1"),
        (["valid_fraction=1"], "valid_fraction=1.0: give a part"),
        (["workers=0"], "workers=0: give at least 1, or ray"),
        (["end_token=<eos>"], "end_token=<eos>: it is no special token"),
        (["memory=lots"], "memory=lots: give a size"),
        (["memory=1MB"], "and may use"),
        (["dedupe=fuzzy"], "dedupe=fuzzy: choose one of none, exact, near"),
    ],
)
def test_wrong_input_is_refused_in_one_line(
    tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    contents = {"good": b"some text\n", "empty": b"", "blank": b" \n\n", "broken": b"good\nbad \xff\n"}
    for name, data in contents.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    given = dict(word.split("=", 1) for word in words)
    given = {key: value.format(**{name: tmp_path / f"{name}.txt" for name in contents}) for key, value in given.items()}
    options = {"data": tmp_path / "good.txt", "tokenizer": tokenizer, "out": tmp_path / "o", **given}
    assert message in refused(capsys, *(f"{key}={value}" for key, value in options.items()))
    assert not (tmp_path / "o").exists()


def test_what_cannot_be_read_is_skipped_and_told(
    tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(b"good\nbad \xff\nfine\n")
    (tmp_path / "b.jsonl").write_text('{"text": "well"}\n{"txt": 1}\n{\n')
    words = (f"data={tmp_path / 'a.txt'},{tmp_path / 'b.jsonl'}", f"tokenizer={tokenizer}", f"out={tmp_path / 'o'}")
    result = run(capsys, *words, "on_error=skip", "valid_fraction=0")
    assert (result["documents"], texts_of(tmp_path / "o")) == (3, ["good", "fine", "well"])
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert [source["problems"] for source in manifest["sources"]] == [1, 2]
    assert [line.rpartition("/")[2][:17] for line in manifest["problems"]] == [
        "a.txt, line 2: no", "b.jsonl, line 2: ", "b.jsonl, line 3: ",
    ]  # fmt: skip


def test_any_number_of_workers_gives_the_same_bytes(
    corpus: Path, tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_LEAST_TASK", 5000)
    found = []
    for workers in (1, 4):
        out = tmp_path / str(workers)
        run(capsys, f"data={corpus}", f"tokenizer={tokenizer}", f"out={out}", f"workers={workers}")
        found.append(files_of(out))
    assert found[0] == found[1]
    assert len([name for name in found[0] if name.startswith("train/") and name.endswith(".tokens")]) > 10


PROGRAM = """
import sys
from aquila2 import cli
from aquila2.data import tasks
tasks._LEAST_TASK = 5000
sys.exit(cli.main(["prepare-data", *sys.argv[1:]]))
"""


def test_a_killed_run_goes_on_to_the_same_bytes(
    corpus: Path, tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at moments that spread over the run, then left alone; beside it a run that nobody disturbs."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [f"data={corpus}", f"tokenizer={tokenizer}", f"out={tmp_path / 'killed'}", "workers=2"]
    command = [sys.executable, "-c", PROGRAM, *words]
    work = tmp_path / ".killed.work"
    for seen in (work / "examined" / "00003.hashes", work / "marked", work / "commits.jsonl"):
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not seen.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert seen.exists()
        assert not (tmp_path / "killed").exists()
    finished = (work / "commits.jsonl").read_bytes().count(b"}\n")
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    monkeypatch.setattr(tasks, "_LEAST_TASK", 5000)
    run(capsys, *words[:2], f"out={tmp_path / 'whole'}")
    assert files_of(tmp_path / "killed") == files_of(tmp_path / "whole")
    assert not work.exists()
    assert finished < len(json.loads((tmp_path / "whole" / "manifest.json").read_text())["pieces"])


def test_finished_tasks_are_not_done_again(
    corpus: Path, tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_LEAST_TASK", 5000)
    from aquila2.data import prepare

    done: list[str] = []

    def dies(task: tasks.Task, *rest: Any) -> tasks.Done:
        if len(done) == 5:
            raise OSError("No space left on device")
        done.append(task.name)
        return tasks.tokenize(task, *rest)

    def goes_on(task: tasks.Task, *rest: Any) -> tasks.Done:
        done.append(task.name)
        return tasks.tokenize(task, *rest)

    def not_again(*rest: Any) -> None:
        raise AssertionError("looked for duplicates again")

    words = [f"data={corpus}", f"tokenizer={tokenizer}", f"out={tmp_path / 'o'}", "workers=1"]
    monkeypatch.setattr(prepare, "tokenize", dies)
    assert main(["prepare-data", *words]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()
    monkeypatch.setattr(prepare, "tokenize", goes_on)
    monkeypatch.setattr(prepare, "examine", not_again)
    run(capsys, *words)
    assert sorted(done) == sorted(set(done))
    assert len(done) > 10


@pytest.mark.slow
def test_ray_gives_the_same_bytes(
    corpus: Path, tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ray = pytest.importorskip("ray")
    words = (f"data={corpus}", f"tokenizer={tokenizer}")
    run(capsys, *words, f"out={tmp_path / 'threads'}")
    try:
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
        run(capsys, *words, f"out={tmp_path / 'ray'}", "workers=ray")
    finally:
        ray.shutdown()
    assert files_of(tmp_path / "ray") == files_of(tmp_path / "threads")


@pytest.mark.real
def test_a_real_novel_and_the_real_tokenizer(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared / "data" / "aquila-tokenizer" / "flagscale_tokenizer"
    novel = shared / "data" / "corpus" / "novels_zh" / "sanguo.jsonl.gz"
    words = (f"data={novel}", f"tokenizer={folder}", f"out={tmp_path / 'o'}", "valid_fraction=0")
    assert run(capsys, *words)["kept"] == 120
    shards = TokenShards.open(tmp_path / "o", verify=True)
    assert shards.end_id == 100_007
    assert (tmp_path / "o" / "train" / "00000.tokens").stat().st_size == 4 * shards.num_tokens
    tokenizer = Tokenizer.load(folder)
    with gzip.open(novel, "rt", encoding="utf-8") as file:
        chapters = tokenizer.encode_batch([json.loads(line)["text"] for line in file])
    ids = [id for chapter in chapters for id in (*chapter, 100_007)]
    assert shards.read(0, shards.num_tokens).tolist() == ids

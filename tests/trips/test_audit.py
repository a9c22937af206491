"""`aquila2 audit`: build, scan, report, clean and drill, on small test sets; what is refused; kills, workers, broken
files."""

import gzip
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

from aquila2.audit import documents
from aquila2.cli import main
from aquila2.data.testsets import load_items
from tests.tiny_testsets import clean_lines, gsm8k_rows, write_testsets

PLANTED = range(0, 40, 2)  # every other item of GSM8K's test part is planted


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any], str]:
    """The exit status, the last line, and what was noted."""
    code = main(["audit", *map(str, words), "--json"])
    out = capsys.readouterr()
    return code, json.loads(out.out.splitlines()[-1]), out.err


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_testsets(tmp_path_factory.mktemp("tests"))


@pytest.fixture(scope="module")
def index(data_dir: Path) -> Path:
    out = data_dir.parent / "index"
    if not out.exists():
        assert main(["audit", "build", "tests=gsm8k,cmmlu", f"data_dir={data_dir}", f"out={out}"]) == 0
    return out


@pytest.fixture
def corpus(tmp_path: Path, data_dir: Path) -> Path:
    """Data in every form: conversations with GSM8K's test items among its training items, and plain text with questions
    of CMMLU broken into lines."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    items = load_items("gsm8k", data_dir)
    rows = gsm8k_rows(40, 5000)
    for number in PLANTED:
        rows.insert(3 * number, {"question": items[number].question.upper(), "answer": items[number].answer})
    with open(folder / "maths.jsonl", "w", encoding="utf-8") as file:
        for row in rows:
            said = [{"from": "human", "value": row["question"]}, {"from": "gpt", "value": row["answer"]}]
            file.write(json.dumps({"conversations": said}) + "\n")
    lines = clean_lines(900)
    for number, item in enumerate(load_items("cmmlu", data_dir)[:10]):
        options = [f"{letter}. {option}" for letter, option in zip("ABCD", item.options, strict=True)]
        lines[50 * number + 7] = "\n".join([item.question[:11], item.question[11:], *options])
    (folder / "text.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with gzip.open(folder / "more.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": line}) + "\n" for line in clean_lines(200, seed=9))
    return folder


def found(out: Path) -> list[dict[str, Any]]:
    return lines(out / "matches.jsonl")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_all_that_was_planted_is_found_and_nothing_else(capsys, tmp_path, index, corpus):
    out = tmp_path / "scan"
    code, result, _ = run(capsys, "scan", f"index={index}", f"data={corpus}", f"out={out}")
    assert code == 0
    assert set(result) >= {"bytes", "seconds", "documents", "hits"}
    assert (result["hits"], result["documents"], result["problems"]) == (30, 60 + 950 + 200, 0)
    matches = found(out)
    assert {row["verdict"] for row in matches} == {"dirty"}
    assert {row["id"] for row in matches if row["set"] == "gsm8k"} == {f"test-{number + 1}" for number in PLANTED}
    assert {row["id"] for row in matches if row["set"] == "cmmlu"} == {f"bridges-test-{n}" for n in range(1, 11)}
    places = [(row["file"], row["document"]) for row in matches if row["set"] == "cmmlu"]
    assert places == [(str(corpus / "text.txt"), 50 * n + 8 + 5 * n) for n in range(10)]
    row = matches[0]
    assert row["question"] == row["answer"] == 1.0
    assert row["text"][row["marks"][0][0] :].startswith(row["text"].split("\n")[1][:10])

    code, report, _ = run(capsys, "report", f"scan={out}", f"index={index}", "fail_above=0.3")
    assert (code, report["failed"], report["dirty"], report["partly"]) == (3, ["gsm8k"], 30, 0)
    verdicts = lines(out / "report" / "verdicts.jsonl")
    assert [row["verdict"] for row in verdicts if row["set"] == "gsm8k"] == ["dirty", "clean"] * 20
    assert (code := run(capsys, "report", f"scan={out}", "fail_above=0.5", "overwrite=true")[0]) == 0, code
    page = (out / "report" / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "<mark>" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    sources = json.loads((out / "report" / "report.json").read_text(encoding="utf-8"))["sources"]
    assert [Path(one["file"]).name for one in sources] == ["maths.jsonl", "text.txt", "more.jsonl.gz"]
    header, *rows = (out / "report" / "items.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("set,id,split,subject,verdict")
    assert len(rows) == 30


def test_scores_on_the_clean_subset(capsys, tmp_path, index, corpus):
    out = tmp_path / "scan"
    assert run(capsys, "scan", f"index={index}", f"data={corpus}", f"out={out}")[0] == 0
    scores = tmp_path / "scores.jsonl"
    rows = [{"set": "gsm8k", "id": f"test-{n + 1}", "score": int(n % 2 == 0 or n % 4 == 1)} for n in range(40)]
    scores.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, report, _ = run(capsys, "report", f"scan={out}", f"scores={scores}", f"out={tmp_path / 'r'}")
    assert code == 0
    mine = report["scores"]["gsm8k"]
    assert [(mine[kind]["n"], mine[kind]["score"]) for kind in ("all", "clean", "dirty")] == [
        (40, 0.75), (20, 0.5), (20, 1.0),
    ]  # fmt: skip
    assert mine["clean"]["low"] < 0.5 < mine["clean"]["high"]
    for text, says in (
        ('{"set": "gsm8k", "id": "test-1"}', "line 1: a line is an object of set, id and score"),
        ('{"set": "x", "id": "1", "score": 1}', "not one of its items is in the index"),
        (json.dumps(rows[0]) + "\n" + json.dumps(rows[0]), "line 2: gsm8k test-1 stands there twice"),
    ):
        scores.write_text(text, encoding="utf-8")
        code, report, _ = run(capsys, "report", f"scan={out}", f"scores={scores}", f"out={tmp_path / 'r2'}")
        assert code == 2
        assert says in report["error"]


def test_neither_workers_nor_parts_nor_order_matter(capsys, tmp_path, monkeypatch, index, corpus):
    monkeypatch.setattr(documents, "SEAM", 1 << 14)
    monkeypatch.setattr(documents, "_BLOCK", 1 << 15)
    big = corpus / "text.txt"
    big.write_bytes(big.read_bytes() * 12)
    expected = None
    for name, words, files in (
        ("a", ["workers=1"], [corpus]),
        ("b", ["workers=3", "chunk_mb=1"], sorted(corpus.iterdir(), reverse=True)),
    ):
        out = tmp_path / name
        data = ",".join(map(str, files))
        assert run(capsys, "scan", f"index={index}", f"data={data}", f"out={out}", *words)[0] == 0
        matches = (out / "matches.jsonl").read_bytes()
        assert expected in (None, matches)
        expected = matches
    assert expected.count(b"text.txt") == 12 * 10
    assert len(list((tmp_path / "b" / "matches").iterdir())) > len(list((tmp_path / "a" / "matches").iterdir())) - 1


def test_a_new_file_costs_only_itself(capsys, tmp_path, monkeypatch, index, corpus):
    out = tmp_path / "scan"
    words = [f"index={index}", f"out={out}"]
    assert run(capsys, "scan", *words, f"data={corpus}")[1]["hits"] == 30
    before = {path.name: path.stat().st_mtime_ns for path in (out / "matches").iterdir()}
    (corpus / "maths.jsonl").rename(corpus / "renamed.jsonl")  # known by its content
    (corpus / "new.jsonl").write_text(json.dumps({"text": gsm8k_rows(40, 1)[1]["question"]}), encoding="utf-8")
    assert run(capsys, "scan", *words, f"data={corpus}")[1]["hits"] == 31
    after = {path.name: path.stat().st_mtime_ns for path in (out / "matches").iterdir()}
    assert len(after) == len(before) + 1
    assert {name: after[name] for name in before} == before
    code, result, _ = run(capsys, "scan", *words, f"data={corpus}", "n=20")
    assert code == 2
    assert "already there" in result["error"]
    assert run(capsys, "scan", *words, f"data={corpus}", "n=20", "overwrite=true")[1]["hits"] == 31


def test_broken_files_are_named_and_counted(capsys, tmp_path, index, corpus):
    whole = (corpus / "more.jsonl.gz").read_bytes()
    (corpus / "more.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (corpus / "bad.parquet").write_bytes(b"PAR1 no")
    with open(corpus / "maths.jsonl", "a", encoding="utf-8") as file:
        file.write("{broken\n")
    code, result, notes = run(capsys, "scan", f"index={index}", f"data={corpus}", f"out={tmp_path / 's'}")
    assert (code, result["hits"], result["problems"]) == (0, 30, 3)
    assert "3 places in 3 files could not be read" in notes
    for line in ("not read: line 61: not JSON", "not Parquet", "the compressed file is cut short"):
        assert line in notes
    page = tmp_path / "s" / "report" / "report.html"
    assert run(capsys, "report", f"scan={tmp_path / 's'}")[0] == 0
    assert "Not readable" in page.read_text(encoding="utf-8")


def test_a_changed_test_file_is_noticed(capsys, tmp_path, corpus):
    folder = write_testsets(tmp_path / "tests", count=10)
    words = [f"index={tmp_path / 'i'}", f"data={corpus}", f"out={tmp_path / 's'}"]
    assert run(capsys, "build", "tests=gsm8k", f"data_dir={folder}", f"out={tmp_path / 'i'}")[0] == 0
    assert run(capsys, "scan", *words)[0] == 0
    with gzip.open(folder / "gsm8k" / "test.jsonl.gz", "at", encoding="utf-8") as file:
        file.write(json.dumps(gsm8k_rows(1, 99)[0]) + "\n")
    for command in (("scan", *words), ("report", f"scan={tmp_path / 's'}")):
        code, result, _ = run(capsys, *command)
        assert code == 2
        assert "test.jsonl.gz changed since" in result["error"]
    assert run(capsys, "build", "tests=gsm8k", f"data_dir={folder}", f"out={tmp_path / 'i'}")[0] == 2
    assert run(capsys, "build", "tests=gsm8k", f"data_dir={folder}", f"out={tmp_path / 'i'}", "overwrite=true")[0] == 0


@pytest.mark.parametrize("remove", ["documents", "spans"])
def test_clean_data(capsys, tmp_path, index, corpus, remove):
    out, clean = tmp_path / "scan", tmp_path / "clean"
    assert run(capsys, "scan", f"index={index}", f"data={corpus}", f"out={out}")[0] == 0
    code, result, _ = run(capsys, "clean", f"scan={out}", f"out={clean}", f"remove={remove}")
    assert code == 0
    log = lines(clean / "removed.jsonl")
    assert {item for row in log for item in row["items"]} >= {f"gsm8k test-{number + 1}" for number in PLANTED}
    before = (corpus / "maths.jsonl").read_text(encoding="utf-8").splitlines()
    after = (clean / "maths.jsonl").read_text(encoding="utf-8").splitlines()
    if remove == "documents":
        assert set(after) < set(before)
        assert len(after) == 40
        assert result["documents"] == 20 + 10 * 6  # a question of CMMLU stands on six lines
    else:
        assert len(after) == 60
        assert sum(one == other for one, other in zip(before, after, strict=True)) == 40
    assert gzip.decompress((clean / "more.jsonl.gz").read_bytes()) == gzip.decompress(
        (corpus / "more.jsonl.gz").read_bytes()
    )
    assert (
        run(capsys, "scan", f"index={index}", f"data={clean}/*.txt,{clean}/m*", f"out={tmp_path / 's2'}")[1]["hits"]
        == 0
    )


def test_token_shards(capsys, tmp_path, index, corpus, tiny_config):
    from tests.tiny_checkpoint import write_tiny_checkpoint

    model = write_tiny_checkpoint(tmp_path / "model")
    text = tmp_path / "text.jsonl"
    rows = [{"text": f"{row['question']} {row['answer']}"} for row in (*gsm8k_rows(40, 5000), *gsm8k_rows(40, 1)[:3])]
    text.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    words = [
        f"data={text}",
        f"tokenizer={model}",
        f"out={tmp_path / 'p'}",
        "valid_fraction=0.1",
        "end_token=</s>",
        "dedupe=none",
    ]
    assert main(["prepare-data", *words]) == 0
    capsys.readouterr()
    code, result, _ = run(capsys, "scan", f"index={index}", f"data={tmp_path / 'p'}", f"out={tmp_path / 's'}")
    assert (code, result["documents"], result["hits"]) == (0, 43, 3)
    assert {Path(row["file"]).name for row in found(tmp_path / "s")} <= {"train", "valid"}


def test_the_users_own_test_files(capsys, tmp_path):
    (tmp_path / "mine.jsonl").write_text(json.dumps(gsm8k_rows(3, 1)[2]) + "\n", encoding="utf-8")
    (tmp_path / "odd.csv").write_text(
        "frage,antwort\nWarum ist die Banane krumm geworden?,Weil eben\n", encoding="utf-8"
    )
    code, result, _ = run(capsys, "build", f"tests={tmp_path}/*", f"out={tmp_path / 'i'}")
    assert code == 2
    assert "it has frage, antwort" in result["error"]
    code, result, _ = run(capsys, "build", f"tests={tmp_path / 'mine.jsonl'}", f"out={tmp_path / 'i'}")
    assert (code, result["sets"]) == (0, {"mine": 1})
    words = [f"tests={tmp_path / 'odd.csv'}", "fields=frage,antwort", f"out={tmp_path / 'j'}"]
    assert run(capsys, "build", *words)[1]["sets"] == {"odd": 1}


def test_a_group_says_what_is_missing(capsys, tmp_path, data_dir):
    code, result, notes = run(capsys, "build", "tests=aquila2_21", f"data_dir={data_dir}", f"out={tmp_path / 'i'}")
    assert (code, sorted(result["sets"]), len(result["missing"])) == (0, ["cmmlu", "gsm8k"], 20)
    assert "sem_chinese is left out: no file in" in notes
    assert "our own form" in notes


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["build", "tests=gsm8"], "tests=gsm8: there is no such set: did you mean 'gsm8k'"),
        (["build", "tests=nowhere.jsonl"], "tests=nowhere.jsonl: there is no such file"),
        (["build", "tests=mmlu", "data_dir=nowhere"], "mmlu is not at hand"),
        (["build", "tests=aquila2_21", "data_dir=nowhere"], "not one of the test sets is there"),
        (["build", "tests=gsm8k", "fields=a"], "fields= is for files"),
        (["scan", "index=nowhere", "data=a.txt"], "data=a.txt: there is no such file"),
        (["scan", "index=nowhere", "data={corpus}"], "index=nowhere: there is no index.json"),
        (["scan", "index=nowhere", "data={corpus}", "n=3"], "n=3: give at least 5"),
        (["scan", "index=nowhere", "data={corpus}", "share=2"], "share=2.0: give a part above 0"),
        (["scan", "index=nowhere", "data={corpus}", "workers=0"], "workers=0: give at least 1, or ray"),
        (["report", "scan=nowhere"], "scan=nowhere: there is no finished scan"),
        (["report", "scan=nowhere", "fail_above=1"], "fail_above=1.0: give a share from 0 to below 1"),
        (["clean", "scan=nowhere"], "scan=nowhere: there is no finished scan"),
        (["drill", "index=nowhere", "text={corpus}", "edits=verbatum"], "edits=verbatum: there is no such edit"),
        (["drill", "index=nowhere", "text={corpus}", "per=0"], "per=0: give at least 1"),
    ],
)
def test_mistakes_are_told_in_a_line(capsys, tmp_path, corpus, words, says):
    words = [word.replace("{corpus}", str(corpus)) for word in words]
    code, result, _ = run(capsys, *words, f"out={tmp_path / 'o'}")
    assert code == 2
    assert says in result["error"]
    assert not (tmp_path / "o").exists()


def test_the_drill(capsys, tmp_path, index):
    text = tmp_path / "clean.txt"
    text.write_text("\n".join(clean_lines(4000, seed=3)), encoding="utf-8")
    out = tmp_path / "drill"
    code, result, _ = run(capsys, "drill", f"index={index}", f"text={text}", f"out={out}", "per=4")
    assert code == 0
    assert result["precision"] == 1.0
    assert set(result["recall"]) >= {
        "verbatim",
        "case",
        "space",
        "punctuation",
        "script",
        "shuffled_options",
        "word_in_ten",
    }
    for edit in ("verbatim", "case", "space", "punctuation", "script", "shuffled_options", "lines", "latex", "html"):
        assert result["recall"][edit] == 1.0
    drill = json.loads((out / "drill.json").read_text(encoding="utf-8"))
    assert drill["before"]["documents"] == 0
    assert drill["recall"]["verbatim"]["planted"] == 8
    assert drill["recall"]["verbatim"]["low"] < 0.9
    assert len((out / "plants.jsonl").read_text(encoding="utf-8").splitlines()) == result["plants"]
    code, result, _ = run(capsys, "drill", f"index={index}", f"text={text}", f"out={out}", "per=400")
    assert code == 2
    assert "need twice as many clean documents" in result["error"]


@pytest.mark.slow
def test_a_scan_that_was_killed_goes_on(capsys, tmp_path, index, corpus):
    big = corpus / "text.txt"
    big.write_bytes(big.read_bytes() * 250)
    words = [f"index={index}", f"data={corpus}", "workers=1", "chunk_mb=1"]
    assert run(capsys, "scan", *words, f"out={tmp_path / 'whole'}")[0] == 0
    out = tmp_path / "killed"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, "-m", "aquila2.cli", "audit", "scan", *words, f"out={out}"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if (out / "parts.jsonl").is_file() and (out / "parts.jsonl").read_bytes().count(b"\n") >= 4:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (out / "summary.json").exists()
    done = {path.name: path.stat().st_mtime_ns for path in (out / "matches").glob("*.jsonl")}
    assert len(done) >= 2
    assert run(capsys, "scan", *words, f"out={out}")[0] == 0
    assert (out / "matches.jsonl").read_bytes() == (tmp_path / "whole" / "matches.jsonl").read_bytes()
    kept = [name for name, at in done.items() if (out / "matches" / name).stat().st_mtime_ns == at]
    assert len(kept) >= len(done) - 1


@pytest.mark.slow
def test_a_scan_on_ray_finds_the_same(capsys, tmp_path, index, corpus):
    ray = pytest.importorskip("ray")
    words = [f"index={index}", f"data={corpus}"]
    assert run(capsys, "scan", *words, f"out={tmp_path / 'threads'}")[0] == 0
    try:
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
        assert run(capsys, "scan", *words, f"out={tmp_path / 'ray'}", "workers=ray")[0] == 0
    finally:
        ray.shutdown()
    assert (tmp_path / "ray" / "matches.jsonl").read_bytes() == (tmp_path / "threads" / "matches.jsonl").read_bytes()


@pytest.mark.real
@pytest.mark.slow
def test_the_story_of_gsm8k(capsys, tmp_path, shared):
    """The test items planted in the training file are all found, and no training item is accused."""
    data = shared / "data" / "eval"
    assert run(capsys, "build", "tests=gsm8k", f"data_dir={data}", f"out={tmp_path / 'i'}")[0] == 0
    parts = [gzip.decompress((data / "gsm8k" / f"{part}.jsonl.gz").read_bytes()) for part in ("train", "test")]
    (tmp_path / "maths.jsonl").write_bytes(b"".join(parts))
    code, result, _ = run(
        capsys, "scan", f"index={tmp_path / 'i'}", f"data={tmp_path / 'maths.jsonl'}", f"out={tmp_path / 's'}"
    )
    assert (code, result["hits"]) == (0, 1042)
    assert {row["document"] for row in found(tmp_path / "s")} == set(range(5991, 5991 + 1042))
    assert run(capsys, "report", f"scan={tmp_path / 's'}")[1]["sets"] == {"gsm8k": 1042}


def test_paraphrases_are_told_apart(capsys, tmp_path, index, data_dir):
    items = load_items("gsm8k", data_dir)
    words = f"{items[3].question} {items[3].answer}".split()
    random.Random(0).shuffle(words)
    rows = [{"text": " ".join(words)}, *({"text": line} for line in clean_lines(200))]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    words = [f"index={index}", f"data={tmp_path / 'a.jsonl'}"]
    code, result, _ = run(capsys, "scan", *words, f"out={tmp_path / 's'}", "paraphrase=0.6")
    assert (code, result["hits"], result["paraphrases"]) == (0, 0, 1)
    [row] = lines(tmp_path / "s" / "paraphrases.jsonl")
    assert (row["id"], row["document"]) == ("test-4", 1)
    assert row["similarity"] > 0.9
    code, report, _ = run(capsys, "report", f"scan={tmp_path / 's'}")
    assert (code, report["dirty"]) == (0, 0)
    assert "In other words" in (tmp_path / "s" / "report" / "report.html").read_text(encoding="utf-8")
    assert run(capsys, "scan", *words, f"out={tmp_path / 't'}")[1]["paraphrases"] == 0
    code, result, _ = run(capsys, "scan", *words, f"out={tmp_path / 'u'}", "paraphrase=2")
    assert "paraphrase=2.0: give a similarity from 0 to 1" in result["error"]

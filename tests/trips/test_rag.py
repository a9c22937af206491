"""Knowledge bases through the command line: added, searched, asked, killed."""

import http.server
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from aquila2.cli import main
from aquila2.rag.store import Store

HANDBOOK = (
    "# 手册\n\n退货须在七天之内提出。客服电话是400-123。\n\n## Shipping\n\nOrders ship within two days from Shanghai.\n"
)


class Scripted(http.server.BaseHTTPRequestHandler):
    """An OpenAI-compatible model that always says the same, and shows what it was asked."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.asked.append({**body, "key": self.headers.get("authorization")})
        rewriting = "search engine" in body["messages"][-1]["content"]
        said = "shipping time\ndelivery days" if rewriting else "Orders ship within two days [1]. Pigs can fly [1]."
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for piece in (said[:9], said[9:]):
            data = json.dumps({"choices": [{"delta": {"content": piece}}]})
            self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def model_url() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Scripted.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "handbook.md").write_text(HANDBOOK, encoding="utf-8")
    (folder / "fox.txt").write_text("The quick brown fox jumps over the lazy dog.", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    assert main([*words, "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_a_knowledge_base_from_its_first_document_to_its_end(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = run(capsys, "rag", "add", "docs", "kb=try", "embedder=none")
    assert (added["added"], added["documents"], added["failed"]) == (2, 2, {"docs/empty.txt": "it is empty"})
    hits = run(capsys, "rag", "search", "七天之内退货", "kb=try", "top_k=1")["hits"]
    assert hits[0]["document"] == "docs/handbook.md"
    assert HANDBOOK[hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]

    (docs / "handbook.md").write_text(HANDBOOK.replace("七天", "十天"), encoding="utf-8")
    again = run(capsys, "rag", "add", "docs", "kb=try", "embedder=none")
    assert (again["added"], again["replaced"], again["unchanged"]) == (0, 1, 1)
    assert "十天" in run(capsys, "rag", "search", "退货", "kb=try", "top_k=1")["hits"][0]["text"]

    stats = run(capsys, "rag", "stats", "kb=try")
    assert (stats["documents"], stats["embedder"]) == (2, None)
    assert [d["path"] for d in run(capsys, "rag", "list", "kb=try")["documents"]] == [
        "docs/fox.txt",
        "docs/handbook.md",
    ]
    assert run(capsys, "rag", "export", "kb=try", "out=all.jsonl")["documents"] == 2
    assert run(capsys, "rag", "add", "all.jsonl", "kb=copy", "embedder=none")["chunks"] == stats["chunks"]

    assert run(capsys, "rag", "remove", "docs/fox.txt", "kb=try")["documents"] == 1
    assert run(capsys, "rag", "search", "lazy dog", "kb=try")["hits"] == []
    assert run(capsys, "rag", "remove", "kb=try", "all=true")["documents"] == 0
    assert run(capsys, "rag", "list")["bases"] == ["copy"]
    assert run(capsys, "rag", "add", "docs/fox.txt", "kb=try", "embedder=none")["documents"] == 1  # the name is free


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("add nothing kb=try", "nothing: there is no such file or folder"),
        ("add docs kb=../evil", "give a name of letters"),
        ("add docs/picture.png kb=try", ""),
        ("search x kb=nope", "there is no such knowledge base"),
        ("search x kb=try top_k=0", "top_k=0: give at least 1"),
        ("remove kb=try", "name documents to remove, or say all=true"),
        ("remove docs/fxo.txt kb=try", "did you mean 'docs/fox.txt'?"),
        ("ask x kb=try model=nano", "model=nano writes poems"),
        ("ask x kb=try api_key=k", "api_key= means nothing without url="),
        ("ask x kb=try url=ftp://a", "give an address such as"),
        ("add docs kb=try chunk_size=5", "chunk_size=5: give 50 to 4000"),
    ],
)
def test_mistakes_are_told_in_a_line(docs: Path, capsys: pytest.CaptureFixture[str], words: str, message: str) -> None:
    run(capsys, "rag", "add", "docs", "kb=try", "embedder=none")
    code = 1 if "picture" in words else 2
    found = run(capsys, "rag", *words.split(), *(["embedder=none"] if words.startswith("add") else []), code=code)
    assert message in found.get("error", "")


def test_an_answer_cites_and_what_is_not_supported_is_marked(
    docs: Path, capsys: pytest.CaptureFixture[str], model_url: str
) -> None:
    run(capsys, "rag", "add", "docs", "kb=try", "embedder=none")
    (docs / "key").write_text("secret\n", encoding="utf-8")
    words = ["How many days until orders ship?", "kb=try", f"url={model_url}", "model=m", "api_key=docs/key"]
    found = run(capsys, "rag", "ask", *words, "min_likelihood=0")
    assert found["answer"] == "Orders ship within two days [1]. Pigs can fly [1]."
    assert found["rewrites"] == ["shipping time", "delivery days"]
    (citation,) = found["citations"]
    assert (citation["document"], citation["supported"]) == ("docs/handbook.md", False)
    assert found["unsupported"] == ["Pigs can fly [1]."]
    quote = citation["quotes"][0]
    assert HANDBOOK[quote["start"] : quote["end"]].strip() == "Orders ship within two days from Shanghai."
    assert {asked["key"] for asked in Scripted.asked} == {"Bearer secret"}

    refused = run(capsys, "rag", "ask", "Who composed Tosca?", "kb=try", f"url={model_url}", "model=m", "rewrites=0")
    assert (refused["refused"], refused["citations"]) == ("evidence", [])


def documents(folder: Path, count: int) -> list[str]:
    folder.mkdir()
    for i in range(count):
        text = f"Document number {i} speaks of subject{i}. " + "It goes on about matters of no weight. " * (i % 40)
        (folder / f"{i:03}.txt").write_text(text, encoding="utf-8")
    return [f"{folder.name}/{i:03}.txt" for i in range(count)]


@pytest.mark.slow
def test_a_process_that_is_killed_at_any_moment_leaves_whole_documents(
    docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = documents(tmp_path / "many", 500)
    bases = tmp_path / "data" / "aquila2" / "knowledge"
    # documents are stored a few at a time, so that a kill falls between, before and inside transactions
    program = (
        "import sys, aquila2.rag.adding as a; a._BYTES = 30_000; from aquila2.cli import main;"
        " sys.exit(main(['rag', 'add', 'many', 'kb=try', 'embedder=none']))"
    )

    def begun(name: str) -> "subprocess.Popen[bytes]":
        """The command, as soon as the base's file is there."""
        words = [sys.executable, "-c", program.replace("kb=try", f"kb={name}")]
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        while not (bases / name / "knowledge.sqlite").is_file() and process.poll() is None:
            time.sleep(0.002)
        return process

    timed = begun("timed")
    start = time.monotonic()
    assert timed.wait() == 0
    whole = time.monotonic() - start
    dice = random.Random(0)
    base = bases / "try"
    seen = []
    for _ in range(20):
        process = begun("try")
        time.sleep(dice.uniform(0, 0.9) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
        store = Store(base)
        there = store.hashes()
        for path in there:
            text = Path(path).read_text(encoding="utf-8")
            assert store.text(path) == text
            (chunk,) = [p for p in store.chunks_of(path) if p.number == 0]
            assert text.startswith(chunk.text)
        seen.append(len(there))
        store.close()
        if seen[-1] == len(paths):
            run(capsys, "rag", "remove", "kb=try", "all=true")
        elif there:
            number = int(Path(next(iter(there))).stem)
            hits = run(capsys, "rag", "search", f"subject{number}", "kb=try", "mode=sparse")["hits"]
            assert [Path(hit["document"]).stem for hit in hits] == [f"{number:03}"]
    assert sum(0 < count < len(paths) for count in seen) > 3, seen
    run(capsys, "rag", "add", "many", "kb=try", "embedder=none")
    assert sorted(Store(base).hashes()) == paths
    for number in dice.sample(range(500), 10):
        hits = run(capsys, "rag", "search", f"subject{number}", "kb=try", "mode=sparse")["hits"]
        assert [Path(hit["document"]).stem for hit in hits] == [f"{number:03}"]


@pytest.mark.slow
def test_two_processes_that_add_at_once_lose_nothing(
    docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = documents(tmp_path / "many", 120)
    command = [sys.executable, "-m", "aquila2.cli", "rag", "add", "many", "kb=try", "embedder=none"]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    for process in both:
        _, told = process.communicate()
        assert process.returncode == 0, told
    store = Store(tmp_path / "data" / "aquila2" / "knowledge" / "try")
    assert sorted(store.hashes()) == paths
    with store.snapshot() as segments:
        assert sum(int(s.alive.sum()) for s in segments) == sum(d.chunks for d in store.documents())


def test_odd_names_and_odd_text_do_not_stop_the_rest(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (docs / "half.jsonl").write_text('{"text": "half \\ud83d of a pair, and the word zebra"}\n', encoding="utf-8")
    (docs / "line\nbreak.txt").write_text("text", encoding="utf-8")
    added = run(capsys, "rag", "add", "docs", "kb=try", "embedder=none")
    assert added["added"] == 3
    assert added["failed"]["docs/line\nbreak.txt"] == "its name is not plain UTF-8 text: rename it"
    assert run(capsys, "rag", "search", "zebra", "kb=try")["hits"][0]["text"] == "half ? of a pair, and the word zebra"

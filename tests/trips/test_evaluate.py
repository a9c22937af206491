"""`aquila2 evaluate` through the command line: a report, a run that was killed, another model, a server, mistakes."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("lm_eval", reason="evaluating needs the extra `eval`")

from aquila2.cli import main
from aquila2.evals.lm import EngineLM
from aquila2.recipes import evaluate
from tests.tiny_checkpoint import write_tiny_checkpoint
from tests.tiny_testsets import write_testsets


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluate")
    write_testsets(folder / "data", count=12)
    write_tiny_checkpoint(folder / "tiny", context_length=1024)
    return folder


def words(place, out, **changes):
    options = {"model": place / "tiny", "tasks": "cmmlu", "data_dir": place / "data", "out": out, "num_fewshot": 1}
    return ["evaluate", *(f"{key}={value}" for key, value in {**options, **changes}.items()), "--json"]


def evaluated(capsys, given, code=0):
    capsys.readouterr()
    assert main(given) == code, capsys.readouterr().err
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def refused(capsys, given):
    capsys.readouterr()
    assert main(given) == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told
    return told.splitlines()[-1]


def items_of(out):
    return [json.loads(line) for line in (out / "items.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_report(place, tmp_path, capsys):
    out = tmp_path / "out"
    found = evaluated(capsys, words(place, out, tasks="cmmlu,cmmlu_chat", limit=5))
    assert set(found["results"]) == {"cmmlu", "cmmlu_chat"}
    chat = found["results"]["cmmlu_chat"]
    assert chat["n"] == 5
    assert chat["strict"] <= chat["lenient"]
    assert found["results"]["cmmlu"]["strict"] is None
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["tasks"]["cmmlu"]["published"]["scores"]["Aquila2-7B"] == 58.75
    assert set(report["tasks"]["cmmlu"]["files"]) == {"dev/bridges.csv", "test/bridges.csv"}
    assert report["groups"]["aquila2_base"]["tasks"] == ["cmmlu"]
    items = items_of(out)
    assert [item["task"] for item in items] == ["cmmlu"] * 5 + ["cmmlu_chat"] * 5
    assert all(item["right"] == "B" for item in items)
    assert items[0]["prompt"].count("答案：") == 2
    assert "<|startofpiece|>" in items[-1]["prompt"]  # the checkpoint's template
    assert "cmmlu_chat" in (out / "report.md").read_text(encoding="utf-8")
    page = (out / "report.html").read_text(encoding="utf-8")
    assert page.count('<details class="') == 10
    assert "<script" not in page
    assert "href=" not in page


def test_what_was_answered_is_not_asked_again(place, tmp_path, capsys, monkeypatch):
    out = tmp_path / "out"
    whole = evaluated(capsys, words(place, tmp_path / "whole"))
    kept, original = [], EngineLM._keep

    def killed(self, *args):
        kept.append(args)
        original(self, *args)
        if len(kept) == 20:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(EngineLM, "_keep", killed)
        assert main(words(place, out)) == 130
    asked, score = [], EngineLM._score

    def counted(self, pairs, keep):
        asked.append(len(pairs))
        return score(self, pairs, keep)

    monkeypatch.setattr(EngineLM, "_score", counted)
    assert evaluated(capsys, words(place, out))["results"] == whole["results"]
    assert asked == [12 * 4 - 20]
    assert items_of(out) == items_of(tmp_path / "whole")
    evaluated(capsys, words(place, out))
    assert asked[1:] in ([], [0])


def test_beside_another_run_and_an_audit(place, tmp_path, capsys):
    first = tmp_path / "first"
    evaluated(capsys, words(place, first))
    items = items_of(first)
    verdicts = tmp_path / "verdicts.jsonl"
    lines = [
        {"set": "cmmlu", "id": item["id"], "verdict": "dirty" if i < 4 else "clean"} for i, item in enumerate(items)
    ]
    verdicts.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    second = tmp_path / "second"
    evaluated(capsys, words(place, second, num_fewshot=0, compare=first, audit=verdicts))
    task = json.loads((second / "report.json").read_text(encoding="utf-8"))["tasks"]["cmmlu"]
    assert {verdict: part["n"] for verdict, part in task["audit"].items()} == {"clean": 8, "dirty": 4}
    assert task["compared"]["n"] == 12
    points = 100 * (sum(i["score"] for i in items_of(second)) - sum(i["score"] for i in items)) / 12
    assert task["compared"]["points"] == pytest.approx(points)


def test_a_threshold(place, tmp_path, capsys):
    assert evaluated(capsys, words(place, tmp_path / "a", limit=2, fail_below=100), code=3)["results"]
    evaluated(capsys, words(place, tmp_path / "b", limit=2, fail_below=0))


def test_a_server(place, tmp_path, capsys):
    bodies, errors = [], [429]

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def answer(self, value, status=200):
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self):
            self.answer({"data": [{"id": "one"}]})

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if errors:
                self.answer({}, errors.pop())
                return
            bodies.append((self.path, self.headers["Authorization"], body))
            message = {"role": "assistant", "content": "答案是 B"}
            self.answer({"choices": [{"message": message, "finish_reason": "stop"}]})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = tmp_path / "key"
    key.write_text("secret\n")
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        given = words(place, tmp_path / "out", model=url, tasks="cmmlu_chat", limit=3, api_key_file=key)
        found = evaluated(capsys, given)["results"]["cmmlu_chat"]
        assert (found["strict"], found["lenient"]) == (0, 100)
        assert len(bodies) == 3
        path, authorization, body = bodies[0]
        assert (path, authorization) == ("/v1/chat/completions", "Bearer secret")
        assert [message["role"] for message in body["messages"]] == ["user", "assistant", "user"]
        assert body["temperature"] == 0
        report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
        assert report["tasks"]["cmmlu_chat"]["reasons_of_the_gap"] == {"words around it": 3}
        assert "secret" not in (tmp_path / "out" / "report.json").read_text(encoding="utf-8")
        assert "log-likelihoods" in refused(capsys, words(place, tmp_path / "o2", model=url))
        assert "has one" in refused(capsys, words(place, tmp_path / "o3", model=url, served_model="two"))
    finally:
        server.shutdown()
    assert "does not answer" in refused(capsys, words(place, tmp_path / "o4", model="http://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tasks": "cmlu"}, "unknown task 'cmlu': did you mean 'cmmlu'?"),
        ({"tasks": "mmlu"}, "mmlu is not at hand"),
        ({"num_fewshot": 9}, "say num_fewshot=5"),
        ({"limit": 0}, "limit=0"),
        ({"fail_below": 101}, "fail_below=101"),
        ({"audit": "/nowhere"}, "audit=/nowhere"),
        ({"compare": "/nowhere"}, "compare=/nowhere"),
        ({"served_model": "x"}, "are for a model= that is a URL"),
        ({"model": "http://127.0.0.1:9", "max_model_len": 5}, "max_model_len="),
    ],
)
def test_mistakes(changes, says, place, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(evaluate, "_library_tasks", frozenset)  # thousands of files to be read
    assert says in refused(capsys, words(place, tmp_path / "out", **changes))
    assert not (tmp_path / "out").exists()


def test_what_stands_there_stays(place, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert "already there" in refused(capsys, words(place, tmp_path))
    evaluated(capsys, words(place, tmp_path / "out", limit=2))
    assert "already there" in refused(capsys, words(place, tmp_path / "out", limit=3))
    evaluated(capsys, words(place, tmp_path / "out", limit=3, overwrite="true"))

"""Knowledge bases behind a server: the REST API, OpenAI's client, the page in a real Chromium."""

import concurrent.futures
import contextlib
import json
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn

from aquila2.rag.app import create_app
from aquila2.rag.knowledge import Knowledge
from aquila2.rag.parsed import Limits
from aquila2.rag.pipeline import AskOptions
from aquila2.serve.listen import bind
from tests.scripted_rag import ScriptedModel, WordEmbedder

HANDBOOK = "# Handbook\n\n" + "Nothing of weight stands in this sentence. " * 60
HANDBOOK += "\n\n## Shipping\n\nOrders ship within two days from Shanghai. Returns are free.\n"


def script(prompt: str) -> str:
    if "search engine" in prompt:
        return "shipping days"
    return "Orders ship within two days [1]. Pigs can fly [1]. More [8]."


@dataclass(frozen=True)
class Running:
    url: str
    knowledge: Knowledge
    model: ScriptedModel

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=headers, timeout=20)


@contextlib.contextmanager
def serving(folder: Path, keys: list[str] | None = None, limits: Limits | None = None) -> Iterator[Running]:
    model = ScriptedModel(script)
    options = AskOptions(rewrites=1, min_likelihood=0.3)
    knowledge = Knowledge(folder, model, lambda store: WordEmbedder(), options=options, limits=limits)
    sock = bind("127.0.0.1", 0)
    app = create_app(knowledge, keys or [], ["127.0.0.1"])
    server = uvicorn.Server(uvicorn.Config(app, ws="none", lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not server.started and time.monotonic() < end:
        time.sleep(0.01)
    try:
        yield Running(f"http://127.0.0.1:{sock.getsockname()[1]}", knowledge, model)
    finally:
        server.should_exit = True
        thread.join(10)
        knowledge.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "bases") as found:
        found.knowledge.create("shop")
        found.knowledge.upload("shop", "handbook.md", HANDBOOK.encode())
        yield found


def send(client: httpx.Client, name: str, data: bytes, base: str = "shop") -> httpx.Response:
    headers = {"content-type": "application/octet-stream"}
    return client.post(f"/api/bases/{base}/files", params={"name": name}, content=data, headers=headers)


def test_bases_and_documents_over_http(running: Running) -> None:
    with running.client() as client:
        assert client.post("/api/bases", json={"name": "两"}).status_code == 201
        assert [b["name"] for b in client.get("/api/bases").json()["bases"]] == ["shop", "两"]
        assert send(client, "茶.txt", "绿茶用80度的水。".encode(), "两").json()["state"] == "added"
        assert send(client, "茶.txt", "绿茶用80度的水。".encode(), "两").json()["state"] == "unchanged"
        assert send(client, "茶.txt", "绿茶用85度的水。".encode(), "两").json()["state"] == "replaced"
        hits = client.post("/api/bases/两/search", json={"question": "绿茶几度"}).json()["hits"]
        assert hits[0]["text"] == "绿茶用85度的水。"
        found = client.get("/api/bases/两/document", params={"path": "茶.txt"}).json()
        assert found["text"][hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]
        assert client.delete("/api/bases/两/documents", params={"path": "茶.txt"}).status_code == 200
        assert client.get("/api/bases/两/documents").json()["documents"] == []
        assert client.delete("/api/bases/两").status_code == 200
        assert client.post("/api/bases", json={"name": "两"}).status_code == 201  # the name is free again


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.txt", "..\\b.txt", "..", "", "x\x00.txt", "a\nb.txt"])
def test_a_name_with_a_path_in_it_is_refused(running: Running, name: str) -> None:
    with running.client() as client:
        answer = send(client, name, b"text")
    assert answer.status_code == 400
    assert "without folders" in answer.json()["error"]["message"]


def test_what_is_wrong_has_its_status(running: Running) -> None:
    with running.client() as client:
        assert send(client, "a.exe", b"MZ").status_code == 422
        assert "it is empty" in send(client, "a.txt", b"").json()["error"]["message"]
        assert send(client, "a.txt", b"x", "nope").status_code == 404
        assert client.post("/api/bases/shop/files?name=a.txt", content=b"x").status_code == 415
        assert client.post("/api/bases", json={"name": "../x"}).status_code == 400
        assert client.post("/api/bases", json={"name": "shop"}).status_code == 400
        assert client.post("/api/bases/shop/search", json={"question": "x", "top": 1}).status_code == 400
        assert client.get("/api/nothing").status_code == 404
        assert client.get("/api/bases", headers={"host": "evil.example"}).status_code == 421
        ask = {"model": "nope", "messages": [{"role": "user", "content": "x"}]}
        assert client.post("/v1/chat/completions", json=ask).status_code == 404


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path, limits=Limits(file_bytes=1000)) as running, running.client() as client:
        running.knowledge.create("shop")
        assert send(client, "a.txt", b"x" * 1001).status_code == 413
        assert send(client, "a.txt", b"x" * 1000).status_code == 200


def test_keys(tmp_path: Path) -> None:
    with serving(tmp_path, ["secret"]) as running:
        with running.client() as client:
            assert client.get("/api/bases").status_code == 401
            assert send(client, "a.txt", b"x").status_code == 401
            assert client.get("/ready").status_code == 200
        with running.client(authorization="Bearer secret") as client:
            assert client.get("/api/bases").json() == {"bases": []}


def test_uploads_at_once_are_all_there(running: Running) -> None:
    with running.client() as client, concurrent.futures.ThreadPoolExecutor(8) as pool:
        names = [f"{i}.txt" for i in range(24)]
        answers = list(pool.map(lambda name: send(client, name, f"document {name} of many".encode()), names))
        assert {answer.status_code for answer in answers} == {200}
        stored = {d["path"] for d in client.get("/api/bases/shop/documents").json()["documents"]}
    assert stored == {*names, "handbook.md"}


def test_openais_client_asks_a_base_by_its_name(running: Running) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=running.url + "/v1", api_key="none", max_retries=0)
    assert [model.id for model in client.models.list()] == ["shop"]
    messages = [{"role": "user", "content": "How many days until orders ship from Shanghai?"}]
    whole = client.chat.completions.create(model="shop", messages=messages)
    assert whole.choices[0].message.content == "Orders ship within two days [1]. Pigs can fly [1]. More ."
    assert whole.checked["unsupported"] == ["Pigs can fly [1]."]
    pieces = list(client.chat.completions.create(model="shop", messages=messages, stream=True))
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces)
    assert text == script("")
    assert pieces[0].sources[0]["document"] == "handbook.md"
    assert pieces[-1].checked["citations"][0]["number"] == 1


def test_a_stream_that_nobody_reads_ends_and_the_next_is_answered(running: Running) -> None:
    ask = {"model": "shop", "stream": True, "messages": [{"role": "user", "content": "orders ship from Shanghai"}]}
    with running.client() as client:
        with client.stream("POST", "/v1/chat/completions", json=ask) as answer:
            assert answer.status_code == 200
        whole = client.post("/v1/chat/completions", json={**ask, "stream": False})
    assert whole.json()["choices"][0]["message"]["content"].startswith("Orders ship")


def test_a_question_that_the_base_does_not_speak_of_is_refused(running: Running) -> None:
    asked = len(running.model.asked)
    ask = {"model": "shop", "messages": [{"role": "user", "content": "Who composed Tosca?"}]}
    with running.client() as client:
        checked = client.post("/v1/chat/completions", json=ask).json()["checked"]
    assert checked["refused"] == "evidence"
    assert len(running.model.asked) == asked + 1  # the rewriter alone


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright drives the browser")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on the PATH: install Debian's package chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, running: Running) -> Iterator[Any]:
    """The page; at its end nothing may have been asked of another host, and no error shown."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(running.url)
    yield page
    context.close()
    # a file that cannot be read is answered with 422, which the browser shows too
    assert [error for error in errors if "422" not in error] == []
    assert hosts - {"", urlsplit(running.url).netloc} == set()


def test_a_question_its_sources_and_the_passage_in_its_document(page: Any, pytestconfig: pytest.Config) -> None:
    page.fill("#question", "How many days until orders ship from Shanghai?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message.assistant[aria-busy=false]")
    assert "Pigs can fly" in page.inner_text(".unsupported")
    page.click(".sources summary")
    assert "handbook.md" in page.inner_text(".sources .cited")
    page.screenshot(path=str(_pictures(pytestconfig) / "answer.png"))
    page.click("a[href='#cite-1']")
    page.wait_for_selector("#viewer mark.quote")
    assert page.inner_text("#viewer mark.quote >> nth=0").strip() == "Orders ship within two days from Shanghai."
    page.wait_for_timeout(400)
    visible = page.evaluate(
        "(() => { const m = document.querySelector('#viewer mark.quote').getBoundingClientRect();"
        " return m.top > 0 && m.bottom < innerHeight })()"
    )
    assert visible
    page.screenshot(path=str(_pictures(pytestconfig) / "passage.png"))


def test_files_are_dropped_listed_and_searched_in_chinese(page: Any, running: Running) -> None:
    page.click("#language")
    assert page.get_attribute("#question", "placeholder") == "向您的文档提问…"
    drop = """(text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "茶.txt"));
      data.items.add(new File(["MZ"], "bad.exe"));
      document.querySelector(".page").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true}));
    }"""
    page.evaluate(drop, "绿茶用80度的水冲泡。")
    page.wait_for_selector(".stored .name:has-text('茶.txt')")
    assert "已添加" in page.inner_text(".sending")
    page.wait_for_selector(".sending .failed")
    assert {d.path for d in running.knowledge.store("shop").documents()} == {"handbook.md", "茶.txt"}


def test_conversations_are_kept_in_the_browser(page: Any) -> None:
    page.fill("#question", "orders ship from Shanghai within days")
    page.keyboard.press("Enter")
    page.wait_for_selector(".message.assistant[aria-busy=false]")
    page.reload()
    page.click(".conversations .title")
    assert "Orders ship within two days" in page.inner_text(".message.assistant")
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('aquila2.conversation.'))")
    assert len(kept) == 1
    assert json.loads(page.evaluate(f"localStorage.getItem({kept[0]!r})"))["base"] == "shop"


def _pictures(config: pytest.Config) -> Path:
    return Path(config.cache.mkdir("rag_page"))  # type: ignore[union-attr]

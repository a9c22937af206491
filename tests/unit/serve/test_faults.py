"""A full queue, clients that are slow or go away, an engine that fails, a server that is told to end."""

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import openai
import pytest

from aquila2.base.errors import UserError
from aquila2.engine.async_engine import EngineBusy
from aquila2.serve.listen import bind
from aquila2.serve.served import Served
from aquila2.serve.server import Patience
from aquila2.serve.service import Settings
from tests.scripted_engine import ScriptedEngine, scripted
from tests.serving import Running, serving
from tests.tiny_checkpoint import write_tiny_checkpoint

ASKED = {"model": "tiny", "messages": [{"role": "user", "content": "hello"}]}
LONG = "there is something wrong " * 8


def client(server: Running) -> openai.OpenAI:
    return openai.OpenAI(base_url=server.url + "/v1", api_key="none", max_retries=0)


def head(server: Running, body: bytes, length: int | None = None) -> bytes:
    """A POST as bytes; `length` is what it says of its body."""
    lines = [
        "POST /v1/chat/completions HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Content-Type: application/json",
        f"Content-Length: {len(body) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answer_of(sock: socket.socket) -> bytes:
    """All that comes until the server closes."""
    sock.settimeout(10)
    found = b""
    while part := sock.recv(65536):
        found += part
    return found


def test_a_full_queue_says_when_to_come_again() -> None:
    engine = ScriptedEngine(LONG, pause=0.05)
    engine.max_waiting = 1
    with serving(scripted(engine)) as server, client(server) as made:
        stream = made.chat.completions.create(**ASKED, stream=True)
        assert server.wait(lambda: len(engine.running) == 1)
        for streamed in (False, True):
            with pytest.raises(openai.RateLimitError) as refused:
                made.chat.completions.create(**ASKED, stream=streamed)
            assert refused.value.response.headers["retry-after"] == "1"
            assert refused.value.code == "queue_full"
        stream.close()
        assert server.wait(lambda: not engine.running)
        assert made.chat.completions.create(**ASKED, max_tokens=1).usage.completion_tokens == 1


def test_when_one_of_n_does_not_fit_into_the_queue_none_runs() -> None:
    engine = ScriptedEngine(LONG, pause=0.01)
    engine.max_waiting = 2
    with serving(scripted(engine)) as server, client(server) as made:
        with pytest.raises(openai.RateLimitError):
            made.chat.completions.create(**ASKED, n=3)
        assert server.wait(lambda: not engine.running)


@pytest.mark.parametrize("streamed", [True, False])
def test_a_client_that_goes_away_frees_its_place_at_once(streamed: bool) -> None:
    engine = ScriptedEngine(LONG, pause=0.02)
    with serving(scripted(engine)) as server:
        body = json.dumps({**ASKED, "stream": streamed, "n": 2}).encode()
        with socket.create_connection(("127.0.0.1", server.port)) as sock:
            sock.sendall(head(server, body))
            assert server.wait(lambda: engine.drawn >= 4)
            assert server.metric("aquila2_requests_running") == 2
        assert server.wait(lambda: not engine.running)
        drawn = engine.drawn
        assert drawn < 2 * len(engine.tokenizer.encode(LONG))
        time.sleep(0.1)
        assert engine.drawn == drawn
        assert server.metric("aquila2_requests_aborted_total") == 2
        assert server.metric("aquila2_kv_blocks_in_use") == 0
        assert server.metric('aquila2_http_responses_total{path="/v1/chat/completions",status="499"}') == 1


def test_a_client_that_does_not_read_holds_neither_the_others_nor_its_place_for_ever() -> None:
    engine = ScriptedEngine(lambda request: LONG * (2000 if len(request.prompt_ids) > 100 else 1))
    with serving(scripted(engine), patience=Patience(read_seconds=0.5)) as server, client(server) as made:
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.connect(("127.0.0.1", server.port))
        with sock:
            body = {"model": "tiny", "prompt": [7] * 150, "stream": True}
            request = head(server, json.dumps(body).encode()).replace(b"/v1/chat/completions", b"/v1/completions")
            sock.sendall(request)
            assert server.wait(lambda: len(engine.running) == 1)
            start = time.monotonic()
            assert made.chat.completions.create(**ASKED).choices[0].message.content == LONG
            assert time.monotonic() - start < 2
            assert server.wait(lambda: not engine.running), "the one that does not read is still there"
            assert engine.aborted == 1


def test_headers_and_bodies_that_do_not_come_end_with_408() -> None:
    patience = Patience(head_seconds=0.2, body_seconds=0.3)
    with serving(scripted(ScriptedEngine()), patience=patience) as server:
        for sent in (b"", b"POST /v1/chat/comp", head(server, b'{"model"', length=500)):
            with socket.create_connection(("127.0.0.1", server.port)) as sock:
                sock.sendall(sent)
                start = time.monotonic()
                status, _, rest = answer_of(sock).partition(b"\r\n")
                assert status.startswith(b"HTTP/1.1 408")
                assert json.loads(rest.partition(b"\r\n\r\n")[2])["error"]["code"] == "too_slow"
                assert time.monotonic() - start < 2


def test_a_refused_body_is_not_read_for_ever() -> None:
    patience = Patience(body_seconds=0.3)
    with (
        serving(scripted(ScriptedEngine()), Settings(max_body_bytes=100), patience) as server,
        socket.create_connection(("127.0.0.1", server.port)) as sock,
    ):
        sock.sendall(head(server, b"{", length=10**9))
        assert answer_of(sock).startswith(b"HTTP/1.1 413")


def test_headers_without_end_are_refused() -> None:
    with serving(scripted(ScriptedEngine())) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as sock:
            sock.sendall(b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: %s\r\n" % (k, b"y" * 1000) for k in range(80)))
            assert answer_of(sock).startswith(b"HTTP/1.1 431")
        with socket.create_connection(("127.0.0.1", server.port)) as sock:
            sock.sendall(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
            assert answer_of(sock).startswith(b"HTTP/1.1 400")


def test_an_engine_that_fails_is_an_error_and_no_silence(caplog: pytest.LogCaptureFixture) -> None:
    engine = ScriptedEngine(LONG)
    engine.fails_after = 3
    with serving(scripted(engine)) as server, client(server) as made:
        with pytest.raises(openai.InternalServerError, match="its log says how"):
            made.chat.completions.create(**ASKED)
        stream = made.chat.completions.create(**ASKED, stream=True)
        texts = []
        with pytest.raises(openai.APIError, match="its log says how"):
            for chunk in stream:
                texts.append(chunk.choices[0].delta.content)
        assert len(texts) >= 3
        assert "RuntimeError: the scripted engine fails" in caplog.text
        engine.failure = EngineBusy("the server was shut down")
        with pytest.raises(openai.APIError) as ended:
            list(made.chat.completions.create(**ASKED, stream=True))
        assert ended.value.body["code"] == "not_ready"
        engine.fails_after = None
        assert made.chat.completions.create(**ASKED).choices[0].message.content == LONG


def test_the_log_holds_no_words_of_a_conversation_unless_asked(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    secret = {"model": "tiny", "messages": [{"role": "user", "content": "my secret"}], "user": "ann\nbob"}

    def ours() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.name == "aquila2"]

    with serving(scripted(ScriptedEngine("a confession"))) as server, client(server) as made:
        made.chat.completions.create(**secret)
        with pytest.raises(openai.BadRequestError):
            made.chat.completions.create(**secret, temperature=-1)
        assert server.wait(lambda: len(ours()) == 2)
        assert "secret" not in str(ours())
        assert "confession" not in str(ours())
        assert r"user='ann\nbob'" in ours()[0]
    with serving(scripted(ScriptedEngine()), Settings(log_prompts=True)) as server, client(server) as made:
        made.chat.completions.create(**secret)
    assert "my secret" in str(ours())


def test_until_the_model_is_there_the_server_says_so() -> None:
    loaded = threading.Event()

    def load() -> Served:
        loaded.wait(10)
        return scripted(ScriptedEngine())

    with serving(load, wait_ready=False) as server, client(server) as made:
        for path in ("/ready", "/v1/models"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(server.url + path, timeout=5)
            assert (refused.value.code, refused.value.headers["retry-after"]) == (503, "1")
        with pytest.raises(openai.InternalServerError, match="being loaded"):
            made.chat.completions.create(**ASKED)
        assert server.metric("aquila2_requests_running") == 0
        loaded.set()
        assert server.wait(lambda: server.service.served is not None)
        with urllib.request.urlopen(server.url + "/ready", timeout=5) as answer:
            assert answer.status == 200


def test_a_port_that_is_taken_is_named() -> None:
    with bind("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        with pytest.raises(UserError, match=f"cannot listen on 127.0.0.1:{port}: Address already in use"):
            bind("127.0.0.1", port)


@pytest.mark.parametrize("ends", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_a_signal_lets_answers_end_and_the_command_end_with_0(tmp_path: Path, ends: signal.Signals) -> None:
    folder = write_tiny_checkpoint(tmp_path / "tiny")
    with bind("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
    words = [sys.executable, "-m", "aquila2.cli", "serve", f"model={folder}", f"port={port}", "device=cpu", "--json"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        url = f"http://127.0.0.1:{port}"
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(url + "/ready", timeout=5)
                break
            except OSError:
                time.sleep(0.05)
        with openai.OpenAI(base_url=url + "/v1", api_key="none", max_retries=0) as made:
            stream = made.completions.create(
                model="tiny", prompt="x", stream=True, max_tokens=120, extra_body={"ignore_eos": True}
            )
            first = next(iter(stream))
            os.kill(process.pid, ends)
            rest = list(stream)
        assert first.choices
        assert rest[-1].choices[0].finish_reason == "length"
        out, err = process.communicate(timeout=20)
        assert process.returncode == 0, err
        assert json.loads(out.splitlines()[-1])["tokens_generated"] == 120 + 4  # and the first answer, for nobody
        assert "Traceback" not in err
    finally:
        process.kill()
        process.communicate()


def test_a_model_that_cannot_be_loaded_ends_the_command_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    words = [sys.executable, "-m", "aquila2.cli", "serve", f"model={tmp_path / 'broken'}", "port=0", "device=cpu"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("aquila2: ")
    assert "Traceback" not in done.stderr


def test_closing_the_stream_in_asyncio_aborts_too() -> None:
    """A task that is cancelled while it waits for its next token."""
    engine = ScriptedEngine(LONG, pause=0.02)

    async def main(server: Running) -> None:
        async with openai.AsyncOpenAI(base_url=server.url + "/v1", api_key="none") as made:
            stream = await made.chat.completions.create(**ASKED, stream=True)
            async for _ in stream:
                break
            await stream.close()

    with serving(scripted(engine)) as server:
        asyncio.run(main(server))
        assert server.wait(lambda: engine.aborted == 1)

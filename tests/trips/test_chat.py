"""A chat request through the command line: one question, a pipe, a terminal, and everything a user can get wrong."""

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time

import pytest

from aquila2.cli import main
from tests.tiny_checkpoint import write_tiny_checkpoint


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_tiny_checkpoint(tmp_path_factory.mktemp("models") / "tiny")


def aquila2(*words, stdin=""):
    return subprocess.run(
        [sys.executable, "-m", "aquila2.cli", *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_question(folder):
    words = ["chat", f"model={folder}", 'prompt=北京是中国的首都吗? $x "y"', "temperature=0", "max_tokens=12"]
    plain = aquila2(*words)
    assert plain.returncode == 0
    assert plain.stderr == ""
    as_json = aquila2("chat", "--json", *words[1:])
    *answer, last = as_json.stdout.splitlines()
    result = json.loads(last)
    assert result["text"] + "\n" == plain.stdout
    assert "\n".join(answer) == result["text"]
    assert result["finish_reason"] in ("stop", "length")
    assert result["usage"]["completion_tokens"] <= 12
    assert {"tokens_per_second", "version", "seconds"} <= set(result)


def test_a_pipe_is_a_conversation(folder):
    """Lines are turns; the second is asked with the first in its history; /reset forgets."""
    words = ["chat", f"model={folder}", "temperature=0", "max_tokens=6", "--json"]
    together = aquila2(*words, stdin="北京\nquery\n/reset\n北京\n")
    assert together.returncode == 0
    result = json.loads(together.stdout.splitlines()[-1])
    alone = json.loads(aquila2(*words, stdin="北京\n").stdout.splitlines()[-1])
    assert result["text"] == alone["text"]
    assert result["usage"]["prompt_tokens"] == alone["usage"]["prompt_tokens"]
    long = "北京" * 30  # what is found again is whole blocks of 32 tokens
    two = json.loads(aquila2(*words, stdin=f"{long}\nquery\n").stdout.splitlines()[-1])
    assert two["usage"]["prompt_tokens"] > alone["usage"]["prompt_tokens"]
    assert two["usage"]["cached_tokens"] > 0
    assert json.loads(aquila2(*words, stdin="/exit\nnever asked\n").stdout.splitlines()[-1])["usage"] is None


def test_base_models_continue_the_text(folder, capsys):
    words = ["chat", f"model={folder}", "prompt=北京", "temperature=0", "max_tokens=6", "--json"]
    results = []
    for sft in ("true", "false"):
        assert main([*words, f"sft={sft}"]) == 0
        results.append(json.loads(capsys.readouterr().out.splitlines()[-1]))
    templated, plain = results
    assert templated["usage"]["prompt_tokens"] > plain["usage"]["prompt_tokens"]


def test_a_terminal(folder):
    """Prompt, answer, Ctrl-C during an answer, /reset, an unknown command, a question too long, /exit."""
    command = [sys.executable, "-m", "aquila2.cli", "chat", f"model={folder}", "max_tokens=230", "seed=1", "top_k=0"]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(command[0], command, {**os.environ, "TERM": "dumb", "PROMPT_TOOLKIT_NO_CPR": "1"})
    try:
        screen = Screen(terminal)
        screen.wait_for("/exit ends")
        screen.wait_for("> ")
        screen.send("北京\r")
        time.sleep(0.05)
        os.kill(pid, signal.SIGINT)  # stops the answer, or empties the line: not the program
        screen.send("\r/reset\r")
        screen.wait_for("forgotten")
        screen.send("/resett\r")
        screen.wait_for("/resett is no command")
        screen.send("query " * 200 + "\r")
        screen.wait_for("the newest question takes")
        screen.send("/exit\r")
        assert screen.wait_for_end() == 0
        assert "Traceback" not in screen.text
    finally:
        screen.close()


class Screen:
    """What a terminal program has written so far."""

    def __init__(self, terminal):
        self.terminal, self.text, self.seen = terminal, "", 0

    def send(self, keys):
        os.write(self.terminal, keys.encode())

    def wait_for(self, words, seconds=60):
        end = time.monotonic() + seconds
        while words not in self.text[self.seen :]:
            assert time.monotonic() < end, f"{words!r} did not appear in {self.text[self.seen :]!r}"
            self._read()
        self.seen = self.text.index(words, self.seen) + len(words)

    def wait_for_end(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self._read():
                return os.waitstatus_to_exitcode(os.wait()[1])
        raise AssertionError(f"it did not end: {self.text!r}")

    def _read(self):
        if not select.select([self.terminal], [], [], 0.2)[0]:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.text += data.decode("utf-8", "replace")
        return bool(data)

    def close(self):
        os.close(self.terminal)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["prompt=x", "model=/nowhere/at/all"], "no such folder"),
        (["prompt=x", "model=AquilaChat-7B"], "AquilaChat2-7B"),
        (["prompt=x", "model=AquilaChat2-7B"], "checkpoints"),
        (["prompt=x", "max_tokens=-3"], "max_tokens=-3"),
        (["prompt=x", "dtype=float8"], "float8"),
        (["prompt=x", "temprature=1"], "did you mean 'temperature'"),
        (["prompt=x", "template=aquila-v7"], "aquila-legacy"),
        (["prompt=" + "query " * 300], "only"),
        (["prompt=" + "query " * 300, "sft=false"], "the context holds 256"),
        (["prompt="], "empty"),
        (["hello"], "key=value"),
        (["prompt=x", "seed=-1"], "seed=-1"),
        (["prompt=x", "device=cuda:77"], "cuda:77"),
    ],
)
def test_a_wrong_input_is_one_line_and_exit_2(folder, words, says, capsys):
    model = [] if any(word.startswith("model=") for word in words) else [f"model={folder}"]
    assert main(["chat", *model, *words, "--json"]) == 2
    out, err = capsys.readouterr()
    assert err.count("\n") == 1
    assert says in err
    assert json.loads(out)["error"] in err


def test_broken_checkpoints(folder, tmp_path, capsys):
    def broken(name, data):
        copy = tmp_path / str(len(list(tmp_path.iterdir())))
        shutil.copytree(folder, copy)
        (copy / name).write_bytes(data((copy / name).read_bytes()))
        assert main(["chat", f"model={copy}", "prompt=x"]) == 2
        out, err = capsys.readouterr()
        assert err.count("\n") == 1
        assert out == ""
        return err

    assert "model.safetensors" in broken("model.safetensors", lambda data: data[: len(data) // 2])
    assert "config.json" in broken("config.json", lambda data: data[:20])
    assert "mistral" in broken("config.json", lambda data: data.replace(b'"aquila"', b'"mistral"'))
    assert "tokenizer.json" in broken("tokenizer.json", lambda data: data[:99])


def test_the_checkpoints_own_sampling_is_the_default(folder, tmp_path, capsys):
    """What generation_config.json recommends counts, and what the user says goes before it."""
    own = tmp_path / "own"
    shutil.copytree(folder, own)
    path = own / "generation_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "temperature": 0.0, "do_sample": True}))

    def text_of(model, *words):
        assert main(["chat", f"model={model}", "prompt=北京", "max_tokens=12", "--json", *words]) == 0
        return json.loads(capsys.readouterr().out.splitlines()[-1])["text"]

    greedy = text_of(folder, "temperature=0")
    assert text_of(own) == greedy
    warm = {text_of(own, "temperature=5", "top_k=0", "top_p=1", f"seed={seed}") for seed in range(3)}
    assert warm != {greedy}

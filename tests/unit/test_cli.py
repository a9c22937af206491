"""The command line's contract: exit codes, one line for a user's mistake, the JSON line last whatever happens."""

import json
import subprocess
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from aquila2 import __version__, cli
from aquila2.base import network
from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.log import say

Run = Callable[..., tuple[int, str, str]]


@dataclass
class Tools:
    """A group of options."""

    kind: str = option("saw", "which")
    sharp: bool = option(True, "how well kept")


@dataclass
class Options:
    """What the command of these tests takes."""

    model: str = option(help="which model")
    count: int = option(3, "how often")
    names: list[str] = option([], "who")
    sizes: list[int] = option([1, 2], "how large")
    loud: bool = option(False, "whether to shout")
    tools: Tools = field(default_factory=lambda: Tools("axe"), metadata={"help": "what with"})


@dataclass
class ForemanOptions:
    """What a command takes that has another one do the work."""

    hands: int = option(2, "how many")


class OutOfMemoryError(RuntimeError):
    """Named as torch names its own."""


@pytest.fixture
def behaviour() -> dict[str, Callable[[Options], dict[str, Any]]]:
    """What the command does; a test puts its own in."""
    return {"run": lambda options: {"model": options.model, "count": options.count}}


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    behaviour: dict[str, Callable[[Options], dict[str, Any]]],
) -> Run:
    """Run the command line with one extra command, `work`."""
    module = types.ModuleType("work_for_tests")
    module.Options = Options  # type: ignore[attr-defined]
    module.run = lambda options: behaviour["run"](options)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    work = cli.Command(module.__name__, "do the work of a test")
    monkeypatch.setitem(cli.COMMANDS, "work", work)
    foreman = types.ModuleType("foreman_for_tests")
    foreman.Options = ForemanOptions  # type: ignore[attr-defined]
    foreman.run = lambda options, words: {"hands": options.hands, "words": words}  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, foreman.__name__, foreman)
    monkeypatch.setitem(cli.COMMANDS, "work by", cli.Command(foreman.__name__, "by others", runs="work"))
    monkeypatch.setitem(cli.COMMANDS, "work harder", cli.Command(module.__name__, "with names", positional="names"))

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(list(words))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def last_json(out: str) -> dict[str, Any]:
    found = json.loads(out.splitlines()[-1])
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("place", range(4))
def test_json_may_stand_anywhere_and_is_the_last_line(run: Run, behaviour: dict[str, Any], place: int) -> None:
    def work(options: Options) -> dict[str, Any]:
        say("你好\nan answer without an end of line")
        return {"text": "你好\nline", "count": options.count}

    behaviour["run"] = work
    words = ["work", "model=m", "count=2"]
    code, out, err = run(*words[:place], "--json", *words[place:])
    assert (code, err) == (0, "")
    result = last_json(out)
    assert result.pop("seconds") >= 0
    assert result == {"text": "你好\nline", "count": 2, "version": __version__}


def test_without_json_the_answer_stands_alone(run: Run, behaviour: dict[str, Any]) -> None:
    behaviour["run"] = lambda options: say("answer") or {"text": "answer"}
    assert run("work", "model=m") == (0, "answer\n", "")


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UserError("model=m: not there,\n give another"), 2, "model=m: not there, give another"),
        (FileNotFoundError(2, "No such file or directory", "x"), 1, "FileNotFoundError: [Errno 2] No such file"),
        (OSError(28, "No space left on device"), 1, "OSError: [Errno 28] No space left on device"),
        (MemoryError(), 1, "out of memory:"),
        (OutOfMemoryError("CUDA out of memory.\nTried 2 GiB"), 1, "out of memory: CUDA out of memory. Tried 2 GiB"),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), 1, "out of memory: [enforce fail]"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_a_foreseen_error_is_one_line_and_its_exit_code(
    run: Run, behaviour: dict[str, Any], error: BaseException, code: int, message: str
) -> None:
    def work(options: Options) -> dict[str, Any]:
        raise error

    behaviour["run"] = work
    found, out, err = run("work", "model=m", "--json")
    assert found == code
    assert err.startswith("aquila2: " + message)
    assert err.count("\n") == 1
    result = last_json(out)
    assert result["error"].startswith(message)
    assert (result["exit_code"], result["version"]) == (code, __version__)


def test_an_unforeseen_error_has_its_traceback_and_still_the_json_line(run: Run, behaviour: dict[str, Any]) -> None:
    def work(options: Options) -> dict[str, Any]:
        raise KeyError("a slip")

    behaviour["run"] = work
    code, out, err = run("work", "model=m", "--json")
    assert code == 1
    assert "Traceback (most recent call last)" in err
    assert err.splitlines()[-1] == "aquila2: KeyError: 'a slip'"
    assert last_json(out)["error"] == "KeyError: 'a slip'"


def test_a_threshold_that_was_passed_is_exit_3(run: Run, behaviour: dict[str, Any]) -> None:
    behaviour["run"] = lambda options: {"score": 0.5, "exit_code": 3}
    code, out, _ = run("work", "model=m", "--json")
    assert code == 3
    assert last_json(out)["score"] == 0.5


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["wrok"], "unknown command 'wrok': did you mean 'work'?"),
        (["work"], "missing model=: give it as key=value"),
        (["work", "model=m", "cuont=3"], "unknown option 'cuont': did you mean 'count'?"),
        (["work", "model=m", "count=x"], "count=x: give a whole number"),
        (["work", "m"], "'m' is not an option: write key=value"),
        (["work", "--model=m"], "unknown flag '--model=m': options are written key=value"),
        (["work", "--config"], "--config needs a YAML file after it"),
        (["work", "--config="], "--config needs a YAML file after it"),
        (["work", "--config", "a.yaml", "--config=b.yaml"], "--config is given twice"),
        (["work", "--config", "gone.yaml"], "cannot read the config 'gone.yaml': No such file or directory"),
    ],
)
def test_a_wrong_line_is_exit_2(run: Run, words: list[str], message: str) -> None:
    code, out, err = run(*words, "--json")
    assert code == 2
    assert err.startswith(f"aquila2: {message}")
    assert err.count("\n") == 1
    assert last_json(out)["error"].startswith(message)


@pytest.mark.parametrize("flag", [["--config", "{}"], ["--config={}"]])
def test_a_config_fills_the_options_and_words_win(run: Run, tmp_path: Path, flag: list[str]) -> None:
    config = tmp_path / "a b.yaml"
    config.write_text("model: from-file\ncount: 7\n", encoding="utf-8")
    flag = [word.format(config) for word in flag]
    assert last_json(run("work", *flag, "--json")[1]).items() >= {"model": "from-file", "count": 7}.items()
    assert last_json(run("work", "count=8", *flag, "--json")[1])["count"] == 8


def test_the_longer_command_name_wins_and_takes_bare_words(run: Run, behaviour: dict[str, Any]) -> None:
    behaviour["run"] = lambda options: {"names": options.names}
    code, out, _ = run("work", "harder", "ann", "model=m", "bob", "--json")
    assert code == 0
    assert last_json(out)["names"] == ["ann", "bob"]


def test_every_command_can_be_kept_off_the_network(
    run: Run, behaviour: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AQUILA2_OFFLINE")
    behaviour["run"] = lambda options: {"offline": network.is_offline()}
    assert last_json(run("work", "model=m", "offline=true", "--json")[1])["offline"] is True
    assert last_json(run("work", "model=m", "--json")[1])["offline"] is False
    assert not network.is_offline(), "only while the command runs"
    assert "offline=maybe: give true or false" in run("work", "model=m", "offline=maybe")[2]


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_lists_every_command(run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    for name, command in cli.COMMANDS.items():
        assert f"  {name}" in out
        assert command.summary in out


def test_the_help_of_a_command_lists_every_option(run: Run) -> None:
    code, out, err = run("work", "--help")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "usage: aquila2 work [--config X.yaml] [key=value ...] [--json]",
        "do the work of a test",
        "",
        "  model=        which model (needed)",
        "  count=        how often [3]",
        "  names=        who",
        "  sizes=        how large [1,2]",
        "  loud=         whether to shout [false]",
        "  tools=        what with",
        "  tools.kind=   which [axe]",
        "  tools.sharp=  how well kept [true]",
        "  offline=      no call of the network at all, by no part of the program [false]",
    ]
    assert run("work", "harder", "-h")[1].startswith("usage: aquila2 work harder NAMES [--config")


def test_the_version(run: Run) -> None:
    assert run("--version") == (0, f"aquila2 {__version__}\n", "")


def test_as_a_program(tmp_path: Path) -> None:
    """The exit status reaches the shell, and stdout and stderr together end in the JSON line."""
    found = subprocess.run(
        [sys.executable, "-m", "aquila2.cli", "--json", "chat", "modle=x"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert found.returncode == 2
    assert last_json(found.stdout)["error"] == "unknown option 'modle': did you mean 'model'?"


def test_a_reader_that_leaves_early_is_no_error_to_show(tmp_path: Path) -> None:
    """`aquila2 --help | head -1`: no traceback, neither ours nor Python's own at its exit."""
    program = "import sys; from aquila2 import cli; sys.stdin.read(1); sys.exit(cli.main(['--help', '--json']))"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write(b"x")
    process.stdin.close()
    assert process.wait(timeout=60) == 1
    assert process.stderr.read() == b""
    process.stderr.close()


def test_a_terminal_that_cannot_show_a_character_does_not_break_the_answer(tmp_path: Path) -> None:
    program = (
        "import sys, types; from aquila2 import cli\ncli._overview = lambda: '你好 ok'\nsys.exit(cli.main(['--help']))"
    )
    found = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", program],
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert (found.returncode, found.stdout) == (0, b"?? ok\n")


def test_a_command_that_runs_another_passes_its_options_on(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "work.yaml"
    config.write_text("model: m\n", encoding="utf-8")
    code, out, _ = run("work", "by", "names=a,b", "hands=3", "--config", str(config), "loud=yes", "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["hands"], found["words"]) == (3, ["--config", str(config), "names=a,b", "loud=yes"])
    assert json.loads(run("work", "by", "model=m", "--json")[1])["words"] == ["model=m"]
    assert "All other options, and --config, are those of `aquila2 work`." in run("work", "by", "--help")[1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["model=m", "modle=x"], "unknown option 'modle': did you mean 'model'?"),
        (["loud=true"], "missing model="),
        (["model=m", "count=x"], "count=x: give a whole number"),
        (["model=m", "hands=x"], "hands=x: give a whole number"),
        (["model=m", "bare"], "'bare' is not an option"),
    ],
)
def test_what_it_passes_on_is_checked_first(run: Run, words: list[str], says: str) -> None:
    code, _, err = run("work", "by", *words)
    assert code == 2
    assert says in err

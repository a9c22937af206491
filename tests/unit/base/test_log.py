"""Progress on a terminal and elsewhere, and the package's logger."""

import logging
import sys
from collections.abc import Iterator

import pytest

from aquila2.base import log
from aquila2.base.log import Progress, get_logger, log_to_stderr, say


class Clock:
    """Time that passes only when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(log, "time", clock)
    return clock


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    logger = get_logger()
    before = logger.handlers[:], logger.level, logger.propagate
    logger.handlers, logger.level, logger.propagate = [], logging.NOTSET, True  # as a program finds it
    yield logger
    logger.handlers, logger.level, logger.propagate = before


def test_elsewhere_a_plain_line_every_ten_seconds(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with Progress("layers", total=4, unit=" layers") as progress:
        clock.now += 9
        progress.advance()
        clock.now += 9
        progress.advance()
        clock.now += 9
        progress.advance()
        clock.now += 3600
        progress.advance()
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "layers: 2/4 layers (50 %), 0:18 left\nlayers: 4/4 layers (100 %), 0:00 left\n"


def test_on_a_terminal_one_line_that_is_wiped(
    clock: Clock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Progress("bytes", total=200_000) as progress:
        clock.now += 0.05
        progress.advance(10)
        clock.now += 36
        progress.advance(990)
    err = capsys.readouterr().err
    assert err == "\r\033[Kbytes: 1,000/200,000 (0 %), 1:59:33 left\r\033[K"


def test_more_than_the_total_and_none_at_all_do_not_break_it(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("items", total=0)
    clock.now += 20
    progress.advance(0)
    clock.now += 20
    progress.advance(3)
    assert capsys.readouterr().err == "items: 0/0 (0 %), ? left\nitems: 3/0 (300 %), 0:00 left\n"


def test_the_library_is_silent_until_asked(logger: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    get_logger("aquila2.engine").info("before")
    log_to_stderr()
    log_to_stderr()
    get_logger("aquila2.engine").info("after")
    assert capsys.readouterr().err == "after\n"


def test_say_writes_to_stdout_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    say("你", end="")
    say("好")
    assert capsys.readouterr().out == "你好\n"

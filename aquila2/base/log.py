"""What the program says: notes and progress on stderr, answers on stdout."""

import logging
import sys
import time
from types import TracebackType


def get_logger(name: str = "aquila2") -> logging.Logger:
    """The package's logger. A library stays silent until `log_to_stderr` or the user's own handler asks."""
    return logging.getLogger(name)


def log_to_stderr(level: int = logging.INFO) -> None:
    """Show the package's notes as plain lines on stderr; called by the command line alone."""
    logger = get_logger()
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False


def say(text: str = "", end: str = "\n") -> None:
    """Write an answer to stdout, at once."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def note(text: str) -> None:
    """Tell the user something that is no answer, on stderr, at once: a forecast before long work."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


class Progress:
    """Progress of long work: a bar on a terminal, a plain line every ten seconds elsewhere, always with the time left.

    `with Progress("layers", total=32) as progress: ... progress.advance(1)`
    """

    def __init__(self, what: str, total: int, unit: str = "", every_seconds: float = 10.0) -> None:
        self.what, self.total, self.unit = what, total, unit
        self.done, self.every = 0, every_seconds
        self._start = self._shown = time.monotonic()
        self._bar = sys.stderr.isatty()

    def advance(self, amount: int = 1) -> None:
        """Count `amount` more as done and show it when it is time to."""
        self.done += amount
        now = time.monotonic()
        if now - self._shown >= (0.1 if self._bar else self.every):
            self._shown = now
            self._show(now)

    def _show(self, now: float) -> None:
        elapsed = now - self._start
        left = elapsed / self.done * max(self.total - self.done, 0) if self.done else float("inf")
        percent = 100 * self.done / max(self.total, 1)
        line = f"{self.what}: {self.done:,}/{self.total:,}{self.unit} ({percent:.0f} %), {clock(left)} left"
        sys.stderr.write(f"\r\033[K{line}" if self._bar else line + "\n")
        sys.stderr.flush()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def clock(seconds: float) -> str:
    """Seconds as minutes or hours: 1:05, 2:03:04."""
    if seconds == float("inf"):
        return "?"
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

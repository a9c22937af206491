"""What programs may do, what they may not, and the estimate of pass@k."""

import itertools
import sys

import pytest

from aquila2.evals.sandbox import pass_at_k, run_program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="confining a process takes Linux")


def test_a_program_that_ends_has_passed():
    ran = run_program("import math, re, collections, itertools, functools, hashlib, random\nassert math.sqrt(4) == 2")
    assert ran == ("passed", "")


@pytest.mark.parametrize(
    ("program", "outcome", "error"),
    [
        ("assert 1 == 2", "failed", "AssertionError"),
        ("def f(:", "failed", "SyntaxError"),
        ("raise SystemExit(0)", "failed", "SystemExit"),
        ("import os; os._exit(0)", "failed", "ended early"),
        ("while True: pass", "timed out", "longer"),
        ("import time; time.sleep(60)", "timed out", "longer"),
        ("x = bytearray(3 << 30)", "failed", "MemoryError"),
        ("def f(): f()\nf()", "failed", "RecursionError"),
        ("print('x' * 10); input()", "failed", ""),
    ],
)
def test_programs_that_fail(program, outcome, error):
    ran = run_program(program, seconds=1)
    assert ran.outcome == outcome
    assert error in ran.error


@pytest.mark.parametrize(
    "harm",
    [
        "open({path!r}, 'w').write('x')",
        "open({path!r}, 'a').close()",
        "import os; os.remove({path!r})",
        "import os; os.rename({path!r}, {path!r} + '2')",
        "import os; os.mkdir({path!r} + '3')",
        "import os; os.truncate({path!r}, 0)",
        "import os; os.chmod({path!r}, 0)",
        "import os; os.symlink({path!r}, {path!r} + '4')",
        "import os; os.utime({path!r}, (0, 0))",
        "import socket; socket.socket()",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true') == 0 and exit(7)\nraise PermissionError",
        "import os; os.fork()",
        "import os; os.kill(os.getppid(), 0)",
        "import threading; threading.Thread(target=print).start()",
        "import ctypes; assert ctypes.CDLL(None).unlink({path!r}.encode()) == -1; raise PermissionError",
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    ],
)
def test_harm_is_refused(harm, tmp_path):
    path = tmp_path / "file"
    path.write_text("as it was")
    before = path.stat()
    ran = run_program(harm.format(path=str(path)))
    assert ran.outcome == "failed"
    assert any(word in ran.error for word in ("PermissionError", "not permitted", "can't start new thread", "limit"))
    assert path.read_text() == "as it was"
    assert (path.stat().st_mode, path.stat().st_mtime) == (before.st_mode, before.st_mtime)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_pass_at_k_is_the_share_of_draws_with_a_right_one():
    for samples, right, k in itertools.product(range(1, 6), range(6), range(1, 6)):
        if right > samples or k > samples:
            continue
        draws = list(itertools.combinations([True] * right + [False] * (samples - right), k))
        assert pass_at_k(samples, right, k) == pytest.approx(sum(map(any, draws)) / len(draws))
    with pytest.raises(ValueError, match="k=3 of 2"):
        pass_at_k(2, 1, 3)

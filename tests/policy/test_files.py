"""What a file may be called, how long it may be, what it may do, and what must not stand in it."""

import ast
import re
from pathlib import Path

from tests.policy.repository import ROOT, git_files, library

MAX_LINES = 400

# a thing lives beside the idea it belongs to, not in a drawer
BANNED_NAMES = {"utils", "util", "common", "helpers", "helper", "constants", "misc", "tools"}

# Paths that only one machine has, and the hosts of package registries: pip's own configuration names those.
# One letter of each is a class of its own, so that these lines do not match themselves.
MACHINE = re.compile(r"(^|[^\w.$~])/(wor[k]|roo[t]|far[m]|hom[e]|User[s]|opt/wheel[s]|opt/pyp[i])/")
REGISTRY = re.compile(r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.|downloa[d]\.pytorch\.org")


def texts() -> dict[str, str]:
    found = {}
    for name in git_files():
        data = (ROOT / name).read_bytes()
        if b"\0" not in data[:8192]:
            found[name] = data.decode("utf-8")
    return found


def parsed() -> list[tuple[str, ast.Module]]:
    return [(str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in library()]


def test_no_python_file_is_longer_than_a_reader_can_hold() -> None:
    long = {
        name: count
        for name, text in texts().items()
        if name.endswith(".py") and (count := text.count("\n")) > MAX_LINES
    }
    assert not long, f"over {MAX_LINES} lines: divide by idea"


def test_no_file_is_a_drawer() -> None:
    assert not [name for name in texts() if Path(name).stem in BANNED_NAMES and name.endswith(".py")]


def test_the_library_does_not_print() -> None:
    """Answers go through base.log.say, notes through the logger."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "print"
    ]
    assert not wrong


def test_the_environment_is_read_in_base_alone() -> None:
    wrong = []
    for name, tree in parsed():
        if name.startswith("aquila2/base/"):
            continue
        for node in ast.walk(tree):
            reads = isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "putenv")
            imports = isinstance(node, ast.ImportFrom) and node.module == "os"
            if (reads and ast.unparse(node).startswith("os.")) or (
                imports and {"environ", "getenv"} & {alias.name for alias in node.names}
            ):
                wrong.append(f"{name}:{node.lineno}")
    assert not wrong


def test_no_check_of_input_is_an_assert() -> None:
    """`python -O` drops asserts, and their message helps no user: raise UserError. To tell the type checker what is
    so by construction, `assert isinstance(...)` and `assert ... is not None` may stand."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) and not re.match(r"isinstance\(|[\w.]+ is not None$", ast.unparse(node.test))
    ]
    assert not wrong


def test_no_error_is_swallowed_unseen() -> None:
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (ast.unparse(node.type) in ("Exception", "BaseException") and len(node.body) == 1))
        and isinstance(node.body[0], ast.Pass)
    ]
    assert not wrong


def test_pickles_are_read_as_weights_only() -> None:
    """Code in a checkpoint must never run: every torch.load says weights_only=True."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("torch.load", "pickle.load", "pickle.loads")
        and "weights_only=True" not in {f"{k.arg}={ast.unparse(k.value)}" for k in node.keywords}
    ]
    assert not wrong


def test_nothing_names_a_machine_or_a_registry() -> None:
    wrong = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE.search(line) or REGISTRY.search(line)
    ]
    assert not wrong


def test_every_test_can_fail() -> None:
    """A test function asserts something, expects an error, or calls something that is named after checking."""
    checking = re.compile(r"^(assert|check|expect|raises|warns|fail)")
    wrong = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        asserting = {f.name for f in functions if any(isinstance(node, ast.Assert) for node in ast.walk(f))}
        for function in functions:
            if not function.name.startswith("test") or function.name in asserting:
                continue
            calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
            names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
            if not names & asserting and not any(checking.match(name) for name in names):
                wrong.append(f"{path.relative_to(ROOT)}:{function.lineno} {function.name}")
    assert not wrong

"""What SECURITY.md promises of the sources: no shell, no code out of text, no archive unpacked on its own word."""

import ast

import pytest

from tests.policy.repository import ROOT, git_files, library

# Runs what a model wrote, in a process that has no right to do anything but compute (`aquila2 evaluate`, HumanEval).
CONFINED = ROOT / "aquila2" / "evals" / "confine.py"
SOURCES = [*library(), *(ROOT / name for name in git_files() if name.startswith("compat/") and name.endswith(".py"))]

FORBIDDEN = {
    "eval": "runs text",
    "exec": "runs text",
    "os.system": "is a shell",
    "os.popen": "is a shell",
    "subprocess.getoutput": "is a shell",
    "pickle.load": "runs what it reads",
    "pickle.loads": "runs what it reads",
    "yaml.load": "makes any object",
    "yaml.unsafe_load": "makes any object",
    "marshal.loads": "reads code",
    "shutil.unpack_archive": "writes where the archive says",
    "ssl._create_unverified_context": "believes any server",
}
# of whatever object; a zip file's `extract` of one member stays where it is told to
FORBIDDEN_METHODS = {"extractall": "writes where the archive says"}
FORBIDDEN_WORDS = {"shell": True, "trust_remote_code": True, "verify": False, "weights_only": False}


def faults(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if name in FORBIDDEN:
            found.append(f"line {node.lineno}: {name} {FORBIDDEN[name]}")
        if isinstance(node.func, ast.Attribute) and node.func.attr in FORBIDDEN_METHODS:
            found.append(f"line {node.lineno}: {node.func.attr} {FORBIDDEN_METHODS[node.func.attr]}")
        for word in node.keywords:
            said = word.value.value if isinstance(word.value, ast.Constant) else None
            if word.arg in FORBIDDEN_WORDS and said is FORBIDDEN_WORDS[word.arg]:
                found.append(f"line {node.lineno}: {word.arg}={said}")
    return found


def test_no_source_does_what_we_promise_not_to() -> None:
    found = {path: faults(ast.parse(path.read_text())) for path in SOURCES}
    assert [fault.partition(": ")[2] for fault in found.pop(CONFINED)] == ["exec runs text"]
    assert not {str(path.relative_to(ROOT)): wrong for path, wrong in found.items() if wrong}


@pytest.mark.parametrize(
    "code",
    [
        "eval(x)",
        "os.system(x)",
        "yaml.load(x)",
        "run(x, shell=True)",
        "tar.extractall()",
        "torch.load(f, weights_only=False)",
    ],
)
def test_the_rule_itself_finds_them(code: str) -> None:
    assert len(faults(ast.parse(code))) == 1


def test_harmless_code_passes() -> None:
    assert faults(ast.parse("run(x, shell=False); ast.literal_eval(x); tar.extractfile(m); model.eval()")) == []

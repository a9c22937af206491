"""`aquila2 audit build`: an index of test items, which training data is then searched for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aquila2.base.builtin_text import BUILTIN, builtin_files
from aquila2.base.config import nearest, option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.log import note, say
from aquila2.base.outputs import check_output, fingerprint, record_output
from aquila2.base.sources import find_files
from aquila2.data.indexed import sha256_of
from aquila2.data.testset_files import SUFFIXES, read_items
from aquila2.data.testset_item import Item
from aquila2.data.testsets import AQUILA2_21, SETS, audited_items, set_files

GROUPS = {"aquila2_21": (*AQUILA2_21, "gsm8k"), "all": tuple(SETS)}
_DOCUMENTS = 4096


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 audit build`."""

    tests: list[str] = option(help="aquila2_21 (the release's sets), all, sets by name, or files: .jsonl, .csv (.gz)")
    out: Path = option(help="folder for the index")
    data_dir: Path = option(Path("./data"), help="where public test sets lie, a folder a set")
    fields: list[str] = option([], help="fields of files that hold an item's text [known by their names]")
    simplified: bool = option(True, help="simplified and traditional characters are one; needs OpenCC")
    clean: list[str] = option([BUILTIN], help="clean text, whose n-grams say nothing: files, or builtin")
    overwrite: bool = option(False, help="replace what stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Build. Returns `out`, `items`, `sets` (items of each) and `missing` (sets that are not at hand)."""
    named, files = _tests(options)
    if options.fields and not files:
        raise UserError("fields= is for files: public sets have fields of their own, leave it out")
    missing = {}
    found: list[tuple[Path, list[str]]] = []
    for name in named:
        paths = set_files(name, options.data_dir)
        if not paths and name not in options.tests:
            missing[name] = f"no file in {options.data_dir / SETS[name].folder}; it needs {SETS[name].form}"
            note(f"{name} is left out: {missing[name]}")
        else:
            found.append((options.data_dir / SETS[name].folder, [name]))
            files += [path for path in paths if path not in files]
    if not found and not files:
        raise UserError(
            f"data_dir={options.data_dir}: not one of the test sets is there: name the folder that has them"
        )
    clean = builtin_files("calibration") if options.clean == [BUILTIN] else find_files(options.clean, option="clean")
    hashes = {str(path.resolve()): sha256_of(path) for path in files}
    settings = {"simplified": options.simplified, "tests": options.tests, "missing": missing}
    made_from = {
        "command": "audit build", **settings, "fields": options.fields, "files": hashes,
        "clean": [fingerprint(path) for path in clean],
    }  # fmt: skip
    check_output(options.out, made_from, options.overwrite)

    from aquila2.audit.index import build_index, save_index

    items = list(_items(options, [name for _, names in found for name in names]))
    index = build_index(items, hashes, settings, _clean(clean))
    with atomic_folder(options.out, overwrite=True) as folder:
        save_index(index, folder)
        record_output(folder, made_from)
    sets = index.about["sets"]
    for name, count in sets.items():
        say(f"{name:<16} {count:>7,} items")
    say(f"{options.out}: {len(index.items):,} items of {len(sets)} sets, {len(index.arrays.seeds):,} seeds")
    return {"out": str(options.out), "items": len(index.items), "sets": sets, "missing": sorted(missing)}


def _tests(options: Options) -> tuple[list[str], list[Path]]:
    """Names of public sets, and files."""
    named: dict[str, None] = {}
    files: list[Path] = []
    for word in options.tests:
        if word in GROUPS:
            named.update(dict.fromkeys(GROUPS[word]))
        elif word in SETS:
            named[word] = None
        elif word.isidentifier():
            raise UserError(f"tests={word}: there is no such set{nearest(word, [*GROUPS, *SETS])}")
        else:
            files += find_files([word], SUFFIXES, "tests")
    if not (named or files):
        raise UserError("tests=: name aquila2_21, all, sets or files")
    return list(named), files


def _items(options: Options, named: list[str]) -> Iterator[Item]:
    for name in named:
        yield from audited_items(name, options.data_dir)
    seen: dict[str, Path] = {}
    for word in options.tests:
        if word not in GROUPS and word not in SETS:
            for path in find_files([word], SUFFIXES, "tests"):
                items = read_items(path, options.fields)
                other = seen.setdefault(items[0].set, path)
                if other != path or items[0].set in named:
                    raise UserError(f"tests={path}: another set is called {items[0].set!r} too: rename the file")
                yield from items


def _clean(files: list[Path]) -> Iterator[list[str]]:
    """Clean text, some documents at a time."""
    from aquila2.audit.documents import read_texts
    from aquila2.base.sources import Problem, cut

    def refuse(problem: Problem) -> None:
        raise UserError(f"{problem}: mend it, or leave it out of clean=")

    for path in files:
        for shard in cut(path, 1 << 40):
            for some in read_texts(shard, refuse):
                data = some.data.tobytes()
                pieces = [
                    data[max(start, some.owned[0]) : min(stop, some.owned[1])].decode("utf-8", "ignore")
                    for start, stop in some.bounds.tolist()
                ]
                if len(pieces) == 1:  # plain text: its lines are its documents
                    pieces = pieces[0].split("\n")
                for first in range(0, len(pieces), _DOCUMENTS):
                    yield pieces[first : first + _DOCUMENTS]

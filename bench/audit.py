"""The contamination audit: what the drill finds, how fast a scan is beside its peers, and what grows with the data.

python bench/audit.py drill [--shared DIR] --docs DIR [--per 60] [--done DRILL]
python bench/audit.py methods [--shared DIR] --docs DIR [--done DRILL]
python bench/audit.py speed [--shared DIR] --docs DIR [--peer PYTHON]
python bench/audit.py curve [--shared DIR] --docs DIR [--megabytes 100 300 1000 3000 10000] [--ray]

`--docs` is what `bench/audit_text.py` made of Debian's documentation packages. The index is of all sets in the data
folder; its stop-grams come from CLEAN, which nothing is planted in. `--peer` is a Python that has datatrove, whose pins
need an environment of their own: pip install 'datatrove[processing]'. lm-eval's functions run in this one.
"""

import argparse
import gzip
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provenance import save

ROOT = Path(__file__).resolve().parent.parent
CLEAN = ("gnome-user-docs", "octave-doc", "libreoffice-help")
EIGHT_TERABYTES = 8e12  # 2T tokens


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["drill", "methods", "speed", "curve"])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--peer", help="a Python that has datatrove")
    parser.add_argument("--per", type=int, default=60)
    parser.add_argument("--done", type=Path, help="the folder of a drill that is made already")
    parser.add_argument("--megabytes", type=int, nargs="*", default=[100, 300, 1000, 3000, 10000])
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        {"drill": drill, "methods": methods, "speed": speed, "curve": curve}[options.what](options, Path(folder))


def audit(command: str, *words: object) -> dict[str, Any]:
    """One run of the command in a process of its own: what its last line says."""
    program = [sys.executable, "-m", "aquila2.cli", "audit", command, *map(str, words), "--json"]
    found = subprocess.run(program, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    result: dict[str, Any] = json.loads(found.stdout.splitlines()[-1])
    if found.returncode:
        raise SystemExit(result["error"])
    return result


def build(options: argparse.Namespace, out: Path) -> dict[str, Any]:
    """The index of all sets."""
    clean = [path for path in sorted(options.docs.glob("*.jsonl")) if path.name.startswith(CLEAN)]
    clean.append(options.shared / "data" / "rag" / "2wikimultihopqa")
    data = options.shared / "data" / "eval"
    return audit("build", "tests=all", f"data_dir={data}", f"out={out}", f"clean={','.join(map(str, clean))}")


def texts(options: argparse.Namespace) -> list[Path]:
    """Files to plant in: documentation that is not in CLEAN, and the data folder's texts."""
    data = options.shared / "data"
    files = [path for path in sorted(options.docs.glob("*.jsonl")) if not path.name.startswith(CLEAN)]
    for folder in ("corpus", "poems", "sft", "longctx"):
        files += sorted(
            path for path in (data / folder).rglob("*") if path.name.endswith((".txt.gz", ".jsonl.gz", ".jsonl"))
        )
    return [*files, data / "rag" / "cranfield" / "cran_docs.jsonl.gz"]


def drill(options: argparse.Namespace, folder: Path) -> None:
    """The table of the README; with `--done`, of a drill whose folder is there already."""
    made = options.done or folder / "drill"
    if not options.done:
        build(options, folder / "index")
        words = [f"text={','.join(map(str, texts(options)))}", f"out={made}", f"per={options.per}", "size_mb=2000"]
        audit("drill", f"index={folder / 'index'}", *words)
    found = json.loads((made / "drill.json").read_text(encoding="utf-8"))
    found["sources"] = [Path(name).name for name in found["sources"]]
    untold = found.pop("untold")
    found["untold"] = {"items": len(untold), "examples": untold[:: max(len(untold) // 40, 1)]}
    found.pop("by_set_and_edit")
    lines = (made / "before" / "matches.jsonl").read_text(encoding="utf-8").splitlines()
    before = [json.loads(line) for line in lines]
    found["before"]["examples"] = [
        {key: row[key] for key in ("set", "id", "verdict", "question", "span", "bits")}
        for row in before[:: max(len(before) // 25, 1)]
    ]
    save("audit_drill", found)
    print(json.dumps(found["recall"], indent=1), found["precision"])


def methods(options: argparse.Namespace, folder: Path) -> None:
    """A smaller drill with the published methods beside ours: they are slow on text that is full of leaks."""
    made = options.done or folder / "drill"
    if not options.done:
        build(options, folder / "index")
        words = [f"text={','.join(map(str, texts(options)))}", f"out={made}", "per=12", "size_mb=60"]
        audit("drill", f"index={folder / 'index'}", *words, "methods=gpt3,palm,llama2,llama3")
    found = json.loads((made / "drill.json").read_text(encoding="utf-8"))
    ours = {
        "recall": {name: row["recall"] for name, row in found["recall"].items()},
        "recall_of_all": {name: row["recall_of_all"] for name, row in found["recall"].items()},
        "precision": found["precision"]["precision"],
        "accused_before": found["before"]["documents"],
        "items_named": found["items_named"],
    }
    told = {name: found[name] for name in ("text_bytes", "documents", "plants")}
    save("audit_methods", {**told, "methods": {"longest": ours, **found["methods"]}})
    print(json.dumps(found["methods"], indent=1))


def sample(options: argparse.Namespace, path: Path, megabytes: float) -> int:
    """Documents of all sources by turns, as JSON Lines. Returns the bytes of text."""
    size = 0
    with open(path, "w", encoding="utf-8") as file:
        for text in mixed(options):
            file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
            size += len(text.encode())
            if size >= megabytes * 1e6:
                break
    return size


def mixed(options: argparse.Namespace) -> Iterator[str]:
    """All documents, one of each file in turn; short ones of a file several together."""
    open_files = [documents(path) for path in texts(options)]
    while open_files:
        for file in list(open_files):
            try:
                yield next(file)
            except StopIteration:
                open_files.remove(file)


def documents(path: Path) -> Iterator[str]:
    """The texts of a file, of at least 2,000 characters each."""
    held = ""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line) if ".jsonl" in path.name else line
            held += "\n".join(strings(record)) + "\n"
            if len(held) >= 2000:
                yield held
                held = ""
    if held.strip():
        yield held


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def speed(options: argparse.Namespace, folder: Path) -> None:
    """A core's rate on mixed text, ours and the peers', by turns; each peer with an index of all sets' texts."""
    build(options, folder / "index")
    size = sample(options, folder / "text.jsonl", 60)
    small = sample(options, folder / "small.jsonl", 1)
    ours: list[dict[str, Any]] = []
    peers: dict[str, list[dict[str, Any]]] = {"lm-eval": []} | ({"datatrove": []} if options.peer else {})
    program = Path(__file__).with_name("audit_peers.py")
    for run in range(options.runs):
        ours.append(rate(options, folder / "index", folder / "text.jsonl", folder))
        for name, rows in peers.items():
            python = options.peer if name == "datatrove" else sys.executable
            words = [python, program, name, folder / "index" / "texts.jsonl", folder / "small.jsonl", folder / f"{run}"]
            found = subprocess.run(list(map(str, words)), stdout=subprocess.PIPE, text=True, check=True)
            rows.append(json.loads(found.stdout.splitlines()[-1]))
        print(ours[-1], {name: rows[-1] for name, rows in peers.items()})
    whole = audit(
        "scan", f"index={folder / 'index'}", f"data={folder / 'text.jsonl'}", f"out={folder / 's'}", "workers=1"
    )
    results = {
        "text": {"bytes": size, "peer_bytes": small, "sources": [path.name for path in texts(options)]},
        "aquila2": {
            "mb_per_second": statistics.median(row["mb_per_second"] for row in ours),
            "mb_per_cpu_second": statistics.median(row["mb_per_cpu_second"] for row in ours),
            "peak_memory_bytes": max(row["peak_memory_bytes"] for row in ours),
            "runs": ours,
            "whole_command": {key: whole[key] for key in ("bytes", "seconds", "peak_memory_bytes")},
        },
        "peers": {
            name: {
                **{key: statistics.median(row[key] for row in rows) for key in ("mb_per_second", "mb_per_cpu_second")},
                "runs": rows,
            }
            for name, rows in peers.items()
        },
    }
    save("audit_speed", results)
    print(json.dumps(results, indent=1)[:1500])


RATE = """
import json, resource, sys, time
from pathlib import Path
from aquila2.audit.scan import Settings, ScanTask, scan_part, _MATCHERS, _make, warm_up
from aquila2.audit.index import load_index
from aquila2.base.sources import Shard
index, text, out = map(Path, sys.argv[1:])
settings = Settings()
matcher = _MATCHERS[str(index), settings] = _make(load_index(index), settings)
warm_up(matcher)
task = ScanTask("rate", Shard(text, 0, text.stat().st_size), 0, index, settings, out)
start, cpu = time.perf_counter(), time.process_time()
done = scan_part(task)
seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"mb_per_second": done.bytes / seconds / 1e6, "mb_per_cpu_second": done.bytes / cpu / 1e6,
                  "matches": done.matches, "peak_memory_bytes": peak}))
"""


def rate(options: argparse.Namespace, index: Path, text: Path, out: Path) -> dict[str, Any]:
    """A part looked at by one thread: reading, parsing and looking, without the loading of the index."""
    words = [sys.executable, "-c", RATE, index, text, out]
    found = subprocess.run(list(map(str, words)), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(found.stdout)
    return result


def curve(options: argparse.Namespace, folder: Path) -> None:
    """Whole scans of growing text, then with Ray on one and two processes; what 8 TB would take."""
    build(options, folder / "index")
    rows, made = [], 0.0
    words = [f"index={folder / 'index'}", f"data={folder / 'data'}"]
    (folder / "data").mkdir()
    pool = list(mixed(options))
    for megabytes in sorted(options.megabytes):
        while made < megabytes * 1e6:
            number = len(list((folder / "data").iterdir()))
            made += grown(pool, folder / "data" / f"{number:04}.jsonl", min(250e6, megabytes * 1e6 - made), number)
        start = time.perf_counter()
        found = audit("scan", *words, f"out={folder / f's{megabytes}'}")
        row = {
            "megabytes": megabytes,
            "seconds": time.perf_counter() - start,
            "files": len(list((folder / "data").iterdir())),
        }
        rows.append(row | {key: found[key] for key in ("bytes", "documents", "hits", "peak_memory_bytes")})
        print(rows[-1])
    results: dict[str, Any] = {"threads": rows}
    first, last = rows[0], rows[-1]
    per_second = (last["bytes"] - first["bytes"]) / (last["seconds"] - first["seconds"])
    results["bytes_per_second_2_cores"] = per_second
    results["eight_terabytes"] = {
        "core_hours": EIGHT_TERABYTES / per_second * 2 / 3600,
        "days_on_2_cores": EIGHT_TERABYTES / per_second / 86400,
    }
    if options.ray:
        results["ray"] = ray_rows(folder, words)
    save("audit_curve", results)
    print(json.dumps(results, indent=1))


def ray_rows(folder: Path, words: list[str]) -> list[dict[str, Any]]:
    """The first files of the curve's text on a Ray cluster of one process, and of two."""
    files = sorted((folder / "data").iterdir())[:2]
    rows = []
    for processes in (1, 2):
        program = (
            "import json, sys, ray; ray.init(num_cpus=int(sys.argv[1]), include_dashboard=False, log_to_driver=False);"
            " from aquila2.cli import main; sys.exit(main(sys.argv[2:]))"
        )
        out = f"out={folder / f'ray{processes}'}"
        data = f"data={','.join(map(str, files))}"
        command = [
            sys.executable,
            "-c",
            program,
            str(processes),
            "audit",
            "scan",
            words[0],
            data,
            out,
            "workers=ray",
            "--json",
        ]
        found = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        result = json.loads(found.stdout.splitlines()[-1])
        rows.append({"processes": processes, **{key: result[key] for key in ("bytes", "seconds", "hits")}})
        print(rows[-1])
    return rows


def grown(pool: list[str], path: Path, size: float, seed: int) -> int:
    """A file of documents put together of the pool's, each a stretch from one and a stretch from another."""
    draw = random.Random(seed)
    written = 0
    with open(path, "w", encoding="utf-8") as file:
        while written < size:
            text = ""
            for _ in range(2):
                part = draw.choice(pool)
                at = draw.randrange(max(len(part) - 3000, 1))
                text += part[at : at + 3000]
            written += file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n") and len(text.encode())
    return written


if __name__ == "__main__":
    main()

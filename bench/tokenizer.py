"""Training a tokenizer beside `tokenizers` and gigabpe; how time and memory grow; encoding.

python bench/tokenizer.py train [--shared DIR] [--runs N] [--megabytes 50 146] [--entries 32000 100000]
python bench/tokenizer.py growth [--shared DIR] [--megabytes 10 50 146 500 2000] [--split gpt2]
python bench/tokenizer.py encode [--shared DIR]

Every run is a fresh process; its peak is the kernel's figure for it (`ru_maxrss`). Ours is the whole command, its
report included. The corpus is every text of the data folder, each line once, in one random order: 150 MB of real
text. Larger ones (growth) are that, then lines put together of its sentences, each cut from a random line: their words
at the cuts are new, the others are not, so the count table grows more slowly than that of new real text would
(both are in the result).
"""

import argparse
import csv
import gzip
import hashlib
import json
import os
import random
import re
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
NO_TEXT = {"aquila-tokenizer", "published"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["train", "growth", "encode"])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--megabytes", type=int, nargs="*")
    parser.add_argument("--entries", type=int, nargs="*", default=[32_000, 100_000])
    parser.add_argument(
        "--split", choices=["gpt2", "cjk"], default="gpt2", help="how our command cuts text, for growth"
    )
    parser.add_argument("--peers", nargs="*", default=["tokenizers", "gigabpe"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        {"train": train, "growth": growth, "encode": encode}[options.what](options, Path(folder))


def train(options: argparse.Namespace, folder: Path) -> None:
    """Peers and ours by turns, the median of each (`tokenizers` runs once), and whether the merges are the same."""
    rows = []
    for megabytes in options.megabytes or [50]:
        corpus = corpus_apart(options.shared, folder / f"{megabytes}.txt", megabytes)
        for entries in options.entries:
            found: dict[str, list[dict[str, Any]]] = {name: [] for name in ("aquila2", *options.peers)}
            run_one("aquila2", corpus, entries, folder)  # compiles, where that was not done before
            for number in range(options.runs):
                for name, runs in found.items():
                    if name == "tokenizers" and number:
                        continue  # minutes, and far behind
                    runs.append(run_one(name, corpus, entries, folder))
            row: dict[str, Any] = {"megabytes": megabytes, "entries": entries, "unique": True}
            for name, runs in found.items():
                row[name] = {
                    "seconds": statistics.median(run["seconds"] for run in runs),
                    "all_seconds": [run["seconds"] for run in runs],
                    "peak_megabytes": statistics.median(run["peak_megabytes"] for run in runs),
                }
            for name in options.peers:
                row[name]["ours_to_theirs"] = {
                    key: round(row["aquila2"][key] / row[name][key], 3) for key in ("seconds", "peak_megabytes")
                }
                row[name]["same_merges"] = same(found["aquila2"][0]["merges"], found[name][0]["merges"])
            rows.append(row)
            print(json.dumps(row))
    print(save(f"tokenizer_train_{'_'.join(str(size) for size in options.megabytes or [50])}", rows))


def growth(options: argparse.Namespace, folder: Path) -> None:
    """Time, memory and the count table for more and more text; a power law fitted to each."""
    rows = []
    for megabytes in options.megabytes or [10, 50, 146, 500, 2000]:
        corpus = corpus_apart(options.shared, folder / f"{megabytes}.txt", megabytes)
        row: dict[str, Any] = {"megabytes": megabytes, "real_text": megabytes <= 150}
        for name in ("aquila2", *options.peers):
            if name != "tokenizers" or megabytes <= 150:  # it would take more memory than there is
                run = run_one(name, corpus, options.entries[-1], folder, options.split)
                row[name] = {key: run[key] for key in ("seconds", "peak_megabytes", "training") if key in run}
        rows.append(row)
        print(json.dumps(row))
        corpus.unlink()
    laws = fitted(rows)
    name = "tokenizer_growth" if options.split == "gpt2" else f"tokenizer_growth_{options.split}"
    print(save(name, {"entries": options.entries[-1], "rows": rows, "fitted": laws}))


def fitted(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The cost of our command as a curve: the table's size as a power of the text's, from real text alone; seconds as
    a sum of what starting, each MB of text and each MB of the table take."""
    import numpy as np

    size = np.array([row["megabytes"] for row in rows], float)
    table = np.array([row["aquila2"]["training"]["unique_word_bytes"] / 1e6 for row in rows])
    real = np.array([row["real_text"] for row in rows])
    power, factor = np.polyfit(np.log(size[real]), np.log(table[real]), 1)
    seconds = np.array([row["aquila2"]["seconds"] for row in rows])
    terms = np.stack([np.ones_like(size), size, table], axis=1)
    kept = [0, 1, 2]
    while True:  # least squares of relative errors, no term below zero
        found = np.linalg.lstsq(terms[:, kept] / seconds[:, None], np.ones_like(seconds), rcond=None)[0]
        if found.min() >= 0:
            break
        kept = [k for k, value in zip(kept, found, strict=True) if value >= 0]
    costs = dict.fromkeys(range(3), 0.0) | dict(zip(kept, found.tolist(), strict=True))
    table_at_50_gb = float(np.exp(factor) * 5e4**power)
    return {
        "table_megabytes_of_real_text": {
            "factor": round(float(np.exp(factor)), 4),
            "power": round(float(power), 3),
            "at_50_gb": round(table_at_50_gb),
        },
        "seconds": {
            "start": round(costs[0], 2),
            "each_megabyte": round(costs[1], 4),
            "each_megabyte_of_table": round(costs[2], 4),
            "at_50_gb": round(costs[0] + costs[1] * 5e4 + costs[2] * table_at_50_gb),
        },
    }


def encode(options: argparse.Namespace, folder: Path) -> None:
    """Our `encode_batch`, the same through tiktoken, and `tokenizers`' own `encode_batch_fast`, by turns."""
    from tokenizers import Tokenizer as Backend

    from aquila2.tokenizer.tiktoken_encoder import fast_encoder
    from aquila2.tokenizer.tokenizer import Tokenizer

    texts = write_corpus(options.shared, folder / "e.txt", 10).read_text(encoding="utf-8").splitlines(keepends=True)
    size = sum(len(text.encode()) for text in texts) / 1e6
    ours = Tokenizer.load(options.shared / "data" / "aquila-tokenizer" / "flagscale_tokenizer")
    ways = {
        "aquila2 encode_batch": ours.encode_batch,
        "aquila2 through tiktoken, one thread": fast_encoder(ours).encode_batch,
        "tokenizers encode_batch_fast": lambda t: [
            e.ids for e in theirs.encode_batch_fast(t, add_special_tokens=False)
        ],
    }
    theirs = Backend.from_str(ours.to_json())
    theirs.encode_special_tokens = True
    expected = ours.encode_batch(texts)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for run in range(2 * options.runs):
        for name, way in list(ways.items())[:: 1 if run % 2 else -1]:
            start = time.perf_counter()
            ids = way(texts)
            times[name].append(time.perf_counter() - start)
            if ids != expected:
                raise SystemExit(f"{name} gives other ids")
    rows = {name: {"megabytes_per_second": round(size / statistics.median(found), 2)} for name, found in times.items()}
    print(json.dumps(rows, indent=2))
    print(save("tokenizer_encode", {"megabytes": round(size, 2), "same_ids": True, "ways": rows}))


def run_one(name: str, corpus: Path, entries: int, folder: Path, split: str = "gpt2") -> dict[str, Any]:
    """One training in a fresh process: seconds of the whole process, its peak, where its merges are."""
    out = folder / f"{name}-{corpus.stem}-{entries}"
    words = {
        "aquila2": [
            "-m", "aquila2.cli", "train-tokenizer", f"data={corpus}", f"vocab_size={entries}", "special_tokens=",
            f"out={out}", f"split={split}", "overwrite=true",
        ],
        "tokenizers": ["-c", TOKENIZERS, str(corpus), str(entries), str(out)],
        "gigabpe": ["-c", GIGABPE, str(corpus), str(entries), str(out)],
    }[name]  # fmt: skip
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} failed")
    row: dict[str, Any] = {
        "seconds": round(seconds, 2),
        "peak_megabytes": round(usage.ru_maxrss * 1024 / 1e6),
        "merges": out / "merges.txt" if name == "aquila2" else out,
    }
    if name == "aquila2":
        row["training"] = json.loads((out / "report.json").read_text(encoding="utf-8"))["training"]
    return row


TOKENIZERS = """
import json, sys
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
backend = Tokenizer(models.BPE())
backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
backend.train([sys.argv[1]], trainers.BpeTrainer(vocab_size=int(sys.argv[2]), special_tokens=["<|endoftext|>"],
    initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
merges = json.loads(backend.to_str())["model"]["merges"]
open(sys.argv[3], "w", encoding="utf-8").write("#\\n" + "".join(" ".join(pair) + "\\n" for pair in merges))
"""

GIGABPE = """
import sys, gigabpe
_, merges = gigabpe.train_bpe(
    [sys.argv[1]], int(sys.argv[2]), special_tokens=["<|endoftext|>"], pretokenizer="bytelevel")
open(sys.argv[3], "w", encoding="utf-8").write("#\\n" + "".join(" ".join(pair) + "\\n" for pair in merges))
"""


def same(ours: Path, theirs: Path) -> bool:
    """Whether the merges are the same as far as both go (gigabpe leaves unseen bytes out and learns more merges)."""
    a, b = (path.read_text(encoding="utf-8").splitlines()[1:] for path in (ours, theirs))
    length = min(len(a), len(b))
    return a[:length] == b[:length] and length > 0.95 * max(len(a), len(b))


def corpus_apart(shared: Path, path: Path, megabytes: int) -> Path:
    """`write_corpus` in a process of its own: the kernel counts the memory of the parent, this process, to a child's
    peak."""
    program = "import sys, pathlib, tokenizer as t; t.write_corpus(*map(pathlib.Path, sys.argv[1:3]), int(sys.argv[3]))"
    words = [sys.executable, "-c", program, str(shared), str(path), str(megabytes)]
    subprocess.run(words, check=True, cwd=ROOT / "bench")
    return path


def write_corpus(shared: Path, path: Path, megabytes: int) -> Path:
    """The first megabytes of all lines of the data folder in one random order, each line once; then recombined ones."""
    lines = sorted(set(all_lines(shared / "data")), key=lambda line: hashlib.md5(line.encode()).digest())
    left, rng = megabytes * 10**6, random.Random(0)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            if left <= 0:
                return path
            left -= file.write(line + "\n") and len(line.encode()) + 1
        pieces = [piece for line in lines for piece in re.findall(r"[^。！？.!?]+[。！？.!?]?", line)]
        while left > 0:
            line = "".join(rng.choice(pieces) for _ in range(rng.randrange(2, 9)))
            cut = rng.randrange(len(line) // 2 + 1)
            left -= file.write(line[cut:] + "\n") and len(line[cut:].encode()) + 1
    return path


def all_lines(data: Path) -> Iterator[str]:
    """Every line of text of two characters or more: strings in JSON, cells of CSV, lines of the rest."""
    for path in sorted(data.rglob("*")):
        inside = path.relative_to(data).parts[0] not in NO_TEXT
        if path.is_file() and inside and path.suffix in (".gz", ".csv", ".txt", ".json", ".jsonl"):
            opened = gzip.open if path.suffix == ".gz" else open
            with opened(path, "rt", encoding="utf-8", errors="replace", newline="") as file:
                for text in strings_of(path.name.removesuffix(".gz"), file.read()):
                    yield from (line for line in text.replace("\r", "").split("\n") if len(line) > 1)


def strings_of(name: str, text: str) -> Iterator[str]:
    if name.endswith((".json", ".jsonl")):
        try:
            values = [json.loads(text)]
        except ValueError:
            values = [json.loads(line) for line in text.split("\n") if line.strip()]
        while values:
            value = values.pop()
            if isinstance(value, str):
                yield value
            elif isinstance(value, (list, dict)):
                values += value.values() if isinstance(value, dict) else value
    elif name.endswith(".csv"):
        for row in csv.reader(text.splitlines()):
            yield from (cell for cell in row if len(cell) > 3)
    else:
        yield text


if __name__ == "__main__":
    main()

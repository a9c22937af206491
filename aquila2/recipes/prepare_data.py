"""`aquila2 prepare-data`: text to token shards for pretraining, duplicates left out, resumed after a kill."""

import hashlib
import platform
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import tokenizers

from aquila2 import __version__
from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.json_files import write_json
from aquila2.base.log import Progress, note, say
from aquila2.base.memory import available_bytes, parse_size, peak_resident_bytes
from aquila2.base.outputs import check_output, fingerprint, record_output
from aquila2.base.sources import find_files
from aquila2.base.workers import peak_of_workers, usable_cores
from aquila2.chat.files import write_chat_files
from aquila2.chat.templates import load_template
from aquila2.data.indexed import FORMAT, MANIFEST, SPLITS, token_dtype
from aquila2.data.near import NUM_SLOTS, bands_for
from aquila2.data.near_kernels import SHINGLE
from aquila2.data.prepare import Prepared, prepare
from aquila2.data.tasks import TOKENIZER, Done, Rules
from aquila2.recipes.train_tokenizer_report import inputs
from aquila2.tokenizer.tokenizer import Tokenizer

_KEPT_PROBLEMS = 100
_COUNTS = ("documents", "duplicates", "near_duplicates", "tokens", "problems")


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 prepare-data`."""

    data: list[str] = option(help="text: .txt, .jsonl (also .gz, .zst), .parquet; globs, folders")
    tokenizer: Path = option(help="a folder with a tokenizer: tokenizer.json, or vocab.json and merges.txt")
    out: Path = option(help="folder for the token shards and their manifest")
    documents: Literal["line", "blank", "file"] = option(
        "line", help="what a document is in .txt: a line, the text between blank lines, the file"
    )
    field: str | None = option(None, help="the text's name in JSON objects and Parquet files [text, else content]")
    dedupe: Literal["none", "exact", "near"] = option("near", help="which duplicates to leave out")
    near_threshold: float = option(0.8, help="similarity (Jaccard) from which documents are near-duplicates")
    end_token: str | None = option(None, help="the token behind each document [the tokenizer's eos_token]")
    valid_fraction: float = option(0.005, help="part of the documents that is held out, in the split valid")
    seed: int = option(0, help="another seed holds out other documents")
    workers: int | Literal["ray"] | None = option(None, help="threads, or ray for a cluster [all cores]")
    memory: str | None = option(None, help="most memory for finding duplicates [three quarters of what is free]")
    on_error: Literal["fail", "skip"] = option("fail", help="what to do about a line or file that cannot be read")
    overwrite: bool = option(False, help="replace what stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Prepare. Returns `out`, `tokens`, `documents` (read), `kept`, `duplicates`, `near_duplicates`."""
    _check(options)
    tokenizer = Tokenizer.load(options.tokenizer)
    end_token, end_id = _end_token(tokenizer, options.end_token)
    workers = usable_cores() if options.workers is None else options.workers
    files = find_files(options.data)
    if not any(path.stat().st_size for path in files):
        raise UserError(f"data={','.join(options.data)}: there is no text, every file is empty")
    if workers == "ray":
        files = [path.resolve() for path in files]  # its workers stand in other folders
    sha256 = hashlib.sha256(tokenizer.to_json().encode("utf-8")).hexdigest()
    rules = Rules(
        sha256, end_token, end_id, tokenizer.vocab_size, options.documents, options.field, options.on_error,
        options.dedupe, options.near_threshold, options.valid_fraction, options.seed,
    )  # fmt: skip
    made_from = {
        "command": "prepare-data",
        "data": inputs(files),
        "tokenizer": fingerprint(options.tokenizer),
        **asdict(rules),
    }
    check_output(options.out, made_from, options.overwrite)
    work = options.out.resolve().parent / f".{options.out.name}.work"
    work.mkdir(parents=True, exist_ok=True)
    _write_tokenizer(tokenizer, options.tokenizer, work / TOKENIZER)
    memory = parse_size(options.memory, "memory") if options.memory else available_bytes() * 3 // 4 or 8 * 10**9
    prepared = prepare(files, rules, work, memory, workers, Progress)
    manifest = _manifest(files, rules, prepared)
    counts = manifest["counts"]
    if not counts["kept"]:
        raise UserError(f"data={','.join(options.data)}: there is no text in {len(files)} files that could be kept")
    with atomic_folder(options.out, overwrite=True) as folder:
        for split in SPLITS:
            (folder / split).mkdir()
            for path in sorted((work / split).glob("*")):
                path.replace(folder / split / path.name)
        (work / TOKENIZER).replace(folder / TOKENIZER)
        write_json(folder / MANIFEST, manifest)
        record_output(folder, made_from)
    shutil.rmtree(work)
    _say(options.out, manifest, prepared.done)
    keys = ("tokens", "documents", "kept", "duplicates", "near_duplicates")
    return {"out": str(options.out), **{key: counts[key] for key in keys}}


def _check(options: Options) -> None:
    if not 0 < options.near_threshold <= 1:
        raise UserError(f"near_threshold={options.near_threshold}: give a similarity above 0, at most 1")
    if not 0 <= options.valid_fraction < 1:
        raise UserError(f"valid_fraction={options.valid_fraction}: give a part from 0 up to below 1")
    if isinstance(options.workers, int) and options.workers < 1:
        raise UserError(f"workers={options.workers}: give at least 1, or ray")


def _end_token(tokenizer: Tokenizer, asked: str | None) -> tuple[str, int]:
    """The token behind each document. The eos token by default (Aquila: `</s>`), which is what makes a model stop."""
    token = tokenizer.roles.get("eos_token") if asked is None else asked
    if token is None:
        raise UserError("the tokenizer has no eos_token: name the token that ends documents with end_token=")
    id = tokenizer.special_tokens.get(token)
    if id is None:
        known = ", ".join(tokenizer.special_tokens) or "none"
        raise UserError(f"end_token={token}: it is no special token of the tokenizer; those are {known}")
    return token, id


def _write_tokenizer(tokenizer: Tokenizer, source: Path, folder: Path) -> None:
    """The tokenizer with its template, so that a training run can write whole checkpoints."""
    with atomic_folder(folder, overwrite=True) as beside:
        tokenizer.save(beside)
        write_chat_files(beside, load_template(source), tokenizer)


def _manifest(files: list[Path], rules: Rules, prepared: Prepared) -> dict[str, Any]:
    sources: list[dict[str, Any]] = [
        {"path": str(path), "sha256": sha256, "bytes": path.stat().st_size, **dict.fromkeys(_COUNTS, 0)}
        for path, sha256 in zip(files, prepared.sha256, strict=True)
    ]
    pieces: dict[str, list[list[int]]] = {}
    for done in prepared.done:
        rows = []
        for piece in done.pieces:
            source = sources[piece["source"]]
            rows.append([piece["source"], source["documents"], piece["documents"]])
            for count in _COUNTS:
                source[count] += piece[count]
        if done.shards:
            pieces[done.name] = rows
    for source in sources:
        source["kept"] = source["documents"] - source["duplicates"] - source["near_duplicates"]
    bands, rows_of_band = bands_for(rules.near_threshold)
    near = {
        "how": f"MinHash of {NUM_SLOTS} slots over shingles of {SHINGLE} units (a CJK ideograph, or a word of letters"
        f" and digits in lower case), {bands} bands of {rows_of_band}; the later document goes",
        "threshold": rules.near_threshold,
    }
    return {
        "format": FORMAT,
        "counts": {name: sum(source[name] for source in sources) for name in (*_COUNTS, "kept")},
        "splits": {split: _split(prepared.done, split) for split in SPLITS},
        "dtype": token_dtype(rules.vocab_size).name,
        "tokenizer": {
            "sha256": rules.tokenizer,
            "vocab_size": rules.vocab_size,
            "end_of_document": {"token": rules.end_token, "id": rules.end_id},
        },
        "order": "sources in the order of this list, documents as they stand in them; a document in .txt is "
        + {"line": "a line", "blank": "the text between blank lines", "file": "the whole file"}[rules.documents],
        "held_out": {
            "fraction": rules.valid_fraction,
            "seed": rules.seed,
            "how": "by a hash of the document's text and the seed, after duplicates were left out",
        },
        "dedupe": {"kind": rules.dedupe, **({"near": near} if rules.dedupe == "near" else {})},
        "problems": [line for done in prepared.done for line in done.first_problems][:_KEPT_PROBLEMS],
        "versions": {
            "aquila2": __version__,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "tokenizers": tokenizers.__version__,
        },
        "sources": sources,
        "pieces": pieces,
    }


def _split(done: list[Done], split: str) -> dict[str, Any]:
    shards = [part.shards[split] for part in done if split in part.shards]
    totals = {name: sum(shard[name] for shard in shards) for name in ("tokens", "documents")}
    return {**totals, "shards": shards}


def _say(out: Path, manifest: dict[str, Any], done: list[Done]) -> None:
    counts, splits = manifest["counts"], manifest["splits"]
    say(
        f"{out}: {counts['tokens']:,} tokens of {counts['kept']:,} documents; of {counts['documents']:,} read,"
        f" {counts['duplicates']:,} were duplicates and {counts['near_duplicates']:,} near-duplicates"
    )
    say(f"held out: {splits['valid']['tokens']:,} tokens of {splits['valid']['documents']:,} documents")
    if counts["problems"]:
        say(f"{counts['problems']:,} lines or files could not be read; the first stand in {MANIFEST}")
    if manifest["held_out"]["fraction"] and not splits["valid"]["documents"]:
        note("no document was held out, there are too few: give a larger valid_fraction=")
    note(f"peak memory {(peak_resident_bytes() + peak_of_workers(done)) / 1e9:.2f}GB")

"""`aquila2 train-tokenizer`: a byte-level BPE vocabulary from text, exact, in bounded memory, resumed after a kill."""

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from tokenizers import Regex, pre_tokenizers
from tokenizers import Tokenizer as Backend

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.log import Progress, note, say
from aquila2.base.memory import available_bytes, parse_size, peak_resident_bytes
from aquila2.base.outputs import check_output, record_output
from aquila2.base.sources import find_files
from aquila2.base.workers import usable_cores
from aquila2.chat.files import write_chat_files
from aquila2.chat.templates import get_template
from aquila2.recipes.train_tokenizer_report import (
    inputs,
    load_baselines,
    make_report,
    say_report,
    tokenizer_of,
    write_report,
)
from aquila2.tokenizer.counting import Reading
from aquila2.tokenizer.pretokenize import split_pattern, split_words
from aquila2.tokenizer.special_tokens import AQUILA_ROLES, AQUILA_SPECIALS, END_OF_TEXT
from aquila2.tokenizer.tiktoken_encoder import save_tiktoken
from aquila2.tokenizer.tokenizer import Tokenizer
from aquila2.tokenizer.trainer import Trained, Training, compile_loops, train

_LEAST_MEMORY = 380_000_000
_TEMPLATE = "aquila-v1"
_TEMPLATE_TOKENS = ("<|startofpiece|>", "<|endofpiece|>", "</s>")


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 train-tokenizer`."""

    data: list[str] = option(help="text: .txt (a document a line), .jsonl (also .gz, .zst), .parquet; globs")
    out: Path = option(help="folder for the tokenizer and its report")
    vocab_size: int = option(100_008, help="entries in all: bytes, merges and special tokens")
    special_tokens: list[str] = option(list(AQUILA_SPECIALS), help="special tokens, the last ids in this order")
    memory: str | None = option(None, help="most memory to take [8GB, or three quarters of what is free]")
    workers: int | Literal["ray"] | None = option(None, help="threads that count, or ray for a cluster [all cores]")
    split: Literal["gpt2", "cjk"] = option("gpt2", help="how text is cut into words; cjk also cuts Chinese, in twos")
    dedupe: bool = option(False, help="count documents that are the same once")
    on_error: Literal["fail", "skip"] = option("fail", help="what to do about a line or file that cannot be read")
    field: str | None = option(None, help="the text's name in JSON objects and Parquet files [text, else content]")
    baseline: Path | None = option(None, help="another tokenizer's folder to compare with, such as Aquila's")
    overwrite: bool = option(False, help="replace what stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Train. Returns `out`, `vocab_size`, `peak_bytes` (resident, this process and Ray's workers) and
    `bytes_per_token`."""
    compile_loops()
    specials = _specials(options)
    workers = usable_cores() if options.workers is None else options.workers
    if workers != "ray" and workers < 1:
        raise UserError(f"workers={workers}: give at least 1, or ray")
    files = find_files(options.data)
    if workers == "ray":
        files = [path.resolve() for path in files]  # its workers stand in other folders
    reading = Reading(options.split, options.dedupe, options.on_error, options.field)
    made_from = {
        "command": "train-tokenizer",
        "data": inputs(files),
        "vocab_size": options.vocab_size,
        "special_tokens": specials,
        **asdict(reading),
    }
    check_output(options.out, made_from, options.overwrite)
    baselines = load_baselines(options.baseline)
    work = options.out.resolve().parent / f".{options.out.name}.work"
    threads = usable_cores() if workers == "ray" else workers
    entries = options.vocab_size - len(specials)
    training = Training(files, entries, work, _memory(options), workers, threads, reading)
    trained = train(training, Progress)
    tokenizer = _tokenizer(trained, specials, options)
    report = _report(tokenizer, trained, training, baselines)
    with atomic_folder(options.out, overwrite=True) as folder:
        tokenizer.save(folder)
        complete = all(token in tokenizer.special_tokens for token in _TEMPLATE_TOKENS)
        write_chat_files(folder, get_template(_TEMPLATE) if complete else None, tokenizer)
        save_tiktoken(tokenizer, folder)
        write_report(report, folder)
        record_output(folder, made_from)
    shutil.rmtree(work)
    say_report(report)
    say(f"{options.out}: {tokenizer.vocab_size:,} entries; the whole report is in report.html")
    return {
        "out": str(options.out),
        "vocab_size": tokenizer.vocab_size,
        "peak_bytes": peak_resident_bytes() + trained.peak_bytes,
        "bytes_per_token": report["bytes_per_token"],
    }


def _specials(options: Options) -> list[str]:
    """The special tokens behind the merges. One that could be an ordinary word would have one id for two things."""
    specials = [token for token in options.special_tokens if token != END_OF_TEXT]
    for token in specials:
        if specials.count(token) > 1:
            raise UserError(f"special_tokens={token}: it is given twice")
        if len(split_words(token)) < 2:
            raise UserError(
                f"special_tokens={token}: it may be a word of the text; write it with marks, such as <|{token}|>"
            )
    least = 257 + len(specials)
    if options.vocab_size < least:
        raise UserError(
            f"vocab_size={options.vocab_size}: {least} entries are the least, for <|endoftext|>, 256 bytes"
            f" and {len(specials)} special tokens"
        )
    return specials


def _memory(options: Options) -> int:
    if options.memory is not None:
        memory = parse_size(options.memory, "memory")
        if memory < _LEAST_MEMORY:
            raise UserError(
                f"memory={options.memory}: the program and its report alone take {_LEAST_MEMORY // 10**6}MB"
            )
        return memory
    return min(8 * 10**9, available_bytes() * 3 // 4 or 8 * 10**9)


def _tokenizer(trained: Trained, specials: list[str], options: Options) -> Tokenizer:
    plain = tokenizer_of(trained.merges.pairs, trained.merges.spellings)
    if plain.vocab_size + len(specials) < options.vocab_size:
        note(
            f"the text has no more pairs: the vocabulary has {plain.vocab_size + len(specials):,} entries,"
            f" not {options.vocab_size:,}"
        )
    backend = Backend.from_str(plain.to_json())
    if options.split != "gpt2":
        backend.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Split(Regex(split_pattern(options.split)), "isolated"),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        )
    known = {END_OF_TEXT, *specials}
    roles = {role: token for role, token in AQUILA_ROLES.items() if token in known}
    backend.add_special_tokens([END_OF_TEXT, *specials])
    return Tokenizer(backend, {"eos_token": END_OF_TEXT} | roles, specials)


def _report(
    tokenizer: Tokenizer, trained: Trained, training: Training, baselines: dict[str, Tokenizer]
) -> dict[str, Any]:
    report = make_report(tokenizer, training.files, baselines, training.reading.field, training.reading.on_error)
    told = {
        "files": len(training.files),
        "documents": trained.documents,
        "text_bytes": trained.text_bytes,
        "duplicates": trained.duplicates,
        "runs_on_disk": trained.runs,
        "unique_words": trained.sizes.words,
        "unique_word_bytes": trained.sizes.word_bytes,
        "merges": len(trained.merges.pairs),
        "split": training.reading.split,
        "problems": trained.problems,
        "first_problems": trained.first_problems,
    }
    return {"training": told, **report}

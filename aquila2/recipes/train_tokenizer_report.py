"""`aquila2 train-tokenizer report`: what a tokenizer makes of text, by language and source, beside other tokenizers."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.json_files import write_json
from aquila2.base.log import Progress, say
from aquila2.base.memory import peak_resident_bytes, resident_bytes
from aquila2.base.outputs import check_output, fingerprint, record_output
from aquila2.base.sources import Problem, Shard, cut, find_files, read
from aquila2.recipes.train_tokenizer_page import page
from aquila2.tokenizer.byte_level import BYTE_TO_CHAR, byte_level_bpe
from aquila2.tokenizer.measure import Measured, Sample, longest_tokens, measure, rates, vocabulary_scripts
from aquila2.tokenizer.special_tokens import END_OF_TEXT
from aquila2.tokenizer.tokenizer import Tokenizer
from aquila2.tokenizer.trainer import Training, byte_order, train

SAMPLE_BYTES = 5_000_000
GPT2_ENTRIES = 50_257
_PLACES = 64  # in all files together, from which the sample is taken
_LEAST_ENGLISH = 100_000  # bytes without which there is no GPT-2-style tokenizer to compare with


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 train-tokenizer report`."""

    tokenizer: Path = option(help="a folder with a tokenizer: tokenizer.json, or vocab.json and merges.txt")
    data: list[str] = option(help="text to measure on: .txt, .jsonl (also .gz, .zst), .parquet; globs")
    out: Path | None = option(None, help="folder for report.json and report.html [none are written]")
    baseline: Path | None = option(None, help="another tokenizer's folder to compare with, such as Aquila's")
    field: str | None = option(None, help="the text's name in JSON objects and Parquet files [text, else content]")
    on_error: Literal["fail", "skip"] = option("fail", help="what to do about a line or file that cannot be read")
    overwrite: bool = option(False, help="replace what stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Report. Returns `out`, `vocab_size`, `bytes_per_token`, `peak_bytes`."""
    tokenizer = Tokenizer.load(options.tokenizer)
    files = find_files(options.data)
    made_from = {
        "command": "train-tokenizer report",
        "tokenizer": fingerprint(options.tokenizer),
        "data": inputs(files),
        "baseline": None if options.baseline is None else str(options.baseline.resolve()),
        "field": options.field,
        "on_error": options.on_error,
    }
    if options.out is not None:
        check_output(options.out, made_from, options.overwrite)
    baselines = load_baselines(options.baseline)
    report = make_report(tokenizer, files, baselines, options.field, options.on_error)
    if options.out is not None:
        with atomic_folder(options.out, overwrite=True) as folder:
            write_report(report, folder)
            record_output(folder, made_from)
    say_report(report)
    return {
        "out": None if options.out is None else str(options.out),
        "vocab_size": tokenizer.vocab_size,
        "bytes_per_token": report["bytes_per_token"],
        "peak_bytes": peak_resident_bytes(),
    }


def load_baselines(baseline: Path | None) -> dict[str, Tokenizer]:
    """The tokenizers to compare with, by name."""
    return {} if baseline is None else {f"baseline {baseline.name}": Tokenizer.load(baseline)}


def make_report(
    tokenizer: Tokenizer, files: list[Path], baselines: dict[str, Tokenizer], field: str | None, on_error: str
) -> dict[str, Any]:
    """Measure on a sample of the files.

    Raises:
        UserError: something cannot be read and `on_error` is `fail`, or there is no text at all.
    """
    sample, english = take_sample(files, field, on_error)
    sizes = sample.sizes()
    compared = dict(baselines)
    if (style := _gpt2_style(english)) is not None:
        compared[f"GPT-2-style ({style.vocab_size:,} entries, English)"] = style
    with Progress("measuring", len(compared) + 1) as progress:
        mine = measure(tokenizer, sample)
        progress.advance()
        tokens = {"this tokenizer": mine.tokens}
        for name, other in compared.items():
            tokens[name] = measure(other, sample).tokens
            progress.advance()
    tokens["characters"] = np.array([len(text) for text in sample.texts], np.int64)
    return {
        "bytes_per_token": round(int(sizes.sum()) / max(int(mine.tokens.sum()), 1), 4),
        "sample": {
            "bytes": int(sizes.sum()),
            "texts": len(sample.texts),
            "files": len(files),
            "how": f"at most {SAMPLE_BYTES:,} bytes, from up to {_PLACES} places spread over the files; a compressed "
            "file is sampled at its beginning; languages are told by script",
        },
        "bytes_per_token_by_language": {n: rates(sizes, t, sample.languages) for n, t in tokens.items()},
        "bytes_per_token_by_source": {n: rates(sizes, t, sample.sources) for n, t in tokens.items()},
        "vocabulary": _vocabulary(tokenizer, mine),
        "longest_tokens": longest_tokens(tokenizer),
        "round_trip": {"texts": len(sample.texts), "lost": mine.lost},
        "special_tokens": _special_tokens(tokenizer),
    }


def write_report(report: dict[str, Any], folder: Path) -> None:
    """Write report.json and report.html, a page that needs no network."""
    write_json(folder / "report.json", report)
    (folder / "report.html").write_text(page(report), encoding="utf-8")


def say_report(report: dict[str, Any]) -> None:
    """The gist, on stdout."""
    by_language = report["bytes_per_token_by_language"]
    languages = list(by_language["this tokenizer"])[:4]
    width = max(map(len, by_language))
    say(f"bytes a token on {report['sample']['bytes']:,} bytes of text")
    say(f"  {'':{width}}  " + "  ".join(f"{language[:12]:>12}" for language in languages))
    for name, found in by_language.items():
        say(f"  {name:{width}}  " + "  ".join(f"{found[lang]['bytes_per_token']:12.2f}" for lang in languages))
    if report["round_trip"]["lost"]:
        say(f"  {report['round_trip']['lost']:,} texts do not come back when they are encoded and decoded")


def take_sample(files: list[Path], field: str | None, on_error: str) -> tuple[Sample, list[str]]:
    """A sample of the files' documents, the same every time, and English ones that are not in it."""
    shards = [shard for path in files for shard in _places(path, max(_PLACES // len(files), 1))]
    if len(shards) > _PLACES:
        shards = [shards[i * len(shards) // _PLACES] for i in range(_PLACES)]
    texts: list[str] = []
    sources: list[str] = []
    rest: list[str] = []
    share = SAMPLE_BYTES // max(len(shards), 1)
    for shard in shards:
        held = 0
        for data in _texts(shard, field, on_error):
            size, text = len(data), data.decode("utf-8", "ignore")
            if held + size <= share:
                texts.append(text)
                sources.append(_source(shard.path, files))
            elif held <= share < size and not texts:  # one long document alone
                texts.append(data[:share].decode("utf-8", "ignore"))
                sources.append(_source(shard.path, files))
            else:
                rest.append(text)
            held += size
            if held > 1.5 * share:
                break
    if not texts:
        raise UserError("there is no text in the data to measure on")
    sample = Sample.of(texts, sources)
    others = Sample.of(rest, [""] * len(rest))
    return sample, [t for t, language in zip(others.texts, others.languages, strict=True) if language == "Latin"]


def _places(path: Path, count: int) -> list[Shard]:
    """`count` places of a file, spread evenly where it can be read from the middle."""
    shards = cut(path, max(path.stat().st_size // count, 1 << 16))
    return shards if len(shards) <= count else [shards[i * len(shards) // count] for i in range(count)]


def _texts(shard: Shard, field: str | None, on_error: str) -> Iterator[bytes]:
    def report(problem: Problem) -> None:
        if on_error == "fail":
            raise UserError(f"{problem}; on_error=skip goes on without it")

    for batch in read(shard, report, field):
        data = batch.data.tobytes()
        for start, stop in batch.bounds.tolist():
            if stop > start:
                yield data[start:stop]


def _source(path: Path, files: list[Path]) -> str:
    """A file's name below the folder of all; its folder's name where there are many files."""
    if len(files) == 1:
        return path.name
    root = os.path.commonpath([file.absolute().parent for file in files])
    return os.path.relpath(path.absolute() if len(files) <= 30 else path.absolute().parent, root)


def _gpt2_style(english: Sequence[str]) -> Tokenizer | None:
    """A tokenizer as GPT-2's: of its size, trained on English alone."""
    text = "\n".join(english)
    if len(text) < _LEAST_ENGLISH:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "english.txt"
        path.write_text(text, encoding="utf-8")
        memory = resident_bytes() + (512 << 20)
        trained = train(
            Training([path], GPT2_ENTRIES, Path(folder) / "work", memory), lambda what, total, unit: _Silent()
        )
    return tokenizer_of(trained.merges.pairs, trained.merges.spellings)


class _Silent:
    def advance(self, amount: int = 1) -> None:
        """Nobody looks."""

    def __enter__(self) -> "_Silent":
        return self

    def __exit__(self, *error: Any) -> None:
        pass


def tokenizer_of(pairs: np.ndarray, spellings: list[bytes]) -> Tokenizer:
    """A tokenizer of merges alone: `<|endoftext|>`, the bytes in GPT-2's order, then what the merges make."""
    byte_of = np.argsort(byte_order()).tolist()
    tokens = [END_OF_TEXT, *(BYTE_TO_CHAR[byte] for byte in byte_of)]
    tokens += ["".join(map(BYTE_TO_CHAR.__getitem__, spelling)) for spelling in spellings]
    merges = [(tokens[left], tokens[right]) for left, right in pairs.tolist()]
    backend = byte_level_bpe({token: id for id, token in enumerate(tokens)}, merges)
    return Tokenizer(backend, {"eos_token": END_OF_TEXT})


def _vocabulary(tokenizer: Tokenizer, measured: Measured) -> dict[str, Any]:
    uses = np.sort(measured.uses)[::-1]
    covered = np.cumsum(uses) / max(int(uses.sum()), 1)
    return {
        "entries": tokenizer.vocab_size,
        "used": int((uses > 0).sum()),
        "entries_for_share_of_tokens": {
            str(share): int(np.searchsorted(covered, share) + 1) for share in (0.5, 0.9, 0.99)
        },
        "used_by_tenth_of_ids": [int((part > 0).sum()) for part in np.array_split(measured.uses, 10)],
        "scripts": vocabulary_scripts(tokenizer),
    }


def _special_tokens(tokenizer: Tokenizer) -> list[dict[str, Any]]:
    """Each special token with its id, its roles, and whether markup and plain text treat it as they must."""
    table = []
    for token, id in tokenizer.special_tokens.items():
        table.append(
            {
                "id": id,
                "token": token,
                "roles": [role for role, name in tokenizer.roles.items() if name == token],
                "one_id_in_markup": tokenizer.encode(token, allow_special=True) == [id],
                "ordinary_in_text": id not in tokenizer.encode(token),
            }
        )
    return table


def inputs(files: list[Path]) -> dict[str, Any]:
    """What tells whether the data are still the same: each file's size and time of change."""
    return {str(path.resolve()): next(iter(fingerprint(path).values())) for path in files}

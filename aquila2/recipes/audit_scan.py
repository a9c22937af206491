"""`aquila2 audit scan`: training data searched for the items of an index; resumed, and each new file costs itself."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aquila2.base.config import option
from aquila2.base.errors import UserError
from aquila2.base.files import refuse_existing
from aquila2.base.json_files import read_json
from aquila2.base.log import Progress, note, say
from aquila2.base.memory import peak_resident_bytes
from aquila2.base.sources import find_files
from aquila2.base.workers import usable_cores
from aquila2.data.indexed import MANIFEST, sha256_of

if TYPE_CHECKING:
    from aquila2.audit.index import Index

_SHOWN = 20


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 audit scan`."""

    index: Path = option(help="the folder that audit build wrote")
    data: list[str] = option(help="text: .txt, .jsonl (also .gz, .zst), .parquet, token shards; globs, folders")
    out: Path = option(help="folder for what is found; a scan of the same index goes on there")
    workers: int | Literal["ray"] | None = option(None, help="threads, or ray for a cluster [all cores]")
    n: int = option(13, help="words or Chinese characters of a span that makes an item partly dirty")
    share: float = option(0.7, help="part of a question that makes its item dirty")
    method: Literal["longest", "gpt3", "palm", "llama2", "llama3"] = option(
        "longest", help="longest is our own; the others, to compare with, look at whole n-grams alone"
    )
    paraphrase: float = option(
        0.0, help="similarity from which short documents are told of apart, such as 0.6; 0: none"
    )
    field: str | None = option(None, help="the text's name in JSON objects and Parquet files [all text]")
    chunk_mb: int = option(32, help="size of the parts that files are cut into")
    overwrite: bool = option(False, help="throw away another scan that stands at out=")


def run(options: Options) -> dict[str, Any]:
    """Scan. Returns `out`, `bytes` (of text), `documents`, `hits` (documents with a verified match), `matches` and
    `problems` (places that could not be read)."""
    check(options.n, options.share, options.workers, options.method)
    if not 0 <= options.paraphrase <= 1:
        raise UserError(f"paraphrase={options.paraphrase}: give a similarity from 0 to 1")
    if options.chunk_mb < 1:
        raise UserError(f"chunk_mb={options.chunk_mb}: give at least 1")
    sources = find_sources(options.data)

    from aquila2.audit.scan import PARAPHRASES, SCAN, Settings, scan
    from aquila2.audit.verdict import Thresholds

    most = usable_cores() if options.method == "longest" else 1
    workers = most if options.workers is None else options.workers
    limits = Thresholds(n=options.n, share=options.share)
    settings = Settings(options.field, limits, options.method, options.paraphrase, options.chunk_mb << 20)
    sha256 = check_fresh(options.index)
    if options.out.exists():
        there = read_json(options.out / SCAN) if (options.out / SCAN).is_file() else None
        same = there is not None and there["index"] == sha256 and there["settings"] == asdict(settings)
        if not same:
            refuse_existing(options.out, options.overwrite)
            _empty(options.out)
    if workers == "ray":
        sources = [path.resolve() for path in sources]  # its workers stand in other folders
    summary = scan(sources, options.index, options.out.resolve(), settings, workers, Progress)
    for file in summary["files"][:_SHOWN]:
        note(f"{file['file']}: {file['hits']:,} of {file['documents']:,} documents")
        for line, reason in file["first_problems"][:3]:
            note(f"  not read: line {line}: {reason}")
    if summary["problems"]:
        broken = [file["file"] for file in summary["files"] if file["problems"]]
        note(f"{summary['problems']:,} places in {len(broken)} files could not be read: {', '.join(broken[:_SHOWN])}")
    say(
        f"{options.out}: {summary['hits']:,} of {summary['documents']:,} documents hold text of a test item"
        f" ({summary['bytes']:,} bytes looked at); aquila2 audit report scan={options.out} says which"
    )
    if options.paraphrase:
        note(f"{summary['paraphrases']:,} documents have the words of an item: {options.out / PARAPHRASES}")
    keys = ("bytes", "documents", "hits", "matches", "paraphrases", "problems")
    return {"out": str(options.out), **{key: summary[key] for key in keys}, "peak_memory_bytes": peak_resident_bytes()}


def check(n: int, share: float, workers: int | str | None, method: str = "longest") -> None:
    """Refuse settings that mean nothing."""
    if method != "longest":
        for name, value, default in (("n", n, 13), ("share", share, 0.7)):
            if value != default:
                raise UserError(f"{name}= is for method=longest, and means nothing to method={method}: leave it out")
        if workers not in (None, 1):
            raise UserError(f"method={method} is for comparison, on one thread: leave workers= out")
    if n < 5:
        raise UserError(f"n={n}: give at least 5; shorter spans are chance")
    if not 0 < share <= 1:
        raise UserError(f"share={share}: give a part above 0, at most 1")
    if isinstance(workers, int) and workers < 1:
        raise UserError(f"workers={workers}: give at least 1, or ray")


def find_sources(patterns: list[str]) -> list[Path]:
    """Files, and folders of token shards."""
    prepared = [Path(pattern) for pattern in patterns if (Path(pattern) / MANIFEST).is_file()]
    others = [pattern for pattern in patterns if Path(pattern) not in prepared]
    return sorted({*prepared, *(find_files(others) if others else [])})


def check_fresh(folder: Path) -> str:
    """The index's SHA-256.

    Raises:
        UserError: a test file has changed since it was built.
    """
    from aquila2.audit.index import INDEX, load_about

    about = load_about(folder)
    for path, sha256 in about["files"].items():
        if Path(path).is_file() and sha256_of(Path(path)) != sha256:
            raise UserError(
                f"{path} changed since {folder / INDEX} was built: build the index again, or its verdicts are of other"
                " questions"
            )
    return str(about["sha256"])


def load_fresh(folder: Path) -> "Index":
    """An index whose test files are as they were.

    Raises:
        UserError: see `check_fresh`.
    """
    from aquila2.audit.index import load_index

    check_fresh(folder)
    return load_index(folder)


def _empty(folder: Path) -> None:
    import shutil

    if folder.is_dir():
        shutil.rmtree(folder)
    elif folder.exists():
        folder.unlink()

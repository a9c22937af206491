"""One pass over training data: each part of each file is looked at by itself, and what is found is written down by the
file's content.

    scan.json          the index and the settings
    sources.jsonl      a file a line, as it was met: its SHA-256
    parts.jsonl        a part a line, as it was finished
    matches/           the matches of each part
    matches.jsonl      all matches, in the order of the files
    paraphrases.jsonl  documents in other words, where they are asked for
    summary.json       files, documents, bytes, hits, problems

A part that is written down is not looked at again, whatever its file is called now: so a scan goes on after a kill, and
a new file costs only itself. Parts are cut by the files' sizes alone, and a match is judged by the text around it: so
the result depends neither on workers nor on their order.
"""

import functools
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from aquila2.audit.documents import Texts, read_texts
from aquila2.audit.index import Index, load_index
from aquila2.audit.match import Match, Matcher
from aquila2.audit.methods import Method, NgramMatcher
from aquila2.audit.paraphrase import ParaphraseFinder
from aquila2.audit.tokens import TokenRange, cut_tokens, read_tokens
from aquila2.audit.verdict import Thresholds
from aquila2.base.commits import Commits
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_file
from aquila2.base.json_files import read_json, write_json
from aquila2.base.sources import Problem, Shard, cut, shard_key
from aquila2.base.workers import Workers, run_tasks
from aquila2.data.indexed import MANIFEST, sha256_of

AnyMatcher = Matcher | NgramMatcher

SCAN, SUMMARY, MATCHES, PARAPHRASES = "scan.json", "summary.json", "matches.jsonl", "paraphrases.jsonl"

_CHUNK = 1 << 25  # bytes of a part
_KEPT_PROBLEMS = 20  # of a part are named; all are counted
_EXCERPT = 1200  # bytes of evidence
_BESIDE = 60  # bytes of text on both sides of it


@dataclass(frozen=True)
class Settings:
    """How data is read and judged.

    Attributes:
        text_field: the text's name in JSON objects and Parquet files; None takes all text.
        limits: see `verdict`.
        method: see `methods`; `longest` is our own.
        paraphrase: similarity from which a document is told of as a paraphrase (see `paraphrase`); zero looks for none.
        chunk: bytes of a part.
    """

    text_field: str | None = None
    limits: Thresholds = field(default_factory=Thresholds)
    method: Method = "longest"
    paraphrase: float = 0.0
    chunk: int = _CHUNK


@dataclass(frozen=True)
class ScanTask:
    """A part of a file, `name`, whose matches go into a file of that name."""

    name: str
    part: Shard | TokenRange
    size: int
    index: Path
    settings: Settings
    matches: Path


@dataclass
class Done:
    """What came of a part."""

    name: str
    documents: int = 0
    bytes: int = 0
    matches: int = 0
    paraphrases: int = 0
    problems: int = 0
    first_problems: list[list[Any]] = field(default_factory=list)
    worker: str = ""
    peak_bytes: int = 0


@dataclass
class Hashed:
    """A source's content, by the state of its file."""

    key: list[Any]
    sha256: str
    worker: str = ""
    peak_bytes: int = 0


class Meter(Protocol):
    """Where progress is told; `base.log.Progress` is one."""

    def advance(self, amount: int = 1) -> None:
        """Count `amount` more as done."""

    def __enter__(self) -> "Meter": ...

    def __exit__(self, *error: Any) -> None: ...


def scan(
    sources: list[Path],
    index_folder: Path,
    out: Path,
    settings: Settings,
    workers: Workers,
    meter: Callable[[str, int, str], Meter],
) -> dict[str, Any]:
    """Look for the items of an index in files, and in folders of token shards.

    Returns:
        What `summary.json` holds.
    """
    index = load_index(index_folder)
    matcher = _make(index, settings)
    warm_up(matcher)
    (out / "matches").mkdir(parents=True, exist_ok=True)
    record = {"index": index.sha256, "sets": index.about["sets"], "settings": asdict(settings)}
    write_json(out / SCAN, {**record, "index_folder": str(index_folder.resolve())})
    hashes = _hashes(sources, out, meter)
    tasks: dict[str, ScanTask] = {}
    names: list[list[str]] = []
    for source, sha256 in zip(sources, hashes, strict=True):
        mine = []
        for part, size in _parts(source, settings.chunk):
            split = f"-{part.split}" if isinstance(part, TokenRange) else ""
            name = f"{sha256[:24]}{split}-{part.start}-{part.stop}"
            tasks.setdefault(name, ScanTask(name, part, size, index_folder.resolve(), settings, out / "matches"))
            mine.append(name)
        names.append(mine)
    commits = Commits(out / "parts.jsonl", Done)
    done = {part.name: part for part in commits.done if (out / "matches" / f"{part.name}.jsonl").is_file()}
    todo = [task for name, task in tasks.items() if name not in done]
    if workers != "ray":
        _MATCHERS[str(index_folder.resolve()), settings] = matcher
    with meter("looking for test items", sum(task.size for task in todo), " bytes") as bar:
        for finished in run_tasks(scan_part, todo, workers, bar.advance):
            commits.add(finished)
            done[finished.name] = finished
    for source, sha256 in zip(sources, hashes, strict=True):
        if not source.exists() or _known(source, out).get(_state(source)) != sha256:
            raise UserError(f"{source} changed while it was read: run the command again")
    return _gather(sources, hashes, names, done, out, record)


def warm_up(matcher: AnyMatcher) -> None:
    """Compile what is compiled, before threads ask for it."""
    index = matcher.index
    text = "\n".join(index.texts[number] for _, number in index.items[0].fields).encode()
    data = np.frombuffer(text + bytes(8), np.uint8)
    list(matcher.matches(data, np.array([[0, len(text)]], np.int64)))


def _state(source: Path) -> str:
    at = source / MANIFEST if source.is_dir() else source
    return json.dumps(shard_key(Shard(at, 0, 0)))


def _known(source: Path, out: Path) -> dict[str, str]:
    return {json.dumps(found.key): found.sha256 for found in Commits(out / "sources.jsonl", Hashed).done}


def _hashes(sources: list[Path], out: Path, meter: Callable[[str, int, str], Meter]) -> list[str]:
    commits = Commits(out / "sources.jsonl", Hashed)
    known = {json.dumps(found.key): found.sha256 for found in commits.done}
    todo = [source for source in sources if _state(source) not in known]
    files = [source / MANIFEST if source.is_dir() else source for source in todo]
    with meter("hashing the sources", sum(path.stat().st_size for path in files), " bytes") as bar:
        for source, path in zip(todo, files, strict=True):
            key = _state(source)
            known[key] = sha256_of(path, bar.advance)
            commits.add(Hashed(json.loads(key), known[key]))
    return [known[_state(source)] for source in sources]


def _parts(source: Path, chunk: int) -> list[tuple[Shard | TokenRange, int]]:
    if source.is_dir():
        return [(part, part.stop - part.start) for part in cut_tokens(source)]
    shards = cut(source, chunk)
    size = source.stat().st_size
    return [(shard, shard.stop - shard.start if shard.kind != "parquet" else size // len(shards)) for shard in shards]


_MATCHERS: dict[tuple[str, Settings], AnyMatcher] = {}  # what a scan has made ready for its threads
_LOCK = threading.Lock()


@functools.lru_cache(maxsize=1)
def _matcher(folder: str, settings: Settings) -> AnyMatcher:
    return _MATCHERS.pop((folder, settings), None) or _make(load_index(Path(folder)), settings)


@functools.lru_cache(maxsize=1)
def _finder(folder: str, settings: Settings) -> ParaphraseFinder:
    with _LOCK:
        return ParaphraseFinder(_matcher(folder, settings).index, settings.paraphrase)


def _make(index: Index, settings: Settings) -> AnyMatcher:
    if settings.method == "longest":
        return Matcher(index, settings.limits)
    return NgramMatcher(index, settings.method)


def scan_part(
    task: ScanTask, advance: Callable[[int], None] = lambda count: None, stop: threading.Event | None = None
) -> Done:
    """Look at one part; its matches are on disk when this returns."""
    with _LOCK:
        matcher = _matcher(str(task.index), task.settings)
    done = Done(task.name)

    def report(problem: Problem) -> None:
        done.problems += 1
        if len(done.first_problems) < _KEPT_PROBLEMS:
            done.first_problems.append([problem.line, problem.reason])

    part = task.part
    texts = (
        read_tokens(part, advance)
        if isinstance(part, TokenRange)
        else read_texts(part, report, task.settings.text_field, advance)
    )
    finder = _finder(str(task.index), task.settings) if task.settings.paraphrase else None
    alike: list[str] = []
    with atomic_file(task.matches / f"{task.name}.jsonl") as path, open(path, "w", encoding="utf-8") as file:
        for some in texts:
            if stop is not None and stop.is_set():
                raise InterruptedError("another task failed")
            done.documents += some.documents
            done.bytes += some.size
            for row in found_in(some, matcher):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                done.matches += 1
            if finder is not None:
                alike += [json.dumps(row, ensure_ascii=False) + "\n" for row in finder.find(some)]
    if finder is not None:
        done.paraphrases = len(alike)
        with atomic_file(task.matches / f"{task.name}.alike") as path:
            path.write_text("".join(alike), encoding="utf-8")
    return done


def found_in(some: Texts, matcher: AnyMatcher) -> Iterator[dict[str, Any]]:
    """The verified matches in some text, as rows of `matches.jsonl` without the file."""
    for match in matcher.matches(some.data, some.bounds):
        first = int(some.bounds[match.document, 0])
        if not some.owned[0] <= first + match.start < some.owned[1]:
            continue
        entry = matcher.index.items[match.item]
        document, offset = some.locate(match.document, match.start)
        text = some.data[first : int(some.bounds[match.document, 1])]
        yield {
            "set": entry.set, "id": entry.id, "split": entry.split, "item": match.item, "verdict": match.verdict,
            "document": document, "offset": offset, "end": offset + match.end - match.start,
            "question": match.question.share, "answer": match.answer.share, "all": match.all.share,
            "span": match.all.span, "bits": match.all.bits, **_evidence(text, match),
        }  # fmt: skip


def _evidence(text: np.ndarray, match: Match) -> dict[str, Any]:
    """A piece of the document around a match, the matched places in it, and those of the item by part and unit."""
    low = max(match.start - _BESIDE, 0)
    high = min(match.end + _BESIDE, low + _EXCERPT, len(text))
    piece = text[low:high].tobytes()

    def at(byte: int) -> int:
        return len(piece[: max(byte - low, 0)].decode("utf-8", "ignore"))

    spans = [(run[3], run[4]) for run in match.runs] or [(match.start, match.end)]
    marks = sorted({(at(first), at(last)) for first, last in spans if first < high})
    runs = [[run[0], run[1], run[2]] for run in match.runs]
    return {"text": piece.decode("utf-8", "ignore"), "marks": marks, "runs": runs}


def _gather(
    sources: list[Path], hashes: list[str], names: list[list[str]], done: dict[str, Done], out: Path,
    record: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Write the matches of all parts in the order of the sources, and the summary."""
    files: list[dict[str, Any]] = []
    if record["settings"]["paraphrase"]:
        with atomic_file(out / PARAPHRASES) as path, open(path, "w", encoding="utf-8") as file:
            for source, mine in zip(sources, names, strict=True):
                for name in mine:
                    for line in (out / "matches" / f"{name}.alike").read_text(encoding="utf-8").splitlines():
                        file.write(json.dumps({"file": str(source), **json.loads(line)}, ensure_ascii=False) + "\n")
    hits = 0
    with atomic_file(out / MATCHES) as path, open(path, "w", encoding="utf-8") as file:
        for source, sha256, mine in zip(sources, hashes, names, strict=True):
            documents: set[tuple[str, int]] = set()
            problems: list[list[Any]] = []
            for name in mine:
                problems += done[name].first_problems
                split = name.split("-")[1] if source.is_dir() else ""
                with open(out / "matches" / f"{name}.jsonl", encoding="utf-8") as part:
                    for line in part:
                        row = {"file": str(source) + (f"/{split}" if split else ""), **json.loads(line)}
                        documents.add((row["file"], row["document"]))
                        file.write(json.dumps(row, ensure_ascii=False) + "\n")
            hits += len(documents)
            files.append(
                {
                    "file": str(source),
                    "sha256": sha256,
                    "hits": len(documents),
                    **{key: sum(getattr(done[name], key) for name in mine) for key in _COUNTS},
                    "first_problems": problems[:_KEPT_PROBLEMS],
                }
            )
    summary = {**record, "hits": hits, **{key: sum(f[key] for f in files) for key in _COUNTS}, "files": files}
    write_json(out / SUMMARY, summary)
    return summary


_COUNTS = ("documents", "bytes", "matches", "paraphrases", "problems")


def read_summary(folder: Path) -> dict[str, Any]:
    """The summary of a finished scan.

    Raises:
        UserError: there is none.
    """
    if not (folder / SUMMARY).is_file():
        raise UserError(f"scan={folder}: there is no finished scan: make one with aquila2 audit scan")
    return read_json(folder / SUMMARY)


def read_matches(folder: Path) -> Iterator[dict[str, Any]]:
    """All matches of a finished scan."""
    with open(folder / MATCHES, encoding="utf-8") as file:
        yield from map(json.loads, file)

"""Counting, joining, merging as one: exact, whatever the workers, the memory, the order; resumed; broken input told."""

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from aquila2.base.errors import UserError
from aquila2.base.log import Progress
from aquila2.base.memory import resident_bytes
from aquila2.tokenizer import compiled, counting, trainer
from aquila2.tokenizer.count_files import Run, join_runs, read_words, write_run
from aquila2.tokenizer.count_table import CountTable
from aquila2.tokenizer.counting import Reading, count_shards, make_shards, make_tasks
from aquila2.tokenizer.merge import MergeMemoryError
from aquila2.tokenizer.pretokenize import kinds_for, split_words
from aquila2.tokenizer.trainer import Trained, Training, train
from tests.naive_bpe import naive_merges

ENTRIES = 330


@pytest.fixture
def lines() -> list[str]:
    rng = random.Random(0)
    stems = ["low", "lower", "newest", "widest", "北京", "大学", "人工智能", "aaaa", "x1", "don't", "...", "\u3000"]
    return ["".join(rng.choice(["", " "]) + rng.choice(stems) for _ in range(rng.randrange(12))) for _ in range(600)]


@pytest.fixture
def files(tmp_path: Path, lines: list[str]) -> list[Path]:
    """The lines in four files of different kinds, each line once."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.txt").write_text("".join(line + "\n" for line in lines[:300]), encoding="utf-8")
    (folder / "b.txt").write_text("".join(line + "\n" for line in lines[300:400]), encoding="utf-8")
    texts = [json.dumps({"text": line + "\n"}) + "\n" for line in lines[400:]]
    (folder / "c.jsonl").write_text("".join(texts[:100]), encoding="utf-8")
    (folder / "d.jsonl.gz").write_bytes(gzip.compress("".join(texts[100:]).encode()))
    return sorted(folder.iterdir())


def words_of(lines: list[str], split: str = "gpt2") -> dict[bytes, int]:
    return Counter(word for line in lines for word in split_words(line + "\n", split))  # type: ignore[arg-type]


def run(files: list[Path], work: Path, **options: object) -> Trained:
    reading = Reading(**{k: options.pop(k) for k in ("split", "dedupe", "on_error") if k in options})  # type: ignore[arg-type]
    memory = resident_bytes() + (400 << 20)
    return train(Training(files, ENTRIES, work, memory, reading=reading, **options), Progress)  # type: ignore[arg-type]


def pairs(trained: Trained) -> list[tuple[int, int]]:
    return [(a, b) for a, b in trained.merges.pairs.tolist()]


@pytest.mark.parametrize("split", ["gpt2", "cjk"])
def test_merges_are_those_of_the_naive_trainer(files: list[Path], lines: list[str], tmp_path: Path, split: str) -> None:
    trained = run(files, tmp_path / "work", split=split)
    assert pairs(trained) == naive_merges(words_of(lines, split), ENTRIES)
    assert trained.documents == len(lines)
    assert trained.text_bytes == sum(len(line.encode()) + 1 for line in lines)


def test_workers_order_and_small_tables_change_nothing(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(files, tmp_path / "a")
    monkeypatch.setattr(counting, "SHARD_BYTES", 700)
    monkeypatch.setattr(counting, "_TABLE_PART", 1e-3)  # 36 KB: full again and again
    cut = run(files[::-1], tmp_path / "b", workers=3, threads=2)
    assert cut.runs > whole.runs
    assert pairs(cut) == pairs(whole)
    assert (cut.sizes, cut.documents, cut.text_bytes) == (whole.sizes, whole.documents, whole.text_bytes)


def test_duplicates_are_counted_once(files: list[Path], lines: list[str], tmp_path: Path) -> None:
    again = files[0].parent / "e.txt"
    again.write_bytes(files[0].read_bytes())
    trained = run([again, *files], tmp_path / "work", dedupe=True, workers=2)
    once = list(dict.fromkeys(lines))
    assert trained.documents == len(once)
    assert trained.duplicates == len(lines) + 300 - len(once)
    assert pairs(trained) == naive_merges(words_of(once), ENTRIES)


def test_little_memory_for_hashes_finds_the_same_duplicates(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards = make_shards(files)
    for name, memory in (("a", 1 << 20), ("b", 4000)):
        work = tmp_path / name
        (work / "documents").mkdir(parents=True)
        for task in make_tasks(shards, Reading(dedupe=True), work, 1 << 25, 1):
            counting.hash_shards(task)
        counting.mark_duplicates(shards, work, memory)
    for path in (tmp_path / "a" / "documents").glob("*.skipped"):
        assert path.read_bytes() == (tmp_path / "b" / "documents" / path.name).read_bytes()
    with pytest.raises(UserError, match="dedupe=true needs 1,200 bytes"):
        counting.mark_duplicates(shards, tmp_path / "a", 1000)


def test_what_is_done_is_not_done_again(files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "SHARD_BYTES", 2000)
    monkeypatch.setattr(counting, "_MOST_TASK_BYTES", 4000)
    counted: list[str] = []

    def dies(task: counting.Task, *rest: object) -> counting.Done:
        if len(counted) == 3:
            raise KeyboardInterrupt
        counted.append(task.name)
        return count_shards(task)

    def goes_on(task: counting.Task, *rest: object) -> counting.Done:
        counted.append(task.name)
        return count_shards(task)

    monkeypatch.setattr(trainer, "count_shards", dies)
    with pytest.raises(KeyboardInterrupt):
        run(files, tmp_path / "work")
    with open(tmp_path / "work" / "commits.jsonl", "a", encoding="utf-8") as file:
        file.write('{"shards": [["cut sho')  # the process died in the middle of a line
    (tmp_path / "work" / "runs" / "left.0.run").write_bytes(b"half a run")
    monkeypatch.setattr(trainer, "count_shards", goes_on)
    trained = run(files, tmp_path / "work")
    assert not (tmp_path / "work" / "runs" / "left.0.run").exists()
    assert len(set(counted)) == len(counted) > 4  # not one was counted twice
    fresh = run(files, tmp_path / "fresh")
    assert pairs(trained) == pairs(fresh)
    assert trained.documents == fresh.documents


def test_a_changed_file_is_counted_again(files: list[Path], lines: list[str], tmp_path: Path) -> None:
    run(files, tmp_path / "work")
    files[1].write_text("zzzz qqqq zzzz\n" * 100, encoding="utf-8")
    trained = run(files, tmp_path / "work")
    expected = words_of(lines[:300] + ["zzzz qqqq zzzz"] * 100 + lines[400:])
    assert pairs(trained) == naive_merges(expected, ENTRIES)


def test_another_reading_starts_over(files: list[Path], lines: list[str], tmp_path: Path) -> None:
    run(files, tmp_path / "work")
    assert pairs(run(files, tmp_path / "work", split="cjk")) == naive_merges(words_of(lines, "cjk"), ENTRIES)


def test_what_cannot_be_read_ends_training_or_is_counted(files: list[Path], tmp_path: Path) -> None:
    with open(files[1], "ab") as file:
        file.write(b"bad \xff line\n")
    archive = files[3].read_bytes()
    files[3].write_bytes(archive[: len(archive) // 2])
    with pytest.raises(UserError, match=r"(b\.txt, line 101: not UTF-8|d\.jsonl\.gz, line \d+: the compressed).*skip"):
        run(files, tmp_path / "a")
    trained = run(files, tmp_path / "b", on_error="skip")
    assert trained.problems == 2
    assert "data/b.txt, line 101: not UTF-8" in trained.first_problems[0]
    assert "the compressed file is cut short" in trained.first_problems[1]


def test_too_little_memory_is_refused_with_the_amount_that_does(files: list[Path], tmp_path: Path) -> None:
    def with_memory(memory: int) -> Trained:
        return train(Training(files, ENTRIES, tmp_path / "work", memory), Progress)

    with pytest.raises(UserError, match=r"is too little for this text: memory=(\d+)MB would do") as refused:
        with_memory(1 << 20)
    enough = int(str(refused.value).split("memory=")[2].split("MB")[0]) * 10**6
    for _ in range(3):  # each step knows its own need
        try:
            with_memory(enough)
            break
        except UserError as error:
            more = int(str(error).split("memory=")[2].split("MB")[0]) * 10**6
            assert more > enough
            enough = more
    else:
        pytest.fail("the amounts named are not enough")


def test_counts_of_a_table_are_exact_and_64_bits_wide(tmp_path: Path, lines: list[str]) -> None:
    table = CountTable(1 << 22)
    text = "".join(line + "\n" for line in lines).encode()
    data = np.frombuffer(text + bytes(8), np.uint8)
    ends = np.flatnonzero(data[:-8] == 10) + 1
    bounds = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1)
    assert table.count(data, bounds, kinds_for("gpt2"))
    write_run(tmp_path / "one.run", table)
    for _ in range(40):  # doubled forty times
        again = list(Run(tmp_path / "one.run").read(0, 256))
        for words, starts, counts in again:
            assert table.add(words, starts, counts) == len(counts)
        write_run(tmp_path / "one.run", table)
    sizes = join_runs([Run(tmp_path / "one.run")] * 2, tmp_path / "words", 1 << 22, lambda count: None)
    found = {
        words[starts[i] : starts[i + 1]].tobytes(): int(counts[i])
        for words, starts, counts in read_words(tmp_path / "words")
        for i in range(len(counts))
    }
    assert found == {word: count << 41 for word, count in words_of(lines).items()}
    assert sizes.words == sum(len(word) > 1 for word in found)
    assert sizes.big == sizes.words


def test_a_partition_larger_than_the_memory_is_refused(tmp_path: Path) -> None:
    table = CountTable(1 << 20)
    table.count(np.frombuffer(b"word" + bytes(8), np.uint8), np.array([[0, 4]], np.int64), kinds_for("gpt2"))
    write_run(tmp_path / "one.run", table)
    with pytest.raises(MergeMemoryError):
        join_runs([Run(tmp_path / "one.run")], tmp_path / "words", 10, lambda count: None)


def test_compiled_loops_are_kept_and_know_when_any_of_them_has_changed(tmp_path: Path) -> None:
    def kernel(number: int) -> int:
        return number + 1

    made = compiled.compiled(kernel)
    assert made(1) == 2
    assert made._cache._cache_file._source_stamp == compiled._sources(Path(__file__).parent)
    assert made.stats.cache_misses or made.stats.cache_hits
    stamps = set()
    for text in ("a = 1", "a = 2"):
        (tmp_path / "some_kernels.py").write_text(text)
        compiled._sources.cache_clear()
        stamps.add(compiled._sources(tmp_path))
    assert len(stamps) == 2

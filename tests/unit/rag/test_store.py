"""The store: documents whole or not at all, searches that see one state, an index without a history."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aquila2.base.errors import UserError, WorkError
from aquila2.rag.chunker import Chunk
from aquila2.rag.store import Document, Prepared, Store
from aquila2.rag.words import passage_words, question_words


def prepared(path: str, *chunks: str) -> Prepared:
    text, cuts = "", []
    for number, part in enumerate(chunks):
        cuts.append(Chunk(number, len(text), len(text) + len(part), "", ""))
        text += part + "\n"
    document = Document(path, f"hash of {text}", len(text), len(text), len(cuts), [], [])
    return Prepared(document, text, cuts, [passage_words(part) for part in chunks])


def scores(store: Store, question: str) -> dict[str, float]:
    """Every chunk's BM25 score above zero, by its document and number."""
    with store.snapshot() as segments:
        found = store.sparse_scores(segments, question_words(question))
        ids = np.concatenate([s.ids[s.alive] for s in segments]) if segments else np.zeros(0, np.int64)
        values = np.concatenate([f[s.alive] for f, s in zip(found, segments, strict=True)]) if segments else ids
        passages = store.passages(ids.tolist())
    return {f"{p.document}:{p.number}": round(float(v), 4) for p, v in zip(passages, values, strict=True) if v > 0}


WORDS = ["red", "green", "blue", "fox", "中国", "人民"]
DOCUMENTS = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=3),
    min_size=1,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(DOCUMENTS, min_size=1, max_size=5), st.sets(st.sampled_from(["a", "b", "c", "d"])), st.booleans())
def test_a_base_scores_as_if_it_had_been_built_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[dict[str, list[str]]],
    doomed: set[str],
    merge: bool,
) -> None:
    folder = tmp_path_factory.mktemp("bases")
    store, state = Store(folder / "grown", create=True), dict[str, list[str]]()
    for step in steps:
        store.put([prepared(path, *chunks) for path, chunks in step.items()])
        state |= step
    store.remove(doomed)
    state = {path: chunks for path, chunks in state.items() if path not in doomed}
    if merge:
        store.merge(most=1)
    fresh = Store(folder / "fresh", create=True)
    fresh.put([prepared(path, *chunks) for path, chunks in state.items()])
    for question in ("red fox", "中国人民", "blue blue green"):
        assert scores(store, question) == scores(fresh, question)
    assert store.hashes() == fresh.hashes()
    store.close()
    fresh.close()


def test_a_chunk_knows_its_text_place_and_neighbours(tmp_path: Path) -> None:
    store = Store(tmp_path / "base", create=True)
    store.put([prepared("a.txt", "first part", "second part", "third part")])
    second = store.chunks_of("a.txt", 1, 1)[0]
    assert (second.text, second.start, second.end) == ("second part", 11, 22)
    text = store.text("a.txt")
    assert text is not None
    assert text[second.start : second.end] == second.text
    assert [p.text for p in store.chunks_of("a.txt", second.number - 1, second.number + 1)] == [
        "first part",
        "second part",
        "third part",
    ]


def test_a_passage_far_inside_a_long_document_is_found_in_its_blocks(tmp_path: Path) -> None:
    parts = [f"{i:05} " + "长" * 1000 for i in range(100)]
    store = Store(tmp_path / "base", create=True)
    store.put([prepared("long", *parts)])
    assert [p.text for p in store.chunks_of("long")] == parts


def test_what_is_there_already_is_left(tmp_path: Path) -> None:
    store = Store(tmp_path / "base", create=True)
    assert store.put([prepared("a", "x")]) == 1
    assert store.put([prepared("a", "x"), prepared("b", "y")]) == 1
    assert store.put([prepared("a", "z")]) == 1
    assert {path: store.text(path) for path in store.hashes()} == {"a": "z\n", "b": "y\n"}


def test_another_connection_sees_a_change_at_once_and_a_snapshot_does_not(tmp_path: Path) -> None:
    one = Store(tmp_path / "base", create=True)
    one.put([prepared("a", "red")])
    two = Store(tmp_path / "base")
    assert scores(two, "red") == scores(one, "red")
    with two.snapshot() as segments:
        one.put([prepared("b", "red")])
        found = two.sparse_scores(segments, question_words("red"))
        assert sum(len(part) for part in found) == 1
    assert set(scores(two, "red")) == {"a:0", "b:0"}


def test_a_change_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "base", create=True)
    with pytest.raises(IndexError):  # found out when both documents' rows are written already
        store.put([prepared("a", "x"), prepared("b", "y")], np.ones((1, 4)))
    assert store.hashes() == {}
    assert store.put([prepared("a", "x")]) == 1


def test_a_writer_that_never_ends_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "base", create=True)
    other = sqlite3.connect(tmp_path / "base" / "knowledge.sqlite", isolation_level=None)
    other.execute("begin immediate")
    store._db.execute("pragma busy_timeout = 50")
    with pytest.raises(WorkError, match="is being written to"):
        store.put([prepared("a", "x")])
    other.execute("rollback")
    other.close()
    assert store.put([prepared("a", "x")]) == 1


def test_a_base_of_another_format_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path / "base", create=True)
    store.remember("format", "99")
    store.close()
    with pytest.raises(UserError, match="has format 99"):
        Store(tmp_path / "base")


def test_vectors_stay_with_their_chunks_when_segments_are_merged(tmp_path: Path) -> None:
    store = Store(tmp_path / "base", create=True)
    vectors = np.eye(8, dtype=np.float32)
    for i in range(8):
        store.put([prepared(f"d{i}", f"word{i}")], vectors[i : i + 1])
    store.remove(["d3"])
    store.merge(most=1)
    with store.snapshot() as segments:
        assert len(segments) == 1
        held = segments[0].vectors
        assert held is not None
        by_path = {p.document: v for p, v in zip(store.passages(segments[0].ids.tolist()), held, strict=True)}
    assert {path: int(v.argmax()) for path, v in by_path.items()} == {f"d{i}": i for i in range(8) if i != 3}

"""Chunks: along the document's structure, never longer than asked, offsets exact."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aquila2.rag.chunker import chunk, estimate_tokens
from aquila2.rag.parsed import Builder, Limits, Parsed
from aquila2.rag.read_file import read_bytes


def texts(parsed: Parsed, **sizes: int) -> list[str]:
    return [parsed.text[c.start : c.end] for c in chunk(parsed, **sizes)]


def plain(text: str) -> Parsed:
    return read_bytes(text.encode(), "a.txt")


def test_chinese_is_cut_behind_its_sentence_marks_and_their_quotes() -> None:
    one, two = "他说：“" + "走" * 45 + "。”", "后来" + "来" * 45 + "了！"
    assert texts(plain(one + two), size=60, overlap=0) == [one, two]


def test_a_full_stop_inside_a_number_ends_no_sentence() -> None:
    text = "Version 3.14 costs 2.5 dollars. " * 20
    for part in texts(plain(text), size=60, overlap=0):
        assert part.startswith("Version")
        assert part.endswith("dollars.")


def test_the_last_sentences_are_repeated_at_the_beginning_of_the_next_chunk() -> None:
    sentences = [f"第{i}句话在这里结束了。" for i in range(30)]
    parts = texts(plain("".join(sentences)), size=60, overlap=15)
    repeated = [after.partition("。")[0] + "。" for after in parts[1:]]
    assert all(before.endswith(sentence) for before, sentence in zip(parts, repeated, strict=False))


def test_a_heading_stands_above_the_chunks_below_it() -> None:
    body = "Words of a paragraph that goes on. " * 20
    parsed = read_bytes(f"# Top\n\n{body}\n\n## Inner\n\n{body}".encode(), "a.md")
    chunks = chunk(parsed, size=150, overlap=0)
    assert chunks[0].above == ""
    assert chunks[-1].above == "Top > Inner"


def test_a_table_keeps_its_rows_whole_and_its_first_row_above() -> None:
    rows = ["name | price"] + [f"thing number {i} | {i} yuan" for i in range(60)]
    builder = Builder(Limits())
    builder.add("\n".join(rows), "table")
    chunks = chunk(builder.done(), size=100, overlap=0)
    assert len(chunks) > 3
    assert [c.above for c in chunks] == ["", *["name | price"] * (len(chunks) - 1)]
    assert [line for part in texts(builder.done(), size=100, overlap=0) for line in part.split("\n")] == rows


def test_no_chunk_reaches_over_pages_that_stand_apart() -> None:
    parsed = read_bytes(b'{"text": "one"}\n{"text": "two"}\n', "a.jsonl")
    assert [(c.page, parsed.text[c.start : c.end]) for c in chunk(parsed)] == [("1", "one"), ("2", "two")]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab 你好。，.\n!漢字", max_size=600), st.integers(50, 90), st.integers(0, 25))
def test_chunks_cover_the_text_in_order_and_none_is_too_long(text: str, size: int, overlap: int) -> None:
    if not text.strip():
        return
    parsed = plain(text)
    chunks = chunk(parsed, size, overlap)
    assert [c.number for c in chunks] == list(range(len(chunks)))
    assert all(estimate_tokens(parsed.text[c.start : c.end]) <= size for c in chunks)
    covered = {i for c in chunks for i in range(c.start, c.end)}
    assert all(not parsed.text[i].strip() for i in range(len(parsed.text)) if i not in covered)


def test_a_chunk_names_all_pages_that_it_stands_on() -> None:
    builder = Builder(Limits())
    for number in range(1, 4):
        builder.page(str(number))
        builder.add(f"Page {number} says something of its own. " * (8 if number == 3 else 1))
    assert [c.page for c in chunk(builder.done(), size=60, overlap=0)] == ["1-3", "3"]

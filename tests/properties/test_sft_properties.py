"""Laws of fine-tuning's rows: loss where the oracle has it and nowhere else, every sample once an epoch, pairs
together, and the same rows on any number of ranks and from any place on."""

import itertools
import json
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.messages import Message, Template
from aquila2.chat.render import render_prompt
from aquila2.chat.templates import TEMPLATES
from aquila2.data.packing import IGNORED, Rows
from aquila2.data.sft import load_samples
from aquila2.data.sft_rows import HeldOutLoader, SampleLoader
from tests.chat_oracle import PARTS, conversations, oracle
from tests.tiny_samples import PAD, samples_of
from tests.tiny_tokenizer import CHATML, aquila_like, chatml_like


def answered(messages: list[Message]) -> bool:
    return all(message["content"].strip() for message in messages if message["role"] == "assistant")


def documents_of(rows: Rows) -> list[tuple[list[int], list[int]]]:
    """ids and labels of every document, padding among them."""
    found = []
    for ids, labels, documents, positions in zip(rows.ids, rows.labels, rows.documents, rows.positions, strict=True):
        assert np.isin(np.diff(documents), (0, 1)).all()
        for document in range(documents[-1] + 1):
            mine = documents == document
            assert positions[mine].tolist() == list(range(mine.sum()))
            found.append((ids[mine].tolist(), labels[mine].tolist()))
    return found


@pytest.mark.parametrize("name", [*PARTS, "chatml"])
@given(
    talks=st.lists(conversations().filter(answered), min_size=1, max_size=5),
    max_seq_len=st.integers(150, 400),
    packing=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_labels_are_where_the_oracle_has_loss(
    name: str, talks: list[list[Message]], max_seq_len: int, packing: bool
) -> None:
    template: Template = JinjaTemplate(CHATML) if name == "chatml" else TEMPLATES[name]
    tokenizer = chatml_like() if name == "chatml" else aquila_like()
    talks = [[{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], *talks]  # one that fits
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        path.write_text(json.dumps([{"messages": messages} for messages in talks]), encoding="utf-8")
        samples, report = load_samples([path], template, tokenizer, max_seq_len, on_error="skip")
    rows = SampleLoader(samples, packing=packing).global_batch(0, len(talks))  # an epoch at least
    found = documents_of(rows)

    left_out = 0
    for messages in talks:
        pieces = oracle(name, messages)
        text = "".join(piece for piece, _ in pieces).encode()
        has_loss = np.repeat([loss for _, loss in pieces], [len(piece.encode()) for piece, _ in pieces])
        mine = [
            (ids, labels)
            for ids, labels in found
            if ids
            and text.startswith(read := b"".join(map(tokenizer.token_bytes, ids)))
            and (read == text or len(ids) == max_seq_len)
        ]
        if not mine:
            left_out += 1
            prompt = next(n for n, message in enumerate(messages) if message["role"] == "assistant")
            assert len(render_prompt(template, tokenizer, messages[:prompt]).input_ids) >= max_seq_len
            continue
        ids, labels = mine[0]
        ends = np.cumsum([len(tokenizer.token_bytes(id)) for id in ids])
        for place, (end, stop) in enumerate(itertools.pairwise(ends.tolist())):
            assert len(set(has_loss[end:stop].tolist())) == 1, "a token lies on both sides of where loss begins"
            assert labels[place] == (ids[place + 1] if has_loss[end] else IGNORED)
        assert labels[-1] == IGNORED

        # training's ids begin with those of every prompt that asks for an answer
        for index, message in enumerate(messages):
            if message["role"] == "assistant":
                prompt_ids = render_prompt(template, tokenizer, messages[:index]).input_ids
                assert ids[: len(prompt_ids)] == prompt_ids[: len(ids)]
    assert left_out == report.problems.get("no-loss", 0)


shapes = st.sampled_from([1, 2]).flatmap(
    lambda each: st.tuples(
        st.just(each), st.lists(st.lists(st.integers(1, 64 // each), min_size=each, max_size=each), min_size=1)
    )
)


@given(shape=shapes, seed=st.integers(-5, 5), packing=st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_sample_is_seen_once_an_epoch_and_pairs_stay_together(
    shape: tuple[int, list[list[int]]], seed: int, packing: bool
) -> None:
    each, lengths = shape
    samples = samples_of([length for sample in lengths for length in sample], 64, each)
    whole = sorted([ids.tolist() for ids, _ in samples.documents(n)] for n in range(len(samples)))
    loader, held_out = SampleLoader(samples, seed, packing), HeldOutLoader(samples, packing)
    for epoch in range(3):
        first, stop = loader.samples_in(epoch), loader.samples_in(epoch + 1)
        for rows in (loader.rows(np.arange(first, stop)), held_out.batch(0, held_out.num_rows)):
            found = [
                [ids for ids, _ in documents_of(Rows(*(array[n : n + 1] for array in vars(rows).values())))]
                for n in range(len(rows))
            ]
            samples_found = []
            for documents in found:
                if documents[-1] == [PAD] * len(documents[-1]):
                    documents.pop()
                assert len(documents) % each == 0
                samples_found += [documents[at : at + each] for at in range(0, len(documents), each)]
            assert sorted(samples_found) == whole


@given(
    lengths=st.lists(st.integers(1, 30), min_size=2, max_size=40).filter(lambda lengths: len(lengths) % 2 == 0),
    each=st.sampled_from([1, 2]),
    first=st.integers(0, 60),
    ranks=st.sampled_from([1, 2, 3, 4, 6, 12]),
    packing=st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_a_batch_does_not_depend_on_ranks_or_where_a_run_began(
    lengths: list[int], each: int, first: int, ranks: int, packing: bool
) -> None:
    samples = samples_of([length * 3 for length in lengths], 200, each)
    loader = SampleLoader(samples, 7, packing)
    whole = vars(loader.global_batch(first, 12))
    parts = [vars(SampleLoader(samples, 7, packing).global_batch(first, 12, rank, ranks)) for rank in range(ranks)]
    held_out = HeldOutLoader(samples, packing)
    held_whole = vars(held_out.batch(first, 12))
    held_parts = [vars(held_out.batch(first, 12, rank, ranks)) for rank in range(ranks)]
    for name in whole:
        assert np.array_equal(whole[name], np.concatenate([part[name] for part in parts]))
        assert np.array_equal(held_whole[name], np.concatenate([part[name] for part in held_parts]))
    for place, row in enumerate(range(first, first + 12)):
        alone = loader.rows(np.array([row]))
        width = alone.ids.shape[1]
        assert np.array_equal(alone.ids[0], whole["ids"][place, :width])
        assert np.array_equal(alone.labels[0], whole["labels"][place, :width])
        assert (whole["labels"][place, width:] == IGNORED).all()

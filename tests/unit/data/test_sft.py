"""Reading, checking and encoding: what becomes a sample, what is counted, what stops a run and with which words."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from aquila2.base.errors import UserError
from aquila2.chat.jinja import JinjaTemplate
from aquila2.chat.render import render_conversation
from aquila2.chat.templates import TEMPLATES
from aquila2.data import sft
from aquila2.data.sft import load_samples
from aquila2.data.sft_report import Report
from aquila2.data.sft_samples import Samples
from tests.tiny_tokenizer import CHATML, aquila_like, chatml_like

V1 = TEMPLATES["aquila-v1"]


def record(question: str, answer: str, instruction: str = "") -> dict[str, Any]:
    turns = [{"from": "human", "value": question}, {"from": "gpt", "value": answer}]
    return {"id": "x", "conversations": turns, "instruction": instruction}


def pair(question: str, better: str, worse: str) -> dict[str, Any]:
    return {"prompt": question, "chosen": better, "rejected": worse}


def write(path: Path, records: list[Any]) -> Path:
    lines = [entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False) for entry in records]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def load(path: Path, size: int = 512, **more: Any) -> tuple[Samples, Report]:
    return load_samples([path], V1, aquila_like(), size, **more)


def test_samples_are_the_rendered_conversations(tmp_path: Path) -> None:
    texts = [("Hi </s>", "the time", ""), ("你好", "北京。", "Be brief."), ("", "1234", "")]
    write(tmp_path / "a.jsonl", [record(*text) for text in texts[:2]])
    (tmp_path / "b.json").write_text(json.dumps([record(*text) for text in texts[2:]]), encoding="utf-8")
    samples, report = load(tmp_path)
    assert (len(samples), report.samples, report.turns, report.formats) == (3, 3, 3, {"conversations": 3})
    for number, (question, answer, system) in enumerate(texts):
        messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
        head = [{"role": "system", "content": system}] if system else []
        rendered = render_conversation(V1, aquila_like(), head + messages)
        ((ids, loss),) = samples.documents(number)
        assert (ids.tolist(), loss.tolist()) == (rendered.input_ids, rendered.loss_mask)
    assert report.tokens == samples.lengths.sum() == len(samples.ids)
    assert report.loss_tokens == samples.loss.sum()
    assert [samples.place(n) for n in range(3)] == [
        f"{tmp_path / name}" for name in ("a.jsonl:1", "a.jsonl:2", "b.json:1")
    ]
    assert samples.pad_id == aquila_like().pad_id


def test_a_long_sample_keeps_its_beginning_and_is_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [record("q", "the time is noon " * 20), record("q", "a")])
    whole = load(path)[0].documents(0)[0]
    samples, report = load(path, 30)
    ids, loss = samples.documents(0)[0]
    assert (ids.tolist(), loss.tolist()) == (whole[0][:30].tolist(), whole[1][:30].tolist())
    assert (report.truncated, report.left_out, report.longest) == (1, 0, len(whole[0]))
    assert load(path, len(whole[0]))[1].truncated == 0
    samples, report = load(path, 30, too_long="skip")
    assert (len(samples), report.truncated, report.left_out, report.longest) == (1, 0, 1, len(whole[0]))


def test_a_sample_without_loss_is_an_error_also_when_it_was_cut(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [record("q", "a"), record("the time " * 50, "a")])
    with pytest.raises(UserError, match=r"a\.jsonl, line 2: what is to be learned begins behind the first 20 of \d+"):
        load(path, 20)
    assert load(path, 20, on_error="skip")[1].problems == {"no-loss": 1}
    silent = JinjaTemplate("{% for m in messages if m.role == 'user' %}{{ m.content }}{% endfor %}")
    with pytest.raises(UserError, match=r"line 1: the template jinja renders its answers as nothing"):
        load_samples([path], silent, aquila_like(), 20)


def test_the_first_problem_of_the_file_stops_with_its_line_and_a_way_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [record("q", "a"), "", record("the time " * 50, "a"), record("q", " "), "{"])
    with pytest.raises(UserError) as caught:
        load(path)
    text = str(caught.value)
    assert text.startswith(f"{path}, line 4: message 2, an answer, is empty: mend it, or leave such samples out")
    assert text.endswith("data.on_error=skip")
    with pytest.raises(UserError, match="line 3: what is to be learned"):
        load(path, 20)


def test_problems_are_counted_by_kind_and_some_of_each_are_shown(tmp_path: Path, monkeypatch: Any) -> None:
    bad = [record("q", " ")] * 5 + ["{", {"text": 1}, {"conversations": [{"from": "elf", "value": "a"}]}, 7]
    path = write(tmp_path / "a.jsonl", [*bad, record("q", "a"), record("a", "q")])
    kinds = {"empty-answer": 5, "unreadable": 1, "missing-field": 1, "unknown-role": 1, "not-an-object": 1}
    monkeypatch.setattr(sft, "_CHUNK", 2)
    samples, report = load(path, on_error="skip")
    assert (len(samples), report.problems) == (2, kinds)
    shown = [problem.kind for problem in report.examples]
    assert shown == ["empty-answer"] * 3 + [kind for kind in kinds if kind != "empty-answer"]
    assert str(report.examples[3]).startswith(f"{path}, line 6: not JSON")
    with pytest.raises(UserError, match=r"not one sample \(empty-answer 5, unreadable 1, "):
        load(write(tmp_path / "b.jsonl", bad), on_error="skip")


def test_a_file_has_one_format_and_holds_what_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [{"instruction": "q", "output": "a"}, record("q", "a")])
    with pytest.raises(UserError, match="line 2: a record of the format conversations in a file of alpaca"):
        load(path)
    with pytest.raises(UserError, match="line 1: pairs are to be learned here, and this is a conversation"):
        load(path, pairs=True)
    pairs = write(tmp_path / "b.jsonl", [pair("q", "a", "b")])
    with pytest.raises(UserError, match="line 1: conversations are to be learned here, and this is a preference pair"):
        load(pairs)


def test_what_a_template_refuses_is_a_problem_of_its_record(tmp_path: Path) -> None:
    picky = "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}" + CHATML
    path = write(tmp_path / "a.jsonl", [record("q", "a"), record("q", "a", "s"), record("p", "b")])
    samples, report = load_samples([path], JinjaTemplate(picky), chatml_like(), 512, on_error="skip")
    assert (len(samples), report.problems) == (2, {"template": 1})
    assert "refuses these messages: no system" in str(report.examples[0])


def test_duplicates_are_kept_and_counted(tmp_path: Path) -> None:
    again = {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}
    path = write(tmp_path / "a.jsonl", [record("q", "a"), record("q", "b"), record("q", "a", "s")])
    other = write(tmp_path / "b.jsonl", [again, again])
    samples, report = load_samples([path, other], V1, aquila_like(), 512)
    assert (len(samples), report.duplicates) == (5, 2)
    assert report.first_duplicate == f"{other}, line 1 repeats {path}, line 1"
    assert samples.keys[0] == samples.keys[3] == samples.keys[4]
    assert len(set(samples.keys.tolist())) == 3


def test_a_pair_is_two_documents_with_loss_on_their_last_answers(tmp_path: Path) -> None:
    history = [("user", "one"), ("assistant", "first"), ("user", "two")]
    prompt = [{"role": role, "content": content} for role, content in history]
    path = write(tmp_path / "a.jsonl", [{"prompt": prompt, "chosen": "noon", "rejected": "the time"}])
    samples, report = load(path, pairs=True)
    assert (len(samples), samples.each, report.turns) == (1, 2, 1)
    tokenizer = aquila_like()
    for (ids, loss), answer in zip(samples.documents(0), ("noon", "the time"), strict=True):
        rendered = render_conversation(V1, tokenizer, [*prompt, {"role": "assistant", "content": answer}])
        assert ids.tolist() == rendered.input_ids
        end = [*tokenizer.encode(answer), tokenizer.eos_id]
        assert ids[loss].tolist() == end == ids[-len(end) :].tolist()


@pytest.mark.parametrize(
    ("lengths", "kept"),
    [([10, 10], [10, 10]), ([18, 10], [10, 10]), ([8, 30], [8, 12]), ([30, 8], [12, 8]), ([15, 5], [15, 5])],
)
def test_the_longer_document_of_a_pair_is_cut(lengths: list[int], kept: list[int]) -> None:
    assert sft._shares(lengths, 20) == kept
    assert sft._shares([lengths[0]], 12) == [min(lengths[0], 12)]


def test_the_two_of_a_pair_fit_together(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [pair("q", "the time is noon " * 20, "no"), pair("q", "x" * 100, "y" * 90)])
    whole = load(path, pairs=True)[0]
    samples, report = load(path, 40, pairs=True)
    assert samples.lengths.tolist() == [40, 40]
    assert [len(ids) for ids, _ in samples.documents(1)] == [20, 20]
    assert samples.documents(0)[1][0].tolist() == whole.documents(0)[1][0].tolist()
    assert report.truncated == 2


def test_compressed_files_and_what_is_no_such_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(record("q", "a")).encode()))
    (tmp_path / "notes.txt").write_text("not this", encoding="utf-8")
    assert len(load(tmp_path)[0]) == 1
    with pytest.raises(UserError, match=r"cannot read this kind of file; known are \.json, "):
        load(tmp_path / "notes.txt")
    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UserError, match=r"a\.json: not one sample$"):
        load(tmp_path / "a.json")


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "samples", "duplicates", "formats"),
    [
        ("fastchat/dummy_conversation", 401, 0, {"conversations": 401}),
        ("llama-factory/alpaca_zh_demo", 803, 8, {"alpaca": 803}),
        ("llama-factory/identity", 76, 0, {"alpaca": 76}),
        ("llama-factory/glaive_toolcall_zh_demo", 250, None, {"conversations": 250}),
    ],
)
def test_real_files(shared: Path, name: str, samples: int, duplicates: int | None, formats: dict[str, int]) -> None:
    found, report = load(shared / "data" / "sft" / f"{name}.jsonl.gz", 1 << 20)
    assert (len(found), report.formats, report.problems) == (samples, formats, {})
    assert duplicates is None or report.duplicates == duplicates
    assert (report.with_tools > 100) == ("glaive" in name)
    if "identity" in name:
        assert "{{name}}" in aquila_like().decode(found.documents(0)[0][0])


@pytest.mark.real
def test_real_pairs(shared: Path) -> None:
    found, report = load(shared / "data" / "sft" / "llama-factory" / "dpo_zh_demo.jsonl.gz", 1 << 20, pairs=True)
    assert (len(found), report.formats, report.problems) == (249, {"pairs": 249}, {})

"""The report's lines, and samples as a terminal shows them."""

import dataclasses
import json
from pathlib import Path
from typing import Any

from aquila2.chat.templates import TEMPLATES
from aquila2.data.sft import load_samples
from aquila2.data.sft_report import Report, render_marked
from aquila2.data.sft_samples import Samples
from tests.tiny_tokenizer import aquila_like


def load(folder: Path, records: list[dict[str, Any]], size: int = 512, **more: Any) -> tuple[Samples, Report]:
    path = folder / "a.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return load_samples([path], TEMPLATES["aquila-v1"], aquila_like(), size, **more)


def turns(*contents: str) -> dict[str, Any]:
    return {"messages": [{"role": ("user", "assistant")[n % 2], "content": c} for n, c in enumerate(contents)]}


def test_every_figure_is_told(tmp_path: Path) -> None:
    records = [turns("q", "a"), turns("q", "a"), turns("q", ""), turns("q", "the time is noon" * 20), turns("q")]
    records += [{"messages": turns("q", "a", "r", "b")["messages"], "tools": "[1]"}]
    _, report = load(tmp_path, records, 100, on_error="skip")
    report = dataclasses.replace(report, packing_efficiency=0.987)
    path = tmp_path / "a.jsonl"
    tokens, loss, longest = (f"{value:,}" for value in (report.tokens, report.loss_tokens, report.longest))
    share = f"{report.loss_tokens / report.tokens:.1%}"
    assert 0 < report.loss_tokens < report.tokens
    assert report.lines() == [
        f"4 samples (messages 4), 5 answers, {tokens} tokens in the template aquila-v1, {share} of them with loss",
        f"lengths: median {report.median_length}, 95 % up to {report.p95_length}, longest {longest}",
        "truncated to 100 tokens: 1 (25.0%)",
        f"duplicates: 1 (25.0%), the first: {path}, line 2 repeats {path}, line 1",
        "with tools, their calls and results as text: 1 (25.0%)",
        "left out with a problem: 2 (empty-answer 1, role-order 1)",
        f"  empty-answer: {path}, line 3: message 2, an answer, is empty",
        f"  role-order: {path}, line 5: it does not end with an answer",
        "rows: 98.7% of their tokens are of samples",
    ]
    assert loss != "0"
    _, clean = load(tmp_path, records[:1])
    assert len(clean.lines()) == 2
    _, shorter = load(tmp_path, records[3:4] + records[:1], 100, too_long="skip")
    assert shorter.lines()[2:] == ["left out, over 100 tokens: 1 (50.0%)"]


def test_a_sample_with_its_loss_marked(tmp_path: Path) -> None:
    samples, _ = load(tmp_path, [turns("你\u001b[31m好\n", "noon\u009b", "\t</s>", "😀")])
    assert render_marked(samples, 0, aquila_like()) == (
        "<|startofpiece|>你␛[31m好\n<|endofpiece|>⟦noon\ufffd</s>⟧<|startofpiece|>\t</s><|endofpiece|>⟦😀</s>⟧"
    )


def test_a_pair_with_both_answers_marked(tmp_path: Path) -> None:
    samples, report = load(tmp_path, [{"prompt": "q", "chosen": "a", "rejected": "b"}], pairs=True)
    question = "<|startofpiece|>q<|endofpiece|>"
    assert render_marked(samples, 0, aquila_like()) == (f"chosen:\n{question}⟦a</s>⟧\nrejected:\n{question}⟦b</s>⟧")
    assert report.lines()[0].startswith("1 pairs (pairs 1), 1 answers, ")

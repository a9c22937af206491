"""Our engine behind lm-evaluation-harness against that library's own backend, which runs transformers' model."""

import re

import pytest

pytest.importorskip("lm_eval", reason="evaluating needs the extra `eval`")

import torch
from lm_eval.models.huggingface import HFLM

from aquila2.data.testset_item import Item
from aquila2.evals import task as task_module
from aquila2.evals.lm import EngineLM
from aquila2.evals.run import load_task, run_tasks
from aquila2.recipes.llm import LLM
from tests.tiny_checkpoint import write_tiny_checkpoint

WORDS = re.findall(
    r"\S+", "Which of these is the capital of China? The time, the people and a human answer give polite questions"
)


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = write_tiny_checkpoint(tmp_path_factory.mktemp("models") / "tiny", model_type="llama")
    llm = LLM(folder, dtype="float32", device="cpu")
    ours = EngineLM(llm.engine, llm.stops, None, "tiny")
    theirs = HFLM(pretrained=str(folder), dtype="float32", device="cpu", batch_size=4)
    return ours, theirs


def items(name):
    def text(start, count):
        return " ".join(WORDS[(start * 7 + i * 3) % len(WORDS)] for i in range(count))

    for i in range(16):
        options = tuple(text(i + k, 2 + (i + k) % 4) for k in range(4))
        more = {"test": "", "entry_point": ""}
        yield Item(name, str(i), text(i, 6 + i % 5), f"{text(i, 5)} #### {i}", options, i % 4, split="test", more=more)


@pytest.mark.parametrize("name", ["mmlu", "arc_easy", "hellaswag", "winogrande", "gsm8k"])
def test_the_same_numbers_and_answers(name, models, monkeypatch):
    made = list(items(name))
    monkeypatch.setattr(task_module, "load_items", lambda *_: made)
    found = []
    for lm in models:
        task = load_task(name, data_dir=".", num_fewshot=2 if name != "winogrande" else 0)
        if name == "gsm8k":
            task.config.generation_kwargs["max_gen_toks"] = 24
        scores = []
        original = lm.loglikelihood

        def kept(requests, disable_tqdm=False, original=original, scores=scores):
            answers = original(requests)
            scores += answers
            return answers

        monkeypatch.setattr(lm, "loglikelihood", kept)
        (result,) = run_tasks(lm, [task])
        found.append((scores, [(item.id, item.output, item.score) for item in result.items]))
        monkeypatch.undo()
        monkeypatch.setattr(task_module, "load_items", lambda *_: made)
    (ours, our_items), (theirs, their_items) = found
    assert our_items == their_items
    torch.testing.assert_close(
        torch.tensor([score for score, _ in ours]), torch.tensor([score for score, _ in theirs]), rtol=0, atol=1e-3
    )
    assert [greedy for _, greedy in ours] == [greedy for _, greedy in theirs]
    assert len(ours) == {"gsm8k": 0}.get(name, 64)


def test_whole_texts(models):
    from lm_eval.api.instance import Instance

    texts = [" ".join(WORDS * count) for count in (1, 3, 12)]  # the last is longer than the context
    requests = [Instance("loglikelihood_rolling", {}, (text,), 0) for text in texts]
    ours, theirs = (lm.loglikelihood_rolling(requests) for lm in models)
    assert ours == pytest.approx(theirs, abs=1e-2)

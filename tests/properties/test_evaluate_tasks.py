"""Every task can be won and lost: an oracle has 100, and who guesses or always says the same has what chance gives."""

import random
from collections import Counter

import pytest

pytest.importorskip("lm_eval", reason="evaluating needs the extra `eval`")

from lm_eval.api.model import LM

from aquila2.evals.groups import OURS
from aquila2.evals.report import make_report
from aquila2.evals.run import load_task, run_tasks

TASKS = [name for name in OURS if not name.startswith("sem_chinese")]
FEW = 24
ABOUT = {"model": "a test's"}


class Scripted(LM):
    """A model that reads the item itself in place of the prompt."""

    tokenizer_name = "none"

    def loglikelihood(self, requests):
        return [(self.likes(request), False) for request in requests]

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        return [self.says(request) for request in requests]

    def apply_chat_template(self, chat_history, add_generation_prompt=True):
        return "\n".join(message["content"] for message in chat_history)


class Oracle(Scripted):
    def __init__(self, task):
        super().__init__()
        self.task = task

    def likes(self, request):
        doc = request.doc
        if doc["set"] == "truthfulqa":
            return 0.0 if doc["true"][request.idx] else -1e4
        return 0.0 if request.idx == doc["gold"] else -1e4

    def says(self, request):
        return str(self.task.doc_to_target(request.doc))


class Guesser(Scripted):
    def __init__(self):
        super().__init__()
        self.chance = random.Random(3)

    def likes(self, request):
        return -self.chance.random()

    def says(self, request):
        return self.chance.choice(request.doc["letters"] or request.doc["labels"])


class Same(Scripted):
    def likes(self, request):
        return -float(request.idx)

    def says(self, request):
        return "A"


def result_of(lm, task, limit=None, chat=False):
    (result,) = run_tasks(lm, [task], limit, chat)
    return result, make_report([result], ABOUT)["tasks"][result.name]


@pytest.mark.slow
@pytest.mark.real
def test_an_oracle_has_all_of_every_task(shared):
    for name in TASKS:
        for cot in (False, True) if OURS[name] == "aquila2_reasoning" else (False,):
            task = load_task(name, shared / "data" / "eval", cot=cot)
            result, report = result_of(Oracle(task), task, FEW, chat=name.endswith("_chat"))
            assert report["n"] == FEW, name
            assert report["score"] == pytest.approx(100, abs=0.01), (name, result.items[0])
            assert report["lenient"] in (None, 100), name
            assert result.files, name
            assert all(item.prompt and item.right for item in result.items), name


@pytest.mark.real
@pytest.mark.parametrize("name", ["arc_easy", "hellaswag", "winogrande", "bustm", "ecare", "ocnli_chat"])
def test_a_guesser_has_what_chance_gives(name, shared):
    task = load_task(name, shared / "data" / "eval", num_fewshot=0)
    task_choices = {"ocnli_chat": 3, "arc_easy": 4, "hellaswag": 4}.get(name, 2)
    _, report = result_of(Guesser(), task, 600)
    assert abs(report["score"] - 100 / task_choices) < 4 * report["stderr"]


@pytest.mark.real
def test_always_a_has_the_share_of_a(shared):
    for name in ("ceval_chat", "truthfulqa_chat"):
        task = load_task(name, shared / "data" / "eval", num_fewshot=0)
        result, report = result_of(Same(), task)
        share = Counter(item.right for item in result.items)["A"] / len(result.items)
        assert report["score"] == pytest.approx(100 * share)
        assert report["lenient"] == report["strict"]
        assert 0.1 < share < 0.4  # TruthfulQA's own file has the right one first


@pytest.mark.real
def test_examples_are_never_the_item_itself(shared):
    for name, n in (("hellaswag", 10), ("raft", 5), ("mmlu", 5)):
        task = load_task(name, shared / "data" / "eval")
        docs = task.eval_docs
        for place in range(0, len(docs), len(docs) // 50):
            doc = docs[place]
            chosen = task.sampler.sample(n, doc)
            assert len({example["id"] for example in chosen}) == n
            assert all(example["question"] != doc["question"] for example in chosen)
            if name != "hellaswag":
                assert {example["subject"] for example in chosen} == {doc["subject"]}

"""The public test sets in their native formats: a function a set, from its folder and a split to items.

Folders are laid out as the sets' own repositories have them. `testsets` says which splits there are and what for.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from aquila2.data.testset_item import Item, Row, csv_rows, find, jsonl_rows, lines, read_text

_FEWCLUE = {"test": "test_public", "dev": "dev_few_all", "train": "train_few_all", "unlabelled": "test"}
_LETTERS = "ABCD"


def wmt22_en_zh(folder: Path, split: str) -> Iterator[Item]:
    """Lines of English, and of two Chinese references."""
    sources = lines(find(folder, "generaltest2022.en-zh.src.en"))
    references = [lines(find(folder, f"generaltest2022.en-zh.ref.{which}.zh")) for which in "AB"]
    for number, (source, first, second) in enumerate(zip(sources, *references, strict=True), 1):
        yield Item("wmt22_en_zh", str(number), source, first, split=split, more={"reference_b": second})


def _fewclue(name: str, folder: Path, split: str) -> Iterator[Row]:
    return jsonl_rows(find(folder, f"{_FEWCLUE[split]}.json"))


def cluewsc(folder: Path, split: str) -> Iterator[Item]:
    """Whether a pronoun means a noun."""
    for row in _fewclue("cluewsc", folder, split):
        target, label = row["target"], row.value.get("label", "")
        gold = {"true": 0, "false": 1}.get(str(label))
        yield Item(
            "cluewsc", f"{split}-{row.number}", row.text("text"), str(label), gold=gold, split=split,
            more={"target": target},
        )  # fmt: skip


def bustm(folder: Path, split: str) -> Iterator[Item]:
    """Whether two short questions mean the same."""
    for row in _fewclue("bustm", folder, split):
        first, second = row.text("sentence1"), row.text("sentence2")
        label = str(row.value.get("label", ""))
        gold = int(label) if label in ("0", "1") else None
        yield Item("bustm", f"{split}-{row.number}", second, label, gold=gold, context=first, split=split)


def chid(folder: Path, split: str) -> Iterator[Item]:
    """Which idiom belongs at `#idiom#`."""
    for row in _fewclue("chid", folder, split):
        options = tuple(row.texts("candidates"))
        gold = row.value.get("answer")
        answer = options[gold] if gold is not None else ""
        yield Item("chid", f"{split}-{row.number}", row.text("content"), answer, options, gold, split=split)


def eprstmt(folder: Path, split: str) -> Iterator[Item]:
    """Whether a review is positive."""
    for row in _fewclue("eprstmt", folder, split):
        label = str(row.value.get("label", ""))
        gold = {"Positive": 0, "Negative": 1}.get(label)
        yield Item("eprstmt", f"{split}-{row.number}", row.text("sentence"), label, gold=gold, split=split)


def tnews(folder: Path, split: str) -> Iterator[Item]:
    """What a headline is about."""
    for row in _fewclue("tnews", folder, split):
        answer = str(row.value.get("label_desc", ""))
        more = {str(name): row.value[name] for name in ("label", "keywords") if name in row.value}
        yield Item("tnews", f"{split}-{row.number}", row.text("sentence"), answer, split=split, more=more)


def ocnli(folder: Path, split: str) -> Iterator[Item]:
    """What follows from a sentence."""
    for row in _fewclue("ocnli", folder, split):
        label = str(row.value.get("label", ""))
        gold = {"entailment": 0, "neutral": 1, "contradiction": 2}.get(label)
        premise, hypothesis = row.text("sentence1"), row.text("sentence2")
        yield Item("ocnli", f"{split}-{row.number}", hypothesis, label, gold=gold, context=premise, split=split)


def csl(folder: Path, split: str) -> Iterator[Item]:
    """Whether all keywords are an abstract's own."""
    for row in _fewclue("csl", folder, split):
        label = str(row.value.get("label", ""))
        gold = int(label) if label in ("0", "1") else None
        more = {"keyword": row["keyword"]}
        yield Item("csl", f"{split}-{row.number}", row.text("abst"), label, gold=gold, split=split, more=more)


_ADAPTERS = re.compile(
    r"Please (?:choose the correct (?:answer|solution) to (?:the question|fill in the blank to complete the given"
    r" sentence)|answer the following question with true or false, question): ?(?P<question>.*?)\n\n"
    r"(?:(?P<options>(?:Answer|Solution|Option)1:.*?)(?:\n\n| ))?Answer format:",
    re.DOTALL,
)
_OPTION = re.compile(r"(?:^|\s+)(?:Answer|Solution|Option)\d: ?")


def _adapters(name: str, folder: Path, split: str) -> Iterator[Item]:
    """The form that LLM-Adapters gives these sets: an instruction that holds the question and its options."""
    for row in jsonl_rows(find(folder, f"{split}.jsonl")):
        match = _ADAPTERS.match(row.text("instruction"))
        if match is None:
            raise row.wrong("'instruction' holds no question in LLM-Adapters' form")
        options = tuple(part.strip() for part in _OPTION.split(match["options"] or "")[1:])
        word = row.text("answer")
        if not options:
            options = ("true", "false")
        gold = options.index(word) if word in options else int(re.sub(r"\D", "", word) or 0) - 1
        if not 0 <= gold < len(options):
            raise row.wrong(f"the answer {word!r} is none of {len(options)} options")
        question = match["question"].strip()
        yield Item(name, f"{split}-{row.number}", question, options[gold], options, gold, split=split)


def piqa(folder: Path, split: str) -> Iterator[Item]:
    """Which way to do something works."""
    return _adapters("piqa", folder, split)


def boolq(folder: Path, split: str) -> Iterator[Item]:
    """Questions to be answered with true or false, without their passage."""
    return _adapters("boolq", folder, split)


def openbookqa(folder: Path, split: str) -> Iterator[Item]:
    """Elementary science."""
    return _adapters("openbookqa", folder, split)


def arc_easy(folder: Path, split: str) -> Iterator[Item]:
    """Grade-school science."""
    return _adapters("arc_easy", folder, split)


def winogrande(folder: Path, split: str) -> Iterator[Item]:
    """Which noun belongs at `_`."""
    return _adapters("winogrande", folder, split)


def hellaswag(folder: Path, split: str) -> Iterator[Item]:
    """How a description goes on."""
    for row in jsonl_rows(find(folder, "hellaswag_val.jsonl")):
        options, gold = tuple(row.texts("endings")), int(row["label"])
        subject = row.text("ctx").partition(":")[0]
        question = row.text("ctx")
        yield Item("hellaswag", str(row["ind"]), question, options[gold], options, gold, subject=subject, split=split)


def truthfulqa(folder: Path, split: str) -> Iterator[Item]:
    """Questions that invite a common error. The options are those of MC1, `more` has MC2's and reference answers."""
    choices = {row.text("question"): row for row in jsonl_rows(find(folder, "mc_task.jsonl"))}
    for row in csv_rows(find(folder, "TruthfulQA.csv")):
        question, best = row.text("Question"), row.text("Best Answer")
        more = {name: row.text(name) for name in ("Correct Answers", "Incorrect Answers")}
        options: tuple[str, ...] = ()
        gold = None
        if question in choices:
            targets = choices[question]["mc1_targets"]
            options, gold = tuple(targets), list(targets.values()).index(1)
            more |= {"mc1_targets": targets, "mc2_targets": choices[question]["mc2_targets"]}
        category = row.text("Category")
        yield Item("truthfulqa", str(row.number), question, best, options, gold, "", "", category, split, more)


def raft(folder: Path, split: str) -> Iterator[Item]:
    """Eleven classifications of short texts; the subject is the classification."""
    name = {"train": "train.csv", "unlabelled": "test_unlabeled_first100.csv"}[split]
    for task in sorted(path.parent for path in folder.glob("*/task.json")):
        described = json.loads(read_text(task / "task.json"))
        classes = tuple(described["label_columns"]["Label"])
        columns = [column for column in described["data_columns"] if column not in ("ID", "id")]
        for row in csv_rows(find(task, name)):
            texts = [(column, row.text(column)) for column in columns if row.text(column)]
            longest = max((text for _, text in texts), key=len, default="")
            label = str(row.value.get("Label", ""))
            yield Item(
                "raft", f"{task.name}-{split}-{row.number}", longest, label, classes,
                classes.index(label) if label in classes else None,
                "\n".join(text for _, text in texts if text is not longest), "", task.name, split, dict(texts),
            )  # fmt: skip


def mmlu(folder: Path, split: str) -> Iterator[Item]:
    """57 subjects, four options."""
    for path in sorted((folder / split).glob(f"*_{split}.csv*")):
        subject = path.name.partition(f"_{split}.csv")[0]
        for row in csv_rows(path):
            options = tuple(row.text(f"choice{place}") for place in range(4))
            yield _choice("mmlu", subject, split, row, row.text("question"), options, int(row.text("answer")))


def ceval(folder: Path, split: str) -> Iterator[Item]:
    """52 subjects in Chinese; the split `test` has no answers."""
    for path in sorted((folder / split).glob(f"*_{split}.csv*")):
        subject = path.name.partition(f"_{split}.csv")[0]
        for row in csv_rows(path):
            options = tuple(row.text(letter) for letter in _LETTERS)
            gold = _LETTERS.index(row.text("answer")) if row.value.get("answer") else None
            yield _choice("ceval", subject, split, row, row.text("question"), options, gold)


def cmmlu(folder: Path, split: str) -> Iterator[Item]:
    """67 subjects in Chinese."""
    for path in sorted((folder / split).glob("*.csv*")):
        subject = path.name.partition(".csv")[0]
        for row in csv_rows(path):
            options = tuple(row.text(letter) for letter in _LETTERS)
            gold = _LETTERS.index(row.text("Answer"))
            yield _choice("cmmlu", subject, split, row, row.text("Question"), options, gold)


def _choice(
    name: str, subject: str, split: str, row: Row, question: str, options: tuple[str, ...], gold: int | None
) -> Item:
    answer = options[gold] if gold is not None else ""
    more = {"explanation": row.value["explanation"]} if row.value.get("explanation") else {}
    return Item(
        name, f"{subject}-{split}-{row.number}", question, answer, options, gold, "", "", subject, split, more
    )  # fmt: skip


def humaneval(folder: Path, split: str) -> Iterator[Item]:
    """Python functions to be completed. `more` has the tests and the function's name."""
    for row in jsonl_rows(find(folder, "HumanEval.jsonl")):
        code = row.text("canonical_solution")
        more = {"test": row.text("test"), "entry_point": row.text("entry_point")}
        yield Item("humaneval", row.text("task_id"), row.text("prompt"), "", code=code, split=split, more=more)


def gsm8k(folder: Path, split: str) -> Iterator[Item]:
    """Grade-school maths; the answer is the worked solution, its result behind `####`."""
    for row in jsonl_rows(find(folder, f"{split}.jsonl")):
        yield Item("gsm8k", f"{split}-{row.number}", row.text("question"), row.text("answer"), split=split)


def _babi(name: str, task: str, folder: Path, split: str) -> Iterator[Item]:
    path = find(folder / "en", f"{task}_{split}.txt")
    story: dict[int, str] = {}
    for number, line in enumerate(lines(path), 1):
        place, _, rest = line.partition(" ")
        if place == "1":
            story = {}
        question, *answer = rest.split("\t")
        if not answer:
            story[int(place)] = rest
            continue
        supporting = [int(word) for word in answer[1].split()] if len(answer) > 1 else []
        told = {"supporting": supporting, "facts": [story[place] for place in supporting]}
        context = "\n".join(story.values())
        yield Item(name, f"{split}-{number}", question.strip(), answer[0], context=context, split=split, more=told)


def babi_15(folder: Path, split: str) -> Iterator[Item]:
    """Basic deduction."""
    return _babi("babi_15", "qa15_basic-deduction", folder, split)


def babi_16(folder: Path, split: str) -> Iterator[Item]:
    """Basic induction."""
    return _babi("babi_16", "qa16_basic-induction", folder, split)


def clutrr(folder: Path, split: str) -> Iterator[Item]:
    """How two members of a family are related; the subject is the length of the chain."""
    for path in sorted(folder.glob("data_*/*_test.csv*")):
        length = path.name.partition("_test")[0].rpartition(".")[2]
        for row in csv_rows(path):
            pair = ast.literal_eval(row.text("query"))
            question = f"How is {pair[1]} related to {pair[0]}?"
            story = row.text("story")
            id = f"{path.parent.name}-{length}-{row.number}"
            yield Item("clutrr", id, question, row.text("target"), (), None, story, "", length, split, {"query": pair})


def entailmentbank(folder: Path, split: str) -> Iterator[Item]:
    """Science questions with the facts that lead to a hypothesis (task 1: only the facts that are needed)."""
    for row in jsonl_rows(find(folder / "task_1", f"{split}.jsonl")):
        more = {name: row[name] for name in ("hypothesis", "proof", "depth_of_proof", "length_of_proof")}
        id, answer = f"{split}-{row.number}", row.text("answer")
        yield Item(
            "entailmentbank", id, row.text("question"), answer, context=row.text("context"), split=split, more=more
        )  # fmt: skip


def alphanli(folder: Path, split: str) -> Iterator[Item]:
    """What happened between two observations."""
    labels = lines(find(folder, "dev-labels.lst"))
    for row in jsonl_rows(find(folder, "dev.jsonl")):
        options = (row.text("hyp1"), row.text("hyp2"))
        gold = int(labels[row.number - 1]) - 1
        before, after = row.text("obs1"), row.text("obs2")
        yield Item("alphanli", str(row.number), after, options[gold], options, gold, before, split=split)


def ecare(folder: Path, split: str) -> Iterator[Item]:
    """The likelier cause or effect; the subject is which of the two is asked for."""
    name = "dev_full.jsonl" if split == "test" else f"Causal_Reasoning/{split}.jsonl"
    for row in jsonl_rows(find(folder, name)):
        options, gold = (row.text("hypothesis1"), row.text("hypothesis2")), int(row["label"])
        asked = row.text("ask-for")
        more = {"explanation": row.value.get("conceptual_explanation", "")}
        yield Item(
            "ecare", f"{split}-{row.number}", row.text("premise"), options[gold], options, gold, "", "", asked, split,
            more,
        )  # fmt: skip

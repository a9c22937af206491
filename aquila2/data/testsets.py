"""The public test sets by name: where they lie in `data_dir`, which splits they have, and their items.

`testset_readers` reads their native formats, `testset_files` files of the user's own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aquila2.base.config import nearest
from aquila2.base.errors import UserError
from aquila2.data import testset_readers as readers
from aquila2.data.testset_item import Item, jsonl_rows

__all__ = ["AQUILA2_21", "SETS", "Item", "TestSet", "audited_items", "find_set", "load_items", "set_files"]


@dataclass(frozen=True)
class TestSet:
    """A public test set.

    Attributes:
        name: what it is called by, everywhere.
        folder: where it lies in `data_dir`.
        read: its folder and a split to items.
        scored: the split that scores are made on.
        shots: the split that examples are taken from; None where the set has none at hand.
        audited: the splits that training data must not hold.
        files: patterns of its files in the folder, all those that the splits are read from.
        form: its format, and where to get it.
    """

    name: str
    folder: str
    read: Callable[[Path, str], Iterator[Item]]
    scored: str
    shots: str | None
    audited: tuple[str, ...]
    files: tuple[str, ...]
    form: str

    __test__ = False  # pytest takes the name for a test's


def _fewclue(name: str, read: Callable[[Path, str], Iterator[Item]]) -> TestSet:
    files = ("test_public.json*", "test.json*", "dev_few_all.json*", "train_few_all.json*")
    form = f"FewCLUE's JSON Lines {', '.join(files)}: CLUEbenchmark/FewCLUE, datasets/{name}"
    return TestSet(name, f"fewclue/{name}", read, "test", "train", ("test", "unlabelled"), files, form)


def _adapters(name: str, folder: str, shots: str | None, read: Callable[[Path, str], Iterator[Item]]) -> TestSet:
    form = f"LLM-Adapters' JSON Lines of instruction and answer: AGI-Edgerunners/LLM-Adapters, dataset/{folder}"
    return TestSet(name, f"commonsense/{folder}", read, "test", shots, ("test",), ("*.jsonl*",), form)


def _sem_chinese(folder: Path, split: str) -> Iterator[Item]:
    """SEM-Chinese is not public; the form is our own."""
    path = next((p for p in (folder / f"{split}.jsonl", folder / f"{split}.jsonl.gz") if p.is_file()), None)
    if path is None:
        raise FileNotFoundError(folder / f"{split}.jsonl")
    for row in jsonl_rows(path):
        options, letter = tuple(row.text(letter) for letter in "ABCD"), row.text("answer")
        if letter not in "ABCD" or len(letter) != 1:
            raise row.wrong(f"the answer {letter!r} is none of A, B, C, D")
        gold = "ABCD".index(letter)
        id = f"{split}-{row.number}"
        yield Item("sem_chinese", id, row.text("question"), options[gold], options, gold, split=split)


SETS: dict[str, TestSet] = {
    found.name: found
    for found in (
        TestSet("wmt22_en_zh", "wmt22", readers.wmt22_en_zh, "test", None, ("test",), ("generaltest2022.en-zh.*",),
                "lines of generaltest2022.en-zh.{src.en,ref.A.zh,ref.B.zh}: wmt-conference/wmt22-news-systems, txt"),
        _fewclue("cluewsc", readers.cluewsc),
        _adapters("winogrande", "winogrande", None, readers.winogrande),
        TestSet("hellaswag", "hellaswag", readers.hellaswag, "val", None, ("val",), ("hellaswag_val.jsonl*",),
                "hellaswag_val.jsonl of ind, ctx, label, endings: made from rowan's hellaswag_val"),
        _adapters("openbookqa", "openbookqa", "train", readers.openbookqa),
        _adapters("piqa", "piqa", None, readers.piqa),
        _adapters("arc_easy", "ARC-Easy", "train", readers.arc_easy),
        _fewclue("bustm", readers.bustm),
        _adapters("boolq", "boolq", None, readers.boolq),
        TestSet("truthfulqa", "truthfulqa", readers.truthfulqa, "test", None, ("test",),
                ("TruthfulQA.csv*", "mc_task.jsonl*"),
                "TruthfulQA.csv, and mc_task.json as JSON Lines: sylinrl/TruthfulQA"),
        TestSet("raft", "raft", readers.raft, "train", "train", ("train", "unlabelled"),
                ("*/task.json", "*/train.csv*", "*/test_unlabeled_first100.csv*"),
                "a folder a task of task.json, train.csv, test_unlabeled_first100.csv: oughtinc/raft-baselines, data"),
        _fewclue("chid", readers.chid),
        _fewclue("eprstmt", readers.eprstmt),
        _fewclue("tnews", readers.tnews),
        _fewclue("ocnli", readers.ocnli),
        TestSet("sem_chinese", "sem_chinese", _sem_chinese, "test", "dev", ("test",), ("test.jsonl*", "dev.jsonl*"),
                "test.jsonl of question, A, B, C, D, answer (a letter): our own form, for the set is not public"),
        TestSet("mmlu", "mmlu", readers.mmlu, "test", "dev", ("test",), ("*/*.csv*",),
                "{dev,test}/SUBJECT_SPLIT.csv of question, choice0 to choice3, answer (0 to 3): from hendrycks/test"),
        TestSet("ceval", "ceval", readers.ceval, "val", "dev", ("val", "test"), ("*/*.csv*",),
                "{dev,val,test}/SUBJECT_SPLIT.csv of id, question, A, B, C, D, answer: hkust-nlp/ceval, ceval-exam"),
        TestSet("cmmlu", "cmmlu", readers.cmmlu, "test", "dev", ("test",), ("*/*.csv*",),
                "{dev,test}/SUBJECT.csv of Question, A, B, C, D, Answer: haonan-li/CMMLU, data"),
        _fewclue("csl", readers.csl),
        TestSet("humaneval", "humaneval", readers.humaneval, "test", None, ("test",), ("HumanEval.jsonl*",),
                "HumanEval.jsonl: openai/human-eval, data"),
        TestSet("gsm8k", "gsm8k", readers.gsm8k, "test", "train", ("test",), ("test.jsonl*", "train.jsonl*"),
                "{train,test}.jsonl of question, answer: openai/grade-school-math, grade_school_math/data"),
        TestSet("babi_16", "babi", readers.babi_16, "test", "train", ("test",), ("en/qa16_*.txt*",),
                "bAbI's own text, en/qa16_basic-induction_{train,test}.txt: tasks_1-20_v1-2"),
        TestSet("clutrr", "clutrr", readers.clutrr, "test", None, ("test",), ("data_*/*_test.csv*",),
                "data_089907f8 and data_db9b8f04 of its EMNLP 2019 release: facebookresearch/clutrr"),
        TestSet("babi_15", "babi", readers.babi_15, "test", "train", ("test",), ("en/qa15_*.txt*",),
                "bAbI's own text, en/qa15_basic-deduction_{train,test}.txt: tasks_1-20_v1-2"),
        TestSet("entailmentbank", "entailment_bank", readers.entailmentbank, "test", "dev", ("test", "dev"),
                ("task_1/*.jsonl*",), "task_1/{dev,test}.jsonl: allenai/entailment_bank, emnlp2021 data v2"),
        TestSet("alphanli", "alphanli", readers.alphanli, "dev", None, ("dev",), ("dev.jsonl*", "dev-labels.lst*"),
                "dev.jsonl of obs1, obs2, hyp1, hyp2 and dev-labels.lst: AI2's ART"),
        TestSet("ecare", "e-care", readers.ecare, "test", "train", ("test",),
                ("dev_full.jsonl*", "Causal_Reasoning/*.jsonl*"),
                "dev_full.jsonl and Causal_Reasoning/train.jsonl: Waste-Wood/e-CARE, dataset"),
    )
}  # fmt: skip

# The sets that the release says its training data was checked against; GSM8K it checked after a leak.
AQUILA2_21 = (
    "wmt22_en_zh", "cluewsc", "winogrande", "hellaswag", "openbookqa", "piqa", "arc_easy", "bustm", "boolq",
    "truthfulqa", "raft", "chid", "eprstmt", "tnews", "ocnli", "sem_chinese", "mmlu", "ceval", "cmmlu", "csl",
    "humaneval",
)  # fmt: skip


def find_set(name: str) -> TestSet:
    """A set by its name.

    Raises:
        UserError: there is none of that name.
    """
    if name not in SETS:
        raise UserError(f"unknown test set {name!r}{nearest(name, SETS)}")
    return SETS[name]


def load_items(name: str, data_dir: Path, split: str | None = None) -> list[Item]:
    """The items of a split, in the file's order; by default of the one that scores are made on.

    Raises:
        UserError: the set is unknown, lacks the split, is not at hand, or its files are not in its format.
    """
    found = find_set(name)
    split = split or found.scored
    known = {found.scored, *found.audited, *([found.shots] if found.shots else [])}
    if split not in known:
        raise UserError(f"split={split}: {name} has {', '.join(sorted(known))}")
    folder = data_dir / found.folder
    try:
        items = list(found.read(folder, split))
    except FileNotFoundError as error:
        raise UserError(f"{name} is not at hand, {error} is missing: it needs {found.form}") from None
    if not items:
        raise UserError(
            f"{name} is not at hand, there is no item of its split {split} in {folder}: it needs {found.form}"
        )
    return items


def audited_items(name: str, data_dir: Path) -> list[Item]:
    """The items that training data must not hold."""
    return [item for split in find_set(name).audited for item in load_items(name, data_dir, split)]


def set_files(name: str, data_dir: Path) -> list[Path]:
    """The files of a set, in order."""
    found = find_set(name)
    folder = data_dir / found.folder
    return sorted({path for pattern in found.files for path in folder.glob(pattern) if path.is_file()})

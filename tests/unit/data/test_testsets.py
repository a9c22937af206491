"""The readers of public test sets, on files in the published formats, and of the user's own files."""

import gzip
import json
from pathlib import Path

import pytest

from aquila2.base.errors import UserError
from aquila2.data.testset_files import read_items
from aquila2.data.testsets import AQUILA2_21, SETS, audited_items, find_set, load_items, set_files
from tests.tiny_testsets import write_testsets

ADAPTERS = "Please choose the correct {} to the question: {}\n\n{}\n\nAnswer format: answer1/answer2"


def write(path: Path, *rows: object) -> Path:
    """A file of lines; objects as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def test_the_sets_have_the_names_of_the_release():
    assert len(AQUILA2_21) == 21
    assert set(AQUILA2_21) | {"gsm8k", "babi_15", "babi_16", "clutrr", "entailmentbank", "alphanli", "ecare"} == set(
        SETS
    )


def test_choices_of_csv_files(tmp_path):
    folder = write_testsets(tmp_path)
    items = load_items("cmmlu", folder)
    assert [item.id for item in items[:2]] == ["bridges-test-1", "bridges-test-2"]
    assert (items[0].gold, items[0].answer, items[0].subject, items[0].split) == (
        1,
        items[0].options[1],
        "bridges",
        "test",
    )
    write(
        tmp_path / "mmlu/test/law_test.csv.gz",
        "question,choice0,choice1,choice2,choice3,answer",
        '"Is it, so?",a,b,c,d,3',
    )
    [item] = load_items("mmlu", tmp_path)
    assert (item.question, item.options, item.answer) == ("Is it, so?", ("a", "b", "c", "d"), "d")
    head = "id,question,A,B,C,D"
    write(tmp_path / "ceval/test/law_test.csv", head, "0,问题,甲,乙,丙,丁")
    write(tmp_path / "ceval/val/law_val.csv", head + ",answer", "0,问题二,甲,乙,丙,丁,C")
    assert [(item.split, item.gold, item.answer) for item in audited_items("ceval", tmp_path)] == [
        ("val", 2, "丙"),
        ("test", None, ""),
    ]


@pytest.mark.parametrize(
    ("name", "text", "question", "options", "answer"),
    [
        ("arc_easy", ADAPTERS.format("answer", "Why?", "Answer1: a Answer2: the sun"), "Why?", ("a", "the sun"), 1),
        (
            "piqa",
            "Please choose the correct solution to the question: drawer\n\nSolution1: a pin \n\nSolution2: a  pen \n\n"
            "Answer format: solution1/solution2", "drawer", ("a pin", "a  pen"), 1,
        ),
        (
            "winogrande",
            "Please choose the correct answer to fill in the blank to complete the given sentence: So _ ran.\n\n"
            "Option1: Ann Option2: Bob Answer format: option1/option2", "So _ ran.", ("Ann", "Bob"), 1,
        ),
        (
            "boolq",
            "Please answer the following question with true or false, question: is it?\n\nAnswer format: true/false",
            "is it?", ("true", "false"), 1,
        ),
    ],
)  # fmt: skip
def test_the_form_of_llm_adapters(tmp_path, name, text, question, options, answer):
    word = "false" if name == "boolq" else {"piqa": "solution2", "winogrande": "option2"}.get(name, "answer2")
    write(tmp_path / SETS[name].folder / "test.jsonl.gz", {"instruction": text, "answer": word})
    [item] = load_items(name, tmp_path)
    assert (item.question, item.options, item.gold) == (question, options, answer)


def test_stories_and_pairs(tmp_path):
    write(
        tmp_path / "babi/en/qa16_basic-induction_test.txt.gz",
        "1 Lily is a rhino.", "2 Lily is gray.", "3 What color is Lily?\tgray\t2", "1 Greg is a frog.",
        "2 What color is Greg?\tgreen\t1",
    )  # fmt: skip
    first, second = load_items("babi_16", tmp_path)
    assert (first.context, first.answer) == ("Lily is a rhino.\nLily is gray.", "gray")
    assert first.more == {"supporting": [2], "facts": ["Lily is gray."]}
    assert second.context == "Greg is a frog."
    write(tmp_path / "fewclue/bustm/test_public.json", {"sentence1": "一", "sentence2": "二", "label": "1"})
    write(tmp_path / "fewclue/bustm/test.json.gz", {"sentence1": "三", "sentence2": "四"})
    assert [(i.context, i.question, i.gold) for i in audited_items("bustm", tmp_path)] == [
        ("一", "二", 1),
        ("三", "四", None),
    ]
    for language, line in (("src.en", "Hello."), ("ref.A.zh", "你好。"), ("ref.B.zh", "您好。")):
        write(tmp_path / f"wmt22/generaltest2022.en-zh.{language}.gz", line)
    [item] = load_items("wmt22_en_zh", tmp_path)
    assert (item.question, item.answer, item.more["reference_b"]) == ("Hello.", "你好。", "您好。")


def test_what_is_missing_is_told_with_its_format(tmp_path):
    with pytest.raises(UserError, match=r"gsm8k is not at hand.*it needs \{train,test\}.jsonl of question, answer"):
        load_items("gsm8k", tmp_path)
    with pytest.raises(UserError, match="unknown test set 'gsm8': did you mean 'gsm8k'"):
        find_set("gsm8")
    with pytest.raises(UserError, match="split=valid: gsm8k has test, train"):
        load_items("gsm8k", tmp_path, "valid")
    write(tmp_path / "gsm8k/test.jsonl", {"question": "Why?"})
    with pytest.raises(UserError, match=r"record 1: there is no field 'answer'; it has question: get the file again"):
        load_items("gsm8k", tmp_path)
    write(tmp_path / "gsm8k/test.jsonl", "{broken")
    with pytest.raises(UserError, match="line 1: not JSON"):
        load_items("gsm8k", tmp_path)
    (tmp_path / "gsm8k" / "test.jsonl").unlink()
    (tmp_path / "gsm8k" / "test.jsonl.gz").write_bytes(gzip.compress(b'{"question": "Why?"}' * 99)[:40])
    with pytest.raises(UserError, match="cannot be read"):
        load_items("gsm8k", tmp_path)


@pytest.mark.parametrize(
    ("record", "question", "options", "gold", "context", "answer"),
    [
        ({"prompt": "Why?", "answer": "So."}, "Why?", (), None, "", "So."),
        ({"ctx": "He ran", "endings": ["home", "away"], "label": 1}, "He ran", ("home", "away"), None, "", ""),
        ({"question": "Q", "A": "x", "B": "y", "C": "z", "answer": "C"}, "Q", ("x", "y", "z"), 2, "", "z"),
        ({"goal": "Cut", "sol1": "saw", "sol2": "axe"}, "Cut", ("saw", "axe"), None, "", ""),
        ({"question": "Q", "choices": {"text": ["x", "y"]}, "answer": "y"}, "Q", ("x", "y"), 1, "", "y"),
        ({"sentence1": "甲", "sentence2": "乙"}, "甲\n乙", (), None, "", ""),
        ({"passage": "P.", "Question": "Q?", "idx": 7}, "Q?", (), None, "P.", ""),
    ],
)  # fmt: skip
def test_fields_of_the_users_files_are_known_by_their_names(tmp_path, record, question, options, gold, context, answer):
    [item] = read_items(write(tmp_path / "mine.jsonl", record))
    assert (item.set, item.question, item.options, item.gold) == ("mine", question, options, gold)
    assert (item.context, item.answer) == (context, answer)
    assert item.id == str(record.get("idx", 1))


def test_fields_of_the_users_files_may_be_named(tmp_path):
    path = write(tmp_path / "mine.csv", "frage,antwort", "Warum?,Darum.")
    with pytest.raises(UserError, match=r"it has frage, antwort: name those with text with fields=question,answer"):
        read_items(path)
    [item] = read_items(path, ["frage", "antwort"])
    assert (item.question, item.answer) == ("Warum?", "Darum.")
    with pytest.raises(UserError, match="no field 'antwor'"):
        read_items(path, ["frage", "antwor"])
    with pytest.raises(UserError, match="there is no item in it"):
        read_items(write(tmp_path / "empty.jsonl"))


@pytest.mark.real
def test_every_public_set_at_hand_is_read(shared):
    folder = shared / "data" / "eval"
    counts = {"mmlu": 14042, "hellaswag": 10042, "gsm8k": 1042, "cluewsc": 976, "piqa": 1838, "ceval": 1076}
    for name, found in SETS.items():
        if name == "sem_chinese":
            continue  # not public
        items = load_items(name, folder)
        assert len({item.id for item in items}) == len(items) == counts.get(name, len(items)) > 0
        assert all(item.question.strip() for item in items)
        right = [item.options[item.gold] == item.answer for item in items if item.gold is not None and item.options]
        assert all(right) or name == "truthfulqa"  # its best answer is not one of MC1's options everywhere
        assert set_files(name, folder)
        if found.shots:
            assert load_items(name, folder, found.shots)

"""Small test sets in the public ones' layout, and text without them."""

import csv
import gzip
import json
import random
from pathlib import Path

_SIGNS = "桥梁设计荷载计算混凝土强度等级试验方法温度变化系数测定仪器校准标准规范要求材料性能分析"


def _words(draw: random.Random, count: int) -> list[str]:
    """Words nobody has heard of."""
    return [
        "".join(draw.choice("bcdfghklmnprst") + draw.choice("aeiou") for _ in range(draw.randrange(1, 5)))
        for _ in range(count)
    ]


def gsm8k_rows(count: int, seed: int) -> list[dict[str, str]]:
    """Questions and worked answers of made-up words; those of other seeds have nothing in common."""
    draw = random.Random(seed)
    rows = []
    for _ in range(count):
        words, many = _words(draw, 40), draw.randrange(20, 900)
        question = f"{' '.join(words[:25])} {many} {words[25]}. How many {words[26]}?"
        rows.append({"question": question, "answer": f"{' '.join(words[27:])} = {many - 7}.\n#### {many - 7}"})
    return rows


def cmmlu_rows(count: int, seed: int) -> list[list[str]]:
    """Questions of drawn characters, with four options each."""
    draw = random.Random(seed)

    def signs(length: int) -> str:
        return "".join(draw.choice(_SIGNS) for _ in range(length))

    return [[str(number), signs(28), signs(6), signs(7), signs(8), signs(9), "B"] for number in range(count)]


def write_testsets(folder: Path, count: int = 40) -> Path:
    """A `data_dir` with GSM8K and CMMLU as they are published, made up."""
    (folder / "gsm8k").mkdir(parents=True)
    for split, seed in (("test", 1), ("train", 5000)):
        with gzip.open(folder / "gsm8k" / f"{split}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in gsm8k_rows(count, seed))
    for split, seed in (("test", 2), ("dev", 3)):
        (folder / "cmmlu" / split).mkdir(parents=True)
        with open(folder / "cmmlu" / split / "bridges.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["", "Question", "A", "B", "C", "D", "Answer"])
            writer.writerows(cmmlu_rows(count if split == "test" else 5, seed))
    return folder


def clean_lines(count: int, seed: int = 0) -> list[str]:
    """Lines of text in both languages that no test set has."""
    draw = random.Random(seed)
    words = _words(draw, 900)
    signs = [chr(0x4E00 + draw.randrange(5000)) for _ in range(600)]
    lines = []
    for number in range(count):
        if number % 3:
            lines.append(" ".join(draw.choice(words) for _ in range(draw.randrange(8, 60))) + ".")
        else:
            lines.append("".join(draw.choice(signs) for _ in range(draw.randrange(15, 90))) + "。")
    return lines

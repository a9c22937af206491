"""Text for calibration and evaluation: which windows are taken of it, and whether two texts overlap."""

import gzip
import json

import pytest
import torch

from aquila2.base.errors import UserError
from aquila2.recipes.quantize_text import RUN, Text, find_overlap, read_text, token_windows
from tests import builtin_text
from tests.tiny_tokenizer import aquila_like


def test_the_built_in_texts_are_two_disjoint_parts_in_two_languages():
    parts = {part: read_text(["builtin"], part, "calibration") for part in ("calibration", "evaluation")}
    for part, text in parts.items():
        assert list(text.files) == [f"builtin {part}.en", f"builtin {part}.zh"]
        assert sum("\u4e00" <= c <= "\u9fff" for c in text.files[f"builtin {part}.zh"]) > 30_000
    assert sum(len(t.encode()) for text in parts.values() for t in text.files.values()) <= 1_000_000
    seen = {name: builtin_text.runs(text) for part in parts.values() for name, text in part.files.items()}
    calibration = seen["builtin calibration.en"] | seen["builtin calibration.zh"]
    assert calibration.isdisjoint(seen["builtin evaluation.en"] | seen["builtin evaluation.zh"])
    assert find_overlap(parts["calibration"], parts["evaluation"]).characters == 0


def test_the_read_me_beside_them_has_their_hashes():
    note = (builtin_text.FOLDER / "README.md").read_text(encoding="utf-8")
    for part in ("calibration", "evaluation"):
        for sha256 in read_text(["builtin"], part, "calibration").sha256.values():
            assert sha256 in note


@pytest.mark.real
def test_the_built_in_texts_are_what_they_are_made_from(shared):
    for name, text in builtin_text.make(shared).items():
        stored = gzip.decompress((builtin_text.FOLDER / f"{name}.txt.gz").read_bytes())
        assert stored.decode("utf-8") == text


def test_windows_follow_each_other_or_are_drawn_and_share_no_token():
    tokenizer = aquila_like()
    text = Text({"a": "The time is noon. " * 200, "b": "北京是中国的首都。" * 40})
    first = token_windows(text, tokenizer, 16, 6, None)
    ids = tokenizer.encode(text.files["a"])
    assert torch.equal(first["a"].flatten(), torch.tensor(ids[: 16 * 3]))
    assert [len(found) for found in first.values()] == [3, 3]
    drawn, again = (token_windows(text, tokenizer, 16, 6, seed)["a"].tolist() for seed in (1, 1))
    assert drawn == again
    assert drawn != token_windows(text, tokenizer, 16, 6, 2)["a"].tolist()
    windows = token_windows(text, tokenizer, 16, 10**6, 0)
    assert sorted(map(tuple, windows["a"].tolist())) == sorted(
        tuple(ids[i * 16 : i * 16 + 16]) for i in range(len(ids) // 16)
    )
    short = token_windows(Text({"a": "noon " * 1000, "b": "is"}), tokenizer, 8, 20, None)
    assert {name: len(found) for name, found in short.items()} == {"a": 20}  # what one file lacks the other gives


def test_files_are_read_whole(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one\n\ntwo\r\nthree")
    rows = [{"text": "first"}, {"content": "second"}]
    with gzip.open(tmp_path / "b.jsonl.gz", "wt") as file:
        file.write("\n".join(map(json.dumps, rows)))
    text = read_text([str(tmp_path)], "calibration", "calibration")
    assert list(text.files.values()) == ["one\n\ntwo\r\nthree", "first\n\nsecond"]
    (tmp_path / "b.jsonl.gz").unlink()
    (tmp_path / "c.jsonl").write_text('{"other": 1}\n')
    with pytest.raises(UserError, match=r"c\.jsonl, line 1: no field 'text' or 'content'"):
        read_text([str(tmp_path)], "calibration", "calibration")
    (tmp_path / "c.jsonl").unlink()
    (tmp_path / "a.txt").write_text(" \n")
    with pytest.raises(UserError, match="there is no text in it"):
        read_text([str(tmp_path / "a.txt")], "calibration", "calibration")


def test_what_two_texts_share_is_found_to_the_character():
    common = "".join(chr(0x4E00 + i * 7 % 500) for i in range(60))
    one = Text({"x": f"before {common} after"})
    other = Text({"y": f"quite\n different {common[:30]} \n {common[30:]} text", "z": "more of it"})
    found = find_overlap(one, other)
    assert found.characters == 60
    assert found.share == pytest.approx(60 / len("quitedifferenttextmoreofit" + common), abs=1e-6)
    assert found.example == common[:RUN]
    assert find_overlap(one, Text({"y": common[:49] + "x"})).characters == 0
    assert find_overlap(one, Text({"y": common[:50]})).characters == 50
    assert find_overlap(Text({"a": ""}), other).example is None

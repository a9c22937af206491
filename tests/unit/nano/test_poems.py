"""Records become poems, and some authors are held out."""

import gzip
import json
from pathlib import Path

import pytest

from examples.nano.poems import FILES, Poem, clean, clean_title, held_out_authors, read_poems


@pytest.mark.parametrize(
    ("title", "cleaned"),
    [
        ("静夜思", "静夜思"),
        ("帝京篇十首 一", "帝京篇"),
        ("春日三首 其二", "春日"),
        ("秋怀（一作秋兴）", "秋怀"),
        ("一百五日", "一百五日"),
        ("句", ""),
        ("题《画》", ""),
        ("绝句四首", "绝句"),
    ],
)
def test_a_title_is_what_the_poem_is_about(title: str, cleaned: str) -> None:
    assert clean_title(title) == cleaned


def test_a_record_with_gaps_or_notes_is_no_poem() -> None:
    record = {"title": "静夜思", "author": "李白", "dynasty": "唐", "paragraphs": ["床前明月光，疑是地上霜。"]}
    assert clean(record) == Poem("静夜思", "李白", "唐", "床前明月光，疑是地上霜。")
    for text in ("床前明月□，疑是地上霜。", "床前明月光，疑是地上霜", "床前（一作窗）明月光。", ""):
        assert clean({**record, "paragraphs": [text]}) is None, text


def test_a_tune_is_its_first_name_and_a_pause_ends_a_clause() -> None:
    record = {"rhythmic": "十二时・忆少年", "author": "和岘", "dynasty": "宋", "paragraphs": ["会天正、星拱奏严更。"]}
    assert clean(record) == Poem("", "和岘", "宋", "会天正，星拱奏严更。", "十二时")


def test_poems_are_read_in_simplified_characters(tmp_path: Path) -> None:
    tang = {"title": "登鸛雀樓", "author": "王之渙", "dynasty": "唐", "paragraphs": ["欲窮千里目，更上一層樓。"]}
    odd = {"title": "雁", "author": "某", "dynasty": "唐", "paragraphs": ["鴈隠疎簷。"]}
    ci = {"rhythmic": "如梦令", "author": "李清照", "dynasty": "宋", "paragraphs": ["知否。"]}
    for name, records in zip(FILES, ([tang], [odd], [ci]), strict=True):
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    poems = list(read_poems(tmp_path))
    assert poems[0] == Poem("登鹳雀楼", "王之涣", "唐", "欲穷千里目，更上一层楼。")
    assert [poem.text for poem in poems[1:]] == ["雁隐疏檐。", "知否。"]


def test_held_out_authors_have_the_share_and_no_more() -> None:
    counts = {f"author {n}": 1 + n % 7 for n in range(500)} | {"the great": 1000}
    poems = [Poem("", author, "唐", f"{n}") for author, count in counts.items() for n in range(count)]
    held = held_out_authors(poems)
    share = sum(counts[author] for author in held) / len(poems)
    assert 0.018 < share <= 0.02
    assert "the great" not in held
    assert held_out_authors(reversed(poems)) == held

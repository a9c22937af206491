"""What poems are asked for by."""

import random

from examples.nano.poems import Poem
from examples.nano.themes import _LONGEST, ThemeFinder, load_themes, touches
from tests.policy.repository import ROOT
from tests.unit.nano.known_poems import JINGYESI


def test_the_lexicon_is_whole() -> None:
    themes = load_themes()
    assert len(themes) > 200
    for theme in themes:
        assert all((*theme.words, *theme.english, *theme.imagery)), theme
        assert all(len(word) <= _LONGEST for word in (*theme.words, *theme.imagery)), theme
        assert all(word.isascii() and not word.startswith(" ") for word in theme.english), theme
    words = [word for theme in themes for word in theme.words]
    assert not {word for word in words if words.count(word) > 1}


def chosen(poem: Poem, count: int = 200) -> set[str]:
    finder = ThemeFinder(load_themes())
    finder.count(poem)
    choices = [finder.choose(poem, random.Random(seed)) for seed in range(count)]
    return {choice.theme.words[0] for choice in choices if choice is not None and choice.theme is not None}


def test_a_theme_is_named_by_the_poem_or_by_its_title_or_hinted_at() -> None:
    plum = "众芳摇落独暄妍，占尽风情向小园。疏影横斜水清浅，暗香浮动月黄昏。"
    assert "月" in chosen(Poem("", "李白", "唐", JINGYESI))
    assert "思乡" in chosen(Poem("", "李白", "唐", JINGYESI))
    assert "梅花" not in chosen(Poem("", "李白", "唐", JINGYESI))
    assert "梅花" in chosen(Poem("山园小梅", "林逋", "宋", plum))
    assert "茶" not in chosen(Poem("茶", "林逋", "宋", plum))  # its title alone is not enough


def test_a_word_is_a_theme_where_poems_use_it_often() -> None:
    poem = Poem("", "a", "唐", "澒洞无人问，澒洞几时休。")
    finder = ThemeFinder(load_themes())
    assert finder.choose(poem, random.Random(0)) is None
    for _ in range(200):
        finder.count(poem)
    words = {choice.word for seed in range(50) if (choice := finder.choose(poem, random.Random(seed)))}
    assert "澒洞" in words
    assert all(touches(poem.text, [word]) for word in words)


def test_the_bench_asks_for_themes_that_training_was_not_asked_with() -> None:
    lines = (ROOT / "examples" / "nano" / "measure_themes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    assert len({row[0] for row in rows}) == 40
    assert all(len(row) == 3 and all(row[2].split(",")) for row in rows)
    known = {word for theme in load_themes() for word in theme.words}
    new = [theme for theme, _, _ in rows if theme not in known]
    assert 18 <= len(new) <= 22, new

"""Words for BM25."""

from aquila2.rag.words import passage_words, question_words


def held(question: str, passage: str) -> bool:
    """Whether every word of the question is one of the passage's."""
    words = set(question_words(question).tolist())
    return bool(words) and words <= set(passage_words(passage).tolist())


def test_chinese_gives_characters_and_pairs_to_passages_and_pairs_to_questions() -> None:
    assert len(passage_words("中国人民")) == 4 + 3
    assert len(question_words("中国人民")) == 3
    assert len(question_words("茶")) == 1
    assert held("茶", "喝茶")
    assert held("国人", "中国人民")
    assert not held("民中", "中国人民")


def test_pairs_do_not_reach_over_marks_or_other_words() -> None:
    assert not held("国人", "中国，人民")
    assert not held("国人", "中国abc人民")


def test_traditional_characters_count_as_simplified_ones() -> None:
    assert held("电脑软体", "電腦軟體")


def test_english_loses_case_endings_accents_and_empty_words() -> None:
    assert held("the Searching", "He searched")
    assert held("cafe", "Café")
    assert len(question_words("what is the")) == 0


def test_full_width_letters_count_as_plain_ones() -> None:
    assert held("ABC１２３", "abc123")


def test_a_chinese_word_is_never_taken_for_another_kind() -> None:
    words = ["中", "中国", "zhong", "x1"]
    numbers = [question_words(word).tolist() for word in words]
    assert len({tuple(n) for n in numbers}) == len(words)

"""Hand-made outputs and their verdicts: what the release's text implies, in both languages."""

import pytest

from aquila2.evals.strict import Form, judge

ABCD = Form("letter", ("A", "B", "C", "D"), ("Paris", "London", "New York", "York"))
CITIES = Form("letter", ("A", "B", "C", "D"), ("北京", "上海", "广州", "深圳"))
STEPS = Form("letter", ("A", "B", "C", "D"), marker="Answer: ")
STEPS_ZH = Form("letter", ("A", "B", "C", "D"), marker="答案：")
MOOD = Form("label", ("positive", "negative"))
MOOD_ZH = Form("label", ("积极", "消极"))
YES = Form("label", ("是", "不是"))
NLI = Form("label", ("entailment", "neutral", "contradiction"))
NEWS = Form("label", ("科技", "体育", "财经"))
NUMBER = Form("number")
GSM = Form("number", marker="#### ")
WORDS = Form("text")

# form, right, output, strict, lenient, reason
TABLE = [
    # the release's own: the right answer is A
    (ABCD, "A", "A", True, True, ""),
    (ABCD, "A", "B", False, False, ""),
    (ABCD, "A", "答案是 A", False, True, "words around it"),
    (CITIES, "B", "B", True, True, ""),
    (CITIES, "B", "答案是 B", False, True, "words around it"),
    (CITIES, "B", "答案是A", False, False, "words around it"),
    (CITIES, "B", "A\n因为", False, False, "goes on"),
    # blanks at the ends are no words
    (ABCD, "C", " C\n", True, True, ""),
    (ABCD, "C", "\n\nC  ", True, True, ""),
    # marks and cases
    (ABCD, "C", "C.", False, True, "other form"),
    (ABCD, "C", "(C)", False, True, "other form"),
    (ABCD, "C", "c", False, False, "no answer"),
    (ABCD, "C", "**C**", False, True, "other form"),
    (ABCD, "C", "Ｃ", False, True, "other form"),
    (ABCD, "C", "选C", False, True, "words around it"),
    (CITIES, "C", "选项C", False, True, "words around it"),
    (ABCD, "D", "D. York", False, True, "words around it"),
    (CITIES, "D", "D、深圳", False, True, "words around it"),
    (ABCD, "B", "The answer is B.", False, True, "words around it"),
    (ABCD, "B", "The correct answer is (B) London.", False, True, "words around it"),
    (ABCD, "B", "the answer is b", False, True, "words around it"),
    (ABCD, "B", "Answer: B", False, True, "words around it"),
    (ABCD, "B", "I would choose B because it is the capital.", False, True, "words around it"),
    (CITIES, "B", "正确答案为B，因为上海是直辖市。", False, True, "words around it"),
    (CITIES, "B", "根据题意，我选择B。", False, True, "words around it"),
    (CITIES, "B", "因此选B", False, True, "words around it"),
    (ABCD, "B", "$\\boxed{B}$", False, True, "words around it"),
    # the option's words instead of its letter
    (ABCD, "A", "Paris", False, True, "other form"),
    (ABCD, "A", "It is Paris, of course.", False, True, "words around it"),
    (ABCD, "C", "New York", False, True, "other form"),
    (ABCD, "D", "York", False, True, "other form"),
    (CITIES, "A", "北京", False, True, "other form"),
    (CITIES, "A", "中国的首都是北京。", False, True, "words around it"),
    (CITIES, "A", "上海", False, False, "other form"),
    # it does not stop
    (ABCD, "A", "A\nQuestion: What is the capital of Spain?", False, True, "goes on"),
    (CITIES, "A", "A\n\n问题：上海在哪里？\n答案：B", False, True, "goes on"),
    (ABCD, "A", "A\nB\nC\nD", False, True, "goes on"),
    # several, none, nothing
    (ABCD, "A", "A and C", False, False, "several answers"),
    (CITIES, "A", "A、C", False, False, "several answers"),
    (ABCD, "A", "Both B and D are possible.", False, False, "several answers"),
    (ABCD, "A", "A dog is in the picture.", False, False, "no answer"),
    (ABCD, "A", "I do not know.", False, False, "no answer"),
    (ABCD, "A", "", False, False, "empty"),
    (ABCD, "A", "  \n ", False, False, "empty"),
    (ABCD, "A", "E", False, False, "no answer"),
    # reasoning first, where that is asked for
    (STEPS, "B", "It is warm, so ice melts.\nAnswer: B", True, True, ""),
    (STEPS, "B", "It is warm.\nAnswer: B.", False, True, "words around it"),
    (STEPS, "B", "Could be A. Answer: A? No.\nAnswer: B", True, True, ""),
    (STEPS, "B", "It is warm.\nThe answer is B", False, True, "words around it"),
    (STEPS, "B", "B", False, True, "words around it"),
    (STEPS, "B", "It is warm.\nAnswer: C", False, False, ""),
    (STEPS_ZH, "A", "天气很热，冰会融化。\n答案：A", True, True, ""),
    (STEPS_ZH, "A", "天气很热。\n所以答案是A。", False, True, "words around it"),
    # labels
    (MOOD, "positive", "positive", True, True, ""),
    (MOOD, "positive", "Positive", False, True, "other form"),
    (MOOD, "positive", "negative", False, False, ""),
    (MOOD, "positive", "The sentiment is positive.", False, True, "words around it"),
    (MOOD, "positive", "positive and negative", False, False, "several answers"),
    (MOOD_ZH, "积极", "积极", True, True, ""),
    (MOOD_ZH, "积极", "这条评论是积极的。", False, True, "words around it"),
    (MOOD_ZH, "积极", "positive", False, False, "other language"),
    (MOOD, "positive", "积极", False, False, "other language"),
    (YES, "不是", "不是", True, True, ""),
    (YES, "是", "不是", False, False, ""),
    (YES, "不是", "这两句话意思不是一样的", False, True, "words around it"),
    (NLI, "neutral", "neutral\n\nPremise: A man sleeps.", False, True, "goes on"),
    (NLI, "neutral", "entailments", False, False, "no answer"),
    (NEWS, "体育", "类别：体育", False, True, "words around it"),
    # numbers
    (NUMBER, "1234", "1234", True, True, ""),
    (NUMBER, "1234", "1,234", False, True, "other form"),
    (NUMBER, "1234", "$1,234.00", False, True, "other form"),
    (NUMBER, "12", "12 dollars", False, True, "other form"),
    (NUMBER, "12", "12元", False, True, "other form"),
    (NUMBER, "12", "She has 12 apples left.", False, True, "words around it"),
    (NUMBER, "12", "3 + 9 = 12", False, True, "words around it"),
    (NUMBER, "-5", "-5", True, True, ""),
    (NUMBER, "-5", "The answer is −5.", False, True, "words around it"),
    (NUMBER, "5", "It takes 3-5 days", False, True, "words around it"),
    (NUMBER, "3.5", "3.50", False, True, "other form"),
    (NUMBER, "0.5", "1/2", False, True, "other form"),
    (NUMBER, "18", "17", False, False, ""),
    (NUMBER, "18", "答案是18，不是20", False, True, "words around it"),
    (NUMBER, "18", "twelve", False, False, "no answer"),
    (GSM, "72", "48/2 = 24. 48+24 = 72.\n#### 72", True, True, ""),
    (GSM, "72", "48+24 = 72.\n#### 72.", False, True, "words around it"),
    (GSM, "72", "48+24 = 72.\n#### 72 clips", False, True, "words around it"),
    (GSM, "72", "48+24 = 72.\n#### 71", False, False, ""),
    (GSM, "1450", "So it is 1,450.\n#### 1,450", False, True, "words around it"),
    (GSM, "72", "The answer is 72. Then she had 5 left of 80", False, True, "words around it"),
    # words
    (WORDS, "John", "John", True, True, ""),
    (WORDS, "John", "john.", False, True, "other form"),
    (WORDS, "the wolf", "wolf", False, True, "other form"),
    (WORDS, "wolf", "mouse", False, False, ""),
    (WORDS, "wolf", "wolf\nQ: What is Emily afraid of?", False, True, "goes on"),
]


@pytest.mark.parametrize(("form", "right", "output", "strict", "lenient", "reason"), TABLE)
def test_verdicts(form, right, output, strict, lenient, reason):
    verdict = judge(output, (right,), form)
    assert verdict[:3] == (strict, lenient, reason)


def test_the_limit_came_first():
    assert judge("Let us think about the", ("A",), ABCD, "length").reason == "cut off"
    assert judge("Let us think about the", ("A",), ABCD, "stop").reason == "no answer"
    assert judge("A", ("A",), ABCD, "length") == (True, True, "", "A")


def test_any_of_several_right_answers():
    assert judge("grandson", ("son", "grandson"), WORDS).strict
    assert judge("3.0", ("2", "3"), NUMBER).lenient


@pytest.mark.parametrize("form", [ABCD, STEPS, MOOD, NLI, NUMBER, GSM, WORDS])
def test_strict_is_never_without_lenient(form):
    for *_, output, _, _, _ in TABLE:
        for right in form.choices or ("12", "wolf"):
            verdict = judge(output, (right,), form)
            assert verdict.lenient or not verdict.strict

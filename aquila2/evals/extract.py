"""The answer taken out of the words around it: a letter, a label, a number, in Chinese and English."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

# What people and models write before an answer. The last one in a text counts: what comes before is reasoning.
_STATED = re.compile(
    r"(?:(?:the\s+)?(?:correct\s+|right\s+|final\s+|best\s+)*(?:answer|option|choice)\s*(?:is|would\s+be|:|：|=)+"
    r"|(?:正确|最终|最后)?的?(?:答案|选项|选择|结果)\s*(?:应该是|应该为|应为|应是|就是|是|为|选|:|：|=)+"
    r"|(?:应该?|因此|所以|故|我)选择?|选择?|####|\\boxed)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w)])[-−–]?[$¥￥€£]?\s?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?(?:\s*/\s*\d+)?")
_QUOTES = "\"'“”‘’「」『』《》*`_{}()（）[]【】<>:：=,，.。 \t"
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def is_cjk(letter: str) -> bool:
    """Whether a character is a Chinese one (Unified Ideographs and their extensions)."""
    return "一" <= letter <= "鿿" or "㐀" <= letter <= "䶿" or "\U00020000" <= letter <= "\U0003134f"


def find_letter(
    text: str, letters: tuple[str, ...], options: tuple[str, ...] = (), marker: str = ""
) -> tuple[str | None, bool]:
    """The letter that a text answers with, None for none; and whether several were answered.

    In this order: behind the marker, or behind the last words that state an answer; the letter that the text begins
    with; the only letter that stands alone; the only option whose words are there.
    """
    text = unicodedata.normalize("NFKC", text)
    for stated in reversed([text[at:] for at in _stated(text, marker)]):
        found = _leading_letter(stated.lstrip(_QUOTES), letters, behind_words=True)
        if found is not None:
            several = _and_another(stated.lstrip(_QUOTES), letters)
            return (None, True) if several else (found, False)
    if _and_another(text.lstrip(_QUOTES), letters):
        return None, True
    first = _leading_letter(text.lstrip(_QUOTES), letters, behind_words=False)
    if first is not None:
        return first, False
    alone = {m.group() for m in re.finditer(rf"(?<![A-Za-z0-9'])[{''.join(letters)}](?![A-Za-z0-9'])", text)}
    alone -= {"A", "I"} if re.search(r"(?<![A-Za-z])[AI] [a-z]", text) else set()  # an article, a pronoun
    if len(alone) == 1:
        return alone.pop(), False
    if len(alone) > 1:
        return None, True
    named = [letter for letter, option in zip(letters, options, strict=False) if option and _contains(text, option)]
    if len(named) > 1:  # an option that is part of another one
        named = [x for x in named if not any(x != y and _part(x, y, letters, options) for y in named)]
    return (named[0], False) if len(named) == 1 else (None, len(named) > 1)


def find_label(text: str, labels: tuple[str, ...], marker: str = "") -> tuple[str | None, bool]:
    """The label that a text answers with, and whether there are several. Labels within others (是 in 不是) count where
    they stand for themselves. Case is no matter, and words end where words end."""
    text = unicodedata.normalize("NFKC", text)
    for start in reversed(_stated(text, marker)):
        behind = _labels_in(text[start:].lstrip(_QUOTES).splitlines()[:1], labels)
        if behind:
            return behind[0], False
    first = _labels_in([text.splitlines()[0].strip(_QUOTES)], labels)
    if len(set(first)) == 1:
        return first[0], False
    found = set(_labels_in(text.splitlines(), labels))
    return (found.pop(), False) if len(found) == 1 else (None, len(found) > 1)


def find_number(text: str, marker: str = "") -> str | None:
    """The number that a text ends at: behind the marker or the last words that state an answer, else the last one.
    Without currency, unit and separators of thousands: "$1,234.50" is 1234.50."""
    text = unicodedata.normalize("NFKC", text)
    for start in reversed(_stated(text, marker)):
        found = _NUMBER.search(text[start:].split("\n", 1)[0])
        if found is not None:
            return _plain(found.group())
    numbers = _NUMBER.findall(text)
    return _plain(numbers[-1]) if numbers else None


def same_number(left: str, right: str) -> bool:
    """Whether two numbers are equal as numbers: 3.50 and 3.5, 1,000 and 1000."""
    try:
        return Decimal(_plain(left)) == Decimal(_plain(right))
    except InvalidOperation:
        return _plain(left) == _plain(right)


def same_text(left: str, right: str) -> bool:
    """HELM's quasi-exact match: case, punctuation, articles and blanks aside."""
    return _bare(left) == _bare(right)


def _stated(text: str, marker: str) -> list[int]:
    """Where answers begin that are stated as such."""
    at = [found.end() for found in _STATED.finditer(text)]
    word = marker.strip()
    if word:
        at += [found.end() for found in re.finditer(re.escape(unicodedata.normalize("NFKC", word)), text)]
    return sorted(at)


def _leading_letter(text: str, letters: tuple[str, ...], behind_words: bool) -> str | None:
    """The letter that a text begins with, if it is not the beginning of a word. Behind words that state an answer a
    small one will do, and a word may follow ("B because"); elsewhere "A dog" is not the answer A."""
    if not text:
        return None
    letter, rest = text[0], text[1:]
    article = re.match(r" +[a-z]", rest) is not None and not (behind_words and letter.isupper())
    letter = letter.upper() if behind_words else letter
    return letter if letter in letters and not article and not re.match(r"[A-Za-z0-9']", rest) else None


def _and_another(text: str, letters: tuple[str, ...]) -> bool:
    """Whether a second letter is answered beside the first: "A and C", "A、C", "B or D", "AC"."""
    group = "".join(letters)
    joined = re.match(rf"([{group}])\W*(?:and|or|和|或者?|与|以及|[,、/&])\W*([{group}])(?![A-Za-z])", text)
    return joined is not None and joined.group(1) != joined.group(2)


def _labels_in(lines: list[str], labels: tuple[str, ...]) -> list[str]:
    """Labels in the order in which they stand, the longest first where one is part of another."""
    longest = sorted(labels, key=len, reverse=True)
    pattern = "|".join(_as_word(label) for label in longest)
    by_name = {label.casefold(): label for label in labels}
    return [by_name[m.group().casefold()] for line in lines for m in re.finditer(pattern, line, re.IGNORECASE)]


def _as_word(label: str) -> str:
    escaped = re.escape(unicodedata.normalize("NFKC", label))
    before = r"(?<![A-Za-z0-9])" if label[:1].isascii() else ""
    after = r"(?![A-Za-z0-9])" if label[-1:].isascii() else ""
    return before + escaped + after


def _contains(text: str, option: str) -> bool:
    return f" {_bare(option)} " in f" {_bare(text)} " if option.isascii() else _bare(option) in _bare(text)


def _part(small: str, large: str, letters: tuple[str, ...], options: tuple[str, ...]) -> bool:
    return _contains(options[letters.index(large)], options[letters.index(small)])


def _plain(number: str) -> str:
    bare = re.sub(r"[\s,，$¥￥€£]", "", number).replace("−", "-").replace("–", "-")
    if "/" in bare:
        above, below = bare.split("/")
        return str(Decimal(above) / Decimal(below)) if Decimal(below) else bare
    return bare


def _bare(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(" " if unicodedata.category(c)[0] in "PZC" else c for c in lowered)
    return " ".join(_ARTICLES.sub(" ", words).split())

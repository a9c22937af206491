"""The poems as they are trained on: simplified characters, one line of clauses each, some authors held out.

`tang.jsonl.gz` and `song.jsonl.gz` (shi, traditional characters: title, author, dynasty, paragraphs) and
`songci.jsonl.gz` (ci, simplified: rhythmic, author, dynasty, paragraphs), as chinese-poetry publishes them.
"""

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILES = ("tang.jsonl.gz", "song.jsonl.gz", "songci.jsonl.gz")
HELD_OUT_SHARE = 0.02
SEPARATORS = "，。！？；"
IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# Frequent variants that OpenCC keeps, and the characters that are printed for them today.
_VARIANTS = str.maketrans(
    "隠疎簷祇鴈鬰髪頼浄徧慙鶑粧劒鬭媿蘂臯僊珮猨髙鬬巵馿櫂煖嬾覩牋歛槃隣餠罇"
    "閙隄懽寛彊椀懃慇鳯峩飏毬檝缾堦畧燄迺踈潄犂鏁鼈廻飜悮暎歳揺緜羮栢薫顦顇",
    "隐疏檐只雁郁发赖净遍惭莺妆剑斗愧蕊皋仙佩猿高斗卮驴棹暖懒睹笺敛盘邻饼樽"
    "闹堤欢宽强碗勤殷凤峨扬球楫瓶阶略焰乃疏漱犁锁鳖回翻误映岁摇绵羹柏熏憔悴",
)
_TEXT = re.compile(f"(?:[{IDEOGRAPHS}]+[{SEPARATORS}])+")
_NOT_IN_TITLES = re.compile(f"[^{IDEOGRAPHS}]")
_COUNTED = re.compile("(?:之|其)?[一二三四五六七八九十百]+[首绝]?$|并序$|并引$")


@dataclass(frozen=True)
class Poem:
    """A poem. `text` is ideographs and the marks of `SEPARATORS` alone; `title` is empty where none is of use."""

    title: str
    author: str
    dynasty: str
    text: str
    tune: str = ""  # of a ci

    @property
    def key(self) -> int:
        """A number of 64 bits that follows from the poem alone."""
        return hashed(f"{self.author}\n{self.title}\n{self.tune}\n{self.text}")


def hashed(text: str) -> int:
    """A number of 64 bits, the same on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")


def read_poems(folder: Path) -> Iterator[Poem]:
    """All poems that are whole and plain, in the order of the files."""
    import opencc

    convert = opencc.OpenCC("t2s").convert  # leaves what is simplified as it is
    for name in FILES:
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                poem = clean(json.loads(convert(line).translate(_VARIANTS)))
                if poem is not None:
                    yield poem


def clean(record: dict[str, Any]) -> Poem | None:
    """A record as a poem; None where characters are missing (`□`), notes stand in the text, or nothing is whole."""
    tune = str(record.get("rhythmic", "")).partition("・")[0].strip()
    text = "".join(record["paragraphs"])
    if tune:
        text = text.replace("、", "，")  # a pause within a clause of a tune: the tune's own measure
    if not _TEXT.fullmatch(text) or (tune and _NOT_IN_TITLES.search(tune)):
        return None
    return Poem(clean_title(str(record.get("title", ""))), record["author"], record["dynasty"], text, tune)


def clean_title(title: str) -> str:
    """The part of a title that says what the poem is about: without notes, numbers within a series, and what follows
    a blank. Empty where nothing is left, or no plain words are."""
    title = re.sub(r"[（(〔].*?[）)〕]", "", title).strip().partition(" ")[0]
    while (shorter := _COUNTED.sub("", title)) != title:
        title = shorter
    return "" if title == "句" or _NOT_IN_TITLES.search(title) else title


def held_out_authors(poems: Iterable[Poem], share: float = HELD_OUT_SHARE) -> frozenset[str]:
    """Authors with `share` of the poems together: in the order of their names' hashes, one that would make it more
    is passed over."""
    counts = Counter(poem.author for poem in poems)
    room = int(share * sum(counts.values()))
    chosen = set()
    for author in sorted(counts, key=hashed):
        if counts[author] <= room:
            room -= counts[author]
            chosen.add(author)
    return frozenset(chosen)

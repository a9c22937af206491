"""Runs of characters that texts share."""

from examples.nano.repeats import RUN, Runs
from tests.unit.nano.known_poems import CHUNWANG, DENGGAO, JINGYESI


def test_twelve_characters_on_end_are_found_whatever_stands_between() -> None:
    runs = Runs([JINGYESI, CHUNWANG, "短。"])
    assert RUN == 12
    assert len(runs) == (20 - 11) + (40 - 11)
    assert runs.shares(JINGYESI.replace("，", "。"))
    assert runs.shares("又见床前明月光，疑是地上霜。举头。")
    assert not runs.shares("床前明月光，疑是地上霜。抬头望月明。")  # ten of them
    assert not runs.shares(DENGGAO)
    assert not runs.shares("短。")
    assert not Runs([]).shares(JINGYESI)

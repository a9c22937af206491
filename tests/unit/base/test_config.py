"""Options: what a word and a YAML line mean, and what is refused."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from aquila2.base.config import build, load_options, nearest, option
from aquila2.base.errors import UserError


@dataclass
class Data:
    path: str = "a.txt"
    limit: int | None = None


@dataclass
class Options:
    steps: int = option(10, "how many")
    rate: float = 0.5
    fast: bool = False
    name: str = ""
    out: Path | None = None
    prompt: str | None = None
    files: list[str] = option(["x"], "what to read")
    sizes: list[int] | None = None
    kind: Literal["sdpa", "flash"] = "sdpa"
    width: float | Literal["auto"] = "auto"
    data: Data = field(default_factory=Data)


@dataclass
class Needs:
    model: str
    text: str
    top_k: int = 0


def load(*words: str, yaml: str | None = None, tmp_path: Path | None = None) -> Options:
    if yaml is None:
        return load_options(Options, list(words))
    assert tmp_path is not None
    config = tmp_path / "config.yaml"
    config.write_text(yaml, encoding="utf-8")
    return load_options(Options, list(words), config)


@pytest.mark.parametrize(
    ("word", "attribute", "value"),
    [
        ("steps=3", "steps", 3),
        ("steps=-3", "steps", -3),
        ("steps=3.0", "steps", 3),
        ("steps=1e3", "steps", 1000),
        ("steps=12345678901234567891", "steps", 12345678901234567891),
        ("rate=1", "rate", 1.0),
        ("rate=1e-4", "rate", 1e-4),
        ("rate=inf", "rate", float("inf")),
        ("fast=true", "fast", True),
        ("fast=ON", "fast", True),
        ("fast=0", "fast", False),
        ("name=a=b,c", "name", "a=b,c"),
        ("name=", "name", ""),
        ("name=none", "name", "none"),
        ("name=你好 $x \"'", "name", "你好 $x \"'"),
        ("out=some/where", "out", Path("some/where")),
        ("prompt=none", "prompt", "none"),
        ("prompt=", "prompt", ""),
        ("out=none", "out", None),
        ("out=", "out", None),
        ("files=a,b", "files", ["a", "b"]),
        ("files=", "files", []),
        ("sizes=1,2", "sizes", [1, 2]),
        ("sizes=null", "sizes", None),
        ("kind=flash", "kind", "flash"),
        ("width=auto", "width", "auto"),
        ("width=2", "width", 2.0),
        ("data.limit=4", "data", Data(limit=4)),
    ],
)
def test_a_word_fills_its_field(word: str, attribute: str, value: Any) -> None:
    found = getattr(load(word), attribute)
    assert found == value
    assert type(found) is type(value)


def test_a_repeated_key_makes_a_list() -> None:
    assert load("files=a,b", "files=c").files == ["a", "b", "c"]
    assert load("sizes=1", "sizes=2").sizes == [1, 2]


def test_a_default_list_is_not_shared() -> None:
    load().files.append("y")
    assert load().files == ["x"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["step=3"], "unknown option 'step': did you mean 'steps'?"),
        (["Steps=3"], "unknown option 'Steps': did you mean 'steps'?"),
        (
            ["zzz=3"],
            "unknown option 'zzz'; known are data, fast, files, kind, name, out, prompt, rate, sizes, steps, width",
        ),
        (["data.zzz=3"], "unknown option 'data.zzz'; known are limit, path"),
        (["data.limits=3"], "unknown option 'data.limits': did you mean 'limit'?"),
        (["steps=x"], "steps=x: give a whole number"),
        (["steps=1.5"], "steps=1.5: give a whole number"),
        (["steps=1e400"], "steps=1e400: give a whole number"),
        (["steps="], "steps=: give a whole number"),
        (["steps=nan"], "steps=nan: give a whole number"),
        (["rate=nan"], "rate=nan: give a number"),
        (["fast=maybe"], "fast=maybe: give true or false"),
        (["kind=cuda"], "kind=cuda: choose one of sdpa, flash"),
        (["width=x"], "width=x: give a number or choose one of auto"),
        (["steps=1", "steps=1"], "steps is given 2 times (1, 1): give it once"),
        (["sizes=1,x"], "sizes=x: give a whole number"),
        (["data=3"], "data=3: give its fields as data.name=value"),
        (["data=3", "data.limit=4"], "'data.limit' reaches into 'data', which is a single value"),
        (["data.limit=4", "data=3"], "data=3: give its fields as data.name=value"),
        (["steps.x=3"], "steps is one value, it has no field 'x'"),
        (["files.x=3"], "files is a list, it has no field 'x'"),
        (["hello"], "'hello' is not an option: write key=value, for example steps=..."),
        (["=3"], "'=3' is not an option: write key=value, for example steps=..."),
        ([".steps=3"], "'.steps=3' is not an option: write key=value, for example steps=..."),
        (["a b=3"], "'a b=3' is not an option: write key=value, for example steps=..."),
    ],
)
def test_what_is_refused(words: list[str], message: str) -> None:
    with pytest.raises(UserError) as error:
        load(*words)
    assert str(error.value) == message


def test_a_dash_for_an_underscore_is_understood_as_a_slip() -> None:
    with pytest.raises(UserError, match="unknown option 'top-k': did you mean 'top_k'"):
        load_options(Needs, ["model=m", "text=t", "top-k=3"])


def test_missing_options_are_all_named() -> None:
    with pytest.raises(UserError, match=r"^missing model=, text=: give them as key=value$"):
        load_options(Needs, [])
    with pytest.raises(UserError, match=r"^missing text=: give it as key=value$"):
        load_options(Needs, ["model=x"])


def test_bare_words_go_to_the_positional_option() -> None:
    assert load_options(Options, ["a.txt", "steps=2", "b c=d.txt"], positional="files").files == ["a.txt", "b c=d.txt"]
    assert load_options(Needs, ["what is 1 + 1 = ?", "model=m"], positional="text").text == "what is 1 + 1 = ?"
    with pytest.raises(UserError, match="text is given 2 times"):
        load_options(Needs, ["one", "two", "model=m"], positional="text")


def test_yaml_fills_the_same_fields_and_words_win(tmp_path: Path) -> None:
    text = 'steps: 3\nrate: 1e-4\nfast: yes\nfiles: [a, "b,c"]\nsizes:\nout: null\nprompt: null\ndata: {limit: 5}\n'
    options = load("steps=4", "data.limit=6", yaml=text, tmp_path=tmp_path)
    assert options == Options(
        steps=4, rate=1e-4, fast=True, files=["a", "b,c"], sizes=None, out=None, prompt=None, data=Data(limit=6)
    )
    assert load("files=z", yaml=text, tmp_path=tmp_path).files == ["z"]


def test_yaml_scalars_stay_as_written(tmp_path: Path) -> None:
    """YAML itself would read `no` as False, 1.10 as 1.1 and 1_0 as 10."""
    for written in ("no", "1.10", "1_0", "0x1F", "2024-01-01", "on"):
        assert load(yaml=f"name: {written}\n", tmp_path=tmp_path).name == written
    assert load(yaml='name: "null"\n', tmp_path=tmp_path).name == "null"
    assert load(yaml="files: a,b\n", tmp_path=tmp_path).files == ["a", "b"]
    assert load(yaml="# nothing\n", tmp_path=tmp_path) == Options()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps: 3\nrate: 1\nsteps: 4\n", "line 3: 'steps' is given twice"),
        ("data:\n  limit: 1\n  limit: 2\n", "line 3: 'limit' is given twice"),
        ("stepz: 3\n", "unknown option 'stepz': did you mean 'steps'?"),
        ("1: 2\n", "unknown option '1'; known are"),
        ("[a, b]: 2\n", "line 1: a key must be one word"),
        ("- steps\n", "must hold `key: value` lines, not a list"),
        ("steps\n", "must hold `key: value` lines, not a str"),
        ("steps: [1, 2]\n", "steps is one value, not a list of 2"),
        ("steps: []\n", "steps is one value, not a list of 0"),
        ("steps: {a: 1}\n", "steps is one value, it has no field 'a'"),
        ("steps: true\n", "steps=true: give a whole number"),
        ("name: null\n", "name has no value"),
        ("files: [a, null]\n", "files has no value"),
        ("files: {a: 1}\n", "files is a list, it has no field 'a'"),
        ("steps: [: x\n", "is not YAML: while parsing a flow node"),
        ("a: 1\n---\nb: 2\n", "is not YAML: expected a single document"),
    ],
)
def test_what_yaml_is_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        load(yaml=text, tmp_path=tmp_path)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_config_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"cannot read the config '.*gone.yaml': No such file"):
        load_options(Options, [], tmp_path / "gone.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"a: \xff\n")
    with pytest.raises(UserError, match=r"the config '.*binary.yaml' is not UTF-8 text: byte 3"):
        load_options(Options, [], tmp_path / "binary.yaml")


def test_build_takes_python_values() -> None:
    assert build(
        Options, {"steps": 3, "files": ["a,b"], "data": {"limit": 2}, "fast": True, "out": Path("x")}
    ) == Options(steps=3, files=["a,b"], data=Data(limit=2), fast=True, out=Path("x"))
    with pytest.raises(UserError, match="steps=True: give a whole number"):
        build(Options, {"steps": True})


def test_nearest_prefers_spelling_then_case() -> None:
    assert nearest("temprature", ["temperature", "top_p"]) == ": did you mean 'temperature'?"
    assert nearest("aquilachat2-7b", ["AquilaChat2-7B", "Aquila2-34B"]) == ": did you mean 'AquilaChat2-7B'?"
    assert nearest("zzz", ["b", "a"]) == "; known are a, b"

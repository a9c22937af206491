"""Options: a dataclass is the schema, a YAML file and `key=value` words fill it.

An unknown key, a key given twice, a value of the wrong type or a word without `=` is a `UserError` that names it
and the nearest known key. Nothing is dropped.

A list is comma-separated or its key repeated (`data=a.txt,b.txt` or `data=a.txt data=b.txt`; a YAML list is taken as it
stands, commas and all); a nested dataclass is reached with a dot (`data.on_error=skip`), and one whose `MAIN` names a
field takes its value without (`data=a.jsonl` is `data.files=a.jsonl`).
"""

import dataclasses
import difflib
import math
import types
import typing
from pathlib import Path
from typing import Any, TypeVar

from aquila2.base.errors import UserError

T = TypeVar("T")

_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


def option(default: Any = dataclasses.MISSING, help: str = "", **kwargs: Any) -> Any:
    """A dataclass field with the line that `--help` shows for it."""
    if isinstance(default, list):
        items = list(default)
        return dataclasses.field(default_factory=lambda: list(items), metadata={"help": help}, **kwargs)
    return dataclasses.field(default=default, metadata={"help": help}, **kwargs)


def load_options(cls: type[T], words: list[str], config: str | Path | None = None, positional: str | None = None) -> T:
    """Fill the dataclass `cls` from a YAML file, then from `key=value` words, which win.

    Words without `=` go to the field named by `positional`; without one they are refused.
    """
    values: dict[str, Any] = _read_yaml(config) if config is not None else {}
    given: dict[str, _Words] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not all(part.replace("-", "_").isidentifier() for part in key.split(".")):
            if positional is None:
                raise UserError(f"{word!r} is not an option: write key=value, for example {_example(cls)}")
            key, value = positional, word
        given.setdefault(key, _Words()).append(value)
    _spell_out(cls, values)
    for key, words_given in given.items():
        path = key.split(".")
        if len(path) == 1 and (main := _main_field(typing.get_type_hints(cls).get(key))):
            path.append(main)
        _set_nested(values, path, words_given)
    return build(cls, values)


def build(cls: type[T], values: dict[str, Any], where: str = "") -> T:
    """Make the dataclass `cls` from a plain dict, every key and type checked."""
    fields = {f.name: f for f in dataclasses.fields(cls) if f.init}  # type: ignore[arg-type]
    hints = typing.get_type_hints(cls)
    for key in values:
        if key not in fields:
            raise UserError(f"unknown option {where + key!r}{nearest(key, fields)}")
    missing = [
        where + name
        for name, f in fields.items()
        if name not in values and f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise UserError(
            f"missing {', '.join(m + '=' for m in missing)}: give {'it' if len(missing) == 1 else 'them'} as key=value"
        )
    converted = {key: _convert(value, hints[key], where + key) for key, value in values.items()}
    return cls(**converted)


def nearest(key: str, known: typing.Iterable[str]) -> str:
    """The tail of an error message: the nearest known name, or all of them."""
    names = sorted(known)
    match = difflib.get_close_matches(key, names, n=1, cutoff=0.6)
    if not match:
        folded = {name.lower(): name for name in names}
        match = [folded[m] for m in difflib.get_close_matches(key.lower(), list(folded), n=1, cutoff=0.6)]
    return f": did you mean {match[0]!r}?" if match else f"; known are {', '.join(names)}"


def _main_field(hint: Any) -> str | None:
    """The field of a nested dataclass that the group's own name stands for."""
    return getattr(hint, "MAIN", None) if dataclasses.is_dataclass(hint) else None


def _spell_out(cls: type, values: dict[str, Any]) -> None:
    """`data: FILE` of a YAML file, as `data: {files: FILE}`."""
    for key, hint in typing.get_type_hints(cls).items():
        if key in values and not isinstance(values[key], dict) and (main := _main_field(hint)):
            values[key] = {main: values[key]}


class _Words(list[str]):
    """The values of one key on the command line, in order. Only these are split at commas."""


def _read_yaml(path: str | Path) -> dict[str, Any]:
    import yaml

    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"cannot read the config {str(path)!r}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise UserError(f"the config {str(path)!r} is not UTF-8 text: byte {error.start} is {error.reason}") from None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise UserError(f"the config {str(path)!r} is not YAML: {' '.join(str(error).split())}") from None
    values = {} if root is None else _plain(root, str(path))
    if not isinstance(values, dict):
        raise UserError(f"the config {str(path)!r} must hold `key: value` lines, not a {type(values).__name__}")
    return values


def _plain(node: Any, path: str) -> Any:
    """A YAML node as dicts, lists, texts and None. Scalars stay as written: the option's type reads them, not YAML,
    so that `name: no` is a name and `version: 1.10` keeps its zero."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return None if node.tag.endswith(":null") else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path) for item in node.value]
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = f"the config {path!r}, line {key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode):
            raise UserError(f"{line}: a key must be one word")
        if key.value in values:
            raise UserError(f"{line}: {key.value!r} is given twice")
        values[key.value] = _plain(value, path)
    return values


def _set_nested(values: dict[str, Any], path: list[str], value: Any) -> None:
    for key in path[:-1]:
        inner = values.setdefault(key, {})
        if not isinstance(inner, dict):
            raise UserError(f"{'.'.join(path)!r} reaches into {key!r}, which is a single value")
        values = inner
    values[path[-1]] = value


def _example(cls: type) -> str:
    names = [f.name for f in dataclasses.fields(cls)]
    return f"{names[0]}=..." if names else "key=value"


def _convert(value: Any, hint: Any, key: str) -> Any:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _convert_union(value, args, key)
    if origin is list:
        return [_convert(item, args[0], key) for item in _items(value, key)]
    value = _single(value, key)
    if hint is Any:
        return value
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise UserError(f"{key}={value}: give its fields as {key}.name=value")
        return build(typing.cast(type, hint), value, where=key + ".")
    if isinstance(value, dict):
        raise UserError(f"{key} is one value, it has no field {next(iter(value), '')!r}")
    if isinstance(value, list):
        raise UserError(f"{key} is one value, not a list of {len(value)}")
    if value is None:
        raise UserError(f"{key} has no value")
    if origin is typing.Literal:
        for choice in args:
            if value == choice or str(value) == str(choice):
                return choice
        raise UserError(f"{key}={value}: choose one of {', '.join(str(a) for a in args)}")
    return _convert_scalar(value, hint, key)


def _convert_union(value: Any, kinds: tuple[Any, ...], key: str) -> Any:
    """The first kind that fits. No word, `none` and `null` mean None where None is allowed; but where any text is
    allowed they are text, and only YAML's own null is None."""
    word = value[0] if isinstance(value, _Words) and len(value) == 1 else value
    if type(None) in kinds and (word is None or (str not in kinds and word in ("", "none", "null"))):
        return None
    wrong = []
    for kind in kinds:
        if kind is not type(None):
            try:
                return _convert(value, kind, key)
            except UserError as error:
                wrong.append(str(error))
    # all messages begin with the same `key=value: `, unless one is about the shape of the value
    start = f"{key}={_single(value, key)}: "
    raise UserError(start + " or ".join(w.removeprefix(start) for w in wrong) if len(wrong) > 1 else wrong[0])


def _items(value: Any, key: str) -> list[Any]:
    if isinstance(value, dict):
        raise UserError(f"{key} is a list, it has no field {next(iter(value), '')!r}")
    if isinstance(value, list) and not isinstance(value, _Words):
        return value
    words = value if isinstance(value, _Words) else [value]
    return [part for word in words for part in (word.split(",") if isinstance(word, str) else [word]) if part != ""]


def _single(value: Any, key: str) -> Any:
    if not isinstance(value, _Words):
        return value
    if len(value) > 1:
        raise UserError(f"{key} is given {len(value)} times ({', '.join(value)}): give it once")
    return value[0]


def _convert_scalar(value: Any, hint: Any, key: str) -> Any:
    if hint is bool:
        word = str(value).lower()
        if word in _TRUE | _FALSE:
            return word in _TRUE
        raise UserError(f"{key}={value}: give true or false")
    if hint in (int, float):
        kind = "a whole number" if hint is int else "a number"
        try:
            number = float("nan") if isinstance(value, bool) else float(value)
            if math.isnan(number) or (hint is int and number != int(number)):
                raise ValueError
            if hint is float:
                return number
            return int(value) if str(value).lstrip("+-").isdigit() else int(number)
        except (ValueError, TypeError, OverflowError):
            raise UserError(f"{key}={value}: give {kind}") from None
    if hint is str:
        return str(value)
    if hint is Path:
        return Path(str(value))
    raise TypeError(f"option {key}: no reader for type {hint}")

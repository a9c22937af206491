"""Options: a dataclass is the schema, a YAML file and `key=value` words fill it.

An unknown key, a value of the wrong type or a word without `=` is a `UserError` that names it and the
nearest known key. Nothing is dropped.

A list is comma-separated or its key repeated (`data=a.txt,b.txt` or `data=a.txt data=b.txt`); a nested
dataclass is reached with a dot (`data.on_error=skip`).
"""

import dataclasses
import difflib
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
    given: dict[str, Any] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key.replace(".", "").replace("_", "").isalnum():
            if positional is None:
                raise UserError(f"{word!r} is not an option: write key=value, for example {_example(cls)}")
            key, value = positional, word
            given.setdefault(key, []).append(value)
            continue
        if key in given and not isinstance(given[key], list):
            given[key] = [given[key], value]
        elif key in given:
            given[key].append(value)
        else:
            given[key] = value
    for key, value in given.items():
        _set_nested(values, key.split("."), value)
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


def _read_yaml(path: str | Path) -> dict[str, Any]:
    import yaml

    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"cannot read the config {str(path)!r}: {error.strerror}") from None
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UserError(f"the config {str(path)!r} is not YAML: {' '.join(str(error).split())}") from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise UserError(f"the config {str(path)!r} must hold `key: value` lines, not a {type(values).__name__}")
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
    if hint is Any:
        return value
    if origin in (typing.Union, types.UnionType):
        if type(None) in args and (value is None or value in ("none", "null", "")):
            return None
        kinds = [a for a in args if a is not type(None)]
        for kind in kinds[:-1]:
            try:
                return _convert(value, kind, key)
            except UserError:
                continue
        return _convert(value, kinds[-1], key)
    if origin is typing.Literal:
        for choice in args:
            if value == choice or str(value) == str(choice):
                return choice
        raise UserError(f"{key}={value}: choose one of {', '.join(str(a) for a in args)}")
    if origin is list:
        items = value if isinstance(value, list) else [v for v in str(value).split(",") if v]
        split = [
            part for item in items for part in (item.split(",") if isinstance(item, str) else [item]) if part != ""
        ]
        return [_convert(item, args[0], key) for item in split]
    if dataclasses.is_dataclass(hint):
        if not isinstance(value, dict):
            raise UserError(f"{key}={value}: give its fields as {key}.name=value")
        return build(typing.cast(type, hint), value, where=key + ".")
    if isinstance(value, list) and len(value) > 1:
        raise UserError(f"{key} is given {len(value)} times ({', '.join(map(str, value))}): give it once")
    if isinstance(value, list):
        value = value[0]
    return _convert_scalar(value, hint, key)


def _convert_scalar(value: Any, hint: Any, key: str) -> Any:
    if hint is bool:
        word = str(value).lower()
        if word in _TRUE | _FALSE:
            return word in _TRUE
        raise UserError(f"{key}={value}: give true or false")
    if hint in (int, float):
        try:
            if isinstance(value, bool):
                raise ValueError
            number = float(value)
            if hint is float:
                return number
            if number != int(number):
                raise ValueError
            return int(str(value)) if str(value).lstrip("+-").isdigit() else int(number)
        except (ValueError, TypeError, OverflowError):
            kind = "a whole number" if hint is int else "a number"
            raise UserError(f"{key}={value}: give {kind}") from None
    if hint is str:
        if isinstance(value, dict):
            raise UserError(f"{key}: give one value, not {value}")
        return str(value)
    if hint is Path:
        return Path(str(value))
    raise TypeError(f"option {key}: no reader for type {hint}")

"""`aquila2 COMMAND [--config X.yaml] [key=value ...] [--json]`: a table of commands, each imported when it is called.

Every command takes `offline=true`, which forbids every call of the network (so does AQUILA2_OFFLINE=1).

Exit codes: 0 done, 1 failed while working, 2 the user's input is wrong, 3 a stated threshold was passed.
"""

import dataclasses
import importlib
import json
import os
import sys
import time
import traceback
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aquila2 import __version__
from aquila2.base.config import load_options, nearest, option
from aquila2.base.errors import UserError, WorkError
from aquila2.base.log import log_to_stderr, say
from aquila2.base.network import offline


@dataclass(frozen=True)
class Command:
    """A module with `Options` (a dataclass) and `run(options) -> dict`, the keys of the `--json` line.

    `positional` names the option that bare words fill. A result's `exit_code` becomes the exit status. A command that
    `runs` another one is called as `run(options, words)`: the words that it does not know are the other's options.
    """

    module: str
    summary: str
    positional: str | None = None
    runs: str | None = None


COMMANDS = {
    "chat": Command("aquila2.recipes.chat", "talk with a model, or ask it one question"),
    "serve": Command("aquila2.recipes.serve", "an OpenAI-compatible server with a chat page"),
    "serve bench": Command("aquila2.recipes.serve_bench", "load on any OpenAI-compatible server: rates and delays"),
    "info": Command("aquila2.recipes.info", "what a checkpoint is: sizes, memory, template, special tokens"),
    "plan": Command("aquila2.recipes.plan", "memory and time of each way to spread a training over GPUs"),
    "convert": Command("aquila2.recipes.convert", "checkpoint formats: .bin, GGUF, safetensors, plain Llama layout"),
    "merge": Command("aquila2.recipes.merge", "an adapter and its base as one checkpoint"),
    "prepare-data": Command("aquila2.recipes.prepare_data", "text to token shards, duplicates left out"),
    "train-tokenizer": Command("aquila2.recipes.train_tokenizer", "a byte-level BPE tokenizer from text"),
    "pretrain": Command("aquila2.recipes.pretrain", "a base model from prepared data, on one process or many"),
    "pretrain plot": Command("aquila2.recipes.pretrain_plot", "curves of runs, as a picture", positional="runs"),
    "finetune": Command("aquila2.recipes.finetune", "full, LoRA, Q-LoRA and preference tuning on conversations"),
    "finetune launch": Command(
        "aquila2.recipes.finetune_launch", "fine-tuning on all GPUs, here or by a hostfile", runs="finetune"
    ),
    "quantize": Command("aquila2.recipes.quantize", "GPTQ, AWQ, NF4 or int8 of a checkpoint, and what that costs"),
    "quantize compare": Command(
        "aquila2.recipes.quantize_compare", "the methods side by side: bytes, memory, quality, speed"
    ),
    "evaluate": Command("aquila2.recipes.evaluate", "the release's tests, strictly and leniently, with a report"),
    "audit build": Command("aquila2.recipes.audit_build", "an index of test items, to search training data for"),
    "audit scan": Command("aquila2.recipes.audit_scan", "training data searched for test items, in one pass"),
    "audit report": Command("aquila2.recipes.audit_report", "what a scan found, by set, item and source"),
    "audit clean": Command("aquila2.recipes.audit_clean", "the data without what holds test items, and a log of it"),
    "audit drill": Command("aquila2.recipes.audit_drill", "known leaks planted in clean text, and those found"),
    "download": Command("aquila2.recipes.download", "a model's files by its name, every byte checked", "name"),
    "download verify": Command("aquila2.recipes.download_verify", "a downloaded model, read and compared", "model"),
    "download repair": Command("aquila2.recipes.download_repair", "what is wrong with one, fetched again", "model"),
    "download pack": Command("aquila2.recipes.download_pack", "a model as one file, for where no network is", "model"),
    "download unpack": Command("aquila2.recipes.download_unpack", "a model out of such a file", "bundle"),
    "doctor": Command("aquila2.recipes.doctor", "what is installed, what works, what is missing"),
    "train-tokenizer report": Command(
        "aquila2.recipes.train_tokenizer_report", "what a tokenizer makes of text, by language and source"
    ),
    "rag add": Command("aquila2.recipes.rag_add", "files into a knowledge base; again, only what changed", "paths"),
    "rag search": Command("aquila2.recipes.rag_search", "the passages that a question is about", "text"),
    "rag ask": Command("aquila2.recipes.rag_ask", "a question answered from a knowledge base, with citations", "text"),
    "rag serve": Command("aquila2.recipes.rag_serve", "knowledge bases behind a page, a REST API and OpenAI's"),
    "rag list": Command("aquila2.recipes.rag_list", "the knowledge bases, or one's documents"),
    "rag stats": Command("aquila2.recipes.rag_stats", "what a knowledge base holds and takes"),
    "rag remove": Command("aquila2.recipes.rag_remove", "documents out of a knowledge base, or all of it", "paths"),
    "rag export": Command("aquila2.recipes.rag_export", "a knowledge base's chunks as JSON Lines"),
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status. Everything a user meets as an error is one line on stderr."""
    words = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in words
    words = [word for word in words if word != "--json"]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a character shows `?`, not a traceback
    start = time.perf_counter()
    try:
        code, result = _run(words)
    except (Exception, KeyboardInterrupt) as error:
        code, result = _failure(error)
    if as_json:
        result |= {"version": __version__, "seconds": round(time.perf_counter() - start, 3)}
        try:
            sys.stderr.flush()
            say(json.dumps(result, ensure_ascii=False))
        except BrokenPipeError:
            code, _ = _failure(BrokenPipeError())
    return code


def _run(words: list[str]) -> tuple[int, dict[str, Any]]:
    if not words or words[0] in ("--help", "-h", "help"):
        say(_overview())
        return 0, {}
    if words[0] in ("--version", "-V"):
        say(f"aquila2 {__version__}")
        return 0, {}
    name, words = _command_name(words)
    command = COMMANDS[name]
    module = importlib.import_module(command.module)
    if "--help" in words or "-h" in words:
        say(_describe(name, command, module.Options))
        return 0, {}
    config, words = _take_config(words)
    forbid, words = _take_offline(words)
    log_to_stderr()
    with offline(forbid):
        if command.runs is not None:
            words, passed_on = _passed_on(COMMANDS[command.runs], module.Options, config, words)
            result = module.run(load_options(module.Options, words), passed_on)
        else:
            result = module.run(load_options(module.Options, words, config, command.positional))
    return int(result.pop("exit_code", 0)), result


def _command_name(words: list[str]) -> tuple[str, list[str]]:
    """The longest known name at the front: `audit scan` before `audit`."""
    for length in (2, 1):
        name = " ".join(words[:length])
        if len(words) >= length and name in COMMANDS:
            return name, words[length:]
    raise UserError(f"unknown command {words[0]!r}{nearest(words[0], COMMANDS)}")


def _take_config(words: list[str]) -> tuple[str | None, list[str]]:
    config: str | None = None
    rest = []
    words = list(words)
    while words:
        word = words.pop(0)
        if word == "--config" or word.startswith("--config="):
            if config is not None:
                raise UserError("--config is given twice: give it once")
            config = word.removeprefix("--config").removeprefix("=") or (words.pop(0) if words else "")
            if not config:
                raise UserError("--config needs a YAML file after it")
        elif word.startswith("--"):
            raise UserError(
                f"unknown flag {word!r}: options are written key=value; flags are --config FILE, --json and --help"
            )
        else:
            rest.append(word)
    return config, rest


@dataclass(frozen=True)
class _Network:
    """What every command takes besides its own options."""

    offline: bool = option(False, help="no call of the network at all, by no part of the program")


def _take_offline(words: list[str]) -> tuple[bool, list[str]]:
    mine = [word for word in words if word.partition("=")[0] == "offline"]
    rest = [word for word in words if word.partition("=")[0] != "offline"]
    return load_options(_Network, mine).offline, rest


def _passed_on(other: Command, options: type, config: str | None, words: list[str]) -> tuple[list[str], list[str]]:
    """A command's own words, and those for the one that it runs: these are read once here, for what is wrong with them
    is better told now than by every process."""
    own = {field.name for field in dataclasses.fields(options)}
    mine = [word for word in words if word.partition("=")[0] in own]
    rest = [word for word in words if word.partition("=")[0] not in own]
    load_options(importlib.import_module(other.module).Options, rest, config, other.positional)
    return mine, [*(["--config", config] if config is not None else []), *rest]


def _overview() -> str:
    width = max(len(name) for name in COMMANDS)
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "usage: aquila2 COMMAND [--config X.yaml] [key=value ...] [--json]",
            "",
            *lines,
            "",
            "`aquila2 COMMAND --help` lists a command's options. --json prints one JSON object as the last line.",
        ]
    )


def _describe(name: str, command: Command, options: type) -> str:
    rows = [*_option_rows(options), *_option_rows(_Network)]
    width = max(len(option) for option, _ in rows) + 1
    lines = [f"  {option + '=':<{width}}  {about}" for option, about in rows]
    words = f" {command.positional.upper()}" if command.positional else ""
    if command.runs is not None:
        lines += ["", f"All other options, and --config, are those of `aquila2 {command.runs}`."]
    return "\n".join(
        [f"usage: aquila2 {name}{words} [--config X.yaml] [key=value ...] [--json]", f"{command.summary}", "", *lines]
    )


def _option_rows(options: type, within: str = "", values: Any = None) -> Iterator[tuple[str, str]]:
    """Every option and its line, those of a group behind the group's own. `values` are a group's defaults."""
    hints = typing.get_type_hints(options)
    for f in dataclasses.fields(options):
        needed = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        default = None if needed else f.default
        if f.default_factory is not dataclasses.MISSING:
            default = f.default_factory()
        if values is not None:
            default = getattr(values, f.name)
        is_group = dataclasses.is_dataclass(hints[f.name])
        stated = default not in (None, "", []) and not is_group
        tail = " (needed)" if needed else f" [{_as_word(default)}]" if stated else ""
        yield within + f.name, f.metadata.get("help", "") + tail
        if is_group:
            yield from _option_rows(hints[f.name], f"{within}{f.name}.", default)


def _as_word(default: Any) -> str:
    """A default as the user would write it."""
    if isinstance(default, list):
        return ",".join(map(_as_word, default))
    return str(default).lower() if isinstance(default, bool) else str(default)


def _failure(error: BaseException) -> tuple[int, dict[str, Any]]:
    """The exit status and the `--json` keys of an error, told in one line on stderr; ours with a traceback."""
    if isinstance(error, BrokenPipeError):
        # whoever read our output has gone (`aquila2 ... | head`): nobody to tell, and Python must not try at its exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1, {"error": "nobody reads the output", "exit_code": 1}
    code, message = 1, f"{type(error).__name__}: {error}"
    if isinstance(error, UserError):
        code, message = 2, str(error)
    elif isinstance(error, KeyboardInterrupt):
        code, message = 130, "interrupted"
    elif isinstance(error, WorkError):
        message = str(error)
    elif _out_of_memory(error):
        message = f"out of memory: {error}"
    elif not isinstance(error, OSError):
        traceback.print_exc()
    line = " ".join(message.split())
    sys.stderr.write(f"aquila2: {line}\n")
    return code, {"error": line, "exit_code": code}


def _out_of_memory(error: BaseException) -> bool:
    """Python's, a GPU's or torch's CPU allocator's word that memory is used up; torch is not imported to ask."""
    kinds = {"MemoryError", "OutOfMemoryError"} & {kind.__name__ for kind in type(error).__mro__}
    return bool(kinds) or (isinstance(error, RuntimeError) and "DefaultCPUAllocator" in str(error))


if __name__ == "__main__":
    sys.exit(main())

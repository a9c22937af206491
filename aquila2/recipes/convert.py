"""`aquila2 convert`: a checkpoint (.bin, safetensors or GGUF) into safetensors, the plain Llama layout, or GGUF."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from aquila2.base.config import option
from aquila2.base.device import DTYPES
from aquila2.base.errors import UserError
from aquila2.base.files import atomic_folder
from aquila2.base.log import note, say
from aquila2.base.memory import parse_size
from aquila2.base.outputs import fingerprint, record_of, record_output
from aquila2.chat.render import stops_for
from aquila2.chat.templates import read_template
from aquila2.checkpoint.gguf import is_gguf, write_gguf
from aquila2.checkpoint.gguf_vocab import KNOWN_END, MORE_ENDS, ROLES, GgufVocab
from aquila2.checkpoint.shards import DEFAULT_SHARD_BYTES
from aquila2.model.config import AquilaConfig
from aquila2.recipes.build import choose_template, read_generation_config
from aquila2.recipes.conversion import (
    Source,
    check_place,
    dtype_name,
    is_run_checkpoint,
    open_folder,
    open_gguf,
    progress,
    write_folder,
    written_bytes,
)
from aquila2.recipes.locate import locate


@dataclass(frozen=True)
class Options:
    """Options of `aquila2 convert`."""

    model: str = option(help="a checkpoint folder (safetensors, .bin, a run's state/step-...), a .gguf, or a name")
    out: Path = option(help="the folder to write, or a file that ends in .gguf")
    to: Literal["safetensors", "llama", "gguf"] | None = option(
        None, help="safetensors keeps the layout, llama is read by any engine; gguf by llama.cpp [as out= ends]"
    )
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = option(
        "auto", help="number format; auto keeps it (bfloat16 for quantized GGUF)"
    )
    outtype: Literal["f16", "q8_0"] | None = option(None, help="number format in a GGUF [f16]")
    max_shard_size: str | None = option(None, help="size above which safetensors are split, such as 500MB [5GB]")
    overwrite: bool = option(False, help="replace what stands at out=, whatever it is (a rerun may always)")


def run(options: Options) -> dict[str, Any]:
    """Convert. Returns `out`, `to`, `bytes` (of all files written), `parameters`, and `dtype` or `outtype`."""
    to = _target(options)
    max_shard_bytes = (
        DEFAULT_SHARD_BYTES if options.max_shard_size is None else parse_size(options.max_shard_size, "max_shard_size")
    )
    path = Path(options.model).expanduser()
    path = path if path.is_file() else locate(options.model)
    made_from = {
        "command": "convert",
        "model": fingerprint(path),
        "to": to,
        "dtype": options.dtype,
        "outtype": options.outtype,
        "max_shard_bytes": max_shard_bytes,
    }
    check_place(options.out, [path], made_from, options.overwrite)
    source = _open(path, options.model)
    if to == "gguf":
        form = _to_gguf(source, options, made_from)
    else:
        form = _to_folder(source, options, to, max_shard_bytes, made_from)
    files = [options.out] if to == "gguf" else list(options.out.iterdir())
    size, parameters = sum(file.stat().st_size for file in files), source.config.num_parameters
    say(f"{options.out}: {size / 1e6:,.1f} MB, {parameters:,} parameters in {next(iter(form.values()))}")
    return {"out": str(options.out), "to": to, "bytes": size, "parameters": parameters, **form}


def _target(options: Options) -> str:
    """The layout to write; options that mean nothing for it are refused, not dropped."""
    is_file = options.out.suffix == ".gguf"
    to = options.to or ("gguf" if is_file else "safetensors")
    if (to == "gguf") != is_file:
        raise UserError(f"out={options.out} with to={to}: a GGUF is a file that ends in .gguf, the others are folders")
    if to == "gguf" and options.dtype != "auto":
        raise UserError(f"dtype={options.dtype} is for safetensors: a GGUF takes outtype=f16 or outtype=q8_0")
    if to == "gguf" and options.max_shard_size is not None:
        raise UserError(f"max_shard_size={options.max_shard_size} is for safetensors: a GGUF is one file")
    if to != "gguf" and options.outtype is not None:
        raise UserError(f"outtype={options.outtype} is for GGUF: safetensors take dtype=")
    return to


def _open(path: Path, model: str) -> Source:
    if path.is_file():
        if not is_gguf(path):
            raise UserError(f"model={model} is a file that is no GGUF: give the folder it lies in")
        return open_gguf(path)
    if is_run_checkpoint(path):
        from aquila2.recipes.trained import open_run  # imports what trains

        return open_run(path)

    def template(config: AquilaConfig) -> str | None:
        chosen = choose_template(path, config, None, model)
        return None if chosen is None else chosen.to_jinja()

    return open_folder(path, template, read_generation_config(path))


def _to_folder(
    source: Source, options: Options, to: str, max_shard_bytes: int, made_from: dict[str, Any]
) -> dict[str, str]:
    if to == "llama":
        source = dataclasses.replace(source, config=source.config.replace(model_type="llama"))
    asked = None if options.dtype == "auto" else DTYPES[options.dtype]
    dtype = asked or source.dtype
    total = written_bytes(source, dtype)
    with atomic_folder(options.out, overwrite=True) as folder, progress("converting", total) as advance:
        write_folder(source, folder, dtype, max_shard_bytes, advance)
        record_output(folder, made_from)
    return {"dtype": source.config.dtype if dtype is None else dtype_name(dtype)}


def _to_gguf(source: Source, options: Options, made_from: dict[str, Any]) -> dict[str, str]:
    tokenizer, config = source.tokenizer, source.config
    ids = {role: tokenizer.token_to_id(token) for role, token in tokenizer.roles.items() if role in ROLES}
    roles = {role: id for role, id in ids.items() if id is not None}
    vocab = GgufVocab.from_tokenizer_json(tokenizer.to_json(), config.vocab_size, roles, source.chat_template)
    vocab = dataclasses.replace(vocab, more_ends=_more_ends(source))
    outtype = options.outtype or "f16"
    with progress("converting", config.num_parameters) as advance:
        write_gguf(options.out, config, source.tensors, vocab, outtype, source.name, advance, record_of(made_from))
    return {"outtype": outtype}


def _more_ends(source: Source) -> tuple[int, ...]:
    """The tokens besides eos at which answers end, for llama.cpp: without them it goes on where we stop."""
    tokenizer = source.tokenizer
    template = None if source.chat_template is None else read_template(source.chat_template, source.name)
    stops = stops_for(template, tokenizer, source.generation_config)
    known = {tokenizer.eos_id, tokenizer.token_to_id(KNOWN_END)}
    more = sorted(stops.ids - known, reverse=True)
    # [UNK] is no token of Aquila's vocabulary and nothing that a model writes: the release only cut it off
    words = [string for string in stops.strings if string not in tokenizer.special_tokens and string != "[UNK]"]
    if unsaid := [*map(str, map(tokenizer.id_to_token, more[len(MORE_ENDS) :])), *words]:
        note(f"a GGUF has no place for {', '.join(unsaid)}, which end an answer too: give llama.cpp these as stops")
    return tuple(more[: len(MORE_ENDS)])

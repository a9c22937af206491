"""What every conversion does: a model opened from a folder or a GGUF file, and a checkpoint folder written from it."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from aquila2.base.device import DTYPES
from aquila2.base.errors import UserError
from aquila2.base.log import Progress
from aquila2.base.outputs import check_output
from aquila2.chat.files import write_chat_files
from aquila2.chat.templates import load_template
from aquila2.checkpoint.checkpoint import expected_shapes, read_config, select_tensors, write_config
from aquila2.checkpoint.gguf import read_gguf
from aquila2.checkpoint.shards import DEFAULT_SHARD_BYTES, StoredTensor, open_shards, write_shards
from aquila2.model.config import AquilaConfig
from aquila2.tokenizer.tokenizer import Tokenizer


@dataclass(frozen=True)
class Source:
    """A model to convert; its tensors lie in files still, under their published names.

    `chat_template` is Jinja, None where there is none. `generation_config` holds what the source's own says.
    `dtype` is the one format to save in when none is asked for; None saves every tensor in its own.
    """

    name: str
    config: AquilaConfig
    tensors: dict[str, StoredTensor]
    tokenizer: Tokenizer
    chat_template: str | None
    generation_config: dict[str, Any] | None
    dtype: torch.dtype | None


def open_gguf(path: Path) -> Source:
    """The model in a GGUF file.

    Raises:
        UserError: see `read_gguf`; or its tensors do not fit its sizes.
    """
    model = read_gguf(path)
    return Source(
        name=model.name,
        config=model.config,
        tensors=select_tensors(model.tensors, expected_shapes(model.config), str(path)),
        tokenizer=Tokenizer(
            model.vocab.to_tokenizer(), {role: model.vocab.tokens[id] for role, id in model.vocab.roles.items()}
        ),
        chat_template=model.vocab.chat_template,
        generation_config=None,
        # norms are float32 beside matrices of fewer bits there; a checkpoint has one format
        dtype=DTYPES[model.config.dtype],
    )


def is_run_checkpoint(folder: Path) -> bool:
    """Whether a folder is a checkpoint that a pretraining run left (`state/step-...`)."""
    return (folder / "run.json").is_file() and (folder / ".metadata").is_file()


def open_folder(
    folder: Path, choose_template: Callable[[AquilaConfig], str | None], generation_config: dict[str, Any] | None
) -> Source:
    """The model in a checkpoint folder, its config's dtype the one that most of its values have.

    Raises:
        UserError: the folder has no config, tokenizer or weights, or they do not fit each other.
    """
    config = read_config(folder)
    tensors = select_tensors(open_shards(folder), expected_shapes(config), str(folder))
    values: Counter[torch.dtype] = Counter()
    for tensor in tensors.values():
        values[tensor.dtype] += tensor.nbytes // tensor.dtype.itemsize
    return Source(
        name=folder.resolve().name,
        config=config.replace(dtype=dtype_name(values.most_common(1)[0][0])),
        tensors=tensors,
        tokenizer=Tokenizer.load(folder),
        chat_template=choose_template(config),
        generation_config=generation_config,
        dtype=None,
    )


def write_folder(
    source: Source,
    folder: Path,
    dtype: torch.dtype | None,
    max_shard_bytes: int = DEFAULT_SHARD_BYTES,
    advance: Callable[[int], None] = lambda nbytes: None,
) -> int:
    """Write a checkpoint folder that any engine can load and stop right with. Returns the bytes of its tensors.

    `dtype` None takes the source's. Memory: one piece of a tensor.
    """
    dtype = dtype or source.dtype
    source.tokenizer.save(folder)
    if source.chat_template is not None:
        (folder / "chat_template.jinja").write_text(source.chat_template, encoding="utf-8")
    # read back: one of our own templates is known again by its text, and with it the tokens at which it stops
    write_chat_files(folder, load_template(folder), source.tokenizer, source.generation_config)
    write_config(folder, _with_token_ids(source.config, source.tokenizer, dtype))
    return write_shards(folder, source.tensors, dtype, max_shard_bytes, advance)


def check_place(out: Path, reads: Sequence[Path], made_from: dict[str, Any], overwrite: bool) -> None:
    """Refuse, before any work, a place where the result cannot stand or would destroy what stands there.

    Args:
        out: a folder, or a file that ends in .gguf.
        reads: the files and folders that it is made from.
        made_from, overwrite: as `check_output`.

    Raises:
        UserError: such a place.
    """
    place = out.resolve()
    for read in reads:
        if place == read.resolve() or place in read.resolve().parents:
            raise UserError(f"out={out} would replace {read}, which is read: choose another place")
    check_output(out, made_from, overwrite)
    if place.is_dir() and out.suffix == ".gguf":
        raise UserError(f"out={out} is a folder: choose another name")
    if place.is_dir() and any(place.iterdir()) and not (place / "config.json").exists():
        raise UserError(f"out={out} holds what is no checkpoint, overwrite=true would delete it: choose another")
    if place.is_file() and out.suffix != ".gguf":
        raise UserError(f"out={out} is a file: choose a folder")


def written_bytes(source: Source, dtype: torch.dtype | None) -> int:
    """The bytes of a model's tensors in `dtype`, None: each in its own."""
    return sum(
        t.nbytes if dtype is None else t.nbytes // t.dtype.itemsize * dtype.itemsize for t in source.tensors.values()
    )


@contextlib.contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A count of bytes or values, shown in millions."""
    done = 0
    with Progress(what, total // 10**6, " million") as shown:

        def advance(amount: int) -> None:
            nonlocal done
            done += amount
            shown.advance(done // 10**6 - shown.done)

        yield advance


def dtype_name(dtype: torch.dtype) -> str:
    """`torch.bfloat16` -> `bfloat16`, as config.json has it."""
    return str(dtype).removeprefix("torch.")


def _with_token_ids(config: AquilaConfig, tokenizer: Tokenizer, dtype: torch.dtype | None) -> AquilaConfig:
    """The config with the tokenizer's ids: published configs name ids that their vocabulary does not have."""
    ids = {"bos_token_id": tokenizer.bos_id, "eos_token_id": tokenizer.eos_id, "pad_token_id": tokenizer.pad_id}
    known: dict[str, Any] = {key: id for key, id in ids.items() if id is not None}
    return config.replace(**known, dtype=config.dtype if dtype is None else dtype_name(dtype))
